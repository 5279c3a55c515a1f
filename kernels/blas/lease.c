/* lease.c - see lease.h. */
#define _POSIX_C_SOURCE 200809L

#include "blas/lease.h"

#include "runtime/once.h"
#include "runtime/openblas.h"
#include "runtime/threads.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
/* OpenBLAS runs no more threads than it was built for, and says so only by what it then reports. */
static _Atomic int most = INT_MAX;
static spelt_once once;

/* A lease that another thread of the parent held will never be ended in the child. */
static void in_child(void)
{
    lock = (pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER;
}

static void register_child(void)
{
    pthread_atfork(NULL, NULL, in_child);
}

/* Takes the lock. Returns the setting to put back. */
static int take_setting(int wanted)
{
    pthread_rwlock_rdlock(&lock);
    if (spelt_openblas.openblas_get_num_threads() == wanted)
        return 0;
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_wrlock(&lock);
    const int restore = spelt_openblas.openblas_get_num_threads();
    spelt_openblas.openblas_set_num_threads(wanted);
    if (spelt_openblas.openblas_get_num_threads() < wanted)
        most = spelt_openblas.openblas_get_num_threads();
    return restore;
}

void spelt_blas_begin(spelt_blas_lease *lease)
{
    int wanted = spelt_threads_for_any();
    if (wanted > most)
        wanted = most;
    spelt_once_run(&once, register_child);
    spelt_signals_hold(&lease->signals);
    lease->cancellation = spelt_cancellation_hold();
    lease->restore = take_setting(wanted);
}

void spelt_blas_end(const spelt_blas_lease *lease)
{
    if (lease->restore)
        spelt_openblas.openblas_set_num_threads(lease->restore);
    pthread_rwlock_unlock(&lock);
    spelt_cancellation_release(lease->cancellation);
    spelt_signals_release(&lease->signals);
}
