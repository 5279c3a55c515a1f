/* convert_fast.h - conversions that compilers vectorize: no branches, and what is cast is always in
 * range. fast_<suffix>(policy, a, &bad) is right for each element that leaves bad as it was, and
 * sets bits of it for each that fails; a few that do not fail set some too (CONVERT_MARGIN). What
 * comes of those is asked of convert_element.h.
 *
 * Comparisons that order raise INVALID on a NaN: they stand where a NaN fails anyway. */
#ifndef SPELT_CONVERT_FAST_H
#define SPELT_CONVERT_FAST_H

#include "isa/convert_element.h"

/* As wide as an element that is read. */
typedef u8 convert_bits_u8;
typedef u16 convert_bits_f16, convert_bits_bf16;
typedef u32 convert_bits_f32, convert_bits_i32;
typedef u64 convert_bits_f64, convert_bits_i64;

/* Rounding to integers is an instruction, or it is arithmetic. */
#if defined __SSE4_1__ || defined __aarch64__
#define CONVERT_ROUNDS 1
#define CONVERT_NEAREST_INTEGER_f32(a) __builtin_rintf(a)
#define CONVERT_NEAREST_INTEGER_f64(a) __builtin_rint(a)
#define CONVERT_TRUNCATED_f32(a) __builtin_truncf(a)
#define CONVERT_TRUNCATED_f64(a) __builtin_trunc(a)
#else
#define CONVERT_ROUNDS 0
#define CONVERT_NEAREST_INTEGER_f32(a) nearest_in_c_f32(a)
#define CONVERT_NEAREST_INTEGER_f64(a) nearest_in_c_f64(a)
#define CONVERT_TRUNCATED_f32(a) truncated_in_c_f32(a)
#define CONVERT_TRUNCATED_f64(a) truncated_in_c_f64(a)
#endif

/* x86 before AVX-512 has no vector instruction between f64 and i64. */
#if defined __x86_64__ && !defined __AVX512DQ__
#define CONVERT_SPLITS 1
#else
#define CONVERT_SPLITS 0
#endif

/* |whole| <= 2^63, an integer: a multiple of 2^32, which is the low bits of its sum with 2^84, and
 * the rest, at most 2^31, which is those of its sum with 2^52. All of it is exact. */
SPELT_INLINE i64 i64_of_whole(f64 whole)
{
    const f64 high = whole + 0x1.8p84, low = (whole - (high - 0x1.8p84)) + 0x1.8p52;
    return (i64)((bits_of_f64(high) << 32) + (bits_of_f64(low) - 0x4338000000000000));
}

/* The upper half times 2^32 and the lower half, each the low bits of a number less its high bits;
 * both are exact, so that only their sum rounds. What is lost is what the lower half lost: the
 * upper one is 0 or the larger. */
SPELT_INLINE f64 f64_of_i64(i64 a, int is_exact, u64 *bad)
{
    const f64 high = f64_of_bits((u64)a >> 32 ^ 0x4530000080000000) - 0x1.000008p84;
    const f64 low = f64_of_bits(((u64)a & UINT32_MAX) | 0x4330000000000000) - 0x1p52;
    const f64 sum = high + low;
    if (is_exact)
        *bad |= bits_of_f64(sum - high) ^ bits_of_f64(low);
    return sum;
}

/* A bit that is set where the condition is true. A choice between numbers as wide as those that are
 * compared is a mask and nothing else in every set, SSE2 too. */
#define CONVERT_BAD_f32(condition) bits_of_f32((condition) ? 1.0f : 0.0f)
#define CONVERT_BAD_f64(condition) bits_of_f64((condition) ? 1.0 : 0.0)

