/* vec_neon.h - the vectors and the operations that the kernel bodies are written in, on NEON
 * (AArch64). What each one does is told in vec_avx512.h. */
#ifndef SPELT_ISA_VEC_NEON_H
#define SPELT_ISA_VEC_NEON_H

#include "isa/half.h"

#include <arm_neon.h>

/* A row of order 1, 16 vectors, is SPELT_ORDER_LANE_BYTES, and half of the registers. */
#define ROW_VECTORS 16
#define ROW_AT_ONCE 16
#define LANES_f32 4
#define LANES_f64 2
#define LANES_i32 4
#define LANES_i64 2

typedef float32x4_t vec_f32;
typedef float64x2_t vec_f64;
/* Integers of either width are one type, as on x86. */
typedef int64x2_t vec_i32;
typedef int64x2_t vec_i64;

SPELT_INLINE vec_f32 load_f32_as_f32(const f32 *p)
{
    return vld1q_f32(p);
}

/* The odd lane moves in front of the pair that may follow it, then all back into place. */
SPELT_INLINE vec_f32 load_part_f32_as_f32(const f32 *p, size_t n)
{
    if (n >= 4)
        return vld1q_f32(p);
    vec_f32 v = vdupq_n_f32(0);
    if (n & 1)
        v = vld1q_lane_f32(p + n - 1, v, 0);
    return n & 2 ? vcombine_f32(vld1_f32(p), vget_low_f32(v)) : v;
}

SPELT_INLINE vec_f64 load_f64_as_f64(const f64 *p)
{
    return vld1q_f64(p);
}

SPELT_INLINE vec_f64 load_part_f64_as_f64(const f64 *p, size_t n)
{
    if (n >= 2)
        return vld1q_f64(p);
    return n == 1 ? vcombine_f64(vld1_f64(p), vdup_n_f64(0)) : vdupq_n_f64(0);
}

SPELT_INLINE vec_f64 load_f32_as_f64(const f32 *p)
{
    return vcvt_f64_f32(vld1_f32(p));
}

SPELT_INLINE vec_f64 load_part_f32_as_f64(const f32 *p, size_t n)
{
    if (n >= 2)
        return load_f32_as_f64(p);
    const float32x2_t zero = vdup_n_f32(0);
    return vcvt_f64_f32(n == 1 ? vld1_lane_f32(p, zero, 0) : zero);
}

SPELT_INLINE uint16x4_t load_four_16(const void *p)
{
    return vld1_u16(p);
}

SPELT_INLINE uint16x4_t load_part_16(const void *p, size_t n)
{
    return vcreate_u16(load_part_of_four(p, n));
}

SPELT_INLINE vec_f32 load_f16_as_f32(const f16 *p)
{
    return vcvt_f32_f16(vreinterpret_f16_u16(load_four_16(p)));
}

SPELT_INLINE vec_f32 load_part_f16_as_f32(const f16 *p, size_t n)
{
    return vcvt_f32_f16(vreinterpret_f16_u16(load_part_16(p, n)));
}

SPELT_INLINE vec_f32 load_bf16_as_f32(const bf16 *p)
{
    return vreinterpretq_f32_u32(vshll_n_u16(load_four_16(p), 16));
}

SPELT_INLINE vec_f32 load_part_bf16_as_f32(const bf16 *p, size_t n)
{
    return vreinterpretq_f32_u32(vshll_n_u16(load_part_16(p, n), 16));
}

SPELT_INLINE vec_f32 first_of_pairs_f32(vec_f32 even, vec_f32 odd)
{
    return vzip1q_f32(even, odd);
}

SPELT_INLINE vec_f32 last_of_pairs_f32(vec_f32 even, vec_f32 odd)
{
    return vzip2q_f32(even, odd);
}

SPELT_INLINE vec_i32 load_i32_as_i32(const i32 *p)
{
    return vreinterpretq_s64_s32(vld1q_s32(p));
}

