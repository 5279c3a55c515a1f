/* exchange_body.h - the loop of kernels that give two arrays new elements, for one type of these,
 * TYPE: OF(exchange), into which a kernel's two operations are inlined. */

#define VEC SPELT_PASTE(vec_, TYPE)

/* Of elements of x and y, and two numbers. */
typedef VEC OF(exchange_value)(VEC a, VEC b, VEC p, VEC q);

#if SPELT_SCALAR

SPELT_INLINE void OF(exchange)(TYPE *x, TYPE *y, const TYPE *numbers, size_t n,
                               OF(exchange_value) * to_x, OF(exchange_value) * to_y)
{
    const TYPE p = numbers[0], q = numbers[1];
    for (size_t i = 0; i < n; i++) {
        const TYPE a = x[i], b = y[i];
        x[i] = to_x(a, b, p, q);
        y[i] = to_y(a, b, p, q);
    }
}

#else

#define LANES SPELT_PASTE(LANES_, TYPE)
#define LOAD SPELT_PASTE4(load_, TYPE, _as_, TYPE)
#define STORE SPELT_PASTE(store_, TYPE)

/* A vector of each. */
SPELT_INLINE void OF(exchange_one)(TYPE *x, TYPE *y, VEC p, VEC q, OF(exchange_value) * to_x,
                                   OF(exchange_value) * to_y)
{
    const VEC a = LOAD(x), b = LOAD(y);
    STORE(x, to_x(a, b, p, q));
    STORE(y, to_y(a, b, p, q));
}

/* Fewer than fill one. Every lane gets one of the elements, so that it raises no exception of its
 * own: the results are all wanted, or Clang leaves lanes to whatever is in them. */
SPELT_INLINE void OF(exchange_part)(TYPE *x, TYPE *y, VEC p, VEC q, size_t n,
                                    OF(exchange_value) * to_x, OF(exchange_value) * to_y)
{
    map_whole a, b;
    load_part(&a, x, n * sizeof(TYPE), sizeof(TYPE));
    load_part(&b, y, n * sizeof(TYPE), sizeof(TYPE));
    const map_whole new_x = pinned((map_whole)to_x((VEC)a, (VEC)b, p, q));
    const map_whole new_y = pinned((map_whole)to_y((VEC)a, (VEC)b, p, q));
    store_part(x, &new_x, n * sizeof(TYPE), sizeof(TYPE));
    store_part(y, &new_y, n * sizeof(TYPE), sizeof(TYPE));
}

SPELT_INLINE void OF(exchange)(TYPE *x, TYPE *y, const TYPE *numbers, size_t n,
                               OF(exchange_value) * to_x, OF(exchange_value) * to_y)
{
    const VEC zero = {0}, p = numbers[0] - zero, q = numbers[1] - zero;
    size_t i = 0;
    for (; n - i >= 4 * LANES; i += 4 * LANES) {
        OF(exchange_one)(x + i, y + i, p, q, to_x, to_y);
        OF(exchange_one)(x + i + LANES, y + i + LANES, p, q, to_x, to_y);
        OF(exchange_one)(x + i + 2 * LANES, y + i + 2 * LANES, p, q, to_x, to_y);
        OF(exchange_one)(x + i + 3 * LANES, y + i + 3 * LANES, p, q, to_x, to_y);
    }
    for (; n - i >= LANES; i += LANES)
        OF(exchange_one)(x + i, y + i, p, q, to_x, to_y);
    if (i < n)
        OF(exchange_part)(x + i, y + i, p, q, n - i, to_x, to_y);
}

#undef LANES
#undef LOAD
#undef STORE

#endif

#undef VEC
#undef TYPE
