/* test_exact_moments.c - the correctly rounded mean, norm, variance and distance against MPFR, whose
 * sums are exact here and whose quotients and roots are rounded once. */
#include "support.h"

#include <spelt/exact.h>
#include <spelt/runtime.h>
#include <spelt/view.h>

#include <fenv.h>
#include <math.h>
#include <mpfr.h>

/* All sums of products of f64, and a count times them. */
enum { PRECISION = 4600, MOST = 300 };

static double x[MOST], y[MOST];
static float narrow_x[MOST], narrow_y[MOST];

/* The value of the number that an operation rounded to f64's or f32's precision, of any exponent. */
static double in_range(mpfr_t value, int direction, int is_f32)
{
    const mpfr_exp_t least = mpfr_get_emin(), greatest = mpfr_get_emax();
    mpfr_set_emin(is_f32 ? -148 : -1073);
    mpfr_set_emax(is_f32 ? 128 : 1024);
    direction = mpfr_check_range(value, direction, MPFR_RNDN);
    mpfr_subnormalize(value, direction, MPFR_RNDN);
    mpfr_set_emin(least);
    mpfr_set_emax(greatest);
    return mpfr_get_d(value, MPFR_RNDN);
}

typedef struct {
    double mean, norm, variance, distance;
} moments;

static moments expected_of(const double *a, const double *b, size_t n, size_t ddof, int is_f32)
{
    moments m = {0, 0, 0, 0};
    mpfr_t sum, squares, distance, term, result;
    mpfr_inits2(PRECISION, sum, squares, distance, term, (mpfr_ptr)0);
    mpfr_init2(result, is_f32 ? 24 : 53);
    mpfr_set_zero(sum, 1);
    mpfr_set_zero(squares, 1);
    mpfr_set_zero(distance, 1);
    int inexact = 0;
    for (size_t i = 0; i < n; i++) {
        inexact |= mpfr_add_d(sum, sum, a[i], MPFR_RNDN);
        inexact |= mpfr_set_d(term, a[i], MPFR_RNDN) | mpfr_sqr(term, term, MPFR_RNDN);
        inexact |= mpfr_add(squares, squares, term, MPFR_RNDN);
        inexact |= mpfr_set_d(term, a[i], MPFR_RNDN) | mpfr_sub_d(term, term, b[i], MPFR_RNDN);
        inexact |= mpfr_sqr(term, term, MPFR_RNDN);
        inexact |= mpfr_add(distance, distance, term, MPFR_RNDN);
    }
    m.mean = in_range(result, mpfr_div_ui(result, sum, n, MPFR_RNDN), is_f32);
    m.norm = in_range(result, mpfr_sqrt(result, squares, MPFR_RNDN), is_f32);
    m.distance = in_range(result, mpfr_set(result, distance, MPFR_RNDN), is_f32);
    inexact |= mpfr_mul_ui(squares, squares, n, MPFR_RNDN);
    inexact |= mpfr_sqr(sum, sum, MPFR_RNDN);
    inexact |= mpfr_sub(squares, squares, sum, MPFR_RNDN);
    inexact |= mpfr_set_ui(term, n, MPFR_RNDN) | mpfr_mul_ui(term, term, n - ddof, MPFR_RNDN);
    m.variance = in_range(result, mpfr_div(result, squares, term, MPFR_RNDN), is_f32);
    cr_assert_eq(inexact, 0, "the oracle has too few bits");
    mpfr_clears(sum, squares, distance, term, result, (mpfr_ptr)0);
    return m;
}

static void expect(const char *what, const char *data, size_t n, double got, double wanted)
{
    cr_assert(f64_bits(got) == f64_bits(wanted) || (got == 0 && wanted == 0),
              "%s, %s, n = %zu: %a, expected %a", what, data, n, got, wanted);
}

