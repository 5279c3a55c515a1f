/* test_levels.c - the cache levels that a curve of latencies shows. */
#include "measure/levels.h"

#include <criterion/criterion.h>
#include <stdint.h>

/* A curve over 4 KiB, 8 KiB, ... in units of a cycle. */
static size_t levels_of(const double *load, size_t count, level levels[LEVELS_MAX])
{
    static levels_curve curve;
    curve.count = count;
    for (size_t i = 0; i < count; i++) {
        curve.bytes[i] = (size_t)4096 << i;
        curve.load[i] = load[i];
    }
    return levels_of_curve(&curve, levels);
}
#define LEVELS_OF(levels, ...)                                                                                  \
    levels_of((const double[]){__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double), levels)

Test(levels, end_where_loads_begin_to_take_longer)
{
    level levels[LEVELS_MAX];
    cr_assert_eq(LEVELS_OF(levels, 4, 4, 4, 4, 14, 14, 14, 15, 50, 50, 52, 300, 310), 4);
    cr_expect_eq(levels[0].bytes, 32 << 10);
    cr_expect_eq(levels[1].bytes, 512 << 10);
    cr_expect_eq(levels[2].bytes, 4 << 20);
    cr_expect_eq(levels[3].bytes, 16 << 20);
    cr_expect_eq(levels[2].load, 50);
}

/* What lies between two levels belongs to neither. */
Test(levels, begin_where_loads_no_longer_take_longer)
{
    level levels[LEVELS_MAX];
    cr_assert_eq(LEVELS_OF(levels, 4, 4, 9, 11, 14, 14, 20, 60, 110, 240, 290, 300, 310), 3);
    cr_expect_eq(levels[0].bytes, 8 << 10);
    cr_expect_eq(levels[1].load, 14);
    cr_expect_eq(levels[1].bytes, 256 << 10);
    cr_expect_eq(levels[2].load, 290);
}

Test(levels, noise_is_none)
{
    level levels[LEVELS_MAX];
    cr_expect_eq(LEVELS_OF(levels, 4, 5, 4, 6, 5, 4, 5), 1);
    cr_expect_eq(LEVELS_OF(levels, 4), 1);
    cr_expect_eq(levels_of_curve(&(levels_curve){.count = 0}, levels), 0);
}

Test(levels, no_more_than_there_is_room_for)
{
    level levels[LEVELS_MAX];
    cr_expect_eq(LEVELS_OF(levels, 1, 1, 4, 4, 16, 16, 64, 64, 256, 256, 1024, 1024), LEVELS_MAX);
}

Test(levels, of_which_some_are_caches)
{
    static const level levels[] = {{32 << 10, 1e-9}, {1 << 20, 4e-9}, {2 << 20, 9e-9}, {4 << 20, 20e-9}, {9 << 20, 120e-9}};
    level caches[LEVELS_CACHES];
    cr_assert_eq(levels_caches(levels, 5, caches), 3);
    cr_expect_eq(caches[1].bytes, 1 << 20);
    cr_expect_eq(caches[2].bytes, 4 << 20, "the end of the last cache");
    cr_expect_eq(levels_caches(levels, 2, caches), 2);
    cr_expect_eq(levels_caches(levels + 4, 1, caches), 0, "memory is none");
}

Test(levels, memory_is_beyond_the_last_cache)
{
    const size_t mib = (size_t)1 << 20;
    cr_expect_eq(levels_beyond(mib, SIZE_MAX), 64 * mib);
    cr_expect_eq(levels_beyond(16 * mib, SIZE_MAX), 64 * mib);
    cr_expect_eq(levels_beyond(24 * mib, SIZE_MAX), 128 * mib, "four times as much at least");
    cr_expect_eq(levels_beyond(128 * mib, SIZE_MAX), LEVELS_MOST_BYTES, "or as much as caches are looked for");
    cr_expect_eq(levels_beyond(129 * mib, SIZE_MAX), 0);
    cr_expect_eq(levels_beyond(mib, 63 * mib), 32 * mib, "less where there is no time");
    cr_expect_eq(levels_beyond(mib, 2 * mib), 2 * mib);
    cr_expect_eq(levels_beyond(mib, 2 * mib - 1), 0);
    cr_expect_eq(levels_beyond(0, 0), 0);
}

/* Whatever the machine: the curve rises in bytes, and a load takes some time. */
Test(levels, are_measured)
{
    static levels_curve curve;
    cr_assert(levels_measure(&curve, (size_t)4 << 20));
    cr_expect_gt(curve.count, 10);
    for (size_t i = 0; i < curve.count; i++) {
        cr_expect(curve.load[i] > 0 && curve.load[i] < 1);
        cr_expect(i == 0 || curve.bytes[i] > curve.bytes[i - 1]);
    }
    cr_expect_eq(curve.bytes[curve.count - 1], 4 << 20);
}
