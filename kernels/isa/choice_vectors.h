/* choice_vectors.h - the vectors of choice_body.h: lanes_<type>, and bits_<type>, as signed
 * integers of the same width, which comparisons give too. */
#ifndef SPELT_ISA_CHOICE_VECTORS_H
#define SPELT_ISA_CHOICE_VECTORS_H

#include "isa/choice_keys.h"

#include <string.h>

#if defined(__AVX512F__)
#define CHOICE_BYTES 64
#elif defined(__AVX2__)
#define CHOICE_BYTES 32
#else
#define CHOICE_BYTES 16
#endif

/* Whether the least and the greatest are chosen one after the other: SSE2 has no comparison of 64 bits, and
 * GCC 12 breaks down on two at once. */
#if defined(__SSE2__) && !defined(__AVX2__)
#define CHOICE_ONE_BY_ONE(type) (sizeof(type) == 8)
#else
#define CHOICE_ONE_BY_ONE(type) 0
#endif

/* Vectors that are taken at a time. */
#define CHOICE_GROUP 8

#define SPELT_CHOICE_LANES(type, signed_type)                                                      \
    typedef type lanes_##type __attribute__((vector_size(CHOICE_BYTES)));                          \
    typedef signed_type bit_##type;                                                                \
    typedef signed_type bits_##type __attribute__((vector_size(CHOICE_BYTES)));
SPELT_CHOICE_LANES(f32, i32)
SPELT_CHOICE_LANES(f64, i64)
SPELT_CHOICE_LANES(i8, i8)
SPELT_CHOICE_LANES(i16, i16)
SPELT_CHOICE_LANES(i32, i32)
SPELT_CHOICE_LANES(i64, i64)
SPELT_CHOICE_LANES(u8, i8)
SPELT_CHOICE_LANES(u16, i16)
SPELT_CHOICE_LANES(u32, i32)
SPELT_CHOICE_LANES(u64, i64)

/* What an instruction set has for it:
 *   least_<type>(a, b), greatest_<type>(a, b)   lane by lane, of no NaNs
 *   any_nan_<type>(v)                           in a group; quiet
 *   any_nan_in_<type>(a, b)                     in two vectors
 *   swap_lanes(v, step)                         halves, quarters, ... down to 64 bits, which
 *                                               come to the first lane; CHOICE_SWAPS steps
 *   mask_bits(mask)                             MASK_BITS bits for each byte
 *   load_part(p, bytes, element)                a vector of fewer elements: some are there twice
 *   part_position(byte, bytes)                  where in them a byte of that vector comes from
 *   sums_<type>(a, b)                           of pairs in them; in_order_<type>(v) puts them in
 *                                               the order of the pairs; f32 and f64
 * CHOICE_ORDERS_ZEROS: whether least and greatest know that -0 < +0. */
