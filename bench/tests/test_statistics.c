/* test_statistics.c - the figures from repeated measurements against known answers. */
#include "../../tests/support.h"
#include "measure/statistics.h"

#include <math.h>
#include <string.h>

/* Small whole numbers: every answer is exact. */
static const double odd[] = {7, 1, 3, 100, 5};
static const double even[] = {4, 1, 10, 3};

Test(statistics, known_answers)
{
    cr_expect_eq(statistics_min(odd, 5), 1);
    cr_expect_eq(statistics_median(odd, 5), 5);
    cr_expect_eq(statistics_median(even, 4), 3.5);
    cr_expect_eq(statistics_mean(even, 4), 4.5);
    cr_expect_eq(statistics_spread(odd, 5), 2);    /* of 2 4 2 95 0 */
    cr_expect_eq(statistics_spread(even, 4), 1.5); /* of 0.5 2.5 6.5 0.5 */
    cr_expect_eq(statistics_deviation(even, 4), sqrt(45.0 / 3));
    cr_expect_eq(statistics_quantile(odd, 5, 0.9), 100);
    cr_expect_eq(statistics_quantile(odd, 5, 0.8), 7);
    cr_expect_eq(statistics_quantile(odd, 5, 0), 1);
    const double original[] = {7, 1, 3, 100, 5};
    cr_expect_eq(memcmp(odd, original, sizeof odd), 0, "the values were changed");
}

Test(statistics, of_few_values)
{
    const double one[] = {3};
    cr_expect(isnan(statistics_min(one, 0)));
    cr_expect(isnan(statistics_mean(one, 0)));
    cr_expect(isnan(statistics_median(one, 0)));
    cr_expect(isnan(statistics_quantile(one, 0, 0.9)));
    cr_expect(isnan(statistics_spread(one, 0)));
    cr_expect(isnan(statistics_deviation(one, 1)));
    cr_expect_eq(statistics_median(one, 1), 3);
    cr_expect_eq(statistics_spread(one, 1), 0);
    const statistics_interval of_one = statistics_median_interval(one, 1, 5);
    cr_expect(of_one.value == 3 && of_one.low == 3 && of_one.high == 3);
    cr_expect(isnan(statistics_median_interval(one, 0, 5).value));
}

/* What outliers do to a mean, they must not do to these. */
Test(statistics, outliers_do_not_count)
{
    double values[101];
    for (int i = 0; i < 101; i++)
        values[i] = i % 10 == 0 ? 1e9 : 100 + i % 3;
    cr_expect_eq(statistics_median(values, 101), 101);
    cr_expect_eq(statistics_spread(values, 101), 1);
    const statistics_interval interval = statistics_median_interval(values, 101, 1);
    cr_expect(interval.low >= 100 && interval.high <= 102);
}

/* The bootstrap's medians are values of the sample (or means of two), and their distribution is
 * known: of 1, 2, ..., n, n odd, the median drawn is at most k with the probability that more than
 * half of n draws are at most k, binomial(n, k/n). The ends of the interval have to lie where that
 * is 2.5 % and 97.5 %, but for what 500 draws leave to chance: six standard deviations of it,
 * 6 * sqrt(0.025 * 0.975 / 500) = 4.2 %. */
static double more_than_half(int n, int k)
{
    const double p = (double)k / n;
    double sum = 0;
    if (p >= 1)
        return 1;
    for (int i = n / 2 + 1; i <= n; i++)
        sum += exp(lgamma(n + 1.0) - lgamma(i + 1.0) - lgamma(n - i + 1.0) + i * log(p) +
                   (n - i) * log1p(-p));
    return sum;
}

Test(statistics, the_interval_is_the_bootstraps)
{
    enum { COUNT = 99 };
    double values[COUNT];
    generator random = generator_start(1);
    for (int i = 0; i < COUNT; i++)
        values[(37 * i) % COUNT] = i + 1;
    for (int round = 0; round < 20; round++) {
        const statistics_interval found =
            statistics_median_interval(values, COUNT, random_bits(&random));
        cr_expect_eq(found.value, 50);
        cr_expect(more_than_half(COUNT, (int)found.low) >= 0.025 - 0.042 &&
                      more_than_half(COUNT, (int)found.low - 1) <= 0.025 + 0.042,
                  "from %g", found.low);
        cr_expect(more_than_half(COUNT, (int)found.high) >= 0.975 - 0.042 &&
                      more_than_half(COUNT, (int)found.high - 1) <= 0.975 + 0.042,
                  "to %g", found.high);
    }
}

Test(statistics, the_same_seed_gives_the_same_interval)
{
    double values[50];
    int differ = 0;
    generator random = generator_start(2);
    for (int i = 0; i < 50; i++)
        values[i] = random_uniform(&random) + 2;
    const statistics_interval first = statistics_median_interval(values, 50, 7);
    for (uint64_t seed = 7; seed < 17; seed++) {
        const statistics_interval again = statistics_median_interval(values, 50, seed);
        if (seed == 7)
            cr_expect(again.low == first.low && again.high == first.high);
        differ |= again.low != first.low || again.high != first.high;
    }
    cr_expect(differ, "the seed is not used");
}

/* Rounds that are disturbed are so for both: a paired ratio does not see it, an unpaired does. */
Test(statistics, pairs_are_kept_together)
{
    double slow[60], fast[60];
    generator random = generator_start(3);
    for (int i = 0; i < 60; i++) {
        fast[i] = 1 + 3 * (random_uniform(&random) + 1);
        slow[i] = 2 * fast[i];
    }
    const statistics_interval paired = statistics_paired_ratio(slow, fast, 60, 1);
    cr_expect(paired.value == 2 && paired.low == 2 && paired.high == 2);
    const statistics_interval unpaired = statistics_unpaired_ratio(slow, 60, fast, 60, 1);
    cr_expect_eq(unpaired.value, 2);
    cr_expect(unpaired.low < 1.9 && unpaired.high > 2.1);
}

Test(statistics, unpaired_samples_may_differ_in_length)
{
    const double few[] = {10, 10, 10}, many[] = {2, 2, 2, 2, 2, 2, 2};
    const statistics_interval ratio = statistics_unpaired_ratio(few, 3, many, 7, 1);
    cr_expect(ratio.value == 5 && ratio.low == 5 && ratio.high == 5);
}

Test(statistics, meaning)
{
    const statistics_interval narrow = {2, 1.9, 2.1}, wide = {2, 1.5, 2.5};
    const statistics_interval unknown = {NAN, NAN, NAN}, nothing = {0, 0, 0};
    cr_expect(statistics_means_something(&narrow, STATISTICS_LEAST));
    cr_expect_not(statistics_means_something(&narrow, STATISTICS_LEAST - 1));
    cr_expect_not(statistics_means_something(&wide, 100));
    cr_expect_not(statistics_means_something(&unknown, 100));
    cr_expect_not(statistics_means_something(&nothing, 100));
}

Test(statistics, more_values_than_there_is_room_for)
{
    static double values[STATISTICS_MAX + 50];
    for (int i = 0; i < STATISTICS_MAX + 50; i++)
        values[i] = i < STATISTICS_MAX ? 1 : 1000;
    cr_expect_eq(statistics_median(values, STATISTICS_MAX + 50), 1);
    cr_expect_eq(statistics_median_interval(values, STATISTICS_MAX + 50, 1).high, 1);
}
