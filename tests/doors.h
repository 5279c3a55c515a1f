/* doors.h - the door of every function of operations.def as one that takes views without a type. A
 * function without a declaration or without a door does not get past the compiler or the linker
 * here; a door without a row does not get past the compiler. */
#ifndef SPELT_TESTS_DOORS_H
#define SPELT_TESTS_DOORS_H

#include "array/loop.h"
#include "functions.h"

#include <spelt/choose.h>
#include <spelt/convert.h>
#include <spelt/elementwise.h>
#include <spelt/exact.h>
#include <spelt/mask.h>
#include <spelt/reduce.h>
#include <spelt/statistics.h>

#include <string.h>

/* `out` is looked at where the result is an array, `result` where it is a number. */
typedef spelt_status door_caller(const spelt_view *const input[], const spelt_view *out,
                                 void *result);

#define TYPED_VIEW(kind, type)                                                                     \
    static inline spelt_##kind##_##type typed_##kind##_##type(const spelt_view *view)              \
    {                                                                                              \
        spelt_##kind##_##type typed = {view->data, view->ndim, {0}, {0}};                          \
        memcpy(typed.shape, view->shape, sizeof typed.shape);                                      \
        memcpy(typed.stride, view->stride, sizeof typed.stride);                                   \
        return typed;                                                                              \
    }
#define TYPED_VIEWS(type) TYPED_VIEW(in, type) TYPED_VIEW(out, type)
TYPED_VIEWS(f32)
TYPED_VIEWS(f64)
TYPED_VIEWS(i8)
TYPED_VIEWS(i16)
TYPED_VIEWS(i32)
TYPED_VIEWS(i64)
TYPED_VIEWS(u8)
TYPED_VIEWS(u16)
TYPED_VIEWS(u32)
TYPED_VIEWS(u64)
TYPED_VIEWS(f16)
TYPED_VIEWS(bf16)
TYPED_VIEWS(c64)
TYPED_VIEWS(c128)

/* One caller a door, by the number of its inputs. */
#define CALLER(op, suffix)                                                                         \
    static inline spelt_status call_##op##_##suffix(const spelt_view *const input[],               \
                                                    const spelt_view *out, void *result)
#define CALLER_1(op, suffix, first, in, to)                                                        \
    CALLER(op, suffix)                                                                             \
    {                                                                                              \
        const spelt_in_##first x = typed_in_##first(input[0]);                                     \
        const spelt_out_##to z = typed_out_##to(out);                                              \
        (void)result;                                                                              \
        return spelt_##op##_##suffix(&x, &z);                                                      \
    }
#define CALLER_2(op, suffix, first, in, to)                                                        \
    CALLER(op, suffix)                                                                             \
    {                                                                                              \
        const spelt_in_##first x = typed_in_##first(input[0]);                                     \
        const spelt_in_##in y = typed_in_##in(input[1]);                                           \
        const spelt_out_##to z = typed_out_##to(out);                                              \
        (void)result;                                                                              \
        return spelt_##op##_##suffix(&x, &y, &z);                                                  \
    }
#define CALLER_3(op, suffix, first, in, to)                                                        \
    CALLER(op, suffix)                                                                             \
    {                                                                                              \
        const spelt_in_##first x = typed_in_##first(input[0]);                                     \
        const spelt_in_##in y = typed_in_##in(input[1]), w = typed_in_##in(input[2]);              \
        const spelt_out_##to z = typed_out_##to(out);                                              \
        (void)result;                                                                              \
        return spelt_##op##_##suffix(&x, &y, &w, &z);                                              \
    }
/* Functions that take numbers, always the same ones. y is an output that is read too: any other
 * output gets its elements first. */
#define TEST_NUMBER_P 3.3
#define TEST_NUMBER_Q 100.7
#define CALLER_UPDATE(inputs, op, suffix, in, to)                                                  \
    CALLER(op, suffix)                                                                             \
    {                                                                                              \
        const spelt_in_##in x = typed_in_##in(input[0]), y = typed_in_##in(input[1]);              \
        const spelt_out_##to z = typed_out_##to(out);                                              \
        (void)result;                                                                              \
        if (z.data != y.data) {                                                                    \
            const spelt_status status = spelt_copy_##suffix(&y, &z);                               \
            if (status != SPELT_OK)                                                                \
                return status;                                                                     \
        }                                                                                          \
        return ARGUMENTS_##op(spelt_##op##_##suffix, NUMBER_##in(TEST_NUMBER_P),                   \
                              NUMBER_##in(TEST_NUMBER_Q));                                         \
    }
