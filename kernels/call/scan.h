/* scan.h - the slow way of the doors of scan.h. */
#ifndef SPELT_CALL_SCAN_H
#define SPELT_CALL_SCAN_H

#include "array/loop.h"
#include "functions.h"

spelt_status spelt_call_scan(spelt_function function, const spelt_view *x, const spelt_view *out);

/* `of` over each slice along one axis. */
spelt_status spelt_call_scan_axis(const char *name, spelt_function of, const spelt_view *x,
                                  size_t axis, const spelt_view *out);

/* What lies outside of an axis, the axis, and what lies inside: a dimension of x and out for each,
 * strides in elements. */
typedef struct {
    size_t extent[3];
    ptrdiff_t stride[2][3];
} spelt_block;

/* `of` along the axis, on this thread; x and out share nothing. 0 where this is not the way or there is
 * a sum that does not fit: then the call above is to be made. */
int spelt_scan_block(spelt_function of, const spelt_block *b, const char *x, char *out);

/* The error of a sum of x's shape that does not fit, at a position in C order; of one dimension where x
 * is NULL. */
spelt_status spelt_scan_failed(const char *name, spelt_function function, const spelt_view *x,
                               size_t position);

#endif
