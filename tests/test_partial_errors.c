/* test_partial_errors.c - what partials refuse, bytes that are no partial, and the far end of the
 * numbers. */
#include "partials.h"
#include "types.h"

#include <spelt/runtime.h>

static double data_x[3 * 4096 + 64], data_y[3 * 4096 + 64];

static int is_scalar(const reduction *row)
{
    return strcmp(row->isa, "scalar") == 0;
}

/* Expects a refusal that begins with the function and names what follows, result untouched. */
static void refuse_make(size_t row, const any_view *x, const any_view *y, uint64_t first,
                        spelt_status expected, const char *part, const char *other)
{
    char door[64];
    any_partial result, untouched;
    memset(&untouched, POISON, sizeof untouched);
    result = untouched;
    snprintf(door, sizeof door, "spelt_partial_%s: ", float_reductions[row].door + 6);
    expect_status(door, makers[row](x, y, first, &result), expected, door, part, other, NULL);
    cr_expect(memcmp(&result, &untouched, sizeof result) == 0, "%s wrote its result", door);
}

static void check_refusals(size_t row)
{
    const reduction *r = &float_reductions[row];
    size_t block = partial_block(r);
    char text[32];
    any_view x = contiguous(data_x, block), y = contiguous(data_y, block);
    any_view none = contiguous(NULL, block), longer = contiguous(data_y, block + 1);
    any_view nine = x;
    nine.at.ndim = 9;
    snprintf(text, sizeof text, "block, %zu", block);
    refuse_make(row, &x, &y, 1, SPELT_ERR_ARG, "first is 1,", text);
    refuse_make(row, &x, &y, block / 2, SPELT_ERR_ARG, "first is ", text);
    refuse_make(row, &x, &y, block + 1, SPELT_ERR_ARG, "first is ", text);
    refuse_make(row, &x, &y, 0 - (uint64_t)block, SPELT_ERR_ARG, "first is 18446744073709", "over");
    refuse_make(row, &x, &y, UINT64_MAX, SPELT_ERR_ARG, "first is 18446744073709551615", "over");
    refuse_make(row, &none, &y, 0, SPELT_ERR_NULL, "x has shape", "NULL");
    refuse_make(row, &nine, &nine, 0, SPELT_ERR_SHAPE, "x has 9", "8");
    if (r->operands == 2) {
        refuse_make(row, &x, &none, 0, SPELT_ERR_NULL, "y has shape", "NULL");
        refuse_make(row, &x, &longer, 0, SPELT_ERR_SHAPE, "x has shape", "y has shape");
    }
#ifdef SPELT_HAVE_BLAS
    cr_assert_eq(spelt_set_path("blas"), SPELT_OK);
    any_view empty = contiguous(NULL, 0);
    refuse_make(row, &x, &y, 0, SPELT_ERR_UNSUPPORTED, "blas", "BLAS");
    refuse_make(row, &empty, &empty, 0, SPELT_ERR_UNSUPPORTED, "blas", "BLAS");
    cr_assert_eq(spelt_set_path("auto"), SPELT_OK);
#endif
}

Test(partial_errors, pieces)
{
    for (size_t row = 0; row < FLOAT_REDUCTIONS; row++)
        if (is_scalar(&float_reductions[row]))
            check_refusals(row);
}

/* NULL in the place of each pointer. */
#define NULL_1(op, suffix, in, acc)                                                                \
    {                                                                                              \
        spelt_partial_##acc r;                                                                     \
        const char *door = "spelt_partial_" #op "_" #suffix ": ";                                  \
        const in value[1] = {0};                                                                   \
        expect_status(door, spelt_partial_##op##_##suffix(NULL, 0, &r), SPELT_ERR_NULL, door,      \
                      "x is NULL", NULL);                                                          \
        expect_status(door, spelt_partial_##op##_##suffix(SPELT_IN(in, value, 1), 0, NULL),        \
                      SPELT_ERR_NULL, door, "result is NULL", NULL);                               \
    }
