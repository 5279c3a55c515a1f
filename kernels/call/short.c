/* short.c - see short.h. */
#include "call/short.h"

#include "array/cursor.h"
#include "call/call.h"
#include "runtime/cost.h"
#include "runtime/dispatch.h"

#include <string.h>

/* ---- The operands ---------------------------------------------------------------------------- */

/* With strides and extents of at most this no offset overflows. */
#define PLAIN ((ptrdiff_t)1 << 24)

/* Rows of elements in operands that were seen to be there and aligned. */
typedef struct {
    size_t rows, run;
    int is_short; /* else they are one row of a kernel: side by side, or one value or numbers */
    unsigned operands;
    size_t size[SPELT_MAX_OPERANDS];
    spelt_lines lines;
} plane;

static int is_plain(ptrdiff_t stride)
{
    return (size_t)stride + (size_t)PLAIN <= 2 * (size_t)PLAIN;
}

/* The shape of all operands; few elements of it, or of one thread's, and more than none. */
static int set_shape(plane *p, spelt_function function, const spelt_view *view)
{
    if (!view || view->ndim - 1 > 1)
        return 0;
    p->rows = view->ndim == 2 ? view->shape[0] : 1;
    p->run = view->shape[view->ndim - 1];
    p->operands = 0;
    if (p->rows - 1 >= (size_t)PLAIN || p->run - 1 >= (size_t)PLAIN)
        return 0;
    p->is_short = spelt_is_short(function, p->rows * p->run);
    return p->is_short || spelt_is_for_one(function, p->rows * p->run);
}

SPELT_INLINE int add_operand(plane *p, const spelt_view *first, const spelt_view *view,
                             spelt_type type, size_t size)
{
    const unsigned i = p->operands++;
    if (!view || view->ndim != first->ndim || !view->data ||
        ((uintptr_t)view->data & (spelt_part_size(type, size) - 1)) != 0)
        return 0;
    const size_t k = view->ndim - 1;
    if (view->shape[0] != first->shape[0] || view->shape[k] != first->shape[k] ||
        !is_plain(view->stride[0]) || !is_plain(view->stride[k]))
        return 0;
    p->size[i] = size;
    p->lines.at[i] = view->data;
    p->lines.step[i] = view->stride[k] * (ptrdiff_t)size;
    p->lines.row_step[i] = k > 0 ? view->stride[0] * (ptrdiff_t)size : 0;
    return 1;
}

static ptrdiff_t magnitude(ptrdiff_t step)
{
    return step < 0 ? -step : step;
}

/* From the lowest byte on so many. */
static size_t find_bytes(const plane *p, unsigned i, uintptr_t *low)
{
    const ptrdiff_t span = p->lines.step[i] * (ptrdiff_t)(p->run - 1);
    const ptrdiff_t row_span = p->lines.row_step[i] * (ptrdiff_t)(p->rows - 1);
    *low = (uintptr_t)p->lines.at[i] + (size_t)(span < 0 ? span : 0) +
           (size_t)(row_span < 0 ? row_span : 0);
    return (size_t)(magnitude(span) + magnitude(row_span)) + p->size[i];
}

/* Whether each input is the output or apart from it, seen by their outermost bytes. */
static int are_same_or_apart(const plane *p)
{
    const unsigned out = p->operands - 1;
    uintptr_t low, out_low;
    const size_t out_bytes = find_bytes(p, out, &out_low);
    for (unsigned i = 0; i < out; i++) {
        const size_t bytes = find_bytes(p, i, &low);
        const uintptr_t distance = low - out_low;
        const int is_apart = distance + (bytes - 1) > (bytes - 1) + (out_bytes - 1);
        if (!is_apart &&
            !(p->lines.at[i] == p->lines.at[out] && p->lines.step[i] == p->lines.step[out] &&
              p->lines.row_step[i] == p->lines.row_step[out] && p->size[i] == p->size[out]))
            return 0;
    }
    return 1;
}

/* Whether the elements of an output are different ones, row behind row. */
static int has_rows(const plane *p, unsigned out)
{
    const ptrdiff_t step = magnitude(p->lines.step[out]);
    return (step > 0 || p->run == 1) &&
           (p->rows == 1 || magnitude(p->lines.row_step[out]) > step * (ptrdiff_t)(p->run - 1));
}

/* Rows that follow each other in all operands are one. */
static void join_rows(plane *p)
{
    for (unsigned i = 0; i < p->operands && p->rows > 1; i++)
        if (p->lines.row_step[i] != p->lines.step[i] * (ptrdiff_t)p->run)
            return;
    p->run *= p->rows;
    p->rows = 1;
}

/* Whether elements lie side by side in all operands but one. */
static int are_side_by_side(const plane *p, unsigned except)
{
    for (unsigned i = 0; i < p->operands; i++)
        if (i != except && p->lines.step[i] != (ptrdiff_t)p->size[i])
            return 0;
    return 1;
}

/* ---- Elementwise --------------------------------------------------------------------------- */

/* A kernel of contiguous elements is called for rows of so many; and from so many on an output that
 * goes backwards is worth a look, which may be contiguous in that direction. */
