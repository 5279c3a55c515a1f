/* every_call.h - every line of the headers that declares a function of views, as a call that can be made
 * of views without a type. The lines themselves make the list: none can be forgotten. Include it before
 * any header of Spelt, and in one file of a program. */
#ifndef SPELT_TESTS_EVERY_CALL_H
#define SPELT_TESTS_EVERY_CALL_H

#ifdef SPELT_DECLARE_H
#error "included before its lines could become calls"
#endif
#include <spelt/type.h>
#include <spelt/view.h>

#include "array/loop.h"
#include "functions.h"

#include <string.h>

/* ---- What a call is -------------------------------------------------------------------------- */

/* What the shape of an operand is, in a call of n elements. */
typedef enum {
    EVERY_WHOLE,   /* all elements */
    EVERY_CHOSEN,  /* as many in one dimension, whatever the inputs have */
    EVERY_REDUCED, /* those without the axis */
    EVERY_KEYS,    /* as many keys as elements, each below the groups */
    EVERY_GROUPS,  /* one element for each group */
    EVERY_EDGES,   /* one more, in order */
    EVERY_MATRIX   /* of as many rows as columns */
} every_shape;

typedef struct {
    const char *name;
    spelt_type type;
    every_shape shape;
    int is_read, is_written;
} every_operand;

enum { EVERY_OPERANDS = 4, EVERY_RESULT_BYTES = 1024 };

typedef struct every_call {
    const char *name;
    spelt_status (*make)(const spelt_view view[EVERY_OPERANDS], void *result);
    size_t result_bytes; /* of a number, an accumulator, a partial; 0: outputs are arrays alone */
    spelt_type result_type; /* of the number, or of each of several; of what is none 0, which is no type */
    int has_axis, is_exact; /* is_exact: whatever the state of the floating-point unit is */
    unsigned operands;
    every_operand operand[EVERY_OPERANDS];
    struct every_call *next;
} every_call;

/* The first of them, in the order of the headers. */
static every_call *every_first, **every_end = &every_first;

/* Of the calls along one. */
static size_t every_axis;

/* Functions that move elements or look at their bits, though these are of a floating-point type. */
static inline int every_moves_bits(const char *name)
{
    static const char *const words[] = {"copy", "neg", "abs", "swap", "where", "take", "put", "compress", "is"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(name + strlen("spelt_"), words[i], strlen(words[i])) == 0)
            return 1;
    return 0;
}

static inline int every_is_exact(const every_call *call)
{
    int integers = 1;
    for (unsigned k = 0; k < call->operands; k++)
        integers &= call->operand[k].type >= SPELT_I32 && call->operand[k].type <= SPELT_U64;
    return integers || every_moves_bits(call->name) || strstr(call->name, "_exact") ||
           strncmp(call->name, "spelt_convert", 13) == 0 || strncmp(call->name, "spelt_acc", 9) == 0;
}

static inline void every_enter(every_call *call)
{
    while (call->operands < EVERY_OPERANDS && call->operand[call->operands].name)
        call->operands++;
    call->is_exact = every_is_exact(call);
    *every_end = call;
    every_end = &call->next;
}

/* ---- How the lines make them ----------------------------------------------------------------- */

/* Typed views are laid out alike. */
#define EVERY_IN(number, type) ((const spelt_in_##type *)(const void *)&view[number])
#define EVERY_OUT(number, type) ((const spelt_out_##type *)(const void *)&view[number])

#define EVERY_READ(name, type, shape) {#name, SPELT_TYPE_##type, EVERY_##shape, 1, 0}
#define EVERY_WRITTEN(name, type, shape) {#name, SPELT_TYPE_##type, EVERY_##shape, 0, 1}
#define EVERY_UPDATED(name, type, shape) {#name, SPELT_TYPE_##type, EVERY_##shape, 1, 1}

/* What is found behind `result`: `number` is a C type. */
#define EVERY_RESULT(number, count) sizeof(number[count]), .result_type = EVERY_TYPE_OF(number)
#define EVERY_TYPE_OF(number)                                                                      \
    _Generic((number *)NULL, float *: SPELT_F32, double *: SPELT_F64, int8_t *: SPELT_I8,          \
             int16_t *: SPELT_I16, int32_t *: SPELT_I32, int64_t *: SPELT_I64, uint8_t *: SPELT_U8, \
             uint16_t *: SPELT_U16, uint32_t *: SPELT_U32, uint64_t *: SPELT_U64,                  \
             spelt_c64 *: SPELT_C64, spelt_c128 *: SPELT_C128, default: (spelt_type)0)

