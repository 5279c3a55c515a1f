/* map_left_out.h - the elementwise functions that an instruction set has no kernels of its own for:
 * MAP_IF_MADE(op_suffix, DO, ...) calls DO for the others. A function is left out by the line of
 * its name, and the kernel of the set that this one falls back to stands for it. Reasons:
 *
 *   - quotients, and whether a product of 64 bits fits: there are no instructions, though halves
 *     tell on AVX2 (map_by_hand.h), best where there is no sign. On x86 quotients of
 *     32 bits are those of floating-point numbers, on AVX2 those of fewer too, which are much
 *     code: AVX-512, hardly faster there, takes AVX2's. AVX-512 converts 64 bits to f64, which tells of products
 *   - SSE2 cannot compare 64 bits nor widen a mask to them, has three multiplications for one of 64
 *     bits, no fused multiply-add, and no shifts by a vector; NEON has no multiplication of 64 bits
 *   - GCC divides and multiplies all lanes of an SVE vector, also those that a predicate turned
 * off, which are zeros: 0 / 0 and infinity * 0 raise what the elements do not */
#ifndef SPELT_ISA_MAP_LEFT_OUT_H
#define SPELT_ISA_MAP_LEFT_OUT_H

#define MAP_IF_MADE(function, DO, ...)                                                             \
    SPELT_PASTE(MAP_WHERE_, MAP_SECOND(SPELT_PASTE(MAP_LEFT_OUT_, function), MADE, ))              \
    (DO, __VA_ARGS__)
#define MAP_SECOND(...) MAP_SECOND_(__VA_ARGS__)
#define MAP_SECOND_(first, second, ...) second
#define MAP_WHERE_MADE(DO, ...) DO(__VA_ARGS__)
#define MAP_WHERE_LEFT_OUT(DO, ...)
#define MAP_NONE , LEFT_OUT

#if !MAP_IS_SCALAR

#define MAP_LEFT_OUT_div_i64 MAP_NONE
#define MAP_LEFT_OUT_div_u64 MAP_NONE
#define MAP_LEFT_OUT_div_wrap_i64 MAP_NONE
#define MAP_LEFT_OUT_div_wrap_u64 MAP_NONE
#define MAP_LEFT_OUT_div_sat_i64 MAP_NONE
#define MAP_LEFT_OUT_div_sat_u64 MAP_NONE

#define MAP_LEFT_OUT_rem_i64 MAP_NONE
#define MAP_LEFT_OUT_rem_u64 MAP_NONE

#if !defined __AVX2__ || defined __AVX512F__
#define MAP_LEFT_OUT_div_i8 MAP_NONE
#define MAP_LEFT_OUT_div_i16 MAP_NONE
#define MAP_LEFT_OUT_div_u8 MAP_NONE
#define MAP_LEFT_OUT_div_u16 MAP_NONE
#define MAP_LEFT_OUT_div_wrap_i8 MAP_NONE
#define MAP_LEFT_OUT_div_wrap_i16 MAP_NONE
#define MAP_LEFT_OUT_div_wrap_u8 MAP_NONE
#define MAP_LEFT_OUT_div_wrap_u16 MAP_NONE
#define MAP_LEFT_OUT_div_sat_i8 MAP_NONE
#define MAP_LEFT_OUT_div_sat_i16 MAP_NONE
#define MAP_LEFT_OUT_div_sat_u8 MAP_NONE
#define MAP_LEFT_OUT_div_sat_u16 MAP_NONE
#define MAP_LEFT_OUT_rem_i8 MAP_NONE
#define MAP_LEFT_OUT_rem_i16 MAP_NONE
#define MAP_LEFT_OUT_rem_u8 MAP_NONE
#define MAP_LEFT_OUT_rem_u16 MAP_NONE
#endif

#ifndef __SSE2__
#define MAP_LEFT_OUT_rem_i32 MAP_NONE
#define MAP_LEFT_OUT_rem_u32 MAP_NONE
#define MAP_LEFT_OUT_div_i32 MAP_NONE
#define MAP_LEFT_OUT_div_u32 MAP_NONE
#define MAP_LEFT_OUT_div_wrap_i32 MAP_NONE
#define MAP_LEFT_OUT_div_wrap_u32 MAP_NONE
#define MAP_LEFT_OUT_div_sat_i32 MAP_NONE
#define MAP_LEFT_OUT_div_sat_u32 MAP_NONE
#endif

