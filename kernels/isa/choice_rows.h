/* choice_rows.h - choices and indexes along an axis: of slices side by side the best so far, and where in
 * the rows of this call it came. Given T, an element type, B, the signed integer as wide, and INFINITY_BITS
 * where T is a floating-point type.
 *
 * All are compared as keys, of which the least is the best. An integer's bits are flipped: of an unsigned
 * one the sign, where the greatest is wanted all. A floating-point number's are made one by choice_keys.h,
 * and taken from -1 where the greatest is wanted; NaNs, which are the least and the greatest of keys, are
 * brought together by an offset that wraps: those below the least number where they win, those above
 * the greatest where they are passed over. So nothing raises an exception, and -0 < +0. */

#define NAMED(name) SPELT_PASTE(name, T)
#define OF_BITS(name) SPELT_PASTE(name, B)
#ifdef CHOICE_BYTES
#define KEYS OF_BITS(lanes_)
#define UNSIGNED_KEYS SPELT_PASTE(lanes_u, KEY_BITS)
#else
#define KEYS B
#define UNSIGNED_KEYS SPELT_PASTE(u, KEY_BITS)
#endif
#define KEY_BYTES sizeof(KEYS)
#define GREATEST_KEY ((B)(SPELT_PASTE(u, KEY_BITS))((SPELT_PASTE(u, KEY_BITS)) - 1 >> 1))
#ifdef INFINITY_BITS
#define NAN_BITS ((B)(INFINITY_BITS | (GREATEST_KEY - INFINITY_BITS + 1) / 2))
#define NANS (GREATEST_KEY - INFINITY_BITS) /* of either sign */
#endif

typedef struct {
    KEYS flip, offset, floor, worst;
} NAMED(key_rule_);

SPELT_INLINE KEYS NAMED(every_)(B key)
{
    const KEYS none = {0};
    return (KEYS)(none + key);
}

SPELT_INLINE NAMED(key_rule_) NAMED(key_rule_of_)(const spelt_best_rows *rows)
{
    const int most = rows->most;
#ifdef INFINITY_BITS
    const B shift = rows->passes_nans ? -NANS : NANS;
    const B floor = (B)(-GREATEST_KEY - 1 + (rows->passes_nans ? 0 : 2 * NANS - 1));
    const B worst = rows->passes_nans ? INFINITY_BITS - NANS + 1 : GREATEST_KEY;
    return (NAMED(key_rule_)){NAMED(every_)((B)-most), NAMED(every_)(shift), NAMED(every_)(floor),
                              NAMED(every_)(worst)};
#else
    const B flip = (B)((rows->is_unsigned ? -GREATEST_KEY - 1 : 0) ^ -most);
    const KEYS none = NAMED(every_)(0);
    return (NAMED(key_rule_)){NAMED(every_)(flip), none, none, NAMED(every_)(GREATEST_KEY)};
#endif
}

#ifdef INFINITY_BITS
/* Bits become what is in order, and that becomes bits. */
SPELT_INLINE KEYS NAMED(in_order_of_)(KEYS x)
{
    return x ^ ((x >> (KEY_BITS - 1)) & GREATEST_KEY);
}
#endif

SPELT_INLINE KEYS NAMED(key_in_)(KEYS x, const NAMED(key_rule_) *rule)
{
#ifdef INFINITY_BITS
    const KEYS key = NAMED(in_order_of_)(x) ^ rule->flip;
    return (KEYS)((UNSIGNED_KEYS)key + (UNSIGNED_KEYS)rule->offset);
#else
    return x ^ rule->flip;
#endif
}

/* The value that has the key: of all NaNs the one. */
SPELT_INLINE KEYS NAMED(value_of_)(KEYS key, const NAMED(key_rule_) *rule)
{
#ifdef INFINITY_BITS
    const KEYS x = NAMED(in_order_of_)(
        (KEYS)((UNSIGNED_KEYS)key - (UNSIGNED_KEYS)rule->offset) ^ rule->flip);
    return OF_BITS(key_select_)((x & GREATEST_KEY) > INFINITY_BITS, NAMED(every_)(NAN_BITS), x);
#else
    return key ^ rule->flip;
#endif
}

