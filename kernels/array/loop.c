/* loop.c - collapsing the dimensions of a call's operands. */
#include "array/loop.h"

/* Dimensions of extent 1 are dropped; the others are taken over as they are. */
static void take_dimensions(spelt_loop *loop, const spelt_arrays *arrays)
{
    const spelt_operand *first = &arrays->operand[0];
    size_t position = 1; /* the C-order stride of the dimension, from the last one up */
    ptrdiff_t order[SPELT_MAX_NDIM];
    for (size_t k = first->ndim; k-- > 0;) {
        order[k] = (ptrdiff_t)position;
        position *= first->shape[k];
    }
    loop->ndim = 0;
    loop->order_base = 0;
    for (size_t k = 0; k < first->ndim; k++) {
        if (first->shape[k] == 1)
            continue;
        for (unsigned i = 0; i < loop->operands; i++)
            loop->stride[i][loop->ndim] = arrays->operand[i].stride[k];
        loop->order_stride[loop->ndim] = order[k];
        loop->shape[loop->ndim++] = first->shape[k];
    }
    for (unsigned i = 0; i < loop->operands; i++)
        loop->data[i] = arrays->operand[i].data;
}

/* The stride that decides in which direction and at which level a dimension is walked: the last
 * operand's (an output, where there is one), or another's where that one repeats. */
static ptrdiff_t leading_stride(const spelt_loop *loop, size_t k)
{
    for (unsigned i = loop->operands; i-- > 0;)
        if (loop->stride[i][k] != 0)
            return loop->stride[i][k];
    return 0;
}

/* Walks dimension k the other way round. */
static void reverse(spelt_loop *loop, size_t k)
{
    size_t last = loop->shape[k] - 1;
    for (unsigned i = 0; i < loop->operands; i++) {
        loop->data[i] += (ptrdiff_t)last * loop->stride[i][k] * (ptrdiff_t)loop->itemsize[i];
        loop->stride[i][k] = -loop->stride[i][k];
    }
    loop->order_base += last * (size_t)loop->order_stride[k];
    loop->order_stride[k] = -loop->order_stride[k];
}

static void swap(spelt_loop *loop, size_t a, size_t b)
{
    size_t extent = loop->shape[a];
    loop->shape[a] = loop->shape[b];
    loop->shape[b] = extent;
    ptrdiff_t stride = loop->order_stride[a];
    loop->order_stride[a] = loop->order_stride[b];
    loop->order_stride[b] = stride;
    for (unsigned i = 0; i < loop->operands; i++) {
        stride = loop->stride[i][a];
        loop->stride[i][a] = loop->stride[i][b];
        loop->stride[i][b] = stride;
    }
}

/* Forwards through memory, the smallest steps innermost. */
static void follow_memory(spelt_loop *loop)
{
    for (size_t k = 0; k < loop->ndim; k++) {
        if (leading_stride(loop, k) < 0)
            reverse(loop, k);
        for (size_t j = k; j > 0 && leading_stride(loop, j - 1) < leading_stride(loop, j); j--)
            swap(loop, j - 1, j);
    }
}

static int can_merge(const spelt_loop *loop, size_t outer, size_t inner)
{
    ptrdiff_t extent = (ptrdiff_t)loop->shape[inner];
    for (unsigned i = 0; i < loop->operands; i++) {
        ptrdiff_t steps;
        if (__builtin_mul_overflow(loop->stride[i][inner], extent, &steps) ||
            loop->stride[i][outer] != steps)
            return 0;
    }
    return 1;
}

static void merge(spelt_loop *loop)
{
    size_t kept = 0;
    for (size_t k = 1; k < loop->ndim; k++) {
        int merged = can_merge(loop, kept, k);
        kept += !merged;
        loop->shape[kept] = merged ? loop->shape[kept] * loop->shape[k] : loop->shape[k];
        for (unsigned i = 0; i < loop->operands; i++)
            loop->stride[i][kept] = loop->stride[i][k];
    }
    loop->ndim = kept + 1;
}

void spelt_loop_make(spelt_loop *loop, const spelt_arrays *arrays, size_t n, spelt_loop_order order)
{
    loop->n = n;
    loop->operands = arrays->operands;
    for (unsigned i = 0; i < loop->operands; i++)
        loop->itemsize[i] = arrays->operand[i].itemsize;
    take_dimensions(loop, arrays);
    if (order == SPELT_IN_ANY_ORDER)
        follow_memory(loop);
    loop->order_ndim = loop->ndim;
    for (size_t k = 0; k < loop->ndim; k++)
        loop->order_shape[k] = loop->shape[k];
    if (loop->ndim > 0) {
        merge(loop);
        return;
    }
    loop->ndim = 1; /* a single element */
    loop->shape[0] = 1;
    for (unsigned i = 0; i < loop->operands; i++)
        loop->stride[i][0] = 1;
}

int spelt_loop_is_contiguous(const spelt_loop *loop)
{
    if (loop->ndim != 1)
        return 0;
    for (unsigned i = 0; i < loop->operands; i++)
        if (loop->stride[i][0] != 1)
            return 0;
    return 1;
}

size_t spelt_loop_crosswise_lines(const spelt_loop *loop)
{
    const size_t k = loop->ndim - 1;
    size_t lines = 0;
    for (unsigned i = 0; i < loop->operands && k > 0; i++) {
        const size_t row_step = spelt_magnitude(loop->stride[i][k - 1]);
        if (row_step > 0 && spelt_magnitude(loop->stride[i][k]) > row_step)
            lines = loop->shape[k] < SIZE_MAX - lines ? lines + loop->shape[k] : SIZE_MAX;
    }
    return lines;
}

int spelt_loop_is_c_order(const spelt_loop *loop)
{
    size_t position = 1;
    for (size_t k = loop->order_ndim; k-- > 0;) {
        if ((size_t)loop->order_stride[k] != position)
            return 0;
        position *= loop->order_shape[k];
    }
    return 1;
}

size_t spelt_loop_bytes(const spelt_loop *loop)
{
    size_t each = 0, bytes;
    for (unsigned i = 0; i < loop->operands; i++)
        each += loop->itemsize[i];
    return __builtin_mul_overflow(loop->n, each, &bytes) ? SIZE_MAX : bytes;
}

size_t spelt_loop_position(const spelt_loop *loop, size_t q)
{
    size_t position = loop->order_base;
    for (size_t k = loop->order_ndim; k-- > 0;) {
        position += q % loop->order_shape[k] * (size_t)loop->order_stride[k];
        q /= loop->order_shape[k];
    }
    return position;
}
