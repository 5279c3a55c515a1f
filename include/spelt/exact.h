/* exact.h - correctly rounded sum, sum of squares and dot product. */
#ifndef SPELT_EXACT_H
#define SPELT_EXACT_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The result is the real number that the operation stands for, rounded once to the nearest number
 * of the result's type, ties to even; f32 directly, never by way of f64. So it is the same in any
 * order, for any thread count, instruction set, alignment and stride, in any rounding mode, and where
 * the host flushes subnormal numbers to zero.
 *
 * Range     every finite input: products and sums may overflow and underflow on the way.
 *           Infinite only where the real number rounds to infinity. What rounds to zero keeps its
 *           sign; an exact zero, and n = 0, is +0.0.
 * NaN, Inf  as IEEE 754 adds and multiplies them: a NaN, 0 * Inf, or infinities of both signs give
 *           the one positive quiet NaN with no payload, else infinities give theirs.
 * Exceptions  those of the real number and its rounding: OVERFLOW where it becomes infinite; INVALID of
 *           0 * Inf, of a signaling NaN, and of infinities of both signs where they are why it is a NaN.
 *           (UNDERFLOW and INEXACT are open.)
 * Shapes    x and y have the same shape, of any number of dimensions; strides are free.
 * Result    *result, written after the last element was read (it may lie in x or y), and only where
 *           SPELT_OK is returned.
 * Errors    SPELT_ERR_NULL      x, y or result is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes differ; the number of elements
 *                               overflows size_t or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_ARG       data is not aligned as its type demands; mean, var: see there
 *           SPELT_ERR_UNSUPPORTED  the path is blas: BLAS has no such operation
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none.
 *
 * Cost. Terms are cut into integers on two fixed grids, 50 bits apart, and these are added up:
 * about the time of the plain call where the arrays are beyond the caches, three to twelve times
 * that of short ones. Where the bits below the second grid could change the result (a
 * tie, a zero, or cancellation that leaves less than about n * 2^-40 of the greatest term), the
 * call begins again and takes all bits: in all three to six times as long, up to twelve for short
 * arrays. Products that lie beyond the range of f64 are taken apart one by one: 40 to 130 times as
 * long. In a host that rounds otherwise, flushes or traps, each piece of a call takes some nanoseconds
 * more.
 *
 * Sources: extraction of leading bits by adding a constant: Rump, Ogita, Oishi, Accurate
 * floating-point summation part I, SIAM J. Sci. Comput. 31 (2008). The long accumulator: Kulisch;
 * Neal, arXiv:1505.05571. Rounding both ends of an interval: Ziv, ACM TOMS 17 (1991). */

/* x[0] + x[1] + ..., rounded once. */
SPELT_REDUCTION(spelt_sum_exact_f32, f32, float)
SPELT_REDUCTION(spelt_sum_exact_f64, f64, double)

/* x[0] * x[0] + x[1] * x[1] + ..., rounded once. */
SPELT_REDUCTION(spelt_sumsq_exact_f32, f32, float)
SPELT_REDUCTION(spelt_sumsq_exact_f64, f64, double)

/* x[0] * y[0] + x[1] * y[1] + ..., rounded once. */
SPELT_REDUCTION2(spelt_dot_exact_f32, f32, float)
SPELT_REDUCTION2(spelt_dot_exact_f64, f64, double)

/* The same of numbers that are made of such sums: the real number, rounded once. They take all bits
 * from the start, and so three to six times as long as a sum. */

/* (x[0] + x[1] + ...) / n. SPELT_ERR_ARG where n = 0. */
SPELT_EXACT_MEAN(spelt_mean_exact_f32, spelt_sum_exact_f32, f32)
SPELT_EXACT_MEAN(spelt_mean_exact_f64, spelt_sum_exact_f64, f64)

/* sqrt(x[0] * x[0] + x[1] * x[1] + ...). */
SPELT_EXACT_NORM(spelt_nrm2_exact_f32, spelt_sumsq_exact_f32, f32)
SPELT_EXACT_NORM(spelt_nrm2_exact_f64, spelt_sumsq_exact_f64, f64)

/* ((x[0] - mean) * (x[0] - mean) + ...) / (n - ddof) with the real mean: (x, ddof, &result), as
 * spelt_var. NaN where an element is infinite; SPELT_ERR_ARG where n <= ddof. */
SPELT_EXACT_VARIANCE(spelt_var_exact_f32, spelt_sum_exact_f32, spelt_sumsq_exact_f32, f32)
SPELT_EXACT_VARIANCE(spelt_var_exact_f64, spelt_sum_exact_f64, spelt_sumsq_exact_f64, f64)

/* (x[0] - y[0]) * (x[0] - y[0]) + ..., of the real differences. */
SPELT_EXACT_DISTANCE(spelt_sqeuclidean_exact_f32, spelt_sumsq_exact_f32, spelt_dot_exact_f32,
                     spelt_sqeuclidean_f32, f32)
SPELT_EXACT_DISTANCE(spelt_sqeuclidean_exact_f64, spelt_sumsq_exact_f64, spelt_dot_exact_f64,
                     spelt_sqeuclidean_f64, f64)

#ifdef __cplusplus
}
#endif

#endif
