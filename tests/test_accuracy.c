/* test_accuracy.c - order 1 against exact sums: always within the bound of <spelt/reduce.h>. */
#include "reductions.h"

#include <spelt/runtime.h>

#include <mpfr.h>

/* Wide enough for every sum here: terms between 2^-230 and 2^120, and 10^6 of them. */
enum { PRECISION = 512 };

typedef enum { UNIFORM, LOG_UNIFORM, CANCELLING, ONE_SIDED, DATA_KINDS } data_kind;
static const char *const kind_name[DATA_KINDS] = {"uniform", "log-uniform", "ill-conditioned",
                                                  "positive"};

static double as_stored(element_type type, double value)
{
    return type == TYPE_f32 ? (double)(float)value : value;
}

/* total += x * y without a rounding; fails the test if there was one. */
static void add_exactly(mpfr_t total, mpfr_t scratch, double x, double y)
{
    int inexact = mpfr_set_d(scratch, x, MPFR_RNDN);
    inexact |= mpfr_mul_d(scratch, scratch, y, MPFR_RNDN);
    inexact |= mpfr_add(total, total, scratch, MPFR_RNDN);
    cr_assert(!inexact, "the exact sum was rounded");
}

/* An ill-conditioned dot product as in Ogita, Rump and Oishi, Accurate sum and dot product (2005),
 * algorithm GenDot: half of the products spread over many magnitudes; then each new product takes
 * away what the sum so far amounts to, and leaves less and less. With y = 1 it is a sum. */
static void make_cancelling(const reduction *row, void *x, void *y, size_t n, generator *random)
{
    double spread = row->result == TYPE_f32 ? 20 : 60;
    mpfr_t total, scratch;
    mpfr_inits2(PRECISION, total, scratch, (mpfr_ptr)0);
    mpfr_set_zero(total, 1);
    for (size_t i = 0; i < n; i++) {
        double left = row->op == OP_dot ? random_log_uniform(random, spread / 2) : 1.0;
        left = as_stored(row->in, left);
        double right = random_log_uniform(random, spread / 2);
        if (i >= n / 2) {
            double scale = (double)(n - 1 - i) / (double)(n - n / 2) * spread - spread / 2;
            right = (exp2(scale) * random_uniform(random) - mpfr_get_d(total, MPFR_RNDN)) / left;
        }
        right = as_stored(row->in, right);
        put_real(row->in, x, i, right);
        put_real(row->in, y, i, left);
        add_exactly(total, scratch, right, left);
    }
    mpfr_clears(total, scratch, (mpfr_ptr)0);
}

static void make(const reduction *row, data_kind kind, void *x, void *y, size_t n,
                 generator *random)
{
    if (kind == CANCELLING) {
        make_cancelling(row, x, y, n, random);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        double a = random_uniform(random), b = random_uniform(random);
        if (kind == LOG_UNIFORM) {
            a = random_log_uniform(random, row->in == TYPE_f32 ? 30 : 60);
            b = random_log_uniform(random, row->in == TYPE_f32 ? 30 : 60);
        }
        put_real(row->in, x, i, kind == ONE_SIDED ? fabs(a) : a);
        put_real(row->in, y, i, kind == ONE_SIDED ? fabs(b) : b);
    }
}

/* |error| / (h u / (1 - h u) * sum of |t|), computed far more precisely than it needs; 0 where the
 * error is. */
static double error_over_bound(const reduction *row, const void *x, const void *y, size_t n,
                               double computed)
{
    mpfr_t exact, magnitude, scratch;
    mpfr_inits2(PRECISION, exact, magnitude, scratch, (mpfr_ptr)0);
    mpfr_set_zero(exact, 1);
    mpfr_set_zero(magnitude, 1);
    for (size_t i = 0; i < n; i++) {
        double a = real_at(row->in, x, i);
        double b = row->op == OP_sum ? 1.0 : real_at(row->in, row->op == OP_sumsq ? x : y, i);
        add_exactly(exact, scratch, a, b);
        add_exactly(magnitude, scratch, fabs(a), fabs(b));
    }
    double h =
        order1_height(n, type_bytes(row->result), row->op != OP_sum && row->in == row->result);
    double u = row->result == TYPE_f32 ? 0x1p-24 : 0x1p-53;
    mpfr_sub_d(exact, exact, computed, MPFR_RNDN);
    mpfr_abs(exact, exact, MPFR_RNDN);
    mpfr_mul_d(exact, exact, 1 - h * u, MPFR_RNDN);
    mpfr_mul_d(magnitude, magnitude, h * u, MPFR_RNDN);
    double ratio = 0;
    if (!mpfr_zero_p(exact)) {
        mpfr_div(scratch, exact, magnitude, MPFR_RNDU);
        ratio = mpfr_get_d(scratch, MPFR_RNDU);
    }
    mpfr_clears(exact, magnitude, scratch, (mpfr_ptr)0);
    return ratio;
}

static double value_of(const reduction *row, void *x, void *y, size_t n)
{
    number got = {0};
    any_view x_view = contiguous(x, n), y_view = contiguous(y, n);
    cr_assert_eq(row->call(&x_view, &y_view, &got), SPELT_OK, "%s", spelt_last_error());
    return row->result == TYPE_f32 ? (double)got.f32 : got.f64;
}

