/* groups_exact.h - exact sums of groups: how far the numbers reach, and the loop that adds them to
 * their groups' cells.
 *
 * A number is m * 2^(e - c), |m| < 2^digits an integer, c a constant of the type, e >= 0 its
 * exponent as stored (1 less where it is not 0: subnormal numbers have that of the least normal
 * ones). All that are neither 0, infinite nor NaN have e from `least` to `least + reach`. A group
 * has `cells` cells, integers of 128 bits: of j the unit is 2^(least + j * step - c). Where e -
 * least = j * step + s, 0 <= s < step, m * 2^s is added to cell j: an integer below 2^(digits +
 * step - 1) in magnitude, 2^(digits + reach) where there is one cell. The driver sees to it that as
 * many as there are elements stay below 2^127 in sum, so that nothing is ever lost: the cells of a
 * group are together the sum itself, whatever the order.
 *
 * Where the numbers reach little further than their digits the one cell is a pair of i64, of which
 * the lower one has the unit 2^L, L = least - c, the upper one 2^H, H = L + SPELT_PAIR_BITS. `high`
 * is 1.5 * 2^(H + 52), `low` 1.5 * 2^(L + 52). With |x| < 2^(H + 51), which the driver sees to, x +
 * high is high + a, a the multiple of 2^H next to x on one side or the other, by any rounding; so x
 * - a, below 2^H in magnitude and a multiple of 2^L as x is, has no more than 41 digits and is
 * exact, as is its sum with low. What the bits of either sum are beyond those of the constant is
 * the integer to add. */
#ifndef SPELT_ISA_GROUPS_EXACT_H
#define SPELT_ISA_GROUPS_EXACT_H

#include "isa/kernels.h"
#include "isa/superaccumulator.h"
#include "isa/usual.h"

#include <string.h>

typedef u32 exact_bits_f32;
typedef u64 exact_bits_f64;
typedef i32 exact_size_f32;
typedef i64 exact_size_f64;
#define EXACT_FRACTION_f32 23
#define EXACT_FRACTION_f64 52
#define EXACT_INFINITE_f32 0x7f800000
#define EXACT_INFINITE_f64 0x7ff0000000000000

#define SURVEY_NAME(in) SPELT_PASTE4(spelt_survey_, in, _, ISA)

