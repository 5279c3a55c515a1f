/* elementwise.h - operations that make one array out of others, element by element. */
#ifndef SPELT_ELEMENTWISE_H
#define SPELT_ELEMENTWISE_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all elementwise operations
 *
 * Parameters  SPELT_UNARY(spelt_neg_f64, f64) declares
 *                 spelt_status spelt_neg_f64(const spelt_in_f64 *x, const spelt_out_f64 *out);
 *             BINARY has x and y, TERNARY x, y and z before out; a COMPARISON writes a mask of u8;
 *             a SELECTION has a mask of u8 before x and y.
 * Shapes    all operands have the same shape, of any number of dimensions; strides are free,
 *           but no two elements of out may share one place (so no stride 0).
 *           SPELT_VALUE(f64, 2.5, n) gives n times the same value as an operand.
 * Aliasing  out may be exactly one or several of the inputs: the same data, shape, strides and size
 *           of elements. Any other shared element is SPELT_ERR_OVERLAP; elements that merely
 *           interleave are fine. No hidden copy is made. (Views so tangled that the question cannot
 *           be settled in a bounded search count as overlapping.)
 * n = 0     nothing is done.
 * NaN, Inf  as IEEE 754 gives them for each element; the bits of a result that is a NaN are left
 *           open, but neg, abs and where move bits. Comparisons, minimum and maximum raise no
 *           INVALID on a quiet NaN.
 * Errors    SPELT_ERR_NULL      an argument is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes differ; the number of elements
 *                               overflows size_t or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_STRIDE    two elements of out share one place
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_ARG       data is not aligned as its type demands; integer division by zero
 *           SPELT_ERR_OVERFLOW  checked integer operations only
 *           SPELT_ERR_UNSUPPORTED  the path is blas and BLAS does not have this operation
 * Policies  of integers. Checked, without a name of its own: where a result does not fit, out
 *           holds the wrapped results everywhere, and the status is SPELT_ERR_OVERFLOW. _wrap:
 *           two's complement, modulo 2^width. _sat: the nearest value of the type.
 *           An element for which nothing is defined (a division by zero) is 0 in out and
 *           SPELT_ERR_ARG in every policy. The first element that fails, in C order, decides the
 *           status, and the message names its index; all others are computed.
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none. Contiguous arrays that together exceed what a core has of the caches
 *           are written past them (non-temporal stores), unless out is one of the inputs. */

/* for (i) out[i] = x[i] + y[i]; */
SPELT_BINARY(spelt_add_f32, f32)
SPELT_BINARY(spelt_add_f64, f64)
SPELT_BINARY(spelt_add_i8, i8)
SPELT_BINARY(spelt_add_i16, i16)
SPELT_BINARY(spelt_add_i32, i32)
SPELT_BINARY(spelt_add_i64, i64)
SPELT_BINARY(spelt_add_u8, u8)
SPELT_BINARY(spelt_add_u16, u16)
SPELT_BINARY(spelt_add_u32, u32)
SPELT_BINARY(spelt_add_u64, u64)
SPELT_BINARY(spelt_add_wrap_i8, i8)
SPELT_BINARY(spelt_add_wrap_i16, i16)
SPELT_BINARY(spelt_add_wrap_i32, i32)
SPELT_BINARY(spelt_add_wrap_i64, i64)
SPELT_BINARY(spelt_add_wrap_u8, u8)
SPELT_BINARY(spelt_add_wrap_u16, u16)
SPELT_BINARY(spelt_add_wrap_u32, u32)
SPELT_BINARY(spelt_add_wrap_u64, u64)
SPELT_BINARY(spelt_add_sat_i8, i8)
SPELT_BINARY(spelt_add_sat_i16, i16)
SPELT_BINARY(spelt_add_sat_i32, i32)
SPELT_BINARY(spelt_add_sat_i64, i64)
SPELT_BINARY(spelt_add_sat_u8, u8)
SPELT_BINARY(spelt_add_sat_u16, u16)
SPELT_BINARY(spelt_add_sat_u32, u32)
SPELT_BINARY(spelt_add_sat_u64, u64)

/* for (i) out[i] = x[i] - y[i]; */
SPELT_BINARY(spelt_sub_f32, f32)
SPELT_BINARY(spelt_sub_f64, f64)
SPELT_BINARY(spelt_sub_i8, i8)
SPELT_BINARY(spelt_sub_i16, i16)
SPELT_BINARY(spelt_sub_i32, i32)
SPELT_BINARY(spelt_sub_i64, i64)
SPELT_BINARY(spelt_sub_u8, u8)
SPELT_BINARY(spelt_sub_u16, u16)
SPELT_BINARY(spelt_sub_u32, u32)
SPELT_BINARY(spelt_sub_u64, u64)
SPELT_BINARY(spelt_sub_wrap_i8, i8)
SPELT_BINARY(spelt_sub_wrap_i16, i16)
SPELT_BINARY(spelt_sub_wrap_i32, i32)
SPELT_BINARY(spelt_sub_wrap_i64, i64)
SPELT_BINARY(spelt_sub_wrap_u8, u8)
SPELT_BINARY(spelt_sub_wrap_u16, u16)
SPELT_BINARY(spelt_sub_wrap_u32, u32)
SPELT_BINARY(spelt_sub_wrap_u64, u64)
SPELT_BINARY(spelt_sub_sat_i8, i8)
SPELT_BINARY(spelt_sub_sat_i16, i16)
SPELT_BINARY(spelt_sub_sat_i32, i32)
SPELT_BINARY(spelt_sub_sat_i64, i64)
SPELT_BINARY(spelt_sub_sat_u8, u8)
SPELT_BINARY(spelt_sub_sat_u16, u16)
SPELT_BINARY(spelt_sub_sat_u32, u32)
SPELT_BINARY(spelt_sub_sat_u64, u64)