/* In f64, floats of like magnitude often add up without a rounding. */
static int sums_are_exact(const reduction *row, data_kind kind)
{
    return row->op == OP_sum && row->in != row->result && (kind == UNIFORM || kind == ONE_SIDED);
}

static int is_scalar(const reduction *row)
{
    return strcmp(row->isa, "scalar") == 0;
}

ParameterizedTestParameters(accuracy, within_the_bound)
{
    return float_rows_where(is_scalar);
}

/* One variant for each door: the others have its bits. It runs in its simd form. */
ParameterizedTest(size_t *number_of, accuracy, within_the_bound)
{
    const reduction *row = &float_reductions[*number_of];
    enum { LONGEST = REPEATS(250000, 1000000) };
    const size_t length[] = {1,    2,    3,    5,    17,    64,    100,    1000,
                             2048, 2049, 4096, 4097, 10000, 30000, 100000, LONGEST};
    double *x = malloc(LONGEST * sizeof *x), *y = malloc(LONGEST * sizeof *y);
    cr_assert(x && y);
    generator random = generator_start(1);
    for (data_kind kind = UNIFORM; kind < DATA_KINDS; kind++) {
        double worst = 0;
        for (size_t k = 0; k < sizeof length / sizeof *length; k++)
            for (size_t trial = 0; trial < (length[k] < 10000 ? REPEATS(4, 10) : 1); trial++) {
                size_t n = length[k];
                make(row, kind, x, y, n, &random);
                double ratio = error_over_bound(row, x, y, n, value_of(row, x, y, n));
                cr_assert(ratio <= 1, "%s, %s, n = %zu: error %g times the bound", row->door,
                          kind_name[kind], n, ratio);
                worst = ratio > worst ? ratio : worst;
            }
        cr_log_info("%s, %s data: largest error %.3f of the bound", row->door, kind_name[kind],
                    worst);
        cr_expect(worst > 0 || sums_are_exact(row, kind),
                  "%s, %s: no error at all: the data test nothing", row->door, kind_name[kind]);
    }
    free(x);
    free(y);
}

static int terms_can_be_chosen(const reduction *row)
{
    return is_scalar(row) && row->op != OP_sumsq;
}

ParameterizedTestParameters(accuracy, the_bound_is_nearly_met)
{
    return float_rows_where(terms_can_be_chosen);
}

/* A lane that begins with 1 loses each of the 63 terms of size u behind it: an error of 63 u a
 * lane. The bound is at most (63 + 7) u a lane, so it is neither missed nor far. */
ParameterizedTest(size_t *number_of, accuracy, the_bound_is_nearly_met)
{
    const reduction *row = &float_reductions[*number_of];
    size_t lanes = SPELT_ORDER_LANE_BYTES / type_bytes(row->result);
    size_t n = lanes * SPELT_ORDER_ROWS;
    double u = row->result == TYPE_f32 ? 0x1p-24 : 0x1p-53;
    double *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y);
    cr_assert(x && y);
    for (size_t i = 0; i < n; i++) {
        put_real(row->in, x, i, i < lanes ? 1.0 : u);
        put_real(row->in, y, i, 1.0);
    }
    double value = value_of(row, x, y, n), ratio = error_over_bound(row, x, y, n, value);
    cr_expect_eq(value, (double)lanes, "%s: %a", row->door, value);
    cr_expect(ratio > 63.0 / 71 && ratio <= 1, "%s: error %g times the bound", row->door, ratio);
    free(x);
    free(y);
}

ParameterizedTestParameters(accuracy, order_shows_in_the_bits)
{
    return float_rows_where(is_scalar);
}

/* The data of this suite tell one order from another: backwards the bits differ somewhere. */
ParameterizedTest(size_t *number_of, accuracy, order_shows_in_the_bits)
{
    const reduction *row = &float_reductions[*number_of];
    enum { COUNT = 10000 };
    generator random = generator_start(2);
    double *x = malloc(COUNT * sizeof *x), *y = malloc(COUNT * sizeof *y);
    cr_assert(x && y);
    for (data_kind kind = UNIFORM; kind < DATA_KINDS; kind++) {
        if (sums_are_exact(row, kind))
            continue;
        int differ = 0;
        for (int trial = 0; trial < 20; trial++) {
            size_t n = COUNT - (size_t)trial;
            make(row, kind, x, y, n, &random);
            double forwards = value_of(row, x, y, n);
            ptrdiff_t last = (ptrdiff_t)(n - 1) * (ptrdiff_t)type_bytes(row->in);
            any_view x_back = {(unsigned char *)x + last, layout_1d(n, -1)};
            any_view y_back = {(unsigned char *)y + last, layout_1d(n, -1)};
            number got = {0};
            cr_assert_eq(row->call(&x_back, &y_back, &got), SPELT_OK);
            double backwards = row->result == TYPE_f32 ? (double)got.f32 : got.f64;
            differ += forwards != backwards;
            cr_assert(error_over_bound(row, x, y, n, backwards) <= 1);
        }
        cr_expect(differ > 0, "%s, %s: backwards always the same bits", row->door, kind_name[kind]);
    }
    free(x);
    free(y);
}
