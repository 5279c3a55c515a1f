/* choice_body.h - the reductions that choose, in the vectors of choice_vectors.h. Given T, a type.
 *
 * The best of each lane is kept; lanes are compared as keys at the end. Elements may be seen twice,
 * so the last vector begins where it ends with the array. Elements are taken a block at a time, and
 * again while they are near. Indexes: the block is kept in which the best was found first, and
 * there it is looked up.
 *
 * Where rule.sums, an element is the sum of two neighbours' magnitudes, and there are enough of
 * them to fill a vector. */

#define NAMED(name) SPELT_PASTE(name, T)
#define LANES (CHOICE_BYTES / sizeof(T))
#define PARTS (rule.sums ? 2 : 1)
#define WHOLE_BLOCK (CHOICE_BLOCK_BYTES / sizeof(T))
#define BLOCK (WHOLE_BLOCK / PARTS)

typedef struct {
    NAMED(lanes_) best[4];
    NAMED(bits_) signs;
} NAMED(seen_);

/* Elements from number i on as they are compared; of fewer than fill a vector some are there twice.
 * Sums are in the order of in_order_<type>(). */
SPELT_INLINE NAMED(lanes_) NAMED(load_)(const T *x, size_t i, choice_rule rule)
{
    NAMED(lanes_) v, second;
    memcpy(&v, x + i * PARTS, sizeof v);
    if (rule.sums) {
        memcpy(&second, x + i * PARTS + LANES, sizeof second);
        return NAMED(sums_)(NAMED(magnitudes_)(v), NAMED(magnitudes_)(second));
    }
    return rule.magnitude ? NAMED(magnitudes_)(v) : v;
}

SPELT_INLINE NAMED(lanes_) NAMED(load_few_)(const T *x, size_t n, choice_rule rule)
{
    const NAMED(lanes_) v = (NAMED(lanes_))load_part(x, n * sizeof(T), sizeof(T));
    return rule.magnitude ? NAMED(magnitudes_)(v) : v;
}

SPELT_INLINE NAMED(lanes_) NAMED(better_)(NAMED(lanes_) a, NAMED(lanes_) b, int most)
{
    return most ? NAMED(greatest_)(a, b) : NAMED(least_)(a, b);
}

SPELT_INLINE NAMED(seen_) NAMED(see_nothing_)(int most)
{
    const NAMED(lanes_) worst =
        (NAMED(lanes_))((NAMED(bits_)){0} + NAMED(bit_of_key_)(NAMED(worst_key_)(most)));
    const NAMED(bits_) signs = (NAMED(bits_)){0} - (NAMED(bit_))(most != 0);
    return (NAMED(seen_)){{worst, worst, worst, worst}, signs};
}

/* A vector, and a group of them or half of one. 1: there is a NaN, which is chosen. */
SPELT_INLINE int NAMED(see_vector_)(NAMED(seen_) * seen, NAMED(lanes_) v, choice_rule rule)
{
    if (SPELT_UNLIKELY(NAMED(any_nan_in_)(v, v))) {
        if (rule.nan == SPELT_NAN_FIRST)
            return 1;
        v = NAMED(without_nan_)(v, rule.most);
    }
    seen->best[0] = NAMED(better_)(seen->best[0], v, rule.most);
    return 0;
}

SPELT_INLINE int NAMED(see_group_)(NAMED(seen_) * seen, const T *x, size_t vectors,
                                   choice_rule rule)
{
    NAMED(lanes_) v[CHOICE_GROUP];
    for (size_t j = 0; j < CHOICE_GROUP; j++)
        v[j] = NAMED(load_)(x, j % vectors * LANES, rule);
    if (SPELT_UNLIKELY(NAMED(any_nan_)(v))) {
        if (rule.nan == SPELT_NAN_FIRST)
            return 1;
        for (size_t j = 0; j < vectors; j++)
            NAMED(see_vector_)(seen, NAMED(load_)(x, j * LANES, rule), rule);
        return 0;
    }
    for (size_t j = 0; j < vectors; j++)
        seen->best[j % 4] = NAMED(better_)(seen->best[j % 4], v[j], rule.most);
    return 0;
}

