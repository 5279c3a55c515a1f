/* check.c - is what a variant computes right? Asked before it is timed. */
#include "check.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static int is_float(element_type type)
{
    return type == TYPE_f32 || type == TYPE_f64;
}

static int is_reduction(const door *d)
{
    return d->op != OP_add;
}

static double element_f(element_type type, const void *x, size_t i)
{
    return type == TYPE_f32 ? (double)((const f32 *)x)[i] : ((const f64 *)x)[i];
}

static int64_t element_i(element_type type, const void *x, size_t i)
{
    return type == TYPE_i32 ? ((const i32 *)x)[i] : ((const i64 *)x)[i];
}

static void format_element(element_type type, const void *x, size_t i, char text[CHECK_VALUE_SIZE])
{
    if (is_float(type))
        snprintf(text, CHECK_VALUE_SIZE, "%.17g", element_f(type, x, i));
    else
        snprintf(text, CHECK_VALUE_SIZE, "%" PRId64, element_i(type, x, i));
}

void check_format_value(const door *d, const work *w, char text[CHECK_VALUE_SIZE])
{
    format_element(d->result, &w->value, 0, text);
}

static double value_f(const door *d, const work *w)
{
    return element_f(d->result, &w->value, 0);
}

/* The sum of |terms|; its own rounding, some n * 2^-64, is lost in the bounds it is used for. */
static long double magnitude(const door *d, const work *w)
{
    long double sum = 0;
    for (size_t i = 0; i < w->n; i++) {
        long double term = element_f(d->in, w->x, i);
        if (d->op == OP_sumsq)
            term *= term;
        else if (d->op == OP_dot)
            term *= element_f(d->in, w->y, i);
        sum += fabsl(term);
    }
    return sum;
}

check_reference check_make_reference(const door *d, const work *operands, void *expected)
{
    check_reference reference = {.scalar = *operands};
    const char *path = spelt_path();
    reference.scalar.out = expected;
    spelt_set_path("scalar");
    d->spelt(&reference.scalar, 1);
    spelt_set_path(path);
    if (is_reduction(d) && is_float(d->result))
        reference.magnitude = magnitude(d, operands);
    return reference;
}

/* Whether the products are rounded: those of f32 are exact in f64. */
static int rounds_products(const door *d)
{
    return d->op != OP_sum && d->in == d->result;
}

static long double unit_roundoff(element_type type)
{
    return type == TYPE_f32 ? 0x1p-24L : 0x1p-53L;
}

/* The bound of order 1, as reduce.h states it. */
static long double order_bound(const door *d, size_t n)
{
    size_t lanes = SPELT_ORDER_LANE_BYTES / element_bytes(d->result);
    size_t blocks = n > 0 ? (n - 1) / (lanes * SPELT_ORDER_ROWS) + 1 : 1;
    double height = SPELT_ORDER_ROWS - 1 + log2((double)lanes) + ceil(log2((double)blocks)) +
                    rounds_products(d);
    long double hu = (long double)height * unit_roundoff(d->result);
    return hu / (1 - hu);
}

/* How far a rival may be from the scalar variant.
 *
 * A sum of n terms in any order is off by at most (n - 1) * u times the sum of |terms|, a dot
 * product by n * u, whatever n is: Jeannerod and Rump, "Improved error bounds for inner products
 * in floating-point arithmetic", SIAM J. Matrix Anal. Appl. 34(2), 2013. Each product that
 * underflows adds half the least subnormal to either. */
static long double rival_bound(const door *d, size_t n, long double terms)
{
    long double least = d->result == TYPE_f32 ? 0x1p-149L : 0x1p-1074L;
    long double bound = ((long double)n * unit_roundoff(d->result) + order_bound(d, n)) * terms;
    return d->op == OP_sum ? bound : bound + (long double)n * least;
}

