/* tree.h - order 1 above the block: a binary tree over block numbers, built from left to right. */
#ifndef SPELT_SIMD_TREE_H
#define SPELT_SIMD_TREE_H

#include "types.h"

#include <spelt/reduce.h>

/* Terms in a row and in a block of order 1, by accumulator type. */
#define SPELT_ROW(acc) (SPELT_ORDER_LANE_BYTES / sizeof(acc))
#define SPELT_BLOCK(acc) (SPELT_ROW(acc) * SPELT_ORDER_ROWS)

/* The roots of the complete subtrees so far, largest first: one for each bit that is set in the
 * number of nodes pushed, so 64 are enough. A full subtree of nodes is a node one level up,
 * which is why the same code adds blocks within a piece and pieces within a call. */
#define SPELT_TREE(acc)                                                                            \
    typedef struct {                                                                               \
        size_t pushed;                                                                             \
        unsigned depth;                                                                            \
        acc root[64];                                                                              \
    } tree_##acc;                                                                                  \
    SPELT_INLINE void tree_push_##acc(tree_##acc *tree, acc node)                                  \
    {                                                                                              \
        for (size_t i = tree->pushed++; i & 1; i >>= 1)                                            \
            node = tree->root[--tree->depth] + node;                                               \
        tree->root[tree->depth++] = node;                                                          \
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
