/* check.c - is what a variant computes right? Asked before it is timed. */
#include "loops/check.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Of which a rival may add the terms in another order. */
static int is_float_sum(const door *d)
{
    return d->facts->family == SPELT_FAMILY_ORDER1 ||
           d->facts->family == SPELT_FAMILY_ORDER1_BY ||
           d->facts->family == SPELT_FAMILY_ROUNDED ||
           d->facts->family == SPELT_FAMILY_SUM_BY_EXACT;
}

#define SPELT_ABS(a) fabsl(a)

/* The terms as the list has them, in numbers wide enough for any. */
static long double term_of(const door *d, long double a, long double b)
{
    if (strcmp(d->facts->op, "sqeuclidean_exact") == 0) /* of several sums */
        return (a - b) * (a - b);
    switch (d->function) {
#define TERM(suffix, in, out, op, inputs, ...)                                                     \
    case SPELT_ID_spelt_##op##_##suffix:                                                           \
        return __VA_ARGS__;
#define SPELT_ORDER1(op, inputs, types, ...) types(TERM, op, inputs, __VA_ARGS__)
#define SPELT_ROUNDED(op, inputs, types, ...) types(TERM, op, inputs, __VA_ARGS__)
#define SQUARE(suffix, in, out, op, ...)                                                           \
    case SPELT_ID_spelt_##op##_##suffix:                                                           \
        return a * a;
#define SPELT_ORDER1_BY(op, types, ...) types(SQUARE, op, 0)
#define SPELT_COMPLEX_ORDER1(op, inputs, types, ...)
#define SPELT_PARTS_ORDER1(op, inputs, types, ...)
#define SPELT_PARTS_ORDER1_BY(op, types, ...)
#include "operations.def"
    default: return 0;
    }
}

/* Of complex elements: at least that of a part of a term, whatever it is made of. */
static long double complex_size(spelt_type type, const void *x, size_t i)
{
    const spelt_type part = spelt_part_type(type);
    return fabsl(element_number(part, x, 2 * i)) + fabsl(element_number(part, x, 2 * i + 1));
}

/* Of the term of element i of x and element k of y, where there is one. */
static long double term_size(const door *d, const work *w, size_t i, size_t k)
{
    const spelt_type in = d->facts->input[0];
    const int has_y = d->facts->inputs > 1;
    if (d->facts->family == SPELT_FAMILY_SUM_BY_EXACT)
        return fabsl(element_number(d->facts->result, w->y, k));
    if (!spelt_is_complex(in))
        return fabsl(term_of(d, element_number(in, w->x, i), has_y ? element_number(in, w->y, k) : 0));
    const long double size = complex_size(in, w->x, i);
    if (has_y)
        return size * complex_size(in, w->y, k);
    return spelt_takes_parts(d->function) ? size * size : size;
}

/* The elements of x that result number k is made of; y[0], y[1], ... belong to them. */
typedef struct {
    size_t first, step, count;
} elements;

static elements elements_of(const door *d, const work *w, size_t k)
{
    const bench_shape *s = &w->shape;
    if (!door_is_along_axis(d))
        return (elements){0, 1, w->n};
    return (elements){k / s->inner * s->along * s->inner + k % s->inner, s->inner, s->along};
}

/* The sum of |terms|; its own rounding, some n * 2^-64, is lost in the bounds it is used for. Of a norm
 * and a variance what is made of the sum of squares, which is more than that of squared deviations; of
 * sums by keys that of all of them. */
static long double magnitude(const door *d, const work *w, size_t k)
{
    const elements e = elements_of(d, w, k);
    long double sum = 0;
    for (size_t i = 0; i < e.count; i++)
        sum += term_size(d, w, e.first + i * e.step, i);
    if (d->facts->family == SPELT_FAMILY_ORDER1_BY)
        return strncmp(d->facts->op, "nrm2", 4) == 0 ? sqrtl(sum) : sum / (long double)e.count;
    return sum;
}

check_reference check_make_reference(const door *d, const work *operands, void *expected)
{
    check_reference reference = {.scalar = *operands};
    const char *path = spelt_path();
    reference.scalar.out = expected;
    spelt_set_path("scalar");
    door_clear(d, &reference.scalar);
    d->spelt(&reference.scalar, 1);
    spelt_set_path(path);
    if (is_float_sum(d) && !door_is_along_axis(d))
        reference.magnitude = magnitude(d, operands, 0);
    return reference;
}