/* for (i) out[i] = x[i] * y[i]; */
SPELT_BINARY(spelt_mul_f32, f32)
SPELT_BINARY(spelt_mul_f64, f64)
SPELT_BINARY(spelt_mul_i8, i8)
SPELT_BINARY(spelt_mul_i16, i16)
SPELT_BINARY(spelt_mul_i32, i32)
SPELT_BINARY(spelt_mul_i64, i64)
SPELT_BINARY(spelt_mul_u8, u8)
SPELT_BINARY(spelt_mul_u16, u16)
SPELT_BINARY(spelt_mul_u32, u32)
SPELT_BINARY(spelt_mul_u64, u64)
SPELT_BINARY(spelt_mul_wrap_i8, i8)
SPELT_BINARY(spelt_mul_wrap_i16, i16)
SPELT_BINARY(spelt_mul_wrap_i32, i32)
SPELT_BINARY(spelt_mul_wrap_i64, i64)
SPELT_BINARY(spelt_mul_wrap_u8, u8)
SPELT_BINARY(spelt_mul_wrap_u16, u16)
SPELT_BINARY(spelt_mul_wrap_u32, u32)
SPELT_BINARY(spelt_mul_wrap_u64, u64)
SPELT_BINARY(spelt_mul_sat_i8, i8)
SPELT_BINARY(spelt_mul_sat_i16, i16)
SPELT_BINARY(spelt_mul_sat_i32, i32)
SPELT_BINARY(spelt_mul_sat_i64, i64)
SPELT_BINARY(spelt_mul_sat_u8, u8)
SPELT_BINARY(spelt_mul_sat_u16, u16)
SPELT_BINARY(spelt_mul_sat_u32, u32)
SPELT_BINARY(spelt_mul_sat_u64, u64)

/* for (i) out[i] = x[i] / y[i]; integers: toward zero. The least value divided by -1 does not fit. */
SPELT_BINARY(spelt_div_f32, f32)
SPELT_BINARY(spelt_div_f64, f64)
SPELT_BINARY(spelt_div_i8, i8)
SPELT_BINARY(spelt_div_i16, i16)
SPELT_BINARY(spelt_div_i32, i32)
SPELT_BINARY(spelt_div_i64, i64)
SPELT_BINARY(spelt_div_u8, u8)
SPELT_BINARY(spelt_div_u16, u16)
SPELT_BINARY(spelt_div_u32, u32)
SPELT_BINARY(spelt_div_u64, u64)
SPELT_BINARY(spelt_div_wrap_i8, i8)
SPELT_BINARY(spelt_div_wrap_i16, i16)
SPELT_BINARY(spelt_div_wrap_i32, i32)
SPELT_BINARY(spelt_div_wrap_i64, i64)
SPELT_BINARY(spelt_div_wrap_u8, u8)
SPELT_BINARY(spelt_div_wrap_u16, u16)
SPELT_BINARY(spelt_div_wrap_u32, u32)
SPELT_BINARY(spelt_div_wrap_u64, u64)
SPELT_BINARY(spelt_div_sat_i8, i8)
SPELT_BINARY(spelt_div_sat_i16, i16)
SPELT_BINARY(spelt_div_sat_i32, i32)
SPELT_BINARY(spelt_div_sat_i64, i64)
SPELT_BINARY(spelt_div_sat_u8, u8)
SPELT_BINARY(spelt_div_sat_u16, u16)
SPELT_BINARY(spelt_div_sat_u32, u32)
SPELT_BINARY(spelt_div_sat_u64, u64)

/* for (i) out[i] = -x[i]; floating-point: the sign bit turned, of a NaN too. */
SPELT_UNARY(spelt_neg_f32, f32)
SPELT_UNARY(spelt_neg_f64, f64)
SPELT_UNARY(spelt_neg_i8, i8)
SPELT_UNARY(spelt_neg_i16, i16)
SPELT_UNARY(spelt_neg_i32, i32)
SPELT_UNARY(spelt_neg_i64, i64)
SPELT_UNARY(spelt_neg_wrap_i8, i8)
SPELT_UNARY(spelt_neg_wrap_i16, i16)
SPELT_UNARY(spelt_neg_wrap_i32, i32)
SPELT_UNARY(spelt_neg_wrap_i64, i64)
SPELT_UNARY(spelt_neg_sat_i8, i8)
SPELT_UNARY(spelt_neg_sat_i16, i16)
SPELT_UNARY(spelt_neg_sat_i32, i32)
SPELT_UNARY(spelt_neg_sat_i64, i64)

