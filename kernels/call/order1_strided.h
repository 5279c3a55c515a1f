/* order1_strided.h - order 1 over elements that are not contiguous: their lanes, and what fills them; for
 * order1.c. */
#ifndef SPELT_CALL_ORDER1_STRIDED_H
#define SPELT_CALL_ORDER1_STRIDED_H

#include "array/loop.h"
#include "call/nodes.h"
#include "call/run.h"
#include "isa/kernels.h"

#define SPELT_ORDER1_PIECES ((size_t)128) /* of complex elements half of them */

/* At most so many whole pieces, and fewer smaller ones at the two ends than a run has nodes, which are
 * SPELT_TREE_NUMBERS numbers. */
typedef struct {
    const spelt_loop *loop;
    spelt_function function;
    spelt_reduce_kernel *kernel;
    spelt_accumulator of;
    size_t row, block; /* elements in them, whose terms are 1, or 2 of parts */
    size_t numbers;    /* in the lanes of a row: all accumulators', and their parts */
    int contiguous;
    const void *number; /* of ORDER1_BY, which is no operand of the loop here; else NULL */
    spelt_run run;
    f64 total[SPELT_ORDER1_PIECES + SPELT_TREE_NUMBERS]; /* nodes */
} spelt_order1_call;

static inline unsigned spelt_order1_last(const spelt_order1_call *call)
{
    return call->loop->operands - 1;
}

/* Of all elements, which are no more than a block. */
spelt_node spelt_order1_block(const spelt_order1_call *call);

/* Of elements [begin, begin + n), which are blocks from `at` on: into the totals of pieces from p on. */
void spelt_order1_strided(spelt_order1_call *call, size_t p, uint64_t at, size_t begin, size_t n);

#endif
