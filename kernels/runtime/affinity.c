/* affinity.c - the CPUs that the affinity mask leaves to this process. */
#define _GNU_SOURCE 1

#include "runtime/threads.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef SPELT_HAVE_OPENMP
#include <omp.h>
#endif

/* Linux is built for at most 8192 CPUs; the call fails if the mask is shorter than the kernel's. */
#define MASK_CPUS 65536

static int cpus_in_mask(void)
{
    unsigned long mask[MASK_CPUS / 8 / sizeof(unsigned long)] = {0};
    cpu_set_t *set = (cpu_set_t *)(void *)mask;
    if (sched_getaffinity(0, sizeof mask, set) == 0)
        return CPU_COUNT_S(sizeof mask, set);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 && online < MASK_CPUS ? (int)online : 1;
}

#ifdef SPELT_HAVE_OPENMP

/* CPUs in all places to which OpenMP binds threads; the calling thread's mask is then only its own
 * place. 0 where it binds none. The variables are looked at first because OpenMP's functions may
 * start its whole runtime, which asking for a number should not. Clang moves a second call of the
 * same one up to the entry, past any condition: hence one call of each. */
static int cpus_in_places(void)
{
    if (!getenv("OMP_PROC_BIND") && !getenv("OMP_PLACES") && !getenv("GOMP_CPU_AFFINITY") &&
        !getenv("KMP_AFFINITY"))
        return 0;
    return omp_get_proc_bind() != omp_proc_bind_false ? omp_get_num_procs() : 0;
}

#else

static int cpus_in_places(void)
{
    return 0;
}

#endif

int spelt_affinity_cpus(void)
{
    int mask = cpus_in_mask(), places = cpus_in_places();
    int cpus = places > mask ? places : mask;
    return cpus > 0 ? cpus : 1;
}
