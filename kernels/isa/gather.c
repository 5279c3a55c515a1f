/* gather.c - elements that lie a step apart, side by side in a buffer, by the vectors of one
 * instruction set, ISA: a kernel that loads a vector right behind would wait long for one of which the
 * elements were stored one by one. */
#include "isa/kernels.h"

#if defined(__AVX512F__)
#define GATHER_BYTES 64
#define LIST_4 FOUR(from, 4), FOUR(second, 4), FOUR(third, 4), FOUR(fourth, 4)
#define LIST_8 FOUR(from, 8), FOUR(second, 8)
#define LAST_4 LAST_16(4)
#define LAST_8 LAST_EIGHT(8)
#elif defined(__AVX2__)
#define GATHER_BYTES 32
#define LIST_4 FOUR(from, 4), FOUR(second, 4)
#define LIST_8 FOUR(from, 8)
#define LAST_4 LAST_EIGHT(4)
#define LAST_8 LAST_FOUR(8)
#else
#define GATHER_BYTES 16
#define LIST_4 FOUR(from, 4)
#define LIST_8 TWO(from, 8)
#define LAST_4 LAST_FOUR(4)
#define LAST_8 LAST_TWO(8)
#endif

/* Complex elements of 8 bytes are aligned as their parts. */
typedef u32 __attribute__((may_alias)) bits_4;
typedef u64 __attribute__((may_alias, aligned(4))) bits_8;
typedef u32 __attribute__((vector_size(GATHER_BYTES), may_alias, aligned(4))) vector_4;
typedef u64 __attribute__((vector_size(GATHER_BYTES), may_alias, aligned(4))) vector_8;

#define AT(from, size) (*(const bits_##size *)(const void *)(from))
#define TWO(from, size) AT(from, size), AT((from) + step, size)
#define FOUR(from, size) TWO(from, size), AT((from) + 2 * step, size), AT((from) + 3 * step, size)

/* What is behind the last one becomes the last one again. */
#define LAST(i, size) AT(from + (ptrdiff_t)((i) < n ? (i) : n - 1) * step, size)
#define LAST_TWO(size) LAST(0, size), LAST(1, size)
#define LAST_FOUR(size) LAST_TWO(size), LAST(2, size), LAST(3, size)
#define LAST_EIGHT(size) LAST_FOUR(size), LAST(4, size), LAST(5, size), LAST(6, size), LAST(7, size)
#define LAST_16(size)                                                                              \
    LAST_EIGHT(size), LAST(8, size), LAST(9, size), LAST(10, size), LAST(11, size),                \
        LAST(12, size), LAST(13, size), LAST(14, size), LAST(15, size)

/* Four elements are reached from one pointer, and the next four `group` bytes further; pointers that are
 * not asked for are left out. Whole vectors of n elements; returns how many are left. */
#define GATHER(size)                                                                               \
    enum { LANES_OF_##size = GATHER_BYTES / (size) };                                              \
    SPELT_INLINE size_t groups_##size(char *to, const char *from, ptrdiff_t step, ptrdiff_t group, \
                                      size_t n)                                                    \
    {                                                                                              \
        const ptrdiff_t further =                                                                  \
            LANES_OF_##size < 4 ? LANES_OF_##size * step : LANES_OF_##size / 4 * group;            \
        const char *second = from + group, *third = second + group, *fourth = third + group;       \
        (void)fourth;                                                                              \
        for (; n >= LANES_OF_##size; n -= LANES_OF_##size, to += GATHER_BYTES) {                   \
            *(vector_##size *)(void *)to = (vector_##size){LIST_##size};                           \
            from += further, second += further, third += further, fourth += further;               \
        }                                                                                          \
        return n;                                                                                  \
    }                                                                                              \
    static __attribute__((noinline)) void last_##size(char *to, const char *from, ptrdiff_t step,  \
                                                      size_t n)                                    \
    {                                                                                              \
        *(vector_##size *)(void *)to = (vector_##size){LAST_##size};                               \
    }                                                                                              \
    void SPELT_PASTE(spelt_gather_##size##_, ISA)(void *buffer, const char *from, ptrdiff_t step,  \
                                                  size_t n)                                        \
    {                                                                                              \
        const size_t left = groups_##size(buffer, from, step, 4 * step, n), done = n - left;       \
        if (left > 0)                                                                              \
            last_##size((char *)buffer + done * (size), from + (ptrdiff_t)done * step, step, left); \
    }                                                                                              \
    /* Vectors of contiguous elements, of rows of four, and of longer ones. */                     \
    SPELT_INLINE size_t row_##size(char *to, const char *from, ptrdiff_t step, size_t n)           \
    {                                                                                              \
        if (step != (size))                                                                        \
            return groups_##size(to, from, step, 4 * step, n);                                     \
        for (; n >= LANES_OF_##size; n -= LANES_OF_##size)                                         \
            *(vector_##size *)(void *)to = *(const vector_##size *)(const void *)from,             \
            to += GATHER_BYTES, from += GATHER_BYTES;                                              \
        return n;                                                                                  \
    }                                                                                              \
    void SPELT_PASTE(spelt_gather_rows_##size##_, ISA)(void *buffer, const char *from,             \
                                                       ptrdiff_t step, size_t run,                 \
                                                       ptrdiff_t row_step, size_t rows)            \
    {                                                                                              \
        char *to = buffer;                                                                         \
        if (run == 4 && LANES_OF_##size >= 4) {                                                    \
            const size_t left = groups_##size(to, from, step, row_step, 4 * rows) / 4;             \
            to += (rows - left) * 4 * (size), from += (ptrdiff_t)(rows - left) * row_step;         \
            rows = left;                                                                           \
        }                                                                                          \
        for (; rows > 0; rows--, from += row_step, to += run * (size)) {                           \
            const size_t left = row_##size(to, from, step, run), done = run - left;                \
            if (left > 0)                                                                          \
                last_##size(to + done * (size), from + (ptrdiff_t)done * step, step, left);        \
        }                                                                                          \
    }
GATHER(4)
GATHER(8)
