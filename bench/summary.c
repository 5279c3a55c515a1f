/* summary.c - the tables of a run in a few lines. */
#include "summary.h"

#include "machine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    double ratio;
    const door *door;
    size_t n;
} extreme;

/* One line: how many times faster `better` is than `base` in the cells it speaks of. */
typedef struct {
    const char *label;
    column base;
    column better;
    size_t least_n;
    data_kind kind;
    const char *door; /* NULL: all */

    size_t count;
    double log_sum; /* of the median ratios */
    extreme least;  /* of the median ratios */
    extreme least_of_minima;
    extreme greatest;
} comparison;

/* From n = 16 on, where a call is no longer all overhead; OpenBLAS from 32 on, where its kernels
 * begin. */
static comparison comparisons[] = {
    {"naive", COLUMN_NAIVE, COLUMN_SPELT, 16, DATA_USUAL, .door = NULL},
    {"naive, beyond 2^31", COLUMN_NAIVE, COLUMN_SPELT, 16, DATA_WIDE, .door = NULL},
    {"compiler", COLUMN_COMPILER, COLUMN_SPELT, 16, DATA_USUAL, .door = NULL},
    {"OpenBLAS, dot_f64", COLUMN_BLAS, COLUMN_SPELT, 32, DATA_USUAL, .door = "dot_f64"},
    {"OpenBLAS, dot_f32", COLUMN_BLAS, COLUMN_SPELT, 32, DATA_USUAL, .door = "dot_f32"},
    {"OpenBLAS, all", COLUMN_BLAS, COLUMN_SPELT, 32, DATA_USUAL, .door = NULL},
    {"cap against 1", COLUMN_SPELT, COLUMN_CAP, 16, DATA_USUAL, .door = NULL},
};
static const size_t comparison_count = sizeof comparisons / sizeof comparisons[0];

static void update(comparison *s, const cell *c)
{
    const timing_variant *base = &c->timing[s->base], *better = &c->timing[s->better];
    extreme median = {timing_median_ratio(base, better), c->door, c->n};
    extreme minima = {timing_ratio_of_minima(base, better), c->door, c->n};
    if (s->count == 0 || median.ratio < s->least.ratio)
        s->least = median;
    if (s->count == 0 || minima.ratio < s->least_of_minima.ratio)
        s->least_of_minima = minima;
    if (s->count == 0 || median.ratio > s->greatest.ratio)
        s->greatest = median;
    s->log_sum += log(median.ratio);
    s->count++;
}

void summary_add(const cell *c)
{
    for (size_t i = 0; i < comparison_count; i++) {
        comparison *s = &comparisons[i];
        if (c->n >= s->least_n && c->kind == s->kind &&
            (!s->door || strcmp(s->door, c->door->name) == 0) && c->state[s->base] == CELL_RIGHT &&
            c->state[s->better] == CELL_RIGHT)
            update(s, c);
    }
}

static void print_extreme(const extreme *e)
{
    char where[48];
    snprintf(where, sizeof where, "%s, %zu", e->door->name, e->n);
    printf("  %6.2f  %-23s", e->ratio, where);
}

void summary_print(const cell_setup *setup)
{
    printf("\nSpelt on 1 thread is so many times faster, n >= 16");
    if (machine_blas_core()[0])
        printf(" (OpenBLAS, core %s, n >= 32)", machine_blas_core());
    printf(":\n%-20s  %-31s  %-31s  %7s  greatest\n", "", "least of the medians, where",
           "least of the minima, where", "geomean");
    for (size_t i = 0; i < comparison_count; i++) {
        const comparison *s = &comparisons[i];
        if (s->count == 0)
            continue;
        if (s->better == COLUMN_CAP)
            printf("On %d threads, than on 1:\n", setup->cap);
        printf("%-20s", s->label);
        print_extreme(&s->least);
        print_extreme(&s->least_of_minima);
        printf("  %7.2f", exp(s->log_sum / (double)s->count));
        printf("  %6.2f  %s, %zu\n", s->greatest.ratio, s->greatest.door->name, s->greatest.n);
    }
}
