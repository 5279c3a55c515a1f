/* scan_vectors.h - running sums of integers in vectors of 16 bytes and of 32, where there are such;
 * included by scan.c. */

#ifdef __AVX2__
#include <immintrin.h>
#elif defined __SSE2__
#include <emmintrin.h>
#else
#include <arm_neon.h>
#endif

/* The bytes of a vector that begin `bytes` before it, and so end in the one before that. */
#ifdef __SSE2__
typedef __m128i scan_bytes_16;
#define SCAN_BACK_16(before, v, bytes)                                                             \
    _mm_or_si128(_mm_slli_si128(v, bytes), _mm_srli_si128(before, 16 - (bytes)))
#else
typedef uint8x16_t scan_bytes_16;
#define SCAN_BACK_16(before, v, bytes) vextq_u8(before, v, (16 - (bytes)) & 15)
#endif
#if defined(__AVX512VL__)
typedef __m256i scan_bytes_32;
#define SCAN_BACK_32(before, v, bytes)                                                             \
    ((bytes) % 4 == 0                                                                              \
         ? _mm256_alignr_epi32(v, before, (8 - (bytes) / 4) & 7)                                   \
         : _mm256_alignr_epi8(v, _mm256_permute2x128_si256(before, v, 0x21), (16 - (bytes)) & 15))
#elif defined(__AVX2__)
typedef __m256i scan_bytes_32;
#define SCAN_BACK_32(before, v, bytes)                                                             \
    ((bytes) == 16                                                                                 \
         ? _mm256_permute2x128_si256(before, v, 0x21)                                              \
         : _mm256_alignr_epi8(v, _mm256_permute2x128_si256(before, v, 0x21), (16 - (bytes)) & 15))
#endif

/* One step of the sums that end in each lane: of twice as many elements as before. `kept` are those
 * of the vector before. */
#define SCAN_STEP(width, vector, sums, kept, bytes)                                                \
    if ((bytes) < (width)) {                                                                       \
        const vector others = (vector)SCAN_BACK_##width(                                           \
            (scan_bytes_##width)kept, (scan_bytes_##width)sums, (bytes) < (width) ? (bytes) : 1);  \
        kept = sums;                                                                               \
        sums += others;                                                                            \
    }

/* scan_whole: whole vectors, all but what a loop has to do behind them; returns how many elements
 * that is. Sums may be stored in the place of elements, and none of those is loaded again. The
 * highest bit of a lane of *bad is set where one did not fit.
 *
 * scan_each: rows of a vector or more, to an out that is not x: the last vector of each ends with
 * it. */
#define SCAN_VECTORS_OF(type, width)                                                               \
    typedef unsigned_##type scan_lanes_##type##_##width __attribute__((vector_size(width)));       \
    SPELT_INLINE scan_lanes_##type##_##width scan_load_##type##_##width(const unsigned_##type *x)  \
    {                                                                                              \
        scan_lanes_##type##_##width v;                                                             \
        memcpy(&v, x, sizeof v);                                                                   \
        return v;                                                                                  \
    }                                                                                              \
    SPELT_INLINE unsigned_##type scan_any_##type##_##width(scan_lanes_##type##_##width v)          \
    {                                                                                              \
        unsigned_##type any = 0;                                                                   \
        for (unsigned j = 0; j < sizeof v / sizeof any; j++)                                       \
            any |= v[j];                                                                           \
        return any;                                                                                \
    }                                                                                              \
    SPELT_INLINE size_t scan_whole_##type##_##width(                                               \
        const unsigned_##type *x, unsigned_##type *out, size_t n, unsigned_##type *s,              \
        scan_lanes_##type##_##width *bad)                                                          \
    {                                                                                              \
        enum { SIZE = sizeof(type), LANES = (width) / SIZE };                                      \
        typedef scan_lanes_##type##_##width vector;                                                \
        const vector none = {0};                                                                   \
        vector sum = none + *s, all = *bad;                                                        \
        vector one = none, two = none, four = none, eight = none, sixteen = none;                  \
        size_t i = 0;                                                                              \
        SPELT_UNROLL(4)                                                                            \
        for (; n - i >= LANES; i += LANES) {                                                       \
            const vector v = scan_load_##type##_##width(x + i);                                    \
            vector sums = v;                                                                       \
            SCAN_STEP(width, vector, sums, one, SIZE)                                              \
            SCAN_STEP(width, vector, sums, two, 2 * SIZE)                                          \
            SCAN_STEP(width, vector, sums, four, 4 * SIZE)                                         \
            SCAN_STEP(width, vector, sums, eight, 8 * SIZE)                                        \
            SCAN_STEP(width, vector, sums, sixteen, 16 * SIZE)                                     \
            sum += sums;                                                                           \
            const vector before = sum - v;                                                         \
            all |= SCAN_OVERFLOWS_##type(before, v, sum);                                          \
            memcpy(out + i, &sum, sizeof sum);                                                     \
        }                                                                                          \
        *bad = all;                                                                                \
        *s = sum[LANES - 1];                                                                       \
        return i;                                                                                  \
    }                                                                                              \
    SPELT_INLINE unsigned_##type scan_each_##type##_##width(                                       \
        const char *x, ptrdiff_t x_step, char *out, ptrdiff_t out_step, size_t rows, size_t n)     \
    {                                                                                              \
        enum { LANES = (width) / sizeof(type) };                                                   \
        scan_lanes_##type##_##width bad = {0};                                                     \
        for (; rows > 0; rows--, x += x_step, out += out_step) {                                   \
            const unsigned_##type *from = (const void *)x;                                         \
            unsigned_##type *to = (void *)out, s = 0;                                              \
            if (scan_whole_##type##_##width(from, to, n, &s, &bad) < n) {                          \
                s = to[n - LANES - 1];                                                             \
                scan_whole_##type##_##width(from + n - LANES, to + n - LANES, LANES, &s, &bad);    \
            }                                                                                      \
        }                                                                                          \
        return scan_any_##type##_##width(bad);                                                     \
    }

