/* rounded.h - the exact total of a loop's terms, for correctly rounded results and accumulators. */
#ifndef SPELT_CALL_ROUNDED_H
#define SPELT_CALL_ROUNDED_H

#include "array/loop.h"
#include "isa/kernels.h"

/* Adds the terms of a loop with n > 0. *threads: at most so many, then how many took part. */
void spelt_exact_add_loop(const spelt_loop *loop, spelt_function function, exact_total *total,
                          int *threads);

/* The result of n contiguous terms for which a kernel could not decide. */
void spelt_exact_again(spelt_function function, const void *x, const void *y, size_t n,
                       void *result);

/* How many calls the filter could not decide, for tests. */
size_t spelt_exact_undecided(void);

#endif
