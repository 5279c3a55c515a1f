/* choice_halves.h - the reductions that choose among f16 and bf16, by one kernel for all their rules. An
 * element has a score, an integer of as many bits, of which the greatest is that of the best. It is the
 * element's key (choice_keys.h), of its magnitude or turned round where the rule says so, and moved so far,
 * around the ends of the integers, that the NaNs of both signs are above all numbers, or below. */
#ifndef SPELT_ISA_CHOICE_HALVES_H
#define SPELT_ISA_CHOICE_HALVES_H

#include "isa/choice_keys.h"
#include "isa/half.h"

/* Passed in one register: to have kernels of each rule would make the library larger, not faster. */
typedef struct {
    i16 kept;     /* the bits that count */
    i16 turned;   /* those that are inverted: the sign, where the least is the best */
    i16 moved;    /* from keys to scores: below 0 where NaNs come to be above */
    i16 infinity; /* its bits */
} half_rule;

#define HALF_KERNEL(name) SPELT_PASTE4(spelt_, name, _, ISA)

#define INFINITY_f16 0x7c00
#define INFINITY_bf16 0x7f80

SPELT_INLINE half_rule half_rule_of(choice_rule rule, int infinity)
{
    const int nans = INT16_MAX - infinity;
    return (half_rule){rule.magnitude ? INT16_MAX : -1, rule.most ? 0 : INT16_MIN,
                       (i16)(rule.nan == SPELT_NAN_FIRST ? -nans : nans), (i16)infinity};
}

/* Its own inverse. */
SPELT_INLINE i16 key_of_half(i16 bits)
{
    return (i16)(bits ^ (bits < 0 ? INT16_MAX : 0));
}

SPELT_INLINE i16 half_of_score(i16 score, half_rule rule)
{
    return (i16)(key_of_half((i16)((u16)score - (u16)rule.moved)) ^ rule.turned);
}

SPELT_INLINE int is_nan_half(i16 bits, int infinity)
{
    return (bits & INT16_MAX) > infinity;
}

/* No score that is looked for is greater: the one of all NaNs where they are above. */
SPELT_INLINE i16 greatest_score(half_rule rule)
{
    return (i16)(rule.moved < 0 ? rule.infinity + 1 + rule.moved : INT16_MAX);
}

#ifdef CHOICE_BYTES

#define LANES (CHOICE_BYTES / sizeof(i16))

SPELT_INLINE lanes_i16 scores_of(lanes_i16 bits, half_rule rule)
{
    bits = (bits & ((lanes_i16){0} + rule.kept)) ^ ((lanes_i16){0} + rule.turned);
    bits ^= bits >> 15 & ((lanes_i16){0} + (i16)INT16_MAX);
    return (lanes_i16)((lanes_u16)bits + ((lanes_u16){0} + (u16)rule.moved));
}

SPELT_INLINE lanes_i16 scores_at(const i16 *x, half_rule rule)
{
    lanes_i16 bits;
    memcpy(&bits, x, sizeof bits);
    return scores_of(bits, rule);
}

SPELT_INLINE lanes_i16 scores_of_few(const i16 *x, size_t n, half_rule rule)
{
    return scores_of((lanes_i16)load_part(x, n * sizeof *x, sizeof *x), rule);
}

SPELT_INLINE lanes_i16 best_scores(const i16 *x, size_t n, half_rule rule)
{
    if (n < LANES)
        return scores_of_few(x, n, rule);
    const lanes_i16 last = scores_at(x + n - LANES, rule);
    lanes_i16 best[4] = {last, last, last, last};
    size_t i = 0;
    for (; n - i >= 4 * LANES; i += 4 * LANES)
        for (size_t j = 0; j < 4; j++)
            best[j] = greatest_i16(best[j], scores_at(x + i + j * LANES, rule));
    for (; n - i >= LANES; i += LANES)
        best[0] = greatest_i16(best[0], scores_at(x + i, rule));
    return greatest_i16(greatest_i16(best[0], best[1]), greatest_i16(best[2], best[3]));
}

static __attribute__((noinline)) i16 HALF_KERNEL(best_half)(const i16 *x, size_t n, half_rule rule)
{
    const i16 best = fold_keys_i16(best_scores(x, n, rule), 1)[0], greatest = greatest_score(rule);
    return best < greatest ? best : greatest;
}

/* The least and the greatest key. */
SPELT_INLINE void both_keys(const i16 *x, size_t n, i16 key[2])
{
    const half_rule as_they_are = {-1, 0, 0, 0};
    lanes_i16 least, greatest;
    if (n < LANES) {
        least = greatest = scores_of_few(x, n, as_they_are);
    } else {
        lanes_i16 other[2];
        least = greatest = other[0] = other[1] = scores_at(x + n - LANES, as_they_are);
        size_t i = 0;
        for (; n - i >= 2 * LANES; i += 2 * LANES) {
            const lanes_i16 first = scores_at(x + i, as_they_are);
            const lanes_i16 second = scores_at(x + i + LANES, as_they_are);
            least = least_i16(least, first), greatest = greatest_i16(greatest, first);
            other[0] = least_i16(other[0], second), other[1] = greatest_i16(other[1], second);
        }
        if (n - i >= LANES) {
            const lanes_i16 first = scores_at(x + i, as_they_are);
            least = least_i16(least, first), greatest = greatest_i16(greatest, first);
        }
        least = least_i16(least, other[0]), greatest = greatest_i16(greatest, other[1]);
    }
    key[0] = fold_keys_i16(least, 0)[0];
    key[1] = fold_keys_i16(greatest, 1)[0];
}

