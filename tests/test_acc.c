/* test_acc.c - spelt_acc: terms, merging, subtracting, scaling and rounding, down to its bytes. */
#include "exact.h"

#include <fenv.h>
#include <limits.h>

enum { COUNT = 500, TOP = SPELT_ACC_LIMBS - 1 };

static void expect_bytes(const spelt_acc *got, const spelt_acc *expected, const char *what,
                         uint64_t trial)
{
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        cr_assert_eq(got->limb[i], expected->limb[i],
                     "%s, trial %llu: limb %zu is %016llx, not %016llx", what,
                     (unsigned long long)trial, i, (unsigned long long)got->limb[i],
                     (unsigned long long)expected->limb[i]);
    cr_assert(got->count == expected->count && got->special == expected->special,
              "%s, trial %llu: count %lld, special %llu, not %lld, %llu", what,
              (unsigned long long)trial, (long long)got->count, (unsigned long long)got->special,
              (long long)expected->count, (unsigned long long)expected->special);
}

static double rounded(const spelt_acc *acc)
{
    double result = 0;
    cr_assert_eq(spelt_acc_round_f64(acc, &result), SPELT_OK, "%s", spelt_last_error());
    return result;
}

static spelt_acc acc_of_values(const double *x, size_t n)
{
    spelt_acc acc = {{0}, 0, 0};
    for (size_t i = 0; i < n; i++)
        cr_assert_eq(spelt_acc_add_f64(x[i], &acc), SPELT_OK, "%s", spelt_last_error());
    return acc;
}

/* Numbers of any kind in an accumulator. */
static spelt_acc random_acc(generator *random)
{
    static double x[COUNT], y[COUNT];
    recipe made = random_recipe(random, TYPE_f64);
    size_t n = random_below(random, 60);
    spelt_acc acc;
    cr_assert_eq(spelt_acc_init(&acc), SPELT_OK);
    fill_by_recipe(&made, random, TYPE_f64, x, y, n);
    cr_assert_eq(spelt_acc_add_dot_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &acc), SPELT_OK);
    return acc;
}

/* The same value in the tests' own arithmetic; lost where it does not fit there. */
static integer_sum sum_of_acc(const spelt_acc *acc)
{
    integer_sum sum;
    memset(&sum, 0, sizeof sum);
    for (int i = 0; i < 8 * SPELT_ACC_LIMBS; i++)
        sum.digit[(SUM_BASE - 2176) / 8 + i] = (int64_t)(acc->limb[i / 8] >> 8 * (i % 8) & 255);
    if (acc->limb[TOP] >> 63) /* less 2^2176 */
        sum.digit[(SUM_BASE + 2176) / 8] = -1;
    return sum;
}

Test(acc, init)
{
    spelt_acc acc, zero;
    memset(&acc, POISON, sizeof acc);
    memset(&zero, 0, sizeof zero);
    cr_assert_eq(spelt_acc_init(&acc), SPELT_OK);
    cr_expect(memcmp(&acc, &zero, sizeof acc) == 0, "all bytes 0 is the accumulator without terms");
    cr_expect_eq(f64_bits(rounded(&acc)), 0);
    cr_expect_eq(sizeof acc, (size_t)560);
}

/* The header's example: a view in chunks of any size gives the bits of the exact reduction. */
Test(acc, in_chunks)
{
    static double x[COUNT], y[COUNT];
    for (uint64_t trial = 0; trial < 200; trial++) {
        generator random = generator_start(200 + trial);
        recipe made = random_recipe(&random, TYPE_f64);
        fill_by_recipe(&made, &random, TYPE_f64, x, y, COUNT);
        spelt_acc acc = {{0}, 0, 0};
        for (size_t begin = 0, n; begin < COUNT; begin += n) {
            n = random_below(&random, COUNT - begin + 1);
            cr_assert_eq(spelt_acc_add_dot_f64(SPELT_IN(f64, x + begin, n),
                                               SPELT_IN(f64, y + begin, n), &acc),
                         SPELT_OK);
        }
        double dot = 0;
        int64_t count = 0;
        cr_assert_eq(spelt_dot_exact_f64(SPELT_IN(f64, x, COUNT), SPELT_IN(f64, y, COUNT), &dot),
                     SPELT_OK);
        cr_assert_eq(f64_bits(rounded(&acc)), f64_bits(dot));
        cr_assert(spelt_acc_count(&acc, &count) == SPELT_OK && count == COUNT);
    }
}