SPELT_INLINE vec_i32 load_part_i32_as_i32(const i32 *p, size_t n)
{
    if (n >= 4)
        return load_i32_as_i32(p);
    int32x4_t v = vdupq_n_s32(0);
    if (n & 1)
        v = vld1q_lane_s32(p + n - 1, v, 0);
    if (n & 2)
        v = vcombine_s32(vld1_s32(p), vget_low_s32(v));
    return vreinterpretq_s64_s32(v);
}

SPELT_INLINE vec_i64 load_i64_as_i64(const i64 *p)
{
    return vld1q_s64(p);
}

SPELT_INLINE vec_i64 load_part_i64_as_i64(const i64 *p, size_t n)
{
    if (n >= 2)
        return vld1q_s64(p);
    return n == 1 ? vcombine_s64(vld1_s64(p), vdup_n_s64(0)) : vdupq_n_s64(0);
}

SPELT_INLINE vec_i64 load_i32_as_i64(const i32 *p)
{
    return vmovl_s32(vld1_s32(p));
}

SPELT_INLINE vec_i64 load_part_i32_as_i64(const i32 *p, size_t n)
{
    if (n >= 2)
        return load_i32_as_i64(p);
    const int32x2_t zero = vdup_n_s32(0);
    return vmovl_s32(n == 1 ? vld1_lane_s32(p, zero, 0) : zero);
}

SPELT_INLINE void store_f32(f32 *p, vec_f32 v)
{
    vst1q_f32(p, v);
}

SPELT_INLINE void store_part_f32(f32 *p, vec_f32 v, size_t n)
{
    float32x2_t half = vget_low_f32(v);
    if (n & 2) {
        vst1_f32(p, half);
        half = vget_high_f32(v);
        p += 2;
    }
    if (n & 1)
        vst1_lane_f32(p, half, 0);
}

SPELT_INLINE void store_f64(f64 *p, vec_f64 v)
{
    vst1q_f64(p, v);
}

SPELT_INLINE void store_part_f64(f64 *p, vec_f64 v, size_t n)
{
    if (n == 1)
        vst1q_lane_f64(p, v, 0);
}

SPELT_INLINE void store_i64(i64 *p, vec_i64 v)
{
    vst1q_s64(p, v);
}

SPELT_INLINE f32 fold_f32(vec_f32 v)
{
    const float32x2_t v2 = vadd_f32(vget_low_f32(v), vget_high_f32(v));
    return vget_lane_f32(v2, 0) + vget_lane_f32(v2, 1);
}

SPELT_INLINE f64 fold_f64(vec_f64 v)
{
    return vgetq_lane_f64(v, 0) + vgetq_lane_f64(v, 1);
}

SPELT_INLINE vec_f64 all_f64(f64 value)
{
    return vdupq_n_f64(value);
}

SPELT_INLINE vec_f32 fused_add_f32(vec_f32 a, vec_f32 b, vec_f32 c)
{
    return vfmaq_f32(c, a, b);
}

SPELT_INLINE vec_f64 fused_add_f64(vec_f64 a, vec_f64 b, vec_f64 c)
{
    return vfmaq_f64(c, a, b);
}

SPELT_INLINE vec_f64 fused_subtract_f64(vec_f64 a, vec_f64 b, vec_f64 c)
{
    return vfmaq_f64(vnegq_f64(c), a, b);
}

SPELT_INLINE vec_f64 absolute_f64(vec_f64 v)
{
    return vabsq_f64(v);
}

typedef uint64x2_t mask_f64;

SPELT_INLINE mask_f64 no_lane_f64(void)
{
    return vdupq_n_u64(0);
}

SPELT_INLINE mask_f64 less_f64(vec_f64 a, vec_f64 b)
{
    return vcltq_f64(a, b);
}

SPELT_INLINE mask_f64 not_mask_f64(mask_f64 a)
{
    return ~a;
}

SPELT_INLINE mask_f64 differ_f64(vec_f64 a, vec_f64 b)
{
    return ~vceqq_f64(a, b);
}

