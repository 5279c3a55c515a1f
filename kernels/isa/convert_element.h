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
typedef u8 convert_read_u8;
typedef i32 convert_read_i32 __attribute__((may_alias));
typedef i64 convert_read_i64 __attribute__((may_alias));
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

/* A number of any type as one that C calculates with, and the nearest of each floating-point type;
 * of f64 there is none for f16 and bf16 here, it would be rounded twice. */
#define CONVERT_VALUE_u8(a) (a)
#define CONVERT_VALUE_i32(a) (a)
#define CONVERT_VALUE_f32(a) (a)
#define CONVERT_VALUE_f16(a) f32_of_f16(a)
#define CONVERT_VALUE_bf16(a) f32_of_bf16(a)
#define CONVERT_NEAREST_f32(a) ((f32)(a))
#define CONVERT_NEAREST_f16(a) f16_of_f32(a)
#define CONVERT_NEAREST_bf16(a) bf16_of_f32(a)

/* The nearest integer, ties to even: of one of 2^52 and above there is no fraction, below it the
 * sum has none. (The library calls no libm, and rint is an instruction in some sets alone.) */
SPELT_INLINE f64 nearest_in_c_f64(f64 a)
{
    const f64 shift = __builtin_copysign(0x1p52, a);
    return __builtin_fabs(a) < 0x1p52 ? (a + shift) - shift : a;
}

SPELT_INLINE f32 nearest_in_c_f32(f32 a)
{
    const f32 shift = __builtin_copysignf(0x1p23f, a);
    return __builtin_fabsf(a) < 0x1p23f ? (a + shift) - shift : a;
}

SPELT_INLINE f64 truncated_in_c_f64(f64 a)
{
    const f64 nearest = nearest_in_c_f64(a);
    const f64 is_beyond = __builtin_fabs(nearest) > __builtin_fabs(a) ? 1.0 : 0.0;
    return nearest - __builtin_copysign(is_beyond, a);
}

SPELT_INLINE f32 truncated_in_c_f32(f32 a)
{
    return (f32)truncated_in_c_f64((f64)a);
}

/* An integer type whose limits are least and past - 1; the result is in two's complement. */
SPELT_INLINE size_t element_of_float(convert_policy policy, f64 a, f64 least, f64 past, u64 *result)
{
    const f64 whole = policy == CONVERT_trunc ? truncated_in_c_f64(a) : nearest_in_c_f64(a);
    const f64 judged = policy == CONVERT_exact ? a : whole;
    *result = 0;
    if (__builtin_isunordered(a, a))
        return SPELT_FAILED_RANGE;
    /* past - 1 is past itself where the type is wider than the significand */
    if (judged < least || judged >= past || judged > past - 1) {
        if (policy != CONVERT_sat)
            return SPELT_FAILED_RANGE;
        *result = judged < least ? (u64)(i64)least : past == 0x1p64 ? UINT64_MAX : (u64)past - 1;
        return 0;
    }
    if (policy == CONVERT_exact && whole != a)
        return SPELT_FAILED_BITS;
    *result = whole < 0 ? (u64)(i64)whole : (u64)whole;
    return 0;
}

#define CONVERT_ELEMENT_float_to_integer(suffix, in, out, ...)                                     \
    SPELT_INLINE size_t element_##suffix(convert_policy policy, in a, out *result)                 \
    {                                                                                              \
        u64 bits;                                                                                  \
        const f64 past = CONVERT_PAST(out);                                                        \
        size_t why =                                                                               \
            element_of_float(policy, (f64)a, CONVERT_IS_SIGNED(out) ? -past : 0, past, &bits);     \
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
        const u64 magnitude = a < 0 ? 0 - (u64)a : (u64)a;                                         \
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
        *result = (out)CONVERT_VALUE_##in(a);                                                      \
        return 0;                                                                                  \
    }

/* back is the nearest number of the other type. */
SPELT_INLINE size_t element_narrowed(convert_policy policy, f64 a, f64 back, f64 largest)
{
    const f64 size = __builtin_fabs(a);
    const int is_finite = __builtin_isless(size, __builtin_inf());
    if (!is_finite)
        return 0;
    if (__builtin_fabs(policy == CONVERT_exact ? a : back) > largest)
        return SPELT_FAILED_RANGE;
    return policy == CONVERT_exact && back != a ? SPELT_FAILED_BITS : 0;
}

#define CONVERT_ELEMENT_float_to_float(suffix, in, out, ...)                                       \
    SPELT_INLINE size_t element_##suffix(convert_policy policy, in a, out *result)                 \
    {                                                                                              \
        const in largest = CONVERT_LARGEST_##out;                                                  \
        const out nearest = CONVERT_NEAREST_##out(a);                                              \
        size_t why = element_narrowed(policy, a, CONVERT_VALUE_##out(nearest), largest);           \
        *result = nearest;                                                                         \
        if (why)                                                                                   \
            *result = CONVERT_NEAREST_##out(policy != CONVERT_sat ? 0                              \
                                            : a < 0               ? -largest                       \
                                                                  : largest);                                    \
        return policy == CONVERT_sat ? 0 : why;                                                    \
    }

SPELT_WIDER(CONVERT_ELEMENT_wider, 0)
SPELT_INTEGER_TO_INTEGER(CONVERT_ELEMENT_integer_to_integer, 0)
SPELT_INTEGER_TO_FLOAT(CONVERT_ELEMENT_integer_to_float, 0)
SPELT_FLOAT_TO_INTEGER(CONVERT_ELEMENT_float_to_integer, 0)
SPELT_FLOAT_TO_FLOAT(CONVERT_ELEMENT_float_to_float, 0)

#endif
