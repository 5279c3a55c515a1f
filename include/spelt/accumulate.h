/* accumulate.h - an exact running sum that merges in any order: across calls, threads, processes.
 */
#ifndef SPELT_ACCUMULATE_H
#define SPELT_ACCUMULATE_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A spelt_acc holds the exact sum of the terms that were added to it: numbers, or products of two
 * of one type, floating-point and integer ones in any mixture. It is a fixed-point number of 4352
 * bits, from 2^-2176 to 2^2175.
 *
 *     static spelt_acc acc;                                 // all bytes 0: no terms
 *     while (read_chunk(file, x, y, &n))                    // a file larger than memory
 *         spelt_acc_add_dot_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &acc);
 *     spelt_acc_round_f64(&acc, &dot);                      // the bits of spelt_dot_exact_f64
 *
 *     spelt_acc_add_sum_i64(SPELT_IN(i64, cents, n), &acc); // a ledger in pieces
 *     spelt_acc_round_i64(&acc, &balance);                  // the cents, or an error
 *
 * It is plain bytes: no pointers, no padding, copied by assignment, sent as it is to a process of
 * the same byte order, or saved. The form is canonical: the same terms added and merged in any
 * order and grouping give the same bytes, whatever their types (3 as an i8 is 3.0 as an f64). All
 * bytes 0 is the accumulator without terms.
 *
 * NaN, Inf  terms that are no finite number are remembered apart, whichever were added; the sum
 *           of the finite ones goes on. A product 0 * Inf counts as a NaN. See
 *           spelt_acc_round_f64() and spelt_acc_round_i64().
 * Modes     whatever the host's rounding and flushing of subnormal numbers. Exceptions are those of
 *           exact.h: of a term where it is added, of the sum where it is rounded.
 * Capacity  2^63 - 1 terms: their sum always fits. What was scaled up, or merged with itself over
 *           and over, can go past the end; that is an error.
 * Errors    those that are named with each function; and for all of them SPELT_ERR_NULL where a
 *           pointer is NULL, SPELT_ERR_ARG where an accumulator's bytes are none that Spelt left
 *           there. A failed call leaves acc untouched.
 * Threads   thread safe for different accumulators.
 * Memory    nothing is allocated. */
#define SPELT_ACC_LIMBS 68
typedef struct {
    uint64_t limb[SPELT_ACC_LIMBS]; /* two's complement, lowest first, in units of 2^-2176 */
    int64_t count;                  /* terms added, less terms subtracted */
    uint64_t special;               /* kinds of terms that were no finite number; 0: none */
} spelt_acc;

/* Makes it the accumulator without terms. */
SPELT_API spelt_status spelt_acc_init(spelt_acc *acc);

/* Adds one number. SPELT_ERR_OVERFLOW past the capacity, here and below. */
SPELT_API spelt_status spelt_acc_add_f32(float value, spelt_acc *acc);
SPELT_API spelt_status spelt_acc_add_f64(double value, spelt_acc *acc);

/* Adds the terms of a view, as many as it has elements: for (i) acc += x[i], x[i] * x[i] or
 * x[i] * y[i]; each term exact. Shapes, strides, errors and threads as those of
 * spelt_sum_exact_f64(). */
SPELT_ACCUMULATION(spelt_acc_add_sum_f32, spelt_sum_exact_f32, f32)
SPELT_ACCUMULATION(spelt_acc_add_sum_f64, spelt_sum_exact_f64, f64)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_f32, spelt_sumsq_exact_f32, f32)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_f64, spelt_sumsq_exact_f64, f64)
SPELT_ACCUMULATION2(spelt_acc_add_dot_f32, spelt_dot_exact_f32, f32)
SPELT_ACCUMULATION2(spelt_acc_add_dot_f64, spelt_dot_exact_f64, f64)

/* The same of integers: no term is converted or rounded, and nothing overflows on the way, not even
 * squares of the extremes of 64 bits. Errors and threads as those of the functions above; beyond
 * some thousand elements at the speed of spelt_sum_i64() and its sisters. n = 0 adds nothing. */
