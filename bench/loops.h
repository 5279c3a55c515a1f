/* loops.h - the loops that Spelt is compared with, as one would write them: one for each door. */
#ifndef BENCH_LOOPS_H
#define BENCH_LOOPS_H

#include "types.h"

#define LOOP_PARAMETERS_1(type) const type *x, size_t n
#define LOOP_PARAMETERS_2(type) const type *x, const type *y, size_t n

/* A reduction returns its result; an elementwise loop returns whether a checked sum overflowed
 * (0 where nothing is checked). */
struct loops {
#define DOOR_REDUCE(op, suffix, in, result, operands)                                              \
    result (*op##_##suffix)(LOOP_PARAMETERS_##operands(in));
#define DOOR_MAP(op, suffix, type)                                                                 \
    int (*op##_##suffix)(const type *x, const type *y, type *out, size_t n);
#include "doors.def"
};

/* naive.c: optimized, but with the compiler's vectorizer off. */
extern const struct loops loops_naive;

/* vectorized.c: the same text as the compiler vectorizes it, for the instruction set that Spelt
 * uses too. isa: as spelt_isa() says; where there is no copy for it, the baseline's. */
const struct loops *loops_vectorized(const char *isa);

#endif
