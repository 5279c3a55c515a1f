/* map_by_hand.h - operations, on a vector each, for which x86 has instructions that
 * compilers do not find: of integers of 8 and 16 bits sums and differences that stay in range, and of
 * AVX2 products of half as many numbers to twice the bits; of AVX-512 the lesser and the greater of two
 * floating-point numbers that are no NaNs; of both a number between two others, or a NaN. And of SSE2 what chooses
 * among two f64, whose masks GCC does not widen to 64 bits. MAP_BY_HAND(op_suffix), 0 for all that is not here, is one more
 * flag of a kernel (maps.c). */
#ifndef SPELT_ISA_MAP_BY_HAND_H
#define SPELT_ISA_MAP_BY_HAND_H

#if defined __SSE2__ && SPELT_MAP_BYTES
#define MAP_HAND_add_sat_i8 , 1
#define MAP_HAND_add_sat_u8 , 2
#define MAP_HAND_add_sat_i16 , 3
#define MAP_HAND_add_sat_u16 , 4
#define MAP_HAND_sub_sat_i8 , 5
#define MAP_HAND_sub_sat_u8 , 6
#define MAP_HAND_sub_sat_i16 , 7
#define MAP_HAND_sub_sat_u16 , 8
#define MAP_HAND_mul_sat_i8 , 9
#if SPELT_MAP_BYTES >= 32
#define MAP_HAND_clip_f32 , 19
#define MAP_HAND_clip_f64 , 20
#elif SPELT_MAP_BYTES == 16
#define MAP_HAND_clip_f64 , 20
#define MAP_HAND_minimum_f64 , 21
#define MAP_HAND_maximum_f64 , 22
#define MAP_HAND_minimum_number_f64 , 23
#define MAP_HAND_maximum_number_f64 , 24
#define MAP_HAND_sign_f64 , 25
#define MAP_HAND_rint_f64 , 26
#define MAP_HAND_floor_f64 , 27
#define MAP_HAND_ceil_f64 , 28
#define MAP_HAND_trunc_f64 , 29
#endif
#if SPELT_MAP_BYTES == 64
#define MAP_HAND_minimum_f32 , 15
#define MAP_HAND_maximum_f32 , 16
#define MAP_HAND_minimum_f64 , 17
#define MAP_HAND_maximum_f64 , 18
#define MAP_HAND_minimum_number_f32 , 15
#define MAP_HAND_maximum_number_f32 , 16
#define MAP_HAND_minimum_number_f64 , 17
#define MAP_HAND_maximum_number_f64 , 18
#endif
#if SPELT_MAP_BYTES == 32
#define MAP_HAND_mul_sat_u8 , 10
#define MAP_HAND_mul_sat_u32 , 11
#define MAP_HAND_mul_sat_u64 , 12
#define MAP_HAND_mul_u64 , 13
#define MAP_HAND_mul_i64 , 14
#endif
#endif
#define MAP_BY_HAND(function) (MAP_HAND * MAP_SECOND(SPELT_PASTE(MAP_HAND_, function), 0, ))
/* Those from here on take NaNs too, quietly. */
enum { MAP_HAND_OF_ANY = 19 * MAP_HAND };

#if defined __SSE2__ && SPELT_MAP_BYTES

#if SPELT_MAP_BYTES == 64
typedef __m512i map_integers;
#define MAP_INTEL(name) _mm512_##name
#define MAP_ZERO _mm512_setzero_si512()
#elif SPELT_MAP_BYTES == 32
typedef __m256i map_integers;
#define MAP_INTEL(name) _mm256_##name
#define MAP_ZERO _mm256_setzero_si256()
#else
typedef __m128i map_integers;
#define MAP_INTEL(name) _mm_##name
#define MAP_ZERO _mm_setzero_si128()
#endif

/* Of numbers times 2^8 the upper half. */
SPELT_INLINE map_integers product_sat_lanes_i8(map_integers a, map_integers b)
{
    const map_integers zero = MAP_ZERO;
    return MAP_INTEL(packs_epi16)(
        MAP_INTEL(mulhi_epi16)(MAP_INTEL(unpacklo_epi8)(zero, a), MAP_INTEL(unpacklo_epi8)(zero, b)),
        MAP_INTEL(mulhi_epi16)(MAP_INTEL(unpackhi_epi8)(zero, a),
                               MAP_INTEL(unpackhi_epi8)(zero, b)));
}

#if SPELT_MAP_BYTES == 32

