/* indexing.h - the slow way of the doors of indexing. */
#ifndef SPELT_CALL_INDEXING_H
#define SPELT_CALL_INDEXING_H

#include "array/loop.h"
#include "functions.h"

spelt_status spelt_call_take(spelt_function function, const spelt_view *index, const spelt_view *x,
                             const spelt_view *out);
spelt_status spelt_call_put(spelt_function function, const spelt_view *index, const spelt_view *x,
                            const spelt_view *out);
spelt_status spelt_call_compress(spelt_function function, const spelt_view *mask,
                                 const spelt_view *x, const spelt_view *out, int64_t *count);

#endif
