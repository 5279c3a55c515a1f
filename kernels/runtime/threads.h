/* threads.h - how many threads a call may use, and running a task on them. */
#ifndef SPELT_RUNTIME_THREADS_H
#define SPELT_RUNTIME_THREADS_H

#include <stddef.h>

/* Threads for a call that touches so many bytes: as many as pay for themselves, at most the
 * calling thread's cap; 1 inside a parallel region, in a forked child whose parent had a pool,
 * and in a build without OpenMP. Reads the environment on first use. */
int spelt_threads_for(size_t bytes);

/* Below this many bytes spelt_threads_for() is 1 whatever the cap. */
#define SPELT_GRAIN_BYTES ((size_t)1 << 20)

/* Runs task(context, first, last) so that [0, pieces) is covered once, in contiguous runs, on
 * up to `threads` threads in the caller's floating-point environment; returns when all are
 * done. Tells how many threads took part: fewer where other callers hold the rest of the cap,
 * or the runtime gives fewer. */
typedef void spelt_task(void *context, size_t first, size_t last);
int spelt_threads_run(int threads, size_t pieces, spelt_task *task, void *context);

/* CPUs that the cgroup quota of this process pays for, rounded up; 0 where there is no limit.
 * root stands before /proc and /sys, "" outside tests. */
int spelt_cgroup_cpus(const char *root);

#endif
