/* layout.h - views whose element type is a value: where the elements lie, and laying them out. */
#ifndef SPELT_TESTS_LAYOUT_H
#define SPELT_TESTS_LAYOUT_H

#include "support.h"

#include <spelt/view.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { TYPE_f32, TYPE_f64, TYPE_i32, TYPE_i64 } element_type;

static inline size_t type_bytes(element_type type)
{
    return type == TYPE_f32 || type == TYPE_i32 ? 4 : 8;
}

typedef struct {
    size_t ndim;
    size_t shape[SPELT_MAX_NDIM];
    ptrdiff_t stride[SPELT_MAX_NDIM];
} layout;

typedef struct {
    void *data;
    layout at;
} any_view;

static inline layout layout_1d(size_t n, ptrdiff_t stride)
{
    return (layout){1, {n}, {stride}};
}

static inline size_t layout_count(const layout *at)
{
    size_t count = 1;
    for (size_t d = 0; d < at->ndim; d++)
        count *= at->shape[d];
    return count;
}

/* The offset of every element from data, in C order; to be freed. */
static inline ptrdiff_t *layout_offsets(const layout *at)
{
    size_t count = layout_count(at);
    ptrdiff_t *offset = malloc((count ? count : 1) * sizeof *offset);
    size_t index[SPELT_MAX_NDIM] = {0};
    ptrdiff_t here = 0;
    cr_assert(offset != NULL);
    for (size_t k = 0; k < count; k++) {
        offset[k] = here;
        for (size_t d = at->ndim; d-- > 0;) {
            here += at->stride[d];
            if (++index[d] < at->shape[d])
                break;
            here -= at->stride[d] * (ptrdiff_t)at->shape[d];
            index[d] = 0;
        }
    }
    return offset;
}

/* The least and greatest offsets; both 0 where there are no elements. */
static inline void layout_reach(const layout *at, ptrdiff_t *low, ptrdiff_t *high)
{
    *low = *high = 0;
    if (layout_count(at) == 0)
        return;
    for (size_t d = 0; d < at->ndim; d++) {
        ptrdiff_t reach = at->stride[d] * (ptrdiff_t)(at->shape[d] - 1);
        *(reach < 0 ? low : high) += reach;
    }
}

/* Elements from the lowest to the highest place; 0 where there are none. */
static inline size_t layout_span(const layout *at)
{
    ptrdiff_t low, high;
    layout_reach(at, &low, &high);
    return layout_count(at) ? (size_t)(high - low + 1) : 0;
}

typedef enum { AT_START, AT_END } side;

/* A view with its lowest element `gap` elements behind the front guard page, or with its
 * highest one `gap` elements before the rear one. */
static inline any_view place(const guarded *room, element_type type, layout at, side where,
                             size_t gap)
{
    size_t size = type_bytes(type);
    ptrdiff_t low, high;
    layout_reach(&at, &low, &high);
    unsigned char *lowest = where == AT_START
                                ? guarded_at_start(room, gap * size)
                                : guarded_at_end(room, layout_span(&at) * size, gap * size);
    return (any_view){lowest - low * (ptrdiff_t)size, at};
}

static inline any_view contiguous(void *data, size_t n)
{
    return (any_view){data, layout_1d(n, 1)};
}

static inline int is_one_run(const layout *at)
{
    return at->ndim == 1 && at->stride[0] == 1;
}

static inline void copy_element(void *to, const void *from, size_t size)
{
    if (size == 4)
        memcpy(to, from, 4);
    else
        memcpy(to, from, 8);
}

/* Copies elements from a contiguous array to their places, or back. */
static inline void scatter(const any_view *view, element_type type, const void *elements)
{
    size_t size = type_bytes(type), count = layout_count(&view->at);
    if (is_one_run(&view->at)) {
        memcpy(view->data, elements, count * size);
        return;
    }
    ptrdiff_t *offset = layout_offsets(&view->at);
    for (size_t k = 0; k < count; k++)
        copy_element((unsigned char *)view->data + offset[k] * (ptrdiff_t)size,
                     (const unsigned char *)elements + k * size, size);
    free(offset);
}

static inline void gather(const any_view *view, element_type type, void *elements)
{
    size_t size = type_bytes(type), count = layout_count(&view->at);
    if (is_one_run(&view->at)) {
        memcpy(elements, view->data, count * size);
        return;
    }
    ptrdiff_t *offset = layout_offsets(&view->at);
    for (size_t k = 0; k < count; k++)
        copy_element((unsigned char *)elements + k * size,
                     (const unsigned char *)view->data + offset[k] * (ptrdiff_t)size, size);
    free(offset);
}

/* "shape (3, 4) strides (4, 1)", for messages; good until the fourth call after it. */
static inline const char *layout_text(const layout *at)
{
    static char text[4][400];
    static unsigned turn;
    char *out = text[turn++ % 4];
    size_t used = (size_t)snprintf(out, sizeof text[0], "shape (");
    for (size_t d = 0; d < at->ndim; d++)
        used +=
            (size_t)snprintf(out + used, sizeof text[0] - used, d ? ", %zu" : "%zu", at->shape[d]);
    used += (size_t)snprintf(out + used, sizeof text[0] - used, ") strides (");
    for (size_t d = 0; d < at->ndim; d++)
        used +=
            (size_t)snprintf(out + used, sizeof text[0] - used, d ? ", %td" : "%td", at->stride[d]);
    snprintf(out + used, sizeof text[0] - used, ")");
    return out;
}

#define ANY_VIEW_CONVERSIONS(type)                                                                 \
    static inline spelt_in_##type in_view_##type(const any_view *view)                             \
    {                                                                                              \
        spelt_in_##type in;                                                                        \
        in.data = view->data;                                                                      \
        in.ndim = view->at.ndim;                                                                   \
        memcpy(in.shape, view->at.shape, sizeof in.shape);                                         \
        memcpy(in.stride, view->at.stride, sizeof in.stride);                                      \
        return in;                                                                                 \
    }                                                                                              \
    static inline spelt_out_##type out_view_##type(const any_view *view)                           \
    {                                                                                              \
        spelt_out_##type out;                                                                      \
        out.data = view->data;                                                                     \
        out.ndim = view->at.ndim;                                                                  \
        memcpy(out.shape, view->at.shape, sizeof out.shape);                                       \
        memcpy(out.stride, view->at.stride, sizeof out.stride);                                    \
        return out;                                                                                \
    }

ANY_VIEW_CONVERSIONS(f32)
ANY_VIEW_CONVERSIONS(f64)
ANY_VIEW_CONVERSIONS(i32)
ANY_VIEW_CONVERSIONS(i64)

#endif