Test(acc, value_by_value)
{
    static double x[COUNT], y[COUNT];
    static float x32[COUNT], y32[COUNT];
    for (uint64_t trial = 0; trial < 300; trial++) {
        generator random = generator_start(600 + trial);
        recipe made = random_recipe(&random, TYPE_f64);
        size_t n = random_below(&random, COUNT);
        fill_by_recipe(&made, &random, TYPE_f64, x, y, n);
        spelt_acc one_by_one = acc_of_values(x, n), view = {{0}, 0, 0};
        cr_assert_eq(spelt_acc_add_sum_f64(SPELT_IN(f64, x, n), &view), SPELT_OK);
        expect_bytes(&view, &one_by_one, "f64", trial);
        made = random_recipe(&random, TYPE_f32);
        fill_by_recipe(&made, &random, TYPE_f32, x32, y32, n);
        memset(&one_by_one, 0, sizeof one_by_one);
        memset(&view, 0, sizeof view);
        for (size_t i = 0; i < n; i++)
            cr_assert_eq(spelt_acc_add_f32(x32[i], &one_by_one), SPELT_OK);
        cr_assert_eq(spelt_acc_add_sum_f32(SPELT_IN(f32, x32, n), &view), SPELT_OK);
        expect_bytes(&view, &one_by_one, "f32", trial);
    }
}

/* A view with strides adds what its elements are, no other. */
Test(acc, strides)
{
    const double x[] = {1, 0x1p900, 2, 0x1p900, 3, 0x1p900};
    spelt_in_f64 every_second = spelt_in_1d_f64(x, 3);
    spelt_acc acc = {{0}, 0, 0};
    every_second.stride[0] = 2;
    cr_assert_eq(spelt_acc_add_sum_f64(&every_second, &acc), SPELT_OK);
    cr_assert_eq(spelt_acc_add_sumsq_f64(&every_second, &acc), SPELT_OK);
    cr_assert_eq(spelt_acc_add_dot_f64(&every_second, SPELT_IN(f64, x, 3), &acc), SPELT_OK);
    cr_expect_eq(acc.count, 9);
    const double large = -0x1p901; /* 2 * 2^900, from the second array */
    cr_assert_eq(spelt_acc_add_f64(large, &acc), SPELT_OK);
    cr_expect_eq(rounded(&acc), 6 + 14 + 1 + 6);
}

Test(acc, merge_and_subtract)
{
    for (uint64_t trial = 0; trial < 500; trial++) {
        generator random = generator_start(2000 + trial);
        spelt_acc a = random_acc(&random), b = random_acc(&random), c = random_acc(&random);
        spelt_acc ab, ba, left, right = c, back;
        a.special = b.special = 0;
        ab = a, ba = b;
        cr_assert_eq(spelt_acc_merge(&b, &ab), SPELT_OK);
        cr_assert_eq(spelt_acc_merge(&a, &ba), SPELT_OK);
        expect_bytes(&ab, &ba, "a + b and b + a", trial);
        left = ab;
        cr_assert_eq(spelt_acc_merge(&c, &left), SPELT_OK);
        cr_assert_eq(spelt_acc_merge(&b, &right), SPELT_OK);
        cr_assert_eq(spelt_acc_merge(&a, &right), SPELT_OK);
        expect_bytes(&left, &right, "(a + b) + c and (c + b) + a", trial);
        back = ab;
        cr_assert_eq(spelt_acc_subtract(&b, &back), SPELT_OK);
        expect_bytes(&back, &a, "a + b - b", trial);

        integer_sum sum = sum_of_acc(&a), other = sum_of_acc(&b);
        for (int i = 0; i < SUM_DIGITS; i++)
            sum.digit[i] += other.digit[i];
        spelt_acc expected = acc_of_sum(&sum, (size_t)(a.count + b.count));
        expect_bytes(&ab, &expected, "a + b", trial);
    }
}

Test(acc, with_itself)
{
    generator random = generator_start(3);
    spelt_acc acc = random_acc(&random), kept, zero = {{0}, 0, 0};
    acc.special = 0;
    kept = acc;
    cr_assert_eq(spelt_acc_merge(&acc, &acc), SPELT_OK);
    cr_expect_eq(acc.count, 2 * kept.count);
    cr_assert_eq(spelt_acc_scale(-1, &acc), SPELT_OK);
    cr_expect_arr_eq(acc.limb, kept.limb, sizeof acc.limb);
    cr_assert_eq(spelt_acc_subtract(&acc, &acc), SPELT_OK);
    expect_bytes(&acc, &zero, "a - a", 0);
}

