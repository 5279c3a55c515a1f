/* calls.h - calls that are shared out, and whether their bits are those of one thread. For programs
 * that a sanitizer, another C library or a loader must be able to run: no test framework. */
#ifndef SPELT_TESTS_THREADS_CALLS_H
#define SPELT_TESTS_THREADS_CALLS_H

#include <spelt/spelt.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No multiple of a block or piece. */
#define CALLS_N 60001

static double calls_x[CALLS_N], calls_y[CALLS_N];
static int64_t calls_xi[CALLS_N];

typedef struct {
    double dot, exact, backwards;
    int64_t sum, squares;
    uint64_t added;
    spelt_status status; /* the last that was not SPELT_OK */
} calls_result;

static inline void calls_note(calls_result *result, spelt_status status)
{
    if (status != SPELT_OK)
        result->status = status;
}

static inline calls_result calls_run(double *out)
{
    calls_result r;
    memset(&r, 0, sizeof r);
    const spelt_in_f64 x = spelt_in_1d_f64(calls_x, CALLS_N), y = spelt_in_1d_f64(calls_y, CALLS_N);
    spelt_in_f64 backwards = spelt_in_1d_f64(calls_x + CALLS_N - 1, CALLS_N);
    backwards.stride[0] = -1;
    calls_note(&r, spelt_dot_f64(&x, &y, &r.dot));
    calls_note(&r, spelt_dot_exact_f64(&x, &y, &r.exact));
    calls_note(&r, spelt_sum_f64(&backwards, &r.backwards));
    calls_note(&r, spelt_sum_i64(SPELT_IN(i64, calls_xi, CALLS_N), &r.sum));
    calls_note(&r, spelt_sumsq_i64(SPELT_IN(i64, calls_xi, 1000), &r.squares));
    calls_note(&r, spelt_add_f64(&x, &y, SPELT_OUT(f64, out, CALLS_N)));
    for (int i = 0; i < CALLS_N; i++) {
        uint64_t bits;
        memcpy(&bits, &out[i], sizeof bits);
        r.added = r.added * 31 + bits;
    }
    return r;
}

/* What all calls must give, from here on: one thread's. */
static calls_result calls_expected;

/* Makes the data, of which each addition rounds, so that another order gives other bits, and each call
 * worth threads, without one. */
static inline void calls_fill(void)
{
    uint32_t state = 1;
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    for (int i = 0; i < CALLS_N; i++) {
        state = state * 1664525u + 1013904223u;
        calls_x[i] = (double)(int32_t)state / 3.0;
        calls_y[i] = (double)(state >> 8) / 7.0;
        calls_xi[i] = (int32_t)state / 256;
    }
}

/* The same, and notes what one thread gives. Before the first call. */
static inline void calls_open(double *out)
{
    calls_fill();
    spelt_set_num_threads(1);
    calls_expected = calls_run(out);
    if (calls_expected.status != SPELT_OK) {
        fprintf(stderr, "calls on one thread: %s\n", spelt_last_error());
        exit(1);
    }
}

static inline int calls_wrong(double *out)
{
    calls_result r = calls_run(out);
    const calls_result *e = &calls_expected;
    return r.status || memcmp(&r.dot, &e->dot, sizeof r.dot) ||
           memcmp(&r.exact, &e->exact, sizeof r.exact) ||
           memcmp(&r.backwards, &e->backwards, sizeof r.backwards) || r.sum != e->sum ||
           r.squares != e->squares || r.added != e->added;
}

#endif
