/* proof_partial.c - merging partials, of every two neighbouring runs within 72 blocks from block 0 on, from
 * one on that every power of two divides, and at the end of what 64 bits can number: the nodes are those of
 * the tree, each added once, in its place. */
#include "../fuzz/partial_model.h"

#include <stdio.h>

enum { BLOCKS = 72 };

#define PROVE_MERGES(acc, real)                                                                    \
    static size_t merge_all_##acc(uint64_t from)                                                   \
    {                                                                                              \
        const uint64_t block = SPELT_ORDER_LANE_BYTES / sizeof(real) * SPELT_ORDER_ROWS;           \
        size_t merged = 0;                                                                         \
        for (uint64_t a = 0; a < BLOCKS; a++)                                                      \
            for (uint64_t b = a; b <= BLOCKS; b++)                                                 \
                for (uint64_t c = b; c <= BLOCKS; c++, merged++) {                                 \
                    spelt_partial_##acc part[2];                                                   \
                    make_##acc(&part[0], (from + a) * block, (b - a) * block);                     \
                    make_##acc(&part[1], (from + b) * block, (c - b) * block - (c > b));           \
                    check_##acc(&part[0], &part[1]);                                               \
                }                                                                                  \
        return merged;                                                                             \
    }
PROVE_MERGES(f32, float)
PROVE_MERGES(f64, double)

int main(void)
{
    const uint64_t narrow = UINT64_MAX / 4096 + 1, wide = UINT64_MAX / 2048 + 1; /* blocks, the last less an element */
    size_t merged = merge_all_f32(0) + merge_all_f64(0);
    merged += merge_all_f32(UINT64_C(1) << 50) + merge_all_f64(UINT64_C(1) << 50);
    merged += merge_all_f32((UINT64_C(1) << 50) - 36) + merge_all_f64((UINT64_C(1) << 50) - 36);
    merged += merge_all_f32(narrow - BLOCKS) + merge_all_f64(wide - BLOCKS);
    printf("%zu pairs of runs\n", merged);
    return 0;
}