/* ---- Infinities and NaN ---------------------------------------------------------------------- */

Test(acc, specials)
{
    static const struct {
        double terms[3], expected;
    } cases[] = {{{INFINITY, 1, 2}, INFINITY},
                 {{1, -INFINITY, 2}, -INFINITY},
                 {{-INFINITY, 1, INFINITY}, NAN},
                 {{1, NAN, 2}, NAN},
                 {{-NAN, INFINITY, 2}, NAN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        spelt_acc acc = acc_of_values(cases[i].terms, 3);
        float narrow = 0;
        uint64_t expected = isnan(cases[i].expected) ? NAN_BITS_F64 : f64_bits(cases[i].expected);
        cr_expect_eq(f64_bits(rounded(&acc)), expected, "case %zu", i);
        cr_assert_eq(spelt_acc_round_f32(&acc, &narrow), SPELT_OK);
        cr_expect_eq(f32_bits(narrow),
                     isnan(cases[i].expected) ? NAN_BITS_F32 : f32_bits((float)cases[i].expected));
        cr_expect_eq(acc.count, 3);
    }
}

/* An infinity that is subtracted counts as one of the other sign. */
Test(acc, specials_subtracted)
{
    const double up = INFINITY, down = -INFINITY, none = NAN;
    spelt_acc plus = acc_of_values(&up, 1), minus = acc_of_values(&down, 1), acc = {{0}, 0, 0};
    cr_assert_eq(spelt_acc_subtract(&plus, &acc), SPELT_OK);
    cr_expect_eq(rounded(&acc), -INFINITY);
    cr_expect_eq(acc.count, -1);
    cr_assert_eq(spelt_acc_subtract(&minus, &acc), SPELT_OK);
    cr_expect_eq(f64_bits(rounded(&acc)), NAN_BITS_F64);
    cr_assert_eq(spelt_acc_init(&acc), SPELT_OK);
    cr_assert_eq(spelt_acc_subtract(&minus, &acc), SPELT_OK);
    cr_expect_eq(rounded(&acc), INFINITY);
    spelt_acc nan = acc_of_values(&none, 1);
    cr_assert_eq(spelt_acc_init(&acc), SPELT_OK);
    cr_assert_eq(spelt_acc_subtract(&nan, &acc), SPELT_OK);
    cr_expect_eq(f64_bits(rounded(&acc)), NAN_BITS_F64);
}

/* ---- Scaling ----------------------------------------------------------------------------------
 */

/* Moved bit by bit; 0 where a bit is lost, those that repeat the sign apart. */
static int scaled_bit_by_bit(const spelt_acc *acc, int exponent, spelt_acc *result)
{
    enum { BITS = 64 * SPELT_ACC_LIMBS };
    uint64_t sign = acc->limb[TOP] >> 63;
    *result = *acc;
    memset(result->limb, 0, sizeof result->limb);
    for (int i = 0; i < BITS; i++) {
        int from = i - exponent;
        uint64_t bit = from < 0 ? 0 : from >= BITS ? sign : acc->limb[from / 64] >> from % 64 & 1;
        result->limb[i / 64] |= bit << i % 64;
    }
    for (int i = 0; i < BITS; i++) {
        uint64_t bit = acc->limb[i / 64] >> i % 64 & 1;
        if ((i + exponent < 0 && bit != 0) || (i + exponent >= BITS - 1 && bit != sign))
            return 0;
    }
    return 1;
}

static void check_scale(const spelt_acc *acc, int exponent, uint64_t trial)
{
    spelt_acc got = *acc, expected;
    if (scaled_bit_by_bit(acc, exponent, &expected)) {
        cr_assert_eq(spelt_acc_scale(exponent, &got), SPELT_OK, "%s", spelt_last_error());
        expect_bytes(&got, &expected, "scaled", trial);
        cr_assert_eq(spelt_acc_scale(-exponent, &got), SPELT_OK, "%s", spelt_last_error());
    } else {
        char text[32];
        snprintf(text, sizeof text, "2^%d", exponent);
        expect_status("scaled too far", spelt_acc_scale(exponent, &got), SPELT_ERR_OVERFLOW,
                      "spelt_acc_scale", text, "acc", NULL);
    }
    expect_bytes(&got, acc, "as before", trial);
}

Test(acc, scale)
{
    for (uint64_t trial = 0; trial < 400; trial++) {
        generator random = generator_start(4000 + trial);
        spelt_acc acc = random_acc(&random), zero = {{0}, 0, 0};
        if (memcmp(acc.limb, zero.limb, sizeof acc.limb) == 0)
            continue;
        for (int again = 0; again < 10; again++)
            check_scale(&acc, (int)random_below(&random, 9000) - 4500, trial);
        for (int exponent = -130; exponent <= 130; exponent += 1 + (int)random_below(&random, 9))
            check_scale(&acc, exponent, trial);
    }
}

/* One bit at either end, of either sign: each shift that just fits, and the one that does not. */
Test(acc, scale_to_the_ends)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        double value = sign;
        spelt_acc acc = acc_of_values(&value, 1);
        for (int exponent = -2240; exponent <= 2240; exponent++)
            check_scale(&acc, exponent, 0);
        spelt_acc least = acc, most = acc;
        cr_expect_eq(spelt_acc_scale(-2176, &least), SPELT_OK);
        cr_expect_eq(spelt_acc_scale(sign < 0 ? 2175 : 2174, &most), SPELT_OK);
        cr_expect_eq(spelt_acc_scale(-1, &least), SPELT_ERR_OVERFLOW);
        cr_expect_eq(spelt_acc_scale(1, &most), SPELT_ERR_OVERFLOW);
        cr_expect_eq(spelt_acc_scale(INT_MAX, &acc), SPELT_ERR_OVERFLOW);
        cr_expect_eq(spelt_acc_scale(INT_MIN, &acc), SPELT_ERR_OVERFLOW);
    }
    spelt_acc zero = {{0}, 5, 0};
    cr_expect_eq(spelt_acc_scale(INT_MAX, &zero), SPELT_OK);
    cr_expect_eq(spelt_acc_scale(INT_MIN, &zero), SPELT_OK);
    cr_expect_eq(zero.count, 5);
}

