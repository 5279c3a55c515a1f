/* complex_lanes.h - complex elements in vectors, for one type of them, TYPE, its parts' type PART
 * and that one's SIGN bit: behind complex_vectors.h, which tells what the names do. */

#define NAMED(name) SPELT_PASTE3(name, _, PART)
#define OF_TYPE(name) SPELT_PASTE3(name, _, TYPE)
#define AS(load, from, to) SPELT_PASTE4(load, from, _as_, to)
#define VEC SPELT_PASTE(vec_, PART)
#define PARTS SPELT_PASTE(parts_, PART)
#define LANES SPELT_PASTE(LANES_, PART)
#define LANES_LIKE(name) SPELT_PASTE3(name, _, LANES)
#define BY_16(name) SPELT_PASTE4(BY_16_, PART, _, LANES)(SPELT_PASTE3(name, _OF_16_, PART), LANES)
#define ELEMENTS (sizeof(VEC) / sizeof(TYPE))

/* Bits of the parts of a vector. */
typedef PARTS_BITS PARTS __attribute__((vector_size(sizeof(VEC))));

/* In a register: GCC would load what is used twice by each of two instructions, and loads are what
 * a loop has no more of. */
SPELT_INLINE VEC NAMED(loaded)(VEC v)
{
#if defined __x86_64__ && !defined __clang__
    __asm__("" : "+v"(v));
#endif
    return v;
}

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
    const VEC seconds = (VEC)((PARTS)NAMED(seconds)(b) ^ signs);
    a = NAMED(loaded)(a);
    return a * NAMED(firsts)(b) + NAMED(turned)(a) * seconds;
}

/* (ac, ad) and (bd, -bc) */
SPELT_INLINE VEC NAMED(conj_times)(VEC a, VEC b)
{
    const VEC other = NAMED(turned)(b) * NAMED(seconds)(a);
    return b * NAMED(firsts)(a) + NAMED(conj)(other);
}

/* The parts of the elements of two vectors apart: of each 16 bytes of the first one, then of the
 * second. A product costs less so, and sums of them need their lanes in order just once. */
typedef struct {
    VEC re, im;
} OF_TYPE(apart);

SPELT_INLINE OF_TYPE(apart) OF_TYPE(times_apart)(OF_TYPE(apart) a, OF_TYPE(apart) b)
{
    return (OF_TYPE(apart)){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

SPELT_INLINE OF_TYPE(apart) OF_TYPE(conj_times_apart)(OF_TYPE(apart) a, OF_TYPE(apart) b)
{
    return (OF_TYPE(apart)){a.re * b.re + a.im * b.im, a.re * b.im - a.im * b.re};
}

SPELT_INLINE VEC OF_TYPE(first_of_pairs)(VEC re, VEC im)
{
    return LANES_FROM(PARTS, re, im, BY_16(LOW));
}

SPELT_INLINE VEC OF_TYPE(last_of_pairs)(VEC re, VEC im)
{
    return LANES_FROM(PARTS, re, im, BY_16(HIGH));
}

SPELT_INLINE VEC AS(load_, TYPE, TYPE)(const TYPE *p)
{
    return AS(load_, PART, PART)((const PART *)p);
}

SPELT_INLINE VEC AS(load_part_, TYPE, TYPE)(const TYPE *p, size_t n)
{
    return AS(load_part_, PART, PART)((const PART *)p, 2 * n);
}

SPELT_INLINE OF_TYPE(apart) OF_TYPE(load_apart)(const TYPE *p)
{
    const VEC first = NAMED(loaded)(AS(load_, TYPE, TYPE)(p));
    const VEC second = NAMED(loaded)(AS(load_, TYPE, TYPE)(p + ELEMENTS));
    return (OF_TYPE(apart)){LANES_FROM(PARTS, first, second, BY_16(FIRST)),
                            LANES_FROM(PARTS, first, second, BY_16(SECOND))};
}

SPELT_INLINE void OF_TYPE(store)(TYPE *p, VEC v)
{
    NAMED(store)((PART *)p, v);
}

SPELT_INLINE void OF_TYPE(store_part)(TYPE *p, VEC v, size_t n)
{
    NAMED(store_part)((PART *)p, v, 2 * n);
}

/* Of a pair, or of parts that it sees are one, GCC 12 would make it in memory, and wait for that.
 */
SPELT_INLINE VEC OF_TYPE(every)(const TYPE *p)
{
    const PART *const parts = (const PART *)p;
    const VEC zero = {0};
    return OF_TYPE(first_of_pairs)(NAMED(loaded)(parts[0] - zero), NAMED(loaded)(parts[1] - zero));
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
#undef BY_16
#undef ELEMENTS
#undef TYPE
#undef PART
#undef SIGN
