/* convert_fast.h - conversions that compilers vectorize: no branches, and what is cast is always in
 * range. fast_<suffix>(policy, a, &bad) is right for each element that leaves bad as it was, and
 * sets bits of it for each that fails; a few that do not fail set some too (CONVERT_WITHIN). What
 * comes of those is asked of convert_element.h.
 *
 * Comparisons that order raise INVALID on a NaN: they stand where a NaN fails anyway. */
#ifndef SPELT_CONVERT_FAST_H
#define SPELT_CONVERT_FAST_H

#include "isa/convert_element.h"
#include "isa/convert_steps.h"

/* Of the pairs of types that are converted in one step, a function each. */
#define CONVERT_ALONE_DIRECT(...) __VA_ARGS__
#define CONVERT_ALONE_VECTORS(...)
#define CONVERT_ALONE_WIDEN(...)
#define CONVERT_ALONE_ODD(...)
#define CONVERT_ALONE_NARROW(...)
#define CONVERT_ALONE__(between, steps, ...) CONVERT_ALONE_##steps(__VA_ARGS__)
#define CONVERT_ALONE_(...) CONVERT_ALONE__(__VA_ARGS__)
#define CONVERT_ALONE(suffix, ...) CONVERT_ALONE_(CONVERT_WAY(suffix), __VA_ARGS__)

/* As wide as an element that is read. */
typedef u8 convert_bits_i8, convert_bits_u8;
typedef u16 convert_bits_f16, convert_bits_bf16, convert_bits_i16, convert_bits_u16;
typedef u32 convert_bits_f32, convert_bits_i32, convert_bits_u32;
typedef u64 convert_bits_f64, convert_bits_i64, convert_bits_u64;

/* Rounding to integers is an instruction, or it is arithmetic. */
#if defined __SSE4_1__ || defined __aarch64__
#define CONVERT_ROUNDS 1
#define CONVERT_NEAREST_INTEGER_f32(a) __builtin_nearbyintf(a)
#define CONVERT_NEAREST_INTEGER_f64(a) __builtin_nearbyint(a)
#define CONVERT_TRUNCATED_f64(a) __builtin_trunc(a)
#else
#define CONVERT_ROUNDS 0
#define CONVERT_NEAREST_INTEGER_f32(a) nearest_in_c_f32(a)
#define CONVERT_NEAREST_INTEGER_f64(a) nearest_in_c_f64(a)
#define CONVERT_TRUNCATED_f64(a) truncated_in_c_f64(a)
#endif

/* x86 before AVX-512 has no vector instruction between f64 and i64. */
#if defined __x86_64__ && !defined __AVX512DQ__
#define CONVERT_SPLITS 1
#else
#define CONVERT_SPLITS 0
#endif

/* The nearest integer of |a| < 2^63. A multiple of 2^32 is the low bits of a's sum with 2^84, and
 * what is left, at most 2^31, rounds to those of its sum with 2^52: only this rounds. *lost is a
 * less the result. */
SPELT_INLINE u64 nearest_i64(f64 a, f64 *lost)
{
    const f64 high = a + 0x1.8p84, left = a - (high - 0x1.8p84), low = left + 0x1.8p52;
    *lost = left - (low - 0x1.8p52);
    return (bits_of_f64(high) << 32) + (bits_of_f64(low) - bits_of_f64(0x1.8p52));
}

/* What to subtract from the nearest integer for the one toward zero: 1 or -1 where it is larger in
 * magnitude, so that what was lost has the other sign. */
SPELT_INLINE u64 beyond_i64(f64 a, f64 lost)
{
    const u64 sign = bits_of_f64(a) >> 63, is_lost = (0 - (bits_of_f64(lost) & INT64_MAX)) >> 63;
    const u64 is_beyond = (sign ^ bits_of_f64(lost) >> 63) & is_lost;
    return (is_beyond ^ (0 - sign)) + sign;
}

/* Choices are masks of integers, since nothing compares 64 bits in SSE2. -2^63 is not within, and
 * left to convert_element.h, but not in sat, where it is the limit. */
