/* random.c - the seed of a run, and the random bits that come of it. */
#include "support.h"

#include <criterion/hooks.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The runner chooses the seed; the test processes inherit it with the environment. */
ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
    (void)tests;
    struct timespec now;
    char text[32];
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(text, sizeof text, "%llu",
             (unsigned long long)now.tv_sec * 1000003U + (unsigned long long)now.tv_nsec);
    setenv("SPELT_TEST_SEED", text, 0);
    fprintf(stderr, "SPELT_TEST_SEED=%s\n", getenv("SPELT_TEST_SEED"));
}

uint64_t test_seed(void)
{
    const char *text = getenv("SPELT_TEST_SEED");
    cr_assert(text, "SPELT_TEST_SEED is not set");
    return strtoull(text, NULL, 10);
}

generator generator_start(uint64_t stream)
{
    /* splitmix64's finisher: any seed, 0 included, gives a state that is well mixed. */
    uint64_t z = test_seed() + (stream + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (generator){z ? z : 1};
}

/* Marsaglia's xorshift with Vigna's multiplier ("xorshift64*"). */
uint64_t random_bits(generator *random)
{
    uint64_t x = random->state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    random->state = x;
    return x * UINT64_C(0x2545f4914f6cdd1d);
}
