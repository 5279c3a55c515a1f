/* exchange_body.h - the loop of kernels that give two arrays new elements, for one type of these,
 * TYPE: OF(exchange), into which a kernel's two operations are inlined. */

#define VEC SPELT_PASTE(vec_, TYPE)

/* What stands beside the elements: no numbers, two or four. */
typedef struct {
    VEC p, q, r, s;
} OF(exchange_numbers);

/* Of elements of x and y, and these. */
typedef VEC OF(exchange_value)(VEC a, VEC b, const OF(exchange_numbers) * by);

SPELT_INLINE OF(exchange_numbers) OF(exchange_by)(const TYPE *numbers, unsigned count)
{
    const VEC zero = {0};
    OF(exchange_numbers) by = {zero, zero, zero, zero};
    if (count >= 2)
        by.p = numbers[0] - zero, by.q = numbers[1] - zero;
    if (count >= 4)
        by.r = numbers[2] - zero, by.s = numbers[3] - zero;
    return by;
}

#if SPELT_SCALAR

SPELT_INLINE void OF(exchange)(TYPE *x, TYPE *y, const OF(exchange_numbers) * by, size_t n,
                               OF(exchange_value) * to_x, OF(exchange_value) * to_y)
{
    for (size_t i = 0; i < n; i++) {
        const TYPE a = x[i], b = y[i];
        x[i] = to_x(a, b, by);
        y[i] = to_y(a, b, by);
    }
}

#else

#define LANES SPELT_PASTE(LANES_, TYPE)
#define LOAD SPELT_PASTE4(load_, TYPE, _as_, TYPE)
#define STORE SPELT_PASTE(store_, TYPE)

/* A vector of each. */
SPELT_INLINE void OF(exchange_one)(TYPE *x, TYPE *y, const OF(exchange_numbers) * by,
                                   OF(exchange_value) * to_x, OF(exchange_value) * to_y)
{
    const VEC a = LOAD(x), b = LOAD(y);
    STORE(x, to_x(a, b, by));
    STORE(y, to_y(a, b, by));
}

/* A piece of one. Of vectors of 64 bytes one or two are left over too: where they lie across lines
 * of the cache, what was stored as a whole is waited for as well. */
SPELT_INLINE void OF(exchange_piece)(TYPE *x, TYPE *y, const OF(exchange_numbers) * by,
                                     size_t bytes, OF(exchange_value) * to_x,
                                     OF(exchange_value) * to_y)
{
    const VEC a = (VEC)load_piece(x, bytes), b = (VEC)load_piece(y, bytes);
    store_piece(x, (piece_u64)to_x(a, b, by), bytes);
    store_piece(y, (piece_u64)to_y(a, b, by), bytes);
}

SPELT_INLINE void OF(exchange)(TYPE *x, TYPE *y, const OF(exchange_numbers) * by, size_t n,
                               OF(exchange_value) * to_x, OF(exchange_value) * to_y)
{
    size_t i = 0;
    for (; n - i >= 4 * LANES; i += 4 * LANES) {
        OF(exchange_one)(x + i, y + i, by, to_x, to_y);
        OF(exchange_one)(x + i + LANES, y + i + LANES, by, to_x, to_y);
        OF(exchange_one)(x + i + 2 * LANES, y + i + 2 * LANES, by, to_x, to_y);
        OF(exchange_one)(x + i + 3 * LANES, y + i + 3 * LANES, by, to_x, to_y);
    }
#define PIECE(bytes)                                                                               \
    OF(exchange_piece)(x + i, y + i, by, bytes, to_x, to_y);                                       \
    i += (bytes) / sizeof(TYPE);
#ifdef __AVX512F__
    while (n - i >= 32 / sizeof(TYPE) && n - i < 3 * LANES) {
        PIECE(32)
    }
#endif
    for (; n - i >= LANES; i += LANES)
        OF(exchange_one)(x + i, y + i, by, to_x, to_y);
    LEFT_OVER((n - i) * sizeof(TYPE), PIECE)
}

#undef LANES
#undef LOAD
#undef STORE
#undef PIECE

#endif

#undef VEC
#undef TYPE
