/* indexing.c - the doors of indexing.h, whose lines become definitions here. spelt_take_i64_f64
 * is one. */
#include "call/indexing.h"
#include "doors/plain.h"

#include <spelt/view.h>

#define SPELT_TAKING(function, key, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_##key *index, const spelt_in_##type *x,         \
                                    const spelt_out_##type *out)                                   \
    {                                                                                              \
        return take(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##type), SPELT_VIEW(index),          \
                    SPELT_VIEW(x), SPELT_VIEW(out));                                               \
    }
#define SPELT_PUTTING(function, key, type)                                                         \
    SPELT_API spelt_status function(const spelt_in_##key *index, const spelt_in_##type *x,         \
                                    const spelt_out_##type *out)                                   \
    {                                                                                              \
        return put(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##type), SPELT_VIEW(index),           \
                   SPELT_VIEW(x), SPELT_VIEW(out));                                                \
    }
#define SPELT_COMPRESSION(function, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_u8 *mask, const spelt_in_##type *x,             \
                                    const spelt_out_##type *out, int64_t *count)                   \
    {                                                                                              \
        return compress(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##type), SPELT_VIEW(mask),       \
                        SPELT_VIEW(x), SPELT_VIEW(out), count);                                    \
    }

/* Few contiguous elements; anything else, and what is wrong, goes the slow way. */
SPELT_INLINE int are_plain(spelt_function function, const spelt_view *by, size_t by_size,
                           const spelt_view *x, const spelt_view *out, size_t size)
{
    return SPELT_LIKELY(door_is_contiguous(by)) && SPELT_LIKELY(door_is_contiguous(x)) &&
           SPELT_LIKELY(door_is_contiguous(out)) && door_is_data(by->data, by_size) &&
           door_are_data(x->data, out->data, size) &&
           door_apart(by->data, by->shape[0], by_size, out->data, out->shape[0], size) &&
           door_apart(x->data, x->shape[0], size, out->data, out->shape[0], size) &&
           SPELT_LIKELY(spelt_direct_some(function, by->shape[0]));
}

/* Whether all indexes are below n. */
SPELT_INLINE int are_below(spelt_function function, const spelt_view *index, size_t n)
{
    spelt_keys_kernel *kernel =
        (spelt_keys_kernel *)spelt_kernel_of(function, SPELT_KERNEL_KEYS);
    return kernel(index->data, index->shape[0], n) == index->shape[0];
}

SPELT_INLINE spelt_status take(spelt_function function, size_t size, const spelt_view *index,
                               const spelt_view *x, const spelt_view *out)
{
    if (are_plain(function, index, sizeof(int64_t), x, out, size) &&
        SPELT_LIKELY(index->shape[0] == out->shape[0]) &&
        are_below(function, index, x->shape[0])) {
        ((spelt_take_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF))(
            index->data, x->data, (ptrdiff_t)size, out->data, index->shape[0]);
        return SPELT_OK;
    }
    return spelt_call_take(function, index, x, out);
}

SPELT_INLINE spelt_status put(spelt_function function, size_t size, const spelt_view *index,
                              const spelt_view *x, const spelt_view *out)
{
    if (are_plain(function, index, sizeof(int64_t), x, out, size) &&
        SPELT_LIKELY(index->shape[0] == x->shape[0]) &&
        are_below(function, index, out->shape[0])) {
        ((spelt_put_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF))(
            index->data, x->data, out->data, (ptrdiff_t)size, index->shape[0]);
        return SPELT_OK;
    }
    return spelt_call_put(function, index, x, out);
}

SPELT_INLINE spelt_status compress(spelt_function function, size_t size, const spelt_view *mask,
                                   const spelt_view *x, const spelt_view *out, int64_t *count)
{
    if (SPELT_LIKELY(count != NULL) && are_plain(function, mask, 1, x, out, size) &&
        SPELT_LIKELY(mask->shape[0] == x->shape[0]) &&
        door_apart(count, 1, sizeof *count, out->data, out->shape[0], size)) {
        const size_t chosen = ((spelt_count_kernel *)spelt_kernel_of(
            function, SPELT_KERNEL_COUNT))(mask->data, mask->shape[0]);
        if (SPELT_LIKELY(chosen <= out->shape[0])) {
            ((spelt_compress_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF))(
                mask->data, x->data, out->data, chosen);
            *count = (int64_t)chosen;
            return SPELT_OK;
        }
    }
    return spelt_call_compress(function, mask, x, out, count);
}

#ifdef SPELT_INDEXING_H
#error "included before its lines could become definitions"
#endif
#include <spelt/indexing.h>
