/* levels.c - the cache levels as a core of this process finds them. */
#define _DEFAULT_SOURCE
#include "measure/levels.h"

#include "measure/interrupt.h"
#include "measure/clock.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Loads that wait for each other, a cache line each, in an order that no prefetcher foresees: a cycle
 * through all lines by a linear congruence, of full period where 12 divides its factor less 1 and the
 * number of lines has no other prime factors than 2 and 3 (Knuth, TAOCP 2, 3.2.1.2, theorem A). */
#define LINE 64
#define FACTOR ((size_t)12 * 69069 + 1)
#define INCREMENT ((size_t)4999)

#define LEAST_BYTES ((size_t)6 << 10)
#define HUGE_PAGE ((size_t)2 << 20)
#define LOADS 16384
#define TRIES 5

/* A level ends where a load takes so many times as long as at its beginning; the next has begun where
 * half as much more memory again does not make it a tenth slower. */
#define RISE 2.0
#define FLAT 1.1

/* Where time allows, calls in memory move so many bytes at least. */
#define MEMORY_BYTES ((size_t)64 << 20)

/* Memory is what takes a load longer than this. */
static const double memory_load = 50e-9;

static void link_lines(char *memory, size_t lines)
{
    for (size_t i = 0; i < lines; i++)
        *(void **)(memory + i * LINE) = memory + (FACTOR * i + INCREMENT) % lines * LINE;
}

/* Seconds of a load, at best: what disturbs makes it only longer. */
static double chase(char *memory)
{
    void **at = (void **)memory;
    double best = 1;
    for (int i = 0; i < TRIES; i++) {
        const double begin = clock_now();
        for (int k = 0; k < LOADS; k++)
            at = (void **)*at;
        __asm__ volatile("" : : "r"(at));
        const double seconds = (clock_now() - begin) / LOADS;
        best = seconds < best ? seconds : best;
    }
    return best;
}

int levels_measure(levels_curve *curve, size_t most)
{
    const size_t room = (most + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    char *memory = aligned_alloc(HUGE_PAGE, room);
    curve->count = 0;
    if (!memory)
        return 0;
#ifdef MADV_HUGEPAGE
    madvise(memory, room, MADV_HUGEPAGE); /* else what is measured is also the page tables' reach */
#endif
    for (size_t bytes = LEAST_BYTES; bytes <= most && curve->count < LEVELS_MAX_POINTS && !interrupted();
         bytes = bytes % 3 ? bytes / 2 * 3 : bytes / 3 * 4) {
        link_lines(memory, bytes / LINE);
        curve->bytes[curve->count] = bytes;
        curve->load[curve->count++] = chase(memory);
    }
    free(memory);
    return curve->count > 0;
}

size_t levels_of_curve(const levels_curve *curve, level levels[LEVELS_MAX])
{
    size_t count = 0, i = 0;
    while (i < curve->count && count < LEVELS_MAX) {
        const double first = curve->load[i];
        while (i + 1 < curve->count && curve->load[i + 1] < RISE * first)
            i++;
        levels[count++] = (level){curve->bytes[i], first};
        i++;
        while (i + 1 < curve->count && curve->load[i + 1] > FLAT * curve->load[i])
            i++;
    }
    return count;
}

size_t levels_caches(const level *levels, size_t count, level caches[LEVELS_CACHES])
{
    size_t found = 0;
    for (size_t i = 0; i < count && levels[i].load < memory_load; i++) {
        found += found < LEVELS_CACHES;
        caches[found - 1] = levels[i];
    }
    return found;
}

size_t levels_find(level caches[LEVELS_CACHES], size_t most)
{
    levels_curve curve;
    level levels[LEVELS_MAX];
    levels_measure(&curve, most < LEVELS_MOST_BYTES ? most : LEVELS_MOST_BYTES);
    return levels_caches(levels, levels_of_curve(&curve, levels), caches);
}

size_t levels_beyond(size_t last, size_t most)
{
    size_t bytes = LEVELS_MOST_BYTES;
    while (bytes > most || (bytes / 2 >= 4 * last && bytes / 2 >= MEMORY_BYTES))
        bytes /= 2;
    return bytes >= 2 * last ? bytes : 0;
}
