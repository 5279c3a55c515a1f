/* choose.h - reductions that choose an element: the least, the greatest, and where it stands. */
#ifndef SPELT_CHOOSE_H
#define SPELT_CHOOSE_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all
 *
 * Parameters  SPELT_REDUCTION(spelt_min_f64, f64, double) declares
 *                 spelt_status spelt_min_f64(const spelt_in_f64 *x, double *result);
 * Order     -0 < +0. Without a name of its own, a NaN wins: the result is the one positive quiet
 *           NaN, the index that of the first NaN. _number passes NaNs over; of NaNs alone
 *           min_number is that NaN, and argmin_number is SPELT_ERR_ARG. No INVALID is raised
 *           (of a signaling NaN that is open). In a host that reads subnormal numbers as zeros they may
 *           be equal.
 * f16, bf16 are chosen from as the f32 that they are: spelt_min_f16_f32 gives the bits of spelt_min_f32
 *           of what spelt_convert_f16_f32 makes of x, spelt_argmin_f16 the same index.
 * Index     in C order, of the first among equals: x[argmin] has the bits of min.
 * Shapes    any number of dimensions; strides are free.
 * Result    *result, written after the last element was read (it may lie in x), and only where
 *           SPELT_OK is returned.
 * n = 0     SPELT_ERR_ARG.
 * Errors    SPELT_ERR_NULL      x or result is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; the number of elements overflows size_t
 *                               or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_OVERLAP   min and max are the same pointer
 *           SPELT_ERR_ARG       no elements; data is not aligned as its type demands
 *           SPELT_ERR_UNSUPPORTED  the path is blas
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none. */

/* for (i) r = x[i] < r ? x[i] : r; */
SPELT_REDUCTION(spelt_min_f32, f32, float)
SPELT_REDUCTION(spelt_min_f64, f64, double)
SPELT_REDUCTION(spelt_min_f16_f32, f16, float)
SPELT_REDUCTION(spelt_min_bf16_f32, bf16, float)
SPELT_REDUCTION(spelt_min_i8, i8, int8_t)
SPELT_REDUCTION(spelt_min_i16, i16, int16_t)
SPELT_REDUCTION(spelt_min_i32, i32, int32_t)
SPELT_REDUCTION(spelt_min_i64, i64, int64_t)
SPELT_REDUCTION(spelt_min_u8, u8, uint8_t)
SPELT_REDUCTION(spelt_min_u16, u16, uint16_t)
SPELT_REDUCTION(spelt_min_u32, u32, uint32_t)
SPELT_REDUCTION(spelt_min_u64, u64, uint64_t)
SPELT_REDUCTION(spelt_min_number_f32, f32, float)
SPELT_REDUCTION(spelt_min_number_f64, f64, double)
SPELT_REDUCTION(spelt_min_number_f16_f32, f16, float)
SPELT_REDUCTION(spelt_min_number_bf16_f32, bf16, float)

/* for (i) r = x[i] > r ? x[i] : r; */
SPELT_REDUCTION(spelt_max_f32, f32, float)
SPELT_REDUCTION(spelt_max_f64, f64, double)
SPELT_REDUCTION(spelt_max_f16_f32, f16, float)
SPELT_REDUCTION(spelt_max_bf16_f32, bf16, float)
SPELT_REDUCTION(spelt_max_i8, i8, int8_t)
SPELT_REDUCTION(spelt_max_i16, i16, int16_t)
SPELT_REDUCTION(spelt_max_i32, i32, int32_t)
SPELT_REDUCTION(spelt_max_i64, i64, int64_t)
SPELT_REDUCTION(spelt_max_u8, u8, uint8_t)
SPELT_REDUCTION(spelt_max_u16, u16, uint16_t)
SPELT_REDUCTION(spelt_max_u32, u32, uint32_t)
SPELT_REDUCTION(spelt_max_u64, u64, uint64_t)
SPELT_REDUCTION(spelt_max_number_f32, f32, float)
SPELT_REDUCTION(spelt_max_number_f64, f64, double)
SPELT_REDUCTION(spelt_max_number_f16_f32, f16, float)
SPELT_REDUCTION(spelt_max_number_bf16_f32, bf16, float)

/* Both at once, in one pass over memory: (x, &min, &max), the bits of spelt_min and spelt_max. There is no
 * _number of it. */
