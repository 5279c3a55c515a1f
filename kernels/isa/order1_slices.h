/* order1_slices.h - order 1 of many slices of one length, for one accumulator type, ACC: LANES of them
 * are folded together, by two shuffles and an addition for two slices a level. Behind
 * order1_vectors.h. */
#ifndef SPELT_ISA_ORDER1_SLICES_H
#define SPELT_ISA_ORDER1_SLICES_H

/* HALF_<half>_OF_<lanes>(h): of two vectors the lanes that are in the lower half (h: 0) of their group of
 * 2 * half lanes, or in the upper one (h: half): first those of the one. */
#define HALF_1_OF_2(h) 0 + (h), 2 + (h)
#define HALF_2_OF_4(h) 0 + (h), 1 + (h), 4 + (h), 5 + (h)
#define HALF_4_OF_8(h) 0 + (h), 1 + (h), 2 + (h), 3 + (h), 8 + (h), 9 + (h), 10 + (h), 11 + (h)
#if defined(__AVX2__) && !defined(__AVX512F__)
/* Vectors of 32 bytes: the one and the other by turns, for within 16 bytes a shuffle is quicker. So that all
 * slices are in order in the end the first level takes those together that are half of them apart. */
#define HALF_1_OF_4(h) 0 + (h), 4 + (h), 2 + (h), 6 + (h)
#define HALF_2_OF_8(h) 0 + (h), 1 + (h), 8 + (h), 9 + (h), 4 + (h), 5 + (h), 12 + (h), 13 + (h)
#define HALF_1_OF_8(h) 0 + (h), 2 + (h), 8 + (h), 10 + (h), 4 + (h), 6 + (h), 12 + (h), 14 + (h)
#define IS_FIRST(half) ((half) == LANES / 2)
#define FOLD_TWO(r, half)                                                                          \
    FOLD_THESE(r, half, IS_FIRST(half) ? (r) : 2 * (r), IS_FIRST(half) ? (r) + (half) : 2 * (r) + 1)
#else
#define HALF_1_OF_4(h) 0 + (h), 2 + (h), 4 + (h), 6 + (h)
#define HALF_2_OF_8(h) 0 + (h), 1 + (h), 4 + (h), 5 + (h), 8 + (h), 9 + (h), 12 + (h), 13 + (h)
#define HALF_1_OF_8(h) 0 + (h), 2 + (h), 4 + (h), 6 + (h), 8 + (h), 10 + (h), 12 + (h), 14 + (h)
#define FOLD_TWO(r, half) FOLD_THESE(r, half, 2 * (r), 2 * (r) + 1)
#endif
#define HALF_8_OF_16(h) 0 + (h), 1 + (h), 2 + (h), 3 + (h), 4 + (h), 5 + (h), 6 + (h), 7 + (h),    \
        16 + (h), 17 + (h), 18 + (h), 19 + (h), 20 + (h), 21 + (h), 22 + (h), 23 + (h)
#define HALF_4_OF_16(h) 0 + (h), 1 + (h), 2 + (h), 3 + (h), 8 + (h), 9 + (h), 10 + (h),            \
        11 + (h), 16 + (h), 17 + (h), 18 + (h), 19 + (h), 24 + (h), 25 + (h), 26 + (h),            \
        27 + (h)
#define HALF_2_OF_16(h) 0 + (h), 1 + (h), 4 + (h), 5 + (h), 8 + (h), 9 + (h), 12 + (h),            \
        13 + (h), 16 + (h), 17 + (h), 20 + (h), 21 + (h), 24 + (h), 25 + (h), 28 + (h),            \
        29 + (h)
#define HALF_1_OF_16(h) 0 + (h), 2 + (h), 4 + (h), 6 + (h), 8 + (h), 10 + (h), 12 + (h),           \
        14 + (h), 16 + (h), 18 + (h), 20 + (h), 22 + (h), 24 + (h), 26 + (h), 28 + (h),            \
        30 + (h)
#define HALF_OF(half, lanes) SPELT_PASTE4(HALF_, half, _OF_, lanes)
/* In place: a level reads no vector that it has written. */
#define FOLD_THESE(r, half, one, other)                                                            \
    v[r] = __builtin_shufflevector(v[one], v[other], HALF_OF(half, LANES)(0)) +                    \
           __builtin_shufflevector(v[one], v[other], HALF_OF(half, LANES)(half));
