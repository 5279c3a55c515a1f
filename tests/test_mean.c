/* test_mean.c - mean and variance, by order 1 as the suites have it and by sums of long double. */
#include "order1.h"
#include "support.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>
#include <spelt/statistics.h>
#include <spelt/view.h>

#include <fenv.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { MOST = 70000 };

static const size_t lengths[] = {1,    2,    3,    7,    31,   32,   33,    64,    65,   255,
                                 1000, 2047, 2048, 2049, 4095, 4097, 10000, 65536, MOST};
enum { LENGTHS = sizeof lengths / sizeof *lengths };

static double wide[MOST], wide_terms[MOST];
static float narrow[MOST], narrow_terms[MOST];

static void draw(double offset, uint64_t stream)
{
    generator random = generator_start(stream);
    for (size_t i = 0; i < MOST; i++) {
        narrow[i] = (float)(offset + random_uniform(&random));
        wide[i] = offset + random_uniform(&random);
    }
}

static double mean_of(size_t n)
{
    return order1_f64(wide, n) / (double)n;
}

static double variance_of(size_t n, size_t ddof)
{
    const double mean = mean_of(n);
    for (size_t i = 0; i < n; i++) {
        const double deviation = wide[i] - mean;
        wide_terms[i] = deviation * deviation;
    }
    return order1_f64(wide_terms, n) / (double)(n - ddof);
}

static float narrow_variance_of(size_t n, size_t ddof)
{
    const float mean = order1_f32(narrow, n) / (float)n;
    for (size_t i = 0; i < n; i++) {
        const float deviation = narrow[i] - mean;
        narrow_terms[i] = deviation * deviation;
    }
    return order1_f32(narrow_terms, n) / (float)(n - ddof);
}

static void expect_f64(const char *what, size_t n, spelt_status status, double got, double expected)
{
    cr_assert(status == SPELT_OK && f64_bits(got) == f64_bits(expected),
              "%s, %s, n = %zu: %s, %a, expected %a", what, spelt_isa(), n,
              spelt_status_name(status), got, expected);
}

static void expect_f32(const char *what, size_t n, spelt_status status, float got, float expected)
{
    cr_assert(status == SPELT_OK && f32_bits(got) == f32_bits(expected),
              "%s, %s, n = %zu: %s, %a, expected %a", what, spelt_isa(), n,
              spelt_status_name(status), (double)got, (double)expected);
}

static void check_lengths(void)
{
    for (size_t k = 0; k < LENGTHS; k++) {
        const size_t n = lengths[k];
        double d = 77;
        float f = 77;
        spelt_status status = spelt_mean_f64(SPELT_IN(f64, wide, n), &d);
        expect_f64("mean", n, status, d, mean_of(n));
        status = spelt_mean_f32(SPELT_IN(f32, narrow, n), &f);
        expect_f32("mean", n, status, f, order1_f32(narrow, n) / (float)n);
        for (size_t ddof = 0; ddof < 3 && ddof < n; ddof++) {
            status = spelt_var_f64(SPELT_IN(f64, wide, n), ddof, &d);
            expect_f64("var", n, status, d, variance_of(n, ddof));
            status = spelt_var_f32(SPELT_IN(f32, narrow, n), ddof, &f);
            expect_f32("var", n, status, f, narrow_variance_of(n, ddof));
        }
    }
}

/* Every instruction set that is there, one thread and more. */
Test(mean, lengths)
{
    draw(0.25, 1);
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        spelt_set_num_threads(1);
        check_lengths();
        spelt_set_num_threads(3);
        check_lengths();
    }
}

Test(mean, wider_accumulator)
{
    draw(3, 2);
    for (size_t i = 0; i < MOST; i++)
        wide[i] = narrow[i];
    for (size_t k = 0; k < LENGTHS; k++) {
        double d = 77;
        const spelt_status status = spelt_mean_f32_f64(SPELT_IN(f32, narrow, lengths[k]), &d);
        expect_f64("mean_f32_f64", lengths[k], status, d, mean_of(lengths[k]));
    }
}

Test(mean, halves)
{
    spelt_f16 f16[100];
    spelt_bf16 bf16[100];
    float f = 77;
    for (size_t i = 0; i < 100; i++)
        f16[i].bits = (uint16_t)(0x3c00 + i), bf16[i].bits = (uint16_t)(0x3f80 + i);
    for (size_t i = 0; i < 100; i++)
        narrow[i] = 1 + (float)i / 1024;
    spelt_status status = spelt_mean_f16_f32(SPELT_IN(f16, f16, 100), &f);
    expect_f32("mean_f16_f32", 100, status, f, order1_f32(narrow, 100) / 100);
    for (size_t i = 0; i < 100; i++)
        narrow[i] = 1 + (float)i / 128;
    status = spelt_mean_bf16_f32(SPELT_IN(bf16, bf16, 100), &f);
    expect_f32("mean_bf16_f32", 100, status, f, order1_f32(narrow, 100) / 100);
}

