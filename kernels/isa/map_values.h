/* map_values.h - what the expressions of elementwise rows in operations.def are written with.
 *
 * All of it is C that compilers vectorize, and quiet: no exception is raised that the operation
 * does not have, whichever way a compiler computes ahead. */
#ifndef SPELT_ISA_MAP_VALUES_H
#define SPELT_ISA_MAP_VALUES_H

#include "types.h"

typedef u32 unsigned_f32;
typedef u64 unsigned_f64;

/* Twice as wide, for products. */
typedef i16 wide_i8;
typedef i32 wide_i16;
typedef i64 wide_i32;
typedef int128 wide_i64;
typedef u16 wide_u8;
typedef u32 wide_u16;
typedef u64 wide_u32;
typedef uint128 wide_u64;
typedef f64 wide_f32, wide_f64;

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
    }
SPELT_FLOAT_VALUES(f32, u32)
SPELT_FLOAT_VALUES(f64, u64)

#define SPELT_BITS(a) _Generic((a), f32 : bits_of_f32((f32)(a)), f64 : bits_of_f64((f64)(a)))
#define SPELT_OF_BITS(u) _Generic((u), u32 : of_bits_f32((u32)(u)), u64 : of_bits_f64((u64)(u)))
#define SPELT_LESS_INTEGER(suffix, type, result, ...)                                              \
    SPELT_INLINE int less_##type(type a, type b)                                                   \
    {                                                                                              \
        return a < b;                                                                              \
    }
SPELT_INTEGERS(SPELT_LESS_INTEGER, 0)
/* Also of vectors, where the instruction set's maps have some (map_masks.h). */
#define SPELT_LESS(a, b)                                                                           \
    _Generic((a), SPELT_LESS_OF_LANES f32                                                          \
             : less_f32, f64                                                                       \
             : less_f64, i8                                                                        \
             : less_i8, i16                                                                        \
             : less_i16, i32                                                                       \
             : less_i32, i64                                                                       \
             : less_i64, u8                                                                        \
             : less_u8, u16                                                                        \
             : less_u16, u32                                                                       \
             : less_u32, u64                                                                       \
             : less_u64)(a, b)
#define SPELT_LESS_OF_LANES

#define SPELT_UNORDERED(a, b)                                                                      \
    _Generic((a), f32                                                                              \
             : __builtin_isunordered((f32)(a), (f32)(b)), f64                                      \
             : __builtin_isunordered((f64)(a), (f64)(b)), default                                  \
             : 0)

#define SPELT_ABS(a) _Generic((a), f32 : __builtin_fabsf((f32)(a)), f64 : __builtin_fabs((f64)(a)))
#define SPELT_SQRT(a) _Generic((a), f32 : __builtin_sqrtf((f32)(a)), f64 : __builtin_sqrt((f64)(a)))
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
#define SPELT_PRODUCT_SIGNED (0 - (U)(SPELT_PRODUCT_HIGH != (T)(SPELT_PRODUCT_LOW >> SPELT_TOP)))
#define SPELT_PRODUCT_UNSIGNED (SPELT_PRODUCT_HIGH | (0 - (U)SPELT_PRODUCT_HIGH))

#define SPELT_NEGATED ((U)(0 - (U)a))
#define SPELT_MAGNITUDE SPELT_IF_HIGHEST(a, SPELT_NEGATED, (U)a)

/* The halves of the product. */
#define SPELT_PRODUCT_HIGH ((T)((W)((W)a * (W)b) >> (SPELT_TOP + 1)))
#define SPELT_PRODUCT_LOW ((T)((W)a * (W)b))

/* Sums, differences and products modulo 2^bits; 1u keeps 16 bits from becoming a signed int. */
#define SPELT_SUM ((U)((U)a + (U)b))
#define SPELT_DIFFERENCE ((U)((U)a - (U)b))
#define SPELT_PRODUCT ((U)(1u * (U)a * (U)b))

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
    (sizeof(T) == 8 ? SPELT_SUM | (0 - ((U)SPELT_SUM_UNSIGNED(SPELT_SUM) >> SPELT_TOP))            \
                    : SPELT_SUM | (0 - (U)(SPELT_SUM < a)))
#define SPELT_DIFFERENCE_SATURATED                                                                 \
    (sizeof(T) == 8                                                                                \
         ? SPELT_DIFFERENCE & (((U)SPELT_DIFFERENCE_UNSIGNED(SPELT_DIFFERENCE) >> SPELT_TOP) - 1)  \
         : (U)(a - (a < b ? a : b)))

/* Quotients, 0 by zero. The instruction is never given a zero, nor the least number and -1: that
 * quotient is the least number modulo 2^bits, as it is by 1. With masks, since of ?: compilers make
 * a division by any b. */
#define SPELT_QUOTIENT_WRAPS ((b == (T)-1) & (a == SPELT_LEAST))
#define SPELT_BY_ZERO (0 - (U)(b == 0))
#define SPELT_QUOTIENT_SIGNED                                                                      \
    ((U)SPELT_DIVIDED(a, (((U)b | (1 & SPELT_BY_ZERO)) ^                                           \
                          (((U)b ^ 1) & (0 - (U)SPELT_QUOTIENT_WRAPS)))) &                         \
     ~SPELT_BY_ZERO)
#define SPELT_QUOTIENT_UNSIGNED ((U)SPELT_DIVIDED(a, ((U)b | (1 & SPELT_BY_ZERO))) & ~SPELT_BY_ZERO)

/* x86 divides vectors of floating-point numbers alone. Rounded, in whatever direction, a quotient of
 * integers is no nearer to zero nor farther from it than the next integers: from those that it is not
 * it differs by 1 / b at least, a part of 1 / a of itself, and that is more than what the rounding of
 * f64 takes from 32 bits. */
#if defined __SSE2__ && !MAP_IS_SCALAR
#define SPELT_DIVIDED(a, b)                                                                        \
    (sizeof(T) == 4 ? (T)((f64)(T)(a) / (f64)(T)(b)) : (T)((T)(a) / (T)(b)))
#else
#define SPELT_DIVIDED(a, b) ((T)((T)(a) / (T)(b)))
#endif

#endif
