/* groups.h - how many elements a group has, and their sums; histograms. */
#ifndef SPELT_GROUPS_H
#define SPELT_GROUPS_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all
 *
 * Parameters  SPELT_COUNTING(spelt_bincount_i32, i32) declares
 *                 spelt_status spelt_bincount_i32(const spelt_in_i32 *keys,
 *                                                 const spelt_out_i64 *counts);
 *             SPELT_SUMMING(spelt_sum_by_i32_f64, i32, f64, f64)
 *                 spelt_status spelt_sum_by_i32_f64(const spelt_in_i32 *keys, const spelt_in_f64 *x,
 *                                                   const spelt_out_f64 *out);
 *             SPELT_SUMMING_EXACTLY the same, with out of the type of x,
 *             SPELT_BINNING(spelt_histogram_f64, f64)
 *                 spelt_status spelt_histogram_f64(const spelt_in_f64 *x, const spelt_in_f64 *edges,
 *                                                  const spelt_out_i64 *counts);
 *             and SPELT_BINNING_EVENLY one of low and high, numbers of x's type, for edges.
 * Groups    are numbered from 0: as many as counts, or out, has elements. It has one dimension and is
 *           written wholly; a group without elements is 0.
 * Order     C order of the elements of keys and x.
 * Strides   are free, but no two elements of the output may share one place.
 * Aliasing  the output shares no element with an input.
 * n = 0     no keys, or no x: all groups are 0. There may be no groups then.
 * Errors    SPELT_ERR_NULL      an argument is NULL; data is NULL where there are elements
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; keys and x have not the same shape; edges,
 *                               counts or out has not one dimension, or counts not one element less
 *                               than edges; the number of elements overflows size_t or the bytes
 *                               spanned overflow ptrdiff_t
 *           SPELT_ERR_STRIDE    two elements of the output share one place
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_ARG       a key is below 0 or not below the number of groups: the message names
 *                               the first one in C order; edges that are not in order; data is not
 *                               aligned as its type demands. All are found before anything is written
 *           SPELT_ERR_UNSUPPORTED  the path is blas
 *           SPELT_ERR_OVERFLOW  of sum_by of integers, see there
 * Threads   safe to call from any number of threads. Where the groups are too many to be kept apart
 *           from the output, keys are looked at on up to spelt_get_num_threads(); the rest is done by
 *           one.
 * Memory    allocates none, but for sum_by_exact. */

/* for (i) counts[keys[i]]++; */
SPELT_COUNTING(spelt_bincount_i32, i32)
SPELT_COUNTING(spelt_bincount_i64, i64)
SPELT_COUNTING(spelt_bincount_u8, u8)
SPELT_COUNTING(spelt_bincount_u16, u16)
SPELT_COUNTING(spelt_bincount_u32, u32)

/* for (i) out[keys[i]] += x[i];
 *
 * Floating-point sums have the bits of this loop, which begins at +0.0, for any thread count, instruction
 * set, alignment and strides; a NaN is the one positive quiet NaN. That of a group of m elements differs from
 * the exact one by at most (m - 1) * u / (1 - (m - 1) * u) times the sum of their magnitudes, u the unit roundoff.
 * Sums of integers are of 64 bits. Where a group's running sum in C order does not fit them the call is
 * SPELT_ERR_OVERFLOW, the message names the index of the first element that makes one so, and out holds
 * the sums as they wrap, everywhere. Elements of less than 64 bits take 2^32 of them to come there. */
SPELT_SUMMING(spelt_sum_by_i32_f32, i32, f32, f32)
SPELT_SUMMING(spelt_sum_by_i32_f64, i32, f64, f64)
SPELT_SUMMING(spelt_sum_by_i32_i8, i32, i8, i64)
SPELT_SUMMING(spelt_sum_by_i32_i16, i32, i16, i64)
SPELT_SUMMING(spelt_sum_by_i32_i32, i32, i32, i64)
SPELT_SUMMING(spelt_sum_by_i32_i64, i32, i64, i64)
SPELT_SUMMING(spelt_sum_by_i32_u8, i32, u8, u64)
SPELT_SUMMING(spelt_sum_by_i32_u16, i32, u16, u64)
SPELT_SUMMING(spelt_sum_by_i32_u32, i32, u32, u64)
SPELT_SUMMING(spelt_sum_by_i32_u64, i32, u64, u64)

SPELT_SUMMING(spelt_sum_by_i64_f32, i64, f32, f32)
SPELT_SUMMING(spelt_sum_by_i64_f64, i64, f64, f64)
SPELT_SUMMING(spelt_sum_by_i64_i8, i64, i8, i64)
SPELT_SUMMING(spelt_sum_by_i64_i16, i64, i16, i64)
SPELT_SUMMING(spelt_sum_by_i64_i32, i64, i32, i64)
SPELT_SUMMING(spelt_sum_by_i64_i64, i64, i64, i64)
SPELT_SUMMING(spelt_sum_by_i64_u8, i64, u8, u64)
SPELT_SUMMING(spelt_sum_by_i64_u16, i64, u16, u64)
SPELT_SUMMING(spelt_sum_by_i64_u32, i64, u32, u64)
SPELT_SUMMING(spelt_sum_by_i64_u64, i64, u64, u64)

