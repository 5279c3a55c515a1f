/* test_exact_mpfr.c - every exact reduction against MPFR: dot products of any condition, and data
 * of every kind. */
#include "exact.h"

#include <mpfr.h>

/* Exact for sums of products of f64 from 2^-2148 to 2^2048, and 2^64 of them. */
enum { PRECISION = 4400, MOST = 2 * SPELT_EXACT_BLOCK };

static mpfr_t term[MOST];
static mpfr_ptr terms[MOST];

static void open_terms(void)
{
    for (size_t i = 0; i < MOST; i++) {
        mpfr_init2(term[i], 106);
        terms[i] = term[i];
    }
}

static void close_terms(void)
{
    for (size_t i = 0; i < MOST; i++)
        mpfr_clear(term[i]);
    mpfr_free_cache();
}

/* MPFR's own rounding to a format: first to its precision in the widest range, then, knowing which
 * way that went, to its exponents and its subnormal numbers. */
static number mpfr_result(size_t row, const void *x, const void *y, size_t n)
{
    const reduction *r = &exact_reductions[row];
    int is_f32 = r->in == TYPE_f32;
    for (size_t i = 0; i < n; i++) {
        int inexact = mpfr_set_d(term[i], real_at(r->in, x, i), MPFR_RNDN);
        if (r->op != OP_sum)
            inexact |=
                mpfr_mul_d(term[i], term[i], real_at(r->in, r->op == OP_dot ? y : x, i), MPFR_RNDN);
        cr_assert(!inexact, "a product was rounded");
    }
    mpfr_t sum;
    mpfr_init2(sum, is_f32 ? 24 : 53);
    mpfr_exp_t least = mpfr_get_emin(), greatest = mpfr_get_emax();
    int direction = mpfr_sum(sum, terms, n, MPFR_RNDN);
    mpfr_set_emin(is_f32 ? -148 : -1073);
    mpfr_set_emax(is_f32 ? 128 : 1024);
    direction = mpfr_check_range(sum, direction, MPFR_RNDN);
    direction = mpfr_subnormalize(sum, direction, MPFR_RNDN);
    mpfr_set_emin(least);
    mpfr_set_emax(greatest);
    if (mpfr_zero_p(sum) && direction == 0)
        mpfr_set_zero(sum, 1); /* MPFR makes a sum of negative zeros negative */
    number expected = {0};
    double value = mpfr_get_d(sum, MPFR_RNDN); /* exact in both formats */
    put_real(r->in, &expected, 0, value);
    if (isnan(value))
        expected.bits = is_f32 ? NAN_BITS_F32 : NAN_BITS_F64;
    mpfr_clear(sum);
    return expected;
}

/* Both opinions on a result. */
static void check(size_t row, const void *x, const void *y, size_t n, const char *what,
                  uint64_t trial)
{
    static integer_sum sum;
    memset(&sum, 0, sizeof sum);
    add_to_sum(row, &sum, x, y, n);
    number expected = mpfr_result(row, x, y, n);
    expect_number(row, rounded_sum(row, &sum), expected, "integer arithmetic against MPFR", n,
                  trial);
    expect_number(row, call_door(row, x, y, n), expected, what, n, trial);
}

ParameterizedTestParameters(exact_mpfr, data)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_mpfr, data)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    open_terms();
    static double x[MOST], y[MOST];
    for (uint64_t trial = 0; trial < 500; trial++) {
        generator random = generator_start(20000 + trial);
        size_t n = random_below(&random, trial % 50 == 0 ? MOST : trial % 5 == 0 ? 600 : 50);
        recipe made = random_recipe(&random, r->in);
        fill_by_recipe(&made, &random, r->in, x, y, n);
        check(*number_of, x, y, n, "data by recipe", trial);
    }
    close_terms();
}

/* ---- Dot products of any condition ---------------------------------------------------------- */

