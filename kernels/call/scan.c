/* scan.c - the drivers of running sums: of a whole array, and of slices along an axis. */
#include "call/scan.h"

#include "call/call.h"
#include "call/places.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"

#include <string.h>

static spelt_scan_kernel *kernel_of(spelt_function function)
{
    return (spelt_scan_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF);
}

spelt_status spelt_scan_failed(const char *name, spelt_function function, const spelt_view *x,
                               size_t position)
{
    char text[SPELT_SHAPE_TEXT];
    return spelt_fail(SPELT_ERR_OVERFLOW, "%s: a sum does not fit %s, first at index %s", name,
                      spelt_type_name(spelt_function_list[function].result),
                      spelt_index_text(text, x ? x->ndim : 1, x ? x->shape : &position, position));
}

/* ---- A whole array --------------------------------------------------------------------------- */

/* The position of the first sum that does not fit, SIZE_MAX if all do. */
static size_t run_scan(const spelt_placed *call)
{
    spelt_scan_kernel *kernel = kernel_of(call->function);
    _Alignas(64) char buffer[2][SPELT_GATHER * SPELT_WIDEST_REAL];
    size_t first = SIZE_MAX;
    uint64_t sum = 0; /* of any type */
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 0, 2, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0; q < loop.n;) {
        const size_t m = spelt_cursor_piece(&cursor, loop.n - q, 64);
        const void *x = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        void *place = spelt_cursor_in_place(&cursor, 1, m);
        const size_t failure = kernel(x, place ? place : buffer[1], m, &sum);
        if (failure > 0 && first == SIZE_MAX)
            first = q + failure - 1;
        if (!place)
            spelt_cursor_scatter(&cursor, 1, m, buffer[1]);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
    return first;
}

static const char *const names[] = {"x", "out"};

spelt_status spelt_call_scan(spelt_function function, const spelt_view *x, const spelt_view *out)
{
    const char *name = spelt_function_list[function].name;
    spelt_placed call;
    size_t n = 0, first = SIZE_MAX;
    spelt_status status = spelt_placed_begin(&call, name, function, 2, names,
                                             (const spelt_view *const[]){x, out});
    if (status == SPELT_OK)
        status = spelt_check_arrays(&call.arrays, &n);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK && n > 0)
        first = run_scan(&call);
    if (first != SIZE_MAX)
        status = spelt_scan_failed(name, function, x, first);
    return spelt_placed_end(&call, status);
}

/* ---- Along an axis --------------------------------------------------------------------------- */

/* Slices of a piece, and elements of rows of them that are added to one another. */
#define SLICES ((size_t)64)
#define ROW ((size_t)1024)

typedef struct {
    spelt_scan_kernel *kernel;
    spelt_scan_rows_kernel *rows;
    spelt_map_kernel *add, *add_to_value; /* of whole rows */
    size_t size, length;
    ptrdiff_t step[2];     /* bytes from element to element of a slice, in x and in out */
    ptrdiff_t beside[2];   /* from slice to slice */
    int by_rows, is_plain; /* slices that lie beside each other, whose elements do */
} slices;

typedef struct {
    spelt_loop loop; /* over the slices: where each begins in x and out */
    slices slices;
    size_t inner;         /* slices between which the axis' index changes, in C order */
    _Atomic size_t first; /* position that does not fit */
} axis_call;

static spelt_function addition_of(spelt_type type)
{
    switch (type) {
    case SPELT_F32: return SPELT_ID_spelt_add_f32;
    case SPELT_F64: return SPELT_ID_spelt_add_f64;
    case SPELT_I8: return SPELT_ID_spelt_add_i8;
    case SPELT_I16: return SPELT_ID_spelt_add_i16;
    case SPELT_I32: return SPELT_ID_spelt_add_i32;
    case SPELT_I64: return SPELT_ID_spelt_add_i64;
    case SPELT_U8: return SPELT_ID_spelt_add_u8;
    case SPELT_U16: return SPELT_ID_spelt_add_u16;
    case SPELT_U32: return SPELT_ID_spelt_add_u32;
    default: return SPELT_ID_spelt_add_u64;
    }
}

