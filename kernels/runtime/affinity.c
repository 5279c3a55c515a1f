/* affinity.c - which CPUs a call may use. */
#define _GNU_SOURCE 1

#include "runtime/affinity.h"

#include "runtime/openmp.h"

#include <unistd.h>

enum { WORDS = SPELT_MAX_CPUS / 64 };

/* A thread that OpenMP has pinned stands on one of its places, and calls of it may use all of them.
 * Any other mask is somebody's will, within which the places are only a bound. */
void spelt_cpus_of_call(spelt_cpus *set)
{
    spelt_cpus places;
    uint64_t outside = 0, inside = 0;
    spelt_cpus_of_thread(set, 0);
    spelt_places kind = spelt_openmp_places(&places);
    if (kind == SPELT_PLACES_NONE)
        return;
    for (int i = 0; i < WORDS; i++) {
        outside |= set->word[i] & ~places.word[i];
        inside |= set->word[i] & places.word[i];
    }
    if (inside == 0)
        return;
    if (kind == SPELT_PLACES_BOUND && outside == 0)
        *set = places;
    else
        for (int i = 0; i < WORDS; i++)
            set->word[i] &= places.word[i];
}

int spelt_affinity_cpus(void)
{
    spelt_cpus set;
    spelt_cpus_of_call(&set);
    int cpus = spelt_cpus_count(&set);
    if (cpus == 0) {
        long online = sysconf(_SC_NPROCESSORS_ONLN);
        cpus = online > 0 && online < SPELT_MAX_CPUS ? (int)online : 1;
    }
    return cpus;
}
