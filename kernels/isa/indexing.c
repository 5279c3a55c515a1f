/* indexing.c - take, put and compress of one instruction set, ISA. Elements are moved one by one, by the
 * scalar set alone; the others look at indexes and masks, many at once. */
#include "isa/kernels.h"

#include "isa/keys.h"

#define IS_scalar 1

SPELT_KEYS_KERNEL(i64)

#define COUNT_NAME SPELT_PASTE(spelt_masks_, ISA)

/* Lanes of bytes count up to 255 rows. */
#define COUNT_LANES ((size_t)64)

static size_t COUNT_NAME(const u8 *mask, size_t n)
{
    size_t count = 0, i = 0;
    while (n - i >= COUNT_LANES) {
        const size_t left = (n - i) / COUNT_LANES, rows = left < 255 ? left : 255;
        u8 lane[64] = {0};
        for (size_t r = 0; r < rows; r++, i += COUNT_LANES)
            for (size_t j = 0; j < COUNT_LANES; j++)
                lane[j] = (u8)(lane[j] + (mask[i + j] != 0));
        for (size_t j = 0; j < COUNT_LANES; j++)
            count += lane[j];
    }
    for (; i < n; i++)
        count += mask[i] != 0;
    return count;
}

#if SPELT_PASTE(IS_, ISA) == 1 /* scalar */

/* ---- Elements are moved as bits --------------------------------------------------------------- */

#define SPELT_MOVES(bits)                                                                          \
    typedef bits __attribute__((may_alias)) moved_##bits;                                          \
    SPELT_INLINE void take_##bits(const i64 *index, const char *x, ptrdiff_t step, void *out,      \
                                  size_t n)                                                        \
    {                                                                                              \
        moved_##bits *to = out;                                                                    \
        SPELT_UNROLL(4)                                                                            \
        for (size_t i = 0; i < n; i++)                                                             \
            to[i] = *(const moved_##bits *)(const void *)(x + (ptrdiff_t)index[i] * step);         \
    }                                                                                              \
    SPELT_INLINE void put_##bits(const i64 *index, const void *x, char *out, ptrdiff_t step,       \
                                 size_t n)                                                         \
    {                                                                                              \
        const moved_##bits *from = x;                                                              \
        SPELT_UNROLL(4)                                                                            \
        for (size_t i = 0; i < n; i++)                                                             \
            *(moved_##bits *)(void *)(out + (ptrdiff_t)index[i] * step) = from[i];                 \
    }                                                                                              \
    /* An element that is not chosen is written over by the next one, and none behind the last. */ \
    SPELT_INLINE void compress_##bits(const u8 *mask, const void *x, void *out, size_t count)      \
    {                                                                                              \
        const moved_##bits *from = x;                                                              \
        moved_##bits *to = out;                                                                    \
        for (size_t i = 0, made = 0; made < count; i++) {                                          \
            to[made] = from[i];                                                                    \
            made += mask[i] != 0;                                                                  \
        }                                                                                          \
    }
SPELT_MOVES(u8)
SPELT_MOVES(u16)
SPELT_MOVES(u32)
SPELT_MOVES(u64)

#define BITS_OF_f32 u32
#define BITS_OF_f64 u64
#define BITS_OF_i8 u8
#define BITS_OF_i16 u16
#define BITS_OF_i32 u32
#define BITS_OF_i64 u64
#define BITS_OF_u8 u8
#define BITS_OF_u16 u16
#define BITS_OF_u32 u32
#define BITS_OF_u64 u64

/* ---- The kernels ------------------------------------------------------------------------------ */

#define SPELT_INDEXING_NAME(op, suffix) SPELT_PASTE4(spelt_, op##_##suffix, _, ISA)

/* Where neighbours lie side by side, a multiplication less. */
#define SPELT_TAKE_KERNEL(suffix, key, in, out_type, op, ...)                                      \
    static void SPELT_INDEXING_NAME(op, suffix)(const i64 *index, const char *x, ptrdiff_t step,   \
                                                void *out, size_t n)                               \
    {                                                                                              \
        if (step == (ptrdiff_t)sizeof(in))                                                         \
            SPELT_PASTE(take_, BITS_OF_##in)(index, x, (ptrdiff_t)sizeof(in), out, n);             \
        else                                                                                       \
            SPELT_PASTE(take_, BITS_OF_##in)(index, x, step, out, n);                              \
    }
#define SPELT_PUT_KERNEL(suffix, key, in, out_type, op, ...)                                       \
    static void SPELT_INDEXING_NAME(op, suffix)(const i64 *index, const void *x, char *out,        \
                                                ptrdiff_t step, size_t n)                          \
    {                                                                                              \
        if (step == (ptrdiff_t)sizeof(in))                                                         \
            SPELT_PASTE(put_, BITS_OF_##in)(index, x, out, (ptrdiff_t)sizeof(in), n);              \
        else                                                                                       \
            SPELT_PASTE(put_, BITS_OF_##in)(index, x, out, step, n);                               \
    }
#define SPELT_COMPRESS_KERNEL(suffix, in, out_type, op, ...)                                       \
    static void SPELT_INDEXING_NAME(op, suffix)(const u8 *mask, const void *x, void *out,          \
                                                size_t count)                                      \
    {                                                                                              \
        SPELT_PASTE(compress_, BITS_OF_##in)(mask, x, out, count);                                 \
    }
#define SPELT_TAKE(op, types) types(SPELT_TAKE_KERNEL, op, 0)
#define SPELT_PUT(op, types) types(SPELT_PUT_KERNEL, op, 0)
#define SPELT_COMPRESS(op, types) types(SPELT_COMPRESS_KERNEL, op, 0)
#include "operations.def"
#define MOVING_KERNEL(op, suffix) (spelt_kernel *)SPELT_INDEXING_NAME(op, suffix)

#else

#define MOVING_KERNEL(op, suffix) NULL

#endif

/* ---- The table -------------------------------------------------------------------------------- */

#define SPELT_BY_INDEX_ROW(suffix, key, in, out, op, ...)                                          \
    {SPELT_ID_spelt_##op##_##suffix, {MOVING_KERNEL(op, suffix), (spelt_kernel *)KEYS_NAME(key)}},
#define SPELT_COMPRESS_ROW(suffix, in, out, op, ...)                                               \
    {SPELT_ID_spelt_##op##_##suffix, {MOVING_KERNEL(op, suffix), (spelt_kernel *)COUNT_NAME}},

static const spelt_kernel_row rows[] = {
#define SPELT_TAKE(op, types) types(SPELT_BY_INDEX_ROW, op, 0)
#define SPELT_PUT(op, types) types(SPELT_BY_INDEX_ROW, op, 0)
#define SPELT_COMPRESS(op, types) types(SPELT_COMPRESS_ROW, op, 0)
#include "operations.def"
};

const spelt_kernel_table SPELT_PASTE(spelt_indexing_, ISA) = {rows, sizeof rows / sizeof rows[0]};
