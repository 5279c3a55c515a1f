/* views_of_views.h - slices, single indexes, orders of axes, broadcasts and strides in bytes: chains of them,
 * against lists of where the elements lie, as view.h's words have it. */
#ifndef SPELT_TESTS_FUZZ_VIEWS_OF_VIEWS_H
#define SPELT_TESTS_FUZZ_VIEWS_OF_VIEWS_H

#include "fuzz.h"

#include "types.h"

#include <spelt/status.h>
#include <spelt/view.h>

#include <string.h>

/* ---- Input ----------------------------------------------------------------------------------- */

/* Bytes that decide; behind them, such as come of the place. */
typedef struct {
    const uint8_t *bytes;
    size_t length, at;
} reader;

static inline unsigned next_byte(reader *in)
{
    const size_t at = in->at++;
    return at < in->length ? in->bytes[at] : (at * 167 + in->length * 31 + at / 256) % 256;
}

/* ---- The model ------------------------------------------------------------------------------- */

enum { MOST_LISTED = 4096 };

/* Where elements lie, in C order, in elements from a place. */
typedef struct {
    size_t ndim, shape[SPELT_MAX_NDIM], count;
    ptrdiff_t at[MOST_LISTED];
} listed;

static inline size_t count_of(size_t ndim, const size_t *shape)
{
    size_t count = 1;
    for (size_t k = 0; k < ndim; k++)
        count *= shape[k];
    return count;
}

/* The element of the list at an index of some axes. */
static inline ptrdiff_t listed_at(const listed *list, const size_t *index)
{
    size_t position = 0;
    for (size_t k = 0; k < list->ndim; k++)
        position = position * list->shape[k] + index[k];
    return list->at[position];
}

/* Calls for each index of a shape, in C order. */
static inline int next_index(size_t ndim, const size_t *shape, size_t *index)
{
    size_t k = ndim;
    while (k > 0 && ++index[k - 1] == shape[k - 1])
        index[--k] = 0;
    return k > 0;
}

static inline void expect_listed(const spelt_in_i32 *view, const int32_t *base, const listed *list)
{
    REQUIRE(view->ndim == list->ndim);
    REQUIRE(memcmp(view->shape, list->shape, list->ndim * sizeof *list->shape) == 0);
    size_t index[SPELT_MAX_NDIM] = {0};
    for (size_t i = 0; i < list->count; i++) {
        ptrdiff_t offset = 0;
        for (size_t k = 0; k < view->ndim; k++)
            offset += (ptrdiff_t)index[k] * view->stride[k];
        REQUIRE(view->data + offset == base + list->at[i]);
        next_index(view->ndim, view->shape, index);
    }
}

/* ---- What is done to a view ------------------------------------------------------------------ */

/* A number near the extent, of either sign, or one of the limits. */
static inline ptrdiff_t some_index(reader *in, size_t extent)
{
    static const ptrdiff_t limits[] = {PTRDIFF_MAX, PTRDIFF_MIN, PTRDIFF_MAX - 1, PTRDIFF_MIN + 1};
    const unsigned byte = next_byte(in);
    if (byte >= 240)
        return limits[byte % 4];
    const ptrdiff_t reach = (ptrdiff_t)extent + 2;
    return (ptrdiff_t)(byte % (2 * (size_t)reach + 1)) - reach;
}

/* The indexes that a slice visits; -1 where it is refused. */
static inline ptrdiff_t visited(size_t extent, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step,
                                size_t *index)
{
    const int128 n = (int128)extent, low = step < 0 ? -1 : 0, high = step < 0 ? n - 1 : n;
    const int128 first = start < 0 ? start + n : start;
    const int128 end = stop == SPELT_END ? (step < 0 ? -1 : n) : stop < 0 ? stop + n : stop;
    ptrdiff_t count = 0;
    if (step == 0 || start == SPELT_END || first < low || first > high || end < low || end > high)
        return -1;
    for (int128 i = first; step > 0 ? i < end : i > end; i += step)
        index[count++] = (size_t)i;
    return count;
}

