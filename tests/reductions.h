/* reductions.h - every reduction in the list as a row of a table, with its reference. */
#ifndef SPELT_TESTS_REDUCTIONS_H
#define SPELT_TESTS_REDUCTIONS_H

#include "layout.h"
#include "order1.h"

#include <spelt/exact.h>
#include <spelt/reduce.h>

typedef enum { OP_sum, OP_sumsq, OP_dot } reduce_op;

/* A result of any type. Set all bits before a call: then bits compares for every type. */
typedef union {
    uint64_t bits;
    float f32;
    double f64;
    int64_t i64;
} number;

typedef struct {
    const char *door; /* "spelt_dot_f32_f64" */
    const char *isa;  /* "avx2"; "blas" for a row of the BLAS path */
    reduce_op op;
    int operands;
    element_type in;
    element_type result; /* TYPE_f32, TYPE_f64 or TYPE_i64 */
    spelt_status (*call)(const any_view *x, const any_view *y, number *result);
} reduction;

#define CALL_1(op, suffix, in, result)                                                             \
    static inline spelt_status call_##op##_##suffix(const any_view *x, const any_view *y,          \
                                                    number *r)                                     \
    {                                                                                              \
        spelt_in_##in x_view = in_view_##in(x);                                                    \
        (void)y;                                                                                   \
        return spelt_##op##_##suffix(&x_view, &r->result);                                         \
    }
#define CALL_2(op, suffix, in, result)                                                             \
    static inline spelt_status call_##op##_##suffix(const any_view *x, const any_view *y,          \
                                                    number *r)                                     \
    {                                                                                              \
        spelt_in_##in x_view = in_view_##in(x), y_view = in_view_##in(y);                          \
        return spelt_##op##_##suffix(&x_view, &y_view, &r->result);                                \
    }

/* One caller for each door: the list has one scalar row for each. */
#define SUITE_FLOAT(op, suffix, in, acc, operands, isa)                                     \
    CALL_##operands(op, suffix, in, acc)
#define SUITE_INT(op, suffix, in, operands, isa)                                            \
    CALL_##operands(op, suffix, in, i64)
#define SUITE_EXACT(op, suffix, in, operands, isa)                                          \
    CALL_##operands(op, suffix, in, in)
#define SUITE_ONCE
#include "suites.def"

#define REDUCTION(op, suffix, in, result, operands, isa)                                           \
    {"spelt_" #op "_" #suffix, isa, OP_##op, operands, TYPE_##in, TYPE_##result,                   \
     call_##op##_##suffix},

static const reduction float_reductions[] = {
#define SUITE_FLOAT(op, suffix, in, acc, operands, isa)                                     \
    REDUCTION(op, suffix, in, acc, operands, #isa)
#include "suites.def"
};

static const reduction int_reductions[] = {
#define SUITE_INT(op, suffix, in, operands, isa)                                            \
    REDUCTION(op, suffix, in, i64, operands, #isa)
#include "suites.def"
};

static const reduction exact_reductions[] = {
#define SUITE_EXACT(op, suffix, in, operands, isa)                                          \
    REDUCTION(op, suffix, in, in, operands, #isa)
#include "suites.def"
};

static const reduction blas_reductions[] = {
#define SUITE_BLAS_REDUCE(op, suffix, in, acc, operands)                                           \
    REDUCTION(op, suffix, in, acc, operands, "blas")
#include "suites.def"
};

enum {
    FLOAT_REDUCTIONS = sizeof float_reductions / sizeof *float_reductions,
    INT_REDUCTIONS = sizeof int_reductions / sizeof *int_reductions,
    EXACT_REDUCTIONS = sizeof exact_reductions / sizeof *exact_reductions,
    REDUCTIONS = FLOAT_REDUCTIONS + INT_REDUCTIONS + EXACT_REDUCTIONS,
    BLAS_REDUCTIONS = sizeof blas_reductions / sizeof *blas_reductions
};

/* Row i < REDUCTIONS of all three tables. */
static inline const reduction *any_reduction(size_t i)
{
    if (i < FLOAT_REDUCTIONS)
        return &float_reductions[i];
    i -= FLOAT_REDUCTIONS;
    return i < INT_REDUCTIONS ? &int_reductions[i] : &exact_reductions[i - INT_REDUCTIONS];
}

/* Parameters 0, 1, ..., count - 1 for a parameterized test. */
static inline struct criterion_test_params row_numbers(size_t count)
{
    static size_t number_of[256];
    cr_assert(count <= sizeof number_of / sizeof *number_of);
    for (size_t i = 0; i < count; i++)
        number_of[i] = i;
    return cr_make_param_array(size_t, number_of, count);
}

/* The numbers of the float rows for which a test has a question. */
static inline struct criterion_test_params float_rows_where(int (*wanted)(const reduction *row))
{
    static size_t number_of[FLOAT_REDUCTIONS];
    size_t count = 0;
    for (size_t i = 0; i < FLOAT_REDUCTIONS; i++)
        if (wanted(&float_reductions[i]))
            number_of[count++] = i;
    return cr_make_param_array(size_t, number_of, count);
}

/* Element i of a float array of either type, converted exactly. */
static inline double real_at(element_type type, const void *data, size_t i)
{
    return type == TYPE_f32 ? (double)((const float *)data)[i] : ((const double *)data)[i];
}

static inline void put_real(element_type type, void *data, size_t i, double value)
{
    if (type == TYPE_f32)
        ((float *)data)[i] = (float)value;
    else
        ((double *)data)[i] = value;
}

/* The terms t(0), ..., t(n-1) as the header defines them, in the accumulator's type. */
static inline void write_terms(const reduction *row, const void *x, const void *y, size_t n,
                               void *terms)
{
    const void *second = row->op == OP_sumsq ? x : y;
    for (size_t i = 0; i < n; i++) {
        if (row->result == TYPE_f32) {
            float a = ((const float *)x)[i];
            ((float *)terms)[i] = row->op == OP_sum ? a : a * ((const float *)second)[i];
        } else {
            double a = real_at(row->in, x, i);
            ((double *)terms)[i] = row->op == OP_sum ? a : a * real_at(row->in, second, i);
        }
    }
}

/* The bits that order 1 gives for contiguous x and y; terms has room for n accumulators. */
static inline number order1_reference(const reduction *row, const void *x, const void *y, size_t n,
                                      void *terms)
{
    number expected = {0};
    write_terms(row, x, y, n, terms);
    if (row->result == TYPE_f32) {
        expected.f32 = order1_f32(terms, n);
        if (isnan(expected.f32))
            expected.bits = NAN_BITS_F32;
    } else {
        expected.f64 = order1_f64(terms, n);
        if (isnan(expected.f64))
            expected.bits = NAN_BITS_F64;
    }
    return expected;
}

/* For messages; good until the fourth call after it. */
static inline const char *number_text(element_type type, number value)
{
    static char text[4][64];
    static unsigned turn;
    char *out = text[turn++ % 4];
    if (type == TYPE_f32)
        snprintf(out, sizeof text[0], "%.9g (0x%08" PRIx64 ")", (double)value.f32, value.bits);
    else if (type == TYPE_f64)
        snprintf(out, sizeof text[0], "%.17g (0x%016" PRIx64 ")", value.f64, value.bits);
    else
        snprintf(out, sizeof text[0], "%" PRId64, value.i64);
    return out;
}

#endif
