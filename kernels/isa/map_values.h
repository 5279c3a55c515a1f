/* map_values.h - what the expressions of elementwise rows in operations.def are written with.
 *
 * All of it is C that compilers vectorize, and quiet: no exception is raised that the operation
 * does not have, whichever way a compiler computes ahead. */
#ifndef SPELT_ISA_MAP_VALUES_H
#define SPELT_ISA_MAP_VALUES_H

#include "types.h"

/* A row's types as an expression knows them. */
#define SPELT_ROW_TYPES(in, result)                                                                \
    typedef in T __attribute__((unused));                                                          \
    typedef result R __attribute__((unused));                                                      \
    typedef SPELT_PASTE(unsigned_, in) U __attribute__((unused));                                  \
    typedef SPELT_PASTE(wide_, in) W __attribute__((unused));

/* ---- Floating point -----------------------------------------------------------------------------
 */

/* The bits of a number, and the number of some bits. Quiet: a < b, false where one is a NaN.
 *
 * Compilers take an order that raises INVALID on quiet NaNs, whatever function the source says, as
 * soon as they compute both sides of a choice; only equality is quiet in all instructions. So a NaN
 * is compared as a zero, and taken out of the result. With masks and not with ?:, of which GCC
 * makes paths where a is known to be no NaN, and then one path again. */
#define SPELT_FLOAT_VALUES(type, bits)                                                             \
    SPELT_INLINE bits bits_of_##type(type a)                                                       \
    {                                                                                              \
        return ((union {                                                                           \
                   type number;                                                                    \
                   bits pattern;                                                                   \
               }){.number = a})                                                                    \
            .pattern;                                                                              \
    }                                                                                              \
    SPELT_INLINE type of_bits_##type(bits a)                                                       \
    {                                                                                              \
        return ((union {                                                                           \
                   type number;                                                                    \
                   bits pattern;                                                                   \
               }){.pattern = a})                                                                   \
            .number;                                                                               \
    }                                                                                              \
    SPELT_INLINE int less_##type(type a, type b)                                                   \
    {                                                                                              \
        type x = of_bits_##type(bits_of_##type(a) & (0 - (bits)(a == a)));                         \
        type y = of_bits_##type(bits_of_##type(b) & (0 - (bits)(b == b)));                         \
        return (x < y) & (a == a) & (b == b);                                                      \
    }                                                                                              \
    SPELT_INLINE int less_equal_##type(type a, type b)                                             \
    {                                                                                              \
        type x = of_bits_##type(bits_of_##type(a) & (0 - (bits)(a == a)));                         \
        type y = of_bits_##type(bits_of_##type(b) & (0 - (bits)(b == b)));                         \
        return (x <= y) & (a == a) & (b == b);                                                     \
    }
SPELT_FLOAT_VALUES(f32, u32)
SPELT_FLOAT_VALUES(f64, u64)

#define SPELT_BITS(a) _Generic((a), f32 : bits_of_f32((f32)(a)), f64 : bits_of_f64((f64)(a)))
#define SPELT_OF_BITS(u) _Generic((u), u32 : of_bits_f32((u32)(u)), u64 : of_bits_f64((u64)(u)))
#define SPELT_LESS_INTEGER(suffix, type, result, ...)                                              \
    SPELT_INLINE int less_##type(type a, type b)                                                   \
    {                                                                                              \
        return a < b;                                                                              \
    }                                                                                              \
    SPELT_INLINE int less_equal_##type(type a, type b)                                             \
    {                                                                                              \
        return a <= b;                                                                             \
    }
SPELT_INTEGERS(SPELT_LESS_INTEGER, 0)
#define SPELT_EQUAL_REAL(suffix, type, result, ...)                                                \
    SPELT_INLINE int equal_##type(type a, type b)                                                  \
    {                                                                                              \
        return a == b;                                                                             \
    }                                                                                              \
    SPELT_INLINE int not_equal_##type(type a, type b)                                              \
    {                                                                                              \
        return a != b;                                                                             \
    }
