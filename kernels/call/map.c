/* map.c - the driver of elementwise operations. */
#include "array/cursor.h"
#include "array/tiles.h"
#include "call/drivers.h"
#include "runtime/dispatch.h"
#include "runtime/stream.h"
#include "runtime/team.h"

#include <string.h>

/* Elements that one thread takes at least of contiguous ones: whole pages of the widest type, so
 * that no two threads write to one cache line of an aligned array. */
#define PIECE ((size_t)4096)

/* No operand's number. */
#define NO_VALUE SPELT_MAX_OPERANDS

/* From the usual one to that which fits all operands. */
typedef enum {
    WAY_AT_ONCE, /* contiguous: as many elements as a thread takes, by one call of the kernel */
    WAY_STREAM,  /* the same past the caches, by the kernel for that */
    WAY_STREAM_BUFFER, /* or by way of a buffer */
    WAY_ROWS,          /* a row of a tile by one call of the kernel */
    WAY_LINES,         /* a tile by the kernel of elements that lie anywhere */
    WAY_GATHER         /* by way of buffers; never where there are numbers, or complex elements */
} map_way;

typedef struct {
    const spelt_loop *loop;
    spelt_function function;
    spelt_map_kernel *kernel; /* kept, since a setter may put others in place meanwhile */
    spelt_lines_kernel *lines;
    unsigned inputs, value; /* value: the input that is one value to the kernel, or NO_VALUE */
    int c_order, in_place;
    map_way way;
    spelt_tiles tiles;    /* of ROWS and LINES */
    _Atomic size_t first; /* the least SPELT_FAILURE by C-order position, SIZE_MAX if none */
} map_call;

/* The operands of a piece; those that a function does not have are not looked at. */
typedef struct {
    const void *input[SPELT_MOST_INPUTS];
    void *out;
} piece;

static size_t run_kernel(const map_call *call, const piece *p, size_t n)
{
    return call->kernel(p->input[0], p->input[1], p->input[2], p->out, n);
}

/* The same operands from element i on; one that is a value stays. */
static piece advanced(const map_call *call, const piece *p, size_t i)
{
    piece next = *p;
    for (unsigned k = 0; k < call->inputs; k++)
        if (k != call->value)
            next.input[k] = (const char *)p->input[k] + i * call->loop->itemsize[k];
    next.out = (char *)p->out + i * call->loop->itemsize[call->inputs];
    return next;
}

/* ---- Elements that fail -------------------------------------------------------------------- */

static void note(map_call *call, size_t position, size_t why)
{
    const size_t failure = SPELT_FAILURE(position, why);
    size_t first = atomic_load(&call->first);
    while (failure < first && !atomic_compare_exchange_weak(&call->first, &first, failure))
        continue;
}

/* The piece of the loop from element q on failed, first at its own index in `failure`, maybe at
 * later ones too. Where the loop's order is not C order any of them may come first there: each is
 * tried alone, on operands that the results have not overwritten. */
static void note_piece(map_call *call, size_t q, size_t failure, const piece *p, size_t n)
{
    const size_t first = failure / SPELT_FAILURE(1, 0);
    note(call, spelt_loop_position(call->loop, q + first), failure % SPELT_FAILURE(1, 0));
    for (size_t i = first + 1; i < n && !call->c_order; i++) {
        uint64_t result;
        piece one = advanced(call, p, i);
        one.out = &result;
        failure = run_kernel(call, &one, 1);
        if (failure > 0)
            note(call, spelt_loop_position(call->loop, q + i), failure);
    }
}

/* ---- Contiguous ---------------------------------------------------------------------------- */

static piece contiguous_from(const map_call *call, size_t begin)
{
    const spelt_loop *loop = call->loop;
    piece whole = {{NULL, NULL, NULL}, (void *)(uintptr_t)loop->data[call->inputs]};
    for (unsigned k = 0; k < call->inputs; k++)
        whole.input[k] = loop->data[k];
    return advanced(call, &whole, begin);
}

static void run_piece(map_call *call, size_t q, const piece *p, size_t n)
{
    const size_t failure = run_kernel(call, p, n);
    if (SPELT_UNLIKELY(failure > 0))
        note_piece(call, q, failure, p, n);
}

static void at_once(map_call *call, size_t begin, size_t n)
{
    const piece p = contiguous_from(call, begin);
    run_piece(call, begin, &p, n);
}

static void stream(map_call *call, size_t begin, size_t n)
{
    at_once(call, begin, n);
    spelt_stream_end();
}

/* Into a buffer that stays in the first level, and from there to memory. This and gather() are out
 * of line: a call takes the buffers of one of them. */