static inline void slice_once(reader *in, spelt_in_i32 *view, const int32_t *base, listed *list)
{
    static listed made;
    static size_t index[MOST_LISTED + 1];
    const size_t axis = next_byte(in) % (list->ndim + 1);
    const size_t extent = axis < list->ndim ? list->shape[axis] : 3;
    const ptrdiff_t start = some_index(in, extent);
    const ptrdiff_t stop = next_byte(in) % 3 ? some_index(in, extent) : SPELT_END;
    const ptrdiff_t step = some_index(in, 3);
    const spelt_in_i32 before = *view;
    const ptrdiff_t count = visited(extent, start, stop, step, index);
    const spelt_status status = spelt_in_slice_i32(view, axis, start, stop, step, view);
    if (axis == list->ndim || count < 0) {
        REQUIRE(status == SPELT_ERR_ARG && memcmp(&before, view, sizeof before) == 0);
        return;
    }
    REQUIRE(status == SPELT_OK);
    made = *list;
    made.shape[axis] = (size_t)count;
    made.count = count_of(made.ndim, made.shape);
    size_t at[SPELT_MAX_NDIM] = {0};
    for (size_t i = 0; i < made.count; i++) {
        size_t from[SPELT_MAX_NDIM];
        memcpy(from, at, sizeof from);
        from[axis] = index[at[axis]];
        made.at[i] = listed_at(list, from);
        next_index(made.ndim, made.shape, at);
    }
    *list = made;
    expect_listed(view, base, list);
}

static inline void pick_once(reader *in, spelt_in_i32 *view, const int32_t *base, listed *list)
{
    static listed made;
    const size_t axis = next_byte(in) % (list->ndim + 1);
    const size_t extent = axis < list->ndim ? list->shape[axis] : 3;
    const ptrdiff_t index = some_index(in, extent);
    const int128 chosen = index < 0 ? index + (int128)extent : index;
    const spelt_in_i32 before = *view;
    const spelt_status status = spelt_in_pick_i32(view, axis, index, view);
    if (axis == list->ndim || chosen < 0 || chosen >= (int128)extent) {
        REQUIRE(status == SPELT_ERR_ARG && memcmp(&before, view, sizeof before) == 0);
        return;
    }
    REQUIRE(status == SPELT_OK);
    made = *list;
    made.ndim--;
    for (size_t k = axis; k < made.ndim; k++)
        made.shape[k] = list->shape[k + 1];
    made.count = count_of(made.ndim, made.shape);
    size_t at[SPELT_MAX_NDIM] = {0};
    for (size_t i = 0; i < made.count; i++) {
        size_t from[SPELT_MAX_NDIM] = {0};
        for (size_t k = 0; k < list->ndim; k++)
            from[k] = k < axis ? at[k] : k == axis ? (size_t)chosen : at[k - 1];
        made.at[i] = listed_at(list, from);
        next_index(made.ndim, made.shape, at);
    }
    *list = made;
    expect_listed(view, base, list);
}

static inline void permute_once(reader *in, spelt_in_i32 *view, const int32_t *base, listed *list)
{
    static listed made;
    size_t axes[SPELT_MAX_NDIM];
    unsigned seen = 0;
    for (size_t k = 0; k < list->ndim; k++)
        axes[k] = k;
    for (size_t k = list->ndim; k > 1; k--) {
        const size_t other = next_byte(in) % k, kept = axes[k - 1];
        axes[k - 1] = axes[other];
        axes[other] = kept;
    }
    if (list->ndim > 0 && next_byte(in) % 8 == 0) /* one twice, or one that there is not */
        axes[next_byte(in) % list->ndim] = next_byte(in) % (list->ndim + 1);
    for (size_t k = 0; k < list->ndim; k++)
        seen |= 1U << axes[k];
    const spelt_in_i32 before = *view;
    const spelt_status status = spelt_in_permute_i32(view, axes, view);
    if (seen != (1U << list->ndim) - 1) {
        REQUIRE(status == SPELT_ERR_ARG && memcmp(&before, view, sizeof before) == 0);
        return;
    }
    REQUIRE(status == SPELT_OK);
    made = *list;
    for (size_t k = 0; k < made.ndim; k++)
        made.shape[k] = list->shape[axes[k]];
    size_t at[SPELT_MAX_NDIM] = {0};
    for (size_t i = 0; i < made.count; i++) {
        size_t from[SPELT_MAX_NDIM] = {0};
        for (size_t k = 0; k < made.ndim; k++)
            from[axes[k]] = at[k];
        made.at[i] = listed_at(list, from);
        next_index(made.ndim, made.shape, at);
    }
    *list = made;
    expect_listed(view, base, list);
}

