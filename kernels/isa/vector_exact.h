/* vector_exact.h - the constants and single steps of the exact reductions, in vectors of f64. f32
 * is converted, which is exact.
 *
 * The grid. With u = 2^(scale - 51), all terms t below 2^scale = 2^51 u in magnitude and
 * s = 1.5 * 2^52 u, the sum t + s lies in [2^52 u, 2^53 u], where the f64 are the multiples of u:
 * a = fl(t + s) rounds t to a multiple of u, q = a - s, and the 52 low bits of a, as an integer,
 * are q / u + 2^51. So adding up the bits of the a's as 64-bit integers adds up the q exactly.
 * (Extraction of leading bits by adding a constant: Rump, Ogita, Oishi, Accurate floating-point
 * summation part I, 2008, ExtractVector; the sums as integers in place of headroom in the mantissa
 * are our own.)
 *
 * Words. What is left, r = t - q = t + (s - a), is exact (see Rounding modes) and at most
 * u = 2^50 u' in magnitude, where u' = 2^-50 u is the unit of the next word, with
 * s' = 1.5 * 2^52 u' = 6 u. And so on. The last word but one needs no r: c = (s + s') - a = s' - q
 * is exact, for all are multiples of u below 2^53 u, and fl(t + c) rounds r to a multiple of u',
 * biased by s'. For a product x * y both steps are one fused operation each, and t itself is never
 * rounded: that is the filter.
 *
 * Errors. For products of f64, t = p + e with p = fl(x * y) and e = fma(x, y, -p) exact
 * (|p| >= EXACT_LEAST), |e| < 2^-52 |p| < u / 2. An error begins in the second word: to a word of
 * p's, b = fl(r + s'), |b - s'| <= 2^50 u', it is added as d = fl(b + e), which rounds it to a
 * multiple of u', and e + (b - d) is what is left of it. |b - s' + e| < 2^51 u', as |e| < u / 2 in
 * the second word and what is left of it is below u in the later ones; so d is within [2^52 u',
 * 2^53 u'].
 *
 * Exact. Two words take all bits of a term that is a multiple of the second unit; three those of a
 * product whose p is a multiple of the second and whose e is one of the third; four and five the
 * same two words further down. A term of magnitude 2^k and more is an integer times 2^(k + 1 -
 * bits), bits = 53 for f64, 24 for f32, 48 for products of f32; a product of f64, an integer times
 * 2^(k - 105).
 *
 * Rounding modes. To nearest, r is exact as the error of an addition is: where q is not 0, t is at
 * least u / 2 and r at most that. In the other modes q may be u for a tiny t, and t - u is exact
 * only where t is a multiple of 2^-53 u. With two and three words it is, for it is one of u' =
 * 2^-50 u, and e is one of the third unit; so they, like the filter, serve in every mode, and four
 * and five words only in that to nearest.
 *
 * Sums. Integers of up to 2^51 in magnitude, fewer than 2^12 of them, are below 2^63 in sum,
 * whatever their partial sums do modulo 2^64. */
#ifndef SPELT_ISA_VECTOR_EXACT_H
#define SPELT_ISA_VECTOR_EXACT_H

#include "isa/exact_kind.h"

/* Whether terms are rounded products, whose errors are a stream of their own. An element is of
 * `size` bytes, here and below. */
SPELT_INLINE int exact_has_errors(size_t size, int kind)
{
    return kind != EXACT_ELEMENTS && size == sizeof(f64);
}

/* How many words a term has bits in. */
SPELT_INLINE int exact_word_count(size_t size, int kind, int wide)
{
    return (exact_has_errors(size, kind) ? 3 : 2) + (wide ? 2 : 0);
}

/* Terms of magnitude 2^(scale - this) and more are exact in their words. */
SPELT_INLINE int exact_width(size_t size, int kind, int wide)
{
    const int precision = size == sizeof(f64) ? 53 : 24;
    const int bits = kind == EXACT_ELEMENTS ? precision : 2 * precision;
    return SPELT_EXACT_UNIT(exact_word_count(size, kind, wide) - 1) - (bits - 1);
}

/* The least terms that the words take, zeros apart: the error of a product is a multiple of 2^-1005
 * then, no subnormal, and so is every number on the way. */
#define EXACT_LEAST 0x1p-900
/* Terms from here on leave no room for s1. */
#define EXACT_TOO_GREAT 0x1p1018

/* What is added, rounded. */
SPELT_INLINE vec_f64 exact_term(int kind, vec_f64 x, vec_f64 y)
{
    if (kind == EXACT_ELEMENTS)
        return x;
    return x * y;
}

