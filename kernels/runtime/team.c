/* team.c - runs a task on a team of OpenMP's threads, within what the process may use. */
#include "runtime/threads.h"

#ifdef SPELT_HAVE_OPENMP

#include <fenv.h>
#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>

/* A count and a flag: no other data is published through them, hence relaxed throughout. */
static _Atomic int extra_in_use;
static _Atomic int forked;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int watching;

/* In the child there is only the thread that forked, and it was in no call. The threads of
 * libgomp's pool are gone but its books still have them, so that a team there would wait for ever;
 * libomp starts anew, but one rule for both is easier to keep in mind. */
static void after_fork_in_child(void)
{
    atomic_store_explicit(&forked, 1, memory_order_relaxed);
    atomic_store_explicit(&extra_in_use, 0, memory_order_relaxed);
}

static void watch_forks(void)
{
    watching = pthread_atfork(NULL, NULL, after_fork_in_child) == 0;
}

/* From the moment that a pool is known to be there, its own or the host's, forks are watched; not
 * before, so that the children of a parent without one may use threads. Without a watch no pool. */
static int watch_or_alone(void)
{
    pthread_once(&once, watch_forks);
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