SPELT_INLINE i64 fast_i64_of_f64(convert_policy policy, f64 a, u64 *bad)
{
    const u64 bits = bits_of_f64(a), size = bits & INT64_MAX;
    const u64 is_within = 0 - ((size - bits_of_f64(0x1p63)) >> 63);
    const u64 is_nan = 0 - ((bits_of_f64(__builtin_inf()) - size) >> 63);
    const int truncates_first = policy == CONVERT_trunc && CONVERT_ROUNDS;
    const f64 within = f64_of_bits(bits & is_within);
    f64 lost;
    u64 result = nearest_i64(truncates_first ? CONVERT_TRUNCATED_f64(within) : within, &lost);
    if (policy == CONVERT_trunc && !truncates_first)
        result -= beyond_i64(within, lost);
    if (policy == CONVERT_sat) {
        *bad |= is_nan;
        return (i64)((result & is_within) | ((INT64_MAX + (bits >> 63)) & ~is_within));
    }
    *bad |= ~is_within | (policy == CONVERT_exact ? bits_of_f64(lost) : 0);
    return (i64)result;
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

SPELT_INLINE f64 f64_of_u64(u64 a, int is_exact, u64 *bad)
{
    const f64 high = f64_of_bits(a >> 32 | 0x4530000000000000) - 0x1p84;
    const f64 low = f64_of_bits((a & UINT32_MAX) | 0x4330000000000000) - 0x1p52;
    const f64 sum = high + low;
    if (is_exact)
        *bad |= bits_of_f64(sum - high) ^ bits_of_f64(low);
    return sum;
}

/* From 2^63 on less 2^63, which is exact, as an i64; what is then too large is so for u64. */
SPELT_INLINE u64 fast_u64_of_f64(convert_policy policy, f64 a, u64 *bad)
{
    const u64 bits = bits_of_f64(a), half = bits_of_f64(0x1p63);
    const u64 is_upper = 0 - (((half - 1 - (bits & INT64_MAX)) & ~bits) >> 63);
    const f64 rest = a - f64_of_bits(half & is_upper);
    const u64 whole = (u64)fast_i64_of_f64(policy, rest, bad);
    const u64 is_below = 0 - ((whole & ~is_upper) >> 63);
    if (policy == CONVERT_sat)
        return (whole | (is_upper & ((u64)1 << 63))) & ~is_below;
    *bad |= is_below;
    return whole ^ (is_upper & ((u64)1 << 63));
}

/* Of an i64, whose upper half is no longer 0 where it does not fit. */
SPELT_INLINE u32 fast_u32_of_f64(convert_policy policy, f64 a, u64 *bad)
{
    const u64 whole = (u64)fast_i64_of_f64(policy, a, bad);
    const u64 is_below = 0 - (whole >> 63), is_above = 0 - ((0 - (whole >> 32)) >> 63);
    if (policy == CONVERT_sat)
        return (u32)((whole | is_above) & ~is_below);
    *bad |= whole >> 32;
    return (u32)whole;
}

/* Integers as CONVERT_WIDE and CONVERT_ODD of them. */
SPELT_INLINE f64 fast_wide_i64(i64 a)
{
    u64 never = 0;
    return CONVERT_SPLITS ? f64_of_i64((i64)sticky_i64(a), 0, &never) : CONVERT_WIDE_i64(a);
}

SPELT_INLINE f64 fast_wide_u64(u64 a)
{
    u64 never = 0;
    return CONVERT_SPLITS ? f64_of_u64(sticky_u64(a), 0, &never) : CONVERT_WIDE_u64(a);
}

#define CONVERT_FAST_WIDE_f64(a) (a)
#define CONVERT_FAST_WIDE_i32(a) ((f64)(a))
#define CONVERT_FAST_WIDE_u32(a) ((f64)(a))
#define CONVERT_FAST_WIDE_i64(a) fast_wide_i64(a)
#define CONVERT_FAST_WIDE_u64(a) fast_wide_u64(a)
#define CONVERT_FAST_ODD(in, a) odd_f32_of_f64(CONVERT_FAST_WIDE_##in(a))

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

/* 1 where a number is in range: in magnitude below the first integer that is not, or where the type
 * has numbers between, the tie below that one; and without a sign if out has none. Of the negative
 * numbers that fit some are left out: the least one, and what rounds to it. Asked of integers,
 * since a comparison could be made after the cast, which raises INVALID. */
#define CONVERT_SIGN(in) ((convert_bits_##in)1 << (8 * sizeof(in) - 1))
#define CONVERT_WITHIN(suffix, in, out)                                                            \
    SPELT_INLINE convert_bits_##in within_##suffix(convert_policy policy, convert_bits_##in bits)  \
    {                                                                                              \
        const int has_half = policy != CONVERT_trunc && CONVERT_DIGITS_##in > CONVERT_BITS(out);   \
        const in top = (in)(CONVERT_PAST(out) - (has_half ? 0.5 : 0));                             \
        const convert_bits_##in below = (bits & ~CONVERT_SIGN(in)) - bits_of_##in(top);            \
        return (CONVERT_IS_SIGNED(out) ? below : below & ~bits) / CONVERT_SIGN(in);                \
    }

/* What is not within goes to a limit: some that round to the least number do so this way. */
#define CONVERT_SATURATED(suffix, in, out)                                                         \
    SPELT_INLINE out saturated_##suffix(in a, convert_bits_##in *bad)                              \
    {                                                                                              \
        const convert_bits_##in bits = bits_of_##in(a), size = bits & ~CONVERT_SIGN(in);           \
        const convert_bits_##in is_within = within_##suffix(CONVERT_sat, bits);                    \
        const in whole = CONVERT_NEAREST_INTEGER_##in(in##_of_bits(bits & (0 - is_within)));       \
        const unsigned_##out nearest = (unsigned_##out)(out)whole,                                 \
                             most = (unsigned_##out)CONVERT_MAX(out);                              \
        const unsigned_##out sign = (unsigned_##out)(bits / CONVERT_SIGN(in));                     \
        const unsigned_##out limit = CONVERT_IS_SIGNED(out) ? most + sign : sign - 1;              \
        const unsigned_##out mask = (unsigned_##out)(0 - (unsigned_##out)is_within);               \
        *bad |= (bits_of_##in((in)__builtin_inf()) - size) & CONVERT_SIGN(in);                     \
        return (out)((nearest & mask) | (limit & ~mask));                                          \
    }

/* A number, or the limit that it is beyond; of a NaN the least one. Chosen as bits: of comparisons GCC
 * makes branches. */
SPELT_INLINE f32 clamped_f32(f32 a, f32 least, f32 most)
{
    const u32 bits = chosen_bits(a > least, bits_of_f32(a), bits_of_f32(least));
    return f32_of_bits(chosen_bits(f32_of_bits(bits) < most, bits, bits_of_f32(most)));
}

SPELT_INLINE i32 fast_f32_i32(convert_policy policy, f32 a, u32 *bad);

/* To integers whose limits an f32 holds. What is rounded is clamped, so that the cast is in range, and
 * fails where that changes it; what is cast as it is becomes an i32 first. */
#define CONVERT_SHORTENED(suffix, in, out)                                                         \
    SPELT_INLINE out shortened_##suffix(convert_policy policy, f32 a, u32 *bad)                    \
    {                                                                                              \
        const f32 least = (f32)CONVERT_MIN(out), most = (f32)CONVERT_MAX(out);                     \
        if (policy == CONVERT_sat) {                                                               \
            const f32 within = CONVERT_NEAREST_INTEGER_f32(clamped_f32(a, least, most));           \
            *bad |= CONVERT_BAD_f32(a != a);                                                       \
            return (out)(i32)within;                                                               \
        }                                                                                          \
        if (policy == CONVERT_round) {                                                             \
            const f32 whole = CONVERT_NEAREST_INTEGER_f32(a);                                      \
            const f32 within = clamped_f32(whole, least, most);                                    \
            *bad |= CONVERT_BAD_f32(within != whole);                                              \
            return (out)(i32)within;                                                               \
        }                                                                                          \
        const i32 result = fast_f32_i32(policy, a, bad);                                           \
        *bad |= ((u32)result - (u32)CONVERT_MIN(out)) >> (8 * sizeof(out) & 31);                   \
        return (out)result;                                                                        \
    }

SPELT_INLINE i64 fast_f64_i64(convert_policy policy, f64 a, u64 *bad);
SPELT_INLINE u64 fast_f64_u64(convert_policy policy, f64 a, u64 *bad);

/* A number whose fraction is to go is cast as it is. What is exact is seen before the cast where
 * rounding is one instruction, else after it. An f32 becomes an i64 by way of f64, which is exact,
 * and of whose bad bits some are in the upper half: GCC makes no vectors of the cast itself.
 * `whole` is a variable for its sake: it would call lrint. */
#define CONVERT_FAST_float_to_integer(suffix, in, out, ...)                                        \
    CONVERT_WITHIN(suffix, in, out)                                                                \
    CONVERT_SATURATED(suffix, in, out)                                                             \
    CONVERT_SHORTENED(suffix, in, out)                                                             \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        u64 wide = 0;                                                                              \
        if (sizeof(out) < 4)                                                                       \
            return shortened_##suffix(policy, (f32)a, (u32 *)bad);                                 \
        if (CONVERT_SPLITS && sizeof(out) == 4 && !CONVERT_IS_SIGNED(out)) {                       \
            const out low = (out)fast_u32_of_f64(policy, (f64)a, &wide);                           \
            *bad |= (convert_bits_##in)(wide | wide >> 32);                                        \
            return low;                                                                            \
        }                                                                                          \
        if (sizeof(in) < sizeof(out)) {                                                            \
            const out of_wider = CONVERT_IS_SIGNED(out)                                            \
                                     ? (out)fast_f64_i64(policy, (f64)a, &wide)                    \
                                     : (out)fast_f64_u64(policy, (f64)a, &wide);                   \
            *bad |= (convert_bits_##in)(wide >> 32);                                               \
            return of_wider;                                                                       \
        }                                                                                          \
        if (CONVERT_SPLITS && sizeof(out) == 8) {                                                  \
            const out split = CONVERT_IS_SIGNED(out)                                               \
                                  ? (out)fast_i64_of_f64(policy, (f64)a, &wide)                    \
                                  : (out)fast_u64_of_f64(policy, (f64)a, &wide);                   \
            *bad |= (convert_bits_##in)wide;                                                       \
            return split;                                                                          \
        }                                                                                          \
        if (policy == CONVERT_sat)                                                                 \
            return saturated_##suffix(a, bad);                                                     \
        const convert_bits_##in bits = bits_of_##in(a), is_within = within_##suffix(policy, bits); \
        const in within = in##_of_bits(bits & (0 - is_within));                                    \
        const int casts = policy == CONVERT_trunc || (policy == CONVERT_exact && !CONVERT_ROUNDS); \
        const in whole = casts ? within : CONVERT_NEAREST_INTEGER_##in(within);                    \
        const out result = (out)whole;                                                             \
        const in same = CONVERT_ROUNDS ? whole : (in)result;                                       \
        *bad |= policy == CONVERT_exact ? CONVERT_BAD_##in(same != a) : is_within - 1;             \
        return result;                                                                             \
    }

/* 2^bits is no integer of the type and was rounded to: anything else tells the difference. The bits choose,
 * for of two numbers GCC converts both, and 2^bits raises INVALID. */
SPELT_INLINE f32 below_past_f32(f32 a, f32 highest)
{
    const u32 bits = bits_of_f32(a);
    return f32_of_bits(bits - (bits == bits_of_f32(highest) + 1));
}
SPELT_INLINE f64 below_past_f64(f64 a, f64 highest)
{
    const u64 bits = bits_of_f64(a);
    return f64_of_bits(bits - (bits == bits_of_f64(highest) + 1));
}
#define CONVERT_FAST_integer_to_float(suffix, in, out, ...)                                        \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        if (CONVERT_SPLITS && sizeof(in) == 8 && sizeof(out) == 8)                                 \
            return (out)f64_of_##in(a, policy == CONVERT_exact, bad);                              \
        if (sizeof(out) == 4 && (sizeof(in) == 8 || !CONVERT_IS_SIGNED(in))) {                     \
            const f64 wide = CONVERT_FAST_WIDE_##in(a);                                            \
            const f32 nearest = (f32)wide;                                                         \
            if (policy == CONVERT_exact)                                                           \
                *bad |= (convert_bits_##in)(CONVERT_BAD_f64((f64)nearest != wide) >> 52);          \
            return (out)nearest;                                                                   \
        }                                                                                          \
        const out result = (out)a, highest = CONVERT_HIGHEST(out, in);                             \
        const out within = sizeof(out) == 4 ? (out)below_past_f32((f32)result, (f32)highest)       \
                                            : (out)below_past_f64((f64)result, (f64)highest);      \
        if (policy == CONVERT_exact)                                                               \
            *bad |= (convert_bits_##in)((in)within ^ a);                                           \
        return result;                                                                             \
    }
#define f64_of_i32(a, is_exact, bad) ((void)(bad), (f64)(a))
#define f64_of_u32(a, is_exact, bad) ((void)(bad), (f64)(a))

/* By the halves, since SSE2 compares no 64 bits. */
SPELT_INLINE i32 nearest_i32_of_i64(i64 a)
{
    const i32 low = (i32)a, high = (i32)(a >> 32), limit = (high >> 31) ^ INT32_MAX;
    return high == low >> 31 ? low : limit;
}

/* Masks of 64 bits, likewise: of a negative number, and of one above the limit. */
SPELT_INLINE u64 saturated_64(u64 a, int is_signed, int width, u64 most)
{
    const u64 is_below = is_signed ? 0 - (a >> 63) : 0;
    const u64 above = width < 64 ? a >> (width & 63) : 0, is_above = 0 - ((0 - above) >> 63);
    return ((a & ~is_above) | (most & is_above)) & ~is_below;
}

/* The bits above those of the result are all 0 once its least value is 0. */
#define CONVERT_FAST_integer_to_integer(suffix, in, out, ...)                                      \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        const int is_signed = CONVERT_IS_SIGNED(in) && CONVERT_IS_SIGNED(out);                     \
        const int width = CONVERT_BITS(out) + is_signed, most = 8 * (int)sizeof(in) - 1;           \
        const int is_narrower = CONVERT_BITS(out) < CONVERT_BITS(in);                              \
        const convert_bits_##in offset = (convert_bits_##in)(is_signed ? CONVERT_MIN(out) : 0);    \
        if (policy == CONVERT_exact)                                                               \
            *bad |= (convert_bits_##in)((convert_bits_##in)((convert_bits_##in)a - offset) >>      \
                                        (width < most ? width : most));                            \
        if (policy != CONVERT_sat)                                                                 \
            return (out)a;                                                                         \
        if (CONVERT_SPLITS && sizeof(in) == 8 && sizeof(out) == 4 && is_signed)                    \
            return (out)nearest_i32_of_i64((i64)a);                                                \
        if (CONVERT_SPLITS && sizeof(in) == 8)                                                     \
            return (out)saturated_64((u64)a, CONVERT_IS_SIGNED(in), CONVERT_BITS(out),             \
                                     (u64)CONVERT_MAX(out));                                       \
        const in greatest = is_narrower ? (in)CONVERT_MAX(out) : CONVERT_MAX(in);                  \
        const in least = is_signed ? (in)CONVERT_MIN(out) : 0;                                     \
        return (out)(a < least ? least : a > greatest ? greatest : a);                             \
    }

#define CONVERT_FAST_wider(suffix, in, out, ...)                                                   \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        (void)policy, (void)bad;                                                                   \
        return CONVERT_TO_##out(in, a);                                                            \
    }

/* 1 where a is finite and in magnitude not below the tie between the largest number of the other
 * type and what would be the next: of integers, since no comparison that orders is quiet in SSE2,
 * and compilers make such of one with Inf. */
#define CONVERT_TIE_f32 0x1.ffffffp127
#define CONVERT_TIE_f16 65520.0f
#define CONVERT_TIE_bf16 0x1.ffp127f

SPELT_INLINE u32 is_beyond_f32(f32 a, f32 tie)
{
    const u32 size = bits_of_f32(a) & INT32_MAX;
    return ((bits_of_f32(tie) - 1 - size) & (size - bits_of_f32(__builtin_inff()))) >> 31;
}

SPELT_INLINE u64 is_beyond_f64(f64 a, f64 tie)
{
    const u64 size = bits_of_f64(a) & INT64_MAX;
    return ((bits_of_f64(tie) - 1 - size) & (size - bits_of_f64(__builtin_inf()))) >> 63;
}

/* The number before Inf of the type, in magnitude, where is_beyond. */
SPELT_INLINE f32 less_f32(f32 a, u64 is_beyond)
{
    return f32_of_bits(bits_of_f32(a) - (u32)is_beyond);
}

SPELT_INLINE f16 less_f16(f16 a, u32 is_beyond)
{
    return (f16){(u16)(a.bits - is_beyond)};
}

SPELT_INLINE bf16 less_bf16(bf16 a, u32 is_beyond)
{
    return (bf16){(u16)(a.bits - is_beyond)};
}

/* == and != are quiet on NaNs, of which all are welcome here. */
#define CONVERT_FAST_float_to_float(suffix, in, out, ...)                                          \
    SPELT_INLINE out fast_##suffix(convert_policy policy, in a, convert_bits_##in *bad)            \
    {                                                                                              \
        const out result = CONVERT_TO_##out(in, a);                                                \
        const in back = CONVERT_VALUE_##out(result);                                               \
        const convert_bits_##in is_beyond = is_beyond_##in(a, CONVERT_TIE_##out);                  \
        if (policy == CONVERT_sat)                                                                 \
            return less_##out(result, is_beyond);                                                  \
        *bad |= policy == CONVERT_exact ? CONVERT_BAD_##in(back != a) & CONVERT_BAD_##in(a == a)   \
                                        : is_beyond;                                               \
        return result;                                                                             \
    }

#define CONVERT_FAST(suffix, in, out, kind, ...)                                                   \
    CONVERT_ALONE(suffix, CONVERT_FAST_##kind(suffix, in, out, 0))
SPELT_WIDER(CONVERT_FAST, wider, 0)
SPELT_INTEGER_TO_INTEGER(CONVERT_FAST, integer_to_integer, 0)
SPELT_INTEGER_TO_FLOAT(CONVERT_FAST, integer_to_float, 0)
SPELT_FLOAT_TO_INTEGER(CONVERT_FAST, float_to_integer, 0)
SPELT_FLOAT_TO_FLOAT(CONVERT_FAST, float_to_float, 0)

#endif
