/* arrays.h - the functions into arrays: those of arrays.inc. Part of spelt_fortran.c. */
#ifndef SPELT_FORTRAN_ARRAYS_H
#define SPELT_FORTRAN_ARRAYS_H

#include "descriptors.h"

#include <stdlib.h>

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

/* clang-format off: it takes what follows for one declaration */

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
static void *number(const char *function, const char *what, ARRAY a, ARRAY x, spelt_status *status)
{
    if (*status == SPELT_OK && (a->rank != 0 || type_of(a) != type_of(x)))
        *status = fail(SPELT_ERR_ARG, function, what, " is no scalar of the type of x");
    if (*status == SPELT_OK && a->base_addr == NULL)
        *status = fail(SPELT_ERR_NULL, function, what, " is NULL");
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
    if (*status == SPELT_OK && a->base_addr == NULL)
        *status = fail(SPELT_ERR_NULL, function, what, " is NULL");
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
void spelt_fortran_axpy(ARRAY a, ARRAY x, ARRAY y, END)
    BODY(axpy, type_of(x), FLOATS_AND_COMPLEX(AXPY_CASE, axpy))
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
void spelt_fortran_clip(ARRAY x, ARRAY low, ARRAY high, ARRAY out, END)
    BODY(clip, type_of(x), NUMBERS(CLIP_CASE, clip))

/* swap(x, y), rot(x, y, c, s), rotm(x, y, xx, xy, yx, yy) */
#define SWAP_CASE(op, type)                                                                        \
    case TYPE_##type: {                                                                            \
        spelt_out_##type vx, vy;                                                                   \
        OUT(type, x);                                                                              \
        OUT(type, y);                                                                              \
        TRY(spelt_swap_##type(&vx, &vy));                                                          \
        break;                                                                                     \
    }
void spelt_fortran_swap(ARRAY x, ARRAY y, END)
    BODY(swap, type_of(x), FLOATS_AND_COMPLEX(SWAP_CASE, swap))
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
void spelt_fortran_rot(ARRAY x, ARRAY y, ARRAY c, ARRAY s, END)
    BODY(rot, type_of(x), FLOATS(ROT_CASE, rot) ROT_PARTS_CASE(c64, float) ROT_PARTS_CASE(c128, double))
#define ROTM_CASE(op, type)                                                                        \
    case TYPE_##type: {                                                                            \
        spelt_out_##type vx, vy;                                                                   \
        NUMBER(type, xx);                                                                          \
        NUMBER(type, xy);                                                                          \
        NUMBER(type, yx);                                                                          \
        NUMBER(type, yy);                                                                          \
        OUT(type, x);                                                                              \
        OUT(type, y);                                                                              \
        TRY(spelt_rotm_##type(&vx, &vy, *pxx, *pxy, *pyx, *pyy));                                  \
        break;                                                                                     \
    }
void spelt_fortran_rotm(ARRAY x, ARRAY y, ARRAY xx, ARRAY xy, ARRAY yx, ARRAY yy, END)
    BODY(rotm, type_of(x), FLOATS(ROTM_CASE, rotm))

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
void spelt_fortran_minmax(ARRAY x, ARRAY low, ARRAY high, END)
    BODY(minmax, type_of(x), NUMBERS(MINMAX_CASE, minmax))

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
void spelt_fortran_compress(ARRAY mask, ARRAY x, ARRAY out, int64_t *count, END)
    BODY(compress, type_of(x), NUMBERS(COMPRESS_CASE, compress))

/* take(index, x, out), put(index, x, out). Indexes are counted from 1, as those that argmin gives; those of C, 1
 * less, are made of them in memory of the call's: a view of x from one element before its first, which C could be
 * given in their place, might overlap out. */
enum { INDEXES_AT_HAND = 256 };
typedef struct {
    int64_t at_hand[INDEXES_AT_HAND];
    int64_t *memory; /* at_hand, or to be freed */
    spelt_in_i64 view;
} indexes_from_0;

/* A dense view of such a shape. */
static spelt_status lay_out_indexes(const char *function, size_t ndim, const size_t *shape,
                                    indexes_from_0 *from_0, spelt_out_i64 *out)
{
    size_t n = 1;
    out->ndim = ndim;
    for (size_t i = ndim; i-- > 0; n *= shape[i]) {
        out->shape[i] = shape[i];
        out->stride[i] = (ptrdiff_t)n;
    }
    if (n > SIZE_MAX / sizeof(int64_t) ||
        (n > INDEXES_AT_HAND && (from_0->memory = malloc(n * sizeof(int64_t))) == NULL))
        return fail(SPELT_ERR_NOMEM, function, "index", ": no memory for the indexes from 0");
    out->data = from_0->memory;
    from_0->view = spelt_readonly_i64(out);
    return SPELT_OK;
}

/* The least of all, which none is 1 less than, becomes the greatest, and is outside too. */
static spelt_status to_0(const char *name, ARRAY index, ARRAY like, indexes_from_0 *from_0)
{
    const int64_t one = 1;
    spelt_status status = SPELT_OK;
    spelt_in_i32 vindex32;
    spelt_in_i64 vindex, ones;
    spelt_out_i64 vout;
    from_0->memory = from_0->at_hand;
    if (type_of(index) == TYPE_i32) {
        TRY(in_i32(name, "index", index, like, &vindex32));
        TRY(lay_out_indexes(name, vindex32.ndim, vindex32.shape, from_0, &vout));
        TRY(spelt_convert_i32_i64(&vindex32, &vout));
        vindex = from_0->view;
    } else {
        IN(i64, index, like);
        TRY(lay_out_indexes(name, vindex.ndim, vindex.shape, from_0, &vout));
    }
    if (status != SPELT_OK)
        return status;
    ones = from_0->view;
    ones.data = &one;
    for (size_t i = 0; i < ones.ndim; i++)
        ones.stride[i] = 0;
    return spelt_sub_wrap_i64(&vindex, &ones, &vout);
}

#define INDEXED_CASE(op, type, index_like, x_like)                                                 \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        spelt_out_##type vout;                                                                     \
        indexes_from_0 from_0;                                                                     \
        TRY(to_0(name, index, index_like, &from_0));                                               \
        IN(type, x, x_like);                                                                       \
        OUT(type, out);                                                                            \
        TRY(spelt_##op##_i64_##type(&from_0.view, &vx, &vout));                                    \
        if (from_0.memory != from_0.at_hand)                                                       \
            free(from_0.memory);                                                                   \
        break;                                                                                     \
    }
#define TAKE_CASE(op, type) INDEXED_CASE(op, type, out, NULL)
#define PUT_CASE(op, type) INDEXED_CASE(op, type, x, index)
void spelt_fortran_take(ARRAY index, ARRAY x, ARRAY out, END)
    BODY(take, type_of(x), NUMBERS(TAKE_CASE, take))
void spelt_fortran_put(ARRAY index, ARRAY x, ARRAY out, END)
    BODY(put, type_of(x), NUMBERS(PUT_CASE, put))

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
FUNCTION1(bincount, type_of(x), COUNT_CASE(bincount, i32) COUNT_CASE(bincount, i64))
FUNCTION2(sum_by, KEY(type_of(x), type_of(y)), BY_KEYS(BY_CASE, sum_by))
FUNCTION2(sum_by_exact, KEY(type_of(x), type_of(y)), FLOATS_BY_KEYS(BY_CASE, sum_by_exact))
FUNCTION2(histogram, type_of(x), FLOATS(BINS_CASE, histogram))
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
void spelt_fortran_histogram_even(ARRAY x, ARRAY low, ARRAY high, ARRAY out, END)
    BODY(histogram_even, type_of(x), FLOATS(EVEN_BINS_CASE, histogram_even))

/* clang-format on */

#endif
