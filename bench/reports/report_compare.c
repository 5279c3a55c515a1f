/* report_compare.c - the report `compare`: two files of results, and what has become slower from
 * the first to the second beyond what chance explains. */
#include "output/output.h"
#include "reports/reports.h"
#include "peers/results.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A row counts as slower where all of these hold: the interval of the medians' ratio lies above the
 * drift of the machine; the least time is longer too, which other programs that took the CPU now
 * and then do not change; and the change is worth a word. Where a process finds its code and its
 * branches in memory alone makes a call half a nanosecond longer or shorter, for all of its run. */
static const double least_change = 1.03;
static const double least_seconds = 1e-9;

typedef enum { SAME, SLOWER, FASTER, DOUBTFUL, GONE, NEW, WRONG } verdict;

static const char *const verdicts[] = {"", "SLOWER", "faster", "noise", "gone", "new", "WRONG"};

typedef struct {
    const result *before;
    const result *after;
    statistics_interval ratio; /* time after divided by time before */
    verdict verdict;
} pair;

static int is_worth_a_word(const pair *p)
{
    return fabs(statistics_median(p->before->seconds, p->before->count) -
                statistics_median(p->after->seconds, p->after->count)) > least_seconds;
}

static verdict judge(const pair *p, double drift)
{
    const double least = p->after->least / p->before->least;
    const double slower = least_change * fmax(drift, 1), faster = fmin(drift, 1) / least_change;
    const statistics_interval *r = &p->ratio;
    const size_t rounds = p->before->count < p->after->count ? p->before->count : p->after->count;
    if (rounds < STATISTICS_LEAST)
        return DOUBTFUL; /* an interrupted run's last row */
    if (is_worth_a_word(p)) {
        if (r->low > fmax(drift, 1) && r->value > slower && least > slower)
            return SLOWER;
        if (r->high < fmin(drift, 1) && r->value < faster && least < faster)
            return FASTER;
    }
    return statistics_means_something(r, rounds) ? SAME : DOUBTFUL;
}

static pair compare(const result *before, const result *after, double drift, uint64_t seed)
{
    pair p = {.before = before, .after = after, .ratio = {NAN, NAN, NAN}};
    if (after && after->is_wrong)
        p.verdict = WRONG;
    else if (!before || before->count == 0)
        p.verdict = NEW;
    else if (!after || after->count == 0)
        p.verdict = GONE;
    else {
        p.ratio = statistics_unpaired_ratio(after->seconds, after->count, before->seconds,
                                            before->count, seed);
        p.verdict = judge(&p, drift);
    }
    return p;
}

static void show_time(const result *r)
{
    output_number(r && r->count ? 1e9 * statistics_median(r->seconds, r->count) : NAN);
}

static void show_pair(const pair *p)
{
    static const output_style styles[] = {OUTPUT_PLAIN, OUTPUT_BAD,   OUTPUT_GOOD, OUTPUT_FAINT,
                                          OUTPUT_FAINT, OUTPUT_FAINT, OUTPUT_BAD};
    output_text((p->before ? p->before : p->after)->name, OUTPUT_PLAIN);
    show_time(p->before);
    show_time(p->after);
    output_number(p->ratio.value);
    output_number(p->ratio.low);
    output_number(p->ratio.high);
    output_text(verdicts[p->verdict], styles[p->verdict]);
    output_row();
    record r;
    record_begin(&r);
    record_name(&r, "name", (p->before ? p->before : p->after)->name);
    record_label_text(&r, "verdict", p->verdict == SAME ? "same" : verdicts[p->verdict]);
    record_counter_value(&r, "ratio", p->ratio.value);
    record_counter_value(&r, "ratio_low", p->ratio.low);
    record_counter_value(&r, "ratio_high", p->ratio.high);
    output_record(&r);
}

/* How much slower the machine itself was; 1 where it is not known. */
static double drift_of(const results *before, const results *after)
{
    if (!(before->calm_median > 0 && after->calm_median > 0))
        return 1;
    const double drift = after->calm_median / before->calm_median;
    output_note("machine     the fixed loop between the rounds took %.3f times as long in the "
                "second run",
                drift);
    if (drift > 1.05 || drift < 0.95)
        output_wrong("The machine ran at another speed: only changes beyond that count");
    return drift;
}

/* Only what changed is shown, the rest counted: there may be thousands. */
static int compare_all(const results *before, const results *after, uint64_t seed)
{
    static const output_column columns[] = {{"", "", -44},      {"ns a call", "before", 8},
                                            {NULL, "after", 8}, {"time after / before", "x", 6},
                                            {NULL, "from", 6},  {NULL, "to", 6},
                                            {"", "", -6}};
    const double drift = drift_of(before, after);
    size_t counts[sizeof verdicts / sizeof verdicts[0]] = {0};
    output_table("What changed", columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < before->count + after->count; i++) {
        const result *old = i < before->count ? &before->list[i] : NULL;
        const result *new = old ? results_find(after, old->name) : &after->list[i - before->count];
        if (!old && results_find(before, new->name))
            continue;
        const pair p = compare(old, new, drift, seed);
        counts[p.verdict]++;
        if (p.verdict != SAME && p.verdict != DOUBTFUL)
            show_pair(&p);
    }
    output_note("%zu slower, %zu faster, %zu the same, %zu too noisy to tell, %zu gone, %zu new, "
                "%zu wrong",
                counts[SLOWER], counts[FASTER], counts[SAME], counts[DOUBTFUL], counts[GONE],
                counts[NEW], counts[WRONG]);
    return counts[SLOWER] + counts[WRONG] > 0;
}

int report_compare(const options *o)
{
    results before, after;
    char error[RESULTS_ERROR_SIZE];
    if (!results_read(&before, o->files[0], error)) {
        fprintf(stderr, "spelt-bench: compare: %s\n", error);
        return 2;
    }
    if (!results_read(&after, o->files[1], error)) {
        fprintf(stderr, "spelt-bench: compare: %s\n", error);
        results_free(&before);
        return 2;
    }
    if (strcmp(before.cpu, after.cpu) != 0)
        output_note("The runs are of different CPUs: %s; %s", before.cpu, after.cpu);
    const int status = compare_all(&before, &after, o->seed);
    results_free(&before);
    results_free(&after);
    return status;
}
