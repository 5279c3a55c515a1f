/* check.h - is what a variant computes right? Asked before it is timed. */
#ifndef BENCH_CHECK_H
#define BENCH_CHECK_H

#include "loops/doors.h"
#include "loops/elements.h"

/* Who computed it decides how near it has to be to Spelt's scalar variant:
 *   CHECK_SPELT  bit for bit
 *   CHECK_LOOP   floating-point sums within the error bounds of the two computations. Of NaNs and
 * of the signs of zeros it knows nothing where an element is to be chosen CHECK_BLAS   the same All
 * else is equal in every case; of two NaNs of an elementwise result any will do. */
typedef enum { CHECK_SPELT, CHECK_LOOP, CHECK_BLAS } check_kind;

/* What the scalar variant gives. */
typedef struct {
    work scalar;           /* out holds the elementwise results */
    long double magnitude; /* of a floating-point sum: that of |terms| */
} check_reference;

/* Runs the scalar variant on the operands, writing to `expected`; the path is put back after. */
check_reference check_make_reference(const door *d, const work *operands, void *expected);

#define CHECK_MESSAGE_SIZE 256

/* Whether the result in `w` is right; if not, message says what is wrong. */
int check_result(const door *d, const check_reference *reference, const work *w, check_kind kind,
                 char message[CHECK_MESSAGE_SIZE]);

#endif
