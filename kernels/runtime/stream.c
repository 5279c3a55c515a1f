/* stream.c - from how many bytes on a call writes past the caches. */
#include "runtime/stream.h"

#include "runtime/cpu.h"

#include <stdatomic.h>

static _Atomic size_t
    put; /* 0: three quarters of what a core has (cpu.h tells what that rests on) */

size_t spelt_stream_threshold(void)
{
    const size_t bytes = atomic_load_explicit(&put, memory_order_relaxed);
    return bytes > 0 ? bytes : spelt_usable_cache_bytes() / 4 * 3;
}

void spelt_stream_put_threshold(size_t bytes)
{
    atomic_store_explicit(&put, bytes, memory_order_relaxed);
}