/* A transposed, padded and reversed matrix is the array of its elements in C order. */
Test(mean, any_layout)
{
    enum { ROWS = 61, COLUMNS = 83, ACROSS = 90 };
    static double matrix[ROWS * ACROSS];
    generator random = generator_start(3);
    const ptrdiff_t strides[][2] = {{ACROSS, 1}, {1, ROWS}, {-ACROSS, -1}, {1, -ROWS}, {0, 1}};
    for (size_t k = 0; k < sizeof strides / sizeof *strides; k++) {
        for (size_t i = 0; i < ROWS * ACROSS; i++)
            matrix[i] = 5 + random_uniform(&random);
        const ptrdiff_t down = strides[k][0], across = strides[k][1];
        const double *first = matrix;
        first += (down < 0 ? -down * (ROWS - 1) : 0) + (across < 0 ? -across * (COLUMNS - 1) : 0);
        const spelt_in_f64 view = {first, 2, {ROWS, COLUMNS}, {down, across}};
        for (ptrdiff_t r = 0; r < ROWS; r++)
            for (ptrdiff_t c = 0; c < COLUMNS; c++)
                wide[r * COLUMNS + c] = first[r * down + c * across];
        double d = 77;
        spelt_status status = spelt_mean_f64(&view, &d);
        expect_f64("mean of a matrix", k, status, d, mean_of(ROWS * COLUMNS));
        status = spelt_var_f64(&view, 1, &d);
        expect_f64("var of a matrix", k, status, d, variance_of(ROWS * COLUMNS, 1));
    }
}

/* Beside a large mean the squares of the elements would cancel. */
Test(mean, nothing_cancels)
{
    draw(1e9, 4);
    long double mean = 0, squares = 0;
    for (size_t i = 0; i < MOST; i++)
        mean += wide[i];
    mean /= MOST;
    for (size_t i = 0; i < MOST; i++)
        squares += (wide[i] - mean) * (wide[i] - mean);
    double d = 77;
    cr_assert_eq(spelt_var_f64(SPELT_IN(f64, wide, MOST), 0, &d), SPELT_OK);
    cr_expect(fabsl(d - squares / MOST) <= 1e-7L, "%g, expected %Lg", d, squares / MOST);
    for (size_t i = 0; i < MOST; i++)
        wide[i] = 0.1;
    cr_assert_eq(spelt_var_f64(SPELT_IN(f64, wide, MOST), 0, &d), SPELT_OK);
    cr_expect(d >= 0 && d < 1e-25, "of equal elements: %g", d);
}

Test(mean, not_numbers)
{
    static double x[100];
    double d = 77;
    x[40] = INFINITY;
    cr_assert_eq(spelt_mean_f64(SPELT_IN(f64, x, 100), &d), SPELT_OK);
    cr_expect_eq(d, INFINITY);
    cr_assert_eq(spelt_var_f64(SPELT_IN(f64, x, 100), 0, &d), SPELT_OK);
    cr_expect_eq(f64_bits(d), NAN_BITS_F64);
    x[40] = -NAN;
    cr_assert_eq(spelt_mean_f64(SPELT_IN(f64, x, 100), &d), SPELT_OK);
    cr_expect_eq(f64_bits(d), NAN_BITS_F64);
    cr_assert_eq(spelt_var_f64(SPELT_IN(f64, x, 100), 0, &d), SPELT_OK);
    cr_expect_eq(f64_bits(d), NAN_BITS_F64);
}

/* What fills up the last vector raises nothing: the square of 2^1000 would overflow. */
Test(mean, clean_data_raise_nothing)
{
    double d = 77;
    float f = 77;
    for (size_t i = 0; i < 300; i++)
        wide[i] = 0x1p1000, narrow[i] = 0x1p100f;
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (size_t n = 1; n <= 300; n++) {
            feclearexcept(FE_ALL_EXCEPT);
            cr_assert_eq(spelt_var_f64(SPELT_IN(f64, wide, n), 0, &d), SPELT_OK);
            cr_assert_eq(spelt_var_f32(SPELT_IN(f32, narrow, n), 0, &f), SPELT_OK);
            const int raised = fetestexcept(FE_OVERFLOW | FE_INVALID | FE_DIVBYZERO);
            cr_assert(raised == 0 && d == 0 && f == 0, "%s, n = %zu: %g, %g, raised 0x%x",
                      all_isas[isa], n, d, (double)f, (unsigned)raised);
        }
    }
}