/* The largest number of a floating-point type that an integer type holds. */
#define CONVERT_FITS(in, out) (CONVERT_DIGITS_##in >= CONVERT_BITS(out))
#define CONVERT_HIGHEST(in, out)                                                                   \
    ((in)(CONVERT_FITS(in, out)                                                                    \
              ? (f64)CONVERT_MAX(out)                                                              \
              : CONVERT_PAST(out) - CONVERT_PAST(out) / (f64)((u64)1 << CONVERT_DIGITS_##in)))
#define CONVERT_LOWEST(out) (CONVERT_IS_SIGNED(out) ? -CONVERT_PAST(out) : 0.0)

/* How far beyond the limits a number may be and round to one of them, a little less: where there
 * is a fraction there, and exact and sat let none pass. */
#define CONVERT_MARGIN(policy, in, out)                                                            \
    (CONVERT_DIGITS_##in < CONVERT_BITS(out) + 2 ? 0                                               \
     : policy == CONVERT_round                   ? 0.49                                            \
     : policy == CONVERT_trunc                   ? 0.99                                            \
                                                 : 0)

/* NaN goes to least. */
SPELT_INLINE f32 clamped_f32(f32 a, f64 least, f64 most)
{
    const f32 above = a > (f32)least ? a : (f32)least;
    return above < (f32)most ? above : (f32)most;
}

SPELT_INLINE f64 clamped_f64(f64 a, f64 least, f64 most)
{
    const f64 above = a > least ? a : least;
    return above < most ? above : most;
}

/* An integer is cast where there is an instruction for that, of a number whose fraction is to go as
 * well. What is exact is seen before the cast where rounding is one instruction, else after it. */
#define CONVERT_FAST_float_to_integer(suffix, in, out, ...)                                        \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        const int splits = CONVERT_SPLITS && sizeof(out) == 8 && CONVERT_IS_SIGNED(out);           \
        const int is_seen_before = splits || CONVERT_ROUNDS;                                       \
        const f64 margin = CONVERT_MARGIN(policy, in, out);                                        \
        const f64 highest = (f64)CONVERT_HIGHEST(in, out);                                         \
        const in inside = clamped_##in(a, CONVERT_LOWEST(out) - margin, highest + margin);         \
        const int casts =                                                                          \
            policy == CONVERT_trunc ? !splits : policy == CONVERT_exact && !is_seen_before;        \
        const in whole = casts                     ? inside                                        \
                         : policy == CONVERT_trunc ? CONVERT_TRUNCATED_##in(inside)                \
                                                   : CONVERT_NEAREST_INTEGER_##in(inside);         \
        const out result = splits ? (out)i64_of_whole((f64)whole) : (out)whole;                    \
        const in same = policy != CONVERT_exact ? inside : is_seen_before ? whole : (in)result;    \
        *bad |= CONVERT_BAD_##in(policy == CONVERT_sat ? a != a : same != a);                      \
        if (policy == CONVERT_sat && !CONVERT_FITS(in, out))                                       \
            return a > (in)highest ? CONVERT_MAX(out) : result;                                    \
        return result;                                                                             \
    }

/* 2^bits is no integer of the type and was rounded to: anything else tells the difference. */
#define CONVERT_FAST_integer_to_float(suffix, in, out, ...)                                        \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        if (CONVERT_SPLITS && sizeof(in) == 8 && CONVERT_IS_SIGNED(in) && sizeof(out) == 8)        \
            return (out)f64_of_i64((i64)a, policy == CONVERT_exact, (u64 *)bad);                   \
        const out result = (out)a, highest = CONVERT_HIGHEST(out, in);                             \
        if (policy == CONVERT_exact)                                                               \
            *bad |= (convert_bits_##in)((in)(result < highest ? result : highest) ^ a);            \
        return result;                                                                             \
    }

/* By the halves, since SSE2 compares no 64 bits. */
SPELT_INLINE i32 nearest_i32_of_i64(i64 a)
{
    const i32 low = (i32)a, high = (i32)(a >> 32), limit = (high >> 31) ^ INT32_MAX;
    return high == low >> 31 ? low : limit;
}

/* The bits above those of the result are all 0 once its least value is 0. */
#define CONVERT_FAST_integer_to_integer(suffix, in, out, ...)                                      \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        const int is_signed = CONVERT_IS_SIGNED(in) && CONVERT_IS_SIGNED(out);                     \
        const int width = CONVERT_BITS(out) + is_signed, most = 8 * (int)sizeof(in) - 1;           \
        const convert_bits_##in offset = (convert_bits_##in)(is_signed ? CONVERT_MIN(out) : 0);    \
        if (policy == CONVERT_exact)                                                               \
            *bad |= ((convert_bits_##in)a - offset) >> (width < most ? width : most);              \
        if (policy != CONVERT_sat)                                                                 \
            return (out)a;                                                                         \
        if (CONVERT_SPLITS && sizeof(in) == 8 && sizeof(out) == 4 && is_signed)                    \
            return (out)nearest_i32_of_i64((i64)a);                                                \
        return (out)(a < CONVERT_MIN(out)   ? CONVERT_MIN(out)                                     \
                     : a > CONVERT_MAX(out) ? CONVERT_MAX(out)                                     \
                                            : a);                                                  \
    }

#define CONVERT_FAST_wider(suffix, in, out, ...)                                                   \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        (void)policy, (void)bad;                                                                   \
        return (out)CONVERT_VALUE_##in(a);                                                         \
    }

/* The number before Inf of the type, in magnitude, where is_beyond. */
SPELT_INLINE f32 less_f32(f32 a, int is_beyond)
{
    return f32_of_bits(bits_of_f32(a) - (u32)is_beyond);
}

SPELT_INLINE f16 less_f16(f16 a, int is_beyond)
{
    return (f16){(u16)(a.bits - is_beyond)};
}

SPELT_INLINE bf16 less_bf16(bf16 a, int is_beyond)
{
    return (bf16){(u16)(a.bits - is_beyond)};
}

#define CONVERT_SIZE_f32(a) __builtin_fabsf(a)
#define CONVERT_SIZE_f64(a) __builtin_fabs(a)

/* == and != are quiet on NaNs, of which all are welcome here. */
#define CONVERT_FAST_float_to_float(suffix, in, out, ...)                                          \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        const in infinity = (in)__builtin_inf();                                                   \
        const out result = CONVERT_NEAREST_##out(a);                                               \
        const in back = CONVERT_VALUE_##out(result);                                               \
        const int is_beyond =                                                                      \
            (CONVERT_SIZE_##in(back) == infinity) & (CONVERT_SIZE_##in(a) != infinity);            \
        const int is_bad = policy == CONVERT_exact ? (back != a) & (a == a) : is_beyond;           \
        if (policy == CONVERT_sat)                                                                 \
            return less_##out(result, is_beyond);                                                  \
        *bad |= CONVERT_BAD_##in(is_bad);                                                          \
        return result;                                                                             \
    }

SPELT_WIDER(CONVERT_FAST_wider, 0)
SPELT_INTEGER_TO_INTEGER(CONVERT_FAST_integer_to_integer, 0)
SPELT_INTEGER_TO_FLOAT(CONVERT_FAST_integer_to_float, 0)
SPELT_FLOAT_TO_INTEGER(CONVERT_FAST_float_to_integer, 0)
SPELT_FLOAT_TO_FLOAT(CONVERT_FAST_float_to_float, 0)

#endif
