/* arrays.c - memory for the arrays, and what is put into them. */
#include "loops/arrays.h"

#include "loops/datasets.h"
#include "loops/elements.h"
#include "measure/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 4096

/* The arrays begin at different places in their pages, so that a store to one and a load from
 * another never differ by a multiple of 4096, which some CPUs take for the same address. All are
 * aligned to a cache line. */
#define STAGGER 832 /* times 4 is less than a page; and so is the gap between two outputs */

int arrays_allocate(arrays *a, size_t operand_bytes, size_t result_bytes)
{
    void **const members[ARRAY_COUNT] = {&a->x, &a->y, &a->z, &a->out, &a->expected};
    memset(a, 0, sizeof *a);
    for (size_t i = 0; i < ARRAY_COUNT; i++) {
        size_t bytes = i < 3 ? operand_bytes : result_bytes;
        if (bytes < ARRAYS_LEAST)
            bytes = ARRAYS_LEAST;
        size_t size = bytes / PAGE * PAGE + 3 * PAGE;
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
    return arrays_allocate_of_or_tell(a, n, sizeof(f64));
}

int arrays_allocate_of_or_tell(arrays *a, size_t n, size_t size)
{
    if (n <= SIZE_MAX / size && arrays_allocate(a, n * size, n * size))
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

bandwidth_range arrays_range(const arrays *a, size_t bytes)
{
    return (bandwidth_range){.x = a->x, .y = a->y, .out = a->out, .bytes = bytes};
}

work arrays_work(const arrays *a, size_t n)
{
    return (work){.n = n, .x = a->x, .y = a->y, .z = a->z, .out = a->out};
}

/* The least b with n <= 2^b. */
static unsigned ceiling_log2(size_t n)
{
    unsigned b = 0;
    while (b < 63 && ((size_t)1 << b) < n)
        b++;
    return b;
}

static unsigned at_most(unsigned bits, unsigned limit)
{
    return bits < limit ? bits : limit;
}

/* Uniform in [-1, 1), of as many bits as the type has. */
static void fill_floats_of(spelt_type type, unsigned bits, void *x, size_t n, uint64_t *random)
{
    const i64 one = INT64_C(1) << bits;
    for (size_t i = 0; i < n; i++)
        element_put(type, x, i, (f64)((i64)(random_next(random) >> (63 - bits)) - one) / (f64)one);
}

static void fill_floats(spelt_type type, void *x, size_t n, uint64_t *random)
{
    fill_floats_of(type, type_bits(type), x, n, random);
}

/* Of so few bits that a product is exact, whether it is fused with an addition or not. */
static void fill_complex(spelt_type type, void *x, size_t n, uint64_t *random)
{
    fill_floats_of(spelt_part_type(type), 10, x, 2 * n, random);
}

/* Below 2^bits in magnitude, 1 <= bits <= 62; of either sign where that is so. */
static i64 integer_random(int is_signed, unsigned bits, uint64_t *random)
{
    uint64_t r = random_next(random);
    i64 magnitude = (i64)(r >> (64 - bits));
    return is_signed && r & 1 ? -magnitude : magnitude;
}

static void fill_integers(spelt_type type, void *x, size_t n, unsigned bits, uint64_t *random)
{
    const int is_signed = type_is_signed(type);
    for (size_t i = 0; i < n; i++)
        element_put_integer(type, x, i, integer_random(is_signed, bits, random));
}

/* Every bit random: all values of the type. */
static void fill_bits(spelt_type type, void *x, size_t n, uint64_t *random)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t r = random_next(random);
        if (spelt_type_size(type) < sizeof r)
            element_put_integer(type, x, i, (i64)(r >> 32) - (INT64_C(1) << 31));
        else
            memcpy((u64 *)x + i, &r, sizeof r);
    }
}

/* p*q, -p*q, ...; a last one without a partner is 1. */
static void fill_pairs(spelt_type type, const arrays *a, size_t n, unsigned bits, uint64_t *random)
{
    size_t i = 0;
    for (; i + 1 < n; i += 2) {
        i64 p = integer_random(1, bits, random), q = integer_random(1, bits, random);
        element_put_integer(type, a->x, i, p);
        element_put_integer(type, a->x, i + 1, p);
        element_put_integer(type, a->y, i, q);
        element_put_integer(type, a->y, i + 1, -q);
    }
    if (i < n) {
        element_put_integer(type, a->x, i, 1);
        element_put_integer(type, a->y, i, 1);
    }
}