#define SPELT_BY_COMPARING(type)                                                                   \
    SPELT_INLINE lanes_##type least_##type(lanes_##type a, lanes_##type b)                         \
    {                                                                                              \
        return (lanes_##type)select_bits((choice_bytes)(a < b), (choice_bytes)a, (choice_bytes)b); \
    }                                                                                              \
    SPELT_INLINE lanes_##type greatest_##type(lanes_##type a, lanes_##type b)                      \
    {                                                                                              \
        return (lanes_##type)select_bits((choice_bytes)(a < b), (choice_bytes)b, (choice_bytes)a); \
    }

typedef uint8_t choice_bytes __attribute__((vector_size(CHOICE_BYTES)));
typedef uint64_t choice_u64 __attribute__((vector_size(CHOICE_BYTES)));

#if defined(__SSE2__)
#include "isa/choice_x86.h"
#else
#include "isa/choice_neon.h"
#endif

SPELT_INLINE choice_u64 rotate_64(choice_u64 v, unsigned bits)
{
    return bits == 32 ? swap_neighbours(v) : v << bits | v >> (64 - bits);
}

/* equal_bits_<type>(a, b): EQUAL_BITS_OF_LANE(type) bits for each lane, those of equal ones set. */
#ifndef EQUAL_BITS_OF_LANE
#define EQUAL_BITS_OF_LANE(type) (MASK_BITS * sizeof(type))
#define SPELT_EQUAL_BITS(type)                                                                     \
    SPELT_INLINE uint64_t equal_bits_##type(bits_##type a, bits_##type b)                          \
    {                                                                                              \
        return mask_bits((choice_bytes)(a == b));                                                  \
    }
SPELT_EQUAL_BITS(f32)
SPELT_EQUAL_BITS(f64)
SPELT_EQUAL_BITS(i8)
SPELT_EQUAL_BITS(i16)
SPELT_EQUAL_BITS(i32)
SPELT_EQUAL_BITS(i64)
SPELT_EQUAL_BITS(u8)
SPELT_EQUAL_BITS(u16)
SPELT_EQUAL_BITS(u32)
SPELT_EQUAL_BITS(u64)
#endif

/* ---- What differs between floating-point numbers and integers -------------------------------- */

/* magnitudes_<type>(v): without their signs.
 * without_nan_<type>(v, most): NaNs become the worst number.
 * has_zeros_<type>(v): whether the zeros of a best have to be told apart.
 * signs_<type>(signs, v, most): gathers the signs of what was seen: the least of zeros is -0 if
 * there is any sign, the greatest is +0 if there is one without. keys_<type>(v, signs, most): the
 * keys of numbers; keys_of_<type>(v): of such as they are. bits_of_keys_<type>(keys): of those. */
#define SPELT_CHOICE_INTEGER(suffix, type, out, ...)                                               \
    SPELT_INLINE int any_nan_##type(const lanes_##type *v)                                         \
    {                                                                                              \
        (void)v;                                                                                   \
        return 0;                                                                                  \
    }                                                                                              \
    SPELT_INLINE int any_nan_in_##type(lanes_##type a, lanes_##type b)                             \
    {                                                                                              \
        (void)a, (void)b;                                                                          \
        return 0;                                                                                  \
    }                                                                                              \
    SPELT_INLINE lanes_##type magnitudes_##type(lanes_##type v)                                    \
    {                                                                                              \
        return v;                                                                                  \
    }                                                                                              \
    SPELT_INLINE lanes_##type without_nan_##type(lanes_##type v, int most)                         \
    {                                                                                              \
        (void)most;                                                                                \
        return v;                                                                                  \
    }                                                                                              \
    SPELT_INLINE int has_zeros_##type(lanes_##type v)                                              \
    {                                                                                              \
        (void)v;                                                                                   \
        return 0;                                                                                  \
    }                                                                                              \
    SPELT_INLINE bits_##type signs_##type(bits_##type signs, lanes_##type v, int most)             \
    {                                                                                              \
        (void)v, (void)most;                                                                       \
        return signs;                                                                              \
    }                                                                                              \
    SPELT_INLINE lanes_##type keys_##type(lanes_##type v, bits_##type signs, int most)             \
    {                                                                                              \
        (void)signs, (void)most;                                                                   \
        return v;                                                                                  \
    }                                                                                              \
    typedef lanes_##type keys_lanes_##type;                                                        \
    SPELT_INLINE lanes_##type keys_of_##type(lanes_##type v)                                       \
    {                                                                                              \
        return v;                                                                                  \
    }                                                                                              \
    SPELT_INLINE lanes_##type better_keys_##type(lanes_##type a, lanes_##type b, int most)         \
    {                                                                                              \
        return most ? greatest_##type(a, b) : least_##type(a, b);                                  \
    }                                                                                              \
    SPELT_INLINE bits_##type bits_of_keys_##type(lanes_##type keys)                                \
    {                                                                                              \
        return (bits_##type)keys;                                                                  \
    }                                                                                              \
    SPELT_INLINE bit_##type bit_of_key_##type(type key)                                            \
    {                                                                                              \
        return (bit_##type)key;                                                                    \
    }                                                                                              \
    SPELT_INLINE lanes_##type sums_##type(lanes_##type a, lanes_##type b)                          \
    {                                                                                              \
        return a + b;                                                                              \
    }                                                                                              \
    SPELT_INLINE lanes_##type in_order_##type(lanes_##type v)                                      \
    {                                                                                              \
        return v;                                                                                  \
    }
SPELT_INTEGERS(SPELT_CHOICE_INTEGER, 0)

#define SPELT_CHOICE_FLOAT(type, key_type, unsigned_lanes)                                         \
    SPELT_INLINE bit_##type bit_of_key_##type(bit_##type key)                                      \
    {                                                                                              \
        return key_of_bits_##type(key);                                                            \
    }                                                                                              \
    SPELT_INLINE lanes_##type magnitudes_##type(lanes_##type v)                                    \
    {                                                                                              \
        return (lanes_##type)((bits_##type)v & ~SIGN_##type);                                      \
    }                                                                                              \
    SPELT_INLINE lanes_##type without_nan_##type(lanes_##type v, int most)                         \
    {                                                                                              \
        const bits_##type worst = (bits_##type){0} + bit_of_key_##type(worst_key_##type(most));    \
        return (lanes_##type)select_bits((choice_bytes)(v != v), (choice_bytes)worst,              \
                                         (choice_bytes)v);                                         \
    }                                                                                              \
    SPELT_INLINE int has_zeros_##type(lanes_##type v)                                              \
    {                                                                                              \
        return !CHOICE_ORDERS_ZEROS && mask_bits((choice_bytes)(v == 0)) != 0;                     \
    }                                                                                              \
    SPELT_INLINE bits_##type signs_##type(bits_##type signs, lanes_##type v, int most)             \
    {                                                                                              \
        return most ? signs & (bits_##type)v : signs | (bits_##type)v;                             \
    }                                                                                              \
    SPELT_INLINE bits_##type bits_of_keys_##type(bits_##type keys)                                 \
    {                                                                                              \
        const unsigned_lanes is_negative = (unsigned_lanes)keys >> (8 * sizeof(type) - 1);         \
        return keys ^ (bits_##type)(-is_negative >> 1);                                            \
    }                                                                                              \
    SPELT_INLINE bits_##type keys_##type(lanes_##type v, bits_##type signs, int most)              \
    {                                                                                              \
        bits_##type bits = (bits_##type)v;                                                         \
        if (!CHOICE_ORDERS_ZEROS) {                                                                \
            const bits_##type zeros = (bits_##type)(v == 0);                                       \
            bits = most ? bits & (signs | ~zeros) : bits | (signs & zeros & SIGN_##type);          \
        }                                                                                          \
        return bits_of_keys_##type(bits); /* its own inverse */                                    \
    }                                                                                              \
    SPELT_INLINE bits_##type keys_of_##type(lanes_##type v)                                        \
    {                                                                                              \
        return bits_of_keys_##type((bits_##type)v);                                                \
    }                                                                                              \
    typedef bits_##type keys_lanes_##type;                                                         \
    SPELT_INLINE lanes_##key_type better_keys_##type(lanes_##key_type a, lanes_##key_type b,       \
                                                     int most)                                     \
    {                                                                                              \
        return most ? greatest_##key_type(a, b) : least_##key_type(a, b);                          \
    }

#define SIGN_f32 INT32_MIN
#define SIGN_f64 INT64_MIN
SPELT_CHOICE_FLOAT(f32, i32, lanes_u32)
SPELT_CHOICE_FLOAT(f64, i64, lanes_u64)

#endif
