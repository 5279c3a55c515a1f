/* choice_body.h - the reductions that choose, in the vectors of choice_vectors.h. Given T, a type.
 *
 * The best of each lane is kept; lanes are compared as keys at the end. Elements may be seen twice,
 * so the last vector begins where it ends with the array. Indexes: the best is sought a block at a
 * time, which tells the block where the first of its equals is, and there it is looked up. */

#define NAMED(name) SPELT_PASTE(name, T)
#define LANES (CHOICE_BYTES / sizeof(T))

typedef struct {
    NAMED(lanes_) best[4];
    NAMED(bits_) signs;
} NAMED(seen_);

SPELT_INLINE NAMED(lanes_) NAMED(load_)(const T *x)
{
    NAMED(lanes_) v;
    memcpy(&v, x, sizeof v);
    return v;
}

SPELT_INLINE NAMED(lanes_) NAMED(better_)(NAMED(lanes_) a, NAMED(lanes_) b, int most)
{
    return most ? NAMED(greatest_)(a, b) : NAMED(least_)(a, b);
}

SPELT_INLINE NAMED(seen_) NAMED(see_nothing_)(int most)
{
    const NAMED(lanes_) worst =
        (NAMED(lanes_))((NAMED(bits_)){0} + NAMED(bit_of_key_)(NAMED(worst_key_)(most)));
    return (NAMED(seen_)){{worst, worst, worst, worst},
                          (NAMED(bits_)){0} - (NAMED(bit_))(most != 0)};
}

/* A vector, and a group of them. 1: there is a NaN, which is chosen. */
SPELT_INLINE int NAMED(see_vector_)(NAMED(seen_) * seen, NAMED(lanes_) v, choice_rule rule)
{
    if (SPELT_UNLIKELY(NAMED(any_nan_in_)(v))) {
        if (rule.nan == SPELT_NAN_FIRST)
            return 1;
        v = NAMED(without_nan_)(v, rule.most);
    }
    seen->best[0] = NAMED(better_)(seen->best[0], v, rule.most);
    seen->signs = NAMED(signs_)(seen->signs, v, rule.most);
    return 0;
}

SPELT_INLINE int NAMED(see_group_)(NAMED(seen_) * seen, const T *x, choice_rule rule)
{
    NAMED(lanes_) v[CHOICE_GROUP];
    for (size_t j = 0; j < CHOICE_GROUP; j++)
        v[j] = NAMED(load_)(x + j * LANES);
    if (SPELT_UNLIKELY(NAMED(any_nan_)(v))) {
        if (rule.nan == SPELT_NAN_FIRST)
            return 1;
        for (size_t j = 0; j < CHOICE_GROUP; j++)
            v[j] = NAMED(without_nan_)(v[j], rule.most);
    }
    for (size_t j = 0; j < CHOICE_GROUP; j++)
        seen->best[j % 4] = NAMED(better_)(seen->best[j % 4], v[j], rule.most);
    for (size_t j = 0; j < CHOICE_GROUP; j++)
        seen->signs = NAMED(signs_)(seen->signs, v[j], rule.most);
    return 0;
}

/* n elements: n, or where a vector or group begins that has the first NaN, which is chosen. */
SPELT_INLINE size_t NAMED(see_)(NAMED(seen_) * seen, const T *x, size_t n, choice_rule rule)
{
    size_t i = 0;
    if (n < LANES) {
        const NAMED(lanes_) v = (NAMED(lanes_))load_part(x, n * sizeof(T), sizeof(T));
        return NAMED(see_vector_)(seen, v, rule) ? 0 : n;
    }
    for (; n - i >= CHOICE_GROUP * LANES; i += CHOICE_GROUP * LANES)
        if (NAMED(see_group_)(seen, x + i, rule))
            return i;
    for (; n - i >= LANES; i += LANES)
        if (NAMED(see_vector_)(seen, NAMED(load_)(x + i), rule))
            return i;
    if (i < n && NAMED(see_vector_)(seen, NAMED(load_)(x + n - LANES), rule))
        return i;
    return n;
}

