/* order1_strided.c - see order1_strided.h. */
#include "call/order1_strided.h"

#include "array/cursor.h"
#include "call/drivers.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"

#include <string.h>

/* ---- Lanes ----------------------------------------------------------------------------------- */

/* Of a block, of any accumulator: of a complex one both parts. */
#define MOST_LANE_BYTES ((size_t)2 * SPELT_ORDER_LANE_BYTES)
typedef union {
    f32 narrow[MOST_LANE_BYTES / sizeof(f32)];
    f64 wide[MOST_LANE_BYTES / sizeof(f64)];
} block_lanes;

/* Up to two numbers, the parts, are left. */
static spelt_node fold(const spelt_order1_call *call, void *lanes)
{
    f32 *narrow = lanes;
    f64 *wide = lanes;
    for (size_t width = call->numbers / 2; width >= call->of.parts; width /= 2) {
        if (call->of.bytes == sizeof(f32))
            for (size_t j = 0; j < width; j++)
                narrow[j] += narrow[j + width];
        else
            for (size_t j = 0; j < width; j++)
                wide[j] += wide[j + width];
    }
    return spelt_node_load(call->of, lanes);
}

static size_t lane_bytes(const spelt_order1_call *call)
{
    return call->numbers * call->of.bytes;
}

/* Nodes of blocks in their order, which become the totals of pieces from p on. */
typedef struct {
    spelt_order1_call *call;
    size_t p;
    uint64_t at,
        left; /* the block where the piece begins, and how many of its blocks are to come */
    spelt_tree tree;
} block_sink;

static void open_piece(block_sink *sink)
{
    sink->left = spelt_run_subtree(&sink->call->run, sink->at);
    spelt_tree_open(&sink->tree, sink->call->of, 0);
}

static void put_node(block_sink *sink, spelt_node node)
{
    const spelt_order1_call *call = sink->call;
    spelt_tree_push(&sink->tree, 0, 1, node);
    if (--sink->left > 0)
        return;
    spelt_node_put(call->of, sink->call->total, sink->p++, spelt_tree_finish(&sink->tree));
    sink->at += spelt_run_subtree(&call->run, sink->at);
    if (sink->at < call->run.end)
        open_piece(sink);
}

/* ---- Elements that are not contiguous -------------------------------------------------------- */

/* So many times the element of an operand that is one value: rows of a kernel. */
#define VALUES_BYTES ((size_t)1024)

/* Fewer than a row. */
static void add_few(const spelt_order1_call *call, void *lanes, size_t lane, const char *const at[],
                    size_t n)
{
    if (call->number) {
        spelt_terms_kernel *terms =
            (spelt_terms_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_LINES);
        const spelt_lines lines = {.at = {at[0], call->number},
                                   .step = {(ptrdiff_t)call->loop->itemsize[0]}};
        terms(lanes, lane, &lines, 1, n);
        return;
    }
    spelt_lanes_kernel *some =
        (spelt_lanes_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_LANES);
    const spelt_rows row = {.x = at[0], .y = at[spelt_order1_last(call)], .count = 1};
    some((char *)lanes + lane * (lane_bytes(call) / call->row), &row, n);
}

/* A run of elements, from a lane on; an operand whose step is 0 is one value. */
static void add_run(const spelt_order1_call *call, void *lanes, size_t lane, const char *const from[],
                    const ptrdiff_t step[], size_t n)
{
    spelt_rows_kernel *rows =
        (spelt_rows_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_ROWS);
    const unsigned last = spelt_order1_last(call), value = step[0] == 0 ? 0 : last;
    const size_t size = call->loop->itemsize[0];
    const char *at[2] = {from[0], from[last]};
    size_t most = SIZE_MAX - SIZE_MAX % call->row;
    _Alignas(64) char values[VALUES_BYTES];
    if (step[value] == 0) {
        most = VALUES_BYTES / size - VALUES_BYTES / size % call->row;
        spelt_repeat(values, from[value], n < most ? n : most, size);
        at[value] = values;
    }
    while (n > 0) {
        size_t m = n < call->row - lane ? n : call->row - lane;
        if (m == call->row) {
            m = n - n % call->row;
            m = m < most ? m : most;
            rows(lanes, at[0], call->number ? call->number : at[last], m / call->row);
        } else {
            add_few(call, lanes, lane, at, m);
        }
        at[0] += (ptrdiff_t)m * step[0];
        if (last > 0)
            at[last] += (ptrdiff_t)m * step[last];
        lane = (lane + m) % call->row;
        n -= m;
    }
}

