/* accumulate.h - the terms of views into an accumulator, or into what is made of one. */
#ifndef SPELT_CALL_ACCUMULATE_H
#define SPELT_CALL_ACCUMULATE_H

#include "array/loop.h"
#include "functions.h"

/* Adds the terms of `of`, a function of the correctly rounded or the integer reductions, to acc, a
 * spelt_acc. y is x where there is one input. The name is that of the public function; where it is
 * traced, in the trace too. */
spelt_status spelt_call_accumulate(const char *name, int is_traced, spelt_function of,
                                   const spelt_view *x, const spelt_view *y, void *acc);

#endif
