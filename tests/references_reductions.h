/* references_reductions.h - what the lines of references.h make for functions that give a number,
 * and how the number comes of n elements: by order1.h, integer_sum.h, 192 bits, or a loop. */
#ifndef SPELT_TESTS_REFERENCES_REDUCTIONS_H
#define SPELT_TESTS_REFERENCES_REDUCTIONS_H

#include "integer_sum.h"
#include "order1.h"
#include "references_maps.h"

#include <stdlib.h>

/* ---- Sums of products ------------------------------------------------------------------------ */

/* The two factors of the term that elements a and b make. */
typedef struct {
    void (*real)(double a, double b, double *first, double *second);
    void (*whole)(int128 a, int128 b, int128 *first, int128 *second);
    int is_fused;
} term_reference;

/* TERMS(op, first, second): of any family, and op_exact. */
#define TERMS(op, first, second)                                                                   \
    static inline void real_factors_##op(double a, double b, double *one, double *other)           \
    {                                                                                              \
        (void)a, (void)b;                                                                          \
        *one = first, *other = second;                                                             \
    }                                                                                              \
    static inline void whole_factors_##op(int128 a, int128 b, int128 *one, int128 *other)          \
    {                                                                                              \
        (void)a, (void)b;                                                                          \
        *one = first, *other = second;                                                             \
    }                                                                                              \
    static const term_reference term_##op = {real_factors_##op, whole_factors_##op, 0};            \
    static const term_reference term_##op##_exact = {real_factors_##op, whole_factors_##op, 0};

/* TERMS_FUSED(op): op_fused, of the factors of op. */
#define TERMS_FUSED(op)                                                                            \
    static const term_reference term_##op##_fused = {real_factors_##op, whole_factors_##op, 1};

/* A call's operands. y counts where there are two inputs; elsewhere it is x. */
typedef struct {
    const spelt_function_facts *facts;
    const void *x, *y;
    size_t n;
} reduced;

static inline void factors_at(const term_reference *term, const reduced *of, size_t i,
                              double *first, double *second)
{
    const spelt_type type = of->facts->input[0];
    term->real(real_of(type, element_at(type, of->x, i)), real_of(type, element_at(type, of->y, i)),
               first, second);
}

/* Factors are rounded to the accumulator; those that an f32 holds are multiplied in double and
 * rounded once. */
static inline element_bits order1_bits(const term_reference *term, const reduced *of)
{
    float *narrow = calloc(2 * of->n + 1, sizeof *narrow);
    double *exact = calloc(2 * of->n + 1, sizeof *exact);
    const int is_f32 = of->facts->result == SPELT_F32;
    cr_assert(narrow && exact);
    for (size_t i = 0; i < of->n; i++) {
        double first, second;
        factors_at(term, of, i, &first, &second);
        if (is_f32) {
            /* volatile: GCC 12 leaves this rounding out otherwise */
            const volatile float one = (float)first, other = (float)second;
            first = one, second = other;
        }
        if (term->is_fused) {
            exact[2 * i] = first, exact[2 * i + 1] = second;
            narrow[2 * i] = (float)first, narrow[2 * i + 1] = (float)second;
        } else {
            exact[i] = first * second;
            narrow[i] = (float)exact[i];
        }
    }
    const float narrow_sum = !is_f32          ? 0
                             : term->is_fused ? order1_fused_f32(narrow, of->n)
                                              : order1_f32(narrow, of->n);
    const double sum = is_f32           ? 0
                       : term->is_fused ? order1_fused_f64(exact, of->n)
                                        : order1_f64(exact, of->n);
    free(narrow);
    free(exact);
    if (is_f32)
        return isnan(narrow_sum) ? NAN_BITS_F32 : f32_bits(narrow_sum);
    return isnan(sum) ? NAN_BITS_F64 : f64_bits(sum);
}

/* ---- Complex sums ---------------------------------------------------------------------------- */

/* What elements a and b, of two parts each, add: to two sums, or one or two terms to one sum. */
typedef struct {
    void (*narrow)(const float *a, const float *b, float term[2]);
    void (*wide)(const double *a, const double *b, double term[2]);
    unsigned sums, terms;
} complex_reference;

