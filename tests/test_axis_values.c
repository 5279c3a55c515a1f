/* test_axis_values.c - reductions along an axis whose results can be told by hand, and what they refuse. */
#include "support.h"

#include <spelt/axis.h>
#include <spelt/exact.h>
#include <spelt/reduce.h>

#include <math.h>
#include <string.h>

/* Fused terms that underflow to -0.0 in lanes beside which others have none. */
Test(axis_values, underflowing_lanes)
{
    enum { WIDTH = 19, LONGEST = 70 };
    static double x[LONGEST * WIDTH], y[LONGEST * WIDTH];
    for (size_t i = 0; i < LONGEST * WIDTH; i++) {
        x[i] = 1e-300;
        y[i] = -1e-300;
    }
    for (size_t n = 1; n <= LONGEST; n++) {
        double columns[WIDTH], one;
        const spelt_in_f64 a = {x, 2, {n, WIDTH}, {WIDTH, 1}}, b = {y, 2, {n, WIDTH}, {WIDTH, 1}};
        const spelt_out_f64 out = {columns, 1, {WIDTH}, {1}};
        cr_assert_eq(spelt_dot_fused_axis_f64(&a, &b, 0, &out), SPELT_OK);
        cr_assert_eq(spelt_dot_fused_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &one), SPELT_OK);
        for (size_t j = 0; j < WIDTH; j++)
            cr_expect(signbit(columns[j]) == signbit(one) && columns[j] == one, "n = %zu: %a, not %a", n,
                      columns[j], one);
    }
}

/* Norms whose squares are out of range, beside others. */
Test(axis_values, norms_of_any_size)
{
    enum { ROWS_OF_X = 70, COLUMNS = 66 };
    static double x[ROWS_OF_X * COLUMNS], out[COLUMNS];
    for (size_t i = 0; i < ROWS_OF_X; i++)
        for (size_t j = 0; j < COLUMNS; j++)
            x[i * COLUMNS + j] = ldexp(1 + (double)i / 8, (int)(j % 3) * 600 - 600);
    for (size_t axis = 0; axis < 2; axis++) {
        const spelt_in_f64 view = {x, 2, {ROWS_OF_X, COLUMNS}, {COLUMNS, 1}};
        const spelt_in_f64 turned = {x, 2, {COLUMNS, ROWS_OF_X}, {1, COLUMNS}};
        const spelt_out_f64 to = {out, 1, {COLUMNS}, {1}};
        cr_assert_eq(axis == 0 ? spelt_nrm2_axis_f64(&view, 0, &to)
                               : spelt_nrm2_axis_f64(&turned, 1, &to),
                     SPELT_OK);
        for (size_t j = 0; j < COLUMNS; j++) {
            const spelt_in_f64 slice = {x + j, 1, {ROWS_OF_X}, {COLUMNS}};
            double expected = 77;
            cr_assert_eq(spelt_nrm2_f64(&slice, &expected), SPELT_OK);
            cr_expect(isfinite(expected) && expected > 0 && out[j] == expected,
                      "column %zu: %g, expected %g", j, out[j], expected);
        }
    }
}

/* Totals that do not fit: the low bits, and all others. */
Test(axis_values, totals_that_do_not_fit)
{
    static int64_t x[3 * 70], out[70];
    static uint64_t y[3 * 70], sums[70];
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 70; j++) {
            x[i * 70 + j] = j == 40 || j == 65 ? INT64_MAX : (int64_t)(i * j);
            y[i * 70 + j] = j == 40 || j == 65 ? UINT64_MAX : i * j;
        }
    const spelt_in_i64 columns = {x, 2, {3, 70}, {70, 1}}, turned = {x, 2, {70, 3}, {1, 70}};
    const spelt_in_u64 unsigned_columns = {y, 2, {3, 70}, {70, 1}};
    const spelt_out_i64 to = {out, 1, {70}, {1}};
    const spelt_out_u64 unsigned_to = {sums, 1, {70}, {1}};
    expect_status("sum", spelt_sum_axis_i64(&columns, 0, &to), SPELT_ERR_OVERFLOW,
                  "spelt_sum_axis_i64: a total does not fit int64_t, first for index 40 of out",
                  NULL);
    for (size_t j = 0; j < 70; j++)
        cr_expect_eq(out[j], j == 40 || j == 65 ? INT64_MAX - 2 : (int64_t)(3 * j));
    memset(out, 0, sizeof out);
    expect_status("sum of rows", spelt_sum_axis_i64(&turned, 1, &to), SPELT_ERR_OVERFLOW,
                  "spelt_sum_axis_i64", "first for index 40 of out", NULL);
    for (size_t j = 0; j < 70; j++)
        cr_expect_eq(out[j], j == 40 || j == 65 ? INT64_MAX - 2 : (int64_t)(3 * j));
    expect_status("unsigned", spelt_sum_axis_u64(&unsigned_columns, 0, &unsigned_to),
                  SPELT_ERR_OVERFLOW, "spelt_sum_axis_u64",
                  "does not fit uint64_t, first for index 40 of out", NULL);
    cr_expect_eq(sums[40], UINT64_MAX - 2);
    cr_expect_eq(sums[41], 3 * 41);
}

