/* mask.h - how many elements of a mask are set. */
#ifndef SPELT_MASK_H
#define SPELT_MASK_H

#include <spelt/declare.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Common to all
 *
 * Parameters  a mask, as elementwise.h and its comparisons have them: an element is set where it is not
 *             0. SPELT_REDUCTION(spelt_count_u8, u8, int64_t) declares
 *                 spelt_status spelt_count_u8(const spelt_in_u8 *x, int64_t *result);
 * Shapes    any number of dimensions; strides are free.
 * Result    *result, only where SPELT_OK is returned. All elements are read, whatever the first ones are.
 * n = 0     the count is 0, any 0, all 1.
 * Errors    SPELT_ERR_NULL      x or result is NULL; data is NULL and n > 0
 *           SPELT_ERR_SHAPE     ndim over SPELT_MAX_NDIM; the number of elements overflows size_t
 *                               or the bytes spanned overflow ptrdiff_t
 *           SPELT_ERR_UNSUPPORTED  the path is blas
 * Threads   safe to call from any number of threads; uses up to spelt_get_num_threads() itself.
 * Memory    allocates none. */

/* for (i) r += x[i] != 0; */
SPELT_REDUCTION(spelt_count_u8, u8, int64_t)

/* for (i) r |= x[i] != 0; likewise &=: 0 or 1. */
SPELT_TRUTH(spelt_any_u8, spelt_max_u8, u8)
SPELT_TRUTH(spelt_all_u8, spelt_min_u8, u8)

#ifdef __cplusplus
}
#endif

#endif
