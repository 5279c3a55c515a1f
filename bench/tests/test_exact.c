/* test_exact.c - errors in ulps, relative errors and condition numbers, against known answers. */
#include "../../tests/support.h"
#include "loops/exact.h"

#include <float.h>
#include <math.h>
#include <string.h>

static double ulps_of(const char *name, const void *x, const void *y, size_t n, double computed)
{
    exact e;
    cr_assert(exact_begin(&e, door_find(name), x, y, n), "%s: there was a rounding", name);
    double ulps = exact_ulps(&e, computed);
    exact_end(&e);
    return ulps;
}

#define SUM_ULPS(computed, ...)                                                                    \
    ulps_of("sum_f64", (const f64[]){__VA_ARGS__}, NULL,                                           \
            sizeof(const f64[]){__VA_ARGS__} / sizeof(f64), computed)

Test(exact, ulps_of_a_double)
{
    cr_expect_eq(SUM_ULPS(3.0, 1.0, 2.0), 0);
    cr_expect_eq(SUM_ULPS(1 + DBL_EPSILON, 1.0), 1);
    cr_expect_eq(SUM_ULPS(1.0, 1.0, 0x1p-53), 0.5);
    /* In the binade below 1 the last place is half as large; the exact value's own counts. */
    cr_expect_eq(SUM_ULPS(1.0, 1.0, -0x1p-53), 1);
    cr_expect_eq(SUM_ULPS(1.0, 2.0, 0.0), 0x1p51);
    cr_expect_eq(SUM_ULPS(-1.0, 1.0), 0x1p53);
}

Test(exact, ulps_at_the_ends_of_the_type)
{
    cr_expect_eq(SUM_ULPS(0.0, 0x1p-1074), 1);
    cr_expect_eq(SUM_ULPS(0x1p-1074, 0.0), 1);
    cr_expect_eq(SUM_ULPS(0x1p-1022, 0x1p-1022, 0x1p-1074), 1);
    cr_expect_eq(SUM_ULPS(DBL_MAX, DBL_MAX, DBL_MAX, -DBL_MAX), 0);
    cr_expect_eq(SUM_ULPS(INFINITY, DBL_MAX, DBL_MAX), 0);
    cr_expect_eq(SUM_ULPS(-INFINITY, DBL_MAX, DBL_MAX), INFINITY);
    cr_expect_eq(SUM_ULPS(INFINITY, 1.0), INFINITY);
    cr_expect_eq(SUM_ULPS(NAN, 1.0), INFINITY);
}

Test(exact, ulps_are_those_of_the_result)
{
    const f32 x[] = {1, 0x1p-24f};
    cr_expect_eq(ulps_of("sum_f32", x, NULL, 2, 1.0), 0.5);
    cr_expect_eq(ulps_of("sum_f32_f64", x, NULL, 2, 1.0), 0x1p28);
}

Test(exact, products_have_all_their_bits)
{
    const f64 x[] = {1 + DBL_EPSILON, 1}, y[] = {1 + DBL_EPSILON, -1};
    /* (1 + e)^2 - 1 = 2e + e^2 */
    cr_expect_eq(ulps_of("dot_f64", x, y, 2, 2 * DBL_EPSILON), 0x1p-104 / 0x1p-103);
    cr_expect_eq(ulps_of("sumsq_f64", x, NULL, 2, 2 + 2 * DBL_EPSILON), 0x1p-104 / 0x1p-51);
    const f64 tiny[] = {0x1p-1074, 0x1p1023}, huge[] = {0x1p-1074, 0x1p1023};
    cr_expect_eq(ulps_of("dot_f64", tiny, huge, 2, INFINITY), 0);
}

Test(exact, relative_errors)
{
    const f64 four[] = {4}, nothing[] = {1, -1};
    exact e;
    cr_assert(exact_begin(&e, door_find("sum_f64"), four, NULL, 1));
    cr_expect_eq(exact_relative_error(&e, 4), 0);
    cr_expect_eq(exact_relative_error(&e, 3), 0.25);
    cr_expect_eq(exact_relative_error(&e, -4), 2);
    cr_expect_eq(exact_relative_error(&e, NAN), INFINITY);
    exact_end(&e);
    cr_assert(exact_begin(&e, door_find("sum_f64"), nothing, NULL, 2));
    cr_expect_eq(exact_relative_error(&e, 0), 0);
    cr_expect_eq(exact_relative_error(&e, 1), INFINITY);
    exact_end(&e);
}

Test(exact, condition_numbers)
{
    const f64 x[] = {3, -2}, ones[] = {1, 1}, nothing[] = {1, -1};
    exact e;
    cr_assert(exact_begin(&e, door_find("sum_f64"), x, NULL, 2));
    cr_expect_eq(exact_condition(&e), 5);
    exact_end(&e);
    cr_assert(exact_begin(&e, door_find("dot_f64"), x, ones, 2));
    cr_expect_eq(exact_condition(&e), 10);
    exact_end(&e);
    cr_assert(exact_begin(&e, door_find("sum_f64"), nothing, NULL, 2));
    cr_expect_eq(exact_condition(&e), INFINITY);
    exact_end(&e);
}
