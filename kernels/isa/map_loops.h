/* map_loops.h - the loops of elementwise kernels for elements of one type. Given TYPE, and from
 * maps.c the loops' pragmas; included once for each type. A kernel is one of these functions with
 * its operation as a constant, which is inlined. */

#define NAMED(name) SPELT_PASTE3(name, _, TYPE)
#define BITS SPELT_PASTE(unsigned_, TYPE)

/* An element of the result; bits of which the highest says that it does not fit; whether there is
 * none. */
typedef TYPE NAMED(map_value)(TYPE a, TYPE b, TYPE c, TYPE d);
typedef BITS NAMED(map_overflow)(TYPE a, TYPE b);
typedef int NAMED(map_undefined)(TYPE a, TYPE b);
typedef u8 NAMED(map_truth)(TYPE a, TYPE b);

/* The inputs. Those in `ones`, a constant, are one value: a, b or c, which is 0 for an input that
 * an operation does not have. Of MAP_NUMBERS z has two, c and d. */
typedef struct {
    const TYPE *x, *y, *z;
    TYPE a, b, c, d;
} NAMED(map_inputs);

#define A(i) (ones & MAP_X ? in->a : in->x[i])
#define B(i) (ones & MAP_Y ? in->b : in->y[i])
#define C(i) (ones & MAP_Z ? in->c : in->z[i])

SPELT_INLINE NAMED(map_inputs)
    NAMED(map_inputs_of)(const void *x, const void *y, const void *z, int ones)
{
    NAMED(map_inputs) in = {x, y, z, 0, 0, 0, 0};
    if (ones & MAP_X)
        in.a = *in.x;
    if ((ones & MAP_Y) && !(ones & MAP_NO_Y))
        in.b = *in.y;
    if (ones & MAP_NUMBERS) {
        in.c = in.z[0];
        in.d = in.z[1];
    }
    return in;
}

/* The inputs from element i on. */
SPELT_INLINE NAMED(map_inputs)
    NAMED(map_inputs_from)(const NAMED(map_inputs) * in, int ones, size_t i)
{
    NAMED(map_inputs) rest = *in;
    if (!(ones & MAP_X))
        rest.x += i;
    if (!(ones & MAP_Y))
        rest.y += i;
    if (!(ones & MAP_Z))
        rest.z += i;
    return rest;
}

#define OVERFLOWS(bits) ((bits) >> (sizeof(TYPE) * 8 - 1) != 0)

#define WHY(is_undefined) ((is_undefined) ? SPELT_FAILED_ARGUMENT : SPELT_FAILED_RANGE)

/* The first element that fails; one does. */
SPELT_INLINE size_t NAMED(map_first)(const void *x, const void *y, int ones,
                                     NAMED(map_overflow) * failing,
                                     NAMED(map_undefined) * undefined)
{
    NAMED(map_inputs) inputs = NAMED(map_inputs_of)(x, y, NULL, ones), *in = &inputs;
    size_t i = 0;
    while (!OVERFLOWS(failing(A(i), B(i))))
        i++;
    return SPELT_FAILURE(i, WHY(undefined(A(i), B(i))));
}

#if SPELT_MAP_BYTES
#include "isa/map_vectors.h"
#else

/* One loop over all elements. */
SPELT_INLINE void NAMED(map)(const NAMED(map_inputs) * in, int ones, TYPE *out, size_t n,
                             NAMED(map_value) * value, NAMED(map_value) * numbers)
{
    (void)numbers;
    MAP_INDEPENDENT
    for (size_t i = 0; i < n; i++)
        out[i] = value(A(i), B(i), C(i), in->d);
}

#if MAP_IS_SCALAR

SPELT_INLINE size_t NAMED(map_checked)(const NAMED(map_inputs) * in, int ones, TYPE *out, size_t n,
                                       NAMED(map_value) * value, NAMED(map_overflow) * overflow,
                                       NAMED(map_undefined) * undefined)
{
    size_t failure = 0;
    for (size_t i = 0; i < n; i++) {
        const TYPE a = A(i), b = B(i);
        int is_undefined = undefined(a, b);
        out[i] = value(a, b, 0, 0);
        if (SPELT_UNLIKELY(is_undefined | OVERFLOWS(overflow(a, b))) && failure == 0)
            failure = SPELT_FAILURE(i, WHY(is_undefined));
    }
    return failure;
}

#else

/* In stretches that stay in the first-level cache: the elements are looked at before any result is
 * stored, which may be over them. */
SPELT_INLINE size_t NAMED(map_checked)(const NAMED(map_inputs) * inputs, int ones, TYPE *out,
                                       size_t n, NAMED(map_value) * value,
                                       NAMED(map_overflow) * overflow, map_first *first)
{
    NAMED(map_inputs) all = *inputs, *in = &all;
    size_t failure = 0;
    for (size_t at = 0, length; at < n; at += length) {
        BITS any = 0;
        length = n - at < MAP_STRETCH / sizeof(TYPE) ? n - at : MAP_STRETCH / sizeof(TYPE);
        for (size_t i = 0; i < length; i++)
            any = (BITS)(any | overflow(A(i), B(i)));
        if (SPELT_UNLIKELY(OVERFLOWS(any)) && failure == 0)
            failure = first(in->x, in->y) + SPELT_FAILURE(at, 0);
        NAMED(map)(in, ones, out + at, length, value, NULL);
        in->x += ones & MAP_X ? 0 : length;
        in->y += ones & MAP_Y ? 0 : length;
    }
    return failure;
}

#endif
#endif

SPELT_INLINE void NAMED(map_mask)(const TYPE *x, const TYPE *y, u8 *out, size_t n,
                                  NAMED(map_truth) * truth)
{
    MAP_INDEPENDENT
    for (size_t i = 0; i < n; i++)
        out[i] = truth(x[i], y[i]);
}

/* Moves bits. */
SPELT_INLINE void NAMED(map_where)(const u8 *mask, const BITS *y, const BITS *z, BITS *out,
                                   size_t n)
{
#if SPELT_MAP_BYTES >= 32
    if (MAP_MASKED || n >= SPELT_MAP_BYTES / sizeof(TYPE)) {
        if (sizeof(TYPE) == 1)
            map_where_8(mask, (const void *)y, (const void *)z, (void *)out, n);
        else if (sizeof(TYPE) == 2)
            map_where_16(mask, (const void *)y, (const void *)z, (void *)out, n);
        else if (sizeof(TYPE) == 4)
            map_where_32(mask, (const void *)y, (const void *)z, (void *)out, n);
        else
            map_where_64(mask, (const void *)y, (const void *)z, (void *)out, n);
        return;
    }
#endif
    MAP_INDEPENDENT
    for (size_t i = 0; i < n; i++) {
        const BITS b = y[i], c = z[i]; /* both: else GCC makes no vectors */
        out[i] = mask[i] ? b : c;
    }
}

#undef A
#undef B
#undef C
#undef OVERFLOWS
#undef WHY
#undef NAMED
#undef BITS
#undef TYPE
