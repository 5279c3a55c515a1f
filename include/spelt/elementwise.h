/* elementwise.h - operations that make one array out of others: add. */
#ifndef SPELT_ELEMENTWISE_H
#define SPELT_ELEMENTWISE_H

#include <spelt/view.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all elementwise operations
 *
 * Shapes    x, y and out have the same shape, of any number of dimensions; strides are free,
 *           but no two elements of out may share one place (so no stride 0).
 * Aliasing  out may be exactly x, y or both: the same data, shape and strides. Any other shared
 *           element is SPELT_ERR_OVERLAP; elements that merely interleave are fine. No hidden
 *           copy is made. (Views so tangled that the question cannot be settled in a bounded
 *           search count as overlapping.)
 * n = 0     nothing is done.
 * NaN, Inf  as IEEE 754 gives them for each element; which of two NaNs survives is left open.
 * Errors    SPELT_ERR_NULL      x, y or out is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes differ; the number of elements
 *                               overflows size_t or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_STRIDE    two elements of out share one place
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_OVERFLOW  checked integer types only, see below
 *           SPELT_ERR_UNSUPPORTED  the path is blas and BLAS does not have this type
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none. Contiguous arrays that together exceed the last-level cache are
 *           written past it (non-temporal stores), unless out is one of the inputs. */

/* for (i) out[i] = x[i] + y[i]; */
SPELT_API spelt_status spelt_add_f32(const spelt_in_f32 *x, const spelt_in_f32 *y,
                                     const spelt_out_f32 *out);
SPELT_API spelt_status spelt_add_f64(const spelt_in_f64 *x, const spelt_in_f64 *y,
                                     const spelt_out_f64 *out);

/* Checked: for (i) overflow |= __builtin_add_overflow(x[i], y[i], &out[i]);
 * Where a sum does not fit, out still holds the wrapped sums everywhere, the status is
 * SPELT_ERR_OVERFLOW and the message names the first such index (in C order). */
SPELT_API spelt_status spelt_add_i32(const spelt_in_i32 *x, const spelt_in_i32 *y,
                                     const spelt_out_i32 *out);
SPELT_API spelt_status spelt_add_i64(const spelt_in_i64 *x, const spelt_in_i64 *y,
                                     const spelt_out_i64 *out);

/* Two's complement wrap: for (i) out[i] = (int32_t)((uint32_t)x[i] + (uint32_t)y[i]); */
SPELT_API spelt_status spelt_add_wrap_i32(const spelt_in_i32 *x, const spelt_in_i32 *y,
                                          const spelt_out_i32 *out);
SPELT_API spelt_status spelt_add_wrap_i64(const spelt_in_i64 *x, const spelt_in_i64 *y,
                                          const spelt_out_i64 *out);

/* Saturating: a sum that does not fit becomes the nearest value that does. */
SPELT_API spelt_status spelt_add_sat_i32(const spelt_in_i32 *x, const spelt_in_i32 *y,
                                         const spelt_out_i32 *out);
SPELT_API spelt_status spelt_add_sat_i64(const spelt_in_i64 *x, const spelt_in_i64 *y,
                                         const spelt_out_i64 *out);

#ifdef __cplusplus
}
#endif

#endif