/* t + c with one rounding. */
SPELT_INLINE vec_f64 exact_add_to(int kind, vec_f64 x, vec_f64 y, vec_f64 c)
{
    if (kind == EXACT_ELEMENTS)
        return x + c;
    return fused_add_f64(x, y, c);
}

/* x * y - p; never asked of elements. */
SPELT_INLINE vec_f64 exact_error(int kind, vec_f64 x, vec_f64 y, vec_f64 p)
{
    if (kind == EXACT_ELEMENTS)
        return (vec_f64){0};
    return fused_subtract_f64(x, y, p);
}

/* Whether both factors are other than 0, so that a product of 0 has underflown. */
SPELT_INLINE mask_f64 exact_no_zero(vec_f64 x, vec_f64 y)
{
    return and_mask_f64(differ_f64(x, (vec_f64){0}), differ_f64(y, (vec_f64){0}));
}

/* The magnitude of a term, as bits: they are in the order of the numbers. The upper halves, which
 * are all that is looked at, tell one from a power of two, and integers compare without an
 * exception. */
SPELT_INLINE vec_i64 exact_magnitude(vec_f64 term)
{
    return bits_of_f64(absolute_f64(term));
}

/* One less, of which 0 is the greatest: the least of them passes it over. */
SPELT_INLINE vec_i64 exact_one_bit_less(vec_i64 magnitude)
{
    return add_i64(magnitude, all_i64(-1));
}

SPELT_INLINE f64 exact_of_upper(uint64_t bits)
{
    f64 value;
    bits &= ~(uint64_t)UINT32_MAX;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

/* The least and the greatest magnitude, of which the upper halves were gathered. */
SPELT_INLINE f64 exact_least_of(vec_i64 magnitudes)
{
    return exact_of_upper(fold_min_upper(magnitudes));
}

SPELT_INLINE f64 exact_greatest_of(vec_i64 magnitudes)
{
    return exact_of_upper(fold_max_upper(magnitudes));
}

SPELT_INLINE vec_i64 exact_infinite(void)
{
    return bits_of_f64(all_f64(__builtin_inf()));
}

/* 2^exponent, normal. */
SPELT_INLINE f64 exact_power(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    f64 power;
    __builtin_memcpy(&power, &bits, sizeof power);
    return power;
}

/* What terms in the window are below; 0 where there is none. */
SPELT_INLINE f64 exact_limit_of(const exact_total *total)
{
    if (total->scale == SPELT_EXACT_NO_SCALE)
        return 0;
    f64 limit = exact_power(total->scale);
    return limit < EXACT_TOO_GREAT ? limit : EXACT_TOO_GREAT;
}

/* Whether four and five words can be had: see "Rounding modes" above. */
SPELT_INLINE int exact_may_be_wide(void)
{
    f64 one = 1, little = 0x1p-60;
    __asm__ volatile("" : "+m"(one), "+m"(little));
    return one + little == one && one - little == one;
}

/* magnitude < 2^this. */
SPELT_INLINE int exact_exponent(f64 magnitude)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &magnitude, sizeof bits);
    return (int)(bits >> 52) - 1022;
}

/* A window for terms up to `greatest`, with room for the greater ones of later blocks: one bit at
 * least, so that a term cannot round up to 2^scale. */
SPELT_INLINE int exact_scale_for(f64 greatest, int room)
{
    int scale = exact_exponent(greatest) + room;
    return scale < SPELT_EXACT_LEAST_SCALE ? SPELT_EXACT_LEAST_SCALE : scale;
}

/* The least term that is exact at a scale; infinite where there is none. */
SPELT_INLINE f64 exact_least_at(size_t size, int kind, int scale, int wide)
{
    if (scale < (wide ? SPELT_EXACT_LEAST_WIDE_SCALE : SPELT_EXACT_LEAST_SCALE))
        return __builtin_inf();
    int exponent = scale - exact_width(size, kind, wide);
    return exponent > -900 ? exact_power(exponent) : EXACT_LEAST;
}

/* What terms there are: the smallest and the greatest of those from EXACT_LEAST to below
 * EXACT_TOO_GREAT (infinity and 0 where there is none); whether there are smaller ones, such as
 * zeros; and `odd` ones, too great, not 0 but below EXACT_LEAST (products that underflow to 0
 * included), or NaN. */
typedef struct {
    f64 smallest, greatest;
    int zeros, odd;
} exact_range;

SPELT_INLINE uint64_t exact_bits(f64 value)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* s[j] = 1.5 * 2^52 units of word j. Those of words that are not used may be no numbers. */
typedef struct {
    f64 s[SPELT_EXACT_WORDS];
} exact_grid;

