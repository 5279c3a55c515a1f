/* team_verdict.c - what the rows of a door say together. */
#include "reports/team_verdict.h"

#include "measure/offer.h"
#include "output/output.h"

#include <math.h>
#include <stdio.h>

/* A count pays where it is this many times as fast as one thread, and at every greater size too: a
 * twentieth is more than the noise of a quiet machine. */
static const double pays = 1.05;

/* What the library may lose before somebody should do something about it. */
static const double tolerable = 1.2;

/* Workers are asleep after this pause, if they were awake. */
static const double long_pause = 1e-3;

const char *team_machine(int is_busy)
{
    return is_busy ? "busy" : "idle";
}

void team_verdict_begin(team_verdict *v, const team_setup *setup)
{
    v->table.counts = setup->count;
    v->table.sizes = 0;
}

/* As many times as long as the other; only what is sure, where the machine was too noisy to tell.
 */
static double times_as_long(const timing_variant *variant, const timing_variant *other)
{
    const statistics_interval ratio = timing_ratio(variant, other);
    return statistics_means_something(&ratio, variant->rounds) ? ratio.value : ratio.low;
}

void team_verdict_add(team_verdict *v, const team_row *row, const team_setup *setup)
{
    const timing_variant *alone = &row->timing[0], *own = &row->timing[TEAM_LIBRARY];
    const size_t at = v->table.sizes++;
    v->door = row->door;
    for (size_t i = 0; i < setup->count; i++) {
        v->table.seconds[i][at] = timing_median(&row->timing[i]);
        v->speedup[i][at] = team_row_speedup(row, i).value;
    }
    v->bytes[at] = row->bytes;
    v->lost[at] = times_as_long(own, &row->timing[team_row_best(row, setup)]);
    v->against_one[at] = times_as_long(own, alone);
    v->later[at] = timing_late(own) - timing_late(alone);
}

static size_t greatest(const double *values, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (values[i] > values[best])
            best = i;
    return best;
}

static void show_pays(const team_verdict *v, const team_setup *setup, const char *machine)
{
    const size_t sizes = v->table.sizes;
    for (size_t i = 1; i < setup->count; i++) {
        const size_t from = choice_pays_from(v->speedup[i], sizes, pays);
        const double even = choice_break_even(v->table.seconds[0], v->speedup[i], sizes);
        char where[64] = "at none of these sizes", when[64] = "";
        if (from < sizes)
            snprintf(where, sizeof where, "from %zu bytes on", v->bytes[from]);
        if (!isnan(even))
            snprintf(when, sizeof when, "; they break even where one takes %.3g us", 1e6 * even);
        output_note("%s: %d threads pay %s%s", machine, setup->counts[i], where, when);
    }
}

/* As one would write them. */
static void format_setting(const choice_setting *setting, const team_verdict *v,
                           const team_setup *setup, char text[TEAM_TEXT_SIZE])
{
    if (setting->from == v->table.sizes)
        snprintf(text, TEAM_TEXT_SIZE, "SPELT_NUM_THREADS=1");
    else if (setting->count == setup->count - 1)
        snprintf(text, TEAM_TEXT_SIZE, "SPELT_GRAIN_BYTES=%zu", v->bytes[setting->from]);
    else
        snprintf(text, TEAM_TEXT_SIZE, "SPELT_NUM_THREADS=%d SPELT_GRAIN_BYTES=%zu",
                 setup->counts[setting->count], v->bytes[setting->from]);
}

void team_verdict_format_choice(const team_verdict *v, const team_setup *setup,
                                char text[TEAM_TEXT_SIZE])
{
    const size_t worst = greatest(v->lost, v->table.sizes);
    const double lost = v->lost[worst];
    char settings[TEAM_TEXT_SIZE];
    if (lost <= tolerable) {
        snprintf(text, TEAM_TEXT_SIZE,
                 "the library's choice is within %g times the best at every size", tolerable);
        return;
    }
    const choice_setting setting = choice_best_setting(&v->table);
    int used = snprintf(text, TEAM_TEXT_SIZE,
                        "the library's choice takes %.2f times the best at %zu bytes; ", lost,
                        v->bytes[worst]);
    format_setting(&setting, v, setup, settings);
    if (setting.lost < lost)
        snprintf(text + used, TEAM_TEXT_SIZE - (size_t)used, "%s: at most %.2f times", settings,
                 setting.lost);
    else
        snprintf(text + used, TEAM_TEXT_SIZE - (size_t)used,
                 "no thread count and grain do better at every size");
}

static void show_against_one(const team_verdict *v, const char *machine)
{
    const size_t slowest = greatest(v->against_one, v->table.sizes);
    const size_t latest = greatest(v->later, v->table.sizes);
    output_note(
        "%s: against one thread its median is at most %.2f times as long (%zu bytes), 90 %% "
        "at most %.2g ms later (%zu bytes)",
        machine, v->against_one[slowest], v->bytes[slowest], 1e3 * v->later[latest],
        v->bytes[latest]);
}

static void show_offer(const char *machine)
{
    const double asleep = offer_cost(long_pause), awake = offer_cost(0);
    if (!isnan(asleep) && !isnan(awake))
        output_note(
            "%s: an offer of which nobody takes anything costs a call %.2g us where workers "
            "sleep, %.2g us where they look out",
            machine, 1e6 * asleep, 1e6 * awake);
}

void team_verdict_show(const team_verdict *v, const team_setup *setup, int is_busy)
{
    const char *machine = team_machine(is_busy);
    char choice[TEAM_TEXT_SIZE];
    if (v->table.sizes == 0)
        return;
    if (!is_busy)
        show_pays(v, setup, machine);
    team_verdict_format_choice(v, setup, choice);
    output_note("%s: %s", machine, choice);
    output_answer(OUTPUT_PLAIN, "spelt_%s, %s machine: %s", v->door->name, machine, choice);
    show_against_one(v, machine);
    show_offer(machine);
}
