/* statistics.c - robust figures from repeated measurements, and how sure they are. */
#include "measure/statistics.h"

#include "measure/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The ends of an interval are the 13th and the 488th of so many medians in order. */
#define RESAMPLES 500
#define TAIL (RESAMPLES / 40)

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A copy in order; returns how many values it has. */
static size_t sort(const double *values, size_t count, double sorted[STATISTICS_MAX])
{
    if (count > STATISTICS_MAX)
        count = STATISTICS_MAX;
    memcpy(sorted, values, count * sizeof *values);
    qsort(sorted, count, sizeof *sorted, compare_doubles);
    return count;
}

static double middle(const double *sorted, size_t count)
{
    if (count == 0)
        return NAN;
    return count % 2 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

double statistics_min(const double *values, size_t count)
{
    double least = count ? values[0] : NAN;
    for (size_t i = 1; i < count; i++)
        if (values[i] < least)
            least = values[i];
    return least;
}

double statistics_mean(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return count ? sum / (double)count : NAN;
}

double statistics_median(const double *values, size_t count)
{
    double sorted[STATISTICS_MAX];
    return middle(sorted, sort(values, count, sorted));
}

double statistics_quantile(const double *values, size_t count, double share)
{
    double sorted[STATISTICS_MAX];
    count = sort(values, count, sorted);
    const double rank = ceil(share * (double)count);
    return count ? sorted[rank < 1 ? 0 : (size_t)rank - 1] : NAN;
}

double statistics_deviation(const double *values, size_t count)
{
    const double mean = statistics_mean(values, count);
    double squares = 0;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    return count > 1 ? sqrt(squares / (double)(count - 1)) : NAN;
}

double statistics_spread(const double *values, size_t count)
{
    double distances[STATISTICS_MAX];
    if (count > STATISTICS_MAX)
        count = STATISTICS_MAX;
    const double median = statistics_median(values, count);
    for (size_t i = 0; i < count; i++)
        distances[i] = fabs(values[i] - median);
    return statistics_median(distances, count);
}

/* The median of as many values as there are, drawn with replacement. They are counted, not
 * copied: the median is where half of the count is reached. */
static double resampled_median(const double *sorted, size_t count, uint64_t *random)
{
    uint16_t drawn[STATISTICS_MAX] = {0};
    for (size_t i = 0; i < count; i++)
        drawn[(random_next(random) >> 32) * count >> 32]++;
    size_t reached = 0, first = count;
    for (size_t i = 0; i < count; i++) {
        reached += drawn[i];
        if (first == count && 2 * reached >= count)
            first = i;
        if (2 * reached > count)
            return (sorted[first] + sorted[i]) / 2;
    }
    return NAN;
}

static statistics_interval interval_of(double value, double medians[RESAMPLES])
{
    qsort(medians, RESAMPLES, sizeof *medians, compare_doubles);
    return (statistics_interval){value, medians[TAIL], medians[RESAMPLES - 1 - TAIL]};
}

statistics_interval statistics_median_interval(const double *values, size_t count, uint64_t seed)
{
    double sorted[STATISTICS_MAX], medians[RESAMPLES];
    count = sort(values, count, sorted);
    for (size_t i = 0; i < RESAMPLES; i++)
        medians[i] = resampled_median(sorted, count, &seed);
    return interval_of(middle(sorted, count), medians);
}

statistics_interval statistics_paired_ratio(const double *base, const double *other, size_t count,
                                            uint64_t seed)
{
    double ratios[STATISTICS_MAX];
    if (count > STATISTICS_MAX)
        count = STATISTICS_MAX;
    for (size_t i = 0; i < count; i++)
        ratios[i] = base[i] / other[i];
    return statistics_median_interval(ratios, count, seed);
}

statistics_interval statistics_unpaired_ratio(const double *base, size_t base_count,
                                              const double *other, size_t other_count,
                                              uint64_t seed)
{
    double sorted[STATISTICS_MAX], other_sorted[STATISTICS_MAX], ratios[RESAMPLES];
    base_count = sort(base, base_count, sorted);
    other_count = sort(other, other_count, other_sorted);
    for (size_t i = 0; i < RESAMPLES; i++) {
        const double above = resampled_median(sorted, base_count, &seed);
        ratios[i] = above / resampled_median(other_sorted, other_count, &seed);
    }
    return interval_of(middle(sorted, base_count) / middle(other_sorted, other_count), ratios);
}

int statistics_means_something(const statistics_interval *ratio, size_t count)
{
    return count >= STATISTICS_LEAST && ratio->low > 0 &&
           ratio->high <= STATISTICS_WIDEST * ratio->low;
}
