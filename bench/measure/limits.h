/* limits.h - how many bytes a second this CPU can move at best, measured: for a mix of loads and
 * stores, a working set and a number of threads.
 *
 * It is measured on the arrays that are given, which should be those of the calls that it is
 * compared with: the same pages, and so the same conflicts in the caches. Each answer is kept. */
#ifndef BENCH_LIMITS_H
#define BENCH_LIMITS_H

#include "measure/bandwidth.h"

#define LIMITS_KEPT 1024

typedef struct {
    bandwidth_kind kind;
    size_t bytes; /* of all arrays together, as measured */
    int threads;
    double rate; /* bytes per second */
    const char *kernel;
} limit;

typedef struct {
    bandwidth_table kernels;
    bandwidth_range room; /* bytes: of each array */
    double seconds;       /* that a measurement may take, about */
    size_t first_level;   /* bytes of the first-level cache */
    size_t count;
    limit kept[LIMITS_KEPT];
} limits;

/* Measures on x, y and out of a room, of which out is overwritten; they have to stay as long as questions
 * are asked. With the kernels of the best instruction set here, whichever is in force. */
void limits_open(limits *l, bandwidth_range room, double seconds);

/* The best kernel of one kind on a working set of so many bytes, all arrays together, each of the
 * threads going over a share of its own, again and again. rate is 0 where the arrays are too short.
 */
limit limits_measure(limits *l, bandwidth_kind kind, size_t bytes, int threads);

/* The most bytes a second for a call that reads `loads` arrays and writes `stores` (0 or 1),
 * `bytes` in all, written past the caches where that is faster. 0: unknown, there is no such kernel
 * or the arrays are too short.
 *
 * Below half the first-level cache it is what that half gives, which no call can exceed: what is
 * missing from it there is the cost of a call. */
double limits_rate(limits *l, size_t loads, size_t stores, size_t bytes, int threads);

/* The share of that rate that a call reached which took so many seconds; 0 where it is unknown. A
 * share above LIMITS_MOST_SHARE shows that the limit was measured in a disturbed moment: it is
 * measured again, a few times, and the best is kept. What is still above it then is for the
 * caller to mark. */
#define LIMITS_MOST_SHARE 1.05
double limits_share(limits *l, size_t loads, size_t stores, size_t bytes, int threads,
                    double seconds);

#endif
