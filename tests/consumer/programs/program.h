/* program.h - what every program here needs besides Spelt: it ends with a message where a call
 * fails, where memory is short, or where a result is not what the oracle says. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <spelt/spelt.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Every call goes through this. The message names the function, the argument and the shapes. */
static inline void check(spelt_status status)
{
    if (status != SPELT_OK) {
        fprintf(stderr, "%s\n", spelt_last_error());
        exit(EXIT_FAILURE);
    }
}

/* Zeros, so many elements of that size. */
static inline void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) {
        fprintf(stderr, "no memory for %zu elements\n", count);
        exit(EXIT_FAILURE);
    }
    return memory;
}

static inline void expect(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "the oracle disagrees: %s\n", what);
        exit(EXIT_FAILURE);
    }
}

/* A matrix, row after row: what is written to, and what is read. */
static inline spelt_out_f64 matrix_out(double *data, size_t rows, size_t columns)
{
    const size_t shape[2] = {rows, columns};
    spelt_out_f64 view;
    check(spelt_out_nd_f64(data, 2, shape, NULL, &view));
    return view;
}

static inline spelt_in_f64 matrix_in(const double *data, size_t rows, size_t columns)
{
    const size_t shape[2] = {rows, columns};
    spelt_in_f64 view;
    check(spelt_in_nd_f64(data, 2, shape, NULL, &view));
    return view;
}

#endif
