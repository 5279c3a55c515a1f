/* test_timing.c - the rounds of the timing core: who runs when, and what an interrupt does. */
#include "../../tests/support.h"
#include "measure/interrupt.h"
#include "measure/timing.h"

#include <signal.h>
#include <string.h>

#define VARIANTS 5
#define LOG_SIZE (VARIANTS * (TIMING_MAX_ROUNDS + 1))

static int prepared[LOG_SIZE]; /* which variant, once in the calibration, then once a round */
static size_t prepared_count;
static timing_variant variants[VARIANTS];
static int numbers[VARIANTS];

static void prepare(void *context)
{
    if (prepared_count < LOG_SIZE)
        prepared[prepared_count++] = *(int *)context;
}

/* A microsecond for each call, of whatever CPU. */
static void batch(void *context, size_t calls)
{
    (void)context;
    double end = clock_now() + 1e-6 * (double)calls;
    while (clock_now() < end)
        ;
}

static void run(uint64_t seed, double budget)
{
    timing_variant *list[VARIANTS];
    prepared_count = 0;
    for (int i = 0; i < VARIANTS; i++) {
        numbers[i] = i;
        variants[i] = (timing_variant){.prepare = prepare, .batch = batch, .context = &numbers[i]};
        list[i] = &variants[i];
    }
    timing_set_seed(seed);
    timing_run(list, VARIANTS, budget);
}

static const int *order_of_round(size_t round)
{
    return prepared + VARIANTS * (round + 1);
}

Test(timing, every_round_has_every_variant_once)
{
    run(test_seed(), 0);
    cr_assert_eq(variants[0].rounds, TIMING_MIN_ROUNDS);
    cr_assert_eq(prepared_count, VARIANTS * (TIMING_MIN_ROUNDS + 1));
    for (size_t round = 0; round < TIMING_MIN_ROUNDS; round++) {
        unsigned seen = 0;
        for (int i = 0; i < VARIANTS; i++)
            seen |= 1u << order_of_round(round)[i];
        cr_expect_eq(seen, (1u << VARIANTS) - 1, "round %zu", round);
    }
    for (int i = 0; i < VARIANTS; i++) {
        cr_expect_eq(variants[i].rounds, TIMING_MIN_ROUNDS);
        cr_expect(timing_min(&variants[i]) > 0);
        cr_expect(variants[i].calls >= 1);
    }
}

Test(timing, the_seed_makes_the_order)
{
    int first[VARIANTS * TIMING_MIN_ROUNDS];
    int differs_by_seed = 0, differs_by_round = 0;
    run(1, 0);
    memcpy(first, order_of_round(0), sizeof first);
    for (size_t round = 1; round < TIMING_MIN_ROUNDS; round++)
        differs_by_round |= memcmp(first, order_of_round(round), VARIANTS * sizeof *first) != 0;
    cr_expect(differs_by_round, "the order is the same in every round");
    run(1, 0);
    cr_expect_eq(memcmp(first, order_of_round(0), sizeof first), 0, "the same seed, another order");
    for (uint64_t seed = 2; seed < 6; seed++) {
        run(seed, 0);
        differs_by_seed |= memcmp(first, order_of_round(0), sizeof first) != 0;
    }
    cr_expect(differs_by_seed, "the seed is not used");
}

Test(timing, no_more_rounds_than_there_is_room_for)
{
    run(1, 1e9);
    cr_expect_eq(variants[0].rounds, TIMING_MAX_ROUNDS);
}

Test(timing, an_interrupt_ends_it_after_a_round)
{
    interrupt_begin();
    cr_assert_eq(interrupt_status(), 0);
    raise(SIGINT);
    cr_assert(interrupted());
    cr_expect_eq(interrupt_status(), 128 + SIGINT);
    run(1, 1e9);
    for (int i = 0; i < VARIANTS; i++)
        cr_expect_eq(variants[i].rounds, 1);
}

/* As little work as there is makes a batch of one call, and the sleep is not part of its time. */
Test(timing, after_a_pause_a_call_is_alone)
{
    timing_variant paused = {.prepare = prepare, .batch = batch, .context = numbers, .pause = 0.01};
    timing_variant *list[] = {&paused};
    const double begin = clock_now();
    timing_run(list, 1, 0);
    cr_expect_eq(paused.calls, 1);
    cr_expect_eq(paused.rounds, TIMING_MIN_ROUNDS);
    cr_expect(clock_now() - begin >= 0.01 * TIMING_MIN_ROUNDS);
    cr_expect(timing_min(&paused) < 0.01);
}

Test(timing, ratios_are_of_rounds_that_both_have)
{
    static timing_variant slow = {.rounds = 4, .seconds = {2, 4, 6, 100}},
                          fast = {.rounds = 3, .seconds = {1, 2, 3}};
    const statistics_interval ratio = timing_ratio(&slow, &fast);
    cr_expect(ratio.value == 2 && ratio.low == 2 && ratio.high == 2);
    cr_expect_eq(timing_difference(&fast, &slow).value, 2);
    cr_expect_eq(timing_ratio_of_minima(&slow, &fast), 2);
    cr_expect_eq(timing_spread(&fast), 1);
    cr_expect_eq(timing_late(&slow), 100);
}