/* So long that no tile has as many as are turned round together. */
Test(axis_values, long_exact_slices)
{
    enum { LENGTH = 70000, MANY = 9 };
    static const double first[MANY] = {0.1, 1e16, -3, 0, 1e-300, 7, 0.3, -0.7, 1e300};
    static double x[LENGTH * MANY];
    double sums[MANY], expected;
    for (size_t i = 0; i < LENGTH * MANY; i++)
        x[i] = first[i % MANY];
    const spelt_in_f64 columns = {x, 2, {LENGTH, MANY}, {MANY, 1}};
    const spelt_out_f64 to = {sums, 1, {MANY}, {1}};
    cr_assert_eq(spelt_sum_exact_axis_f64(&columns, 0, &to), SPELT_OK);
    for (size_t j = 0; j < MANY; j++) {
        const spelt_in_f64 column = {x + j, 1, {LENGTH}, {MANY}};
        cr_assert_eq(spelt_sum_exact_f64(&column, &expected), SPELT_OK);
        cr_expect(memcmp(&sums[j], &expected, sizeof expected) == 0, "column %zu: %a, not %a", j, sums[j],
                  expected);
    }
}

Test(axis_values, nothing_to_choose)
{
    const double x[6] = {NAN, 5, NAN, NAN, 4, NAN};
    int64_t out[3] = {77, 77, 77};
    const spelt_in_f64 view = {x, 2, {2, 3}, {3, 1}}, nothing = {x, 2, {0, 3}, {3, 1}};
    const spelt_out_i64 to = {out, 1, {3}, {1}};
    double numbers[3] = {77, 77, 77};
    const spelt_out_f64 numbers_to = {numbers, 1, {3}, {1}};
    expect_status("argmin_number", spelt_argmin_number_axis_f64(&view, 0, &to), SPELT_ERR_ARG,
                  "spelt_argmin_number_axis_f64: x has no elements but NaNs, first for index 0 of out",
                  NULL);
    cr_expect(out[0] == -1 && out[1] == 1 && out[2] == -1);
    /* Long slices beside each other are another way. */
    enum { LENGTH = 1000, SLICES = 30 };
    static double many[LENGTH * SLICES];
    int64_t of_many[SLICES];
    for (size_t i = 0; i < LENGTH * SLICES; i++)
        many[i] = i % SLICES == 21 || i % SLICES == 25 ? NAN : (double)i;
    const spelt_in_f64 many_view = {many, 2, {LENGTH, SLICES}, {SLICES, 1}};
    expect_status("of many", spelt_argmax_number_axis_f64(&many_view, 0, SPELT_OUT(i64, of_many, SLICES)),
                  SPELT_ERR_ARG, "has no elements but NaNs, first for index 21 of out", NULL);
    for (size_t j = 0; j < SLICES; j++)
        cr_expect_eq(of_many[j], j == 21 || j == 25 ? -1 : LENGTH - 1);
    out[0] = out[1] = out[2] = 77;
    expect_status("no elements", spelt_argmin_axis_f64(&nothing, 0, &to), SPELT_ERR_ARG,
                  "spelt_argmin_axis_f64: x has no elements along axis 0", NULL);
    expect_status("no elements", spelt_max_axis_f64(&nothing, 0, &numbers_to), SPELT_ERR_ARG,
                  "spelt_max_axis_f64: x has no elements along axis 0", NULL);
    expect_status("no elements", spelt_mean_axis_f64(&nothing, 0, &numbers_to), SPELT_ERR_ARG,
                  "spelt_mean_axis_f64: x has no elements along axis 0", NULL);
    expect_status("ddof", spelt_var_axis_f64(&view, 0, 2, &numbers_to), SPELT_ERR_ARG,
                  "spelt_var_axis_f64: ddof is 2, x has 2 elements along axis 0", NULL);
    cr_expect(out[0] == 77 && numbers[0] == 77 && numbers[2] == 77);
    cr_expect_eq(spelt_nrm2_axis_f64(&nothing, 0, &numbers_to), SPELT_OK);
    cr_expect(numbers[0] == 0 && numbers[2] == 0);
}

