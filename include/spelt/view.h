/* view.h - typed views: where an array's elements lie. A view owns nothing and copies nothing. */
#ifndef SPELT_VIEW_H
#define SPELT_VIEW_H

#include <spelt/type.h>

/* The most dimensions a view can have. */
#define SPELT_MAX_NDIM 8

#ifdef __cplusplus
extern "C" {
#endif

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
#define SPELT_ELEMENT_c64 spelt_c64
#define SPELT_ELEMENT_c128 spelt_c128

/* For each element type there are a read-only view spelt_in_<type> and a writable view
 * spelt_out_<type>, with the same members:
 *
 *     data    the element at index (0, ..., 0); aligned as its type demands, a complex one as its
 *             parts; may be NULL where the view has no elements
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
SPELT_DECLARE_VIEWS(c64, spelt_c64)
SPELT_DECLARE_VIEWS(c128, spelt_c128)

/* ---- Views of a view, and strides in bytes ---------------------------------------------------
 *
 * For each element type and for both kinds of view. The lines declare, for example,
 *     spelt_status spelt_in_slice_f64(const spelt_in_f64 *view, size_t axis, ptrdiff_t start,
 *                                     ptrdiff_t stop, ptrdiff_t step, spelt_in_f64 *result);
 *
 * Common to slice, pick and permute
 *
 * Aliasing  result may be view.
 * n = 0     a result without elements has the data of view, which may be NULL.
 * Errors    SPELT_ERR_NULL   view or result is NULL; data is NULL where view has elements
 *           SPELT_ERR_SHAPE  view's ndim is over SPELT_MAX_NDIM; its number of elements overflows
 *                            size_t, or the bytes it spans overflow ptrdiff_t
 *           SPELT_ERR_ARG    axis (of slice and pick) is not below the dimensions of view; and what
 *                            each function says
 *           On failure the result is untouched. Whether data is aligned, and whether elements of an
 *           output share a place, is checked by the call that uses the result.
 * Threads   safe. Memory: allocates none. */

/* As stop of a slice: the end of the axis that step goes to. */
#define SPELT_END PTRDIFF_MAX

#ifndef SPELT_VIEW_SLICE
#define SPELT_VIEW_SLICE(function, view_type)                                                      \
    SPELT_API spelt_status function(const view_type *view, size_t axis, ptrdiff_t start,           \
                                    ptrdiff_t stop, ptrdiff_t step, view_type *result);
#endif
#ifndef SPELT_VIEW_PICK
#define SPELT_VIEW_PICK(function, view_type)                                                       \
    SPELT_API spelt_status function(const view_type *view, size_t axis, ptrdiff_t index,           \
                                    view_type *result);
#endif
#ifndef SPELT_VIEW_PERMUTE
#define SPELT_VIEW_PERMUTE(function, view_type)                                                    \
    SPELT_API spelt_status function(const view_type *view, const size_t *axes,                     \
                                    view_type *result);
#endif
#ifndef SPELT_VIEW_IN_BYTES
#define SPELT_VIEW_IN_BYTES(function, type)                                                        \
    SPELT_API spelt_status function(const SPELT_ELEMENT_##type *data, size_t ndim,                 \
                                    const size_t *shape, const ptrdiff_t *bytes,                   \
                                    spelt_in_##type *view);
#endif
#ifndef SPELT_VIEW_OUT_BYTES
#define SPELT_VIEW_OUT_BYTES(function, type)                                                       \
    SPELT_API spelt_status function(SPELT_ELEMENT_##type *data, size_t ndim,                       \
                                    const size_t *shape, const ptrdiff_t *bytes,                   \
                                    spelt_out_##type *view);
#endif

/* slice(view, axis, start, stop, step, &result): of one axis the indexes that
 *     for (i = start; step > 0 ? i < stop : i > stop; i += step)
 * visits, in that order; the other axes stay whole. There may be none.
 *
 * A negative start or stop counts from the end: the extent is added to it. Both must then lie in
 * 0 to extent where step > 0, in -1 to extent - 1 where step < 0. These are Python's slices, but
 * nothing is clamped. A stop of SPELT_END is extent where step > 0, and before index 0 where
 * step < 0 (-1 is the last index, as in Python). start, stop, step of
 *     x[a:]    a, SPELT_END, 1      x[:b]     0, b, 1
 *     x[::2]   0, SPELT_END, 2      x[::-1]   -1, SPELT_END, -1
 * of which the last row is good for an extent of 0 too.
 *
 * The result's stride is view's times step. Where that overflows nothing walks along the axis, and
 * the stride is view's.
 * Errors  SPELT_ERR_ARG  step is 0; start or stop is out of its range; start is SPELT_END */
SPELT_VIEW_SLICE(spelt_in_slice_f32, spelt_in_f32)
SPELT_VIEW_SLICE(spelt_in_slice_f64, spelt_in_f64)
SPELT_VIEW_SLICE(spelt_in_slice_i8, spelt_in_i8)
SPELT_VIEW_SLICE(spelt_in_slice_i16, spelt_in_i16)
SPELT_VIEW_SLICE(spelt_in_slice_i32, spelt_in_i32)
SPELT_VIEW_SLICE(spelt_in_slice_i64, spelt_in_i64)
SPELT_VIEW_SLICE(spelt_in_slice_u8, spelt_in_u8)
SPELT_VIEW_SLICE(spelt_in_slice_u16, spelt_in_u16)
SPELT_VIEW_SLICE(spelt_in_slice_u32, spelt_in_u32)
SPELT_VIEW_SLICE(spelt_in_slice_u64, spelt_in_u64)
SPELT_VIEW_SLICE(spelt_in_slice_f16, spelt_in_f16)
SPELT_VIEW_SLICE(spelt_in_slice_bf16, spelt_in_bf16)
SPELT_VIEW_SLICE(spelt_in_slice_c64, spelt_in_c64)
SPELT_VIEW_SLICE(spelt_in_slice_c128, spelt_in_c128)
SPELT_VIEW_SLICE(spelt_out_slice_f32, spelt_out_f32)
SPELT_VIEW_SLICE(spelt_out_slice_f64, spelt_out_f64)
SPELT_VIEW_SLICE(spelt_out_slice_i8, spelt_out_i8)
SPELT_VIEW_SLICE(spelt_out_slice_i16, spelt_out_i16)
SPELT_VIEW_SLICE(spelt_out_slice_i32, spelt_out_i32)
SPELT_VIEW_SLICE(spelt_out_slice_i64, spelt_out_i64)
SPELT_VIEW_SLICE(spelt_out_slice_u8, spelt_out_u8)
SPELT_VIEW_SLICE(spelt_out_slice_u16, spelt_out_u16)
SPELT_VIEW_SLICE(spelt_out_slice_u32, spelt_out_u32)
SPELT_VIEW_SLICE(spelt_out_slice_u64, spelt_out_u64)
SPELT_VIEW_SLICE(spelt_out_slice_f16, spelt_out_f16)
SPELT_VIEW_SLICE(spelt_out_slice_bf16, spelt_out_bf16)
SPELT_VIEW_SLICE(spelt_out_slice_c64, spelt_out_c64)
SPELT_VIEW_SLICE(spelt_out_slice_c128, spelt_out_c128)

/* pick(view, axis, index, &result): the elements at one index of an axis, without that axis. Of a
 * 1-D view that is one element, ndim 0. A negative index counts from the end: the extent is added
 * to it.
 * Errors  SPELT_ERR_ARG  index is not in -extent to extent - 1; so every index where extent is 0 */
SPELT_VIEW_PICK(spelt_in_pick_f32, spelt_in_f32)
SPELT_VIEW_PICK(spelt_in_pick_f64, spelt_in_f64)
SPELT_VIEW_PICK(spelt_in_pick_i8, spelt_in_i8)
SPELT_VIEW_PICK(spelt_in_pick_i16, spelt_in_i16)
SPELT_VIEW_PICK(spelt_in_pick_i32, spelt_in_i32)
SPELT_VIEW_PICK(spelt_in_pick_i64, spelt_in_i64)
SPELT_VIEW_PICK(spelt_in_pick_u8, spelt_in_u8)
SPELT_VIEW_PICK(spelt_in_pick_u16, spelt_in_u16)
SPELT_VIEW_PICK(spelt_in_pick_u32, spelt_in_u32)
SPELT_VIEW_PICK(spelt_in_pick_u64, spelt_in_u64)
SPELT_VIEW_PICK(spelt_in_pick_f16, spelt_in_f16)
SPELT_VIEW_PICK(spelt_in_pick_bf16, spelt_in_bf16)
SPELT_VIEW_PICK(spelt_in_pick_c64, spelt_in_c64)
SPELT_VIEW_PICK(spelt_in_pick_c128, spelt_in_c128)
SPELT_VIEW_PICK(spelt_out_pick_f32, spelt_out_f32)
SPELT_VIEW_PICK(spelt_out_pick_f64, spelt_out_f64)
SPELT_VIEW_PICK(spelt_out_pick_i8, spelt_out_i8)
SPELT_VIEW_PICK(spelt_out_pick_i16, spelt_out_i16)
SPELT_VIEW_PICK(spelt_out_pick_i32, spelt_out_i32)
SPELT_VIEW_PICK(spelt_out_pick_i64, spelt_out_i64)
SPELT_VIEW_PICK(spelt_out_pick_u8, spelt_out_u8)
SPELT_VIEW_PICK(spelt_out_pick_u16, spelt_out_u16)
SPELT_VIEW_PICK(spelt_out_pick_u32, spelt_out_u32)
SPELT_VIEW_PICK(spelt_out_pick_u64, spelt_out_u64)
SPELT_VIEW_PICK(spelt_out_pick_f16, spelt_out_f16)
SPELT_VIEW_PICK(spelt_out_pick_bf16, spelt_out_bf16)
SPELT_VIEW_PICK(spelt_out_pick_c64, spelt_out_c64)
SPELT_VIEW_PICK(spelt_out_pick_c128, spelt_out_c128)

/* permute(view, axes, &result): the same elements with their axes in another order: axis k of the
 * result is axis axes[k] of view. axes holds each of 0 to ndim - 1 once; it may be NULL where ndim
 * is 0. {1, 0} transposes a matrix.
 * Errors  SPELT_ERR_NULL  axes is NULL where view has axes
 *         SPELT_ERR_ARG   axes holds a number that is not below ndim, or one twice */
SPELT_VIEW_PERMUTE(spelt_in_permute_f32, spelt_in_f32)
SPELT_VIEW_PERMUTE(spelt_in_permute_f64, spelt_in_f64)
SPELT_VIEW_PERMUTE(spelt_in_permute_i8, spelt_in_i8)
SPELT_VIEW_PERMUTE(spelt_in_permute_i16, spelt_in_i16)
SPELT_VIEW_PERMUTE(spelt_in_permute_i32, spelt_in_i32)
SPELT_VIEW_PERMUTE(spelt_in_permute_i64, spelt_in_i64)
SPELT_VIEW_PERMUTE(spelt_in_permute_u8, spelt_in_u8)
SPELT_VIEW_PERMUTE(spelt_in_permute_u16, spelt_in_u16)
SPELT_VIEW_PERMUTE(spelt_in_permute_u32, spelt_in_u32)
SPELT_VIEW_PERMUTE(spelt_in_permute_u64, spelt_in_u64)
SPELT_VIEW_PERMUTE(spelt_in_permute_f16, spelt_in_f16)
SPELT_VIEW_PERMUTE(spelt_in_permute_bf16, spelt_in_bf16)
SPELT_VIEW_PERMUTE(spelt_in_permute_c64, spelt_in_c64)
SPELT_VIEW_PERMUTE(spelt_in_permute_c128, spelt_in_c128)
SPELT_VIEW_PERMUTE(spelt_out_permute_f32, spelt_out_f32)
SPELT_VIEW_PERMUTE(spelt_out_permute_f64, spelt_out_f64)
SPELT_VIEW_PERMUTE(spelt_out_permute_i8, spelt_out_i8)
SPELT_VIEW_PERMUTE(spelt_out_permute_i16, spelt_out_i16)
SPELT_VIEW_PERMUTE(spelt_out_permute_i32, spelt_out_i32)
SPELT_VIEW_PERMUTE(spelt_out_permute_i64, spelt_out_i64)
SPELT_VIEW_PERMUTE(spelt_out_permute_u8, spelt_out_u8)
SPELT_VIEW_PERMUTE(spelt_out_permute_u16, spelt_out_u16)
SPELT_VIEW_PERMUTE(spelt_out_permute_u32, spelt_out_u32)
SPELT_VIEW_PERMUTE(spelt_out_permute_u64, spelt_out_u64)
SPELT_VIEW_PERMUTE(spelt_out_permute_f16, spelt_out_f16)
SPELT_VIEW_PERMUTE(spelt_out_permute_bf16, spelt_out_bf16)
SPELT_VIEW_PERMUTE(spelt_out_permute_c64, spelt_out_c64)
SPELT_VIEW_PERMUTE(spelt_out_permute_c128, spelt_out_c128)

/* bytes(data, ndim, shape, bytes, &view): a view as of spelt_in_nd and spelt_out_nd, its strides in
 * bytes: those of NumPy's arrays, Python's buffers (Py_buffer) and Fortran's descriptors (the sm of
 * CFI_dim_t). NULL means C order without gaps. Along an axis of extent 1, and where there are no
 * elements, a stride leads nowhere and may be any.
 * n = 0   data may be NULL, and is not looked at
 * Errors  SPELT_ERR_NULL    view is NULL; shape is NULL with ndim > 0; data is NULL with elements
 *         SPELT_ERR_SHAPE   ndim over SPELT_MAX_NDIM; the number of elements or the bytes spanned
 *                           overflow
 *         SPELT_ERR_STRIDE  a stride is no whole number of elements; an output under whose strides
 *                           two elements share one place
 *         SPELT_ERR_ARG     data is not aligned as its type demands
 *         On failure the view is untouched.
 * Threads safe. Memory: allocates none. */
SPELT_VIEW_IN_BYTES(spelt_in_bytes_f32, f32)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_f64, f64)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_i8, i8)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_i16, i16)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_i32, i32)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_i64, i64)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_u8, u8)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_u16, u16)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_u32, u32)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_u64, u64)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_f16, f16)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_bf16, bf16)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_c64, c64)
SPELT_VIEW_IN_BYTES(spelt_in_bytes_c128, c128)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_f32, f32)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_f64, f64)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_i8, i8)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_i16, i16)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_i32, i32)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_i64, i64)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_u8, u8)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_u16, u16)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_u32, u32)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_u64, u64)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_f16, f16)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_bf16, bf16)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_c64, c64)
SPELT_VIEW_OUT_BYTES(spelt_out_bytes_c128, c128)

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
 * call; a complex one is SPELT_VALUE(c64, ((spelt_c64){1, 2}), n). They live as long as the enclosing
 * block (in C++: until the end of the full expression). */
#define SPELT_IN(type, ptr, n) ((const spelt_in_##type[1]){spelt_in_1d_##type((ptr), (n))})
#define SPELT_OUT(type, ptr, n) ((const spelt_out_##type[1]){spelt_out_1d_##type((ptr), (n))})
#define SPELT_VALUE(type, value, n)                                                                \
    ((const spelt_in_##type[1]){                                                                   \
        spelt_value_##type((const SPELT_ELEMENT_##type[1]){value}, (n))})
#endif

#endif
