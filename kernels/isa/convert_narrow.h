/* convert_narrow.h - integers into narrower ones by the instructions of AVX-512 that do it in one step;
 * compilers take several, or none. And into those of the other sign and as many bits. */
#ifndef SPELT_CONVERT_NARROW_H
#define SPELT_CONVERT_NARROW_H

#include <immintrin.h>

/* The loop, of vectors a. x and y are the bits of an element that is read, and made; of an element
 * that does not fit `outside` has bits; `limited` is what sat makes of a vector. */
#define CONVERT_NARROW(x_bits, y_bits, outside, limited)                                           \
    __m512i any = _mm512_setzero_si512();                                                          \
    SPELT_UNROLL(4)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *x) {                                   \
        const __m512i a = _mm512_loadu_si512((const void *)(x + i));                               \
        const __typeof__(_mm512_cvtepi##x_bits##_epi##y_bits(a)) narrow =                          \
            policy == CONVERT_sat ? (limited) : _mm512_cvtepi##x_bits##_epi##y_bits(a);            \
        if (policy == CONVERT_exact)                                                               \
            any = _mm512_or_si512(any, outside);                                                   \
        memcpy(result + i, &narrow, CONVERT_VECTOR / sizeof *x * sizeof *result);                  \
    }                                                                                              \
    bad |= _mm512_test_epi64_mask(any, any)

#define CONVERT_EVERY(bits, value) CONVERT_EVERY_##bits(value)
#define CONVERT_EVERY_16(value) _mm512_set1_epi16((int16_t)(value))
#define CONVERT_EVERY_32(value) _mm512_set1_epi32((int32_t)(value))
#define CONVERT_EVERY_64(value) _mm512_set1_epi64((int64_t)(value))
#define CONVERT_BEYOND(x, bits, v) _mm512_andnot_si512(CONVERT_EVERY(x, ((u64)1 << (bits)) - 1), v)

/* From and to signed types and unsigned ones. */
#define CONVERT_NARROW_SS(x, y)                                                                    \
    CONVERT_NARROW(x, y,                                                                           \
                   CONVERT_BEYOND(x, y, _mm512_add_epi##x(a, CONVERT_EVERY(x, (u64)1 << (y - 1)))), \
                   _mm512_cvtsepi##x##_epi##y(a))
#define CONVERT_NARROW_SU(x, y)                                                                    \
    CONVERT_NARROW(x, y, CONVERT_BEYOND(x, y, a),                                                  \
                   _mm512_cvtusepi##x##_epi##y(_mm512_max_epi##x(a, _mm512_setzero_si512())))
#define CONVERT_NARROW_UU(x, y)                                                                    \
    CONVERT_NARROW(x, y, CONVERT_BEYOND(x, y, a), _mm512_cvtusepi##x##_epi##y(a))
#define CONVERT_NARROW_US(x, y)                                                                    \
    CONVERT_NARROW(x, y, CONVERT_BEYOND(x, y - 1, a),                                              \
                   _mm512_cvtepi##x##_epi##y(                                                      \
                       _mm512_min_epu##x(a, CONVERT_EVERY(x, ((u64)1 << (y - 1)) - 1))))

/* Between a signed type and the unsigned one of as many bits, two vectors a turn: an element that does not fit
 * has the highest bit. Both are read before one is stored, and each has bits of its own (1.45 times, Zen 5). */
#define CONVERT_OTHER_SIGN(limited)                                                                \
    __m512i any = _mm512_setzero_si512();                                                          \
    __m512i more = any;                                                                            \
    for (size_t i = 0; i < n; i += 2 * CONVERT_VECTOR / sizeof *x) {                               \
        const __m512i first = _mm512_loadu_si512((const void *)(x + i));                           \
        const __m512i second =                                                                     \
            _mm512_loadu_si512((const void *)(x + i + CONVERT_VECTOR / sizeof *x));                \
        const __m512i made = policy == CONVERT_sat ? limited(first) : first;                       \
        const __m512i other = policy == CONVERT_sat ? limited(second) : second;                    \
        any = _mm512_or_si512(any, first);                                                         \
        more = _mm512_or_si512(more, second);                                                      \
        memcpy(result + i, &made, sizeof made);                                                    \
        memcpy(result + i + CONVERT_VECTOR / sizeof *x, &other, sizeof other);                     \
    }                                                                                              \
    if (policy == CONVERT_exact)                                                                   \
    bad |= any_sign(_mm512_or_si512(any, more), sizeof *x)
#define CONVERT_OF_TWO(in, out) (2 * CONVERT_OF_WIDER(in, out))
SPELT_INLINE unsigned any_sign(__m512i v, size_t size)
{
    return size == 4 ? _mm512_movepi32_mask(v) : _mm512_movepi64_mask(v);
}
#define CONVERT_NOT_BELOW_0(x, a) _mm512_max_epi##x(a, _mm512_setzero_si512())
#define CONVERT_NOT_BELOW_0_32(a) CONVERT_NOT_BELOW_0(32, a)
#define CONVERT_NOT_BELOW_0_64(a) CONVERT_NOT_BELOW_0(64, a)
#define CONVERT_SIGNED_32(a) _mm512_min_epu32(a, _mm512_set1_epi32(INT32_MAX))
#define CONVERT_SIGNED_64(a) _mm512_min_epu64(a, _mm512_set1_epi64(INT64_MAX))

/* clang-format off */
#define CONVERT_VECTORS_i32_u32 ~, CONVERT_OF_TWO, CONVERT_OTHER_SIGN(CONVERT_NOT_BELOW_0_32)
#define CONVERT_VECTORS_i64_u64 ~, CONVERT_OF_TWO, CONVERT_OTHER_SIGN(CONVERT_NOT_BELOW_0_64)
#define CONVERT_VECTORS_u32_i32 ~, CONVERT_OF_TWO, CONVERT_OTHER_SIGN(CONVERT_SIGNED_32)
#define CONVERT_VECTORS_u64_i64 ~, CONVERT_OF_TWO, CONVERT_OTHER_SIGN(CONVERT_SIGNED_64)
#define CONVERT_VECTORS_i16_i8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SS(16, 8)
#define CONVERT_VECTORS_i16_u8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SU(16, 8)
#define CONVERT_VECTORS_i32_i8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SS(32, 8)
#define CONVERT_VECTORS_i32_i16 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SS(32, 16)
#define CONVERT_VECTORS_i32_u8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SU(32, 8)
#define CONVERT_VECTORS_i32_u16 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SU(32, 16)
#define CONVERT_VECTORS_i64_i8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SS(64, 8)
#define CONVERT_VECTORS_i64_i16 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SS(64, 16)
#define CONVERT_VECTORS_i64_i32 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SS(64, 32)
#define CONVERT_VECTORS_i64_u8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SU(64, 8)
#define CONVERT_VECTORS_i64_u16 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SU(64, 16)
#define CONVERT_VECTORS_i64_u32 ~, CONVERT_OF_WIDER, CONVERT_NARROW_SU(64, 32)
#define CONVERT_VECTORS_u16_i8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_US(16, 8)
#define CONVERT_VECTORS_u16_u8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_UU(16, 8)
#define CONVERT_VECTORS_u32_i8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_US(32, 8)
#define CONVERT_VECTORS_u32_i16 ~, CONVERT_OF_WIDER, CONVERT_NARROW_US(32, 16)
#define CONVERT_VECTORS_u32_u8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_UU(32, 8)
#define CONVERT_VECTORS_u32_u16 ~, CONVERT_OF_WIDER, CONVERT_NARROW_UU(32, 16)
#define CONVERT_VECTORS_u64_i8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_US(64, 8)
#define CONVERT_VECTORS_u64_i16 ~, CONVERT_OF_WIDER, CONVERT_NARROW_US(64, 16)
#define CONVERT_VECTORS_u64_i32 ~, CONVERT_OF_WIDER, CONVERT_NARROW_US(64, 32)
#define CONVERT_VECTORS_u64_u8 ~, CONVERT_OF_WIDER, CONVERT_NARROW_UU(64, 8)
#define CONVERT_VECTORS_u64_u16 ~, CONVERT_OF_WIDER, CONVERT_NARROW_UU(64, 16)
#define CONVERT_VECTORS_u64_u32 ~, CONVERT_OF_WIDER, CONVERT_NARROW_UU(64, 32)
/* clang-format on */

#endif
