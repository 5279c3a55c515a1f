/* blas_core.c - the CPUs that an OpenBLAS has kernels for, and which of them suits this one. */
#include "peers/blas_core.h"

#include "runtime/cpu.h"

#include <stdlib.h>
#include <strings.h>

const char *const blas_cores[BLAS_CORES] = {"Prescott", "Sandybridge", "Haswell", "SkylakeX"};

int blas_core_runs(int i)
{
#if defined(__x86_64__)
    switch (i) {
    case 0: return __builtin_cpu_supports("sse3");
    case 1: return __builtin_cpu_supports("avx");
    case 2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    default: return spelt_isa_available(SPELT_ISA_avx512);
    }
#else
    (void)i;
    return 0;
#endif
}

/* The index in blas_cores of the one that takes what another takes, of those that OpenBLAS falls back to:
 * driver/others/dynamic.c of github.com/OpenMathLib/OpenBLAS. -1: not known. */
static int equal_of(const char *core)
{
    static const struct {
        const char *core;
        int equal;
    } known[] = {{"Prescott", 0},     {"Core2", 0},       {"Penryn", 0},      {"Dunnington", 0}, {"Nehalem", 0},
                 {"Opteron", 0},      {"Opteron_SSE3", 0}, {"Barcelona", 0},   {"Bobcat", 0},     {"Atom", 0},
                 {"Nano", 0},         {"Sandybridge", 1}, {"Bulldozer", 1},   {"Piledriver", 1}, {"Steamroller", 1},
                 {"Excavator", 1},    {"Haswell", 2},     {"Zen", 2}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcasecmp(known[i].core, core) == 0)
            return known[i].equal;
    return -1;
}

const char *blas_core_missed(const blas_library *library)
{
    const char *chosen = getenv("OPENBLAS_CORETYPE");
    const int own = equal_of(library->core);
    if (own < 0 || (chosen && *chosen))
        return NULL;
    for (int i = BLAS_CORES - 1; i > own; i--)
        if (blas_core_runs(i))
            return blas_cores[i];
    return NULL;
}
