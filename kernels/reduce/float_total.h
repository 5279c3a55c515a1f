/* float_total.h - order 1 over a loop's elements, on any number of threads. Given IN and ACC.
 *
 * The loop's blocks are a run somewhere in the tree. It is cut into complete subtrees of a power of
 * two of blocks, so many that threads have something to share and so few that their totals fit on
 * the stack; the cut depends on where the run lies alone. */

#define PIECES ((size_t)128)
#define NAMED(name) SPELT_PASTE4(name, IN, _, ACC)

/* At most PIECES whole pieces, and fewer smaller ones at the two ends than a run has nodes. */
typedef struct {
    const spelt_loop *loop;
    NAMED(spelt_range_) * range;
    NAMED(spelt_rows_) * rows;
    int contiguous;
    spelt_run run;
    ACC total[PIECES + SPELT_PARTIAL_NODES];
} NAMED(float_call_);

/* The last row: zeros behind the terms, which add +0.0. */
static void NAMED(short_row_)(const NAMED(float_call_) * call, const spelt_cursor *cursor,
                              ACC *lanes, size_t n)
{
    IN buffer[2][SPELT_ROW(ACC)];
    for (unsigned i = 0; i < call->loop->operands; i++) {
        const void *terms = spelt_cursor_gather(cursor, i, n, buffer[i]);
        if (terms != buffer[i])
            memcpy(buffer[i], terms, n * sizeof(IN));
        memset(buffer[i] + n, 0, (SPELT_ROW(ACC) - n) * sizeof(IN));
    }
    call->rows(lanes, buffer[0], buffer[call->loop->operands - 1], 1);
}

/* One block: rows in place where memory has them, the others by way of a buffer small enough to
 * stay in the first-level cache beside what it is gathered from. */
static ACC NAMED(strided_block_)(const NAMED(float_call_) * call, spelt_cursor *cursor, size_t n)
{
    unsigned last = call->loop->operands - 1;
    const IN *x = spelt_cursor_in_place(cursor, 0, n), *y = spelt_cursor_in_place(cursor, last, n);
    ACC lanes[SPELT_ROW(ACC)] = {0};
    if (x && y) {
        spelt_cursor_advance(cursor, n);
        call->range(x, y, n, lanes);
        return lanes[0];
    }
    IN buffer[2][SPELT_GATHER];
    while (n >= SPELT_ROW(ACC)) {
        size_t m = spelt_cursor_piece(cursor, n - n % SPELT_ROW(ACC), SPELT_ROW(ACC));
        x = spelt_cursor_gather(cursor, 0, m, buffer[0]);
        y = last > 0 ? spelt_cursor_gather(cursor, last, m, buffer[1]) : x;
        call->rows(lanes, x, y, m / SPELT_ROW(ACC));
        spelt_cursor_advance(cursor, m);
        n -= m;
    }
    if (n > 0) {
        NAMED(short_row_)(call, cursor, lanes, n);
        spelt_cursor_advance(cursor, n);
    }
    for (size_t width = SPELT_ROW(ACC) / 2; width > 0; width /= 2)
        for (size_t j = 0; j < width; j++)
            lanes[j] += lanes[j + width];
    return lanes[0];
}

/* A few blocks, gathered whole: a transposed matrix is gathered as many elements wide as that many
 * of its runs go in, which makes use of its cache lines and pages. */
#define GATHERED (SPELT_SCRATCH_BYTES / 2 / sizeof(IN))
static void NAMED(gathered_blocks_)(const NAMED(float_call_) * call, spelt_cursor *cursor, size_t n,
                                    IN *buffer, SPELT_PASTE(tree_, ACC) * tree)
{
    unsigned last = call->loop->operands - 1;
    const IN *x = spelt_cursor_gather(cursor, 0, n, buffer);
    const IN *y = last > 0 ? spelt_cursor_gather(cursor, last, n, buffer + GATHERED) : x;
    for (size_t i = 0; i < n; i += SPELT_BLOCK(ACC)) {
        ACC total;
        call->range(x + i, y + i, n - i < SPELT_BLOCK(ACC) ? n - i : SPELT_BLOCK(ACC), &total);
        SPELT_PASTE(tree_push_, ACC)(tree, total);
    }
    spelt_cursor_advance(cursor, n);
}

