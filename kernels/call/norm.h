/* norm.h - a Euclidean norm of the sum of squares. */
#ifndef SPELT_CALL_NORM_H
#define SPELT_CALL_NORM_H

#include "types.h"

/* What the elements must be multiplied by before they are squared; 1 where the sum of their squares
 * has the bound of reduce.h as it is: it is finite, so that none overflowed, and what those lost that
 * underflowed, half of the least number each, is nothing beside it, were there 2^61 of them. Else it
 * is a power of two that brings every element that counts there; what is lost by it is as small
 * beside the sum. A NaN stays one: the comparisons are quiet. */
#define SPELT_NORM_SCALE(type, least, greatest, up, down)                                          \
    SPELT_INLINE type spelt_norm_scale_##type(type squares)                                        \
    {                                                                                              \
        if (SPELT_LIKELY(!__builtin_isless(squares, least) &&                                      \
                         !__builtin_isgreater(squares, greatest)))                                 \
            return 1;                                                                              \
        return squares > 1 ? down : up;                                                            \
    }
SPELT_NORM_SCALE(f32, 0x1p-60f, FLT_MAX, 0x1p88f, 0x1p-96f)
SPELT_NORM_SCALE(f64, 0x1p-950, DBL_MAX, 0x1p600, 0x1p-600)

/* Of squares that were scaled. Instructions, where errno is not asked for. */
SPELT_INLINE f32 spelt_norm_f32(f32 squares, f32 scale)
{
    return __builtin_sqrtf(squares) / scale;
}

SPELT_INLINE f64 spelt_norm_f64(f64 squares, f64 scale)
{
    return __builtin_sqrt(squares) / scale;
}

#endif
