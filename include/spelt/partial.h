/* partial.h - order 1 in pieces: for hosts that bring their own threads or processes. */
#ifndef SPELT_PARTIAL_H
#define SPELT_PARTIAL_H

#include <spelt/declare.h>
#include <spelt/reduce.h>

/* A partial is what the tree of order 1 (reduce.h) knows of a run of consecutive elements: the
 * nodes that depend on them alone. Partials of neighbouring runs merge, and the partial of the
 * whole finishes with the bits of the single call, however the whole was cut and in whatever
 * grouping it was merged, wherever the pieces were made: threads of TBB, Rayon or Go, processes,
 * ranks of MPI. Merging is associative, not commutative: left and right are neighbours.
 *
 * Two workers, of which the first takes whole blocks:
 *
 *     spelt_partial_f64 a, b;
 *     double dot;
 *     size_t half = n / 2 / SPELT_PARTIAL_BLOCK_F64 * SPELT_PARTIAL_BLOCK_F64;
 *
 *     spelt_partial_dot_f64(SPELT_IN(f64, x, half), SPELT_IN(f64, y, half), 0, &a);
 *     spelt_partial_dot_f64(SPELT_IN(f64, x + half, n - half),
 *                           SPELT_IN(f64, y + half, n - half), half, &b);     (the other worker)
 *
 *     spelt_partial_merge_f64(&a, &b, &a);
 *     spelt_partial_finish_f64(&a, &dot);       the bits of spelt_dot_f64 on all n
 *
 * A piece begins at a multiple of the block of its accumulator type, SPELT_PARTIAL_BLOCK_F32 or
 * _F64 elements (that of f32_f64 is _F64), and may have any length. A piece that ends inside a
 * block holds the end of the whole: no elements can follow it. An empty piece may stand anywhere,
 * and merges with a neighbour on either side that ends or begins where it stands.
 *
 * A partial is plain bytes of fixed size without pointers or padding: copy it, send it, map it,
 * between processes on machines of one byte order. It has one form: partials of the same function
 * over the same elements are equal bytes, whatever they were merged from. */
#define SPELT_PARTIAL_BLOCK_F32 ((size_t)SPELT_ORDER_ROWS * SPELT_ORDER_LANE_BYTES / sizeof(float))
#define SPELT_PARTIAL_BLOCK_F64 ((size_t)SPELT_ORDER_ROWS * SPELT_ORDER_LANE_BYTES / sizeof(double))

/* The most nodes that a run has. Elements are numbered in 64 bits and a block has at least 2^11, so
 * there are at most 2^53 blocks. From left to right the nodes of a run first double in size, or
 * grow faster, and then shrink: each size is there at most twice. 105 of them would have at least
 * 2 * (2^52 - 1) + 2^52 blocks, which is more than 2^53. */
#define SPELT_PARTIAL_NODES 104

