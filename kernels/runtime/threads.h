/* threads.h - how many threads a call may use: the cap, and what a call is worth. */
#ifndef SPELT_RUNTIME_THREADS_H
#define SPELT_RUNTIME_THREADS_H

#include <stddef.h>
#include <stdint.h>

/* A call is worth a thread for each so much of its time on one thread, and so two from twice that
 * on; for each as long as workers take to come, where that is longer (delay.h). Two cores of a Zen 3
 * EPYC in a virtual machine: where calls follow each other and workers look out for them, 2 threads
 * break even at about 8 microseconds; after a pause, when they sleep, at 80. */
#define SPELT_PICOSECONDS_OF_A_THREAD UINT64_C(4000000)
#define SPELT_LEAST_PICOSECONDS (2 * SPELT_PICOSECONDS_OF_A_THREAD)

/* Threads for a call that moves so many bytes and takes one thread so many picoseconds, about: what
 * it is worth, or what a grain in force says; at most the calling thread's cap, and 1 with
 * floating-point traps unmasked, which must strike the caller. A team (team.h) still finds out whether
 * it is inside a parallel region of the host's OpenMP. Reads the environment on first use. */
int spelt_threads_for(size_t bytes, uint64_t picoseconds);

/* For a call that is worth any number and has no team of Spelt's: 1 in such a region. */
int spelt_threads_for_any(void);

/* The grain: below so many bytes a call has one thread, whatever the cap and its cost; from there
 * on it has one for each 32nd of the grain. Unset where SPELT_GRAIN_BYTES is: then costs decide. */
#define SPELT_GRAIN_UNSET SIZE_MAX
#define SPELT_GRAIN_THREADS 32
size_t spelt_grain_in_force(void);

/* Room that each thread in a call has for a result of its own, aligned to 64 bytes (team.h). */
#define SPELT_OWN_BYTES 1280

/* Puts another grain in force and returns the one before: for tests, and for a bench that wants a
 * team at any size. Doors take notice through spelt_dispatch_put_grain(). */
size_t spelt_grain_put(size_t bytes);

/* How many threads beside their callers all calls of the process together may use as the calling
 * thread sees it: one less than the greater of the process's cap and its own. */
int spelt_threads_extra_limit(void);

/* CPUs that the cgroup quota of this process pays for, rounded up; 0 where there is no limit.
 * root stands before /proc and /sys, "" outside tests. */
int spelt_cgroup_cpus(const char *root);

#endif
