/* sums.h - accumulators and partials: the functions of sums.inc. Part of spelt_fortran.c. */
#ifndef SPELT_FORTRAN_SUMS_H
#define SPELT_FORTRAN_SUMS_H

#include "descriptors.h"

#define ACC1_CASE(op, type)                                                                        \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        IN(type, x, NULL);                                                                         \
        TRY(spelt_##op##_##type(&vx, acc));                                                        \
        break;                                                                                     \
    }
#define ACC2_CASE(op, type)                                                                        \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx, vy;                                                                    \
        IN(type, x, NULL);                                                                         \
        IN(type, y, NULL);                                                                         \
        TRY(spelt_##op##_##type(&vx, &vy, acc));                                                   \
        break;                                                                                     \
    }
void spelt_fortran_acc_add_sum(ARRAY x, spelt_acc *acc, END)
    BODY(acc_add_sum, type_of(x), NUMBERS(ACC1_CASE, acc_add_sum))
void spelt_fortran_acc_add_sumsq(ARRAY x, spelt_acc *acc, END)
    BODY(acc_add_sumsq, type_of(x), NUMBERS(ACC1_CASE, acc_add_sumsq))
void spelt_fortran_acc_add_dot(ARRAY x, ARRAY y, spelt_acc *acc, END)
    BODY(acc_add_dot, type_of(x), NUMBERS(ACC2_CASE, acc_add_dot))
void spelt_fortran_acc_add_count(ARRAY x, spelt_acc *acc, END)
{
    static const char name[] = "acc_add_count";
    spelt_status status = SPELT_OK;
    spelt_in_u8 vx;
    IN(u8, x, NULL);
    TRY(spelt_acc_add_count_u8(&vx, acc));
    finish(status, errmsg, stat);
}
void spelt_fortran_acc_merge(const spelt_acc *other, spelt_acc *acc, END)
{
    finish(spelt_acc_merge(other, acc), errmsg, stat);
}
void spelt_fortran_acc_subtract(const spelt_acc *other, spelt_acc *acc, END)
{
    finish(spelt_acc_subtract(other, acc), errmsg, stat);
}
void spelt_fortran_acc_scale(const int *exponent, spelt_acc *acc, END)
{
    spelt_status status = given("acc_scale", "exponent", exponent);
    TRY(spelt_acc_scale(*exponent, acc));
    finish(status, errmsg, stat);
}

void spelt_fortran_acc_save(const spelt_acc *acc, unsigned char *bytes, END)
{
    finish(spelt_acc_save(acc, bytes), errmsg, stat);
}
void spelt_fortran_acc_load(const unsigned char *bytes, spelt_acc *acc, END)
{
    finish(spelt_acc_load(bytes, SPELT_ACC_SAVED_BYTES, acc), errmsg, stat);
}

#define ROUND(function, number)                                                                    \
    number spelt_fortran_##function(const spelt_acc *acc, END)                                     \
    {                                                                                              \
        number result = 0;                                                                         \
        finish(spelt_##function(acc, &result), errmsg, stat);                                      \
        return result;                                                                             \
    }
ROUND(acc_round_f32, float)
ROUND(acc_round_f64, double)
ROUND(acc_round_i64, int64_t)
ROUND(acc_count, int64_t)

#define PARTIAL1(op, suffix, type, sum)                                                            \
    void spelt_fortran_partial_##op##_##suffix(ARRAY x, const int64_t *first,                      \
                                             spelt_partial_##sum *partial, END)                    \
    {                                                                                              \
        static const char name[] = "partial_" #op;                                                 \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_##type vx;                                                                        \
        IN(type, x, NULL);                                                                         \
        TRY(given(name, "first", first));                                                          \
        TRY(spelt_partial_##op##_##suffix(&vx, (uint64_t)*first, partial));                        \
        finish(status, errmsg, stat);                                                              \
    }
#define PARTIAL2(op, suffix, type, sum)                                                            \
    void spelt_fortran_partial_##op##_##suffix(ARRAY x, ARRAY y, const int64_t *first,             \
                                             spelt_partial_##sum *partial, END)                    \
    {                                                                                              \
        static const char name[] = "partial_" #op;                                                 \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_##type vx, vy;                                                                    \
        IN(type, x, NULL);                                                                         \
        IN(type, y, NULL);                                                                         \
        TRY(given(name, "first", first));                                                          \
        TRY(spelt_partial_##op##_##suffix(&vx, &vy, (uint64_t)*first, partial));                   \
        finish(status, errmsg, stat);                                                              \
    }
#define PARTIALS(type, number)                                                                     \
    PARTIAL1(sum, type, type, type)                                                                \
    PARTIAL1(sumsq, type, type, type)                                                              \
    PARTIAL1(sumsq_fused, type, type, type)                                                        \
    PARTIAL2(dot, type, type, type)                                                                \
    PARTIAL2(dot_fused, type, type, type)                                                          \
    void spelt_fortran_partial_merge_##type(const spelt_partial_##type *left,                      \
                                            const spelt_partial_##type *right,                     \
                                            spelt_partial_##type *result, END)                     \
    {                                                                                              \
        finish(spelt_partial_merge_##type(left, right, result), errmsg, stat);                     \
    }                                                                                              \
    number spelt_fortran_partial_finish_##type(const spelt_partial_##type *partial, END)           \
    {                                                                                              \
        number result = 0;                                                                         \
        finish(spelt_partial_finish_##type(partial, &result), errmsg, stat);                       \
        return result;                                                                             \
    }
PARTIALS(f32, float)
PARTIALS(f64, double)
PARTIAL1(sum, f32_f64, f32, f64)
PARTIAL1(sumsq, f32_f64, f32, f64)
PARTIAL2(dot, f32_f64, f32, f64)

#endif
