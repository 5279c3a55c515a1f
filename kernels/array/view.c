/* view.c - the constructors of views that can fail; view.h's lines of strides in bytes become
 * definitions here. */
#include <spelt/type.h>

#define SPELT_VIEW_IN_BYTES(function, type)                                                        \
    SPELT_API spelt_status function(const SPELT_ELEMENT_##type *data, size_t ndim,                 \
                                    const size_t *shape, const ptrdiff_t *bytes,                   \
                                    spelt_in_##type *view)                                         \
    {                                                                                              \
        return view_bytes(#function, data, ndim, shape, bytes, sizeof *data,                       \
                          _Alignof(SPELT_ELEMENT_##type), 0, view);                                \
    }
#define SPELT_VIEW_OUT_BYTES(function, type)                                                       \
    SPELT_API spelt_status function(SPELT_ELEMENT_##type *data, size_t ndim, const size_t *shape,  \
                                    const ptrdiff_t *bytes, spelt_out_##type *view)                \
    {                                                                                              \
        return view_bytes(#function, data, ndim, shape, bytes, sizeof *data,                       \
                          _Alignof(SPELT_ELEMENT_##type), 1, view);                                \
    }

/* view: a spelt_view. */
static spelt_status view_bytes(const char *function, const void *data, size_t ndim,
                               const size_t *shape, const ptrdiff_t *bytes, size_t itemsize,
                               size_t alignment, int output, void *view);

#ifdef SPELT_VIEW_H
#error "included before its lines could become definitions"
#endif
#include "array/loop.h"
#include "runtime/status.h"

#include <string.h>

/* The part of a constructor that does not depend on the type: checks, and strides for C order. */
static spelt_status make_view(const char *function, const void *data, size_t ndim,
                              const size_t *shape, const ptrdiff_t *stride, size_t itemsize,
                              int output, ptrdiff_t result_stride[SPELT_MAX_NDIM])
{
    ptrdiff_t own_stride[SPELT_MAX_NDIM];
    spelt_operand operand = {"view", data, itemsize, ndim, shape, stride, itemsize};
    if (ndim > 0 && !shape)
        return spelt_fail(SPELT_ERR_NULL, "%s: shape is NULL and ndim is %zu", function, ndim);
    if (!stride) {
        /* Unsigned and wrapping: a product that overflows is found below, by its elements. */
        size_t step = 1;
        for (size_t k = ndim < SPELT_MAX_NDIM ? ndim : SPELT_MAX_NDIM; k-- > 0;) {
            own_stride[k] = (ptrdiff_t)step;
            step *= shape[k];
        }
        operand.stride = own_stride;
    }
    if (spelt_lacks_data(&operand)) {
        char text[SPELT_SHAPE_TEXT];
        return spelt_fail(SPELT_ERR_NULL, "%s: data is NULL and shape is %s", function,
                          spelt_shape_text(text, &operand));
    }
    size_t n = 0;
    spelt_status status = spelt_check_extent(function, &operand, &n);
    if (status != SPELT_OK)
        return status;
    if (n > 0 && output)
        status = spelt_check_output(function, &operand);
    if (status == SPELT_OK && ndim > 0)
        memcpy(result_stride, operand.stride, ndim * sizeof *result_stride);
    return status;
}

/* Strides in bytes are whole elements, but for those that lead nowhere. */
static spelt_status check_whole(const char *function, const spelt_operand *operand,
                                const ptrdiff_t *bytes)
{
    char text[SPELT_SHAPE_TEXT];
    for (size_t k = 0; k < operand->ndim; k++)
        if (operand->shape[k] > 1 && bytes[k] % (ptrdiff_t)operand->itemsize != 0)
            return spelt_fail(SPELT_ERR_STRIDE,
                              "%s: view has shape %s and stride %td in dimension %zu, no multiple "
                              "of %zu bytes",
                              function, spelt_shape_text(text, operand), bytes[k], k,
                              operand->itemsize);
    return SPELT_OK;
}

static spelt_status view_bytes(const char *function, const void *data, size_t ndim,
                               const size_t *shape, const ptrdiff_t *bytes, size_t itemsize,
                               size_t alignment, int output, void *view)
{
    spelt_view made = {(void *)(uintptr_t)data, ndim, {0}, {0}};
    const spelt_operand operand = {"view",     data,        itemsize, ndim,
                                   made.shape, made.stride, alignment};
    ptrdiff_t stride[SPELT_MAX_NDIM];
    if (!view)
        return spelt_fail(SPELT_ERR_NULL, "%s: view is NULL", function);
    for (size_t k = 0; bytes && ndim <= SPELT_MAX_NDIM && k < ndim; k++)
        stride[k] = bytes[k] / (ptrdiff_t)itemsize; /* what is left over: check_whole() */
    spelt_status status = make_view(function, data, ndim, shape, bytes ? stride : NULL, itemsize, 0,
                                    made.stride);
    if (status != SPELT_OK)
        return status;
    int elements = 1;
    for (size_t k = 0; k < ndim; k++) {
        made.shape[k] = shape[k];
        elements &= shape[k] != 0;
    }
    if (elements && bytes)
        status = check_whole(function, &operand, bytes);
    if (elements && output && status == SPELT_OK)
        status = spelt_check_output(function, &operand);
    if (elements && status == SPELT_OK)
        status = spelt_check_alignment(function, &operand);
    if (status == SPELT_OK)
        *(spelt_view *)view = made;
    return status;
}

static spelt_status broadcast_strides(const char *function, const spelt_operand *view, size_t ndim,
                                      const size_t *shape, ptrdiff_t stride[SPELT_MAX_NDIM])
{
    char one[SPELT_SHAPE_TEXT], other[SPELT_SHAPE_TEXT];
    const spelt_operand target = {"result", NULL, 1, ndim, shape, NULL, 1};
    if (view->ndim > SPELT_MAX_NDIM || ndim > SPELT_MAX_NDIM)
        return spelt_fail(SPELT_ERR_SHAPE, "%s: %s has %zu dimensions, the limit is %d", function,
                          ndim > SPELT_MAX_NDIM ? "result" : "view",
                          ndim > SPELT_MAX_NDIM ? ndim : view->ndim, SPELT_MAX_NDIM);
    if (ndim > 0 && !shape)
        return spelt_fail(SPELT_ERR_NULL, "%s: shape is NULL and ndim is %zu", function, ndim);
    int reachable = ndim >= view->ndim;
    for (size_t k = 0; k < ndim && reachable; k++) {
        size_t missing = ndim - view->ndim;
        stride[k] = 0;
        if (k >= missing && view->shape[k - missing] == shape[k])
            stride[k] = view->stride[k - missing];
        else if (k >= missing && view->shape[k - missing] != 1)
            reachable = 0;
    }
    if (!reachable)
        return spelt_fail(SPELT_ERR_SHAPE, "%s: view has shape %s, which does not broadcast to %s",
                          function, spelt_shape_text(one, view), spelt_shape_text(other, &target));
    return SPELT_OK;
}

/* The typed doors, one set for each type. A result is written whole at the end, so that it may be
 * the argument. */
#define SPELT_DEFINE_ND(type, ctype, in_or_out, qualified)                                         \
    spelt_status spelt_##in_or_out##_nd_##type(qualified *data, size_t ndim, const size_t *shape,  \
                                               const ptrdiff_t *stride,                            \
                                               spelt_##in_or_out##_##type *view)                   \
    {                                                                                              \
        spelt_##in_or_out##_##type made = {data, ndim, {0}, {0}};                                  \
        const char *function = "spelt_" #in_or_out "_nd_" #type;                                   \
        if (!view)                                                                                 \
            return spelt_fail(SPELT_ERR_NULL, "%s: view is NULL", function);                       \
        spelt_status status = make_view(function, data, ndim, shape, stride, sizeof(ctype),        \
                                        #in_or_out[0] == 'o', made.stride);                        \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        if (ndim > 0)                                                                              \
            memcpy(made.shape, shape, ndim * sizeof *shape);                                       \
        *view = made;                                                                              \
        return SPELT_OK;                                                                           \
    }

#define SPELT_DEFINE_VIEWS(type, ctype)                                                            \
    extern inline spelt_in_##type spelt_in_1d_##type(const ctype *data, size_t n);                 \
    extern inline spelt_out_##type spelt_out_1d_##type(ctype *data, size_t n);                     \
    SPELT_DEFINE_ND(type, ctype, in, const ctype)                                                  \
    SPELT_DEFINE_ND(type, ctype, out, ctype)                                                       \
    extern inline spelt_in_##type spelt_value_##type(const ctype *value, size_t n);                \
    spelt_in_##type spelt_readonly_##type(const spelt_out_##type *view)                            \
    {                                                                                              \
        spelt_in_##type made = {NULL, 1, {0}, {0}};                                                \
        if (view)                                                                                  \
            memcpy(&made, view, sizeof made);                                                      \
        return made;                                                                               \
    }                                                                                              \
    spelt_status spelt_broadcast_##type(const spelt_in_##type *view, size_t ndim,                  \
                                        const size_t *shape, spelt_in_##type *result)              \
    {                                                                                              \
        const char *function = "spelt_broadcast_" #type;                                           \
        if (!view || !result)                                                                      \
            return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,                          \
                              view ? "result" : "view");                                           \
        const spelt_operand operand =                                                              \
            spelt_operand_of("view", SPELT_VIEW(view), sizeof(ctype));                             \
                                                \
        spelt_in_##type made = {view->data, ndim, {0}, {0}};                                       \
        spelt_status status = broadcast_strides(function, &operand, ndim, shape, made.stride);     \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        if (ndim > 0)                                                                              \
            memcpy(made.shape, shape, ndim * sizeof *shape);                                       \
        const spelt_operand target = {                                                             \
            "result", made.data, sizeof(ctype), ndim, made.shape, made.stride, 1};                   \
        size_t n;                                                                                  \
        status = spelt_check_extent(function, &target, &n);                         \
        if (status == SPELT_OK)                                                                    \
            *result = made;                                                                        \
        return status;                                                                             \
    }

SPELT_DEFINE_VIEWS(f32, SPELT_ELEMENT_f32)
SPELT_DEFINE_VIEWS(f64, SPELT_ELEMENT_f64)
SPELT_DEFINE_VIEWS(i8, SPELT_ELEMENT_i8)
SPELT_DEFINE_VIEWS(i16, SPELT_ELEMENT_i16)
SPELT_DEFINE_VIEWS(i32, SPELT_ELEMENT_i32)
SPELT_DEFINE_VIEWS(i64, SPELT_ELEMENT_i64)
SPELT_DEFINE_VIEWS(u8, SPELT_ELEMENT_u8)
SPELT_DEFINE_VIEWS(u16, SPELT_ELEMENT_u16)
SPELT_DEFINE_VIEWS(u32, SPELT_ELEMENT_u32)
SPELT_DEFINE_VIEWS(u64, SPELT_ELEMENT_u64)
SPELT_DEFINE_VIEWS(f16, SPELT_ELEMENT_f16)
SPELT_DEFINE_VIEWS(bf16, SPELT_ELEMENT_bf16)
SPELT_DEFINE_VIEWS(c64, SPELT_ELEMENT_c64)
SPELT_DEFINE_VIEWS(c128, SPELT_ELEMENT_c128)
