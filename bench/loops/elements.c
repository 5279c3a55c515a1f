/* elements.c - elements of a type that is known at run time. */
#include "loops/elements.h"

#include "loops/halves.h"

#include <float.h>
#include <inttypes.h>
#include <stdio.h>

int type_is_float(spelt_type type)
{
    return type == SPELT_F32 || type == SPELT_F64 || type == SPELT_F16 || type == SPELT_BF16;
}

int type_is_signed(spelt_type type)
{
    return type != SPELT_U8 && type != SPELT_U16 && type != SPELT_U32 && type != SPELT_U64;
}

unsigned type_bits(spelt_type type)
{
    switch (type) {
    case SPELT_F16: return 11;
    case SPELT_BF16: return 8;
    case SPELT_F32: return FLT_MANT_DIG;
    case SPELT_F64: return DBL_MANT_DIG;
    default: return 8 * (unsigned)spelt_type_size(type) - (unsigned)type_is_signed(type);
    }
}

f64 element_number(spelt_type type, const void *x, size_t i)
{
    switch (type) {
    case SPELT_F32: return ((const f32 *)x)[i];
    case SPELT_F64: return ((const f64 *)x)[i];
    case SPELT_I8: return ((const i8 *)x)[i];
    case SPELT_I16: return ((const i16 *)x)[i];
    case SPELT_I32: return ((const i32 *)x)[i];
    case SPELT_I64: return (f64)((const i64 *)x)[i];
    case SPELT_U8: return ((const u8 *)x)[i];
    case SPELT_U16: return ((const u16 *)x)[i];
    case SPELT_U32: return ((const u32 *)x)[i];
    case SPELT_U64: return (f64)((const u64 *)x)[i];
    case SPELT_F16: return f16_as_f32(((const f16 *)x)[i]);
    case SPELT_BF16: return bf16_as_f32(((const bf16 *)x)[i]);
    case SPELT_C64:
    case SPELT_C128: break; /* by their parts */
    }
    return 0;
}

void element_put_integer(spelt_type type, void *x, size_t i, i64 value)
{
    switch (type) {
    case SPELT_I8: ((i8 *)x)[i] = (i8)value; break;
    case SPELT_I16: ((i16 *)x)[i] = (i16)value; break;
    case SPELT_I32: ((i32 *)x)[i] = (i32)value; break;
    case SPELT_I64: ((i64 *)x)[i] = value; break;
    case SPELT_U8: ((u8 *)x)[i] = (u8)value; break;
    case SPELT_U16: ((u16 *)x)[i] = (u16)value; break;
    case SPELT_U32: ((u32 *)x)[i] = (u32)value; break;
    case SPELT_U64: ((u64 *)x)[i] = (u64)value; break;
    case SPELT_F32:
    case SPELT_F64:
    case SPELT_F16:
    case SPELT_BF16: element_put(type, x, i, (f64)value); break;
    case SPELT_C64:
    case SPELT_C128: break;
    }
}

void element_put(spelt_type type, void *x, size_t i, f64 value)
{
    switch (type) {
    case SPELT_F32: ((f32 *)x)[i] = (f32)value; break;
    case SPELT_F64: ((f64 *)x)[i] = value; break;
    case SPELT_F16: ((f16 *)x)[i] = f32_as_f16((f32)value); break;
    case SPELT_BF16: ((bf16 *)x)[i] = f32_as_bf16((f32)value); break;
    default: element_put_integer(type, x, i, (i64)value); break;
    }
}

void element_text(spelt_type type, const void *x, size_t i, char text[ELEMENT_TEXT_SIZE])
{
    const spelt_type part = spelt_part_type(type);
    if (part != type)
        snprintf(text, ELEMENT_TEXT_SIZE, "(%.17g, %.17g)", element_number(part, x, 2 * i),
                 element_number(part, x, 2 * i + 1));
    else if (type == SPELT_U64)
        snprintf(text, ELEMENT_TEXT_SIZE, "%" PRIu64, ((const u64 *)x)[i]);
    else if (type == SPELT_I64)
        snprintf(text, ELEMENT_TEXT_SIZE, "%" PRId64, ((const i64 *)x)[i]);
    else
        snprintf(text, ELEMENT_TEXT_SIZE, "%.17g", element_number(type, x, i));
}