#define NUMBER_f32(number) (f32)(number)
#define NUMBER_f64(number) (f64)(number)
#define NUMBER_c64(number) ((spelt_c64){(f32)TEST_NUMBER_P, (f32)TEST_NUMBER_Q})
#define NUMBER_c128(number) ((spelt_c128){TEST_NUMBER_P, TEST_NUMBER_Q})
#define ARGUMENTS_axpy(function, p, q) function(p, &x, &z)
#define ARGUMENTS_axpby(function, p, q) function(p, &x, q, &z)
#define CALLER_MAP1_BY(inputs, op, suffix, in, to)                                                 \
    CALLER(op, suffix)                                                                             \
    {                                                                                              \
        const spelt_in_##in x = typed_in_##in(input[0]);                                           \
        const spelt_out_##to z = typed_out_##to(out);                                              \
        (void)result;                                                                              \
        return spelt_##op##_##suffix(&x, (in)TEST_NUMBER_P, (in)TEST_NUMBER_Q, &z);                \
    }
#define CALLER_NUMBER_1(op, suffix, in)                                                            \
    CALLER(op, suffix)                                                                             \
    {                                                                                              \
        const spelt_in_##in x = typed_in_##in(input[0]);                                           \
        (void)out;                                                                                 \
        return spelt_##op##_##suffix(&x, result);                                                  \
    }
#define CALLER_NUMBER_2(op, suffix, in)                                                            \
    CALLER(op, suffix)                                                                             \
    {                                                                                              \
        const spelt_in_##in x = typed_in_##in(input[0]), y = typed_in_##in(input[1]);              \
        (void)out;                                                                                 \
        return spelt_##op##_##suffix(&x, &y, result);                                              \
    }

#define TEST_DDOF 0
#define CALLER_NUMBER_var(op, suffix, in)                                                          \
    CALLER(op, suffix)                                                                             \
    {                                                                                              \
        const spelt_in_##in x = typed_in_##in(input[0]);                                           \
        (void)out;                                                                                 \
        return spelt_##op##_##suffix(&x, TEST_DDOF, result);                                       \
    }

#define CALLER_MAP1(inputs, op, suffix, in, out) CALLER_1(op, suffix, in, in, out)
#define CALLER_MAP2(inputs, op, suffix, in, out) CALLER_2(op, suffix, in, in, out)
#define CALLER_MAP3(inputs, op, suffix, in, out) CALLER_3(op, suffix, in, in, out)
#define CALLER_CHECKED1(inputs, op, suffix, in, out) CALLER_1(op, suffix, in, in, out)
#define CALLER_CHECKED2(inputs, op, suffix, in, out) CALLER_2(op, suffix, in, in, out)
#define CALLER_COMPARE(inputs, op, suffix, in, out) CALLER_2(op, suffix, in, in, out)
#define CALLER_TEST(inputs, op, suffix, in, out) CALLER_1(op, suffix, in, in, out)
#define CALLER_WHERE(inputs, op, suffix, in, out) CALLER_3(op, suffix, u8, in, out)
#define CALLER_CONVERT(inputs, op, suffix, in, out) CALLER_1(op, suffix, in, in, out)
#define CALLER_ORDER1(inputs, op, suffix, in, out) CALLER_NUMBER_##inputs(op, suffix, in)
#define CALLER_ORDER1_BY(inputs, op, suffix, in, out) CALLER_NUMBER_##op(op, suffix, in)
#define CALLER_NUMBER_nrm2 CALLER_NUMBER_1
#define CALLER_TOTAL(inputs, op, suffix, in, out) CALLER_NUMBER_##inputs(op, suffix, in)
#define CALLER_ROUNDED(inputs, op, suffix, in, out) CALLER_NUMBER_##inputs(op, suffix, in)
#define CALLER_CHOICE(inputs, op, suffix, in, out) CALLER_NUMBER_1(op, suffix, in)
#define CALLER_INDEX(inputs, op, suffix, in, out) CALLER_NUMBER_1(op, suffix, in)

#define SPELT_EACH(family, inputs, suffix, in, out, op) CALLER_##family(inputs, op, suffix, in, out)
#include "each_function.def"

static door_caller *const doors[SPELT_FUNCTIONS] = {
#define SPELT_EACH(family, inputs, suffix, in, out, op) call_##op##_##suffix,
#include "each_function.def"
};

#endif