/* Of so many, what their length and steps say. */
static void set_slices(slices *s, spelt_function function, size_t count)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    const ptrdiff_t size = (ptrdiff_t)facts->result_size;
    s->size = facts->result_size;
    s->is_plain = s->length == 1 || (s->step[0] == size && s->step[1] == size);
    s->by_rows = s->beside[0] == size && s->beside[1] == size && count >= 8 &&
                 (s->length == 1 || s->step[0] != size);
    s->kernel = kernel_of(function);
    s->rows = (spelt_scan_rows_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ROWS);
    if (!s->by_rows)
        return;
    const spelt_function add = addition_of(facts->result);
    s->add = spelt_map_of(add);
    s->add_to_value = (spelt_map_kernel *)spelt_kernel_of(add, SPELT_KERNEL_OF_VALUE);
}

/* Slices that lie beside each other, all at once: a row of them is the one before plus that of x.
 * Returns whether there is a sum that does not fit. */
static int add_rows(const slices *s, const char *x, char *out, size_t width)
{
    const uint64_t zero = 0; /* of any type */
    size_t failure = 0;
    for (size_t j = 0, m; j < width; j += m) {
        m = width - j < ROW ? width - j : ROW;
        const char *from = x + j * s->size;
        char *to = out + j * s->size;
        s->add_to_value(&zero, from, NULL, to, m);
        for (size_t i = 1; i < s->length; i++) {
            const char *before = to;
            from += s->step[0];
            to += s->step[1];
            failure |= s->add(from, before, NULL, to, m);
        }
    }
    return failure > 0;
}

/* The same of any that go by rows or are plain. */
static int scan_many(const slices *s, const char *x, char *out, size_t count)
{
    return s->by_rows ? add_rows(s, x, out, count)
                      : s->rows(x, s->beside[0], out, s->beside[1], count, s->length);
}

/* Element i of the slice that is number q of the loop failed. */
static void note(axis_call *call, size_t q, size_t i)
{
    const size_t slice = spelt_loop_position(&call->loop, q);
    const size_t outer = slice / call->inner, inner = slice % call->inner;
    spelt_placed_note(&call->first, (outer * call->slices.length + i) * call->inner + inner);
}

/* One slice, number q of the loop; through buffers where its elements do not lie side by side. */
static void scan_slice(axis_call *call, size_t q, const char *x, char *out)
{
    _Alignas(64) char buffer[SPELT_GATHER * SPELT_WIDEST_REAL];
    const slices *s = &call->slices;
    const ptrdiff_t size = (ptrdiff_t)s->size;
    uint64_t sum = 0;
    int failed = 0;
    for (size_t i = 0, m; i < s->length; i += m) {
        const char *from = x + (ptrdiff_t)i * s->step[0];
        char *to = out + (ptrdiff_t)i * s->step[1];
        m = s->is_plain || s->length - i < SPELT_GATHER ? s->length - i : SPELT_GATHER;
        if (!s->is_plain)
            spelt_gather_rows(buffer, from, 1, 0, m, s->step[0] / size, s->size);
        const size_t failure =
            s->kernel(s->is_plain ? from : buffer, s->is_plain ? to : buffer, m, &sum);
        for (size_t j = 0; j < m && !s->is_plain; j++)
            memcpy(to + (ptrdiff_t)j * s->step[1], buffer + j * s->size, s->size);
        if (failure > 0 && !failed)
            note(call, q, i + failure - 1);
        failed |= failure > 0;
    }
}

/* Where a sum of several slices does not fit, each is done once more, which tells the place. */
static void pieces(void *context, void *own, size_t first, size_t last)
{
    axis_call *call = context;
    const slices *s = &call->slices;
    const spelt_loop *loop = &call->loop;
    const size_t end = last * SLICES < loop->n ? last * SLICES : loop->n;
    const int are_many = s->by_rows || s->is_plain;
    spelt_cursor cursor;
    (void)own;
    spelt_cursor_seek(&cursor, loop, first * SLICES);
    for (size_t q = first * SLICES, m; q < end; q += m) {
        const size_t run = loop->shape[loop->ndim - 1] - cursor.index[loop->ndim - 1];
        const char *x = cursor.at[0];
        char *out = (char *)(uintptr_t)cursor.at[1];
        m = !are_many ? 1 : run < end - q ? run : end - q;
        if (!are_many || SPELT_UNLIKELY(scan_many(s, x, out, m)))
            for (size_t j = 0; j < m; j++)
                scan_slice(call, q + j, x + (ptrdiff_t)j * s->beside[0],
                           out + (ptrdiff_t)j * s->beside[1]);
        if (q + m < end)
            spelt_cursor_advance(&cursor, m);
    }
}

