/* convert.h - arrays into arrays of another type. */
#ifndef SPELT_CONVERT_H
#define SPELT_CONVERT_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all
 *
 * Parameters  SPELT_CONVERSION(spelt_convert_f64_i32, f64, i32) declares
 *                 spelt_status spelt_convert_f64_i32(const spelt_in_f64 *x,
 *                                                    const spelt_out_i32 *out);
 * Policies  Without a name of its own: exact, or an error. A value out of the result type's range,
 *           or a NaN to an integer, is SPELT_ERR_OVERFLOW; one that would lose a fraction or a bit is
 *           SPELT_ERR_INEXACT. -0.0 to the integer 0 is exact; NaN and Inf convert to themselves
 *           between floating-point types.
 *           _round: to the nearest, ties to even; what is then out of range is SPELT_ERR_OVERFLOW.
 *           _trunc: toward zero, as a cast in C; likewise.
 *           _sat: to the nearest, and what is finite and out of range becomes the largest finite
 *           value on that side, to an integer an infinity too; a NaN to an integer is
 *           SPELT_ERR_OVERFLOW.
 *           _wrap, of integers: the low bits.
 *           A policy is there only where it can differ from the exact conversion.
 * Failures  an element that fails is 0 in out; all others are converted. The first that fails, in C
 *           order, decides the status, and the message names its index.
 * Shapes, Aliasing (where the elements of both are equally wide), n = 0, other errors, threads and
 * memory    as in elementwise.h. */

/* Every value has its place: only the exact conversion. */
SPELT_CONVERSION(spelt_convert_u8_i32, u8, i32)
SPELT_CONVERSION(spelt_convert_i32_i64, i32, i64)
SPELT_CONVERSION(spelt_convert_i32_f64, i32, f64)
SPELT_CONVERSION(spelt_convert_f32_f64, f32, f64)
SPELT_CONVERSION(spelt_convert_f16_f32, f16, f32)
SPELT_CONVERSION(spelt_convert_bf16_f32, bf16, f32)

/* Integers into narrower ones. */
SPELT_CONVERSION(spelt_convert_i64_i32, i64, i32)
SPELT_CONVERSION(spelt_convert_i32_u8, i32, u8)
SPELT_CONVERSION(spelt_convert_sat_i64_i32, i64, i32)
SPELT_CONVERSION(spelt_convert_sat_i32_u8, i32, u8)
SPELT_CONVERSION(spelt_convert_wrap_i64_i32, i64, i32)
SPELT_CONVERSION(spelt_convert_wrap_i32_u8, i32, u8)

/* Integers into floating-point numbers that do not hold each of them; never out of range. */
SPELT_CONVERSION(spelt_convert_i32_f32, i32, f32)
SPELT_CONVERSION(spelt_convert_i64_f64, i64, f64)
SPELT_CONVERSION(spelt_convert_round_i32_f32, i32, f32)
SPELT_CONVERSION(spelt_convert_round_i64_f64, i64, f64)

/* Floating-point numbers into integers. */
SPELT_CONVERSION(spelt_convert_f32_i32, f32, i32)
SPELT_CONVERSION(spelt_convert_f32_i64, f32, i64)
SPELT_CONVERSION(spelt_convert_f64_i32, f64, i32)
SPELT_CONVERSION(spelt_convert_f64_i64, f64, i64)
SPELT_CONVERSION(spelt_convert_round_f32_i32, f32, i32)
SPELT_CONVERSION(spelt_convert_round_f32_i64, f32, i64)
SPELT_CONVERSION(spelt_convert_round_f64_i32, f64, i32)
SPELT_CONVERSION(spelt_convert_round_f64_i64, f64, i64)
SPELT_CONVERSION(spelt_convert_trunc_f32_i32, f32, i32)
SPELT_CONVERSION(spelt_convert_trunc_f32_i64, f32, i64)
SPELT_CONVERSION(spelt_convert_trunc_f64_i32, f64, i32)
SPELT_CONVERSION(spelt_convert_trunc_f64_i64, f64, i64)
SPELT_CONVERSION(spelt_convert_sat_f32_i32, f32, i32)
SPELT_CONVERSION(spelt_convert_sat_f32_i64, f32, i64)
SPELT_CONVERSION(spelt_convert_sat_f64_i32, f64, i32)
SPELT_CONVERSION(spelt_convert_sat_f64_i64, f64, i64)

/* Floating-point numbers into narrower ones. */
SPELT_CONVERSION(spelt_convert_f64_f32, f64, f32)
SPELT_CONVERSION(spelt_convert_f32_f16, f32, f16)
SPELT_CONVERSION(spelt_convert_f32_bf16, f32, bf16)
SPELT_CONVERSION(spelt_convert_round_f64_f32, f64, f32)
SPELT_CONVERSION(spelt_convert_round_f32_f16, f32, f16)
SPELT_CONVERSION(spelt_convert_round_f32_bf16, f32, bf16)
SPELT_CONVERSION(spelt_convert_sat_f64_f32, f64, f32)
SPELT_CONVERSION(spelt_convert_sat_f32_f16, f32, f16)
SPELT_CONVERSION(spelt_convert_sat_f32_bf16, f32, bf16)

#ifdef __cplusplus
}
#endif

#endif
