/* summary.c - the tables of a run in a few lines. */
#include "reports/summary.h"

#include "output/output.h"

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
    char label[BLAS_LABEL_SIZE + 16];
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

/* The naive loop twice, every other peer, BLAS for each type of dot too, and the cap. */
static comparison comparisons[3 * PEERS_MAX];
static size_t comparison_count;

static void compare(const char *label, column base, column better, const char *only, data_kind kind)
{
    /* From n = 16 on, where a call is no longer all overhead; BLAS from 32 on, where the kernels of
     * OpenBLAS begin. */
    const int is_blas = base < column_spelt() && peers_at(base)->kind == PEER_BLAS;
    comparison *added = &comparisons[comparison_count++];
    *added = (comparison){
        .base = base, .better = better, .least_n = is_blas ? 32 : 16, .kind = kind, .door = only};
    snprintf(added->label, sizeof added->label, "%s%s%s", label, only ? ", " : "",
             only ? only : "");
}

void summary_begin(void)
{
    comparison_count = 0;
    for (column i = 0; i < column_spelt(); i++) {
        compare(column_label(i), i, column_spelt(), NULL, DATA_USUAL);
        if (i == COLUMN_NAIVE)
            compare("naive, beyond 2^31", i, column_spelt(), NULL, DATA_WIDE);
        if (peers_at(i)->kind == PEER_BLAS) {
            compare(column_label(i), i, column_spelt(), "dot_f64", DATA_USUAL);
            compare(column_label(i), i, column_spelt(), "dot_f32", DATA_USUAL);
        }
    }
    compare("cap against 1", column_spelt(), column_cap(), NULL, DATA_USUAL);
}

static void update(comparison *s, const cell *c)
{
    const timing_variant *base = &c->timing[s->base];
    const timing_variant *better = s->better == column_spelt() ? cell_rival(c, s->base) : &c->timing[s->better];
    extreme median = {timing_ratio(base, better).value, c->door, c->n};
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
    output_number(e->ratio);
    output_text(where, OUTPUT_PLAIN);
}

void summary_print(const cell_setup *setup)
{
    static const output_column columns[] = {{"", "", -32},        {"least of the medians", "x", 6},
                                            {NULL, "where", -24}, {"least of the minima", "x", 6},
                                            {NULL, "where", -24}, {"geometric", "mean", 9},
                                            {"greatest", "x", 6}, {NULL, "where", -24}};
    char label[64];
    output_table("Spelt on 1 thread is so many times faster, n >= 16 (BLAS, n >= 32)", columns,
                 sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < comparison_count; i++) {
        const comparison *s = &comparisons[i];
        if (s->count == 0)
            continue;
        snprintf(label, sizeof label, "on %d threads, than on 1", setup->cap);
        output_text(s->better == column_cap() ? label : s->label, OUTPUT_PLAIN);
        print_extreme(&s->least);
        print_extreme(&s->least_of_minima);
        output_number(exp(s->log_sum / (double)s->count));
        print_extreme(&s->greatest);
        output_row();
    }
}
