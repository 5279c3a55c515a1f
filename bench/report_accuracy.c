/* report_accuracy.c - the report `accuracy`: the error of each variant beside how many different
 * results it gives; a table for each operation, types and length. */
#include "accuracy.h"
#include "interrupt.h"
#include "output.h"
#include "peers.h"
#include "reports.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One within any cache, and one that several threads share. Odd: with a tail. */
static const size_t default_sizes[] = {1001, (1 << 20) + 3};

/* A table: what every variant gave on every set of data. */
typedef struct {
    const door *door;
    size_t n;
    accuracy_variant variants[ACCURACY_MAX_VARIANTS];
    int count;
    double condition[DATASET_COUNT]; /* of the data; 0 where the door has no such data */
    accuracy_result results[DATASET_COUNT][ACCURACY_MAX_VARIANTS];
} table;

/* "0", "0.5", "1.2e+09", "inf" */
static void show_error(double value)
{
    char text[32];
    int is_short = value == 0 || (value >= 0.01 && value < 9999.5);
    snprintf(text, sizeof text, is_short ? "%.3g" : "%.1e", value);
    output_text(text, OUTPUT_PLAIN);
}

/* The greatest of one count over all sets of data; "-" where there is nothing to vary. */
static int greatest(const table *t, int variant, size_t offset)
{
    int most = 0;
    for (dataset k = 0; k < DATASET_COUNT; k++) {
        int count;
        memcpy(&count, (const char *)&t->results[k][variant] + offset, sizeof count);
        if (t->condition[k] != 0 && count > most)
            most = count;
    }
    return most;
}

static void show_count(const table *t, int variant, size_t offset)
{
    int count = greatest(t, variant, offset);
    if (count)
        output_count((size_t)count);
    else
        output_text("-", OUTPUT_FAINT);
}

static void show_counts(const table *t, int variant)
{
    show_count(t, variant, offsetof(accuracy_result, threads));
    show_count(t, variant, offsetof(accuracy_result, alignments));
    show_count(t, variant, offsetof(accuracy_result, isas));
    show_count(t, variant, offsetof(accuracy_result, all));
}

/* The columns of both tables of t; returns how many. */
static size_t make_columns(const table *t, int relative, output_column *columns)
{
    size_t count = 0;
    columns[count++] = (output_column){"", relative ? "relative error" : "error in ulps", -23};
    columns[count++] = (output_column){NULL, "", -8};
    for (dataset k = 0; k < DATASET_COUNT; k++) {
        const char *name = dataset_name(k);
        if (t->condition[k] != 0)
            columns[count++] =
                (output_column){NULL, strncmp(name, "condition ", 10) == 0 ? name + 10 : name, 10};
    }
    if (relative)
        return count;
    columns[count++] = (output_column){"different results over", "threads", 7};
    columns[count++] = (output_column){NULL, "aligned", 7};
    columns[count++] = (output_column){NULL, "ISAs", 7};
    columns[count++] = (output_column){NULL, "all", 7};
    return count;
}

/* Relative errors or, with the counts beside them, errors in ulps. */
static void show_table_of(const table *t, const char *title, int relative)
{
    static output_column columns[DATASET_COUNT + 6];
    output_table(title, columns, make_columns(t, relative, columns));
    for (int i = 0; i < t->count; i++) {
        output_text(t->variants[i].label, OUTPUT_PLAIN);
        output_text(t->variants[i].isa, OUTPUT_PLAIN);
        for (dataset k = 0; k < DATASET_COUNT; k++) {
            if (t->condition[k] == 0)
                continue;
            if (t->results[k][i].measured)
                show_error(relative ? t->results[k][i].relative_error : t->results[k][i].ulps);
            else
                output_text("-", OUTPUT_FAINT);
        }
        if (!relative)
            show_counts(t, i);
        output_row();
    }
}

static double count_or_unknown(int count)
{
    return count ? (double)count : (double)NAN;
}