Test(axis_values, no_elements)
{
    double x[4] = {1, 2, 3, 4}, out[3] = {77, 77, 77};
    const spelt_in_f64 nothing = {x, 2, {3, 0}, {1, 1}};
    const spelt_out_f64 three = {out, 1, {3}, {1}}, none = {out, 1, {0}, {1}};
    cr_expect_eq(spelt_sum_axis_f64(&nothing, 1, &three), SPELT_OK);
    cr_expect(out[0] == 0 && out[1] == 0 && out[2] == 0);
    out[0] = out[1] = 77;
    cr_expect_eq(spelt_sum_axis_f64(&nothing, 0, &none), SPELT_OK);
    cr_expect_eq(out[0], 77);
    cr_expect_eq(spelt_nrm2_exact_axis_f64(&nothing, 1, &three), SPELT_OK);
    cr_expect(out[0] == 0 && out[1] == 0 && out[2] == 0);
    expect_status("no mean", spelt_mean_exact_axis_f64(&nothing, 1, &three), SPELT_ERR_ARG,
                  "spelt_mean_exact_axis_f64: x has no elements along axis 1", NULL);
    const uint8_t mask[6] = {0, 4, 0, 0, 255, 1};
    uint8_t is[3] = {77, 77, 77};
    const spelt_in_u8 no_masks = {mask, 2, {3, 0}, {1, 1}}, masks = {mask, 2, {2, 3}, {3, 1}};
    const spelt_out_u8 truths = {is, 1, {3}, {1}};
    cr_expect_eq(spelt_any_axis_u8(&no_masks, 1, &truths), SPELT_OK);
    cr_expect(is[0] == 0 && is[1] == 0 && is[2] == 0);
    cr_expect_eq(spelt_all_axis_u8(&no_masks, 1, &truths), SPELT_OK);
    cr_expect(is[0] == 1 && is[1] == 1 && is[2] == 1);
    cr_expect_eq(spelt_any_axis_u8(&masks, 0, &truths), SPELT_OK);
    cr_expect(is[0] == 0 && is[1] == 1 && is[2] == 1);
    cr_expect_eq(spelt_all_axis_u8(&masks, 0, &truths), SPELT_OK);
    cr_expect(is[0] == 0 && is[1] == 1 && is[2] == 0);
}

Test(axis_values, refused)
{
    double x[6] = {1, 2, 3, 4, 5, 6}, out[3] = {77, 77, 77};
    const spelt_in_f64 view = {x, 2, {2, 3}, {3, 1}}, other = {x, 2, {3, 2}, {2, 1}};
    const spelt_in_f64 number = {x, 0, {0}, {0}};
    const spelt_out_f64 three = {out, 1, {3}, {1}}, two = {out, 1, {2}, {1}};
    const spelt_out_f64 same = {out, 1, {3}, {0}}, inside = {x + 1, 1, {3}, {1}};
    const spelt_out_f64 scalar = {out, 0, {0}, {0}};
    expect_status("no x", spelt_sum_axis_f64(NULL, 0, &three), SPELT_ERR_NULL,
                  "spelt_sum_axis_f64: x is NULL", NULL);
    expect_status("no out", spelt_sum_axis_f64(&view, 0, NULL), SPELT_ERR_NULL,
                  "spelt_sum_axis_f64: out is NULL", NULL);
    expect_status("no y", spelt_dot_axis_f64(&view, NULL, 0, &three), SPELT_ERR_NULL,
                  "spelt_dot_axis_f64: y is NULL", NULL);
    expect_status("axis", spelt_sum_axis_f64(&view, 2, &three), SPELT_ERR_ARG, "spelt_sum_axis_f64",
                  "axis", NULL);
    expect_status("no axis", spelt_sum_axis_f64(&number, 0, &scalar), SPELT_ERR_ARG,
                  "spelt_sum_axis_f64", NULL);
    expect_status("shape", spelt_sum_axis_f64(&view, 0, &two), SPELT_ERR_SHAPE,
                  "spelt_sum_axis_f64", "(2, 3)", "(2)", NULL);
    expect_status("shapes", spelt_sqeuclidean_axis_f64(&view, &other, 0, &three), SPELT_ERR_SHAPE,
                  "spelt_sqeuclidean_axis_f64", "(2, 3)", "(3, 2)", NULL);
    expect_status("one place", spelt_sum_axis_f64(&view, 0, &same), SPELT_ERR_STRIDE,
                  "spelt_sum_axis_f64", NULL);
    expect_status("overlap", spelt_sum_axis_f64(&view, 0, &inside), SPELT_ERR_OVERLAP,
                  "spelt_sum_axis_f64", NULL);
    cr_expect(out[0] == 77 && out[1] == 77 && out[2] == 77 && x[1] == 2);
}
