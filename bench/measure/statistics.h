/* statistics.h - robust figures from repeated measurements, and how sure they are. */
#ifndef BENCH_STATISTICS_H
#define BENCH_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

/* Samples are kept short of this; longer ones are cut. */
#define STATISTICS_MAX 400

/* Of no values at all: NAN, in every function here. None changes the values. */
double statistics_min(const double *values, size_t count);
double statistics_mean(const double *values, size_t count);
double statistics_median(const double *values, size_t count);

/* The least of the values that so great a share of them, 0 to 1, does not exceed. */
double statistics_quantile(const double *values, size_t count, double share);

/* The sample's standard deviation, divided by count - 1; NAN below two values. */
double statistics_deviation(const double *values, size_t count);

/* The median of the distances from the median, not scaled to a standard deviation. */
double statistics_spread(const double *values, size_t count);

/* A figure with the interval that holds it in 95 of 100 cases. */
typedef struct {
    double value;
    double low;
    double high;
} statistics_interval;

/* The median, and the percentile interval of its bootstrap: Efron, "Bootstrap methods: another
 * look at the jackknife", Annals of Statistics 7 (1979). The same seed gives the same interval. */
statistics_interval statistics_median_interval(const double *values, size_t count, uint64_t seed);

/* The median of base[i] / other[i]: both were measured in the same round i. */
statistics_interval statistics_paired_ratio(const double *base, const double *other, size_t count,
                                            uint64_t seed);

/* The median of base divided by the median of other, from separate runs: both are drawn anew. */
statistics_interval statistics_unpaired_ratio(const double *base, size_t base_count,
                                              const double *other, size_t other_count,
                                              uint64_t seed);

/* Whether a ratio says anything: there are as many as STATISTICS_LEAST rounds behind it, and its
 * interval is no wider than STATISTICS_WIDEST from end to end. */
#define STATISTICS_LEAST 3
#define STATISTICS_WIDEST 1.25
/* A ratio of which all lies below this says that something is slower, by more than the code's place in
 * memory makes. */
#define SURELY_SLOWER 0.97
int statistics_means_something(const statistics_interval *ratio, size_t count);

#endif
