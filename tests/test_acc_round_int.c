/* test_acc_round_int.c - the sum of a spelt_acc as an integer of 64 bits: its limits, fractions of
 * either sign, single bits, specials, zeros. */
#include "references_elements.h"

#include <spelt/accumulate.h>

/* value, in parts that a double holds, and a fraction of either sign. */
static spelt_acc acc_of_value(int128 value, double fraction)
{
    spelt_acc acc = {{0}, 0, 0};
    cr_assert_eq(spelt_acc_add_f64(fraction, &acc), SPELT_OK);
    for (int part = 0; part < 4; part++) {
        const int128 digit = part < 3 ? value & 0xffffffff : value;
        cr_assert_eq(spelt_acc_add_f64(ldexp((double)digit, 32 * part), &acc), SPELT_OK);
        value = (value - digit) / ((int128)1 << 32);
    }
    return acc;
}

static void check_rounding(int128 value, double fraction)
{
    static const char *const names[] = {"int64_t", "uint64_t"};
    const spelt_acc acc = acc_of_value(value, fraction);
    for (int is_natural = 0; is_natural < 2; is_natural++) {
        const spelt_type type = is_natural ? SPELT_U64 : SPELT_I64;
        const int128 least = least_of(type), greatest = greatest_of(type);
        const int past = value > greatest || value < least || (value == greatest && fraction > 0) ||
                         (value == least && fraction < 0);
        const spelt_status expected = past            ? SPELT_ERR_OVERFLOW
                                      : fraction != 0 ? SPELT_ERR_INEXACT
                                                      : SPELT_OK;
        int64_t whole = 77;
        uint64_t natural = 77;
        const spelt_status got =
            is_natural ? spelt_acc_round_u64(&acc, &natural) : spelt_acc_round_i64(&acc, &whole);
        const uint64_t bits = is_natural ? natural : (uint64_t)whole;
        char message[100];
        snprintf(message, sizeof message, "spelt_acc_round_%s: the sum of acc %s%s",
                 is_natural ? "u64" : "i64", past ? "does not fit " : "has a fraction",
                 past ? names[is_natural] : "");
        expect_status(names[is_natural], got, expected, message, NULL);
        cr_assert_eq(bits, got == SPELT_OK ? bits_of_integer(type, value) : 77,
                     "%s of high %016" PRIx64 ", low %016" PRIx64 ", fraction %a: %016" PRIx64,
                     names[is_natural], (uint64_t)((uint128)value >> 64), (uint64_t)value, fraction,
                     bits);
    }
}

Test(acc_round_int, values)
{
    static const double fractions[] = {0,    -0.0,      0.5,        -0.5,    0x1p-53,
                                       0.75, 0x1p-1074, -0x1p-1074, -0x1p-1, -0x1.fffp-1};
    const int128 one = 1;
    const int128 centres[] = {0,          INT64_MAX,     INT64_MIN,  UINT64_MAX,
                              one << 64,  one << 65,     one << 100, -(one << 64),
                              one << 126, -(one << 126), INT32_MIN,  -(one << 65)};
    generator random = generator_start(67000);
    for (size_t f = 0; f < sizeof fractions / sizeof *fractions; f++) {
        for (size_t i = 0; i < sizeof centres / sizeof *centres; i++)
            for (int offset = -3; offset <= 3; offset++)
                check_rounding(centres[i] + offset, fractions[f]);
        for (int trial = 0; trial < 1000; trial++) {
            const uint128 bits = (uint128)random_bits(&random) << 64 | random_bits(&random);
            check_rounding((int128)bits >> random_below(&random, 127), fractions[f]);
        }
    }
}

/* The least bit there is, and one in every limb. */
Test(acc_round_int, single_bits)
{
    for (size_t bit = 0; bit < 64 * SPELT_ACC_LIMBS - 1; bit++) {
        spelt_acc acc = {{0}, 1, 0}, negative = {{0}, 0, 0};
        const int power = (int)bit - 2176;
        const spelt_status sign = power < 0 ? SPELT_ERR_INEXACT : SPELT_OK;
        int64_t whole = 77;
        uint64_t natural = 77;
        acc.limb[bit / 64] = UINT64_C(1) << bit % 64;
        cr_assert_eq(spelt_acc_subtract(&acc, &negative), SPELT_OK);
        cr_assert_eq(spelt_acc_round_i64(&acc, &whole), power > 62 ? SPELT_ERR_OVERFLOW : sign);
        cr_assert_eq(spelt_acc_round_u64(&acc, &natural), power > 63 ? SPELT_ERR_OVERFLOW : sign);
        cr_assert_eq(whole, power < 0 || power > 62 ? 77 : (int64_t)1 << power);
        cr_assert_eq(natural, power < 0 || power > 63 ? 77 : (uint64_t)1 << power);
        cr_assert_eq(spelt_acc_round_i64(&negative, &whole),
                     power > 63 ? SPELT_ERR_OVERFLOW : sign);
        cr_assert_eq(spelt_acc_round_u64(&negative, &natural), SPELT_ERR_OVERFLOW);
        if (power >= 0 && power <= 63)
            cr_assert_eq((uint64_t)whole, -((uint64_t)1 << power));
    }
}

Test(acc_round_int, specials)
{
    static const struct {
        double terms[2];
        const char *text;
    } cases[] = {{{NAN, 1}, "is NaN"},
                 {{INFINITY, 0.5}, "is Inf"},
                 {{1, -INFINITY}, "is -Inf"},
                 {{-INFINITY, INFINITY}, "is NaN"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        spelt_acc acc = {{0}, 0, 0};
        int64_t whole = 77;
        uint64_t natural = 77;
        cr_assert_eq(spelt_acc_add_sum_f64(SPELT_IN(f64, cases[i].terms, 2), &acc), SPELT_OK);
        expect_status("i64", spelt_acc_round_i64(&acc, &whole), SPELT_ERR_OVERFLOW,
                      "spelt_acc_round_i64: the sum of acc", cases[i].text, "int64_t", NULL);
        expect_status("u64", spelt_acc_round_u64(&acc, &natural), SPELT_ERR_OVERFLOW,
                      "spelt_acc_round_u64: the sum of acc", cases[i].text, "uint64_t", NULL);
        cr_expect(whole == 77 && natural == 77);
    }
}

/* Nothing, zeros of both signs, and halves that meet. */
Test(acc_round_int, zeros)
{
    static const double zeros[] = {-0.0, 0.0, -0.0, 0.5, -1.5, 1};
    for (size_t n = 0; n <= 6; n++) {
        spelt_acc acc = {{0}, 0, 0};
        int64_t whole = 77;
        uint64_t natural = 77;
        const spelt_status expected = n == 4 ? SPELT_ERR_INEXACT : SPELT_OK;
        cr_assert_eq(spelt_acc_add_sum_f64(SPELT_IN(f64, zeros, n), &acc), SPELT_OK);
        cr_expect_eq(spelt_acc_round_i64(&acc, &whole), expected);
        cr_expect_eq(whole, n == 4 ? 77 : n == 5 ? -1 : 0);
        cr_expect_eq(spelt_acc_round_u64(&acc, &natural), n == 5 ? SPELT_ERR_OVERFLOW : expected);
        cr_expect_eq(natural, n == 4 || n == 5 ? 77 : 0);
    }
}
