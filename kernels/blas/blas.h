/* blas.h - the path blas: which functions it has. */
#ifndef SPELT_BLAS_BLAS_H
#define SPELT_BLAS_BLAS_H

#include "functions.h"

/* One call for each inner run of a loop: strides in elements, of any sign, 0 on inputs; x is the
 * element of index 0. A reduction adds to *total, of its result's type. */
typedef void spelt_blas_map(const void *x, ptrdiff_t x_stride, const void *y, ptrdiff_t y_stride,
                            void *out, ptrdiff_t out_stride, size_t n);
typedef void spelt_blas_reduce(const void *x, ptrdiff_t x_stride, const void *y,
                               ptrdiff_t y_stride, void *total, size_t n);

/* NULL where BLAS has no such operation or the build has no BLAS. */
spelt_blas_map *spelt_blas_map_of(spelt_function function);
spelt_blas_reduce *spelt_blas_reduce_of(spelt_function function);

#endif