SPELT_INLINE exact_grid exact_grid_at(int scale)
{
    exact_grid grid;
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        grid.s[j] = 1.5 * exact_power(scale - SPELT_EXACT_UNIT(j) + 52);
    return grid;
}

/* The word sums as they are gathered, as bits; and where the sign or exponent of the first word of
 * a term was not that of s[0]. */
typedef struct {
    vec_i64 word[SPELT_EXACT_WORDS];
    vec_i64 outside;
} exact_sums;

SPELT_INLINE exact_sums exact_no_sums(void)
{
    vec_i64 zero = zero_i64();
    return (exact_sums){{zero, zero, zero, zero, zero}, zero};
}

SPELT_INLINE void exact_gather(exact_sums *sums, int j, vec_f64 v)
{
    sums->word[j] = add_i64(sums->word[j], bits_of_f64(v));
}

SPELT_INLINE int exact_all_inside(const exact_sums *sums)
{
    return !any_bit(sums->outside, UINT64_C(0xfff) << 52);
}

SPELT_INLINE void exact_take(exact_total *total, const int64_t word[SPELT_EXACT_WORDS])
{
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        total->word[j] += word[j];
}

/* The integers whose bits, as 1.5 * 2^k + integer, were gathered from so many lanes. */
SPELT_INLINE void exact_words(const exact_sums *sums, const exact_grid *grid, int words,
                              size_t lanes, int64_t word[SPELT_EXACT_WORDS])
{
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        word[j] =
            j < words
                ? (int64_t)(fold_i64(sums->word[j]) - exact_bits(grid->s[j]) * (uint64_t)lanes)
                : 0;
}

/* ---- Words of one vector of terms -------------------------------------------------------------
 */

/* Cuts off the next word: what is gathered of v, of which the rest is left. v - q = v + (s - a). */
SPELT_INLINE vec_f64 exact_cut(vec_f64 *v, f64 s)
{
    vec_f64 a = *v + all_f64(s);
    *v = *v + (all_f64(s) - a);
    return a;
}

/* Adds an error to a word that is cut: the error's own rest is left. */
SPELT_INLINE vec_f64 exact_join(vec_f64 a, vec_f64 *error)
{
    vec_f64 d = a + *error;
    *error = *error + (a - d);
    return d;
}

/* The last two words of what is left of a term, from word j on: it is a multiple of the second's
 * unit. */
SPELT_INLINE void exact_last_words(exact_sums *sums, const exact_grid *grid, int j, vec_f64 v)
{
    vec_f64 a = v + all_f64(grid->s[j]);
    vec_f64 c = all_f64(grid->s[j] + grid->s[j + 1]) - a;
    exact_gather(sums, j, a);
    exact_gather(sums, j + 1, v + c);
}

/* The last two words of an error that begins in word j, whose part of the term is b = s[j] + r,
 * exact. */
SPELT_INLINE void exact_last_errors(exact_sums *sums, const exact_grid *grid, int j, vec_f64 b,
                                    vec_f64 error)
{
    vec_f64 d = b + error;
    vec_f64 c = (b + all_f64(grid->s[j + 1])) - d;
    exact_gather(sums, j, d);
    exact_gather(sums, j + 1, error + c);
}

SPELT_INLINE void exact_look_outside(exact_sums *sums, const exact_grid *grid, vec_f64 a)
{
    sums->outside =
        gather_differences(sums->outside, bits_of_f64(a), bits_of_f64(all_f64(grid->s[0])));
}

/* Terms that are exact by themselves: two words, or four. */
SPELT_INLINE void exact_add_term(exact_sums *sums, const exact_grid *grid, vec_f64 t, int wide)
{
    exact_look_outside(sums, grid, t + all_f64(grid->s[0]));
    if (wide) {
        exact_gather(sums, 0, exact_cut(&t, grid->s[0]));
        exact_gather(sums, 1, exact_cut(&t, grid->s[1]));
    }
    exact_last_words(sums, grid, wide ? 2 : 0, t);
}

/* Rounded products and their errors: three words, or five. */
SPELT_INLINE void exact_add_product(exact_sums *sums, const exact_grid *grid, vec_f64 t,
                                    vec_f64 error, int wide)
{
    vec_f64 a = exact_cut(&t, grid->s[0]);
    exact_look_outside(sums, grid, a);
    exact_gather(sums, 0, a);
    if (wide) {
        vec_f64 b = exact_cut(&t, grid->s[1]);
        exact_gather(sums, 1, exact_join(b, &error));
        vec_f64 c = exact_cut(&t, grid->s[2]);
        exact_gather(sums, 2, exact_join(c, &error));
    }
    int j = wide ? 3 : 1;
    exact_last_errors(sums, grid, j, t + all_f64(grid->s[j]), error);
}

#endif
