/* cost.c - what a call costs, and so how many threads it is worth. */
#define _GNU_SOURCE 1

#include "runtime/cost.h"

#include "runtime/cpu.h"
#include "runtime/delay.h"
#include "runtime/environment.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

typedef enum {
#define SPELT_COST(family, types, cached, far) COST_##family##_##types,
#include "kernels.def"
    COST_COUNT
} cost_id;

/* Picoseconds an element of one operand. */
static const struct {
    unsigned cached, far;
} costs[COST_COUNT] = {
#define SPELT_COST(family, types, cached, far) {cached, far},
#include "kernels.def"
};

/* What an index of the function's arrays is: so many operands of so many bytes. */
#define SHAPE_scalar(name, ...) [SPELT_FUNCTION_##name] = {__VA_ARGS__},
#define SHAPE_sse2(...)
#define SHAPE_avx2(...)
#define SHAPE_avx512(...)
static const struct {
    cost_id cost;
    unsigned operands, itemsize;
} shapes[SPELT_FUNCTION_COUNT] = {
#define SPELT_REDUCE_FLOAT(op, suffix, in, acc, operands, isa)                                     \
    SHAPE_##isa(op##_##suffix, COST_FLOAT_##in##_##acc, operands, sizeof(in))
#define SPELT_REDUCE_INT(op, suffix, in, operands, isa)                                            \
    SHAPE_##isa(op##_##suffix, COST_INT_##in, operands, sizeof(in))
#define SPELT_REDUCE_EXACT(op, suffix, in, operands, isa)                                          \
    SHAPE_##isa(op##_##suffix, COST_EXACT_##in, operands, sizeof(in))
#define SPELT_MAP(op, suffix, type, isa)                                                           \
    SHAPE_##isa(op##_##suffix, COST_MAP_##type, 3, sizeof(type))
#include "kernels.def"
};

/* Gathering takes about three times as long as a reduction in a cache (`spelt-bench strides`). */
#define GATHERING 4

/* A function's pace: what its calls take to what their cost says, in 256ths. It follows the median
 * of calls that are long enough for it. */
#define PACE_STATED 256
#define PACE_LEAST 32
#define PACE_MOST 8192
#define WATCHED_PICOSECONDS (SPELT_LEAST_PICOSECONDS / 2)
static _Atomic unsigned pace[SPELT_FUNCTION_COUNT]; /* 0 before the first */

/* Bytes and picoseconds of a call, as stated. */
static size_t cost_of_call(spelt_function function, size_t n, int contiguous, uint64_t *picoseconds)
{
    size_t bytes;
    uint64_t elements = n;
    if (__builtin_mul_overflow(n, shapes[function].operands * shapes[function].itemsize, &bytes))
        bytes = SIZE_MAX;
    unsigned each = bytes > spelt_llc_bytes() ? costs[shapes[function].cost].far
                                              : costs[shapes[function].cost].cached;
    each *= shapes[function].operands * (contiguous ? 1 : GATHERING);
    if (__builtin_mul_overflow(elements, each, picoseconds))
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
    size_t bytes = cost_of_call(function, n, contiguous, &call->stated);
    call->function = function;
    call->threads = spelt_threads_for(bytes, at_pace(function, call->stated));
    call->asked = call->threads;
    call->watch = 0;
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
    const size_t operands = shapes[function].operands, item = shapes[function].itemsize * operands;
    const size_t least = spelt_grain_in_force();
    size_t most = MOST_DIRECT_BYTES / item;
    size_t limit = least != SPELT_GRAIN_UNSET
                       ? least / item
                       : WATCHED_PICOSECONDS / (costs[shapes[function].cost].cached * operands);
    return limit < most ? limit : most;
}
