/* reduce.h - sums, of elements, magnitudes, squares, products and squared differences, and the order
 * in which they are added. */
#ifndef SPELT_REDUCE_H
#define SPELT_REDUCE_H

#include <spelt/declare.h>

/* Order 1
 * -------
 * A floating-point reduction of n terms t(0), ..., t(n-1) in accumulator type A is this tree
 * and no other, whatever the thread count, the instruction set, the alignment and the strides:
 *
 *  1. V = SPELT_ORDER_LANE_BYTES / sizeof(A) lanes (f64: 32, f32: 64), each starting at +0.0.
 *     Term i belongs to lane i mod V. V consecutive terms are a row; SPELT_ORDER_ROWS rows are
 *     a block. Every block starts anew with lanes of +0.0.
 *  2. Within a block each lane adds its terms in index order. A short last row touches only
 *     the lanes that it has terms for.
 *  3. A block's total is its lanes folded by halving: lane j += lane j + V/2 for j < V/2, then
 *     the same with V/4, ..., 1. Lane 0 is the total.
 *  4. Block totals are added in a binary tree: node(0, i) is the total of block i,
 *     node(l, i) = node(l-1, 2i) + node(l-1, 2i+1); a missing right child passes the left one
 *     through. The root is the result.
 *
 * t(i) is x[i] converted to A for sum, and A(x[i]) * A(x[i]) or A(x[i]) * A(y[i]), rounded to A,
 * for sumsq and dot: no fused multiply-add. For asum it is |x[i]|, exactly; for sqeuclidean d * d
 * with d = A(x[i]) - A(y[i]), both rounded to A. n = 0 gives +0.0. A NaN result is the one positive
 * quiet NaN with no payload, whichever NaN or invalid operation it came from.
 *
 * The result differs from the exact one by at most  h*u / (1 - h*u) * sum of |t(i)|, where
 * u is the unit roundoff (2^-53 for f64, 2^-24 for f32) and, with B = ceil(n / (V * rows)) blocks,
 *
 *     h = (rows - 1) + log2(V) + ceil(log2(B)),   plus 1 for sumsq and dot in the input's type, 3 for sqeuclidean
 *
 * as long as nothing overflows and no product underflows (an underflowing product adds at most
 * half the smallest subnormal each). The products of _f32_f64 are exact. The bound is the usual
 * one for a summation tree of height h: Higham, Accuracy and Stability of Numerical Algorithms,
 * 2nd ed., section 4.2.
 *
 * The functions _fused are order 1 with another step 2: a lane becomes fma(A(x[i]), A(y[i]), lane),
 * rounded once for each term, in the same lanes and the same tree. The bound is the one for
 * products; in the mean they lose less. The bits are the same everywhere too. Where the CPU has the
 * instruction they take half the operations of dot and sumsq, which shows in a first-level cache.
 * The C library's function stands in where Spelt's instruction set has none (sse2, scalar: about 10
 * times the time of dot), and where the CPU has none either that is software (200 to 600 times).
 *
 * Complex elements: of sum, dotu and dotc re and im are each a sum in order 1, of the type of the
 * parts. Term i is x[i] for sum, (ac - bd, ad + bc) for dotu and (ac + bd, ad - bc) for dotc, with
 * x[i] = (a, b), y[i] = (c, d) and each operation rounded. asum, sumsq and nrm2 are those of the real
 * array of 2n numbers that the parts are: re of element i is its number 2i, im its number 2i + 1. A
 * NaN part of a result is the positive quiet one. In the bound t(i) of re in dotu is |ac| + |bd|,
 * likewise the others, and h is larger by 2 for dotu and dotc; n counts the terms, 2n of asum, sumsq
 * and nrm2.
 *
 * The promise of equal bits assumes the default rounding mode without flush-to-zero; worker
 * threads run in the caller's floating-point environment. A change of the order changes
 * SPELT_ORDER_VERSION. partial.h follows the order in pieces. */
