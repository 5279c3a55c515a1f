/* order1.c - order 1 over a loop's elements, on any number of threads.
 *
 * The loop's blocks are a run somewhere in the tree. It is cut into complete subtrees of a power of
 * two of blocks, so many that threads have something to share and so few that their totals fit on
 * the stack; the cut depends on where the run lies alone. */
#include "call/order1.h"

#include "array/cursor.h"
#include "call/drivers.h"
#include "call/run.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"
#include "runtime/team.h"

#define PIECES ((size_t)128)

/* The widest element that is read. */
#define WIDEST 8

/* At most PIECES whole pieces, and fewer smaller ones at the two ends than a run has nodes. */
typedef struct {
    const spelt_loop *loop;
    spelt_reduce_kernel *kernel;
    spelt_rows_kernel *rows;
    size_t bytes, row, block; /* of an accumulator; terms in a row and in a block */
    int contiguous;
    spelt_run run;
    spelt_node total[PIECES + SPELT_PARTIAL_NODES];
} order1_call;

/* The lanes of a block, of either accumulator. */
typedef union {
    f32 narrow[SPELT_ORDER_LANE_BYTES / sizeof(f32)];
    f64 wide[SPELT_ORDER_LANE_BYTES / sizeof(f64)];
} block_lanes;

static spelt_node fold(size_t bytes, block_lanes *lanes)
{
    for (size_t width = SPELT_ORDER_LANE_BYTES / sizeof(f32) / 2; width > 0; width /= 2)
        for (size_t j = 0; j < width; j++)
            if (bytes == sizeof(f32))
                lanes->narrow[j] += lanes->narrow[j + width];
            else if (width < SPELT_ORDER_LANE_BYTES / sizeof(f64))
                lanes->wide[j] += lanes->wide[j + width];
    return spelt_node_load(bytes, lanes);
}

static unsigned last_operand(const order1_call *call)
{
    return call->loop->operands - 1;
}

static spelt_node node_of(const order1_call *call, const void *x, const void *y, size_t n)
{
    f64 result = 0;
    call->kernel(x, y, n, &result);
    return spelt_node_load(call->bytes, &result);
}

/* ---- Elements that are not contiguous ---------------------------------------------------------- */

/* The last row: zeros behind the terms, which add +0.0. */
static void short_row(const order1_call *call, const spelt_cursor *cursor, block_lanes *lanes,
                      size_t n, char buffer[2][SPELT_GATHER * WIDEST])
{
    const size_t size = call->loop->itemsize[0];
    for (unsigned i = 0; i < call->loop->operands; i++) {
        const void *terms = spelt_cursor_gather(cursor, i, n, buffer[i]);
        if (terms != buffer[i])
            memcpy(buffer[i], terms, n * size);
        memset(buffer[i] + n * size, 0, (call->row - n) * size);
    }
    call->rows(lanes, buffer[0], buffer[last_operand(call)], 1);
}

/* One block: rows in place where memory has them, the others by way of a buffer small enough to
 * stay in the first-level cache beside what it is gathered from. */
static spelt_node strided_block(const order1_call *call, spelt_cursor *cursor, size_t n)
{
    const unsigned last = last_operand(call);
    const void *x = spelt_cursor_in_place(cursor, 0, n);
    const void *y = spelt_cursor_in_place(cursor, last, n);
    if (x && y) {
        spelt_cursor_advance(cursor, n);
        return node_of(call, x, y, n);
    }
    block_lanes lanes;
    _Alignas(64) char buffer[2][SPELT_GATHER * WIDEST];
    memset(&lanes, 0, sizeof lanes);
    while (n >= call->row) {
        size_t m = spelt_cursor_piece(cursor, n - n % call->row, call->row);
        x = spelt_cursor_gather(cursor, 0, m, buffer[0]);
        y = last > 0 ? spelt_cursor_gather(cursor, last, m, buffer[1]) : x;
        call->rows(&lanes, x, y, m / call->row);
        spelt_cursor_advance(cursor, m);
        n -= m;
    }
    if (n > 0) {
        short_row(call, cursor, &lanes, n, buffer);
        spelt_cursor_advance(cursor, n);
    }
    return fold(call->bytes, &lanes);
}

/* A few blocks, gathered whole: a transposed matrix is gathered as many elements wide as that many
 * of its runs go in, which makes use of its cache lines and pages. */