/* The key of the best that was seen. */
SPELT_INLINE NAMED(key_) NAMED(best_key_)(const NAMED(seen_) * seen, int most)
{
    const NAMED(lanes_) best =
        NAMED(better_)(NAMED(better_)(seen->best[0], seen->best[1], most),
                       NAMED(better_)(seen->best[2], seen->best[3], most), most);
    const NAMED(keys_lanes_) keys = NAMED(keys_)(best, seen->signs, most);
    NAMED(key_) lane[LANES];
    memcpy(lane, &keys, sizeof lane);
    NAMED(key_) key = lane[0];
    for (size_t j = 1; j < LANES; j++)
        key = (most ? lane[j] > key : lane[j] < key) ? lane[j] : key;
    return key;
}

/* The first element from x[begin] on that has this key, or -1. None before begin has it. */
SPELT_INLINE i64 NAMED(look_up_)(const T *x, size_t begin, size_t n, NAMED(key_) key)
{
    const NAMED(bits_) wanted = (NAMED(bits_)){0} + NAMED(bit_of_key_)(key);
    size_t i = begin;
    for (; n - i >= 4 * LANES; i += 4 * LANES) {
        NAMED(bits_) equal = {0};
        for (size_t j = 0; j < 4; j++)
            equal |= (NAMED(bits_))((NAMED(bits_))NAMED(load_)(x + i + j * LANES) == wanted);
        if (mask_bits((choice_bytes)equal) != 0)
            break;
    }
    while (n >= LANES && i < n) {
        const size_t at = n - i >= LANES ? i : n - LANES;
        const NAMED(bits_) equal = (NAMED(bits_))((NAMED(bits_))NAMED(load_)(x + at) == wanted);
        const uint64_t bits = mask_bits((choice_bytes)equal);
        if (bits != 0)
            return (i64)(at + (size_t)__builtin_ctzll(bits) / (MASK_BITS * sizeof(T)));
        i = at + LANES;
    }
    for (; i < n; i++)
        if (NAMED(key_of_)(x + i) == key)
            return (i64)i;
    return -1;
}

/* Whether the best can be what a NaN was made into: then it may not be there. */
SPELT_INLINE int NAMED(is_doubtful_)(NAMED(key_) best, choice_rule rule)
{
    return rule.nan == SPELT_NAN_PASSED && best == NAMED(worst_key_)(rule.most);
}

SPELT_INLINE void NAMED(choose_)(const T *x, size_t n, choice_rule rule, T *result)
{
    NAMED(seen_) seen = NAMED(see_nothing_)(rule.most);
    if (NAMED(see_)(&seen, x, n, rule) < n) {
        NAMED(put_nan_)(result);
        return;
    }
    const NAMED(key_) best = NAMED(best_key_)(&seen, rule.most);
    if (SPELT_UNLIKELY(NAMED(is_doubtful_)(best, rule)) && NAMED(look_up_)(x, 0, n, best) < 0)
        NAMED(put_nan_)(result);
    else
        NAMED(put_key_)(best, result);
}

SPELT_INLINE i64 NAMED(index_of_best_)(const T *x, size_t n, choice_rule rule)
{
    const size_t block = CHOICE_BLOCK_BYTES / sizeof(T);
    NAMED(key_) best = NAMED(worst_key_)(rule.most);
    size_t where = 0; /* nothing before is as good as the best */
    for (size_t begin = 0; begin < n; begin += block) {
        const size_t length = n - begin < block ? n - begin : block;
        NAMED(seen_) seen = NAMED(see_nothing_)(rule.most);
        const size_t end = NAMED(see_)(&seen, x + begin, length, rule);
        if (SPELT_UNLIKELY(end < length)) {
            size_t i = begin + end;
            while (!NAMED(is_nan_)(x + i))
                i++;
            return (i64)i;
        }
        const NAMED(key_) key = NAMED(best_key_)(&seen, rule.most);
        if (rule.most ? key > best : key < best) {
            best = key;
            where = begin;
        }
    }
    return NAMED(look_up_)(x, where, n, best);
}

#undef NAMED
#undef LANES