#define SPELT_ORDER_VERSION 1
#define SPELT_ORDER_LANE_BYTES 256
#define SPELT_ORDER_ROWS 64

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all reductions
 *
 * Shapes    x and y have the same shape, of any number of dimensions; strides are free.
 * Result    *result, written after the last element was read (it may lie in x or y), and only where
 *           SPELT_OK is returned.
 * n = 0     +0.0, or 0.
 * NaN, Inf  as IEEE 754 arithmetic in the order above gives them.
 * Errors    SPELT_ERR_NULL      x, y or result is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes differ; the number of elements
 *                               overflows size_t or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_ARG       data is not aligned as its type demands
 *           SPELT_ERR_OVERFLOW  integer types only: the result does not fit
 *           SPELT_ERR_UNSUPPORTED  the path is blas, and the function is none of those that have one
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none.
 *
 * Integer reductions are exact: the status says whether the mathematical value fits the result,
 * which has 64 bits, signed as the elements are (sum_i8 gives int64_t, sum_u8 uint64_t), however
 * large partial sums or single products are on the way.
 *
 * f16 and bf16 are read only: each element is converted to f32, which is exact, and the rest is the
 * reduction of f32.
 *
 * SPELT_REDUCTION(spelt_sum_f64, f64, double) declares
 *     spelt_status spelt_sum_f64(const spelt_in_f64 *x, double *result);
 * and REDUCTION2 a function with x and y. */

/* for (i) r += x[i]; */
SPELT_REDUCTION(spelt_sum_f32, f32, float)
SPELT_REDUCTION(spelt_sum_f64, f64, double)
SPELT_REDUCTION(spelt_sum_i8, i8, int64_t)
SPELT_REDUCTION(spelt_sum_i16, i16, int64_t)
SPELT_REDUCTION(spelt_sum_i32, i32, int64_t)
SPELT_REDUCTION(spelt_sum_i64, i64, int64_t)
SPELT_REDUCTION(spelt_sum_u8, u8, uint64_t)
SPELT_REDUCTION(spelt_sum_u16, u16, uint64_t)
SPELT_REDUCTION(spelt_sum_u32, u32, uint64_t)
SPELT_REDUCTION(spelt_sum_u64, u64, uint64_t)
SPELT_REDUCTION(spelt_sum_f16_f32, f16, float)
SPELT_REDUCTION(spelt_sum_bf16_f32, bf16, float)
SPELT_REDUCTION(spelt_sum_c64, c64, spelt_c64)
SPELT_REDUCTION(spelt_sum_c128, c128, spelt_c128)
/* for (i) r += (double)x[i]; */
SPELT_REDUCTION(spelt_sum_f32_f64, f32, double)

/* for (i) r += x[i] * x[i]; */
SPELT_REDUCTION(spelt_sumsq_f32, f32, float)
SPELT_REDUCTION(spelt_sumsq_f64, f64, double)
SPELT_REDUCTION(spelt_sumsq_i8, i8, int64_t)
SPELT_REDUCTION(spelt_sumsq_i16, i16, int64_t)
SPELT_REDUCTION(spelt_sumsq_i32, i32, int64_t)
SPELT_REDUCTION(spelt_sumsq_i64, i64, int64_t)
SPELT_REDUCTION(spelt_sumsq_u8, u8, uint64_t)
SPELT_REDUCTION(spelt_sumsq_u16, u16, uint64_t)
SPELT_REDUCTION(spelt_sumsq_u32, u32, uint64_t)
SPELT_REDUCTION(spelt_sumsq_u64, u64, uint64_t)
SPELT_REDUCTION(spelt_sumsq_f16_f32, f16, float)
SPELT_REDUCTION(spelt_sumsq_bf16_f32, bf16, float)
/* for (i) r += x[i].re * x[i].re, r += x[i].im * x[i].im; */
SPELT_REDUCTION(spelt_sumsq_c64, c64, float)
SPELT_REDUCTION(spelt_sumsq_c128, c128, double)
/* for (i) r += (double)x[i] * (double)x[i]; */
SPELT_REDUCTION(spelt_sumsq_f32_f64, f32, double)