/* The operands of an exact total. */
static void fill_terms(const arrays *a, const door *d, data_kind kind, size_t n, uint64_t *random)
{
    const spelt_type type = d->facts->input[0];
    const unsigned bits = at_most(type_bits(type), 62);
    const unsigned room = 62 - at_most(ceiling_log2(n), 60);
    if (door_is_along_axis(d)) {
        fill_integers(type, a->x, n, at_most(bits, room / 2), random);
        fill_integers(type, a->y, n, at_most(bits, room / 2), random);
    } else if (door_term_of(d) == TERM_ELEMENT && room >= 8 * spelt_type_size(type)) {
        fill_bits(type, a->x, n, random);
    } else if (door_term_of(d) == TERM_ELEMENT) {
        fill_integers(type, a->x, n, at_most(bits, room), random);
    } else if (d->facts->inputs == 2 && type_is_signed(type)) {
        fill_pairs(type, a, n, kind == DATA_WIDE ? 40 : at_most(bits, 31), random);
    } else {
        fill_integers(type, a->x, n, kind == DATA_WIDE ? 41 : at_most(bits, room / 2), random);
        if (d->facts->inputs == 2)
            fill_integers(type, a->y, n, at_most(bits, room / 2), random);
    }
}

/* Sums, differences, products and quotients of these fit: 2^half <= |x| < 2 * 2^half, and
 * 1 <= |y| <= 2^half, in a type of 2 * half + 2 bits. Shifts are by less bits than it has. */
static void fill_checked(const arrays *a, const door *d, size_t n, uint64_t *random)
{
    const spelt_type type = d->facts->input[0];
    const unsigned half = 4 * (unsigned)spelt_type_size(type) - 1;
    const char *op = d->facts->op;
    const int is_signed = type_is_signed(type);
    const int is_quotient = strncmp(op, "div", 3) == 0 || strcmp(op, "rem") == 0;
    const int is_shift = strcmp(op, "shl") == 0 || strcmp(op, "shr") == 0;
    for (size_t i = 0; i < n; i++) {
        const i64 p = integer_random(is_signed, half, random);
        const i64 q = integer_random(is_signed, half, random);
        element_put_integer(type, a->x, i,
                            p < 0 ? p - (INT64_C(1) << half) : p + (INT64_C(1) << half));
        element_put_integer(type, a->y, i, q < 0 ? q - 1 : q + 1);
    }
    if (is_shift)
        for (size_t i = 0; i < n; i++)
            element_put_integer(type, a->y, i, (i64)(random_next(random) % (2 * half + 2)));
    if (is_quotient || is_shift)
        fill_integers(type, a->x, n, at_most(type_bits(type), 62), random);
}

/* Integers that both types have. */
static void fill_both(const arrays *a, const door *d, size_t n, uint64_t *random)
{
    const spelt_type from = d->facts->input[0], to = d->facts->result;
    const unsigned bits = at_most(at_most(type_bits(from), type_bits(to)), 62);
    for (size_t i = 0; i < n; i++)
        element_put_integer(
            from, a->x, i,
            integer_random(type_is_signed(from) && type_is_signed(to), bits, random));
}

/* A mask of which only the last element tells. */
static void fill_truth(const arrays *a, const door *d, size_t n)
{
    const int is_any = d->row == ROW_any_u8;
    memset(a->x, !is_any, n);
    if (n > 0)
        ((u8 *)a->x)[n - 1] = (u8)is_any;
}

/* All values, of each input. */
static void fill_all(const arrays *a, const door *d, size_t n, uint64_t *random)
{
    void *const x[SPELT_MOST_INPUTS] = {a->x, a->y, a->z};
    for (unsigned i = 0; i < d->facts->inputs; i++) {
        const spelt_type type = d->facts->input[i];
        if (spelt_is_complex(type))
            fill_complex(type, x[i], n, random);
        else if (type_is_float(type))
            fill_floats(type, x[i], n, random);
        else if (d->facts->family == SPELT_FAMILY_WHERE && i == 0)
            for (size_t k = 0; k < n; k++)
                ((u8 *)x[0])[k] = random_next(random) & 1;
        else
            fill_bits(type, x[i], n, random);
    }
    if (strcmp(d->facts->op, "sqrt") == 0)
        for (size_t k = 0; k < n; k++)
            element_put(d->facts->input[0], a->x, k,
                        fabs(element_number(d->facts->input[0], a->x, k)));
    if (d->row == ROW_any_u8 || d->row == ROW_all_u8)
        fill_truth(a, d, n);
}

