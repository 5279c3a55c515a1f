/* test_acc_refuse.c - what spelt_acc refuses, with nothing lost; and its saved form. */
#include "support.h"

#include <spelt/accumulate.h>
#include <spelt/runtime.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TOP = SPELT_ACC_LIMBS - 1, SAVED = SPELT_ACC_SAVED_BYTES };

/* ---- Every function by name ------------------------------------------------------------------ */

static const float x32[4] = {1, 2, 3, 4};
static const double x64[4] = {1, 2, 3, 4};

typedef spelt_status change(spelt_acc *acc, size_t n);

#define ADD_VIEW(name, type, ...)                                                                  \
    static spelt_status name##_##type(spelt_acc *acc, size_t n)                                    \
    {                                                                                              \
        return spelt_acc_##name##_##type(__VA_ARGS__, acc);                                        \
    }
ADD_VIEW(add_sum, f32, SPELT_IN(f32, x32, n))
ADD_VIEW(add_sum, f64, SPELT_IN(f64, x64, n))
ADD_VIEW(add_sumsq, f32, SPELT_IN(f32, x32, n))
ADD_VIEW(add_sumsq, f64, SPELT_IN(f64, x64, n))
ADD_VIEW(add_dot, f32, SPELT_IN(f32, x32, n), SPELT_IN(f32, x32, n))
ADD_VIEW(add_dot, f64, SPELT_IN(f64, x64, n), SPELT_IN(f64, x64, n))