SPELT_BOTH(spelt_minmax_f32, spelt_min_f32, spelt_max_f32, f32, float)
SPELT_BOTH(spelt_minmax_f64, spelt_min_f64, spelt_max_f64, f64, double)
SPELT_BOTH(spelt_minmax_f16_f32, spelt_min_f16_f32, spelt_max_f16_f32, f16, float)
SPELT_BOTH(spelt_minmax_bf16_f32, spelt_min_bf16_f32, spelt_max_bf16_f32, bf16, float)
SPELT_BOTH(spelt_minmax_i8, spelt_min_i8, spelt_max_i8, i8, int8_t)
SPELT_BOTH(spelt_minmax_i16, spelt_min_i16, spelt_max_i16, i16, int16_t)
SPELT_BOTH(spelt_minmax_i32, spelt_min_i32, spelt_max_i32, i32, int32_t)
SPELT_BOTH(spelt_minmax_i64, spelt_min_i64, spelt_max_i64, i64, int64_t)
SPELT_BOTH(spelt_minmax_u8, spelt_min_u8, spelt_max_u8, u8, uint8_t)
SPELT_BOTH(spelt_minmax_u16, spelt_min_u16, spelt_max_u16, u16, uint16_t)
SPELT_BOTH(spelt_minmax_u32, spelt_min_u32, spelt_max_u32, u32, uint32_t)
SPELT_BOTH(spelt_minmax_u64, spelt_min_u64, spelt_max_u64, u64, uint64_t)

/* for (i) r = fabs(x[i]) > r ? fabs(x[i]) : r; the norm of the maximum. Complex, as in BLAS:
 * fabs(x[i].re) + fabs(x[i].im), rounded to the type of the parts, for fabs(x[i]). */
SPELT_REDUCTION(spelt_max_abs_f32, f32, float)
SPELT_REDUCTION(spelt_max_abs_f64, f64, double)
SPELT_REDUCTION(spelt_max_abs_f16_f32, f16, float)
SPELT_REDUCTION(spelt_max_abs_bf16_f32, bf16, float)
SPELT_REDUCTION(spelt_max_abs_c64, c64, float)
SPELT_REDUCTION(spelt_max_abs_c128, c128, double)

/* for (i) r = x[i] < x[r] ? i : r; */
SPELT_REDUCTION(spelt_argmin_f32, f32, int64_t)
SPELT_REDUCTION(spelt_argmin_f64, f64, int64_t)
SPELT_REDUCTION(spelt_argmin_f16, f16, int64_t)
SPELT_REDUCTION(spelt_argmin_bf16, bf16, int64_t)
SPELT_REDUCTION(spelt_argmin_i8, i8, int64_t)
SPELT_REDUCTION(spelt_argmin_i16, i16, int64_t)
SPELT_REDUCTION(spelt_argmin_i32, i32, int64_t)
SPELT_REDUCTION(spelt_argmin_i64, i64, int64_t)
SPELT_REDUCTION(spelt_argmin_u8, u8, int64_t)
SPELT_REDUCTION(spelt_argmin_u16, u16, int64_t)
SPELT_REDUCTION(spelt_argmin_u32, u32, int64_t)
SPELT_REDUCTION(spelt_argmin_u64, u64, int64_t)
SPELT_REDUCTION(spelt_argmin_number_f32, f32, int64_t)
SPELT_REDUCTION(spelt_argmin_number_f64, f64, int64_t)
SPELT_REDUCTION(spelt_argmin_number_f16, f16, int64_t)
SPELT_REDUCTION(spelt_argmin_number_bf16, bf16, int64_t)

/* for (i) r = x[i] > x[r] ? i : r; */
SPELT_REDUCTION(spelt_argmax_f32, f32, int64_t)
SPELT_REDUCTION(spelt_argmax_f64, f64, int64_t)
SPELT_REDUCTION(spelt_argmax_f16, f16, int64_t)
SPELT_REDUCTION(spelt_argmax_bf16, bf16, int64_t)
SPELT_REDUCTION(spelt_argmax_i8, i8, int64_t)
SPELT_REDUCTION(spelt_argmax_i16, i16, int64_t)
SPELT_REDUCTION(spelt_argmax_i32, i32, int64_t)
SPELT_REDUCTION(spelt_argmax_i64, i64, int64_t)
SPELT_REDUCTION(spelt_argmax_u8, u8, int64_t)
SPELT_REDUCTION(spelt_argmax_u16, u16, int64_t)
SPELT_REDUCTION(spelt_argmax_u32, u32, int64_t)
SPELT_REDUCTION(spelt_argmax_u64, u64, int64_t)
SPELT_REDUCTION(spelt_argmax_number_f32, f32, int64_t)
SPELT_REDUCTION(spelt_argmax_number_f64, f64, int64_t)
SPELT_REDUCTION(spelt_argmax_number_f16, f16, int64_t)
SPELT_REDUCTION(spelt_argmax_number_bf16, bf16, int64_t)

/* for (i) r = fabs(x[i]) > fabs(x[r]) ? i : r; the i?amax of BLAS, which counts from 1 in Fortran. */
SPELT_REDUCTION(spelt_argmax_abs_f32, f32, int64_t)
SPELT_REDUCTION(spelt_argmax_abs_f64, f64, int64_t)
SPELT_REDUCTION(spelt_argmax_abs_f16, f16, int64_t)
SPELT_REDUCTION(spelt_argmax_abs_bf16, bf16, int64_t)
SPELT_REDUCTION(spelt_argmax_abs_c64, c64, int64_t)
SPELT_REDUCTION(spelt_argmax_abs_c128, c128, int64_t)

#ifdef __cplusplus
}
#endif

#endif
