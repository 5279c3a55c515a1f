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
 *             and MEAN_ and NORM_ALONG_AXIS likewise; ALONG_AXIS2 a function with x and y before the
 *             axis, VARIANCE_ALONG_AXIS one with ddof behind it. A matrix times a vector is
 *             spelt_dot_axis with a broadcast vector (spelt_broadcast_f64).
 * Result    each element of out has the bits of the plain function, which the line names second, on its
 *           slice of x, and y: out[i, k] = sum over j of x[i, j, k] for axis 1.
 * Shapes    x and y have the same shape, of at least one dimension; out has that shape without the
 *           axis. Strides are free, but no two elements of out may share one place.
 * Aliasing  out shares no element with x or y.
 * n = 0     along the axis: +0.0 or 0, of all 1, but for what has no result of nothing: SPELT_ERR_ARG. No elements
 *           of out: nothing is done.
 * NaN, Inf  as the plain function has them.
 * Errors    SPELT_ERR_NULL      an argument is NULL; data is NULL where there are elements
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes differ; the number of elements
 *                               overflows size_t or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_STRIDE    two elements of out share one place
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_ARG       axis is not below the dimensions of x; data is not aligned as its
 *                               type demands; mean, var, min, argmin, ...: no elements, or not more
 *                               than ddof, along the axis; argmin_number and argmax_number of NaNs
 *                               alone, where out holds -1 then and all other indexes
 *           SPELT_ERR_OVERFLOW  integer totals: one does not fit; out holds its low 64 bits then, and
 *                               all other totals. The message names the first index of out
 *           SPELT_ERR_UNSUPPORTED  the path is blas
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none. */

/* for (i) for (j) out[i] += x[i, j]; */
SPELT_ALONG_AXIS(spelt_sum_axis_f32, spelt_sum_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_sum_axis_f64, spelt_sum_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_sum_axis_f32_f64, spelt_sum_f32_f64, f32, f64)
SPELT_ALONG_AXIS(spelt_sum_axis_f16_f32, spelt_sum_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_sum_axis_bf16_f32, spelt_sum_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_sum_axis_i8, spelt_sum_i8, i8, i64)
SPELT_ALONG_AXIS(spelt_sum_axis_i16, spelt_sum_i16, i16, i64)
SPELT_ALONG_AXIS(spelt_sum_axis_i32, spelt_sum_i32, i32, i64)
SPELT_ALONG_AXIS(spelt_sum_axis_i64, spelt_sum_i64, i64, i64)
SPELT_ALONG_AXIS(spelt_sum_axis_u8, spelt_sum_u8, u8, u64)
SPELT_ALONG_AXIS(spelt_sum_axis_u16, spelt_sum_u16, u16, u64)
SPELT_ALONG_AXIS(spelt_sum_axis_u32, spelt_sum_u32, u32, u64)
SPELT_ALONG_AXIS(spelt_sum_axis_u64, spelt_sum_u64, u64, u64)
SPELT_ALONG_AXIS(spelt_sum_axis_c64, spelt_sum_c64, c64, c64)
SPELT_ALONG_AXIS(spelt_sum_axis_c128, spelt_sum_c128, c128, c128)