#define FOLD_TWO_8(r) FOLD_TWO(r, 8)
#define FOLD_TWO_4(r) FOLD_TWO(r, 4)
#define FOLD_TWO_2(r) FOLD_TWO(r, 2)
#define EACH_2(DO) DO(0) DO(1)
#endif

/* -0.0 and a term is the term, which is no addition. Where +0.0 is added to the sum it is what lanes that begin
 * with +0.0 give: but for a fused term, which may be -0.0 and stay it where there is one in each lane. */
#define NO_SUM (-(VEC){0})

/* v[0] becomes the folds of all, in their order. */
SPELT_INLINE void OF(order1_fold_all)(VEC v[LANES])
{
#if LANES > 8
    EACH_8(FOLD_TWO_8)
#endif
#if LANES > 4
    EACH_4(FOLD_TWO_4)
#endif
#if LANES > 2
    EACH_2(FOLD_TWO_2)
#endif
    FOLD_TWO(0, 1)
}

/* As order1_give(). `has_none`: +0.0, with which lanes begin, is still to be added. */
SPELT_INLINE void OF(order1_give_all)(VEC sums, char *out, ptrdiff_t out_step, int has_none)
{
    const VEC zero = {0};
    ACC sum[LANES];
    if (has_none)
        sums += zero;
    const SPELT_PASTE(pattern_, ACC) is_number = (SPELT_PASTE(pattern_, ACC))(sums == sums);
    const VEC nan = zero + (ACC)__builtin_nan("");
    sums = (VEC)(((SPELT_PASTE(pattern_, ACC))sums & is_number) |
                 ((SPELT_PASTE(pattern_, ACC))nan & ~is_number));
    if (out_step == (ptrdiff_t)sizeof(ACC)) {
        STORE((ACC *)(void *)out, sums);
        return;
    }
    STORE(sum, sums);
    for (size_t j = 0; j < LANES; j++, out += out_step)
        *(ACC *)(void *)out = sum[j];
}

#define X_OF(r) (x + (r)*s.x_step)
#define Y_OF(r) (y + (r)*s.y_step)
#define ONE_VECTOR(r) v[r] = part(none, X_OF(r), Y_OF(r), 0, n);
#define TWO_VECTORS(r)                                                                             \
    v[r] = step(none, X_OF(r), Y_OF(r), 0) + part(none, X_OF(r), Y_OF(r), LANES, n - LANES);
/* Where y is one for all slices, in registers. */
#define TWO_BY_ONE(r)                                                                              \
    v[r] = step(none, X_OF(r), y, 0) + part(none, X_OF(r), y, LANES, n - LANES);
#define EACH_LANE SPELT_PASTE(EACH_, LANES)

/* Vectors of so many terms, some of which or one less may be the last. */
#define TERMS_FROM(r)                                                                              \
    (n >= ((r) + 1) * LANES ? step(none, x, y, (r)*LANES)                                          \
                            : part(none, x, y, (r)*LANES, n - (r)*LANES))

/* Up to four vectors, in more instructions than where it is one or two, for n is any number of terms; and up to
 * eight, where these are a row. */
#define FEW (VECTORS == 8 ? 8 * LANES : 4 * LANES)
SPELT_INLINE VEC OF(order1_few)(const char *x, const char *y, size_t n, OF(order1_step) * step,
                                OF(order1_part) * part, int is_fused)
{
    const VEC none = is_fused ? (VEC){0} : NO_SUM;
    VEC first = step(none, x, y, 0), second = step(none, x, y, LANES), third = TERMS_FROM(2);
    if (n <= 4 * LANES) {
        if (n > 3 * LANES)
            second += TERMS_FROM(3);
        return (first + third) + second;
    }
    VEC fourth = step(none, x, y, 3 * LANES);
    first += TERMS_FROM(4);
    if (n > 5 * LANES)
        second += TERMS_FROM(5);
    if (n > 6 * LANES)
        third += TERMS_FROM(6);
    if (n > 7 * LANES)
        fourth += TERMS_FROM(7);
    return (first + third) + (second + fourth);
}

