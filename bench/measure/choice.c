/* choice.c - what a series of times says. */
#include "measure/choice.h"

#include <math.h>

size_t choice_best(const double *values, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (values[i] < values[best])
            best = i;
    return best;
}

size_t choice_pays_from(const double *ratios, size_t count, double least)
{
    while (count > 0 && ratios[count - 1] >= least)
        count--;
    return count;
}

double choice_break_even(const double *times, const double *ratios, size_t count)
{
    const size_t from = choice_pays_from(ratios, count, 1);
    if (from == count)
        return NAN;
    if (from == 0)
        return times[0];
    const double below = ratios[from - 1], share = (1 - below) / (ratios[from] - below);
    return times[from - 1] * pow(times[from] / times[from - 1], share);
}

/* log2 of SPELT_MAX_THREADS, and two: there is room. */
size_t choice_thread_counts(int cap, int counts[CHOICE_MAX_COUNTS])
{
    size_t used = 0;
    for (int count = 1; count < cap; count *= 2)
        counts[used++] = count;
    counts[used++] = cap;
    return used;
}

static double best_of_size(const choice_table *table, size_t size)
{
    double best = table->seconds[0][size];
    for (size_t i = 1; i < table->counts; i++)
        best = table->seconds[i][size] < best ? table->seconds[i][size] : best;
    return best;
}

static double lost_by(const choice_table *table, size_t count, size_t from)
{
    double lost = 1;
    for (size_t s = 0; s < table->sizes; s++) {
        const double seconds = table->seconds[s < from ? 0 : count][s];
        const double here = seconds / best_of_size(table, s);
        lost = here > lost ? here : lost;
    }
    return lost;
}

choice_setting choice_best_setting(const choice_table *table)
{
    const size_t sizes = table->sizes;
    choice_setting best = {.count = 0, .from = sizes, .lost = lost_by(table, 0, sizes)};
    for (size_t count = table->counts - 1; count > 0; count--)
        for (size_t from = 0; from < sizes; from++) {
            const double lost = lost_by(table, count, from);
            if (lost < best.lost / 1.02)
                best = (choice_setting){count, from, lost};
        }
    return best;
}
