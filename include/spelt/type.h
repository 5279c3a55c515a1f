/* type.h - the element types by name and by number. */
#ifndef SPELT_TYPE_H
#define SPELT_TYPE_H

#include <spelt/status.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Sixteen-bit floating-point numbers as they are stored, distinct from uint16_t: IEEE 754's
 * binary16 (5 bits of exponent, 10 of fraction), and bfloat16 (8 and 7: the upper half of an f32). */
typedef struct {
    uint16_t bits;
} spelt_f16;
typedef struct {
    uint16_t bits;
} spelt_bf16;

/* Complex numbers, as C99 and C++ lay them out: float _Complex, std::complex<double>. An array of
 * those is one of these by a cast of its address. */
typedef struct {
    float re, im;
} spelt_c64;
typedef struct {
    double re, im;
} spelt_c128;

/* A type as a number, for what is not known before run time. The values never change. */
typedef enum {
    SPELT_F32 = 1,
    SPELT_F64 = 2,
    SPELT_I32 = 3,
    SPELT_I64 = 4,
    SPELT_I8 = 5,
    SPELT_I16 = 6,
    SPELT_U8 = 7,
    SPELT_U16 = 8,
    SPELT_U32 = 9,
    SPELT_U64 = 10,
    SPELT_F16 = 11,
    SPELT_BF16 = 12,
    SPELT_C64 = 13,
    SPELT_C128 = 14
} spelt_type;

/* "f32", "f64", "i32", ...; "?" for a number that is no type. Never NULL. Thread safe. */
SPELT_API const char *spelt_type_name(spelt_type type);

/* Bytes of an element; 0 for a number that is no type. Thread safe. */
SPELT_API size_t spelt_type_size(spelt_type type);

#ifdef __cplusplus
}
#endif

#endif
