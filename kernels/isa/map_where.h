/* map_where.h - choices by a mask of bytes, where vectors have 32 bytes or more: a byte becomes as wide
 * as an element, or a bit of a mask register. Elements are moved as bits, by their size.
 *
 * Included by maps.c, behind map_part.h. The output may be one of the inputs y and z. */
#ifndef SPELT_ISA_MAP_WHERE_H
#define SPELT_ISA_MAP_WHERE_H

#include "isa/map_part.h"

/* y in the lanes whose byte is not 0, else z. */
#if SPELT_MAP_BYTES == 64
#define SPELT_CHOSEN(bits, lanes, load, bytes)                                                     \
    SPELT_INLINE map_whole chosen_##bits(const u8 *mask, map_whole y, map_whole z)                 \
    {                                                                                              \
        const bytes m = load;                                                                      \
        const __mmask##lanes is_set = (__mmask##lanes)MAP_TEST(bytes)(m, m);                       \
        return (map_whole)_mm512_mask_blend_epi##bits(is_set, (__m512i)z, (__m512i)y);             \
    }
#define MAP_TEST(bytes) SPELT_PASTE(MAP_TEST_, bytes)
#define MAP_TEST___m128i _mm_test_epi8_mask
#define MAP_TEST___m256i _mm256_test_epi8_mask
#define MAP_TEST___m512i _mm512_test_epi8_mask
SPELT_CHOSEN(8, 64, _mm512_loadu_si512(mask), __m512i)
SPELT_CHOSEN(16, 32, _mm256_loadu_si256((const __m256i *)(const void *)mask), __m256i)
SPELT_CHOSEN(32, 16, _mm_loadu_si128((const __m128i *)(const void *)mask), __m128i)
SPELT_CHOSEN(64, 8, _mm_loadl_epi64((const __m128i *)(const void *)mask), __m128i)

/* Fewer elements than fill a vector. */
#define SPELT_FEW_WHERE(bits, lanes)                                                               \
    SPELT_INLINE void map_where_few_##bits(const u8 *mask, const u##bits *y, const u##bits *z,     \
                                           u##bits *out, size_t n)                                 \
    {                                                                                              \
        const uint64_t all = ((uint64_t)1 << n) - 1;                                               \
        const __m512i m = _mm512_maskz_loadu_epi8(all, mask);                                      \
        const __mmask##lanes is_set = (__mmask##lanes)_mm512_test_epi8_mask(m, m);                 \
        const __m512i other = _mm512_maskz_loadu_epi##bits((__mmask##lanes)all, z);                \
        _mm512_mask_storeu_epi##bits(out, (__mmask##lanes)all,                                     \
                                     _mm512_mask_loadu_epi##bits(other, is_set, y));               \
    }
SPELT_FEW_WHERE(8, 64)
SPELT_FEW_WHERE(16, 32)
SPELT_FEW_WHERE(32, 16)
SPELT_FEW_WHERE(64, 8)
#define MAP_WHERE_FEW(bits) map_where_few_##bits(mask, y, z, out, n)

/* Of 64 elements whose bytes are tested at once. */
#define WHERE_AT_ONCE 64
#define SPELT_WHERE_AT_ONCE(bits, lanes)                                                           \
    SPELT_INLINE void where_at_once_##bits(const u8 *mask, const u##bits *y, const u##bits *z,     \
                                           u##bits *out)                                           \
    {                                                                                              \
        const __m512i m = _mm512_loadu_si512(mask);                                                \
        const uint64_t is_set = (uint64_t)_mm512_test_epi8_mask(m, m);                             \
        SPELT_UNROLL(8)                                                                            \
        for (size_t i = 0; i < WHERE_AT_ONCE; i += (lanes)) {                                      \
            const __m512i a = _mm512_loadu_si512(y + i), b = _mm512_loadu_si512(z + i);            \
            _mm512_storeu_si512(out + i, _mm512_mask_blend_epi##bits((__mmask##lanes)(is_set >> i), b, a)); \
        }                                                                                          \
    }
SPELT_WHERE_AT_ONCE(16, 32)
SPELT_WHERE_AT_ONCE(32, 16)
SPELT_WHERE_AT_ONCE(64, 8)

#else
#define MAP_WHERE_FEW(bits) (void)0
SPELT_INLINE __m128i four_bytes(const u8 *p)
{
    i32 four;
    memcpy(&four, p, sizeof four);
    return _mm_cvtsi32_si128(four);
}

SPELT_INLINE map_whole unless_zero(__m256i is_zero, map_whole y, map_whole z)
{
    return (map_whole)_mm256_blendv_epi8((__m256i)y, (__m256i)z, is_zero);
}

#define SPELT_CHOSEN(bits, wide)                                                                   \
    SPELT_INLINE map_whole chosen_##bits(const u8 *mask, map_whole y, map_whole z)                 \
    {                                                                                              \
        return unless_zero(_mm256_cmpeq_epi##bits(wide, _mm256_setzero_si256()), y, z);            \
    }
SPELT_CHOSEN(8, _mm256_loadu_si256((const __m256i *)(const void *)mask))
SPELT_CHOSEN(16, _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)mask)))
SPELT_CHOSEN(32, _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)mask)))
SPELT_CHOSEN(64, _mm256_cvtepi8_epi64(four_bytes(mask)))

