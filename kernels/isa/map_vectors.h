/* map_vectors.h - part of map_loops.h where vectors have SPELT_MAP_BYTES: four vectors a turn, then
 * single ones. What is left is a part of one where there are masks (map_part.h). Elsewhere it is in
 * the vector that ends with the last element: that is computed first, while its inputs are what
 * they were, and stored last; fewer elements than that are a part of one.
 *
 * An operation on a vector is a loop over its lanes, which the compiler makes one instruction of
 * each kind: a loop of as many turns as a vector has lanes is no loop any more once it is
 * vectorized, and the lanes stay in a register. Clang leaves the loop standing and the lanes in
 * memory; where it can be told so, it gets plain loops over many vectors instead. */

#define LANES (SPELT_MAP_BYTES / sizeof(TYPE))
#define IS_UNORDERED(a, b) ((BITS)(0 - (BITS)SPELT_UNORDERED(a, b))) /* all bits, or none */

typedef union {
    map_whole whole;
    TYPE element[LANES];
} NAMED(map_lanes);
typedef union {
    map_whole whole;
    BITS element[LANES];
} NAMED(map_bits);
typedef struct {
    NAMED(map_lanes) x, y, z, d;
} NAMED(map_operands);

SPELT_INLINE void NAMED(map_spread)(NAMED(map_lanes) * v, TYPE value)
{
    typedef BITS lanes __attribute__((vector_size(SPELT_MAP_BYTES)));
    BITS bits;
    memcpy(&bits, &value, sizeof bits);
#ifdef __clang__ /* or it compares one number in all lanes of this, which may be NaNs: that raises INVALID */
    __asm__("" : "+r"(bits));
#endif
    v->whole = (map_whole)((lanes){0} + bits); /* never in memory, which a loop over elements is */
}

SPELT_INLINE void NAMED(map_begin)(NAMED(map_operands) * v, const NAMED(map_inputs) * in, int ones)
{
    if (ones & MAP_X)
        NAMED(map_spread)(&v->x, in->a);
    if (ones & MAP_Y)
        NAMED(map_spread)(&v->y, in->b);
    if (ones & MAP_Z)
        NAMED(map_spread)(&v->z, in->c);
    if (ones & MAP_NUMBERS)
        NAMED(map_spread)(&v->d, in->d);
}

/* The operands from i on: a whole vector, or n elements. */
SPELT_INLINE void NAMED(map_load)(NAMED(map_operands) * v, const NAMED(map_inputs) * in, int ones,
                                  size_t i)
{
    if (!(ones & MAP_X))
        load_whole(&v->x.whole, in->x + i);
    if (!(ones & MAP_Y))
        load_whole(&v->y.whole, in->y + i);
    if (!(ones & MAP_Z))
        load_whole(&v->z.whole, in->z + i);
}

SPELT_INLINE void NAMED(map_load_kept)(NAMED(map_operands) * v, const NAMED(map_inputs) * in,
                                       int ones, size_t i)
{
    if (!(ones & MAP_X))
        load_kept(&v->x.whole, in->x + i);
    if (!(ones & MAP_Y))
        load_kept(&v->y.whole, in->y + i);
    if (!(ones & MAP_Z))
        load_kept(&v->z.whole, in->z + i);
}

SPELT_INLINE void NAMED(map_load_part)(NAMED(map_operands) * v, const NAMED(map_inputs) * in,
                                       int ones, size_t i, size_t n)
{
    if (!(ones & MAP_X))
        load_part(&v->x.whole, in->x + i, n * sizeof(TYPE), sizeof(TYPE));
    if (!(ones & MAP_Y))
        load_part(&v->y.whole, in->y + i, n * sizeof(TYPE), sizeof(TYPE));
    if (!(ones & MAP_Z))
        load_part(&v->z.whole, in->z + i, n * sizeof(TYPE), sizeof(TYPE));
}

SPELT_INLINE void NAMED(map_lanewise)(NAMED(map_lanes) * result, const NAMED(map_operands) * v,
                                      int ones, NAMED(map_value) * value)
{
    if (ones >= MAP_HAND) {
        map_by_hand(ones, &result->whole, NULL, &v->x.whole, &v->y.whole, &v->z.whole, &v->d.whole);
        return;
    }
    MAP_ONE_VECTOR
    for (size_t i = 0; i < LANES; i++)
        result->element[i] =
            value(v->x.element[i], v->y.element[i], v->z.element[i], v->d.element[i]);
}