/* for (i) r += x[i] * y[i]; */
SPELT_REDUCTION2(spelt_dot_f32, f32, float)
SPELT_REDUCTION2(spelt_dot_f64, f64, double)
SPELT_REDUCTION2(spelt_dot_i8, i8, int64_t)
SPELT_REDUCTION2(spelt_dot_i16, i16, int64_t)
SPELT_REDUCTION2(spelt_dot_i32, i32, int64_t)
SPELT_REDUCTION2(spelt_dot_i64, i64, int64_t)
SPELT_REDUCTION2(spelt_dot_u8, u8, uint64_t)
SPELT_REDUCTION2(spelt_dot_u16, u16, uint64_t)
SPELT_REDUCTION2(spelt_dot_u32, u32, uint64_t)
SPELT_REDUCTION2(spelt_dot_u64, u64, uint64_t)
SPELT_REDUCTION2(spelt_dot_f16_f32, f16, float)
SPELT_REDUCTION2(spelt_dot_bf16_f32, bf16, float)
/* for (i) r += (double)x[i] * (double)y[i]; */
SPELT_REDUCTION2(spelt_dot_f32_f64, f32, double)

/* for (i) r += x[i] * y[i]; of complex numbers, and with the conjugate of x[i]. */
SPELT_REDUCTION2(spelt_dotu_c64, c64, spelt_c64)
SPELT_REDUCTION2(spelt_dotu_c128, c128, spelt_c128)
SPELT_REDUCTION2(spelt_dotc_c64, c64, spelt_c64)
SPELT_REDUCTION2(spelt_dotc_c128, c128, spelt_c128)

/* for (i) r += x[i] * x[i]; r = sqrt(r); the Euclidean norm, without overflow and underflow on the way:
 * where sumsq is above the greatest number, or below 2^-950 (f32: 2^-60), it is that of the elements
 * times 2^-600 (f32: 2^-96), or 2^600 (f32: 2^88), and its root is divided by that. Within
 * (h + 1) / 2 + 1 times u of the exact norm, h as for sumsq; elements whose squares are nothing beside
 * the greatest may count as 0. SPELT_ERR_UNSUPPORTED on the path blas. OVERFLOW and UNDERFLOW may be
 * raised where the norm itself does neither. */
SPELT_NORM(spelt_nrm2_f32, spelt_sumsq_f32, f32, float)
SPELT_NORM(spelt_nrm2_f64, spelt_sumsq_f64, f64, double)
SPELT_NORM(spelt_nrm2_f32_f64, spelt_sumsq_f32_f64, f32, double)
SPELT_NORM(spelt_nrm2_f16_f32, spelt_sumsq_f16_f32, f16, float)
SPELT_NORM(spelt_nrm2_bf16_f32, spelt_sumsq_bf16_f32, bf16, float)
SPELT_NORM(spelt_nrm2_c64, spelt_sumsq_c64, c64, float)
SPELT_NORM(spelt_nrm2_c128, spelt_sumsq_c128, c128, double)

/* for (i) r += fabs(x[i]); complex: r += fabs(x[i].re), r += fabs(x[i].im), as BLAS has it. */
SPELT_REDUCTION(spelt_asum_f32, f32, float)
SPELT_REDUCTION(spelt_asum_f64, f64, double)
SPELT_REDUCTION(spelt_asum_f16_f32, f16, float)
SPELT_REDUCTION(spelt_asum_bf16_f32, bf16, float)
SPELT_REDUCTION(spelt_asum_c64, c64, float)
SPELT_REDUCTION(spelt_asum_c128, c128, double)

/* for (i) r += (x[i] - y[i]) * (x[i] - y[i]); the squared Euclidean distance. */
SPELT_REDUCTION2(spelt_sqeuclidean_f32, f32, float)
SPELT_REDUCTION2(spelt_sqeuclidean_f64, f64, double)
SPELT_REDUCTION2(spelt_sqeuclidean_f16_f32, f16, float)
SPELT_REDUCTION2(spelt_sqeuclidean_bf16_f32, bf16, float)
/* The same of (double)x[i] and (double)y[i]. */
SPELT_REDUCTION2(spelt_sqeuclidean_f32_f64, f32, double)

/* for (i) r = fma(x[i], x[i], r); */
SPELT_REDUCTION(spelt_sumsq_fused_f32, f32, float)
SPELT_REDUCTION(spelt_sumsq_fused_f64, f64, double)

/* for (i) r = fma(x[i], y[i], r); */
SPELT_REDUCTION2(spelt_dot_fused_f32, f32, float)
SPELT_REDUCTION2(spelt_dot_fused_f64, f64, double)

#ifdef __cplusplus
}
#endif

#endif
