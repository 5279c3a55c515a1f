/* order1.h - order 1 for both accumulators, as the suites' own reference. */
#ifndef SPELT_TESTS_ORDER1_H
#define SPELT_TESTS_ORDER1_H

#include <spelt/reduce.h>

#include <math.h>
#include <stddef.h>

#define REAL float
#define NAME(part) part##_f32
#define WIDTH 1
#define ADD(lane, term) ((lane) + *(term))
#include "order1_body.h"

#define REAL double
#define NAME(part) part##_f64
#define WIDTH 1
#define ADD(lane, term) ((lane) + *(term))
#include "order1_body.h"

/* Fused: of two factors. */
#define REAL float
#define NAME(part) part##_fused_f32
#define WIDTH 2
#define ADD(lane, term) fmaf((term)[0], (term)[1], lane)
#include "order1_body.h"

#define REAL double
#define NAME(part) part##_fused_f64
#define WIDTH 2
#define ADD(lane, term) fma((term)[0], (term)[1], lane)
#include "order1_body.h"

/* h of the error bound in <spelt/reduce.h>, for an accumulator of so many bytes. */
static inline double order1_height(size_t n, size_t accumulator_bytes, int rounded_products)
{
    size_t lanes = SPELT_ORDER_LANE_BYTES / accumulator_bytes;
    size_t block = lanes * SPELT_ORDER_ROWS;
    size_t blocks = (n + block - 1) / block;
    double levels = 0;
    for (size_t reach = 1; reach < blocks; reach *= 2)
        levels++;
    return (SPELT_ORDER_ROWS - 1) + log2((double)lanes) + levels + (rounded_products ? 1 : 0);
}

#endif
