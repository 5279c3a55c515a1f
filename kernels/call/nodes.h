/* nodes.h - order 1 above the block, for accumulators of either type: a binary tree over block
 * numbers, built from left to right. */
#ifndef SPELT_CALL_NODES_H
#define SPELT_CALL_NODES_H

#include "functions.h"

#include <spelt/partial.h>
#include <spelt/reduce.h>

#include <string.h>

/* A node, or a lane, of any accumulator: an f32 is exact in an f64, and im of a real one is 0. */
typedef struct {
    f64 re, im;
} spelt_node;

/* What an accumulator is made of: bytes of a number, which tell its type, and one of those or two. */
typedef struct {
    size_t bytes;
    unsigned parts;
} spelt_accumulator;

static inline spelt_accumulator spelt_accumulator_of(spelt_type type)
{
    const spelt_type part = spelt_part_type(type);
    return (spelt_accumulator){part == SPELT_F32 ? sizeof(f32) : sizeof(f64),
                               1 + (unsigned)spelt_is_complex(type)};
}

static inline size_t spelt_accumulator_bytes(spelt_accumulator of)
{
    return of.bytes * of.parts;
}

static inline spelt_node spelt_node_add(spelt_accumulator of, spelt_node a, spelt_node b)
{
    if (of.bytes == sizeof(f32))
        return (spelt_node){(f64)((f32)a.re + (f32)b.re), (f64)((f32)a.im + (f32)b.im)};
    return (spelt_node){a.re + b.re, a.im + b.im};
}

static inline f64 spelt_number_load(size_t bytes, const void *from)
{
    f32 narrow;
    f64 number;
    if (bytes == sizeof narrow) {
        memcpy(&narrow, from, sizeof narrow);
        return narrow;
    }
    memcpy(&number, from, sizeof number);
    return number;
}

static inline spelt_node spelt_node_load(spelt_accumulator of, const void *from)
{
    const f64 re = spelt_number_load(of.bytes, from);
    return (spelt_node){
        re, of.parts > 1 ? spelt_number_load(of.bytes, (const char *)from + of.bytes) : 0};
}

/* Every NaN becomes the positive quiet one: which NaN an addition keeps depends on the order of its
 * operands, which compilers are free to change. A number that is no f32 is not made one: that may overflow. */
static inline void spelt_number_give(size_t bytes, f64 number, void *to)
{
    if (number != number)
        number = __builtin_nan("");
    if (bytes == sizeof(f32)) {
        const f32 narrow = (f32)number;
        memcpy(to, &narrow, sizeof narrow);
    } else {
        memcpy(to, &number, sizeof number);
    }
}

static inline void spelt_node_give(spelt_accumulator of, spelt_node node, void *to)
{
    spelt_number_give(of.bytes, node.re, to);
    if (of.parts > 1)
        spelt_number_give(of.bytes, node.im, (char *)to + of.bytes);
}

/* Terms in a row and in a block, by the bytes of a number. */
static inline size_t spelt_row_terms(size_t bytes)
{
    return SPELT_ORDER_LANE_BYTES / bytes;
}

static inline size_t spelt_block_terms(size_t bytes)
{
    return spelt_row_terms(bytes) * SPELT_ORDER_ROWS;
}

/* Node i of an array of nodes, which are one number each, or two. */
static inline spelt_node spelt_node_at(spelt_accumulator of, const f64 *nodes, size_t i)
{
    return of.parts == 1 ? (spelt_node){nodes[i], 0} : (spelt_node){nodes[2 * i], nodes[2 * i + 1]};
}

static inline void spelt_node_put(spelt_accumulator of, f64 *nodes, size_t i, spelt_node node)
{
    nodes[of.parts * i] = node.re;
    if (of.parts > 1)
        nodes[2 * i + 1] = node.im;
}

/* The roots of the maximal complete subtrees of a run of blocks, left to right: those below `end`
 * that were pushed so far. A run that begins at block 0 has one for each bit that is set in the
 * number of its blocks, any run at most SPELT_PARTIAL_NODES (spelt/partial.h). Complex ones always begin
 * there. */
#define SPELT_TREE_NUMBERS 128
_Static_assert(SPELT_TREE_NUMBERS >= SPELT_PARTIAL_NODES && SPELT_TREE_NUMBERS >= 2 * 64,
               "there is a place for each root");
typedef struct {
    spelt_accumulator of;
    uint64_t end;
    unsigned depth;
    f64 root[SPELT_TREE_NUMBERS]; /* nodes */
} spelt_tree;

static inline void spelt_tree_open(spelt_tree *tree, spelt_accumulator of, uint64_t begin)
{
    tree->of = of;
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
        node = spelt_node_add(tree->of, spelt_node_at(tree->of, tree->root, --tree->depth), node);
    spelt_node_put(tree->of, tree->root, tree->depth++, node);
}

static inline spelt_node spelt_tree_finish(const spelt_tree *tree)
{
    unsigned depth = tree->depth;
    spelt_node total = spelt_node_at(tree->of, tree->root, --depth);
    while (depth > 0) {
        depth--;
        total = spelt_node_add(tree->of, spelt_node_at(tree->of, tree->root, depth), total);
    }
    return total;
}

#endif
