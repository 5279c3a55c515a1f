/* lease.c - see blas.h. */
#define _POSIX_C_SOURCE 200809L

#include "blas/blas.h"

#include "runtime/once.h"
#include "runtime/threads.h"

#include <cblas.h>
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

spelt_blas_lease spelt_blas_begin(void)
{
    spelt_blas_lease lease = {0};
    int wanted = spelt_threads_for_any();
    if (wanted > most)
        wanted = most;
    spelt_once_run(&once, register_child);
    pthread_rwlock_rdlock(&lock);
    if (openblas_get_num_threads() == wanted)
        return lease;
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_wrlock(&lock);
    lease.restore = openblas_get_num_threads();
    openblas_set_num_threads(wanted);
    if (openblas_get_num_threads() < wanted)
        most = openblas_get_num_threads();
    return lease;
}

void spelt_blas_end(spelt_blas_lease lease)
{
    if (lease.restore)
        openblas_set_num_threads(lease.restore);
    pthread_rwlock_unlock(&lock);
}
