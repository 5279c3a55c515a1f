/* numbers.h - the functions into numbers: those of numbers.inc. Part of spelt_fortran.c. */
#ifndef SPELT_FORTRAN_NUMBERS_H
#define SPELT_FORTRAN_NUMBERS_H

#include "descriptors.h"

/* Into a number: op_<suffix>(x), op_<suffix>(x, ddof), op_<suffix>(x, y); 0 where it fails. An index is
 * counted from 1: base. */
#define REDUCE1(op, suffix, type, number, base)                                                    \
    number spelt_fortran_##op##_##suffix(ARRAY x, END)                                             \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_##type vx;                                                                        \
        number result = 0;                                                                         \
        IN(type, x, NULL);                                                                         \
        TRY(spelt_##op##_##suffix(&vx, &result));                                                  \
        finish(status, errmsg, stat);                                                              \
        return (number)(status == SPELT_OK ? result + base : 0);                                   \
    }
#define REDUCE1_DDOF(op, suffix, type, number)                                                     \
    number spelt_fortran_##op##_##suffix(ARRAY x, const int *ddof, END)                            \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status = ddof_of(name, ddof);                                                 \
        spelt_in_##type vx;                                                                        \
        number result = 0;                                                                         \
        IN(type, x, NULL);                                                                         \
        TRY(spelt_##op##_##suffix(&vx, (size_t)*ddof, &result));                                   \
        finish(status, errmsg, stat);                                                              \
        return result;                                                                             \
    }
#define REDUCE2(op, suffix, type, number)                                                          \
    number spelt_fortran_##op##_##suffix(ARRAY x, ARRAY y, END)                                    \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_##type vx, vy;                                                                    \
        number result = 0;                                                                         \
        IN(type, x, NULL);                                                                         \
        IN(type, y, NULL);                                                                         \
        TRY(spelt_##op##_##suffix(&vx, &vy, &result));                                             \
        finish(status, errmsg, stat);                                                              \
        return result;                                                                             \
    }
/* Into a complex number, as C's functions return it. */
#define COMPLEX_NUMBER(type, number)                                                               \
    static inline number number_of_##type(spelt_##type c)                                          \
    {                                                                                              \
        number result;                                                                             \
        memcpy(&result, &c, sizeof result);                                                        \
        return result;                                                                             \
    }
COMPLEX_NUMBER(c64, float _Complex)
COMPLEX_NUMBER(c128, double _Complex)
#define REDUCE1_COMPLEX(op, type, number)                                                          \
    number spelt_fortran_##op##_##type(ARRAY x, END)                                               \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_##type vx;                                                                        \
        spelt_##type result = {0, 0};                                                              \
        IN(type, x, NULL);                                                                         \
        TRY(spelt_##op##_##type(&vx, &result));                                                    \
        finish(status, errmsg, stat);                                                              \
        return number_of_##type(result);                                                           \
    }
#define REDUCE2_COMPLEX(op, type, number)                                                          \
    number spelt_fortran_##op##_##type(ARRAY x, ARRAY y, END)                                      \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_##type vx, vy;                                                                    \
        spelt_##type result = {0, 0};                                                              \
        IN(type, x, NULL);                                                                         \
        IN(type, y, NULL);                                                                         \
        TRY(spelt_##op##_##type(&vx, &vy, &result));                                               \
        finish(status, errmsg, stat);                                                              \
        return number_of_##type(result);                                                           \
    }
/* Of a mask x: count(x), any(x), all(x). */
#define OF_MASK(op, type, number)                                                                  \
    number spelt_fortran_##op(ARRAY x, END)                                                        \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_u8 vx;                                                                            \
        type result = 0;                                                                           \
        IN(u8, x, NULL);                                                                           \
        TRY(spelt_##op##_u8(&vx, &result));                                                        \
        finish(status, errmsg, stat);                                                              \
        return (number)result;                                                                     \
    }
#define REDUCE1_FLOATS(op) REDUCE1(op, f32, f32, float, 0) REDUCE1(op, f64, f64, double, 0)
#define REDUCE2_FLOATS(op) REDUCE2(op, f32, f32, float) REDUCE2(op, f64, f64, double)
#define REDUCE1_TOTALS(op)                                                                         \
    REDUCE1_FLOATS(op) REDUCE1(op, f32_f64, f32, double, 0) REDUCE1(op, i8, i8, int64_t, 0)        \
    REDUCE1(op, i16, i16, int64_t, 0) REDUCE1(op, i32, i32, int64_t, 0)                            \
    REDUCE1(op, i64, i64, int64_t, 0)
