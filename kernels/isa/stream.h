/* stream.h - copies to memory past the caches, by the widest stores of one instruction set: narrower
 * ones fill the queue of stores, and loads wait. (512 bytes at a time on a Zen 3: 32-byte stores take
 * the time of a kernel that streams by itself, 16-byte stores 1.25 of it.) */

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

void SPELT_PASTE(spelt_stream_, ISA)(void *to, const void *from, size_t bytes)
{
#ifdef STREAM_BYTES
    char *target = to;
    const char *source = from;
    size_t head = -(uintptr_t)target % STREAM_BYTES;
    head = head < bytes ? head : bytes;
    memcpy(target, source, head);
    target += head, source += head, bytes -= head;
    for (; bytes >= STREAM_BYTES; bytes -= STREAM_BYTES) {
        STREAM(target, source);
        target += STREAM_BYTES, source += STREAM_BYTES;
    }
    memcpy(target, source, bytes);
#else
    memcpy(to, from, bytes);
#endif
}
