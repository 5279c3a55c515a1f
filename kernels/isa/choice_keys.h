/* choice_keys.h - elements as integers in the same order, and the rules by which one is chosen. */
#ifndef SPELT_ISA_CHOICE_KEYS_H
#define SPELT_ISA_CHOICE_KEYS_H

#include "types.h"

#include <string.h>

/* What a NaN is to a choice: found first, or passed over. */
typedef enum { SPELT_NAN_FIRST, SPELT_NAN_PASSED } choice_nan;

/* How to choose; a constant wherever it is inlined. */
typedef struct {
    int most; /* the greatest rather than the least */
    choice_nan nan;
    int magnitude; /* elements count without their signs */
    int sums;      /* and so do two neighbours, their sum for an element: parts of complex ones */
} choice_rule;

/* key_<type>: an integer has itself. A floating-point number has its bits as a signed integer,
 * those of magnitude inverted where it is negative: all numbers are in order then, -0 before +0,
 * with NaNs below -infinity and above +infinity.
 *
 * infinity: its bits, and its key. */
#define SPELT_KEY_INTEGER(suffix, in, out, ...)                                                    \
    typedef in key_##in;                                                                           \
    SPELT_INLINE in key_of_##in(const in *x)                                                       \
    {                                                                                              \
        return *x;                                                                                 \
    }                                                                                              \
    /* What nothing is worse than. */                                                              \
    SPELT_INLINE in worst_key_##in(int most)                                                       \
    {                                                                                              \
        const unsigned_##in all = (unsigned_##in) - 1;                                             \
        const in greatest = (in)((in)-1 < (in)1 ? all >> 1 : all);                                 \
        return most ? (in)~greatest : greatest;                                                    \
    }                                                                                              \
    SPELT_INLINE int is_nan_##in(const in *x)                                                      \
    {                                                                                              \
        (void)x;                                                                                   \
        return 0;                                                                                  \
    }                                                                                              \
    SPELT_INLINE void put_key_##in(in key, in *result)                                             \
    {                                                                                              \
        *result = key;                                                                             \
    }                                                                                              \
    SPELT_INLINE void put_nan_##in(in *result)                                                     \
    {                                                                                              \
        (void)result; /* has none */                                                               \
    }                                                                                              \
    /* Of floating-point numbers alone. */                                                         \
    SPELT_INLINE in magnitude_of_##in(in x)                                                        \
    {                                                                                              \
        return x;                                                                                  \
    }
SPELT_INTEGERS(SPELT_KEY_INTEGER, 0)

#define SPELT_KEY_FLOAT(type, signed_type, unsigned_type, infinity)                                \
    typedef signed_type key_##type;                                                                \
    SPELT_INLINE signed_type key_of_bits_##type(signed_type bits)                                  \
    {                                                                                              \
        const unsigned_type negative = 0 - ((unsigned_type)bits >> (8 * sizeof bits - 1));         \
        return (signed_type)((unsigned_type)bits ^ negative >> 1);                                 \
    }                                                                                              \
    SPELT_INLINE signed_type bits_of_##type(const type *x)                                         \
    {                                                                                              \
        signed_type bits;                                                                          \
        memcpy(&bits, x, sizeof bits);                                                             \
        return bits;                                                                               \
    }                                                                                              \
    SPELT_INLINE signed_type key_of_##type(const type *x)                                          \
    {                                                                                              \
        return key_of_bits_##type(bits_of_##type(x));                                              \
    }                                                                                              \
    SPELT_INLINE signed_type worst_key_##type(int most)                                            \
    {                                                                                              \
        return most ? (signed_type) ~(infinity) : (infinity);                                      \
    }                                                                                              \
    SPELT_INLINE int is_nan_##type(const type *x)                                                  \
    {                                                                                              \
        return (unsigned_type)bits_of_##type(x) << 1 > (unsigned_type)(infinity) << 1;             \
    }                                                                                              \
    SPELT_INLINE void put_key_##type(signed_type key, type *result)                                \
    {                                                                                              \
        const signed_type bits = key_of_bits_##type(key); /* its own inverse */                    \
        memcpy(result, &bits, sizeof bits);                                                        \
    }                                                                                              \
    /* The one positive quiet NaN. */                                                              \
    SPELT_INLINE void put_nan_##type(type *result)                                                 \
    {                                                                                              \
        const unsigned_type bits = (unsigned_type)(infinity) | (unsigned_type)(infinity) >> 1;     \
        memcpy(result, &bits, sizeof bits);                                                        \
    }                                                                                              \
    SPELT_INLINE type magnitude_of_##type(type x)                                                  \
    {                                                                                              \
        return _Generic(x, f32 : __builtin_fabsf, f64 : __builtin_fabs)(x);                        \
    }
SPELT_KEY_FLOAT(f32, i32, u32, 0x7f800000)
SPELT_KEY_FLOAT(f64, i64, u64, 0x7ff0000000000000)

#endif
