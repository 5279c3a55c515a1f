/* bandwidth.c - which copy of the bandwidth kernels belongs to an instruction set; what each kind
 * touches. */
#include "measure/bandwidth.h"

#include <string.h>

extern const bandwidth_table bandwidth_table_baseline;
#ifdef BENCH_HAVE_AVX2
extern const bandwidth_table bandwidth_table_avx2;
#endif
#ifdef BENCH_HAVE_AVX512
extern const bandwidth_table bandwidth_table_avx512;
#endif

/* Those of avx2vnni are those of avx2. */
bandwidth_table bandwidth_kernels(const char *isa)
{
#ifdef BENCH_HAVE_AVX512
    if (strncmp(isa, "avx512", 6) == 0)
        return bandwidth_table_avx512;
#endif
#ifdef BENCH_HAVE_AVX2
    if (strncmp(isa, "avx2", 4) == 0)
        return bandwidth_table_avx2;
#endif
    (void)isa;
    return bandwidth_table_baseline;
}

static const struct {
    unsigned char loads, stores;
} touched[BANDWIDTH_KINDS] = {
    [BANDWIDTH_LOAD] = {1, 0},  [BANDWIDTH_LOAD_TWO] = {2, 0},
    [BANDWIDTH_STORE] = {0, 1}, [BANDWIDTH_STREAM] = {0, 1},
    [BANDWIDTH_COPY] = {1, 1},  [BANDWIDTH_COPY_STREAM] = {1, 1},
    [BANDWIDTH_TRIAD] = {2, 1}, [BANDWIDTH_TRIAD_STREAM] = {2, 1},
};

size_t bandwidth_loads(bandwidth_kind kind)
{
    return touched[kind].loads;
}

size_t bandwidth_stores(bandwidth_kind kind)
{
    return touched[kind].stores;
}
