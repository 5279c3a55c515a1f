/* affinity.h - which CPUs a call may use. */
#ifndef SPELT_RUNTIME_AFFINITY_H
#define SPELT_RUNTIME_AFFINITY_H

#include "runtime/cpus.h"

/* The CPUs that a call of this thread may use: the thread's affinity mask or, where OpenMP has
 * pinned it to one of its places, all of the places (openmp.h). Empty where nobody knows. */
void spelt_cpus_of_call(spelt_cpus *set);

/* How many those are, 1 at least; where nobody knows, how many are online. */
int spelt_affinity_cpus(void);

#endif
