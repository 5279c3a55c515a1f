/* stream.c - from how many bytes on a call writes past the caches. */
#include "call/stream.h"

#include "runtime/cpu.h"

#include <stdatomic.h>

static _Atomic size_t put; /* 0: what the CPU says */

size_t spelt_stream_threshold(void)
{
    const size_t bytes = atomic_load_explicit(&put, memory_order_relaxed);
    return bytes > 0 ? bytes : spelt_llc_bytes();
}

void spelt_stream_put_threshold(size_t bytes)
{
    atomic_store_explicit(&put, bytes, memory_order_relaxed);
}
