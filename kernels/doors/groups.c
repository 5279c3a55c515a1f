/* groups.c - the doors of groups.h, whose lines become definitions here. spelt_sum_by_i32_f64
 * is one. */
#include "call/groups.h"
#include "doors/plain.h"

#include <spelt/view.h>

#include <string.h>

#define SPELT_COUNTING(function, key)                                                              \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_out_i64 *counts)       \
    {                                                                                              \
        return count_by(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##key), SPELT_VIEW(keys),        \
                        SPELT_VIEW(counts));                                                       \
    }
#define SPELT_SUMMING(function, key, type, result)                                                 \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_in_##type *x,          \
                                    const spelt_out_##result *out)                                 \
    {                                                                                              \
        return sum_by(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##key),                            \
                      sizeof(SPELT_ELEMENT_##type), sizeof(SPELT_ELEMENT_##result),                \
                      SPELT_VIEW(keys), SPELT_VIEW(x), SPELT_VIEW(out));                           \
    }
#define SPELT_SUMMING_EXACTLY(function, key, type)                                                 \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_in_##type *x,          \
                                    const spelt_out_##type *out)                                   \
    {                                                                                              \
        return spelt_call_sum_by_exact(SPELT_ID_##function, SPELT_VIEW(keys), SPELT_VIEW(x),       \
                                       SPELT_VIEW(out));                                           \
    }
#define SPELT_BINNING(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *edges,        \
                                    const spelt_out_i64 *counts)                                   \
    {                                                                                              \
        return spelt_call_bins(SPELT_ID_##function, SPELT_VIEW(x), SPELT_VIEW(edges),              \
                               SPELT_VIEW(counts));                                                \
    }
#define SPELT_BINNING_EVENLY(function, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type low,            \
                                    SPELT_ELEMENT_##type high, const spelt_out_i64 *counts)        \
    {                                                                                              \
        return spelt_call_even_bins(SPELT_ID_##function, SPELT_VIEW(x), (double)low, (double)high, \
                                    SPELT_VIEW(counts));                                           \
    }

/* Few contiguous keys of few groups; anything else, and what is wrong, goes the slow way. */
#define FEW ((size_t)1024)

SPELT_INLINE int are_plain(spelt_function function, const spelt_view *keys, size_t key_size,
                           const spelt_view *out, size_t size)
{
    return SPELT_LIKELY(door_is_contiguous(keys)) && SPELT_LIKELY(door_is_contiguous(out)) &&
           door_is_data(keys->data, key_size) && door_is_data(out->data, size) &&
           SPELT_LIKELY(keys->shape[0] <= FEW) &&
           door_apart(keys->data, keys->shape[0], key_size, out->data, out->shape[0], size) &&
           SPELT_LIKELY(spelt_direct_some(function, keys->shape[0])) &&
           ((spelt_keys_kernel *)spelt_kernel_of(function, SPELT_KERNEL_KEYS))(
               keys->data, keys->shape[0], out->shape[0]) == keys->shape[0];
}

SPELT_INLINE spelt_status count_by(spelt_function function, size_t size, const spelt_view *keys,
                                   const spelt_view *counts)
{
    if (are_plain(function, keys, size, counts, sizeof(int64_t))) {
        memset(counts->data, 0, counts->shape[0] * sizeof(int64_t));
        ((spelt_tally_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF))(
            keys->data, keys->shape[0], counts->data, sizeof(int64_t));
        return SPELT_OK;
    }
    return spelt_call_count_by(function, keys, counts);
}

SPELT_INLINE spelt_status sum_by(spelt_function function, size_t key_size, size_t size,
                                 size_t out_size, const spelt_view *keys, const spelt_view *x,
                                 const spelt_view *out)
{
    if (SPELT_LIKELY(door_are_contiguous(keys, x)) && SPELT_LIKELY(out != NULL) &&
        door_is_data(x->data, size) &&
        door_apart(x->data, x->shape[0], size, out->data, out->shape[0], out_size) &&
        are_plain(function, keys, key_size, out, out_size)) {
        spelt_end_sums_kernel *end =
            (spelt_end_sums_kernel *)spelt_kernel_of(function, SPELT_KERNEL_END);
        memset(out->data, 0, out->shape[0] * out_size);
        const size_t failure =
            ((spelt_sum_by_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF))(
                keys->data, x->data, keys->shape[0], out->data, (ptrdiff_t)out_size);
        if (end)
            end(out->data, out->shape[0]);
        if (SPELT_LIKELY(failure == 0))
            return SPELT_OK;
    }
    return spelt_call_sum_by(function, keys, x, out); /* which says what is wrong */
}

#ifdef SPELT_GROUPS_H
#error "included before its lines could become definitions"
#endif
#include <spelt/groups.h>
