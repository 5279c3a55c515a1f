/* convert_eights.h - conversions by AVX2 of eight elements at a time, which are numbers of f32 or
 * integers of 32 bits in a register on their way: of compilers' loops some take several of these
 * ways, others none. */
#ifndef SPELT_CONVERT_EIGHTS_H
#define SPELT_CONVERT_EIGHTS_H

#include "isa/convert_eights_whole.h"
#include "isa/convert_lanes.h"

#define CONVERT_OF_EIGHT(in, out) ((size_t)8)

SPELT_INLINE __m256i chosen_256(__m256i mask, __m256i if_true, __m256i if_false)
{
    return _mm256_blendv_epi8(if_false, if_true, mask);
}

/* ---- Eight elements as f32, rounded to odd where that does not hold them (convert_bits.h) ---- */

/* The halves as numbers, both exact: their sum alone rounds. */
SPELT_INLINE __m256 f32_of_eight_u32(__m256i a, __m256 *high, __m256 *low)
{
    const __m256i upper = _mm256_or_si256(_mm256_srli_epi32(a, 16), every_u32(0x53000000));
    const __m256i lower = _mm256_blend_epi16(a, every_u32(0x4b000000), 0xaa);
    *high = _mm256_sub_ps(_mm256_castsi256_ps(upper), _mm256_set1_ps(0x1.0001p39f));
    *low = _mm256_castsi256_ps(lower);
    return _mm256_add_ps(*high, *low);
}

/* Of those from 2^24 on the last 9 bits become 0, or 2^8 where they are not 0. */
SPELT_INLINE __m256i sticky_32(__m256i is_small, __m256i a)
{
    const __m256i last = every_u32(0x1ff),
                  is_low = _mm256_add_epi32(_mm256_and_si256(a, last), last);
    const __m256i sticky = _mm256_and_si256(_mm256_srli_epi32(is_low, 1), every_u32(0x100));
    return chosen_256(is_small, a, _mm256_or_si256(_mm256_andnot_si256(last, a), sticky));
}

/* Whole numbers of f64 of 41 digits. */
SPELT_INLINE __m128 odd_f32_of_whole_f64(__m256d a)
{
    const __m256i bits = _mm256_castpd_si256(a), last = every_u64(0x1fffffff);
    const __m256i is_low = _mm256_add_epi64(_mm256_and_si256(bits, last), last);
    const __m256i odd = _mm256_or_si256(bits, _mm256_and_si256(is_low, every_u64(0x20000000)));
    return _mm256_cvtpd_ps(_mm256_castsi256_pd(_mm256_andnot_si256(last, odd)));
}

/* The halves as numbers, as f64_of_i64() and f64_of_u64(). */
SPELT_INLINE __m256d f64_of_four_64(__m256i a, int is_signed, __m256d *high, __m256d *low)
{
    const u64 top = is_signed ? 0x4530000080000000 : 0x4530000000000000;
    const __m256i upper = _mm256_xor_si256(_mm256_srli_epi64(a, 32), every_u64(top));
    const __m256i lower = _mm256_blend_epi32(a, every_u64(0x4330000000000000), 0xaa);
    const __m256d shift = _mm256_set1_pd(is_signed ? 0x1.00000801p84 : 0x1.00000001p84);
    *high = _mm256_sub_pd(_mm256_castsi256_pd(upper), shift);
    *low = _mm256_castsi256_pd(lower);
    return _mm256_add_pd(*high, *low);
}

