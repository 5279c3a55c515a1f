/* choice_x86.h - choice_vectors.h on SSE2, AVX2 and AVX-512. */
#ifndef SPELT_ISA_CHOICE_X86_H
#define SPELT_ISA_CHOICE_X86_H

#include <immintrin.h>

#if CHOICE_BYTES == 64
#define CHOICE_CALL(name) _mm512_##name
typedef __m512i intel_integers;
typedef __m512 intel_f32;
typedef __m512d intel_f64;
#elif CHOICE_BYTES == 32
#define CHOICE_CALL(name) _mm256_##name
typedef __m256i intel_integers;
typedef __m256 intel_f32;
typedef __m256d intel_f64;
#else
#define CHOICE_CALL(name) _mm_##name
typedef __m128i intel_integers;
typedef __m128 intel_f32;
typedef __m128d intel_f64;
#endif

/* MINPS and MAXPS take any of two zeros. */
#define CHOICE_ORDERS_ZEROS 0

/* mask ? a : b, in bytes that are all ones or zeros. */
SPELT_INLINE choice_bytes select_bits(choice_bytes mask, choice_bytes a, choice_bytes b)
{
#if CHOICE_BYTES == 32
    return (choice_bytes)_mm256_blendv_epi8((__m256i)b, (__m256i)a, (__m256i)mask);
#else
    return (mask & a) | (~mask & b);
#endif
}

/* ---- The better of two ----------------------------------------------------------------------- */

