/* total.h - an exact reduction over any views: cut into pieces, run on threads, put together again.
 */
#ifndef SPELT_EXACT_TOTAL_H
#define SPELT_EXACT_TOTAL_H

#include "array/loop.h"
#include "simd/exact_total.h"

/* The kernels of kernels.h by what they take and give; and, for a loop with n > 0 and, in *threads,
 * how many threads to use at most (left there is how many took part): spelt_exact_add_loop_<type>
 * adds the loop's terms to a total spelt_exact_total_<type>       the correctly rounded result: by
 * the filter where it decides, else from the start without it */
#define SPELT_EXACT_TOTAL(in)                                                                      \
    typedef int spelt_exact_whole_##in(const in *x, const in *y, size_t n, in *result);            \
    typedef void spelt_exact_add_##in(exact_total *total, const in *x, const in *y, size_t n);     \
    void spelt_exact_add_loop_##in(const spelt_loop *loop, spelt_exact_add_##in *add,              \
                                   exact_total *total, int *threads);                              \
    in spelt_exact_total_##in(const spelt_loop *loop, spelt_exact_add_##in *add, int *threads);

SPELT_EXACT_TOTAL(f32)
SPELT_EXACT_TOTAL(f64)

/* How many calls the filter could not decide, for tests. */
size_t spelt_exact_undecided(void);

#endif