/* for (i) for (j) out[i] += x[i, j] * x[i, j]; likewise fabs(x[i, j]). */
SPELT_ALONG_AXIS(spelt_sumsq_axis_f32, spelt_sumsq_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_sumsq_axis_f64, spelt_sumsq_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_f32_f64, spelt_sumsq_f32_f64, f32, f64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_f16_f32, spelt_sumsq_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_sumsq_axis_bf16_f32, spelt_sumsq_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_sumsq_axis_i8, spelt_sumsq_i8, i8, i64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_i16, spelt_sumsq_i16, i16, i64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_i32, spelt_sumsq_i32, i32, i64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_i64, spelt_sumsq_i64, i64, i64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_u8, spelt_sumsq_u8, u8, u64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_u16, spelt_sumsq_u16, u16, u64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_u32, spelt_sumsq_u32, u32, u64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_u64, spelt_sumsq_u64, u64, u64)
SPELT_ALONG_AXIS(spelt_sumsq_axis_c64, spelt_sumsq_c64, c64, f32)
SPELT_ALONG_AXIS(spelt_sumsq_axis_c128, spelt_sumsq_c128, c128, f64)
SPELT_ALONG_AXIS(spelt_asum_axis_f32, spelt_asum_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_asum_axis_f64, spelt_asum_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_asum_axis_f16_f32, spelt_asum_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_asum_axis_bf16_f32, spelt_asum_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_asum_axis_c64, spelt_asum_c64, c64, f32)
SPELT_ALONG_AXIS(spelt_asum_axis_c128, spelt_asum_c128, c128, f64)

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
SPELT_ALONG_AXIS2(spelt_dotu_axis_c64, spelt_dotu_c64, c64, c64)
SPELT_ALONG_AXIS2(spelt_dotu_axis_c128, spelt_dotu_c128, c128, c128)
SPELT_ALONG_AXIS2(spelt_dotc_axis_c64, spelt_dotc_c64, c64, c64)
SPELT_ALONG_AXIS2(spelt_dotc_axis_c128, spelt_dotc_c128, c128, c128)
SPELT_ALONG_AXIS2(spelt_dot_axis_i8, spelt_dot_i8, i8, i64)
SPELT_ALONG_AXIS2(spelt_dot_axis_i16, spelt_dot_i16, i16, i64)
SPELT_ALONG_AXIS2(spelt_dot_axis_i32, spelt_dot_i32, i32, i64)
SPELT_ALONG_AXIS2(spelt_dot_axis_i64, spelt_dot_i64, i64, i64)
SPELT_ALONG_AXIS2(spelt_dot_axis_u8, spelt_dot_u8, u8, u64)
SPELT_ALONG_AXIS2(spelt_dot_axis_u16, spelt_dot_u16, u16, u64)
SPELT_ALONG_AXIS2(spelt_dot_axis_u32, spelt_dot_u32, u32, u64)
SPELT_ALONG_AXIS2(spelt_dot_axis_u64, spelt_dot_u64, u64, u64)

/* The same of sums that are fused (reduce.h). */
SPELT_ALONG_AXIS(spelt_sumsq_fused_axis_f32, spelt_sumsq_fused_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_sumsq_fused_axis_f64, spelt_sumsq_fused_f64, f64, f64)
SPELT_ALONG_AXIS2(spelt_dot_fused_axis_f32, spelt_dot_fused_f32, f32, f32)
SPELT_ALONG_AXIS2(spelt_dot_fused_axis_f64, spelt_dot_fused_f64, f64, f64)

/* sqrt of the sum of squares, as spelt_nrm2 has it: the norms of rows, or of columns. */
SPELT_NORM_ALONG_AXIS(spelt_nrm2_axis_f32, spelt_nrm2_f32, spelt_sumsq_f32, f32, f32)
SPELT_NORM_ALONG_AXIS(spelt_nrm2_axis_f64, spelt_nrm2_f64, spelt_sumsq_f64, f64, f64)
SPELT_NORM_ALONG_AXIS(spelt_nrm2_axis_f32_f64, spelt_nrm2_f32_f64, spelt_sumsq_f32_f64, f32, f64)
SPELT_NORM_ALONG_AXIS(spelt_nrm2_axis_f16_f32, spelt_nrm2_f16_f32, spelt_sumsq_f16_f32, f16, f32)
SPELT_NORM_ALONG_AXIS(spelt_nrm2_axis_bf16_f32, spelt_nrm2_bf16_f32, spelt_sumsq_bf16_f32, bf16, f32)
SPELT_NORM_ALONG_AXIS(spelt_nrm2_axis_c64, spelt_nrm2_c64, spelt_sumsq_c64, c64, f32)
SPELT_NORM_ALONG_AXIS(spelt_nrm2_axis_c128, spelt_nrm2_c128, spelt_sumsq_c128, c128, f64)

