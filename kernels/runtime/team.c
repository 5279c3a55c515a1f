/* team.c - runs a task on a team of OpenMP's threads, within what the process may use. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/threads.h"

#ifdef SPELT_HAVE_OPENMP

#include <errno.h>
#include <fenv.h>
#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

/* A count and a flag: no other data is published through them, hence relaxed throughout. */
static _Atomic int extra_in_use;
static _Atomic int forked;

static int watching;
static _Atomic int pool_seen; /* there is a pool: Spelt's, or the host's that Spelt was called in */
static _Atomic int parent_had_pool;
static nlink_t links_at_load; /* of /proc/self/task: one for each thread, and two */

static nlink_t links_of_tasks(void)
{
    struct stat about;
    return stat("/proc/self/task", &about) == 0 ? about.st_nlink : 0;
}

/* A pool that only the host has used is not known here, but its threads are: more than there were
 * when the library was loaded (OpenBLAS starts its own then). */
static void before_fork(void)
{
    int saved = errno;
    nlink_t links = links_of_tasks();
    int had_pool = atomic_load_explicit(&pool_seen, memory_order_relaxed) || links == 0 ||
                   links > links_at_load;
    atomic_store_explicit(&parent_had_pool, had_pool, memory_order_relaxed);
    errno = saved;
}

/* In the child there is only the thread that forked, and it was in no call. The threads of
 * libgomp's pool are gone but its books still have them, so that a team there would wait for ever;
 * libomp starts anew, but one rule for both is easier to keep in mind. */
static void after_fork_in_child(void)
{
    if (atomic_load_explicit(&parent_had_pool, memory_order_relaxed))
        atomic_store_explicit(&forked, 1, memory_order_relaxed);
    atomic_store_explicit(&extra_in_use, 0, memory_order_relaxed);
    links_at_load = links_of_tasks();
}

/* When the library is loaded, for the host may start OpenMP's pool and fork before it first calls
 * Spelt. */
static __attribute__((constructor)) void watch_forks(void)
{
    links_at_load = links_of_tasks();
    watching = pthread_atfork(before_fork, NULL, after_fork_in_child) == 0;
}

/* Called where a pool is, or is about to be. Without a watch no pool. */
static int watch_or_alone(void)
{
    atomic_store_explicit(&pool_seen, 1, memory_order_relaxed);
    return watching;
}

int spelt_threads_alone(void)
{
    if (atomic_load_explicit(&forked, memory_order_relaxed))
        return 1;
    if (!omp_in_parallel())
        return 0;
    watch_or_alone();
    return 1;
}

int spelt_threads_extra_in_use(void)
{
    return atomic_load_explicit(&extra_in_use, memory_order_relaxed);
}

/* Up to `wanted` of what the calls that are running now leave of the limit. */
static int claim(int wanted)
{
    int limit = spelt_threads_extra_limit(), granted;
    int used = atomic_load_explicit(&extra_in_use, memory_order_relaxed);
    do {
        granted = limit - used < wanted ? limit - used : wanted;
        if (granted <= 0)
            return 0;
    } while (!atomic_compare_exchange_weak_explicit(&extra_in_use, &used, used + granted,
                                                    memory_order_relaxed, memory_order_relaxed));
    return granted;
}

static void release(int granted)
{
    atomic_fetch_sub_explicit(&extra_in_use, granted, memory_order_relaxed);
}

typedef struct {
    spelt_task *task;
    void *context;
    size_t pieces;
    fenv_t environment; /* the caller's */
    _Atomic int raised; /* exceptions that the other threads' pieces raised */
} team_call;

/* The run of one thread: the first pieces % count threads have one piece more. */
static void run_share(const team_call *call, size_t number, size_t count)
{
    size_t each = call->pieces / count, more = call->pieces % count;
    size_t first = number * each + (number < more ? number : more);
    size_t last = first + each + (number < more);
    if (first < last)
        call->task(call->context, first, last);
}

/* A thread of the pool works in the caller's rounding mode, flushing and masks, and gets its own
 * environment back, for it is the host's as well. */
static void run_share_as_caller(team_call *call, size_t number, size_t count)
{
    fenv_t own;
    fegetenv(&own);
    fesetenv(&call->environment);
    run_share(call, number, count);
    atomic_fetch_or_explicit(&call->raised, fetestexcept(FE_ALL_EXCEPT), memory_order_relaxed);
    fesetenv(&own);
}

/* The exception flags end up as if the caller had done all the work. Raising traps nothing: an
 * exception that is not masked has trapped in the thread where it arose. */
static int run_team(int threads, size_t pieces, spelt_task *task, void *context)
{
    team_call call = {.task = task, .context = context, .pieces = pieces};
    int took_part = 1;
    fegetenv(&call.environment);
#pragma omp parallel num_threads(threads) default(none) shared(call, took_part)
    {
        int number = omp_get_thread_num(), count = omp_get_num_threads();
        if (number == 0) {
            took_part = count;
            run_share(&call, 0, (size_t)count);
        } else {
            run_share_as_caller(&call, (size_t)number, (size_t)count);
        }
    }
    int missing = atomic_load(&call.raised) & ~fetestexcept(FE_ALL_EXCEPT);
    if (missing)
        feraiseexcept(missing);
    return took_part;
}

int spelt_threads_run(int threads, size_t pieces, spelt_task *task, void *context)
{
    if (pieces == 0)
        return 1;
    if (threads > 1 && pieces < (size_t)threads)
        threads = (int)pieces;
    if (threads > 1 && !spelt_threads_alone() && watch_or_alone()) {
        int granted = claim(threads - 1);
        if (granted > 0) {
            int took_part = run_team(granted + 1, pieces, task, context);
            release(granted);
            return took_part;
        }
    }
    task(context, 0, pieces);
    return 1;
}

#else

int spelt_threads_alone(void)
{
    return 1;
}

int spelt_threads_extra_in_use(void)
{
    return 0;
}

int spelt_threads_run(int threads, size_t pieces, spelt_task *task, void *context)
{
    (void)threads;
    if (pieces > 0)
        task(context, 0, pieces);
    return 1;
}

#endif
