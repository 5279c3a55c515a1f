/* line.c - see line.h. */
#include "call/line.h"

#include "array/cursor.h"
#include "call/call.h"
#include "call/few.h"
#include "runtime/cost.h"

/* ---- Elementwise ------------------------------------------------------------------------------- */

/* Whether an input is the output or apart from it, both of n elements, `last` = n - 1. */
SPELT_INLINE int is_same_or_apart(const spelt_lines *lines, unsigned in, size_t size, unsigned out,
                                  size_t out_size, ptrdiff_t last)
{
    const ptrdiff_t span = lines->step[in] * last, out_span = lines->step[out] * last;
    const uintptr_t low = (uintptr_t)lines->at[in] + (uintptr_t)(span < 0 ? span : 0);
    const uintptr_t out_low = (uintptr_t)lines->at[out] + (uintptr_t)(out_span < 0 ? out_span : 0);
    const size_t before = (size_t)spelt_few_magnitude(span) + size - 1;
    return SPELT_LIKELY(low - out_low + before >
                        before + (size_t)spelt_few_magnitude(out_span) + out_size - 1) ||
           (lines->at[in] == lines->at[out] && lines->step[in] == lines->step[out] &&
            size == out_size);
}

/* Whether any element may fail, the first of which is told. */
SPELT_INLINE int can_fail(spelt_function function)
{
    const spelt_family family = spelt_function_list[function].family;
    return family == SPELT_FAMILY_CHECKED1 || family == SPELT_FAMILY_CHECKED2 ||
           family == SPELT_FAMILY_CONVERT;
}

SPELT_INLINE void set_line(spelt_lines *lines, unsigned i, const spelt_view *view, size_t size)
{
    lines->at[i] = view->data;
    lines->step[i] = view->stride[0] * (ptrdiff_t)size;
    lines->row_step[i] = 0;
}

/* What each view has to be is looked at in all of them at once. One input is both x and y. */
SPELT_INLINE int are_lines(size_t size, size_t out_size, const spelt_view *x, const spelt_view *y,
                           const spelt_view *out)
{
    const size_t n = out->shape[0];
    return ((x->ndim ^ 1) | (y->ndim ^ 1) | (out->ndim ^ 1) | (x->shape[0] ^ n) |
            (y->shape[0] ^ n)) == 0 &&
           (((size_t)x->stride[0] + (size_t)SPELT_PLAIN) | ((size_t)y->stride[0] + (size_t)SPELT_PLAIN) |
            ((size_t)out->stride[0] + (size_t)SPELT_PLAIN)) < 2 * (size_t)SPELT_PLAIN &&
           x->data && y->data && out->data && out->stride[0] != 0 && n - 1 < (size_t)SPELT_PLAIN &&
           ((((uintptr_t)x->data | (uintptr_t)y->data) & (size - 1)) |
            ((uintptr_t)out->data & (out_size - 1))) == 0;
}

/* An output that goes backwards is gone through forwards: maybe everything is contiguous so. */
SPELT_INLINE spelt_status call_map_line(spelt_function function, unsigned inputs, size_t size,
                                        size_t out_size, const spelt_view *x, const spelt_view *y,
                                        const spelt_view *out)
{
    spelt_lines_kernel *kernel =
        (spelt_lines_kernel *)spelt_kernel_of(function, SPELT_KERNEL_LINES);
    spelt_lines lines;
    if (SPELT_UNLIKELY(!kernel || !x || !y || !out || !are_lines(size, out_size, x, y, out) ||
                       !spelt_is_short(function, out->shape[0])))
        return spelt_call_map(function, x, y, NULL, out);
    const size_t n = out->shape[0];
    const ptrdiff_t last = (ptrdiff_t)n - 1;
    size_t failure;
    set_line(&lines, 0, x, size);
    set_line(&lines, 1, y, size);
    set_line(&lines, inputs, out, out_size);
    if (SPELT_UNLIKELY(!is_same_or_apart(&lines, 0, size, inputs, out_size, last) ||
                       (inputs > 1 && !is_same_or_apart(&lines, 1, size, inputs, out_size, last))))
        return spelt_call_map(function, x, y, NULL, out);
    if (out->stride[0] == -1 && (x->stride[0] & y->stride[0]) == -1 && !can_fail(function))
        failure = spelt_map_of(function)(lines.at[0] + lines.step[0] * last,
                                         lines.at[1] + lines.step[1] * last, NULL,
                                         (char *)out->data + lines.step[inputs] * last, n);
    else
        failure = kernel(&lines, 1, n);
    return SPELT_LIKELY(failure == 0) ? SPELT_OK : spelt_element_failed(function, x, failure);
}

