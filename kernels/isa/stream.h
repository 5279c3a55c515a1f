/* stream.h - copies to memory past the caches, by the widest stores of one instruction set: narrower
 * ones fill the queue of stores, and loads wait. */

#include <string.h>
#if !defined(STREAM_BYTES) && defined(__SSE2__)
#include <immintrin.h>
#endif

#if defined(__AVX512F__)
#define STREAM_BYTES 64
#define STREAM(to, from) _mm512_stream_si512((void *)(to), _mm512_loadu_si512(from))
#elif defined(__AVX2__)
#define STREAM_BYTES 32
#define STREAM(to, from)                                                                           \
    _mm256_stream_si256((__m256i *)(void *)(to),                                                   \
                        _mm256_loadu_si256((const __m256i *)(const void *)(from)))
#elif defined(__SSE2__)
#define STREAM_BYTES 16
#define STREAM(to, from)                                                                           \
    _mm_stream_si128((__m128i *)(void *)(to),                                                      \
                     _mm_loadu_si128((const __m128i *)(const void *)(from)))
#endif

/* For the next 64 bytes of the output. */
SPELT_INLINE void ask_for(const spelt_ahead *ahead, size_t line)
{
    for (unsigned k = 0; k < ahead->count; k++) {
        const uintptr_t at = (uintptr_t)ahead->at[k] + line * ahead->bytes[k];
        for (size_t i = 0; i < ahead->bytes[k]; i += 64)
            __builtin_prefetch((const void *)(at + i));
    }
}

void SPELT_PASTE(spelt_stream_, ISA)(void *to, const void *from, size_t bytes,
                                     const spelt_ahead *ahead)
{
#ifdef STREAM_BYTES
    char *target = to;
    const char *source = from;
    size_t head = -(uintptr_t)target % 64, line = 0;
    head = head < bytes ? head : bytes;
    ask_for(ahead, line++);
    memcpy(target, source, head);
    target += head, source += head, bytes -= head;
    for (; bytes >= 64; bytes -= 64) {
        ask_for(ahead, line++);
        for (size_t i = 0; i < 64; i += STREAM_BYTES)
            STREAM(target + i, source + i);
        target += 64, source += 64;
    }
    memcpy(target, source, bytes);
#else
    (void)ahead, (void)ask_for;
    memcpy(to, from, bytes);
#endif
}
