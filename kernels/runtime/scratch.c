/* scratch.c - see scratch.h. */
#include "runtime/scratch.h"

#include <stdatomic.h>
#include <stdint.h>

static _Alignas(64) unsigned char buffers[SPELT_SCRATCH_COUNT][SPELT_SCRATCH_BYTES];

/* A bit for each. */
static _Atomic uint64_t in_use;
_Static_assert(SPELT_SCRATCH_COUNT == 64, "a bit for each");

void *spelt_scratch_take(void)
{
    uint64_t used = atomic_load_explicit(&in_use, memory_order_relaxed);
    while (~used != 0) {
        uint64_t lowest = ~used & (used + 1);
        if (atomic_compare_exchange_weak_explicit(&in_use, &used, used | lowest,
                                                  memory_order_acquire, memory_order_relaxed))
            return buffers[__builtin_ctzll(lowest)];
    }
    return NULL;
}

void spelt_scratch_give(void *buffer)
{
    size_t number = (size_t)((unsigned char(*)[SPELT_SCRATCH_BYTES])buffer - buffers);
    atomic_fetch_and_explicit(&in_use, ~(UINT64_C(1) << number), memory_order_release);
}

void spelt_scratch_after_fork(void)
{
    atomic_store_explicit(&in_use, 0, memory_order_relaxed);
}
