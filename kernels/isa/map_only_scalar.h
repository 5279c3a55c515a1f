/* map_only_scalar.h - the elementwise functions that an instruction set has no kernels of its own
 * for: MAP_IF_MADE(op_suffix, DO, ...) calls DO for the others. A function is left out by the line
 * of its name, for one of these reasons:
 *
 *   - there are no instructions for it: quotients of integers, the upper half of products of 64
 * bits
 *   - SSE2 cannot compare 64 bits nor widen a mask to them, has three multiplications for one of 64
 *     bits, and no fused multiply-add
 *
 * The scalar kernel stands for it. */
#ifndef SPELT_ISA_MAP_ONLY_SCALAR_H
#define SPELT_ISA_MAP_ONLY_SCALAR_H

#define MAP_IF_MADE(function, DO, ...)                                                             \
    SPELT_PASTE(MAP_WHERE_, MAP_SECOND(SPELT_PASTE(MAP_ONLY_SCALAR_, function), MADE, ))           \
    (DO, __VA_ARGS__)
#define MAP_SECOND(...) MAP_SECOND_(__VA_ARGS__)
#define MAP_SECOND_(first, second, ...) second
#define MAP_WHERE_MADE(DO, ...) DO(__VA_ARGS__)
#define MAP_WHERE_LEFT_OUT(DO, ...)
#define MAP_LEFT_OUT , LEFT_OUT

#if !MAP_IS_SCALAR

#define MAP_ONLY_SCALAR_div_i8 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_i16 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_i32 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_u8 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_u16 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_u32 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_u64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_wrap_i8 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_wrap_i16 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_wrap_i32 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_wrap_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_wrap_u8 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_wrap_u16 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_wrap_u32 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_wrap_u64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_sat_i8 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_sat_i16 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_sat_i32 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_sat_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_sat_u8 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_sat_u16 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_sat_u32 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_div_sat_u64 MAP_LEFT_OUT

#define MAP_ONLY_SCALAR_mul_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_mul_u64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_mul_sat_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_mul_sat_u64 MAP_LEFT_OUT

#if defined __SSE2__ && !defined __AVX2__
#define MAP_ONLY_SCALAR_fma_f32 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_fma_f64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_mul_wrap_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_mul_wrap_u64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_where_f64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_where_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_where_u64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_less_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_less_u64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_minimum_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_minimum_u64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_maximum_i64 MAP_LEFT_OUT
#define MAP_ONLY_SCALAR_maximum_u64 MAP_LEFT_OUT
#endif

#endif
#endif