/* As sticky_i64() and sticky_u64(). */
SPELT_INLINE __m256d wide_of_64(__m256i a, int is_signed)
{
    const __m256i last = every_u64(0xfff);
    const __m256i large = is_signed
                              ? _mm256_srli_epi64(_mm256_add_epi64(a, every_u64((u64)1 << 53)), 54)
                              : _mm256_srli_epi64(a, 53);
    const __m256i is_small = _mm256_cmpeq_epi64(large, _mm256_setzero_si256());
    const __m256i is_low = _mm256_add_epi64(_mm256_and_si256(a, last), last);
    const __m256i sticky = _mm256_and_si256(_mm256_srli_epi64(is_low, 1), every_u64(0x800));
    const __m256i folded = _mm256_or_si256(_mm256_andnot_si256(last, a), sticky);
    __m256d high, low;
    return f64_of_four_64(chosen_256(is_small, a, folded), is_signed, &high, &low);
}

SPELT_INLINE __m256 eight_of_64(const void *p, int is_signed)
{
    const __m256i *x = p;
    return _mm256_set_m128(odd_f32_of_whole_f64(wide_of_64(load_256(x + 1), is_signed)),
                           odd_f32_of_whole_f64(wide_of_64(load_256(x), is_signed)));
}

#define CONVERT_EIGHT_i8(p)                                                                        \
    _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64((const void *)(p))))
#define CONVERT_EIGHT_u8(p)                                                                        \
    _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const void *)(p))))
#define CONVERT_EIGHT_i16(p)                                                                       \
    _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(_mm_loadu_si128((const void *)(p))))
#define CONVERT_EIGHT_u16(p)                                                                       \
    _mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(_mm_loadu_si128((const void *)(p))))
#define CONVERT_EIGHT_f16(p) _mm256_cvtph_ps(_mm_loadu_si128((const void *)(p)))
#define CONVERT_EIGHT_bf16(p)                                                                      \
    _mm256_castsi256_ps(                                                                           \
        _mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const void *)(p))), 16))
#define CONVERT_EIGHT_f32(p) _mm256_loadu_ps((const f32 *)(const void *)(p))
#define CONVERT_FOUR_f64(p) _mm256_loadu_pd((const f64 *)(const void *)(p))
#define CONVERT_FOUR_f32(p) _mm256_cvtps_pd(_mm_loadu_ps((const f32 *)(const void *)(p)))
#define CONVERT_FOUR_f16(p) _mm256_cvtps_pd(_mm_cvtph_ps(_mm_loadl_epi64((const void *)(p))))
#define CONVERT_FOUR_bf16(p)                                                                       \
    _mm256_cvtps_pd(_mm_castsi128_ps(                                                              \
        _mm_slli_epi32(_mm_cvtepu16_epi32(_mm_loadl_epi64((const void *)(p))), 16)))
#define CONVERT_EIGHT_i32(p) eight_of_i32(p)
#define CONVERT_EIGHT_u32(p) eight_of_u32(p)
#define CONVERT_EIGHT_i64(p) eight_of_64(p, 1)
#define CONVERT_EIGHT_u64(p) eight_of_64(p, 0)
#define CONVERT_EIGHT_f64(p) eight_of_f64(p)

SPELT_INLINE __m256 eight_of_i32(const void *p)
{
    const __m256i a = load_256(p); /* the least number has no opposite, but zeros at its end */
    const __m256i is_large = _mm256_cmpgt_epi32(_mm256_abs_epi32(a), every_u32(0xffffff));
    return _mm256_cvtepi32_ps(sticky_32(_mm256_xor_si256(is_large, every_u32(UINT32_MAX)), a));
}

SPELT_INLINE __m256 eight_of_u32(const void *p)
{
    const __m256i a = load_256(p);
    const __m256i is_small = _mm256_cmpeq_epi32(_mm256_srli_epi32(a, 24), _mm256_setzero_si256());
    __m256 high, low;
    return f32_of_eight_u32(sticky_32(is_small, a), &high, &low);
}

