/* vectorized.c - the loops as a compiler vectorizes them: compiled by each compiler that there is,
 * once for each instruction set, the sums with -ffast-math too; BENCH_LOOPS names the result.
 *
 * A compiler may not reorder a floating-point sum, so it would leave such loops scalar; `omp simd
 * reduction` grants just that, without -ffast-math and what else it grants. */
#include "loops/loops.h"

extern bench_loop *const BENCH_LOOPS[ROWS];

#define LOOPS_TABLE BENCH_LOOPS
#ifdef __FAST_MATH__
#define LOOPS_REORDERED
#endif
#define LOOP_PRAGMA(...) _Pragma(#__VA_ARGS__)
#define LOOP_MAP LOOP_PRAGMA(omp simd)
#define LOOP_REDUCE(operation) LOOP_PRAGMA(omp simd reduction(operation : r))
#define LOOP_BOTH LOOP_PRAGMA(omp simd reduction(min : p) reduction(max : r))
#include "loops/loop_bodies.h"