/* The elements from number i on before number n: n, or where a vector or group begins that has the
 * first NaN, which is chosen. Behind others that were seen, so few sums are with some of those. */
SPELT_INLINE size_t NAMED(see_)(NAMED(seen_) * seen, const T *x, size_t i, size_t n,
                                choice_rule rule)
{
    if (n - i < LANES && !rule.sums)
        return NAMED(see_vector_)(seen, NAMED(load_few_)(x + i, n - i, rule), rule) ? i : n;
    for (; n - i >= CHOICE_GROUP * LANES; i += CHOICE_GROUP * LANES)
        if (NAMED(see_group_)(seen, x + i * PARTS, CHOICE_GROUP, rule))
            return i;
    if (n - i >= CHOICE_GROUP / 2 * LANES) {
        if (NAMED(see_group_)(seen, x + i * PARTS, CHOICE_GROUP / 2, rule))
            return i;
        i += CHOICE_GROUP / 2 * LANES;
    }
    for (; n - i >= LANES; i += LANES)
        if (NAMED(see_vector_)(seen, NAMED(load_)(x, i, rule), rule))
            return i;
    if (i < n && NAMED(see_vector_)(seen, NAMED(load_)(x, n - LANES, rule), rule))
        return i;
    return n;
}

SPELT_INLINE NAMED(lanes_) NAMED(best_lanes_)(const NAMED(seen_) * seen, int most)
{
    return NAMED(better_)(NAMED(better_)(seen->best[0], seen->best[1], most),
                          NAMED(better_)(seen->best[2], seen->best[3], most), most);
}

/* After n elements were seen: where zeros are among the best and may be of either sign, as magnitudes are
 * not, what signs there were. It takes the elements a second time, but few data have such a best. */
SPELT_INLINE void NAMED(see_signs_)(NAMED(seen_) * seen, const T *x, size_t n, choice_rule rule)
{
    if (rule.magnitude || !NAMED(has_zeros_)(NAMED(best_lanes_)(seen, rule.most)))
        return;
    for (size_t i = 0; i < n; i += LANES) {
        NAMED(lanes_) v;
        if (n < LANES)
            v = NAMED(load_few_)(x, n, rule);
        else
            v = NAMED(load_)(n - i >= LANES ? x + i : x + n - LANES, 0, rule);
        if (rule.nan == SPELT_NAN_PASSED)
            v = NAMED(without_nan_)(v, rule.most);
        seen->signs = NAMED(signs_)(seen->signs, v, rule.most);
    }
}

/* The best of keys in each lane: of halves, quarters, ..., down to lanes. */
SPELT_INLINE NAMED(keys_lanes_) NAMED(fold_keys_)(NAMED(keys_lanes_) keys, int most)
{
    for (int step = 0; step < CHOICE_SWAPS; step++)
        keys =
            NAMED(better_keys_)(keys, (NAMED(keys_lanes_))swap_lanes((choice_u64)keys, step), most);
    for (unsigned shift = 32; shift >= 8 * sizeof(T); shift /= 2)
        keys =
            NAMED(better_keys_)(keys, (NAMED(keys_lanes_))rotate_64((choice_u64)keys, shift), most);
    return keys;
}

/* The key of the best that was seen, in each lane. */
SPELT_INLINE NAMED(keys_lanes_) NAMED(best_keys_)(const NAMED(seen_) * seen, choice_rule rule)
{
    const NAMED(lanes_) best = NAMED(best_lanes_)(seen, rule.most);
    return NAMED(fold_keys_)(rule.magnitude ? (NAMED(keys_lanes_))best
                                            : NAMED(keys_)(best, seen->signs, rule.most),
                             rule.most);
}