/* The sum divided by the number of elements along the axis (statistics.h). */
SPELT_MEAN_ALONG_AXIS(spelt_mean_axis_f32, spelt_mean_f32, spelt_sum_f32, f32, f32)
SPELT_MEAN_ALONG_AXIS(spelt_mean_axis_f64, spelt_mean_f64, spelt_sum_f64, f64, f64)
SPELT_MEAN_ALONG_AXIS(spelt_mean_axis_f32_f64, spelt_mean_f32_f64, spelt_sum_f32_f64, f32, f64)
SPELT_MEAN_ALONG_AXIS(spelt_mean_axis_f16_f32, spelt_mean_f16_f32, spelt_sum_f16_f32, f16, f32)
SPELT_MEAN_ALONG_AXIS(spelt_mean_axis_bf16_f32, spelt_mean_bf16_f32, spelt_sum_bf16_f32, bf16, f32)

/* spelt_var of each slice: (x, axis, ddof, out). */
SPELT_VARIANCE_ALONG_AXIS(spelt_var_axis_f32, spelt_var_f32, spelt_sum_f32, f32, f32)
SPELT_VARIANCE_ALONG_AXIS(spelt_var_axis_f64, spelt_var_f64, spelt_sum_f64, f64, f64)
SPELT_VARIANCE_ALONG_AXIS(spelt_var_axis_f32_f64, spelt_var_f32_f64, spelt_sum_f32_f64, f32, f64)
SPELT_VARIANCE_ALONG_AXIS(spelt_var_axis_f16_f32, spelt_var_f16_f32, spelt_sum_f16_f32, f16, f32)
SPELT_VARIANCE_ALONG_AXIS(spelt_var_axis_bf16_f32, spelt_var_bf16_f32, spelt_sum_bf16_f32, bf16, f32)

/* Correctly rounded (exact.h), one slice after the other. */
SPELT_ALONG_AXIS(spelt_sum_exact_axis_f32, spelt_sum_exact_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_sum_exact_axis_f64, spelt_sum_exact_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_sumsq_exact_axis_f32, spelt_sumsq_exact_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_sumsq_exact_axis_f64, spelt_sumsq_exact_f64, f64, f64)
SPELT_ALONG_AXIS2(spelt_dot_exact_axis_f32, spelt_dot_exact_f32, f32, f32)
SPELT_ALONG_AXIS2(spelt_dot_exact_axis_f64, spelt_dot_exact_f64, f64, f64)
SPELT_MEAN_ALONG_AXIS(spelt_mean_exact_axis_f32, spelt_mean_exact_f32, spelt_sum_exact_f32, f32, f32)
SPELT_MEAN_ALONG_AXIS(spelt_mean_exact_axis_f64, spelt_mean_exact_f64, spelt_sum_exact_f64, f64, f64)
SPELT_EXACT_NORM_ALONG_AXIS(spelt_nrm2_exact_axis_f32, spelt_nrm2_exact_f32, spelt_sumsq_exact_f32, f32)
SPELT_EXACT_NORM_ALONG_AXIS(spelt_nrm2_exact_axis_f64, spelt_nrm2_exact_f64, spelt_sumsq_exact_f64, f64)
SPELT_EXACT_VARIANCE_ALONG_AXIS(spelt_var_exact_axis_f32, spelt_var_exact_f32, spelt_sum_exact_f32,
                                spelt_sumsq_exact_f32, f32)
SPELT_EXACT_VARIANCE_ALONG_AXIS(spelt_var_exact_axis_f64, spelt_var_exact_f64, spelt_sum_exact_f64,
                                spelt_sumsq_exact_f64, f64)
