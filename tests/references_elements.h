/* references_elements.h - elements of every type as bits, and the numbers that they are. */
#ifndef SPELT_TESTS_REFERENCES_ELEMENTS_H
#define SPELT_TESTS_REFERENCES_ELEMENTS_H

#include "functions.h"
#include "support.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Of any element. Of a complex one the low half has those of re, the other those of im. */
typedef uint128 element_bits;

/* ---- In arrays ------------------------------------------------------------------------------- */

static inline element_bits element_at(spelt_type type, const void *data, size_t i)
{
    u16 two;
    u32 four;
    u64 eight;
    element_bits sixteen;
    switch (spelt_type_size(type)) {
    case 1: return ((const u8 *)data)[i];
    case 2: memcpy(&two, (const u8 *)data + 2 * i, sizeof two); return two;
    case 4: memcpy(&four, (const u8 *)data + 4 * i, sizeof four); return four;
    case 8: memcpy(&eight, (const u8 *)data + 8 * i, sizeof eight); return eight;
    default: memcpy(&sixteen, (const u8 *)data + 16 * i, sizeof sixteen); return sixteen;
    }
}

static inline void put_element(spelt_type type, void *data, size_t i, element_bits bits)
{
    const u16 two = (u16)bits;
    const u32 four = (u32)bits;
    const u64 eight = (u64)bits;
    switch (spelt_type_size(type)) {
    case 1: ((u8 *)data)[i] = (u8)bits; break;
    case 2: memcpy((u8 *)data + 2 * i, &two, sizeof two); break;
    case 4: memcpy((u8 *)data + 4 * i, &four, sizeof four); break;
    case 8: memcpy((u8 *)data + 8 * i, &eight, sizeof eight); break;
    default: memcpy((u8 *)data + 16 * i, &bits, sizeof bits); break;
    }
}

/* ---- Integers -------------------------------------------------------------------------------- */

static inline int type_width(spelt_type type)
{
    return 8 * (int)spelt_type_size(type);
}

static inline int type_is_signed(spelt_type type)
{
    return type == SPELT_I8 || type == SPELT_I16 || type == SPELT_I32 || type == SPELT_I64;
}

static inline int type_is_float(spelt_type type)
{
    return type == SPELT_F32 || type == SPELT_F64 || type == SPELT_F16 || type == SPELT_BF16;
}

static inline element_bits highest_bit(spelt_type type)
{
    return (element_bits)1 << (type_width(type) - 1);
}

static inline int128 integer_of(spelt_type type, element_bits bits)
{
    if (type_is_signed(type) && bits & highest_bit(type))
        return (int128)bits - ((int128)1 << type_width(type));
    return (int128)bits;
}

static inline int128 least_of(spelt_type type)
{
    return type_is_signed(type) ? -(int128)highest_bit(type) : 0;
}

static inline int128 greatest_of(spelt_type type)
{
    return type_is_signed(type) ? (int128)highest_bit(type) - 1
                                : ((int128)1 << type_width(type)) - 1;
}

/* The low bits. */
static inline element_bits bits_of_integer(spelt_type type, int128 value)
{
    const uint128 mask = ((uint128)1 << type_width(type)) - 1;
    return (uint128)value & mask;
}

/* ---- Floating point -------------------------------------------------------------------------- */

/* Bits of the significand, the exponent of the least number, and the greatest number. */
typedef struct {
    int digits, least;
    long double greatest;
} float_format;

static inline float_format format_of(spelt_type type)
{
    switch (type) {
    case SPELT_F16: return (float_format){11, -24, 65504.0L};
    case SPELT_BF16: return (float_format){8, -133, 0x1.fep127L};
    case SPELT_F32: return (float_format){24, -149, 0x1.fffffep127L};
    default: return (float_format){53, -1074, 0x1.fffffffffffffp1023L};
    }
}

static inline double f16_value(element_bits bits)
{
    const int exponent = (int)(bits >> 10 & 31), fraction = (int)(bits & 1023);
    double size = exponent == 31  ? (fraction ? NAN : INFINITY)
                  : exponent == 0 ? ldexp(fraction, -24)
                                  : ldexp(fraction + 1024, exponent - 25);
    return bits >> 15 & 1 ? -size : size;
}

/* Exact; every finite element of every type is a double or an integer of 64 bits. */
static inline double real_of(spelt_type type, element_bits bits)
{
    switch (type) {
    case SPELT_F16: return f16_value(bits);
    case SPELT_BF16: return (double)f32_from_bits((uint32_t)bits << 16);
    case SPELT_F32: return (double)f32_from_bits((uint32_t)bits);
    default: return f64_from_bits((uint64_t)bits);
    }
}

