/* references_maps.h - what the lines of references.h make for elementwise operations: functions
 * from the bits of an element of each input to the bits of the result. */
#ifndef SPELT_TESTS_REFERENCES_MAPS_H
#define SPELT_TESTS_REFERENCES_MAPS_H

#include "doors.h"
#include "references_elements.h"

#include "functions.h"
#include "isa/kernels.h"

/* failed: a spelt_failed, or 0; any_nan: every NaN is right. */
typedef struct {
    element_bits bits;
    unsigned failed;
    int any_nan;
} outcome;

typedef outcome element_reference(const spelt_function_facts *facts, const element_bits *in);

/* ---- Floating point -------------------------------------------------------------------------- */

/* FLOATS(op, value): of a, b, c, in the type itself. */
#define FLOATS(op, value)                                                                          \
    static inline float f32_##op(float a, float b, float c)                                        \
    {                                                                                              \
        (void)a, (void)b, (void)c;                                                                 \
        return value;                                                                              \
    }                                                                                              \
    static inline double f64_##op(double a, double b, double c)                                    \
    {                                                                                              \
        (void)a, (void)b, (void)c;                                                                 \
        return value;                                                                              \
    }                                                                                              \
    static inline outcome float_##op(const spelt_function_facts *facts, const element_bits *in)        \
    {                                                                                              \
        return float_outcome(facts->result, in, f32_##op, f64_##op);                               \
    }

static inline outcome float_outcome(spelt_type type, const element_bits *in,
                                    float narrow(float, float, float),
                                    double wide(double, double, double))
{
    element_bits bits;
    if (type == SPELT_F32)
        bits = f32_bits(narrow(f32_from_bits((uint32_t)in[0]), f32_from_bits((uint32_t)in[1]),
                               f32_from_bits((uint32_t)in[2])));
    else
        bits = f64_bits(wide(f64_from_bits((uint64_t)in[0]), f64_from_bits((uint64_t)in[1]),
                             f64_from_bits((uint64_t)in[2])));
    return (outcome){bits, 0, is_nan_bits(type, bits)};
}

/* COMPLEX(op, re, im): of the parts of a, b and the number P of the tests, ar to pi, in their type. */
#define COMPLEX(op, re, im)                                                                        \
    COMPLEX_IN(op, float, f32_from_bits, f32_bits, uint32_t, re, im)                               \
    COMPLEX_IN(op, double, f64_from_bits, f64_bits, uint64_t, re, im)                              \
    static inline outcome complex_##op(const spelt_function_facts *facts, const element_bits *in)  \
    {                                                                                              \
        return facts->result == SPELT_C64 ? float_complex_##op(facts, in)                          \
                                          : double_complex_##op(facts, in);                        \
    }
#define COMPLEX_IN(op, real, from_bits, to_bits, bits_type, re, im)                                \
    static inline outcome real##_complex_##op(const spelt_function_facts *facts,                   \
                                              const element_bits *in)                              \
    {                                                                                              \
        const spelt_type type = facts->result;                                                     \
        const real ar = from_bits((bits_type)part_bits(type, in[0], 0));                           \
        const real ai = from_bits((bits_type)part_bits(type, in[0], 1));                           \
        const real br = from_bits((bits_type)part_bits(type, in[1], 0));                           \
        const real bi = from_bits((bits_type)part_bits(type, in[1], 1));                           \
        const real pr = (real)TEST_NUMBER_P, pi = (real)TEST_NUMBER_Q;                             \
        (void)ar, (void)ai, (void)br, (void)bi, (void)pr, (void)pi;                                \
        const real made_re = re, made_im = im;                                                     \
        const element_bits bits = bits_of_parts(type, to_bits(made_re), to_bits(made_im));         \
        return (outcome){bits, 0, is_nan_bits(type, bits)};                                        \
    }

/* A whole number, by way of long double. */
#define WHOLE(a, round) (__typeof__(a))(round)((long double)(a))

#define P ((__typeof__(a))TEST_NUMBER_P)
#define Q ((__typeof__(a))TEST_NUMBER_Q)

/* What has different names for float and double in libm. */
#define ROOT(a) _Generic((a), float : sqrtf, double : sqrt)(a)
#define FUSED(a, b, c) _Generic((a), float : fmaf, double : fma)(a, b, c)

/* IEEE 754-2019, 9.6: of two numbers, where -0 compares less than +0. */
#define COMES_BEFORE(a, b) ((a) < (b) || ((a) == (b) && signbit(a) && !signbit(b)))
#define LESSER(a, b) (COMES_BEFORE(a, b) ? (a) : (b))
#define GREATER(a, b) (COMES_BEFORE(a, b) ? (b) : (a))
#define OF_NUMBERS(a, b, value) (isnan(a) || isnan(b) ? (a) + (b) : (value))
#define NUMBER_OF(a, b, value) (isnan(a) ? (b) : isnan(b) ? (a) : (value))

/* BITS(name, value): of bits a, b, c, where NaNs are moved as they are. */
#define BITS(name, value)                                                                          \
    static inline outcome name(const spelt_function_facts *facts, const element_bits *in)              \
    {                                                                                              \
        const element_bits a = in[0], b = in[1], c = in[2], sign = highest_bit(facts->result);         \
        (void)a, (void)b, (void)c, (void)sign;                                                     \
        return (outcome){value, 0, 0};                                                             \
    }

