/* partial_model.h - partials of both types as a model knows them that has the tree alone. */
#ifndef SPELT_TESTS_FUZZ_PARTIAL_MODEL_H
#define SPELT_TESTS_FUZZ_PARTIAL_MODEL_H

#include "fuzz.h"

#include <spelt/partial.h>

#include <math.h>
#include <string.h>

/* The nodes of up to two runs, in blocks. */
typedef struct {
    unsigned count;
    uint64_t begin[2 * SPELT_PARTIAL_NODES], size[2 * SPELT_PARTIAL_NODES];
    double value[2 * SPELT_PARTIAL_NODES];
} run_nodes;

/* The largest complete subtree that begins here and ends within the run. */
static uint64_t largest_node(uint64_t begin, uint64_t end)
{
    uint64_t size = 1;
    while (begin % (2 * size) == 0 && 2 * size <= end - begin)
        size *= 2;
    return size;
}

/* Up to 16 bits of two bytes, or a few bits near a power of two. */
static uint64_t number_from(const uint8_t *bytes, unsigned power)
{
    const uint64_t some = bytes[0] | (uint64_t)bytes[1] << 8;
    return bytes[1] & 1 ? some : (UINT64_C(1) << power) - 1 + bytes[0] % 3;
}

/* The numbers that stand in partials of these functions, for ever. */
static const uint32_t numbers_f32[] = {1, 4, 7, 10, 12}, numbers_f64[] = {2, 3, 5, 6, 8, 9, 11, 13};

#define SPELT_PASTE_(a, b) a##b
#define SPELT_PASTE(a, b) SPELT_PASTE_(a, b)
#define ACC f32
#define REAL float
#include "partial_body.h"
#define ACC f64
#define REAL double
#include "partial_body.h"

#endif
