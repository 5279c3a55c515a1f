/* accumulate.c - the doors of accumulate.h that take views, whose lines become definitions
 * here: the terms of views into an accumulator. spelt_acc_add_sum_f64 is one. */
#include "call/accumulate.h"

#define SPELT_ACCUMULATION(function, of, type)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, spelt_acc *acc)                      \
    {                                                                                              \
        return spelt_call_accumulate(#function, 1, SPELT_ID_##of, SPELT_VIEW(x), SPELT_VIEW(x),    \
                                     acc);                                                         \
    }
#define SPELT_ACCUMULATION2(function, of, type)                                                    \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    spelt_acc *acc)                                                \
    {                                                                                              \
        return spelt_call_accumulate(#function, 1, SPELT_ID_##of, SPELT_VIEW(x), SPELT_VIEW(y),    \
                                     acc);                                                         \
    }

#ifdef SPELT_ACCUMULATE_H
#error "included before its lines could become definitions"
#endif
#include <spelt/accumulate.h>
