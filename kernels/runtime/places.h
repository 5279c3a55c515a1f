/* places.h - which CPUs the environment tells OpenMP to keep to, read without a runtime. */
#ifndef SPELT_RUNTIME_PLACES_H
#define SPELT_RUNTIME_PLACES_H

#include "runtime/cpus.h"

/* What a value says. */
typedef enum {
    PLACES_MALFORMED, /* nothing: as if the variable were not set */
    PLACES_ALL,       /* no CPUs in particular, or such as only a runtime can tell */
    PLACES_LISTED     /* these CPUs */
} places_value;

/* OMP_PLACES, by the grammar of OpenMP 5.2, section 21.1.6: a list of places such as
 * "{0:4},{4:4}", "{0:4}:8:4", "{0:8:2},!{4}" or "3,5", of which the union is taken and CPUs beyond
 * SPELT_MAX_CPUS are left out; or a name and how many of those. threads(n) and cores(n) are the
 * first of the mask, core by core as libgomp and libomp count them, by the files in
 * /sys/devices/system/cpu; sockets, ll_caches and numa_domains are PLACES_ALL with a number and
 * without. A place that is excluded takes its CPUs out of the places before it. root stands before
 * /sys, "" outside tests. The set is empty where nothing is listed. */
places_value spelt_places_omp(const char *value, const spelt_cpus *mask, const char *root,
                              spelt_cpus *set);

/* GOMP_CPU_AFFINITY: "0 3 1-2 4-15:2", with spaces, commas or both between; never PLACES_ALL. */
places_value spelt_places_gomp(const char *value, spelt_cpus *set);

/* What the three variables say together, each NULL where it is not set, as libgomp takes them:
 * OMP_PROC_BIND=false undoes the others, OMP_PLACES goes before GOMP_CPU_AFFINITY unless it is
 * malformed. */
places_value spelt_places_named(const char *proc_bind, const char *places, const char *gomp,
                                const spelt_cpus *mask, const char *root, spelt_cpus *set);

#endif
