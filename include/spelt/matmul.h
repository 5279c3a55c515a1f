/* matmul.h - the product of two matrices, which is BLAS's. */
#ifndef SPELT_MATMUL_H
#define SPELT_MATMUL_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* for (i) for (j) for (k) out[i, j] += x[i, k] * y[k, j];
 *
 * It is OpenBLAS's gemm, named for what it is: its bits depend on the CPU, the number of threads, the
 * alignment and OpenBLAS's version. It is called on any path, and lacks in a build without BLAS.
 * A matrix times a vector with the same bits everywhere is spelt_dot_axis (axis.h).
 *
 * Parameters  SPELT_MATMUL(spelt_matmul_blas_f64, f64) declares
 *                 spelt_status spelt_matmul_blas_f64(const spelt_in_f64 *x, const spelt_in_f64 *y,
 *                                                    const spelt_out_f64 *out);
 * Shapes    x is (m, k), y (k, n), out (m, n).
 * Strides   those that gemm takes, for nothing is copied: of each matrix, one of the two is 1, the other
 *           at least as large as the extent along the first, and no more than INT_MAX. So C and Fortran
 *           order, their transposes, and blocks of larger matrices. A stride along an extent of 1 is free.
 * Result    what out held is not read. An element is off by at most k * u / (1 - k * u) times the sum of
 *           |x[i, k] * y[k, j]|, where nothing over- or underflows.
 * k = 0     out is 0. m = 0 or n = 0: nothing is done.
 * NaN, Inf  as OpenBLAS has them.
 * Aliasing  out shares no element with x or y.
 * Errors    SPELT_ERR_NULL      an argument is NULL; data is NULL where there are elements
 *           SPELT_ERR_SHAPE     a matrix has not two dimensions; extents do not fit each other; the
 *                               number of elements overflows size_t or the bytes spanned ptrdiff_t
 *           SPELT_ERR_STRIDE    see Strides
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_ARG       data is not aligned as its type demands
 *           SPELT_ERR_UNSUPPORTED  this build has no BLAS
 * Threads   safe to call from any number of threads; OpenBLAS uses up to spelt_get_num_threads() of its
 *           own. Extents over INT_MAX are split.
 * Memory    Spelt allocates none; OpenBLAS has buffers. */
SPELT_MATMUL(spelt_matmul_blas_f32, f32)
SPELT_MATMUL(spelt_matmul_blas_f64, f64)

#ifdef __cplusplus
}
#endif

#endif
