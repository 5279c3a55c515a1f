/* report_accuracy.c - the report `accuracy`: the error of each variant beside how many different
 * results it gives; a table for each operation, types and length. */
#include "reports/accuracy.h"
#include "measure/interrupt.h"
#include "output/output.h"
#include "reports/reports.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One within any cache, and one that several threads share. Odd: with a tail. */
static const size_t default_sizes[] = {1001, (1 << 20) + 3};

/* What every variant gave on every set of data. */
typedef struct {
    const door *door;
    size_t n;
    accuracy_variant variants[ACCURACY_MAX_VARIANTS];
    int count;
    int has_data[DATASET_COUNT]; /* or else the door has no such data, or there was no time */
    double condition[DATASET_COUNT];
    accuracy_result results[DATASET_COUNT][ACCURACY_MAX_VARIANTS];
} findings;

static int was_measured(const findings *f, dataset k, int variant)
{
    return f->has_data[k] && f->results[k][variant].measured;
}

/* ---- Tables -------------------------------------------------------------------------------------
 */

enum { COUNTS = 4 }; /* of different results */

/* "0", "0.5", "1.2e+09", "inf"; of an exact function red above half an ulp. */
static void print_error(double value, int bad)
{
    char text[32];
    if (value == 0 || (value >= 0.01 && value < 9999.5))
        snprintf(text, sizeof text, "%.3g", value);
    else
        snprintf(text, sizeof text, "%.1e", value);
    output_text(text, bad ? OUTPUT_BAD : OUTPUT_PLAIN);
}

static void counts_of(const accuracy_result *r, int counts[COUNTS])
{
    counts[0] = r->threads;
    counts[1] = r->alignments;
    counts[2] = r->isas;
    counts[3] = r->all;
}

/* The most different results on any of the data; "-" where there is nothing to vary. */
static void print_counts(const findings *f, int variant)
{
    int most[COUNTS] = {0};
    for (dataset k = 0; k < DATASET_COUNT; k++) {
        int counts[COUNTS];
        if (!was_measured(f, k, variant))
            continue;
        counts_of(&f->results[k][variant], counts);
        for (int i = 0; i < COUNTS; i++)
            most[i] = counts[i] > most[i] ? counts[i] : most[i];
    }
    for (int i = 0; i < COUNTS; i++) {
        char text[16] = "-";
        if (most[i])
            snprintf(text, sizeof text, "%d", most[i]);
        output_text(text, most[i] > 1 ? OUTPUT_BAD : most[i] ? OUTPUT_GOOD : OUTPUT_FAINT);
    }
}

static void begin_table(const findings *f, int relative)
{
    static output_column columns[2 + DATASET_COUNT + COUNTS];
    static char title[128];
    size_t count = 0;
    columns[count++] = (output_column){"", "", -23};
    columns[count++] = (output_column){NULL, "", -11};
    const char *group = relative ? "relative error" : "error in ulps; 1e4, 1e8, 1e16: condition";
    for (dataset k = 0; k < DATASET_COUNT; k++) {
        const char *name = dataset_name(k);
        if (!f->has_data[k])
            continue;
        if (strncmp(name, "condition ", 10) == 0)
            name += 10;
        columns[count++] = (output_column){group, name, 10};
        group = NULL;
    }
    if (!relative) {
        columns[count++] = (output_column){"different results over", "threads", 7};
        columns[count++] = (output_column){NULL, "aligned", 7};
        columns[count++] = (output_column){NULL, "ISAs", 5};
        columns[count++] = (output_column){NULL, "all", 5};
        snprintf(title, sizeof title,
                 "spelt_%s, n = %zu; 1 to %d threads, moved by 0 to %d elements", f->door->name,
                 f->n, accuracy_threads(), ACCURACY_ALIGNMENTS - 1);
    }
    output_table(relative ? NULL : title, columns, count);
}

static void print_table(const findings *f, int relative)
{
    begin_table(f, relative);
    for (int i = 0; i < f->count; i++) {
        output_text(f->variants[i].label, OUTPUT_PLAIN);
        output_text(f->variants[i].isa, OUTPUT_PLAIN);
        for (dataset k = 0; k < DATASET_COUNT; k++) {
            const accuracy_result *r = &f->results[k][i];
            if (was_measured(f, k, i))
                print_error(relative ? r->relative_error : r->ulps,
                            f->variants[i].is_exact && !(r->ulps <= 0.5));
            else if (f->has_data[k])
                output_text("-", OUTPUT_FAINT);
        }
        if (!relative)
            print_counts(f, i);
        output_row();
    }
}

/* ---- Records ------------------------------------------------------------------------------------
 */

static void give_record(const findings *f, dataset k, int variant)
{
    static const char *const keys[COUNTS] = {"results_over_threads", "results_over_alignments",
                                             "results_over_isas", "results"};
    const accuracy_result *result = &f->results[k][variant];
    int counts[COUNTS];
    record r;
    record_begin(&r);
    record_name(&r, "door", f->door->name);
    record_name(&r, "data", dataset_name(k));
    record_size(&r, f->n);
    record_name(&r, "variant", f->variants[variant].label);
    record_name(&r, "isa", f->variants[variant].isa[0] ? f->variants[variant].isa : "any");
    record_label_text(&r, "report", "accuracy");
    record_counter_value(&r, "condition", f->condition[k]);
    record_counter_value(&r, "ulps", result->ulps);
    record_counter_value(&r, "relative_error", result->relative_error);
    counts_of(result, counts);
    for (int i = 0; i < COUNTS; i++)
        record_counter_value(&r, keys[i], counts[i] ? (double)counts[i] : (double)NAN);
    output_record(&r);
}

