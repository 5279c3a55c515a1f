/* stream.h - writing to memory past the caches. */
#ifndef SPELT_CALL_STREAM_H
#define SPELT_CALL_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What is made before it goes to memory: little beside a first-level cache. */
#define SPELT_STREAM_BYTES ((size_t)4096)

/* Calls that move more bytes write past the caches: those of the last level, or what
 * spelt_stream_put_threshold() put there (0: those of the last level again). */
size_t spelt_stream_threshold(void);
void spelt_stream_put_threshold(size_t bytes);

/* Copies to memory that need not be read soon, nor be aligned. Sixteen bytes at a time fill the write
 * buffers as well as wider stores do. */
static inline void spelt_stream(void *to, const void *from, size_t bytes)
{
    char *target = to;
    const char *source = from;
#ifdef __SSE2__
    size_t head = -(uintptr_t)target % 16;
    head = head < bytes ? head : bytes;
    memcpy(target, source, head);
    target += head, source += head, bytes -= head;
    for (; bytes >= 64; bytes -= 64, target += 64, source += 64)
        for (size_t i = 0; i < 64; i += 16)
            _mm_stream_si128((__m128i *)(void *)(target + i),
                             _mm_loadu_si128((const __m128i *)(const void *)(source + i)));
#endif
    memcpy(target, source, bytes);
}

/* After the last one, before another thread may read what was written. */
static inline void spelt_stream_end(void)
{
#ifdef __SSE2__
    _mm_sfence();
#endif
}

#endif
