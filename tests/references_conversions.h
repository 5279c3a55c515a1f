/* references_conversions.h - conversions by the text of the design, in numbers that hold every
 * element of every type: "exact or an error by default: a value out of the result type's range, or
 * NaN to an integer, is an overflow; one that would lose a fraction or a bit is inexact. _round
 * goes to the nearest, ties to even, and range is judged after rounding; _trunc goes toward zero;
 * _sat rounds to the nearest, and what is out of range becomes the limit; _wrap keeps the low
 * bits." */
#ifndef SPELT_TESTS_REFERENCES_CONVERSIONS_H
#define SPELT_TESTS_REFERENCES_CONVERSIONS_H

#include "references_maps.h"

typedef enum { TO_EXACT, TO_NEAREST, TO_ZERO, TO_LIMITS, TO_LOW_BITS } conversion_policy;

/* CONVERSION(op, policy) */
#define CONVERSION(op, policy)                                                                     \
    static inline outcome converted_##op(const spelt_function_facts *facts, const element_bits *in)    \
    {                                                                                              \
        return conversion(facts, in[0], policy);                                                   \
    }

static inline outcome fails(spelt_failed why)
{
    return (outcome){0, (unsigned)why, 0};
}

/* -0 is 0, a NaN nothing; an infinity is out of range, and under _sat the limit. */
static inline outcome to_integer(spelt_type type, long double value, conversion_policy policy)
{
    const long double least = (long double)least_of(type), most = (long double)greatest_of(type);
    if (isnan(value))
        return fails(SPELT_FAILED_RANGE);
    const long double whole = policy == TO_ZERO ? truncl(value) : rintl(value);
    const long double judged = policy == TO_EXACT ? value : whole;
    if (policy == TO_LIMITS && (whole < least || whole > most))
        return (outcome){bits_of_integer(type, whole < least ? least_of(type) : greatest_of(type)),
                         0, 0};
    if (judged < least || judged > most)
        return fails(SPELT_FAILED_RANGE);
    if (policy == TO_EXACT && whole != value)
        return fails(SPELT_FAILED_BITS);
    return (outcome){bits_of_integer(type, (int128)whole), 0, 0};
}

/* The nearest multiple of the unit that numbers of this size have; it may be out of range. */
static inline long double nearest_in(float_format format, long double value)
{
    if (value == 0 || isnan(value) || isinf(value))
        return value;
    int unit = ilogbl(value) - format.digits + 1;
    if (unit < format.least)
        unit = format.least;
    return copysignl(ldexpl(rintl(ldexpl(value, -unit)), unit), value);
}

static inline outcome to_float(spelt_type type, long double value, conversion_policy policy)
{
    const float_format format = format_of(type);
    if (isnan(value) || isinf(value))
        return (outcome){bits_of_real(type, value), 0, isnan(value)};
    const long double nearest = nearest_in(format, value);
    const long double judged = fabsl(policy == TO_EXACT ? value : nearest);
    if (judged > format.greatest)
        return policy == TO_LIMITS
                   ? (outcome){bits_of_real(type, copysignl(format.greatest, value)), 0, 0}
                   : fails(SPELT_FAILED_RANGE);
    if (policy == TO_EXACT && nearest != value)
        return fails(SPELT_FAILED_BITS);
    return (outcome){bits_of_real(type, nearest), 0, 0};
}

static inline outcome conversion(const spelt_function_facts *facts, element_bits bits,
                                 conversion_policy policy)
{
    const spelt_type from = facts->input[0], to = facts->result;
    if (policy == TO_LOW_BITS)
        return (outcome){bits_of_integer(to, integer_of(from, bits)), 0, 0};
    return type_is_float(to) ? to_float(to, value_of(from, bits), policy)
                             : to_integer(to, value_of(from, bits), policy);
}

#endif
