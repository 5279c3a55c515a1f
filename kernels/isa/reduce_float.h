/* reduce_float.h - order 1 (spelt/reduce.h) in vectors. Given OP, SUFFIX, IN, ACC and the wrappers
 * of vec_<isa>.h. A row of V lanes is ROW_VECTORS vectors of LANES each, kept in registers over a
 * block. A lane is never -0.0 (it starts at +0.0 and rounds to nearest), so adding +0.0 to it
 * changes nothing: that is why lanes without a term may be added as +0.0.
 *
 * The vectors are written out by EACH and not looped over: GCC splits an array into registers only
 * where its indexes are constants from the start. */

#define VEC SPELT_PASTE(vec_, ACC)
#define LANES SPELT_PASTE(LANES_, ACC)
#define ADD SPELT_PASTE(add_, ACC)
#define ZERO SPELT_PASTE(zero_, ACC)
#define LOAD SPELT_PASTE4(load_, IN, _as_, ACC)
#define LOAD_PART SPELT_PASTE4(load_part_, IN, _as_, ACC)
#define TERM SPELT_PASTE4(term_, OP, _, ACC)
#define FOLD SPELT_PASTE(fold_, ACC)
#define GIVE SPELT_PASTE(give_, ACC)

#define SET_ZERO(r) lanes[r] = ZERO();
#define ADD_TERM(r) lanes[r] = ADD(lanes[r], TERM(LOAD(a + (r)*LANES), LOAD(b + (r)*LANES)));
#define ADD_PART(r)                                                                                \
    if (n > (r)*LANES)                                                                             \
        lanes[r] = ADD(lanes[r], TERM(LOAD_PART(x + (r)*LANES, n - (r)*LANES),                     \
                                      LOAD_PART(y + (r)*LANES, n - (r)*LANES)));
#define LOAD_LANES(r) lanes[r] = SPELT_PASTE4(load_, ACC, _as_, ACC)(sums + (r)*LANES);
#define STORE_LANES(r) SPELT_PASTE(store_, ACC)(sums + (r)*LANES, lanes[r]);
#define FOLD_8(r) lanes[r] = ADD(lanes[r], lanes[(r) + 8]);
#define FOLD_4(r) lanes[r] = ADD(lanes[r], lanes[(r) + 4]);

/* Whole rows. SSE2 has too few registers for a row: it goes over them in two halves. */
SPELT_INLINE void NAME(_add_rows)(VEC lanes[16], const IN *x, const IN *y, size_t rows)
{
    const IN *a = x, *b = y;
    for (size_t row = 0; row < rows; row++, a += SPELT_ROW(ACC), b += SPELT_ROW(ACC)) {
        EACH_LOWER(ADD_TERM)
    }
#if ROW_VECTORS > 8
    a = x, b = y;
    for (size_t row = 0; row < rows; row++, a += SPELT_ROW(ACC), b += SPELT_ROW(ACC)) {
        EACH_UPPER(ADD_TERM)
    }
#endif
}

/* One block of n <= SPELT_BLOCK terms. */
SPELT_INLINE ACC NAME(_block)(const IN *x, const IN *y, size_t n)
{
    VEC lanes[16];
    size_t rows = n / SPELT_ROW(ACC);
    EACH(SET_ZERO)
    NAME(_add_rows)(lanes, x, y, rows);
    n -= rows * SPELT_ROW(ACC);
    if (n > 0) {
        x += rows * SPELT_ROW(ACC);
        y += rows * SPELT_ROW(ACC);
        EACH(ADD_PART)
    }
#if ROW_VECTORS > 8
    EACH_8(FOLD_8)
#endif
#if ROW_VECTORS > 4
    EACH_4(FOLD_4)
#endif
    return FOLD(ADD(ADD(lanes[0], lanes[2]), ADD(lanes[1], lanes[3])));
}

void NAME(_rows)(ACC *sums, const IN *x, const IN *y, size_t rows)
{
    VEC lanes[16];
    EACH(LOAD_LANES)
    NAME(_add_rows)(lanes, x, y, rows);
    EACH(STORE_LANES)
}

/* Out of line, so that a short call does not set up the stack of the tree. */
static __attribute__((noinline)) spelt_status NAME(_blocks)(const IN *x, const IN *y, size_t n,
                                                            ACC *result)
{
    SPELT_PASTE(tree_, ACC) tree;
    tree.end = tree.depth = 0;
    for (; n >= SPELT_BLOCK(ACC); n -= SPELT_BLOCK(ACC)) {
        SPELT_PASTE(tree_push_, ACC)(&tree, NAME(_block)(x, y, SPELT_BLOCK(ACC)));
        x += SPELT_BLOCK(ACC);
        y += SPELT_BLOCK(ACC);
    }
    if (n > 0)
        SPELT_PASTE(tree_push_, ACC)(&tree, NAME(_block)(x, y, n));
    return GIVE(SPELT_PASTE(tree_finish_, ACC)(&tree), result);
}

/* Up to two vectors skip the empty lanes: for a handful of terms the call is the cost. */
spelt_status NAME()(const IN *x, const IN *y, size_t n, ACC *result)
{
    if (n <= LANES)
        return GIVE(FOLD(ADD(ZERO(), TERM(LOAD_PART(x, n), LOAD_PART(y, n)))), result);
    if (n <= 2 * LANES) {
        VEC low = ADD(ZERO(), TERM(LOAD(x), LOAD(y)));
        VEC high =
            ADD(ZERO(), TERM(LOAD_PART(x + LANES, n - LANES), LOAD_PART(y + LANES, n - LANES)));
        return GIVE(FOLD(ADD(low, high)), result);
    }
    if (n <= SPELT_BLOCK(ACC))
        return GIVE(NAME(_block)(x, y, n), result);
    return NAME(_blocks)(x, y, n, result);
}

#undef VEC
#undef LANES
#undef ADD
#undef ZERO
#undef LOAD
#undef LOAD_PART
#undef TERM
#undef FOLD
#undef GIVE
#undef SET_ZERO
#undef ADD_TERM
#undef ADD_PART
#undef LOAD_LANES
#undef STORE_LANES
#undef FOLD_8
#undef FOLD_4
#undef OP
#undef SUFFIX
#undef IN
#undef ACC
