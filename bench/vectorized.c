/* vectorized.c - the loops as the compiler vectorizes them: compiled once for each instruction
 * set, BENCH_ISA, with its flags.
 *
 * A compiler may not reorder a floating-point sum, so it would leave such loops scalar; `omp simd
 * reduction` grants just that, without -ffast-math and what else it grants. */
#define LOOPS_TABLE SPELT_PASTE(loops_vectorized_, BENCH_ISA)
#define LOOP_SUM _Pragma("omp simd reduction(+ : r)")
#define LOOP_MAP _Pragma("omp simd")
#include "types.h"

extern const struct loops LOOPS_TABLE;
#include "loop_bodies.h"