#define SPELT_BY_INSTRUCTION(type, intel_type, suffix)                                             \
    SPELT_INLINE lanes_##type least_##type(lanes_##type a, lanes_##type b)                         \
    {                                                                                              \
        return (lanes_##type)CHOICE_CALL(min_##suffix)((intel_type)a, (intel_type)b);              \
    }                                                                                              \
    SPELT_INLINE lanes_##type greatest_##type(lanes_##type a, lanes_##type b)                      \
    {                                                                                              \
        return (lanes_##type)CHOICE_CALL(max_##suffix)((intel_type)a, (intel_type)b);              \
    }

SPELT_BY_INSTRUCTION(f32, intel_f32, ps)
SPELT_BY_INSTRUCTION(f64, intel_f64, pd)
SPELT_BY_INSTRUCTION(i16, intel_integers, epi16)
SPELT_BY_INSTRUCTION(u8, intel_integers, epu8)
#if CHOICE_BYTES >= 32
SPELT_BY_INSTRUCTION(i8, intel_integers, epi8)
SPELT_BY_INSTRUCTION(u16, intel_integers, epu16)
SPELT_BY_INSTRUCTION(i32, intel_integers, epi32)
SPELT_BY_INSTRUCTION(u32, intel_integers, epu32)
#else
SPELT_BY_COMPARING(i8)
SPELT_BY_COMPARING(u16)
SPELT_BY_COMPARING(i32)
SPELT_BY_COMPARING(u32)
#endif
#if CHOICE_BYTES == 64
SPELT_BY_INSTRUCTION(i64, intel_integers, epi64)
SPELT_BY_INSTRUCTION(u64, intel_integers, epu64)
#else
SPELT_BY_COMPARING(i64)
SPELT_BY_COMPARING(u64)
#endif

/* ---- NaNs ------------------------------------------------------------------------------------ */

/* Two vectors at a time. MINPS would raise INVALID on a quiet NaN, so this comes before it. */
#if CHOICE_BYTES == 64
#define UNORDERED_f32(a, b) _mm512_cmp_ps_mask((__m512)(a), (__m512)(b), _CMP_UNORD_Q)
#define UNORDERED_f64(a, b) _mm512_cmp_pd_mask((__m512d)(a), (__m512d)(b), _CMP_UNORD_Q)
#define OR_f32(a, b) ((__mmask16)((a) | (b)))
#define OR_f64(a, b) ((__mmask8)((a) | (b)))
#define ANY_f32(mask) ((mask) != 0)
#define ANY_f64(mask) ((mask) != 0)
#elif CHOICE_BYTES == 32
#define UNORDERED_f32(a, b) _mm256_cmp_ps((__m256)(a), (__m256)(b), _CMP_UNORD_Q)
#define UNORDERED_f64(a, b) _mm256_cmp_pd((__m256d)(a), (__m256d)(b), _CMP_UNORD_Q)
#else
#define UNORDERED_f32(a, b) _mm_cmpunord_ps((__m128)(a), (__m128)(b))
#define UNORDERED_f64(a, b) _mm_cmpunord_pd((__m128d)(a), (__m128d)(b))
#endif
#if CHOICE_BYTES <= 32
#define OR_f32(a, b) CHOICE_CALL(or_ps)(a, b)
#define OR_f64(a, b) CHOICE_CALL(or_pd)(a, b)
#define ANY_f32(mask) (CHOICE_CALL(movemask_ps)(mask) != 0)
#define ANY_f64(mask) (CHOICE_CALL(movemask_pd)(mask) != 0)
#endif

#define SPELT_ANY_NAN(type)                                                                        \
    SPELT_INLINE int any_nan_##type(const lanes_##type *v)                                         \
    {                                                                                              \
        return ANY_##type(                                                                         \
            OR_##type(OR_##type(UNORDERED_##type(v[0], v[1]), UNORDERED_##type(v[2], v[3])),       \
                      OR_##type(UNORDERED_##type(v[4], v[5]), UNORDERED_##type(v[6], v[7]))));     \
    }                                                                                              \
    SPELT_INLINE int any_nan_in_##type(lanes_##type a, lanes_##type b)                             \
    {                                                                                              \
        return ANY_##type(UNORDERED_##type(a, b));                                                 \
    }
SPELT_ANY_NAN(f32)
SPELT_ANY_NAN(f64)

/* ---- Lanes across ---------------------------------------------------------------------------- */

#if CHOICE_BYTES == 64
#define CHOICE_SWAPS 3
#define SWAP_WIDE(v, step)                                                                         \
    ((step) == 0 ? _mm512_shuffle_i64x2(v, v, 0x4e) : _mm512_shuffle_i64x2(v, v, 0xb1))
#define SWAP_LAST(v) _mm512_shuffle_epi32(v, (_MM_PERM_ENUM)0x4e)
#elif CHOICE_BYTES == 32
#define CHOICE_SWAPS 2
#define SWAP_WIDE(v, step) _mm256_permute4x64_epi64(v, 0x4e)
#define SWAP_LAST(v) _mm256_shuffle_epi32(v, 0x4e)
#else
#define CHOICE_SWAPS 1
#define SWAP_WIDE(v, step) (v)
#define SWAP_LAST(v) _mm_shuffle_epi32(v, 0x4e)
#endif

SPELT_INLINE choice_u64 swap_lanes(choice_u64 v, int step)
{
    if (step < CHOICE_SWAPS - 1)
        return (choice_u64)SWAP_WIDE((intel_integers)v, step);
    return (choice_u64)SWAP_LAST((intel_integers)v);
}

SPELT_INLINE choice_u64 swap_neighbours(choice_u64 v)
{
#if CHOICE_BYTES == 64
    return (choice_u64)_mm512_shuffle_epi32((__m512i)v, (_MM_PERM_ENUM)0xb1);
#else
    return (choice_u64)CHOICE_CALL(shuffle_epi32)((intel_integers)v, 0xb1);
#endif
}

/* Pairs of each 16 bytes of the one and the other come to 16 bytes. */
SPELT_INLINE lanes_f32 sums_f32(lanes_f32 a, lanes_f32 b)
{
    return (lanes_f32)CHOICE_CALL(shuffle_ps)((intel_f32)a, (intel_f32)b, 0x88) +
           (lanes_f32)CHOICE_CALL(shuffle_ps)((intel_f32)a, (intel_f32)b, 0xdd);
}

SPELT_INLINE lanes_f64 sums_f64(lanes_f64 a, lanes_f64 b)
{
    return (lanes_f64)CHOICE_CALL(unpacklo_pd)((intel_f64)a, (intel_f64)b) +
           (lanes_f64)CHOICE_CALL(unpackhi_pd)((intel_f64)a, (intel_f64)b);
}

/* The eight bytes that are from the one, before those from the other. */
SPELT_INLINE choice_u64 ones_first(choice_u64 v)
{
#if CHOICE_BYTES == 64
    return (choice_u64)_mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7),
                                                (__m512i)v);
#elif CHOICE_BYTES == 32
    return (choice_u64)_mm256_permute4x64_epi64((__m256i)v, 0xd8);
#else
    return v;
#endif
}

SPELT_INLINE lanes_f32 in_order_f32(lanes_f32 v)
{
    return (lanes_f32)ones_first((choice_u64)v);
}

SPELT_INLINE lanes_f64 in_order_f64(lanes_f64 v)
{
    return (lanes_f64)ones_first((choice_u64)v);
}

