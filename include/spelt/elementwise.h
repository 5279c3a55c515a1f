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
 *             SWAP and ROTATION have two outputs, x and y, and ROTATION two numbers, c and s, behind them, a
 *             MODIFIED_ROTATION four, xx, xy, yx and yy;
 *             BINARY has x and y, TERNARY x, y and z before out; a COMPARISON of x and y and a
 *             CLASSIFICATION of x write a mask of u8;
 *             a SELECTION has a mask of u8 before x and y. AXPY, AXPBY and CLIP take numbers too:
 *                 spelt_status spelt_axpy_f64(double a, const spelt_in_f64 *x,
 *                                             const spelt_out_f64 *y);
 *                 spelt_status spelt_axpby_f64(double a, const spelt_in_f64 *x, double b,
 *                                              const spelt_out_f64 *y);
 *                 spelt_status spelt_clip_f64(const spelt_in_f64 *x, double low, double high,
 *                                             const spelt_out_f64 *out);
 * Shapes    all operands have the same shape, of any number of dimensions; strides are free,
 *           but no two elements of out may share one place (so no stride 0).
 *           SPELT_VALUE(f64, 2.5, n) gives n times the same value as an operand.
 * Aliasing  out may be exactly one or several of the inputs: the same data, shape, strides and size
 *           of elements. Any other shared element is SPELT_ERR_OVERLAP; elements that merely
 *           interleave are fine. No hidden copy is made. (Views so tangled that the question cannot
 *           be settled in a bounded search count as overlapping.)
 * n = 0     nothing is done.
 * NaN, Inf  as IEEE 754 gives them for each element; the bits of a result that is a NaN are left
 *           open, but neg, conj, abs, copysign, copy and where move bits. Comparisons, minimum, maximum, clip, sign, isnan
 *           and isfinite raise no INVALID on a quiet NaN.
 * Errors    SPELT_ERR_NULL      an argument is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes differ; the number of elements
 *                               overflows size_t or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_STRIDE    two elements of out share one place
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_ARG       data is not aligned as its type demands; integer division by zero;
 *                               a shift by less than 0 bits, or by as many as the type has
 *           SPELT_ERR_OVERFLOW  checked integer operations only
 *           SPELT_ERR_UNSUPPORTED  the path is blas, and the function is none of those that have one
 * Complex   elements are calculated by their parts, as the lines say: a product of an infinite and a
 *           zero part is a NaN, which C99's Annex G would turn into an infinity.
 * Policies  of integers. Checked, without a name of its own: where a result does not fit, out
 *           holds the wrapped results everywhere, and the status is SPELT_ERR_OVERFLOW. _wrap:
 *           two's complement, modulo 2^width. _sat: the nearest value of the type.
 *           An element for which nothing is defined (a division by zero, a shift) is 0 in out and
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
SPELT_BINARY(spelt_add_c64, c64)
SPELT_BINARY(spelt_add_c128, c128)
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
SPELT_BINARY(spelt_sub_c64, c64)
SPELT_BINARY(spelt_sub_c128, c128)
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

/* for (i) out[i] = x[i] * y[i]; complex: (ac - bd, ad + bc) of (a, b) and (c, d), each operation rounded. */
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
SPELT_BINARY(spelt_mul_c64, c64)
SPELT_BINARY(spelt_mul_c128, c128)
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

/* for (i) out[i] = x[i] % y[i]; has the sign of x; the least value % -1 is 0. */
SPELT_BINARY(spelt_rem_i8, i8)
SPELT_BINARY(spelt_rem_i16, i16)
SPELT_BINARY(spelt_rem_i32, i32)
SPELT_BINARY(spelt_rem_i64, i64)
SPELT_BINARY(spelt_rem_u8, u8)
SPELT_BINARY(spelt_rem_u16, u16)
SPELT_BINARY(spelt_rem_u32, u32)
SPELT_BINARY(spelt_rem_u64, u64)

