/* test_exact_filter.c - the filter of the exact reductions: what it decides is right, and on data
 * without surprises it decides nearly always. */
#include "exact.h"

enum { LONGEST = 100000 };

typedef enum { UNIFORM, NORMAL, LOG_NORMAL, POSITIVE, DISTRIBUTIONS } distribution;
static const char *const distribution_name[DISTRIBUTIONS] = {"uniform", "normal", "log-normal",
                                                             "uniform and positive"};

/* Nearly normal: the sum of twelve uniform numbers, less its mean (variance 4). */
static double random_normal(generator *random)
{
    double sum = 0;
    for (int i = 0; i < 12; i++)
        sum += random_uniform(random);
    return sum;
}

static double random_from(distribution which, generator *random)
{
    switch (which) {
    case NORMAL: return random_normal(random);
    case LOG_NORMAL: return exp(random_normal(random));
    case POSITIVE: return (random_uniform(random) + 1) / 2;
    default: return random_uniform(random);
    }
}

/* ---- How often it decides -------------------------------------------------------------------- */

/* Calls of a kernel by itself on `trials` parts of a large array, and how many it left undecided.
 */
static size_t undecided_calls(size_t row, const unsigned char *x, const unsigned char *y, size_t n,
                              size_t trials, generator *random)
{
    size_t undecided = 0, size = type_bytes(exact_reductions[row].in);
    for (size_t trial = 0; trial < trials; trial++) {
        number got;
        size_t a = random_below(random, LONGEST - n + 1), b = random_below(random, LONGEST - n + 1);
        undecided += call_kernel(row, x + a * size, y + b * size, n, &got) != 0;
    }
    return undecided;
}

/* The scalar kernels have no filter: they always decide. */
ParameterizedTestParameters(exact_filter, decides)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_filter, decides)
{
    static const size_t lengths[][2] = {{1, 3000},  {2, 3000},   {3, 3000},   {7, 3000},
                                        {8, 3000},  {30, 3000},  {100, 3000}, {1000, 3000},
                                        {5000, 60}, {20000, 20}, {LONGEST, 1}};
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    static unsigned char x[LONGEST * 8], y[LONGEST * 8];
    size_t calls = 0, undecided = 0;
    for (int which = 0; which < DISTRIBUTIONS; which++) {
        generator random = generator_start(90 + (uint64_t)which);
        for (size_t i = 0; i < LONGEST; i++) {
            put_real(r->in, x, i, random_from((distribution)which, &random));
            put_real(r->in, y, i, random_from((distribution)which, &random));
        }
        size_t of_this = 0, these = 0;
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
            size_t trials = strcmp(r->isa, "scalar") ? lengths[k][1] : 1;
            these += trials;
            of_this += undecided_calls(*number_of, x, y, lengths[k][0], trials, &random);
        }
        cr_log_info("%s %s, %s: %zu of %zu calls undecided", r->door, r->isa,
                    distribution_name[which], of_this, these);
        calls += these;
        undecided += of_this;
    }
    cr_expect(undecided * 1000 < calls, "%s %s: %zu of %zu calls undecided", r->door, r->isa,
              undecided, calls);
}

/* A call that the kernel alone does not take: strides, and threads. The counter tells. */
Test(exact_filter, counter)
{
    static double x[LONGEST], y[LONGEST];
    generator random = generator_start(95);
    for (size_t i = 0; i < LONGEST; i++) {
        x[i] = random_normal(&random);
        y[i] = random_normal(&random);
    }
    size_t before = spelt_exact_undecided(), calls = 0;
    double result;
    for (size_t n = 1; n < 2000; n += 1) {
        spelt_in_f64 a = spelt_in_1d_f64(x + n, n), b = spelt_in_1d_f64(y + 3 * n, n);
        a.stride[0] = 2;
        b.stride[0] = -1;
        cr_assert_eq(spelt_dot_exact_f64(&a, &b, &result), SPELT_OK);
        cr_assert_eq(spelt_sum_exact_f64(&a, &result), SPELT_OK);
        cr_assert_eq(spelt_sumsq_exact_f64(&a, &result), SPELT_OK);
        calls += 3;
    }
    cr_expect((spelt_exact_undecided() - before) * 1000 < calls, "%zu of %zu",
              spelt_exact_undecided() - before, calls);
}

