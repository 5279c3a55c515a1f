/* choice.h - what a series of times says: which way is the best, from where on one pays, and which
 * settings suit. */
#ifndef BENCH_CHOICE_H
#define BENCH_CHOICE_H

#include <stddef.h>

/* The index of the least of count > 0 values, the first of equals. */
size_t choice_best(const double *values, size_t count);

/* The first index from which on every ratio is at least `least`: from there on it pays. `count`
 * where the last one is not. */
size_t choice_pays_from(const double *ratios, size_t count, double least);

/* Where the ratios pass 1 for the last time, upwards, on the scale of `times`, which rise: between
 * two of them on a straight line, over the logarithm of the times. The first time where no ratio is
 * below 1; NAN where the last one is. */
double choice_break_even(const double *times, const double *ratios, size_t count);

/* The thread counts that are worth a look under a cap: 1, 2, 4, ... and the cap, in order. Returns
 * how many. */
#define CHOICE_MAX_COUNTS 12
size_t choice_thread_counts(int cap, int counts[CHOICE_MAX_COUNTS]);

/* The time of a call by each count, of which the first is one thread and the last the cap, at each
 * size, which rise. */
#define CHOICE_MAX_SIZES 64
typedef struct {
    size_t counts, sizes;
    double seconds[CHOICE_MAX_COUNTS][CHOICE_MAX_SIZES];
} choice_table;

/* One thread below the size with the index `from` (`sizes`: everywhere), this count from there on:
 * what SPELT_NUM_THREADS and SPELT_GRAIN_BYTES make of the library. */
typedef struct {
    size_t count, from;
    double lost; /* times the time of the best count that it takes, at the size where most */
} choice_setting;

/* The setting with the least loss, the simpler where another is not better by 2 %: rather one
 * thread than others, rather the cap than fewer. */
choice_setting choice_best_setting(const choice_table *table);

#endif
