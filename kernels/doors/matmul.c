/* matmul.c - the doors of matmul.h, whose lines become definitions here. spelt_matmul_blas_f64
 * is one. */
#include "array/loop.h"
#include "blas/matmul.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"
#include "runtime/threads.h"
#include "runtime/trace.h"
#ifdef SPELT_HAVE_BLAS
#include "runtime/openblas.h"
#endif

#include <limits.h>
#include <string.h>

#define SPELT_MATMUL(function, type)                                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    const spelt_out_##type *out)                                   \
    {                                                                                              \
        return multiply(#function, SPELT_TYPE_##type, SPELT_VIEW(x), SPELT_VIEW(y),                \
                        SPELT_VIEW(out));                                                          \
    }

/* ---- The checks -------------------------------------------------------------------------------- */

static spelt_status check_matrix(const char *function, const spelt_operand *m, size_t *n)
{
    char text[SPELT_SHAPE_TEXT];
    if (m->ndim != 2)
        return spelt_fail(SPELT_ERR_SHAPE, "%s: %s has shape %s, which is no matrix", function,
                          m->name, spelt_shape_text(text, m));
    return spelt_check_extent(function, m, n);
}

static spelt_status check_shapes(const char *function, const spelt_operand *x,
                                 const spelt_operand *y, const spelt_operand *out)
{
    char one[SPELT_SHAPE_TEXT], other[SPELT_SHAPE_TEXT], result[SPELT_SHAPE_TEXT];
    if (x->shape[1] != y->shape[0])
        return spelt_fail(SPELT_ERR_SHAPE, "%s: x has shape %s, y has shape %s", function,
                          spelt_shape_text(one, x), spelt_shape_text(other, y));
    if (out->shape[0] != x->shape[0] || out->shape[1] != y->shape[1])
        return spelt_fail(SPELT_ERR_SHAPE, "%s: x has shape %s and y %s, out has shape %s", function,
                          spelt_shape_text(one, x), spelt_shape_text(other, y),
                          spelt_shape_text(result, out));
    return SPELT_OK;
}

/* Whether elements follow each other along the one axis, and it is far enough along the other. */
static int goes_along(const spelt_operand *m, int axis, size_t *lead)
{
    const size_t run = m->shape[axis], others = m->shape[1 - axis];
    const ptrdiff_t stride = m->stride[1 - axis];
    if (run > 1 && m->stride[axis] != 1)
        return 0;
    *lead = others > 1 ? (size_t)stride : run > INT_MAX ? INT_MAX : run;
    return others <= 1 || (stride >= 1 && (size_t)stride >= run && stride <= INT_MAX);
}

static spelt_status matrix_of(const char *function, const spelt_operand *m, spelt_matrix *matrix)
{
    matrix->data = (void *)(uintptr_t)m->data;
    matrix->rows = m->shape[0];
    matrix->columns = m->shape[1];
    matrix->by_columns = 0;
    if (goes_along(m, 1, &matrix->lead))
        return SPELT_OK;
    matrix->by_columns = 1;
    if (goes_along(m, 0, &matrix->lead))
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_STRIDE,
                      "%s: %s has strides (%td, %td), of which BLAS takes none: one must be 1, the "
                      "other as large as the extent along it",
                      function, m->name, m->stride[0], m->stride[1]);
}

static spelt_status check_places(const char *function, const spelt_operand *operand,
                                 const size_t n[3])
{
    char one[SPELT_SHAPE_TEXT], other[SPELT_SHAPE_TEXT];
    for (int i = 0; i < 2; i++)
        if (n[i] > 0 && spelt_operands_overlap(&operand[i], &operand[2]))
            return spelt_fail(SPELT_ERR_OVERLAP, "%s: out of shape %s overlaps %s of shape %s",
                              function, spelt_shape_text(one, &operand[2]), operand[i].name,
                              spelt_shape_text(other, &operand[i]));
    for (int i = 0; i < 3; i++) {
        const spelt_status status =
            n[i] > 0 ? spelt_check_alignment(function, &operand[i]) : SPELT_OK;
        if (status != SPELT_OK)
            return status;
    }
    return SPELT_OK;
}

/* All of them; n has the elements of each. */
static spelt_status check(const spelt_arrays *arrays, spelt_matrix matrix[3], size_t n[3])
{
    const char *function = arrays->function;
    const spelt_operand *operand = arrays->operand;
    spelt_status status = spelt_check_there(arrays);
    for (int i = 0; i < 3 && status == SPELT_OK; i++)
        status = check_matrix(function, &operand[i], &n[i]);
    if (status == SPELT_OK)
        status = check_shapes(function, &operand[0], &operand[1], &operand[2]);
    for (int i = 0; i < 3 && status == SPELT_OK; i++)
        if (n[i] > 0)
            status = matrix_of(function, &operand[i], &matrix[i]);
    if (status == SPELT_OK && n[2] > 0)
        status = check_places(function, operand, n);
    return status;
}

/* ---- The call ---------------------------------------------------------------------------------- */

/* Sums of no products. */
static void give_zeros(const spelt_matrix *out, size_t size)
{
    const size_t runs = out->by_columns ? out->columns : out->rows;
    const size_t run = out->by_columns ? out->rows : out->columns;
    for (size_t i = 0; i < runs; i++)
        memset((char *)out->data + i * out->lead * size, 0, run * size);
}

#ifdef SPELT_HAVE_BLAS
static spelt_status product(const char *function, spelt_type type, const spelt_matrix matrix[3])
{
    const char *failure = spelt_blas_load();
    if (failure)
        return spelt_fail(SPELT_ERR_UNSUPPORTED, "%s: %s", function, failure);
    spelt_blas_matmul(type, &matrix[0], &matrix[1], &matrix[2]);
    return SPELT_OK;
}
#endif

static spelt_status multiply(const char *function, spelt_type type, const spelt_view *x,
                             const spelt_view *y, const spelt_view *out)
{
    const size_t size = spelt_type_size(type);
    spelt_dispatch_init();
    const uint64_t start = spelt_trace_start();
    if (!x || !y || !out)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          !x   ? "x"
                          : !y ? "y"
                               : "out");
    const spelt_arrays arrays = {function,
                                 3,
                                 1,
                                 {spelt_operand_of("x", x, size), spelt_operand_of("y", y, size),
                                  spelt_operand_of("out", out, size)}};
    spelt_matrix matrix[3];
    size_t n[3];
    spelt_status status = check(&arrays, matrix, n);
#ifdef SPELT_HAVE_BLAS
    if (status == SPELT_OK && n[2] > 0 && x->shape[1] == 0)
        give_zeros(&matrix[2], size);
    else if (status == SPELT_OK && n[2] > 0)
        status = product(function, type, matrix);
#else
    (void)give_zeros;
    if (status == SPELT_OK)
        status = spelt_fail(SPELT_ERR_UNSUPPORTED, "%s: this build has no BLAS", function);
#endif
    spelt_trace_call_on(start, &arrays, "blas", spelt_threads_for_any(), status);
    return status;
}

#ifdef SPELT_MATMUL_H
#error "included before its lines could become definitions"
#endif
#include <spelt/matmul.h>