/* Of 32 elements whose bytes are compared at once, and then widened. */
#define WHERE_AT_ONCE 32
SPELT_INLINE void where_zero(__m256i is_zero, const void *y, const void *z, void *out)
{
    map_whole a, b;
    load_whole(&a, y);
    load_whole(&b, z);
    a = unless_zero(is_zero, a, b);
    store_whole(out, &a);
}

SPELT_INLINE __m256i zero_bytes(const u8 *mask)
{
    return _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)mask),
                             _mm256_setzero_si256());
}

SPELT_INLINE void where_at_once_16(const u8 *mask, const u16 *y, const u16 *z, u16 *out)
{
    const __m256i is_zero = zero_bytes(mask);
    where_zero(_mm256_cvtepi8_epi16(_mm256_castsi256_si128(is_zero)), y, z, out);
    where_zero(_mm256_cvtepi8_epi16(_mm256_extracti128_si256(is_zero, 1)), y + 16, z + 16,
               out + 16);
}

SPELT_INLINE void where_at_once_32(const u8 *mask, const u32 *y, const u32 *z, u32 *out)
{
    const __m256i is_zero = zero_bytes(mask);
    const __m128i low = _mm256_castsi256_si128(is_zero);
    const __m128i high = _mm256_extracti128_si256(is_zero, 1);
    where_zero(_mm256_cvtepi8_epi32(low), y, z, out);
    where_zero(_mm256_cvtepi8_epi32(_mm_unpackhi_epi64(low, low)), y + 8, z + 8, out + 8);
    where_zero(_mm256_cvtepi8_epi32(high), y + 16, z + 16, out + 16);
    where_zero(_mm256_cvtepi8_epi32(_mm_unpackhi_epi64(high, high)), y + 24, z + 24, out + 24);
}
#endif

/* The vector that ends with the last element is computed while its inputs are what they were, and
 * stored last. There are as many as fill one, or masks. */
#define SPELT_WHOLE_WHERE(bits)                                                                    \
    SPELT_INLINE map_whole chosen_from_##bits(const u8 *mask, const u##bits *y, const u##bits *z)  \
    {                                                                                              \
        map_whole a, b;                                                                            \
        load_whole(&a, y);                                                                         \
        load_whole(&b, z);                                                                         \
        return chosen_##bits(mask, a, b);                                                          \
    }                                                                                              \
                                                                                                   \
    SPELT_INLINE void map_where_whole_##bits(const u8 *mask, const u##bits *y, const u##bits *z,   \
                                             u##bits *out, size_t n)                               \
    {                                                                                              \
        const size_t lanes = SPELT_MAP_BYTES / sizeof *out, end = n - lanes;                       \
        if (MAP_MASKED && n < lanes) {                                                             \
            MAP_WHERE_FEW(bits);                                                                   \
            return;                                                                                \
        }                                                                                          \
        const map_whole last = chosen_from_##bits(mask + end, y + end, z + end);                   \
        SPELT_UNROLL(4)                                                                            \
        for (size_t i = 0; i < end; i += lanes) {                                                  \
            const map_whole chosen = chosen_from_##bits(mask + i, y + i, z + i);                   \
            store_whole(out + i, &chosen);                                                         \
        }                                                                                          \
        store_whole(out + end, &last);                                                             \
    }
SPELT_WHOLE_WHERE(8)
SPELT_WHOLE_WHERE(16)
SPELT_WHOLE_WHERE(32)
SPELT_WHOLE_WHERE(64)

/* A function of its own, for a short call would pay for its registers. */
#define SPELT_MANY_WHERE(bits)                                                                     \
    static __attribute__((noinline)) void map_where_many_##bits(                                   \
        const u8 *mask, const u##bits *y, const u##bits *z, u##bits *out, size_t n)                \
    {                                                                                              \
        for (; n >= 2 * WHERE_AT_ONCE; n -= WHERE_AT_ONCE) {                                       \
            where_at_once_##bits(mask, y, z, out);                                                 \
            mask += WHERE_AT_ONCE, y += WHERE_AT_ONCE, z += WHERE_AT_ONCE, out += WHERE_AT_ONCE;   \
        }                                                                                          \
        map_where_whole_##bits(mask, y, z, out, n);                                                \
    }                                                                                              \
    SPELT_INLINE void map_where_##bits(const u8 *mask, const u##bits *y, const u##bits *z,         \
                                       u##bits *out, size_t n)                                     \
    {                                                                                              \
        if (n >= 256)                                                                              \
            map_where_many_##bits(mask, y, z, out, n);                                             \
        else                                                                                       \
            map_where_whole_##bits(mask, y, z, out, n);                                            \
    }
SPELT_MANY_WHERE(16)
SPELT_MANY_WHERE(32)
#if SPELT_MAP_BYTES == 64
SPELT_MANY_WHERE(64)
#else
#define map_where_64 map_where_whole_64
#endif
#define map_where_8 map_where_whole_8

#endif
