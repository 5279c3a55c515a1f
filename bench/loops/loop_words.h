/* loop_words.h - the words in capitals of loop_lines.h: for loop_bodies.h, which says what T, R, N, a, b,
 * x and y are. */
#include "loops/halves.h"
#include "types.h"

#include <float.h>
#include <math.h>

typedef c128 wide_c64, wide_c128;

/* Of an integer type. */
#define IS_SIGNED(type) ((type)-1 < (type)1)
#define MOST(type) ((type)((u64)-1 >> (64 - 8 * sizeof(type) + IS_SIGNED(type))))
#define LEAST(type) ((type)(IS_SIGNED(type) ? -MOST(type) - 1 : 0))
#define CLAMPED(type, v) ((v) < LEAST(type) ? LEAST(type) : (v) > MOST(type) ? MOST(type) : (v))

/* The limits of an integer type R, or where T has not these its own. */
#define LOW ((T)(IS_SIGNED(T) && IS_SIGNED(R) ? LEAST(R) : 0))
#define HIGH                                                                                       \
    (sizeof(R) < sizeof(T) || (sizeof(R) == sizeof(T) && IS_SIGNED(R)) ? (T)MOST(R) : MOST(T))

/* Saturation: Warren, Hacker's Delight, 2nd ed., section 2-13. */
#define SUM ((T)(a + b))
#define DIFFERENCE ((T)(a - b))
#define LIMIT (a < 0 ? LEAST(T) : MOST(T))
#define SUM_OR_LIMIT ((T)((a ^ SUM) & (b ^ SUM)) < 0 ? LIMIT : SUM)
#define DIFFERENCE_OR_LIMIT ((T)((a ^ b) & (a ^ DIFFERENCE)) < 0 ? LIMIT : DIFFERENCE)
/* The one quotient that does not fit. */
#define WRAPS (IS_SIGNED(T) && a == LEAST(T) && b == (T)-1)

#define IS_SHIFT (b >= 0 && b < (T)(8 * sizeof(T)))

#define BY_TYPE(v, of_f32, of_f64) _Generic((v), f32 : of_f32, f64 : of_f64)
#define ABS(v) BY_TYPE(v, fabsf, fabs)(v)
/* Of complex numbers; a product as one writes it out, without C99's Annex G. */
#define BY_COMPLEX(v, of_c64, of_c128) _Generic((v), c64 : of_c64, c128 : of_c128)
#define RE(v) BY_COMPLEX(v, __builtin_crealf, __builtin_creal)(v)
#define IM(v) BY_COMPLEX(v, __builtin_cimagf, __builtin_cimag)(v)
#define CONJ(v) BY_COMPLEX(v, __builtin_conjf, __builtin_conj)(v)
#define TIMES(v, w) BY_COMPLEX(v, times_c64, times_c128)(v, w)
#define PAIR(type, re, im) BY_COMPLEX((type){0}, pair_c64, pair_c128)(re, im)
#define COMPLEX_PRODUCT(type, part, re, im)                                                        \
    SPELT_INLINE type pair_##type(part a, part b)                                                  \
    {                                                                                              \
        return __builtin_complex(a, b);                                                            \
    }                                                                                              \
    SPELT_INLINE type times_##type(type a, type b)                                                 \
    {                                                                                              \
        return __builtin_complex(re(a) * re(b) - im(a) * im(b), re(a) * im(b) + im(a) * re(b));    \
    }
COMPLEX_PRODUCT(c64, f32, __builtin_crealf, __builtin_cimagf)
COMPLEX_PRODUCT(c128, f64, __builtin_creal, __builtin_cimag)
#define SQRT(v) BY_TYPE(v, sqrtf, sqrt)(v)
#define FLOOR(v) BY_TYPE(v, floorf, floor)(v)
#define CEIL(v) BY_TYPE(v, ceilf, ceil)(v)
#define TRUNC(v) BY_TYPE(v, truncf, trunc)(v)
#define COPYSIGN(v, w) BY_TYPE(v, copysignf, copysign)(v, w)
#define RINT(v) BY_TYPE(v, rintf, rint)(v)
#define FMA(v, w, x) BY_TYPE(v, fmaf, fma)(v, w, x)
#define IS_FINITE(v) (ABS(v) < INFINITY)

/* N is the type in which C calculates with an element that is converted: f32 of f16 and bf16. */

