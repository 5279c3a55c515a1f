/* cell.h - one row of a table: a door at one size, by every way of computing it. */
#ifndef BENCH_CELL_H
#define BENCH_CELL_H

#include "arrays.h"
#include "check.h"
#include "timing.h"

typedef enum {
    COLUMN_NAIVE,
    COLUMN_COMPILER, /* the naive loop, vectorized by the compiler */
    COLUMN_BLAS,     /* OpenBLAS, one thread */
    COLUMN_SPELT,    /* Spelt, one thread */
    COLUMN_CAP,      /* Spelt, as many threads as its cap allows */
    COLUMN_COUNT
} column;

#define COLUMN_BIT(c) (1u << (c))
#define COLUMNS_ALL (COLUMN_BIT(COLUMN_COUNT) - 1)

/* What holds for all cells of a run. */
typedef struct {
    const struct loops *vectorized;
    unsigned columns; /* the bits of those wanted */
    int cap;
} cell_setup;

typedef enum {
    CELL_ABSENT, /* there is no such thing: OpenBLAS without integers */
    CELL_RIGHT,
    CELL_WRONG /* not timed */
} cell_state;

typedef struct {
    const door *door;
    data_kind kind;
    size_t n;
    cell_state state[COLUMN_COUNT];
    work work[COLUMN_COUNT];
    timing_variant timing[COLUMN_COUNT];
    char message[COLUMN_COUNT][CHECK_MESSAGE_SIZE]; /* what is wrong with it */
    check_reference reference;
} cell;

/* "dot_f64", "dot_i64, beyond 2^31" */
const char *cell_title(const door *d, data_kind kind);

/* Computes everything once and compares; the door, the kind and n are set. Results go to a->out
 * and a->expected. Returns the number of wrong results. */
size_t cell_check(cell *c, const cell_setup *setup, const void *x, const void *y, const arrays *a);

/* Times what is right. */
void cell_time(cell *c, double budget);

/* The bytes that a call has to move. */
double cell_bytes(const cell *c);

#endif
