/* exact_few.h - the exact reductions of a few terms, for one type of elements, IN, behind vector_exact.h: a
 * sum with the errors of its additions, and a bound of what these sums of errors may be off, decide nearly
 * always which number is the nearest. Up to six vectors that takes less time than cutting terms into words: of
 * 8 to 16 terms of f64 0.4 to 0.5 of it (Zen 5).
 *
 * s + t, of which s is the sum of all rounded terms and t that of all errors, those of products and those of
 * additions (TwoSum: Knuth, The Art of Computer Programming 2, 4.2.2), is the sum but for the rounding of t:
 * fewer than 2 EXACT_FEW <= 96 errors are added up, and so t is off by less than 96 * 2^-53 (1 + 2^-40) m
 * < 2^-46 m, m the sum of their magnitudes as it is computed. Nothing on the way is subnormal or overflows,
 * for elements are in the ranges below: all that is raised is INEXACT, and there is nothing to flush. */

#define EXACT_FEW (6 * LANES_f64)

/* Magnitudes of elements of f64: errors are multiples of 2^-952, their bounds of 2^-998. */
#define EXACT_FEW_LEAST(kind) ((kind) == EXACT_ELEMENTS ? 0x1p-900 : 0x1p-400)
#define EXACT_FEW_GREATEST(kind) ((kind) == EXACT_ELEMENTS ? 0x1p900 : 0x1p400)

#ifndef EXACT_FEW_STEPS
#define EXACT_FEW_STEPS

typedef uint64_t exact_patterns __attribute__((vector_size(sizeof(vec_f64))));
typedef uint32_t exact_patterns_32 __attribute__((vector_size(sizeof(vec_f64))));

/* s + t is a + b. */
SPELT_INLINE vec_f64 exact_two_sum(vec_f64 a, vec_f64 b, vec_f64 *t)
{
    const vec_f64 s = a + b, other = s - a;
    *t = (a - (s - other)) + (b - other);
    return s;
}

/* Lanes so many apart change places. */
#if LANES_f64 == 8
#define EXACT_SWAPS(DO) DO(4, 5, 6, 7, 0, 1, 2, 3) DO(2, 3, 0, 1, 6, 7, 4, 5) DO(1, 0, 3, 2, 5, 4, 7, 6)
#elif LANES_f64 == 4
#define EXACT_SWAPS(DO) DO(2, 3, 0, 1) DO(1, 0, 3, 2)
#else
#define EXACT_SWAPS(DO) DO(1, 0)
#endif

typedef struct {
    vec_f64 sum, errors, magnitudes; /* of the errors */
} exact_pair;

SPELT_INLINE void exact_add_error(exact_pair *pair, vec_f64 error)
{
    pair->errors += error;
    pair->magnitudes += absolute_f64(error);
}

/* All lanes have the sum of all. */
#define EXACT_FOLD(...)                                                                            \
    {                                                                                              \
        vec_f64 error;                                                                             \
        pair.sum = exact_two_sum(pair.sum, __builtin_shufflevector(pair.sum, pair.sum, __VA_ARGS__), &error); \
        pair.errors += __builtin_shufflevector(pair.errors, pair.errors, __VA_ARGS__);             \
        pair.magnitudes += __builtin_shufflevector(pair.magnitudes, pair.magnitudes, __VA_ARGS__); \
        exact_add_error(&pair, error);                                                             \
    }
SPELT_INLINE exact_pair exact_fold(exact_pair pair)
{
    EXACT_SWAPS(EXACT_FOLD)
    return pair;
}

/* r + error is s + t, which may be off by `off`. */
typedef struct {
    f64 r, error, off;
} exact_rounded;

SPELT_INLINE exact_rounded exact_round_pair(exact_pair pair)
{
    f64 s, t, m;
    __builtin_memcpy(&s, &pair.sum, sizeof s);
    __builtin_memcpy(&t, &pair.errors, sizeof t);
    __builtin_memcpy(&m, &pair.magnitudes, sizeof m);
    const f64 r = s + t, other = r - s;
    return (exact_rounded){r, (s - (r - other)) + (t - other), 0x1p-46 * m};
}

/* Bits of which the highest is set in a lane that is out of range: not 0, and less than the one or more than
 * the other, or no number. */
SPELT_INLINE exact_patterns exact_out_of(vec_f64 v, f64 least, f64 greatest)
{
    const exact_patterns magnitude = (exact_patterns)absolute_f64(v), before = magnitude - 1;
    return ((before - (exact_bits(least) - 1)) & ~before) | (exact_bits(greatest) - magnitude);
}

