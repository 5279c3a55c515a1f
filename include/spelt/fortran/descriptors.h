/* descriptors.h - arrays of Fortran, as their descriptors tell them, as views; how a call ends. Part of
 * spelt_fortran.c. */
#ifndef SPELT_FORTRAN_DESCRIPTORS_H
#define SPELT_FORTRAN_DESCRIPTORS_H

#include <ISO_Fortran_binding.h>
#include <spelt/spelt.h>
#include <stdio.h>
#include <string.h>

/* error stop, in spelt.f90. */
void spelt_fortran_stop(const char *message, size_t length);

/* ---- Types ------------------------------------------------------------------------------------------ */

enum {
    TYPE_none,
    TYPE_f32,
    TYPE_f64,
    TYPE_i8,
    TYPE_i16,
    TYPE_i32,
    TYPE_i64,
    TYPE_u8,
    TYPE_c64,
    TYPE_c128
};
static const char *const type_names[] = {
    "another type",    "real32",         "real64", "int8",
    "int16",           "int32",          "int64",  "int8 or logical(c_bool)",
    "complex(real32)", "complex(real64)"};

static inline int is_integer(CFI_type_t type)
{
    return type == CFI_type_int8_t || type == CFI_type_int16_t || type == CFI_type_int32_t ||
           type == CFI_type_int64_t || type == CFI_type_signed_char || type == CFI_type_short ||
           type == CFI_type_int || type == CFI_type_long || type == CFI_type_long_long;
}

static inline int type_of(const CFI_cdesc_t *array)
{
    if (array->type == CFI_type_float)
        return TYPE_f32;
    if (array->type == CFI_type_double)
        return TYPE_f64;
    if (array->type == CFI_type_float_Complex)
        return TYPE_c64;
    if (array->type == CFI_type_double_Complex)
        return TYPE_c128;
    if (array->type == CFI_type_Bool && array->elem_len == 1)
        return TYPE_u8;
    if (!is_integer(array->type))
        return TYPE_none;
    return array->elem_len == 1   ? TYPE_i8
           : array->elem_len == 2 ? TYPE_i16
           : array->elem_len == 4 ? TYPE_i32
           : array->elem_len == 8 ? TYPE_i64
                                  : TYPE_none;
}

/* A mask is an int8 too. */
static inline int is_of(const CFI_cdesc_t *array, int type)
{
    const int own = type_of(array);
    return own == type || (type == TYPE_u8 && own == TYPE_i8);
}

static inline spelt_status fail(spelt_status status, const char *function, const char *what,
                                const char *why)
{
    char message[256];
    snprintf(message, sizeof message, "spelt_%s: %s%s", function, what, why);
    return spelt_set_last_error(status, message);
}

static inline spelt_status no_type(const char *function, const char *what, const CFI_cdesc_t *array)
{
    char why[64];
    snprintf(why, sizeof why, " is of %s, for which there is no such function",
             type_names[type_of(array)]);
    return fail(SPELT_ERR_ARG, function, what, why);
}

static inline spelt_status other_type(const char *function, const char *what,
                                      const CFI_cdesc_t *array, int type)
{
    char why[96];
    snprintf(why, sizeof why, " is of %s, not of %s", type_names[type_of(array)], type_names[type]);
    return fail(SPELT_ERR_ARG, function, what, why);
}

/* ---- Views ------------------------------------------------------------------------------------------ */

/* Shape and strides of an array, axes in reverse: Fortran's first index runs fastest, C's last one. A scalar
 * input has the shape of like, and the same value everywhere. What else there is to check is checked by the
 * call that uses the view. */
static inline spelt_status lay_out(const char *function, const char *what, const CFI_cdesc_t *array,
                                   int type, size_t size, const CFI_cdesc_t *like, size_t *ndim,
                                   size_t *shape, ptrdiff_t *stride)
{
    if (!is_of(array, type))
        return other_type(function, what, array, type);
    const CFI_cdesc_t *extents = like != NULL && array->rank == 0 ? like : array;
    *ndim = (size_t)extents->rank;
    if (*ndim > SPELT_MAX_NDIM)
        return fail(SPELT_ERR_SHAPE, function, what, " has more than 8 dimensions");
    for (size_t i = 0; i < *ndim; i++) {
        const CFI_dim_t *dim = &extents->dim[*ndim - 1 - i];
        const ptrdiff_t bytes = extents == array ? dim->sm : 0;
        if (dim->extent < 0)
            return fail(SPELT_ERR_SHAPE, function, what, " is of assumed size");
        if (bytes % (ptrdiff_t)size != 0 && dim->extent > 1)
            return fail(SPELT_ERR_STRIDE, function, what,
                        " has a stride that is no whole number of elements");
        shape[i] = (size_t)dim->extent;
        stride[i] = bytes / (ptrdiff_t)size;
    }
    return SPELT_OK;
}

