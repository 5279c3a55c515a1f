/* stream.h - writing to memory past the caches. */
#ifndef SPELT_RUNTIME_STREAM_H
#define SPELT_RUNTIME_STREAM_H

#include <stddef.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What is made before it goes to memory: long beside the calls of two kernels, and in the first-level
 * cache together with the inputs of the next. */
#define SPELT_STREAM_BYTES ((size_t)4096)

/* Calls that move more bytes write past the caches: most of those that a core can use, or what
 * spelt_stream_put_threshold() put there (0: that again). */
size_t spelt_stream_threshold(void);
void spelt_stream_put_threshold(size_t bytes);

/* After the last one, before another thread may read what was written. */
static inline void spelt_stream_end(void)
{
#ifdef __SSE2__
    _mm_sfence();
#endif
}

#endif