#ifdef __cplusplus
extern "C" {
#endif

/* Read first and count, change nothing. node[] holds the maximal complete subtrees of the run's
 * blocks from left to right, their number and sizes given by first and count; 0 behind them. */
typedef struct {
    uint32_t order;    /* SPELT_ORDER_VERSION of the library that made it */
    uint32_t function; /* which function made it */
    uint64_t first;    /* the index of its first element in the whole */
    uint64_t count;    /* its elements */
    float node[SPELT_PARTIAL_NODES];
} spelt_partial_f32;

typedef struct {
    uint32_t order;
    uint32_t function;
    uint64_t first;
    uint64_t count;
    double node[SPELT_PARTIAL_NODES];
} spelt_partial_f64;

/* spelt_partial_<op>_<type>: the partial of x (and y), whose element 0 in C order is element
 * `first` of the whole. For the terms, see the function without _partial in reduce.h.
 *
 * Shapes    x and y have the same shape, of any number of dimensions; strides are free.
 * Result    *result, written after the last element was read, and only where SPELT_OK is returned.
 * n = 0     the empty partial at `first`, which may be any number.
 * NaN, Inf  as IEEE 754 arithmetic in order 1 gives them; every NaN is the one of reduce.h.
 * Errors    SPELT_ERR_NULL      x, y or result is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     as in reduce.h
 *           SPELT_ERR_ARG       first is not a multiple of the block and n > 0; first + n
 *                               overflows 64 bits; data is not aligned as its type demands
 *           SPELT_ERR_UNSUPPORTED  the path is blas, which is outside order 1
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself:
 *           spelt_set_num_threads_local(1) keeps a worker to its own thread.
 * Memory    allocates none. */
SPELT_PARTIAL(spelt_partial_sum_f32, spelt_sum_f32, f32, f32)
SPELT_PARTIAL(spelt_partial_sum_f64, spelt_sum_f64, f64, f64)
SPELT_PARTIAL(spelt_partial_sum_f32_f64, spelt_sum_f32_f64, f32, f64)

SPELT_PARTIAL(spelt_partial_sumsq_f32, spelt_sumsq_f32, f32, f32)
SPELT_PARTIAL(spelt_partial_sumsq_f64, spelt_sumsq_f64, f64, f64)
SPELT_PARTIAL(spelt_partial_sumsq_f32_f64, spelt_sumsq_f32_f64, f32, f64)

SPELT_PARTIAL2(spelt_partial_dot_f32, spelt_dot_f32, f32, f32)
SPELT_PARTIAL2(spelt_partial_dot_f64, spelt_dot_f64, f64, f64)
SPELT_PARTIAL2(spelt_partial_dot_f32_f64, spelt_dot_f32_f64, f32, f64)

SPELT_PARTIAL(spelt_partial_sumsq_fused_f32, spelt_sumsq_fused_f32, f32, f32)
SPELT_PARTIAL(spelt_partial_sumsq_fused_f64, spelt_sumsq_fused_f64, f64, f64)

SPELT_PARTIAL2(spelt_partial_dot_fused_f32, spelt_dot_fused_f32, f32, f32)
SPELT_PARTIAL2(spelt_partial_dot_fused_f64, spelt_dot_fused_f64, f64, f64)

/* The partial of left's elements and then right's. result may be left or right.
 *
 * n = 0     merging with an empty partial gives the other one.
 * Errors    SPELT_ERR_NULL  left, right or result is NULL
 *           SPELT_ERR_ARG   left or right is no partial of this type (a function or an order that
 *                           this library does not know, a first that is not a multiple of the
 *                           block, a first + count that overflows); they were made by different
 *                           functions; right does not begin where left ends
 * Adds at most 104 nodes in the calling thread, on any path; never traced. Any bytes may be given:
 * they are refused, or taken for the partial that they look like. Thread safe. Allocates nothing.
 */
SPELT_API spelt_status spelt_partial_merge_f32(const spelt_partial_f32 *left,
                                               const spelt_partial_f32 *right,
                                               spelt_partial_f32 *result);
SPELT_API spelt_status spelt_partial_merge_f64(const spelt_partial_f64 *left,
                                               const spelt_partial_f64 *right,
                                               spelt_partial_f64 *result);

/* The result of a whole that begins at element 0 and has partial->count elements (compare it with
 * the number you expect: a missing last piece shows nowhere else). The bits of the single call;
 * +0.0 for an empty partial.
 *
 * Errors    SPELT_ERR_NULL  partial or result is NULL
 *           SPELT_ERR_ARG   no partial of this type, as above; its first is not 0
 * On any path; never traced. Thread safe. Allocates nothing. */
SPELT_API spelt_status spelt_partial_finish_f32(const spelt_partial_f32 *partial, float *result);
SPELT_API spelt_status spelt_partial_finish_f64(const spelt_partial_f64 *partial, double *result);

#ifdef __cplusplus
}
#endif

#endif