#define SCAN_VECTORS_WIDEST(type, width)                                                           \
    SPELT_INLINE size_t scan_vectors_##type(const unsigned_##type *x, unsigned_##type *out,        \
                                            size_t n, unsigned_##type *s, unsigned_##type *bad)    \
    {                                                                                              \
        scan_lanes_##type##_##width all = {0};                                                     \
        const size_t done = scan_whole_##type##_##width(x, out, n, s, &all);                       \
        *bad |= scan_any_##type##_##width(all);                                                    \
        return done;                                                                               \
    }

/* Rows by the widest vectors that they have, by a loop where they have none. */
#define SCAN_ROWS(type, ...)                                                                       \
    SPELT_INLINE unsigned_##type scan_rows_##type(const char *x, ptrdiff_t x_step, char *out,      \
                                                  ptrdiff_t out_step, size_t rows, size_t n)       \
    {                                                                                              \
        __VA_ARGS__                                                                                \
        if (n >= 16 / sizeof(type))                                                                \
            return scan_each_##type##_16(x, x_step, out, out_step, rows, n);                       \
        return scan_loops_##type(x, x_step, out, out_step, rows, n);                               \
    }

#ifdef __AVX2__
#define SCAN_VECTORS(type)                                                                         \
    SCAN_VECTORS_OF(type, 16)                                                                      \
    SCAN_VECTORS_OF(type, 32)                                                                      \
    SCAN_VECTORS_WIDEST(type, 32)                                                                  \
    SCAN_ROWS(type, if (n >= 32 / sizeof(type)) return scan_each_##type##_32(x, x_step, out,       \
                                                                             out_step, rows, n);)
#else
#define SCAN_VECTORS(type)                                                                         \
    SCAN_VECTORS_OF(type, 16)                                                                      \
    SCAN_VECTORS_WIDEST(type, 16)                                                                  \
    SCAN_ROWS(type, )
#endif
