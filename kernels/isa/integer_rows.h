/* integer_rows.h - exact sums of integers side by side: whole rows are added to a row of 64-bit lanes, in
 * loops that compilers vectorize. Included by integers.c. */
#ifndef SPELT_ISA_INTEGER_ROWS_H
#define SPELT_ISA_INTEGER_ROWS_H

/* The term of a and b, in a type that holds it, or in which it wraps; one that holds four of these. */
#define TERM_i8 i32
#define TERM_i16 i32
#define TERM_i32 i64
#define TERM_i64 u64
#define TERM_u8 u32
#define TERM_u16 u32
#define TERM_u32 u64
#define TERM_u64 u64
#define FOUR_i8 i32
#define FOUR_i16 i64
#define FOUR_i32 u64
#define FOUR_i64 u64
#define FOUR_u8 u32
#define FOUR_u16 u64
#define FOUR_u32 u64
#define FOUR_u64 u64
#define ROWS_OF_sum(term, a, b) ((void)(b), (term)(a))
#define ROWS_OF_count(term, a, b) ((void)(b), (term)((a) != 0))
#define ROWS_OF_sumsq(term, a, b) ((void)(b), (term)(a) * (term)(a))
#define ROWS_OF_dot(term, a, b) ((term)(a) * (term)(b))

#define HAS_Y_sum 0
#define HAS_Y_count 0
#define HAS_Y_sumsq 0
#define HAS_Y_dot 1

/* Bits that are set where a number of 64 bits is large: its own, or those in which it is unlike its sign.
 * They are looked at of an element, or of a term; of one that wraps, of both factors. */
#define LARGE_u64(a) (a)
#define LARGE_i64(a) ((u64)((a) ^ ((a) >> 63)))
#define NOT_LARGE(...) ((u64)0)
#define LARGE_ELEMENT_i8 NOT_LARGE
#define LARGE_ELEMENT_i16 NOT_LARGE
#define LARGE_ELEMENT_i32 NOT_LARGE
#define LARGE_ELEMENT_i64(a, term) LARGE_i64(a)
#define LARGE_ELEMENT_u8 NOT_LARGE
#define LARGE_ELEMENT_u16 NOT_LARGE
#define LARGE_ELEMENT_u32 NOT_LARGE
#define LARGE_ELEMENT_u64(a, term) LARGE_u64(a)
#define LARGE_PRODUCT_i8 NOT_LARGE
#define LARGE_PRODUCT_i16 NOT_LARGE
#define LARGE_PRODUCT_i32(a, term) LARGE_i64(term)
#define LARGE_PRODUCT_i64(a, term) LARGE_i64(a)
#define LARGE_PRODUCT_u8 NOT_LARGE
#define LARGE_PRODUCT_u16 NOT_LARGE
#define LARGE_PRODUCT_u32(a, term) LARGE_u64(term)
#define LARGE_PRODUCT_u64(a, term) LARGE_u64(a)
#define IS_BY_FACTORS_ELEMENT(in) 0
#define IS_BY_FACTORS_PRODUCT(in) (sizeof(in) == 8)
#define LARGE_OF_sum ELEMENT
#define LARGE_OF_count ELEMENT
#define LARGE_OF_sumsq PRODUCT
#define LARGE_OF_dot PRODUCT
#define LARGE_OF(op, in) SPELT_PASTE4(LARGE_, LARGE_OF_##op, _, in)
#define IS_BY_FACTORS(op, in) SPELT_PASTE(IS_BY_FACTORS_, LARGE_OF_##op)(in)

/* The most that numbers with these bits may be: ones from the highest down. One below 0 may be 1 more. */
SPELT_INLINE u64 most_of_bits(u64 bits)
{
    for (unsigned shift = 1; shift < 64; shift *= 2)
        bits |= bits >> shift;
    return bits;
}

/* That of their products. */
SPELT_INLINE u64 most_of_products(u64 a, u64 b)
{
    u64 product;
    a = most_of_bits(a), b = most_of_bits(b);
    return a == UINT64_MAX || b == UINT64_MAX || __builtin_mul_overflow(a + 1, b + 1, &product) ? UINT64_MAX
                                                                                                : product;
}

