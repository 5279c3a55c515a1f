/* axis.h - reductions along an axis. */
#ifndef SPELT_AXIS_H
#define SPELT_AXIS_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all
 *
 * Parameters  SPELT_ALONG_AXIS(spelt_sum_axis_f64, spelt_sum_f64, f64, f64) declares
 *                 spelt_status spelt_sum_axis_f64(const spelt_in_f64 *x, size_t axis,
 *                                                 const spelt_out_f64 *out);
 *             and ALONG_AXIS2 a function with x and y before the axis. A matrix times a vector is
 *             spelt_dot_axis with a broadcast vector (spelt_broadcast_f64).
 * Result    each element of out has the bits of the plain function (reduce.h) on its slice of x, and
 *           y: out[i, k] = sum over j of x[i, j, k] for axis 1.
 * Shapes    x and y have the same shape, of at least one dimension; out has that shape without the
 *           axis. Strides are free, but no two elements of out may share one place.
 * Aliasing  out shares no element with x or y.
 * n = 0     along the axis: +0.0. No elements of out: nothing is done.
 * NaN, Inf  as in reduce.h.
 * Errors    SPELT_ERR_NULL      an argument is NULL; data is NULL where there are elements
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes differ; the number of elements
 *                               overflows size_t or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_STRIDE    two elements of out share one place
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_ARG       axis is not below the dimensions of x; data is not aligned as its
 *                               type demands
 *           SPELT_ERR_UNSUPPORTED  the path is blas
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none. */

/* for (i) for (j) out[i] += x[i, j]; */
SPELT_ALONG_AXIS(spelt_sum_axis_f32, spelt_sum_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_sum_axis_f64, spelt_sum_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_sum_axis_f32_f64, spelt_sum_f32_f64, f32, f64)
SPELT_ALONG_AXIS(spelt_sum_axis_f16_f32, spelt_sum_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_sum_axis_bf16_f32, spelt_sum_bf16_f32, bf16, f32)

/* for (i) for (j) out[i] += x[i, j] * x[i, j]; likewise fabs(x[i, j]). */
SPELT_ALONG_AXIS(spelt_sumsq_axis_f32, spelt_sumsq_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_sumsq_axis_f64, spelt_sumsq_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_f32_f64, spelt_sumsq_f32_f64, f32, f64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_f16_f32, spelt_sumsq_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_sumsq_axis_bf16_f32, spelt_sumsq_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_asum_axis_f32, spelt_asum_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_asum_axis_f64, spelt_asum_f64, f64, f64)

/* for (i) for (j) out[i] += (x[i, j] - y[i, j]) * (x[i, j] - y[i, j]); with a broadcast y the squared
 * distances of all rows of x from one point. */
SPELT_ALONG_AXIS2(spelt_sqeuclidean_axis_f32, spelt_sqeuclidean_f32, f32, f32)
SPELT_ALONG_AXIS2(spelt_sqeuclidean_axis_f64, spelt_sqeuclidean_f64, f64, f64)
SPELT_ALONG_AXIS2(spelt_sqeuclidean_axis_f32_f64, spelt_sqeuclidean_f32_f64, f32, f64)
SPELT_ALONG_AXIS2(spelt_sqeuclidean_axis_f16_f32, spelt_sqeuclidean_f16_f32, f16, f32)
SPELT_ALONG_AXIS2(spelt_sqeuclidean_axis_bf16_f32, spelt_sqeuclidean_bf16_f32, bf16, f32)

/* for (i) for (j) out[i] += x[i, j] * y[i, j]; */
SPELT_ALONG_AXIS2(spelt_dot_axis_f32, spelt_dot_f32, f32, f32)
SPELT_ALONG_AXIS2(spelt_dot_axis_f64, spelt_dot_f64, f64, f64)
SPELT_ALONG_AXIS2(spelt_dot_axis_f32_f64, spelt_dot_f32_f64, f32, f64)
SPELT_ALONG_AXIS2(spelt_dot_axis_f16_f32, spelt_dot_f16_f32, f16, f32)
SPELT_ALONG_AXIS2(spelt_dot_axis_bf16_f32, spelt_dot_bf16_f32, bf16, f32)

#ifdef __cplusplus
}
#endif

#endif
