/* total.h - a reduction over any views: cut into pieces, run on threads, put together again. */
#ifndef SPELT_REDUCE_TOTAL_H
#define SPELT_REDUCE_TOTAL_H

#include "array/loop.h"
#include "simd/int192.h"
#include "simd/tree.h"

/* The kernels of kernels.h by what they take and give. */
#define SPELT_FLOAT_TOTAL(in, acc)                                                                 \
    typedef spelt_status spelt_range_##in##_##acc(const in *x, const in *y, size_t n,              \
                                                  acc *result);                                    \
    typedef void spelt_rows_##in##_##acc(acc *lanes, const in *x, const in *y, size_t rows);       \
    acc spelt_float_total_##in##_##acc(const spelt_loop *loop, spelt_range_##in##_##acc *range,    \
                                       spelt_rows_##in##_##acc *rows, int *threads);               \
    void spelt_float_run_##in##_##acc(                                                             \
        const spelt_loop *loop, uint64_t begin, spelt_range_##in##_##acc *range,                   \
        spelt_rows_##in##_##acc *rows, tree_##acc *tree, int *threads);

#define SPELT_INT_TOTAL(in)                                                                        \
    typedef int spelt_whole_##in(const in *x, const in *y, size_t n, int64_t *result);             \
    typedef int192 spelt_total_##in(const in *x, const in *y, size_t n);                           \
    int192 spelt_int_total_##in(const spelt_loop *loop, spelt_total_##in *kernel, int *threads);

/* The OpenBLAS kernels (simd/kernels.h): one call for each inner run, added up as they come. */
#define SPELT_BLAS_TOTAL(in, acc)                                                                  \
    typedef acc spelt_blas_##in##_##acc(const in *x, ptrdiff_t x_stride, const in *y,              \
                                        ptrdiff_t y_stride, size_t n);                             \
    acc spelt_blas_total_##in##_##acc(const spelt_loop *loop, spelt_blas_##in##_##acc *kernel);

/* All take a loop with n > 0 and, in *threads, how many threads to use at most; they leave there
 * how many took part. A floating-point loop is in C order. spelt_float_run_ gives the complete
 * subtrees of the loop's blocks where the first of them is block `begin` of the whole. */
SPELT_FLOAT_TOTAL(f32, f32)
SPELT_FLOAT_TOTAL(f64, f64)
SPELT_FLOAT_TOTAL(f32, f64)
SPELT_INT_TOTAL(i32)
SPELT_INT_TOTAL(i64)
SPELT_BLAS_TOTAL(f32, f32)
SPELT_BLAS_TOTAL(f64, f64)
SPELT_BLAS_TOTAL(f32, f64)

#endif
