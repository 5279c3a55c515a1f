/* map_part.h - fewer elements than fill a vector, as a vector.
 *
 * Only the elements themselves are read, and every lane gets one of them, some more than once: an
 * operation raises no exception that it does not raise on the elements alone. Two pieces that
 * overlap are read, the first and the last of them, each a power of two wide; the same pieces of
 * the result are written. Lanes between them repeat, so operands of one call must be equally wide.
 *
 * Given SPELT_MAP_BYTES, the bytes of a vector; `bytes` is less, and a multiple of an element's. */
#ifndef SPELT_ISA_MAP_PART_H
#define SPELT_ISA_MAP_PART_H

#include "types.h"

#include <string.h>

typedef struct {
    _Alignas(SPELT_MAP_BYTES) unsigned char byte[SPELT_MAP_BYTES];
} map_vector;

#if SPELT_MAP_BYTES == 64

#include <immintrin.h>

/* AVX-512 loads and stores what a mask says; the other lanes get the first element. */
SPELT_INLINE __mmask64 first_bytes(size_t bytes)
{
    return ((uint64_t)1 << bytes) - 1;
}

SPELT_INLINE __m512i every_lane(const void *p, size_t element)
{
    int64_t bits = 0;
    memcpy(&bits, p, element);
    return element == 1   ? _mm512_set1_epi8((char)bits)
           : element == 2 ? _mm512_set1_epi16((short)bits)
           : element == 4 ? _mm512_set1_epi32((int)bits)
                          : _mm512_set1_epi64(bits);
}

SPELT_INLINE void load_part(map_vector *v, const void *p, size_t bytes, size_t element)
{
    _mm512_store_si512(v->byte,
                       _mm512_mask_loadu_epi8(every_lane(p, element), first_bytes(bytes), p));
}

SPELT_INLINE void store_part(void *p, const map_vector *v, size_t bytes)
{
    _mm512_mask_storeu_epi8(p, first_bytes(bytes), _mm512_load_si512(v->byte));
}

#else

typedef uint64_t map_half __attribute__((vector_size(16)));

#define SPELT_PIECE(type)                                                                          \
    SPELT_INLINE type load_##type(const unsigned char *p)                                          \
    {                                                                                              \
        type piece;                                                                                \
        memcpy(&piece, p, sizeof piece);                                                           \
        return piece;                                                                              \
    }                                                                                              \
    SPELT_INLINE void store_##type(unsigned char *p, type piece)                                   \
    {                                                                                              \
        memcpy(p, &piece, sizeof piece);                                                           \
    }
SPELT_PIECE(map_half)
SPELT_PIECE(u64)
SPELT_PIECE(u32)
SPELT_PIECE(u16)

/* Fewer than 16 bytes. */
SPELT_INLINE map_half load_half(const unsigned char *p, size_t bytes)
{
    if (bytes >= 8)
        return (map_half){load_u64(p), load_u64(p + bytes - 8)};
    u64 both;
    if (bytes >= 4)
        both = load_u32(p) | (u64)load_u32(p + bytes - 4) << 32;
    else if (bytes >= 2)
        both = (load_u16(p) | (u64)load_u16(p + bytes - 2) << 16) * 0x100000001u;
    else
        both = *p * 0x0101010101010101u;
    return (map_half){both, both};
}

SPELT_INLINE void store_half(unsigned char *p, map_half v, size_t bytes)
{
    u64 both = v[0];
    if (bytes >= 8) {
        store_u64(p, both);
        store_u64(p + bytes - 8, v[1]);
    } else if (bytes >= 4) {
        store_u32(p, (u32)both);
        store_u32(p + bytes - 4, (u32)(both >> 32));
    } else if (bytes >= 2) {
        store_u16(p, (u16)both);
        store_u16(p + bytes - 2, (u16)(both >> 16));
    } else {
        *p = (unsigned char)both;
    }
}

#if SPELT_MAP_BYTES == 16

SPELT_INLINE void load_part(map_vector *v, const void *p, size_t bytes, size_t element)
{
    (void)element;
    map_half half = load_half(p, bytes);
    memcpy(v->byte, &half, sizeof half);
}

SPELT_INLINE void store_part(void *p, const map_vector *v, size_t bytes)
{
    store_half(p, load_map_half(v->byte), bytes);
}

#else

#include <immintrin.h>

SPELT_INLINE __m256i two_halves(map_half low, map_half high)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256((__m128i)low), (__m128i)high, 1);
}

SPELT_INLINE void load_part(map_vector *v, const void *from, size_t bytes, size_t element)
{
    (void)element;
    const unsigned char *p = from;
    __m256i whole;
    if (bytes >= 16) {
        whole = two_halves(load_map_half(p), load_map_half(p + bytes - 16));
    } else {
        map_half half = load_half(p, bytes);
        whole = two_halves(half, half);
    }
    _mm256_store_si256((__m256i *)v->byte, whole);
}

SPELT_INLINE void store_part(void *to, const map_vector *v, size_t bytes)
{
    unsigned char *p = to;
    __m256i whole = _mm256_load_si256((const __m256i *)v->byte);
    map_half low = (map_half)_mm256_castsi256_si128(whole);
    if (bytes >= 16) {
        store_map_half(p, low);
        store_map_half(p + bytes - 16, (map_half)_mm256_extracti128_si256(whole, 1));
    } else {
        store_half(p, low, bytes);
    }
}

#endif
#endif
#endif