#ifndef __AVX512DQ__
#define MAP_LEFT_OUT_mul_sat_i64 MAP_NONE
#ifndef __AVX2__
#define MAP_LEFT_OUT_mul_i64 MAP_NONE
#define MAP_LEFT_OUT_mul_u64 MAP_NONE
#define MAP_LEFT_OUT_mul_sat_u64 MAP_NONE
#endif
#endif

#if defined __SSE2__ && !defined __AVX2__
#define MAP_LEFT_OUT_fma_f32 MAP_NONE
#define MAP_LEFT_OUT_fma_f64 MAP_NONE
#define MAP_LEFT_OUT_mul_wrap_i64 MAP_NONE
#define MAP_LEFT_OUT_mul_wrap_u64 MAP_NONE
#define MAP_LEFT_OUT_where_f64 MAP_NONE
#define MAP_LEFT_OUT_where_i64 MAP_NONE
#define MAP_LEFT_OUT_where_u64 MAP_NONE
#define MAP_LEFT_OUT_less_i64 MAP_NONE
#define MAP_LEFT_OUT_less_u64 MAP_NONE
#define MAP_LEFT_OUT_equal_i64 MAP_NONE
#define MAP_LEFT_OUT_equal_u64 MAP_NONE
#define MAP_LEFT_OUT_not_equal_i64 MAP_NONE
#define MAP_LEFT_OUT_not_equal_u64 MAP_NONE
#define MAP_LEFT_OUT_less_equal_i64 MAP_NONE
#define MAP_LEFT_OUT_less_equal_u64 MAP_NONE
#define MAP_LEFT_OUT_greater_i64 MAP_NONE
#define MAP_LEFT_OUT_greater_u64 MAP_NONE
#define MAP_LEFT_OUT_greater_equal_i64 MAP_NONE
#define MAP_LEFT_OUT_greater_equal_u64 MAP_NONE
#define MAP_LEFT_OUT_isnan_f64 MAP_NONE
#define MAP_LEFT_OUT_isfinite_f64 MAP_NONE
#define MAP_LEFT_OUT_clip_i64 MAP_NONE
#define MAP_LEFT_OUT_clip_u64 MAP_NONE
#define MAP_LEFT_OUT_shl_i8 MAP_NONE
#define MAP_LEFT_OUT_shl_i16 MAP_NONE
#define MAP_LEFT_OUT_shl_i32 MAP_NONE
#define MAP_LEFT_OUT_shl_i64 MAP_NONE
#define MAP_LEFT_OUT_shl_u8 MAP_NONE
#define MAP_LEFT_OUT_shl_u16 MAP_NONE
#define MAP_LEFT_OUT_shl_u32 MAP_NONE
#define MAP_LEFT_OUT_shl_u64 MAP_NONE
#define MAP_LEFT_OUT_shr_i8 MAP_NONE
#define MAP_LEFT_OUT_shr_i16 MAP_NONE
#define MAP_LEFT_OUT_shr_i32 MAP_NONE
#define MAP_LEFT_OUT_shr_i64 MAP_NONE
#define MAP_LEFT_OUT_shr_u8 MAP_NONE
#define MAP_LEFT_OUT_shr_u16 MAP_NONE
#define MAP_LEFT_OUT_shr_u32 MAP_NONE
#define MAP_LEFT_OUT_shr_u64 MAP_NONE
#define MAP_LEFT_OUT_minimum_i64 MAP_NONE
#define MAP_LEFT_OUT_minimum_u64 MAP_NONE
#define MAP_LEFT_OUT_maximum_i64 MAP_NONE
#define MAP_LEFT_OUT_maximum_u64 MAP_NONE
#endif

#if defined __aarch64__ && !defined __ARM_FEATURE_SVE
#define MAP_LEFT_OUT_mul_wrap_i64 MAP_NONE
#define MAP_LEFT_OUT_mul_wrap_u64 MAP_NONE
#endif

#ifdef __ARM_FEATURE_SVE
#define MAP_LEFT_OUT_mul_f32 MAP_NONE
#define MAP_LEFT_OUT_mul_f64 MAP_NONE
#define MAP_LEFT_OUT_div_f32 MAP_NONE
#define MAP_LEFT_OUT_div_f64 MAP_NONE
#endif

#endif
#endif