/* Also the bits of overflow. */
SPELT_INLINE void NAMED(map_lanewise_checked)(NAMED(map_lanes) * result, NAMED(map_bits) * bits,
                                              const NAMED(map_operands) * v, int ones,
                                              NAMED(map_value) * value,
                                              NAMED(map_overflow) * overflow)
{
    if (ones >= MAP_HAND) {
        map_by_hand(ones, &result->whole, &bits->whole, &v->x.whole, &v->y.whole, NULL, NULL);
        return;
    }
    MAP_ONE_VECTOR
    for (size_t i = 0; i < LANES; i++) {
        result->element[i] = value(v->x.element[i], v->y.element[i], 0, 0);
        bits->element[i] = overflow(v->x.element[i], v->y.element[i]);
    }
}

SPELT_INLINE void NAMED(map_one)(NAMED(map_operands) * v, const NAMED(map_inputs) * in, int ones,
                                 size_t i, TYPE *out, NAMED(map_value) * value)
{
    NAMED(map_lanes) result;
    NAMED(map_load_kept)(v, in, ones, i);
    NAMED(map_lanewise)(&result, v, ones, value);
    store_whole(out + i, &result.whole);
}

/* A multiple of four vectors. */
SPELT_INLINE void NAMED(map_fours)(NAMED(map_operands) * v, const NAMED(map_inputs) * in, int ones,
                                   TYPE *out, size_t n, NAMED(map_value) * value)
{
#ifdef __clang__
    if (ones < MAP_HAND) {
        MAP_FOUR_VECTORS
        for (size_t i = 0; i < n; i++)
            out[i] = value(A(i), B(i), C(i), in->d);
        return;
    }
#endif
    for (size_t i = 0; i < n; i += 4 * LANES) {
        NAMED(map_one)(v, in, ones, i, out, value);
        NAMED(map_one)(v, in, ones, i + LANES, out, value);
        NAMED(map_one)(v, in, ones, i + 2 * LANES, out, value);
        NAMED(map_one)(v, in, ones, i + 3 * LANES, out, value);
    }
}

/* Where an operand is a NaN. */
SPELT_INLINE void NAMED(map_unordered)(NAMED(map_bits) * bits, const NAMED(map_operands) * v)
{
    MAP_ONE_VECTOR
    for (size_t i = 0; i < LANES; i++)
        bits->element[i] = IS_UNORDERED(v->x.element[i], v->y.element[i]);
}

/* The result of operands that are there, here and not before. */
SPELT_INLINE void NAMED(map_give)(NAMED(map_operands) * v, int hand, TYPE *out, map_whole x,
                                  map_whole y, NAMED(map_value) * value)
{
    NAMED(map_lanes) result;
    v->x.whole = pinned(x);
    v->y.whole = y;
    NAMED(map_lanewise)(&result, v, hand, value);
    store_whole(out, &result.whole);
}

/* The same, by `numbers`, or by hand, where no NaN is near. */
SPELT_INLINE void NAMED(map_fours_of_numbers)(NAMED(map_operands) * v, const NAMED(map_inputs) * in,
                                              int ones, TYPE *out, size_t n,
                                              NAMED(map_value) * value, NAMED(map_value) * numbers,
                                              int hand)
{
#ifdef __clang__
    (void)v, (void)hand;
    for (size_t i = 0, end; i < n; i = end) {
        BITS any = 0;
        end = n - i < MAP_STRETCH / sizeof(TYPE) ? n : i + MAP_STRETCH / sizeof(TYPE);
        MAP_FOUR_VECTORS
        for (size_t j = i; j < end; j++)
            any |= IS_UNORDERED(A(j), B(j));
        if (SPELT_UNLIKELY(any != 0)) {
            MAP_FOUR_VECTORS
            for (size_t j = i; j < end; j++)
                out[j] = value(A(j), B(j), C(j), in->d);
        } else {
            MAP_FOUR_VECTORS
            for (size_t j = i; j < end; j++)
                out[j] = numbers(A(j), B(j), C(j), in->d);
        }
    }
#else
    for (size_t i = 0; i < n; i += 4 * LANES) {
        NAMED(map_bits) bits, more;
        NAMED(map_load_kept)(v, in, ones, i);
        const map_whole x0 = v->x.whole, y0 = v->y.whole;
        NAMED(map_unordered)(&bits, v);
        NAMED(map_load_kept)(v, in, ones, i + LANES);
        const map_whole x1 = v->x.whole, y1 = v->y.whole;
        NAMED(map_unordered)(&more, v);
        bits.whole |= more.whole;
        NAMED(map_load_kept)(v, in, ones, i + 2 * LANES);
        const map_whole x2 = v->x.whole, y2 = v->y.whole;
        NAMED(map_unordered)(&more, v);
        bits.whole |= more.whole;
        NAMED(map_load_kept)(v, in, ones, i + 3 * LANES);
        const map_whole x3 = v->x.whole, y3 = v->y.whole;
        NAMED(map_unordered)(&more, v);
        bits.whole |= more.whole;
        if (SPELT_UNLIKELY(any_highest(&bits.whole, sizeof(TYPE)))) {
            NAMED(map_inputs) rest = NAMED(map_inputs_from)(in, ones, i);
            NAMED(map_fours)(v, &rest, ones, out + i, 4 * LANES, value);
        } else {
            NAMED(map_give)(v, hand, out + i, x0, y0, numbers);
            NAMED(map_give)(v, hand, out + i + LANES, x1, y1, numbers);
            NAMED(map_give)(v, hand, out + i + 2 * LANES, x2, y2, numbers);
            NAMED(map_give)(v, hand, out + i + 3 * LANES, x3, y3, numbers);
        }
    }
#endif
}

