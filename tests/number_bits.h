/* number_bits.h - the bits of a number and the number of some bits, and what they say, by its type. */
#ifndef SPELT_TESTS_NUMBER_BITS_H
#define SPELT_TESTS_NUMBER_BITS_H

#include <spelt/type.h>

#include <stdint.h>
#include <string.h>

/* f32_bits(), f32_from_bits(), f64_bits(), f64_from_bits(). */
#define NUMBER_BITS(type, number, pattern)                                                         \
    static inline pattern type##_bits(number value)                                                \
    {                                                                                              \
        pattern bits;                                                                              \
        memcpy(&bits, &value, sizeof bits);                                                        \
        return bits;                                                                               \
    }                                                                                              \
    static inline number type##_from_bits(pattern bits)                                            \
    {                                                                                              \
        number value;                                                                              \
        memcpy(&value, &bits, sizeof value);                                                       \
        return value;                                                                              \
    }
NUMBER_BITS(f32, float, uint32_t)
NUMBER_BITS(f64, double, uint64_t)

/* Of a real type; an integer never is one. */
static inline int bits_are_nan(spelt_type type, uint64_t bits)
{
    switch (type) {
    case SPELT_F32: return (bits & 0x7fffffff) > 0x7f800000;
    case SPELT_F64: return (bits & INT64_MAX) > 0x7ff0000000000000;
    case SPELT_F16: return (bits & 0x7fff) > 0x7c00;
    case SPELT_BF16: return (bits & 0x7fff) > 0x7f80;
    default: return 0;
    }
}

#endif
