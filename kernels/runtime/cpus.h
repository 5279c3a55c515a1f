/* cpus.h - sets of CPUs, and those that a thread is bound to. */
#ifndef SPELT_RUNTIME_CPUS_H
#define SPELT_RUNTIME_CPUS_H

#include <stdint.h>

/* Linux is built for at most 8192 CPUs. */
#define SPELT_MAX_CPUS 8192

typedef struct {
    uint64_t word[SPELT_MAX_CPUS / 64];
} spelt_cpus;

static inline void spelt_cpus_add(spelt_cpus *set, int cpu)
{
    set->word[cpu / 64] |= UINT64_C(1) << cpu % 64;
}

static inline void spelt_cpus_remove(spelt_cpus *set, int cpu)
{
    set->word[cpu / 64] &= ~(UINT64_C(1) << cpu % 64);
}

static inline int spelt_cpus_has(const spelt_cpus *set, int cpu)
{
    return cpu >= 0 && cpu < SPELT_MAX_CPUS && set->word[cpu / 64] >> cpu % 64 & 1;
}

int spelt_cpus_count(const spelt_cpus *set);

/* The first CPU of the set from `from` on, or else the first of all; -1 where the set is empty. */
int spelt_cpus_next(const spelt_cpus *set, int from);

/* The affinity mask of a thread, by the kernel's name for it: 0 is the calling one, the process's
 * id the main one. Empty where nobody knows. */
void spelt_cpus_of_thread(spelt_cpus *set, int thread);

#endif
