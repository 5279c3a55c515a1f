/* matmul.h - gemm, of any extents. */
#ifndef SPELT_BLAS_MATMUL_H
#define SPELT_BLAS_MATMUL_H

#include "types.h"

/* Elements of a row, or of a column, follow each other; from one row, or column, to the next it is
 * `lead` elements, at most INT_MAX. */
typedef struct {
    void *data;
    size_t rows, columns, lead;
    int by_columns;
} spelt_matrix;

/* out = x * y, none of whose extents is 0. */
void spelt_blas_matmul(spelt_type type, const spelt_matrix *x, const spelt_matrix *y,
                       const spelt_matrix *out);

#endif
