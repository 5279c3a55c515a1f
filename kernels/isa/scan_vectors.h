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
#ifdef __AVX2__
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

/* One step of the sums that end in each lane: of twice as many elements as before. */
#define SCAN_STEP(vector, sums, kept, bytes)                                                       \
    if ((bytes) < SCAN_BYTES) {                                                                    \
        const vector others = (vector)SCAN_BACK((scan_bytes)kept, (scan_bytes)sums,                \
                                                (bytes) < SCAN_BYTES ? (bytes) : 1);               \
        kept = sums;                                                                               \
        sums += others;                                                                            \
    }

/* Whole vectors, all but what a loop has to do behind them: returns how many elements that is. The
 * next elements are loaded before sums are stored, which may be in their place. */
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
        scan_lanes_##type two = none, four = none, eight = none, sixteen = none;                   \
        if (n < LANES)                                                                             \
            return 0;                                                                              \
        scan_lanes_##type v = scan_load_##type(x);                                                 \
        scan_lanes_##type back =                                                                   \
            (scan_lanes_##type)SCAN_BACK((scan_bytes)none, (scan_bytes)v, SIZE);                   \
        size_t i = 0;                                                                              \
        for (;;) {                                                                                 \
            const int is_last = n - i < 2 * LANES;                                                 \
            const size_t next = is_last ? i : i + LANES;                                           \
            const scan_lanes_##type next_v = scan_load_##type(x + next);                           \
            const scan_lanes_##type next_back = scan_load_##type(x + next - (is_last ? 0 : 1));    \
            scan_lanes_##type sums = v + back;                                                     \
            SCAN_STEP(scan_lanes_##type, sums, two, 2 * SIZE)                                      \
            SCAN_STEP(scan_lanes_##type, sums, four, 4 * SIZE)                                     \
            SCAN_STEP(scan_lanes_##type, sums, eight, 8 * SIZE)                                    \
            SCAN_STEP(scan_lanes_##type, sums, sixteen, 16 * SIZE)                                 \
            sum += sums;                                                                           \
            const scan_lanes_##type before = sum - v;                                              \
            all |= SCAN_OVERFLOWS_##type(before, v, sum);                                          \
            memcpy(out + i, &sum, sizeof sum);                                                     \
            i += LANES;                                                                            \
            if (is_last)                                                                           \
                break;                                                                             \
            v = next_v;                                                                            \
            back = next_back;                                                                      \
        }                                                                                          \
        for (unsigned j = 0; j < LANES; j++)                                                       \
            *bad |= all[j];                                                                        \
        *s = out[i - 1];                                                                           \
        return i;                                                                                  \
    }
