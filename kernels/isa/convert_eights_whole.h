/* convert_eights_whole.h - eight numbers of f32 or f64 as integers, by AVX2: for convert_eights.h. */
#ifndef SPELT_CONVERT_EIGHTS_WHOLE_H
#define SPELT_CONVERT_EIGHTS_WHOLE_H

#include "isa/convert_pack.h"

/* No exception is raised but INVALID, where an element fails; no mode of the host matters. What
 * integers of 32 bits do not hold becomes the least one, and is left to the scalar kernel; but not
 * by sat, which knows the limits. For a type of fewer bits, `width`, what lies beyond it is refused
 * from `least` on; but not by sat, which leaves that to the step that packs them. */
#define CONVERT_WHOLE_256(suffix, a)                                                               \
    (policy == CONVERT_trunc                                                                       \
         ? _mm256_round_##suffix(a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC)                        \
         : _mm256_round_##suffix(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC))

/* Adds to bad where the numbers have a fraction, or sat meets a NaN. */
SPELT_INLINE __m256i differ_256(convert_policy policy, __m256i a, __m256i whole, __m256i is_nan,
                                __m256i bad)
{
    return policy == CONVERT_exact ? _mm256_or_si256(bad, _mm256_xor_si256(a, whole))
           : policy == CONVERT_sat ? _mm256_or_si256(bad, is_nan)
                                   : bad;
}

SPELT_INLINE __m256i beyond_width(convert_policy policy, __m256i made, int width, i32 least,
                                  __m256i bad)
{
    if (policy == CONVERT_sat)
        return bad;
    if (width == 32)
        return _mm256_or_si256(bad, _mm256_cmpeq_epi32(made, every_u32(1u << 31)));
    const __m256i beyond = every_u32(~(((u32)1 << (width & 31)) - 1));
    return _mm256_or_si256(bad,
                           _mm256_and_si256(beyond, _mm256_sub_epi32(made, every_u32((u32)least))));
}

SPELT_INLINE __m256i i32_of_eight_f32(convert_policy policy, __m256 a, int width, i32 least,
                                      __m256i *bad)
{
    const __m256i bits = _mm256_castps_si256(a),
                  is_nan = _mm256_castps_si256(_mm256_cmp_ps(a, a, _CMP_UNORD_Q));
    const __m256i is_above = _mm256_cmpgt_epi32(bits, every_u32(0x4effffff)); /* from 2^31 on */
    if (policy == CONVERT_sat)
        a = _mm256_max_ps(_mm256_castsi256_ps(_mm256_andnot_si256(is_above, bits)),
                          _mm256_set1_ps(-0x1p31f));
    const __m256 whole = CONVERT_WHOLE_256(ps, a);
    const __m256i made = _mm256_cvttps_epi32(whole);
    *bad = beyond_width(policy, made, width, least,
                        differ_256(policy, bits, _mm256_castps_si256(whole), is_nan, *bad));
    return policy == CONVERT_sat ? _mm256_or_si256(made, _mm256_srli_epi32(is_above, 1)) : made;
}

/* Those from 2^31 on less that. */
SPELT_INLINE __m256i u32_of_eight_f32(convert_policy policy, __m256 a, __m256i *bad)
{
    const __m256i bits = _mm256_castps_si256(a),
                  is_nan = _mm256_castps_si256(_mm256_cmp_ps(a, a, _CMP_UNORD_Q));
    const __m256i is_above = _mm256_cmpgt_epi32(bits, every_u32(0x4f7fffff)); /* from 2^32 on */
    if (policy == CONVERT_sat)
        a = _mm256_max_ps(_mm256_castsi256_ps(_mm256_andnot_si256(is_above, bits)),
                          _mm256_setzero_ps());
    const __m256 whole = CONVERT_WHOLE_256(ps, a);
    const __m256i is_upper = _mm256_cmpgt_epi32(_mm256_castps_si256(whole), every_u32(0x4effffff));
    const __m256i half = _mm256_and_si256(is_upper, every_u32(0x4f000000));
    const __m256i rest = _mm256_cvttps_epi32(_mm256_sub_ps(whole, _mm256_castsi256_ps(half)));
    const __m256i made = _mm256_xor_si256(rest, _mm256_slli_epi32(is_upper, 31));
    *bad = differ_256(policy, bits, _mm256_castps_si256(whole), is_nan, *bad);
    if (policy == CONVERT_sat)
        return _mm256_or_si256(made, is_above);
    *bad = _mm256_or_si256(*bad, _mm256_srai_epi32(rest, 31)); /* below 0, or beyond */
    return made;
}

/* Whole numbers by halves, which are the last bits of sums with 2^52: of the upper one
 * the other bits are those of 2^52 where it fits, and where there is a sign 2^31 is added. No mode
 * of the host matters where it does. */
SPELT_INLINE __m256i four_of_64(__m256d whole, int is_signed, __m256i *beyond)
{
    const __m256d shift = _mm256_set1_pd(is_signed ? 0x1.0000080p52 : 0x1p52);
    const __m256d high = _mm256_floor_pd(_mm256_mul_pd(whole, _mm256_set1_pd(0x1p-32)));
    const __m256d low = _mm256_sub_pd(whole, _mm256_mul_pd(high, _mm256_set1_pd(0x1p32)));
    const __m256i upper = _mm256_castpd_si256(_mm256_add_pd(high, shift));
    const __m256i lower = _mm256_castpd_si256(_mm256_add_pd(low, _mm256_set1_pd(0x1p52)));
    const __m256i made = _mm256_blend_epi32(lower, _mm256_slli_epi64(upper, 32), 0xaa);
    *beyond = _mm256_srli_epi64(_mm256_xor_si256(upper, every_u64(0x4330000000000000)), 32);
    return is_signed ? _mm256_xor_si256(made, every_u64((u64)1 << 63)) : made;
}

SPELT_INLINE __m256i four_of_f64_as_64(convert_policy policy, __m256d a, int is_signed,
                                       __m256i *bad)
{
    const __m256i bits = _mm256_castpd_si256(a);
    const __m256i is_nan = _mm256_castpd_si256(_mm256_cmp_pd(a, a, _CMP_UNORD_Q));
    const __m256i most = every_u64(is_signed ? 0x43dfffffffffffff : 0x43efffffffffffff);
    const __m256i is_above = _mm256_cmpgt_epi64(bits, most); /* from 2^63 on, or 2^64 */
    if (policy == CONVERT_sat)
        a = _mm256_max_pd(_mm256_castsi256_pd(_mm256_andnot_si256(is_above, bits)),
                          _mm256_set1_pd(is_signed ? -0x1p63 : 0));
    const __m256d whole = CONVERT_WHOLE_256(pd, a);
    __m256i beyond;
    const __m256i made = four_of_64(whole, is_signed, &beyond);
    *bad = differ_256(policy, bits, _mm256_castpd_si256(whole), is_nan, *bad);
    if (policy == CONVERT_sat)
        return _mm256_or_si256(made, _mm256_srli_epi64(is_above, is_signed));
    *bad = _mm256_or_si256(*bad, beyond);
    return made;
}

SPELT_INLINE __m256d whole_of_four(convert_policy policy, const f64 *x, f64 least, f64 most,
                                   __m256i *bad)
{
    __m256d a = _mm256_loadu_pd(x);
    const __m256i bits = _mm256_castpd_si256(a),
                  is_nan = _mm256_castpd_si256(_mm256_cmp_pd(a, a, _CMP_UNORD_Q));
    if (policy == CONVERT_sat)
        a = _mm256_max_pd(_mm256_min_pd(a, _mm256_set1_pd(most)), _mm256_set1_pd(least));
    const __m256d whole = CONVERT_WHOLE_256(pd, a);
    *bad = differ_256(policy, bits, _mm256_castpd_si256(whole), is_nan, *bad);
    return whole;
}

SPELT_INLINE __m256i i32_of_eight_f64(convert_policy policy, const void *p, int width, i32 least,
                                      __m256i *bad)
{
    const f64 *x = p;
    const __m128i a = _mm256_cvttpd_epi32(whole_of_four(policy, x, INT32_MIN, INT32_MAX, bad));
    const __m128i b = _mm256_cvttpd_epi32(whole_of_four(policy, x + 4, INT32_MIN, INT32_MAX, bad));
    const __m256i made = _mm256_set_m128i(b, a);
    *bad = beyond_width(policy, made, width, least, *bad);
    return made;
}

/* The last bits of their sums with 2^52, whose others are then those of 2^52. */
SPELT_INLINE __m256i u32_of_eight_f64(convert_policy policy, const void *p, __m256i *bad)
{
    const f64 *x = p;
    const __m256d shift = _mm256_set1_pd(0x1p52);
    const __m256i a =
        _mm256_castpd_si256(_mm256_add_pd(whole_of_four(policy, x, 0, UINT32_MAX, bad), shift));
    const __m256i b =
        _mm256_castpd_si256(_mm256_add_pd(whole_of_four(policy, x + 4, 0, UINT32_MAX, bad), shift));
    if (policy != CONVERT_sat)
        *bad = _mm256_or_si256(*bad, _mm256_xor_si256(high_halves(a, b), every_u32(0x43300000)));
    return low_halves(a, b);
}

#define CONVERT_INTO_i32(of, a) i32_of_eight_##of(policy, a, 32, 0, &any)
#define CONVERT_INTO_u32(of, a) u32_of_eight_##of(policy, a, &any)
#define CONVERT_INTO_i64(a) four_of_f64_as_64(policy, a, 1, &any)
#define CONVERT_INTO_u64(a) four_of_f64_as_64(policy, a, 0, &any)
#define CONVERT_INTO_i16(of, a) packed_i16(i32_of_eight_##of(policy, a, 16, INT16_MIN, &any))
#define CONVERT_INTO_u16(of, a) packed_u16(i32_of_eight_##of(policy, a, 16, 0, &any))
#define CONVERT_INTO_i8(of, a)                                                                     \
    _mm_packs_epi16(packed_i16(i32_of_eight_##of(policy, a, 8, INT8_MIN, &any)),                   \
                    _mm_setzero_si128())
#define CONVERT_INTO_u8(of, a)                                                                     \
    _mm_packus_epi16(packed_i16(i32_of_eight_##of(policy, a, 8, 0, &any)), _mm_setzero_si128())

#endif