/* From so many bytes on the lines of the slices so far ahead are asked for: a CPU does not foresee loads that
 * take turns at slices (sum_f64 of 64 MB by rows of 8 and 16: 0.3 and 0.45 of the time, by rows of 32 0.85; of
 * 2 MB by rows of 8 0.7; Zen 5). Slices of more than two vectors it does foresee before memory (2 MB by rows of
 * 32: 1.07), and all within a second level (1.15); of more than 512 bytes it does anywhere (dot_f32 of 30 MB by
 * rows of 768: 1.2 times the time, by rows of 384 1.07, Zen 3). */
#define FEW_FETCHED_FROM ((size_t)3 << 19)
#define MORE_FETCHED_FROM ((size_t)1 << 24)
#define FETCHED_STEP 512
#define SLICES_FETCHED_AHEAD 4096
SPELT_INLINE void OF(order1_fetch_slices)(const char *x, ptrdiff_t step)
{
    for (ptrdiff_t at = 0; at < LANES * step; at += 64)
        __builtin_prefetch(x + SLICES_FETCHED_AHEAD + at, 0, 3);
}
SPELT_INLINE int OF(order1_are_fetched)(ptrdiff_t step, size_t count, size_t n)
{
    const size_t from = n <= 2 * LANES ? FEW_FETCHED_FROM : MORE_FETCHED_FROM;
    return step > 0 && step <= FETCHED_STEP && count > from / (size_t)step;
}

/* Of n <= BLOCK terms each; those that are left, fewer than lanes, one by one. */
SPELT_INLINE void OF(order1_slices)(char *out, ptrdiff_t out_step, const spelt_rows *rows, size_t n,
                                    OF(order1_step) * step, OF(order1_part) * part,
                                    OF(order1_kernel) * one, int has_y, int is_fused)
{
    const VEC none = NO_SUM;
    const spelt_rows s = *rows;
    const char *x = s.x, *y = s.y;
    size_t left = s.count;
    const int y_is_one = has_y && s.y_step == 0;
    const int x_is_fetched = OF(order1_are_fetched)(s.x_step, left, n);
    const int y_is_fetched = y != x && OF(order1_are_fetched)(s.y_step, left, n);
    for (; left >= LANES; left -= LANES) {
        if (x_is_fetched)
            OF(order1_fetch_slices)(x, s.x_step);
        if (y_is_fetched)
            OF(order1_fetch_slices)(y, s.y_step);
        if (n <= 2 * LANES) {
            VEC v[LANES];
            if (n <= LANES) {
                EACH_LANE(ONE_VECTOR)
            } else if (y_is_one) {
                EACH_LANE(TWO_BY_ONE)
            } else {
                EACH_LANE(TWO_VECTORS)
            }
            OF(order1_fold_all)(v);
            OF(order1_give_all)(v[0], out, out_step, 1);
        } else {
            VEC v[LANES];
            if (n == FEW && y_is_one)
                for (ptrdiff_t j = 0; j < LANES; j++)
                    v[j] = OF(order1_few)(X_OF(j), y, FEW, step, part, is_fused);
            else if (n == FEW)
                for (ptrdiff_t j = 0; j < LANES; j++)
                    v[j] = OF(order1_few)(X_OF(j), Y_OF(j), FEW, step, part, is_fused);
            else if (n < FEW)
                for (ptrdiff_t j = 0; j < LANES; j++)
                    v[j] = OF(order1_few)(X_OF(j), Y_OF(j), n, step, part, is_fused);
            else
                for (ptrdiff_t j = 0; j < LANES; j++)
                    v[j] = OF(order1_unfolded)(X_OF(j), Y_OF(j), n, step, part, NULL, is_fused, 0,
                                               FETCHES_NONE);
            OF(order1_fold_all)(v);
            OF(order1_give_all)(v[0], out, out_step, n <= FEW && (n < ROW || !is_fused));
        }
        x += LANES * s.x_step;
        y += LANES * s.y_step;
        out += LANES * out_step;
    }
    for (; left > 0; left--, x += s.x_step, y += s.y_step, out += out_step)
        (void)one(x, y, n, out);
}

#undef EACH_LANE
#undef TERMS_FROM
#undef FEW