/* The operands without their axis, of which the loop is made. */
static void open_slices(const spelt_placed *placed, size_t axis, axis_call *call)
{
    size_t shape[SPELT_MAX_NDIM];
    ptrdiff_t stride[2][SPELT_MAX_NDIM];
    spelt_arrays rest = placed->arrays;
    call->inner = 1;
    for (unsigned i = 0; i < 2; i++) {
        spelt_operand *operand = &rest.operand[i];
        const spelt_operand whole = *operand;
        operand->shape = shape;
        operand->stride = stride[i];
        operand->ndim = 0;
        for (size_t k = 0; k < whole.ndim; k++) {
            if (k == axis)
                continue;
            shape[operand->ndim] = whole.shape[k];
            stride[i][operand->ndim++] = whole.stride[k];
        }
        call->slices.step[i] = spelt_step(&whole, axis);
        call->slices.length = whole.shape[axis];
    }
    for (size_t k = axis; k < rest.operand[0].ndim; k++)
        call->inner *= shape[k];
    spelt_loop_make(&call->loop, &rest, placed->n[0] / call->slices.length, SPELT_IN_ANY_ORDER);
    const size_t last = call->loop.ndim - 1;
    for (unsigned i = 0; i < 2; i++)
        call->slices.beside[i] = call->loop.stride[i][last] * (ptrdiff_t)call->loop.itemsize[i];
    set_slices(&call->slices, placed->function, call->loop.shape[last]);
}

/* The first position that does not fit. */
static size_t run_scan_axis(spelt_placed *placed, size_t axis)
{
    axis_call call;
    open_slices(placed, axis, &call);
    atomic_init(&call.first, SIZE_MAX);
    const spelt_job job = {
        .run = pieces, .context = &call, .pieces = (call.loop.n - 1) / SLICES + 1};
    spelt_placed_run(placed, placed->n[0], 1, &job);
    return atomic_load(&call.first);
}

int spelt_scan_block(spelt_function of, const spelt_block *b, const char *x, char *out)
{
    const unsigned across = b->extent[2] > 1 ? 2 : 0;
    const size_t count = b->extent[across], times = across > 0 ? b->extent[0] : 1;
    const ptrdiff_t size = (ptrdiff_t)spelt_function_list[of].result_size;
    slices few = {.length = b->extent[1]};
    int failed = 0;
    for (unsigned i = 0; i < 2; i++) {
        few.step[i] = b->stride[i][1] * size;
        few.beside[i] = b->stride[i][across] * size;
    }
    set_slices(&few, of, count);
    if (!few.by_rows && !few.is_plain)
        return 0;
    for (size_t k = 0; k < times && !failed; k++)
        failed = scan_many(&few, x + (ptrdiff_t)k * b->stride[0][0] * size,
                           out + (ptrdiff_t)k * b->stride[1][0] * size, count);
    return !failed;
}

spelt_status spelt_call_scan_axis(const char *name, spelt_function of, const spelt_view *x,
                                  size_t axis, const spelt_view *out)
{
    spelt_placed call;
    size_t first = SIZE_MAX;
    spelt_status status =
        spelt_placed_begin(&call, name, of, 2, names, (const spelt_view *const[]){x, out});
    if (status == SPELT_OK)
        status = spelt_placed_are_alike(&call, 0, 1);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_axis(&call, axis);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK && call.n[0] > 0)
        first = run_scan_axis(&call, axis);
    if (first != SIZE_MAX)
        status = spelt_scan_failed(name, of, x, first);
    return spelt_placed_end(&call, status);
}
