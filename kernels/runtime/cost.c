/* cost.c - what a call costs, and so how many threads it is worth. */
#define _GNU_SOURCE 1

#include "runtime/cost.h"

#include "runtime/cpu.h"
#include "runtime/delay.h"
#include "runtime/environment.h"
#include "runtime/stream.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

/* Picoseconds a byte. */
static const struct {
    unsigned cached, far;
} costs[] = {
#define SPELT_COST(family, cached, far) [SPELT_FAMILY_##family] = {cached, far},
#include "operations.def"
};

/* Bytes that a function reads and writes for each index of its arrays. */
static size_t bytes_of_index(spelt_function function)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    size_t bytes = spelt_family_is_map(facts->family) ? facts->result_size : 0;
    for (unsigned i = 0; i < facts->inputs; i++)
        bytes += facts->input_size[i];
    return bytes;
}

/* A function's pace: what its calls take to what their cost says, in 256ths. It follows the median
 * of calls that are long enough for it. */
#define PACE_STATED 256
#define PACE_LEAST 32
#define PACE_MOST 8192
#define WATCHED_PICOSECONDS (SPELT_LEAST_PICOSECONDS / 2)
static _Atomic unsigned pace[SPELT_ALL_FUNCTIONS]; /* 0 before the first */

/* Bytes and picoseconds of a call, as stated. */
static size_t cost_of_call(spelt_function function, size_t n, int contiguous, uint64_t *picoseconds)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, bytes_of_index(function), &bytes))
        bytes = SIZE_MAX;
    const spelt_family family = spelt_function_list[function].family;
    unsigned each = bytes > spelt_usable_cache_bytes() ? costs[family].far : costs[family].cached;
    if (!contiguous)
        each *= SPELT_GATHERING;
    if (__builtin_mul_overflow((uint64_t)bytes, each, picoseconds))
        *picoseconds = UINT64_MAX;
    return bytes;
}

static unsigned pace_of(spelt_function function)
{
    unsigned now = atomic_load_explicit(&pace[function], memory_order_relaxed);
    return now > 0 ? now : PACE_STATED;
}

/* At the function's pace; stays what it is where it is too much for 64 bits anyway. */
static uint64_t at_pace(spelt_function function, uint64_t picoseconds)
{
    return picoseconds < UINT64_MAX / PACE_MOST ? picoseconds * pace_of(function) / PACE_STATED
                                                : picoseconds;
}

int spelt_threads_of(spelt_function function, size_t n, int contiguous)
{
    uint64_t picoseconds;
    size_t bytes = cost_of_call(function, n, contiguous, &picoseconds);
    return spelt_threads_for(bytes, at_pace(function, picoseconds));
}

void spelt_call_begin(spelt_call *call, spelt_function function, size_t n, int contiguous)
{
    call->threads = call->asked = 1;
    call->watch = 0;
    if (spelt_is_short(function, n))
        return;
    size_t bytes = cost_of_call(function, n, contiguous, &call->stated);
    call->function = function;
    call->threads = spelt_threads_for(bytes, at_pace(function, call->stated));
    call->asked = call->threads;
    if (call->stated >= WATCHED_PICOSECONDS && spelt_get_num_threads() > 1)
        call->watch = spelt_nanoseconds();
}

/* The stated costs hold for one CPU and warm caches: what calls take here and now, on data as
 * these, may be several times as much. */
void spelt_call_end(const spelt_call *call)
{
    if (call->watch == 0)
        return;
    const int64_t end = spelt_nanoseconds();
    spelt_delay_call_ended(end);
    if (call->asked > 1)
        return;
    const uint64_t took = 1000 * (uint64_t)(end - call->watch);
    const unsigned now = pace_of(call->function);
    const unsigned next =
        took > at_pace(call->function, call->stated) ? now + now / 16 : now - now / 16;
    if (next >= PACE_LEAST && next <= PACE_MOST)
        atomic_store_explicit(&pace[call->function], next, memory_order_relaxed);
}

/* Long arrays may want to be written past the caches, and integer kernels take no more than
 * SPELT_INT_TERMS: no call of more bytes is direct. */
#define MOST_DIRECT_BYTES ((size_t)4 << 20)

size_t spelt_direct_elements(spelt_function function)
{
    const size_t item = bytes_of_index(function), most = MOST_DIRECT_BYTES / item;
    const size_t least = spelt_grain_in_force();
    const unsigned cached = costs[spelt_function_list[function].family].cached;
    const size_t limit = least != SPELT_GRAIN_UNSET ? least / item
                                                    : WATCHED_PICOSECONDS / (cached * item);
    return limit < most ? limit : most;
}

int spelt_is_for_one(spelt_function function, size_t n)
{
    const size_t most = spelt_stream_threshold();
    return spelt_direct(function, 0) && spelt_get_num_threads() == 1 &&
           n <= (most < MOST_DIRECT_BYTES ? most : MOST_DIRECT_BYTES) / bytes_of_index(function);
}