static void record_result(const table *t, dataset k, int variant)
{
    const accuracy_variant *v = &t->variants[variant];
    const accuracy_result *result = &t->results[k][variant];
    record r;
    record_begin(&r);
    record_name(&r, "door", t->door->name);
    record_name(&r, "data", dataset_name(k));
    record_size(&r, t->n);
    record_name(&r, "variant", v->label);
    record_name(&r, "isa", v->isa);
    record_label_text(&r, "report", "accuracy");
    record_counter_value(&r, "condition", t->condition[k]);
    record_counter_value(&r, "ulps", result->ulps);
    record_counter_value(&r, "relative_error", result->relative_error);
    record_counter_value(&r, "results_over_threads", count_or_unknown(result->threads));
    record_counter_value(&r, "results_over_alignments", count_or_unknown(result->alignments));
    record_counter_value(&r, "results_over_isas", count_or_unknown(result->isas));
    record_counter_value(&r, "results", count_or_unknown(result->all));
    output_record(&r);
}

static void show(const table *t)
{
    char title[128];
    snprintf(
        title, sizeof title,
        "spelt_%s, n = %zu; different results over 1 to %d threads, %d alignments and the ISAs",
        t->door->name, t->n, accuracy_threads(), ACCURACY_ALIGNMENTS);
    show_table_of(t, title, 0);
    show_table_of(t, NULL, 1);
    for (dataset k = 0; k < DATASET_COUNT; k++)
        for (int i = 0; i < t->count; i++)
            if (t->condition[k] != 0 && t->results[k][i].measured)
                record_result(t, k, i);
}

/* How many of Spelt's variants broke a promise; each is told. */
static int broken_promises(const table *t)
{
    int broken = 0;
    for (dataset k = 0; k < DATASET_COUNT; k++)
        for (int i = 0; i < t->count; i++) {
            const accuracy_variant *v = &t->variants[i];
            const accuracy_result *r = &t->results[k][i];
            if (t->condition[k] == 0 || !v->is_spelt || !r->measured)
                continue;
            if (r->all > 1)
                output_wrong("WRONG: spelt_%s, %s, %s: %d different results", v->door->name, v->isa,
                             dataset_name(k), r->all);
            if (v->is_exact && !(r->ulps <= 0.5))
                output_wrong("WRONG: spelt_%s, %s, %s: off by %.3g ulps", v->door->name, v->isa,
                             dataset_name(k), r->ulps);
            broken += r->all > 1 || (v->is_exact && !(r->ulps <= 0.5));
        }
    return broken;
}

static int run_table(table *t, const arrays *a, uint64_t seed)
{
    int failed = 0;
    for (dataset k = 0; k < DATASET_COUNT; k++) {
        t->condition[k] = 0;
        if (interrupted() || !dataset_exists(k, t->door, t->n))
            continue;
        output_progress((double)k / DATASET_COUNT, t->door->name, t->n);
        dataset_fill(k, t->door, a->x, a->y, t->n, seed);
        failed +=
            !accuracy_measure(t->variants, t->count, a, t->n, t->results[k], &t->condition[k]);
    }
    output_progress_end();
    return failed;
}

static int is_float_reduction(const door *d)
{
    return d->op != OP_add && (d->result == TYPE_f32 || d->result == TYPE_f64);
}

/* A table stands for all doors of its operation and types, and is wanted where one of them is. */
static int is_wanted(const options *o, const door *d)
{
    if (!is_float_reduction(d))
        return 0;
    for (size_t i = 0; i < door_count; i++)
        if (doors[i].op == d->op && doors[i].in == d->in && doors[i].result == d->result) {
            if (&doors[i] < d) /* it has had its table */
                return 0;
            if (options_want(o, &doors[i]))
                return 1;
        }
    return 0;
}

static int has_doors(const options *o)
{
    for (size_t i = 0; i < door_count; i++)
        if (is_wanted(o, &doors[i]))
            return 1;
    return 0;
}

static int run_door(const options *o, const door *d, const arrays *a, const size_t *sizes,
                    size_t count)
{
    static table t;
    int failed = 0;
    t.door = d;
    t.count = accuracy_variants(d, t.variants);
    for (size_t i = 0; i < count; i++) {
        t.n = sizes[i];
        failed += run_table(&t, a, o->seed);
        if (interrupted()) /* some data are missing in it */
            break;
        show(&t);
        failed += broken_promises(&t);
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
    for (size_t i = 0; i < door_count && !interrupted(); i++)
        if (is_wanted(o, &doors[i]))
            failed += run_door(o, &doors[i], &a, sizes, count);
    arrays_free(&a);
    return failed > 0;
}