/* for (i) out[i] = x[i] & y[i]; likewise |, ^ and ~. */
SPELT_BINARY(spelt_bit_and_i8, i8)
SPELT_BINARY(spelt_bit_and_i16, i16)
SPELT_BINARY(spelt_bit_and_i32, i32)
SPELT_BINARY(spelt_bit_and_i64, i64)
SPELT_BINARY(spelt_bit_and_u8, u8)
SPELT_BINARY(spelt_bit_and_u16, u16)
SPELT_BINARY(spelt_bit_and_u32, u32)
SPELT_BINARY(spelt_bit_and_u64, u64)
SPELT_BINARY(spelt_bit_or_i8, i8)
SPELT_BINARY(spelt_bit_or_i16, i16)
SPELT_BINARY(spelt_bit_or_i32, i32)
SPELT_BINARY(spelt_bit_or_i64, i64)
SPELT_BINARY(spelt_bit_or_u8, u8)
SPELT_BINARY(spelt_bit_or_u16, u16)
SPELT_BINARY(spelt_bit_or_u32, u32)
SPELT_BINARY(spelt_bit_or_u64, u64)
SPELT_BINARY(spelt_bit_xor_i8, i8)
SPELT_BINARY(spelt_bit_xor_i16, i16)
SPELT_BINARY(spelt_bit_xor_i32, i32)
SPELT_BINARY(spelt_bit_xor_i64, i64)
SPELT_BINARY(spelt_bit_xor_u8, u8)
SPELT_BINARY(spelt_bit_xor_u16, u16)
SPELT_BINARY(spelt_bit_xor_u32, u32)
SPELT_BINARY(spelt_bit_xor_u64, u64)
SPELT_UNARY(spelt_bit_not_i8, i8)
SPELT_UNARY(spelt_bit_not_i16, i16)
SPELT_UNARY(spelt_bit_not_i32, i32)
SPELT_UNARY(spelt_bit_not_i64, i64)
SPELT_UNARY(spelt_bit_not_u8, u8)
SPELT_UNARY(spelt_bit_not_u16, u16)
SPELT_UNARY(spelt_bit_not_u32, u32)
SPELT_UNARY(spelt_bit_not_u64, u64)

/* for (i) out[i] = x[i] << y[i]; bits that leave the type are lost. */
SPELT_BINARY(spelt_shl_i8, i8)
SPELT_BINARY(spelt_shl_i16, i16)
SPELT_BINARY(spelt_shl_i32, i32)
SPELT_BINARY(spelt_shl_i64, i64)
SPELT_BINARY(spelt_shl_u8, u8)
SPELT_BINARY(spelt_shl_u16, u16)
SPELT_BINARY(spelt_shl_u32, u32)
SPELT_BINARY(spelt_shl_u64, u64)

/* for (i) out[i] = x[i] >> y[i]; signed: floor(x / 2^y). */
SPELT_BINARY(spelt_shr_i8, i8)
SPELT_BINARY(spelt_shr_i16, i16)
SPELT_BINARY(spelt_shr_i32, i32)
SPELT_BINARY(spelt_shr_i64, i64)
SPELT_BINARY(spelt_shr_u8, u8)
SPELT_BINARY(spelt_shr_u16, u16)
SPELT_BINARY(spelt_shr_u32, u32)
SPELT_BINARY(spelt_shr_u64, u64)

/* for (i) out[i] = -x[i]; floating-point: the sign bit turned, of a NaN and of both parts too. Of integers
 * neg, abs and sign are those of signed types; 0 - x of unsigned ones is sub_wrap. */
SPELT_UNARY(spelt_neg_f32, f32)
SPELT_UNARY(spelt_neg_f64, f64)
SPELT_UNARY(spelt_neg_i8, i8)
SPELT_UNARY(spelt_neg_i16, i16)
SPELT_UNARY(spelt_neg_i32, i32)
SPELT_UNARY(spelt_neg_i64, i64)
SPELT_UNARY(spelt_neg_c64, c64)
SPELT_UNARY(spelt_neg_c128, c128)
SPELT_UNARY(spelt_neg_wrap_i8, i8)
SPELT_UNARY(spelt_neg_wrap_i16, i16)
SPELT_UNARY(spelt_neg_wrap_i32, i32)
SPELT_UNARY(spelt_neg_wrap_i64, i64)
SPELT_UNARY(spelt_neg_sat_i8, i8)
SPELT_UNARY(spelt_neg_sat_i16, i16)
SPELT_UNARY(spelt_neg_sat_i32, i32)
SPELT_UNARY(spelt_neg_sat_i64, i64)

/* for (i) out[i] = (x[i].re, -x[i].im); the sign bit turned, of a NaN too. */
SPELT_UNARY(spelt_conj_c64, c64)
SPELT_UNARY(spelt_conj_c128, c128)

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

/* for (i) out[i] = (x[i] > 0) - (x[i] < 0); of a NaN a NaN, of -0 a +0. */
SPELT_UNARY(spelt_sign_f32, f32)
SPELT_UNARY(spelt_sign_f64, f64)
SPELT_UNARY(spelt_sign_i8, i8)
SPELT_UNARY(spelt_sign_i16, i16)
SPELT_UNARY(spelt_sign_i32, i32)
SPELT_UNARY(spelt_sign_i64, i64)

