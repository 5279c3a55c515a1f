/* run.h - a run of blocks of order 1, cut into complete subtrees. */
#ifndef SPELT_CALL_RUN_H
#define SPELT_CALL_RUN_H

#include "types.h"

/* Blocks [begin, end), in subtrees of at most `most` blocks, a power of two. There are no more than
 * 2^53 blocks (elements are numbered in 64 bits), so that no power of two here overflows. */
typedef struct {
    uint64_t begin, end, most;
} spelt_run;

/* Subtrees as large as they come. */
#define SPELT_RUN_MAXIMAL (UINT64_C(1) << 53)

/* Blocks in the subtree that begins at block `at` of the run: as many as the numbers of its blocks
 * and the run's end let it have. */
SPELT_INLINE uint64_t spelt_run_subtree(const spelt_run *run, uint64_t at)
{
    uint64_t size = at & -at;
    if (size == 0 || size > run->most)
        size = run->most;
    if (size > run->end - at)
        size = UINT64_C(1) << (63 - __builtin_clzll(run->end - at));
    return size;
}

/* The block where the run's subtree number p begins, or the run's end for any p past the last; in
 * *passed how many subtrees lie before it. Those of the full size are passed in one step. */
SPELT_INLINE uint64_t spelt_run_pass(const spelt_run *run, size_t p, size_t *passed)
{
    uint64_t at = run->begin;
    *passed = 0;
    while (*passed < p && at < run->end) {
        uint64_t size = spelt_run_subtree(run, at), same = 1;
        if (size == run->most)
            same = (run->end - at) >> __builtin_ctzll(size);
        if (same > p - *passed)
            same = p - *passed;
        at += same * size;
        *passed += (size_t)same;
    }
    return at;
}

SPELT_INLINE uint64_t spelt_run_piece(const spelt_run *run, size_t p)
{
    size_t passed;
    return spelt_run_pass(run, p, &passed);
}

SPELT_INLINE size_t spelt_run_pieces(const spelt_run *run)
{
    size_t passed;
    spelt_run_pass(run, SIZE_MAX, &passed);
    return passed;
}

#endif
