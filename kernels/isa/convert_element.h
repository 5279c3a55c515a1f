/* convert_element.h - what a conversion is: one element, in plain C. The scalar kernels are these
 * functions, and every other kernel is tested against them. element_<suffix>(policy, a, &result)
 * returns 0, or why the element fails; result is then 0. */
#ifndef SPELT_CONVERT_ELEMENT_H
#define SPELT_CONVERT_ELEMENT_H

#include "isa/convert_halves.h"
#include "isa/kernels.h"

#include <float.h>

/* Behind CONVERT_ stands the policy's token in operations.def. */
typedef enum {
    CONVERT_exact,
    CONVERT_round,
    CONVERT_trunc,
    CONVERT_sat,
    CONVERT_wrap
} convert_policy;

/* An element that is read: its place may hold one of another type as soon as it is converted. */
typedef i8 convert_read_i8;
typedef u8 convert_read_u8;
typedef i16 convert_read_i16 __attribute__((may_alias));
typedef i32 convert_read_i32 __attribute__((may_alias));
typedef i64 convert_read_i64 __attribute__((may_alias));
typedef u16 convert_read_u16 __attribute__((may_alias));
typedef u32 convert_read_u32 __attribute__((may_alias));
typedef u64 convert_read_u64 __attribute__((may_alias));
typedef f32 convert_read_f32 __attribute__((may_alias));
typedef f64 convert_read_f64 __attribute__((may_alias));
typedef f16 convert_read_f16;
typedef bf16 convert_read_bf16;

/* Of an integer type: whether it is signed, its bits without the sign, its limits, and 2^bits, the
 * first integer above it, which unlike the largest one every floating-point type holds. */
#define CONVERT_IS_SIGNED(type) ((type)-1 < (type)1)
#define CONVERT_BITS(type) (8 * (int)sizeof(type) - CONVERT_IS_SIGNED(type))
#define CONVERT_MAX(type) ((type)(((u64)1 << (CONVERT_BITS(type) - 1)) * 2 - 1))
#define CONVERT_MIN(type) ((type)(CONVERT_IS_SIGNED(type) ? (type)-CONVERT_MAX(type) - 1 : 0))
#define CONVERT_PAST(type) (2.0 * (f64)((u64)1 << (CONVERT_BITS(type) - 1)))

/* Of a floating-point type: the bits of its significand, and its largest number. */
#define CONVERT_DIGITS_f32 FLT_MANT_DIG
#define CONVERT_DIGITS_f64 DBL_MANT_DIG
#define CONVERT_LARGEST_f32 FLT_MAX
#define CONVERT_LARGEST_f16 65504.0f
#define CONVERT_LARGEST_bf16 0x1.fep127f

