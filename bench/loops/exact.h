/* exact.h - what a reduction ought to give, by MPFR, and how far from it a computed result is. */
#ifndef BENCH_EXACT_H
#define BENCH_EXACT_H

#include "loops/doors.h"

#include <mpfr.h>

typedef struct {
    mpfr_t value;     /* without a rounding */
    mpfr_t magnitude; /* the sum of |terms| */
    door_term term;
    spelt_type result;
} exact;

/* Reduces n elements, all finite, exactly. 0 if there was a rounding after all, which is a fault of
 * this file. Free with exact_end either way. */
int exact_begin(exact *e, const door *d, const void *x, const void *y, size_t n);
void exact_end(exact *e);

/* The condition number: how much greater a relative error of the result may be than those of the
 * elements. Of a sum: sum |x| / |sum x|; of a dot product twice that of its terms (Ogita, Rump,
 * Oishi, 2005, formula 1.3). Infinite where the result is 0. */
double exact_condition(const exact *e);

/* |computed - exact| in units of the exact value's last place in the result's type: at most 0.5
 * where computed is correctly rounded. Infinite where computed is not finite but the exact value,
 * rounded, is; 0 where both are the same infinity. */
double exact_ulps(const exact *e, double computed);

/* |computed - exact| / |exact|; 0 where they are equal, infinite where only the exact value is 0.
 */
double exact_relative_error(const exact *e, double computed);

#endif
