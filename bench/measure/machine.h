/* machine.h - what the figures were taken on. */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include <stddef.h>

const char *machine_cpu(void); /* its model, as the system names it */
int machine_megahertz(void);   /* at most, or now; 0: unknown */
int machine_scales(void);      /* whether the system changes its frequency as it sees fit */

#define MACHINE_CACHES 8
typedef struct {
    char type[16]; /* "Data", "Instruction", "Unified" */
    int level;
    int sharing; /* CPUs that share it */
    size_t bytes;
} machine_cache;

/* Those of CPU 0 as the system tells them; returns how many. */
size_t machine_caches(machine_cache caches[MACHINE_CACHES]);

/* Bytes that can be allocated without swapping, as the kernel sees it; SIZE_MAX if it does not
 * tell. */
size_t machine_available_memory(void);

#endif
