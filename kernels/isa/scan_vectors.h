/* scan_vectors.h - running sums of integers in vectors of SCAN_BYTES; included by scan.c. */

#ifdef __AVX2__
#include <immintrin.h>
#define SCAN_BYTES 32
#elif defined __SSE2__
#include <emmintrin.h>
#define SCAN_BYTES 16
#else
#include <arm_neon.h>
#define SCAN_BYTES 16
#endif

/* The bytes of a vector that begin `bytes` before it, and so end in the one before that. */
#if defined(__AVX512VL__)
typedef __m256i scan_bytes;
#define SCAN_BACK(before, v, bytes)                                                                \
    ((bytes) % 4 == 0 ? _mm256_alignr_epi32(v, before, (8 - (bytes) / 4) & 7)                      \
                      : _mm256_alignr_epi8(v, _mm256_permute2x128_si256(before, v, 0x21),          \
                                           (16 - (bytes)) & 15))
#elif defined(__AVX2__)
typedef __m256i scan_bytes;
#define SCAN_BACK(before, v, bytes)                                                                \
    ((bytes) == 16 ? _mm256_permute2x128_si256(before, v, 0x21)                                    \
                   : _mm256_alignr_epi8(v, _mm256_permute2x128_si256(before, v, 0x21),             \
                                        (16 - (bytes)) & 15))
#elif defined __SSE2__
typedef __m128i scan_bytes;
#define SCAN_BACK(before, v, bytes)                                                                \
    _mm_or_si128(_mm_slli_si128(v, bytes), _mm_srli_si128(before, 16 - (bytes)))
#else
typedef uint8x16_t scan_bytes;
#define SCAN_BACK(before, v, bytes) vextq_u8(before, v, (16 - (bytes)) & 15)
#endif

/* One step of the sums that end in each lane: of twice as many elements as before. `kept` are those of
 * the vector before. */
#define SCAN_STEP(vector, sums, kept, bytes)                                                       \
    if ((bytes) < SCAN_BYTES) {                                                                    \
        const vector others = (vector)SCAN_BACK((scan_bytes)kept, (scan_bytes)sums,                \
                                                (bytes) < SCAN_BYTES ? (bytes) : 1);               \
        kept = sums;                                                                               \
        sums += others;                                                                            \
    }

/* Whole vectors, all but what a loop has to do behind them: returns how many elements that is. Sums may
 * be stored in the place of elements, and none of those is loaded again. */
#define SCAN_VECTORS(type)                                                                         \
    typedef unsigned_##type scan_lanes_##type __attribute__((vector_size(SCAN_BYTES)));            \
    SPELT_INLINE scan_lanes_##type scan_load_##type(const unsigned_##type *x)                      \
    {                                                                                              \
        scan_lanes_##type v;                                                                       \
        memcpy(&v, x, sizeof v);                                                                   \
        return v;                                                                                  \
    }                                                                                              \
    SPELT_INLINE size_t scan_vectors_##type(const unsigned_##type *x, unsigned_##type *out,        \
                                            size_t n, unsigned_##type *s, unsigned_##type *bad)    \
    {                                                                                              \
        enum { SIZE = sizeof(type), LANES = SCAN_BYTES / SIZE };                                   \
        const scan_lanes_##type none = {0};                                                        \
        scan_lanes_##type sum = none + *s, all = none;                                             \
        scan_lanes_##type one = none, two = none, four = none, eight = none, sixteen = none;       \
        size_t i = 0;                                                                              \
        SPELT_UNROLL(4)                                                                            \
        for (; n - i >= LANES; i += LANES) {                                                       \
            const scan_lanes_##type v = scan_load_##type(x + i);                                   \
            scan_lanes_##type sums = v;                                                            \
            SCAN_STEP(scan_lanes_##type, sums, one, SIZE)                                          \
            SCAN_STEP(scan_lanes_##type, sums, two, 2 * SIZE)                                      \
            SCAN_STEP(scan_lanes_##type, sums, four, 4 * SIZE)                                     \
            SCAN_STEP(scan_lanes_##type, sums, eight, 8 * SIZE)                                    \
            SCAN_STEP(scan_lanes_##type, sums, sixteen, 16 * SIZE)                                 \
            sum += sums;                                                                           \
            const scan_lanes_##type before = sum - v;                                              \
            all |= SCAN_OVERFLOWS_##type(before, v, sum);                                          \
            memcpy(out + i, &sum, sizeof sum);                                                     \
        }                                                                                          \
        for (unsigned j = 0; j < LANES; j++)                                                       \
            *bad |= all[j];                                                                        \
        *s = sum[LANES - 1];                                                                       \
        return i;                                                                                  \
    }
