/* integer_rows.h - exact sums of integers side by side: whole rows are added to a row of 64-bit lanes, in
 * loops that compilers vectorize. Included by integers.c. */
#ifndef SPELT_ISA_INTEGER_ROWS_H
#define SPELT_ISA_INTEGER_ROWS_H

/* Bits that are set where a 64-bit element is large: its own, or those in which it is unlike its sign. */
#define LARGE_u64(a) (a)
#define LARGE_i64(a) ((u64)((a) ^ ((a) >> 63)))
#define LARGE_NEVER(a) ((u64)0)
#define LARGE_i8 LARGE_NEVER
#define LARGE_i16 LARGE_NEVER
#define LARGE_i32 LARGE_NEVER
#define LARGE_u8 LARGE_NEVER
#define LARGE_u16 LARGE_NEVER
#define LARGE_u32 LARGE_NEVER

/* The term of an element. */
#define ROWS_OF_sum(a) (u64)(a)
#define ROWS_OF_count(a) (u64)((a) != 0)

/* Four rows at a time, for the lanes are loaded and stored. */
#define SPELT_INTEGER_ROWS(op, in)                                                                 \
    SPELT_INLINE u64 add_rows_##op##_##in(u64 *restrict lanes, const spelt_rows *rows, size_t n)   \
    {                                                                                              \
        const char *x = rows->x;                                                                   \
        u64 large = 0;                                                                             \
        size_t left = rows->count;                                                                 \
        for (; left >= 4; left -= 4, x += 4 * rows->x_step) {                                      \
            const in *restrict a = (const in *)(const void *)x;                                    \
            const in *restrict b = (const in *)(const void *)(x + rows->x_step);                   \
            const in *restrict c = (const in *)(const void *)(x + 2 * rows->x_step);               \
            const in *restrict d = (const in *)(const void *)(x + 3 * rows->x_step);               \
            for (size_t j = 0; j < n; j++) {                                                       \
                lanes[j] += (ROWS_OF_##op(a[j]) + ROWS_OF_##op(b[j])) +                            \
                            (ROWS_OF_##op(c[j]) + ROWS_OF_##op(d[j]));                             \
                large |= (LARGE_##in(a[j]) | LARGE_##in(b[j])) |                                   \
                         (LARGE_##in(c[j]) | LARGE_##in(d[j]));                                    \
            }                                                                                      \
        }                                                                                          \
        for (; left > 0; left--, x += rows->x_step) {                                              \
            const in *restrict a = (const in *)(const void *)x;                                    \
            for (size_t j = 0; j < n; j++) {                                                       \
                lanes[j] += ROWS_OF_##op(a[j]);                                                    \
                large |= LARGE_##in(a[j]);                                                         \
            }                                                                                      \
        }                                                                                          \
        return large;                                                                              \
    }

#endif
