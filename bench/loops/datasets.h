/* datasets.h - data on which reductions are easy, hard and impossible, for the accuracy report and
 * for exact functions. */
#ifndef BENCH_DATASETS_H
#define BENCH_DATASETS_H

#include "loops/doors.h"

typedef enum {
    DATASET_UNIFORM,      /* in [-1, 1) */
    DATASET_LOG_NORMAL,   /* exp of a normal deviate of standard deviation 3: positive */
    DATASET_CONDITION_4,  /* ill-conditioned: condition number 10^4, */
    DATASET_CONDITION_8,  /* 10^8, */
    DATASET_CONDITION_16, /* 10^16; see dataset_fill_ill_conditioned */
    DATASET_ABSORBING,    /* a 1 for each lane of order 1, then terms of at most half an ulp of 1 */
    DATASET_OVERFLOWING,  /* partial sums (dot: products too) beyond the type, the result is not */
    DATASET_UNDERFLOWING, /* subnormal elements; dot and sumsq: products below the least of them */
    DATASET_COUNT
} dataset;

/* "uniform", "condition 1e8". */
const char *dataset_name(dataset kind);

/* Whether a door has such data at this length: squares do not cancel, and nothing does in a few
 * elements. */
int dataset_exists(dataset kind, const door *d, size_t n);

/* Fills x and, for dot, y with n elements. */
void dataset_fill(dataset kind, const door *d, void *x, void *y, size_t n, uint64_t seed);

/* The fewest elements for it. */
#define DATASET_LEAST_ILL_CONDITIONED 64

/* A sum or dot product of a given condition number, 1e3 or more: Ogita, Rump, Oishi, "Accurate sum
 * and dot product", SIAM J. Sci. Comput. 26(6), 2005, algorithm 6.1 (GenDot). Half of the terms
 * are spread over as many magnitudes as the condition asks for; each of the others takes away
 * what the sum so far amounts to, and leaves less and less. Here the last one leaves just what
 * makes the condition number the one asked for. Then all are shuffled. */
void dataset_fill_ill_conditioned(const door *d, double condition, void *x, void *y, size_t n,
                                  uint64_t seed);

#endif