/* for (i) out[i] = floor(x[i]); likewise ceil, trunc (toward zero) and rint (by the rounding mode of
 * the caller, usually to the nearest, ties to even). The sign of a zero is that of x. */
SPELT_UNARY(spelt_floor_f32, f32)
SPELT_UNARY(spelt_floor_f64, f64)
SPELT_UNARY(spelt_ceil_f32, f32)
SPELT_UNARY(spelt_ceil_f64, f64)
SPELT_UNARY(spelt_trunc_f32, f32)
SPELT_UNARY(spelt_trunc_f64, f64)
SPELT_UNARY(spelt_rint_f32, f32)
SPELT_UNARY(spelt_rint_f64, f64)

/* for (i) out[i] = copysign(x[i], y[i]); bits are moved, of NaNs too. */
SPELT_BINARY(spelt_copysign_f32, f32)
SPELT_BINARY(spelt_copysign_f64, f64)

/* for (i) out[i] = x[i]; the bits, of NaNs too. */
SPELT_UNARY(spelt_copy_f32, f32)
SPELT_UNARY(spelt_copy_f64, f64)
SPELT_UNARY(spelt_copy_i8, i8)
SPELT_UNARY(spelt_copy_i16, i16)
SPELT_UNARY(spelt_copy_i32, i32)
SPELT_UNARY(spelt_copy_i64, i64)
SPELT_UNARY(spelt_copy_u8, u8)
SPELT_UNARY(spelt_copy_u16, u16)
SPELT_UNARY(spelt_copy_u32, u32)
SPELT_UNARY(spelt_copy_u64, u64)
SPELT_UNARY(spelt_copy_c64, c64)
SPELT_UNARY(spelt_copy_c128, c128)

/* for (i) out[i] = sqrt(x[i]); correctly rounded; a NaN below -0.0. */
SPELT_UNARY(spelt_sqrt_f32, f32)
SPELT_UNARY(spelt_sqrt_f64, f64)

/* for (i) out[i] = fma(x[i], y[i], z[i]); one rounding, on every CPU. */
SPELT_TERNARY(spelt_fma_f32, f32)
SPELT_TERNARY(spelt_fma_f64, f64)

/* for (i) out[i] = x[i] < y[i] ? x[i] : y[i]; and >: the lesser and the greater of two. Floating-point:
 * IEEE 754-2019, 9.6, minimum and maximum: a NaN wins; -0 < +0. */
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

/* for (i) out[i] = x[i] == y[i]; 1 or 0. A NaN is not equal to anything. */
SPELT_COMPARISON(spelt_equal_f32, f32)
SPELT_COMPARISON(spelt_equal_f64, f64)
SPELT_COMPARISON(spelt_equal_i8, i8)
SPELT_COMPARISON(spelt_equal_i16, i16)
SPELT_COMPARISON(spelt_equal_i32, i32)
SPELT_COMPARISON(spelt_equal_i64, i64)
SPELT_COMPARISON(spelt_equal_u8, u8)
SPELT_COMPARISON(spelt_equal_u16, u16)
SPELT_COMPARISON(spelt_equal_u32, u32)
SPELT_COMPARISON(spelt_equal_u64, u64)
SPELT_COMPARISON(spelt_not_equal_f32, f32)
SPELT_COMPARISON(spelt_not_equal_f64, f64)
SPELT_COMPARISON(spelt_not_equal_i8, i8)
SPELT_COMPARISON(spelt_not_equal_i16, i16)
SPELT_COMPARISON(spelt_not_equal_i32, i32)
SPELT_COMPARISON(spelt_not_equal_i64, i64)
SPELT_COMPARISON(spelt_not_equal_u8, u8)
SPELT_COMPARISON(spelt_not_equal_u16, u16)
SPELT_COMPARISON(spelt_not_equal_u32, u32)
SPELT_COMPARISON(spelt_not_equal_u64, u64)