static void check_f64(const char *data, size_t n, size_t ddof)
{
    const moments m = expected_of(x, y, n, ddof, 0);
    double got = 77;
    cr_assert_eq(spelt_mean_exact_f64(SPELT_IN(f64, x, n), &got), SPELT_OK);
    expect("mean", data, n, got, m.mean);
    cr_assert_eq(spelt_nrm2_exact_f64(SPELT_IN(f64, x, n), &got), SPELT_OK);
    expect("nrm2", data, n, got, m.norm);
    cr_assert_eq(spelt_var_exact_f64(SPELT_IN(f64, x, n), ddof, &got), SPELT_OK);
    expect("var", data, n, got, m.variance);
    cr_assert_eq(spelt_sqeuclidean_exact_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &got),
                 SPELT_OK);
    expect("sqeuclidean", data, n, got, m.distance);
}

static void check_f32(const char *data, size_t n, size_t ddof)
{
    float got = 77;
    for (size_t i = 0; i < n; i++) {
        narrow_x[i] = (float)x[i], narrow_y[i] = (float)y[i];
        x[i] = (double)narrow_x[i], y[i] = (double)narrow_y[i];
    }
    const moments m = expected_of(x, y, n, ddof, 1);
    cr_assert_eq(spelt_mean_exact_f32(SPELT_IN(f32, narrow_x, n), &got), SPELT_OK);
    expect("mean f32", data, n, (double)got, m.mean);
    cr_assert_eq(spelt_nrm2_exact_f32(SPELT_IN(f32, narrow_x, n), &got), SPELT_OK);
    expect("nrm2 f32", data, n, (double)got, m.norm);
    cr_assert_eq(spelt_var_exact_f32(SPELT_IN(f32, narrow_x, n), ddof, &got), SPELT_OK);
    expect("var f32", data, n, (double)got, m.variance);
    cr_assert_eq(
        spelt_sqeuclidean_exact_f32(SPELT_IN(f32, narrow_x, n), SPELT_IN(f32, narrow_y, n), &got),
        SPELT_OK);
    expect("sqeuclidean f32", data, n, (double)got, m.distance);
}

/* Kinds of data: how far exponents reach, up and down, what they are about, and how y differs. */
static const struct {
    const char *name;
    int reach, offset;
    double nearness; /* y = x * (1 + nearness * noise), or something else where it is 0 */
    int step;        /* whole multiples of it: sums that are exact, and ties; 0 for none */
} kinds[] = {{"usual", 3, 0, 0, 0},          {"wide", 300, 0, 0, 0},
             {"whole numbers", 3, 0, 0, 1},  {"halves of 3", 2, 0, 0, 3},
             {"greatest", 2, 1021, 0, 0},    {"subnormal", 3, -1068, 0, 0},
             {"squares vanish", 5, -560, 0, 0}, {"squares about 2^-1074", 4, -537, 0, 0},
             {"near", 0, 0, 1e-15, 0},       {"f32's least", 3, -146, 0, 0},
             {"f32's greatest", 2, 125, 0, 0}, {"all over f64", 1020, 0, 0, 0}};

static void draw(size_t kind, size_t n, generator *random)
{
    for (size_t i = 0; i < n; i++) {
        const int exponent =
            kinds[kind].offset +
            (kinds[kind].reach ? (int)random_below(random, 2 * (size_t)kinds[kind].reach + 1) -
                                     kinds[kind].reach
                               : 0);
        double v = (1 + random_uniform(random)) * (random_below(random, 2) ? 1 : -1);
        double w = (1 + random_uniform(random)) * (random_below(random, 2) ? 1 : -1);
        if (kinds[kind].step)
            v = (double)(1 + random_below(random, 9)) * kinds[kind].step,
            w = (double)(1 + random_below(random, 9));
        x[i] = ldexp(v, exponent);
        y[i] = kinds[kind].nearness > 0 ? x[i] * (1 + kinds[kind].nearness * random_uniform(random))
                                        : ldexp(w, exponent);
    }
}

Test(exact_moments, any_data)
{
    generator random = generator_start(92);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t trial = 0; trial < 60; trial++) {
            const size_t n = 1 + random_below(&random, trial < 30 ? 6 : MOST);
            const size_t ddof = n > 1 ? random_below(&random, 2) : 0;
            draw(k, n, &random);
            check_f64(kinds[k].name, n, ddof);
            for (size_t i = 0; i < n; i++)
                if (fabs(x[i]) > 0x1p127 || fabs(y[i]) > 0x1p127)
                    x[i] = y[i] = 0x1p127;
            check_f32(kinds[k].name, n, ddof);
        }
    mpfr_free_cache();
}

