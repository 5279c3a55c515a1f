/* total.c - the exact total of integers over a loop's elements, on any number of threads. The order
 * is free, so the loop follows memory and each thread adds up what it takes. */
#include "array/cursor.h"
#include "array/tiles.h"
#include "call/drivers.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"
#include "runtime/team.h"

#define PIECE ((size_t)4096)

typedef struct {
    const spelt_loop *loop;
    spelt_total_kernel *kernel;
    spelt_total_lines_kernel *lines; /* NULL where elements are gathered */
    int contiguous;
    spelt_tiles tiles; /* of lines */
    int192 total;
} total_call;

static int192 contiguous(const total_call *call, size_t begin, size_t n)
{
    const spelt_loop *loop = call->loop;
    const size_t size = loop->itemsize[0];
    const char *x = loop->data[0] + begin * size;
    const char *y = loop->data[loop->operands - 1] + begin * size;
    int192 total = int192_from(0);
    while (n > 0) {
        const size_t length = n < SPELT_INT_TERMS ? n : SPELT_INT_TERMS;
        total = int192_add(total, call->kernel(x, y, length));
        x += length * size;
        y += length * size;
        n -= length;
    }
    return total;
}

static int192 strided(const total_call *call, size_t begin, size_t n)
{
    const unsigned last = call->loop->operands - 1;
    _Alignas(64) char buffer[2][SPELT_GATHER * SPELT_WIDEST_REAL];
    int192 total = int192_from(0);
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    while (n > 0) {
        const size_t m = spelt_cursor_piece(&cursor, n < SPELT_INT_TERMS ? n : SPELT_INT_TERMS, 64);
        const void *x = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const void *y = last > 0 ? spelt_cursor_gather(&cursor, last, m, buffer[1]) : x;
        total = int192_add(total, call->kernel(x, y, m));
        spelt_cursor_advance(&cursor, m);
        n -= m;
    }
    return total;
}

/* Rows of a tile are contiguous in all operands and so long that a call of the kernel for each is less
 * than what one after the other takes. */
#define LEAST_ROW ((size_t)64)

static int has_long_rows(const spelt_tile *tile)
{
    const spelt_loop *loop = tile->tiles->loop;
    for (unsigned i = 0; i < loop->operands; i++)
        if (loop->stride[i][loop->ndim - 1] != 1)
            return 0;
    return tile->run >= LEAST_ROW;
}

static int192 total_of_tile(const total_call *call, const spelt_tile *tile)
{
    const unsigned last = call->loop->operands - 1;
    int192 total = int192_from(0);
    spelt_lines lines;
    for (unsigned i = 0; i <= last; i++) {
        lines.at[i] = tile->at[i];
        lines.step[i] = spelt_tile_step(tile, i);
        lines.row_step[i] = spelt_tile_row_step(tile, i);
    }
    if (!has_long_rows(tile))
        return call->lines(&lines, tile->rows, tile->run);
    for (size_t r = 0; r < tile->rows; r++)
        total = int192_add(total,
                           call->kernel(lines.at[0] + (ptrdiff_t)r * lines.row_step[0],
                                        lines.at[last] + (ptrdiff_t)r * lines.row_step[last],
                                        tile->run));
    return total;
}

static int192 tiles(const total_call *call, size_t first, size_t last)
{
    int192 total = int192_from(0);
    spelt_tile tile;
    spelt_tile_seek(&tile, &call->tiles, first);
    for (size_t p = first; p < last; p++) {
        total = int192_add(total, total_of_tile(call, &tile));
        if (p + 1 < last)
            spelt_tile_next(&tile);
    }
    return total;
}

static void pieces(void *context, void *own, size_t first, size_t last)
{
    total_call *call = context;
    int192 *total = own;
    const size_t begin = first * PIECE, rest = call->loop->n - begin;
    const size_t n = (last - first) * PIECE < rest ? (last - first) * PIECE : rest;
    *total = int192_add(*total, call->contiguous ? contiguous(call, begin, n)
                                : call->lines    ? tiles(call, first, last)
                                                 : strided(call, begin, n));
}

static void begin_own(void *context, void *own)
{
    (void)context;
    *(int192 *)own = int192_from(0);
}

static void merge_own(void *context, void *own)
{
    total_call *call = context;
    call->total = int192_add(call->total, *(const int192 *)own);
}

int192 spelt_total_of_loop(const spelt_loop *loop, spelt_function function, int *threads)
{
    total_call call = {.loop = loop,
                       .kernel = (spelt_total_kernel *)spelt_kernel_of(function, SPELT_KERNEL_TOTAL),
                       .contiguous = spelt_loop_is_contiguous(loop),
                       .total = int192_from(0)};
    spelt_job job = {pieces, begin_own, merge_own, &call, (loop->n - 1) / PIECE + 1};
    if (!call.contiguous && loop->itemsize[0] < SPELT_WIDEST_REAL) {
        call.lines = (spelt_total_lines_kernel *)spelt_kernel_of(function, SPELT_KERNEL_LINES);
        spelt_tiles_make(&call.tiles, loop);
        job.pieces = call.tiles.count;
    }
    *threads = spelt_team_run(*threads, &job);
    return call.total;
}

spelt_status spelt_run_total(const spelt_loop *loop, spelt_function function, void *result,
                             int *threads)
{
    const int192 total = spelt_total_of_loop(loop, function, threads);
    const int fits = spelt_function_list[function].result == SPELT_I64
                         ? int192_fits(total, result)
                         : int192_fits_unsigned(total, result);
    return fits ? SPELT_OK : SPELT_ERR_OVERFLOW;
}
