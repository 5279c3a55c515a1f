/* timing.h - the timing core: several ways of doing one thing, timed side by side.
 *
 * All variants run in rounds, one batch of calls each, in an order drawn anew for every round:
 * what disturbs the machine for a while disturbs all of them, and none always follows the same
 * neighbour. A batch lasts at least a hundred times as long as a reading of the clock, and that
 * reading is subtracted. */
#ifndef BENCH_TIMING_H
#define BENCH_TIMING_H

#include "measure/clock.h"
#include "measure/statistics.h"

#define TIMING_MIN_ROUNDS 3
#define TIMING_MAX_ROUNDS STATISTICS_MAX
#define TIMING_MAX_VARIANTS 32

typedef struct {
    void (*prepare)(void *context); /* before each batch, not timed; may be NULL */
    void (*batch)(void *context, size_t calls);
    void *context;
    double pause; /* seconds of sleep before each call, which then is a batch by itself; or 0 */

    /* Results. */
    size_t calls; /* in a batch */
    size_t rounds;
    double seconds[TIMING_MAX_ROUNDS]; /* per call, of each round; one index is one round in
                                          all variants */
} timing_variant;

/* Seconds from a reading of the clock to the next, with nothing between them. */
double timing_clock_overhead(void);

/* Where the orders and the intervals come from. */
void timing_set_seed(uint64_t seed);

/* Times the variants, at most TIMING_MAX_VARIANTS of them, for about `budget` seconds in all, and
 * TIMING_MIN_ROUNDS rounds at least; after an interrupt (interrupt.h) no more than the round that
 * is under way, and one at least. */
void timing_run(timing_variant *const *variants, size_t count, double budget);

/* Seconds per call over all rounds. */
double timing_min(const timing_variant *variant);
double timing_median(const timing_variant *variant);
double timing_spread(const timing_variant *variant);
/* What nine rounds of ten do not exceed. */
double timing_late(const timing_variant *variant);

/* How many times faster variant is than base: by their minima; and over the rounds, where both
 * were timed side by side. */
double timing_ratio_of_minima(const timing_variant *base, const timing_variant *variant);
statistics_interval timing_ratio(const timing_variant *base, const timing_variant *variant);

/* Seconds per call that variant takes more than base, over the rounds. */
statistics_interval timing_difference(const timing_variant *base, const timing_variant *variant);

#endif
