/* tree.h - order 1 above the block: a binary tree over block numbers, built from left to right. */
#ifndef SPELT_ISA_TREE_H
#define SPELT_ISA_TREE_H

#include "types.h"

#include <spelt/partial.h>
#include <spelt/reduce.h>

/* Terms in a row and in a block of order 1, by accumulator type. */
#define SPELT_ROW(acc) (SPELT_ORDER_LANE_BYTES / sizeof(acc))
#define SPELT_BLOCK(acc) (SPELT_ROW(acc) * SPELT_ORDER_ROWS)

/* The roots of the maximal complete subtrees of a run of blocks, left to right: those below `end`
 * that were pushed so far. A run that begins at block 0 has one for each bit that is set in the
 * number of its blocks, any run at most SPELT_PARTIAL_NODES (spelt/partial.h). */
#define SPELT_TREE(acc)                                                                            \
    typedef struct {                                                                               \
        uint64_t end;                                                                              \
        unsigned depth;                                                                            \
        acc root[SPELT_PARTIAL_NODES];                                                             \
    } tree_##acc;                                                                                  \
    /* The next subtree, of `size` blocks, on a run that begins at block `begin`: it joins its     \
     * left sibling where that lies in the run, which is then the last root. */                    \
    SPELT_INLINE void tree_push_subtree_##acc(tree_##acc *tree, uint64_t begin, uint64_t size,     \
                                              acc node)                                            \
    {                                                                                              \
        uint64_t at = tree->end;                                                                   \
        tree->end += size;                                                                         \
        for (; at & size && at - size >= begin; at -= size, size *= 2)                             \
            node = tree->root[--tree->depth] + node;                                               \
        tree->root[tree->depth++] = node;                                                          \
    }                                                                                              \
    /* The next block, on a run that begins at block 0. */                                         \
    SPELT_INLINE void tree_push_##acc(tree_##acc *tree, acc node)                                  \
    {                                                                                              \
        tree_push_subtree_##acc(tree, 0, 1, node);                                                 \
    }                                                                                              \
    SPELT_INLINE acc tree_finish_##acc(const tree_##acc *tree)                                     \
    {                                                                                              \
        unsigned depth = tree->depth;                                                              \
        acc total = tree->root[--depth];                                                           \
        while (depth > 0)                                                                          \
            total = tree->root[--depth] + total;                                                   \
        return total;                                                                              \
    }

SPELT_TREE(f32)
SPELT_TREE(f64)

/* Every NaN becomes the positive quiet one: which NaN an addition keeps depends on the order of its
 * operands, which compilers are free to change. */
SPELT_INLINE spelt_status give_f32(f32 total, f32 *result)
{
    *result = total;
    if (SPELT_UNLIKELY(total != total))
        *result = __builtin_nanf("");
    return SPELT_OK;
}

SPELT_INLINE spelt_status give_f64(f64 total, f64 *result)
{
    *result = total;
    if (SPELT_UNLIKELY(total != total))
        *result = __builtin_nan("");
    return SPELT_OK;
}

#endif
