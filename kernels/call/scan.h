/* scan.h - the slow way of the doors of scan.h. */
#ifndef SPELT_CALL_SCAN_H
#define SPELT_CALL_SCAN_H

#include "array/loop.h"
#include "functions.h"

spelt_status spelt_call_scan(spelt_function function, const spelt_view *x, const spelt_view *out);

/* `of` over each slice along one axis. */
spelt_status spelt_call_scan_axis(const char *name, spelt_function of, const spelt_view *x,
                                  size_t axis, const spelt_view *out);

/* The error of a sum of x's shape that does not fit, at a position in C order; of one dimension where x
 * is NULL. */
spelt_status spelt_scan_failed(const char *name, spelt_function function, const spelt_view *x,
                               size_t position);

#endif