SPELT_ACCUMULATION(spelt_acc_add_sum_i8, spelt_sum_i8, i8)
SPELT_ACCUMULATION(spelt_acc_add_sum_i16, spelt_sum_i16, i16)
SPELT_ACCUMULATION(spelt_acc_add_sum_i32, spelt_sum_i32, i32)
SPELT_ACCUMULATION(spelt_acc_add_sum_i64, spelt_sum_i64, i64)
SPELT_ACCUMULATION(spelt_acc_add_sum_u8, spelt_sum_u8, u8)
SPELT_ACCUMULATION(spelt_acc_add_sum_u16, spelt_sum_u16, u16)
SPELT_ACCUMULATION(spelt_acc_add_sum_u32, spelt_sum_u32, u32)
SPELT_ACCUMULATION(spelt_acc_add_sum_u64, spelt_sum_u64, u64)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_i8, spelt_sumsq_i8, i8)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_i16, spelt_sumsq_i16, i16)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_i32, spelt_sumsq_i32, i32)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_i64, spelt_sumsq_i64, i64)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_u8, spelt_sumsq_u8, u8)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_u16, spelt_sumsq_u16, u16)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_u32, spelt_sumsq_u32, u32)
SPELT_ACCUMULATION(spelt_acc_add_sumsq_u64, spelt_sumsq_u64, u64)
SPELT_ACCUMULATION2(spelt_acc_add_dot_i8, spelt_dot_i8, i8)
SPELT_ACCUMULATION2(spelt_acc_add_dot_i16, spelt_dot_i16, i16)
SPELT_ACCUMULATION2(spelt_acc_add_dot_i32, spelt_dot_i32, i32)
SPELT_ACCUMULATION2(spelt_acc_add_dot_i64, spelt_dot_i64, i64)
SPELT_ACCUMULATION2(spelt_acc_add_dot_u8, spelt_dot_u8, u8)
SPELT_ACCUMULATION2(spelt_acc_add_dot_u16, spelt_dot_u16, u16)
SPELT_ACCUMULATION2(spelt_acc_add_dot_u32, spelt_dot_u32, u32)
SPELT_ACCUMULATION2(spelt_acc_add_dot_u64, spelt_dot_u64, u64)
/* The elements of a mask that are set. */
SPELT_ACCUMULATION(spelt_acc_add_count_u8, spelt_count_u8, u8)

/* Adds all terms of other, which may be acc; the counts add up. */
SPELT_API spelt_status spelt_acc_merge(const spelt_acc *other, spelt_acc *acc);

/* Adds the negatives of all terms of other, which may be acc; the count becomes the difference,
 * which may be negative. An infinite term counts as one of the other sign: it does not take away an
 * infinity that was added, nor a NaN. */
SPELT_API spelt_status spelt_acc_subtract(const spelt_acc *other, spelt_acc *acc);

/* Multiplies the sum by 2^exponent, exactly. The count stays. SPELT_ERR_OVERFLOW where a bit would
 * be lost at either end. */
SPELT_API spelt_status spelt_acc_scale(int exponent, spelt_acc *acc);

/* The sum, rounded once to the nearest number, ties to even, in every rounding mode. Infinite
 * where IEEE 754 rounds to infinity; what rounds to zero keeps its sign; an exact zero is +0.0.
 * After a NaN, or infinities of both signs, the one positive quiet NaN; else after an infinity
 * that. */
SPELT_API spelt_status spelt_acc_round_f32(const spelt_acc *acc, float *result);
SPELT_API spelt_status spelt_acc_round_f64(const spelt_acc *acc, double *result);

/* The sum itself where it is an integer of the type, of whatever types the terms were; an exact
 * zero, also of terms -0.0, and no terms at all are 0.
 *
 * Errors    SPELT_ERR_OVERFLOW  the sum lies outside the type's range; after a NaN or an infinity
 *           SPELT_ERR_INEXACT   within it, the sum has a fraction
 * whose message says which. *result is then untouched. */
SPELT_API spelt_status spelt_acc_round_i64(const spelt_acc *acc, int64_t *result);
SPELT_API spelt_status spelt_acc_round_u64(const spelt_acc *acc, uint64_t *result);

/* How many terms were added, less those subtracted. */
SPELT_API spelt_status spelt_acc_count(const spelt_acc *acc, int64_t *result);

/* The accumulator as bytes that do not depend on the machine: "SPELTACC", the version 1, the kinds
 * of special terms (4 bytes each), the count and the limbs (8 bytes each), lowest byte first. */
#define SPELT_ACC_SAVED_BYTES 568
#define SPELT_ACC_SAVED_VERSION 1
SPELT_API spelt_status spelt_acc_save(const spelt_acc *acc, unsigned char *bytes);

/* From n bytes that spelt_acc_save() wrote. SPELT_ERR_FORMAT where they are not: a wrong length,
 * magic or version, a special kind that does not exist. What loads saves to the same bytes again.
 */
SPELT_API spelt_status spelt_acc_load(const unsigned char *bytes, size_t n, spelt_acc *acc);

#ifdef __cplusplus
}
#endif

#endif
