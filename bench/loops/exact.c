/* exact.c - what a reduction ought to give, by MPFR. */
#include "loops/exact.h"

#include "loops/elements.h"

#include <float.h>
#include <math.h>

/* ---- Summation without a rounding ---------------------------------------------------------------
 */

/* The exponents between which the bits of an array's elements lie: 2^low divides all of them, and
 * all are less than 2^high. */
typedef struct {
    int low, high;
} bit_range;

static bit_range range_of(spelt_type type, const void *x, size_t n)
{
    const int digits = type == SPELT_F32 ? FLT_MANT_DIG : DBL_MANT_DIG;
    const int least = type == SPELT_F32 ? FLT_MIN_EXP - FLT_MANT_DIG : DBL_MIN_EXP - DBL_MANT_DIG;
    bit_range range = {0, 1};
    for (size_t i = 0; i < n; i++) {
        int exponent;
        frexp(element_number(type, x, i), &exponent);
        int low = exponent - digits < least ? least : exponent - digits;
        range.low = low < range.low ? low : range.low;
        range.high = exponent > range.high ? exponent : range.high;
    }
    return range;
}

/* Bits enough for the sum of n terms. */
static mpfr_prec_t precision_of(const door *d, const void *x, const void *y, size_t n)
{
    bit_range terms = range_of(d->facts->input[0], x, n);
    if (door_term_of(d) != TERM_ELEMENT) {
        bit_range other =
            door_term_of(d) == TERM_PRODUCT ? range_of(d->facts->input[0], y, n) : terms;
        terms.low += other.low;
        terms.high += other.high;
    }
    return terms.high - terms.low + 64;
}

int exact_begin(exact *e, const door *d, const void *x, const void *y, size_t n)
{
    mpfr_prec_t precision = precision_of(d, x, y, n);
    mpfr_t term;
    int inexact = 0;
    mpfr_inits2(precision, e->value, e->magnitude, term, (mpfr_ptr)0);
    mpfr_set_zero(e->value, 1);
    mpfr_set_zero(e->magnitude, 1);
    e->term = door_term_of(d);
    e->result = d->facts->result;
    for (size_t i = 0; i < n; i++) {
        double a = element_number(d->facts->input[0], x, i);
        inexact |= mpfr_set_d(term, a, MPFR_RNDN);
        if (door_term_of(d) != TERM_ELEMENT)
            inexact |= mpfr_mul_d(
                term, term,
                door_term_of(d) == TERM_PRODUCT ? element_number(d->facts->input[0], y, i) : a,
                MPFR_RNDN);
        inexact |= mpfr_add(e->value, e->value, term, MPFR_RNDN);
        mpfr_abs(term, term, MPFR_RNDN);
        inexact |= mpfr_add(e->magnitude, e->magnitude, term, MPFR_RNDN);
    }
    mpfr_clear(term);
    return !inexact;
}

void exact_end(exact *e)
{
    mpfr_clears(e->value, e->magnitude, (mpfr_ptr)0);
}

/* ---- Distances ----------------------------------------------------------------------------------
 */

/* |numerator / denominator|; infinite where only the denominator is 0. */
static double quotient(const mpfr_t numerator, const mpfr_t denominator)
{
    mpfr_t q;
    if (mpfr_zero_p(numerator) && mpfr_zero_p(denominator))
        return 0;
    mpfr_init2(q, 64);
    mpfr_div(q, numerator, denominator, MPFR_RNDN);
    double value = fabs(mpfr_get_d(q, MPFR_RNDN));
    mpfr_clear(q);
    return value;
}

double exact_condition(const exact *e)
{
    double terms = quotient(e->magnitude, e->value);
    return e->term == TERM_ELEMENT ? terms : 2 * terms;
}

/* |value - computed|, wide enough to be exact. */
static void difference(mpfr_t result, const exact *e, double computed)
{
    mpfr_init2(result, mpfr_get_prec(e->value) + 2200);
    mpfr_sub_d(result, e->value, computed, MPFR_RNDN);
    mpfr_abs(result, result, MPFR_RNDN);
}

/* The value, rounded to the result's type. */
static double rounded(const exact *e)
{
    return e->result == SPELT_F32 ? (double)mpfr_get_flt(e->value, MPFR_RNDN)
                                  : mpfr_get_d(e->value, MPFR_RNDN);
}

/* The exponent of the last place of the value, were it of the result's type. */
static long last_place(const exact *e)
{
    const int is_f32 = e->result == SPELT_F32;
    const long digits = is_f32 ? FLT_MANT_DIG : DBL_MANT_DIG;
    const long least = is_f32 ? FLT_MIN_EXP - FLT_MANT_DIG : DBL_MIN_EXP - DBL_MANT_DIG;
    if (mpfr_zero_p(e->value) || mpfr_get_exp(e->value) - digits < least)
        return least;
    return mpfr_get_exp(e->value) - digits;
}

double exact_ulps(const exact *e, double computed)
{
    mpfr_t distance;
    if (!isfinite(computed) || !isfinite(rounded(e)))
        return computed == rounded(e) ? 0 : INFINITY;
    difference(distance, e, computed);
    mpfr_div_2si(distance, distance, last_place(e), MPFR_RNDN);
    double value = mpfr_get_d(distance, MPFR_RNDN);
    mpfr_clear(distance);
    return value;
}

double exact_relative_error(const exact *e, double computed)
{
    mpfr_t distance;
    if (!isfinite(computed) || !isfinite(rounded(e)))
        return computed == rounded(e) ? 0 : INFINITY;
    difference(distance, e, computed);
    double value = quotient(distance, e->value);
    mpfr_clear(distance);
    return value;
}
