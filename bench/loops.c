/* loops.c - which copy of the vectorized loops belongs to an instruction set. */
#include "loops.h"

#include <string.h>

extern const struct loops loops_vectorized_baseline;
#ifdef BENCH_HAVE_AVX2
extern const struct loops loops_vectorized_avx2;
#endif
#ifdef BENCH_HAVE_AVX512
extern const struct loops loops_vectorized_avx512;
#endif

const struct loops *loops_vectorized(const char *isa)
{
#ifdef BENCH_HAVE_AVX512
    if (strcmp(isa, "avx512") == 0)
        return &loops_vectorized_avx512;
#endif
#ifdef BENCH_HAVE_AVX2
    if (strcmp(isa, "avx2") == 0)
        return &loops_vectorized_avx2;
#endif
    (void)isa;
    return &loops_vectorized_baseline;
}