/* The keys of two vectors of elements; 1: there is a NaN, which is chosen. */
SPELT_INLINE int NAMED(keys_of_two_)(NAMED(lanes_) a, NAMED(lanes_) b, choice_rule rule,
                                     NAMED(keys_lanes_) keys[2])
{
    if (SPELT_UNLIKELY(NAMED(any_nan_in_)(a, b))) {
        if (rule.nan == SPELT_NAN_FIRST)
            return 1;
        a = NAMED(without_nan_)(a, rule.most);
        b = NAMED(without_nan_)(b, rule.most);
    }
    keys[0] = NAMED(keys_of_)(a);
    keys[1] = NAMED(keys_of_)(b);
    return 0;
}

/* The same of so few elements that all of them are made keys: two vectors or, of more than fill those, four,
 * with some of them twice. */
#define FEW (4 * LANES)
SPELT_INLINE int NAMED(keys_of_few_)(const T *x, size_t n, choice_rule rule, NAMED(keys_lanes_) keys[4])
{
    NAMED(lanes_) first, last;
    if (n < LANES) {
        first = last = NAMED(load_few_)(x, n, rule);
    } else {
        first = NAMED(load_)(x, 0, rule);
        last = NAMED(load_)(x, n - LANES, rule);
    }
    if (NAMED(keys_of_two_)(first, last, rule, keys))
        return 1;
    keys[2] = keys[0], keys[3] = keys[1];
    return n > 2 * LANES && NAMED(keys_of_two_)(NAMED(load_)(x, LANES, rule),
                                                NAMED(load_)(x, n - 2 * LANES, rule), rule, keys + 2);
}

/* The best of them, in each lane. */
SPELT_INLINE NAMED(keys_lanes_) NAMED(best_of_few_)(const NAMED(keys_lanes_) keys[4], size_t n, int most)
{
    NAMED(keys_lanes_) best = NAMED(better_keys_)(keys[0], keys[1], most);
    if (n > 2 * LANES)
        best = NAMED(better_keys_)(best, NAMED(better_keys_)(keys[2], keys[3], most), most);
    return NAMED(fold_keys_)(best, most);
}

SPELT_INLINE NAMED(bits_) NAMED(bits_of_key_)(NAMED(key_) key)
{
    return (NAMED(bits_)){0} + NAMED(bit_of_key_)(key);
}

/* The first element from number `begin` on that has the bits wanted, or -1. None before does. */
SPELT_INLINE i64 NAMED(look_up_)(const T *x, size_t begin, size_t n, NAMED(bits_) wanted,
                                 choice_rule rule)
{
    size_t i = begin;
    if (n < LANES && !rule.sums) {
        const NAMED(lanes_) v = NAMED(load_few_)(x, n, rule);
        const uint64_t bits = mask_bits((choice_bytes)((NAMED(bits_))v == wanted));
        if (bits == 0)
            return -1;
        const size_t byte = (size_t)__builtin_ctzll(bits) / MASK_BITS;
        return (i64)(part_position(byte, n * sizeof(T)) / sizeof(T));
    }
    for (; n - i >= 4 * LANES; i += 4 * LANES) {
        uint64_t equal = 0;
        for (size_t j = 0; j < 4; j++)
            equal |= NAMED(equal_bits_)((NAMED(bits_))NAMED(load_)(x, i + j * LANES, rule), wanted);
        if (equal != 0)
            break;
    }
    while (i < n) {
        const size_t at = n - i >= LANES ? i : n - LANES;
        const NAMED(lanes_) v = NAMED(load_)(x, at, rule);
        const uint64_t bits =
            NAMED(equal_bits_)((NAMED(bits_))(rule.sums ? NAMED(in_order_)(v) : v), wanted);
        if (bits != 0)
            return (i64)(at + (size_t)__builtin_ctzll(bits) / EQUAL_BITS_OF_LANE(T));
        i = at + LANES;
    }
    return -1;
}

/* The same of few elements, from the last vector to the first without a branch: where it is, none tells. */
SPELT_INLINE i64 NAMED(look_in_)(const T *x, size_t i, NAMED(bits_) wanted, choice_rule rule, i64 otherwise)
{
    const uint64_t bits = NAMED(equal_bits_)((NAMED(bits_))NAMED(load_)(x, i, rule), wanted);
    const i64 place = (i64)(i + (size_t)__builtin_ctzll(bits | (uint64_t)1 << 63) / EQUAL_BITS_OF_LANE(T));
    return bits != 0 ? place : otherwise;
}

