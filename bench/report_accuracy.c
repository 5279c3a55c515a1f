/* report_accuracy.c - the report `accuracy`: the error of each variant beside how many different
 * results it gives; a table for each operation, types and length. */
#include "report_accuracy.h"

#include "accuracy.h"
#include "machine.h"
#include "output.h"
#include "peers.h"

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
static void print_error(double value)
{
    if (value == 0 || (value >= 0.01 && value < 9999.5))
        printf(" %10.3g", value);
    else
        printf(" %10.1e", value);
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

static void print_count(const table *t, int variant, size_t offset)
{
    int count = greatest(t, variant, offset);
    if (count)
        printf(" %7d", count);
    else
        printf(" %7s", "-");
}

static void print_counts(const table *t, int variant)
{
    printf(" |");
    print_count(t, variant, offsetof(accuracy_result, threads));
    print_count(t, variant, offsetof(accuracy_result, alignments));
    print_count(t, variant, offsetof(accuracy_result, isas));
    print_count(t, variant, offsetof(accuracy_result, all));
}

static void print_datasets(const table *t)
{
    for (dataset k = 0; k < DATASET_COUNT; k++) {
        char name[32];
        snprintf(name, sizeof name, "%s", dataset_name(k));
        if (t->condition[k] != 0)
            printf(" %10s", strncmp(name, "condition ", 10) == 0 ? name + 10 : name);
    }
}

/* Relative errors or, with the counts beside them, errors in ulps. */
static void print_table(const table *t, int relative)
{
    printf("  %-32s", relative ? "relative error" : "error in ulps");
    print_datasets(t);
    puts(relative ? "" : " | threads  aligned    ISAs     all");
    for (int i = 0; i < t->count; i++) {
        printf("  %-23s %-8s", t->variants[i].label, t->variants[i].isa);
        for (dataset k = 0; k < DATASET_COUNT; k++) {
            if (t->condition[k] == 0)
                continue;
            if (t->results[k][i].measured)
                print_error(relative ? t->results[k][i].relative_error : t->results[k][i].ulps);
            else
                printf(" %10s", "-");
        }
        if (!relative)
            print_counts(t, i);
        putchar('\n');
    }
}

static void print_csv(const table *t)
{
    for (dataset k = 0; k < DATASET_COUNT; k++)
        for (int i = 0; i < t->count; i++) {
            const accuracy_result *r = &t->results[k][i];
            if (t->condition[k] != 0 && r->measured)
                printf("%s,%zu,%s,%.3g,%s,%s,%.6g,%.6g,%d,%d,%d,%d\n", t->door->name, t->n,
                       dataset_name(k), t->condition[k], t->variants[i].label, t->variants[i].isa,
                       r->ulps, r->relative_error, r->threads, r->alignments, r->isas, r->all);
        }
}

static void print(const table *t, int csv)
{
    if (csv) {
        print_csv(t);
        return;
    }
    printf("\nspelt_%s, n = %zu", t->door->name, t->n);
    printf("; different results over 1 to %d threads, %d alignments and the ISAs\n",
           accuracy_threads(), ACCURACY_ALIGNMENTS);
    print_table(t, 0);
    print_table(t, 1);
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
                printf("%sWRONG: spelt_%s, %s, %s: %d different results\n", output_prefix(),
                       v->door->name, v->isa, dataset_name(k), r->all);
            if (v->is_exact && !(r->ulps <= 0.5))
                printf("%sWRONG: spelt_%s, %s, %s: off by %.3g ulps\n", output_prefix(),
                       v->door->name, v->isa, dataset_name(k), r->ulps);
            broken += r->all > 1 || (v->is_exact && !(r->ulps <= 0.5));
        }
    return broken;
}

static int run_table(table *t, const arrays *a, uint64_t seed)
{
    int failed = 0;
    for (dataset k = 0; k < DATASET_COUNT; k++) {
        t->condition[k] = 0;
        if (!dataset_exists(k, t->door, t->n))
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
        print(&t, o->csv);
        failed += broken_promises(&t);
        fflush(stdout);
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
    if (o->csv)
        puts("door,n,data,condition,variant,isa,ulps,relative_error,results_over_threads,"
             "results_over_alignments,results_over_isas,results");
    for (size_t i = 0; i < door_count; i++)
        if (is_wanted(o, &doors[i]))
            failed += run_door(o, &doors[i], &a, sizes, count);
    arrays_free(&a);
    return failed > 0;
}
