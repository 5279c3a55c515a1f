/* indexing.h - elements by their indexes, and by a mask. */
#ifndef SPELT_INDEXING_H
#define SPELT_INDEXING_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all
 *
 * Parameters  SPELT_TAKING(spelt_take_i64_f64, i64, f64) declares
 *                 spelt_status spelt_take_i64_f64(const spelt_in_i64 *index, const spelt_in_f64 *x,
 *                                                 const spelt_out_f64 *out);
 *             SPELT_PUTTING a function of the same parameters, and SPELT_COMPRESSION(
 *             spelt_compress_f64, f64)
 *                 spelt_status spelt_compress_f64(const spelt_in_u8 *mask, const spelt_in_f64 *x,
 *                                                 const spelt_out_f64 *out, int64_t *count);
 * Strides   are free, but no two elements of out may share one place. Elements are counted in C
 *           order, whatever the strides are.
 * Elements  are moved as they are, all bits of a NaN.
 * Aliasing  out shares no element with an input, and *count lies in none of out.
 * n = 0     nothing is done; compress counts 0. The array that is indexed may have no elements then.
 * Errors    SPELT_ERR_NULL      an argument is NULL; data is NULL where there are elements
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; shapes are not those that the function asks
 *                               for; the number of elements overflows size_t or the bytes spanned
 *                               overflow ptrdiff_t; out has no room for what compress gives
 *           SPELT_ERR_STRIDE    two elements of out share one place
 *           SPELT_ERR_OVERLAP   see Aliasing
 *           SPELT_ERR_ARG       an index is below 0 or not below the number of elements that it
 *                               chooses from: the message names the first one in C order; data is not
 *                               aligned as its type demands
 *           SPELT_ERR_UNSUPPORTED  the path is blas
 *           All of them, indexes and room too, are found before anything is written.
 * Threads   safe to call from any number of threads; take uses up to spelt_get_num_threads() itself,
 *           put looks at its indexes so.
 * Memory    allocates none. */

/* for (i) out[i] = x[index[i]]; x has one dimension, out the shape of index. */
SPELT_TAKING(spelt_take_i64_f32, i64, f32)
SPELT_TAKING(spelt_take_i64_f64, i64, f64)
SPELT_TAKING(spelt_take_i64_i8, i64, i8)
SPELT_TAKING(spelt_take_i64_i16, i64, i16)
SPELT_TAKING(spelt_take_i64_i32, i64, i32)
SPELT_TAKING(spelt_take_i64_i64, i64, i64)
SPELT_TAKING(spelt_take_i64_u8, i64, u8)
SPELT_TAKING(spelt_take_i64_u16, i64, u16)
SPELT_TAKING(spelt_take_i64_u32, i64, u32)
SPELT_TAKING(spelt_take_i64_u64, i64, u64)

/* for (i) out[index[i]] = x[i]; out has one dimension, x the shape of index. Of several for one place the
 * last in C order is left there; elements without an index stay what they are. */
SPELT_PUTTING(spelt_put_i64_f32, i64, f32)
SPELT_PUTTING(spelt_put_i64_f64, i64, f64)
SPELT_PUTTING(spelt_put_i64_i8, i64, i8)
SPELT_PUTTING(spelt_put_i64_i16, i64, i16)
SPELT_PUTTING(spelt_put_i64_i32, i64, i32)
SPELT_PUTTING(spelt_put_i64_i64, i64, i64)
SPELT_PUTTING(spelt_put_i64_u8, i64, u8)
SPELT_PUTTING(spelt_put_i64_u16, i64, u16)
SPELT_PUTTING(spelt_put_i64_u32, i64, u32)
SPELT_PUTTING(spelt_put_i64_u64, i64, u64)

/* n = 0; for (i) if (mask[i] != 0) out[n++] = x[i]; *count = n;
 * x has the shape of mask, out one dimension and room for all that are chosen; what is behind them there
 * stays what it is. *count is written only where SPELT_OK is returned. */
SPELT_COMPRESSION(spelt_compress_f32, f32)
SPELT_COMPRESSION(spelt_compress_f64, f64)
SPELT_COMPRESSION(spelt_compress_i8, i8)
SPELT_COMPRESSION(spelt_compress_i16, i16)
SPELT_COMPRESSION(spelt_compress_i32, i32)
SPELT_COMPRESSION(spelt_compress_i64, i64)
SPELT_COMPRESSION(spelt_compress_u8, u8)
SPELT_COMPRESSION(spelt_compress_u16, u16)
SPELT_COMPRESSION(spelt_compress_u32, u32)
SPELT_COMPRESSION(spelt_compress_u64, u64)

#ifdef __cplusplus
}
#endif

#endif
