/* scan.h - running sums. */
#ifndef SPELT_SCAN_H
#define SPELT_SCAN_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all
 *
 * Parameters  SPELT_RUNNING(spelt_cumsum_f64, f64) declares
 *                 spelt_status spelt_cumsum_f64(const spelt_in_f64 *x, const spelt_out_f64 *out);
 *             and SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_f64, spelt_cumsum_f64, f64) one with an
 *             axis,
 *                 spelt_status spelt_cumsum_axis_f64(const spelt_in_f64 *x, size_t axis,
 *                                                    const spelt_out_f64 *out);
 * Order     C order of the elements, each sum rounded to the type: the bits of the loop for any
 *           thread count, instruction set, alignment and strides. The loop begins at +0.0, so that
 *           -0.0 alone gives +0.0. Sum i differs from the exact one by at most i * u / (1 - i * u) times the
 *           sum of |x[0]| to |x[i]|, u the unit roundoff (spelt/reduce.h has sums that are nearer).
 * Integers  are checked: where a sum does not fit its type the call is SPELT_ERR_OVERFLOW, the message
 *           names the first one in C order, and out holds the sums as they wrap, everywhere. The loop
 *           goes on with what wrapped.
 * Shapes    x and out have the same, of any number of dimensions; along an axis at least one.
 *           Strides are free, but no two elements of out may share one place.
 * Aliasing  out may be exactly x (same data, shape and strides), but not along an axis; it shares no
 *           element with x otherwise.
 * n = 0     nothing is done.
 * NaN, Inf  as IEEE 754 arithmetic gives them; which NaN is left open.
 * Errors    SPELT_ERR_NULL      an argument is NULL; data is NULL where there are elements
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes differ; the number of elements
 *                               overflows size_t or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_STRIDE    two elements of out share one place
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_ARG       axis is not below the dimensions of x; data is not aligned as its
 *                               type demands
 *           SPELT_ERR_UNSUPPORTED  the path is blas
 *           SPELT_ERR_OVERFLOW  see Integers
 * Threads   safe to call from any number of threads. One sum waits for the other: only along an axis
 *           they use up to spelt_get_num_threads() themselves.
 * Memory    allocates none. */

/* s = 0; for (i) out[i] = s += x[i]; */
SPELT_RUNNING(spelt_cumsum_f32, f32)
SPELT_RUNNING(spelt_cumsum_f64, f64)
SPELT_RUNNING(spelt_cumsum_i8, i8)
SPELT_RUNNING(spelt_cumsum_i16, i16)
SPELT_RUNNING(spelt_cumsum_i32, i32)
SPELT_RUNNING(spelt_cumsum_i64, i64)
SPELT_RUNNING(spelt_cumsum_u8, u8)
SPELT_RUNNING(spelt_cumsum_u16, u16)
SPELT_RUNNING(spelt_cumsum_u32, u32)
SPELT_RUNNING(spelt_cumsum_u64, u64)

/* for (i) { s = 0; for (j) out[i, j] = s += x[i, j]; }
 * Each slice along the axis is as spelt_cumsum gives it alone. */
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_f32, spelt_cumsum_f32, f32)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_f64, spelt_cumsum_f64, f64)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_i8, spelt_cumsum_i8, i8)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_i16, spelt_cumsum_i16, i16)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_i32, spelt_cumsum_i32, i32)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_i64, spelt_cumsum_i64, i64)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_u8, spelt_cumsum_u8, u8)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_u16, spelt_cumsum_u16, u16)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_u32, spelt_cumsum_u32, u32)
SPELT_RUNNING_ALONG_AXIS(spelt_cumsum_axis_u64, spelt_cumsum_u64, u64)

#ifdef __cplusplus
}
#endif

#endif
