/* map_part.h - vectors of SPELT_MAP_BYTES from memory and back, also of fewer elements than fill
 * one.
 *
 * Of a part only its elements are read, and every lane gets one of them, some more than once: an
 * operation raises no exception that it does not raise on the elements alone. Two pieces that
 * overlap are read, the first and the last of it, each a power of two wide; the same pieces of the
 * result are written. Operands of one call are equally wide. Here `bytes` is less than a vector
 * has, not 0, and a multiple of an element's. */
#ifndef SPELT_ISA_MAP_PART_H
#define SPELT_ISA_MAP_PART_H

#include "types.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "pieces are put together with their first byte lowest"
#endif
#ifdef __SSE2__
#include <immintrin.h>
#endif

typedef uint64_t map_whole __attribute__((vector_size(SPELT_MAP_BYTES), may_alias));
typedef uint64_t map_unaligned __attribute__((vector_size(SPELT_MAP_BYTES), may_alias, aligned(1)));

SPELT_INLINE void load_whole(map_whole *v, const void *p)
{
    *v = *(const map_unaligned *)p;
}

/* The same, into a register: GCC would read a vector that it needs three times from memory each
 * time, where two loads a cycle are the limit. */
SPELT_INLINE void load_kept(map_whole *v, const void *p)
{
    map_whole whole = *(const map_unaligned *)p;
#ifdef __SSE2__
    __asm__("" : "+v"(whole));
#elif defined __aarch64__
    __asm__("" : "+w"(whole));
#endif
    *v = whole;
}

/* Here: what is computed from it is not computed before. */
SPELT_INLINE map_whole pinned(map_whole v)
{
#ifdef __SSE2__
    __asm__ volatile("" : "+v"(v));
#elif defined __aarch64__
    __asm__ volatile("" : "+w"(v));
#endif
    return v;
}

SPELT_INLINE void store_whole(void *p, const map_whole *v)
{
    *(map_unaligned *)p = *v;
}

/* Whether a part costs little more than a whole vector. */
#define MAP_MASKED (SPELT_MAP_BYTES == 64)

#if SPELT_MAP_BYTES == 64

/* AVX-512 loads and stores what a mask says; the other lanes get the first element. */
SPELT_INLINE __mmask64 first_bytes(size_t bytes)
{
    return ((uint64_t)1 << bytes) - 1;
}

SPELT_INLINE __m512i every_lane(const void *p, size_t element)
{
    if (element == 16)
        return _mm512_broadcast_i32x4(_mm_loadu_si128(p));
    int64_t bits = 0;
    memcpy(&bits, p, element);
    return element == 1   ? _mm512_set1_epi8((char)bits)
           : element == 2 ? _mm512_set1_epi16((short)bits)
           : element == 4 ? _mm512_set1_epi32((int)bits)
                          : _mm512_set1_epi64(bits);
}

SPELT_INLINE void load_part(map_whole *v, const void *p, size_t bytes, size_t element)
{
    *v = (map_whole)_mm512_mask_loadu_epi8(every_lane(p, element), first_bytes(bytes), p);
}

SPELT_INLINE void store_part(void *p, const map_whole *v, size_t bytes, size_t element)
{
    (void)element;
    _mm512_mask_storeu_epi8(p, first_bytes(bytes), (__m512i)*v);
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
SPELT_INLINE map_half load_half(const unsigned char *p, size_t bytes, size_t element)
{
    if (element == 8 || bytes >= 8)
        return (map_half){load_u64(p), load_u64(p + bytes - 8)};
    u64 both;
    if (element == 4 || bytes >= 4)
        both = load_u32(p) | (u64)load_u32(p + bytes - 4) << 32;
    else if (element == 2 || bytes >= 2)
        both = (load_u16(p) | (u64)load_u16(p + bytes - 2) << 16) * 0x100000001u;
    else
        both = *p * 0x0101010101010101u;
    return (map_half){both, both};
}

SPELT_INLINE void store_half(unsigned char *p, map_half v, size_t bytes, size_t element)
{
    u64 both = v[0];
    if (element == 8 || bytes >= 8) {
        store_u64(p, both);
        if (element < 8)
            store_u64(p + bytes - 8, v[1]);
    } else if (element == 4 || bytes >= 4) {
        store_u32(p, (u32)both);
        if (element < 4)
            store_u32(p + bytes - 4, (u32)(both >> 32));
    } else if (element == 2 || bytes >= 2) {
        store_u16(p, (u16)both);
        if (element < 2)
            store_u16(p + bytes - 2, (u16)(both >> 16));
    } else {
        *p = (unsigned char)both;
    }
}

#if SPELT_MAP_BYTES == 16

SPELT_INLINE void load_part(map_whole *v, const void *p, size_t bytes, size_t element)
{
    *v = load_half(p, bytes, element);
}

SPELT_INLINE void store_part(void *p, const map_whole *v, size_t bytes, size_t element)
{
    store_half(p, *v, bytes, element);
}

#else

SPELT_INLINE map_whole two_halves(map_half low, map_half high)
{
    return (map_whole)_mm256_inserti128_si256(_mm256_castsi128_si256((__m128i)low), (__m128i)high,
                                              1);
}

SPELT_INLINE void load_part(map_whole *v, const void *from, size_t bytes, size_t element)
{
    const unsigned char *p = from;
    map_whole whole;
    if (bytes >= 16) {
        whole = two_halves(load_map_half(p), load_map_half(p + bytes - 16));
    } else {
        map_half half = load_half(p, bytes, element);
        whole = two_halves(half, half);
    }
#ifdef __clang__
    /* or halves are stored, and what loads them as a whole waits for both */
    __asm__("" : "+x"(whole));
#endif
    *v = whole;
}

SPELT_INLINE void store_part(void *to, const map_whole *v, size_t bytes, size_t element)
{
    unsigned char *p = to;
    map_half low = (map_half)_mm256_castsi256_si128((__m256i)*v);
    if (bytes >= 16) {
        store_map_half(p, low);
        store_map_half(p + bytes - 16, (map_half)_mm256_extracti128_si256((__m256i)*v, 1));
    } else {
        store_half(p, low, bytes, element);
    }
}

#endif
#endif

/* Whether any lane has its highest bit set. */
SPELT_INLINE int any_highest(const map_whole *v, size_t element)
{
    u64 highest = element == 1   ? 0x8080808080808080u
                  : element == 2 ? 0x8000800080008000u
                  : element == 4 ? 0x8000000080000000u
                                 : 0x8000000000000000u;
    map_whole bits = *v & highest;
#if SPELT_MAP_BYTES == 64
    return _mm512_test_epi64_mask((__m512i)bits, (__m512i)bits) != 0;
#elif SPELT_MAP_BYTES == 32
    /* Of floating-point numbers there is an instruction that tests the signs alone. */
    if (element == 4)
        return !_mm256_testz_ps((__m256)*v, (__m256)*v);
    if (element == 8)
        return !_mm256_testz_pd((__m256d)*v, (__m256d)*v);
    return !_mm256_testz_si256((__m256i)bits, (__m256i)bits);
#elif defined __SSE2__
    return _mm_movemask_epi8((__m128i)bits) != 0;
#else
    return (bits[0] | bits[1]) != 0;
#endif
}

#endif