SPELT_REALS(SPELT_EQUAL_REAL, 0)

/* a, or the bound where a is less, or greater, than it: a NaN stays. Numbers are put together by their bits:
 * of two conditions behind each other GCC makes jumps, and no vectors. */
#define SPELT_BOUNDED_FLOAT(suffix, type, result, ...)                                             \
    SPELT_INLINE type instead_##type(int is_bound, type bound, type a)                             \
    {                                                                                              \
        const unsigned_##type mask = 0 - (unsigned_##type)is_bound;                                \
        return of_bits_##type((bits_of_##type(bound) & mask) | (bits_of_##type(a) & ~mask));       \
    }                                                                                              \
    SPELT_INLINE type not_under_##type(type bound, type a)                                         \
    {                                                                                              \
        return instead_##type(less_##type(a, bound), bound, a);                                    \
    }                                                                                              \
    SPELT_INLINE type not_over_##type(type bound, type a)                                          \
    {                                                                                              \
        return instead_##type(less_##type(bound, a), bound, a);                                    \
    }
SPELT_FLOATS(SPELT_BOUNDED_FLOAT, 0)
#define SPELT_BOUNDED(suffix, type, result, ...)                                                   \
    SPELT_INLINE type not_under_##type(type bound, type a)                                         \
    {                                                                                              \
        return less_##type(a, bound) ? bound : a;                                                  \
    }                                                                                              \
    SPELT_INLINE type not_over_##type(type bound, type a)                                          \
    {                                                                                              \
        return less_##type(bound, a) ? bound : a;                                                  \
    }
SPELT_INTEGERS(SPELT_BOUNDED, 0)
#define SPELT_NOT_UNDER(bound, a) SPELT_OF_TYPE(not_under, , bound)(bound, a)
#define SPELT_NOT_OVER(bound, a) SPELT_OF_TYPE(not_over, , bound)(bound, a)

