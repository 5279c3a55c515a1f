/* short.h - calls of few elements in one or two dimensions, which cost less than the checks of all
 * that there can be: what is plain to see is looked at, and a kernel is called. */
#ifndef SPELT_CALL_SHORT_H
#define SPELT_CALL_SHORT_H

#include "array/loop.h"
#include "functions.h"

/* Whether the call was one and is done; if not, nothing happened. Any of the views may be NULL. */
int spelt_short_map(spelt_function function, const spelt_view *const input[], const spelt_view *out,
                    size_t *failure);
int spelt_short_reduce(spelt_function function, const spelt_view *x, const spelt_view *y,
                       void *result);

#endif
