/* reduce.c - the doors of reduce.h, exact.h, choose.h and mask.h, whose lines become
 * definitions here. spelt_dot_f64 is one. */
#include "call/line.h"
#include "call/rounded.h"
#include "doors/plain.h"
#include "runtime/status.h"

#include <spelt/view.h>

#include <string.h>

#define SPELT_REDUCTION(function, type, number)                                                    \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *result)                                \
    {                                                                                              \
        return reduce_one(SPELT_ID_##function, (spelt_family)SPELT_FAMILY_OF_##function,           \
                          sizeof(SPELT_ELEMENT_##type), _Alignof(SPELT_ELEMENT_##type),            \
                          sizeof(number), SPELT_VIEW(x), result);                                  \
    }
#define SPELT_REDUCTION2(function, type, number)                                                   \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y, number *result)      \
    {                                                                                              \
        return reduce_two(SPELT_ID_##function, (spelt_family)SPELT_FAMILY_OF_##function,           \
                          sizeof(SPELT_ELEMENT_##type), _Alignof(SPELT_ELEMENT_##type),            \
                          sizeof(number), SPELT_VIEW(x), SPELT_VIEW(y), result);                   \
    }

/* Few contiguous elements. Kernels of order 1 and of choices always succeed: the door can jump into
 * them, a tenth of the time of a short call. */
SPELT_INLINE spelt_status reduce_direct(spelt_function function, spelt_family family,
                                        const spelt_view *x, const spelt_view *y,
                                        const void *x_data, const void *y_data, size_t n,
                                        void *result)
{
    spelt_reduce_kernel *kernel = spelt_reduce_of(function);
    if (family == SPELT_FAMILY_ORDER1 || family == SPELT_FAMILY_CHOICE)
        return kernel(x_data, y_data, n, result);
    if (family == SPELT_FAMILY_INDEX) { /* none among NaNs alone */
        i64 index = -1;
        kernel(x_data, y_data, n, &index);
        if (SPELT_UNLIKELY(index < 0))
            return spelt_call_reduce(function, x, y, result);
        memcpy(result, &index, sizeof index);
        return SPELT_OK;
    }
    if (SPELT_LIKELY(kernel(x_data, y_data, n, result) == SPELT_OK))
        return SPELT_OK;
    if (family == SPELT_FAMILY_ROUNDED)
        return spelt_exact_again(function, x_data, y_data, n, result), SPELT_OK;
    return spelt_call_reduce(function, x, y, result); /* which says what is wrong */
}

/* No elements in one dimension, seen to be contiguous. */
SPELT_INLINE int is_nothing(spelt_function function, spelt_family family, size_t n)
{
    return n == 0 && family != SPELT_FAMILY_CHOICE && family != SPELT_FAMILY_INDEX &&
           spelt_direct(function, 0);
}

/* Either type of a zero. */
SPELT_INLINE spelt_status give_zero(size_t result_size, void *result)
{
    memset(result, 0, result_size);
    return SPELT_OK;
}

/* Anything else; one input is both x and y. */
SPELT_INLINE spelt_status reduce_other(spelt_function function, spelt_family family, size_t size,
                                       size_t alignment, const spelt_view *x, const spelt_view *y,
                                       void *result)
{
    const int is_total = family == SPELT_FAMILY_TOTAL;
    if (!y || size != alignment)
        return spelt_call_reduce(function, x, y, result);
    switch (size) {
    case 1: return (is_total ? spelt_call_total_1 : spelt_call_line_1)(function, x, y, result);
    case 2: return (is_total ? spelt_call_total_2 : spelt_call_line_2)(function, x, y, result);
    case 4: return (is_total ? spelt_call_total_4 : spelt_call_line_4)(function, x, y, result);
    default: return spelt_call_line_8(function, x, y, result);
    }
}

SPELT_INLINE spelt_status reduce_one(spelt_function function, spelt_family family, size_t size,
                                     size_t alignment, size_t result_size, const spelt_view *x,
                                     void *result)
{
    if (SPELT_LIKELY(door_is_contiguous(x)) && SPELT_LIKELY(result != NULL)) {
        const void *data = x->data;
        const size_t n = x->shape[0];
        if (door_is_data(data, alignment) && SPELT_LIKELY(spelt_direct_some(function, n)))
            return reduce_direct(function, family, x, x, data, data, n, result);
        if (is_nothing(function, family, n))
            return give_zero(result_size, result);
    }
    return reduce_other(function, family, size, alignment, x, x, result);
}

SPELT_INLINE spelt_status reduce_two(spelt_function function, spelt_family family, size_t size,
                                     size_t alignment, size_t result_size, const spelt_view *x,
                                     const spelt_view *y, void *result)
{
    if (SPELT_LIKELY(door_are_contiguous(x, y)) && SPELT_LIKELY(result != NULL)) {
        const void *x_data = x->data, *y_data = y->data;
        const size_t n = x->shape[0];
        if (door_are_data(x_data, y_data, alignment) && SPELT_LIKELY(spelt_direct_some(function, n)))
            return reduce_direct(function, family, x, y, x_data, y_data, n, result);
        if (is_nothing(function, family, n))
            return give_zero(result_size, result);
    }
    return reduce_other(function, family, size, alignment, x, y, result);
}

#if defined(SPELT_REDUCE_H) || defined(SPELT_EXACT_H) || defined(SPELT_CHOOSE_H) || \
    defined(SPELT_MASK_H)
#error "included before its lines could become definitions"
#endif
#include <spelt/choose.h>
#include <spelt/exact.h>
#include <spelt/mask.h>
#include <spelt/reduce.h>
