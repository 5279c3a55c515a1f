/* plain.h - what a door asks before its fast path: contiguous arrays in one dimension, all of one
 * length, aligned, so few elements that a kernel may be called at once. */
#ifndef SPELT_DOORS_PLAIN_H
#define SPELT_DOORS_PLAIN_H

#include "array/loop.h"
#include "call/call.h"
#include "runtime/dispatch.h"

#include <string.h>

/* Puts a number where a kernel loads it from, by way of general registers: behind a loop whose stores fill
 * the store queue, what is stored from a vector register can be loaded only when its turn comes (rot_f32 of
 * 1024 elements: 35 ns a call, and 31.5; Zen 5). */
SPELT_INLINE void door_put_number(void *to, const void *number, size_t size)
{
    uint32_t word;
    uint64_t words;
    if (size == sizeof word) {
        memcpy(&word, number, sizeof word);
        __asm__("" : "+r"(word));
        memcpy(to, &word, sizeof word);
    } else if (size % sizeof words == 0) {
        for (size_t i = 0; i < size; i += sizeof words) {
            memcpy(&words, (const char *)number + i, sizeof words);
            __asm__("" : "+r"(words));
            memcpy((char *)to + i, &words, sizeof words);
        }
    } else {
        memcpy(to, number, size);
    }
}

SPELT_INLINE void door_put_numbers(void *to, const void *a, const void *b, size_t size)
{
    door_put_number(to, a, size);
    door_put_number((char *)to + size, b, size);
}

/* Whether a view, which may be NULL, is one-dimensional and of stride 1; and two of one length are.
 * One branch for the "and" and the "or" of their members instead of one for each, which would be a
 * good part of what a short call costs. */
SPELT_INLINE int door_is_contiguous(const spelt_view *x)
{
    return SPELT_LIKELY(x != NULL) &&
           SPELT_LIKELY(((x->ndim ^ 1) | ((size_t)x->stride[0] ^ 1)) == 0);
}

SPELT_INLINE int door_are_contiguous(const spelt_view *x, const spelt_view *y)
{
    return SPELT_LIKELY(x != NULL) && SPELT_LIKELY(y != NULL) &&
           SPELT_LIKELY(spelt_is_plain(x->ndim & y->ndim, x->ndim | y->ndim,
                                       x->stride[0] & y->stride[0],
                                       x->stride[0] | y->stride[0])) &&
           SPELT_LIKELY(x->shape[0] == y->shape[0]);
}

/* Whether data may be read where n > 0. */
SPELT_INLINE int door_is_data(const void *data, size_t itemsize)
{
    return SPELT_LIKELY(data != NULL) && SPELT_LIKELY(((uintptr_t)data & (itemsize - 1)) == 0);
}

/* The same of two with elements of one size, their alignment in one branch. */
SPELT_INLINE int door_are_data(const void *x, const void *y, size_t itemsize)
{
    return SPELT_LIKELY(x != NULL) && SPELT_LIKELY(y != NULL) &&
           SPELT_LIKELY((((uintptr_t)x | (uintptr_t)y) & (itemsize - 1)) == 0);
}

/* Whether arrays of any lengths share nothing; those of a length that no memory has are not looked at. */
SPELT_INLINE int door_apart(const void *x, size_t x_n, size_t x_size, const void *y, size_t y_n,
                            size_t y_size)
{
    const size_t most = (size_t)1 << 40, before = x_n * x_size - 1;
    const uintptr_t distance = (uintptr_t)x - (uintptr_t)y;
    return SPELT_LIKELY(x_n - 1 < most) && SPELT_LIKELY(y_n - 1 < most) &&
           SPELT_LIKELY(distance + before > before + (y_n * y_size - 1));
}

/* Whether an input of n > 0 elements is the output or shares nothing with it. They share something
 * where the distance is in -(input's bytes - 1)..output's bytes - 1: one unsigned comparison. */
SPELT_INLINE int door_same_or_apart(const void *in, size_t in_size, const void *out,
                                    size_t out_size, size_t n)
{
    const uintptr_t distance = (uintptr_t)in - (uintptr_t)out;
    const size_t before = n * in_size - 1;
    return SPELT_LIKELY(distance + before > before + (n * out_size - 1)) ||
           (in_size == out_size && distance == 0);
}

#endif