SPELT_INLINE void NAMED(map_whole_vectors)(NAMED(map_operands) * v, const NAMED(map_inputs) * in,
                                           int ones, TYPE *out, size_t n, NAMED(map_value) * value,
                                           NAMED(map_value) * numbers, int hand)
{
    size_t i = n - n % (4 * LANES);
    if (numbers)
        NAMED(map_fours_of_numbers)(v, in, ones, out, i, value, numbers, hand);
    else
        NAMED(map_fours)(v, in, ones, out, i, value);
    for (; n - i >= LANES; i += LANES)
        NAMED(map_one)(v, in, ones, i, out, value);
}

SPELT_INLINE void NAMED(map)(const NAMED(map_inputs) * in, int ones, TYPE *out, size_t n,
                             NAMED(map_value) * value, NAMED(map_value) * numbers)
{
    NAMED(map_operands) v;
    NAMED(map_lanes) last;
    const size_t rest = n % LANES, at = n - rest;
    const int hand = numbers ? ones - ones % MAP_HAND : 0; /* in place of `numbers`, not of `value` */
    ones -= hand;
    NAMED(map_begin)(&v, in, ones);
    if (n >= LANES && !MAP_MASKED) {
        map_whole end = {0};
        if (rest > 0) {
            NAMED(map_load)(&v, in, ones, n - LANES);
            NAMED(map_lanewise)(&last, &v, ones, value);
            end = pinned(last.whole); /* or it waits in memory, and a short call for its frame */
        }
        NAMED(map_whole_vectors)(&v, in, ones, out, n, value, numbers, hand);
        if (rest > 0)
            store_whole(out + n - LANES, &end);
        return;
    }
    if (n >= LANES)
        NAMED(map_whole_vectors)(&v, in, ones, out, n, value, numbers, hand);
    if (rest > 0) {
        NAMED(map_load_part)(&v, in, ones, at, rest);
        NAMED(map_lanewise)(&last, &v, ones, value);
        store_part(out + at, &last.whole, rest * sizeof(TYPE), sizeof(TYPE));
    }
}

/* ---- Checked: bits are tested before the results are stored, which may be over the inputs -------
 */

/* The failure before, if there is one, else that of the elements from i on, one of which fails.
 */
SPELT_INLINE size_t NAMED(map_failure)(const NAMED(map_inputs) * in, int ones, size_t i,
                                       size_t before, map_first *first)
{
    const TYPE *x = ones & MAP_X ? in->x : in->x + i;
    const TYPE *y = ones & (MAP_Y | MAP_NO_Y) ? in->y : in->y + i; /* there may be none */
    __asm__ volatile(""); /* or GCC asks for `before` where nothing failed */
    return before > 0 ? before : first(x, y) + SPELT_FAILURE(i, 0);
}