/* A number of any type as one that C calculates with, */
#define CONVERT_VALUE_i8(a) (a)
#define CONVERT_VALUE_i16(a) (a)
#define CONVERT_VALUE_i32(a) (a)
#define CONVERT_VALUE_i64(a) (a)
#define CONVERT_VALUE_u8(a) (a)
#define CONVERT_VALUE_u16(a) (a)
#define CONVERT_VALUE_u32(a) (a)
#define CONVERT_VALUE_u64(a) (a)
#define CONVERT_VALUE_f32(a) (a)
#define CONVERT_VALUE_f64(a) (a)
#define CONVERT_VALUE_f16(a) f32_of_f16(a)
#define CONVERT_VALUE_bf16(a) f32_of_bf16(a)
/* as an f64 that lies as it does beside the numbers of up to 41 digits, and ties between them, */
#define CONVERT_WIDE_i16(a) ((f64)(a))
#define CONVERT_WIDE_i32(a) ((f64)(a))
#define CONVERT_WIDE_i64(a) ((f64)(i64)sticky_i64(a))
#define CONVERT_WIDE_u16(a) ((f64)(a))
#define CONVERT_WIDE_u32(a) ((f64)(a))
#define CONVERT_WIDE_u64(a) ((f64)sticky_u64(a))
#define CONVERT_WIDE_f32(a) ((f64)(a))
#define CONVERT_WIDE_f64(a) (a)
#define CONVERT_WIDE_f16(a) ((f64)f32_of_f16(a))
#define CONVERT_WIDE_bf16(a) ((f64)f32_of_bf16(a))
/* as an f32, likewise of up to 22 digits, */
#define CONVERT_ODD_i8(a) ((f32)(a))
#define CONVERT_ODD_i16(a) ((f32)(a))
#define CONVERT_ODD_i32(a) odd_f32_of_f64((f64)(a))
#define CONVERT_ODD_i64(a) odd_f32_of_f64(CONVERT_WIDE_i64(a))
#define CONVERT_ODD_u8(a) ((f32)(a))
#define CONVERT_ODD_u16(a) ((f32)(a))
#define CONVERT_ODD_u32(a) odd_f32_of_f64((f64)(a))
#define CONVERT_ODD_u64(a) odd_f32_of_f64(CONVERT_WIDE_u64(a))
#define CONVERT_ODD_f32(a) (a)
#define CONVERT_ODD_f64(a) odd_f32_of_f64(a)
#define CONVERT_ODD_f16(a) f32_of_f16(a)
#define CONVERT_ODD_bf16(a) f32_of_bf16(a)
/* and as the nearest of another type, where it is in range of that. */
#define CONVERT_TO_i16(in, a) ((i16)CONVERT_VALUE_##in(a))
#define CONVERT_TO_i32(in, a) ((i32)CONVERT_VALUE_##in(a))
#define CONVERT_TO_i64(in, a) ((i64)CONVERT_VALUE_##in(a))
#define CONVERT_TO_u16(in, a) ((u16)CONVERT_VALUE_##in(a))
#define CONVERT_TO_u32(in, a) ((u32)CONVERT_VALUE_##in(a))
#define CONVERT_TO_u64(in, a) ((u64)CONVERT_VALUE_##in(a))
#define CONVERT_TO_f32(in, a) ((f32)CONVERT_VALUE_##in(a))
#define CONVERT_TO_f64(in, a) ((f64)CONVERT_VALUE_##in(a))
#define CONVERT_TO_f16(in, a) f16_of_f32(CONVERT_ODD_##in(a))
#define CONVERT_TO_bf16(in, a) bf16_of_f32(CONVERT_ODD_##in(a))

/* An integer, |a| < 2^64, in two's complement; something of others. No cast does this: compilers
 * move one ahead of what it depends on, and that raises INVALID. */
SPELT_INLINE u64 bits_of_whole(f64 a)
{
    const u64 bits = bits_of_f64(a), hidden = (u64)1 << 52;
    const u64 fraction = (bits & (hidden - 1)) | hidden;
    const int shift = (int)(bits >> 52 & 0x7ff) - 1023 - 52;
    const u64 low = shift <= -53 ? 0 : fraction >> (-shift & 63);
    const u64 magnitude = shift >= 0 ? fraction << (shift & 63) : low;
    return bits >> 63 ? 0 - magnitude : magnitude;
}

/* An integer type whose limits are least and past - 1; the result is in two's complement. Once for
 * all of them: it would be most of what the scalar kernels are. */
static __attribute__((noinline, unused)) size_t
element_of_float(convert_policy policy, f64 a, f64 least, f64 past, u64 most, u64 *result)
{
    const f64 whole = policy == CONVERT_trunc ? truncated_in_c_f64(a) : nearest_in_c_f64(a);
    const f64 judged = policy == CONVERT_exact ? a : whole;
    *result = 0;
    if (a != a)
        return SPELT_FAILED_RANGE;
    /* past - 1 is past itself where the type is wider than the significand */
    if (judged < least || judged >= past || judged > past - 1) {
        if (policy != CONVERT_sat)
            return SPELT_FAILED_RANGE;
        *result = judged < least ? bits_of_whole(least) : most;
        return 0;
    }
    if (policy == CONVERT_exact && whole != a)
        return SPELT_FAILED_BITS;
    *result = bits_of_whole(whole);
    return 0;
}

#define CONVERT_ELEMENT_float_to_integer(suffix, in, out, ...)                                     \
    SPELT_INLINE size_t element_##suffix(convert_policy policy, in a, out *result)                 \
    {                                                                                              \
        u64 bits;                                                                                  \
        const f64 past = CONVERT_PAST(out), least = CONVERT_IS_SIGNED(out) ? -past : 0;            \
        size_t why = element_of_float(policy, CONVERT_WIDE_##in(a), least, past,                   \
                                      (u64)CONVERT_MAX(out), &bits);                               \
        *result = (out)bits;                                                                       \
        return why;                                                                                \
    }

/* Exact where the bits from the first to the last that is set fit the significand. */
SPELT_INLINE size_t element_of_integer(convert_policy policy, u64 magnitude, int digits)
{
    if (policy != CONVERT_exact || magnitude == 0)
        return 0;
    return magnitude >> __builtin_ctzll(magnitude) >> (digits - 1) > 1 ? SPELT_FAILED_BITS : 0;
}