#define REDUCE1_OWN(op)                                                                            \
    REDUCE1_FLOATS(op) REDUCE1(op, i8, i8, int8_t, 0) REDUCE1(op, i16, i16, int16_t, 0)            \
    REDUCE1(op, i32, i32, int32_t, 0) REDUCE1(op, i64, i64, int64_t, 0)
#define REDUCE1_INDEX_FLOATS(op)                                                                   \
    REDUCE1(op, f32, f32, int64_t, 1) REDUCE1(op, f64, f64, int64_t, 1)
#define REDUCE1_INDEX(op)                                                                          \
    REDUCE1_INDEX_FLOATS(op) REDUCE1(op, i8, i8, int64_t, 1) REDUCE1(op, i16, i16, int64_t, 1)     \
    REDUCE1(op, i32, i32, int64_t, 1) REDUCE1(op, i64, i64, int64_t, 1)

REDUCE1_TOTALS(sum)
REDUCE1_TOTALS(sumsq)
REDUCE2_FLOATS(dot)
REDUCE2(dot, f32_f64, f32, double)
REDUCE2(dot, i8, i8, int64_t)
REDUCE2(dot, i16, i16, int64_t)
REDUCE2(dot, i32, i32, int64_t)
REDUCE2(dot, i64, i64, int64_t)
REDUCE1_FLOATS(asum)
REDUCE1_FLOATS(nrm2)
REDUCE1_FLOATS(mean)
REDUCE1_DDOF(var, f32, f32, float)
REDUCE1_DDOF(var, f64, f64, double)
REDUCE2_FLOATS(sqeuclidean)
REDUCE1_FLOATS(sum_exact)
REDUCE1_FLOATS(sumsq_exact)
REDUCE1_FLOATS(mean_exact)
REDUCE1_FLOATS(nrm2_exact)
REDUCE2_FLOATS(dot_exact)
REDUCE2_FLOATS(sqeuclidean_exact)
REDUCE1_OWN(min)
REDUCE1_OWN(max)
REDUCE1_FLOATS(max_abs)
REDUCE1(max_abs, c64, c64, float, 0)
REDUCE1(max_abs, c128, c128, double, 0)
REDUCE1_INDEX(argmin)
REDUCE1_INDEX(argmax)
REDUCE1_FLOATS(sumsq_fused)
REDUCE2_FLOATS(dot_fused)
REDUCE1_FLOATS(min_number)
REDUCE1_FLOATS(max_number)
REDUCE1_INDEX_FLOATS(argmin_number)
REDUCE1_INDEX_FLOATS(argmax_number)
REDUCE1_INDEX_FLOATS(argmax_abs)
REDUCE1(argmax_abs, c64, c64, int64_t, 1)
REDUCE1(argmax_abs, c128, c128, int64_t, 1)
REDUCE1_DDOF(var_exact, f32, f32, float)
REDUCE1_DDOF(var_exact, f64, f64, double)
REDUCE1(mean, f32_f64, f32, double, 0)
REDUCE1_COMPLEX(sum, c64, float _Complex)
REDUCE1_COMPLEX(sum, c128, double _Complex)
REDUCE2_COMPLEX(dotu, c64, float _Complex)
REDUCE2_COMPLEX(dotu, c128, double _Complex)
REDUCE2_COMPLEX(dotc, c64, float _Complex)
REDUCE2_COMPLEX(dotc, c128, double _Complex)
REDUCE1(sumsq, c64, c64, float, 0)
REDUCE1(sumsq, c128, c128, double, 0)
REDUCE1(asum, c64, c64, float, 0)
REDUCE1(asum, c128, c128, double, 0)
REDUCE1(nrm2, c64, c64, float, 0)
REDUCE1(nrm2, c128, c128, double, 0)
OF_MASK(count, int64_t, int64_t)
OF_MASK(any, uint8_t, _Bool)
OF_MASK(all, uint8_t, _Bool)
REDUCE1(nrm2, f32_f64, f32, double, 0)
REDUCE1_DDOF(var, f32_f64, f32, double)
REDUCE2(sqeuclidean, f32_f64, f32, double)

#endif
