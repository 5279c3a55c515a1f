/* add.h - elementwise add in vectors. Given OP, SUFFIX, TYPE, POLICY and vec_<isa>.h. */

#define VEC SPELT_PASTE(vec_, TYPE)
#define LANES SPELT_PASTE(LANES_, TYPE)
#define LOAD SPELT_PASTE4(load_, TYPE, _as_, TYPE)
#define LOAD_PART SPELT_PASTE4(load_part_, TYPE, _as_, TYPE)
#define STORE SPELT_PASTE(store_, TYPE)
#define STORE_PART SPELT_PASTE(store_part_, TYPE)
#define STREAM SPELT_PASTE(stream_, TYPE)
#define SUM SPELT_PASTE4(vector_add_, POLICY, _, TYPE)
#define PUT(stream, p, v) ((stream) ? STREAM(p, v) : STORE(p, v))
#define IS_CHECKED SPELT_PASTE(is_checked_, POLICY)
#define ELEMENT SPELT_PASTE4(add_, POLICY, _, TYPE)

/* The first of n elements whose sum overflows; one does. Called before the sums are stored, which
 * may be over x or y. */
static __attribute__((noinline, cold, unused)) size_t NAME(_first)(const TYPE *x, const TYPE *y)
{
    TYPE sum;
    size_t i = 0;
    while (!ELEMENT(x[i], y[i], &sum))
        i++;
    return i;
}

#define ADD_ONE(u)                                                                                 \
    do {                                                                                           \
        VEC sum;                                                                                   \
        (void)SUM(LOAD(x + i + (u)*LANES), LOAD(y + i + (u)*LANES), &sum);                         \
        PUT(stream, out + i + (u)*LANES, sum);                                                     \
    } while (0)

/* Four vectors a turn. Where sums are checked, their overflow bits are tested together, before any
 * is stored; elsewhere each is stored at once, which in the first-level cache takes 0.82 of the
 * time (Zen 3, f64). */
SPELT_INLINE size_t NAME(_body)(const TYPE *x, const TYPE *y, TYPE *out, size_t n, int stream)
{
    size_t first = 0, i = 0;
    for (; !IS_CHECKED && n - i >= 4 * LANES; i += 4 * LANES) {
        ADD_ONE(0);
        ADD_ONE(1);
        ADD_ONE(2);
        ADD_ONE(3);
    }
    for (; n - i >= 4 * LANES; i += 4 * LANES) {
        VEC sum[4];
        int overflow = SUM(LOAD(x + i), LOAD(y + i), &sum[0]);
        overflow |= SUM(LOAD(x + i + LANES), LOAD(y + i + LANES), &sum[1]);
        overflow |= SUM(LOAD(x + i + 2 * LANES), LOAD(y + i + 2 * LANES), &sum[2]);
        overflow |= SUM(LOAD(x + i + 3 * LANES), LOAD(y + i + 3 * LANES), &sum[3]);
        if (SPELT_UNLIKELY(overflow) && first == 0)
            first = 1 + i + NAME(_first)(x + i, y + i);
        PUT(stream, out + i, sum[0]);
        PUT(stream, out + i + LANES, sum[1]);
        PUT(stream, out + i + 2 * LANES, sum[2]);
        PUT(stream, out + i + 3 * LANES, sum[3]);
    }
    for (; n - i >= LANES; i += LANES) {
        VEC sum;
        if (SPELT_UNLIKELY(SUM(LOAD(x + i), LOAD(y + i), &sum)) && first == 0)
            first = 1 + i + NAME(_first)(x + i, y + i);
        STORE(out + i, sum);
    }
    if (i < n) {
        VEC sum;
        if (SPELT_UNLIKELY(SUM(LOAD_PART(x + i, n - i), LOAD_PART(y + i, n - i), &sum)) &&
            first == 0)
            first = 1 + i + NAME(_first)(x + i, y + i);
        STORE_PART(out + i, sum, n - i);
    }
    return first;
}

size_t NAME()(const TYPE *x, const TYPE *y, TYPE *out, size_t n)
{
    return NAME(_body)(x, y, out, n, 0);
}

size_t NAME(_stream)(const TYPE *x, const TYPE *y, TYPE *out, size_t n)
{
    /* up to the first vector boundary of out */
    size_t head = (-(uintptr_t)out % sizeof(VEC)) / sizeof(TYPE);
    if (head > n)
        head = n;
    size_t first = NAME(_body)(x, y, out, head, 0);
    size_t next = NAME(_body)(x + head, y + head, out + head, n - head, 1);
    stream_end();
    return first > 0 || next == 0 ? first : head + next;
}

#undef VEC
#undef LANES
#undef LOAD
#undef LOAD_PART
#undef STORE
#undef STORE_PART
#undef STREAM
#undef SUM
#undef IS_CHECKED
#undef ADD_ONE
#undef PUT
#undef ELEMENT
#undef OP
#undef SUFFIX
#undef TYPE
#undef POLICY
