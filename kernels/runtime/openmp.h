/* openmp.h - what the host's OpenMP says, whichever runtime that is: Spelt links none. */
#ifndef SPELT_RUNTIME_OPENMP_H
#define SPELT_RUNTIME_OPENMP_H

#include "runtime/cpus.h"

/* Whether the calling thread is in an active parallel region of any OpenMP runtime that is loaded
 * now. Not seen are a runtime that is linked into the host without its dynamic symbols, one in a
 * namespace of dlmopen(), a ninth one, and in a forked child one that Spelt had not met before the
 * fork. What is found stays loaded. */
int spelt_openmp_in_parallel(void);

/* The same for a caller that holds signals off by itself. */
int spelt_openmp_in_parallel_held(void);

/* The CPUs that OpenMP is told to keep to: those of the places to which a loaded runtime binds the
 * host's threads, if the environment tells it to bind and it has begun to; without such a runtime
 * what OMP_PLACES or else GOMP_CPU_AFFINITY name, as far as they can be told without one. */
typedef enum {
    SPELT_PLACES_NONE,  /* and the set is empty */
    SPELT_PLACES_NAMED, /* by the environment: no thread is pinned */
    SPELT_PLACES_BOUND  /* a runtime has pinned threads to them, or will */
} spelt_places;
spelt_places spelt_openmp_places(spelt_cpus *set);

/* In a forked child: it knows the runtimes that its parent had found. Is called there by itself. */
void spelt_openmp_after_fork(void);

#endif
