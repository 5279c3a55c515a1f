/* arrays.h - the functions into arrays: those of arrays.inc. Part of spelt_fortran.c. */
#ifndef SPELT_FORTRAN_ARRAYS_H
#define SPELT_FORTRAN_ARRAYS_H

#include "descriptors.h"

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
    void spelt_fortran_##op(ARRAY x, ARRAY out, END) BODY(op, key, cases)
#define FUNCTION2(op, key, cases)                                                                  \
    void spelt_fortran_##op(ARRAY x, ARRAY y, ARRAY out, END) BODY(op, key, cases)
#define MAP1(op, types) FUNCTION1(op, type_of(x), types(MAP1_CASE, op))
#define MASK1(op, types) FUNCTION1(op, type_of(x), types(MASK1_CASE, op))
#define CONVERT(op, pairs) FUNCTION1(op, KEY(type_of(x), type_of(out)), pairs(CONVERT_CASE, op))
#define MAP2(op, types) FUNCTION2(op, type_of(x), types(MAP2_CASE, op))
#define MASK2(op, types) FUNCTION2(op, type_of(x), types(MASK2_CASE, op))

MAP1(neg, NUMBERS_AND_COMPLEX)
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
MAP1(copy, NUMBERS_AND_COMPLEX)
MAP1(conj, COMPLEX)
MAP1(bit_not, INTEGERS)
MAP1(cumsum, NUMBERS)
MASK1(isnan, FLOATS)
MASK1(isfinite, FLOATS)
MAP2(add, NUMBERS_AND_COMPLEX)
MAP2(add_wrap, INTEGERS)
MAP2(add_sat, INTEGERS)
MAP2(sub, NUMBERS_AND_COMPLEX)
MAP2(sub_wrap, INTEGERS)
MAP2(sub_sat, INTEGERS)
MAP2(mul, NUMBERS_AND_COMPLEX)
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
        void spelt_fortran_where(ARRAY mask, ARRAY x, ARRAY y, ARRAY out, END)
            BODY(where, type_of(x), NUMBERS(WHERE_CASE, where))

    /* axpy(a, x, y), axpby(a, x, b, y): numbers are scalars of the type of x. */
    static void *number(const char *function, const char *what, ARRAY a, ARRAY x,
                        spelt_status *status)
{
    if (*status == SPELT_OK && (a->rank != 0 || type_of(a) != type_of(x)))
        *status = fail(SPELT_ERR_ARG, function, what, " is no scalar of the type of x");
    return a->base_addr;
}
/* Of the type of the parts of a complex x. */
static const void *part_number(const char *function, const char *what, ARRAY a, ARRAY x,
                               spelt_status *status)
{
    if (*status == SPELT_OK &&
        (a->rank != 0 || type_of(a) != (type_of(x) == TYPE_c64 ? TYPE_f32 : TYPE_f64)))
        *status =
            fail(SPELT_ERR_ARG, function, what, " is no scalar of the type of the parts of x");
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
void spelt_fortran_axpy(ARRAY a, ARRAY x, ARRAY y, END) BODY(axpy, type_of(x),
                                                             FLOATS_AND_COMPLEX(AXPY_CASE, axpy))
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
    void spelt_fortran_axpby(ARRAY a, ARRAY x, ARRAY b, ARRAY y,
                             END) BODY(axpby, type_of(x), FLOATS(AXPBY_CASE, axpby))
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
        void spelt_fortran_clip(ARRAY x, ARRAY low, ARRAY high, ARRAY out,
                                END) BODY(clip, type_of(x), NUMBERS(CLIP_CASE, clip))

/* swap(x, y), rot(x, y, c, s) */
#define SWAP_CASE(op, type)                                                                        \
    case TYPE_##type: {                                                                            \
        spelt_out_##type vx, vy;                                                                   \
        OUT(type, x);                                                                              \
        OUT(type, y);                                                                              \
        TRY(spelt_swap_##type(&vx, &vy));                                                          \
        break;                                                                                     \
    }
            void spelt_fortran_swap(ARRAY x, ARRAY y, END) BODY(swap, type_of(x),
                                                                FLOATS_AND_COMPLEX(SWAP_CASE, swap))
#define ROT_CASE(op, type)                                                                         \
    case TYPE_##type: {                                                                            \
        spelt_out_##type vx, vy;                                                                   \
        NUMBER(type, c);                                                                           \
        NUMBER(type, s);                                                                           \
        OUT(type, x);                                                                              \
        OUT(type, y);                                                                              \
        TRY(spelt_rot_##type(&vx, &vy, *pc, *ps));                                                 \
        break;                                                                                     \
    }
#define ROT_PARTS_CASE(type, part)                                                                 \
    case TYPE_##type: {                                                                            \
        spelt_out_##type vx, vy;                                                                   \
        const part *pc = part_number(name, "c", c, x, &status);                                    \
        const part *ps = part_number(name, "s", s, x, &status);                                    \
        OUT(type, x);                                                                              \
        OUT(type, y);                                                                              \
        TRY(spelt_rot_##type(&vx, &vy, *pc, *ps));                                                 \
        break;                                                                                     \
    }
                void spelt_fortran_rot(ARRAY x, ARRAY y, ARRAY c, ARRAY s,
                                       END) BODY(rot, type_of(x),
                                                 FLOATS(ROT_CASE, rot) ROT_PARTS_CASE(c64, float)
                                                     ROT_PARTS_CASE(c128, double))

/* minmax(x, low, high): scalars of the type of x, which are written. */
#define MINMAX_CASE(op, type)                                                                      \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        SPELT_ELEMENT_##type *plow = number(name, "low", low, x, &status);                         \
        SPELT_ELEMENT_##type *phigh = number(name, "high", high, x, &status);                      \
        IN(type, x, NULL);                                                                         \
        TRY(spelt_minmax_##type(&vx, plow, phigh));                                                \
        break;                                                                                     \
    }
                    void spelt_fortran_minmax(ARRAY x, ARRAY low, ARRAY high,
                                              END) BODY(minmax, type_of(x),
                                                        NUMBERS(MINMAX_CASE, minmax))

/* compress(mask, x, out, count) */
#define COMPRESS_CASE(op, type)                                                                    \
    case TYPE_##type: {                                                                            \
        spelt_in_u8 vmask;                                                                         \
        spelt_in_##type vx;                                                                        \
        spelt_out_##type vout;                                                                     \
        IN(u8, mask, NULL);                                                                        \
        IN(type, x, NULL);                                                                         \
        OUT(type, out);                                                                            \
        TRY(spelt_compress_##type(&vmask, &vx, &vout, count));                                     \
        break;                                                                                     \
    }
                        void spelt_fortran_compress(ARRAY mask, ARRAY x, ARRAY out, int64_t *count,
                                                    END) BODY(compress, type_of(x),
                                                              NUMBERS(COMPRESS_CASE, compress))

/* matmul_blas(x, y, out): of the transposes that C sees, out is y times x. */
#define SWAPPED_f32(x, y, out) spelt_matmul_blas_f32(y, x, out)
#define SWAPPED_f64(x, y, out) spelt_matmul_blas_f64(y, x, out)
#define MATMUL_CASE(op, type) case TYPE_##type: DO2(SWAPPED_##type, type, type, type)
                            FUNCTION2(matmul_blas, type_of(x), FLOATS(MATMUL_CASE, matmul_blas))

/* By groups, which are numbered from 0: bincount(x, out) of keys x, sum_by(x, y, out) of y by the
 * keys x; histogram(x, y, out) of x by the edges y, histogram_even(x, low, high, out). */
#define BY_KEYS(m, op)                                                                             \
    m(op, i32, f32, f32) m(op, i32, f64, f64) m(op, i32, i8, i64) m(op, i32, i16, i64)             \
    m(op, i32, i32, i64) m(op, i32, i64, i64) m(op, i64, f32, f32) m(op, i64, f64, f64)            \
    m(op, i64, i8, i64) m(op, i64, i16, i64) m(op, i64, i32, i64) m(op, i64, i64, i64)
#define FLOATS_BY_KEYS(m, op)                                                                      \
    m(op, i32, f32, f32) m(op, i32, f64, f64) m(op, i64, f32, f32) m(op, i64, f64, f64)
                                FUNCTION1(bincount, type_of(x),
                                          COUNT_CASE(bincount, i32) COUNT_CASE(
                                              bincount, i64)) FUNCTION2(sum_by,
                                                                        KEY(type_of(x), type_of(y)),
                                                                        BY_KEYS(BY_CASE, sum_by))
                                    FUNCTION2(sum_by_exact, KEY(type_of(x), type_of(y)),
                                              FLOATS_BY_KEYS(
                                                  BY_CASE,
                                                  sum_by_exact)) FUNCTION2(histogram, type_of(x),
                                                                           FLOATS(BINS_CASE,
                                                                                  histogram))
#define EVEN_BINS_CASE(op, type)                                                                   \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        spelt_out_i64 vout;                                                                        \
        NUMBER(type, low);                                                                         \
        NUMBER(type, high);                                                                        \
        IN(type, x, NULL);                                                                         \
        OUT(i64, out);                                                                             \
        TRY(spelt_histogram_even_##type(&vx, *plow, *phigh, &vout));                               \
        break;                                                                                     \
    }
                                        void spelt_fortran_histogram_even(
                                            ARRAY x, ARRAY low, ARRAY high, ARRAY out,
                                            END) BODY(histogram_even, type_of(x),
                                                      FLOATS(EVEN_BINS_CASE, histogram_even))

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
    void spelt_fortran_##op(ARRAY x, const int *dim, ARRAY out, END)                               \
        BODY(op, KEY(type_of(x), type_of(out)), types(AXIS1_CASE, op))
#define FUNCTION_AXIS2(op, types)                                                                  \
    void spelt_fortran_##op(ARRAY x, ARRAY y, const int *dim, ARRAY out, END)                      \
        BODY(op, KEY(type_of(x), type_of(out)), types(AXIS2_CASE, op))
#define TOTALS_AND_COMPLEX(m, op) TOTALS(m, op) m(op, c64, c64, c64) m(op, c128, c128, c128)
                                            FUNCTION_AXIS1(sum_axis, TOTALS_AND_COMPLEX) FUNCTION_AXIS1(
                                                sumsq_axis, TOTALS) FUNCTION_AXIS1(asum_axis,
                                                                                   OWN_FLOATS)
                                                FUNCTION_AXIS1(nrm2_axis, IN_F64) FUNCTION_AXIS1(
                                                    mean_axis,
                                                    IN_F64) FUNCTION_AXIS1(sum_exact_axis,
                                                                           OWN_FLOATS)
                                                    FUNCTION_AXIS1(
                                                        sumsq_exact_axis,
                                                        OWN_FLOATS) FUNCTION_AXIS1(min_axis, OWN)
                                                        FUNCTION_AXIS1(max_axis, OWN) FUNCTION_AXIS1(
                                                            cumsum_axis,
                                                            OWN) FUNCTION_AXIS1(min_number_axis,
                                                                                OWN_FLOATS)
                                                            FUNCTION_AXIS1(max_number_axis,
                                                                           OWN_FLOATS)
                                                                FUNCTION_AXIS1(max_abs_axis,
                                                                               OWN_FLOATS)
                                                                    FUNCTION_AXIS1(sumsq_fused_axis,
                                                                                   OWN_FLOATS)
                                                                        FUNCTION_AXIS2(dot_axis,
                                                                                       TOTALS)
                                                                            FUNCTION_AXIS2(
                                                                                dot_exact_axis,
                                                                                OWN_FLOATS)
                                                                                FUNCTION_AXIS2(
                                                                                    sqeuclidean_axis,
                                                                                    IN_F64)
                                                                                    FUNCTION_AXIS2(
                                                                                        dot_fused_axis,
                                                                                        OWN_FLOATS)

/* Indexes along the dimension, which are counted from 1: those of C and 1 more. */
#define INDEX_CASE(op, type)                                                                       \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        spelt_out_i64 vout;                                                                        \
        AXIS;                                                                                      \
        IN(type, x, NULL);                                                                         \
        OUT(i64, out);                                                                             \
        TRY(spelt_##op##_##type(&vx, axis, &vout));                                                \
        TRY(from_1(&vout));                                                                        \
        break;                                                                                     \
    }
                                                                                        static spelt_status
    from_1(const spelt_out_i64 *indexes)
{
    const int64_t one = 1;
    const spelt_in_i64 zero_based = spelt_readonly_i64(indexes);
    spelt_in_i64 ones = zero_based;
    ones.data = &one;
    for (size_t i = 0; i < ones.ndim; i++)
        ones.stride[i] = 0;
    return spelt_add_i64(&zero_based, &ones, indexes);
}
#define FUNCTION_INDEX(op)                                                                         \
    void spelt_fortran_##op(ARRAY x, const int *dim, ARRAY out, END)                               \
        BODY(op, type_of(x), NUMBERS(INDEX_CASE, op))
FUNCTION_INDEX(argmin_axis)
FUNCTION_INDEX(argmax_axis)

/* var_axis(x, dim, ddof, out) */
#define VAR_CASE(op, suffix, type, result)                                                         \
    case KEY(TYPE_##type, TYPE_##result): {                                                        \
        spelt_in_##type vx;                                                                        \
        spelt_out_##result vout;                                                                   \
        AXIS;                                                                                      \
        TRY(*ddof < 0 ? fail(SPELT_ERR_ARG, name, "ddof", " is negative") : SPELT_OK);             \
        IN(type, x, NULL);                                                                         \
        OUT(result, out);                                                                          \
        TRY(spelt_var_axis_##suffix(&vx, axis, (size_t)*ddof, &vout));                             \
        break;                                                                                     \
    }
void spelt_fortran_var_axis(ARRAY x, const int *dim, const int *ddof, ARRAY out, END)
    BODY(var_axis, KEY(type_of(x), type_of(out)), IN_F64(VAR_CASE, var_axis))

#endif