/* COMPLEX_TERMS(op, sums, terms, first, second): of the parts ar, ai, br, bi, in their type. */
#define COMPLEX_TERMS(op, sums, terms, first, second)                                              \
    COMPLEX_TERMS_IN(op, float, first, second)                                                     \
    COMPLEX_TERMS_IN(op, double, first, second)                                                    \
    static const complex_reference complex_terms_##op = {float_terms_##op, double_terms_##op,      \
                                                         sums, terms};
#define COMPLEX_TERMS_IN(op, real, first, second)                                                  \
    static inline void real##_terms_##op(const real *a, const real *b, real term[2])               \
    {                                                                                              \
        const real ar = a[0], ai = a[1], br = b[0], bi = b[1];                                     \
        (void)ar, (void)ai, (void)br, (void)bi;                                                    \
        term[0] = first, term[1] = second;                                                         \
    }

static inline void complex_terms_at(const complex_reference *reference, spelt_type type,
                                    const void *x, const void *y, size_t i, double term[2])
{
    const spelt_type part = spelt_part_type(type);
    const element_bits xi = element_at(type, x, i), yi = element_at(type, y, i);
    double a[2], b[2];
    for (int k = 0; k < 2; k++) {
        a[k] = real_of(part, part_bits(type, xi, k));
        b[k] = real_of(part, part_bits(type, yi, k));
    }
    if (part == SPELT_F32) {
        const float narrow_a[2] = {(float)a[0], (float)a[1]};
        const float narrow_b[2] = {(float)b[0], (float)b[1]};
        float narrow[2];
        reference->narrow(narrow_a, narrow_b, narrow);
        term[0] = (double)narrow[0], term[1] = (double)narrow[1];
    } else {
        reference->wide(a, b, term);
    }
}

static inline double order1_of(spelt_type type, const double *term, size_t n);

static inline element_bits sum_bits(spelt_type part, const double *term, size_t n)
{
    const double sum = order1_of(part, term, n);
    return isnan(sum)          ? canonical_nan(part)
           : part == SPELT_F32 ? f32_bits((float)sum)
                               : f64_bits(sum);
}

static inline element_bits complex_order1_bits(const complex_reference *reference,
                                               const reduced *of)
{
    const spelt_type type = of->facts->input[0], part = spelt_part_type(type);
    const size_t second = reference->sums == 2 ? of->n + 1 : 1; /* where term[1] goes */
    double *all = calloc(2 * of->n + 2, sizeof *all);
    cr_assert(all != NULL);
    for (size_t i = 0; i < of->n; i++) {
        double term[2];
        complex_terms_at(reference, type, of->x, of->y, i, term);
        all[i * reference->terms] = term[0];
        if (reference->sums * reference->terms == 2)
            all[i * reference->terms + second] = term[1];
    }
    element_bits bits = sum_bits(part, all, of->n * reference->terms);
    if (reference->sums == 2)
        bits = bits_of_parts(type, bits, sum_bits(part, all + second, of->n));
    free(all);
    return bits;
}

/* The sum in order 1 of n numbers that are of the type already, in it. */
static inline double order1_of(spelt_type type, const double *term, size_t n)
{
    if (type == SPELT_F64)
        return order1_f64(term, n);
    float *narrow = calloc(n + 1, sizeof *narrow);
    cr_assert(narrow != NULL);
    for (size_t i = 0; i < n; i++)
        narrow[i] = (float)term[i];
    const double sum = (double)order1_f32(narrow, n);
    free(narrow);
    return sum;
}

/* Rounded to the type; volatile as above. */
static inline double in_type(spelt_type type, double value)
{
    const volatile float narrow = (float)value;
    return type == SPELT_F32 ? (double)narrow : value;
}

/* ---- Two passes ------------------------------------------------------------------------------ */

/* What the tests' door of a function gives, of the numbers in x: those may be changed. */
typedef spelt_status by_reference(spelt_type type, double *x, size_t n, double *result);

static inline spelt_status reference_var(spelt_type type, double *x, size_t n, double *result)
{
    if (n <= TEST_DDOF)
        return SPELT_ERR_ARG;
    const double mean = in_type(type, order1_of(type, x, n) / (double)n);
    for (size_t i = 0; i < n; i++) {
        const double difference = in_type(type, x[i] - mean);
        x[i] = in_type(type, difference * difference);
    }
    *result = order1_of(type, x, n) / (double)(n - TEST_DDOF);
    return SPELT_OK;
}