SPELT_INLINE __m256i product_sat_lanes_u8(__m256i a, __m256i b)
{
    const __m256i zero = _mm256_setzero_si256(), most = _mm256_set1_epi16(UINT8_MAX);
    const __m256i low =
        _mm256_mullo_epi16(_mm256_unpacklo_epi8(a, zero), _mm256_unpacklo_epi8(b, zero));
    const __m256i high =
        _mm256_mullo_epi16(_mm256_unpackhi_epi8(a, zero), _mm256_unpackhi_epi8(b, zero));
    return _mm256_packus_epi16(_mm256_min_epu16(low, most), _mm256_min_epu16(high, most));
}

SPELT_INLINE __m256i product_overflows_lanes(__m256i a, __m256i b)
{
    i64 x[4], y[4], overflows[4], product;
    _mm256_storeu_si256((__m256i *)x, a);
    _mm256_storeu_si256((__m256i *)y, b);
    for (size_t i = 0; i < 4; i++)
        overflows[i] = -(i64)__builtin_mul_overflow(x[i], y[i], &product);
    return _mm256_loadu_si256((const __m256i *)overflows);
}

/* By halves with a sign, of which the upper ones make up for that of the lower. A product fits
 * where one upper half is 0 and what stands above its lowest 32 bits fits as many; of others, few
 * of which fit, each is asked. The highest bits tell which overflow. */
SPELT_INLINE __m256i product_lanes_i64(__m256i a, __m256i b, __m256i *overflows)
{
    const __m256i half = _mm256_set1_epi64x((i64)1 << 31), sign = _mm256_set1_epi64x(INT64_MIN);
    const __m256i upper_a = _mm256_srli_epi64(_mm256_add_epi64(a, half), 32);
    const __m256i upper_b = _mm256_srli_epi64(_mm256_add_epi64(b, half), 32);
    const __m256i low = _mm256_mul_epi32(a, b);
    const __m256i cross =
        _mm256_add_epi64(_mm256_mul_epi32(upper_a, b), _mm256_mul_epi32(a, upper_b));
    const __m256i above =
        _mm256_add_epi64(cross, _mm256_srli_epi64(_mm256_xor_si256(low, sign), 32));
    const __m256i beyond =
        _mm256_or_si256(_mm256_srli_epi64(above, 32), _mm256_min_epu32(upper_a, upper_b));
    *overflows = _mm256_setzero_si256();
    if (SPELT_UNLIKELY(!_mm256_testz_si256(beyond, beyond)))
        *overflows = product_overflows_lanes(a, b);
    return _mm256_add_epi64(low, _mm256_slli_epi64(cross, 32));
}

/* By halves. A product fits where one upper half is 0 and what stands above its lowest 32 bits fits
 * as many: else `beyond` is more than 0. */
SPELT_INLINE __m256i product_lanes_u64(__m256i a, __m256i b, __m256i *beyond)
{
    const __m256i upper_a = _mm256_srli_epi64(a, 32), upper_b = _mm256_srli_epi64(b, 32);
    const __m256i low = _mm256_mul_epu32(a, b);
    const __m256i cross =
        _mm256_add_epi64(_mm256_mul_epu32(upper_a, b), _mm256_mul_epu32(a, upper_b));
    const __m256i above = _mm256_add_epi64(cross, _mm256_srli_epi64(low, 32));
    *beyond = _mm256_or_si256(_mm256_srli_epi64(above, 32), _mm256_min_epu32(upper_a, upper_b));
    return _mm256_add_epi64(low, _mm256_slli_epi64(cross, 32));
}

SPELT_INLINE __m256i product_sat_lanes_u32(__m256i a, __m256i b)
{
    const __m256i even = _mm256_mul_epu32(a, b), zero = _mm256_setzero_si256();
    const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(a, 32), _mm256_srli_epi64(b, 32));
    const __m256i low = _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xaa);
    const __m256i high = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
    return _mm256_or_si256(low,
                           _mm256_xor_si256(_mm256_cmpeq_epi32(high, zero), _mm256_set1_epi32(-1)));
}

#elif SPELT_MAP_BYTES == 64

/* With the sign of the one that is taken, where -0 < +0. */
enum { MAP_LEAST = 4, MAP_GREATEST = 5 };
#define RANGE(type, which)                                                                         \
    _mm512_castp##type##_si512(_mm512_range_p##type(_mm512_castsi512_p##type(a),                   \
                                                    _mm512_castsi512_p##type(b), which))