static long double unit_roundoff(spelt_type type)
{
    return spelt_part_type(type) == SPELT_F32 ? 0x1p-24L : 0x1p-53L;
}

/* The bound of order 1, as reduce.h states it; as if each term were rounded once. */
static long double order_bound(const door *d, size_t n)
{
    size_t lanes = SPELT_ORDER_LANE_BYTES / spelt_type_size(spelt_part_type(d->facts->result));
    size_t blocks = n > 0 ? (n - 1) / (lanes * SPELT_ORDER_ROWS) + 1 : 1;
    double height = SPELT_ORDER_ROWS - 1 + log2((double)lanes) + ceil(log2((double)blocks)) + 1;
    long double hu = (long double)height * unit_roundoff(d->facts->result);
    return hu / (1 - hu);
}

/* How far a rival may be from the scalar variant. Complex elements have two terms at most, which may
 * be rounded twice more.
 *
 * A sum of n terms in any order is off by at most (n - 1) * u times the sum of |terms|, a dot
 * product by n * u, whatever n is: Jeannerod and Rump, "Improved error bounds for inner products
 * in floating-point arithmetic", SIAM J. Matrix Anal. Appl. 34(2), 2013. Each product that
 * underflows adds half the least subnormal to either. */
static long double rival_bound(const door *d, size_t n, long double terms)
{
    long double least = spelt_part_type(d->facts->result) == SPELT_F32 ? 0x1p-149L : 0x1p-1074L;
    if (spelt_is_complex(d->facts->input[0]))
        n = 2 * n + 2;
    long double bound =
        ((long double)n * unit_roundoff(d->facts->result) + order_bound(d, n)) * terms;
    return bound + (long double)n * least;
}

static const void *results_of(const door *d, const work *w)
{
    return door_gives_array(d) ? w->out : (const void *)&w->value;
}

/* Of part k of the results, whose terms have a magnitude. */
static int part_within_bound(const door *d, const work *scalar, const work *w, size_t k,
                             long double terms, long double *bound)
{
    const spelt_type part = spelt_part_type(d->facts->result);
    double expected = element_number(part, results_of(d, scalar), k);
    double value = element_number(part, results_of(d, w), k);
    long double largest = part == SPELT_F32 ? FLT_MAX : DBL_MAX;
    *bound = rival_bound(d, elements_of(d, w, k).count, terms);
    if (isnan(terms)) /* a NaN among the terms */
        return isnan(expected) && isnan(value);
    /* An infinity among the terms, or partial sums that overflow in one order and not in
     * another: then an infinity or a NaN is a possible result. */
    if (terms + *bound > largest && !(isfinite(expected) && isfinite(value)))
        return !isinf(terms) || (!isfinite(expected) && !isfinite(value));
    return fabsl((long double)expected - value) <= *bound;
}

static int within_bound(const door *d, const check_reference *reference, const work *w, size_t k,
                        long double *bound)
{
    const size_t parts = spelt_is_complex(d->facts->result) ? 2 : 1;
    const long double terms =
        door_is_along_axis(d) ? magnitude(d, w, k) : reference->magnitude;
    int is_within = 1;
    for (size_t p = 0; p < parts && is_within; p++)
        is_within = part_within_bound(d, &reference->scalar, w, parts * k + p, terms, bound);
    return is_within;
}

static int differ(const door *d, const void *expected, const void *value, size_t i,
                  char message[CHECK_MESSAGE_SIZE])
{
    char texts[2][ELEMENT_TEXT_SIZE], place[32] = "";
    element_text(d->facts->result, expected, i, texts[0]);
    element_text(d->facts->result, value, i, texts[1]);
    if (door_gives_array(d))
        snprintf(place, sizeof place, " at index %zu", i);
    snprintf(message, CHECK_MESSAGE_SIZE, "gives %s%s, the scalar variant %s", texts[1], place,
             texts[0]);
    return 0;
}

static int check_float_sum(const door *d, const check_reference *reference, const work *w, size_t k,
                           char message[CHECK_MESSAGE_SIZE])
{
    long double bound = 0;
    if (within_bound(d, reference, w, k, &bound))
        return 1;
    differ(d, results_of(d, &reference->scalar), results_of(d, w), k, message);
    const size_t used = strlen(message);
    snprintf(message + used, CHECK_MESSAGE_SIZE - used, ": further apart than their bounds, %.3Lg",
             bound);
    return 0;
}