bench_shape arrays_shape(const door *d, data_kind kind, size_t n)
{
    static const bench_shape shapes[DATA_COUNT] = {[DATA_ROWS_16] = {0, 16, 1, 0},
                                                   [DATA_ROWS_64] = {0, 64, 1, 0},
                                                   [DATA_ROWS_768] = {0, 768, 1, 0},
                                                   [DATA_COLUMNS] = {1, 0, 768, 0},
                                                   [DATA_MIDDLE] = {0, 64, 64, 0}};
    bench_shape shape = shapes[kind];
    const spelt_family family = d->facts->family;
    if (family == SPELT_FAMILY_BINS || family == SPELT_FAMILY_EVEN_BINS)
        shape.results = BINS;
    else if (family >= SPELT_FAMILY_COUNT_BY && spelt_type_size(d->facts->input[0]) == 1)
        shape.results = 256;
    else if (family >= SPELT_FAMILY_COUNT_BY)
        shape.results = kind == DATA_MANY ? GROUPS_MANY : GROUPS;
    if (!door_is_along_axis(d))
        return shape;
    if (shape.outer == 0)
        shape.outer = n / (shape.along * shape.inner);
    else
        shape.along = n / shape.inner;
    shape.results = shape.outer * shape.inner;
    return shape;
}

static void fill_indexes(const arrays *a, const door *d, size_t n, size_t below, uint64_t *random)
{
    for (size_t i = 0; i < n; i++)
        element_put_integer(d->facts->input[0], a->x, i, (i64)(random_next(random) % below));
}

static void fill_keys(const arrays *a, const door *d, data_kind kind, size_t n, uint64_t *random)
{
    const size_t groups = arrays_shape(d, kind, n).results;
    fill_indexes(a, d, n, groups, random);
    for (size_t i = 0; i < n && (kind == DATA_SORTED || kind == DATA_EQUAL); i++)
        element_put_integer(d->facts->input[0], a->x, i,
                            kind == DATA_EQUAL ? 7 : (i64)((f64)i / (f64)n * (f64)groups));
}

/* Integers of which the sum of any first ones fits their own type; along an axis of any at all. */
static void fill_running(const arrays *a, const door *d, size_t n, uint64_t *random)
{
    const spelt_type type = d->facts->input[0];
    const int is_signed = type_is_signed(type);
    const unsigned bits = at_most(type_bits(type), 62), room = ceiling_log2(n);
    i64 last = 0;
    for (size_t i = 0; i < n; i++) {
        if (is_signed && !door_is_along_axis(d)) /* p, -p, q, -q, ... */
            last = i % 2 ? -last : integer_random(1, bits, random);
        else if (bits > room)
            last = integer_random(is_signed, bits - room, random);
        else
            last = i % (n / 100 + 1) == 0;
        element_put_integer(type, a->x, i, last);
    }
}

/* Each operation rounded to the type. */
static void fill_edges(const arrays *a, const door *d, size_t n, uint64_t *random)
{
    const spelt_type type = d->facts->input[0];
    const f64 width = (f64)(BINS_HIGH - BINS_LOW) / BINS;
    fill_floats(type, a->x, n, random);
    for (size_t i = 0; i < BINS; i++) {
        const f64 above = type == SPELT_F32 ? (f32)i * (f32)width : (f64)i * width;
        element_put(type, a->y, i, BINS_LOW + above);
    }
    element_put(type, a->y, BINS, BINS_HIGH);
}

static void fill_values(spelt_type type, void *x, size_t n, uint64_t *random)
{
    const unsigned room = 62 - at_most(ceiling_log2(n), 60);
    if (type_is_float(type))
        fill_floats(type, x, n, random);
    else
        fill_integers(type, x, n, at_most(type_bits(type), room), random);
}

