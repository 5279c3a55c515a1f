/* vectorized.c - the loops as a compiler vectorizes them: compiled by each compiler that there is,
 * once for each instruction set, with and without -ffast-math; BENCH_LOOPS names the result.
 *
 * A compiler may not reorder a floating-point sum, so it would leave such loops scalar; `omp simd
 * reduction` grants just that, without -ffast-math and what else it grants. */
#define LOOPS_TABLE BENCH_LOOPS
#define LOOP_SUM _Pragma("omp simd reduction(+ : r)")
#define LOOP_MAP _Pragma("omp simd")
#include "types.h"

extern const struct loops LOOPS_TABLE;
#include "loop_bodies.h"
