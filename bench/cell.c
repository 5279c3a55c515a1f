/* cell.c - one row of a table: a door at one size, by every way of computing it. */
#include "cell.h"

#include <spelt/runtime.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>

const char *cell_title(const door *d, data_kind kind)
{
    static char title[64];
    snprintf(title, sizeof title, "%s%s", d->name, kind == DATA_WIDE ? ", beyond 2^31" : "");
    return title;
}

static void prepare_spelt(void *context)
{
    const work *w = context;
    spelt_set_num_threads_local(w->threads);
}

static void set_up_columns(cell *c, const cell_setup *setup, const work *operands)
{
    door_batch *const batches[COLUMN_COUNT] = {
        [COLUMN_NAIVE] = c->door->loop,
        [COLUMN_COMPILER] = c->door->loop,
        [COLUMN_BLAS] = door_blas(c->door),
        [COLUMN_SPELT] = c->door->spelt,
        [COLUMN_CAP] = setup->cap > 1 ? c->door->spelt : NULL,
    };
    for (column i = 0; i < COLUMN_COUNT; i++) {
        int wanted = batches[i] && setup->columns & COLUMN_BIT(i);
        if (i == COLUMN_BLAS && c->n > INT_MAX)
            wanted = 0;
        c->state[i] = wanted ? CELL_RIGHT : CELL_ABSENT;
        c->work[i] = *operands;
        c->work[i].loops = i == COLUMN_COMPILER ? setup->vectorized : &loops_naive;
        c->work[i].threads = i == COLUMN_SPELT;
        c->timing[i].prepare = c->door->spelt == batches[i] ? prepare_spelt : NULL;
        c->timing[i].batch = batches[i];
        c->timing[i].context = &c->work[i];
        c->timing[i].rounds = 0;
    }
}

/* How near a column has to be. Spelt's own results are the same bits on every path but blas. */
static check_kind kind_of(column i)
{
    if (i == COLUMN_BLAS)
        return CHECK_BLAS;
    if (i == COLUMN_NAIVE || i == COLUMN_COMPILER)
        return CHECK_LOOP;
    return strcmp(spelt_path(), "blas") == 0 ? CHECK_BLAS : CHECK_SPELT;
}

static void check_column(cell *c, column i)
{
    work *w = &c->work[i];
    /* What a variant forgets to write is seen. */
    memset(&w->value, 0xa5, sizeof w->value);
    if (c->door->op == OP_add)
        memset(w->out, 0xa5, c->n * element_bytes(c->door->in));
    if (c->timing[i].prepare)
        c->timing[i].prepare(w);
    c->timing[i].batch(w, 1);
    if (w->status == SPELT_ERR_UNSUPPORTED)
        c->state[i] = CELL_ABSENT;
    else if (w->status != SPELT_OK && w->status != SPELT_ERR_OVERFLOW) {
        snprintf(c->message[i], CHECK_MESSAGE_SIZE, "%s", spelt_last_error());
        c->state[i] = CELL_WRONG;
    } else if (!check_result(c->door, &c->reference, w, kind_of(i), c->message[i]))
        c->state[i] = CELL_WRONG;
}

size_t cell_check(cell *c, const cell_setup *setup, const void *x, const void *y, const arrays *a)
{
    const work operands = {.n = c->n, .x = x, .y = y, .out = a->out};
    size_t wrong = 0;
    set_up_columns(c, setup, &operands);
    spelt_set_num_threads_local(1);
    c->reference = check_make_reference(c->door, &operands, a->expected);
    for (column i = 0; i < COLUMN_COUNT; i++) {
        if (c->state[i] == CELL_RIGHT)
            check_column(c, i);
        wrong += c->state[i] == CELL_WRONG;
    }
    spelt_set_num_threads_local(0);
    return wrong;
}

void cell_time(cell *c, double budget)
{
    timing_variant *variants[COLUMN_COUNT];
    size_t count = 0;
    for (column i = 0; i < COLUMN_COUNT; i++)
        if (c->state[i] == CELL_RIGHT)
            variants[count++] = &c->timing[i];
    timing_run(variants, count, budget);
    spelt_set_num_threads_local(0);
}

double cell_bytes(const cell *c)
{
    return (double)c->n * (double)c->door->arrays * (double)element_bytes(c->door->in);
}
