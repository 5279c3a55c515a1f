/* placed.h - arrays for the suites of indexing, scan and groups: any layout between guard pages, each
 * element found by its position in C order, and what an output should be, gaps included. */
#ifndef SPELT_TESTS_PLACED_H
#define SPELT_TESTS_PLACED_H

#include "support.h"

#include "array/loop.h"
#include "functions.h"
#include "runtime/dispatch.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <stdlib.h>
#include <string.h>

/* Whether the lowest byte of a number comes first here. */
static inline int is_little_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first;
}

typedef struct {
    guarded room;
    unsigned char *expected; /* of the whole room */
    spelt_view view;
    size_t size, n;
} placed_array;

typedef enum { LAID_PLAIN, LAID_GAPS, LAID_ANY, LAID_KINDS } laid;

/* Axes in memory in C order without gaps, in C order with gaps behind rows, or in any order, each with
 * a gap or backwards; the last element in memory ends at the guard page. Random bytes everywhere. */
static inline placed_array placed_open(size_t size, size_t ndim, const size_t shape[], laid how,
                                       generator *random)
{
    placed_array a = {.view = {NULL, ndim, {0}, {0}}, .size = size, .n = 1};
    size_t order[SPELT_MAX_NDIM], low = 0, high = 0, stride = 1;
    for (size_t k = 0; k < ndim; k++) {
        a.view.shape[k] = shape[k];
        a.n *= shape[k];
        order[k] = ndim - 1 - k;
    }
    for (size_t k = ndim; k > 1 && how == LAID_ANY; k--) {
        const size_t other = random_below(random, k), kept = order[k - 1];
        order[k - 1] = order[other];
        order[other] = kept;
    }
    for (size_t k = 0; k < ndim; k++) {
        const size_t extent = shape[order[k]], steps = extent > 0 ? extent - 1 : 0;
        const int backwards = how == LAID_ANY && random_below(random, 4) == 0;
        if (how == LAID_ANY || (how == LAID_GAPS && k == 1))
            stride += random_below(random, 3);
        a.view.stride[order[k]] = backwards ? -(ptrdiff_t)stride : (ptrdiff_t)stride;
        *(backwards ? &low : &high) += stride * steps;
        stride *= extent > 0 ? extent : 1;
    }
    a.room = guarded_open((low + high + 1) * size);
    unsigned char *first = guarded_at_end(&a.room, (low + high + 1) * size, 0);
    a.view.data = first + low * size;
    for (size_t i = 0; i < a.room.bytes; i += sizeof(uint64_t)) { /* whole pages */
        const uint64_t bits = random_bits(random);
        memcpy(a.room.first + i, &bits, sizeof bits);
    }
    a.expected = malloc(a.room.bytes);
    cr_assert_not_null(a.expected);
    return a;
}

static inline void placed_close(placed_array *a)
{
    guarded_close(&a->room);
    free(a->expected);
}

/* The element at a position in C order. */
static inline unsigned char *placed_at(const placed_array *a, size_t position)
{
    ptrdiff_t offset = 0;
    if (a->view.ndim == 1)
        return (unsigned char *)a->view.data +
               (ptrdiff_t)position * a->view.stride[0] * (ptrdiff_t)a->size;
    for (size_t k = a->view.ndim; k-- > 0;) {
        offset += (ptrdiff_t)(position % a->view.shape[k]) * a->view.stride[k];
        position /= a->view.shape[k];
    }
    return (unsigned char *)a->view.data + offset * (ptrdiff_t)a->size;
}

/* Before a call what is there is expected; then what it should write, at a position; after it all
 * bytes of the room are to be that. */
static inline void placed_expect_same(const placed_array *a)
{
    memcpy(a->expected, a->room.first, a->room.bytes);
}

static inline unsigned char *placed_expected_at(const placed_array *a, size_t position)
{
    return a->expected + (placed_at(a, position) - a->room.first);
}

static inline int placed_is_as_expected(const placed_array *a)
{
    return memcmp(a->expected, a->room.first, a->room.bytes) == 0;
}

/* Runs of a test: one thread by cost, and as many as there may be from the first element on. */
static inline void placed_threads(int many)
{
    spelt_set_num_threads(many ? 3 : 1);
    spelt_dispatch_put_grain(many ? 1 : SPELT_GRAIN_UNSET);
}

static const struct {
    size_t ndim, shape[4];
} placed_shapes[] = {{0, {0}},           {1, {0}},        {1, {1}},        {1, {63}},
                     {1, {64}},          {1, {65}},       {1, {700}},      {1, {9001}},
                     {2, {3, 5}},        {2, {0, 4}},     {2, {1, 70}},    {2, {70, 1}},
                     {2, {130, 70}},     {2, {5, 2100}},  {3, {7, 33, 9}}, {3, {40, 3, 90}},
                     {4, {3, 5, 4, 70}}, {1, {25000}}};
enum { PLACED_SHAPES = sizeof placed_shapes / sizeof *placed_shapes };

#define FOR_EACH_SET                                                                               \
    for (int set = 0; all_isas[set]; set++)                                                        \
        if (force_isa(all_isas[set]))

#endif