/* As odd_f32_of_f64(). */
SPELT_INLINE __m256 eight_of_f64(const void *p)
{
    const f64 *x = p;
    const __m256i a = load_256(x), b = load_256(x + 4), sign = every_u64((u64)1 << 63);
    const __m128 near_a = _mm256_cvtpd_ps(_mm256_castsi256_pd(a)),
                 near_b = _mm256_cvtpd_ps(_mm256_castsi256_pd(b));
    const __m256i back_a = _mm256_castpd_si256(_mm256_cvtps_pd(near_a));
    const __m256i back_b = _mm256_castpd_si256(_mm256_cvtps_pd(near_b));
    const __m256i is_same =
        low_halves(_mm256_cmpeq_epi64(a, back_a), _mm256_cmpeq_epi64(b, back_b));
    const __m256i is_beyond = low_halves(
        _mm256_cmpgt_epi64(_mm256_andnot_si256(sign, back_a), _mm256_andnot_si256(sign, a)),
        _mm256_cmpgt_epi64(_mm256_andnot_si256(sign, back_b), _mm256_andnot_si256(sign, b)));
    const __m256i near = _mm256_castps_si256(_mm256_set_m128(near_b, near_a));
    return _mm256_castsi256_ps(_mm256_or_si256(_mm256_add_epi32(near, is_beyond),
                                               _mm256_andnot_si256(is_same, every_u32(1))));
}

/* ---- Eight of f32 as bf16 and f16 ----------------------------------------------------------- */

/* As bf16_of_f32(); of numbers that are none of the special ones, and fit, where they are integers.
 */
SPELT_INLINE __m128i bf16_of_eight(convert_policy policy, __m256 a, int is_integer, __m256i *bad)
{
    const __m256i bits = _mm256_castps_si256(a),
                  size = _mm256_and_si256(bits, every_u32(INT32_MAX));
    const __m256i upper = _mm256_srli_epi32(bits, 16), one = every_u32(1);
    const __m256i tie = _mm256_add_epi32(_mm256_and_si256(upper, one), every_u32(0x7fff));
    const __m256i is_nan =
        is_integer ? _mm256_setzero_si256() : _mm256_cmpgt_epi32(size, every_u32(0x7f800000));
    __m256i made = _mm256_srli_epi32(_mm256_add_epi32(bits, tie), 16);
    if (!is_integer)
        made = chosen_256(is_nan, _mm256_or_si256(upper, every_u32(0x40)), made);
    if (policy == CONVERT_exact) {
        *bad = _mm256_or_si256(*bad, _mm256_andnot_si256(is_nan, _mm256_slli_epi32(bits, 16)));
    } else if (!is_integer) {
        const __m256i is_beyond =
            _mm256_andnot_si256(_mm256_cmpgt_epi32(size, every_u32(0x7f7fffff)),
                                _mm256_cmpgt_epi32(size, every_u32(0x7f7f7fff)));
        if (policy == CONVERT_sat)
            made = _mm256_add_epi32(made, is_beyond);
        else
            *bad = _mm256_or_si256(*bad, is_beyond);
    }
    return packed_u16(made);
}

/* Of 8 bits, and so exact. */
SPELT_INLINE __m128i bf16_of_bytes(__m256 a)
{
    return packed_u16(_mm256_srli_epi32(_mm256_castps_si256(a), 16));
}

/* Integers: those of 2^16 on are no f16, whichever they are, and others f32 holds. */
SPELT_INLINE __m256 small_of_i32(__m256i a)
{
    const __m256i most = every_u32(0x10000), least = every_u32(0u - 0x10000);
    return _mm256_cvtepi32_ps(_mm256_max_epi32(_mm256_min_epi32(a, most), least));
}

#define CONVERT_SMALL_i32(p) small_of_i32(load_256(p))
#define CONVERT_SMALL_u32(p) _mm256_cvtepi32_ps(_mm256_min_epu32(load_256(p), every_u32(0x10000)))
#define CONVERT_SMALL_i64(p)                                                                       \
    small_of_i32(fitted_64(CONVERT_sat, p, (convert_fit){1, 1, 0, 0, 0}, NULL))
#define CONVERT_SMALL_u64(p)                                                                       \
    _mm256_cvtepi32_ps(fitted_64(CONVERT_sat, p, (convert_fit){0, 0, 0, 0, 0x10000}, NULL))