SPELT_EXACT_DISTANCE_ALONG_AXIS(spelt_sqeuclidean_exact_axis_f32, spelt_sqeuclidean_exact_f32,
                                spelt_sumsq_exact_f32, spelt_dot_exact_f32, spelt_sqeuclidean_f32, f32)
SPELT_EXACT_DISTANCE_ALONG_AXIS(spelt_sqeuclidean_exact_axis_f64, spelt_sqeuclidean_exact_f64,
                                spelt_sumsq_exact_f64, spelt_dot_exact_f64, spelt_sqeuclidean_f64, f64)

/* Whether any element of a mask along the axis is not 0, or all are (mask.h); of nothing 0, or 1. Both ends of
 * slices are min_axis and max_axis; minmax has no function along an axis. */
SPELT_TRUTH_ALONG_AXIS(spelt_any_axis_u8, spelt_any_u8, spelt_max_u8, u8)
SPELT_TRUTH_ALONG_AXIS(spelt_all_axis_u8, spelt_all_u8, spelt_min_u8, u8)

/* The least and greatest element of each slice (choose.h). */
SPELT_ALONG_AXIS(spelt_min_axis_f32, spelt_min_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_min_axis_f64, spelt_min_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_min_axis_f16_f32, spelt_min_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_min_axis_bf16_f32, spelt_min_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_min_axis_i8, spelt_min_i8, i8, i8)
SPELT_ALONG_AXIS(spelt_min_axis_i16, spelt_min_i16, i16, i16)
SPELT_ALONG_AXIS(spelt_min_axis_i32, spelt_min_i32, i32, i32)
SPELT_ALONG_AXIS(spelt_min_axis_i64, spelt_min_i64, i64, i64)
SPELT_ALONG_AXIS(spelt_min_axis_u8, spelt_min_u8, u8, u8)
SPELT_ALONG_AXIS(spelt_min_axis_u16, spelt_min_u16, u16, u16)
SPELT_ALONG_AXIS(spelt_min_axis_u32, spelt_min_u32, u32, u32)
SPELT_ALONG_AXIS(spelt_min_axis_u64, spelt_min_u64, u64, u64)
SPELT_ALONG_AXIS(spelt_min_number_axis_f32, spelt_min_number_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_min_number_axis_f64, spelt_min_number_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_min_number_axis_f16_f32, spelt_min_number_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_min_number_axis_bf16_f32, spelt_min_number_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_max_axis_f32, spelt_max_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_max_axis_f64, spelt_max_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_max_axis_f16_f32, spelt_max_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_max_axis_bf16_f32, spelt_max_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_max_axis_i8, spelt_max_i8, i8, i8)
SPELT_ALONG_AXIS(spelt_max_axis_i16, spelt_max_i16, i16, i16)
SPELT_ALONG_AXIS(spelt_max_axis_i32, spelt_max_i32, i32, i32)
SPELT_ALONG_AXIS(spelt_max_axis_i64, spelt_max_i64, i64, i64)
SPELT_ALONG_AXIS(spelt_max_axis_u8, spelt_max_u8, u8, u8)
SPELT_ALONG_AXIS(spelt_max_axis_u16, spelt_max_u16, u16, u16)
SPELT_ALONG_AXIS(spelt_max_axis_u32, spelt_max_u32, u32, u32)
SPELT_ALONG_AXIS(spelt_max_axis_u64, spelt_max_u64, u64, u64)
SPELT_ALONG_AXIS(spelt_max_number_axis_f32, spelt_max_number_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_max_number_axis_f64, spelt_max_number_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_max_number_axis_f16_f32, spelt_max_number_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_max_number_axis_bf16_f32, spelt_max_number_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_max_abs_axis_f32, spelt_max_abs_f32, f32, f32)
SPELT_ALONG_AXIS(spelt_max_abs_axis_f64, spelt_max_abs_f64, f64, f64)
SPELT_ALONG_AXIS(spelt_max_abs_axis_f16_f32, spelt_max_abs_f16_f32, f16, f32)
SPELT_ALONG_AXIS(spelt_max_abs_axis_bf16_f32, spelt_max_abs_bf16_f32, bf16, f32)
SPELT_ALONG_AXIS(spelt_max_abs_axis_c64, spelt_max_abs_c64, c64, f32)
SPELT_ALONG_AXIS(spelt_max_abs_axis_c128, spelt_max_abs_c128, c128, f64)