#define INTEGERS(_) _(i8) _(i16) _(i32) _(i64) _(u8) _(u16) _(u32) _(u64)
#define ADD_INTEGERS(type)                                                                         \
    static const SPELT_ELEMENT_##type x_##type[4] = {1, 2, 3, 4};                                  \
    ADD_VIEW(add_sum, type, SPELT_IN(type, x_##type, n))                                           \
    ADD_VIEW(add_sumsq, type, SPELT_IN(type, x_##type, n))                                         \
    ADD_VIEW(add_dot, type, SPELT_IN(type, x_##type, n), SPELT_IN(type, x_##type, n))
INTEGERS(ADD_INTEGERS)

static spelt_status add_f32(spelt_acc *acc, size_t n)
{
    return spelt_acc_add_f32((float)n, acc);
}

static spelt_status add_f64(spelt_acc *acc, size_t n)
{
    return spelt_acc_add_f64((double)n, acc);
}

static spelt_status merge(spelt_acc *acc, size_t n)
{
    spelt_acc other = {{0}, (int64_t)n, 0};
    return spelt_acc_merge(&other, acc);
}

static spelt_status subtract(spelt_acc *acc, size_t n)
{
    spelt_acc other = {{0}, (int64_t)n, 0};
    return spelt_acc_subtract(&other, acc);
}

static spelt_status scale(spelt_acc *acc, size_t n)
{
    return spelt_acc_scale((int)n, acc);
}

static spelt_status round_f32(spelt_acc *acc, size_t n)
{
    float result = (float)n;
    spelt_status status = spelt_acc_round_f32(acc, &result);
    cr_expect(status == SPELT_OK || result == (float)n, "spelt_acc_round_f32 failed and wrote");
    return status;
}

static spelt_status round_f64(spelt_acc *acc, size_t n)
{
    double result = (double)n;
    spelt_status status = spelt_acc_round_f64(acc, &result);
    cr_expect(status == SPELT_OK || result == (double)n, "spelt_acc_round_f64 failed and wrote");
    return status;
}

static spelt_status round_i64(spelt_acc *acc, size_t n)
{
    int64_t result = (int64_t)n;
    spelt_status status = spelt_acc_round_i64(acc, &result);
    cr_expect(status == SPELT_OK || result == (int64_t)n, "spelt_acc_round_i64 failed and wrote");
    return status;
}

static spelt_status round_u64(spelt_acc *acc, size_t n)
{
    uint64_t result = n;
    spelt_status status = spelt_acc_round_u64(acc, &result);
    cr_expect(status == SPELT_OK || result == n, "spelt_acc_round_u64 failed and wrote");
    return status;
}

static spelt_status count(spelt_acc *acc, size_t n)
{
    int64_t result = (int64_t)n;
    spelt_status status = spelt_acc_count(acc, &result);
    cr_expect(status == SPELT_OK || result == (int64_t)n, "spelt_acc_count failed and wrote");
    return status;
}

static spelt_status save(spelt_acc *acc, size_t n)
{
    unsigned char bytes[SAVED];
    bytes[0] = (unsigned char)n;
    spelt_status status = spelt_acc_save(acc, bytes);
    cr_expect(status == SPELT_OK || bytes[0] == (unsigned char)n,
              "spelt_acc_save failed and wrote");
    return status;
}

/* How many terms n adds, where that can be too many. */
typedef enum { NO_TERMS, ONE_TERM, N_TERMS } terms;

static const struct {
    const char *name;
    change *call;
    terms adds;
} functions[] = {{"spelt_acc_add_f32", add_f32, ONE_TERM},
                 {"spelt_acc_add_f64", add_f64, ONE_TERM},
                 {"spelt_acc_add_sum_f32", add_sum_f32, N_TERMS},
                 {"spelt_acc_add_sum_f64", add_sum_f64, N_TERMS},
                 {"spelt_acc_add_sumsq_f32", add_sumsq_f32, N_TERMS},
                 {"spelt_acc_add_sumsq_f64", add_sumsq_f64, N_TERMS},
                 {"spelt_acc_add_dot_f32", add_dot_f32, N_TERMS},
                 {"spelt_acc_add_dot_f64", add_dot_f64, N_TERMS},
                 {"spelt_acc_merge", merge, N_TERMS},
                 {"spelt_acc_subtract", subtract, NO_TERMS},
                 {"spelt_acc_scale", scale, NO_TERMS},
                 {"spelt_acc_round_f32", round_f32, NO_TERMS},
                 {"spelt_acc_round_f64", round_f64, NO_TERMS},
                 {"spelt_acc_round_i64", round_i64, NO_TERMS},
                 {"spelt_acc_round_u64", round_u64, NO_TERMS},
                 {"spelt_acc_count", count, NO_TERMS},
                 {"spelt_acc_save", save, NO_TERMS},
#define FUNCTIONS_OF(type)                                                                         \
    {"spelt_acc_add_sum_" #type, add_sum_##type, N_TERMS},                                         \
        {"spelt_acc_add_sumsq_" #type, add_sumsq_##type, N_TERMS},                                 \
        {"spelt_acc_add_dot_" #type, add_dot_##type, N_TERMS},
    INTEGERS(FUNCTIONS_OF)
};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static void expect_kept(const char *what, const spelt_acc *acc, const spelt_acc *before)
{
    cr_expect(memcmp(acc, before, sizeof *acc) == 0, "%s failed and changed its accumulator", what);
}

Test(acc_refuse, no_accumulator)
{
    for (size_t i = 0; i < FUNCTIONS; i++)
        for (size_t n = 0; n < 3; n++) {
            char begin[64];
            snprintf(begin, sizeof begin, "%s: acc is NULL", functions[i].name);
            expect_status(functions[i].name, functions[i].call(NULL, n), SPELT_ERR_NULL, begin,
                          NULL);
        }
    expect_status("init", spelt_acc_init(NULL), SPELT_ERR_NULL, "spelt_acc_init: acc is NULL",
                  NULL);
}

/* Bytes that Spelt never leaves there, also where there is nothing to add. */
Test(acc_refuse, no_accumulator_of_ours)
{
    static const uint64_t specials[] = {8, 9, UINT64_C(1) << 32, UINT64_MAX,
                                        UINT64_C(0x8000000000000000)};
    for (size_t k = 0; k < sizeof specials / sizeof *specials; k++)
        for (size_t i = 0; i < FUNCTIONS; i++)
            for (size_t n = 0; n < 3; n++) {
                spelt_acc acc = {{1, 2, 3}, 4, specials[k]}, before = acc;
                char begin[64], value[32];
                snprintf(begin, sizeof begin, "%s: acc", functions[i].name);
                snprintf(value, sizeof value, "%#llx", (unsigned long long)specials[k]);
                expect_status(functions[i].name, functions[i].call(&acc, n), SPELT_ERR_ARG, begin,
                              value, NULL);
                expect_kept(functions[i].name, &acc, &before);
            }
    spelt_acc bad = {{0}, 0, 16}, good = {{7}, 1, 0}, before = good;
    expect_status("merge", spelt_acc_merge(&bad, &good), SPELT_ERR_ARG, "spelt_acc_merge: other",
                  "0x10", NULL);
    expect_status("subtract", spelt_acc_subtract(&bad, &good), SPELT_ERR_ARG,
                  "spelt_acc_subtract: other", "0x10", NULL);
    expect_kept("merge", &good, &before);
}

Test(acc_refuse, other_arguments)
{
    spelt_acc acc = {{7}, 1, 0}, before = acc;
    expect_status("merge", spelt_acc_merge(NULL, &acc), SPELT_ERR_NULL, "spelt_acc_merge: other",
                  NULL);
    expect_status("subtract", spelt_acc_subtract(NULL, &acc), SPELT_ERR_NULL,
                  "spelt_acc_subtract: other", NULL);
    expect_status("round", spelt_acc_round_f32(&acc, NULL), SPELT_ERR_NULL,
                  "spelt_acc_round_f32: result", NULL);
    expect_status("round", spelt_acc_round_f64(&acc, NULL), SPELT_ERR_NULL,
                  "spelt_acc_round_f64: result", NULL);
    expect_status("round", spelt_acc_round_i64(&acc, NULL), SPELT_ERR_NULL,
                  "spelt_acc_round_i64: result", NULL);
    expect_status("round", spelt_acc_round_u64(&acc, NULL), SPELT_ERR_NULL,
                  "spelt_acc_round_u64: result", NULL);
    expect_status("count", spelt_acc_count(&acc, NULL), SPELT_ERR_NULL, "spelt_acc_count: result",
                  NULL);
    expect_status("save", spelt_acc_save(&acc, NULL), SPELT_ERR_NULL, "spelt_acc_save: bytes",
                  NULL);
    expect_status("sum", spelt_acc_add_sum_f64(NULL, &acc), SPELT_ERR_NULL,
                  "spelt_acc_add_sum_f64: x", NULL);
    expect_status("dot", spelt_acc_add_dot_f32(SPELT_IN(f32, x32, 4), NULL, &acc), SPELT_ERR_NULL,
                  "spelt_acc_add_dot_f32: y", NULL);
    expect_status("dot", spelt_acc_add_dot_f64(SPELT_IN(f64, x64, 4), SPELT_IN(f64, x64, 3), &acc),
                  SPELT_ERR_SHAPE, "spelt_acc_add_dot_f64: ", "(4)", "(3)", NULL);
    expect_status("sumsq", spelt_acc_add_sumsq_f32(SPELT_IN(f32, NULL, 4), &acc), SPELT_ERR_NULL,
                  "spelt_acc_add_sumsq_f32: x", NULL);
    expect_status("sum", spelt_acc_add_sum_u8(NULL, &acc), SPELT_ERR_NULL,
                  "spelt_acc_add_sum_u8: x", NULL);
    expect_status("dot", spelt_acc_add_dot_i64(SPELT_IN(i64, x_i64, 4), NULL, &acc), SPELT_ERR_NULL,
                  "spelt_acc_add_dot_i64: y", NULL);
    expect_status("dot", spelt_acc_add_dot_i8(SPELT_IN(i8, x_i8, 2), SPELT_IN(i8, x_i8, 3), &acc),
                  SPELT_ERR_SHAPE, "spelt_acc_add_dot_i8: ", "(2)", "(3)", NULL);
    expect_status("sumsq", spelt_acc_add_sumsq_u32(SPELT_IN(u32, NULL, 4), &acc), SPELT_ERR_NULL,
                  "spelt_acc_add_sumsq_u32: x", NULL);
    expect_kept("a call", &acc, &before);
}

Test(acc_refuse, blas)
{
#ifdef SPELT_HAVE_BLAS
    spelt_acc acc = {{7}, 1, 0}, before = acc;
    cr_assert_eq(spelt_set_path("blas"), SPELT_OK);
    for (size_t i = 0; i < FUNCTIONS; i++)
        if (strncmp(functions[i].name, "spelt_acc_add_", 14) == 0 && functions[i].adds == N_TERMS)
            expect_status(functions[i].name, functions[i].call(&acc, 3), SPELT_ERR_UNSUPPORTED,
                          functions[i].name, NULL);
    expect_kept("a call", &acc, &before);
#else
    skip_visibly("built without BLAS");
#endif
}

/* ---- Past the end -----------------------------------------------------------------------------
 */

Test(acc_refuse, too_many_terms)
{
    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (functions[i].adds == NO_TERMS)
            continue;
        int64_t added = functions[i].adds == ONE_TERM ? 1 : 3;
        spelt_acc acc = {{5}, INT64_MAX - added, 0}, before;
        cr_expect_eq(functions[i].call(&acc, 3), SPELT_OK, "%s", spelt_last_error());
        cr_expect_eq(acc.count, INT64_MAX, "%s", functions[i].name);
        acc.count = INT64_MAX - added + 1;
        before = acc;
        expect_status(functions[i].name, functions[i].call(&acc, 3), SPELT_ERR_OVERFLOW,
                      functions[i].name, "acc", NULL);
        expect_kept(functions[i].name, &acc, &before);
    }
    spelt_acc acc = {{5}, INT64_MIN + 1, 0}, before = acc, other = {{0}, 2, 0};
    expect_status("subtract", spelt_acc_subtract(&other, &acc), SPELT_ERR_OVERFLOW,
                  "spelt_acc_subtract", NULL);
    expect_kept("spelt_acc_subtract", &acc, &before);
}

/* A sum right below either end takes what fits and refuses what does not. */
Test(acc_refuse, too_large_a_sum)
{
    spelt_acc most, least, before;
    memset(&most, 0xff, sizeof most);
    most.limb[TOP] = INT64_MAX;
    most.count = 1;
    most.special = 0;
    memset(&least, 0, sizeof least);
    least.limb[TOP] = UINT64_C(1) << 63;
    spelt_acc one = {{0}, 1, 0}, acc;
    one.limb[0] = 1;

    acc = most;
    expect_status("merge", spelt_acc_merge(&one, &acc), SPELT_ERR_OVERFLOW, "spelt_acc_merge",
                  NULL);
    expect_kept("spelt_acc_merge", &acc, &most);
    acc = least;
    expect_status("subtract", spelt_acc_subtract(&one, &acc), SPELT_ERR_OVERFLOW,
                  "spelt_acc_subtract", NULL);
    expect_kept("spelt_acc_subtract", &acc, &least);
    cr_expect_eq(spelt_acc_merge(&one, &acc), SPELT_OK);
    cr_expect_eq(spelt_acc_subtract(&one, &acc), SPELT_OK);
    expect_kept("merging and subtracting again", &acc, &least);
    acc = one;
    cr_expect_eq(spelt_acc_subtract(&least, &acc), SPELT_ERR_OVERFLOW, "2^2175 does not fit");
    expect_kept("spelt_acc_subtract", &acc, &one);

    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (functions[i].adds == NO_TERMS || functions[i].call == merge)
            continue;
        acc = before = most;
        expect_status(functions[i].name, functions[i].call(&acc, 3), SPELT_ERR_OVERFLOW,
                      functions[i].name, NULL);
        expect_kept(functions[i].name, &acc, &before);
        acc = before = least;
        cr_expect_eq(functions[i].call(&acc, 3), SPELT_OK, "%s", functions[i].name);
        cr_expect_eq(spelt_acc_subtract(&least, &acc), SPELT_ERR_OVERFLOW);
    }
    acc = before = least;
    cr_expect_eq(spelt_acc_add_f64(-1, &acc), SPELT_ERR_OVERFLOW);
    expect_kept("spelt_acc_add_f64", &acc, &before);
    acc = before = most;
    cr_expect_eq(spelt_acc_add_f64(INFINITY, &acc), SPELT_OK, "an infinity takes no room");
    cr_expect_eq(spelt_acc_add_f64(-1, &acc), SPELT_OK);
}

/* On the way past the end and back is no error: the view's sum fits. */
Test(acc_refuse, terms_that_go_past_the_end_and_back)
{
    const double x[] = {0x1p1000, -0x1p1000, -0x1p-1074}, y[] = {0x1p1000, 0x1p1000, 1};
    spelt_acc acc;
    memset(&acc, 0xff, sizeof acc);
    acc.limb[TOP] = INT64_MAX;
    acc.count = 0;
    acc.special = 0;
    cr_expect_eq(spelt_acc_add_dot_f64(SPELT_IN(f64, x, 3), SPELT_IN(f64, y, 3), &acc), SPELT_OK,
                 "%s", spelt_last_error());
    cr_expect_eq(acc.count, 3);
}

/* The same of integers, of which the low limb carries and the upper ones borrow; and past the lower
 * end, where the total is negative. */
Test(acc_refuse, integers_at_the_ends)
{
    const int64_t x[] = {INT64_MIN, INT64_MIN, -1}, y[] = {INT64_MAX, -INT64_MAX, 1};
    spelt_acc acc, before;
    memset(&acc, 0xff, sizeof acc);
    acc.limb[TOP] = INT64_MAX;
    acc.count = 0;
    acc.special = 0;
    cr_expect_eq(spelt_acc_add_dot_i64(SPELT_IN(i64, x, 3), SPELT_IN(i64, y, 3), &acc), SPELT_OK,
                 "%s", spelt_last_error());
    cr_expect_eq(acc.count, 3);
    memset(&acc, 0, sizeof acc);
    acc.limb[TOP] = UINT64_C(1) << 63;
    before = acc;
    expect_status("dot", spelt_acc_add_dot_i64(SPELT_IN(i64, x, 1), SPELT_IN(i64, y, 1), &acc),
                  SPELT_ERR_OVERFLOW, "spelt_acc_add_dot_i64", NULL);
    expect_kept("spelt_acc_add_dot_i64", &acc, &before);
    expect_status("sum", spelt_acc_add_sum_i64(SPELT_IN(i64, x + 2, 1), &acc), SPELT_ERR_OVERFLOW,
                  "spelt_acc_add_sum_i64", NULL);
    expect_kept("spelt_acc_add_sum_i64", &acc, &before);
    cr_expect_eq(spelt_acc_add_sumsq_i64(SPELT_IN(i64, x, 3), &acc), SPELT_OK);
    const int64_t four[] = {INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN}; /* squares: 2^128 */
    memset(&acc, 0xff, sizeof acc);
    acc.limb[TOP] = INT64_MAX;
    acc.count = 0;
    acc.special = 0;
    before = acc;
    expect_status("sumsq", spelt_acc_add_sumsq_i64(SPELT_IN(i64, four, 4), &acc),
                  SPELT_ERR_OVERFLOW, "spelt_acc_add_sumsq_i64", NULL);
    expect_kept("spelt_acc_add_sumsq_i64", &acc, &before);
}

/* ---- The saved form ---------------------------------------------------------------------------
 */

static spelt_acc random_acc(generator *random)
{
    spelt_acc acc;
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        acc.limb[i] = random_bits(random);
    acc.count = (int64_t)random_bits(random);
    acc.special = random_below(random, 8);
    return acc;
}

Test(acc_refuse, saved_form)
{
    spelt_acc acc = {{0}, -2, 5};
    unsigned char bytes[SAVED + 1];
    static const unsigned char head[24] = {'S',  'P',  'E',  'L',  'T',  'A',  'C',  'C',
                                           1,    0,    0,    0,    5,    0,    0,    0,
                                           0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    acc.limb[0] = UINT64_C(0x0807060504030201);
    acc.limb[TOP] = UINT64_C(0x1817161514131211);
    bytes[SAVED] = POISON;
    cr_assert_eq(spelt_acc_save(&acc, bytes), SPELT_OK);
    cr_expect_eq(bytes[SAVED], POISON, "written past its end");
    cr_expect_arr_eq(bytes, head, sizeof head);
    for (int i = 0; i < 8; i++) {
        cr_expect_eq(bytes[24 + i], i + 1);
        cr_expect_eq(bytes[SAVED - 8 + i], 0x11 + i);
    }
    cr_expect_eq(SAVED, 24 + 8 * SPELT_ACC_LIMBS);
}

Test(acc_refuse, round_trip)
{
    generator random = generator_start(1);
    for (int trial = 0; trial < 1000; trial++) {
        spelt_acc acc = random_acc(&random), loaded;
        unsigned char bytes[SAVED], again[SAVED];
        memset(&loaded, POISON, sizeof loaded);
        cr_assert_eq(spelt_acc_save(&acc, bytes), SPELT_OK);
        cr_assert_eq(spelt_acc_load(bytes, SAVED, &loaded), SPELT_OK, "%s", spelt_last_error());
        cr_assert(memcmp(&loaded, &acc, sizeof acc) == 0);
        cr_assert_eq(spelt_acc_save(&loaded, again), SPELT_OK);
        cr_assert_arr_eq(again, bytes, SAVED);
    }
}

static void expect_malformed(const unsigned char *bytes, size_t n, const char *part)
{
    spelt_acc acc = {{1, 2}, 3, 4}, before = acc;
    expect_status("load", spelt_acc_load(bytes, n, &acc), SPELT_ERR_FORMAT,
                  "spelt_acc_load: ", part, NULL);
    expect_kept("spelt_acc_load", &acc, &before);
}

Test(acc_refuse, malformed)
{
    generator random = generator_start(2);
    spelt_acc acc = random_acc(&random), before = acc;
    unsigned char bytes[2 * SAVED], good[SAVED];
    cr_assert_eq(spelt_acc_save(&acc, good), SPELT_OK);
    memcpy(bytes, good, SAVED);
    memcpy(bytes + SAVED, good, SAVED);
    static const size_t lengths[] = {0, 1, 8, 24, SAVED - 1, SAVED + 1, 2 * SAVED, SIZE_MAX};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char text[32];
        snprintf(text, sizeof text, "n is %zu", lengths[i]);
        expect_malformed(bytes, lengths[i], text);
    }
    for (size_t i = 0; i < 16; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            if (i == 12 && bit < 3)
                continue; /* the three kinds that exist */
            memcpy(bytes, good, SAVED);
            bytes[i] ^= (unsigned char)(1u << bit);
            expect_malformed(bytes, SAVED, i < 8 ? "SPELTACC" : i < 12 ? "version" : "special");
        }
    memcpy(bytes, good, SAVED);
    bytes[8] = 2;
    expect_malformed(bytes, SAVED, "version 2");
    expect_status("load", spelt_acc_load(NULL, SAVED, &acc), SPELT_ERR_NULL,
                  "spelt_acc_load: bytes", NULL);
    expect_status("load", spelt_acc_load(good, SAVED, NULL), SPELT_ERR_NULL, "spelt_acc_load: acc",
                  NULL);
    expect_kept("spelt_acc_load", &acc, &before);
}