static inline double squares_of(spelt_type type, const double *x, size_t n, int exponent)
{
    double *square = calloc(n + 1, sizeof *square);
    cr_assert(square != NULL);
    for (size_t i = 0; i < n; i++) {
        const double scaled = in_type(type, ldexp(x[i], exponent));
        square[i] = in_type(type, scaled * scaled);
    }
    const double sum = order1_of(type, square, n);
    free(square);
    return sum;
}

static inline spelt_status reference_nrm2(spelt_type type, double *x, size_t n, double *result)
{
    const int is_f32 = type == SPELT_F32;
    const double squares = squares_of(type, x, n, 0);
    int exponent = 0;
    if (isinf(squares))
        exponent = is_f32 ? -96 : -600;
    else if (squares < ldexp(1, is_f32 ? -60 : -950))
        exponent = is_f32 ? 88 : 600;
    *result = ldexp(in_type(type, sqrt(squares_of(type, x, n, exponent))), -exponent);
    return SPELT_OK;
}

static inline spelt_status by_bits(by_reference *by, const reduced *of, element_bits *bits)
{
    const spelt_type in = of->facts->input[0], acc = of->facts->result;
    const size_t parts = spelt_is_complex(in) ? 2 : 1, n = parts * of->n;
    const spelt_type part = spelt_part_type(in);
    double *x = calloc(n + 1, sizeof *x), result = 0;
    cr_assert(x != NULL);
    for (size_t i = 0; i < n; i++)
        x[i] = real_of(part, element_at(part, of->x, i));
    const spelt_status status = by(acc, x, n, &result);
    free(x);
    *bits = isnan(result)      ? canonical_nan(acc)
            : acc == SPELT_F32 ? f32_bits((float)in_type(acc, result))
                               : f64_bits(result);
    return status;
}

static inline element_bits rounded_bits(const term_reference *term, const reduced *of)
{
    static integer_sum sum;
    memset(&sum, 0, sizeof sum);
    for (size_t i = 0; i < of->n; i++) {
        double first, second;
        factors_at(term, of, i, &first, &second);
        sum_add(&sum, first, second);
    }
    const double result = sum_round_f64(&sum);
    if (isnan(result))
        return canonical_nan(of->facts->result);
    return of->facts->result == SPELT_F32 ? f32_bits(sum_round_f32(&sum)) : f64_bits(result);
}

static inline wide whole_total(const term_reference *term, const reduced *of)
{
    const spelt_type type = of->facts->input[0];
    wide total = {0, 0};
    for (size_t i = 0; i < of->n; i++) {
        int128 first, second;
        term->whole(integer_of(type, element_at(type, of->x, i)),
                    integer_of(type, element_at(type, of->y, i)), &first, &second);
        const wide product = wide_product(first, second);
        const uint128 before = total.low;
        total.low += product.low;
        total.high += product.high + (total.low < before);
    }
    return total;
}

/* ---- Choices --------------------------------------------------------------------------------- */

/* Whether a number is better than another, and what becomes of NaNs. */
typedef struct {
    int (*real)(double a, double b);
    int (*whole)(int128 a, int128 b);
    int passes_nans;
    int of_magnitudes;
} choice_reference;

/* CHOICES(op, better): the element, its index, and both _number. CHOICES_OF_MAGNITUDES gives the
 * element without its sign. */
