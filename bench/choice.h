/* choice.h - what a series of times says: which way is the best, and from where on one pays. */
#ifndef BENCH_CHOICE_H
#define BENCH_CHOICE_H

#include <stddef.h>

/* The index of the least of count > 0 values, the first of equals. */
size_t choice_best(const double *values, size_t count);

/* The first index from which on every ratio is at least `least`: from there on it pays. `count`
 * where the last one is not. */
size_t choice_pays_from(const double *ratios, size_t count, double least);

/* The thread counts that are worth a look under a cap: 1, 2, 4, ... and the cap halved again and
 * again, which are the teams that the library chooses from; in order. Returns how many. */
#define CHOICE_MAX_COUNTS 24
size_t choice_thread_counts(int cap, int counts[CHOICE_MAX_COUNTS]);

#endif
