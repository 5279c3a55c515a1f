/* choice_each.h - choices and indexes of short slices, each of which is some vectors, one after the other; a
 * part of choice_rows.h. */

#define MOST_BYTES (8 * KEY_BYTES)
/* What is asked for before (Zen 5, slices of 64 f64: 690 us instead of 930 from the last cache, 2.7 instead of
 * 3.9 from the second). */
#define AHEAD_BYTES ((size_t)2048)
#define KEY_AT(j) NAMED(clamped_)(NAMED(key_in_)(NAMED(keys_at_)(x + (j)), &rule), &rule)

SPELT_INLINE KEYS NAMED(keys_at_)(const char *x)
{
    KEYS keys;
    memcpy(&keys, x, sizeof keys);
    return keys;
}

#if defined(NUMBERS_ALONG) && !KEEPS_SIGNS && CHOICE_BYTES == 64
/* Numbers themselves; 0: there is a NaN. */
SPELT_INLINE int NAMED(each_number_)(char *results, const spelt_best_rows *rows, size_t bytes, int most)
{
    const char *x = rows->x;
    const size_t last = bytes - KEY_BYTES;
    const ptrdiff_t ahead = (ptrdiff_t)(AHEAD_BYTES / bytes) * rows->step;
    for (size_t i = 0; i < rows->count; i++, x += rows->step) {
        NAMED(lanes_) best = (NAMED(lanes_))NAMED(keys_at_)(x);
        for (size_t j = 0; j < bytes; j += 2 * KEY_BYTES) { /* as they lie in memory */
            const size_t at = j < last ? j : last, next = j + KEY_BYTES < last ? j + KEY_BYTES : last;
            __builtin_prefetch(x + ahead + j);
            __builtin_prefetch(x + ahead + j + KEY_BYTES);
            const NAMED(lanes_) v = (NAMED(lanes_))NAMED(keys_at_)(x + at);
            const NAMED(lanes_) w = (NAMED(lanes_))NAMED(keys_at_)(x + next);
            if (SPELT_UNLIKELY(NAMED(any_nan_in_)(v, w)))
                return 0;
            best = NAMED(better_number_)(best, NAMED(better_number_)(v, w, most), most);
        }
        for (int step = 0; step < CHOICE_SWAPS; step++)
            best = NAMED(better_number_)(best, (NAMED(lanes_))swap_lanes((choice_u64)best, step), most);
        if (sizeof(B) == 4)
            best = NAMED(better_number_)(best, (NAMED(lanes_))rotate_64((choice_u64)best, 32), most);
        memcpy(results + i * sizeof(B), &best, sizeof(B));
    }
    return 1;
}
#endif

static int SPELT_PASTE4(spelt_each_, T, _, ISA)(void *results, const spelt_best_rows *rows, size_t n)
{
    const size_t bytes = n * sizeof(B);
    char *keys = results;
    if (bytes < KEY_BYTES || bytes > MOST_BYTES)
        return 0;
#if defined(NUMBERS_ALONG) && !KEEPS_SIGNS && CHOICE_BYTES == 64
    if (rows->most ? NAMED(each_number_)(results, rows, bytes, 1)
                   : NAMED(each_number_)(results, rows, bytes, 0))
        return 1;
#endif
    const NAMED(key_rule_) rule = NAMED(key_rule_of_)(rows);
    const char *x = rows->x;
    for (size_t i = 0; i < rows->count; i++, x += rows->step) {
        KEYS best = OF_BITS(least_key_)(KEY_AT(0), KEY_AT(bytes - KEY_BYTES));
        for (size_t j = KEY_BYTES; j < bytes - KEY_BYTES; j += KEY_BYTES)
            best = OF_BITS(least_key_)(best, KEY_AT(j));
        best = OF_BITS(fold_keys_)(best, 0);
        memcpy(keys + i * sizeof(B), &best, sizeof(B));
    }
    for (size_t j = 0; j < rows->count * sizeof(B); j += KEY_BYTES) {
        const KEYS values = NAMED(value_of_)(NAMED(keys_at_)(keys + j), &rule);
        memcpy(keys + j, &values, sizeof values);
    }
    return 1;
}

#if CHOICE_BYTES == 64
/* A bit for each element tells where the best is, without a branch. */
static int SPELT_PASTE4(spelt_each_place_, T, _, ISA)(void *results, const spelt_best_rows *rows, size_t n)
{
    const size_t bytes = n * sizeof(B), lanes = KEY_BYTES / sizeof(B);
    const NAMED(key_rule_) rule = NAMED(key_rule_of_)(rows);
    const char *x = rows->x;
    i64 *index = results;
    if (bytes < KEY_BYTES || n > 64)
        return 0;
    for (size_t i = 0; i < rows->count; i++, x += rows->step) {
        const KEYS first = KEY_AT(0), last = KEY_AT(bytes - KEY_BYTES);
        KEYS best = OF_BITS(least_key_)(first, last);
        for (size_t j = KEY_BYTES; j < bytes - KEY_BYTES; j += KEY_BYTES)
            best = OF_BITS(least_key_)(best, KEY_AT(j));
        best = OF_BITS(fold_keys_)(best, 0);
        uint64_t equal = OF_BITS(equal_bits_)(first, best) | OF_BITS(equal_bits_)(last, best) << (n - lanes);
        for (size_t j = lanes; j < n - lanes; j += lanes)
            equal |= OF_BITS(equal_bits_)(KEY_AT(j * sizeof(B)), best) << j;
        index[i] = (i64)__builtin_ctzll(equal);
        if (rows->passes_nans && best[0] >= rule.worst[0])
            index[i] = -1;
    }
    return 1;
}
#endif

#undef MOST_BYTES
#undef AHEAD_BYTES
#undef KEY_AT