/* Also of vectors, where the instruction set's maps have some (map_masks.h). */
#define SPELT_LESS(a, b) SPELT_COMPARED(less, a, b)
#define SPELT_LESS_EQUAL(a, b) SPELT_COMPARED(less_equal, a, b)
#define SPELT_EQUAL(a, b) SPELT_COMPARED(equal, a, b)
#define SPELT_NOT_EQUAL(a, b) SPELT_COMPARED(not_equal, a, b)
#define SPELT_COMPARED(name, a, b) SPELT_OF_TYPE(name, SPELT_COMPARED_LANES(name), a)(a, b)
#define SPELT_OF_TYPE(name, more, a)                                                               \
    _Generic((a), more f32                                                                         \
             : name##_f32, f64                                                                     \
             : name##_f64, i8                                                                      \
             : name##_i8, i16                                                                      \
             : name##_i16, i32                                                                     \
             : name##_i32, i64                                                                     \
             : name##_i64, u8                                                                      \
             : name##_u8, u16                                                                      \
             : name##_u16, u32                                                                     \
             : name##_u32, u64                                                                     \
             : name##_u64)
#define SPELT_COMPARED_LANES(name)

#define SPELT_UNORDERED(a, b)                                                                      \
    _Generic((a), f32                                                                              \
             : __builtin_isunordered((f32)(a), (f32)(b)), f64                                      \
             : __builtin_isunordered((f64)(a), (f64)(b)), default                                  \
             : 0)

#define SPELT_ABS(a) _Generic((a), f32 : __builtin_fabsf((f32)(a)), f64 : __builtin_fabs((f64)(a)))
#define SPELT_SQRT(a) _Generic((a), f32 : __builtin_sqrtf((f32)(a)), f64 : __builtin_sqrt((f64)(a)))

/* To whole numbers. x86 has an instruction from SSE4.1 on; before, numbers below 2^(digits - 1) are
 * rounded, as the environment says, by adding and taking away that, and what they became is made the
 * one wanted. The sign of a zero is that of a. Not by the compiler's function, which GCC makes of
 * the magnitude: that is the wrong number where the environment rounds up or down. */
#if defined __SSE2__ && !defined __AVX2__
#define SPELT_ROUNDINGS(type, bits, whole, highest)                                                \
    SPELT_INLINE type rounded_##type(type a)                                                       \
    {                                                                                              \
        const type shift = of_bits_##type(bits_of_##type(whole) | (bits_of_##type(a) & (highest))); \
        return (a + shift) - shift;                                                                \
    }                                                                                              \
    /* r where a is not a whole number already. */                                                 \
    SPELT_INLINE type whole_##type(type a, type r)                                                 \
    {                                                                                              \
        const bits sign = bits_of_##type(a) & (highest);                                           \
        const bits made = sign | (bits_of_##type(r) & ~(highest));                                 \
        const bits is_part = 0 - (bits)less_##type(of_bits_##type(bits_of_##type(a) ^ sign), whole); \
        return of_bits_##type((made & is_part) | (bits_of_##type(a) & ~is_part));                  \
    }                                                                                              \
    SPELT_INLINE type rint_##type(type a)                                                          \
    {                                                                                              \
        return whole_##type(a, rounded_##type(a));                                                 \
    }                                                                                              \
    SPELT_INLINE type floor_##type(type a)                                                         \
    {                                                                                              \
        const type r = rounded_##type(a);                                                          \
        return whole_##type(a, r - (type)less_##type(a, r));                                       \
    }                                                                                              \
    SPELT_INLINE type ceil_##type(type a)                                                          \
    {                                                                                              \
        const type r = rounded_##type(a);                                                          \
        return whole_##type(a, r + (type)less_##type(r, a));                                       \
    }                                                                                              \
    SPELT_INLINE type trunc_##type(type a)                                                         \
    {                                                                                              \
        const type size = of_bits_##type(bits_of_##type(a) & ~(highest)), r = rounded_##type(size); \
        return whole_##type(a, r - (type)less_##type(size, r));                                    \
    }
SPELT_ROUNDINGS(f32, u32, 0x1p23f, (u32)1 << 31)
SPELT_ROUNDINGS(f64, u64, 0x1p52, (u64)1 << 63)
#define SPELT_ROUNDED_BY(name, a) _Generic((a), f32 : name##_f32((f32)(a)), f64 : name##_f64((f64)(a)))
#define SPELT_FLOOR(a) SPELT_ROUNDED_BY(floor, a)
#define SPELT_CEIL(a) SPELT_ROUNDED_BY(ceil, a)
#define SPELT_TRUNC(a) SPELT_ROUNDED_BY(trunc, a)
#define SPELT_RINT(a) SPELT_ROUNDED_BY(rint, a)
#else
#define SPELT_ROUNDED_BY(of_f32, of_f64, a) _Generic((a), f32 : of_f32((f32)(a)), f64 : of_f64((f64)(a)))
#define SPELT_FLOOR(a) SPELT_ROUNDED_BY(__builtin_floorf, __builtin_floor, a)
#define SPELT_CEIL(a) SPELT_ROUNDED_BY(__builtin_ceilf, __builtin_ceil, a)
#define SPELT_TRUNC(a) SPELT_ROUNDED_BY(__builtin_truncf, __builtin_trunc, a)
#define SPELT_RINT(a) SPELT_ROUNDED_BY(__builtin_rintf, __builtin_rint, a)
#endif

#define SPELT_FMA(a, b, c)                                                                         \
    _Generic((a), f32                                                                              \
             : __builtin_fmaf((f32)(a), (f32)(b), (f32)(c)), f64                                   \
             : __builtin_fma((f64)(a), (f64)(b), (f64)(c)))

/* The one of two numbers that `first` says, or b. Where they are equal, which zeros of both signs
 * are too, their bits are joined: | finds -0, & finds +0. */
#define SPELT_EITHER_OR(first, a, b)                                                               \
    SPELT_OF_BITS(SPELT_BITS((first) ? a : b) | (SPELT_BITS(a) & (0 - (U)(a == b))))
#define SPELT_EITHER_AND(first, a, b)                                                              \
    SPELT_OF_BITS(SPELT_BITS((first) ? a : b) & (SPELT_BITS(a) | (0 - (U)(a != b))))

/* Of numbers, by instructions that give the second where the two are equal. */
#define SPELT_LEAST_OF_NUMBERS SPELT_OF_BITS(SPELT_BITS(a < b ? a : b) | SPELT_BITS(b < a ? b : a))
#define SPELT_GREATEST_OF_NUMBERS                                                                  \
    SPELT_OF_BITS(SPELT_BITS(a > b ? a : b) & SPELT_BITS(b > a ? b : a))

#define SPELT_CLIPPED_NUMBER (q < (a < p ? p : a) ? q : (a < p ? p : a))

/* 1 with the sign of a number, +0 of a zero, and a NaN as it is. By equality alone, which is quiet. */
#define SPELT_ONE (sizeof(T) == 4 ? (U)0x3f800000 : (U)0x3ff0000000000000)
#define SPELT_SIGN                                                                                 \
    SPELT_OF_BITS(                                                                                 \
        (U)((SPELT_BITS(a) & (0 - (U)(a != a))) |                                                  \
            ((SPELT_ONE | (SPELT_BITS(a) & SPELT_HIGHEST)) & (0 - (U)((a == a) & (a != 0))))))

/* The bits of infinity. */
#define SPELT_INFINITY (sizeof(T) == 4 ? (T)0x7f800000 : (T)0x7ff0000000000000)

/* ---- Integers -----------------------------------------------------------------------------------
 */

/* Of a type T and its unsigned twin U. TOP is the place of the highest bit. */
#define SPELT_TOP ((int)sizeof(T) * 8 - 1)
#define SPELT_HIGHEST ((U)((U)1 << SPELT_TOP))
#define SPELT_GREATEST ((T)(SPELT_HIGHEST - 1)) /* signed types */
#define SPELT_LEAST ((T)SPELT_HIGHEST)

/* Bits of which the highest says that r, the wrapped result, is not the true one. */
#define SPELT_SUM_SIGNED(r) (((U)a ^ (r)) & ((U)b ^ (r)))
#define SPELT_SUM_UNSIGNED(r) ((a & b) | ((a | b) & ~(r)))
#define SPELT_DIFFERENCE_SIGNED(r) (((U)a ^ (U)b) & ((U)a ^ (r)))
#define SPELT_DIFFERENCE_UNSIGNED(r) ((~a & b) | (~(a ^ b) & (r)))
#define SPELT_PRODUCT_SIGNED                                                                       \
    (0 - (U)(SPELT_PRODUCT_BY_FLOATS ? SPELT_PRODUCT_OVERFLOWS                                     \
             : sizeof(T) == 8        ? product_overflows_i64((i64)a, (i64)b)                       \
                                     : SPELT_PRODUCT_HIGH != (T)(SPELT_PRODUCT_LOW >> SPELT_TOP)))
#define SPELT_PRODUCT_UNSIGNED                                                                     \
    (SPELT_PRODUCT_BY_FLOATS ? 0 - (U)SPELT_PRODUCT_OVERFLOWS                                      \
                             : SPELT_PRODUCT_HIGH | (0 - (U)SPELT_PRODUCT_HIGH))

/* The product modulo 2^bits is the true one, or a multiple of 2^bits away from it. A product of
 * floating-point numbers with half the digits tells which: rounded three times, in whatever direction, it
 * is off by less than 2^-20 of itself. Where there is a vector of such numbers of every integer type: */
#if defined __AVX512DQ__
#define SPELT_PRODUCT_BY_FLOATS (sizeof(T) >= 4)
#elif defined __SSE2__ && !MAP_IS_SCALAR
#define SPELT_PRODUCT_BY_FLOATS (sizeof(T) == 4 && !((T)-1 > (T)0))
#else
#define SPELT_PRODUCT_BY_FLOATS 0
#endif
#define SPELT_PRODUCT_OVERFLOWS                                                                    \
    (sizeof(T) == 8 ? __builtin_fabs((f64)a * (f64)b - (f64)(T)SPELT_PRODUCT) > 0x1p62             \
                    : __builtin_fabsf((f32)a * (f32)b - (f32)(T)SPELT_PRODUCT) > 0x1p30f)

/* Of 64 bits. Of a signed product one instruction tells, and GCC makes of a product alone another
 * multiplication, unless it cannot see that nobody asks. */
SPELT_INLINE i64 product_i64(i64 a, i64 b)
{
    i64 product;
    const int overflows = __builtin_mul_overflow(a, b, &product);
    __asm__("" : "+r"(product) : "r"(overflows));
    return product;
}

SPELT_INLINE int product_overflows_i64(i64 a, i64 b)
{
    i64 product;
    return __builtin_mul_overflow(a, b, &product);
}

SPELT_INLINE int product_overflows_u64(u64 a, u64 b)
{
    u64 product;
    return __builtin_mul_overflow(a, b, &product);
}

#define SPELT_NEGATED_OF(a) ((U)(0 - (U)(a)))
#define SPELT_NEGATED SPELT_NEGATED_OF(a)
#define SPELT_IS_NEGATIVE(a) ((U)(0 - (U)((a) < 0)))
/* Whether there is an instruction for the greater of two signed numbers, and one that compares 64
 * bits. */
#define SPELT_HAS_GREATER (sizeof(T) < 8 || SPELT_MAP_BYTES == 64)
#define SPELT_HAS_LESS (sizeof(T) < 8 || SPELT_MAP_BYTES >= 32)
/* The greater of a and -a, of which the least number has none. */
#define SPELT_MAGNITUDE_OF(a)                                                                      \
    (SPELT_HAS_GREATER ? (U)((T)SPELT_NEGATED_OF(a) > (a) ? SPELT_NEGATED_OF(a) : (U)(a))          \
                       : (U)(((U)(a) ^ SPELT_IS_NEGATIVE(a)) - SPELT_IS_NEGATIVE(a)))
#define SPELT_MAGNITUDE SPELT_MAGNITUDE_OF(a)

/* The least number has no opposite: the greatest stands for it. */
#define SPELT_NEGATED_SATURATED                                                                    \
    (SPELT_HAS_GREATER ? SPELT_NEGATED_OF(SPELT_NOT_UNDER((T)-SPELT_GREATEST, a))                  \
                       : (U)(SPELT_NEGATED + (U)(0 - (U)(a == SPELT_LEAST))))
#define SPELT_MAGNITUDE_SATURATED                                                                  \
    (SPELT_HAS_GREATER ? SPELT_MAGNITUDE_OF(SPELT_NOT_UNDER((T)-SPELT_GREATEST, a))                \
                       : (U)(SPELT_MAGNITUDE - (SPELT_MAGNITUDE >> SPELT_TOP)))

/* -1, 0 or 1. */
#define SPELT_SIGN_OF_INTEGER SPELT_NOT_UNDER((T)-1, SPELT_NOT_OVER((T)1, a))

/* The halves of the product. */
#define SPELT_PRODUCT_HIGH ((T)((W)((W)a * (W)b) >> (SPELT_TOP + 1)))
#define SPELT_PRODUCT_LOW                                                                          \
    (SPELT_PRODUCT_BY_FLOATS            ? (T)SPELT_PRODUCT                                         \
     : sizeof(T) < 8 || (T)-1 > (T)0 ? (T)((W)a * (W)b)                                            \
                                     : (T)product_i64((i64)a, (i64)b))

/* Sums, differences and products modulo 2^bits; 1u keeps 16 bits from becoming a signed int. */
#define SPELT_SUM ((U)((U)a + (U)b))
#define SPELT_DIFFERENCE ((U)((U)a - (U)b))
#define SPELT_PRODUCT ((U)(1u * (U)a * (U)b))

/* The product, or the limit on its side. */
#define SPELT_PRODUCT_SATURATED_SIGNED                                                             \
    (SPELT_PRODUCT_SIGNED ? SPELT_EXTREME(a ^ b) : (U)SPELT_PRODUCT_LOW)
#define SPELT_PRODUCT_SATURATED_UNSIGNED                                                           \
    (sizeof(T) == 2 || (sizeof(T) == 4 && SPELT_MAP_BYTES == 16) || SPELT_PRODUCT_BY_FLOATS        \
         ? SPELT_IF_HIGHEST(SPELT_PRODUCT_UNSIGNED, (U)-1, SPELT_PRODUCT)                          \
     : sizeof(T) == 8 ? (product_overflows_u64((u64)a, (u64)b) ? (U)-1 : SPELT_PRODUCT)            \
                      : (U)SPELT_AT_MOST((W)(U)-1, (W)((W)a * (W)b)))
#define SPELT_AT_MOST(bound, v) ((v) > (bound) ? (bound) : (v))

/* The extreme on the side of the number whose sign v has. */
#define SPELT_EXTREME(v) ((U)((U)SPELT_GREATEST + ((U)(v) >> SPELT_TOP)))

/* yes where the highest of the bits is set, else no; both are U. SSE2 cannot compare 64 bits. */
#if defined __SSE2__ && !defined __AVX2__
#define SPELT_IF_HIGHEST(bits, yes, no)                                                            \
    (sizeof(T) == 8            ? (U)((no) ^ (((no) ^ (yes)) & (0 - ((U)(bits) >> SPELT_TOP))))     \
     : (U)(bits)&SPELT_HIGHEST ? (yes)                                                             \
                               : (no))
#else
#define SPELT_IF_HIGHEST(bits, yes, no) ((U)(bits)&SPELT_HIGHEST ? (yes) : (no))
#endif

/* Unsigned sums and differences that stay in range; of 64 bits, which SSE2 cannot compare, by the
 * carry. */
#define SPELT_SUM_SATURATED                                                                        \
    (!SPELT_HAS_LESS ? SPELT_SUM | (0 - ((U)SPELT_SUM_UNSIGNED(SPELT_SUM) >> SPELT_TOP))           \
     : sizeof(T) == 8 || SPELT_MAP_BYTES == 64 ? (SPELT_SUM < a ? (U)-1 : SPELT_SUM)               \
                                               : (U)(b + SPELT_NOT_OVER((U)~b, a)))
#define SPELT_DIFFERENCE_SATURATED                                                                 \
    (SPELT_HAS_GREATER ? (U)(a - (a < b ? a : b))                                                  \
     : SPELT_HAS_LESS  ? (a < b ? (U)0 : SPELT_DIFFERENCE)                                         \
                       : SPELT_DIFFERENCE &                                                        \
                            (((U)SPELT_DIFFERENCE_UNSIGNED(SPELT_DIFFERENCE) >> SPELT_TOP) - 1))

/* Quotients, 0 by zero. The instruction is never given a zero, nor the least number and -1: that
 * quotient is the least number modulo 2^bits, as it is by 1. With masks, since of ?: compilers make
 * a division by any b; but one by one with a branch, which is quicker where 0 and -1 are rare. */
#define SPELT_QUOTIENT_WRAPS ((U)((U)((U)b + 1) | ((U)a ^ SPELT_HIGHEST)) == 0)
#define SPELT_BY_ZERO (0 - (U)(b == 0))
#if MAP_IS_SCALAR
#define SPELT_QUOTIENT_SIGNED                                                                      \
    (SPELT_UNLIKELY((U)((U)b + 1) <= 1) ? (U)(SPELT_NEGATED & ~SPELT_BY_ZERO) : (U)(a / b))
#define SPELT_QUOTIENT_UNSIGNED (SPELT_UNLIKELY(b == 0) ? (U)0 : (U)(a / b))
#else
#define SPELT_QUOTIENT_SIGNED                                                                      \
    ((U)SPELT_DIVIDED(a, (((U)b | (1 & SPELT_BY_ZERO)) ^                                           \
                          (((U)b ^ 1) & (0 - (U)SPELT_QUOTIENT_WRAPS)))) &                         \
     ~SPELT_BY_ZERO)
#define SPELT_QUOTIENT_UNSIGNED ((U)SPELT_DIVIDED(a, ((U)b | (1 & SPELT_BY_ZERO))) & ~SPELT_BY_ZERO)
#endif

/* The least number % -1 is 0, as its quotient modulo 2^bits says. */
#define SPELT_REMAINDER_SIGNED SPELT_REMAINDER(SPELT_QUOTIENT_SIGNED)
#define SPELT_REMAINDER_UNSIGNED SPELT_REMAINDER(SPELT_QUOTIENT_UNSIGNED)
#define SPELT_REMAINDER(quotient)                                                                  \
    ((U)((U)(1u * (U)a - 1u * (U)(quotient) * (U)b) & (U)~SPELT_BY_ZERO))

/* By b bits, 0 where there are not so many. Not with a count that is masked: compilers make an int of
 * it first, and two vectors of one. */
#define SPELT_IS_NO_SHIFT ((U)b > (U)SPELT_TOP)
#define SPELT_SHIFT_COUNT (SPELT_IS_NO_SHIFT ? (U)0 : (U)b)
#define SPELT_SHIFTED_LEFT (SPELT_IS_NO_SHIFT ? (U)0 : (U)((U)a << SPELT_SHIFT_COUNT))
#define SPELT_SHIFTED_RIGHT (SPELT_IS_NO_SHIFT ? (T)0 : (T)(a >> SPELT_SHIFT_COUNT))

/* x86 divides vectors of floating-point numbers alone. Rounded, in whatever direction, a quotient of
 * integers is no nearer to zero nor farther from it than the next integers: from those that it is not
 * it differs by 1 / b at least, a part of 1 / a of itself, and that is more than what the rounding of
 * f64 takes from 32 bits, and that of f32 from 16. */
#if defined __SSE2__ && !MAP_IS_SCALAR
#define SPELT_DIVIDED(a, b)                                                                        \
    (sizeof(T) == 8   ? (T)((T)(a) / (T)(b))                                                       \
     : sizeof(T) == 4 ? (T)SPELT_WHOLE_QUOTIENT((f64)(T)(a) / (f64)(T)(b))                         \
                      : (T)(i32)((f32)(T)(a) / (f32)(T)(b)))
/* Without AVX-512 numbers of u32 come in two ranges; Clang converts from both and takes one, which raises
 * INVALID: it gets one. */
#if defined __clang__ && !defined __AVX512F__
#define SPELT_WHOLE_QUOTIENT(q) ((T)-1 > (T)0 ? (T)whole_u32_of_f64(q) : (T)(q))
SPELT_INLINE u32 whole_u32_of_f64(f64 q)
{
    const f64 beyond = q >= 0x1p31 ? 0x1p31 : 0;
    return (u32)(i32)(q - beyond) + (u32)(i32)(beyond * 0.5) * 2;
}
#else
#define SPELT_WHOLE_QUOTIENT(q) (q)
#endif
#else
#define SPELT_DIVIDED(a, b) ((T)((T)(a) / (T)(b)))
#endif

#endif