/* Magnitudes are compared as signed integers. */
#define SURVEY_KERNEL(in)                                                                          \
    static void SURVEY_NAME(in)(const void *x, size_t n, spelt_reach *reach)                       \
    {                                                                                              \
        const exact_size_##in infinite = EXACT_INFINITE_##in;                                      \
        exact_size_##in least = infinite, greatest = 0, others = 0;                                \
        for (size_t i = 0; i < n; i++) {                                                           \
            exact_bits_##in bits;                                                                  \
            memcpy(&bits, (const in *)x + i, sizeof bits);                                         \
            bits &= ~((exact_bits_##in)1 << (8 * sizeof(in) - 1));                                 \
            const exact_size_##in size = (exact_size_##in)bits;                                    \
            const exact_size_##in low = size == 0 ? infinite : size;                               \
            const exact_size_##in high = size < infinite ? size : 0;                               \
            least = low < least ? low : least;                                                     \
            greatest = high > greatest ? high : greatest;                                          \
            others |= size - high;                                                                 \
        }                                                                                          \
        reach->least = (u64)least < reach->least ? (u64)least : reach->least;                      \
        reach->greatest = (u64)greatest > reach->greatest ? (u64)greatest : reach->greatest;       \
        reach->has_special |= others != 0;                                                         \
    }

/* The sum of two words, the upper one signed, into a cell: by halves, so that a cell is never read
 * as a vector that waits for the stores of the last time. */
SPELT_INLINE void add_to_cell(char *at, u64 low, i64 high)
{
    int128 *const cell = (int128 *)(void *)at;
    *cell += (int128)((uint128)(u64)high << 64 | low);
}

/* Zeros, infinities and NaNs lie out of reach, and are added as 0. Of one cell the shift is all. */
SPELT_INLINE void add_exactly(const spelt_exact_groups *groups, int is_one, size_t group, u64 field,
                              u64 fraction, int fraction_bits, u64 sign)
{
    const u64 is_normal = field != 0, e = field - is_normal - groups->least;
    const int is_inside = e <= groups->reach;
    const u64 m = is_inside ? fraction | is_normal << fraction_bits : 0, at = is_inside ? e : 0;
    const size_t cell = is_one ? group : group * groups->cells + (at >> groups->step_log2);
    const unsigned shift = (unsigned)at & (is_one ? 63 : (1u << groups->step_log2) - 1);
    const i64 term = (i64)((m ^ sign) - sign);
    add_to_cell(groups->cell + cell * sizeof(int128), (u64)term << shift,
                term >> 1 >> (63 - shift));
}

SPELT_INLINE void add_to_pair(char *at, f64 x, f64 high, f64 low)
{
    i64 *const pair = (i64 *)(void *)at;
    const f64 upper = x + high, lower = (x - (upper - high)) + low;
    pair[0] += (i64)(f64_bits_of(lower) - f64_bits_of(low));
    pair[1] += (i64)(f64_bits_of(upper) - f64_bits_of(high));
}

#define SUM_EXACT_KERNEL(suffix, key, in, out, op, ...)                                             \
    SPELT_INLINE void add_exactly_##suffix(const key *k, const in *x, size_t n,                     \
                                           const spelt_exact_groups *groups, int is_one)            \
    {                                                                                               \
        const int digits = EXACT_FRACTION_##in;                                                     \
        const u64 most = EXACT_INFINITE_##in >> digits, one = (u64)1 << digits;                     \
        for (size_t i = 0; i < n; i++) {                                                            \
            exact_bits_##in bits;                                                                   \
            memcpy(&bits, x + i, sizeof bits);                                                      \
            add_exactly(groups, is_one, (size_t)k[i], bits >> digits & most, bits & (one - 1),      \
                        digits, 0 - (u64)(bits >> (8 * sizeof bits - 1)));                          \
        }                                                                                           \
    }                                                                                               \
    static void GROUPS_NAME(op, suffix)(const void *keys, const void *x, size_t n,                  \
                                        const spelt_exact_groups *into)                             \
    {                                                                                               \
        const spelt_exact_groups groups = *into;                                                    \
        const key *k = keys;                                                                        \
        if (groups.high != 0) {                                                                     \
            const spelt_usual host = spelt_usual_begin();                                           \
            for (size_t i = 0; i < n; i++)                                                          \
                add_to_pair(groups.cell + (size_t)k[i] * sizeof(int128), (f64)((const in *)x)[i],   \
                            groups.high, groups.low);                                               \
            spelt_usual_end(host);                                                                  \
            return;                                                                                 \
        }                                                                                           \
        if (groups.cells == 1)                                                                      \
            add_exactly_##suffix(k, x, n, &groups, 1);                                              \
        else                                                                                        \
            add_exactly_##suffix(k, x, n, &groups, 0);                                              \
        for (size_t i = 0; groups.special && i < n; i++) {                                          \
            exact_bits_##in bits;                                                                   \
            memcpy(&bits, (const in *)x + i, sizeof bits);                                          \
            const u64 size = bits & ~((exact_bits_##in)1 << (8 * sizeof bits - 1));                 \
            if (size >= EXACT_INFINITE_##in)                                                        \
                groups.special[k[i]] |= (u8)super_special_of(                                       \
                    (u64)(size != bits) << 63 | F64_INFINITE |                                      \
                    (size & (((u64)1 << EXACT_FRACTION_##in) - 1))                                  \
                        << (EXACT_FRACTION_f64 - EXACT_FRACTION_##in));                             \
        }                                                                                           \
    }

#endif