SPELT_INLINE __m128i f16_of_eight(convert_policy policy, __m256 a, __m256i *bad)
{
    __m128i made;
    *bad = _mm256_or_si256(*bad, (__m256i)narrow_f16_lanes(policy, &a, &made));
    return made;
}

/* Eight of f64 as f32; where a finite number becomes Inf, the one before that. */
SPELT_INLINE __m256i sat_f32_of_eight(const f64 *x)
{
    const __m256i size = every_u32(INT32_MAX), infinity = every_u32(0x7f800000);
    const __m256i made = _mm256_castps_si256(_mm256_set_m128(
        _mm256_cvtpd_ps(_mm256_loadu_pd(x + 4)), _mm256_cvtpd_ps(_mm256_loadu_pd(x))));
    const __m256i upper = _mm256_and_si256(high_halves(load_256(x), load_256(x + 4)), size);
    const __m256i was_infinite = _mm256_cmpgt_epi32(upper, every_u32(0x7fefffff));
    const __m256i is_infinite = _mm256_cmpeq_epi32(_mm256_and_si256(made, size), infinity);
    return _mm256_add_epi32(made, _mm256_andnot_si256(was_infinite, is_infinite));
}

/* ---- Integers as f32 and f64, rounded once --------------------------------------------------- */

SPELT_INLINE __m256 f32_of_eight(convert_policy policy, __m256i a, __m256i *bad)
{
    __m256 high, low;
    const __m256 made = f32_of_eight_u32(a, &high, &low);
    if (policy == CONVERT_exact) {
        const __m256 lost = _mm256_xor_ps(_mm256_sub_ps(made, high), low);
        *bad = _mm256_or_si256(*bad, _mm256_castps_si256(lost));
    }
    return made;
}

/* The largest f32 below 2^31 stands for that. */
SPELT_INLINE __m256 f32_of_eight_i32(convert_policy policy, __m256i a, __m256i *bad)
{
    const __m256 made = _mm256_cvtepi32_ps(a);
    const __m256i back = _mm256_cvttps_epi32(_mm256_min_ps(made, _mm256_set1_ps(0x1.fffffep30f)));
    if (policy == CONVERT_exact)
        *bad = _mm256_or_si256(*bad, _mm256_xor_si256(back, a));
    return made;
}

SPELT_INLINE __m256d f64_of_four(convert_policy policy, __m256i a, int is_signed, __m256i *bad)
{
    __m256d high, low;
    const __m256d made = f64_of_four_64(a, is_signed, &high, &low);
    if (policy == CONVERT_exact) {
        const __m256d lost = _mm256_xor_pd(_mm256_sub_pd(made, high), low);
        *bad = _mm256_or_si256(*bad, _mm256_castpd_si256(lost));
    }
    return made;
}

/* What is exact is so in both steps. */
SPELT_INLINE __m128 f32_of_four_64(convert_policy policy, __m256i a, int is_signed, __m256i *bad)
{
    if (policy != CONVERT_exact)
        return _mm256_cvtpd_ps(wide_of_64(a, is_signed));
    const __m256d wide = f64_of_four(policy, a, is_signed, bad);
    const __m128 made = _mm256_cvtpd_ps(wide);
    const __m256d lost = _mm256_xor_pd(_mm256_cvtps_pd(made), wide);
    *bad = _mm256_or_si256(*bad, _mm256_castpd_si256(lost));
    return made;
}

SPELT_INLINE __m256d f64_of_four_u32(__m128i a)
{
    const __m256i shifted =
        _mm256_or_si256(_mm256_cvtepu32_epi64(a), every_u64(0x4330000000000000));
    return _mm256_sub_pd(_mm256_castsi256_pd(shifted), _mm256_set1_pd(0x1p52));
}

/* ---- Loops ----------------------------------------------------------------------------------- */

