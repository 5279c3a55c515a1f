/* convert_steps.h - the conversions that vector sets make in two steps, by way of another type:
 * those that are seldom hot. A line each, of suffix, the type between, and what the steps are:
 *
 *   WIDEN   what is always exact, then the conversion asked for
 *   ODD     rounded to odd (convert_bits.h), then the conversion asked for: rounded once, in effect
 *   NARROW  the conversion asked for, to a type that holds all numbers of the last one; then exact,
 * or saturated
 *
 * A step that is exact fails where the whole does not fit; what the failure is, is asked of
 * convert_element.h in any case. All others are made in one step. */
#ifndef SPELT_CONVERT_STEPS_H
#define SPELT_CONVERT_STEPS_H

/* AVX2 has them in one step, in vectors that convert_fast.h knows nothing of: convert_eights.h. */
#if defined __AVX2__ && !defined __AVX512DQ__
#define CONVERT_HAS_STEPS 0
#define CONVERT_STEP_WIDEN VECTORS
#define CONVERT_STEP_ODD VECTORS
#else
#define CONVERT_HAS_STEPS 1
#define CONVERT_STEP_WIDEN WIDEN
#define CONVERT_STEP_ODD ODD
#endif

/* clang-format off */
#define CONVERT_BY_f16_i8 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_f16_i16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_f16_i32 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_f16_i64 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_f16_u8 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_f16_u16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_f16_u32 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_f16_u64 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_f16_bf16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_i8 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_i16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_i32 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_i64 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_u8 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_u16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_u32 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_u64 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_bf16_f16 ~, f32, CONVERT_STEP_WIDEN

#define CONVERT_BY_i8_f16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_i8_bf16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_u8_f16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_u8_bf16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_i16_f16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_i16_bf16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_u16_f16 ~, f32, CONVERT_STEP_WIDEN
#define CONVERT_BY_u16_bf16 ~, f32, CONVERT_STEP_WIDEN

#define CONVERT_BY_i32_f16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_i32_bf16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_u32_f16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_u32_bf16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_i64_f16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_i64_bf16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_u64_f16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_u64_bf16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_f64_f16 ~, f32, CONVERT_STEP_ODD
#define CONVERT_BY_f64_bf16 ~, f32, CONVERT_STEP_ODD

#ifndef __AVX2__ /* which has them in one step, as AVX-512 */
#define CONVERT_BY_f16_f64 ~, f32, WIDEN
#define CONVERT_BY_bf16_f64 ~, f32, WIDEN
#define CONVERT_BY_f64_i8 ~, i32, NARROW
#define CONVERT_BY_f64_i16 ~, i32, NARROW
#define CONVERT_BY_f64_u8 ~, i32, NARROW
#define CONVERT_BY_f64_u16 ~, i32, NARROW
#define CONVERT_BY_f64_u32 ~, i64, NARROW
#define CONVERT_BY_i64_i8 ~, i32, NARROW
#define CONVERT_BY_i64_i16 ~, i32, NARROW
#define CONVERT_BY_i64_u8 ~, i32, NARROW
#define CONVERT_BY_i64_u16 ~, i32, NARROW
#define CONVERT_BY_u64_i8 ~, u32, NARROW
#define CONVERT_BY_u64_i16 ~, u32, NARROW
#define CONVERT_BY_u64_u8 ~, u32, NARROW
#define CONVERT_BY_u64_u16 ~, u32, NARROW
#endif
/* clang-format on */

/* The operation that each step is: one of a policy's own, or what it makes of it. */
#define CONVERT_OP_exact convert
#define CONVERT_OP_round convert_round
#define CONVERT_OP_trunc convert_trunc
#define CONVERT_OP_sat convert_sat
#define CONVERT_OP_wrap convert_wrap
#define CONVERT_LAST_exact convert
#define CONVERT_LAST_round convert
#define CONVERT_LAST_trunc convert
#define CONVERT_LAST_sat convert_sat
#define CONVERT_LAST_wrap convert_wrap
#define CONVERT_FIRST_WIDEN(policy) convert
#define CONVERT_FIRST_ODD(policy) convert_odd
#define CONVERT_FIRST_NARROW(policy) CONVERT_OP_##policy
#define CONVERT_SECOND_WIDEN(policy) CONVERT_OP_##policy
#define CONVERT_SECOND_ODD(policy) CONVERT_OP_##policy
#define CONVERT_SECOND_NARROW(policy) CONVERT_LAST_##policy

/* The first steps that are no functions of the list. */
#if !CONVERT_HAS_STEPS
#define CONVERT_ODD_STEPS(DO, ...)
#else
#define CONVERT_ODD_STEPS(DO, ...)                                                                 \
    DO(f64_f32, f64, f32, __VA_ARGS__)                                                             \
    DO(i32_f32, i32, f32, __VA_ARGS__)                                                             \
    DO(i64_f32, i64, f32, __VA_ARGS__)                                                             \
    DO(u32_f32, u32, f32, __VA_ARGS__) DO(u64_f32, u64, f32, __VA_ARGS__)
#endif

/* CONVERT_WAY(suffix): the type between and the steps, or DIRECT twice where there is no line
 * above. */
#define CONVERT_WAY_(ignored, between, steps, ...) between, steps
#define CONVERT_WAY__(...) CONVERT_WAY_(__VA_ARGS__)
#define CONVERT_WAY(suffix) CONVERT_WAY__(CONVERT_BY_##suffix, DIRECT, DIRECT, ~)

#endif
