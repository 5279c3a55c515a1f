/* map_loops.h - the loops of elementwise kernels for elements of one type. Given TYPE, and from
 * maps.c the loops' pragmas; included once for each type. A kernel is one of these functions with
 * its operation as a constant, which is inlined. */

#define NAMED(name) SPELT_PASTE3(name, _, TYPE)
#define BITS SPELT_PASTE(unsigned_, TYPE)
#define LANES (SPELT_MAP_BYTES / sizeof(TYPE))

/* An element of the result; the bits of which the highest says that it does not fit; whether there
 * is none. */
typedef TYPE NAMED(map_value)(TYPE a, TYPE b, TYPE c);
typedef BITS NAMED(map_overflow)(TYPE a, TYPE b);
typedef int NAMED(map_undefined)(TYPE a, TYPE b);
typedef u8 NAMED(map_truth)(TYPE a, TYPE b);
typedef BITS NAMED(map_choice)(u8 a, BITS b, BITS c);

/* The inputs; those in `ones`, a constant, are one value, and so are those that there are not. */
typedef struct {
    const TYPE *x, *y, *z;
    TYPE a, b, c;
} NAMED(map_inputs);

#define A(i) (ones & MAP_X ? in.a : in.x[i])
#define B(i) (ones & MAP_Y ? in.b : in.y[i])
#define C(i) (ones & MAP_Z ? in.c : in.z[i])

SPELT_INLINE NAMED(map_inputs)
    NAMED(map_inputs_of)(const void *x, const void *y, const void *z, int ones)
{
    NAMED(map_inputs) in = {x, y, z, 0, 0, 0};
    if (ones & MAP_X)
        in.a = *in.x;
    if ((ones & MAP_Y) && !(ones & MAP_NO_Y))
        in.b = *in.y;
    return in;
}

#if SPELT_MAP_BYTES

/* Whole vectors are plain loops that the compiler vectorizes, four vectors a turn. What is left is
 * one vector more, of parts. */
typedef union {
    map_vector vector;
    TYPE element[LANES];
} NAMED(map_lanes);

SPELT_INLINE NAMED(map_lanes) NAMED(load_lanes)(const TYPE *p, size_t n, int is_one, TYPE one)
{
    NAMED(map_lanes) lanes;
    if (!is_one) {
        load_part(&lanes.vector, p, n * sizeof(TYPE), sizeof(TYPE));
        return lanes;
    }
    MAP_ONE_VECTOR
    for (size_t i = 0; i < LANES; i++)
        lanes.element[i] = one;
    return lanes;
}

SPELT_INLINE void NAMED(map)(NAMED(map_inputs) in, int ones, TYPE *out, size_t n,
                             NAMED(map_value) * value)
{
    size_t i = 0, rest = n % LANES;
    MAP_VECTORS(i, n - rest, LANES, out[i] = value(A(i), B(i), C(i)));
    if (rest == 0)
        return;
    NAMED(map_lanes) x = NAMED(load_lanes)(in.x + i, rest, ones & MAP_X, in.a);
    NAMED(map_lanes) y = NAMED(load_lanes)(in.y + i, rest, ones & MAP_Y, in.b);
    NAMED(map_lanes) z = NAMED(load_lanes)(in.z + i, rest, ones & MAP_Z, in.c), result;
    MAP_ONE_VECTOR
    for (size_t j = 0; j < LANES; j++)
        result.element[j] = value(x.element[j], y.element[j], z.element[j]);
    store_part(out + i, &result.vector, rest * sizeof(TYPE));
}

/* The same, and the bits of overflow of all elements or-ed. out is none of the inputs. */
SPELT_INLINE BITS NAMED(map_checking)(NAMED(map_inputs) in, int ones, TYPE *out, size_t n,
                                      NAMED(map_value) * value, NAMED(map_overflow) * overflow)
{
    BITS any = 0;
    size_t i = 0, rest = n % LANES;
    MAP_VECTORS(i, n - rest, LANES, {
        out[i] = value(A(i), B(i), 0);
        any = (BITS)(any | overflow(A(i), B(i)));
    });
    if (rest == 0)
        return any;
    NAMED(map_lanes) x = NAMED(load_lanes)(in.x + i, rest, ones & MAP_X, in.a);
    NAMED(map_lanes) y = NAMED(load_lanes)(in.y + i, rest, ones & MAP_Y, in.b), result;
    MAP_ONE_VECTOR
    for (size_t j = 0; j < LANES; j++) {
        result.element[j] = value(x.element[j], y.element[j], 0);
        any = (BITS)(any | overflow(x.element[j], y.element[j]));
    }
    store_part(out + i, &result.vector, rest * sizeof(TYPE));
    return any;
}