/* Over so many elements from i on; what is made of them. Short turns are some at a time: one takes
 * a cycle, or two where its code lies badly. */
#define CONVERT_LOOP_256(unroll, lanes, made)                                                      \
    __m256i any = _mm256_setzero_si256();                                                          \
    SPELT_UNROLL(unroll)                                                                           \
    for (size_t i = 0; i < n; i += lanes) {                                                        \
        const __typeof__(made) some = made;                                                        \
        memcpy(result + i, &some, (lanes) * sizeof *result);                                       \
    }                                                                                              \
    bad |= !_mm256_testz_si256(any, any)
#define CONVERT_BY_EIGHTS(made) ~, CONVERT_OF_EIGHT, CONVERT_LOOP_256(1, 8, made)

/* One by one there is an instruction, and a cycle for each. */
#define CONVERT_I64_INTO_F32                                                                       \
    if (policy != CONVERT_exact) {                                                                 \
        SPELT_UNROLL(4)                                                                            \
        for (size_t i = 0; i < n; i++)                                                             \
            _mm_store_ss((float *)result + i, _mm_cvtsi64_ss(_mm_setzero_ps(), x[i]));             \
        return 0;                                                                                  \
    }                                                                                              \
    CONVERT_LOOP_256(1, 4, f32_of_four_64(policy, load_256(x + i), 1, &any))

#define CONVERT_F64_INTO_F32                                                                       \
    if (policy == CONVERT_sat) {                                                                   \
        CONVERT_LOOP_256(1, 8, sat_f32_of_eight((const f64 *)(const void *)(x + i)));              \
        return bad;                                                                                \
    }                                                                                              \
    CONVERT_PLAIN_LOOP(fast_f64_f32(policy, x[i], &bad))

