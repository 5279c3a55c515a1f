/* moments.h - what is made of exact sums, rounded once. None of them had a special term. */
#ifndef SPELT_EXACT_MOMENTS_H
#define SPELT_EXACT_MOMENTS_H

#include "types.h"

#include <spelt/accumulate.h>

/* result: an f32 or f64, as the type says. n > ddof. */
void spelt_exact_mean(const spelt_acc *sum, uint64_t n, spelt_type type, void *result);
void spelt_exact_root(const spelt_acc *squares, spelt_type type, void *result);
void spelt_exact_variance(const spelt_acc *sum, const spelt_acc *squares, uint64_t n, uint64_t ddof,
                          spelt_type type, void *result);

#endif