#define CONVERT_ELEMENT_integer_to_float(suffix, in, out, ...)                                     \
    SPELT_INLINE size_t element_##suffix(convert_policy policy, in a, out *result)                 \
    {                                                                                              \
        const u64 magnitude = a < 1 ? 0 - (u64)a : (u64)a;                                         \
        size_t why = element_of_integer(policy, magnitude, CONVERT_DIGITS_##out);                  \
        *result = why ? 0 : (out)a;                                                                \
        return why;                                                                                \
    }

SPELT_INLINE size_t element_within(convert_policy policy, int128 a, int128 least, int128 most,
                                   u64 *result)
{
    *result = 0;
    if (policy == CONVERT_exact && (a < least || a > most))
        return SPELT_FAILED_RANGE;
    *result = (u64)(policy == CONVERT_wrap ? a : a < least ? least : a > most ? most : a);
    return 0;
}

#define CONVERT_ELEMENT_integer_to_integer(suffix, in, out, ...)                                   \
    SPELT_INLINE size_t element_##suffix(convert_policy policy, in a, out *result)                 \
    {                                                                                              \
        u64 bits;                                                                                  \
        size_t why = element_within(policy, a, CONVERT_MIN(out), CONVERT_MAX(out), &bits);         \
        *result = (out)bits;                                                                       \
        return why;                                                                                \
    }

#define CONVERT_ELEMENT_wider(suffix, in, out, ...)                                                \
    SPELT_INLINE size_t element_##suffix(convert_policy policy, in a, out *result)                 \
    {                                                                                              \
        (void)policy;                                                                              \
        *result = CONVERT_TO_##out(in, a);                                                         \
        return 0;                                                                                  \
    }

/* back is the nearest number of the other type. Sizes are compared as bits: an order of numbers raises
 * INVALID on a NaN, which compilers may ask for ahead of the question whether it is one, and isless too,
 * which GCC makes of such an order under -fno-trapping-math. */
SPELT_INLINE size_t element_narrowed(convert_policy policy, f64 a, f64 back, f64 largest)
{
    const u64 size = bits_of_f64(a) & INT64_MAX, rounded = bits_of_f64(back) & INT64_MAX;
    if (size >= bits_of_f64(__builtin_inf()))
        return 0;
    if ((policy == CONVERT_exact ? size : rounded) > bits_of_f64(largest))
        return SPELT_FAILED_RANGE;
    return policy == CONVERT_exact && back != a ? SPELT_FAILED_BITS : 0;
}

#define CONVERT_ELEMENT_float_to_float(suffix, in, out, ...)                                       \
    SPELT_INLINE size_t element_##suffix(convert_policy policy, in a, out *result)                 \
    {                                                                                              \
        const f32 largest = CONVERT_LARGEST_##out;                                                 \
        const f64 wide = CONVERT_WIDE_##in(a);                                                     \
        const out nearest = CONVERT_TO_##out(in, a);                                               \
        size_t why = element_narrowed(policy, wide, CONVERT_VALUE_##out(nearest), largest);        \
        *result = nearest;                                                                         \
        if (why) {                                                                                 \
            const int is_negative = bits_of_f64(wide) >> 63 != 0;                                  \
            const f32 limit = policy != CONVERT_sat ? 0 : is_negative ? -largest : largest;        \
            *result = CONVERT_TO_##out(f32, limit);                                                \
        }                                                                                          \
        return policy == CONVERT_sat ? 0 : why;                                                    \
    }

SPELT_WIDER(CONVERT_ELEMENT_wider, 0)
SPELT_INTEGER_TO_INTEGER(CONVERT_ELEMENT_integer_to_integer, 0)
SPELT_INTEGER_TO_FLOAT(CONVERT_ELEMENT_integer_to_float, 0)
SPELT_FLOAT_TO_INTEGER(CONVERT_ELEMENT_float_to_integer, 0)
SPELT_FLOAT_TO_FLOAT(CONVERT_ELEMENT_float_to_float, 0)
SPELT_FLOAT_IN_FLOAT(CONVERT_ELEMENT_float_to_float, 0)
SPELT_INTEGER_TO_HALF(CONVERT_ELEMENT_float_to_float, 0)
SPELT_INTEGER_IN_HALF(CONVERT_ELEMENT_float_to_float, 0)

#endif