/* All NaNs that win are one. */
SPELT_INLINE KEYS NAMED(clamped_)(KEYS key, const NAMED(key_rule_) *rule)
{
#ifdef INFINITY_BITS
    return OF_BITS(greatest_key_)(key, rule->floor);
#else
    (void)rule;
    return key;
#endif
}

/* A vector of each of ROWS rows, of which some may be the same row again: that changes nothing. Each has a
 * load of its own, so that it is foreseen what is loaded next (Zen 5, from the last cache: 590 us of eight at
 * a time, 690 of four, 870 of one). */
#define ROWS ((size_t)8)
#define EACH_ROW(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7)
#define ROW_AT(r) const char *const x##r = r < count ? x + (ptrdiff_t)r * step : x;
#define BETTER_IN_ROW(r)                                                                           \
    memcpy(&now, x##r + j, KEY_BYTES);                                                             \
    best = OF_BITS(least_key_)(NAMED(key_in_)(now, rule), best);
#define PLACE_IN_ROW(r)                                                                            \
    memcpy(&now, x##r + j, KEY_BYTES);                                                             \
    now = NAMED(clamped_)(NAMED(key_in_)(now, rule), rule);                                        \
    OF_BITS(see_key_)(&best, &place, now, NAMED(every_)((B)(first + r)));

/* Vectors of bytes [0, bytes), at least one; of what is left behind whole ones the last has bytes that were
 * seen. */
#define EACH_VECTOR(j, bytes)                                                                      \
    for (size_t j = 0, end = (bytes) - (bytes) % KEY_BYTES; end;                                   \
         end = end < (bytes) ? (bytes) : 0, j = (bytes) - KEY_BYTES)                               \
        for (; j < end; j += KEY_BYTES)

/* Bytes [0, bytes) of them. */
SPELT_INLINE void NAMED(choose_in_rows_)(char *bests, char *places, const char *x, ptrdiff_t step,
                                         size_t count, size_t first, size_t bytes,
                                         const NAMED(key_rule_) *rule)
{
    EACH_ROW(ROW_AT)
    EACH_VECTOR(j, bytes) {
        KEYS best, place, now;
        memcpy(&best, bests + j, KEY_BYTES);
        if (places) {
            memcpy(&place, places + j, KEY_BYTES);
            EACH_ROW(PLACE_IN_ROW)
            memcpy(places + j, &place, KEY_BYTES);
        } else {
            EACH_ROW(BETTER_IN_ROW)
        }
        memcpy(bests + j, &best, KEY_BYTES);
    }
}

SPELT_INLINE void NAMED(choose_rows_)(char *bests, char *places, const spelt_best_rows *rows, size_t n)
{
    const NAMED(key_rule_) rule = NAMED(key_rule_of_)(rows);
    const size_t bytes = n * sizeof(B);
    if (rows->is_first)
        for (size_t j = 0; j < bytes; j += KEY_BYTES)
            memcpy(bests + j, &rule.worst, KEY_BYTES);
    if (places)
        memset(places, 0xff, bytes);
    for (size_t i = 0; i < rows->count; i += ROWS) {
        const char *x = rows->x + (ptrdiff_t)i * rows->step;
        const size_t count = rows->count - i < ROWS ? rows->count - i : ROWS;
        char parts[ROWS * KEY_BYTES]; /* rows of fewer bytes than a vector has */
        const int are_parts = bytes < KEY_BYTES;
        for (size_t r = 0; r < count && are_parts; r++)
            memcpy(parts + r * KEY_BYTES, x + (ptrdiff_t)r * rows->step, bytes);
        NAMED(choose_in_rows_)(bests, places, are_parts ? parts : x,
                               are_parts ? (ptrdiff_t)KEY_BYTES : rows->step, count, i,
                               are_parts ? KEY_BYTES : bytes, &rule);
    }
    if (!rows->is_last)
        return;
    for (size_t j = 0; j < bytes; j += KEY_BYTES) {
        KEYS key;
        memcpy(&key, bests + j, KEY_BYTES);
        key = NAMED(value_of_)(key, &rule);
        memcpy(bests + j, &key, KEY_BYTES);
    }
}

/* ---- Numbers ----------------------------------------------------------------------------------- */

#ifdef NUMBERS_ALONG
#define NUMBER_IN_ROW(r) memcpy(&v[r], x##r + j, sizeof v[r]);
#define BETTER_NUMBER(r) best = NAMED(better_number_)(best, v[r], most);
#define SIGNS_IN_ROW(r) signs = NAMED(signs_)(signs, v[r], most);

/* Elements themselves are compared; where signs of zeros are not, all signs are kept. 0: there is a NaN. */
SPELT_INLINE int NAMED(choose_numbers_in_)(char *bests, char *all_signs, const char *x, ptrdiff_t step,
                                           size_t count, size_t bytes, int most)
{
    EACH_ROW(ROW_AT)
    EACH_VECTOR(j, bytes) {
        NAMED(lanes_) best, v[ROWS];
        EACH_ROW(NUMBER_IN_ROW)
        if (SPELT_UNLIKELY(NAMED(any_nan_)(v)))
            return 0;
        memcpy(&best, bests + j, KEY_BYTES);
        EACH_ROW(BETTER_NUMBER)
        memcpy(bests + j, &best, KEY_BYTES);
        if (KEEPS_SIGNS) {
            NAMED(bits_) signs;
            memcpy(&signs, all_signs + j, KEY_BYTES);
            EACH_ROW(SIGNS_IN_ROW)
            memcpy(all_signs + j, &signs, KEY_BYTES);
        }
    }
    return 1;
}

/* Whole slices, of vectors; 0: there is a NaN. */
SPELT_INLINE int NAMED(choose_numbers_)(char *bests, char *all_signs, const spelt_best_rows *rows,
                                        size_t bytes, int most)
{
    const KEYS worst = NAMED(every_)(NAMED(bit_of_key_)(NAMED(worst_key_)(most)));
    for (size_t j = 0; j < bytes; j += KEY_BYTES)
        memcpy(bests + j, &worst, KEY_BYTES);
    if (KEEPS_SIGNS)
        memset(all_signs, most ? 0xff : 0, bytes);
    for (size_t i = 0; i < rows->count; i += ROWS)
        if (!NAMED(choose_numbers_in_)(bests, all_signs, rows->x + (ptrdiff_t)i * rows->step, rows->step,
                                       rows->count - i < ROWS ? rows->count - i : ROWS, bytes, most))
            return 0;
    for (size_t j = 0; j < bytes && KEEPS_SIGNS; j += KEY_BYTES) {
        NAMED(lanes_) best;
        NAMED(bits_) signs;
        memcpy(&best, bests + j, KEY_BYTES);
        memcpy(&signs, all_signs + j, KEY_BYTES);
        signs = NAMED(bits_of_keys_)(NAMED(keys_)(best, signs, most));
        memcpy(bests + j, &signs, KEY_BYTES);
    }
    return 1;
}
#endif

/* ---- The kernels ------------------------------------------------------------------------------- */

static void SPELT_PASTE4(spelt_best_, T, _, ISA)(void *best, void *place, const spelt_best_rows *rows,
                                                 size_t n)
{
#ifdef NUMBERS_ALONG
    const size_t bytes = n * sizeof(B);
    if (rows->is_first && rows->is_last && bytes >= KEY_BYTES &&
        (rows->most ? NAMED(choose_numbers_)(best, place, rows, bytes, 1)
                    : NAMED(choose_numbers_)(best, place, rows, bytes, 0)))
        return;
#else
    (void)place;
#endif
    NAMED(choose_rows_)(best, NULL, rows, n);
}

static void SPELT_PASTE4(spelt_place_, T, _, ISA)(void *best, void *place, const spelt_best_rows *rows,
                                                  size_t n)
{
    NAMED(choose_rows_)(best, place, rows, n);
}

#ifdef CHOICE_BYTES
#include "isa/choice_each.h"
#endif

#undef NAMED
#undef OF_BITS
#undef KEYS
#undef UNSIGNED_KEYS
#undef KEY_BYTES
#undef GREATEST_KEY
#undef NAN_BITS
#undef NANS
#undef ROWS
#undef EACH_ROW
#undef ROW_AT
#undef BETTER_IN_ROW
#undef PLACE_IN_ROW
#undef NUMBER_IN_ROW
#undef BETTER_NUMBER
#undef SIGNS_IN_ROW
#undef NUMBERS_ALONG
#undef INFINITY_BITS
#undef KEY_BITS
#undef T
#undef B