#define LEAST_ROW 16
#define LEAST_REVERSED 64

static size_t by_rows(const plane *p, spelt_map_kernel *kernel)
{
    const spelt_lines *l = &p->lines;
    size_t failure = 0;
    for (size_t r = 0; r < p->rows; r++) {
        const void *at[SPELT_MAX_OPERANDS] = {NULL, NULL, NULL, NULL};
        for (unsigned i = 0; i < p->operands; i++)
            at[i] = l->at[i] + (ptrdiff_t)r * l->row_step[i];
        const size_t found =
            kernel(at[0], at[1], at[2], (void *)(uintptr_t)at[p->operands - 1], p->run);
        if (SPELT_UNLIKELY(found > 0) && failure == 0)
            failure = found + SPELT_FAILURE(r * p->run, 0);
    }
    return failure;
}

static __attribute__((noinline)) spelt_map_kernel *row_kernel(spelt_function function,
                                                              const plane *p)
{
    const int has_numbers = spelt_family_has_numbers(spelt_function_list[function].family);
    if (are_side_by_side(p, has_numbers ? p->operands - 2 : p->operands))
        return spelt_map_of(function);
    for (unsigned i = 0; i < 2 && p->operands == 3 && !has_numbers; i++)
        if (p->lines.step[i] == 0 && are_side_by_side(p, i))
            return (spelt_map_kernel *)spelt_kernel_of(function, SPELT_KERNEL_OF_VALUE + (int)i);
    return NULL;
}

int spelt_short_map(spelt_function function, const spelt_view *const input[], const spelt_view *out,
                    size_t *failure)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    const unsigned inputs = spelt_inputs_and_numbers(function);
    spelt_lines_kernel *lines = (spelt_lines_kernel *)spelt_kernel_of(function, SPELT_KERNEL_LINES);
    plane p;
    if (!set_shape(&p, function, out))
        return 0;
    for (unsigned i = 0; i < inputs; i++)
        if (!add_operand(&p, out, input[i], facts->input[i], facts->input_size[i]))
            return 0;
    const unsigned last = p.operands;
    if (!add_operand(&p, out, out, facts->result, facts->result_size) || !has_rows(&p, last) ||
        !are_same_or_apart(&p) ||
        (p.run >= LEAST_REVERSED && p.lines.step[last] == -(ptrdiff_t)p.size[last]))
        return 0;
    if (facts->family == SPELT_FAMILY_EXCHANGE &&
        (!has_rows(&p, 0) || p.lines.at[0] == p.lines.at[last]))
        return 0;
    join_rows(&p);
    spelt_map_kernel *kernel =
        p.rows == 1 || p.run >= LEAST_ROW || !lines ? row_kernel(function, &p) : NULL;
    if (!kernel && !lines)
        return 0;
    if (!p.is_short && !(p.rows == 1 && kernel))
        return 0;
    *failure = kernel ? by_rows(&p, kernel) : lines(&p.lines, p.rows, p.run);
    return 1;
}

/* ---- Elementwise, in one dimension ------------------------------------------------------------ */