/* All elements alike: no variance at all, and the mean is the element. */
Test(exact_moments, equal_elements)
{
    double got = 77;
    for (size_t i = 0; i < MOST; i++)
        x[i] = 0.1;
    for (size_t n = 1; n <= MOST; n++) {
        cr_assert_eq(spelt_mean_exact_f64(SPELT_IN(f64, x, n), &got), SPELT_OK);
        cr_assert_eq(got, 0.1);
        cr_assert_eq(spelt_var_exact_f64(SPELT_IN(f64, x, n), 0, &got), SPELT_OK);
        cr_assert(got == 0 && !signbit(got));
    }
}

Test(exact_moments, not_numbers)
{
    double got = 77;
    for (size_t i = 0; i < 10; i++)
        x[i] = y[i] = (double)i;
    x[3] = INFINITY;
    cr_expect_eq(spelt_mean_exact_f64(SPELT_IN(f64, x, 10), &got), SPELT_OK);
    cr_expect_eq(got, INFINITY);
    cr_expect_eq(spelt_nrm2_exact_f64(SPELT_IN(f64, x, 10), &got), SPELT_OK);
    cr_expect_eq(got, INFINITY);
    cr_expect_eq(spelt_var_exact_f64(SPELT_IN(f64, x, 10), 0, &got), SPELT_OK);
    cr_expect_eq(f64_bits(got), NAN_BITS_F64);
    y[3] = 0; /* no NaN comes of a product */
    cr_expect_eq(spelt_sqeuclidean_exact_f64(SPELT_IN(f64, x, 10), SPELT_IN(f64, y, 10), &got),
                 SPELT_OK);
    cr_expect_eq(got, INFINITY);
    y[3] = INFINITY;
    cr_expect_eq(spelt_sqeuclidean_exact_f64(SPELT_IN(f64, x, 10), SPELT_IN(f64, y, 10), &got),
                 SPELT_OK);
    cr_expect_eq(f64_bits(got), NAN_BITS_F64);
    float narrow[2] = {-INFINITY, 1}, narrow_got = 77;
    cr_expect_eq(spelt_mean_exact_f32(SPELT_IN(f32, narrow, 2), &narrow_got), SPELT_OK);
    cr_expect_eq(narrow_got, -INFINITY);
    cr_expect_eq(spelt_nrm2_exact_f32(SPELT_IN(f32, narrow, 2), &narrow_got), SPELT_OK);
    cr_expect_eq(narrow_got, INFINITY);
    /* An infinity less the mean is invalid, a quiet NaN less anything is not. */
    feclearexcept(FE_ALL_EXCEPT);
    cr_expect_eq(spelt_var_exact_f32(SPELT_IN(f32, narrow, 2), 0, &narrow_got), SPELT_OK);
    cr_expect(isnan(narrow_got) && fetestexcept(FE_INVALID));
    narrow[1] = NAN;
    feclearexcept(FE_ALL_EXCEPT);
    cr_expect_eq(spelt_var_exact_f32(SPELT_IN(f32, narrow, 2), 0, &narrow_got), SPELT_OK);
    cr_expect(isnan(narrow_got) && !fetestexcept(FE_INVALID));
    x[5] = -INFINITY;
    cr_expect_eq(spelt_mean_exact_f64(SPELT_IN(f64, x, 10), &got), SPELT_OK);
    cr_expect_eq(f64_bits(got), NAN_BITS_F64);
    cr_expect_eq(spelt_nrm2_exact_f64(SPELT_IN(f64, x, 10), &got), SPELT_OK);
    cr_expect_eq(got, INFINITY);
    cr_expect_eq(spelt_nrm2_exact_f64(SPELT_IN(f64, x, 0), &got), SPELT_OK);
    cr_expect(got == 0 && !signbit(got));
}