/* Every element, in the 64 bits or more of a long double. */
static inline long double value_of(spelt_type type, element_bits bits)
{
    return type_is_float(type) ? (long double)real_of(type, bits)
                               : (long double)integer_of(type, bits);
}

static inline element_bits f16_bits(long double value)
{
    const element_bits sign = signbit(value) ? 0x8000 : 0;
    const long double size = fabsl(value);
    if (isnan(value))
        return 0x7e00;
    if (isinf(value))
        return sign | 0x7c00;
    if (size < 0x1p-14L)
        return sign | (element_bits)(size * 0x1p24L);
    /* As a double: its exponent, from here on, and ten digits. */
    return sign | ((f64_bits((double)size) - f64_bits(0x1p-15)) >> 42);
}

/* Of a number that the type has, infinities and NaN included; digits that it has not may be lost. */
static inline element_bits bits_of_real(spelt_type type, long double value)
{
    switch (type) {
    case SPELT_F16: return f16_bits(value);
    case SPELT_BF16: return f32_bits((float)value) >> 16;
    case SPELT_F32: return f32_bits((float)value);
    default: return f64_bits((double)value);
    }
}

/* Of a number or a whole number that the type has. */
static inline element_bits bits_of_value(spelt_type type, long double value)
{
    return type_is_float(type) ? bits_of_real(type, value) : bits_of_integer(type, (int128)value);
}

/* ---- Complex --------------------------------------------------------------------------------- */

/* The bits of a part: 0 is re, 1 is im. */
static inline element_bits part_bits(spelt_type type, element_bits bits, int k)
{
    const int width = type_width(type) / 2;
    return bits >> (k * width) & (((element_bits)1 << width) - 1);
}

static inline element_bits bits_of_parts(spelt_type type, element_bits re, element_bits im)
{
    return re | im << (type_width(type) / 2);
}

/* Whether any part of an element is a NaN; all are finite. */
static inline int is_nan_bits(spelt_type type, element_bits bits)
{
    const spelt_type part = spelt_part_type(type);
    if (spelt_is_complex(type))
        return isnan(real_of(part, part_bits(type, bits, 0))) ||
               isnan(real_of(part, part_bits(type, bits, 1)));
    return type_is_float(type) && isnan(real_of(type, bits));
}

static inline int is_finite_bits(spelt_type type, element_bits bits)
{
    const spelt_type part = spelt_part_type(type);
    if (spelt_is_complex(type))
        return isfinite(real_of(part, part_bits(type, bits, 0))) &&
               isfinite(real_of(part, part_bits(type, bits, 1)));
    return !type_is_float(type) || isfinite(real_of(type, bits));
}

/* Whether two are the same where one NaN is as good as another. */
static inline int same_but_for_nans(spelt_type type, element_bits a, element_bits b)
{
    const spelt_type part = spelt_part_type(type);
    if (spelt_is_complex(type))
        return same_but_for_nans(part, part_bits(type, a, 0), part_bits(type, b, 0)) &&
               same_but_for_nans(part, part_bits(type, a, 1), part_bits(type, b, 1));
    return a == b || (is_nan_bits(type, a) && is_nan_bits(type, b));
}

/* The one NaN that a reduction gives. */
static inline element_bits canonical_nan(spelt_type type)
{
    return type == SPELT_F32 ? NAN_BITS_F32 : NAN_BITS_F64;
}

/* For messages; good until the eighth call after it. */
static inline const char *element_text(spelt_type type, element_bits bits)
{
    static char text[8][128];
    static unsigned turn;
    char *out = text[turn++ % 8];
    if (spelt_is_complex(type)) {
        const spelt_type part = spelt_part_type(type);
        const element_bits re = part_bits(type, bits, 0), im = part_bits(type, bits, 1);
        snprintf(out, sizeof text[0], "(%.17g, %.17g) (0x%" PRIx64 ", 0x%" PRIx64 ")",
                 real_of(part, re), real_of(part, im), (uint64_t)re, (uint64_t)im);
        return out;
    }
    if (type_is_float(type))
        snprintf(out, sizeof text[0], "%.17g (0x%" PRIx64 ")", real_of(type, bits), (uint64_t)bits);
    else if (type_is_signed(type))
        snprintf(out, sizeof text[0], "%" PRId64, (int64_t)integer_of(type, bits));
    else
        snprintf(out, sizeof text[0], "%" PRIu64, (uint64_t)bits);
    return out;
}

#endif