#define CHOICES(op, better)                                                                        \
    CHOICES_BETTER(op, better)                                                                     \
    CHOICES_BY(op, op, 0, 0)                                                                       \
    CHOICES_BY(op##_number, op, 1, 0)                                                              \
    CHOICES_BY(arg##op, op, 0, 0) CHOICES_BY(arg##op##_number, op, 1, 0)
#define CHOICES_OF_MAGNITUDES(op, better)                                                          \
    CHOICES_BETTER(op, better) CHOICES_BY(op, op, 0, 1) CHOICES_BY(arg##op, op, 0, 1)
#define CHOICES_BETTER(op, better)                                                                 \
    static inline int real_better_##op(double a, double b)                                         \
    {                                                                                              \
        return better;                                                                             \
    }                                                                                              \
    static inline int whole_better_##op(int128 a, int128 b)                                        \
    {                                                                                              \
        return better;                                                                             \
    }
#define CHOICES_BY(name, op, passes_nans, of_magnitudes)                                           \
    static const choice_reference choice_##name = {real_better_##op, whole_better_##op,            \
                                                   passes_nans, of_magnitudes};

/* Of int128 too, which have no -0. */
#define IS_MINUS(a) _Generic((a), double : signbit((double)(a)) != 0, default : 0)
#define IS_LESS(a, b) ((a) < (b) || ((a) == (b) && IS_MINUS(a) && !IS_MINUS(b)))

/* What is compared of an element, in its type or that of its parts: itself, or |re| + |im|. */
static inline element_bits compared_bits(spelt_type type, const void *x, size_t i)
{
    const element_bits bits = element_at(type, x, i);
    const spelt_type part = spelt_part_type(type);
    if (!spelt_is_complex(type))
        return bits;
    const double re = fabs(real_of(part, part_bits(type, bits, 0)));
    const double im = fabs(real_of(part, part_bits(type, bits, 1)));
    const volatile float narrow = (float)(re + im);
    return part == SPELT_F32 ? f32_bits(narrow) : f64_bits(re + im);
}

/* The index of the first of the best; -1 where there is none. */
static inline int64_t chosen_index(const choice_reference *choice, const reduced *of)
{
    const spelt_type element = of->facts->input[0], type = spelt_part_type(element);
    int64_t best = -1;
    for (size_t i = 0; i < of->n; i++) {
        const element_bits now = compared_bits(element, of->x, i);
        const element_bits then = best < 0 ? now : compared_bits(element, of->x, (size_t)best);
        if (is_nan_bits(type, now)) {
            if (!choice->passes_nans)
                return (int64_t)i;
        } else if (best < 0 ||
                   (type_is_float(type)
                        ? choice->real(real_of(type, now), real_of(type, then))
                        : choice->whole(integer_of(type, now), integer_of(type, then)))) {
            best = (int64_t)i;
        }
    }
    return best;
}

/* ---- Any of them ----------------------------------------------------------------------------- */

typedef struct {
    const term_reference *term;
    const choice_reference *choice;
    by_reference *by;
    const complex_reference *complex;
} number_reference;

/* The status that a call gives, and with SPELT_OK the bits of its result. */
static inline spelt_status number_expected(const number_reference *reference, const reduced *of,
                                           element_bits *bits)
{
    const spelt_function_facts *facts = of->facts;
    wide total;
    int64_t index;
    switch (facts->family) {
    case SPELT_FAMILY_ORDER1:
        *bits = reference->complex ? complex_order1_bits(reference->complex, of)
                                   : order1_bits(reference->term, of);
        return SPELT_OK;
    case SPELT_FAMILY_ORDER1_BY: return by_bits(reference->by, of, bits);
    case SPELT_FAMILY_ROUNDED: *bits = rounded_bits(reference->term, of); return SPELT_OK;
    case SPELT_FAMILY_TOTAL:
        total = whole_total(reference->term, of);
        *bits = (element_bits)total.low;
        return wide_fits(total, facts->result) ? SPELT_OK : SPELT_ERR_OVERFLOW;
    default: break;
    }
    index = chosen_index(reference->choice, of);
    if (facts->family == SPELT_FAMILY_INDEX) {
        *bits = (element_bits)index;
        return index < 0 ? SPELT_ERR_ARG : SPELT_OK;
    }
    if (of->n == 0)
        return SPELT_ERR_ARG;
    *bits = index < 0 ? canonical_nan(facts->result)
                      : compared_bits(facts->input[0], of->x, (size_t)index);
    if (index >= 0 && spelt_part_type(facts->input[0]) != facts->result)
        *bits = bits_of_real(facts->result, real_of(facts->input[0], *bits));
    if (reference->choice->of_magnitudes)
        *bits &= highest_bit(facts->result) - 1;
    if (is_nan_bits(facts->result, *bits))
        *bits = canonical_nan(facts->result);
    return SPELT_OK;
}

#endif
