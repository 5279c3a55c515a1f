/* view.h - typed views: where an array's elements lie. A view owns nothing and copies nothing. */
#ifndef SPELT_VIEW_H
#define SPELT_VIEW_H

#include <spelt/type.h>

/* The most dimensions a view can have. */
#define SPELT_MAX_NDIM 8

#ifdef __cplusplus
extern "C" {
#endif

/* For each element type there are a read-only view spelt_in_<type> and a writable view
 * spelt_out_<type>, with the same members:
 *
 *     data    the element at index (0, ..., 0); aligned as its type demands; may be NULL
 *             where the view has no elements
 *     ndim    0 (one element, no axes) to SPELT_MAX_NDIM
 *     shape   the extents; only the first ndim count. Any of them may be 0: no elements
 *     stride  per dimension, the distance between neighbours in elements (not bytes).
 *             Negative strides walk backwards from data. 0 repeats the element, on inputs only
 *
 * Element (i0, i1, ...) is data[i0 * stride[0] + i1 * stride[1] + ...]. The order of a view's
 * elements is C order: the last index runs fastest, whatever the strides are.
 * Members past ndim may be indeterminate; their values do not matter.
 *
 * Constructors:
 *
 *   spelt_in_1d_<type>(data, n), spelt_out_1d_<type>(data, n)
 *       n elements one after the other. Cannot fail; the call that uses the view checks it.
 *
 *   spelt_in_nd_<type>(data, ndim, shape, stride, &view), spelt_out_nd_<type>(...)
 *       ndim dimensions; stride NULL means C order without gaps. Errors: SPELT_ERR_NULL (view
 *       NULL; shape NULL with ndim > 0; data NULL with elements), SPELT_ERR_SHAPE (ndim over
 *       SPELT_MAX_NDIM; the number of elements or the bytes spanned overflow),
 *       SPELT_ERR_STRIDE (an output under whose strides two elements share one place).
 *
 *   spelt_value_<type>(&value, n)
 *       n elements that all are that value (stride 0): a scalar operand. Cannot fail; the view reads
 *       the value when it is used.
 *
 *   spelt_readonly_<type>(&out_view)
 *       the read-only view of the same elements. Cannot fail; of NULL it has no elements.
 *
 *   spelt_broadcast_<type>(&view, ndim, shape, &result)
 *       the view stretched to shape by NumPy's rule: trailing dimensions are matched, missing
 *       leading ones and those of extent 1 are repeated with stride 0. Errors: SPELT_ERR_NULL,
 *       SPELT_ERR_SHAPE (the shape cannot be reached, or ndim is below the view's or over
 *       SPELT_MAX_NDIM). result may be &view. This is the only broadcasting in Spelt.
 *
 * All are thread safe. On failure the result is untouched and spelt_last_error() says why. */
#define SPELT_DECLARE_VIEWS(type, ctype)                                                           \
    typedef struct {                                                                               \
        const ctype *data;                                                                         \
        size_t ndim;                                                                               \
        size_t shape[SPELT_MAX_NDIM];                                                              \
        ptrdiff_t stride[SPELT_MAX_NDIM];                                                          \
    } spelt_in_##type;                                                                             \
    typedef struct {                                                                               \
        ctype *data;                                                                               \
        size_t ndim;                                                                               \
        size_t shape[SPELT_MAX_NDIM];                                                              \
        ptrdiff_t stride[SPELT_MAX_NDIM];                                                          \
    } spelt_out_##type;                                                                            \
    SPELT_API inline spelt_in_##type spelt_in_1d_##type(const ctype *data, size_t n);              \
    SPELT_API inline spelt_out_##type spelt_out_1d_##type(ctype *data, size_t n);                  \
    SPELT_API inline spelt_in_##type spelt_value_##type(const ctype *value, size_t n);             \
    SPELT_API spelt_in_##type spelt_readonly_##type(const spelt_out_##type *view);                 \
    SPELT_API spelt_status spelt_in_nd_##type(const ctype *data, size_t ndim, const size_t *shape, \
                                              const ptrdiff_t *stride, spelt_in_##type *view);     \
    SPELT_API spelt_status spelt_out_nd_##type(ctype *data, size_t ndim, const size_t *shape,      \
                                               const ptrdiff_t *stride, spelt_out_##type *view);   \
    SPELT_API spelt_status spelt_broadcast_##type(const spelt_in_##type *view, size_t ndim,        \
                                                  const size_t *shape, spelt_in_##type *result);   \
    inline spelt_in_##type spelt_in_1d_##type(const ctype *data, size_t n)                         \
    {                                                                                              \
        spelt_in_##type view;                                                                      \
        view.data = data;                                                                          \
        view.ndim = 1;                                                                             \
        view.shape[0] = n;                                                                         \
        view.stride[0] = 1;                                                                        \
        return view;                                                                               \
    }                                                                                              \
    inline spelt_in_##type spelt_value_##type(const ctype *value, size_t n)                        \
    {                                                                                              \
        spelt_in_##type view;                                                                      \
        view.data = value;                                                                         \
        view.ndim = 1;                                                                             \
        view.shape[0] = n;                                                                         \
        view.stride[0] = 0;                                                                        \
        return view;                                                                               \
    }                                                                                              \
    inline spelt_out_##type spelt_out_1d_##type(ctype *data, size_t n)                             \
    {                                                                                              \
        spelt_out_##type view;                                                                     \
        view.data = data;                                                                          \
        view.ndim = 1;                                                                             \
        view.shape[0] = n;                                                                         \
        view.stride[0] = 1;                                                                        \
        return view;                                                                               \
    }

SPELT_DECLARE_VIEWS(f32, float)
SPELT_DECLARE_VIEWS(f64, double)
SPELT_DECLARE_VIEWS(i8, int8_t)
SPELT_DECLARE_VIEWS(i16, int16_t)
SPELT_DECLARE_VIEWS(i32, int32_t)
SPELT_DECLARE_VIEWS(i64, int64_t)
SPELT_DECLARE_VIEWS(u8, uint8_t)
SPELT_DECLARE_VIEWS(u16, uint16_t)
SPELT_DECLARE_VIEWS(u32, uint32_t)
SPELT_DECLARE_VIEWS(u64, uint64_t)
SPELT_DECLARE_VIEWS(f16, spelt_f16)
SPELT_DECLARE_VIEWS(bf16, spelt_bf16)

/* The C type of an element. */
#define SPELT_ELEMENT_f32 float
#define SPELT_ELEMENT_f64 double
#define SPELT_ELEMENT_i8 int8_t
#define SPELT_ELEMENT_i16 int16_t
#define SPELT_ELEMENT_i32 int32_t
#define SPELT_ELEMENT_i64 int64_t
#define SPELT_ELEMENT_u8 uint8_t
#define SPELT_ELEMENT_u16 uint16_t
#define SPELT_ELEMENT_u32 uint32_t
#define SPELT_ELEMENT_u64 uint64_t
#define SPELT_ELEMENT_f16 spelt_f16
#define SPELT_ELEMENT_bf16 spelt_bf16

#ifdef __cplusplus
} /* extern "C" */

