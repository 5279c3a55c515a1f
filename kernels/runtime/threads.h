/* threads.h - how many threads a call may use, and running a task on them. */
#ifndef SPELT_RUNTIME_THREADS_H
#define SPELT_RUNTIME_THREADS_H

#include <stddef.h>

/* Threads for a call that touches so many bytes: the calling thread's cap, or the cap halved until
 * that many pay for themselves; 1 below the grain, inside a parallel region, in a forked
 * child whose parent had a pool, and in a build without OpenMP. Reads the environment on first use.
 */
int spelt_threads_for(size_t bytes);

/* The grain: below so many bytes spelt_threads_for() is 1 whatever the cap. Without a
 * SPELT_GRAIN_BYTES in the environment it is this. Measured with a streaming sum
 * on two cores of a Zen 5 EPYC, two threads against one: threads of libgomp or libomp that still
 * spin from the call before are about twice as fast from 2 MiB on, but libgomp's that went to
 * sleep cost 30 to 40 microseconds to wake, 0.6 times as fast at 2 MiB, and break even at about
 * 4 MiB. Where fewer CPUs are free than threads wake, no size is large enough. */
#define SPELT_GRAIN_DEFAULT ((size_t)4 << 20)

/* A grain is enough for so many threads; each further one needs as much again as each of these,
 * 128 KiB by default: 8 MiB for 64 threads, whose start and end take longer than those of 2. */
#define SPELT_GRAIN_THREADS 32

/* Puts another grain in force and returns the one before: for tests, and for a bench that wants a
 * team at any size. Doors take notice through spelt_dispatch_put_grain(). */
size_t spelt_grain_put(size_t bytes);

/* Runs task(context, first, last) so that [0, pieces) is covered once, in contiguous runs, on
 * up to `threads` threads in the caller's floating-point environment; returns when all are
 * done. Tells how many threads took part: fewer where other callers hold the rest of the cap,
 * or the runtime gives fewer. */
typedef void spelt_task(void *context, size_t first, size_t last);
int spelt_threads_run(int threads, size_t pieces, spelt_task *task, void *context);

/* Whether a call made now must do with the calling thread: inside a parallel region, or in a
 * forked child whose parent had a pool. */
int spelt_threads_alone(void);

/* How many threads beside their callers all calls of the process together may use as the calling
 * thread sees it: one less than the greater of the process's cap and its own. And how many they
 * use now. */
int spelt_threads_extra_limit(void);
int spelt_threads_extra_in_use(void);

/* CPUs in the affinity mask: of the calling thread or, where OpenMP itself has bound threads to
 * places, of all its places. */
int spelt_affinity_cpus(void);

/* CPUs that the cgroup quota of this process pays for, rounded up; 0 where there is no limit.
 * root stands before /proc and /sys, "" outside tests. */
int spelt_cgroup_cpus(const char *root);

#endif