static void gathered_blocks(const order1_call *call, spelt_cursor *cursor, size_t n, char *scratch,
                            spelt_tree *tree)
{
    const unsigned last = last_operand(call);
    const size_t size = call->loop->itemsize[0];
    const char *x = spelt_cursor_gather(cursor, 0, n, scratch);
    const char *y =
        last > 0 ? spelt_cursor_gather(cursor, last, n, scratch + SPELT_SCRATCH_BYTES / 2) : x;
    for (size_t i = 0; i < n; i += call->block)
        spelt_tree_push(tree, 0, 1,
                        node_of(call, x + i * size, y + i * size,
                                n - i < call->block ? n - i : call->block));
    spelt_cursor_advance(cursor, n);
}

static spelt_node strided_piece(const order1_call *call, spelt_cursor *cursor, size_t n)
{
    char *scratch = spelt_cursor_goes_crosswise(call->loop) ? spelt_scratch_take() : NULL;
    const size_t most =
        scratch ? SPELT_SCRATCH_BYTES / 2 / call->loop->itemsize[0] : call->block;
    spelt_tree tree;
    spelt_tree_open(&tree, call->bytes, 0);
    while (n > 0) {
        const size_t length = n < most ? n : most;
        if (scratch)
            gathered_blocks(call, cursor, length, scratch, &tree);
        else
            spelt_tree_push(&tree, 0, 1, strided_block(call, cursor, length));
        n -= length;
    }
    if (scratch)
        spelt_scratch_give(scratch);
    return spelt_tree_finish(&tree);
}

/* ---- The call -------------------------------------------------------------------------------- */

static void pieces(void *context, void *own, size_t first, size_t last)
{
    order1_call *call = context;
    (void)own;
    const spelt_loop *loop = call->loop;
    const size_t size = loop->itemsize[0];
    uint64_t at = spelt_run_piece(&call->run, first);
    size_t begin = (size_t)(at - call->run.begin) * call->block;
    spelt_cursor cursor;
    if (!call->contiguous)
        spelt_cursor_seek(&cursor, loop, begin);
    for (size_t p = first; p < last; p++) {
        const uint64_t blocks = spelt_run_subtree(&call->run, at);
        const size_t rest = loop->n - begin;
        const size_t length =
            blocks <= rest / call->block ? (size_t)blocks * call->block : rest;
        if (call->contiguous)
            call->total[p] = node_of(call, loop->data[0] + begin * size,
                                     loop->data[last_operand(call)] + begin * size, length);
        else
            call->total[p] = strided_piece(call, &cursor, length);
        at += blocks;
        begin += length;
    }
}

void spelt_order1_subtrees(const spelt_loop *loop, spelt_function function, uint64_t begin,
                           spelt_tree *tree, int *threads)
{
    order1_call call;
    call.loop = loop;
    call.kernel = spelt_reduce_of(function);
    call.rows = (spelt_rows_kernel *)spelt_kernel_of(function, 1);
    call.bytes = spelt_type_size(spelt_function_list[function].result);
    call.row = spelt_row_terms(call.bytes);
    call.block = spelt_block_terms(call.bytes);
    call.contiguous = spelt_loop_is_contiguous(loop);
    spelt_tree_open(tree, call.bytes, begin);
    if (loop->n <= call.block) { /* short: nothing to share out */
        spelt_cursor cursor;
        spelt_cursor_seek(&cursor, loop, 0);
        *threads = 1;
        spelt_tree_push(tree, begin, 1, strided_piece(&call, &cursor, loop->n));
        return;
    }
    call.run = (spelt_run){begin, begin + (loop->n - 1) / call.block + 1, 1};
    while (call.run.end - begin > PIECES * call.run.most)
        call.run.most *= 2;
    const size_t count = spelt_run_pieces(&call.run);
    *threads = spelt_team_run(*threads,
                              &(spelt_job){.run = pieces, .context = &call, .pieces = count});
    for (size_t p = 0; p < count; p++)
        spelt_tree_push(tree, begin, spelt_run_subtree(&call.run, tree->end), call.total[p]);
}

void spelt_run_order1(const spelt_loop *loop, spelt_function function, void *result, int *threads)
{
    spelt_tree tree;
    spelt_order1_subtrees(loop, function, 0, &tree, threads);
    spelt_node_give(tree.bytes, spelt_tree_finish(&tree), result);
}
