/* cost.h - what a call costs, and so how many threads it is worth. */
#ifndef SPELT_RUNTIME_COST_H
#define SPELT_RUNTIME_COST_H

#include "runtime/slots.h"

/* Elements that are not contiguous take up to so many times as long in a cache (`spelt-bench
 * strides`). */
#define SPELT_GATHERING 4

/* How many threads a call of n elements is worth that this thread makes now (threads.h), by the
 * stated cost of its elements (those that must be gathered cost more) and the function's pace. */
int spelt_threads_of(spelt_function function, size_t n, int contiguous);

/* Around a call of several threads or of one: tells how many to use at most, and keeps the pace.
 * Between them threads becomes how many took part. */
typedef struct {
    spelt_function function;
    int threads, asked;
    uint64_t stated; /* picoseconds */
    int64_t watch;   /* when it began; 0: it is not watched */
} spelt_call;

/* Too few elements for threads, be they anywhere: whatever the call costs, one has it. */
SPELT_INLINE int spelt_is_short(spelt_function function, size_t n)
{
    return n <= SIZE_MAX / SPELT_GATHERING && spelt_direct(function, n * SPELT_GATHERING);
}

/* More contiguous elements than that, but not too many for one call of a kernel, where this thread's cap
 * is 1 whatever they cost. */
int spelt_is_for_one(spelt_function function, size_t n);

void spelt_call_begin(spelt_call *call, spelt_function function, size_t n, int contiguous);
void spelt_call_end(const spelt_call *call);

/* So many contiguous elements a door may give to its kernel at once: too few for threads, and
 * for anything else that long arrays want. */
size_t spelt_direct_elements(spelt_function function);

#endif