/* What it cannot decide is counted: a product that decides a tie from far below. */
Test(exact_filter, undecided_is_counted)
{
    if (!force_isa("avx2"))
        skip_visibly("avx2 is not available on this CPU or in this build");
    const double x[] = {1, 0, 0x1p-53, 0, 0x1p-500, 0}, y[] = {1, 0, 1, 0, 0x1p-500, 0};
    spelt_in_f64 a = spelt_in_1d_f64(x, 3), b = spelt_in_1d_f64(y, 3);
    a.stride[0] = b.stride[0] = 2;
    double result = 0;
    size_t before = spelt_exact_undecided();
    cr_assert_eq(spelt_dot_exact_f64(&a, &b, &result), SPELT_OK);
    cr_expect_eq(result, 0x1.0000000000001p0);
    cr_expect_eq(spelt_exact_undecided(), before + 1);
}

/* ---- What it decides ------------------------------------------------------------------------- */

/* Values that are up to `uncertain` units off, right at the limits of deciding: every number that
 * the value can be must round to the answer, or there is none. */
Test(exact_filter, decide)
{
    generator random = generator_start(96);
    size_t decided = 0;
    for (int trial = 0; trial < 200000; trial++) {
        int length = 1 + (int)random_below(&random, 110);
        uint128 magnitude = (uint128)random_bits(&random) << 64 | random_bits(&random);
        magnitude = magnitude >> (128 - length) | (uint128)1 << (length - 1);
        uint64_t uncertain = random_below(&random, 3) ? random_below(&random, 1 << 20) : 0;
        int precision = random_below(&random, 2) ? 53 : 24, dropped = length - precision;
        if (dropped > 1 && random_below(&random, 2)) {
            /* Next to the middle between two numbers, or to a number, often a power of 2. */
            uint128 unit = (uint128)1 << dropped, near = random_below(&random, 2) ? unit / 2 : 0;
            magnitude = random_below(&random, 2) ? (uint128)1 << (length - 1) : magnitude;
            magnitude = magnitude / unit * unit + near + random_below(&random, 64) - 32;
            magnitude += random_below(&random, 2) ? uncertain : -(uint128)uncertain;
        }
        int unit = (int)random_below(&random, 60) - 100;
        int128 value = random_below(&random, 2) ? (int128)magnitude : -(int128)magnitude;
        uint64_t low[3] = {0}, high[3] = {0};
        spelt_limbs_add(low, 3, value - (int128)uncertain, 0);
        spelt_limbs_add(high, 3, value + (int128)uncertain, 0);
        double got = 0;
        float got32 = 0;
        if (precision == 53 && exact_decide_f64(value, uncertain, unit, &got)) {
            decided++;
            cr_assert(f64_bits(got) == f64_bits(spelt_limbs_round_f64(low, 3, unit)) &&
                          f64_bits(got) == f64_bits(spelt_limbs_round_f64(high, 3, unit)),
                      "%a, %llu uncertain, trial %d", got, (unsigned long long)uncertain, trial);
        }
        if (precision == 24 && exact_decide_f32(value, uncertain, unit, &got32)) {
            decided++;
            cr_assert(f32_bits(got32) == f32_bits(spelt_limbs_round_f32(low, 3, unit)) &&
                          f32_bits(got32) == f32_bits(spelt_limbs_round_f32(high, 3, unit)),
                      "%a, %llu uncertain, trial %d", (double)got32, (unsigned long long)uncertain,
                      trial);
        }
    }
    cr_expect(decided > 20000, "%zu decided", decided);
}

