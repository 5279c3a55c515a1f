/* spelt_fortran.c - the C side of spelt.f90. Compiled with the module, by a C compiler that has the Fortran
 * compiler's ISO_Fortran_binding.h. */
#include "descriptors.h"

void spelt_fortran_last_error(const CFI_cdesc_t *message);
void spelt_fortran_last_error(const CFI_cdesc_t *message)
{
    tell(message);
}

/* ---- Functions on arrays ------------------------------------------------------------------------------
 *
 * For each type of x, or of two arrays, the C function of these types. */

#define ARRAY const CFI_cdesc_t *
#define END const CFI_cdesc_t *errmsg, int *stat
#define KEY(first, second) (first) * 16 + (second)
#define TRY(call)                                                                                  \
    if (status == SPELT_OK)                                                                        \
    status = call
#define IN(type, x, like) TRY(in_##type(name, #x, x, like, &v##x))
#define OUT(type, x) TRY(out_##type(name, #x, x, &v##x))

#define FLOATS(m, op) m(op, f32) m(op, f64)
#define INTEGERS(m, op) m(op, i8) m(op, i16) m(op, i32) m(op, i64)
#define NUMBERS(m, op) FLOATS(m, op) INTEGERS(m, op)

/* What a function does: the case of key, which is made of types. */
#define BODY(op, key, cases)                                                                       \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status = SPELT_OK;                                                            \
        switch (key) {                                                                             \
            cases                                                                                  \
        default:                                                                                   \
            status = no_type(name, "x", x);                                                        \
        }                                                                                          \
        finish(status, errmsg, stat);                                                              \
    }

/* The block of a case: the views of the arguments, and the call. */
#define DO1(function, type, result)                                                                \
    {                                                                                              \
        spelt_in_##type vx;                                                                        \
        spelt_out_##result vout;                                                                   \
        IN(type, x, out);                                                                          \
        OUT(result, out);                                                                          \
        TRY(function(&vx, &vout));                                                                 \
        break;                                                                                     \
    }
#define DO2(function, x_type, y_type, result)                                                      \
    {                                                                                              \
        spelt_in_##x_type vx;                                                                      \
        spelt_in_##y_type vy;                                                                      \
        spelt_out_##result vout;                                                                   \
        IN(x_type, x, out);                                                                        \
        IN(y_type, y, out);                                                                        \
        OUT(result, out);                                                                          \
        TRY(function(&vx, &vy, &vout));                                                            \
        break;                                                                                     \
    }
#define AXIS                                                                                       \
    size_t axis = 0;                                                                               \
    TRY(axis_of(name, x, *dim, &axis))

