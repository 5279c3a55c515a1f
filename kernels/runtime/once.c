/* once.c - runs a function once, also where a fork came in the middle of it. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/once.h"

#include "runtime/interruption.h"

#include <pthread.h>
#include <sched.h>

/* RUNNING + how many forks lie between this process and the first of its line, two at a time. */
enum { NOT_YET = 0, DONE = 1, RUNNING = 2, ONE_FORK = 2 };

static _Atomic unsigned running_now = RUNNING;

static void after_fork_in_child(void)
{
    unsigned next = atomic_load(&running_now) + ONE_FORK;
    atomic_store(&running_now, next != NOT_YET ? next : RUNNING);
}

static __attribute__((constructor)) void watch_forks(void)
{
    pthread_atfork(NULL, NULL, after_fork_in_child);
}

/* Unless another thread has begun it. Nothing may take this one out of it: all others would wait for
 * ever. */
static void run_held(spelt_once *once, unsigned state, unsigned mine, void (*function)(void))
{
    sigset_t signals;
    spelt_signals_hold(&signals);
    const int cancellation = spelt_cancellation_hold();
    if (atomic_compare_exchange_strong(&once->state, &state, mine)) {
        function();
        atomic_store_explicit(&once->state, DONE, memory_order_release);
    }
    spelt_cancellation_release(cancellation);
    spelt_signals_release(&signals);
}

void spelt_once_run(spelt_once *once, void (*function)(void))
{
    const unsigned mine = atomic_load_explicit(&running_now, memory_order_relaxed);
    unsigned state;
    while ((state = atomic_load_explicit(&once->state, memory_order_acquire)) != DONE) {
        if (state == mine)
            sched_yield(); /* another thread is at it, and will be done soon */
        else
            run_held(once, state, mine, function);
    }
}