/* Of one dimension and the usual name of a type: without a call, and divided by a number that the
 * compiler knows. With lay_out() a short call would take twice as long. */
#define USUAL_f32 CFI_type_float
#define USUAL_f64 CFI_type_double
#define USUAL_i8 CFI_type_int8_t
#define USUAL_i16 CFI_type_int16_t
#define USUAL_i32 CFI_type_int32_t
#define USUAL_i64 CFI_type_int64_t
#define USUAL_u8 CFI_type_int8_t
#define USUAL_c64 CFI_type_float_Complex
#define USUAL_c128 CFI_type_double_Complex
#define LAID_OUT(usual)                                                                            \
    if (array->rank == 1 && array->type == usual && array->dim->extent >= 0 &&                     \
        array->dim->sm % (ptrdiff_t)sizeof *view->data == 0) {                                     \
        view->ndim = 1;                                                                            \
        view->shape[0] = (size_t)array->dim->extent;                                               \
        view->stride[0] = array->dim->sm / (ptrdiff_t)sizeof *view->data;                          \
        return SPELT_OK;                                                                           \
    }

#define VIEWS(type)                                                                                \
    static inline spelt_status in_##type(const char *function, const char *what,                   \
                                         const CFI_cdesc_t *array, const CFI_cdesc_t *like,        \
                                         spelt_in_##type *view)                                    \
    {                                                                                              \
        view->data = array->base_addr;                                                             \
        LAID_OUT(USUAL_##type)                                                                     \
        return lay_out(function, what, array, TYPE_##type, sizeof *view->data, like, &view->ndim,  \
                       view->shape, view->stride);                                                 \
    }                                                                                              \
    static inline spelt_status out_##type(const char *function, const char *what,                  \
                                          const CFI_cdesc_t *array, spelt_out_##type *view)        \
    {                                                                                              \
        view->data = array->base_addr;                                                             \
        LAID_OUT(USUAL_##type)                                                                     \
        return lay_out(function, what, array, TYPE_##type, sizeof *view->data, NULL, &view->ndim,  \
                       view->shape, view->stride);                                                 \
    }
VIEWS(f32)
VIEWS(f64)
VIEWS(i8)
VIEWS(i16)
VIEWS(i32)
VIEWS(i64)
VIEWS(u8)
VIEWS(c64)
VIEWS(c128)

/* A scalar that is passed by its address. */
static inline spelt_status given(const char *function, const char *what, const void *scalar)
{
    return scalar == NULL ? fail(SPELT_ERR_NULL, function, what, " is NULL") : SPELT_OK;
}

/* An axis from a dimension, which is counted from 1 and in Fortran's order. */
static inline spelt_status axis_of(const char *function, const CFI_cdesc_t *array, const int *dim,
                                   size_t *axis)
{
    const spelt_status status = given(function, "dim", dim);
    if (status != SPELT_OK)
        return status;
    if (*dim < 1 || *dim > array->rank)
        return fail(SPELT_ERR_ARG, function, "dim", " is not from 1 to the rank of x");
    *axis = (size_t)(array->rank - *dim);
    return SPELT_OK;
}

static inline spelt_status ddof_of(const char *function, const int *ddof)
{
    const spelt_status status = given(function, "ddof", ddof);
    return status == SPELT_OK && *ddof < 0 ? fail(SPELT_ERR_ARG, function, "ddof", " is negative")
                                           : status;
}

/* The last message, filled up with blanks. A pointer to nothing is no message, as Fortran has it. */
static inline void tell(const CFI_cdesc_t *message)
{
    if (message->base_addr == NULL)
        return;
    const char *why = spelt_last_error();
    const size_t length = strlen(why), room = message->elem_len, n = length < room ? length : room;
    memcpy(message->base_addr, why, n);
    memset((char *)message->base_addr + n, ' ', room - n);
}

static void end_failed(const CFI_cdesc_t *errmsg, const int *stat)
{
    if (errmsg != NULL)
        tell(errmsg);
    if (stat == NULL)
        spelt_fortran_stop(spelt_last_error(), strlen(spelt_last_error()));
}

/* What a call ends in: stat and errmsg where they are present, as Fortran's own statements have
 * them. */
static inline void finish(spelt_status status, const CFI_cdesc_t *errmsg, int *stat)
{
    if (stat != NULL)
        *stat = (int)status;
    if (status != SPELT_OK)
        end_failed(errmsg, stat);
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
#define COMPLEX(m, op) m(op, c64) m(op, c128)
#define FLOATS_AND_COMPLEX(m, op) FLOATS(m, op) COMPLEX(m, op)
#define NUMBERS_AND_COMPLEX(m, op) NUMBERS(m, op) COMPLEX(m, op)

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

#endif
