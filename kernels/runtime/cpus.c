/* cpus.c - sets of CPUs, and those that a thread is bound to. */
#define _GNU_SOURCE 1

#include "runtime/cpus.h"

#include <sched.h>
#include <string.h>

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