#ifdef __clang__
/* A multiple of four vectors, in stretches: where out is an input they are computed beside it. */
SPELT_INLINE size_t NAMED(map_checked_stretches)(const NAMED(map_inputs) * in, int ones, TYPE *out,
                                                 size_t n, NAMED(map_value) * value,
                                                 NAMED(map_overflow) * overflow, map_first *first)
{
    TYPE aside[MAP_STRETCH / sizeof(TYPE)];
    int in_place = (!(ones & MAP_X) && out == in->x) || (!(ones & MAP_Y) && out == in->y);
    size_t failure = 0;
    for (size_t i = 0, end; i < n; i = end) {
        BITS any = 0;
        end = n - i < MAP_STRETCH / sizeof(TYPE) ? n : i + MAP_STRETCH / sizeof(TYPE);
        TYPE *place = in_place ? aside : out + i;
        MAP_TWO_VECTORS
        for (size_t j = i; j < end; j++) {
            const TYPE a = A(j), b = B(j);
            place[j - i] = value(a, b, 0, 0);
            any = (BITS)(any | overflow(a, b));
        }
        if (SPELT_UNLIKELY(OVERFLOWS(any)))
            failure = NAMED(map_failure)(in, ones, i, failure, first);
        if (in_place)
            memcpy(out + i, aside, (end - i) * sizeof(TYPE));
    }
    return failure;
}
#endif

SPELT_INLINE size_t NAMED(map_checked_fours)(NAMED(map_operands) * v, const NAMED(map_inputs) * in,
                                             int ones, TYPE *out, size_t n,
                                             NAMED(map_value) * value,
                                             NAMED(map_overflow) * overflow, map_first *first)
{
    size_t failure = 0;
#ifdef __clang__
    if (ones < MAP_HAND)
        return NAMED(map_checked_stretches)(in, ones, out, n, value, overflow, first);
#endif
    for (size_t i = 0; i < n; i += 4 * LANES) {
        NAMED(map_lanes) r0, r1, r2, r3;
        NAMED(map_bits) bits, more;
        NAMED(map_load_kept)(v, in, ones, i);
        NAMED(map_lanewise_checked)(&r0, &bits, v, ones, value, overflow);
        NAMED(map_load_kept)(v, in, ones, i + LANES);
        NAMED(map_lanewise_checked)(&r1, &more, v, ones, value, overflow);
        bits.whole |= more.whole;
        NAMED(map_load_kept)(v, in, ones, i + 2 * LANES);
        NAMED(map_lanewise_checked)(&r2, &more, v, ones, value, overflow);
        bits.whole |= more.whole;
        NAMED(map_load_kept)(v, in, ones, i + 3 * LANES);
        NAMED(map_lanewise_checked)(&r3, &more, v, ones, value, overflow);
        bits.whole |= more.whole;
        if (SPELT_UNLIKELY(any_highest(&bits.whole, sizeof(TYPE))))
            failure = NAMED(map_failure)(in, ones, i, failure, first);
        store_whole(out + i, &r0.whole);
        store_whole(out + i + LANES, &r1.whole);
        store_whole(out + i + 2 * LANES, &r2.whole);
        store_whole(out + i + 3 * LANES, &r3.whole);
    }
    return failure;
}

SPELT_INLINE size_t NAMED(map_checked_whole)(NAMED(map_operands) * v, const NAMED(map_inputs) * in,
                                             int ones, TYPE *out, size_t n,
                                             NAMED(map_value) * value,
                                             NAMED(map_overflow) * overflow, map_first *first)
{
    NAMED(map_lanes) result;
    NAMED(map_bits) bits;
    size_t i = n - n % (4 * LANES), failure = 0;
    if (i > 0)
        failure = NAMED(map_checked_fours)(v, in, ones, out, i, value, overflow, first);
    for (; n - i >= LANES; i += LANES) {
        NAMED(map_load_kept)(v, in, ones, i);
        NAMED(map_lanewise_checked)(&result, &bits, v, ones, value, overflow);
        if (SPELT_UNLIKELY(any_highest(&bits.whole, sizeof(TYPE))))
            failure = NAMED(map_failure)(in, ones, i, failure, first);
        store_whole(out + i, &result.whole);
    }
    return failure;
}