/* Whether operands lie side by side in the innermost dimension; one may be one value. */
static int has_contiguous_rows(const spelt_order1_call *call)
{
    const spelt_loop *loop = call->loop;
    const size_t k = loop->ndim - 1;
    const ptrdiff_t x = loop->stride[0][k], y = loop->stride[spelt_order1_last(call)][k];
    return (x | y) == 1;
}

static spelt_lines lines_of(const spelt_order1_call *call)
{
    const spelt_loop *loop = call->loop;
    const size_t k = loop->ndim - 1;
    spelt_lines lines; /* of these operands only: to set all takes as long as a short row */
    lines.at[0] = NULL, lines.at[1] = call->number;
    lines.step[1] = lines.row_step[1] = 0;
    for (unsigned i = 0; i < loop->operands; i++) {
        lines.step[i] = loop->stride[i][k] * (ptrdiff_t)loop->itemsize[i];
        lines.row_step[i] = k > 0 ? loop->stride[i][k - 1] * (ptrdiff_t)loop->itemsize[i] : 0;
    }
    return lines;
}

/* Elements of 4 and 8 bytes may be gathered, and be added in whole rows of lanes. That is faster where
 * rows of the loop have four elements; and where one operand is a value in each of them and they are
 * short, but longer than a vector. (dot_f64, 32 x 32: 0.5 of the time, Zen 4.) */
#define GATHERED_BYTES ((size_t)1024) /* of each operand: whole rows of lanes */

static int wants_gathering(const spelt_order1_call *call)
{
    const spelt_loop *loop = call->loop;
    const size_t k = loop->ndim - 1, size = loop->itemsize[0], run = loop->shape[k];
    const int has_value = loop->stride[0][k] == 0 || loop->stride[spelt_order1_last(call)][k] == 0;
    if ((size != 4 && size != 8) || call->number || call->numbers != call->row)
        return 0;
    return run == 4 || (has_value && has_contiguous_rows(call) && run < 8 * call->row &&
                        run * size >= 64);
}

/* The next m elements, where a cursor goes on. */
static void gather(const spelt_order1_call *call, spelt_cursor *cursor, const spelt_lines *lines,
                   char *const buffer[], size_t m)
{
    const spelt_loop *loop = call->loop;
    const size_t k = loop->ndim - 1, whole = loop->shape[k], size = loop->itemsize[0];
    for (size_t done = 0; done < m;) {
        const size_t left = whole - cursor->index[k], run = left < m - done ? left : m - done;
        size_t rows = 1;
        if (k > 0 && run == whole) {
            const size_t below = loop->shape[k - 1] - cursor->index[k - 1];
            rows = (m - done) / run < below ? (m - done) / run : below;
        }
        for (unsigned i = 0; i < loop->operands; i++)
            spelt_gathers_of(size)->rows(buffer[i] + done * size, cursor->at[i], lines->step[i],
                                         run, lines->row_step[i], rows);
        spelt_cursor_advance(cursor, rows * run);
        done += rows * run;
    }
}