static void give(const findings *f)
{
    print_table(f, 0);
    print_table(f, 1);
    for (dataset k = 0; k < DATASET_COUNT; k++)
        for (int i = 0; i < f->count; i++)
            if (was_measured(f, k, i))
                give_record(f, k, i);
}

/* How many rows of results there are, of Spelt and of others; of how many there are several, and how
 * many of one at most. */
static struct {
    size_t rows, several;
    int most;
} results_of[2];

static void take_note(const findings *f)
{
    for (dataset k = 0; k < DATASET_COUNT; k++)
        for (int i = 0; i < f->count; i++)
            if (was_measured(f, k, i)) {
                const int all = f->results[k][i].all, is_spelt = f->variants[i].is_spelt;
                results_of[is_spelt].rows++;
                results_of[is_spelt].several += all > 1;
                results_of[is_spelt].most = all > results_of[is_spelt].most ? all : results_of[is_spelt].most;
            }
}

static void answer(int failed)
{
    output_answer(failed ? OUTPUT_BAD : OUTPUT_PLAIN,
                  "Spelt's results are the same on all threads, alignments and instruction sets in %zu of %zu "
                  "rows; %d broken promises",
                  results_of[1].rows - results_of[1].several, results_of[1].rows, failed);
    output_answer(OUTPUT_PLAIN, "those of the others are in %zu of %zu, and %d different ones at most",
                  results_of[0].rows - results_of[0].several, results_of[0].rows, results_of[0].most);
}

/* How many of Spelt's results broke a promise; each is told. */
static int broken_promises(const findings *f)
{
    int broken = 0;
    for (dataset k = 0; k < DATASET_COUNT; k++)
        for (int i = 0; i < f->count; i++) {
            const accuracy_variant *v = &f->variants[i];
            const accuracy_result *r = &f->results[k][i];
            if (!was_measured(f, k, i) || !v->is_spelt)
                continue;
            if (r->all > 1)
                output_wrong("WRONG: spelt_%s, %s, n = %zu, %s: %d different results",
                             v->door->name, v->isa, f->n, dataset_name(k), r->all);
            if (v->is_exact && !(r->ulps <= 0.5))
                output_wrong("WRONG: spelt_%s, %s, n = %zu, %s: off by %.3g ulps", v->door->name,
                             v->isa, f->n, dataset_name(k), r->ulps);
            broken += r->all > 1 || (v->is_exact && !(r->ulps <= 0.5));
        }
    return broken;
}

/* ---- The run ------------------------------------------------------------------------------------
 */

static int measure(findings *f, const arrays *a, uint64_t seed)
{
    int failed = 0;
    for (dataset k = 0; k < DATASET_COUNT; k++)
        f->has_data[k] = 0;
    for (dataset k = 0; k < DATASET_COUNT && !interrupted(); k++) {
        if (!dataset_exists(k, f->door, f->n))
            continue;
        output_progress((double)k / DATASET_COUNT, f->door->name, f->n);
        f->has_data[k] = 1;
        dataset_fill(k, f->door, a->x, a->y, f->n, seed);
        if (accuracy_measure(f->variants, f->count, a, f->n, f->results[k], &f->condition[k]))
            continue;
        output_wrong("WRONG: %s, n = %zu, %s: the exact result was rounded", f->door->name, f->n,
                     dataset_name(k));
        failed++;
    }
    output_progress_end();
    return failed;
}

/* A table stands for all doors of its operation and types, and is wanted where one of them is. */
static int is_wanted(const options *o, const door *d)
{
    if (!door_is_float_sum(d))
        return 0;
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        if (door_is_float_sum(&doors[i]) && accuracy_same(&doors[i], d)) {
            if (&doors[i] < d) /* it has had its table */
                return 0;
            if (options_want(o, &doors[i]))
                return 1;
        }
    return 0;
}

static int has_doors(const options *o)
{
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        if (is_wanted(o, &doors[i]))
            return 1;
    return 0;
}

static int run_door(const options *o, const door *d, const arrays *a, const size_t *sizes,
                    size_t count)
{
    static findings f;
    int failed = 0;
    f.door = d;
    f.count = accuracy_variants(d, f.variants);
    for (size_t i = 0; i < count && !interrupted(); i++) {
        f.n = sizes[i];
        failed += measure(&f, a, o->seed);
        give(&f);
        take_note(&f);
        failed += broken_promises(&f);
    }
    return failed;
}

int report_accuracy(const options *o)
{
    const size_t *sizes = o->size_count ? o->sizes : default_sizes;
    const size_t count =
        o->size_count ? o->size_count : sizeof default_sizes / sizeof *default_sizes;
    size_t longest = 0;
    arrays a;
    int failed = 0;
    if (!has_doors(o)) {
        fputs("spelt-bench: accuracy is of floating-point sum, sumsq and dot, and --op and --type "
              "ask for none of them\n",
              stderr);
        return 2;
    }
    for (size_t i = 0; i < count; i++)
        longest = sizes[i] > longest ? sizes[i] : longest;
    if (!arrays_allocate(&a, longest * sizeof(f64),
                         (longest + ACCURACY_ALIGNMENTS) * sizeof(f64))) {
        fprintf(stderr, "spelt-bench: no memory for %d arrays of %zu elements\n", ARRAY_COUNT,
                longest);
        return 1;
    }
    for (size_t i = 0; i < SPELT_FUNCTIONS && !interrupted(); i++)
        if (is_wanted(o, &doors[i]))
            failed += run_door(o, &doors[i], &a, sizes, count);
    answer(failed);
    arrays_free(&a);
    return failed > 0;
}
