/* loop_bodies.h - all loops of loops.h, as text: included by naive.c and vectorized.c, so that both
 * compile the same.
 *
 * Before: LOOPS_TABLE, the name of the table to define; LOOP_MAP and LOOP_REDUCE(operation), what
 * stands before a loop that may be vectorized, a reduction in another order. With LOOPS_REORDERED
 * there are only those reductions: what -ffast-math may do to others is no longer what Spelt
 * computes. */
#include "halves.h"
#include "loop_lines.h"
#include "loops.h"

#include <float.h>
#include <math.h>

/* ---- The words of the lines --------------------------------------------------------------------
 */

/* W is twice as wide as T. */
typedef i16 wide_i8;
typedef i32 wide_i16;
typedef i64 wide_i32;
typedef int128 wide_i64;
typedef u16 wide_u8;
typedef u32 wide_u16;
typedef u64 wide_u32;
typedef uint128 wide_u64;
typedef f64 wide_f32, wide_f64;
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

/* ---- The loops ---------------------------------------------------------------------------------
 */

/* An element as a number that C calculates with. */
#define NUMBER_f16(v) f16_as_f32(v)
#define NUMBER_bf16(v) bf16_as_f32(v)
#define NUMBER_f32(v) (v)
#define NUMBER_f64(v) (v)
#define NUMBER_i8(v) (v)
#define NUMBER_i16(v) (v)
#define NUMBER_i32(v) (v)
#define NUMBER_i64(v) (v)
#define NUMBER_u8(v) (v)
#define NUMBER_u16(v) (v)
#define NUMBER_u32(v) (v)
#define NUMBER_u64(v) (v)

/* Not every line uses all of it. */
#define UNUSED __attribute__((unused))
#define BEGIN(suffix, in, result, op)                                                              \
    static int op##_##suffix(LOOP_PARAMETERS)                                                      \
    {                                                                                              \
        typedef in T UNUSED;                                                                       \
        typedef result R UNUSED;                                                                   \
        const T *x UNUSED = x_data, *y UNUSED = y_data, *z UNUSED = z_data;                        \
        const u8 *mask UNUSED = x_data;                                                            \
        R *out = out_data;                                                                         \
        int failed = 0;
#define EACH for (size_t i = 0; i < n; i++)
#define END                                                                                        \
    return failed;                                                                                 \
    }

#define MAP1(suffix, in, result, op, ...)                                                          \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = x[i];                                                                          \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define MAP2(suffix, in, result, op, ...)                                                          \
    BEGIN(suffix, in, result, op)                                                                  \
    typedef wide_##in W UNUSED;                                                                    \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = x[i], b = y[i];                                                                \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define UPDATE(suffix, in, result, op, ...)                                                        \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = x[i], b = out[i];                                                              \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define MAP3(suffix, in, result, op, ...)                                                          \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = x[i], b = y[i], c = z[i];                                                      \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define WHERE(suffix, in, result, op, ...)                                                         \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const u8 a = mask[i];                                                                      \
        const T b = y[i], c = z[i];                                                                \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define CHECKED1(suffix, in, result, op, ...)                                                      \
    BEGIN(suffix, in, result, op)                                                                  \
    EACH                                                                                           \
    {                                                                                              \
        const T a = x[i];                                                                          \
        failed |= __VA_ARGS__;                                                                     \
    }                                                                                              \
    END
#define CHECKED2(suffix, in, result, op, ...)                                                      \
    BEGIN(suffix, in, result, op)                                                                  \
    EACH                                                                                           \
    {                                                                                              \
        const T a = x[i], b = y[i];                                                                \
        failed |= __VA_ARGS__;                                                                     \
    }                                                                                              \
    END
