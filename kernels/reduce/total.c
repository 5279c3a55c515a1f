/* total.c - the drivers of total.h, one for each pair of input and accumulator type. */
#include "reduce/total.h"

#include "array/cursor.h"
#include "reduce/run.h"
#include "runtime/scratch.h"
#include "runtime/team.h"
#include "simd/kernels.h"

#include <string.h>

#define IN f32
#define ACC f32
#include "reduce/float_total.h"
#define IN f64
#define ACC f64
#include "reduce/float_total.h"
#define IN f32
#define ACC f64
#include "reduce/float_total.h"

#define IN i32
#include "reduce/int_total.h"
#define IN i64
#include "reduce/int_total.h"

#define BLAS_TOTAL(in, acc)                                                                        \
    acc spelt_blas_total_##in##_##acc(const spelt_loop *loop, spelt_blas_##in##_##acc *kernel)     \
    {                                                                                              \
        size_t inner = loop->ndim - 1, run = loop->shape[inner];                                   \
        unsigned last = loop->operands - 1;                                                        \
        acc total = 0;                                                                             \
        spelt_cursor cursor;                                                                       \
        spelt_cursor_seek(&cursor, loop, 0);                                                       \
        for (size_t done = 0; done < loop->n; done += run) {                                       \
            total +=                                                                               \
                kernel((const in *)(const void *)cursor.at[0], loop->stride[0][inner],             \
                       (const in *)(const void *)cursor.at[last], loop->stride[last][inner], run); \
            spelt_cursor_advance(&cursor, run);                                                    \
        }                                                                                          \
        return total;                                                                              \
    }

BLAS_TOTAL(f32, f32)
BLAS_TOTAL(f64, f64)
BLAS_TOTAL(f32, f64)