/* A norm is that of long double, whose squares have room. */
static void expect_norms(const char *what, size_t n)
{
    long double of_wide = 0, of_narrow = 0;
    double d = 77;
    float f = 77;
    for (size_t i = 0; i < n; i++) {
        of_wide += (long double)wide[i] * wide[i];
        of_narrow += (long double)narrow[i] * narrow[i];
    }
    of_wide = sqrtl(of_wide), of_narrow = sqrtl(of_narrow);
    cr_assert_eq(spelt_nrm2_f64(SPELT_IN(f64, wide, n), &d), SPELT_OK);
    cr_assert_eq(spelt_nrm2_f32(SPELT_IN(f32, narrow, n), &f), SPELT_OK);
    const int is_f64_near = d == of_wide || fabsl(d - of_wide) <= 1e-15L * of_wide + 0x1p-1074L;
    const int is_f32_near =
        f == of_narrow || fabsl(f - of_narrow) <= 1e-6L * of_narrow + 0x1p-149L;
    cr_expect(is_f64_near, "%s, n = %zu: %g, expected %Lg", what, n, d, of_wide);
    cr_expect(is_f32_near, "%s, n = %zu: %g, expected %Lg", what, n, (double)f, of_narrow);
}

Test(mean, norms_of_any_size)
{
    static const struct {
        const char *what;
        int wide, narrow; /* exponents */
    } sizes[] = {{"greatest", 1013, 117}, {"squares overflow", 520, 70}, {"usual", 0, 0},
                 {"just above", -471, -25}, {"just below", -481, -35},
                 {"squares vanish", -600, -90}, {"subnormal", -1060, -140},
                 {"least", -1074, -149}};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        for (size_t n = 1; n <= 300; n += 1 + n / 4) {
            draw(3, n);
            for (size_t i = 0; i < n; i++) {
                wide[i] = ldexp(wide[i], sizes[k].wide);
                narrow[i] = ldexpf(narrow[i], sizes[k].narrow);
            }
            expect_norms(sizes[k].what, n);
        }
    memset(wide, 0, sizeof wide);
    memset(narrow, 0, sizeof narrow);
    expect_norms("zeros", 300);
    wide[7] = narrow[7] = INFINITY;
    expect_norms("infinity", 300);
    double d = 77;
    cr_assert_eq(spelt_nrm2_f64(SPELT_IN(f64, wide, 0), &d), SPELT_OK);
    cr_expect_eq(d, 0);
}

/* What is wrong with the arguments comes before what a path lacks. */
Test(mean, on_the_path_blas)
{
    double x[4] = {1, 2, 3, 4}, d = 77;
    if (spelt_set_path("blas") != SPELT_OK)
        return;
    expect_status("no elements", spelt_mean_f64(SPELT_IN(f64, x, 0), &d), SPELT_ERR_ARG,
                  "spelt_mean_f64: x has no elements", NULL);
    expect_status("ddof", spelt_var_f64(SPELT_IN(f64, x, 4), 4, &d), SPELT_ERR_ARG,
                  "spelt_var_f64: ddof is 4, x has 4 elements", NULL);
    expect_status("mean", spelt_mean_f64(SPELT_IN(f64, x, 4), &d), SPELT_ERR_UNSUPPORTED,
                  "spelt_mean_f64", NULL);
    expect_status("nrm2", spelt_nrm2_f64(SPELT_IN(f64, x, 4), &d), SPELT_ERR_UNSUPPORTED,
                  "spelt_nrm2_f64", NULL);
    cr_expect_eq(d, 77);
}

Test(mean, refused)
{
    double x[4] = {1, 2, 3, 4}, d = 77;
    const spelt_in_f64 many = {x, 9, {0}, {0}};
    const spelt_in_f64 nowhere = {NULL, 1, {4}, {1}};
    expect_status("no x", spelt_mean_f64(NULL, &d), SPELT_ERR_NULL, "spelt_mean_f64: x is NULL",
                  NULL);
    expect_status("no result", spelt_mean_f64(SPELT_IN(f64, x, 4), NULL), SPELT_ERR_NULL,
                  "spelt_mean_f64: result is NULL", NULL);
    expect_status("no elements", spelt_mean_f64(SPELT_IN(f64, x, 0), &d), SPELT_ERR_ARG,
                  "spelt_mean_f64: x has no elements", NULL);
    expect_status("no data", spelt_mean_f64(&nowhere, &d), SPELT_ERR_NULL, "spelt_mean_f64", NULL);
    expect_status("9 dimensions", spelt_mean_f64(&many, &d), SPELT_ERR_SHAPE, "spelt_mean_f64",
                  "9 dimensions", NULL);
    expect_status("no x", spelt_var_f64(NULL, 0, &d), SPELT_ERR_NULL, "spelt_var_f64: x is NULL",
                  NULL);
    expect_status("no result", spelt_var_f64(SPELT_IN(f64, x, 4), 0, NULL), SPELT_ERR_NULL,
                  "spelt_var_f64: result is NULL", NULL);
    expect_status("no elements", spelt_var_f64(SPELT_IN(f64, x, 0), 0, &d), SPELT_ERR_ARG,
                  "spelt_var_f64: x has no elements", NULL);
    expect_status("ddof", spelt_var_f64(SPELT_IN(f64, x, 4), 4, &d), SPELT_ERR_ARG,
                  "spelt_var_f64: ddof is 4, x has 4 elements", NULL);
    cr_expect_eq(d, 77);
}
