/* add_view.c - the doors of spelt_acc_add_<op>_<type>: the terms of views into an accumulator. */
#include "exact/accumulate.h"
#include "reduce/doors.h"

#define DEFINE_ADD_LOOP(type)                                                                      \
    spelt_status spelt_acc_add_loop_##type(const char *function, const spelt_loop *loop,           \
                                           spelt_exact_add_##type *add, spelt_acc *acc,            \
                                           int *threads)                                           \
    {                                                                                              \
        spelt_status status = spelt_acc_check(function, "acc", acc);                               \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        exact_total total;                                                                         \
        exact_total_open(&total, 0);                                                               \
        spelt_exact_add_loop_##type(loop, add, &total, threads);                                   \
        return spelt_acc_add_total(function, &total, loop->n, acc);                                \
    }

DEFINE_ADD_LOOP(f32)
DEFINE_ADD_LOOP(f64)

#define ADD_TO
#include "exact/each_door.h"