SPELT_INLINE i64 NAMED(look_up_few_)(const T *x, size_t n, NAMED(bits_) wanted, choice_rule rule)
{
    if (n < LANES)
        return NAMED(look_up_)(x, 0, n, wanted, rule);
    i64 place = NAMED(look_in_)(x, n - LANES, wanted, rule, -1);
    if (n > 2 * LANES) {
        place = NAMED(look_in_)(x, n - 2 * LANES, wanted, rule, place);
        place = NAMED(look_in_)(x, LANES, wanted, rule, place);
    }
    return NAMED(look_in_)(x, 0, wanted, rule, place);
}

/* Whether the best can be what a NaN was made into: then it may not be there. */
SPELT_INLINE int NAMED(is_doubtful_)(NAMED(key_) best, choice_rule rule)
{
    return rule.nan == SPELT_NAN_PASSED && best == NAMED(worst_key_)(rule.most);
}

SPELT_INLINE void NAMED(choose_)(const T *x, size_t n, choice_rule rule, T *result)
{
    NAMED(keys_lanes_) keys, few[4];
    if (n <= FEW && !rule.sums) {
        if (NAMED(keys_of_few_)(x, n, rule, few)) {
            NAMED(put_nan_)(result);
            return;
        }
        keys = NAMED(best_of_few_)(few, n, rule.most);
    } else {
        NAMED(seen_) seen = NAMED(see_nothing_)(rule.most);
        for (size_t begin = 0; begin < n; begin += BLOCK) {
            const size_t length = n - begin < BLOCK ? n - begin : BLOCK;
            if (NAMED(see_)(&seen, x, begin, begin + length, rule) < begin + length) {
                NAMED(put_nan_)(result);
                return;
            }
            NAMED(see_signs_)(&seen, x + begin, length, rule);
        }
        keys = NAMED(best_keys_)(&seen, rule);
    }
    const NAMED(key_) best = keys[0];
    if (SPELT_UNLIKELY(NAMED(is_doubtful_)(best, rule)) &&
        NAMED(look_up_)(x, 0, n, NAMED(bits_of_key_)(best), rule) < 0)
        NAMED(put_nan_)(result);
    else
        NAMED(put_key_)(best, result);
}

SPELT_INLINE i64 NAMED(index_of_best_)(const T *x, size_t n, choice_rule rule)
{
    NAMED(key_) best = NAMED(worst_key_)(rule.most);
    NAMED(bits_) wanted = NAMED(bits_of_key_)(best);
    size_t where = 0; /* nothing before is as good as the best */
    NAMED(keys_lanes_) few[4];
    if (n <= FEW && !rule.sums && !NAMED(keys_of_few_)(x, n, rule, few)) {
        const NAMED(keys_lanes_) keys = NAMED(best_of_few_)(few, n, rule.most);
        return NAMED(look_up_few_)(x, n, rule.magnitude ? (NAMED(bits_))keys : NAMED(bits_of_keys_)(keys),
                                   rule);
    }
    for (size_t begin = 0; begin < n; begin += BLOCK) {
        const size_t length = n - begin < BLOCK ? n - begin : BLOCK;
        NAMED(seen_) seen = NAMED(see_nothing_)(rule.most);
        const size_t end = NAMED(see_)(&seen, x, begin, begin + length, rule);
        if (SPELT_UNLIKELY(end < begin + length)) {
            size_t i = end * PARTS;
            while (!NAMED(is_nan_)(x + i))
                i++;
            return (i64)(i / PARTS);
        }
        NAMED(see_signs_)(&seen, x + begin, length, rule);
        const NAMED(keys_lanes_) keys = NAMED(best_keys_)(&seen, rule);
        const NAMED(key_) key = keys[0];
        if (rule.most ? key > best : key < best) {
            best = key;
            wanted = rule.magnitude ? (NAMED(bits_))keys : NAMED(bits_of_keys_)(keys);
            where = begin;
        }
    }
    return NAMED(look_up_)(x, where, n, wanted, rule);
}

