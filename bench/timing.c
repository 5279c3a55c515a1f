/* timing.c - the timing core. */
#define _POSIX_C_SOURCE 200809L
#include "timing.h"

#include "random.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A batch lasts between these: reading the clock costs some 50 ns, 0.25 % of the shortest; and
 * many short rounds meet a quiet moment more surely than few long ones. */
static const double shortest_batch = 20e-6;
static const double longest_batch = 200e-6;

/* As many rounds as the batches are cut for, where they may be that short. */
static const double rounds_wanted = 20;

double timing_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double time_batch(const timing_variant *variant, size_t calls)
{
    double begin = timing_now();
    variant->batch(variant->context, calls);
    return timing_now() - begin;
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
    while (elapsed < wanted / 2) {
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

void timing_run(timing_variant *const *variants, size_t count, double budget)
{
    if (count == 0 || count > TIMING_MAX_VARIANTS)
        return;
    double begin = timing_now();
    double wanted = budget / (rounds_wanted * (double)count);
    if (wanted < shortest_batch)
        wanted = shortest_batch;
    if (wanted > longest_batch)
        wanted = longest_batch;

    size_t order[TIMING_MAX_VARIANTS];
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
        calibrate(variants[i], wanted);
    }
    uint64_t random = 1;
    for (size_t round = 0; round < TIMING_MAX_ROUNDS; round++) {
        if (round >= TIMING_MIN_ROUNDS && timing_now() - begin >= budget)
            break;
        shuffle(order, count, &random);
        for (size_t i = 0; i < count; i++)
            run_round(variants[order[i]], round);
    }
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

double timing_min(const timing_variant *variant)
{
    double least = variant->seconds[0];
    for (size_t i = 1; i < variant->rounds; i++)
        if (variant->seconds[i] < least)
            least = variant->seconds[i];
    return least;
}

double timing_median(const timing_variant *variant)
{
    double values[TIMING_MAX_ROUNDS];
    memcpy(values, variant->seconds, variant->rounds * sizeof *values);
    return median(values, variant->rounds);
}

double timing_ratio_of_minima(const timing_variant *base, const timing_variant *variant)
{
    return timing_min(base) / timing_min(variant);
}

double timing_median_ratio(const timing_variant *base, const timing_variant *variant)
{
    double values[TIMING_MAX_ROUNDS];
    for (size_t i = 0; i < variant->rounds; i++)
        values[i] = base->seconds[i] / variant->seconds[i];
    return median(values, variant->rounds);
}

double timing_median_difference(const timing_variant *base, const timing_variant *variant)
{
    double values[TIMING_MAX_ROUNDS];
    for (size_t i = 0; i < variant->rounds; i++)
        values[i] = variant->seconds[i] - base->seconds[i];
    return median(values, variant->rounds);
}
