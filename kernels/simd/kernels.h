/* kernels.h - declarations of every kernel in kernels.def, and what a kernel is given.
 *
 * A kernel sees plain pointers to contiguous elements. It knows nothing of views, threads or
 * errors, and reads and writes exactly the elements it is given. Kernels of one operand ignore
 * y; callers pass x for it. */
#ifndef SPELT_SIMD_KERNELS_H
#define SPELT_SIMD_KERNELS_H

#include "simd/exact_total.h"
#include "simd/int192.h"
#include "types.h"

#include <spelt/status.h>

/* Floating-point reduction: *result is the node of order 1 over n terms that begin a block (any n;
 * where n is a power of two of blocks it is the node of that level), a NaN made canonical. Returns
 * SPELT_OK, so that a door can leave by jumping into it: a tenth of the time of a short call.
 * rows: adds whole rows to the lanes of a block; the lanes are an array of SPELT_ROW(acc). */
#define SPELT_REDUCE_FLOAT(op, suffix, in, acc, operands, isa)                                     \
    spelt_status spelt_##op##_##suffix##_##isa(const in *x, const in *y, size_t n, acc *result);   \
    void spelt_##op##_##suffix##_##isa##_rows(acc *lanes, const in *x, const in *y, size_t rows);

/* Integer reduction of n <= SPELT_INT_TERMS terms: *result is the exact total and 0 is returned if
 * it fits, else 1 and *result is untouched. _total: the exact total itself. The limit keeps every
 * intermediate of the vector kernels in its lane; the proofs stand in vector_int.h. */
#define SPELT_INT_TERMS ((size_t)1 << 24)
#define SPELT_REDUCE_INT(op, suffix, in, operands, isa)                                            \
    int spelt_##op##_##suffix##_##isa(const in *x, const in *y, size_t n, int64_t *result);        \
    int192 spelt_##op##_##suffix##_##isa##_total(const in *x, const in *y, size_t n);

/* Exact reduction of contiguous terms: 0 and the correctly rounded *result, or 1 and *result
 * untouched where that takes more than the filter (exact_total.h). _add: adds n terms to a total.
 */
#define SPELT_REDUCE_EXACT(op, suffix, in, operands, isa)                                          \
    int spelt_##op##_##suffix##_##isa(const in *x, const in *y, size_t n, in *result);             \
    void spelt_##op##_##suffix##_##isa##_add(exact_total *total, const in *x, const in *y,         \
                                             size_t n);

/* Elementwise. Returns 0, or 1 + the first index at which a checked operation overflowed. out may
 * be x or y. The _stream kernel writes past the caches and must not be given an out
 * that is an input. */
#define SPELT_MAP(op, suffix, type, isa)                                                           \
    size_t spelt_##op##_##suffix##_##isa(const type *x, const type *y, type *out, size_t n);       \
    size_t spelt_##op##_##suffix##_##isa##_stream(const type *x, const type *y, type *out,         \
                                                  size_t n);

/* OpenBLAS: strides in elements, of any sign, 0 on inputs; x is the element of index 0. */
#define SPELT_BLAS_REDUCE(op, suffix, in, acc, operands)                                           \
    acc spelt_##op##_##suffix##_blas(const in *x, ptrdiff_t x_stride, const in *y,                 \
                                     ptrdiff_t y_stride, size_t n);
#define SPELT_BLAS_MAP(op, suffix, type)                                                           \
    void spelt_##op##_##suffix##_blas(const type *x, ptrdiff_t x_stride, const type *y,            \
                                      ptrdiff_t y_stride, type *out, ptrdiff_t out_stride,         \
                                      size_t n);

#include "kernels.def"

#endif
