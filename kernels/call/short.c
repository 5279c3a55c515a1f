/* short.c - see short.h. */
#include "call/short.h"

#include "array/cursor.h"
#include "call/few.h"
#include "runtime/cost.h"

/* ---- The operands ---------------------------------------------------------------------------- */

/* Rows of elements in operands that were seen to be there and aligned. */
typedef struct {
    size_t rows, run;
    int is_short; /* else they are one row of a kernel: side by side, or one value or numbers */
    unsigned operands;
    size_t size[SPELT_MAX_OPERANDS];
    spelt_lines lines;
} plane;

/* The shape of all operands; few elements of it, or of one thread's, and more than none. */
static int set_shape(plane *p, spelt_function function, const spelt_view *view)
{
    if (!view || view->ndim - 1 > 1)
        return 0;
    p->rows = view->ndim == 2 ? view->shape[0] : 1;
    p->run = view->shape[view->ndim - 1];
    p->operands = 0;
    if (p->rows - 1 >= (size_t)SPELT_PLAIN || p->run - 1 >= (size_t)SPELT_PLAIN)
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
        !spelt_is_plain_stride(view->stride[0]) || !spelt_is_plain_stride(view->stride[k]))
        return 0;
    p->size[i] = size;
    p->lines.at[i] = view->data;
    p->lines.step[i] = view->stride[k] * (ptrdiff_t)size;
    p->lines.row_step[i] = k > 0 ? view->stride[0] * (ptrdiff_t)size : 0;
    return 1;
}

/* From the lowest byte on so many. */
static size_t find_bytes(const plane *p, unsigned i, uintptr_t *low)
{
    const ptrdiff_t span = p->lines.step[i] * (ptrdiff_t)(p->run - 1);
    const ptrdiff_t row_span = p->lines.row_step[i] * (ptrdiff_t)(p->rows - 1);
    *low = (uintptr_t)p->lines.at[i] + (size_t)(span < 0 ? span : 0) +
           (size_t)(row_span < 0 ? row_span : 0);
    return (size_t)(spelt_few_magnitude(span) + spelt_few_magnitude(row_span)) + p->size[i];
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
    const ptrdiff_t step = spelt_few_magnitude(p->lines.step[out]);
    return (step > 0 || p->run == 1) &&
           (p->rows == 1 || spelt_few_magnitude(p->lines.row_step[out]) > step * (ptrdiff_t)(p->run - 1));
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

/* ---- Reductions ------------------------------------------------------------------------------ */

/* Rows are gathered by vectors where they are whole ones of any set, or so long that what is left of
 * one does not matter; and rows of four elements. */
static int is_for_vectors(size_t run, size_t size)
{
    return (size == 4 || size == 8) && (run == 4 || run * size % 64 == 0 || run * size >= 512);
}

static void gather_plane(spelt_gathered *to, const plane *p, unsigned i)
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
    spelt_gathered buffer[2];
    for (unsigned i = 0; i < p->operands; i++)
        gather_plane(&buffer[i], p, i);
    return spelt_few_reduce(function, buffer[0].bytes, buffer[p->operands - 1].bytes, p->rows * p->run,
                  result);
}

/* Integers of up to 32 bits are added where they are. */
static int reduce_lines(spelt_function function, const plane *p, void *result)
{
    spelt_total_lines_kernel *kernel =
        (spelt_total_lines_kernel *)spelt_kernel_of(function, SPELT_KERNEL_LINES);
    return spelt_few_give(function, kernel(&p->lines, p->rows, p->run), result);
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
        return spelt_few_reduce(function, p.lines.at[0], p.lines.at[p.operands - 1], p.run, result);
    if (!p.is_short)
        return 0;
    if (facts->family == SPELT_FAMILY_TOTAL && p.size[0] < sizeof(u64))
        return reduce_lines(function, &p, result);
    return p.rows * p.run <= SPELT_GATHERED_BYTES / p.size[0] && reduce_gathered(function, &p, result);
}