/* One row of terms from each of the pointers a and b; y is its first number for all where repeated. */
#define SPELT_ROW(in, name, from, step, k)                                                         \
    const in *restrict name = (const in *)(const void *)((from) + (k) * (step))
#define SPELT_ROW_TERM(op, in, x, y)                                                               \
    ROWS_OF_##op(TERM_##in, (x)[j], (y)[y_is_repeated ? 0 : j])
#define SPELT_SEE_LARGE(op, in, x, y, term)                                                        \
    (large_x |= LARGE_OF(op, in)((x)[j], term),                                                    \
     large_y |= IS_BY_FACTORS(op, in) ? LARGE_OF(op, in)((y)[y_is_repeated ? 0 : j], term) : 0)

/* Four rows at a time, for the lanes are loaded and stored. */
#define SPELT_INTEGER_ROWS(op, in)                                                                 \
    SPELT_INLINE u64 add_some_rows_##op##_##in(u64 *restrict lanes, const spelt_rows *rows,        \
                                               size_t n, int y_is_repeated)                        \
    {                                                                                              \
        const ptrdiff_t x_step = rows->x_step, y_step = rows->y_step;                              \
        const char *x = rows->x, *y = rows->y;                                                     \
        u64 large_x = 0, large_y = 0;                                                              \
        size_t left = rows->count;                                                                 \
        for (; left >= 4; left -= 4, x += 4 * x_step, y += 4 * y_step) {                           \
            SPELT_ROW(in, a, x, x_step, 0);                                                        \
            SPELT_ROW(in, b, x, x_step, 1);                                                        \
            SPELT_ROW(in, c, x, x_step, 2);                                                        \
            SPELT_ROW(in, d, x, x_step, 3);                                                        \
            SPELT_ROW(in, e, y, y_step, 0);                                                        \
            SPELT_ROW(in, f, y, y_step, 1);                                                        \
            SPELT_ROW(in, g, y, y_step, 2);                                                        \
            SPELT_ROW(in, h, y, y_step, 3);                                                        \
            for (size_t j = 0; j < n; j++) {                                                       \
                const TERM_##in ae = SPELT_ROW_TERM(op, in, a, e), bf = SPELT_ROW_TERM(op, in, b, f); \
                const TERM_##in cg = SPELT_ROW_TERM(op, in, c, g), dh = SPELT_ROW_TERM(op, in, d, h); \
                lanes[j] += (u64)(((FOUR_##in)ae + (FOUR_##in)bf) + ((FOUR_##in)cg + (FOUR_##in)dh)); \
                SPELT_SEE_LARGE(op, in, a, e, ae);                                                 \
                SPELT_SEE_LARGE(op, in, b, f, bf);                                                 \
                SPELT_SEE_LARGE(op, in, c, g, cg);                                                 \
                SPELT_SEE_LARGE(op, in, d, h, dh);                                                 \
            }                                                                                      \
        }                                                                                          \
        for (; left > 0; left--, x += x_step, y += y_step) {                                       \
            SPELT_ROW(in, a, x, x_step, 0);                                                        \
            SPELT_ROW(in, e, y, y_step, 0);                                                        \
            for (size_t j = 0; j < n; j++) {                                                       \
                const TERM_##in ae = SPELT_ROW_TERM(op, in, a, e);                                 \
                lanes[j] += (u64)ae;                                                               \
                SPELT_SEE_LARGE(op, in, a, e, ae);                                                 \
            }                                                                                      \
        }                                                                                          \
        return IS_BY_FACTORS(op, in) ? most_of_products(large_x, large_y) : most_of_bits(large_x); \
    }                                                                                              \
    SPELT_INLINE u64 add_rows_##op##_##in(u64 *lanes, const spelt_rows *rows, size_t n)            \
    {                                                                                              \
        return HAS_Y_##op && rows->y_is_repeated                                                   \
                   ? add_some_rows_##op##_##in(lanes, rows, n, 1)                                  \
                   : add_some_rows_##op##_##in(lanes, rows, n, 0);                                 \
    }

#endif