/* By trailing dimensions; as often as not a shape that can be reached. */
static inline void broadcast_once(reader *in, spelt_in_i32 *view, const int32_t *base, listed *list)
{
    static listed made;
    made.ndim = next_byte(in) % (SPELT_MAX_NDIM + 1);
    int fits = made.ndim >= list->ndim;
    const size_t more = fits ? made.ndim - list->ndim : 0;
    for (size_t k = 0; k < made.ndim; k++) {
        const size_t own = fits && k >= more ? list->shape[k - more] : 1;
        const unsigned byte = next_byte(in);
        made.shape[k] = own == 1 || byte >= 250 ? byte % 4 : own;
        if (fits && made.shape[k] != own && own != 1)
            fits = 0;
    }
    made.count = count_of(made.ndim, made.shape);
    if (made.count > MOST_LISTED)
        return;
    const spelt_in_i32 before = *view;
    const spelt_status status = spelt_broadcast_i32(view, made.ndim, made.shape, view);
    if (!fits) {
        REQUIRE(status == SPELT_ERR_SHAPE && memcmp(&before, view, sizeof before) == 0);
        return;
    }
    REQUIRE(status == SPELT_OK);
    size_t at[SPELT_MAX_NDIM] = {0};
    for (size_t i = 0; i < made.count; i++) {
        size_t from[SPELT_MAX_NDIM] = {0};
        for (size_t k = 0; k < list->ndim; k++)
            from[k] = list->shape[k] == 1 ? 0 : at[k + more];
        made.at[i] = listed_at(list, from);
        next_index(made.ndim, made.shape, at);
    }
    *list = made;
    expect_listed(view, base, list);
}

/* The same view again, of its strides in bytes. */
static inline void bytes_once(reader *in, spelt_in_i32 *view, const int32_t *base, listed *list)
{
    ptrdiff_t bytes[SPELT_MAX_NDIM] = {0};
    const int odd = list->ndim > 0 && next_byte(in) % 4 == 0;
    const size_t which = odd ? next_byte(in) % list->ndim : 0;
    for (size_t k = 0; k < list->ndim; k++)
        if (__builtin_mul_overflow(view->stride[k], (ptrdiff_t)sizeof(int32_t), &bytes[k]))
            return;
    bytes[which] += odd ? 1 + next_byte(in) % 3 : 0;
    spelt_in_i32 made = *view;
    const spelt_status status =
        spelt_in_bytes_i32(view->data, view->ndim, view->shape, bytes, &made);
    if (odd && list->count > 0 && list->shape[which] > 1) {
        REQUIRE(status == SPELT_ERR_STRIDE && memcmp(&made, view, sizeof made) == 0);
        return;
    }
    REQUIRE(status == SPELT_OK);
    *view = made;
    expect_listed(view, base, list);
}

static inline void check_views_of_views(reader *in)
{
    static int32_t base[MOST_LISTED];
    static listed list;
    spelt_in_i32 view;
    list.ndim = next_byte(in) % 6;
    for (size_t k = 0; k < list.ndim; k++)
        list.shape[k] = next_byte(in) % (list.ndim == 1 ? 60 : 5);
    list.count = count_of(list.ndim, list.shape);
    for (size_t i = 0; i < list.count; i++)
        list.at[i] = (ptrdiff_t)i;
    memset(&view, 0, sizeof view);
    REQUIRE(spelt_in_nd_i32(base, list.ndim, list.shape, NULL, &view) == SPELT_OK);
    expect_listed(&view, base, &list);
    for (unsigned steps = 1 + next_byte(in) % 12; steps > 0; steps--)
        switch (next_byte(in) % 5) {
        case 0: slice_once(in, &view, base, &list); break;
        case 1: pick_once(in, &view, base, &list); break;
        case 2: permute_once(in, &view, base, &list); break;
        case 3: broadcast_once(in, &view, base, &list); break;
        default: bytes_once(in, &view, base, &list); break;
        }
}

#endif
