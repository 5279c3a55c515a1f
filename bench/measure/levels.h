/* levels.h - the cache levels as a core of this process finds them: measured, for what the system tells
 * of the last level is often that of a whole machine, of which a core gets a few MiB. */
#ifndef BENCH_LEVELS_H
#define BENCH_LEVELS_H

#include <stddef.h>

#define LEVELS_MAX 5

typedef struct {
    size_t bytes; /* that it holds; of the last, memory, as many as were tried */
    double load;  /* seconds that a load of it takes after which the next one waits */
} level;

/* The latencies of working sets that rise. */
#define LEVELS_MAX_POINTS 64
typedef struct {
    size_t count;
    size_t bytes[LEVELS_MAX_POINTS];
    double load[LEVELS_MAX_POINTS];
} levels_curve;

/* What a curve shows: a level ends where loads begin to take longer, and the next begins where they no
 * longer do. Returns how many there are, the last of them memory if the curve goes so far. */
size_t levels_of_curve(const levels_curve *curve, level levels[LEVELS_MAX]);

/* Those of them that are caches, at most so many: on a busy machine the slow end of the last may look like
 * levels of its own, which are passed over. */
#define LEVELS_CACHES 3
size_t levels_caches(const level *levels, size_t count, level caches[LEVELS_CACHES]);

/* Measures one, on as many as `most` bytes, in about a second; 0 where there is no memory for that. */
int levels_measure(levels_curve *curve, size_t most);

/* The caches of this machine, measured so. Nothing is looked for beyond LEVELS_MOST_BYTES. */
#define LEVELS_MOST_BYTES ((size_t)256 << 20)
size_t levels_find(level caches[LEVELS_CACHES], size_t most);

/* Bytes with which a call is in memory, where a core's last cache holds `last`: a power of two, `most` or
 * fewer; 0 where so few would not be surely beyond that cache. */
size_t levels_beyond(size_t last, size_t most);

#endif
