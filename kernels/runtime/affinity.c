/* affinity.c - the CPUs that the affinity mask leaves to this process. */
#define _GNU_SOURCE

#include "runtime/threads.h"

#include <sched.h>
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

int spelt_affinity_cpus(void)
{
    int cpus = cpus_in_mask();
#ifdef SPELT_HAVE_OPENMP
    /* With OMP_PROC_BIND or OMP_PLACES the calling thread's mask is only its own place, of which
     * the team will have one each. */
    if (omp_get_proc_bind() != omp_proc_bind_false && omp_get_num_procs() > cpus)
        cpus = omp_get_num_procs();
#endif
    return cpus > 0 ? cpus : 1;
}
