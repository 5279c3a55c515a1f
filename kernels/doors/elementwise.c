/* elementwise.c - the doors of elementwise.h and convert.h, whose lines become definitions here. */
#include "doors/plain.h"

#include <spelt/view.h>

#define SPELT_UNARY(function, type) SPELT_CONVERSION(function, type, type)
#define SPELT_CONVERSION(function, from, to)                                                       \
    SPELT_API spelt_status function(const spelt_in_##from *x, const spelt_out_##to *out)                     \
    {                                                                                              \
        return map_one(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##from),                          \
                       sizeof(SPELT_ELEMENT_##to), SPELT_VIEW(x), SPELT_VIEW(out));                \
    }
#define SPELT_BINARY(function, type)                                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,                      \
                          const spelt_out_##type *out)                                             \
    {                                                                                              \
        return map_two(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##type),                          \
                       sizeof(SPELT_ELEMENT_##type), SPELT_VIEW(x), SPELT_VIEW(y),                 \
                       SPELT_VIEW(out));                                                           \
    }
#define SPELT_COMPARISON(function, type)                                                           \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,                      \
                          const spelt_out_u8 *out)                                                 \
    {                                                                                              \
        return map_two(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##type), sizeof(uint8_t),         \
                       SPELT_VIEW(x), SPELT_VIEW(y), SPELT_VIEW(out));                             \
    }
#define SPELT_TERNARY(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,                      \
                          const spelt_in_##type *z, const spelt_out_##type *out)                   \
    {                                                                                              \
        return map_three(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##type),                        \
                         sizeof(SPELT_ELEMENT_##type), SPELT_VIEW(x), SPELT_VIEW(y),               \
                         SPELT_VIEW(z), SPELT_VIEW(out));                                          \
    }
#define SPELT_SELECTION(function, type)                                                            \
    SPELT_API spelt_status function(const spelt_in_u8 *mask, const spelt_in_##type *x,                       \
                          const spelt_in_##type *y, const spelt_out_##type *out)                   \
    {                                                                                              \
        return map_three(SPELT_ID_##function, sizeof(uint8_t), sizeof(SPELT_ELEMENT_##type),       \
                         SPELT_VIEW(mask), SPELT_VIEW(x), SPELT_VIEW(y), SPELT_VIEW(out));         \
    }

/* ---- What they have in common ------------------------------------------------------------------ */

/* An output with elements, few enough for one call of a kernel. */
SPELT_INLINE int fits_one_call(spelt_function function, const spelt_view *out, size_t out_size)
{
    return door_has_data(out, out_size) && SPELT_LIKELY(out->shape[0] > 0) &&
           SPELT_LIKELY(spelt_direct(function, out->shape[0]));
}

/* What a kernel told of one dimension. */
SPELT_INLINE spelt_status finish(spelt_function function, size_t failure)
{
    return SPELT_LIKELY(failure == 0) ? SPELT_OK : spelt_element_failed(function, NULL, failure);
}

/* No elements in one dimension; the operands may be NULL, and then are no concern of this. */
SPELT_INLINE int is_nothing(spelt_function function, const spelt_view *x, const spelt_view *out)
{
    return door_are_contiguous(x, out) && out->shape[0] == 0 && spelt_direct(function, 0);
}

/* ---- One input --------------------------------------------------------------------------------- */

SPELT_INLINE spelt_status map_one(spelt_function function, size_t size, size_t out_size,
                                  const spelt_view *x, const spelt_view *out)
{
    if (SPELT_LIKELY(door_are_contiguous(x, out)) && fits_one_call(function, out, out_size) &&
        door_has_data(x, size) &&
        SPELT_LIKELY(door_same_or_apart(x, size, out, out_size, out->shape[0])))
        return finish(function,
                      spelt_map_of(function)(x->data, NULL, NULL, out->data, out->shape[0]));
    if (is_nothing(function, x, out))
        return SPELT_OK;
    return spelt_call_map(function, x, NULL, NULL, out);
}

/* ---- Two inputs -------------------------------------------------------------------------------- */

/* One operand is one value, which the kernel does not write over. */
SPELT_INLINE int is_value(const spelt_view *x, size_t size, const spelt_view *out, size_t out_size)
{
    return x->ndim == 1 && x->stride[0] == 0 && x->shape[0] == out->shape[0] &&
           door_has_data(x, size) &&
           (uintptr_t)x->data - (uintptr_t)out->data + (size - 1) >=
               out->shape[0] * out_size + (size - 1);
}

/* Not two contiguous arrays with elements: maybe none, or an array and a value. */
static __attribute__((noinline)) spelt_status map_two_others(spelt_function function, size_t size,
                                                             size_t out_size, const spelt_view *x,
                                                             const spelt_view *y,
                                                             const spelt_view *out)
{
    if (is_nothing(function, x, out) && door_are_contiguous(y, out))
        return SPELT_OK;
    if (x && y && door_is_contiguous(out) && fits_one_call(function, out, out_size)) {
        const size_t n = out->shape[0];
        spelt_map_kernel *x_kernel = (spelt_map_kernel *)spelt_kernel_of(function, SPELT_KERNEL_OF_VALUE);
        spelt_map_kernel *y_kernel = (spelt_map_kernel *)spelt_kernel_of(function, SPELT_KERNEL_OF_VALUE + 1);
        if (y_kernel && door_are_contiguous(x, out) && door_has_data(x, size) &&
            is_value(y, size, out, out_size) && door_same_or_apart(x, size, out, out_size, n))
            return finish(function, y_kernel(x->data, y->data, NULL, out->data, n));
        if (x_kernel && door_are_contiguous(y, out) && door_has_data(y, size) &&
            is_value(x, size, out, out_size) && door_same_or_apart(y, size, out, out_size, n))
            return finish(function, x_kernel(x->data, y->data, NULL, out->data, n));
    }
    return spelt_call_map(function, x, y, NULL, out);
}

SPELT_INLINE spelt_status map_two(spelt_function function, size_t size, size_t out_size,
                                  const spelt_view *x, const spelt_view *y, const spelt_view *out)
{
    if (SPELT_LIKELY(x != NULL) && SPELT_LIKELY(y != NULL) && SPELT_LIKELY(out != NULL) &&
        SPELT_LIKELY(spelt_is_plain(x->ndim & y->ndim & out->ndim, x->ndim | y->ndim | out->ndim,
                                    x->stride[0] & y->stride[0] & out->stride[0],
                                    x->stride[0] | y->stride[0] | out->stride[0])) &&
        SPELT_LIKELY(x->shape[0] == out->shape[0]) && SPELT_LIKELY(y->shape[0] == out->shape[0]) &&
        fits_one_call(function, out, out_size) && door_have_data(x, y, size) &&
        SPELT_LIKELY(door_same_or_apart(x, size, out, out_size, out->shape[0])) &&
        SPELT_LIKELY(door_same_or_apart(y, size, out, out_size, out->shape[0])))
        return finish(function,
                      spelt_map_of(function)(x->data, y->data, NULL, out->data, out->shape[0]));
    return map_two_others(function, size, out_size, x, y, out);
}

/* ---- Three inputs ------------------------------------------------------------------------------ */

/* The first input may be of another size: a mask. */
SPELT_INLINE spelt_status map_three(spelt_function function, size_t first_size, size_t size,
                                    const spelt_view *x, const spelt_view *y, const spelt_view *z,
                                    const spelt_view *out)
{
    if (SPELT_LIKELY(door_are_contiguous(x, out)) && SPELT_LIKELY(door_are_contiguous(y, out)) &&
        SPELT_LIKELY(door_are_contiguous(z, out)) && fits_one_call(function, out, size) &&
        door_has_data(x, first_size) && door_have_data(y, z, size) &&
        SPELT_LIKELY(door_same_or_apart(x, first_size, out, size, out->shape[0])) &&
        SPELT_LIKELY(door_same_or_apart(y, size, out, size, out->shape[0])) &&
        SPELT_LIKELY(door_same_or_apart(z, size, out, size, out->shape[0])))
        return finish(function,
                      spelt_map_of(function)(x->data, y->data, z->data, out->data, out->shape[0]));
    if (is_nothing(function, x, out) && door_are_contiguous(y, out) && door_are_contiguous(z, out))
        return SPELT_OK;
    return spelt_call_map(function, x, y, z, out);
}

#if defined(SPELT_ELEMENTWISE_H) || defined(SPELT_CONVERT_H)
#error "included before its lines could become definitions"
#endif
#include <spelt/convert.h>
#include <spelt/elementwise.h>