/* Whether element i is the same; a loop may give a zero of the other sign. */
static int is_same(spelt_type type, const void *a, const void *b, size_t i, check_kind kind)
{
    const size_t bytes = spelt_type_size(type);
    if (memcmp((const char *)a + i * bytes, (const char *)b + i * bytes, bytes) == 0)
        return 1;
    if (spelt_is_complex(type))
        return is_same(spelt_part_type(type), a, b, 2 * i, kind) &&
               is_same(spelt_part_type(type), a, b, 2 * i + 1, kind);
    if (!type_is_float(type))
        return 0;
    const f64 x = element_number(type, a, i), y = element_number(type, b, i);
    return (isnan(x) && isnan(y)) || (kind != CHECK_SPELT && x == y);
}

/* A loop knows nothing of NaNs, nor that -0 < +0: what it chose may then be another. */
static int is_excused(const door *d, const work *expected, const work *w, size_t k)
{
    const spelt_type in = d->facts->input[0];
    f64 a, b;
    if (!type_is_float(in))
        return 0;
    if (d->facts->family == SPELT_FAMILY_CHOICE) {
        a = element_number(d->facts->result, results_of(d, expected), k);
        b = element_number(d->facts->result, results_of(d, w), k);
    } else {
        const elements e = elements_of(d, w, k);
        const i64 *right = results_of(d, expected), *other = results_of(d, w);
        if ((u64)other[k] >= e.count)
            return 0;
        a = element_number(in, w->x, e.first + (size_t)right[k] * e.step);
        b = element_number(in, w->x, e.first + (size_t)other[k] * e.step);
    }
    return isnan(a) || isnan(b) || (a == 0 && b == 0);
}

static int check_reduction(const door *d, const check_reference *reference, const work *w,
                           check_kind kind, char message[CHECK_MESSAGE_SIZE])
{
    const work *scalar = &reference->scalar;
    const size_t size = spelt_type_size(d->facts->result), results = door_results(d, w);
    const char *expected = results_of(d, scalar), *given = results_of(d, w);
    int is_right = 1;
    /* A loop knows nothing of overflow: where the result does not fit, it is wrong. */
    for (size_t k = 0; k < results && scalar->status == SPELT_OK && is_right; k++) {
        if (memcmp(given + k * size, expected + k * size, size) == 0)
            continue;
        if (kind != CHECK_SPELT && is_float_sum(d))
            is_right = check_float_sum(d, reference, w, k, message);
        else if (kind == CHECK_SPELT || !is_excused(d, scalar, w, k))
            is_right = differ(d, expected, given, k, message);
    }
    return is_right;
}

static int check_map(const door *d, const check_reference *reference, const work *w,
                     check_kind kind, char message[CHECK_MESSAGE_SIZE])
{
    const spelt_type type = d->facts->result;
    const int failed = reference->scalar.status != SPELT_OK;
    /* A loop may write behind what it has chosen. */
    const size_t results = d->facts->family == SPELT_FAMILY_COMPRESS && kind != CHECK_SPELT
                               ? (size_t)reference->scalar.value.i64
                               : door_results(d, w);
    const int same = memcmp(reference->scalar.out, w->out, results * spelt_type_size(type)) == 0;
    for (size_t i = 0; !same && i < results; i++)
        if (!is_same(type, reference->scalar.out, w->out, i, kind))
            return differ(d, reference->scalar.out, w->out, i, message);
    if (kind == CHECK_LOOP && w->failed != failed) {
        snprintf(message, CHECK_MESSAGE_SIZE, "failed: %d, the scalar variant: %d", w->failed,
                 failed);
        return 0;
    }
    return 1;
}

int check_result(const door *d, const check_reference *reference, const work *w, check_kind kind,
                 char message[CHECK_MESSAGE_SIZE])
{
    if (kind == CHECK_SPELT && w->status != reference->scalar.status) {
        snprintf(message, CHECK_MESSAGE_SIZE, "returns %s, the scalar variant %s",
                 spelt_status_name(w->status), spelt_status_name(reference->scalar.status));
        return 0;
    }
    const int is_reduction = d->facts->family != SPELT_FAMILY_SCAN &&
                             (!door_gives_array(d) || door_is_along_axis(d) || is_float_sum(d));
    return (is_reduction ? check_reduction : check_map)(d, reference, w, kind, message);
}