/* for (i) out[i] = x[i] < 0 ? -x[i] : x[i]; floating-point: the sign bit cleared, of a NaN too. */
SPELT_UNARY(spelt_abs_f32, f32)
SPELT_UNARY(spelt_abs_f64, f64)
SPELT_UNARY(spelt_abs_i8, i8)
SPELT_UNARY(spelt_abs_i16, i16)
SPELT_UNARY(spelt_abs_i32, i32)
SPELT_UNARY(spelt_abs_i64, i64)
SPELT_UNARY(spelt_abs_wrap_i8, i8)
SPELT_UNARY(spelt_abs_wrap_i16, i16)
SPELT_UNARY(spelt_abs_wrap_i32, i32)
SPELT_UNARY(spelt_abs_wrap_i64, i64)
SPELT_UNARY(spelt_abs_sat_i8, i8)
SPELT_UNARY(spelt_abs_sat_i16, i16)
SPELT_UNARY(spelt_abs_sat_i32, i32)
SPELT_UNARY(spelt_abs_sat_i64, i64)

/* for (i) out[i] = sqrt(x[i]); correctly rounded; a NaN below -0.0. */
SPELT_UNARY(spelt_sqrt_f32, f32)
SPELT_UNARY(spelt_sqrt_f64, f64)

/* for (i) out[i] = fma(x[i], y[i], z[i]); one rounding, on every CPU. */
SPELT_TERNARY(spelt_fma_f32, f32)
SPELT_TERNARY(spelt_fma_f64, f64)

/* The lesser and the greater of two: IEEE 754-2019, 9.6, minimum and maximum. A NaN wins; -0 < +0. */
SPELT_BINARY(spelt_minimum_f32, f32)
SPELT_BINARY(spelt_minimum_f64, f64)
SPELT_BINARY(spelt_minimum_i8, i8)
SPELT_BINARY(spelt_minimum_i16, i16)
SPELT_BINARY(spelt_minimum_i32, i32)
SPELT_BINARY(spelt_minimum_i64, i64)
SPELT_BINARY(spelt_minimum_u8, u8)
SPELT_BINARY(spelt_minimum_u16, u16)
SPELT_BINARY(spelt_minimum_u32, u32)
SPELT_BINARY(spelt_minimum_u64, u64)
SPELT_BINARY(spelt_maximum_f32, f32)
SPELT_BINARY(spelt_maximum_f64, f64)
SPELT_BINARY(spelt_maximum_i8, i8)
SPELT_BINARY(spelt_maximum_i16, i16)
SPELT_BINARY(spelt_maximum_i32, i32)
SPELT_BINARY(spelt_maximum_i64, i64)
SPELT_BINARY(spelt_maximum_u8, u8)
SPELT_BINARY(spelt_maximum_u16, u16)
SPELT_BINARY(spelt_maximum_u32, u32)
SPELT_BINARY(spelt_maximum_u64, u64)

/* The same, minimumNumber and maximumNumber: a NaN is passed over, and is the result of two. */
SPELT_BINARY(spelt_minimum_number_f32, f32)
SPELT_BINARY(spelt_minimum_number_f64, f64)
SPELT_BINARY(spelt_maximum_number_f32, f32)
SPELT_BINARY(spelt_maximum_number_f64, f64)

/* for (i) out[i] = x[i] < y[i]; 1 or 0. */
SPELT_COMPARISON(spelt_less_f32, f32)
SPELT_COMPARISON(spelt_less_f64, f64)
SPELT_COMPARISON(spelt_less_i8, i8)
SPELT_COMPARISON(spelt_less_i16, i16)
SPELT_COMPARISON(spelt_less_i32, i32)
SPELT_COMPARISON(spelt_less_i64, i64)
SPELT_COMPARISON(spelt_less_u8, u8)
SPELT_COMPARISON(spelt_less_u16, u16)
SPELT_COMPARISON(spelt_less_u32, u32)
SPELT_COMPARISON(spelt_less_u64, u64)

/* for (i) out[i] = mask[i] ? x[i] : y[i]; any mask but 0 is true. */
SPELT_SELECTION(spelt_where_f32, f32)
SPELT_SELECTION(spelt_where_f64, f64)
SPELT_SELECTION(spelt_where_i8, i8)
SPELT_SELECTION(spelt_where_i16, i16)
SPELT_SELECTION(spelt_where_i32, i32)
SPELT_SELECTION(spelt_where_i64, i64)
SPELT_SELECTION(spelt_where_u8, u8)
SPELT_SELECTION(spelt_where_u16, u16)
SPELT_SELECTION(spelt_where_u32, u32)
SPELT_SELECTION(spelt_where_u64, u64)

#ifdef __cplusplus
}
#endif

#endif