/* clang-format off */
#define CONVERT_VECTORS_f64_f32 ~, CONVERT_OF_NARROWER, CONVERT_F64_INTO_F32
#define CONVERT_VECTORS_f32_i8 CONVERT_BY_EIGHTS(CONVERT_INTO_i8(f32, CONVERT_EIGHT_f32(x + i)))
#define CONVERT_VECTORS_f32_i16 CONVERT_BY_EIGHTS(CONVERT_INTO_i16(f32, CONVERT_EIGHT_f32(x + i)))
#define CONVERT_VECTORS_f32_i32 CONVERT_BY_EIGHTS(CONVERT_INTO_i32(f32, CONVERT_EIGHT_f32(x + i)))
#define CONVERT_VECTORS_f32_u8 CONVERT_BY_EIGHTS(CONVERT_INTO_u8(f32, CONVERT_EIGHT_f32(x + i)))
#define CONVERT_VECTORS_f32_u16 CONVERT_BY_EIGHTS(CONVERT_INTO_u16(f32, CONVERT_EIGHT_f32(x + i)))
#define CONVERT_VECTORS_f32_u32 CONVERT_BY_EIGHTS(CONVERT_INTO_u32(f32, CONVERT_EIGHT_f32(x + i)))
#define CONVERT_VECTORS_f16_i8 CONVERT_BY_EIGHTS(CONVERT_INTO_i8(f32, CONVERT_EIGHT_f16(x + i)))
#define CONVERT_VECTORS_f16_i16 CONVERT_BY_EIGHTS(CONVERT_INTO_i16(f32, CONVERT_EIGHT_f16(x + i)))
#define CONVERT_VECTORS_f16_i32 CONVERT_BY_EIGHTS(CONVERT_INTO_i32(f32, CONVERT_EIGHT_f16(x + i)))
#define CONVERT_VECTORS_f16_u8 CONVERT_BY_EIGHTS(CONVERT_INTO_u8(f32, CONVERT_EIGHT_f16(x + i)))
#define CONVERT_VECTORS_f16_u16 CONVERT_BY_EIGHTS(CONVERT_INTO_u16(f32, CONVERT_EIGHT_f16(x + i)))
#define CONVERT_VECTORS_f16_u32 CONVERT_BY_EIGHTS(CONVERT_INTO_u32(f32, CONVERT_EIGHT_f16(x + i)))
#define CONVERT_VECTORS_bf16_i8 CONVERT_BY_EIGHTS(CONVERT_INTO_i8(f32, CONVERT_EIGHT_bf16(x + i)))
#define CONVERT_VECTORS_bf16_i16 CONVERT_BY_EIGHTS(CONVERT_INTO_i16(f32, CONVERT_EIGHT_bf16(x + i)))
#define CONVERT_VECTORS_bf16_i32 CONVERT_BY_EIGHTS(CONVERT_INTO_i32(f32, CONVERT_EIGHT_bf16(x + i)))
#define CONVERT_VECTORS_bf16_u8 CONVERT_BY_EIGHTS(CONVERT_INTO_u8(f32, CONVERT_EIGHT_bf16(x + i)))
#define CONVERT_VECTORS_bf16_u16 CONVERT_BY_EIGHTS(CONVERT_INTO_u16(f32, CONVERT_EIGHT_bf16(x + i)))
#define CONVERT_VECTORS_bf16_u32 CONVERT_BY_EIGHTS(CONVERT_INTO_u32(f32, CONVERT_EIGHT_bf16(x + i)))
#define CONVERT_VECTORS_f64_i8 CONVERT_BY_EIGHTS(CONVERT_INTO_i8(f64, x + i))
#define CONVERT_VECTORS_f64_i16 CONVERT_BY_EIGHTS(CONVERT_INTO_i16(f64, x + i))
#define CONVERT_VECTORS_f64_i32 CONVERT_BY_EIGHTS(CONVERT_INTO_i32(f64, x + i))
#define CONVERT_VECTORS_f64_u8 CONVERT_BY_EIGHTS(CONVERT_INTO_u8(f64, x + i))
#define CONVERT_VECTORS_f64_u16 CONVERT_BY_EIGHTS(CONVERT_INTO_u16(f64, x + i))
#define CONVERT_VECTORS_f64_u32 CONVERT_BY_EIGHTS(CONVERT_INTO_u32(f64, x + i))
#define CONVERT_VECTORS_f64_i64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, CONVERT_INTO_i64(CONVERT_FOUR_f64(x + i)))
#define CONVERT_VECTORS_f64_u64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, CONVERT_INTO_u64(CONVERT_FOUR_f64(x + i)))
#define CONVERT_VECTORS_f32_i64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, CONVERT_INTO_i64(CONVERT_FOUR_f32(x + i)))
#define CONVERT_VECTORS_f32_u64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, CONVERT_INTO_u64(CONVERT_FOUR_f32(x + i)))
#define CONVERT_VECTORS_f16_i64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, CONVERT_INTO_i64(CONVERT_FOUR_f16(x + i)))
#define CONVERT_VECTORS_f16_u64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, CONVERT_INTO_u64(CONVERT_FOUR_f16(x + i)))
#define CONVERT_VECTORS_bf16_i64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, CONVERT_INTO_i64(CONVERT_FOUR_bf16(x + i)))
#define CONVERT_VECTORS_bf16_u64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, CONVERT_INTO_u64(CONVERT_FOUR_bf16(x + i)))