/* A constructor enters each: a file can be included once only, for what it defines besides. */
#define EVERY_CALL(function, bytes, axis, expression, ...)                                  \
    static spelt_status every_##function(const spelt_view view[EVERY_OPERANDS], void *result)      \
    {                                                                                              \
        (void)result;                                                                              \
        return expression;                                                                         \
    }                                                                                              \
    static __attribute__((constructor)) void every_enter_##function(void)                          \
    {                                                                                              \
        static every_call call = {.name = #function,                                               \
                                  .make = every_##function,                                        \
                                  .result_bytes = bytes,                                           \
                                  .has_axis = axis,                                                \
                                  .operand = {__VA_ARGS__}};                                       \
        every_enter(&call);                                                                        \
    }

/* Numbers that calls take: no operation of them and of numbers from 1/4 to 100 is an exception. */
#define EVERY_NUMBER_c64(x, y) ((spelt_c64){x, y})
#define EVERY_NUMBER_c128(x, y) ((spelt_c128){x, y})
#define EVERY_NUMBER_f32(x, y) (float)(x)
#define EVERY_NUMBER_f64(x, y) (x)
#define EVERY_NUMBER_i8(x, y) (int8_t)(x)
#define EVERY_NUMBER_i16(x, y) (int16_t)(x)
#define EVERY_NUMBER_i32(x, y) (int32_t)(x)
#define EVERY_NUMBER_i64(x, y) (int64_t)(x)
#define EVERY_NUMBER_u8(x, y) (uint8_t)(x)
#define EVERY_NUMBER_u16(x, y) (uint16_t)(x)
#define EVERY_NUMBER_u32(x, y) (uint32_t)(x)
#define EVERY_NUMBER_u64(x, y) (uint64_t)(x)