spelt_status spelt_call_map_line1(spelt_function function, size_t size, size_t out_size,
                                  const spelt_view *x, const spelt_view *out)
{
    return call_map_line(function, 1, size, out_size, x, x, out);
}

spelt_status spelt_call_map_line2(spelt_function function, size_t size, size_t out_size,
                                  const spelt_view *x, const spelt_view *y, const spelt_view *out)
{
    return call_map_line(function, 2, size, out_size, x, y, out);
}

/* ---- Reductions ------------------------------------------------------------------------------ */

/* Elements in one dimension. */
SPELT_INLINE void gather(void *buffer, const void *from, ptrdiff_t stride, size_t n, size_t size)
{
    if (size == 4 || size == 8)
        spelt_gathers_of(size)->line(buffer, from, stride * (ptrdiff_t)size, n);
    else
        spelt_gather_rows(buffer, from, 1, 0, n, stride, size);
}

/* Where n elements of a view of one dimension lie side by side: in place or in the buffer. NULL where
 * that cannot be seen at once. */
SPELT_INLINE const void *line_of(const spelt_view *view, size_t n, size_t size, void *buffer)
{
    const ptrdiff_t stride = view->stride[0];
    if (view->ndim != 1 || view->shape[0] != n || !view->data || !spelt_is_plain_stride(stride) ||
        ((uintptr_t)view->data & (size - 1)) != 0)
        return NULL;
    if (stride == 1)
        return view->data;
    gather(buffer, view->data, stride, n, size);
    return buffer;
}

/* Elements of `size` bytes, aligned to them; of one input x is y too. The buffers are gone before a call
 * takes another way, which has a stack of its own. */
#define CALL_LINE(size)                                                                            \
    static __attribute__((noinline)) int reduce_line_##size(                                       \
        spelt_function function, const spelt_view *x, const spelt_view *y, size_t n, void *result) \
    {                                                                                              \
        spelt_gathered buffer[2];                                                                  \
        const void *data = line_of(x, n, size, buffer[0].bytes), *other = data;                    \
        if (data && y != x)                                                                        \
            other = line_of(y, n, size, buffer[1].bytes);                                          \
        return other && spelt_few_reduce(function, data, other, n, result);                        \
    }                                                                                              \
    spelt_status spelt_call_line_##size(spelt_function function, const spelt_view *x,              \
                                        const spelt_view *y, void *result)                         \
    {                                                                                              \
        if (SPELT_LIKELY(x && result) && x->ndim == 1 &&                                           \
            x->shape[0] - 1 < SPELT_GATHERED_BYTES / (size) &&                                     \
            spelt_is_short(function, x->shape[0]) &&                                               \
            SPELT_LIKELY(reduce_line_##size(function, x, y, x->shape[0], result)))                 \
            return SPELT_OK;                                                                       \
        return spelt_call_reduce(function, x, y, result);                                          \
    }
CALL_LINE(1)
CALL_LINE(2)
CALL_LINE(4)
CALL_LINE(8)

/* Integers, where they are. */
SPELT_INLINE spelt_status call_total(spelt_function function, size_t size, const spelt_view *x,
                                     const spelt_view *y, void *result)
{
    if (SPELT_LIKELY(x && result) && x->ndim == 1 && y->ndim == 1) {
        const size_t n = x->shape[0];
        const ptrdiff_t step = x->stride[0], other = y->stride[0];
        if (n - 1 < (size_t)SPELT_PLAIN && spelt_is_short(function, n) && y->shape[0] == n && x->data &&
            y->data && (((uintptr_t)x->data | (uintptr_t)y->data) & (size - 1)) == 0 &&
            spelt_is_plain_stride(step) && spelt_is_plain_stride(other)) {
            spelt_lines lines; /* not one with zeros: to set them takes as long as the call */
            lines.at[0] = x->data, lines.at[1] = y->data;
            lines.step[0] = step * (ptrdiff_t)size, lines.step[1] = other * (ptrdiff_t)size;
            lines.row_step[0] = lines.row_step[1] = 0;
            const int192 total = ((spelt_total_lines_kernel *)spelt_kernel_of(
                function, SPELT_KERNEL_LINES))(&lines, 1, n);
            if (SPELT_LIKELY(spelt_few_give(function, total, result)))
                return SPELT_OK;
        }
    }
    return spelt_call_reduce(function, x, y, result);
}

#define CALL_TOTAL(size)                                                                           \
    spelt_status spelt_call_total_##size(spelt_function function, const spelt_view *x,             \
                                         const spelt_view *y, void *result)                        \
    {                                                                                              \
        return call_total(function, size, x, y, result);                                           \
    }
CALL_TOTAL(1)
CALL_TOTAL(2)
CALL_TOTAL(4)