#define CONVERT(suffix, in, result, op, value, fails)                                              \
    BEGIN(suffix, in, result, op)                                                                  \
    EACH                                                                                           \
    {                                                                                              \
        typedef __typeof__(NUMBER_##in(*x)) N UNUSED;                                              \
        const __typeof__(NUMBER_##in(*x)) a = NUMBER_##in(x[i]);                                   \
        const int is_failure = fails;                                                              \
        const R r = value;                                                                         \
        out[i] = is_failure ? (R){0} : r;                                                          \
        failed |= is_failure;                                                                      \
    }                                                                                              \
    END

#define SECOND_1(in)
#define SECOND_2(in) const R b = (R)NUMBER_##in(y[i]);
#define REDUCE(suffix, in, result, op, inputs, ...)                                                \
    BEGIN(suffix, in, result, op)                                                                  \
    R r = 0;                                                                                       \
    LOOP_REDUCE(+) EACH                                                                            \
    {                                                                                              \
        const R a = (R)NUMBER_##in(x[i]);                                                          \
        SECOND_##inputs(in) r += __VA_ARGS__;                                                      \
    }                                                                                              \
    *out = r;                                                                                      \
    END
/* Of complex elements; the same of the array of their parts. */
#define SECOND_ELEMENT_1(in)
#define SECOND_ELEMENT_2(in) const in b = y[i];
#define REDUCE_COMPLEX(suffix, in, result, op, inputs, ...)                                        \
    BEGIN(suffix, in, result, op)                                                                  \
    R r = 0;                                                                                       \
    LOOP_REDUCE(+) EACH                                                                            \
    {                                                                                              \
        const in a = x[i];                                                                         \
        SECOND_ELEMENT_##inputs(in) r += __VA_ARGS__;                                              \
    }                                                                                              \
    *out = r;                                                                                      \
    END
#define OF_PARTS(suffix, in, result, op, ...)                                                      \
    static int op##_##suffix(LOOP_PARAMETERS)                                                      \
    {                                                                                              \
        return op##_##result(x_data, y_data, z_data, out_data, 2 * n);                             \
    }
#define REDUCE_BY(suffix, in, result, op, first, number, second, last)                             \
    BEGIN(suffix, in, result, op)                                                                  \
    R p = 0, r = 0;                                                                                \
    LOOP_REDUCE(+) EACH                                                                            \
    {                                                                                              \
        const R a UNUSED = (R)NUMBER_##in(x[i]);                                                   \
        p += first;                                                                                \
    }                                                                                              \
    p = number;                                                                                    \
    LOOP_REDUCE(+) EACH                                                                            \
    {                                                                                              \
        const R a = (R)NUMBER_##in(x[i]);                                                          \
        r += second;                                                                               \
    }                                                                                              \
    *out = last;                                                                                   \
    END
#define CHOICE(suffix, in, result, op, operation, ...)                                             \
    CHOICE_FROM(suffix, in, result, op, x[0], operation, __VA_ARGS__)
#define CHOICE_COMPLEX(suffix, in, result, op, operation, ...)                                     \
    CHOICE_FROM(suffix, in, result, op, 0, operation, __VA_ARGS__)
#define CHOICE_FROM(suffix, in, result, op, first, operation, ...)                                 \
    BEGIN(suffix, in, result, op)                                                                  \
    if (n == 0)                                                                                    \
        return 1;                                                                                  \
    R r = first;                                                                                   \
    LOOP_REDUCE(operation) EACH                                                                    \
    {                                                                                              \
        const T a = x[i];                                                                          \
        r = (R)(__VA_ARGS__);                                                                      \
    }                                                                                              \
    *out = r;                                                                                      \
    END
#define INDEX(suffix, in, result, op, ...)                                                         \
    BEGIN(suffix, in, result, op)                                                                  \
    R r = 0;                                                                                       \
    EACH                                                                                           \
    {                                                                                              \
        const T a = x[i];                                                                          \
        r = __VA_ARGS__ ? (R)i : r;                                                                \
    }                                                                                              \
    *out = r;                                                                                      \
    END

#define SPELT_ORDER1(op, inputs, types, ...) types(REDUCE, op, inputs, NAIVE_ORDER1_##op)
#define SPELT_ORDER1_BY(op, types, ...) types(REDUCE_BY, op, NAIVE_ORDER1_BY_##op)
#define SPELT_CHOICE(op, types, ...) types(CHOICE, op, NAIVE_CHOICE_##op)
#define SPELT_COMPLEX_ORDER1(op, inputs, types, ...)                                               \
    types(REDUCE_COMPLEX, op, inputs, NAIVE_COMPLEX_ORDER1_##op)
#define SPELT_PARTS_ORDER1(op, inputs, types, ...) types(OF_PARTS, op, 0)
#define SPELT_PARTS_ORDER1_BY(op, types, ...) types(OF_PARTS, op, 0)
#define SPELT_COMPLEX_CHOICE(op, types, ...) types(CHOICE_COMPLEX, op, NAIVE_COMPLEX_CHOICE_##op)
#ifdef LOOPS_REORDERED
#define SPELT_COMPLEX_INDEX(op, types, ...)
#define SPELT_COMPLEX1(op, types, ...)
#define SPELT_COMPLEX2(op, types, ...)
#define SPELT_COMPLEX_UPDATE(op, types, ...)
#else
#define SPELT_COMPLEX1(op, types, ...) types(MAP1, op, NAIVE_COMPLEX1_##op)
#define SPELT_COMPLEX2(op, types, ...) types(MAP2, op, NAIVE_COMPLEX2_##op)
#define SPELT_COMPLEX_UPDATE(op, types, ...) types(UPDATE, op, NAIVE_COMPLEX_UPDATE_##op)
#define SPELT_COMPLEX_INDEX(op, types, ...) types(INDEX, op, NAIVE_COMPLEX_INDEX_##op)
#endif
#ifndef LOOPS_REORDERED
#define SPELT_MAP1(op, types, ...) types(MAP1, op, NAIVE_MAP1_##op)
#define SPELT_MAP2(op, types, ...) types(MAP2, op, NAIVE_MAP2_##op)
#define SPELT_MAP3(op, types, ...) types(MAP3, op, NAIVE_MAP3_##op)
#define SPELT_CHECKED1(op, types, ...) types(CHECKED1, op, NAIVE_CHECKED1_##op)
#define SPELT_CHECKED2(op, types, ...) types(CHECKED2, op, NAIVE_CHECKED2_##op)
#define SPELT_COMPARE(op, types, ...) types(MAP2, op, NAIVE_COMPARE_##op)
#define SPELT_TEST(op, types, ...) types(MAP1, op, NAIVE_TEST_##op)
#define SPELT_UPDATE(op, types, ...) types(UPDATE, op, NAIVE_UPDATE_##op)
#define SPELT_MAP1_BY(op, types, ...) types(MAP1, op, NAIVE_MAP1_BY_##op)
#define SPELT_WHERE(op, types) types(WHERE, op, NAIVE_WHERE_##op)
#define SPELT_CONVERT(op, types, kind, policy) types(CONVERT, op, NAIVE_CONVERT_##kind##_##policy)
#define SPELT_TOTAL(op, inputs, types, ...) types(REDUCE, op, inputs, NAIVE_TOTAL_##op)
#define SPELT_ROUNDED(op, inputs, types, ...) types(REDUCE, op, inputs, NAIVE_ROUNDED_##op)
#define SPELT_INDEX(op, types, ...) types(INDEX, op, NAIVE_INDEX_##op)
#endif
#include "operations.def"

#define TABLE_ROW(suffix, in, out, op, ...) [SPELT_ID_spelt_##op##_##suffix] = op##_##suffix,
bench_loop *const LOOPS_TABLE[SPELT_FUNCTIONS] = {
#ifdef LOOPS_REORDERED
#define SPELT_ORDER1(op, inputs, types, ...) types(TABLE_ROW, op, 0)
#define SPELT_ORDER1_BY(op, types, ...) types(TABLE_ROW, op, 0)
#define SPELT_CHOICE(op, types, ...) types(TABLE_ROW, op, 0)
#include "operations.def"
#else
#define SPELT_EACH(family, inputs, suffix, in, out, op) TABLE_ROW(suffix, in, out, op, 0)
#include "each_function.def"
#endif
};
