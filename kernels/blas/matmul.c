/* matmul.c - see matmul.h. CBLAS takes int extents: longer ones are split at INT_MAX. */
#define _POSIX_C_SOURCE 200809L

#include "blas/matmul.h"

#include "blas/lease.h"
#include "runtime/openblas.h"

#include <limits.h>

/* In elements from the first one. */
static size_t offset(const spelt_matrix *m, size_t row, size_t column)
{
    return m->by_columns ? column * m->lead + row : row * m->lead + column;
}

static int part(size_t whole, size_t begin)
{
    return (int)(whole - begin < INT_MAX ? whole - begin : INT_MAX);
}

/* In the order of out, another order is a transpose. */
#define SPELT_PRODUCT(type, gemm)                                                                  \
    static void product_##type(const spelt_matrix *x, const spelt_matrix *y,                       \
                               const spelt_matrix *out, size_t i, size_t j, size_t k)              \
    {                                                                                              \
        const int by_columns = out->by_columns;                                                    \
        gemm(by_columns ? CblasColMajor : CblasRowMajor,                                           \
             x->by_columns == by_columns ? CblasNoTrans : CblasTrans,                              \
             y->by_columns == by_columns ? CblasNoTrans : CblasTrans, part(out->rows, i),          \
             part(out->columns, j), part(x->columns, k), 1, (const type *)x->data + offset(x, i, k), \
             (int)x->lead, (const type *)y->data + offset(y, k, j), (int)y->lead, k == 0 ? 0 : 1,  \
             (type *)out->data + offset(out, i, j), (int)out->lead);                               \
    }
SPELT_PRODUCT(f32, spelt_openblas.cblas_sgemm)
SPELT_PRODUCT(f64, spelt_openblas.cblas_dgemm)

void spelt_blas_matmul(spelt_type type, const spelt_matrix *x, const spelt_matrix *y,
                       const spelt_matrix *out)
{
    spelt_blas_lease lease;
    spelt_blas_begin(&lease);
    for (size_t i = 0; i < out->rows; i += INT_MAX)
        for (size_t j = 0; j < out->columns; j += INT_MAX)
            for (size_t k = 0; k < x->columns; k += INT_MAX) {
                if (type == SPELT_F32)
                    product_f32(x, y, out, i, j, k);
                else
                    product_f64(x, y, out, i, j, k);
            }
    spelt_blas_end(&lease);
}
