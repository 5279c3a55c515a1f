/* axis.h - the slow way of the doors that reduce along an axis. */
#ifndef SPELT_CALL_AXIS_H
#define SPELT_CALL_AXIS_H

#include "array/loop.h"
#include "functions.h"

/* What becomes of a slice's result; the function `again` of ORDER1_BY is its second pass. Of exact sums it is
 * a moment (call/moments.h), of which `again` are the squares and `plain` is the distance in order 1. */
typedef enum {
    SPELT_AXIS_PLAIN,
    SPELT_AXIS_MEAN,     /* it is divided by the number of elements */
    SPELT_AXIS_VARIANCE, /* with that mean the slice is added up again, and divided by n - ddof */
    SPELT_AXIS_NORM,     /* its root; where it is out of range, the slice is added up again */
    SPELT_AXIS_DISTANCE, /* of exact sums alone */
    SPELT_AXIS_TRUTH     /* whether what is chosen is not 0; of nothing as the plain function has it */
} spelt_axis_finish;

typedef struct {
    const char *name; /* of the public function */
    spelt_function of;
    spelt_axis_finish finish;
    spelt_function again, plain;
    size_t ddof;
} spelt_axis_function;

/* Over each slice of x, and of y where `of` has two inputs, along one axis. */
spelt_status spelt_call_axis(const spelt_axis_function *function, const spelt_view *x,
                             const spelt_view *y, size_t axis, const spelt_view *out);

#endif
