/* moments.h - means, norms, variances and distances of exact sums, rounded once. */
#ifndef SPELT_CALL_MOMENTS_H
#define SPELT_CALL_MOMENTS_H

#include "array/loop.h"
#include "functions.h"

typedef enum { SPELT_MOMENT_MEAN, SPELT_MOMENT_NORM, SPELT_MOMENT_VARIANCE, SPELT_MOMENT_DISTANCE } spelt_moment_kind;

/* `of` adds up the elements, of a norm their squares, of a distance their products; `squares` those of a
 * variance and a distance; `plain` is the distance in order 1, which tells infinities and NaNs. */
typedef struct {
    const char *name; /* of the public function */
    spelt_moment_kind kind;
    spelt_function of, squares, plain;
    size_t ddof; /* of a variance; of a mean 0 */
} spelt_moment;

/* Of the elements of a loop, which is at the end what it was; of a mean and a variance there are more than ddof.
 * *threads: at most so many, then how many took part. */
spelt_status spelt_moment_of_loop(const spelt_moment *moment, spelt_loop *loop, void *result,
                                  int *threads);

/* The call of a door. y counts for a distance. */
spelt_status spelt_call_moment(const spelt_moment *moment, const spelt_view *x, const spelt_view *y,
                               void *result);

#endif