static __attribute__((noinline)) void stream_buffer(map_call *call, size_t begin, size_t n)
{
    _Alignas(64) char buffer[SPELT_STREAM_BYTES];
    const size_t size = call->loop->itemsize[call->inputs], most = SPELT_STREAM_BYTES / size;
    spelt_stream_kernel *copy = spelt_stream_of();
    spelt_ahead ahead = {.count = 0};
    for (unsigned k = 0; k < call->inputs; k++)
        if (k != call->value)
            ahead.bytes[ahead.count++] = 64 * call->loop->itemsize[k] / size;
    for (size_t done = 0, m; done < n; done += m) {
        piece p = contiguous_from(call, begin + done);
        void *out = p.out;
        m = n - done < most ? n - done : most;
        p.out = buffer;
        run_piece(call, begin + done, &p, m);
        for (unsigned k = 0, a = 0; k < call->inputs; k++)
            if (k != call->value)
                ahead.at[a++] = (const char *)p.input[k] + m * call->loop->itemsize[k];
        copy(out, buffer, m * size, &ahead);
    }
    spelt_stream_end();
}

/* ---- Tiles --------------------------------------------------------------------------------- */

static spelt_lines lines_of(const map_call *call, const spelt_tile *tile)
{
    spelt_lines lines;
    for (unsigned k = 0; k <= call->inputs; k++) {
        lines.at[k] = tile->at[k];
        lines.step[k] = spelt_tile_step(tile, k);
        lines.row_step[k] = spelt_tile_row_step(tile, k);
    }
    return lines;
}

static void tile_by_rows(map_call *call, const spelt_tile *tile)
{
    const unsigned output = call->inputs;
    spelt_lines lines = lines_of(call, tile);
    for (size_t r = 0; r < tile->rows; r++) {
        piece row = {{NULL, NULL, NULL}, (void *)(uintptr_t)lines.at[output]};
        for (unsigned k = 0; k < output; k++)
            row.input[k] = lines.at[k];
        const size_t failure = run_kernel(call, &row, tile->run);
        if (SPELT_UNLIKELY(failure > 0))
            note_piece(call, spelt_tile_element(tile, r * tile->run), failure, &row, tile->run);
        for (unsigned k = 0; k <= output && r + 1 < tile->rows; k++)
            lines.at[k] += lines.row_step[k];
    }
}

/* As note_piece(): the output is none of the inputs where the order is not C order. */
static void note_lines(map_call *call, const spelt_tile *tile, size_t failure)
{
    const size_t first = failure / SPELT_FAILURE(1, 0);
    const spelt_lines lines = lines_of(call, tile);
    note(call, spelt_loop_position(call->loop, spelt_tile_element(tile, first)),
         failure % SPELT_FAILURE(1, 0));
    for (size_t i = first + 1; i < tile->rows * tile->run && !call->c_order; i++) {
        spelt_lines one = lines;
        for (unsigned k = 0; k <= call->inputs; k++)
            one.at[k] += (ptrdiff_t)(i / tile->run) * lines.row_step[k] +
                         (ptrdiff_t)(i % tile->run) * lines.step[k];
        failure = call->lines(&one, 1, 1);
        if (failure > 0)
            note(call, spelt_loop_position(call->loop, spelt_tile_element(tile, i)), failure);
    }
}

static void tile_by_lines(map_call *call, const spelt_tile *tile)
{
    const spelt_lines lines = lines_of(call, tile);
    const size_t failure = call->lines(&lines, tile->rows, tile->run);
    if (SPELT_UNLIKELY(failure > 0))
        note_lines(call, tile, failure);
}

static void tiles(map_call *call, size_t first, size_t last)
{
    spelt_tile tile;
    spelt_tile_seek(&tile, &call->tiles, first);
    for (size_t p = first; p < last; p++) {
        if (call->way == WAY_ROWS)
            tile_by_rows(call, &tile);
        else
            tile_by_lines(call, &tile);
        if (p + 1 < last)
            spelt_tile_next(&tile);
    }
}

/* ---- By way of buffers ----------------------------------------------------------------------- */

