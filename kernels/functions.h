/* functions.h - the public functions by number, made from operations.def: what each one is. */
#ifndef SPELT_FUNCTIONS_H
#define SPELT_FUNCTIONS_H

#include "types.h"

/* SPELT_ID_<name>: one number for each function. */
#define SPELT_FUNCTION_ID(suffix, in, out, op, ...) SPELT_ID_spelt_##op##_##suffix,
typedef enum {
#define SPELT_MAP1(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_MAP2(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_MAP3(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_CHECKED1(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_CHECKED2(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_COMPARE(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_WHERE(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_CONVERT(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_ORDER1(op, operands, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_TOTAL(op, operands, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_ROUNDED(op, operands, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_CHOICE(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#define SPELT_INDEX(op, types, ...) types(SPELT_FUNCTION_ID, op, 0)
#include "operations.def"
    SPELT_FUNCTIONS
} spelt_function;

#endif
