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

typedef struct {
    spelt_loop loop; /* over the slices: where each begins in x and out */
    spelt_scan_kernel *kernel;
    spelt_map_kernel *add; /* of whole rows */
    size_t size, length;
    size_t inner;      /* slices between which the axis' index changes, in C order */
    ptrdiff_t step[2]; /* bytes from element to element of a slice */
    int by_rows, c_order;
    _Atomic size_t first; /* position that does not fit */
} axis_call;

/* Slices of a piece, and elements of rows of them that are added to one another. */
#define SLICES ((size_t)64)
#define ROW ((size_t)1024)

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

/* Element i of the slice that is number q of the loop failed. */
static void note(axis_call *call, size_t q, size_t i)
{
    const size_t slice = spelt_loop_position(&call->loop, q);
    const size_t outer = slice / call->inner, inner = slice % call->inner;
    spelt_placed_note(&call->first, (outer * call->length + i) * call->inner + inner);
}

/* One slice; through buffers where its elements do not lie side by side. */
static void scan_slice(axis_call *call, size_t q, const char *x, char *out)
{
    _Alignas(64) char buffer[SPELT_GATHER * SPELT_WIDEST_REAL];
    const ptrdiff_t size = (ptrdiff_t)call->size;
    const int is_plain = call->step[0] == size && call->step[1] == size;
    uint64_t sum = 0;
    int failed = 0;
    for (size_t i = 0, m; i < call->length; i += m) {
        const char *from = x + (ptrdiff_t)i * call->step[0];
        char *to = out + (ptrdiff_t)i * call->step[1];
        m = is_plain || call->length - i < SPELT_GATHER ? call->length - i : SPELT_GATHER;
        if (!is_plain)
            spelt_gather_rows(buffer, from, 1, 0, m, call->step[0] / size, call->size);
        const size_t failure =
            call->kernel(is_plain ? from : buffer, is_plain ? to : buffer, m, &sum);
        for (size_t j = 0; j < m && !is_plain; j++)
            memcpy(to + (ptrdiff_t)j * call->step[1], buffer + j * call->size, call->size);
        if (failure > 0 && !failed)
            note(call, q, i + failure - 1);
        failed |= failure > 0;
    }
}

/* Element i of the m slices from number q on: the sums before them plus those of x, of which
 * element `first` is the first that does not fit. Where the loop's order is not C order any later
 * one may come first there: each is tried alone. */
static void note_row(axis_call *call, size_t q, size_t i, size_t first, size_t m, const char *x,
                     const char *before)
{
    note(call, q + first, i);
    for (size_t j = first + 1; j < m && !call->c_order; j++) {
        uint64_t sum; /* of any type */
        if (call->add(x + j * call->size, before + j * call->size, NULL, &sum, 1) > 0)
            note(call, q + j, i);
    }
}

/* Slices that lie beside each other, all at once: a row of them is the one before plus that of x. */
static void scan_rows(axis_call *call, size_t q, const char *x, char *out, size_t width)
{
    for (size_t j = 0, m; j < width; j += m) {
        m = width - j < ROW ? width - j : ROW;
        const char *from = x + j * call->size;
        char *to = out + j * call->size, *before = to;
        memset(to, 0, m * call->size);
        for (size_t i = 0; i < call->length; i++) {
            const size_t failure = call->add(from, before, NULL, to, m);
            if (failure > 0)
                note_row(call, q + j, i, failure / SPELT_FAILURE(1, 0), m, from, before);
            before = to;
            from += call->step[0];
            to += call->step[1];
        }
    }
}

static void slices(void *context, void *own, size_t first, size_t last)
{
    axis_call *call = context;
    const spelt_loop *loop = &call->loop;
    const size_t end = last * SLICES < loop->n ? last * SLICES : loop->n;
    spelt_cursor cursor;
    (void)own;
    spelt_cursor_seek(&cursor, loop, first * SLICES);
    for (size_t q = first * SLICES, m; q < end; q += m) {
        const size_t run = loop->shape[loop->ndim - 1] - cursor.index[loop->ndim - 1];
        char *out = (char *)(uintptr_t)cursor.at[1];
        m = !call->by_rows ? 1 : run < end - q ? run : end - q;
        if (call->by_rows)
            scan_rows(call, q, cursor.at[0], out, m);
        else
            scan_slice(call, q, cursor.at[0], out);
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
        call->step[i] = spelt_step(&whole, axis);
        call->length = whole.shape[axis];
    }
    for (size_t k = axis; k < rest.operand[0].ndim; k++)
        call->inner *= shape[k];
    spelt_loop_make(&call->loop, &rest, placed->n[0] / call->length, SPELT_IN_ANY_ORDER);
}

/* The first position that does not fit. */
static size_t run_scan_axis(spelt_placed *placed, size_t axis)
{
    const spelt_function_facts *facts = &spelt_function_list[placed->function];
    axis_call call = {.kernel = kernel_of(placed->function),
                      .add = spelt_map_of(addition_of(facts->result)),
                      .size = facts->result_size};
    open_slices(placed, axis, &call);
    const size_t last = call.loop.ndim - 1;
    call.by_rows = call.loop.stride[0][last] == 1 && call.loop.stride[1][last] == 1 &&
                   call.loop.shape[last] >= 8 && call.step[0] != (ptrdiff_t)call.size;
    call.c_order = spelt_loop_is_c_order(&call.loop);
    atomic_init(&call.first, SIZE_MAX);
    const spelt_job job = {
        .run = slices, .context = &call, .pieces = (call.loop.n - 1) / SLICES + 1};
    spelt_placed_run(placed, placed->n[0], 1, &job);
    return atomic_load(&call.first);
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