/* A quotient of few bits in its first limb, and halfway but for what lies far below. */
Test(exact_moments, below_what_is_kept)
{
    static double many[8192] = {1 + 0x1p-52};
    const double far = 0x1p-500, near = 0x1p-27;
    double four[4] = {2, 0x1p-52, 0x1p-900, 0}, got = 77;
    const double eight[8] = {1, -1, near, -near, near, -near, far, -far};
    cr_assert_eq(spelt_mean_exact_f64(SPELT_IN(f64, many, 8192), &got), SPELT_OK);
    cr_expect_eq(got, many[0] / 8192);
    for (int sign = 1; sign >= -1; sign -= 2) {
        cr_assert_eq(spelt_mean_exact_f64(SPELT_IN(f64, four, 4), &got), SPELT_OK);
        cr_expect_eq(got, sign * (0.5 + 0x1p-53), "%a", got);
        for (size_t i = 0; i < 4; i++)
            four[i] = -four[i];
    }
    cr_assert_eq(spelt_var_exact_f64(SPELT_IN(f64, eight, 8), 0, &got), SPELT_OK);
    cr_expect_eq(got, 0.25 + 0x1p-54, "%a", got);
}

/* The root of one less than the square of a number that is halfway between two of f64: Newton's steps come
 * to that number, which is too great. */
Test(exact_moments, just_below_halfway)
{
    __extension__ typedef unsigned __int128 uint128;
    for (uint64_t k = 0; k < 1000; k++) {
        const uint64_t halfway = UINT64_C(0xf000000000000000) + (2 * k + 1) * 1024;
        double term[128], norm = 0;
        size_t n = 0;
        for (uint128 rest = (uint128)halfway * halfway - 1; rest > 0; n++) {
            double root = floor(sqrt((double)rest));
            while ((uint128)root * (uint128)root > rest)
                root = nextafter(root, 0);
            root = floor(root);
            cr_assert(n < 128 && root >= 1);
            rest -= (uint128)root * (uint128)root;
            term[n] = root;
        }
        cr_expect_eq(spelt_nrm2_exact_f64(SPELT_IN(f64, term, n), &norm), SPELT_OK);
        cr_expect_eq(norm, (double)(halfway - 1024), "%a", norm);
    }
}

Test(exact_moments, refused)
{
    double got = 77;
    const spelt_in_f64 two = {x, 2, {2, 1}, {1, 1}};
    expect_status("no x", spelt_mean_exact_f64(NULL, &got), SPELT_ERR_NULL,
                  "spelt_mean_exact_f64: x is NULL", NULL);
    expect_status("no result", spelt_nrm2_exact_f64(SPELT_IN(f64, x, 2), NULL), SPELT_ERR_NULL,
                  "spelt_nrm2_exact_f64: result is NULL", NULL);
    expect_status("no elements", spelt_mean_exact_f64(SPELT_IN(f64, x, 0), &got), SPELT_ERR_ARG,
                  "spelt_mean_exact_f64: x has no elements", NULL);
    expect_status("no elements", spelt_var_exact_f64(SPELT_IN(f64, x, 0), 0, &got), SPELT_ERR_ARG,
                  "spelt_var_exact_f64: x has no elements", NULL);
    expect_status("ddof", spelt_var_exact_f64(SPELT_IN(f64, x, 2), 2, &got), SPELT_ERR_ARG,
                  "spelt_var_exact_f64: ddof is 2, x has 2 elements", NULL);
    expect_status("shapes", spelt_sqeuclidean_exact_f64(SPELT_IN(f64, x, 2), &two, &got),
                  SPELT_ERR_SHAPE, "spelt_sqeuclidean_exact_f64: x has shape (2), y has shape (2, 1)",
                  NULL);
    if (spelt_set_path("blas") == SPELT_OK)
        expect_status("blas", spelt_mean_exact_f64(SPELT_IN(f64, x, 2), &got),
                      SPELT_ERR_UNSUPPORTED, "spelt_mean_exact_f64", NULL);
    cr_expect_eq(got, 77);
}