/* Of the families in which it counts where elements stand. */
static void fill_placed(const arrays *a, const door *d, data_kind kind, size_t n, uint64_t *random)
{
    const spelt_type type = d->facts->input[0];
    switch (d->facts->family) {
    case SPELT_FAMILY_TAKE:
    case SPELT_FAMILY_PUT: fill_indexes(a, d, n, n, random); break;
    case SPELT_FAMILY_COMPRESS: fill_indexes(a, d, n, 2, random); break;
    case SPELT_FAMILY_BINS:
    case SPELT_FAMILY_EVEN_BINS: fill_edges(a, d, n, random); return;
    case SPELT_FAMILY_SCAN:
        if (type_is_float(type))
            fill_floats(type, a->x, n, random);
        else
            fill_running(a, d, n, random);
        return;
    default: fill_keys(a, d, kind, n, random);
    }
    fill_values(d->facts->input[1], a->y, n, random);
}

int arrays_have(const door *d, data_kind kind)
{
    const int is_sum = door_term_of(d) == TERM_ELEMENT, is_square = door_term_of(d) == TERM_SQUARE;
    const spelt_family family = d->facts->family;
    const int has_keys = family >= SPELT_FAMILY_COUNT_BY && family <= SPELT_FAMILY_SUM_BY_EXACT;
    if (door_is_along_axis(d))
        return kind >= DATA_ROWS_16;
    switch (kind) {
    case DATA_SORTED:
    case DATA_EQUAL: return has_keys;
    case DATA_MANY:
        return has_keys && family != SPELT_FAMILY_COUNT_BY &&
               spelt_type_size(d->facts->input[0]) >= sizeof(i32);
    case DATA_WIDE:
        return d->facts->input[0] == SPELT_I64 && d->facts->family == SPELT_FAMILY_TOTAL && !is_sum;
    case DATA_ILL: return d->facts->input[0] == SPELT_F64 && door_acc(d) && !is_square;
    default: return kind == DATA_USUAL;
    }
}

size_t arrays_least(data_kind kind)
{
    static const size_t least[DATA_COUNT] = {[DATA_ILL] = DATASET_LEAST_ILL_CONDITIONED,
                                             [DATA_MANY] = GROUPS_MANY,
                                             [DATA_ROWS_16] = 16,
                                             [DATA_ROWS_64] = 64,
                                             [DATA_ROWS_768] = 768,
                                             [DATA_COLUMNS] = 768,
                                             [DATA_MIDDLE] = (size_t)64 * 64};
    return least[kind];
}

const char *data_title(data_kind kind)
{
    static const char *const titles[DATA_COUNT] = {"",
                                                   ", beyond 2^31",
                                                   ", condition 1e30",
                                                   ", sorted keys",
                                                   ", equal keys",
                                                   ", 100000 groups",
                                                   ", rows of 16",
                                                   ", rows of 64",
                                                   ", rows of 768",
                                                   ", columns of 768",
                                                   ", middle axis"};
    return titles[kind];
}

const char *data_name(data_kind kind)
{
    static const char *const names[DATA_COUNT] = {"usual",   "wide",    "ill",      "sorted",
                                                  "equal",   "many",    "rows16",   "rows64",
                                                  "rows768", "columns", "middle"};
    return names[kind];
}

static void fill_ill_conditioned(const arrays *a, const door *d, size_t n, uint64_t seed)
{
    size_t period = n < ARRAYS_ILL_PERIOD ? n : ARRAYS_ILL_PERIOD;
    dataset_fill_ill_conditioned(d, 1e30, a->x, a->y, period, seed);
    for (size_t i = period; i < n; i++) {
        ((f64 *)a->x)[i] = ((const f64 *)a->x)[i - period];
        if (d->facts->inputs > 1)
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
    switch (d->facts->family) {
    case SPELT_FAMILY_TOTAL: fill_terms(a, d, kind, n, &random); break;
    case SPELT_FAMILY_CHECKED1:
        fill_integers(d->facts->input[0], a->x, n, at_most(type_bits(d->facts->input[0]), 62),
                      &random);
        break;
    case SPELT_FAMILY_CHECKED2: fill_checked(a, d, n, &random); break;
    case SPELT_FAMILY_CONVERT: fill_both(a, d, n, &random); break;
    default:
        if (d->facts->family < SPELT_FAMILY_TAKE)
            fill_all(a, d, n, &random);
        else
            fill_placed(a, d, kind, n, &random);
    }
}
