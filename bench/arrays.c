/* arrays.c - memory for the arrays, and what is put into them. */
#include "arrays.h"

#include "datasets.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 4096

/* The arrays begin at different places in their pages, so that a store to one and a load from
 * another never differ by a multiple of 4096, which some CPUs take for the same address. All are
 * aligned to a cache line. */
#define STAGGER 1088 /* times 3 is less than a page */

int arrays_allocate(arrays *a, size_t operand_bytes, size_t result_bytes)
{
    void **const members[ARRAY_COUNT] = {&a->x, &a->y, &a->out, &a->expected};
    memset(a, 0, sizeof *a);
    for (size_t i = 0; i < ARRAY_COUNT; i++) {
        size_t bytes = i < 2 ? operand_bytes : result_bytes;
        if (bytes < ARRAYS_LEAST)
            bytes = ARRAYS_LEAST;
        size_t size = bytes / PAGE * PAGE + 2 * PAGE;
        if (size > bytes)
            a->allocation[i] = aligned_alloc(PAGE, size);
        if (!a->allocation[i]) {
            arrays_free(a);
            return 0;
        }
        memset(a->allocation[i], 0, size);
        *members[i] = (unsigned char *)a->allocation[i] + i * STAGGER;
    }
    return 1;
}

int arrays_allocate_or_tell(arrays *a, size_t n)
{
    if (n <= SIZE_MAX / sizeof(f64) && arrays_allocate(a, n * sizeof(f64), n * sizeof(f64)))
        return 1;
    fprintf(stderr, "spelt-bench: no memory for %d arrays of %zu elements\n", ARRAY_COUNT, n);
    return 0;
}

void arrays_free(arrays *a)
{
    for (size_t i = 0; i < ARRAY_COUNT; i++)
        free(a->allocation[i]);
    memset(a, 0, sizeof *a);
}

/* The least b with n <= 2^b. */
static unsigned ceiling_log2(size_t n)
{
    unsigned b = 0;
    while (b < 63 && ((size_t)1 << b) < n)
        b++;
    return b;
}

static void fill_f32(f32 *x, size_t n, uint64_t *random)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (f32)((int32_t)(random_next(random) >> 39) - (1 << 24)) * 0x1p-24f;
}

static void fill_f64(f64 *x, size_t n, uint64_t *random)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (f64)((int64_t)(random_next(random) >> 10) - (INT64_C(1) << 53)) * 0x1p-53;
}

/* Uniform in (-2^bits, 2^bits), 1 <= bits <= 62. */
static int64_t signed_random(unsigned bits, uint64_t *random)
{
    uint64_t r = random_next(random);
    int64_t magnitude = (int64_t)(r >> (64 - bits));
    return r & 1 ? -magnitude : magnitude;
}

static void store(element_type type, void *x, size_t i, int64_t value)
{
    if (type == TYPE_i32)
        ((int32_t *)x)[i] = (int32_t)value;
    else
        ((int64_t *)x)[i] = value;
}

static void fill_integers(element_type type, void *x, size_t n, unsigned bits, uint64_t *random)
{
    for (size_t i = 0; i < n; i++)
        store(type, x, i, signed_random(bits, random));
}

/* Every bit random: all values of the type. */
static void fill_bits(element_type type, void *x, size_t n, uint64_t *random)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t r = random_next(random);
        if (type == TYPE_i32)
            store(type, x, i, (int64_t)(r >> 32) - (INT64_C(1) << 31));
        else
            memcpy((int64_t *)x + i, &r, sizeof r);
    }
}

/* p*q, -p*q, ...; a last one without a partner is 1. */
static void fill_pairs(element_type type, const arrays *a, size_t n, unsigned bits,
                       uint64_t *random)
{
    size_t i = 0;
    for (; i + 1 < n; i += 2) {
        int64_t p = signed_random(bits, random), q = signed_random(bits, random);
        store(type, a->x, i, p);
        store(type, a->x, i + 1, p);
        store(type, a->y, i, q);
        store(type, a->y, i + 1, -q);
    }
    if (i < n) {
        store(type, a->x, i, 1);
        store(type, a->y, i, 1);
    }
}

static unsigned at_most(unsigned bits, unsigned limit)
{
    return bits < limit ? bits : limit;
}

static void fill_integer_operands(const arrays *a, const door *d, data_kind kind, size_t n,
                                  uint64_t *random)
{
    const unsigned type_bits = d->in == TYPE_i32 ? 31 : 62; /* without the sign */
    const unsigned room = 62 - at_most(ceiling_log2(n), 60);
    switch (d->op) {
    case OP_sum:
        if (d->in == TYPE_i32 && room >= 32)
            fill_bits(d->in, a->x, n, random);
        else
            fill_integers(d->in, a->x, n, at_most(type_bits, room), random);
        break;
    case OP_sumsq:
        fill_integers(d->in, a->x, n, kind == DATA_WIDE ? 41 : at_most(type_bits, room / 2),
                      random);
        break;
    case OP_dot: fill_pairs(d->in, a, n, kind == DATA_WIDE ? 40 : 31, random); break;
    case OP_add:
        if (strcmp(d->suffix, element_type_name(d->in)) == 0) {
            fill_integers(d->in, a->x, n, type_bits - 1, random);
            fill_integers(d->in, a->y, n, type_bits - 1, random);
        } else {
            fill_bits(d->in, a->x, n, random);
            fill_bits(d->in, a->y, n, random);
        }
        break;
    }
}

int arrays_have(const door *d, data_kind kind)
{
    switch (kind) {
    case DATA_WIDE: return d->in == TYPE_i64 && (d->op == OP_dot || d->op == OP_sumsq);
    case DATA_ILL: return d->in == TYPE_f64 && d->op != OP_sumsq && door_plain(d);
    default: return kind == DATA_USUAL;
    }
}

size_t arrays_least(data_kind kind)
{
    return kind == DATA_ILL ? DATASET_LEAST_ILL_CONDITIONED : 0;
}

const char *data_title(data_kind kind)
{
    static const char *const titles[DATA_COUNT] = {"", ", beyond 2^31", ", condition 1e30"};
    return titles[kind];
}

const char *data_name(data_kind kind)
{
    static const char *const names[DATA_COUNT] = {"usual", "wide", "ill"};
    return names[kind];
}

static void fill_ill_conditioned(const arrays *a, const door *d, size_t n, uint64_t seed)
{
    size_t period = n < ARRAYS_ILL_PERIOD ? n : ARRAYS_ILL_PERIOD;
    dataset_fill_ill_conditioned(d, 1e30, a->x, a->y, period, seed);
    for (size_t i = period; i < n; i++) {
        ((f64 *)a->x)[i] = ((const f64 *)a->x)[i - period];
        if (d->arrays > 1)
            ((f64 *)a->y)[i] = ((const f64 *)a->y)[i - period];
    }
}

void arrays_fill(const arrays *a, const door *d, data_kind kind, size_t n, uint64_t seed)
{
    uint64_t random = seed;
    if (kind == DATA_ILL) {
        fill_ill_conditioned(a, d, n, seed);
        return;
    }
    switch (d->in) {
    case TYPE_f32:
        fill_f32(a->x, n, &random);
        if (d->arrays > 1)
            fill_f32(a->y, n, &random);
        break;
    case TYPE_f64:
        fill_f64(a->x, n, &random);
        if (d->arrays > 1)
            fill_f64(a->y, n, &random);
        break;
    case TYPE_i32:
    case TYPE_i64: fill_integer_operands(a, d, kind, n, &random); break;
    case TYPE_COUNT: break;
    }
}