/* Whether elements are out of the ranges; of f32, whether they are no numbers. */
SPELT_INLINE int exact_are_odd_f64(int kind, const f64 *x, size_t n)
{
    exact_patterns odd = {0};
    for (size_t i = 0; i < n; i += LANES_f64)
        odd |= exact_out_of(n - i < LANES_f64 ? load_part_f64_as_f64(x + i, n - i) : load_f64_as_f64(x + i),
                            EXACT_FEW_LEAST(kind), EXACT_FEW_GREATEST(kind));
    return any_bit((vec_i64)odd, (uint64_t)1 << 63);
}

SPELT_INLINE int exact_are_odd_f32(int kind, const f32 *x, size_t n)
{
    exact_patterns_32 odd = {0};
    (void)kind;
    for (size_t i = 0; i < n; i += LANES_i32) {
        const i32 *bits = (const i32 *)(const void *)(x + i);
        const exact_patterns_32 v = (exact_patterns_32)(
            n - i < LANES_i32 ? load_part_i32_as_i32(bits, n - i) : load_i32_as_i32(bits));
        odd |= (v & 0x7fffffffu) + 0x00800000u;
    }
    return any_bit((vec_i64)odd, UINT64_C(0x8000000080000000));
}

/* The nearest number; 0 where this does not tell. The bound of what is left is rounded, and |error| <= m. */
SPELT_INLINE int exact_nearest_f64(exact_rounded sum, f64 *result)
{
    const f64 bound = __builtin_fabs(sum.error) + 2 * sum.off;
    *result = sum.r;
    return sum.off == 0 || (sum.r + bound == sum.r && sum.r - bound == sum.r);
}

/* Of f32, where the interval is narrow and its ends are normal numbers, so that their conversions raise no
 * more than the result's. */
SPELT_INLINE int exact_nearest_f32(exact_rounded sum, f32 *result)
{
    const f64 magnitude = __builtin_fabs(sum.r), bound = __builtin_fabs(sum.error) + 2 * sum.off;
    const f64 around = bound == 0 ? 0 : bound + magnitude * 0x1p-50;
    if (!(magnitude < 0x1p127 && magnitude > 0x1p-120 && around < magnitude * 0x1p-20))
        return 0;
    *result = (f32)(sum.r - around);
    return *result == (f32)(sum.r + around);
}

#endif

/* Halfway between two numbers sums of random ones are often. Errors of sums of elements are multiples of the
 * last bit of the least, that is not 0: fewer than 2^53 of it are added up exactly, and s + t is the sum. */
SPELT_INLINE int OF(exact_errors_fit)(const IN *x, size_t n, exact_rounded sum)
{
    vec_i64 least = exact_infinite();
    if (sizeof(IN) < sizeof(f64))
        return 0;
    for (size_t i = 0; i < n; i += LANES_f64)
        least = min_upper(least, exact_one_bit_less(exact_magnitude(
                                     n - i < LANES_f64 ? LOAD_PART(x + i, n - i) : LOAD(x + i))));
    return sum.off * 0x1p46 < exact_least_of(least);
}

/* Of n terms, 0 < n <= EXACT_FEW; 0 where this does not tell. */
SPELT_INLINE int OF(exact_of_few)(int kind, const IN *x, const IN *y, size_t n, IN *result)
{
    exact_pair pair = {{0}, {0}, {0}};
    if (SPELT_UNLIKELY(OF(exact_are_odd)(kind, x, n) ||
                       (kind == EXACT_PRODUCTS && OF(exact_are_odd)(kind, y, n))))
        return 0;
    for (size_t i = 0; i < n; i += LANES_f64) {
        const size_t m = n - i;
        const vec_f64 a = m < LANES_f64 ? LOAD_PART(x + i, m) : LOAD(x + i);
        const vec_f64 b = kind != EXACT_PRODUCTS ? a : m < LANES_f64 ? LOAD_PART(y + i, m) : LOAD(y + i);
        const vec_f64 term = exact_term(kind, a, b);
        if (i == 0) {
            pair.sum = term;
        } else {
            vec_f64 error;
            pair.sum = exact_two_sum(pair.sum, term, &error);
            exact_add_error(&pair, error);
        }
        if (exact_has_errors(sizeof(IN), kind))
            exact_add_error(&pair, exact_error(kind, a, b, term));
    }
    const exact_rounded sum = exact_round_pair(exact_fold(pair));
    return OF(exact_nearest)(sum, result) || (kind == EXACT_ELEMENTS && OF(exact_errors_fit)(x, n, sum));
}
