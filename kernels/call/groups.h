/* groups.h - the slow way of the doors of groups. */
#ifndef SPELT_CALL_GROUPS_H
#define SPELT_CALL_GROUPS_H

#include "call/places.h"

spelt_status spelt_call_count_by(spelt_function function, const spelt_view *keys,
                                 const spelt_view *counts);
spelt_status spelt_call_sum_by(spelt_function function, const spelt_view *keys, const spelt_view *x,
                               const spelt_view *out);

/* All checks of an array by keys into groups, but that of the keys, then run(), where there are groups. */
spelt_status spelt_call_by_keys(spelt_function function, const spelt_view *keys, const spelt_view *x,
                                const spelt_view *out, spelt_status run(spelt_placed *call));

/* groups_exact.c: correctly rounded. */
spelt_status spelt_call_sum_by_exact(spelt_function function, const spelt_view *keys,
                                     const spelt_view *x, const spelt_view *out);

/* histogram.c: of edges, and of even ones. */
spelt_status spelt_call_bins(spelt_function function, const spelt_view *x, const spelt_view *edges,
                             const spelt_view *counts);
spelt_status spelt_call_even_bins(spelt_function function, const spelt_view *x, double low,
                                  double high, const spelt_view *counts);

#endif