/* for (i) out[i] = x[i] < y[i]; 1 or 0; likewise <=, > and >=. 0 where one is a NaN. */
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
SPELT_COMPARISON(spelt_less_equal_f32, f32)
SPELT_COMPARISON(spelt_less_equal_f64, f64)
SPELT_COMPARISON(spelt_less_equal_i8, i8)
SPELT_COMPARISON(spelt_less_equal_i16, i16)
SPELT_COMPARISON(spelt_less_equal_i32, i32)
SPELT_COMPARISON(spelt_less_equal_i64, i64)
SPELT_COMPARISON(spelt_less_equal_u8, u8)
SPELT_COMPARISON(spelt_less_equal_u16, u16)
SPELT_COMPARISON(spelt_less_equal_u32, u32)
SPELT_COMPARISON(spelt_less_equal_u64, u64)
SPELT_COMPARISON(spelt_greater_f32, f32)
SPELT_COMPARISON(spelt_greater_f64, f64)
SPELT_COMPARISON(spelt_greater_i8, i8)
SPELT_COMPARISON(spelt_greater_i16, i16)
SPELT_COMPARISON(spelt_greater_i32, i32)
SPELT_COMPARISON(spelt_greater_i64, i64)
SPELT_COMPARISON(spelt_greater_u8, u8)
SPELT_COMPARISON(spelt_greater_u16, u16)
SPELT_COMPARISON(spelt_greater_u32, u32)
SPELT_COMPARISON(spelt_greater_u64, u64)
SPELT_COMPARISON(spelt_greater_equal_f32, f32)
SPELT_COMPARISON(spelt_greater_equal_f64, f64)
SPELT_COMPARISON(spelt_greater_equal_i8, i8)
SPELT_COMPARISON(spelt_greater_equal_i16, i16)
SPELT_COMPARISON(spelt_greater_equal_i32, i32)
SPELT_COMPARISON(spelt_greater_equal_i64, i64)
SPELT_COMPARISON(spelt_greater_equal_u8, u8)
SPELT_COMPARISON(spelt_greater_equal_u16, u16)
SPELT_COMPARISON(spelt_greater_equal_u32, u32)
SPELT_COMPARISON(spelt_greater_equal_u64, u64)

/* for (i) y[i] += a * x[i]; y = a x + b y: each product rounded, as in mul, then the sum, also where a
 * or b is 0. y is an output that is read as well. */
SPELT_AXPY(spelt_axpy_f32, f32)
SPELT_AXPY(spelt_axpy_f64, f64)
SPELT_AXPY(spelt_axpy_c64, c64)
SPELT_AXPY(spelt_axpy_c128, c128)
SPELT_AXPBY(spelt_axpby_f32, f32)
SPELT_AXPBY(spelt_axpby_f64, f64)

/* for (i) t = x[i], x[i] = y[i], y[i] = t; the bits, of NaNs too. x and y are outputs that are read as
 * well: they share no element, nor are they the same one, which is SPELT_ERR_OVERLAP. */
SPELT_SWAP(spelt_swap_f32, f32)
SPELT_SWAP(spelt_swap_f64, f64)
SPELT_SWAP(spelt_swap_c64, c64)
SPELT_SWAP(spelt_swap_c128, c128)

/* for (i) t = c * x[i] + s * y[i], y[i] = c * y[i] - s * x[i], x[i] = t; a Givens rotation, as BLAS has
 * it, where c * c + s * s is 1, which is not looked at: each product rounded, then their sum. x and y as
 * in swap; of complex elements both parts are rotated, by real numbers. */
SPELT_ROTATION(spelt_rot_f32, f32, float)
SPELT_ROTATION(spelt_rot_f64, f64, double)
SPELT_ROTATION(spelt_rot_c64, c64, float)
SPELT_ROTATION(spelt_rot_c128, c128, double)

/* for (i) t = xx * x[i] + xy * y[i], y[i] = yx * x[i] + yy * y[i], x[i] = t; a modified Givens rotation, as
 * BLAS's rotm has it, or any matrix of two by two numbers, by rows: each product rounded, then their sum. x
 * and y as in swap. */
SPELT_MODIFIED_ROTATION(spelt_rotm_f32, f32)
SPELT_MODIFIED_ROTATION(spelt_rotm_f64, f64)

/* for (i) out[i] = x[i] < low ? low : x[i] > high ? high : x[i]; a NaN stays one. low > high, or one
 * that is a NaN, is SPELT_ERR_ARG, for n = 0 too. */
SPELT_CLIP(spelt_clip_f32, f32)
SPELT_CLIP(spelt_clip_f64, f64)
SPELT_CLIP(spelt_clip_i8, i8)
SPELT_CLIP(spelt_clip_i16, i16)
SPELT_CLIP(spelt_clip_i32, i32)
SPELT_CLIP(spelt_clip_i64, i64)
SPELT_CLIP(spelt_clip_u8, u8)
SPELT_CLIP(spelt_clip_u16, u16)
SPELT_CLIP(spelt_clip_u32, u32)
SPELT_CLIP(spelt_clip_u64, u64)

/* for (i) out[i] = isnan(x[i]); 1 or 0; isfinite: neither a NaN nor an infinity. */
SPELT_CLASSIFICATION(spelt_isnan_f32, f32)
SPELT_CLASSIFICATION(spelt_isnan_f64, f64)
SPELT_CLASSIFICATION(spelt_isfinite_f32, f32)
SPELT_CLASSIFICATION(spelt_isfinite_f64, f64)

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
