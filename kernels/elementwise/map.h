/* map.h - an elementwise operation over any views: cut into pieces, run on threads. */
#ifndef SPELT_ELEMENTWISE_MAP_H
#define SPELT_ELEMENTWISE_MAP_H

#include "array/loop.h"
#include "runtime/cost.h"

/* The kernels of kernels.h by type, and the driver: checks the views and does the call, on the path
 * in force. *threads is set to how many took part. */
#define SPELT_MAP_DRIVER(type)                                                                     \
    typedef size_t spelt_map_##type(const type *x, const type *y, type *out, size_t n);            \
    typedef void spelt_blas_map_##type(const type *x, ptrdiff_t x_stride, const type *y,           \
                                       ptrdiff_t y_stride, type *out, ptrdiff_t out_stride,        \
                                       size_t n);                                                  \
    spelt_status spelt_map_run_##type(const spelt_arrays *arrays, spelt_function function,         \
                                      int *threads);

SPELT_MAP_DRIVER(f32)
SPELT_MAP_DRIVER(f64)
SPELT_MAP_DRIVER(i32)
SPELT_MAP_DRIVER(i64)

/* The error of a checked operation, at a position in C order. The second also names the index in
 * every dimension. */
spelt_status spelt_overflow_at(const char *function, size_t position);
spelt_status spelt_overflow_in(const spelt_arrays *arrays, size_t position);

/* Whether two arrays of so many bytes, not 0, are one or share nothing. They share something where
 * the distance is in -(bytes - 1)..bytes - 1: one unsigned comparison. */
SPELT_INLINE int spelt_same_or_apart(const void *a, const void *b, size_t bytes)
{
    uintptr_t distance = (uintptr_t)a - (uintptr_t)b;
    return SPELT_LIKELY(distance + (bytes - 1) > 2 * (bytes - 1)) || distance == 0;
}

#endif
