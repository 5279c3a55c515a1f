/* loop.h - one call's operands: checked against each other, then collapsed to as few dimensions as
 * they need. */
#ifndef SPELT_ARRAY_LOOP_H
#define SPELT_ARRAY_LOOP_H

#include "operands.h"

#include <stdint.h>

/* What all public views look like, whatever they are views of. */
typedef struct __attribute__((may_alias)) {
    void *data;
    size_t ndim;
    size_t shape[SPELT_MAX_NDIM];
    ptrdiff_t stride[SPELT_MAX_NDIM];
} spelt_view;

/* Of a stride, however small. */
static inline size_t spelt_magnitude(ptrdiff_t stride)
{
    return stride < 0 ? -(size_t)stride : (size_t)stride;
}

#define SPELT_VIEW(view) ((const spelt_view *)(const void *)(view))

/* One element again and again, in the shape of a view. */
static inline spelt_view spelt_view_of_value(const void *element, const spelt_view *shape)
{
    spelt_view view = *shape;
    view.data = (void *)(uintptr_t)element;
    for (size_t k = 0; k < SPELT_MAX_NDIM; k++)
        view.stride[k] = 0;
    return view;
}

static inline spelt_operand spelt_operand_of(const char *name, const spelt_view *view,
                                             size_t itemsize)
{
    return (spelt_operand){name,        view->data,   itemsize, view->ndim,
                           view->shape, view->stride, itemsize};
}

static inline spelt_operand spelt_operand_aligned(const char *name, const spelt_view *view,
                                                  size_t itemsize, size_t alignment)
{
    spelt_operand operand = spelt_operand_of(name, view, itemsize);
    operand.alignment = alignment;
    return operand;
}

/* Elements from one to the next along dimension k. Where there is but one the stride leads nowhere
 * and may be any, so large too that its bytes overflow: then it is as if they lay side by side. */
static inline ptrdiff_t spelt_stride(const spelt_operand *operand, size_t k)
{
    return operand->shape[k] > 1 ? operand->stride[k] : 1;
}

/* The same in bytes. */
static inline ptrdiff_t spelt_step(const spelt_operand *operand, size_t k)
{
    return spelt_stride(operand, k) * (ptrdiff_t)operand->itemsize;
}

/* All the checks that views need before a kernel may touch them: NULL data, dimensions, extents,
 * equal shapes, the output's strides, overlap, alignment. Gives the number of elements. */
spelt_status spelt_check_arrays(const spelt_arrays *arrays, size_t *n);

/* NULL data: the first check of every call that has views, whatever else is wrong with them. */
spelt_status spelt_check_there(const spelt_arrays *arrays);

/* The checks of one operand by itself, as the constructors need them. */
int spelt_lacks_data(const spelt_operand *operand);
spelt_status spelt_check_extent(const char *function, const spelt_operand *operand, size_t *n);
spelt_status spelt_check_output(const char *function, const spelt_operand *operand);
spelt_status spelt_check_alignment(const char *function, const spelt_operand *operand);

/* Whether all operands are one-dimensional with stride 1, given the bitwise "and" and "or" of their
 * ndims and strides: all are 1 exactly where both are. One branch instead of one for each, which
 * would be a good part of what a short call costs. */
static inline int spelt_is_plain(size_t ndim_and, size_t ndim_or, ptrdiff_t stride_and,
                                 ptrdiff_t stride_or)
{
    return (ndim_and & (size_t)stride_and) == 1 && (ndim_or | (size_t)stride_or) == 1;
}

/* The same elements in as few dimensions as possible: at least one, none of extent 1. */
typedef struct {
    size_t n;
    size_t itemsize[SPELT_MAX_OPERANDS];
    unsigned operands;
    size_t ndim;
    size_t shape[SPELT_MAX_NDIM];
    const char *data[SPELT_MAX_OPERANDS];
    ptrdiff_t stride[SPELT_MAX_OPERANDS][SPELT_MAX_NDIM]; /* in elements */

    /* What the loop's order did to C order: element q of the loop is, by its index in dimensions
     * of these extents, at C-order position order_base + sum of index * order_stride. */
    size_t order_ndim;
    size_t order_shape[SPELT_MAX_NDIM];
    ptrdiff_t order_stride[SPELT_MAX_NDIM];
    size_t order_base;
} spelt_loop;

typedef enum {
    SPELT_IN_C_ORDER,  /* the loop's order is C order: floating-point reductions */
    SPELT_IN_ANY_ORDER /* dimensions are permuted and reversed to follow memory */
} spelt_loop_order;

/* n from spelt_check_arrays(), not 0. */
void spelt_loop_make(spelt_loop *loop, const spelt_arrays *arrays, size_t n,
                     spelt_loop_order order);

/* Whether every operand is one run of contiguous elements. */
int spelt_loop_is_contiguous(const spelt_loop *loop);

/* Cache lines that a row of the loop touches in operands whose steps along it are larger than those
 * from row to row, as in a transposed matrix: one for each element. While there are fewer than
 * SPELT_LINES_KEPT they are still in a second-level cache when the next rows come and use them up.
 * (On a Zen 3: 1000 columns of f64 are better taken row by row, 1.2 to 1.7 times; from 1024 on
 * tiles are, up to 5 times.) */
#define SPELT_LINES_KEPT ((size_t)1024)
size_t spelt_loop_crosswise_lines(const spelt_loop *loop);

/* Whether the loop's order is C order. */
int spelt_loop_is_c_order(const spelt_loop *loop);

/* Bytes that a call over the loop moves, an element repeated by stride 0 counted each time. */
size_t spelt_loop_bytes(const spelt_loop *loop);

/* The position in C order of the loop's element q. */
size_t spelt_loop_position(const spelt_loop *loop, size_t q);

/* Whether elements of two operands, or two different elements of one, share memory; true also
 * where a bounded search cannot tell. */
int spelt_operands_overlap(const spelt_operand *a, const spelt_operand *b);
int spelt_operand_overlaps_itself(const spelt_operand *a);

#endif