/* Whether an input is the output or apart from it, both of n elements, `last` = n - 1. */
SPELT_INLINE int is_same_or_apart(const spelt_lines *lines, unsigned in, size_t size, unsigned out,
                                  size_t out_size, ptrdiff_t last)
{
    const ptrdiff_t span = lines->step[in] * last, out_span = lines->step[out] * last;
    const uintptr_t low = (uintptr_t)lines->at[in] + (uintptr_t)(span < 0 ? span : 0);
    const uintptr_t out_low = (uintptr_t)lines->at[out] + (uintptr_t)(out_span < 0 ? out_span : 0);
    const size_t before = (size_t)magnitude(span) + size - 1;
    return SPELT_LIKELY(low - out_low + before >
                        before + (size_t)magnitude(out_span) + out_size - 1) ||
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
           (((size_t)x->stride[0] + (size_t)PLAIN) | ((size_t)y->stride[0] + (size_t)PLAIN) |
            ((size_t)out->stride[0] + (size_t)PLAIN)) < 2 * (size_t)PLAIN &&
           x->data && y->data && out->data && out->stride[0] != 0 && n - 1 < (size_t)PLAIN &&
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

/* Side by side they are one call of the kernel. 0 where that does not do. */
SPELT_INLINE int reduce(spelt_function function, const void *x, const void *y, size_t n, void *result)
{
    spelt_reduce_kernel *kernel = spelt_reduce_of(function);
    if (spelt_function_list[function].family != SPELT_FAMILY_INDEX)
        return kernel(x, y, n, result) == SPELT_OK;
    i64 index = -1;
    kernel(x, y, n, &index);
    if (index >= 0)
        memcpy(result, &index, sizeof index);
    return index >= 0;
}

/* Of each operand. */
#define GATHERED_BYTES ((size_t)4096)
typedef struct {
    _Alignas(64) char bytes[GATHERED_BYTES];
    _Alignas(64) char behind[SPELT_GATHER_BEHIND];
} gathered;

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
    if (view->ndim != 1 || view->shape[0] != n || !view->data || !is_plain(stride) ||
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
        gathered buffer[2];                                                                        \
        const void *data = line_of(x, n, size, buffer[0].bytes), *other = data;                    \
        if (data && y != x)                                                                        \
            other = line_of(y, n, size, buffer[1].bytes);                                          \
        return other && reduce(function, data, other, n, result);                                  \
    }                                                                                              \
    spelt_status spelt_call_line_##size(spelt_function function, const spelt_view *x,              \
                                        const spelt_view *y, void *result)                         \
    {                                                                                              \
        if (SPELT_LIKELY(x && result) && x->ndim == 1 &&                                           \
            x->shape[0] - 1 < GATHERED_BYTES / (size) && spelt_is_short(function, x->shape[0]) &&  \
            SPELT_LIKELY(reduce_line_##size(function, x, y, x->shape[0], result)))                 \
            return SPELT_OK;                                                                       \
        return spelt_call_reduce(function, x, y, result);                                          \
    }
CALL_LINE(1)
CALL_LINE(2)
CALL_LINE(4)
CALL_LINE(8)

SPELT_INLINE int give_total(spelt_function function, int192 total, void *result)
{
    return spelt_function_list[function].result == SPELT_I64 ? int192_fits(total, result)
                                                             : int192_fits_unsigned(total, result);
}

/* Integers, where they are. */
SPELT_INLINE spelt_status call_total(spelt_function function, size_t size, const spelt_view *x,
                                     const spelt_view *y, void *result)
{
    if (SPELT_LIKELY(x && result) && x->ndim == 1 && y->ndim == 1) {
        const size_t n = x->shape[0];
        const ptrdiff_t step = x->stride[0], other = y->stride[0];
        if (n - 1 < (size_t)PLAIN && spelt_is_short(function, n) && y->shape[0] == n && x->data &&
            y->data && (((uintptr_t)x->data | (uintptr_t)y->data) & (size - 1)) == 0 &&
            is_plain(step) && is_plain(other)) {
            spelt_lines lines; /* not one with zeros: to set them takes as long as the call */
            lines.at[0] = x->data, lines.at[1] = y->data;
            lines.step[0] = step * (ptrdiff_t)size, lines.step[1] = other * (ptrdiff_t)size;
            lines.row_step[0] = lines.row_step[1] = 0;
            const int192 total = ((spelt_total_lines_kernel *)spelt_kernel_of(
                function, SPELT_KERNEL_LINES))(&lines, 1, n);
            if (SPELT_LIKELY(give_total(function, total, result)))
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

/* Rows are gathered by vectors where they are whole ones of any set, or so long that what is left of
 * one does not matter; and rows of four elements. */
static int is_for_vectors(size_t run, size_t size)
{
    return (size == 4 || size == 8) && (run == 4 || run * size % 64 == 0 || run * size >= 512);
}

static void gather_plane(gathered *to, const plane *p, unsigned i)
{
    const size_t size = p->size[i];
    if (is_for_vectors(p->run, size)) {
        spelt_gathers_of(size)->rows(to->bytes, p->lines.at[i], p->lines.step[i], p->run,
                                     p->lines.row_step[i], p->rows);
        return;
    }
    const int bits = __builtin_ctzll(size); /* a division would take longer than the rest */
    spelt_gather_rows(to->bytes, p->lines.at[i], p->rows, p->lines.row_step[i] >> bits, p->run,
                      p->lines.step[i] >> bits, size);
}

static __attribute__((noinline)) int reduce_gathered(spelt_function function, const plane *p,
                                                     void *result)
{
    gathered buffer[2];
    for (unsigned i = 0; i < p->operands; i++)
        gather_plane(&buffer[i], p, i);
    return reduce(function, buffer[0].bytes, buffer[p->operands - 1].bytes, p->rows * p->run,
                  result);
}

/* Integers of up to 32 bits are added where they are. */
static int reduce_lines(spelt_function function, const plane *p, void *result)
{
    spelt_total_lines_kernel *kernel =
        (spelt_total_lines_kernel *)spelt_kernel_of(function, SPELT_KERNEL_LINES);
    return give_total(function, kernel(&p->lines, p->rows, p->run), result);
}

int spelt_short_reduce(spelt_function function, const spelt_view *x, const spelt_view *y,
                       void *result)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    plane p;
    if (!result || !set_shape(&p, function, x) ||
        !add_operand(&p, x, x, facts->input[0], facts->input_size[0]) ||
        (facts->inputs > 1 && !add_operand(&p, x, y, facts->input[1], facts->input_size[1])))
        return 0;
    join_rows(&p);
    if (p.rows == 1 && are_side_by_side(&p, p.operands))
        return reduce(function, p.lines.at[0], p.lines.at[p.operands - 1], p.run, result);
    if (!p.is_short)
        return 0;
    if (facts->family == SPELT_FAMILY_TOTAL && p.size[0] < sizeof(u64))
        return reduce_lines(function, &p, result);
    return p.rows * p.run <= GATHERED_BYTES / p.size[0] && reduce_gathered(function, &p, result);
}