#else

SPELT_INLINE void NAMED(map)(NAMED(map_inputs) in, int ones, TYPE *out, size_t n,
                             NAMED(map_value) * value)
{
    MAP_INDEPENDENT
    for (size_t i = 0; i < n; i++)
        out[i] = value(A(i), B(i), C(i));
}

SPELT_INLINE BITS NAMED(map_checking)(NAMED(map_inputs) in, int ones, TYPE *out, size_t n,
                                      NAMED(map_value) * value, NAMED(map_overflow) * overflow)
{
    BITS any = 0;
    MAP_INDEPENDENT
    for (size_t i = 0; i < n; i++) {
        out[i] = value(A(i), B(i), 0);
        any = (BITS)(any | overflow(A(i), B(i)));
    }
    return any;
}

#endif

/* Of the first element that fails SPELT_FAILURE, or 0; one element at a time. */
SPELT_INLINE size_t NAMED(map_and_find)(NAMED(map_inputs) in, int ones, TYPE *out, size_t n,
                                        NAMED(map_value) * value, NAMED(map_overflow) * overflow,
                                        NAMED(map_undefined) * undefined)
{
    size_t failure = 0;
    for (size_t i = 0; i < n; i++) {
        const TYPE a = A(i), b = B(i);
        int is_undefined = undefined(a, b);
        out[i] = value(a, b, 0);
        if (SPELT_UNLIKELY(is_undefined || overflow(a, b) >> (sizeof(TYPE) * 8 - 1)) &&
            failure == 0)
            failure = SPELT_FAILURE(i, is_undefined ? SPELT_FAILED_ARGUMENT : SPELT_FAILED_RANGE);
    }
    return failure;
}

/* In stretches that are tested as a whole. Where out is one of the inputs, a stretch is stored
 * after it was searched. */
SPELT_INLINE size_t NAMED(map_checked)(NAMED(map_inputs) in, int ones, TYPE *out, size_t n,
                                       NAMED(map_value) * value, NAMED(map_overflow) * overflow,
                                       size_t first(const void *, const void *, size_t))
{
    TYPE buffer[MAP_STRETCH / sizeof(TYPE)];
    int in_place = (!(ones & MAP_X) && out == in.x) || (!(ones & MAP_Y) && out == in.y);
    size_t failure = 0, at = 0;
    do {
        size_t length = n - at < MAP_STRETCH / sizeof(TYPE) ? n - at : MAP_STRETCH / sizeof(TYPE);
        BITS any = NAMED(map_checking)(in, ones, in_place ? buffer : out, length, value, overflow);
        if (SPELT_UNLIKELY(any >> (sizeof(TYPE) * 8 - 1)) && failure == 0)
            failure = SPELT_FAILURE(at + first(in.x, in.y, length), SPELT_FAILED_RANGE);
        if (in_place)
            memcpy(out, buffer, length * sizeof(TYPE));
        in.x += ones & MAP_X ? 0 : length;
        in.y += ones & MAP_Y ? 0 : length;
        out += length, at += length;
    } while (at < n);
    return failure;
}

/* The index of the first element that overflows; one does. */
SPELT_INLINE size_t NAMED(map_first)(const TYPE *x, const TYPE *y, int ones,
                                     NAMED(map_overflow) * overflow)
{
    size_t i = 0;
    while (!(overflow(x[ones & MAP_X ? 0 : i], ones & MAP_NO_Y ? 0 : y[ones & MAP_Y ? 0 : i]) >>
             (sizeof(TYPE) * 8 - 1)))
        i++;
    return i;
}

SPELT_INLINE void NAMED(map_mask)(const TYPE *x, const TYPE *y, u8 *out, size_t n,
                                  NAMED(map_truth) * truth)
{
    MAP_INDEPENDENT
    for (size_t i = 0; i < n; i++)
        out[i] = truth(x[i], y[i]);
}

/* Moves bits; both of them are read, so that nothing depends on the mask. */
SPELT_INLINE void NAMED(map_where)(const u8 *mask, const BITS *y, const BITS *z, BITS *out,
                                   size_t n, NAMED(map_choice) * choice)
{
    MAP_INDEPENDENT
    for (size_t i = 0; i < n; i++) {
        const BITS a = y[i], b = z[i];
        out[i] = choice(mask[i], a, b);
    }
}

#undef A
#undef B
#undef C
#undef NAMED
#undef BITS
#undef LANES
#undef TYPE