#define SPELT_UNARY(function, type) EVERY_ONE(function, type, type)
#define SPELT_CLASSIFICATION(function, type) EVERY_ONE(function, type, u8)
#define SPELT_CONVERSION(function, from, to) EVERY_ONE(function, from, to)
#define EVERY_ONE(function, from, to)                                                      \
    SPELT_API spelt_status function(const spelt_in_##from *x, const spelt_out_##to *out);          \
    EVERY_CALL(function, 0, 0, function(EVERY_IN(0, from), EVERY_OUT(1, to)),               \
               EVERY_READ(x, from, WHOLE), EVERY_WRITTEN(out, to, WHOLE))
#define SPELT_BINARY(function, type) EVERY_TWO(function, type, type)
#define SPELT_COMPARISON(function, type) EVERY_TWO(function, type, u8)
#define EVERY_TWO(function, type, to)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    const spelt_out_##to *out);                                    \
    EVERY_CALL(function, 0, 0,                                                                  \
               function(EVERY_IN(0, type), EVERY_IN(1, type), EVERY_OUT(2, to)),                   \
               EVERY_READ(x, type, WHOLE), EVERY_READ(y, type, WHOLE),                             \
               EVERY_WRITTEN(out, to, WHOLE))
#define EVERY_THREE(function, first, type, ...)                                                    \
    SPELT_API spelt_status function(const spelt_in_##first *x, const spelt_in_##type *y,           \
                                    const spelt_in_##type *z, const spelt_out_##type *out);        \
    EVERY_CALL(function, 0, 0,                                                                     \
               function(EVERY_IN(0, first), EVERY_IN(1, type), EVERY_IN(2, type),                  \
                        EVERY_OUT(3, type)),                                                       \
               __VA_ARGS__)
#define SPELT_TERNARY(function, type)                                                              \
    EVERY_THREE(function, type, type, EVERY_READ(x, type, WHOLE), EVERY_READ(y, type, WHOLE),      \
                EVERY_READ(z, type, WHOLE), EVERY_WRITTEN(out, type, WHOLE))
#define SPELT_SELECTION(function, type)                                                            \
    EVERY_THREE(function, u8, type, EVERY_READ(mask, u8, WHOLE), EVERY_READ(x, type, WHOLE),       \
                EVERY_READ(y, type, WHOLE), EVERY_WRITTEN(out, type, WHOLE))
#define SPELT_AXPY(function, type)                                                                 \
    SPELT_API spelt_status function(SPELT_ELEMENT_##type a, const spelt_in_##type *x,              \
                                    const spelt_out_##type *y);                                    \
    EVERY_CALL(function, 0, 0,                                                                  \
               function(EVERY_NUMBER_##type(3.25, 0.5), EVERY_IN(0, type), EVERY_OUT(1, type)),    \
               EVERY_READ(x, type, WHOLE), EVERY_UPDATED(y, type, WHOLE))
#define SPELT_AXPBY(function, type)                                                                \
    SPELT_API spelt_status function(SPELT_ELEMENT_##type a, const spelt_in_##type *x,              \
                                    SPELT_ELEMENT_##type b, const spelt_out_##type *y);            \
    EVERY_CALL(function, 0, 0,                                                                  \
               function(EVERY_NUMBER_##type(3.25, 0), EVERY_IN(0, type),                           \
                        EVERY_NUMBER_##type(-0.75, 0), EVERY_OUT(1, type)),                        \
               EVERY_READ(x, type, WHOLE), EVERY_UPDATED(y, type, WHOLE))
#define SPELT_SWAP(function, type)                                                                 \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y);         \
    EVERY_CALL(function, 0, 0, function(EVERY_OUT(0, type), EVERY_OUT(1, type)),                \
               EVERY_UPDATED(x, type, WHOLE), EVERY_UPDATED(y, type, WHOLE))
#define SPELT_ROTATION(function, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y,          \
                                    number c, number s);                                           \
    EVERY_CALL(function, 0, 0,                                                                  \
               function(EVERY_OUT(0, type), EVERY_OUT(1, type), (number)0.6, (number)-0.8),        \
               EVERY_UPDATED(x, type, WHOLE), EVERY_UPDATED(y, type, WHOLE))
#define SPELT_MODIFIED_ROTATION(function, type)                                                    \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y,          \
                                    SPELT_ELEMENT_##type xx, SPELT_ELEMENT_##type xy,              \
                                    SPELT_ELEMENT_##type yx, SPELT_ELEMENT_##type yy);             \
    EVERY_CALL(function, 0, 0,                                                                     \
               function(EVERY_OUT(0, type), EVERY_OUT(1, type), EVERY_NUMBER_##type(0.6, 0),       \
                        EVERY_NUMBER_##type(-0.8, 0), EVERY_NUMBER_##type(0.7, 0),                 \
                        EVERY_NUMBER_##type(1.25, 0)),                                             \
               EVERY_UPDATED(x, type, WHOLE), EVERY_UPDATED(y, type, WHOLE))
#define SPELT_CLIP(function, type)                                                                 \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type low,            \
                                    SPELT_ELEMENT_##type high, const spelt_out_##type *out);       \
    EVERY_CALL(function, 0, 0,                                                                  \
               function(EVERY_IN(0, type), EVERY_NUMBER_##type(2, 0), EVERY_NUMBER_##type(50, 0),  \
                        EVERY_OUT(1, type)),                                                       \
               EVERY_READ(x, type, WHOLE), EVERY_WRITTEN(out, type, WHOLE))

/* Into a number, which is not always one: an accumulator, a partial. */
#define EVERY_REDUCE_1(function, type, number, declaration, expression)                     \
    SPELT_API spelt_status function declaration;                                                   \
    EVERY_CALL(function, EVERY_RESULT(number, 1), 0, function expression, EVERY_READ(x, type, WHOLE))
#define EVERY_REDUCE_2(function, type, number, declaration, expression)                     \
    SPELT_API spelt_status function declaration;                                                   \
    EVERY_CALL(function, EVERY_RESULT(number, 1), 0, function expression,                          \
               EVERY_READ(x, type, WHOLE), EVERY_READ(y, type, WHOLE))
#define SPELT_REDUCTION(function, type, number)                                                    \
    EVERY_REDUCE_1(function, type, number,                               \
                   (const spelt_in_##type *x, number *result), (EVERY_IN(0, type), result))
#define SPELT_REDUCTION2(function, type, number)                                                   \
    EVERY_REDUCE_2(function, type, number,                               \
                   (const spelt_in_##type *x, const spelt_in_##type *y, number *result),           \
                   (EVERY_IN(0, type), EVERY_IN(1, type), result))
#define SPELT_NORM(function, of, type, number) SPELT_REDUCTION(function, type, number)
#define SPELT_MEAN(function, of, type, number) SPELT_REDUCTION(function, type, number)
#define SPELT_TRUTH(function, of, type) SPELT_REDUCTION(function, type, uint8_t)
#define SPELT_VARIANCE(function, of, type, number)                                                 \
    EVERY_REDUCE_1(function, type, number,                               \
                   (const spelt_in_##type *x, size_t ddof, number *result),                        \
                   (EVERY_IN(0, type), 0, result))
#define SPELT_BOTH(function, least, greatest, type, number)                                        \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *min, number *max);           \
    EVERY_CALL(function, EVERY_RESULT(number, 2), 0,                                               \
               function(EVERY_IN(0, type), result, (number *)result + 1),                          \
               EVERY_READ(x, type, WHOLE))
#define SPELT_EXACT_MEAN(function, of, type)                                                       \
    SPELT_REDUCTION(function, type, SPELT_ELEMENT_##type)
#define SPELT_EXACT_NORM(function, of, type)                                                       \
    SPELT_REDUCTION(function, type, SPELT_ELEMENT_##type)
#define SPELT_EXACT_VARIANCE(function, of, squares, type)                                          \
    SPELT_VARIANCE(function, of, type, SPELT_ELEMENT_##type)
#define SPELT_EXACT_DISTANCE(function, squares, products, plain, type)                             \
    SPELT_REDUCTION2(function, type, SPELT_ELEMENT_##type)
#define SPELT_ACCUMULATION(function, of, type)                                                     \
    EVERY_REDUCE_1(function, type, spelt_acc, (const spelt_in_##type *x, spelt_acc *acc),       \
                   (EVERY_IN(0, type), result))
#define SPELT_ACCUMULATION2(function, of, type)                                                    \
    EVERY_REDUCE_2(function, type, spelt_acc,                                                   \
                   (const spelt_in_##type *x, const spelt_in_##type *y, spelt_acc *acc),           \
                   (EVERY_IN(0, type), EVERY_IN(1, type), result))
#define SPELT_PARTIAL(function, of, type, accumulator)                                             \
    EVERY_REDUCE_1(function, type, spelt_partial_##accumulator,                                 \
                   (const spelt_in_##type *x, uint64_t first, spelt_partial_##accumulator *result), \
                   (EVERY_IN(0, type), 0, result))
#define SPELT_PARTIAL2(function, of, type, accumulator)                                            \
    EVERY_REDUCE_2(function, type, spelt_partial_##accumulator,                                 \
                   (const spelt_in_##type *x, const spelt_in_##type *y, uint64_t first,            \
                    spelt_partial_##accumulator *result),                                          \
                   (EVERY_IN(0, type), EVERY_IN(1, type), 0, result))

#define SPELT_ALONG_AXIS(function, of, type, to)                                                   \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis,                         \
                                    const spelt_out_##to *out);                                    \
    EVERY_CALL(function, 0, 1,                                           \
               function(EVERY_IN(0, type), every_axis, EVERY_OUT(1, to)),                          \
               EVERY_READ(x, type, WHOLE), EVERY_WRITTEN(out, to, REDUCED))
#define SPELT_ALONG_AXIS2(function, of, type, to)                                                  \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    size_t axis, const spelt_out_##to *out);                       \
    EVERY_CALL(function, 0, 1,                                           \
               function(EVERY_IN(0, type), EVERY_IN(1, type), every_axis, EVERY_OUT(2, to)),       \
               EVERY_READ(x, type, WHOLE), EVERY_READ(y, type, WHOLE),                             \
               EVERY_WRITTEN(out, to, REDUCED))
#define SPELT_MEAN_ALONG_AXIS(function, plain, of, type, to)                                       \
    SPELT_ALONG_AXIS(function, of, type, to)
#define SPELT_NORM_ALONG_AXIS(function, plain, of, type, to)                                       \
    SPELT_ALONG_AXIS(function, of, type, to)
#define SPELT_VARIANCE_ALONG_AXIS(function, plain, of, type, to)                                   \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis, size_t ddof,            \
                                    const spelt_out_##to *out);                                    \
    EVERY_CALL(function, 0, 1, function(EVERY_IN(0, type), every_axis, 0, EVERY_OUT(1, to)),    \
               EVERY_READ(x, type, WHOLE), EVERY_WRITTEN(out, to, REDUCED))

#define SPELT_TAKING(function, key, type)                                                          \
    EVERY_BY_KEYS(function, index, key, KEYS, type, GROUPS, type, WHOLE)
#define SPELT_PUTTING(function, key, type)                                                         \
    EVERY_BY_KEYS(function, index, key, KEYS, type, WHOLE, type, GROUPS)
#define SPELT_SUMMING(function, key, type, to)                                                     \
    EVERY_BY_KEYS(function, keys, key, KEYS, type, WHOLE, to, GROUPS)
#define SPELT_SUMMING_EXACTLY(function, key, type) SPELT_SUMMING(function, key, type, type)
#define SPELT_BINNING(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *edges,        \
                                    const spelt_out_i64 *counts);                                  \
    EVERY_CALL(function, 0, 0,                                                                  \
               function(EVERY_IN(0, type), EVERY_IN(1, type), EVERY_OUT(2, i64)),                  \
               EVERY_READ(x, type, WHOLE), EVERY_READ(edges, type, EDGES),                         \
               EVERY_WRITTEN(counts, i64, GROUPS))
#define EVERY_BY_KEYS(function, first, key, first_shape, type, shape, to, to_shape)                \
    SPELT_API spelt_status function(const spelt_in_##key *first, const spelt_in_##type *x,         \
                                    const spelt_out_##to *out);                                    \
    EVERY_CALL(function, 0, 0,                                           \
               function(EVERY_IN(0, key), EVERY_IN(1, type), EVERY_OUT(2, to)),                    \
               EVERY_READ(first, key, first_shape), EVERY_READ(x, type, shape),                    \
               EVERY_WRITTEN(out, to, to_shape))
#define SPELT_COMPRESSION(function, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_u8 *mask, const spelt_in_##type *x,             \
                                    const spelt_out_##type *out, int64_t *count);                  \
    EVERY_CALL(function, EVERY_RESULT(int64_t, 1), 0,                                              \
               function(EVERY_IN(0, u8), EVERY_IN(1, type), EVERY_OUT(2, type), result),           \
               EVERY_READ(mask, u8, WHOLE), EVERY_READ(x, type, WHOLE),                            \
               EVERY_WRITTEN(out, type, CHOSEN))
#define SPELT_COUNTING(function, key)                                                              \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_out_i64 *counts);      \
    EVERY_CALL(function, 0, 0, function(EVERY_IN(0, key), EVERY_OUT(1, i64)),                   \
               EVERY_READ(keys, key, KEYS), EVERY_WRITTEN(counts, i64, GROUPS))
#define SPELT_BINNING_EVENLY(function, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type low,            \
                                    SPELT_ELEMENT_##type high, const spelt_out_i64 *counts);       \
    EVERY_CALL(function, 0, 0,                                                                  \
               function(EVERY_IN(0, type), (SPELT_ELEMENT_##type)-3.5, 100, EVERY_OUT(1, i64)),    \
               EVERY_READ(x, type, WHOLE), EVERY_WRITTEN(counts, i64, GROUPS))
#define SPELT_RUNNING(function, type) EVERY_ONE(function, type, type)
#define SPELT_RUNNING_ALONG_AXIS(function, of, type)                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis,                         \
                                    const spelt_out_##type *out);                                  \
    EVERY_CALL(function, 0, 1,                                           \
               function(EVERY_IN(0, type), every_axis, EVERY_OUT(1, type)),                        \
               EVERY_READ(x, type, WHOLE), EVERY_WRITTEN(out, type, WHOLE))
#define SPELT_MATMUL(function, type)                                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    const spelt_out_##type *out);                                  \
    EVERY_CALL(function, 0, 0,                                                                  \
               function(EVERY_IN(0, type), EVERY_IN(1, type), EVERY_OUT(2, type)),                 \
               EVERY_READ(x, type, MATRIX), EVERY_READ(y, type, MATRIX),                           \
               EVERY_WRITTEN(out, type, MATRIX))

#include <spelt/spelt.h>

_Static_assert(sizeof(spelt_partial_f64) <= EVERY_RESULT_BYTES, "results have room");

#endif