/* ---- Integers -------------------------------------------------------------------------------- */

/* A value that no operation of 64-bit integers exceeds: high * 2^128 + low, two's complement. */
typedef struct {
    uint128 low;
    int64_t high;
} wide;

static inline wide wide_of(int128 value)
{
    return (wide){(uint128)value, value < 0 ? -1 : 0};
}

/* Of two integers of 64 bits; only of unsigned ones does it take 128 bits and no sign. */
static inline wide wide_product(int128 a, int128 b)
{
    return a >= 0 && b >= 0 ? (wide){(uint128)a * (uint128)b, 0} : wide_of(a * b);
}

static inline int wide_is_below(wide value, int128 limit)
{
    return value.high < 0 && ((int128)value.low >= 0 || (int128)value.low < limit);
}

static inline int wide_is_above(wide value, int128 limit)
{
    return value.high > 0 || (value.high == 0 && value.low > (uint128)limit);
}

static inline int wide_fits(wide value, spelt_type type)
{
    if (value.high < 0)
        return value.high == -1 && !wide_is_below(value, least_of(type));
    return !wide_is_above(value, greatest_of(type));
}

typedef enum { CHECKED, WRAPS, SATURATES } integer_policy;

/* INTEGERS(op, defined, value): a wide of the int128 a and b, of width bits; the function of every
 * policy. */
#define INTEGERS(op, defined, value)                                                               \
    static inline int defined_##op(int128 a, int128 b, int width)                                  \
    {                                                                                              \
        (void)a, (void)b, (void)width;                                                             \
        return defined;                                                                            \
    }                                                                                              \
    static inline wide wide_##op(int128 a, int128 b)                                               \
    {                                                                                              \
        (void)a, (void)b;                                                                          \
        return value;                                                                              \
    }                                                                                              \
    INTEGERS_BY(op, op, CHECKED)                                                                   \
    INTEGERS_BY(op##_wrap, op, WRAPS) INTEGERS_BY(op##_sat, op, SATURATES)
#define INTEGERS_BY(name, op, policy)                                                              \
    static inline outcome integer_##name(const spelt_function_facts *facts, const element_bits *in)    \
    {                                                                                              \
        return integer_outcome(facts->result, in, policy, defined_##op, wide_##op);                \
    }

static inline outcome integer_outcome(spelt_type type, const element_bits *in, integer_policy policy,
                                      int defined(int128, int128, int), wide value(int128, int128))
{
    const int128 a = integer_of(type, in[0]), b = integer_of(type, in[1]);
    if (!defined(a, b, type_width(type)))
        return (outcome){0, SPELT_FAILED_ARGUMENT, 0};
    const wide exact = value(a, b);
    if (wide_fits(exact, type) || policy != SATURATES) {
        const int fails = policy == CHECKED && !wide_fits(exact, type);
        return (outcome){bits_of_integer(type, (int128)exact.low), fails ? SPELT_FAILED_RANGE : 0,
                         0};
    }
    return (outcome){bits_of_integer(type, exact.high < 0 ? least_of(type) : greatest_of(type)), 0,
                     0};
}

/* SHIFTS(op, value): an int128 of the int128 a and the power of two, modulo 2^width. */
#define SHIFTS(op, value)                                                                          \
    static inline int128 shifted_##op(int128 a, int128 power)                                      \
    {                                                                                              \
        return value;                                                                              \
    }                                                                                              \
    static inline outcome integer_##op(const spelt_function_facts *facts, const element_bits *in)      \
    {                                                                                              \
        return shift_outcome(facts->result, in, shifted_##op);                                     \
    }

static inline outcome shift_outcome(spelt_type type, const element_bits *in, int128 value(int128, int128))
{
    const int128 a = integer_of(type, in[0]), b = integer_of(type, in[1]);
    if (b < 0 || b >= type_width(type))
        return (outcome){0, SPELT_FAILED_ARGUMENT, 0};
    return (outcome){bits_of_integer(type, value(a, (int128)1 << b)), 0, 0};
}

/* ---- Comparisons ----------------------------------------------------------------------------- */

/* COMPARES(op, value): the truth of a and b, doubles or int128. */
#define COMPARES(op, value)                                                                        \
    static inline int real_##op(double a, double b)                                                \
    {                                                                                              \
        return value;                                                                              \
    }                                                                                              \
    static inline int whole_##op(int128 a, int128 b)                                               \
    {                                                                                              \
        return value;                                                                              \
    }                                                                                              \
    static inline outcome compared_##op(const spelt_function_facts *facts, const element_bits *in)     \
    {                                                                                              \
        const spelt_type type = facts->input[0];                                                   \
        const int truth = type_is_float(type)                                                      \
                              ? real_##op(real_of(type, in[0]), real_of(type, in[1]))              \
                              : whole_##op(integer_of(type, in[0]), integer_of(type, in[1]));      \
        return (outcome){truth ? 1 : 0, 0, 0};                                                     \
    }

#endif