/* A floating-point number and the range of an integer type R: the first integer above it, unlike
 * the last one in it, is one that every floating-point type has. */
#define PAST ((N)2 * (N)(MOST(R) / 2 + 1))
#define ROUNDED_OR_LIMIT(v) ((v) < (N)LEAST(R) ? LEAST(R) : (v) >= PAST ? MOST(R) : (R)(v))
#define IS_IN_RANGE(v) ((v) >= (N)LEAST(R) && (v) < PAST)
#define IS_IN_RANGE_TRUNCATED ((a > (N)LEAST(R) - 1 || a == (N)LEAST(R)) && a < PAST)

/* To a type R that has the value, */
#define AS_ITSELF(type)                                                                            \
    SPELT_INLINE type type##_as_##type(type a)                                                     \
    {                                                                                              \
        return a;                                                                                  \
    }
AS_ITSELF(f32)
AS_ITSELF(f64)
AS_ITSELF(i8)
AS_ITSELF(i16)
AS_ITSELF(i32)
AS_ITSELF(i64)
AS_ITSELF(u8)
AS_ITSELF(u16)
AS_ITSELF(u32)
AS_ITSELF(u64)
#define WIDER(v)                                                                                   \
    _Generic((R){0}, f32                                                                           \
             : f32_as_f32, f64                                                                     \
             : f64_as_f64, i8                                                                      \
             : i8_as_i8, i16                                                                       \
             : i16_as_i16, i32                                                                     \
             : i32_as_i32, i64                                                                     \
             : i64_as_i64, u8                                                                      \
             : u8_as_u8, u16                                                                       \
             : u16_as_u16, u32                                                                     \
             : u32_as_u32, u64                                                                     \
             : u64_as_u64, f16                                                                     \
             : f32_as_f16, bf16                                                                    \
             : f32_as_bf16)(v)
/* to a floating-point type R that has less bits, by way of f32, and back. */
SPELT_INLINE f32 f64_as_f32(f64 a)
{
    return (f32)a;
}
SPELT_INLINE f16 f64_as_f16(f64 a)
{
    return f32_as_f16((f32)a);
}
SPELT_INLINE bf16 f64_as_bf16(f64 a)
{
    return f32_as_bf16((f32)a);
}
#define BY_RESULT(of_f32, of_f16, of_bf16)                                                         \
    _Generic((R){0}, f32 : of_f32, f16 : of_f16, bf16 : of_bf16)
#define NARROWED(v) BY_RESULT(f64_as_f32, f64_as_f16, f64_as_bf16)(v)
#define WIDENED(v) BY_RESULT(f32_as_f32, f16_as_f32, bf16_as_f32)(v)
#define LARGEST BY_RESULT(FLT_MAX, 65504.0f, 0x1.fep127f)
#define OVERFLOWS(v) (IS_FINITE(v) && !IS_FINITE(WIDENED(NARROWED(v))))
#define LIMITED(v) (!IS_FINITE(v) ? (v) : (v) > LARGEST ? LARGEST : (v) < -LARGEST ? -LARGEST : (v))

/* The last bin of a number, whose edges are those of y; of what is outside any. The other one is
 * reckoned, for even edges, and set right where that was rounded. */
#define BIN_OF(type)                                                                               \
    SPELT_INLINE size_t found_##type(type a, const type *edges, size_t bins)                       \
    {                                                                                              \
        size_t bin = 0;                                                                            \
        for (size_t half; bins > 1; bins -= half) {                                                \
            half = bins / 2;                                                                       \
            bin = edges[bin + half] <= a ? bin + half : bin;                                       \
        }                                                                                          \
        return bin;                                                                                \
    }                                                                                              \
    SPELT_INLINE size_t reckoned_##type(type a, const type *edges, size_t bins, type scale)        \
    {                                                                                              \
        const type at = (a - edges[0]) * scale;                                                    \
        size_t bin = at > 0 ? at < (type)bins ? (size_t)at : bins - 1 : 0;                         \
        bin += a >= edges[bin + 1] && bin < bins - 1;                                              \
        return bin - (a < edges[bin] && bin > 0);                                                  \
    }
BIN_OF(f32)
BIN_OF(f64)
#define FOUND(a) BY_TYPE(a, found_f32, found_f64)(a, y, bins)
#define RECKONED(a) BY_TYPE(a, reckoned_f32, reckoned_f64)(a, y, bins, scale)
#define IS_INSIDE(a) (a >= y[0] && a <= y[bins])