/* ---- The least and the greatest at once ---------------------------------------------------------- */

SPELT_INLINE int NAMED(see_both_in_)(NAMED(seen_) both[2], const T *x, size_t vectors)
{
    NAMED(lanes_) v[CHOICE_GROUP];
    for (size_t j = 0; j < CHOICE_GROUP; j++)
        v[j] = NAMED(load_)(x, j % vectors * LANES, (choice_rule){0});
    if (SPELT_UNLIKELY(vectors == 1 ? NAMED(any_nan_in_)(v[0], v[0]) : NAMED(any_nan_)(v)))
        return 1;
    for (size_t j = 0; j < vectors; j++) {
        both[0].best[j % 4] = NAMED(least_)(both[0].best[j % 4], v[j]);
        both[1].best[j % 4] = NAMED(greatest_)(both[1].best[j % 4], v[j]);
    }
    return 0;
}

/* n elements, of which fewer than fill a vector have others before them; 1: there is a NaN. */
SPELT_INLINE int NAMED(see_both_)(NAMED(seen_) both[2], const T *x, size_t n)
{
    size_t i = 0;
    for (; n - i >= CHOICE_GROUP * LANES; i += CHOICE_GROUP * LANES)
        if (NAMED(see_both_in_)(both, x + i, CHOICE_GROUP))
            return 1;
    for (; n - i >= LANES; i += LANES)
        if (NAMED(see_both_in_)(both, x + i, 1))
            return 1;
    return i < n && NAMED(see_both_in_)(both, x + n - LANES, 1);
}

/* The keys of both, of more than few elements; by blocks, as above. */
SPELT_INLINE int NAMED(both_of_many_)(const T *x, size_t n, choice_rule least, choice_rule greatest,
                                      NAMED(keys_lanes_) best[2])
{
    NAMED(seen_) seen[2] = {NAMED(see_nothing_)(0), NAMED(see_nothing_)(1)};
    for (size_t begin = 0, length; begin < n; begin += length) {
        length = n - begin < WHOLE_BLOCK ? n - begin : WHOLE_BLOCK;
        if (NAMED(see_both_)(seen, x + begin, length))
            return 1;
        NAMED(see_signs_)(&seen[0], x + begin, length, least);
        NAMED(see_signs_)(&seen[1], x + begin, length, greatest);
    }
    best[0] = NAMED(best_keys_)(&seen[0], least);
    best[1] = NAMED(best_keys_)(&seen[1], greatest);
    return 0;
}

SPELT_INLINE void NAMED(choose_both_)(const T *x, size_t n, T both[2])
{
    const choice_rule least = {0, SPELT_NAN_FIRST, 0, 0}, greatest = {1, SPELT_NAN_FIRST, 0, 0};
    NAMED(keys_lanes_) best[2], few[4];
    if (CHOICE_ONE_BY_ONE(T)) {
        NAMED(choose_)(x, n, least, &both[0]);
        NAMED(choose_)(x, n, greatest, &both[1]);
        return;
    }
    const int has_nan = n <= FEW ? NAMED(keys_of_few_)(x, n, least, few)
                                 : NAMED(both_of_many_)(x, n, least, greatest, best);
    if (has_nan) {
        NAMED(put_nan_)(&both[0]);
        NAMED(put_nan_)(&both[1]);
        return;
    }
    if (n <= FEW) {
        best[0] = NAMED(best_of_few_)(few, n, 0);
        best[1] = NAMED(best_of_few_)(few, n, 1);
    }
    NAMED(put_key_)(best[0][0], &both[0]);
    NAMED(put_key_)(best[1][0], &both[1]);
}

#undef NAMED
#undef LANES
#undef BLOCK
#undef WHOLE_BLOCK
#undef PARTS
#undef FEW
