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

/* vectorized.c: the same text as a compiler vectorizes it. */
typedef struct {
    const char *label;    /* "GCC", "GCC fast": what heads its column */
    const char *compiler; /* "gcc (Debian 12.2.0-14) 12.2.0" */
    const char *isa;      /* "avx2"; "baseline" has no flags for one */
    const char *flags;
    const struct loops *loops;
} loop_build;

extern const loop_build loop_builds[];
extern const size_t loop_build_count;

/* Compilers that were not there when this was built: "Clang"; ends with a NULL. */
extern const char *const loop_builds_absent[];

/* Whether this CPU has the instructions of a build. */
int loop_build_runs(const loop_build *build);

/* Of those with a label, the build for an instruction set that Spelt uses (as spelt_isa() says);
 * where there is none that runs here, the baseline's. */
const loop_build *loop_build_for(const char *label, const char *isa);

#endif