#define NULL_2(op, suffix, in, acc)                                                                \
    {                                                                                              \
        spelt_partial_##acc r;                                                                     \
        const char *door = "spelt_partial_" #op "_" #suffix ": ";                                  \
        const in value[1] = {0};                                                                   \
        const spelt_in_##in view = spelt_in_1d_##in(value, 1);                                     \
        expect_status(door, spelt_partial_##op##_##suffix(NULL, &view, 0, &r), SPELT_ERR_NULL,     \
                      door, "x is NULL", NULL);                                                    \
        expect_status(door, spelt_partial_##op##_##suffix(&view, NULL, 0, &r), SPELT_ERR_NULL,     \
                      door, "y is NULL", NULL);                                                    \
        expect_status(door, spelt_partial_##op##_##suffix(&view, &view, 0, NULL), SPELT_ERR_NULL,  \
                      door, "result is NULL", NULL);                                               \
    }
#define NULL_STATE(acc)                                                                            \
    {                                                                                              \
        spelt_partial_##acc p;                                                                     \
        acc r;                                                                                     \
        cr_assert_eq(spelt_partial_sum_##acc(SPELT_IN(acc, NULL, 0), 0, &p), SPELT_OK);            \
        expect_status(#acc, spelt_partial_merge_##acc(NULL, &p, &p), SPELT_ERR_NULL,               \
                      "spelt_partial_merge_" #acc ": left is NULL", NULL);                         \
        expect_status(#acc, spelt_partial_merge_##acc(&p, NULL, &p), SPELT_ERR_NULL,               \
                      "spelt_partial_merge_" #acc ": right is NULL", NULL);                        \
        expect_status(#acc, spelt_partial_merge_##acc(&p, &p, NULL), SPELT_ERR_NULL,               \
                      "spelt_partial_merge_" #acc ": result is NULL", NULL);                       \
        expect_status(#acc, spelt_partial_finish_##acc(NULL, &r), SPELT_ERR_NULL,                  \
                      "spelt_partial_finish_" #acc ": partial is NULL", NULL);                     \
        expect_status(#acc, spelt_partial_finish_##acc(&p, NULL), SPELT_ERR_NULL,                  \
                      "spelt_partial_finish_" #acc ": result is NULL", NULL);                      \
    }

Test(partial_errors, null_arguments)
{
#define SUITE_FLOAT(op, suffix, in, acc, operands, isa)                                     \
    NULL_##operands(op, suffix, in, acc)
#define SUITE_ONCE
#include "suites.def"
    NULL_STATE(f32) NULL_STATE(f64)
}

static void refuse_merge(size_t row, const any_partial *left, const any_partial *right,
                         const char *part, const char *other)
{
    const reduction *r = &float_reductions[row];
    const char *door =
        r->result == TYPE_f32 ? "spelt_partial_merge_f32: " : "spelt_partial_merge_f64: ";
    any_partial result, untouched;
    memset(&untouched, POISON, sizeof untouched);
    result = untouched;
    expect_status(door, merge(r, left, right, &result), SPELT_ERR_ARG, door, part, other, NULL);
    cr_expect(memcmp(&result, &untouched, sizeof result) == 0, "%s wrote its result", door);
}

static void refuse_finish(size_t row, const any_partial *partial, const char *part,
                          const char *other)
{
    const reduction *r = &float_reductions[row];
    const char *door =
        r->result == TYPE_f32 ? "spelt_partial_finish_f32: " : "spelt_partial_finish_f64: ";
    number result = {.bits = 77};
    spelt_status status = r->result == TYPE_f32
                              ? spelt_partial_finish_f32(&partial->f32, &result.f32)
                              : spelt_partial_finish_f64(&partial->f64, &result.f64);
    expect_status(door, status, SPELT_ERR_ARG, door, part, other, NULL);
    cr_expect_eq(result.bits, 77, "%s wrote its result", door);
}

/* Pieces that are no neighbours, and a part of the whole taken for it. */
Test(partial_errors, neighbours)
{
    for (size_t row = 0; row < FLOAT_REDUCTIONS; row++) {
        size_t block = partial_block(&float_reductions[row]);
        any_partial a = partial_of(row, data_x, data_y, 0, block, 0);
        any_partial b = partial_of(row, data_x, data_y, block, 2 * block, 0);
        any_partial c = partial_of(row, data_x, data_y, 2 * block, 3 * block, 0);
        any_partial two = partial_of(row, data_x, data_y, 0, 2 * block, 0);
        any_partial short_end = partial_of(row, data_x, data_y, 0, block - 1, 0);
        any_partial nothing = partial_of(row, data_x, data_y, block, block, 0);
        any_partial astray = partial_of(row, data_x, data_y, 5, 5, 0), both;
        refuse_merge(row, &a, &c, "left ends before element", "right begins at");
        refuse_merge(row, &b, &a, "left ends before element", "right begins at 0");
        refuse_merge(row, &a, &a, "left ends", "right begins at 0");
        refuse_merge(row, &two, &b, "left ends", "right begins at");
        refuse_merge(row, &short_end, &b, "left ends", "right begins at");
        refuse_merge(row, &short_end, &nothing, "left ends", "right begins at");
        refuse_merge(row, &nothing, &a, "left ends", "right begins at 0");
        refuse_merge(row, &nothing, &c, "left ends", "right begins at");
        refuse_merge(row, &a, &astray, "left ends", "right begins at 5");
        refuse_finish(row, &b, "partial begins at element", "at 0");
        refuse_finish(row, &nothing, "partial begins at element", "at 0");
        both = merged(&float_reductions[row], &b, &c);
        refuse_finish(row, &both, "partial begins at element", "at 0");
        /* An empty one behind a short end is no piece that follows it. */
        nothing = partial_of(row, data_x, data_y, block - 1, block - 1, 0);
        both = merged(&float_reductions[row], &short_end, &nothing);
        cr_expect(same_partial(&float_reductions[row], &both, &short_end));
    }
}

/* Pieces of different functions, each pair with the same accumulator. */
Test(partial_errors, functions)
{
    for (size_t i = 0; i < FLOAT_REDUCTIONS; i++)
        for (size_t j = 0; j < FLOAT_REDUCTIONS; j++) {
            const reduction *a = &float_reductions[i], *b = &float_reductions[j];
            if (a->result != b->result || strcmp(a->door, b->door) == 0 || !is_scalar(a) ||
                !is_scalar(b))
                continue;
            size_t block = partial_block(a);
            any_partial left = partial_of(i, data_x, data_y, 0, block, 0);
            any_partial right = partial_of(j, data_x, data_y, block, 2 * block, 0);
            char by_left[64], by_right[64];
            snprintf(by_left, sizeof by_left, "left was made by spelt_partial_%s,", a->door + 6);
            snprintf(by_right, sizeof by_right, "right by spelt_partial_%s", b->door + 6);
            refuse_merge(i, &left, &right, by_left, by_right);
        }
}

/* A good partial with one member changed, as either argument. */
static void refuse_changed(size_t row, const any_partial *changed, const char *member,
                           const char *part)
{
    const reduction *r = &float_reductions[row];
    any_partial good = partial_of(row, data_x, data_y, 0, partial_block(r), 0);
    char text[64];
    snprintf(text, sizeof text, "left's %s", member);
    refuse_merge(row, changed, &good, text, part);
    snprintf(text, sizeof text, "right's %s", member);
    refuse_merge(row, &good, changed, text, part);
    snprintf(text, sizeof text, "partial's %s", member);
    refuse_finish(row, changed, text, part);
}

Test(partial_errors, malformed)
{
    for (size_t row = 0; row < FLOAT_REDUCTIONS; row++) {
        const reduction *r = &float_reductions[row];
        size_t block = partial_block(r);
        const any_partial good = partial_of(row, data_x, data_y, block, 2 * block, 0);
        any_partial bad = good;
        bad.f32.order = SPELT_ORDER_VERSION + 1;
        refuse_changed(row, &bad, "order is 2", "library's is 1");
        bad = good;
        bad.f32.function = 0;
        refuse_changed(row, &bad, "function is number 0", "none");
        bad.f32.function = 14;
        refuse_changed(row, &bad, "function is number 14", "none");
        bad.f32.function = UINT32_MAX;
        refuse_changed(row, &bad, "function is number 4294967295", "none");
        /* One of the other accumulator. */
        for (uint32_t function = 1; function < 14; function++) {
            bad.f32.function = function;
            int is_f32 = function < 10 ? function % 3 == 1 : function % 2 == 0;
            if (is_f32 != (r->result == TYPE_f32))
                refuse_changed(row, &bad, "function is number ", "none");
        }
        bad = good;
        bad.f32.first = block + 1;
        refuse_changed(row, &bad, "first is ", "not a multiple");
        bad = good;
        bad.f32.count = UINT64_MAX - block + 1;
        refuse_changed(row, &bad, "first is ", "overflow");
        memset(&bad, 0, sizeof bad);
        refuse_changed(row, &bad, "order is 0", "");
    }
}

/* Any bytes at all, in rooms of exactly their size: refused, or taken for what they look like. */
Test(partial_errors, random_bytes)
{
    generator random = generator_start(121);
    spelt_partial_f32 *a32 = malloc(sizeof *a32), *b32 = malloc(sizeof *b32);
    spelt_partial_f64 *a64 = malloc(sizeof *a64), *b64 = malloc(sizeof *b64);
    cr_assert(a32 && b32 && a64 && b64);
    size_t merges = 0;
    for (unsigned turn = 0; turn < 40000; turn++) {
        for (size_t i = 0; i < sizeof *a64; i += 8) {
            uint64_t one = random_bits(&random), other = random_bits(&random);
            memcpy((char *)a64 + i, &one, 8);
            memcpy((char *)b64 + i, &other, 8);
        }
        /* Mostly heads that look right, or nothing would get past the first check. */
        if (turn % 16 != 0) {
            a64->order = b64->order = SPELT_ORDER_VERSION;
            a64->function = b64->function = (uint32_t)random_below(&random, 11);
            a64->first = a64->first >> random_below(&random, 64) & ~(uint64_t)4095;
            a64->count = a64->count >> random_below(&random, 64) & ~(uint64_t)4095;
            b64->first = a64->first + a64->count;
            b64->count >>= random_below(&random, 64);
        }
        memcpy(a32, a64, sizeof *a32);
        memcpy(b32, b64, sizeof *b32);
        double r64 = 5;
        float r32 = 5;
        merges += spelt_partial_merge_f64(a64, b64, a64) == SPELT_OK;
        merges += spelt_partial_merge_f32(a32, b32, b32) == SPELT_OK;
        if (turn % 2 == 0)
            a64->first = b32->first = 0;
        cr_expect(spelt_partial_finish_f64(a64, &r64) == SPELT_OK || r64 == 5);
        cr_expect(spelt_partial_finish_f32(b32, &r32) == SPELT_OK || r32 == 5);
    }
    cr_expect(merges > 1000, "only %zu got past the checks", merges);
    free(a32);
    free(b32);
    free(a64);
    free(b64);
}

/* Neighbours around element 2^63 and up to the last number there is. */
Test(partial_errors, far_away)
{
    for (size_t row = 0; row < FLOAT_REDUCTIONS; row++) {
        const reduction *r = &float_reductions[row];
        size_t block = partial_block(r);
        const uint64_t bases[] = {(UINT64_C(1) << 63) - block, UINT64_C(1) << 63,
                                  (UINT64_C(1) << 63) + block, 0 - (uint64_t)(3 * block)};
        for (size_t i = 0; i < 4; i++)
            for (size_t cut = block; cut <= 2 * block; cut += block) {
                size_t n = 3 * block - 1; /* the end of the last one is UINT64_MAX */
                any_partial left = partial_of(row, data_x, data_y, 0, cut, bases[i]);
                any_partial right = partial_of(row, data_x, data_y, cut, n, bases[i]);
                any_partial whole = partial_of(row, data_x, data_y, 0, n, bases[i]);
                any_partial both = merged(r, &left, &right);
                cr_expect(same_partial(r, &both, &whole), "%s at %" PRIu64, r->door, bases[i]);
                refuse_finish(row, &both, "partial begins at element", "at 0");
            }
    }
}

/* The run with the most nodes, all blocks but the first and the last, each node 1: it merges with
 * both, and the whole of 2^64 - 1 elements finishes. f64 reaches SPELT_PARTIAL_NODES. */
Test(partial_errors, the_most_nodes)
{
    for (size_t row = 0; row < FLOAT_REDUCTIONS; row++) {
        const reduction *r = &float_reductions[row];
        size_t block = partial_block(r);
        for (size_t i = 0; i < sizeof data_x / sizeof *data_x; i++)
            if (r->in == TYPE_f32)
                ((float *)data_x)[i] = ((float *)data_y)[i] = i % block == 0;
            else
                data_x[i] = data_y[i] = i % block == 0;
        any_partial first = partial_of(row, data_x, data_y, 0, block, 0), middle = first, both;
        uint64_t last_at = 0 - (uint64_t)block;
        any_partial last = partial_of(row, data_x, data_y, 0, block - 1, last_at);
        unsigned nodes = r->result == TYPE_f32 ? 102 : 104;
        middle.f32.first = block;
        middle.f32.count = last_at - block;
        for (unsigned i = 0; i < SPELT_PARTIAL_NODES; i++)
            if (r->result == TYPE_f32)
                middle.f32.node[i] = i < nodes;
            else
                middle.f64.node[i] = i < nodes;
        number sum;
        both = merged(r, &middle, &last);
        both = merged(r, &first, &both);
        any_partial other = merged(r, &first, &middle);
        other = merged(r, &other, &last);
        cr_expect(same_partial(r, &both, &other), "%s", r->door);
        cr_expect_eq(partial_end(&both), UINT64_MAX);
        cr_assert_eq(finish(r, &both, &sum), SPELT_OK, "%s", spelt_last_error());
        double value = r->result == TYPE_f32 ? (double)sum.f32 : sum.f64;
        cr_expect(value == nodes + 2, "%s: %g", r->door, value);
    }
}

/* Merging and finishing add in the calling thread, whatever the path. */
Test(partial_errors, on_any_path)
{
    static const char *const paths[] = {"auto", "scalar", "simd", "blas"};
    double dot, expected = 0;
    size_t block = SPELT_PARTIAL_BLOCK_F64;
    for (size_t i = 0; i < block + 9; i++)
        data_x[i] = (double)(i % 5);
    spelt_partial_f64 a, b, both;
    cr_assert_eq(spelt_partial_sum_f64(SPELT_IN(f64, data_x, block), 0, &a), SPELT_OK);
    cr_assert_eq(spelt_partial_sum_f64(SPELT_IN(f64, data_x + block, 9), block, &b), SPELT_OK);
    cr_assert_eq(spelt_sum_f64(SPELT_IN(f64, data_x, block + 9), &expected), SPELT_OK);
    for (size_t i = 0; i < 4; i++) {
        if (spelt_set_path(paths[i]) != SPELT_OK)
            continue; /* a build without blas */
        cr_expect_eq(spelt_partial_merge_f64(&a, &b, &both), SPELT_OK);
        cr_expect_eq(spelt_partial_finish_f64(&both, &dot), SPELT_OK);
        cr_expect(dot == expected, "%s", paths[i]);
    }
}