/* op(x, out) and op(x, y, out): out of the type of x, or a mask, or counts; op_<x>_<out> */
#define MAP1_CASE(op, type) case TYPE_##type: DO1(spelt_##op##_##type, type, type)
#define MASK1_CASE(op, type) case TYPE_##type: DO1(spelt_##op##_##type, type, u8)
#define COUNT_CASE(op, type) case TYPE_##type: DO1(spelt_##op##_##type, type, i64)
#define CONVERT_CASE(op, from, to)                                                                 \
    case KEY(TYPE_##from, TYPE_##to): DO1(spelt_##op##_##from##_##to, from, to)
#define MAP2_CASE(op, type) case TYPE_##type: DO2(spelt_##op##_##type, type, type, type)
#define MASK2_CASE(op, type) case TYPE_##type: DO2(spelt_##op##_##type, type, type, u8)
#define BINS_CASE(op, type) case TYPE_##type: DO2(spelt_##op##_##type, type, type, i64)
#define BY_CASE(op, key, type, result)                                                             \
    case KEY(TYPE_##key, TYPE_##type): DO2(spelt_##op##_##key##_##type, key, type, result)

#define FUNCTION1(op, key, cases)                                                                  \
    void spelt_fortran_##op(ARRAY x, ARRAY out, END);                                              \
    void spelt_fortran_##op(ARRAY x, ARRAY out, END) BODY(op, key, cases)
#define FUNCTION2(op, key, cases)                                                                  \
    void spelt_fortran_##op(ARRAY x, ARRAY y, ARRAY out, END);                                     \
    void spelt_fortran_##op(ARRAY x, ARRAY y, ARRAY out, END) BODY(op, key, cases)
#define MAP1(op, types) FUNCTION1(op, type_of(x), types(MAP1_CASE, op))
#define MASK1(op, types) FUNCTION1(op, type_of(x), types(MASK1_CASE, op))
#define CONVERT(op, pairs) FUNCTION1(op, KEY(type_of(x), type_of(out)), pairs(CONVERT_CASE, op))
#define MAP2(op, types) FUNCTION2(op, type_of(x), types(MAP2_CASE, op))
#define MASK2(op, types) FUNCTION2(op, type_of(x), types(MASK2_CASE, op))

MAP1(neg, NUMBERS)
MAP1(neg_wrap, INTEGERS)
MAP1(neg_sat, INTEGERS)
MAP1(abs, NUMBERS)
MAP1(abs_wrap, INTEGERS)
MAP1(abs_sat, INTEGERS)
MAP1(sign, NUMBERS)
MAP1(floor, FLOATS)
MAP1(ceil, FLOATS)
MAP1(trunc, FLOATS)
MAP1(rint, FLOATS)
MAP1(sqrt, FLOATS)
MAP1(copy, NUMBERS)
MAP1(bit_not, INTEGERS)
MAP1(cumsum, NUMBERS)
MASK1(isnan, FLOATS)
MASK1(isfinite, FLOATS)
MAP2(add, NUMBERS)
MAP2(add_wrap, INTEGERS)
MAP2(add_sat, INTEGERS)
MAP2(sub, NUMBERS)
MAP2(sub_wrap, INTEGERS)
MAP2(sub_sat, INTEGERS)
MAP2(mul, NUMBERS)
MAP2(mul_wrap, INTEGERS)
MAP2(mul_sat, INTEGERS)
MAP2(div, NUMBERS)
MAP2(div_wrap, INTEGERS)
MAP2(div_sat, INTEGERS)
MAP2(rem, INTEGERS)
MAP2(bit_and, INTEGERS)
MAP2(bit_or, INTEGERS)
MAP2(bit_xor, INTEGERS)
MAP2(shl, INTEGERS)
MAP2(shr, INTEGERS)
MAP2(copysign, FLOATS)
MAP2(minimum, NUMBERS)
MAP2(maximum, NUMBERS)
MAP2(minimum_number, FLOATS)
MAP2(maximum_number, FLOATS)
MASK2(equal, NUMBERS)
MASK2(not_equal, NUMBERS)
MASK2(less, NUMBERS)
MASK2(less_equal, NUMBERS)
MASK2(greater, NUMBERS)
MASK2(greater_equal, NUMBERS)

/* By policies of convert.h, which are there only where they can differ from the exact conversion. */
#define TO_FLOATS(m, op, from) m(op, from, f32) m(op, from, f64)
#define TO_INTEGERS(m, op, from) m(op, from, i8) m(op, from, i16) m(op, from, i32) m(op, from, i64)
#define NARROWER(m, op)                                                                            \
    m(op, i16, i8) m(op, i32, i8) m(op, i32, i16) m(op, i64, i8) m(op, i64, i16) m(op, i64, i32)
#define TO_EXACT(m, op)                                                                            \
    m(op, f32, f64) m(op, f64, f32) TO_INTEGERS(m, op, f32) TO_INTEGERS(m, op, f64)                \
    TO_FLOATS(m, op, i8) TO_FLOATS(m, op, i16) TO_FLOATS(m, op, i32) TO_FLOATS(m, op, i64)         \
    NARROWER(m, op) m(op, i8, i16) m(op, i8, i32) m(op, i8, i64) m(op, i16, i32) m(op, i16, i64)   \
    m(op, i32, i64)
#define TO_TRUNC(m, op) TO_INTEGERS(m, op, f32) TO_INTEGERS(m, op, f64)
#define TO_ROUND(m, op)                                                                            \
    TO_TRUNC(m, op) m(op, f64, f32) m(op, i32, f32) m(op, i64, f32) m(op, i64, f64)
#define TO_SAT(m, op) TO_TRUNC(m, op) m(op, f64, f32) NARROWER(m, op)
CONVERT(convert, TO_EXACT)
CONVERT(convert_round, TO_ROUND)
CONVERT(convert_trunc, TO_TRUNC)
CONVERT(convert_sat, TO_SAT)
CONVERT(convert_wrap, NARROWER)

/* op(x, y, z, out); where(mask, x, y, out) */
#define FMA_CASE(op, type)                                                                         \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vz;                                                                        \
        IN(type, z, out);                                                                          \
        DO2(FMA_##type, type, type, type)                                                          \
    }
#define FMA_f32(x, y, out) spelt_fma_f32(x, y, &vz, out)
#define FMA_f64(x, y, out) spelt_fma_f64(x, y, &vz, out)
void spelt_fortran_fma(ARRAY x, ARRAY y, ARRAY z, ARRAY out, END);
void spelt_fortran_fma(ARRAY x, ARRAY y, ARRAY z, ARRAY out, END)
    BODY(fma, type_of(x), FLOATS(FMA_CASE, fma))
#define WHERE_CASE(op, type)                                                                       \
    case TYPE_##type: {                                                                            \
        spelt_in_u8 vmask;                                                                         \
        spelt_in_##type vx, vy;                                                                    \
        spelt_out_##type vout;                                                                     \
        IN(u8, mask, out);                                                                         \
        IN(type, x, out);                                                                          \
        IN(type, y, out);                                                                          \
        OUT(type, out);                                                                            \
        TRY(spelt_where_##type(&vmask, &vx, &vy, &vout));                                          \
        break;                                                                                     \
    }
void spelt_fortran_where(ARRAY mask, ARRAY x, ARRAY y, ARRAY out, END);
void spelt_fortran_where(ARRAY mask, ARRAY x, ARRAY y, ARRAY out, END)
    BODY(where, type_of(x), NUMBERS(WHERE_CASE, where))

/* axpy(a, x, y), axpby(a, x, b, y): numbers are scalars of the type of x. */
static const void *number(const char *function, const char *what, ARRAY a, ARRAY x,
                          spelt_status *status)
{
    if (*status == SPELT_OK && (a->rank != 0 || type_of(a) != type_of(x)))
        *status = fail(SPELT_ERR_ARG, function, what, " is no scalar of the type of x");
    return a->base_addr;
}
#define NUMBER(type, a)                                                                            \
    const SPELT_ELEMENT_##type *p##a = number(name, #a, a, x, &status)
#define AXPY_CASE(op, type)                                                                        \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        spelt_out_##type vy;                                                                       \
        NUMBER(type, a);                                                                           \
        IN(type, x, y);                                                                            \
        OUT(type, y);                                                                              \
        TRY(spelt_axpy_##type(*pa, &vx, &vy));                                                     \
        break;                                                                                     \
    }
void spelt_fortran_axpy(ARRAY a, ARRAY x, ARRAY y, END);
void spelt_fortran_axpy(ARRAY a, ARRAY x, ARRAY y, END)
    BODY(axpy, type_of(x), FLOATS(AXPY_CASE, axpy))
#define AXPBY_CASE(op, type)                                                                       \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        spelt_out_##type vy;                                                                       \
        NUMBER(type, a);                                                                           \
        NUMBER(type, b);                                                                           \
        IN(type, x, y);                                                                            \
        OUT(type, y);                                                                              \
        TRY(spelt_axpby_##type(*pa, &vx, *pb, &vy));                                               \
        break;                                                                                     \
    }
void spelt_fortran_axpby(ARRAY a, ARRAY x, ARRAY b, ARRAY y, END);
void spelt_fortran_axpby(ARRAY a, ARRAY x, ARRAY b, ARRAY y, END)
    BODY(axpby, type_of(x), FLOATS(AXPBY_CASE, axpby))
#define CLIP_CASE(op, type)                                                                        \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        spelt_out_##type vout;                                                                     \
        NUMBER(type, low);                                                                         \
        NUMBER(type, high);                                                                        \
        IN(type, x, out);                                                                          \
        OUT(type, out);                                                                            \
        TRY(spelt_clip_##type(&vx, *plow, *phigh, &vout));                                         \
        break;                                                                                     \
    }
void spelt_fortran_clip(ARRAY x, ARRAY low, ARRAY high, ARRAY out, END);
void spelt_fortran_clip(ARRAY x, ARRAY low, ARRAY high, ARRAY out, END)
    BODY(clip, type_of(x), NUMBERS(CLIP_CASE, clip))

/* Along a dimension: op(x, dim, out), op(x, y, dim, out); the types of x and out choose. */
#define AXIS1_CASE(op, suffix, type, result)                                                       \
    case KEY(TYPE_##type, TYPE_##result): {                                                        \
        spelt_in_##type vx;                                                                        \
        spelt_out_##result vout;                                                                   \
        AXIS;                                                                                      \
        IN(type, x, NULL);                                                                         \
        OUT(result, out);                                                                          \
        TRY(spelt_##op##_##suffix(&vx, axis, &vout));                                              \
        break;                                                                                     \
    }
#define AXIS2_CASE(op, suffix, type, result)                                                       \
    case KEY(TYPE_##type, TYPE_##result): {                                                        \
        spelt_in_##type vx, vy;                                                                    \
        spelt_out_##result vout;                                                                   \
        AXIS;                                                                                      \
        IN(type, x, NULL);                                                                         \
        IN(type, y, x);                                                                            \
        OUT(result, out);                                                                          \
        TRY(spelt_##op##_##suffix(&vx, &vy, axis, &vout));                                         \
        break;                                                                                     \
    }
#define OWN_FLOATS(m, op) m(op, f32, f32, f32) m(op, f64, f64, f64)
#define OWN(m, op)                                                                                 \
    OWN_FLOATS(m, op) m(op, i8, i8, i8) m(op, i16, i16, i16) m(op, i32, i32, i32)                  \
    m(op, i64, i64, i64)
#define IN_F64(m, op) OWN_FLOATS(m, op) m(op, f32_f64, f32, f64)
#define TOTALS(m, op)                                                                              \
    IN_F64(m, op) m(op, i8, i8, i64) m(op, i16, i16, i64) m(op, i32, i32, i64) m(op, i64, i64, i64)
#define FUNCTION_AXIS1(op, types)                                                                  \
    void spelt_fortran_##op(ARRAY x, const int *dim, ARRAY out, END);                              \
    void spelt_fortran_##op(ARRAY x, const int *dim, ARRAY out, END)                               \
        BODY(op, KEY(type_of(x), type_of(out)), types(AXIS1_CASE, op))
#define FUNCTION_AXIS2(op, types)                                                                  \
    void spelt_fortran_##op(ARRAY x, ARRAY y, const int *dim, ARRAY out, END);                     \
    void spelt_fortran_##op(ARRAY x, ARRAY y, const int *dim, ARRAY out, END)                      \
        BODY(op, KEY(type_of(x), type_of(out)), types(AXIS2_CASE, op))
FUNCTION_AXIS1(sum_axis, TOTALS)
FUNCTION_AXIS1(sumsq_axis, TOTALS)
FUNCTION_AXIS1(asum_axis, OWN_FLOATS)
FUNCTION_AXIS1(nrm2_axis, IN_F64)
FUNCTION_AXIS1(mean_axis, IN_F64)
FUNCTION_AXIS1(sum_exact_axis, OWN_FLOATS)
FUNCTION_AXIS1(sumsq_exact_axis, OWN_FLOATS)
FUNCTION_AXIS1(min_axis, OWN)
FUNCTION_AXIS1(max_axis, OWN)
FUNCTION_AXIS1(cumsum_axis, OWN)
FUNCTION_AXIS2(dot_axis, TOTALS)
FUNCTION_AXIS2(dot_exact_axis, OWN_FLOATS)
FUNCTION_AXIS2(sqeuclidean_axis, IN_F64)

/* Into a number: op_<suffix>(x), op_<suffix>(x, ddof), op_<suffix>(x, y); 0 where it fails. An index is
 * counted from 1: base. */
#define REDUCE1(op, suffix, type, number, base)                                                    \
    number spelt_fortran_##op##_##suffix(ARRAY x, END);                                            \
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
    number spelt_fortran_##op##_##suffix(ARRAY x, const int *ddof, END);                           \
    number spelt_fortran_##op##_##suffix(ARRAY x, const int *ddof, END)                            \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status =                                                                      \
            *ddof < 0 ? fail(SPELT_ERR_ARG, name, "ddof", " is negative") : SPELT_OK;              \
        spelt_in_##type vx;                                                                        \
        number result = 0;                                                                         \
        IN(type, x, NULL);                                                                         \
        TRY(spelt_##op##_##suffix(&vx, (size_t)*ddof, &result));                                   \
        finish(status, errmsg, stat);                                                              \
        return result;                                                                             \
    }
#define REDUCE2(op, suffix, type, number)                                                          \
    number spelt_fortran_##op##_##suffix(ARRAY x, ARRAY y, END);                                   \
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
#define REDUCE1_FLOATS(op) REDUCE1(op, f32, f32, float, 0) REDUCE1(op, f64, f64, double, 0)
#define REDUCE2_FLOATS(op) REDUCE2(op, f32, f32, float) REDUCE2(op, f64, f64, double)
#define REDUCE1_TOTALS(op)                                                                         \
    REDUCE1_FLOATS(op) REDUCE1(op, f32_f64, f32, double, 0) REDUCE1(op, i8, i8, int64_t, 0)        \
    REDUCE1(op, i16, i16, int64_t, 0) REDUCE1(op, i32, i32, int64_t, 0)                            \
    REDUCE1(op, i64, i64, int64_t, 0)
#define REDUCE1_OWN(op)                                                                            \
    REDUCE1_FLOATS(op) REDUCE1(op, i8, i8, int8_t, 0) REDUCE1(op, i16, i16, int16_t, 0)            \
    REDUCE1(op, i32, i32, int32_t, 0) REDUCE1(op, i64, i64, int64_t, 0)
#define REDUCE1_INDEX(op)                                                                          \
    REDUCE1(op, f32, f32, int64_t, 1) REDUCE1(op, f64, f64, int64_t, 1)                            \
    REDUCE1(op, i8, i8, int64_t, 1) REDUCE1(op, i16, i16, int64_t, 1)                              \
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
REDUCE1_INDEX(argmin)
REDUCE1_INDEX(argmax)

/* ---- Accumulators and partials ---------------------------------------------------------------------- */

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
void spelt_fortran_acc_add_sum(ARRAY x, spelt_acc *acc, END);
void spelt_fortran_acc_add_sum(ARRAY x, spelt_acc *acc, END)
    BODY(acc_add_sum, type_of(x), NUMBERS(ACC1_CASE, acc_add_sum))
void spelt_fortran_acc_add_sumsq(ARRAY x, spelt_acc *acc, END);
void spelt_fortran_acc_add_sumsq(ARRAY x, spelt_acc *acc, END)
    BODY(acc_add_sumsq, type_of(x), NUMBERS(ACC1_CASE, acc_add_sumsq))
void spelt_fortran_acc_add_dot(ARRAY x, ARRAY y, spelt_acc *acc, END);
void spelt_fortran_acc_add_dot(ARRAY x, ARRAY y, spelt_acc *acc, END)
    BODY(acc_add_dot, type_of(x), NUMBERS(ACC2_CASE, acc_add_dot))

void spelt_fortran_acc_merge(const spelt_acc *other, spelt_acc *acc, END);
void spelt_fortran_acc_merge(const spelt_acc *other, spelt_acc *acc, END)
{
    finish(spelt_acc_merge(other, acc), errmsg, stat);
}
void spelt_fortran_acc_subtract(const spelt_acc *other, spelt_acc *acc, END);
void spelt_fortran_acc_subtract(const spelt_acc *other, spelt_acc *acc, END)
{
    finish(spelt_acc_subtract(other, acc), errmsg, stat);
}

#define ROUND(function, number)                                                                    \
    number spelt_fortran_##function(const spelt_acc *acc, END);                                    \
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

#define PARTIAL1(op, type)                                                                         \
    void spelt_fortran_partial_##op##_##type(ARRAY x, const int64_t *first,                        \
                                             spelt_partial_##type *partial, END);                  \
    void spelt_fortran_partial_##op##_##type(ARRAY x, const int64_t *first,                        \
                                             spelt_partial_##type *partial, END)                   \
    {                                                                                              \
        static const char name[] = "partial_" #op;                                                 \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_##type vx;                                                                        \
        IN(type, x, NULL);                                                                         \
        TRY(spelt_partial_##op##_##type(&vx, (uint64_t)*first, partial));                          \
        finish(status, errmsg, stat);                                                              \
    }
#define PARTIAL2(op, type)                                                                         \
    void spelt_fortran_partial_##op##_##type(ARRAY x, ARRAY y, const int64_t *first,               \
                                             spelt_partial_##type *partial, END);                  \
    void spelt_fortran_partial_##op##_##type(ARRAY x, ARRAY y, const int64_t *first,               \
                                             spelt_partial_##type *partial, END)                   \
    {                                                                                              \
        static const char name[] = "partial_" #op;                                                 \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_##type vx, vy;                                                                    \
        IN(type, x, NULL);                                                                         \
        IN(type, y, NULL);                                                                         \
        TRY(spelt_partial_##op##_##type(&vx, &vy, (uint64_t)*first, partial));                     \
        finish(status, errmsg, stat);                                                              \
    }
#define PARTIALS(type, number)                                                                     \
    PARTIAL1(sum, type)                                                                            \
    PARTIAL1(sumsq, type)                                                                          \
    PARTIAL2(dot, type)                                                                            \
    void spelt_fortran_partial_merge_##type(const spelt_partial_##type *left,                      \
                                            const spelt_partial_##type *right,                     \
                                            spelt_partial_##type *result, END);                    \
    void spelt_fortran_partial_merge_##type(const spelt_partial_##type *left,                      \
                                            const spelt_partial_##type *right,                     \
                                            spelt_partial_##type *result, END)                     \
    {                                                                                              \
        finish(spelt_partial_merge_##type(left, right, result), errmsg, stat);                     \
    }                                                                                              \
    number spelt_fortran_partial_finish_##type(const spelt_partial_##type *partial, END);          \
    number spelt_fortran_partial_finish_##type(const spelt_partial_##type *partial, END)           \
    {                                                                                              \
        number result = 0;                                                                         \
        finish(spelt_partial_finish_##type(partial, &result), errmsg, stat);                       \
        return result;                                                                             \
    }
PARTIALS(f32, float)
PARTIALS(f64, double)