static int within_bound(const door *d, const check_reference *reference, const work *w,
                        long double *bound)
{
    double expected = value_f(d, &reference->scalar), value = value_f(d, w);
    long double largest = d->result == TYPE_f32 ? FLT_MAX : DBL_MAX;
    *bound = rival_bound(d, w->n, reference->magnitude);
    if (isnan(reference->magnitude)) /* a NaN among the terms */
        return isnan(expected) && isnan(value);
    /* An infinity among the terms, or partial sums that overflow in one order and not in
     * another: then an infinity or a NaN is a possible result. */
    if (reference->magnitude + *bound > largest && !(isfinite(expected) && isfinite(value)))
        return !isinf(reference->magnitude) || (!isfinite(expected) && !isfinite(value));
    return fabsl((long double)expected - value) <= *bound;
}

static int check_float_reduction(const door *d, const check_reference *reference, const work *w,
                                 check_kind kind, char message[CHECK_MESSAGE_SIZE])
{
    long double bound = 0;
    char expected[CHECK_VALUE_SIZE], value[CHECK_VALUE_SIZE];
    if (kind == CHECK_SPELT) {
        if (memcmp(&w->value, &reference->scalar.value, element_bytes(d->result)) == 0)
            return 1;
    } else if (within_bound(d, reference, w, &bound)) {
        return 1;
    }
    check_format_value(d, &reference->scalar, expected);
    check_format_value(d, w, value);
    if (kind == CHECK_SPELT)
        snprintf(message, CHECK_MESSAGE_SIZE, "gives %s, the scalar variant %s", value, expected);
    else
        snprintf(message, CHECK_MESSAGE_SIZE,
                 "gives %s, the scalar variant %s: further apart than their bounds, %.3Lg", value,
                 expected, bound);
    return 0;
}

static int check_integer_reduction(const door *d, const check_reference *reference, const work *w,
                                   check_kind kind, char message[CHECK_MESSAGE_SIZE])
{
    char expected[CHECK_VALUE_SIZE], value[CHECK_VALUE_SIZE];
    /* A loop knows nothing of overflow: where the result does not fit, it is wrong. */
    if (reference->scalar.status != SPELT_OK || w->value.i64 == reference->scalar.value.i64)
        return 1;
    (void)kind;
    check_format_value(d, &reference->scalar, expected);
    check_format_value(d, w, value);
    snprintf(message, CHECK_MESSAGE_SIZE, "gives %s, the scalar variant %s", value, expected);
    return 0;
}

/* The first index at which two arrays differ, n if nowhere. */
static size_t first_difference(element_type type, const void *a, const void *b, size_t n)
{
    const size_t bytes = element_bytes(type);
    if (memcmp(a, b, n * bytes) == 0)
        return n;
    for (size_t i = 0; i < n; i++) {
        if (memcmp((const char *)a + i * bytes, (const char *)b + i * bytes, bytes) == 0)
            continue;
        if (is_float(type) && isnan(element_f(type, a, i)) && isnan(element_f(type, b, i)))
            continue;
        return i;
    }
    return n;
}

static int check_map(const door *d, const check_reference *reference, const work *w,
                     check_kind kind, char message[CHECK_MESSAGE_SIZE])
{
    char expected[CHECK_VALUE_SIZE], value[CHECK_VALUE_SIZE];
    int overflow = reference->scalar.status == SPELT_ERR_OVERFLOW;
    size_t i = first_difference(d->in, reference->scalar.out, w->out, w->n);
    if (i < w->n) {
        format_element(d->in, reference->scalar.out, i, expected);
        format_element(d->in, w->out, i, value);
        snprintf(message, CHECK_MESSAGE_SIZE, "gives %s at index %zu, the scalar variant %s", value,
                 i, expected);
        return 0;
    }
    if (kind == CHECK_LOOP && w->overflow != overflow) {
        snprintf(message, CHECK_MESSAGE_SIZE, "overflow: %d, of the scalar variant: %d",
                 w->overflow, overflow);
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
    if (!is_reduction(d))
        return check_map(d, reference, w, kind, message);
    if (is_float(d->result))
        return check_float_reduction(d, reference, w, kind, message);
    return check_integer_reduction(d, reference, w, kind, message);
}
