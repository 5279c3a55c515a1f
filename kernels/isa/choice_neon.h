/* choice_neon.h - choice_vectors.h on NEON. */
#ifndef SPELT_ISA_CHOICE_NEON_H
#define SPELT_ISA_CHOICE_NEON_H

#include "isa/choice_part.h"

#include <arm_neon.h>

/* FMIN and FMAX do, and give a NaN where there is one, quietly. FMINNM does not serve: it passes a
 * quiet NaN over, but not a signaling one. */
#define CHOICE_ORDERS_ZEROS 1

SPELT_INLINE choice_bytes select_bits(choice_bytes mask, choice_bytes a, choice_bytes b)
{
    return (choice_bytes)vbslq_u8((uint8x16_t)mask, (uint8x16_t)a, (uint8x16_t)b);
}

#define SPELT_BY_INSTRUCTION(type, neon_type, suffix)                                              \
    SPELT_INLINE lanes_##type least_##type(lanes_##type a, lanes_##type b)                         \
    {                                                                                              \
        return (lanes_##type)vminq_##suffix((neon_type)a, (neon_type)b);                           \
    }                                                                                              \
    SPELT_INLINE lanes_##type greatest_##type(lanes_##type a, lanes_##type b)                      \
    {                                                                                              \
        return (lanes_##type)vmaxq_##suffix((neon_type)a, (neon_type)b);                           \
    }

SPELT_BY_INSTRUCTION(f32, float32x4_t, f32)
SPELT_BY_INSTRUCTION(f64, float64x2_t, f64)
SPELT_BY_INSTRUCTION(i8, int8x16_t, s8)
SPELT_BY_INSTRUCTION(i16, int16x8_t, s16)
SPELT_BY_INSTRUCTION(i32, int32x4_t, s32)
SPELT_BY_INSTRUCTION(u8, uint8x16_t, u8)
SPELT_BY_INSTRUCTION(u16, uint16x8_t, u16)
SPELT_BY_INSTRUCTION(u32, uint32x4_t, u32)
SPELT_BY_COMPARING(i64)
SPELT_BY_COMPARING(u64)

#define SPELT_ANY_NAN(type)                                                                        \
    SPELT_INLINE int any_nan_in_##type(lanes_##type a, lanes_##type b)                             \
    {                                                                                              \
        return vminvq_u32((uint32x4_t)((a == a) & (b == b))) == 0;                                 \
    }                                                                                              \
    SPELT_INLINE int any_nan_##type(const lanes_##type *v)                                         \
    {                                                                                              \
        return any_nan_in_##type(                                                                  \
            least_##type(least_##type(v[0], v[1]), least_##type(v[2], v[3])),                      \
            least_##type(least_##type(v[4], v[5]), least_##type(v[6], v[7])));                     \
    }
SPELT_ANY_NAN(f32)
SPELT_ANY_NAN(f64)

SPELT_INLINE lanes_f32 sums_f32(lanes_f32 a, lanes_f32 b)
{
    return (lanes_f32)vpaddq_f32((float32x4_t)a, (float32x4_t)b);
}

SPELT_INLINE lanes_f64 sums_f64(lanes_f64 a, lanes_f64 b)
{
    return (lanes_f64)vpaddq_f64((float64x2_t)a, (float64x2_t)b);
}

SPELT_INLINE lanes_f32 in_order_f32(lanes_f32 v)
{
    return v;
}

SPELT_INLINE lanes_f64 in_order_f64(lanes_f64 v)
{
    return v;
}

#define CHOICE_SWAPS 1

SPELT_INLINE choice_u64 swap_lanes(choice_u64 v, int step)
{
    (void)step;
    return (choice_u64)vextq_u64((uint64x2_t)v, (uint64x2_t)v, 1);
}

SPELT_INLINE choice_u64 swap_neighbours(choice_u64 v)
{
    return (choice_u64)vrev64q_u32((uint32x4_t)v);
}

/* Four bits of each byte. */
#define MASK_BITS 4

SPELT_INLINE uint64_t mask_bits(choice_bytes mask)
{
    const uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8((uint8x16_t)mask), 4);
    return vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
}

SPELT_INLINE choice_bytes load_part(const void *p, size_t bytes, size_t element)
{
    (void)element;
    const halves_of_16 part = load_part_16(p, bytes);
    return (choice_bytes)(uint64x2_t){part.first, part.last};
}

#endif
