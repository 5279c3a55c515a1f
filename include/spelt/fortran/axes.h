/* axes.h - the functions along a dimension: those of axes.inc. Part of spelt_fortran.c. */
#ifndef SPELT_FORTRAN_AXES_H
#define SPELT_FORTRAN_AXES_H

#include "descriptors.h"

#define AXIS                                                                                       \
    size_t axis = 0;                                                                               \
    TRY(axis_of(name, x, dim, &axis))

/* op(x, dim, out), op(x, y, dim, out): the types of x and out choose. */
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
#define OWN_COMPLEX(m, op) m(op, c64, c64, c64) m(op, c128, c128, c128)
#define OF_PARTS(m, op) m(op, c64, c64, f32) m(op, c128, c128, f64)
#define TOTALS_AND_COMPLEX(m, op) TOTALS(m, op) OWN_COMPLEX(m, op)
#define TOTALS_AND_PARTS(m, op) TOTALS(m, op) OF_PARTS(m, op)
#define IN_F64_AND_PARTS(m, op) IN_F64(m, op) OF_PARTS(m, op)
#define OWN_FLOATS_AND_PARTS(m, op) OWN_FLOATS(m, op) OF_PARTS(m, op)
#define FUNCTION_AXIS1(op, types)                                                                  \
    void spelt_fortran_##op(ARRAY x, const int *dim, ARRAY out, END)                               \
        BODY(op, KEY(type_of(x), type_of(out)), types(AXIS1_CASE, op))
#define FUNCTION_AXIS2(op, types)                                                                  \
    void spelt_fortran_##op(ARRAY x, ARRAY y, const int *dim, ARRAY out, END)                      \
        BODY(op, KEY(type_of(x), type_of(out)), types(AXIS2_CASE, op))

/* clang-format off */
FUNCTION_AXIS1(sum_axis, TOTALS_AND_COMPLEX)
FUNCTION_AXIS1(sumsq_axis, TOTALS_AND_PARTS)
FUNCTION_AXIS1(asum_axis, OWN_FLOATS_AND_PARTS)
FUNCTION_AXIS1(nrm2_axis, IN_F64_AND_PARTS)
FUNCTION_AXIS1(mean_axis, IN_F64)
FUNCTION_AXIS1(sum_exact_axis, OWN_FLOATS)
FUNCTION_AXIS1(sumsq_exact_axis, OWN_FLOATS)
FUNCTION_AXIS1(mean_exact_axis, OWN_FLOATS)
FUNCTION_AXIS1(nrm2_exact_axis, OWN_FLOATS)
FUNCTION_AXIS1(sumsq_fused_axis, OWN_FLOATS)
FUNCTION_AXIS1(min_axis, OWN)
FUNCTION_AXIS1(max_axis, OWN)
FUNCTION_AXIS1(min_number_axis, OWN_FLOATS)
FUNCTION_AXIS1(max_number_axis, OWN_FLOATS)
FUNCTION_AXIS1(max_abs_axis, OWN_FLOATS_AND_PARTS)
FUNCTION_AXIS1(cumsum_axis, OWN)
FUNCTION_AXIS2(dot_axis, TOTALS)
FUNCTION_AXIS2(dot_exact_axis, OWN_FLOATS)
FUNCTION_AXIS2(sqeuclidean_exact_axis, OWN_FLOATS)
FUNCTION_AXIS2(dot_fused_axis, OWN_FLOATS)
FUNCTION_AXIS2(sqeuclidean_axis, IN_F64)
FUNCTION_AXIS2(dotu_axis, OWN_COMPLEX)
FUNCTION_AXIS2(dotc_axis, OWN_COMPLEX)
/* clang-format on */

/* count_axis(x, dim, out) of a mask, which is of int8 or logical(c_bool); out of any and all is one too */
#define MASK_AXIS(op, result)                                                                      \
    void spelt_fortran_##op(ARRAY x, const int *dim, ARRAY out, END)                               \
    {                                                                                              \
        static const char name[] = #op;                                                            \
        spelt_status status = SPELT_OK;                                                            \
        spelt_in_u8 vx;                                                                            \
        spelt_out_##result vout;                                                                   \
        AXIS;                                                                                      \
        IN(u8, x, NULL);                                                                           \
        OUT(result, out);                                                                          \
        TRY(spelt_##op##_u8(&vx, axis, &vout));                                                    \
        finish(status, errmsg, stat);                                                              \
    }
MASK_AXIS(count_axis, i64)
MASK_AXIS(any_axis, u8)
MASK_AXIS(all_axis, u8)

/* Indexes along the dimension, which are counted from 1: those of C and 1 more. Where a slice has none, in a
 * call that fails for that, all others are there, and 0 for it. */
#define INDEX_CASE(op, type)                                                                       \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        spelt_out_i64 vout;                                                                        \
        AXIS;                                                                                      \
        IN(type, x, NULL);                                                                         \
        OUT(i64, out);                                                                             \
        if (status == SPELT_OK) {                                                                  \
            status = spelt_##op##_##type(&vx, axis, &vout);                                        \
            const int is_aligned = (uintptr_t)vx.data % _Alignof(SPELT_ELEMENT_##type) == 0;       \
            if (status == SPELT_ERR_ARG && vx.shape[axis] > 0 && is_aligned)                       \
                (void)from_1(&vout);                                                               \
        }                                                                                          \
        TRY(from_1(&vout));                                                                        \
        break;                                                                                     \
    }
static spelt_status from_1(const spelt_out_i64 *indexes)
{
    const int64_t one = 1;
    const spelt_in_i64 zero_based = spelt_readonly_i64(indexes);
    spelt_in_i64 ones = zero_based;
    ones.data = &one;
    for (size_t i = 0; i < ones.ndim; i++)
        ones.stride[i] = 0;
    return spelt_add_i64(&zero_based, &ones, indexes);
}
#define FUNCTION_INDEX(op, types)                                                                  \
    void spelt_fortran_##op(ARRAY x, const int *dim, ARRAY out, END)                               \
        BODY(op, type_of(x), types(INDEX_CASE, op))
FUNCTION_INDEX(argmin_axis, NUMBERS)
FUNCTION_INDEX(argmax_axis, NUMBERS)
FUNCTION_INDEX(argmin_number_axis, FLOATS)
FUNCTION_INDEX(argmax_number_axis, FLOATS)
FUNCTION_INDEX(argmax_abs_axis, FLOATS_AND_COMPLEX)

/* var_axis(x, dim, ddof, out), var_exact_axis */
#define VAR_CASE(op, suffix, type, result)                                                         \
    case KEY(TYPE_##type, TYPE_##result): {                                                        \
        spelt_in_##type vx;                                                                        \
        spelt_out_##result vout;                                                                   \
        AXIS;                                                                                      \
        TRY(ddof_of(name, ddof));                                                                  \
        IN(type, x, NULL);                                                                         \
        OUT(result, out);                                                                          \
        TRY(spelt_##op##_##suffix(&vx, axis, (size_t)*ddof, &vout));                               \
        break;                                                                                     \
    }
#define FUNCTION_VAR(op, types)                                                                    \
    void spelt_fortran_##op(ARRAY x, const int *dim, const int *ddof, ARRAY out, END)              \
        BODY(op, KEY(type_of(x), type_of(out)), types(VAR_CASE, op))
FUNCTION_VAR(var_axis, IN_F64)
FUNCTION_VAR(var_exact_axis, OWN_FLOATS)

#endif
