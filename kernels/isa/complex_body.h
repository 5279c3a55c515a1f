/* complex_body.h - the loop of elementwise kernels of complex elements, for one type of them, TYPE:
 * OF(complex_map), into which a kernel's operation is inlined. */

#define VEC SPELT_PASTE(vec_, TYPE)

/* Of elements of x and y, and a number. */
typedef VEC OF(complex_value)(VEC a, VEC b, VEC p);

#if SPELT_SCALAR

SPELT_INLINE void OF(complex_map)(const TYPE *x, const TYPE *y, const TYPE *number, int ones,
                                  TYPE *out, size_t n, OF(complex_value) * value)
{
    const TYPE p = number ? *number : 0;
    for (size_t i = 0; i < n; i++)
        out[i] = value(x[ones & COMPLEX_X ? 0 : i], y[ones & COMPLEX_Y ? 0 : i], p);
}

#else

#define LANES SPELT_PASTE(LANES_, TYPE)
#define LOAD SPELT_PASTE4(load_, TYPE, _as_, TYPE)
#define STORE SPELT_PASTE(store_, TYPE)
#define EVERY SPELT_PASTE(every_, TYPE)

/* The operands from element i on, where x and y are one value that itself. */
#define RESULT(i)                                                                                  \
    value(ones &COMPLEX_X ? x_value : LOAD(x + (i)), ones &COMPLEX_Y ? y_value : LOAD(y + (i)), p)

SPELT_INLINE void OF(complex_map)(const TYPE *x, const TYPE *y, const TYPE *number, int ones,
                                  TYPE *out, size_t n, OF(complex_value) * value)
{
    const VEC zero = {0}, p = number ? EVERY(number) : zero;
    const VEC x_value = ones & COMPLEX_X ? EVERY(x) : zero;
    const VEC y_value = ones & COMPLEX_Y ? EVERY(y) : zero;
    size_t i = 0;
    for (; n - i >= 4 * LANES; i += 4 * LANES) {
        const VEC first = RESULT(i), second = RESULT(i + LANES);
        const VEC third = RESULT(i + 2 * LANES), fourth = RESULT(i + 3 * LANES);
        STORE(out + i, first);
        STORE(out + i + LANES, second);
        STORE(out + i + 2 * LANES, third);
        STORE(out + i + 3 * LANES, fourth);
    }
    for (; n - i >= LANES; i += LANES)
        STORE(out + i, RESULT(i));
#define PIECE(bytes)                                                                               \
    store_piece(out + i,                                                                           \
                (piece_u64)value(ones & COMPLEX_X ? x_value : (VEC)load_piece(x + i, bytes),       \
                                 ones & COMPLEX_Y ? y_value : (VEC)load_piece(y + i, bytes), p),   \
                bytes);                                                                            \
    i += (bytes) / sizeof(TYPE);
    LEFT_OVER(n * sizeof(TYPE), PIECE)
}

#undef LANES
#undef LOAD
#undef STORE
#undef EVERY
#undef RESULT
#undef PIECE

#endif

#undef VEC
#undef TYPE