SPELT_SUMMING(spelt_sum_by_u8_f32, u8, f32, f32)
SPELT_SUMMING(spelt_sum_by_u8_f64, u8, f64, f64)
SPELT_SUMMING(spelt_sum_by_u8_i8, u8, i8, i64)
SPELT_SUMMING(spelt_sum_by_u8_i16, u8, i16, i64)
SPELT_SUMMING(spelt_sum_by_u8_i32, u8, i32, i64)
SPELT_SUMMING(spelt_sum_by_u8_i64, u8, i64, i64)
SPELT_SUMMING(spelt_sum_by_u8_u8, u8, u8, u64)
SPELT_SUMMING(spelt_sum_by_u8_u16, u8, u16, u64)
SPELT_SUMMING(spelt_sum_by_u8_u32, u8, u32, u64)
SPELT_SUMMING(spelt_sum_by_u8_u64, u8, u64, u64)

SPELT_SUMMING(spelt_sum_by_u16_f32, u16, f32, f32)
SPELT_SUMMING(spelt_sum_by_u16_f64, u16, f64, f64)
SPELT_SUMMING(spelt_sum_by_u16_i8, u16, i8, i64)
SPELT_SUMMING(spelt_sum_by_u16_i16, u16, i16, i64)
SPELT_SUMMING(spelt_sum_by_u16_i32, u16, i32, i64)
SPELT_SUMMING(spelt_sum_by_u16_i64, u16, i64, i64)
SPELT_SUMMING(spelt_sum_by_u16_u8, u16, u8, u64)
SPELT_SUMMING(spelt_sum_by_u16_u16, u16, u16, u64)
SPELT_SUMMING(spelt_sum_by_u16_u32, u16, u32, u64)
SPELT_SUMMING(spelt_sum_by_u16_u64, u16, u64, u64)

SPELT_SUMMING(spelt_sum_by_u32_f32, u32, f32, f32)
SPELT_SUMMING(spelt_sum_by_u32_f64, u32, f64, f64)
SPELT_SUMMING(spelt_sum_by_u32_i8, u32, i8, i64)
SPELT_SUMMING(spelt_sum_by_u32_i16, u32, i16, i64)
SPELT_SUMMING(spelt_sum_by_u32_i32, u32, i32, i64)
SPELT_SUMMING(spelt_sum_by_u32_i64, u32, i64, i64)
SPELT_SUMMING(spelt_sum_by_u32_u8, u32, u8, u64)
SPELT_SUMMING(spelt_sum_by_u32_u16, u32, u16, u64)
SPELT_SUMMING(spelt_sum_by_u32_u32, u32, u32, u64)
SPELT_SUMMING(spelt_sum_by_u32_u64, u32, u64, u64)

/* The sum of the x of each key, rounded once: to the nearest of the type, ties to even, whatever
 * overflows, underflows or cancels on the way, in any order of the elements (exact.h). Inf and NaN as IEEE
 * 754 adds them, a NaN is the one positive quiet NaN; a sum of 0 is +0.0, one that is too large is
 * infinite.
 *
 * Memory    16 bytes a group where all x are within some 50 binades (54 - log2(n) and 20 of f64), and 16
 *           more for each 32 binades that there are; one byte where there are infinities or NaNs. What
 *           is more than 64 KiB is allocated: SPELT_ERR_NOMEM where it cannot be had, with nothing
 *           written.
 * Time      2 to 4 times that of sum_by up to 10^5 groups of numbers within some 40 binades; longer
 *           where they reach further or the groups outgrow the caches. */
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_i32_f32, i32, f32)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_i32_f64, i32, f64)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_i64_f32, i64, f32)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_i64_f64, i64, f64)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_u8_f32, u8, f32)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_u8_f64, u8, f64)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_u16_f32, u16, f32)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_u16_f64, u16, f64)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_u32_f32, u32, f32)
SPELT_SUMMING_EXACTLY(spelt_sum_by_exact_u32_f64, u32, f64)

/* for (i) if (edges[0] <= x[i] && x[i] <= edges[bins]) counts[the last j < bins with edges[j] <= x[i]]++;
 * bins is the number of counts. A bin has its lower edge and not its upper one, the last bin both. Of
 * edges that are equal none lies between; an edge may be infinite. A NaN of x, and what lies outside, is
 * not counted. Edges that descend, and a NaN among them, are SPELT_ERR_ARG, and the message names the
 * first. Even edges are found by reckoning, others by halving. */
SPELT_BINNING(spelt_histogram_f32, f32)
SPELT_BINNING(spelt_histogram_f64, f64)

/* The same for edges[j] = low + j * ((high - low) / bins), each operation rounded in the type, but high
 * where that is more, and for the last. low that is not below high, a NaN, an infinite one, and a
 * high - low that overflows are SPELT_ERR_ARG. */
SPELT_BINNING_EVENLY(spelt_histogram_even_f32, f32)
SPELT_BINNING_EVENLY(spelt_histogram_even_f64, f64)

#ifdef __cplusplus
}
#endif

#endif
