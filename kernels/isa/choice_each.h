/* choice_each.h - choices and indexes of short slices, each of which is some vectors, one after the other; a
 * part of choice_rows.h. */

#define MOST_BYTES ((size_t)512)
/* What is asked for before (Zen 5, slices of 64 f64: 690 us instead of 930 from the last cache, 2.7 instead of
 * 3.9 from the second). */
#define AHEAD_BYTES ((size_t)2048)
#define KEY_AT(j) NAMED(sought_at_)(x + (j), &rule)

SPELT_INLINE KEYS NAMED(keys_at_)(const char *x)
{
    KEYS keys;
    memcpy(&keys, x, sizeof keys);
    return keys;
}

/* Keys, or where rule is NULL bits as they are. */
SPELT_INLINE KEYS NAMED(sought_at_)(const char *x, const NAMED(key_rule_) *rule)
{
    const KEYS bits = NAMED(keys_at_)(x);
    return rule ? NAMED(clamped_)(NAMED(key_in_)(bits, rule), rule) : bits;
}

#ifdef NUMBERS_ALONG
/* The best number of a slice, in all lanes; 0: there is a NaN. */
SPELT_INLINE int NAMED(best_number_)(NAMED(lanes_) * result, const char *x, size_t bytes, ptrdiff_t ahead,
                                     int most)
{
    const size_t last = bytes - KEY_BYTES;
    NAMED(lanes_) best = (NAMED(lanes_))NAMED(keys_at_)(x);
    for (size_t j = 0; j < bytes; j += 2 * KEY_BYTES) { /* as they lie in memory */
        const size_t at = j < last ? j : last, next = j + KEY_BYTES < last ? j + KEY_BYTES : last;
        for (size_t line = 0; line < 2 * KEY_BYTES; line += 64)
            __builtin_prefetch(x + ahead + j + line);
        const NAMED(lanes_) v = (NAMED(lanes_))NAMED(keys_at_)(x + at);
        const NAMED(lanes_) w = (NAMED(lanes_))NAMED(keys_at_)(x + next);
        if (SPELT_UNLIKELY(NAMED(any_nan_in_)(v, w)))
            return 0;
        best = NAMED(ordered_number_)(best, NAMED(ordered_number_)(v, w, most), most);
    }
    for (int step = 0; step < CHOICE_SWAPS; step++)
        best = NAMED(ordered_number_)(best, (NAMED(lanes_))swap_lanes((choice_u64)best, step), most);
    if (sizeof(B) == 4)
        best = NAMED(ordered_number_)(best, (NAMED(lanes_))rotate_64((choice_u64)best, 32), most);
    *result = best;
    return 1;
}

SPELT_INLINE ptrdiff_t NAMED(ahead_)(const spelt_best_rows *rows, size_t bytes)
{
    return (ptrdiff_t)(AHEAD_BYTES / bytes) * rows->step;
}

SPELT_INLINE int NAMED(each_number_)(char *results, const spelt_best_rows *rows, size_t bytes, int most)
{
    const char *x = rows->x;
    for (size_t i = 0; i < rows->count; i++, x += rows->step) {
        NAMED(lanes_) best;
        if (!NAMED(best_number_)(&best, x, bytes, NAMED(ahead_)(rows, bytes), most))
            return 0;
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
#ifdef NUMBERS_ALONG
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

#ifdef CHOICE_EACH_PLACE
#define LANE_BITS EQUAL_BITS_OF_LANE(B)

/* The number of the first of n elements that is the best one, told by bits of each, without a branch. */
SPELT_INLINE i64 NAMED(place_of_)(KEYS best, const char *x, size_t n, const NAMED(key_rule_) *rule)
{
    const size_t lanes = KEY_BYTES / sizeof(B), last = n - lanes;
    uint64_t equal = OF_BITS(equal_bits_)(NAMED(sought_at_)(x, rule), best);
    equal |= OF_BITS(equal_bits_)(NAMED(sought_at_)(x + last * sizeof(B), rule), best) << last * LANE_BITS;
    for (size_t j = lanes; j < last; j += lanes)
        equal |= OF_BITS(equal_bits_)(NAMED(sought_at_)(x + j * sizeof(B), rule), best) << j * LANE_BITS;
    return (i64)((unsigned)__builtin_ctzll(equal) / LANE_BITS);
}

#ifdef NUMBERS_ALONG
SPELT_INLINE int NAMED(each_number_place_)(i64 *index, const spelt_best_rows *rows, size_t n, int most)
{
    const size_t bytes = n * sizeof(B);
    const char *x = rows->x;
    for (size_t i = 0; i < rows->count; i++, x += rows->step) {
        NAMED(lanes_) number;
        if (!NAMED(best_number_)(&number, x, bytes, NAMED(ahead_)(rows, bytes), most))
            return 0;
        index[i] = NAMED(place_of_)((KEYS)number, x, n, NULL);
    }
    return 1;
}
#endif

static int SPELT_PASTE4(spelt_each_place_, T, _, ISA)(void *results, const spelt_best_rows *rows, size_t n)
{
    const size_t bytes = n * sizeof(B);
    i64 *index = results;
    if (bytes < KEY_BYTES || n * LANE_BITS > 64)
        return 0;
#ifdef NUMBERS_ALONG
    if (rows->most ? NAMED(each_number_place_)(index, rows, n, 1)
                   : NAMED(each_number_place_)(index, rows, n, 0))
        return 1;
#endif
    const NAMED(key_rule_) rule = NAMED(key_rule_of_)(rows);
    const char *x = rows->x;
    for (size_t i = 0; i < rows->count; i++, x += rows->step) {
        KEYS best = OF_BITS(least_key_)(KEY_AT(0), KEY_AT(bytes - KEY_BYTES));
        for (size_t j = KEY_BYTES; j < bytes - KEY_BYTES; j += KEY_BYTES)
            best = OF_BITS(least_key_)(best, KEY_AT(j));
        best = OF_BITS(fold_keys_)(best, 0);
        index[i] = NAMED(place_of_)(best, x, n, &rule);
        if (rows->passes_nans && best[0] >= rule.worst[0])
            index[i] = -1;
    }
    return 1;
}
#undef LANE_BITS
#endif

#undef MOST_BYTES
#undef AHEAD_BYTES
#undef KEY_AT