#define CONVERT_VECTORS_i8_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_EIGHT_i8(x + i), &any))
#define CONVERT_VECTORS_i16_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_EIGHT_i16(x + i), &any))
#define CONVERT_VECTORS_i32_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_SMALL_i32(x + i), &any))
#define CONVERT_VECTORS_i64_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_SMALL_i64(x + i), &any))
#define CONVERT_VECTORS_u8_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_EIGHT_u8(x + i), &any))
#define CONVERT_VECTORS_u16_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_EIGHT_u16(x + i), &any))
#define CONVERT_VECTORS_u32_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_SMALL_u32(x + i), &any))
#define CONVERT_VECTORS_u64_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_SMALL_u64(x + i), &any))
#define CONVERT_VECTORS_bf16_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_EIGHT_bf16(x + i), &any))
#define CONVERT_VECTORS_f64_f16 CONVERT_BY_EIGHTS(f16_of_eight(policy, CONVERT_EIGHT_f64(x + i), &any))
#define CONVERT_VECTORS_i8_bf16 CONVERT_BY_EIGHTS(bf16_of_bytes(CONVERT_EIGHT_i8(x + i)))
#define CONVERT_VECTORS_i16_bf16 CONVERT_BY_EIGHTS(bf16_of_eight(policy, CONVERT_EIGHT_i16(x + i), 1, &any))
#define CONVERT_VECTORS_i32_bf16 CONVERT_BY_EIGHTS(bf16_of_eight(policy, CONVERT_EIGHT_i32(x + i), 1, &any))
#define CONVERT_VECTORS_i64_bf16 CONVERT_BY_EIGHTS(bf16_of_eight(policy, CONVERT_EIGHT_i64(x + i), 1, &any))
#define CONVERT_VECTORS_u8_bf16 CONVERT_BY_EIGHTS(bf16_of_bytes(CONVERT_EIGHT_u8(x + i)))
#define CONVERT_VECTORS_u16_bf16 CONVERT_BY_EIGHTS(bf16_of_eight(policy, CONVERT_EIGHT_u16(x + i), 1, &any))
#define CONVERT_VECTORS_u32_bf16 CONVERT_BY_EIGHTS(bf16_of_eight(policy, CONVERT_EIGHT_u32(x + i), 1, &any))
#define CONVERT_VECTORS_u64_bf16 CONVERT_BY_EIGHTS(bf16_of_eight(policy, CONVERT_EIGHT_u64(x + i), 1, &any))
#define CONVERT_VECTORS_f16_bf16 CONVERT_BY_EIGHTS(bf16_of_eight(policy, CONVERT_EIGHT_f16(x + i), 0, &any))
#define CONVERT_VECTORS_f64_bf16 CONVERT_BY_EIGHTS(bf16_of_eight(policy, CONVERT_EIGHT_f64(x + i), 0, &any))

#define CONVERT_VECTORS_i32_f32 ~, CONVERT_OF_EIGHT, CONVERT_LOOP_256(4, 8, f32_of_eight_i32(policy, load_256(x + i), &any))
#define CONVERT_VECTORS_i64_f64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(2, 4, f64_of_four(policy, load_256(x + i), 1, &any))
#define CONVERT_VECTORS_u64_f64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(2, 4, f64_of_four(policy, load_256(x + i), 0, &any))
#define CONVERT_VECTORS_u32_f32 ~, CONVERT_OF_EIGHT, CONVERT_LOOP_256(4, 8, f32_of_eight(policy, load_256(x + i), &any))
#define CONVERT_VECTORS_u64_f32 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(1, 4, f32_of_four_64(policy, load_256(x + i), 0, &any))
#define CONVERT_VECTORS_i64_f32 ~, CONVERT_OF_WIDER, CONVERT_I64_INTO_F32
#define CONVERT_VECTORS_bf16_f32 ~, CONVERT_OF_EIGHT, CONVERT_LOOP_256(4, 8, CONVERT_EIGHT_bf16(x + i))
#define CONVERT_VECTORS_f32_f64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(4, 4, CONVERT_FOUR_f32(x + i))
#define CONVERT_VECTORS_u32_f64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(4, 4, f64_of_four_u32(_mm_loadu_si128((const void *)(x + i))))
#define CONVERT_VECTORS_f16_f64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(4, 4, CONVERT_FOUR_f16(x + i))
#define CONVERT_VECTORS_bf16_f64 ~, CONVERT_OF_WIDER, CONVERT_LOOP_256(4, 4, CONVERT_FOUR_bf16(x + i))
/* clang-format on */

#endif
