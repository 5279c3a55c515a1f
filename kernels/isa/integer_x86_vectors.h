/* integer_x86_vectors.h - the vectors of integer_x86.h and what needs an instruction of its own. */
#ifndef SPELT_ISA_INTEGER_X86_VECTORS_H
#define SPELT_ISA_INTEGER_X86_VECTORS_H

#include "types.h"

#include <immintrin.h>
#include <string.h>

#if defined(__AVX512BW__)
#define INTEGER_BYTES 64
#define INTEGER_CALL(name) _mm512_##name
typedef __m512i intel_vector;
typedef __m512 intel_floats;
#elif defined(__AVX2__)
#define INTEGER_BYTES 32
#define INTEGER_CALL(name) _mm256_##name
typedef __m256i intel_vector;
typedef __m256 intel_floats;
#else
#define INTEGER_BYTES 16
#define INTEGER_CALL(name) _mm_##name
typedef __m128i intel_vector;
typedef __m128 intel_floats;
#endif

typedef uint8_t bytes_u8 __attribute__((vector_size(INTEGER_BYTES)));
typedef int16_t words_i16 __attribute__((vector_size(INTEGER_BYTES)));
typedef uint16_t words_u16 __attribute__((vector_size(INTEGER_BYTES)));
typedef int32_t sums_i32 __attribute__((vector_size(INTEGER_BYTES)));
typedef uint32_t sums_u32 __attribute__((vector_size(INTEGER_BYTES)));
typedef uint64_t sums_u64 __attribute__((vector_size(INTEGER_BYTES)));

SPELT_INLINE bytes_u8 load_bytes(const unsigned char *p)
{
    bytes_u8 v;
    memcpy(&v, p, sizeof v);
    return v;
}

SPELT_INLINE words_i16 all_words(int value)
{
    return (words_i16){0} + (int16_t)value;
}

/* Half as many lanes, each added to one of the other half, until 16 bytes are left. */
SPELT_INLINE __m128i fold_to_16(sums_u64 v, __m128i add(__m128i a, __m128i b))
{
#if INTEGER_BYTES == 64
    const __m256i half = _mm512_castsi512_si256((intel_vector)v);
    const __m256i other = _mm512_extracti64x4_epi64((intel_vector)v, 1);
    return add(add(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1)),
               add(_mm256_castsi256_si128(other), _mm256_extracti128_si256(other, 1)));
#elif INTEGER_BYTES == 32
    return add(_mm256_castsi256_si128((intel_vector)v),
               _mm256_extracti128_si256((intel_vector)v, 1));
#else
    (void)add;
    return (intel_vector)v;
#endif
}

SPELT_INLINE __m128i add_epi32(__m128i a, __m128i b)
{
    return _mm_add_epi32(a, b);
}

SPELT_INLINE __m128i add_epi64(__m128i a, __m128i b)
{
    return _mm_add_epi64(a, b);
}

SPELT_INLINE uint32_t lanes_u32(sums_u32 v)
{
    __m128i sum = fold_to_16((sums_u64)v, add_epi32);
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(1, 0, 3, 2)));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(2, 3, 0, 1)));
    return (uint32_t)_mm_cvtsi128_si32(sum);
}

SPELT_INLINE int32_t lanes_i32(sums_i32 v)
{
    return (int32_t)lanes_u32((sums_u32)v);
}

SPELT_INLINE uint64_t lanes_u64(sums_u64 v)
{
    const __m128i sum = fold_to_16(v, add_epi64);
    return (uint64_t)_mm_cvtsi128_si64(_mm_add_epi64(sum, _mm_unpackhi_epi64(sum, sum)));
}

SPELT_INLINE __m128i or_16(__m128i a, __m128i b)
{
    return _mm_or_si128(a, b);
}

SPELT_INLINE uint64_t lanes_or_u64(sums_u64 v)
{
    const __m128i any = fold_to_16(v, or_16);
    return (uint64_t)_mm_cvtsi128_si64(_mm_or_si128(any, _mm_unpackhi_epi64(any, any)));
}

/* Elements of the vectors that hold n, the zeros behind them too. */
SPELT_INLINE int64_t filled(size_t n, size_t element)
{
    const size_t lanes = INTEGER_BYTES / element;
    return (int64_t)((n + lanes - 1) / lanes * lanes);
}

/* The same where they come by two vectors. */
SPELT_INLINE int64_t filled_twice(size_t n, size_t element)
{
    return 2 * filled((n + 1) / 2, element);
}

/* a[2j] * b[2j] + a[2j + 1] * b[2j + 1], wrapped where that is 2^31. */
SPELT_INLINE sums_i32 multiply_pairs(words_i16 a, words_i16 b)
{
    return (sums_i32)INTEGER_CALL(madd_epi16)((intel_vector)a, (intel_vector)b);
}

/* The sum of each eight bytes. */
SPELT_INLINE sums_u64 add_eights(bytes_u8 v)
{
    return (sums_u64)INTEGER_CALL(sad_epu8)((intel_vector)v, (intel_vector)(bytes_u8){0});
}

/* The products of the lower halves of lanes of 64 bits, unsigned. */
SPELT_INLINE sums_u64 multiply_lower(sums_u64 a, sums_u64 b)
{
    return (sums_u64)INTEGER_CALL(mul_epu32)((intel_vector)a, (intel_vector)b);
}

