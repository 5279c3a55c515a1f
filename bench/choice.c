/* choice.c - what a series of times says: which way is the best, and from where on one pays. */
#include "choice.h"

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

static size_t insert(int counts[CHOICE_MAX_COUNTS], size_t used, int value)
{
    size_t place = used;
    for (size_t i = 0; i < used; i++)
        if (counts[i] == value)
            return used;
    for (; place > 0 && counts[place - 1] > value; place--)
        counts[place] = counts[place - 1];
    counts[place] = value;
    return used + 1;
}

/* 2 times log2 of SPELT_MAX_THREADS, and one: there is room. */
size_t choice_thread_counts(int cap, int counts[CHOICE_MAX_COUNTS])
{
    size_t used = 0;
    for (int count = cap; count > 0; count /= 2)
        used = insert(counts, used, count);
    for (int count = 1; count < cap; count *= 2)
        used = insert(counts, used, count);
    return used;
}
