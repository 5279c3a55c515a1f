/* choice_along.h - what choice_rows.h takes for each width of keys, and its types. */
#ifndef SPELT_ISA_CHOICE_ALONG_H
#define SPELT_ISA_CHOICE_ALONG_H

/* least_key_<type>(a, b), greatest_key_<type>(a, b); key_select_<type>(mask, a, b), of a comparison; and
 * see_key_<type>(best, place, key, here): where the key is less, it is the best, and here its place. */
#if !defined(CHOICE_BYTES)
#define SPELT_KEY_STEPS(type, suffix)                                                              \
    SPELT_INLINE type least_key_##type(type a, type b)                                             \
    {                                                                                              \
        return a < b ? a : b;                                                                      \
    }                                                                                              \
    SPELT_INLINE type greatest_key_##type(type a, type b)                                          \
    {                                                                                              \
        return a < b ? b : a;                                                                      \
    }                                                                                              \
    SPELT_INLINE type key_select_##type(int mask, type a, type b)                                  \
    {                                                                                              \
        return mask ? a : b;                                                                       \
    }                                                                                              \
    SPELT_INLINE void see_key_##type(type *best, type *place, type key, type here)                 \
    {                                                                                              \
        const int is_less = key < *best;                                                           \
        *best = is_less ? key : *best;                                                             \
        *place = is_less ? here : *place;                                                          \
    }
#else
#define SPELT_KEY_CHOICES(type)                                                                    \
    SPELT_INLINE lanes_##type least_key_##type(lanes_##type a, lanes_##type b)                     \
    {                                                                                              \
        return least_##type(a, b);                                                                 \
    }                                                                                              \
    SPELT_INLINE lanes_##type greatest_key_##type(lanes_##type a, lanes_##type b)                  \
    {                                                                                              \
        return greatest_##type(a, b);                                                              \
    }                                                                                              \
    SPELT_INLINE lanes_##type key_select_##type(lanes_##type mask, lanes_##type a, lanes_##type b) \
    {                                                                                              \
        return (lanes_##type)select_bits((choice_bytes)mask, (choice_bytes)a, (choice_bytes)b);    \
    }
#if CHOICE_BYTES == 64
#define SPELT_KEY_STEPS(type, suffix)                                                              \
    SPELT_KEY_CHOICES(type)                                                                        \
    SPELT_INLINE void see_key_##type(lanes_##type *best, lanes_##type *place, lanes_##type key,    \
                                     lanes_##type here)                                            \
    {                                                                                              \
        *place = (lanes_##type)_mm512_mask_mov_##suffix(                                           \
            (__m512i)*place, _mm512_cmplt_##suffix##_mask((__m512i)key, (__m512i)*best),           \
            (__m512i)here);                                                                        \
        *best = least_##type(key, *best);                                                          \
    }
#else
#define SPELT_KEY_STEPS(type, suffix)                                                              \
    SPELT_KEY_CHOICES(type)                                                                        \
    SPELT_INLINE void see_key_##type(lanes_##type *best, lanes_##type *place, lanes_##type key,    \
                                     lanes_##type here)                                            \
    {                                                                                              \
        const lanes_##type is_less = (lanes_##type)(key < *best);                                  \
        *best = key_select_##type(is_less, key, *best);                                            \
        *place = key_select_##type(is_less, here, *place);                                         \
    }
#endif
#endif

SPELT_KEY_STEPS(i8, epi8)
SPELT_KEY_STEPS(i16, epi16)
SPELT_KEY_STEPS(i32, epi32)
SPELT_KEY_STEPS(i64, epi64)

/* better_number_<type>(a, b, most), of no NaNs; KEEPS_SIGNS: of zeros that are best it may be either.
 * ordered_number_<type>(a, b, most): of two zeros the one. */
#ifdef CHOICE_BYTES
#if CHOICE_BYTES == 64
#define KEEPS_SIGNS 0
#define SPELT_BETTER_NUMBER(type, intel, suffix)                                                   \
    SPELT_INLINE lanes_##type better_number_##type(lanes_##type a, lanes_##type b, int most)       \
    {                                                                                              \
        return (lanes_##type)(most ? _mm512_range_##suffix((intel)a, (intel)b, 5)                  \
                                   : _mm512_range_##suffix((intel)a, (intel)b, 4));                \
    }
#else
#define KEEPS_SIGNS (!CHOICE_ORDERS_ZEROS)
#define SPELT_BETTER_NUMBER(type, intel, suffix)                                                   \
    SPELT_INLINE lanes_##type better_number_##type(lanes_##type a, lanes_##type b, int most)       \
    {                                                                                              \
        return most ? greatest_##type(a, b) : least_##type(a, b);                                  \
    }
#endif
SPELT_BETTER_NUMBER(f32, __m512, ps)
SPELT_BETTER_NUMBER(f64, __m512d, pd)

/* Instructions that give the second of two zeros are asked both ways. */
#define SPELT_ORDERED_NUMBER(type)                                                                 \
    SPELT_INLINE lanes_##type ordered_number_##type(lanes_##type a, lanes_##type b, int most)      \
    {                                                                                              \
        const lanes_##type one = better_number_##type(a, b, most);                                 \
        if (!KEEPS_SIGNS)                                                                          \
            return one;                                                                            \
        const choice_u64 bits = (choice_u64)one, other = (choice_u64)better_number_##type(b, a, most); \
        return (lanes_##type)(most ? bits & other : bits | other);                                 \
    }
SPELT_ORDERED_NUMBER(f32)
SPELT_ORDERED_NUMBER(f64)
#endif

#endif

#define T i8
#define B i8
#define KEY_BITS 8
#include "isa/choice_rows.h"

#define T i16
#define B i16
#define KEY_BITS 16
#include "isa/choice_rows.h"

#define T i32
#define B i32
#define KEY_BITS 32
#include "isa/choice_rows.h"

#define T f32
#define B i32
#define KEY_BITS 32
#ifdef CHOICE_BYTES
#define NUMBERS_ALONG
#endif
#define INFINITY_BITS 0x7f800000
#include "isa/choice_rows.h"

/* SSE2 cannot compare 64 bits: plain C is faster. */
#if !(defined(CHOICE_BYTES) && defined(__SSE2__) && !defined(__AVX2__))
#define T i64
#define B i64
#define KEY_BITS 64
#include "isa/choice_rows.h"

#define T f64
#define B i64
#define KEY_BITS 64
#ifdef CHOICE_BYTES
#define NUMBERS_ALONG
#endif
#define INFINITY_BITS 0x7ff0000000000000
#include "isa/choice_rows.h"
#endif
