/* total.h - an exact reduction over any views: cut into pieces, run on threads, put together again.
 */
#ifndef SPELT_EXACT_TOTAL_H
#define SPELT_EXACT_TOTAL_H

#include "array/loop.h"
#include "simd/exact_total.h"

/* The kernels of kernels.h by what they take and give; then
 *
 *   add_loop  adds a loop's terms to a total
 *   total     the correctly rounded result of a loop: by the filter where it decides, else from the
 *             start without it
 *   again     the result of n contiguous terms for which a kernel could not decide
 *
 * Loops have n > 0; *threads is how many threads to use at most, and then how many took part. */
#define SPELT_EXACT_TOTAL(in)                                                                      \
    typedef int spelt_exact_whole_##in(const in *x, const in *y, size_t n, in *result);            \
    typedef void spelt_exact_add_##in(exact_total *total, const in *x, const in *y, size_t n);     \
    void spelt_exact_add_loop_##in(const spelt_loop *loop, spelt_exact_add_##in *add,              \
                                   exact_total *total, int *threads);                              \
    in spelt_exact_total_##in(const spelt_loop *loop, spelt_exact_add_##in *add, int *threads);    \
    spelt_status spelt_exact_again_##in(spelt_exact_add_##in *add, const in *x, const in *y,       \
                                        size_t n, in *result);

SPELT_EXACT_TOTAL(f32)
SPELT_EXACT_TOTAL(f64)

/* How many calls the filter could not decide, for tests. */
size_t spelt_exact_undecided(void);

#endif