/* ---- Masks, and fewer elements than fill a vector -------------------------------------------- */

#define MASK_BITS 1

/* There are kernels of the places in short slices. */
#define CHOICE_EACH_PLACE

SPELT_INLINE uint64_t mask_bits(choice_bytes mask)
{
#if CHOICE_BYTES == 64
    return _mm512_movepi8_mask((__m512i)mask);
#else
    return (uint32_t)CHOICE_CALL(movemask_epi8)((intel_integers)mask);
#endif
}

#if CHOICE_BYTES == 64

/* A bit for each lane: not by way of a vector of masks. */
#define EQUAL_BITS_OF_LANE(type) 1
#define SPELT_EQUAL_BITS(type, suffix)                                                             \
    SPELT_INLINE uint64_t equal_bits_##type(bits_##type a, bits_##type b)                          \
    {                                                                                              \
        return _mm512_cmpeq_##suffix##_mask((__m512i)a, (__m512i)b);                               \
    }
SPELT_EQUAL_BITS(f32, epi32)
SPELT_EQUAL_BITS(f64, epi64)
SPELT_EQUAL_BITS(i8, epi8)
SPELT_EQUAL_BITS(i16, epi16)
SPELT_EQUAL_BITS(i32, epi32)
SPELT_EQUAL_BITS(i64, epi64)
SPELT_EQUAL_BITS(u8, epi8)
SPELT_EQUAL_BITS(u16, epi16)
SPELT_EQUAL_BITS(u32, epi32)
SPELT_EQUAL_BITS(u64, epi64)

/* The first element where there is no other. */
SPELT_INLINE choice_bytes load_part(const void *p, size_t bytes, size_t element)
{
    int64_t first = 0;
    memcpy(&first, p, element);
    const __m512i every = element == 1   ? _mm512_set1_epi8((char)first)
                          : element == 2 ? _mm512_set1_epi16((short)first)
                          : element == 4 ? _mm512_set1_epi32((int)first)
                                         : _mm512_set1_epi64(first);
    return (choice_bytes)_mm512_mask_loadu_epi8(every, ((uint64_t)1 << bytes) - 1, p);
}

SPELT_INLINE size_t part_position(size_t byte, size_t bytes)
{
    (void)bytes;
    return byte;
}

#else

#define EQUAL_BITS_OF_LANE(type) (sizeof(type) == 2 ? 2u : 1u)
#define SPELT_EQUAL_BITS(type, mask)                                                               \
    SPELT_INLINE uint64_t equal_bits_##type(bits_##type a, bits_##type b)                          \
    {                                                                                              \
        const choice_bytes equal = (choice_bytes)(a == b);                                         \
        return mask;                                                                               \
    }
#define MASK_OF_4 (uint32_t)CHOICE_CALL(movemask_ps)((intel_f32)equal)
#define MASK_OF_8 (uint32_t)CHOICE_CALL(movemask_pd)((intel_f64)equal)
SPELT_EQUAL_BITS(f32, MASK_OF_4)
SPELT_EQUAL_BITS(f64, MASK_OF_8)
SPELT_EQUAL_BITS(i8, mask_bits(equal))
SPELT_EQUAL_BITS(i16, mask_bits(equal))
SPELT_EQUAL_BITS(i32, MASK_OF_4)
SPELT_EQUAL_BITS(i64, MASK_OF_8)
SPELT_EQUAL_BITS(u8, mask_bits(equal))
SPELT_EQUAL_BITS(u16, mask_bits(equal))
SPELT_EQUAL_BITS(u32, MASK_OF_4)
SPELT_EQUAL_BITS(u64, MASK_OF_8)

#include "isa/choice_part.h"

SPELT_INLINE choice_bytes load_part(const void *p, size_t bytes, size_t element)
{
    (void)element;
#if CHOICE_BYTES == 32
    const unsigned char *begin = p;
    __m128i first, last;
    if (bytes >= 16) {
        first = _mm_loadu_si128((const __m128i *)p);
        last = _mm_loadu_si128((const __m128i *)(const void *)(begin + bytes - 16));
    } else {
        const halves_of_16 part = load_part_16(p, bytes);
        first = last = _mm_set_epi64x((int64_t)part.last, (int64_t)part.first);
    }
    return (choice_bytes)_mm256_set_m128i(last, first);
#else
    const halves_of_16 part = load_part_16(p, bytes);
    return (choice_bytes)_mm_set_epi64x((int64_t)part.last, (int64_t)part.first);
#endif
}

#endif

#endif
