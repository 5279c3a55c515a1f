/* order1.c - order 1 over a loop's elements, on any number of threads.
 *
 * The loop's blocks are a run somewhere in the tree. It is cut into complete subtrees of a power of
 * two of blocks, so many that threads have something to share and so few that their totals fit on
 * the stack; the cut depends on where the run lies alone. */
#include "call/order1.h"

#include "call/drivers.h"
#include "call/order1_strided.h"
#include "runtime/dispatch.h"
#include "runtime/team.h"

#include <string.h>

static spelt_node node_of(const spelt_order1_call *call, const void *x, const void *y, size_t n)
{
    f64 result[2] = {0, 0};
    call->kernel(x, call->number ? call->number : y, n, result);
    return spelt_node_load(call->of, result);
}

static size_t length_of(const spelt_order1_call *call, uint64_t at, uint64_t end)
{
    const size_t rest = call->loop->n - (size_t)(at - call->run.begin) * call->block;
    return end - at <= rest / call->block ? (size_t)(end - at) * call->block : rest;
}

static void pieces(void *context, void *own, size_t first, size_t last)
{
    spelt_order1_call *call = context;
    (void)own;
    const spelt_loop *loop = call->loop;
    const size_t size = loop->itemsize[0];
    uint64_t at = spelt_run_piece(&call->run, first);
    size_t begin = (size_t)(at - call->run.begin) * call->block;
    if (!call->contiguous) {
        spelt_order1_strided(call, first, at, begin,
                             length_of(call, at, spelt_run_piece(&call->run, last)));
        return;
    }
    for (size_t p = first; p < last; p++) {
        const uint64_t blocks_of_piece = spelt_run_subtree(&call->run, at);
        const size_t length = length_of(call, at, at + blocks_of_piece);
        const char *y = loop->data[spelt_order1_last(call)] + begin * size;
        spelt_node_put(call->of, call->total, p,
                       node_of(call, loop->data[0] + begin * size, y, length));
        at += blocks_of_piece;
        begin += length;
    }
}

static spelt_node node_of_short(const spelt_order1_call *call)
{
    const spelt_loop *loop = call->loop;
    if (call->contiguous)
        return node_of(call, loop->data[0], loop->data[spelt_order1_last(call)], loop->n);
    return spelt_order1_block(call);
}

void spelt_order1_subtrees(const spelt_loop *loop, spelt_function function, uint64_t begin,
                           spelt_tree *tree, int *threads)
{
    spelt_order1_call call;
    spelt_loop arrays;
    call.number = NULL;
    if (spelt_function_list[function].family == SPELT_FAMILY_ORDER1_BY) {
        call.number = loop->data[1];
        arrays = *loop;
        arrays.operands = 1;
        loop = &arrays;
    }
    call.loop = loop;
    call.function = function;
    call.kernel = spelt_reduce_of(function);
    const size_t terms = 1 + (size_t)spelt_takes_parts(function); /* of an element */
    call.of = spelt_accumulator_of(spelt_function_list[function].result);
    call.row = spelt_row_terms(call.of.bytes) / terms;
    call.block = spelt_block_terms(call.of.bytes) / terms;
    call.numbers = call.row * terms * call.of.parts;
    call.contiguous = spelt_loop_is_contiguous(loop);
    spelt_tree_open(tree, call.of, begin);
    if (loop->n <= call.block) { /* short: nothing to share out */
        *threads = 1;
        spelt_tree_push(tree, begin, 1, node_of_short(&call));
        return;
    }
    call.run = (spelt_run){begin, begin + (loop->n - 1) / call.block + 1, 1};
    if (*threads == 1) /* nothing to share out either */
        call.run.most = SPELT_RUN_MAXIMAL;
    while (call.run.end - begin > SPELT_ORDER1_PIECES / call.of.parts * call.run.most)
        call.run.most *= 2;
    const size_t count = spelt_run_pieces(&call.run);
    *threads = spelt_team_run(*threads,
                              &(spelt_job){.run = pieces, .context = &call, .pieces = count});
    for (size_t p = 0; p < count; p++)
        spelt_tree_push(tree, begin, spelt_run_subtree(&call.run, tree->end),
                        spelt_node_at(call.of, call.total, p));
}

void spelt_run_order1(const spelt_loop *loop, spelt_function function, void *result, int *threads)
{
    if (*threads == 1 && spelt_loop_is_contiguous(loop)) { /* the kernel sees how all of it is best read */
        spelt_reduce_of(function)(loop->data[0], loop->data[loop->operands - 1], loop->n, result);
        return;
    }
    spelt_tree tree;
    spelt_order1_subtrees(loop, function, 0, &tree, threads);
    spelt_node_give(tree.of, spelt_tree_finish(&tree), result);
}
