/* timing.c - the timing core. */
#include "measure/timing.h"

#include "measure/calm.h"
#include "measure/interrupt.h"
#include "measure/random.h"


/* A batch lasts between these, and at least OVERHEADS readings of the clock: then what is not
 * quite right about the reading that is subtracted is nothing against it; and many short rounds
 * meet a quiet moment more surely than few long ones. */
#define OVERHEADS 200
static const double shortest_batch = 20e-6;
static const double longest_batch = 200e-6;

/* As many rounds as the batches are cut for, where they may be that short. */
static const double rounds_wanted = 20;

static uint64_t seed = 1;

void timing_set_seed(uint64_t wanted)
{
    seed = wanted;
}

double timing_clock_overhead(void)
{
    static double overhead = -1;
    double differences[101];
    if (overhead >= 0)
        return overhead;
    for (size_t i = 0; i < 101; i++) {
        double begin = clock_now();
        differences[i] = clock_now() - begin;
    }
    return overhead = statistics_median(differences, 101);
}

static double time_batch(const timing_variant *variant, size_t calls)
{
    double begin = clock_now();
    variant->batch(variant->context, calls);
    double elapsed = clock_now() - begin - timing_clock_overhead();
    return elapsed > 0 ? elapsed : 0;
}

static void prepare(const timing_variant *variant)
{
    if (variant->prepare)
        variant->prepare(variant->context);
}

/* Sets variant->calls so that a batch lasts `wanted` seconds, or one call if that lasts longer. */
static void calibrate(timing_variant *variant, double wanted)
{
    prepare(variant);
    size_t calls = 1;
    double elapsed = time_batch(variant, calls);
    while (elapsed < wanted / 2 && variant->pause <= 0) {
        double factor = elapsed > 0 ? wanted / elapsed : 16;
        if (factor > 16)
            factor = 16;
        calls = (size_t)((double)calls * factor) + 1;
        elapsed = time_batch(variant, calls);
    }
    variant->calls = calls;
}

static void run_round(timing_variant *variant, size_t round)
{
    prepare(variant);
    clock_sleep(variant->pause);
    /* The neighbour before may have left other data in the caches, and threads asleep. Where a
     * batch is a single call, that call is long enough not to care. */
    if (variant->calls > 1)
        variant->batch(variant->context, variant->calls / 16 + 1);
    variant->seconds[round] = time_batch(variant, variant->calls) / (double)variant->calls;
    variant->rounds = round + 1;
}

static void shuffle(size_t *order, size_t count, uint64_t *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)(random_next(random) % i);
        size_t swapped = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swapped;
    }
}

static double batch_wanted(double budget, size_t count)
{
    double wanted = budget / (rounds_wanted * (double)count);
    double shortest = OVERHEADS * timing_clock_overhead();
    if (shortest < shortest_batch)
        shortest = shortest_batch;
    if (wanted > longest_batch)
        wanted = longest_batch;
    return wanted < shortest ? shortest : wanted;
}

static int is_over(size_t round, double end)
{
    if (round > 0 && interrupted())
        return 1;
    return round >= TIMING_MIN_ROUNDS && clock_now() >= end;
}

void timing_run(timing_variant *const *variants, size_t count, double budget)
{
    if (count == 0 || count > TIMING_MAX_VARIANTS)
        return;
    const double end = clock_now() + budget, wanted = batch_wanted(budget, count);
    size_t order[TIMING_MAX_VARIANTS];
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
        calibrate(variants[i], wanted);
    }
    uint64_t random = seed;
    for (size_t round = 0; round < TIMING_MAX_ROUNDS && !is_over(round, end); round++) {
        calm_loop();
        shuffle(order, count, &random);
        for (size_t i = 0; i < count; i++)
            run_round(variants[order[i]], round);
    }
}

double timing_min(const timing_variant *variant)
{
    return statistics_min(variant->seconds, variant->rounds);
}

double timing_median(const timing_variant *variant)
{
    return statistics_median(variant->seconds, variant->rounds);
}

double timing_spread(const timing_variant *variant)
{
    return statistics_spread(variant->seconds, variant->rounds);
}

double timing_late(const timing_variant *variant)
{
    return statistics_quantile(variant->seconds, variant->rounds, 0.9);
}

double timing_ratio_of_minima(const timing_variant *base, const timing_variant *variant)
{
    return timing_min(base) / timing_min(variant);
}

/* The rounds that both have been through. */
static size_t common_rounds(const timing_variant *base, const timing_variant *variant)
{
    return base->rounds < variant->rounds ? base->rounds : variant->rounds;
}

statistics_interval timing_ratio(const timing_variant *base, const timing_variant *variant)
{
    return statistics_paired_ratio(base->seconds, variant->seconds, common_rounds(base, variant),
                                   seed);
}

statistics_interval timing_difference(const timing_variant *base, const timing_variant *variant)
{
    double values[TIMING_MAX_ROUNDS];
    const size_t rounds = common_rounds(base, variant);
    for (size_t i = 0; i < rounds; i++)
        values[i] = variant->seconds[i] - base->seconds[i];
    return statistics_median_interval(values, rounds, seed);
}