/* The same of signed numbers: PMULDQ, which came with SSE4.1. */
#if INTEGER_BYTES > 16
#define INTEGER_MULTIPLY_SIGNED
SPELT_INLINE sums_u64 multiply_lower_signed(sums_u64 a, sums_u64 b)
{
    return (sums_u64)INTEGER_CALL(mul_epi32)((intel_vector)a, (intel_vector)b);
}
#endif

/* The upper halves of lanes of 64 bits, of a and b, in some order. */
SPELT_INLINE sums_u64 upper_halves(sums_u64 a, sums_u64 b)
{
    return (sums_u64)INTEGER_CALL(shuffle_ps)((intel_floats)a, (intel_floats)b,
                                              _MM_SHUFFLE(3, 1, 3, 1));
}

/* The upper halves of the products. */
SPELT_INLINE words_i16 high_products(words_u16 a, words_u16 b)
{
    return (words_i16)INTEGER_CALL(mulhi_epu16)((intel_vector)a, (intel_vector)b);
}

#if defined(__AVX512VNNI__)
#define INTEGER_VNNI
#define INTEGER_DPBUSD _mm512_dpbusd_epi32
#define INTEGER_DPWSSD _mm512_dpwssd_epi32
#elif defined(__AVXVNNI__)
#define INTEGER_VNNI
#define INTEGER_DPBUSD _mm256_dpbusd_avx_epi32
#define INTEGER_DPWSSD _mm256_dpwssd_avx_epi32
#endif

/* Sums side by side: VNNI's take 4 or 5 cycles from one to the next, plain additions 1. */
#ifdef INTEGER_VNNI
#define INTEGER_CHAINS 4
#else
#define INTEGER_CHAINS 2
#endif

#ifdef INTEGER_VNNI
/* Adds the products of four neighbours, of unsigned a and signed b; modulo 2^32. */
SPELT_INLINE sums_i32 add_fours(sums_i32 sum, bytes_u8 a, bytes_u8 b)
{
    return (sums_i32)INTEGER_DPBUSD((intel_vector)sum, (intel_vector)a, (intel_vector)b);
}

/* Adds the products of two neighbours; modulo 2^32. */
SPELT_INLINE sums_i32 add_pairs(sums_i32 sum, words_i16 a, words_i16 b)
{
    return (sums_i32)INTEGER_DPWSSD((intel_vector)sum, (intel_vector)a, (intel_vector)b);
}
#endif

/* ---- Fewer bytes than fill a vector, and zeros behind them ----------------------------------- */

#if INTEGER_BYTES == 64

/* Up to a whole vector, and without a branch. */
#define INTEGER_MASKED
SPELT_INLINE bytes_u8 load_up_to_one(const unsigned char *p, size_t bytes)
{
    const uint64_t mask = bytes > 0 ? UINT64_MAX >> (-bytes % 64) : 0;
    return (bytes_u8)_mm512_maskz_loadu_epi8(mask, p);
}

SPELT_INLINE bytes_u8 load_part(const unsigned char *p, size_t bytes)
{
    return (bytes_u8)_mm512_maskz_loadu_epi8(((uint64_t)1 << bytes) - 1, p);
}

#else

#define SPELT_LOAD_PIECE(type)                                                                     \
    SPELT_INLINE uint64_t piece_##type(const unsigned char *p)                                     \
    {                                                                                              \
        type piece;                                                                                \
        memcpy(&piece, p, sizeof piece);                                                           \
        return piece;                                                                              \
    }
SPELT_LOAD_PIECE(u16)
SPELT_LOAD_PIECE(u32)
SPELT_LOAD_PIECE(u64)

/* Up to 8: the first and the last piece, a power of two wide, which may overlap. */
SPELT_INLINE uint64_t first_bytes(const unsigned char *p, size_t bytes)
{
    if (bytes >= 4)
        return piece_u32(p) | piece_u32(p + bytes - 4) << (8 * (bytes - 4));
    if (bytes >= 2)
        return piece_u16(p) | piece_u16(p + bytes - 2) << (8 * (bytes - 2));
    return bytes == 1 ? *p : 0;
}

/* Up to 16. */
SPELT_INLINE __m128i first_16(const unsigned char *p, size_t bytes)
{
    if (bytes >= 8)
        return _mm_set_epi64x((int64_t)first_bytes(p + 8, bytes - 8), (int64_t)piece_u64(p));
    return _mm_set_epi64x(0, (int64_t)first_bytes(p, bytes));
}

#if INTEGER_BYTES == 32
SPELT_INLINE bytes_u8 load_part(const unsigned char *p, size_t bytes)
{
    if (bytes >= 16)
        return (bytes_u8)_mm256_set_m128i(first_16(p + 16, bytes - 16),
                                          _mm_loadu_si128((const __m128i *)(const void *)p));
    return (bytes_u8)_mm256_set_m128i(_mm_setzero_si128(), first_16(p, bytes));
}
#else
SPELT_INLINE bytes_u8 load_part(const unsigned char *p, size_t bytes)
{
    return (bytes_u8)first_16(p, bytes);
}
#endif

#endif

/* The same of whole elements, bytes wide each. */
SPELT_INLINE bytes_u8 load_elements(const unsigned char *p, size_t bytes, size_t size)
{
#if INTEGER_BYTES == 32
    if (bytes % 4 == 0) {
        static const int32_t window[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
        const __m256i mask =
            _mm256_loadu_si256((const __m256i *)(const void *)(window + 8 - size / 4));
        return (bytes_u8)_mm256_maskload_epi32((const int *)(const void *)p, mask);
    }
#endif
    (void)bytes;
    return load_part(p, size);
}

#endif
