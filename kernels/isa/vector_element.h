/* vector_element.h - what kernels in vectors share: the vectors of a row, reading ahead. */
#ifndef SPELT_ISA_VECTOR_ELEMENT_H
#define SPELT_ISA_VECTOR_ELEMENT_H

#include "types.h"

/* EACH_<n>(DO): DO(0) DO(1) ... for n vectors; EACH_8_FROM_<k> for eight of them. TWICE_<n> is 2 * n. */
#define EACH_4(DO) DO(0) DO(1) DO(2) DO(3)
#define EACH_8(DO) EACH_4(DO) DO(4) DO(5) DO(6) DO(7)
#define EACH_8_FROM_8(DO) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14) DO(15)
#define EACH_8_FROM_16(DO) DO(16) DO(17) DO(18) DO(19) DO(20) DO(21) DO(22) DO(23)
#define EACH_8_FROM_24(DO) DO(24) DO(25) DO(26) DO(27) DO(28) DO(29) DO(30) DO(31)
#define EACH_16(DO) EACH_8(DO) EACH_8_FROM_8(DO)
#define EACH_16_FROM_16(DO) EACH_8_FROM_16(DO) EACH_8_FROM_24(DO)
#define EACH_32(DO) EACH_16(DO) EACH_16_FROM_16(DO)
#define TWICE_4 8
#define TWICE_8 16
#define TWICE_16 32

/* So many bytes ahead, for loops that do so much for each element that the CPU does not see far
 * enough to keep memory busy. Without it, on arrays beyond the caches, dot_i64 takes 0.8 (AVX2) to
 * 0.95 of the naive loop's speed and with it 1.0, on a Zen 5; sum_exact_f64 takes 0.8 of sum_f64's
 * and with it 0.95, on a Zen 3; 1 to 16 KiB are alike. The other floating-point loops gain nothing
 * by it. */
#define AHEAD 4096

SPELT_INLINE void prefetch_ahead(const void *p)
{
    __builtin_prefetch((const void *)((uintptr_t)p + AHEAD));
}

#endif