static __attribute__((noinline)) void add_gathered(const spelt_order1_call *call, void *lanes,
                                                   spelt_cursor *cursor, size_t n)
{
    _Alignas(64) char buffer[2][GATHERED_BYTES + SPELT_GATHER_BEHIND];
    _Static_assert(sizeof buffer[0] % 64 == 0, "the second one is not aligned");
    char *const to[2] = {buffer[0], buffer[1]};
    spelt_rows_kernel *rows =
        (spelt_rows_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_ROWS);
    const size_t size = call->loop->itemsize[0], most = GATHERED_BYTES / size;
    const spelt_lines lines = lines_of(call);
    for (size_t m; n > 0; n -= m) {
        m = n < most ? n : most;
        const size_t whole = m - m % call->row;
        const char *const rest[2] = {to[0] + whole * size, to[1] + whole * size};
        gather(call, cursor, &lines, to, m);
        rows(lanes, to[0], to[spelt_order1_last(call)], whole / call->row);
        if (m > whole)
            add_few(call, lanes, 0, rest, m - whole);
    }
}

/* The next n elements, a block of them at most: rows of the loop, or parts of one. */
static void add_block(const spelt_order1_call *call, void *lanes, spelt_cursor *cursor, size_t n)
{
    const spelt_loop *loop = call->loop;
    const size_t k = loop->ndim - 1, whole = loop->shape[k];
    const int by_runs = has_contiguous_rows(call) && whole >= call->row;
    spelt_terms_kernel *terms =
        (spelt_terms_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_LINES);
    spelt_lines lines = lines_of(call);
    if (wants_gathering(call)) {
        add_gathered(call, lanes, cursor, n);
        return;
    }
    for (size_t lane = 0; n > 0;) {
        const size_t left = whole - cursor->index[k], run = left < n ? left : n;
        size_t rows = 1;
        if (by_runs) {
            add_run(call, lanes, lane, cursor->at, lines.step, run);
        } else {
            if (k > 0 && run == whole) {
                const size_t below = loop->shape[k - 1] - cursor->index[k - 1];
                rows = n / run < below ? n / run : below;
            }
            for (unsigned i = 0; i < loop->operands; i++)
                lines.at[i] = cursor->at[i];
            terms(lanes, lane, &lines, rows, run);
        }
        lane = (lane + rows * run) % call->row;
        n -= rows * run;
        spelt_cursor_advance(cursor, rows * run);
    }
}

static void blocks(block_sink *sink, size_t begin, size_t n)
{
    const spelt_order1_call *call = sink->call;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    while (n > 0) {
        const size_t length = n < call->block ? n : call->block;
        block_lanes lanes;
        memset(&lanes, 0, sizeof lanes);
        add_block(call, &lanes, &cursor, length);
        put_node(sink, fold(call, &lanes));
        n -= length;
    }
}

/* ---- Transposed matrices --------------------------------------------------------------------- */

/* Each element of a row has a cache line of its own there, which the rows that follow use up. So
 * that it is still there when they come, many rows are added strip by strip, each block to lanes of
 * its own. A block goes on from row to row, and its lanes must get their terms in order: first
 * come, in all rows, those parts with which blocks begin, then those in the row that follows, and
 * so on. */
#define STRIP ((size_t)256)
#define STRIP_ROWS ((size_t)64)

/* Elements [begin, end) of the loop, which are whole blocks but for the last one's end; their rows
 * [first, last]. */
typedef struct {
    const spelt_order1_call *call;
    size_t begin, end, first, last;
    char *lanes; /* of each block */
} strip_group;

/* Where the first block begins that begins in this row or later, or the end. */
static size_t first_block(const strip_group *g, size_t row)
{
    const size_t whole = g->call->loop->shape[1], mask = g->call->block - 1;
    if (row <= g->first)
        return g->begin;
    const size_t at = (row * whole + mask) & ~mask;
    return at < g->end ? at : g->end;
}

