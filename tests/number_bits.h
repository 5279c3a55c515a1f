/* number_bits.h - what the bits of a number say, by its type. */
#ifndef SPELT_TESTS_NUMBER_BITS_H
#define SPELT_TESTS_NUMBER_BITS_H

#include <spelt/type.h>

#include <stdint.h>

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