SPELT_INLINE mask_f64 and_mask_f64(mask_f64 a, mask_f64 b)
{
    return a & b;
}

SPELT_INLINE mask_f64 and_not_mask_f64(mask_f64 a, mask_f64 b)
{
    return a & ~b;
}

SPELT_INLINE mask_f64 or_mask_f64(mask_f64 a, mask_f64 b)
{
    return a | b;
}

SPELT_INLINE int any_mask_f64(mask_f64 a)
{
    return vmaxvq_u32(vreinterpretq_u32_u64(a)) != 0;
}

SPELT_INLINE vec_f64 keep_f64(mask_f64 mask, vec_f64 v)
{
    return vreinterpretq_f64_u64(mask & vreinterpretq_u64_f64(v));
}

SPELT_INLINE vec_f64 choose_f64(mask_f64 mask, vec_f64 v, vec_f64 other)
{
    return vbslq_f64(mask, v, other);
}

SPELT_INLINE vec_i64 bits_of_f64(vec_f64 v)
{
    return vreinterpretq_s64_f64(v);
}

SPELT_INLINE vec_f64 f64_of_bits(vec_i64 v)
{
    return vreinterpretq_f64_s64(v);
}

SPELT_INLINE vec_i64 gather_differences(vec_i64 bits, vec_i64 a, vec_i64 b)
{
    return bits | (a ^ b);
}

SPELT_INLINE int any_bit(vec_i64 v, uint64_t bits)
{
    return any_mask_f64(vreinterpretq_u64_s64(v) & vdupq_n_u64(bits));
}

SPELT_INLINE vec_i64 min_upper(vec_i64 a, vec_i64 b)
{
    return vreinterpretq_s64_u32(vminq_u32(vreinterpretq_u32_s64(a), vreinterpretq_u32_s64(b)));
}

SPELT_INLINE vec_i64 max_upper(vec_i64 a, vec_i64 b)
{
    return vreinterpretq_s64_u32(vmaxq_u32(vreinterpretq_u32_s64(a), vreinterpretq_u32_s64(b)));
}

SPELT_INLINE uint64_t fold_min_upper(vec_i64 v)
{
    return (uint64_t)vgetq_lane_s64(min_upper(v, vextq_s64(v, v, 1)), 0);
}

SPELT_INLINE uint64_t fold_max_upper(vec_i64 v)
{
    return (uint64_t)vgetq_lane_s64(max_upper(v, vextq_s64(v, v, 1)), 0);
}

SPELT_INLINE vec_i64 zero_i64(void)
{
    return vdupq_n_s64(0);
}

SPELT_INLINE vec_i64 all_i64(int64_t value)
{
    return vdupq_n_s64(value);
}

SPELT_INLINE vec_i64 add_i64(vec_i64 a, vec_i64 b)
{
    return vaddq_s64(a, b);
}

SPELT_INLINE vec_i64 or_i64(vec_i64 a, vec_i64 b)
{
    return a | b;
}

SPELT_INLINE vec_i64 upper_half(vec_i64 v)
{
    return vreinterpretq_s64_u64(vshrq_n_u64(vreinterpretq_u64_s64(v), 32));
}

SPELT_INLINE vec_i64 multiply_lower_halves(vec_i64 a, vec_i64 b)
{
    return vmull_s32(vmovn_s64(a), vmovn_s64(b));
}

SPELT_INLINE int any_upper_half(vec_i64 v)
{
    return any_bit(v, UINT64_C(0xffffffff00000000));
}

SPELT_INLINE uint64_t fold_i64(vec_i64 v)
{
    return (uint64_t)vaddvq_s64(v);
}

SPELT_INLINE void fold_pair_i64(vec_i64 a, vec_i64 b, uint64_t *sum_a, uint64_t *sum_b)
{
    *sum_a = fold_i64(a);
    *sum_b = fold_i64(b);
}

#endif