/* Terms [from, to) of a row. */
static void add_segment(const strip_group *g, const spelt_lines *lines, size_t row, size_t from,
                        size_t to)
{
    const spelt_order1_call *call = g->call;
    const spelt_loop *loop = call->loop;
    spelt_terms_kernel *terms =
        (spelt_terms_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_LINES);
    while (from < to) {
        const size_t block = from & ~(call->block - 1);
        const size_t end = block + call->block < to ? block + call->block : to;
        spelt_lines here = *lines;
        for (unsigned i = 0; i < loop->operands; i++)
            here.at[i] = loop->data[i] + (ptrdiff_t)row * lines->row_step[i] +
                         (ptrdiff_t)(from - row * loop->shape[1]) * lines->step[i];
        terms(g->lanes + (block - g->begin) / call->block * lane_bytes(call), from % call->row,
              &here, 1, end - from);
        from = end;
    }
}

/* The parts in the row that is so many behind the one where their blocks begin. 0 where there are
 * none. */
static int add_parts(const strip_group *g, size_t behind)
{
    const size_t whole = g->call->loop->shape[1];
    const spelt_lines lines = lines_of(g->call);
    size_t from[STRIP_ROWS + 2], to[STRIP_ROWS + 2];
    int any = 0;
    for (size_t row = g->first; row <= g->last; row++) {
        const size_t begin = row * whole, end = begin + whole < g->end ? begin + whole : g->end;
        const int has = row - g->first >= behind;
        const size_t low = has ? first_block(g, row - behind) : end;
        const size_t high = has ? first_block(g, row - behind + 1) : end;
        from[row - g->first] = low > begin ? low : begin;
        to[row - g->first] = high < end ? high : end;
        any |= from[row - g->first] < to[row - g->first];
    }
    for (size_t column = 0; column < whole && any; column += STRIP)
        for (size_t row = g->first; row <= g->last; row++) {
            const size_t left = row * whole + column;
            const size_t low = from[row - g->first], high = to[row - g->first];
            add_segment(g, &lines, row, low > left ? low : left,
                        high < left + STRIP ? high : left + STRIP);
        }
    return any;
}

static void strips(block_sink *sink, size_t begin, size_t n, char *lanes)
{
    const spelt_order1_call *call = sink->call;
    const size_t bytes = lane_bytes(call), most_blocks = SPELT_SCRATCH_BYTES / bytes;
    const size_t whole = call->loop->shape[1];
    size_t most = STRIP_ROWS * whole / call->block * call->block;
    most = most < call->block ? call->block : most;
    most = most < most_blocks * call->block ? most : most_blocks * call->block;
    for (size_t done = 0, m; done < n; done += m) {
        m = n - done < most ? n - done : most;
        strip_group g = {call, begin + done, begin + done + m, 0, 0, lanes};
        g.first = g.begin / whole;
        g.last = (g.end - 1) / whole;
        const size_t count = (m - 1) / call->block + 1;
        memset(lanes, 0, count * bytes);
        for (size_t behind = 0; add_parts(&g, behind) || behind == 0; behind++)
            continue;
        for (size_t i = 0; i < count; i++)
            put_node(sink, fold(call, lanes + i * bytes));
    }
}

static int wants_strips(const spelt_order1_call *call)
{
    const spelt_loop *loop = call->loop;
    return loop->ndim == 2 && loop->shape[1] <= SIZE_MAX / STRIP_ROWS &&
           spelt_loop_crosswise_lines(loop) >= SPELT_LINES_KEPT;
}

void spelt_order1_strided(spelt_order1_call *call, size_t p, uint64_t at, size_t begin, size_t n)
{
    block_sink sink = {.call = call, .p = p, .at = at};
    char *scratch = wants_strips(call) ? spelt_scratch_take() : NULL;
    open_piece(&sink);
    if (!scratch) {
        blocks(&sink, begin, n);
        return;
    }
    strips(&sink, begin, n, scratch);
    spelt_scratch_give(scratch);
}

spelt_node spelt_order1_block(const spelt_order1_call *call)
{
    block_lanes lanes;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, 0);
    memset(&lanes, 0, sizeof lanes);
    add_block(call, &lanes, &cursor, call->loop->n);
    return fold(call, &lanes);
}