static __attribute__((noinline)) void gather(map_call *call, size_t begin, size_t n)
{
    _Alignas(64) char buffer[SPELT_MAX_OPERANDS][SPELT_GATHER * SPELT_WIDEST_REAL];
    const unsigned output = call->inputs;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    for (size_t q = begin, end = begin + n; q < end;) {
        size_t m = spelt_cursor_piece(&cursor, end - q, 64);
        void *place = spelt_cursor_in_place(&cursor, output, m);
        piece p = {{NULL, NULL, NULL}, place ? place : buffer[output]};
        /* note_piece() wants operands that the results have not overwritten. */
        const int keep = call->in_place && place && !call->c_order;
        if (keep && m > SPELT_GATHER)
            m = SPELT_GATHER;
        for (unsigned k = 0; k < call->inputs; k++) {
            p.input[k] = spelt_cursor_gather(&cursor, k, m, buffer[k]);
            if (keep && p.input[k] == place)
                p.input[k] = memcpy(buffer[k], place, m * call->loop->itemsize[k]);
        }
        run_piece(call, q, &p, m);
        if (!place)
            spelt_cursor_scatter(&cursor, output, m, p.out);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
}

/* ---- The call ------------------------------------------------------------------------------ */

static void pieces(void *context, void *own, size_t first, size_t last)
{
    map_call *call = context;
    (void)own;
    const size_t begin = first * PIECE;
    const size_t end = last * PIECE < call->loop->n ? last * PIECE : call->loop->n;
    switch (call->way) {
    case WAY_AT_ONCE: at_once(call, begin, end - begin); break;
    case WAY_STREAM: stream(call, begin, end - begin); break;
    case WAY_STREAM_BUFFER: stream_buffer(call, begin, end - begin); break;
    case WAY_ROWS:
    case WAY_LINES: tiles(call, first, last); break;
    case WAY_GATHER: gather(call, begin, end - begin); break;
    }
}

/* Whether operands other than the value lie side by side in the innermost dimension. */
static int has_contiguous_rows(const map_call *call)
{
    for (unsigned k = 0; k <= call->inputs; k++)
        if (k != call->value && call->loop->stride[k][call->loop->ndim - 1] != 1)
            return 0;
    return 1;
}

/* Kernels of two operands keep one that is the same element again and again in a register; the
 * numbers of a function are such an operand always. */
static void choose_kernel(map_call *call)
{
    call->kernel = spelt_map_of(call->function);
    call->value = NO_VALUE;
    if (spelt_family_has_numbers(spelt_function_list[call->function].family)) {
        call->value = call->inputs - 1;
        return;
    }
    for (unsigned k = 0; k < call->inputs && call->inputs == 2 && call->loop->n > 1; k++) {
        spelt_kernel *of_value = spelt_kernel_of(call->function, SPELT_KERNEL_OF_VALUE + (int)k);
        if (!of_value || call->loop->stride[k][call->loop->ndim - 1] != 0)
            continue;
        call->value = k;
        if (has_contiguous_rows(call)) {
            call->kernel = (spelt_map_kernel *)of_value;
            return;
        }
        call->value = NO_VALUE;
    }
}

/* What is written past the caches need not be read first. That is little where an output is narrower
 * than an input, and less than what a buffer takes: 4096 masks are those of 64 KiB of f64, twice the
 * first-level cache (1.8 times the time of WAY_AT_ONCE, Zen 4). */
static int gains_past_caches(const map_call *call)
{
    for (unsigned k = 0; k < call->inputs; k++)
        if (call->loop->itemsize[k] > call->loop->itemsize[call->inputs])
            return 0;
    return !call->in_place && spelt_loop_bytes(call->loop) > spelt_stream_threshold();
}

static map_way way_of_contiguous(map_call *call)
{
    if (!gains_past_caches(call))
        return WAY_AT_ONCE;
    spelt_kernel *past = spelt_kernel_of(call->function, SPELT_KERNEL_STREAM);
    if (call->value != NO_VALUE || !past)
        return WAY_STREAM_BUFFER;
    call->kernel = (spelt_map_kernel *)past;
    return WAY_STREAM;
}

/* A kernel is called for rows of so many elements, others are for one that takes several rows. */
#define LEAST_ROW 16

static map_way choose_way(map_call *call)
{
    const spelt_loop *loop = call->loop;
    const spelt_family family = spelt_function_list[call->function].family;
    const int has_lines = call->lines != NULL;
    /* The first one to fail in C order is found on inputs that were not overwritten. */
    const int keep = call->in_place && !call->c_order &&
                     (family == SPELT_FAMILY_CHECKED1 || family == SPELT_FAMILY_CHECKED2 ||
                      family == SPELT_FAMILY_CONVERT);
    if (keep)
        return WAY_GATHER;
    if (has_contiguous_rows(call) && loop->ndim == 1)
        return way_of_contiguous(call);
    if (has_contiguous_rows(call) && (!has_lines || loop->shape[loop->ndim - 1] >= LEAST_ROW))
        return WAY_ROWS;
    return has_lines ? WAY_LINES : WAY_GATHER;
}

size_t spelt_run_map(const spelt_loop *loop, spelt_function function, int *threads)
{
    map_call call;
    call.loop = loop;
    call.function = function;
    call.inputs = loop->operands - 1;
    call.c_order = spelt_loop_is_c_order(loop);
    call.in_place = 0;
    atomic_init(&call.first, SIZE_MAX);
    for (unsigned k = 0; k < call.inputs; k++)
        call.in_place |= loop->data[k] == loop->data[call.inputs];
    call.lines = (spelt_lines_kernel *)spelt_kernel_of(function, SPELT_KERNEL_LINES);
    choose_kernel(&call);
    call.way = choose_way(&call);
    if (call.way == WAY_GATHER) { /* which gathers a value as often as it is wanted */
        call.kernel = spelt_map_of(function);
        call.value = NO_VALUE;
    }
    spelt_job job = {.run = pieces, .context = &call, .pieces = (loop->n - 1) / PIECE + 1};
    if (call.way == WAY_ROWS || call.way == WAY_LINES) {
        spelt_tiles_make(&call.tiles, loop);
        job.pieces = call.tiles.count;
    }
    *threads = spelt_team_run(*threads, &job);
    const size_t first = atomic_load(&call.first);
    return first == SIZE_MAX ? 0 : first;
}
