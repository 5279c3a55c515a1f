/* statistics.h - mean and variance. */
#ifndef SPELT_STATISTICS_H
#define SPELT_STATISTICS_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all
 *
 * Parameters  SPELT_MEAN(spelt_mean_f64, spelt_sum_f64, f64, double) declares
 *                 spelt_status spelt_mean_f64(const spelt_in_f64 *x, double *result);
 *             and SPELT_VARIANCE one with ddof,
 *                 spelt_status spelt_var_f64(const spelt_in_f64 *x, size_t ddof, double *result);
 *             A is the type of the result, and that of the accumulators.
 * Shapes    any number of dimensions; strides are free.
 * Result    *result, written after the last element was read, and only where SPELT_OK is returned: the
 *           same bits for any thread count, instruction set, alignment and strides.
 * NaN, Inf  as IEEE 754 arithmetic gives them; a NaN is the one positive quiet NaN.
 * Errors    SPELT_ERR_NULL      x or result is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; the number of elements overflows size_t or
 *                               the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_ARG       n = 0, or n <= ddof; data is not aligned as its type demands
 *           SPELT_ERR_UNSUPPORTED  the path is blas
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none. */

/* for (i) r += A(x[i]); r /= A(n); with the sum in order 1 (reduce.h): h + 2 in its bound instead of h.
 * Infinite where the sum is. */
SPELT_MEAN(spelt_mean_f32, spelt_sum_f32, f32, float)
SPELT_MEAN(spelt_mean_f64, spelt_sum_f64, f64, double)
SPELT_MEAN(spelt_mean_f32_f64, spelt_sum_f32_f64, f32, double)
SPELT_MEAN(spelt_mean_f16_f32, spelt_sum_f16_f32, f16, float)
SPELT_MEAN(spelt_mean_bf16_f32, spelt_sum_bf16_f32, bf16, float)

/* for (i) { d = A(x[i]) - mean; r += d * d; } r /= A(n - ddof); with the sum in order 1, each operation rounded
 * to A; mean is that of spelt_mean, rounded to A. In two passes, so that nothing cancels; never negative. ddof
 * is 0 for the variance of the elements themselves, 1 for the estimate of what they were drawn from.
 *
 * The result differs from the exact one, v, by at most  g * v + (1 + g) * n / (n - ddof) * e * e, where e is
 * the error of mean and g = (h + 5) * u / (1 - (h + 5) * u) in the terms of reduce.h, as long as nothing over-
 * or underflows: the squares of x[i] - mean are larger by n * e * e in all than those of the exact mean (Chan,
 * Golub, LeVeque, The American Statistician 37, 1983). */
SPELT_VARIANCE(spelt_var_f32, spelt_sum_f32, f32, float)
SPELT_VARIANCE(spelt_var_f64, spelt_sum_f64, f64, double)
SPELT_VARIANCE(spelt_var_f32_f64, spelt_sum_f32_f64, f32, double)
SPELT_VARIANCE(spelt_var_f16_f32, spelt_sum_f16_f32, f16, float)
SPELT_VARIANCE(spelt_var_bf16_f32, spelt_sum_bf16_f32, bf16, float)

#ifdef __cplusplus
}
#endif

#endif
