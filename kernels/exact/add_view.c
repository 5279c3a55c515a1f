/* add_view.c - the doors of spelt_acc_add_<op>_<type>: the terms of views into an accumulator. */
#include "exact/accumulate.h"
#include "reduce/doors.h"

#include <string.h>

/* What a total without a filter holds, in the limbs of spelt_acc. */
static void limbs_of_total(const exact_total *total, uint64_t limb[SPELT_ACC_LIMBS])
{
    static const int unit[3] = {SPELT_EXACT_UNIT_1, SPELT_EXACT_UNIT_2, SPELT_EXACT_UNIT_3};
    if (total->has_rest)
        spelt_super_limbs(&total->rest, limb);
    else
        memset(limb, 0, SPELT_ACC_LIMBS * sizeof *limb);
    for (int i = 0; i < 3; i++)
        if (total->word[i] != 0)
            spelt_limbs_add(limb, SPELT_ACC_LIMBS, total->word[i],
                            (unsigned)(total->scale - unit[i] - SPELT_SUPER_EXPONENT));
}

#define DEFINE_ADD_LOOP(type)                                                                      \
    spelt_status spelt_acc_add_loop_##type(const char *function, const spelt_loop *loop,           \
                                           spelt_exact_add_##type *add, spelt_acc *acc,            \
                                           int *threads)                                           \
    {                                                                                              \
        spelt_status status = spelt_acc_check(function, "acc", acc);                               \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        if (loop->n > INT64_MAX)                                                                   \
            return spelt_fail(SPELT_ERR_OVERFLOW, "%s: more than 2^63 - 1 terms", function);       \
        exact_total total;                                                                         \
        uint64_t limb[SPELT_ACC_LIMBS];                                                            \
        exact_total_open(&total, 0);                                                               \
        spelt_exact_add_loop_##type(loop, add, &total, threads);                                   \
        limbs_of_total(&total, limb);                                                              \
        return spelt_acc_add_limbs(function, limb, total.has_rest ? total.rest.special : 0,        \
                                   (int64_t)loop->n, acc);                                         \
    }

DEFINE_ADD_LOOP(f32)
DEFINE_ADD_LOOP(f64)

#define ADD_TO

#define OP sum
#define OPERANDS 1
#define SUFFIX exact_f32
#define IN f32
#include "reduce/door.h"
#define SUFFIX exact_f64
#define IN f64
#include "reduce/door.h"
#undef OP
#undef OPERANDS

#define OP sumsq
#define OPERANDS 1
#define SUFFIX exact_f32
#define IN f32
#include "reduce/door.h"
#define SUFFIX exact_f64
#define IN f64
#include "reduce/door.h"
#undef OP
#undef OPERANDS

#define OP dot
#define OPERANDS 2
#define SUFFIX exact_f32
#define IN f32
#include "reduce/door.h"
#define SUFFIX exact_f64
#define IN f64
#include "reduce/door.h"
