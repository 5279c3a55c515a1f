/* nodes.h - order 1 above the block, for accumulators of either type: a binary tree over block
 * numbers, built from left to right. */
#ifndef SPELT_CALL_NODES_H
#define SPELT_CALL_NODES_H

#include "types.h"

#include <spelt/partial.h>
#include <spelt/reduce.h>

#include <string.h>

/* A node, or a lane, of either accumulator: an f32 is exact in an f64. */
typedef f64 spelt_node;

/* The bytes of an accumulator tell which it is. */
static inline spelt_node spelt_node_add(size_t bytes, spelt_node a, spelt_node b)
{
    return bytes == sizeof(f32) ? (f64)((f32)a + (f32)b) : a + b;
}

static inline spelt_node spelt_node_load(size_t bytes, const void *from)
{
    f32 narrow;
    f64 node;
    if (bytes == sizeof narrow) {
        memcpy(&narrow, from, sizeof narrow);
        return narrow;
    }
    memcpy(&node, from, sizeof node);
    return node;
}

/* Every NaN becomes the positive quiet one: which NaN an addition keeps depends on the order of its
 * operands, which compilers are free to change. */
static inline void spelt_node_give(size_t bytes, spelt_node node, void *to)
{
    const f32 narrow = node != node ? __builtin_nanf("") : (f32)node;
    const f64 wide = node != node ? __builtin_nan("") : node;
    memcpy(to, bytes == sizeof narrow ? (const void *)&narrow : (const void *)&wide, bytes);
}

/* Terms in a row and in a block. */
static inline size_t spelt_row_terms(size_t accumulator_bytes)
{
    return SPELT_ORDER_LANE_BYTES / accumulator_bytes;
}

static inline size_t spelt_block_terms(size_t accumulator_bytes)
{
    return spelt_row_terms(accumulator_bytes) * SPELT_ORDER_ROWS;
}

/* The roots of the maximal complete subtrees of a run of blocks, left to right: those below `end`
 * that were pushed so far. A run that begins at block 0 has one for each bit that is set in the
 * number of its blocks, any run at most SPELT_PARTIAL_NODES (spelt/partial.h). */
typedef struct {
    size_t bytes; /* of an accumulator */
    uint64_t end;
    unsigned depth;
    spelt_node root[SPELT_PARTIAL_NODES];
} spelt_tree;

static inline void spelt_tree_open(spelt_tree *tree, size_t bytes, uint64_t begin)
{
    tree->bytes = bytes;
    tree->end = begin;
    tree->depth = 0;
}

/* The next subtree, of `size` blocks, on a run that begins at block `begin`: it joins its left
 * sibling where that lies in the run, which is then the last root. */
static inline void spelt_tree_push(spelt_tree *tree, uint64_t begin, uint64_t size, spelt_node node)
{
    uint64_t at = tree->end;
    tree->end += size;
    for (; at & size && at - size >= begin; at -= size, size *= 2)
        node = spelt_node_add(tree->bytes, tree->root[--tree->depth], node);
    tree->root[tree->depth++] = node;
}

static inline spelt_node spelt_tree_finish(const spelt_tree *tree)
{
    unsigned depth = tree->depth;
    spelt_node total = tree->root[--depth];
    while (depth > 0) {
        depth--;
        total = spelt_node_add(tree->bytes, tree->root[depth], total);
    }
    return total;
}

#endif
