/* cpus.c - sets of CPUs, and which of them a call may use. */
#define _GNU_SOURCE 1

#include "runtime/cpus.h"

#include "runtime/openmp.h"

#include <sched.h>
#include <string.h>
#include <unistd.h>

enum { WORDS = SPELT_MAX_CPUS / 64 };

int spelt_cpus_count(const spelt_cpus *set)
{
    int count = 0;
    for (int i = 0; i < WORDS; i++)
        count += __builtin_popcountll(set->word[i]);
    return count;
}

int spelt_cpus_next(const spelt_cpus *set, int from)
{
    if (from < 0 || from >= SPELT_MAX_CPUS)
        from = 0;
    uint64_t rest = set->word[from / 64] & (~UINT64_C(0) << from % 64);
    for (int i = 0, at = from / 64; i <= WORDS; i++) { /* the first word twice: its other half */
        if (rest != 0)
            return at * 64 + __builtin_ctzll(rest);
        at = (at + 1) % WORDS;
        rest = set->word[at];
    }
    return -1;
}

void spelt_cpus_of_thread(spelt_cpus *set, int thread)
{
    memset(set, 0, sizeof *set);
#ifdef __linux__
    unsigned long mask[sizeof *set / sizeof(unsigned long)] = {0};
    const int bits = 8 * sizeof(unsigned long);
    if (sched_getaffinity(thread, sizeof mask, (cpu_set_t *)(void *)mask) != 0)
        return;
    for (int i = 0; i < SPELT_MAX_CPUS / bits; i++)
        set->word[i * bits / 64] |= (uint64_t)mask[i] << i * bits % 64;
#else
    (void)thread;
#endif
}

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