/* total += x * y without a rounding. */
static void add_exactly(mpfr_t total, mpfr_t scratch, double x, double y)
{
    int inexact = mpfr_set_d(scratch, x, MPFR_RNDN);
    inexact |= mpfr_mul_d(scratch, scratch, y, MPFR_RNDN);
    inexact |= mpfr_add(total, total, scratch, MPFR_RNDN);
    cr_assert(!inexact, "the exact sum was rounded");
}

static double as_stored(element_type type, double value)
{
    return type == TYPE_f32 ? (double)(float)value : value;
}

/* Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithm 6.1
 * (GenDot): half of the products spread over `bits` binades; then each new one takes away what the
 * sum so far amounts to, and leaves less and less. For sums y is 1. */
static void generate_dot(const reduction *r, double bits, void *x, void *y, size_t n,
                         generator *random)
{
    mpfr_t total, scratch;
    mpfr_inits2(PRECISION, total, scratch, (mpfr_ptr)0);
    mpfr_set_zero(total, 1);
    for (size_t i = 0; i < n; i++) {
        double most = i == 0       ? bits
                      : i >= n / 2 ? bits * (double)(n - 1 - i) / (double)(n - n / 2)
                                   : rint(bits * (random_uniform(random) + 1) / 2);
        double left = 1;
        if (r->op == OP_dot)
            left = as_stored(r->in, ldexp(random_uniform(random), (int)(most / 2)));
        double right = ldexp(random_uniform(random), (int)most);
        if (i >= n / 2)
            right -= mpfr_get_d(total, MPFR_RNDN);
        right = as_stored(r->in, right / left);
        put_real(r->in, x, i, left == 1 ? right : left);
        put_real(r->in, y, i, left == 1 ? 1 : right);
        add_exactly(total, scratch, left, right);
    }
    mpfr_clears(total, scratch, (mpfr_ptr)0);
    shuffle_pairs(random, r->in, x, y, n);
}

/* log2 of 2 * sum |x[i] y[i]| / |sum x[i] y[i]|, the condition by the same paper. */
static double condition(const reduction *r, const void *x, const void *y, size_t n)
{
    mpfr_t total, scratch, magnitudes;
    mpfr_inits2(PRECISION, total, scratch, magnitudes, (mpfr_ptr)0);
    mpfr_set_zero(total, 1);
    mpfr_set_zero(magnitudes, 1);
    for (size_t i = 0; i < n; i++) {
        double a = real_at(r->in, x, i), b = r->op == OP_sum ? 1 : real_at(r->in, y, i);
        add_exactly(total, scratch, a, b);
        add_exactly(magnitudes, scratch, fabs(a), fabs(b));
    }
    mpfr_div(total, magnitudes, total, MPFR_RNDN);
    mpfr_abs(total, total, MPFR_RNDN);
    mpfr_log2(total, total, MPFR_RNDN);
    double result = mpfr_get_d(total, MPFR_RNDN) + 1;
    mpfr_clears(total, scratch, magnitudes, (mpfr_ptr)0);
    return result;
}

ParameterizedTestParameters(exact_mpfr, conditions)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_mpfr, conditions)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    if (r->op == OP_sumsq)
        return; /* squares do not cancel */
    open_terms();
    static double x[MOST], y[MOST];
    /* log2 of 1e300; an f32 has no more than 2^127. */
    double most = r->in == TYPE_f32 ? 120 : 997, reached = 0;
    for (uint64_t trial = 0; trial <= 60; trial++) {
        generator random = generator_start(30000 + trial);
        size_t n = trial % 15 == 0 ? 5000 : 6 + random_below(&random, 300);
        generate_dot(r, most * (double)trial / 60, x, y, n, &random);
        check(*number_of, x, y, n, "GenDot", trial);
        double bits = condition(r, x, y, n);
        reached = bits > reached && isfinite(bits) ? bits : reached;
    }
    cr_expect(reached > most * 0.9, "the worst condition was 2^%g", reached);
    close_terms();
}
