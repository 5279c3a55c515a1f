/* elementwise.c - the doors of elementwise.h and convert.h, whose lines become definitions
 * here. spelt_mul_f64 is one. */
#include "call/line.h"
#include "doors/plain.h"

#include <spelt/view.h>

/* Bytes of an element, and its alignment. */
#define SIZES(type) sizeof(SPELT_ELEMENT_##type), _Alignof(SPELT_ELEMENT_##type)

#define SPELT_UNARY(function, type) ONE_ARRAY(function, type, type)
#define SPELT_CLASSIFICATION(function, type) ONE_ARRAY(function, type, u8)
#define ONE_ARRAY(function, from, to)                                                              \
    SPELT_API spelt_status function(const spelt_in_##from *x, const spelt_out_##to *out)           \
    {                                                                                              \
        return map_one(SPELT_ID_##function, SIZES(from), SIZES(to), SPELT_VIEW(x),                 \
                       SPELT_VIEW(out));                                                           \
    }
/* The same, but one body for all of these sizes: there are many. */
#define SPELT_CONVERSION(function, from, to)                                                       \
    SPELT_API spelt_status function(const spelt_in_##from *x, const spelt_out_##to *out)           \
    {                                                                                              \
        return SPELT_PASTE4(convert_, BYTES_##from, _,                                             \
                            BYTES_##to)(SPELT_ID_##function, SPELT_VIEW(x), SPELT_VIEW(out));      \
    }
#define BYTES_f32 4
#define BYTES_f64 8
#define BYTES_i8 1
#define BYTES_i16 2
#define BYTES_i32 4
#define BYTES_i64 8
#define BYTES_u8 1
#define BYTES_u16 2
#define BYTES_u32 4
#define BYTES_u64 8
#define BYTES_f16 2
#define BYTES_bf16 2
#define SPELT_BINARY(function, type)                                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,                      \
                          const spelt_out_##type *out)                                             \
    {                                                                                              \
        return map_two(SPELT_ID_##function, SIZES(type), SIZES(type), SPELT_VIEW(x),               \
                       SPELT_VIEW(y), SPELT_VIEW(out));                                            \
    }
#define SPELT_COMPARISON(function, type)                                                           \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,                      \
                          const spelt_out_u8 *out)                                                 \
    {                                                                                              \
        return map_two(SPELT_ID_##function, SIZES(type), SIZES(u8), SPELT_VIEW(x), SPELT_VIEW(y),  \
                       SPELT_VIEW(out));                                                           \
    }
#define SPELT_TERNARY(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,                      \
                          const spelt_in_##type *z, const spelt_out_##type *out)                   \
    {                                                                                              \
        return map_three(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##type),                        \
                         sizeof(SPELT_ELEMENT_##type), SPELT_VIEW(x), SPELT_VIEW(y),               \
                         SPELT_VIEW(z), SPELT_VIEW(out));                                          \
    }
#define SPELT_AXPY(function, type)                                                                 \
    SPELT_API spelt_status function(SPELT_ELEMENT_##type a, const spelt_in_##type *x,              \
                                    const spelt_out_##type *y)                                     \
    {                                                                                              \
        SPELT_ELEMENT_##type numbers[2];                                                           \
        door_put_numbers(numbers, &a, &a, sizeof a);                                               \
        return by_numbers(SPELT_ID_##function, SIZES(type), numbers,                               \
                          SPELT_VIEW(x), SPELT_VIEW(y), 1);                                        \
    }
#define SPELT_AXPBY(function, type)                                                                \
    SPELT_API spelt_status function(SPELT_ELEMENT_##type a, const spelt_in_##type *x,              \
                                    SPELT_ELEMENT_##type b, const spelt_out_##type *y)             \
    {                                                                                              \
        SPELT_ELEMENT_##type numbers[2];                                                           \
        door_put_numbers(numbers, &a, &b, sizeof a);                                               \
        return by_numbers(SPELT_ID_##function, SIZES(type), numbers,                               \
                          SPELT_VIEW(x), SPELT_VIEW(y), 1);                                        \
    }
#define SPELT_SWAP(function, type)                                                                 \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y)          \
    {                                                                                              \
        static const SPELT_ELEMENT_##type numbers[2]; /* not looked at */                          \
        return exchange(SPELT_ID_##function, SIZES(type), numbers, SPELT_VIEW(x), SPELT_VIEW(y));  \
    }
#define SPELT_ROTATION(function, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y,          \
                                    number c, number s)                                            \
    {                                                                                              \
        number numbers[2];                                                                         \
        door_put_numbers(numbers, &c, &s, sizeof c);                                               \
        return exchange(SPELT_ID_##function, SIZES(type), numbers, SPELT_VIEW(x), SPELT_VIEW(y));  \
    }
#define SPELT_MODIFIED_ROTATION(function, type)                                                    \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y,          \
                                    SPELT_ELEMENT_##type xx, SPELT_ELEMENT_##type xy,              \
                                    SPELT_ELEMENT_##type yx, SPELT_ELEMENT_##type yy)              \
    {                                                                                              \
        SPELT_ELEMENT_##type numbers[4];                                                           \
        door_put_numbers(numbers, &xx, &xy, sizeof xx);                                            \
        door_put_numbers(numbers + 2, &yx, &yy, sizeof yx);                                        \
        return exchange(SPELT_ID_##function, SIZES(type), numbers, SPELT_VIEW(x), SPELT_VIEW(y));  \
    }
#define SPELT_CLIP(function, type)                                                                 \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type low,            \
                                    SPELT_ELEMENT_##type high, const spelt_out_##type *out)        \
    {                                                                                              \
        SPELT_ELEMENT_##type numbers[2];                                                           \
        door_put_numbers(numbers, &low, &high, sizeof low);                                        \
        if (SPELT_UNLIKELY(!IS_INTERVAL(low, high)))                                               \
            return spelt_call_no_interval(SPELT_ID_##function, SPELT_VIEW(x), &numbers[0],         \
                                          &numbers[1], SPELT_VIEW(out));                           \
        return by_numbers(SPELT_ID_##function, SIZES(type), numbers,                               \
                          SPELT_VIEW(x), SPELT_VIEW(out), 0);                                      \
    }
/* Quiet on NaNs. */
#define IS_INTERVAL(low, high)                                                                     \
    _Generic((low), float                                                                          \
             : __builtin_islessequal((double)(low), (double)(high)), double                        \
             : __builtin_islessequal((double)(low), (double)(high)), default                       \
             : (low) <= (high))
#define SPELT_SELECTION(function, type)                                                            \
    SPELT_API spelt_status function(const spelt_in_u8 *mask, const spelt_in_##type *x,                       \
                          const spelt_in_##type *y, const spelt_out_##type *out)                   \
    {                                                                                              \
        return map_three(SPELT_ID_##function, sizeof(uint8_t), sizeof(SPELT_ELEMENT_##type),       \
                         SPELT_VIEW(mask), SPELT_VIEW(x), SPELT_VIEW(y), SPELT_VIEW(out));         \
    }

/* ---- What they have in common ------------------------------------------------------------------ */

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

SPELT_INLINE spelt_status map_one(spelt_function function, size_t size, size_t alignment,
                                  size_t out_size, size_t out_alignment, const spelt_view *x,
                                  const spelt_view *out)
{
    if (SPELT_LIKELY(door_are_contiguous(x, out))) {
        const void *x_data = x->data;
        void *to = out->data;
        const size_t n = out->shape[0];
        if (door_is_data(to, out_alignment) && door_is_data(x_data, alignment) &&
            SPELT_LIKELY(door_same_or_apart(x_data, size, to, out_size, n)) &&
            SPELT_LIKELY(spelt_direct_some(function, n)))
            return finish(function, spelt_map_of(function)(x_data, NULL, NULL, to, n));
    }
    if (is_nothing(function, x, out))
        return SPELT_OK;
    if (size == alignment && out_size == out_alignment)
        return spelt_call_map_line1(function, size, out_size, x, out);
    return spelt_call_map(function, x, NULL, NULL, out);
}

#define CONVERT_SIZES(from, to)                                                                    \
    static __attribute__((noinline)) spelt_status convert_##from##_##to(                           \
        spelt_function function, const spelt_view *x, const spelt_view *out)                       \
    {                                                                                              \
        return map_one(function, from, from, to, to, x, out);                                      \
    }
#define CONVERT_SIZES_FROM(from)                                                                   \
    CONVERT_SIZES(from, 1) CONVERT_SIZES(from, 2) CONVERT_SIZES(from, 4) CONVERT_SIZES(from, 8)
CONVERT_SIZES_FROM(1)
CONVERT_SIZES_FROM(2)
CONVERT_SIZES_FROM(4)
CONVERT_SIZES_FROM(8)

/* ---- Two inputs -------------------------------------------------------------------------------- */

/* One operand is one value, which the kernel does not write over. */
SPELT_INLINE int is_value(const spelt_view *x, size_t size, size_t alignment, const void *out,
                          size_t out_size, size_t n)
{
    return x->ndim == 1 && x->stride[0] == 0 && x->shape[0] == n &&
           door_is_data(x->data, alignment) &&
           (uintptr_t)x->data - (uintptr_t)out + (size - 1) >= n * out_size + (size - 1);
}

/* Of a contiguous output with steps of 0 and 1: maybe an array and a value. */
static __attribute__((noinline)) spelt_status
map_two_contiguous(spelt_function function, size_t size, size_t alignment, size_t out_size,
                   size_t out_alignment, const spelt_view *x, const spelt_view *y,
                   const spelt_view *out)
{
    if (door_is_data(out->data, out_alignment) && spelt_direct_some(function, out->shape[0])) {
        const size_t n = out->shape[0];
        void *to = out->data;
        spelt_map_kernel *x_kernel =
            (spelt_map_kernel *)spelt_kernel_of(function, SPELT_KERNEL_OF_VALUE);
        spelt_map_kernel *y_kernel =
            (spelt_map_kernel *)spelt_kernel_of(function, SPELT_KERNEL_OF_VALUE + 1);
        if (y_kernel && door_are_contiguous(x, out) && door_is_data(x->data, alignment) &&
            is_value(y, size, alignment, to, out_size, n) &&
            door_same_or_apart(x->data, size, to, out_size, n))
            return finish(function, y_kernel(x->data, y->data, NULL, to, n));
        if (x_kernel && door_are_contiguous(y, out) && door_is_data(y->data, alignment) &&
            is_value(x, size, alignment, to, out_size, n) &&
            door_same_or_apart(y->data, size, to, out_size, n))
            return finish(function, x_kernel(x->data, y->data, NULL, to, n));
    }
    return size == alignment ? spelt_call_map_line2(function, size, out_size, x, y, out)
                             : spelt_call_map(function, x, y, NULL, out);
}

SPELT_INLINE spelt_status map_two(spelt_function function, size_t size, size_t alignment,
                                  size_t out_size, size_t out_alignment, const spelt_view *x,
                                  const spelt_view *y, const spelt_view *out)
{
    if (SPELT_LIKELY(x != NULL) && SPELT_LIKELY(y != NULL) && SPELT_LIKELY(out != NULL) &&
        SPELT_LIKELY(spelt_is_plain(x->ndim & y->ndim & out->ndim, x->ndim | y->ndim | out->ndim,
                                    x->stride[0] & y->stride[0] & out->stride[0],
                                    x->stride[0] | y->stride[0] | out->stride[0])) &&
        SPELT_LIKELY(x->shape[0] == out->shape[0]) && SPELT_LIKELY(y->shape[0] == out->shape[0])) {
        const void *x_data = x->data, *y_data = y->data;
        void *to = out->data;
        const size_t n = out->shape[0];
        if (door_is_data(to, out_alignment) && door_are_data(x_data, y_data, alignment) &&
            SPELT_LIKELY(door_same_or_apart(x_data, size, to, out_size, n)) &&
            SPELT_LIKELY(door_same_or_apart(y_data, size, to, out_size, n)) &&
            SPELT_LIKELY(spelt_direct_some(function, n)))
            return finish(function, spelt_map_of(function)(x_data, y_data, NULL, to, n));
        if (n == 0 && spelt_direct(function, 0))
            return SPELT_OK;
    }
    if (x && y && door_is_contiguous(out) && (x->stride[0] | y->stride[0]) == 1)
        return map_two_contiguous(function, size, alignment, out_size, out_alignment, x, y, out);
    return size == alignment ? spelt_call_map_line2(function, size, out_size, x, y, out)
                             : spelt_call_map(function, x, y, NULL, out);
}

/* ---- Three inputs ------------------------------------------------------------------------------ */

static __attribute__((noinline)) spelt_status map_three_others(spelt_function function,
                                                               const spelt_view *x,
                                                               const spelt_view *y,
                                                               const spelt_view *z,
                                                               const spelt_view *out)
{
    if (is_nothing(function, x, out) && door_are_contiguous(y, out) && door_are_contiguous(z, out))
        return SPELT_OK;
    return spelt_call_map(function, x, y, z, out);
}

/* The first input may be of another size: a mask. */
SPELT_INLINE spelt_status map_three(spelt_function function, size_t first_size, size_t size,
                                    const spelt_view *x, const spelt_view *y, const spelt_view *z,
                                    const spelt_view *out)
{
    if (SPELT_LIKELY(x != NULL) && SPELT_LIKELY(y != NULL) && SPELT_LIKELY(z != NULL) &&
        SPELT_LIKELY(out != NULL) &&
        SPELT_LIKELY(spelt_is_plain(
            x->ndim & y->ndim & z->ndim & out->ndim, x->ndim | y->ndim | z->ndim | out->ndim,
            x->stride[0] & y->stride[0] & z->stride[0] & out->stride[0],
            x->stride[0] | y->stride[0] | z->stride[0] | out->stride[0])) &&
        SPELT_LIKELY(x->shape[0] == out->shape[0]) && SPELT_LIKELY(y->shape[0] == out->shape[0]) &&
        SPELT_LIKELY(z->shape[0] == out->shape[0])) {
        const void *x_data = x->data, *y_data = y->data, *z_data = z->data;
        void *to = out->data;
        const size_t n = out->shape[0];
        if (door_is_data(x_data, first_size) && door_is_data(to, size) &&
            door_are_data(y_data, z_data, size) &&
            SPELT_LIKELY(door_same_or_apart(x_data, first_size, to, size, n)) &&
            SPELT_LIKELY(door_same_or_apart(y_data, size, to, size, n)) &&
            SPELT_LIKELY(door_same_or_apart(z_data, size, to, size, n)) &&
            SPELT_LIKELY(spelt_direct_some(function, n)))
            return finish(function, spelt_map_of(function)(x_data, y_data, z_data, to, n));
    }
    return map_three_others(function, x, y, z, out);
}

/* ---- Two numbers --------------------------------------------------------------------------------- */

/* They are the operand behind the inputs: x, and in an update the output, which is y. */
static __attribute__((noinline)) spelt_status by_numbers_others(spelt_function function,
                                                                const void *numbers,
                                                                const spelt_view *x,
                                                                const spelt_view *out, int is_update)
{
    static const spelt_view nothing = {.ndim = 1};
    if (is_nothing(function, x, out))
        return SPELT_OK;
    const spelt_view operand = spelt_view_of_value(numbers, x ? x : &nothing);
    return is_update ? spelt_call_map(function, x, out, &operand, out)
                     : spelt_call_map(function, x, &operand, NULL, out);
}

SPELT_INLINE spelt_status by_numbers(spelt_function function, size_t size, size_t alignment,
                                     const void *numbers, const spelt_view *x, const spelt_view *out, int is_update)
{
    if (SPELT_LIKELY(door_are_contiguous(x, out))) {
        const void *x_data = x->data;
        void *to = out->data;
        const size_t n = out->shape[0];
        if (door_are_data(x_data, to, alignment) &&
            SPELT_LIKELY(door_same_or_apart(x_data, size, to, size, n)) &&
            SPELT_LIKELY(spelt_direct_some(function, n))) {
            const void *y = is_update ? to : numbers, *z = is_update ? numbers : NULL;
            return finish(function, spelt_map_of(function)(x_data, y, z, to, n));
        }
    }
    return by_numbers_others(function, numbers, x, out, is_update);
}

/* ---- Two outputs --------------------------------------------------------------------------------- */

SPELT_INLINE spelt_status exchange(spelt_function function, size_t size, size_t alignment,
                                   const void *numbers, const spelt_view *x, const spelt_view *y)
{
    if (SPELT_LIKELY(door_are_contiguous(x, y))) {
        void *x_data = x->data, *y_data = y->data;
        const size_t n = x->shape[0];
        if (door_are_data(x_data, y_data, alignment) && door_apart(x_data, n, size, y_data, n, size) &&
            SPELT_LIKELY(spelt_direct_some(function, n)))
            return finish(function, spelt_map_of(function)(x_data, y_data, numbers, y_data, n));
    }
    return by_numbers_others(function, numbers, x, y, 1);
}

#if defined(SPELT_ELEMENTWISE_H) || defined(SPELT_CONVERT_H)
#error "included before its lines could become definitions"
#endif
#include <spelt/convert.h>
#include <spelt/elementwise.h>
