/* blas_core.h - the CPUs that an OpenBLAS has kernels for, and which of them suits this one. */
#ifndef BENCH_BLAS_CORE_H
#define BENCH_BLAS_CORE_H

#include "peers/blas_library.h"

/* One of them for each set of instructions that they may take, the least first, by their names for
 * OPENBLAS_CORETYPE. */
#define BLAS_CORES 4
extern const char *const blas_cores[BLAS_CORES];

/* Whether this CPU has the instructions of a core. */
int blas_core_runs(int i);

/* The best of these cores that this CPU has, where the library's own kernels take fewer instructions;
 * NULL where they do not, where that is not known, or where OPENBLAS_CORETYPE chose them. */
const char *blas_core_missed(const blas_library *library);

#endif