static ACC NAMED(strided_piece_)(const NAMED(float_call_) * call, spelt_cursor *cursor, size_t n)
{
    IN *scratch = spelt_cursor_goes_crosswise(call->loop) ? spelt_scratch_take() : NULL;
    size_t most = scratch ? GATHERED : SPELT_BLOCK(ACC);
    SPELT_PASTE(tree_, ACC) tree;
    tree.end = tree.depth = 0;
    while (n > 0) {
        size_t length = n < most ? n : most;
        if (scratch)
            NAMED(gathered_blocks_)(call, cursor, length, scratch, &tree);
        else
            SPELT_PASTE(tree_push_, ACC)(&tree, NAMED(strided_block_)(call, cursor, length));
        n -= length;
    }
    if (scratch)
        spelt_scratch_give(scratch);
    return SPELT_PASTE(tree_finish_, ACC)(&tree);
}

static void NAMED(pieces_)(void *context, void *own, size_t first, size_t last)
{
    NAMED(float_call_) *call = context;
    (void)own;
    const spelt_loop *loop = call->loop;
    const IN *x = (const IN *)(const void *)loop->data[0];
    const IN *y = (const IN *)(const void *)loop->data[loop->operands - 1];
    uint64_t at = spelt_run_piece(&call->run, first);
    size_t begin = (size_t)(at - call->run.begin) * SPELT_BLOCK(ACC);
    spelt_cursor cursor;
    if (!call->contiguous)
        spelt_cursor_seek(&cursor, loop, begin);
    for (size_t p = first; p < last; p++) {
        uint64_t blocks = spelt_run_subtree(&call->run, at);
        size_t rest = loop->n - begin;
        size_t length = blocks <= rest / SPELT_BLOCK(ACC) ? blocks * SPELT_BLOCK(ACC) : rest;
        if (call->contiguous)
            call->range(x + begin, y + begin, length, &call->total[p]);
        else
            call->total[p] = NAMED(strided_piece_)(call, &cursor, length);
        at += blocks;
        begin += length;
    }
}

void NAMED(spelt_float_run_)(const spelt_loop *loop, uint64_t begin, NAMED(spelt_range_) * range,
                             NAMED(spelt_rows_) * rows, SPELT_PASTE(tree_, ACC) * tree,
                             int *threads)
{
    NAMED(float_call_) call;
    call.loop = loop;
    call.range = range;
    call.rows = rows;
    call.contiguous = spelt_loop_is_contiguous(loop);
    tree->end = begin;
    tree->depth = 0;
    if (loop->n <= SPELT_BLOCK(ACC)) { /* short: nothing to share out */
        spelt_cursor cursor;
        spelt_cursor_seek(&cursor, loop, 0);
        *threads = 1;
        ACC node = NAMED(strided_piece_)(&call, &cursor, loop->n);
        SPELT_PASTE(tree_push_subtree_, ACC)(tree, begin, 1, node);
        return;
    }
    call.run = (spelt_run){begin, begin + (loop->n - 1) / SPELT_BLOCK(ACC) + 1, 1};
    while (call.run.end - begin > PIECES * call.run.most)
        call.run.most *= 2;
    size_t pieces = spelt_run_pieces(&call.run);
    *threads = spelt_team_run(
        *threads, &(spelt_job){.run = NAMED(pieces_), .context = &call, .pieces = pieces});
    for (size_t p = 0; p < pieces; p++) {
        uint64_t blocks = spelt_run_subtree(&call.run, tree->end);
        SPELT_PASTE(tree_push_subtree_, ACC)(tree, begin, blocks, call.total[p]);
    }
}

ACC NAMED(spelt_float_total_)(const spelt_loop *loop, NAMED(spelt_range_) * range,
                              NAMED(spelt_rows_) * rows, int *threads)
{
    SPELT_PASTE(tree_, ACC) tree;
    NAMED(spelt_float_run_)(loop, 0, range, rows, &tree, threads);
    return SPELT_PASTE(tree_finish_, ACC)(&tree);
}

#undef PIECES
#undef GATHERED
#undef NAMED
#undef IN
#undef ACC