#endif

#if SPELT_MAP_BYTES == 64
/* Instructions that give the second of two where they are equal or one is a NaN, and raise nothing: but of a
 * signaling NaN INVALID is raised, by a comparison of which nothing else is wanted. */
#define CLIPPED(suffix, type, intel)                                                               \
    SPELT_INLINE __m512i clipped_lanes_##type(__m512i x, map_whole low, map_whole high)            \
    {                                                                                              \
        const intel a = (intel)x;                                                                  \
        __mmask16 unordered;                                                                       \
        __asm__ volatile("vcmpunord" #suffix " %1, %1, %0" : "=k"(unordered) : "v"(a));            \
        return (__m512i)_mm512_min_round_##suffix(                                                 \
            (intel)high, _mm512_max_round_##suffix((intel)low, a, _MM_FROUND_NO_EXC),              \
            _MM_FROUND_NO_EXC);                                                                    \
    }
CLIPPED(ps, f32, __m512)
CLIPPED(pd, f64, __m512d)
#elif SPELT_MAP_BYTES == 32
#define CLIPPED(suffix, type, intel)                                                               \
    SPELT_INLINE __m256i clipped_lanes_##type(__m256i x, map_whole low, map_whole high)            \
    {                                                                                              \
        const map_lanes_of_##type a = (map_lanes_of_##type)x;                                      \
        const intel b = _mm256_blendv_##suffix(                                                    \
            (intel)a, (intel)low, (intel)less_lanes_##type(a, (map_lanes_of_##type)low));          \
        return (__m256i)_mm256_blendv_##suffix(                                                    \
            b, (intel)high,                                                                        \
            (intel)less_lanes_##type((map_lanes_of_##type)high, (map_lanes_of_##type)b));          \
    }
CLIPPED(ps, f32, __m256)
CLIPPED(pd, f64, __m256d)
#else
typedef map_lanes_of_f64 f64_lanes;

SPELT_INLINE map_whole either_lanes(map_whole first, map_whole a, map_whole b)
{
    return (a & first) | (b & ~first);
}

SPELT_INLINE map_whole where_lanes(f64_lanes number, map_whole truths)
{
    return (map_whole)number & truths;
}

/* The instructions give the second of two that are equal. */
SPELT_INLINE map_integers clipped_lanes_f64(map_integers x, map_whole low, map_whole high)
{
    const map_whole ordered = (map_whole)((f64_lanes)x == (f64_lanes)x);
    const __m128d number = (__m128d)((map_whole)x & ordered);
    const __m128d made = _mm_min_pd((__m128d)high, _mm_max_pd((__m128d)low, number));
    return (map_integers)either_lanes(ordered, (map_whole)made, (map_whole)x);
}

/* The lesser, or the greater, of two; of a NaN and a number that which is asked for; of zeros by their bits. */
SPELT_INLINE map_integers limit_lanes_f64(map_integers x, map_integers y, int is_greatest, int is_number)
{
    const f64_lanes a = (f64_lanes)x, b = (f64_lanes)y, odd = is_number ? b : a;
    const map_whole first =
        (is_greatest ? less_lanes_f64(b, a) : less_lanes_f64(a, b)) | (map_whole)(odd != odd);
    const map_whole chosen = either_lanes(first, (map_whole)x, (map_whole)y);
    return (map_integers)(is_greatest ? chosen & ((map_whole)x | (map_whole)(a != b))
                                      : chosen | where_lanes(a, (map_whole)(a == b)));
}

#define ALL_OF(number) ((f64_lanes){number, number})
#define HIGHEST_LANES ((map_whole)ALL_OF(-0.0))

SPELT_INLINE map_integers sign_lanes_f64(map_integers x)
{
    const f64_lanes a = (f64_lanes)x;
    const map_whole one = (map_whole)ALL_OF(1.0) | ((map_whole)x & HIGHEST_LANES);
    return (map_integers)(where_lanes(a, (map_whole)(a != a)) |
                          (one & (map_whole)(a == a) & (map_whole)(a != ALL_OF(0.0))));
}

/* As map_values.h rounds one. */
SPELT_INLINE f64_lanes rounded_lanes_f64(f64_lanes a)
{
    const f64_lanes shift = (f64_lanes)((map_whole)ALL_OF(0x1p52) | ((map_whole)a & HIGHEST_LANES));
    return (a + shift) - shift;
}

