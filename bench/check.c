/* check.c - is what a variant computes right? Asked before it is timed. */
#include "check.h"

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
           d->facts->family == SPELT_FAMILY_ROUNDED;
}

#define SPELT_ABS(a) fabsl(a)

/* The terms as the list has them, in numbers wide enough for any. */
static long double term_of(const door *d, long double a, long double b)
{
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

static long double complex_term_size(const door *d, const work *w, size_t i)
{
    const spelt_type in = d->facts->input[0];
    const long double size = complex_size(in, w->x, i);
    if (d->facts->inputs > 1)
        return size * complex_size(in, w->y, i);
    return spelt_takes_parts(d->function) ? size * size : size;
}

/* The sum of |terms|; its own rounding, some n * 2^-64, is lost in the bounds it is used for. Of a norm
 * and a variance what is made of the sum of squares, which is more than that of squared deviations. */
static long double magnitude(const door *d, const work *w)
{
    const spelt_type in = d->facts->input[0];
    long double sum = 0;
    for (size_t i = 0; i < w->n && spelt_is_complex(in); i++)
        sum += complex_term_size(d, w, i);
    for (size_t i = 0; i < w->n && !spelt_is_complex(in); i++)
        sum += fabsl(term_of(d, element_number(in, w->x, i),
                             d->facts->inputs > 1 ? element_number(in, w->y, i) : 0));
    if (d->facts->family == SPELT_FAMILY_ORDER1_BY)
        return strcmp(d->facts->op, "nrm2") == 0 ? sqrtl(sum) : sum / (long double)w->n;
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
    if (is_float_sum(d))
        reference.magnitude = magnitude(d, operands);
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

static int part_within_bound(const door *d, const check_reference *reference, const work *w,
                             size_t k, long double *bound)
{
    const spelt_type part = spelt_part_type(d->facts->result);
    double expected = element_number(part, &reference->scalar.value, k);
    double value = element_number(part, &w->value, k);
    long double largest = part == SPELT_F32 ? FLT_MAX : DBL_MAX;
    *bound = rival_bound(d, w->n, reference->magnitude);
    if (isnan(reference->magnitude)) /* a NaN among the terms */
        return isnan(expected) && isnan(value);
    /* An infinity among the terms, or partial sums that overflow in one order and not in
     * another: then an infinity or a NaN is a possible result. */
    if (reference->magnitude + *bound > largest && !(isfinite(expected) && isfinite(value)))
        return !isinf(reference->magnitude) || (!isfinite(expected) && !isfinite(value));
    return fabsl((long double)expected - value) <= *bound;
}

static int within_bound(const door *d, const check_reference *reference, const work *w,
                        long double *bound)
{
    return part_within_bound(d, reference, w, 0, bound) &&
           (!spelt_is_complex(d->facts->result) || part_within_bound(d, reference, w, 1, bound));
}

static int differ(const door *d, const void *expected, const void *value, size_t i,
                  char message[CHECK_MESSAGE_SIZE])
{
    char texts[2][ELEMENT_TEXT_SIZE], place[32] = "";
    element_text(d->facts->result, expected, i, texts[0]);
    element_text(d->facts->result, value, i, texts[1]);
    if (door_is_map(d))
        snprintf(place, sizeof place, " at index %zu", i);
    snprintf(message, CHECK_MESSAGE_SIZE, "gives %s%s, the scalar variant %s", texts[1], place,
             texts[0]);
    return 0;
}

static int check_float_sum(const door *d, const check_reference *reference, const work *w,
                           char message[CHECK_MESSAGE_SIZE])
{
    long double bound = 0;
    if (within_bound(d, reference, w, &bound))
        return 1;
    differ(d, &reference->scalar.value, &w->value, 0, message);
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
static int is_excused(const door *d, const work *expected, const work *w)
{
    const spelt_type in = d->facts->input[0];
    f64 a, b;
    if (!type_is_float(in))
        return 0;
    if (d->facts->family == SPELT_FAMILY_CHOICE) {
        a = element_number(in, &expected->value, 0);
        b = element_number(in, &w->value, 0);
    } else {
        if ((u64)w->value.i64 >= w->n)
            return 0;
        a = element_number(in, w->x, (size_t)expected->value.i64);
        b = element_number(in, w->x, (size_t)w->value.i64);
    }
    return isnan(a) || isnan(b) || (a == 0 && b == 0);
}

static int check_reduction(const door *d, const check_reference *reference, const work *w,
                           check_kind kind, char message[CHECK_MESSAGE_SIZE])
{
    const work *scalar = &reference->scalar;
    /* A loop knows nothing of overflow: where the result does not fit, it is wrong. */
    if (scalar->status != SPELT_OK)
        return 1;
    if (memcmp(&w->value, &scalar->value, spelt_type_size(d->facts->result)) == 0)
        return 1;
    if (kind != CHECK_SPELT && is_float_sum(d))
        return check_float_sum(d, reference, w, message);
    if (kind != CHECK_SPELT && is_excused(d, scalar, w))
        return 1;
    return differ(d, &scalar->value, &w->value, 0, message);
}

static int check_map(const door *d, const check_reference *reference, const work *w,
                     check_kind kind, char message[CHECK_MESSAGE_SIZE])
{
    const spelt_type type = d->facts->result;
    const int failed = reference->scalar.status != SPELT_OK;
    const int same = memcmp(reference->scalar.out, w->out, w->n * spelt_type_size(type)) == 0;
    for (size_t i = 0; !same && i < w->n; i++)
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
    return (door_is_map(d) ? check_map : check_reduction)(d, reference, w, kind, message);
}