SPELT_INLINE size_t NAMED(map_checked)(const NAMED(map_inputs) * in, int ones, TYPE *out, size_t n,
                                       NAMED(map_value) * value, NAMED(map_overflow) * overflow,
                                       map_first *first)
{
    NAMED(map_operands) v;
    NAMED(map_lanes) last;
    NAMED(map_bits) bits;
    const size_t rest = n % LANES, at = n - rest;
    size_t failure = 0, last_failure = 0;
    NAMED(map_begin)(&v, in, ones);
    if (n >= LANES && !MAP_MASKED) {
        map_whole end = {0};
        if (rest > 0) {
            NAMED(map_load_kept)(&v, in, ones, n - LANES);
            NAMED(map_lanewise_checked)(&last, &bits, &v, ones, value, overflow);
            end = pinned(last.whole);
            if (SPELT_UNLIKELY(any_highest(&bits.whole, sizeof(TYPE))))
                last_failure = NAMED(map_failure)(in, ones, n - LANES, 0, first);
        }
        failure = NAMED(map_checked_whole)(&v, in, ones, out, n, value, overflow, first);
        if (rest > 0)
            store_whole(out + n - LANES, &end);
        return failure > 0 ? failure : last_failure;
    }
    if (n >= LANES)
        failure = NAMED(map_checked_whole)(&v, in, ones, out, n, value, overflow, first);
    if (rest > 0) {
        NAMED(map_load_part)(&v, in, ones, at, rest);
        NAMED(map_lanewise_checked)(&last, &bits, &v, ones, value, overflow);
        if (SPELT_UNLIKELY(any_highest(&bits.whole, sizeof(TYPE))))
            failure = NAMED(map_failure)(in, ones, at, failure, first);
        store_part(out + at, &last.whole, rest * sizeof(TYPE), sizeof(TYPE));
    }
    return failure;
}

/* ---- Past the caches ---------------------------------------------------------------------------
 */

#if SPELT_MAP_BYTES >= 32

/* Four vectors from i on, to whole cache lines; whether one fails, where overflow is given. */
SPELT_INLINE int NAMED(map_stream_four)(NAMED(map_operands) * v, const NAMED(map_inputs) * in,
                                        int ones, size_t i, TYPE *out, NAMED(map_value) * value,
                                        NAMED(map_overflow) * overflow)
{
#ifdef __clang__
    if (ones < MAP_HAND) {
        _Alignas(64) TYPE made[4 * LANES];
        BITS some = 0;
        MAP_FOUR_VECTORS
        for (size_t j = 0; j < 4 * LANES; j++) {
            made[j] = value(A(i + j), B(i + j), C(i + j), in->d);
            if (overflow)
                some = (BITS)(some | overflow(A(i + j), B(i + j)));
        }
        for (size_t j = 0; j < 4 * LANES; j += LANES)
            STREAM(out + i + j, made + j);
        return OVERFLOWS(some);
    }
#endif
    NAMED(map_bits) bits, any = {{0}};
    for (size_t j = 0; j < 4 * LANES; j += LANES) {
        NAMED(map_lanes) result;
        if (overflow) {
            NAMED(map_load_kept)(v, in, ones, i + j);
            NAMED(map_lanewise_checked)(&result, &bits, v, ones, value, overflow);
            any.whole |= bits.whole;
        } else {
            NAMED(map_load)(v, in, ones, i + j);
            NAMED(map_lanewise)(&result, v, ones, value);
        }
        STREAM(out + i + j, &result.whole);
    }
    return overflow && any_highest(&any.whole, sizeof(TYPE));
}

/* out is none of the inputs. What is not in whole cache lines is left to the kernel itself. */
SPELT_INLINE size_t NAMED(map_stream)(const NAMED(map_inputs) * in, int ones, TYPE *out, size_t n,
                                      NAMED(map_value) * value, NAMED(map_overflow) * overflow,
                                      map_first *first, spelt_map_kernel *kernel)
{
    NAMED(map_operands) v;
    size_t i = -(uintptr_t)out % 64 / sizeof(TYPE), failure = 0;
    i = i < n ? i : n;
    if (i > 0)
        failure = kernel(in->x, in->y, in->z, out, i);
    NAMED(map_begin)(&v, in, ones);
    for (; n - i >= 4 * LANES; i += 4 * LANES)
        if (SPELT_UNLIKELY(NAMED(map_stream_four)(&v, in, ones, i, out, value, overflow)))
            failure = NAMED(map_failure)(in, ones, i, failure, first);
    if (i < n) {
        const NAMED(map_inputs) rest = NAMED(map_inputs_from)(in, ones, i);
        const size_t last = kernel(rest.x, rest.y, rest.z, out + i, n - i);
        failure = failure == 0 && last > 0 ? last + SPELT_FAILURE(i, 0) : failure;
    }
    return failure;
}

#endif

#undef LANES
#undef IS_UNORDERED