/* ---- Rounding ---------------------------------------------------------------------------------
 */

/* Any limbs at all: long runs of equal bits, single bits, and dense ones; in every rounding mode.
 */
static spelt_acc random_limbs(generator *random)
{
    spelt_acc acc = {{0}, 0, 0};
    int highest = (int)random_below(random, 64 * SPELT_ACC_LIMBS - 1), kept = highest;
    if (random_below(random, 2)) /* where f64 and f32 end */
        highest = (random_below(random, 2) ? 2176 - 1074 : 2176 - 149) +
                  (int)random_below(random, 80) - 20;
    if (random_below(random, 4) == 0)
        highest =
            (random_below(random, 2) ? 2176 + 1024 : 2176 + 128) - (int)random_below(random, 3);
    int style = (int)random_below(random, 5);
    for (int i = highest; i >= 0; i--) {
        int depth = highest - i;
        uint64_t bit = style == 0   ? random_bits(random) >> 63
                       : style == 1 ? depth < 24
                       : style == 2 ? depth < 53
                       : style == 3 ? depth == 0 || depth == 24 || depth == 53
                                    : depth < 25 || random_below(random, 100) == 0;
        acc.limb[i / 64] |= bit << i % 64;
    }
    if (random_below(random, 2))
        acc.limb[0] |= 1;
    if (random_below(random, 4) == 0)
        acc.limb[kept / 64] ^= UINT64_C(1) << kept % 64;
    if (random_below(random, 2)) {
        spelt_acc negative = {{0}, 0, 0};
        cr_assert_eq(spelt_acc_subtract(&acc, &negative), SPELT_OK);
        acc = negative;
    }
    return acc;
}

Test(acc, round)
{
    static const int modes[] = {FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO};
    for (uint64_t trial = 0; trial < 20000; trial++) {
        generator random = generator_start(10000 + trial);
        spelt_acc acc = random_limbs(&random);
        integer_sum sum = sum_of_acc(&acc);
        uint64_t wide = f64_bits(sum_round_f64(&sum));
        uint32_t narrow = f32_bits(sum_round_f32(&sum));
        double got = 0;
        float got32 = 0;
        fesetround(modes[trial % 4]);
        spelt_acc_round_f64(&acc, &got);
        spelt_acc_round_f32(&acc, &got32);
        fesetround(FE_TONEAREST);
        cr_assert(f64_bits(got) == wide && f32_bits(got32) == narrow,
                  "trial %llu: %a, %a, expected %016llx, %08x", (unsigned long long)trial, got,
                  (double)got32, (unsigned long long)wide, (unsigned)narrow);
    }
}