/* Where the first element with that score is; there is one. */
static __attribute__((noinline)) size_t HALF_KERNEL(place_of_half)(const i16 *x, size_t n, half_rule rule,
                                                                   i16 score)
{
    const lanes_i16 wanted = (lanes_i16){0} + score;
    const lanes_i16 greatest = (lanes_i16){0} + greatest_score(rule);
    if (n < LANES) {
        const lanes_i16 few = least_i16(scores_of_few(x, n, rule), greatest);
        const uint64_t bits = mask_bits((choice_bytes)(few == wanted));
        return part_position((size_t)__builtin_ctzll(bits) / MASK_BITS, n * sizeof *x) / sizeof *x;
    }
    for (size_t i = 0;; i += LANES) {
        const size_t at = n - i >= LANES ? i : n - LANES;
        const uint64_t bits = equal_bits_i16(least_i16(scores_at(x + at, rule), greatest), wanted);
        if (bits != 0 || n - i <= LANES)
            return at + (size_t)__builtin_ctzll(bits) / EQUAL_BITS_OF_LANE(i16);
    }
}

#undef LANES

#else

#define CHOICE_BLOCK_BYTES 8192

SPELT_INLINE i16 score_of(i16 bits, half_rule rule)
{
    const i16 key = key_of_half((i16)((bits & rule.kept) ^ rule.turned));
    const i16 score = (i16)((u16)key + (u16)rule.moved), greatest = greatest_score(rule);
    return score < greatest ? score : greatest;
}

static __attribute__((noinline)) i16 HALF_KERNEL(best_half)(const i16 *x, size_t n, half_rule rule)
{
    i16 best = INT16_MIN;
    for (size_t i = 0; i < n; i++)
        best = score_of(x[i], rule) > best ? score_of(x[i], rule) : best;
    return best;
}

SPELT_INLINE void both_keys(const i16 *x, size_t n, i16 key[2])
{
    key[0] = INT16_MAX, key[1] = INT16_MIN;
    for (size_t i = 0; i < n; i++) {
        const i16 k = key_of_half(x[i]);
        key[0] = k < key[0] ? k : key[0];
        key[1] = k > key[1] ? k : key[1];
    }
}

static __attribute__((noinline)) size_t HALF_KERNEL(place_of_half)(const i16 *x, size_t n, half_rule rule,
                                                                   i16 score)
{
    size_t i = 0;
    while (i + 1 < n && score_of(x[i], rule) != score)
        i++;
    return i;
}

#endif

#define HALF_BLOCK (CHOICE_BLOCK_BYTES / sizeof(i16))

SPELT_INLINE f32 f32_of_half(i16 bits, int infinity)
{
    return infinity == INFINITY_f16 ? f32_of_f16((f16){(u16)bits}) : f32_of_bf16((bf16){(u16)bits});
}

/* What kernels of the rows leave to these. */
static __attribute__((noinline)) void HALF_KERNEL(choose_half)(const i16 *x, size_t n, half_rule rule, f32 *result)
{
    const i16 bits = half_of_score(HALF_KERNEL(best_half)(x, n, rule), rule);
    if (is_nan_half(bits, rule.infinity))
        put_nan_f32(result);
    else
        *result = f32_of_half(bits, rule.infinity);
}

/* The block is kept in which the best was found first, and there it is looked up. */
static __attribute__((noinline)) i64 HALF_KERNEL(index_of_half)(const i16 *x, size_t n, half_rule rule)
{
    i16 best = INT16_MIN;
    size_t where = 0, length = 0;
    for (size_t begin = 0; begin < n; begin += HALF_BLOCK) {
        const size_t left = n - begin < HALF_BLOCK ? n - begin : HALF_BLOCK;
        const i16 score = HALF_KERNEL(best_half)(x + begin, left, rule);
        if (score > best || begin == 0)
            best = score, where = begin, length = left;
    }
    if (rule.moved > 0 && is_nan_half(half_of_score(best, rule), rule.infinity))
        return -1;
    return (i64)(where + HALF_KERNEL(place_of_half)(x + where, length, rule, best));
}

/* The least and the greatest at once: there is a NaN where one of the keys is that of one. */
static __attribute__((noinline)) void HALF_KERNEL(choose_both_halves)(const i16 *x, size_t n, int infinity,
                                                                      f32 both[2])
{
    i16 key[2];
    both_keys(x, n, key);
    const i16 least = key_of_half(key[0]), greatest = key_of_half(key[1]);
    if (is_nan_half(least, infinity) || is_nan_half(greatest, infinity)) {
        put_nan_f32(&both[0]);
        put_nan_f32(&both[1]);
    } else {
        both[0] = f32_of_half(least, infinity);
        both[1] = f32_of_half(greatest, infinity);
    }
}

/* As choice_body.h has them of other types. */
#define SPELT_HALF(type)                                                                           \
    SPELT_INLINE void choose_##type(const void *x, size_t n, choice_rule rule, f32 *result)        \
    {                                                                                              \
        HALF_KERNEL(choose_half)(x, n, half_rule_of(rule, INFINITY_##type), result);               \
    }                                                                                              \
    SPELT_INLINE i64 index_of_best_##type(const void *x, size_t n, choice_rule rule)               \
    {                                                                                              \
        return HALF_KERNEL(index_of_half)(x, n, half_rule_of(rule, INFINITY_##type));              \
    }                                                                                              \
    SPELT_INLINE void choose_both_##type(const void *x, size_t n, f32 both[2])                     \
    {                                                                                              \
        HALF_KERNEL(choose_both_halves)(x, n, INFINITY_##type, both);                              \
    }
SPELT_HALF(f16)
SPELT_HALF(bf16)

#undef HALF_KERNEL
#endif