/* Where they are, counted along the axis. */
SPELT_ALONG_AXIS(spelt_argmin_axis_f32, spelt_argmin_f32, f32, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_f64, spelt_argmin_f64, f64, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_f16, spelt_argmin_f16, f16, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_bf16, spelt_argmin_bf16, bf16, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_i8, spelt_argmin_i8, i8, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_i16, spelt_argmin_i16, i16, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_i32, spelt_argmin_i32, i32, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_i64, spelt_argmin_i64, i64, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_u8, spelt_argmin_u8, u8, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_u16, spelt_argmin_u16, u16, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_u32, spelt_argmin_u32, u32, i64)
SPELT_ALONG_AXIS(spelt_argmin_axis_u64, spelt_argmin_u64, u64, i64)
SPELT_ALONG_AXIS(spelt_argmin_number_axis_f32, spelt_argmin_number_f32, f32, i64)
SPELT_ALONG_AXIS(spelt_argmin_number_axis_f64, spelt_argmin_number_f64, f64, i64)
SPELT_ALONG_AXIS(spelt_argmin_number_axis_f16, spelt_argmin_number_f16, f16, i64)
SPELT_ALONG_AXIS(spelt_argmin_number_axis_bf16, spelt_argmin_number_bf16, bf16, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_f32, spelt_argmax_f32, f32, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_f64, spelt_argmax_f64, f64, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_f16, spelt_argmax_f16, f16, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_bf16, spelt_argmax_bf16, bf16, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_i8, spelt_argmax_i8, i8, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_i16, spelt_argmax_i16, i16, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_i32, spelt_argmax_i32, i32, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_i64, spelt_argmax_i64, i64, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_u8, spelt_argmax_u8, u8, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_u16, spelt_argmax_u16, u16, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_u32, spelt_argmax_u32, u32, i64)
SPELT_ALONG_AXIS(spelt_argmax_axis_u64, spelt_argmax_u64, u64, i64)
SPELT_ALONG_AXIS(spelt_argmax_number_axis_f32, spelt_argmax_number_f32, f32, i64)
SPELT_ALONG_AXIS(spelt_argmax_number_axis_f64, spelt_argmax_number_f64, f64, i64)
SPELT_ALONG_AXIS(spelt_argmax_number_axis_f16, spelt_argmax_number_f16, f16, i64)
SPELT_ALONG_AXIS(spelt_argmax_number_axis_bf16, spelt_argmax_number_bf16, bf16, i64)
SPELT_ALONG_AXIS(spelt_argmax_abs_axis_f32, spelt_argmax_abs_f32, f32, i64)
SPELT_ALONG_AXIS(spelt_argmax_abs_axis_f64, spelt_argmax_abs_f64, f64, i64)
SPELT_ALONG_AXIS(spelt_argmax_abs_axis_f16, spelt_argmax_abs_f16, f16, i64)
SPELT_ALONG_AXIS(spelt_argmax_abs_axis_bf16, spelt_argmax_abs_bf16, bf16, i64)
SPELT_ALONG_AXIS(spelt_argmax_abs_axis_c64, spelt_argmax_abs_c64, c64, i64)
SPELT_ALONG_AXIS(spelt_argmax_abs_axis_c128, spelt_argmax_abs_c128, c128, i64)

/* How many of a mask are set. */
SPELT_ALONG_AXIS(spelt_count_axis_u8, spelt_count_u8, u8, i64)

#ifdef __cplusplus
}
#endif

#endif