enum { RINT, FLOOR, CEIL, TRUNC };
SPELT_INLINE map_integers whole_lanes_f64(map_integers x, int way)
{
    const f64_lanes a = (f64_lanes)x, one = ALL_OF(1.0);
    const map_whole sign = (map_whole)x & HIGHEST_LANES;
    const f64_lanes size = (f64_lanes)((map_whole)x ^ sign);
    f64_lanes r = rounded_lanes_f64(way == TRUNC ? size : a);
    if (way == FLOOR)
        r -= (f64_lanes)where_lanes(one, less_lanes_f64(a, r));
    else if (way == CEIL)
        r += (f64_lanes)where_lanes(one, less_lanes_f64(r, a));
    else if (way == TRUNC)
        r -= (f64_lanes)where_lanes(one, less_lanes_f64(size, r));
    return (map_integers)either_lanes(less_lanes_f64(size, ALL_OF(0x1p52)),
                                      sign | ((map_whole)r & ~HIGHEST_LANES), (map_whole)x);
}
#endif
#undef CLIPPED
#undef ALL_OF
#undef HIGHEST_LANES

/* bits, where they are asked for: the highest tells of an overflow. Of x and y; or of x and the numbers p and
 * q in every lane, which others do not look at. */
SPELT_INLINE void map_by_hand(int ones, map_whole *result, map_whole *bits, const map_whole *x,
                              const map_whole *y, const map_whole *p, const map_whole *q)
{
    (void)p, (void)q;
    const map_integers a = (map_integers)*x, b = (map_integers)*y;
    map_integers made = a, beyond = MAP_ZERO;
    switch (ones / MAP_HAND) {
    case 1: made = MAP_INTEL(adds_epi8)(a, b); break;
    case 2: made = MAP_INTEL(adds_epu8)(a, b); break;
    case 3: made = MAP_INTEL(adds_epi16)(a, b); break;
    case 4: made = MAP_INTEL(adds_epu16)(a, b); break;
    case 5: made = MAP_INTEL(subs_epi8)(a, b); break;
    case 6: made = MAP_INTEL(subs_epu8)(a, b); break;
    case 7: made = MAP_INTEL(subs_epi16)(a, b); break;
    case 8: made = MAP_INTEL(subs_epu16)(a, b); break;
    case 9: made = product_sat_lanes_i8(a, b); break;
#if SPELT_MAP_BYTES == 32
    case 10: made = product_sat_lanes_u8(a, b); break;
    case 11: made = product_sat_lanes_u32(a, b); break;
    case 12:
        made = product_lanes_u64(a, b, &beyond);
        made = _mm256_or_si256(made, _mm256_cmpgt_epi64(beyond, MAP_ZERO));
        break;
    case 13:
        made = product_lanes_u64(a, b, &beyond);
        beyond = _mm256_sub_epi64(MAP_ZERO, beyond);
        break;
    case 14: made = product_lanes_i64(a, b, &beyond); break;
#elif SPELT_MAP_BYTES == 64
    case 15: made = RANGE(s, MAP_LEAST); break;
    case 16: made = RANGE(s, MAP_GREATEST); break;
    case 17: made = RANGE(d, MAP_LEAST); break;
    case 18: made = RANGE(d, MAP_GREATEST); break;
#endif
#if SPELT_MAP_BYTES >= 32
    case 19: made = clipped_lanes_f32(a, *p, *q); break;
#else
    case 21: made = limit_lanes_f64(a, b, 0, 0); break;
    case 22: made = limit_lanes_f64(a, b, 1, 0); break;
    case 23: made = limit_lanes_f64(a, b, 0, 1); break;
    case 24: made = limit_lanes_f64(a, b, 1, 1); break;
    case 25: made = sign_lanes_f64(a); break;
    case 26: made = whole_lanes_f64(a, RINT); break;
    case 27: made = whole_lanes_f64(a, FLOOR); break;
    case 28: made = whole_lanes_f64(a, CEIL); break;
    case 29: made = whole_lanes_f64(a, TRUNC); break;
#endif
    case 20: made = clipped_lanes_f64(a, *p, *q); break;
    }
    *result = (map_whole)made;
    if (bits)
        *bits = (map_whole)beyond;
}

#else

SPELT_INLINE void map_by_hand(int ones, map_whole *result, map_whole *bits, const map_whole *x,
                              const map_whole *y, const map_whole *p, const map_whole *q)
{
    (void)ones, (void)result, (void)bits, (void)x, (void)y, (void)p, (void)q;
}

#endif

#endif