/* Sums right next to a middle between two numbers: whatever way the filter takes, the result is
 * right. The first term is large; many small ones bring the sum to within a few of the filter's
 * units of the middle. */
ParameterizedTestParameters(exact_filter, next_to_a_middle)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_filter, next_to_a_middle)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    enum { MOST = 200 };
    int precision = r->in == TYPE_f32 ? 24 : 53;
    static double x[MOST], y[MOST];
    for (uint64_t trial = 0; trial < 2000; trial++) {
        generator random = generator_start(100000 + trial);
        size_t n = 3 + random_below(&random, MOST - 3), wide = random_below(&random, 2);
        for (size_t i = 0; i < n; i++) {
            put_real(r->in, y, i, 1);
            put_real(r->in, x, i, 0);
        }
        double large = random_number(&random, r->in, random_below(&random, 2) ? 1 : 53, 0);
        put_real(r->in, x, 0, large);
        put_real(r->in, x, 1, copysign(ldexp(1, -precision), random_uniform(&random)));
        for (size_t i = 2; i < n; i++)
            put_real(r->in, x, i, random_number(&random, r->in, 53, wide ? -100 : -precision - 40));
        if (r->op == OP_sumsq && trial % 2) /* 1 + 2^-precision by squares */
            put_real(r->in, x, 1, ldexp(1, -(precision + 1) / 2));
        shuffle_pairs(&random, r->in, x, y, n);
        check_all_ways(*number_of, x, y, n, trial);
    }
}

/* Blocks of terms that are each 0.49 of some unit, and that a filter of this unit takes for
 * nothing, lift the sum over a middle between two numbers that it would else stay below. What is
 * uncertain in each block has to be remembered: in the same window (the last block is short), in
 * one that another took the place of (the last block has terms so great that it must), and of
 * totals that are merged. */
static void check_lifted(size_t row, int unit, int greater)
{
    enum { COUNT = 2 * SPELT_EXACT_BLOCK + 10 };
    const reduction *r = &exact_reductions[row];
    static double x[COUNT], y[COUNT];
    static exact_total total, part;
    static integer_sum sum;
    for (size_t i = 0; i < COUNT; i++) {
        put_real(r->in, x, i, ldexp(0.49, unit));
        put_real(r->in, y, i, 1);
    }
    put_real(r->in, x, 0, 1);
    put_real(r->in, x, 1, r->in == TYPE_f32 ? 0x1p-24 : 0x1p-53);
    put_real(r->in, x, 2, ldexp(-1000, unit));
    for (size_t i = COUNT - 10; greater && i < COUNT; i++)
        put_real(r->in, x, i, i % 2 ? 0x1p20 : -0x1p20);
    check_all_ways(row, x, y, COUNT, (uint64_t)-unit);

    memset(&sum, 0, sizeof sum);
    add_to_sum(row, &sum, x, y, COUNT);
    size_t size = type_bytes(r->in), half = SPELT_EXACT_BLOCK + 100;
    number got;
    exact_total_open(&total, 1);
    exact_total_open(&part, 1);
    add_terms(row, &part, x, y, half);
    add_terms(row, &total, (unsigned char *)x + half * size, (unsigned char *)y + half * size,
              COUNT - half);
    spelt_exact_merge(&total, &part);
    if (round_total(row, &total, &got))
        expect_number(row, got, rounded_sum(row, &sum), "merged", COUNT, (uint64_t)-unit);
}

ParameterizedTestParameters(exact_filter, lifted_over_a_middle)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_filter, lifted_over_a_middle)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    if (r->op == OP_sumsq)
        return; /* no negative term */
    for (int unit = -104; unit <= -66; unit++)
        for (int greater = 0; greater < 2; greater++)
            check_lifted(*number_of, unit, greater);
}
