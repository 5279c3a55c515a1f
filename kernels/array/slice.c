/* slice.c - views of a view: slices, single indexes, orders of axes. view.h's lines of them become
 * definitions here. */
#include <spelt/type.h>

#define SPELT_VIEW_SLICE(function, view_type)                                                      \
    SPELT_API spelt_status function(const view_type *view, size_t axis, ptrdiff_t start,           \
                                    ptrdiff_t stop, ptrdiff_t step, view_type *result)             \
    {                                                                                              \
        return slice(#function, view, sizeof *view->data, axis, start, stop, step, result);        \
    }
#define SPELT_VIEW_PICK(function, view_type)                                                       \
    SPELT_API spelt_status function(const view_type *view, size_t axis, ptrdiff_t index,           \
                                    view_type *result)                                             \
    {                                                                                              \
        return pick(#function, view, sizeof *view->data, axis, index, result);                     \
    }
#define SPELT_VIEW_PERMUTE(function, view_type)                                                    \
    SPELT_API spelt_status function(const view_type *view, const size_t *axes, view_type *result)  \
    {                                                                                              \
        return permute(#function, view, sizeof *view->data, axes, result);                         \
    }

/* any_view, result: a spelt_view. */
static spelt_status slice(const char *function, const void *any_view, size_t itemsize, size_t axis,
                          ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step, void *result);
static spelt_status pick(const char *function, const void *any_view, size_t itemsize, size_t axis,
                         ptrdiff_t index, void *result);
static spelt_status permute(const char *function, const void *any_view, size_t itemsize,
                            const size_t *axes, void *result);

#ifdef SPELT_VIEW_H
#error "included before its lines could become definitions"
#endif
#include "array/loop.h"
#include "runtime/status.h"

/* Reads the view into *made and counts its elements. With elements there is data, and every offset
 * to one of them fits ptrdiff_t. */
static spelt_status read_view(const char *function, const void *any_view, const void *result,
                              size_t itemsize, spelt_view *made, size_t *n)
{
    const spelt_view *view = any_view;
    if (!view || !result)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function, view ? "result" : "view");
    const spelt_arrays arrays = {function, 1, 0, {spelt_operand_of("view", view, itemsize)}};
    spelt_status status = spelt_check_there(&arrays);
    if (status == SPELT_OK)
        status = spelt_check_extent(function, &arrays.operand[0], n);
    if (status != SPELT_OK)
        return status;
    *made = (spelt_view){view->data, view->ndim, {0}, {0}};
    for (size_t k = 0; k < view->ndim; k++) {
        made->shape[k] = view->shape[k];
        made->stride[k] = view->stride[k];
    }
    return SPELT_OK;
}

static const char *shape_of(char text[SPELT_SHAPE_TEXT], const spelt_view *view)
{
    const spelt_operand operand = spelt_operand_of("view", view, 1);
    return spelt_shape_text(text, &operand);
}

static spelt_status check_axis(const char *function, const spelt_view *view, size_t axis)
{
    char text[SPELT_SHAPE_TEXT];
    if (axis < view->ndim)
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_ARG, "%s: axis is %zu, view has shape %s", function, axis,
                      shape_of(text, view));
}

static spelt_status fail_index(const char *function, const spelt_view *view, size_t axis,
                               const char *name, ptrdiff_t index)
{
    char text[SPELT_SHAPE_TEXT];
    if (index == SPELT_END)
        return spelt_fail(SPELT_ERR_ARG, "%s: %s is SPELT_END, axis is %zu, view has shape %s",
                          function, name, axis, shape_of(text, view));
    return spelt_fail(SPELT_ERR_ARG, "%s: %s is %td, axis is %zu, view has shape %s", function,
                      name, index, axis, shape_of(text, view));
}

/* Whether an index, counted from the end where it is negative, is one of -below to extent - below,
 * which are found as 0 to extent. below: 0 or 1. */
static int find_index(ptrdiff_t index, size_t extent, size_t below, size_t *found)
{
    const size_t distance = index < 0 ? spelt_magnitude(index) - below : (size_t)index + below;
    *found = index < 0 ? extent - distance : distance;
    return distance <= extent;
}

/* Makes an index of the axis the first. The view has elements there. */
static void move_data(spelt_view *view, size_t axis, size_t index, size_t itemsize)
{
    const spelt_operand operand = spelt_operand_of("view", view, itemsize);
    view->data = (char *)view->data + (ptrdiff_t)index * spelt_step(&operand, axis);
}

static spelt_status slice(const char *function, const void *any_view, size_t itemsize, size_t axis,
                          ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step, void *result)
{
    spelt_view made;
    size_t n, first, end;
    spelt_status status = read_view(function, any_view, result, itemsize, &made, &n);
    if (status == SPELT_OK)
        status = check_axis(function, &made, axis);
    if (status != SPELT_OK)
        return status;
    /* Backwards first and end are one more than the indexes: the least index is -1. */
    const size_t extent = made.shape[axis], back = step < 0;
    if (step == 0)
        return fail_index(function, &made, axis, "step", step);
    if (start == SPELT_END || !find_index(start, extent, back, &first))
        return fail_index(function, &made, axis, "start", start);
    if (stop == SPELT_END)
        end = back ? 0 : extent;
    else if (!find_index(stop, extent, back, &end))
        return fail_index(function, &made, axis, "stop", stop);

    const size_t low = back ? end : first, high = back ? first : end;
    const size_t count = low < high ? (high - low - 1) / spelt_magnitude(step) + 1 : 0;
    if (n > 0 && count > 0)
        move_data(&made, axis, first - back, itemsize);
    ptrdiff_t stride;
    if (!__builtin_mul_overflow(made.stride[axis], step, &stride))
        made.stride[axis] = stride;
    made.shape[axis] = count;
    *(spelt_view *)result = made;
    return SPELT_OK;
}

static spelt_status pick(const char *function, const void *any_view, size_t itemsize, size_t axis,
                         ptrdiff_t index, void *result)
{
    spelt_view made;
    size_t n, found;
    spelt_status status = read_view(function, any_view, result, itemsize, &made, &n);
    if (status == SPELT_OK)
        status = check_axis(function, &made, axis);
    if (status != SPELT_OK)
        return status;
    if (!find_index(index, made.shape[axis], 0, &found) || found == made.shape[axis])
        return fail_index(function, &made, axis, "index", index);
    if (n > 0)
        move_data(&made, axis, found, itemsize);
    made.ndim--;
    for (size_t k = axis; k < made.ndim; k++) {
        made.shape[k] = made.shape[k + 1];
        made.stride[k] = made.stride[k + 1];
    }
    *(spelt_view *)result = made;
    return SPELT_OK;
}

static spelt_status permute(const char *function, const void *any_view, size_t itemsize,
                            const size_t *axes, void *result)
{
    spelt_view view, made;
    size_t n, from[SPELT_MAX_NDIM] = {0}; /* one more than the k whose axes[k] is the axis */
    char text[SPELT_SHAPE_TEXT];
    if (any_view && result && !axes && SPELT_VIEW(any_view)->ndim > 0)
        return spelt_fail(SPELT_ERR_NULL, "%s: axes is NULL, view has %zu dimensions", function,
                          SPELT_VIEW(any_view)->ndim);
    const spelt_status status = read_view(function, any_view, result, itemsize, &view, &n);
    if (status != SPELT_OK)
        return status;
    made = view;
    for (size_t k = 0; k < view.ndim; k++) {
        const size_t axis = axes[k];
        if (axis >= view.ndim)
            return spelt_fail(SPELT_ERR_ARG, "%s: axes[%zu] is %zu, view has shape %s", function, k,
                              axis, shape_of(text, &view));
        if (from[axis] != 0)
            return spelt_fail(SPELT_ERR_ARG,
                              "%s: axes[%zu] and axes[%zu] are %zu, view has shape %s", function,
                              from[axis] - 1, k, axis, shape_of(text, &view));
        from[axis] = k + 1;
        made.shape[k] = view.shape[axis];
        made.stride[k] = view.stride[axis];
    }
    *(spelt_view *)result = made;
    return SPELT_OK;
}
