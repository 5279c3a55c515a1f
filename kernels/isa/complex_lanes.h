/* complex_lanes.h - complex elements in vectors, for one type of them, TYPE, its parts' type PART
 * and that one's SIGN bit: behind complex_vectors.h, which tells what the names do. */

#define NAMED(name) SPELT_PASTE3(name, _, PART)
#define OF_TYPE(name) SPELT_PASTE3(name, _, TYPE)
#define AS(load, from, to) SPELT_PASTE4(load, from, _as_, to)
#define VEC SPELT_PASTE(vec_, PART)
#define PARTS SPELT_PASTE(parts_, PART)
#define LANES SPELT_PASTE(LANES_, PART)
#define LANES_LIKE(name) SPELT_PASTE3(name, _, LANES)
#define ELEMENTS (sizeof(VEC) / sizeof(TYPE))

/* Bits of the parts of a vector. */
typedef PARTS_BITS PARTS __attribute__((vector_size(sizeof(VEC))));

/* In each pair the parts change places; the first one is there twice, or the second one. */
SPELT_INLINE VEC NAMED(turned)(VEC a)
{
    return LANES_FROM(PARTS, a, a, LANES_LIKE(TURNED));
}

SPELT_INLINE VEC NAMED(firsts)(VEC a)
{
    return LANES_FROM(PARTS, a, a, LANES_LIKE(FIRSTS));
}

SPELT_INLINE VEC NAMED(seconds)(VEC a)
{
    return LANES_FROM(PARTS, a, a, LANES_LIKE(SECONDS));
}

SPELT_INLINE VEC NAMED(conj)(VEC a)
{
    const PARTS signs = {LANES_LIKE(SIGNS)(0, SIGN)};
    return (VEC)((PARTS)a ^ signs);
}

/* (ac, bc) and (-bd, ad) */
SPELT_INLINE VEC NAMED(times)(VEC a, VEC b)
{
    const PARTS signs = {LANES_LIKE(SIGNS)(SIGN, 0)};
    const VEC other = NAMED(turned)(a) * NAMED(seconds)(b);
    return a * NAMED(firsts)(b) + (VEC)((PARTS)other ^ signs);
}

/* (ac, ad) and (bd, -bc) */
SPELT_INLINE VEC NAMED(conj_times)(VEC a, VEC b)
{
    const VEC other = NAMED(turned)(b) * NAMED(seconds)(a);
    return b * NAMED(firsts)(a) + NAMED(conj)(other);
}

SPELT_INLINE VEC AS(load_, TYPE, TYPE)(const TYPE *p)
{
    return AS(load_, PART, PART)((const PART *)p);
}

SPELT_INLINE VEC AS(load_part_, TYPE, TYPE)(const TYPE *p, size_t n)
{
    return AS(load_part_, PART, PART)((const PART *)p, 2 * n);
}

/* |re| + |im| of the elements in two vectors. */
SPELT_INLINE VEC NAMED(magnitudes)(VEC a, VEC b)
{
    const PARTS sizes = ~((PARTS){0} + SIGN);
    a = (VEC)((PARTS)a & sizes);
    b = (VEC)((PARTS)b & sizes);
    return LANES_FROM(PARTS, a, b, LANES_LIKE(EVEN)) + LANES_FROM(PARTS, a, b, LANES_LIKE(ODD));
}

SPELT_INLINE VEC AS(load_, TYPE, PART)(const TYPE *p)
{
    return NAMED(magnitudes)(AS(load_, TYPE, TYPE)(p), AS(load_, TYPE, TYPE)(p + ELEMENTS));
}

SPELT_INLINE VEC AS(load_part_, TYPE, PART)(const TYPE *p, size_t n)
{
    const size_t first = n < ELEMENTS ? n : ELEMENTS;
    const size_t second = n - first < ELEMENTS ? n - first : ELEMENTS;
    return NAMED(magnitudes)(AS(load_part_, TYPE, TYPE)(p, first),
                             AS(load_part_, TYPE, TYPE)(p + first, second));
}

SPELT_INLINE void OF_TYPE(store)(TYPE *p, VEC v)
{
    NAMED(store)((PART *)p, v);
}

SPELT_INLINE void OF_TYPE(store_part)(TYPE *p, VEC v, size_t n)
{
    NAMED(store_part)((PART *)p, v, 2 * n);
}

/* Not by a part of a vector: of that and the choice of its lanes GCC 12 makes a load of the whole. */
SPELT_INLINE VEC OF_TYPE(every)(const TYPE *p)
{
    const PART *const parts = (const PART *)p;
    const VEC pair = {parts[0], parts[1]};
    return LANES_FROM(PARTS, pair, pair, LANES_LIKE(PAIR));
}

/* By halves. Clang would add what lies beside them too, which could overflow: it gets vectors of just what is
 * added, and beside the last half, of a register of 16 bytes, zeros. */
SPELT_INLINE TYPE OF_TYPE(fold)(VEC v)
{
#if defined __clang__ && defined __x86_64__
    typedef PART half_of_32 __attribute__((vector_size(16)));
    half_of_32 a;
    TYPE folded;
#ifdef __AVX2__
    typedef PART half_of_64 __attribute__((vector_size(32)));
    half_of_32 b;
    half_of_64 low;
    __builtin_memcpy(&low, &v, sizeof low);
#ifdef __AVX512F__
    half_of_64 high;
    __builtin_memcpy(&high, (const char *)&v + sizeof low, sizeof low);
    low += high;
    __asm__("" : "+x"(low));
#endif
    __builtin_memcpy(&a, &low, sizeof a);
    __builtin_memcpy(&b, (const char *)&low + sizeof a, sizeof a);
    a += b;
#else
    __builtin_memcpy(&a, &v, sizeof a);
#endif
    __asm__("" : "+x"(a));
    if (sizeof(TYPE) < sizeof a) {
        half_of_32 first = {0}, second = {0};
        __builtin_memcpy(&first, &a, sizeof(TYPE));
        __builtin_memcpy(&second, (const char *)&a + sizeof(TYPE), sizeof(TYPE));
        __asm__("" : "+x"(first), "+x"(second));
        a = first + second;
        __asm__("" : "+x"(a));
    }
    __builtin_memcpy(&folded, &a, sizeof folded);
    return folded;
#else
    TYPE lane[ELEMENTS];
    __builtin_memcpy(lane, &v, sizeof v);
    for (size_t width = ELEMENTS / 2; width > 0; width /= 2)
        for (size_t j = 0; j < width; j++)
            lane[j] += lane[j + width];
    return lane[0];
#endif
}

#undef NAMED
#undef OF_TYPE
#undef AS
#undef VEC
#undef PARTS
#undef PARTS_BITS
#undef LANES
#undef LANES_LIKE
#undef ELEMENTS
#undef TYPE
#undef PART
#undef SIGN