/* The address of a temporary, good until the end of the full expression. */
extern "C++" template <class View> inline const View *spelt_address_of(const View &view)
{
    return &view;
}
#define SPELT_IN(type, ptr, n) spelt_address_of(spelt_in_1d_##type((ptr), (n)))
#define SPELT_OUT(type, ptr, n) spelt_address_of(spelt_out_1d_##type((ptr), (n)))
#define SPELT_VALUE(type, value, n)                                                                \
    spelt_address_of(spelt_value_##type(spelt_address_of<SPELT_ELEMENT_##type>(value), (n)))
#else
/* SPELT_IN(f64, x, n), SPELT_OUT(f64, z, n): the address of a 1-D view of n elements, and
 * SPELT_VALUE(f64, 2.5, n): of n elements that all are this value, to be written straight into a
 * call. They live as long as the enclosing block (in C++: until the end of the full expression). */
#define SPELT_IN(type, ptr, n) ((const spelt_in_##type[1]){spelt_in_1d_##type((ptr), (n))})
#define SPELT_OUT(type, ptr, n) ((const spelt_out_##type[1]){spelt_out_1d_##type((ptr), (n))})
#define SPELT_VALUE(type, value, n)                                                                \
    ((const spelt_in_##type[1]){                                                                   \
        spelt_value_##type((const SPELT_ELEMENT_##type[1]){value}, (n))})
#endif

#endif
