/* axis.h - the slow way of the doors that reduce along an axis. */
#ifndef SPELT_CALL_AXIS_H
#define SPELT_CALL_AXIS_H

#include "array/loop.h"
#include "functions.h"

/* `of` over each slice of x, and of y where it has two inputs, along one axis. */
spelt_status spelt_call_axis(const char *function, spelt_function of, const spelt_view *x,
                             const spelt_view *y, size_t axis, const spelt_view *out);

#endif
