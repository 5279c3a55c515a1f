/* team.c - an offer of pieces: made, joined, closed. */
#define _GNU_SOURCE 1

#include "runtime/team.h"

#include "runtime/delay.h"
#include "runtime/environment.h"
#include "runtime/interruption.h"
#include "runtime/openmp.h"
#include "runtime/threads.h"
#include "runtime/worker.h"

#include "types.h"

#include <errno.h>
#include <fenv.h>
#include <limits.h>
#include <stdatomic.h>

/* Runs of pieces for each thread: the last one to end is late by one run at most, and a run is
 * still much longer than its taking. */
#define RUNS_OF_A_THREAD 16

/* How long a call spins for a worker that is inside before it sleeps, in nanoseconds: about as long
 * as a run of a long call takes; beyond that the worker has probably lost its CPU. */
#define SPIN_NANOSECONDS 100000

/* A worker that does not come to a call of so many nanoseconds is kept from its CPU. */
#define LONG_NANOSECONDS 1000000

/* It lives on the calling thread's stack, and is touched by workers that are inside alone. */
typedef struct {
    const spelt_job *job;
    size_t each;         /* pieces in a run */
    spelt_worker *first; /* of those that were claimed */
    fenv_t environment;
    _Atomic(spelt_worker *) unwoken; /* the first of the claimed ones that nobody has woken yet */
    _Atomic int raised;              /* exceptions that the workers' pieces raised */
    int64_t opened;                  /* when */
    _Alignas(64) _Atomic size_t next;
} call_offer;

/* ---- Taking pieces --------------------------------------------------------------------------- */

static spelt_worker *next_of(spelt_worker *worker)
{
    return atomic_load_explicit(&worker->next, memory_order_relaxed);
}

/* Whoever takes a run wakes one more worker first, as long as that leaves something to do. */
static void wake_another(call_offer *offer)
{
    spelt_worker *worker = atomic_load_explicit(&offer->unwoken, memory_order_acquire);
    while (worker &&
           !atomic_compare_exchange_weak_explicit(&offer->unwoken, &worker, next_of(worker),
                                                  memory_order_acquire, memory_order_acquire))
        continue;
    if (worker)
        spelt_worker_wake(worker);
}

/* Whether there was a run to take. */
static int take_runs(call_offer *offer, void *own)
{
    const spelt_job *job = offer->job;
    int took = 0;
    for (;;) {
        size_t first = atomic_fetch_add_explicit(&offer->next, offer->each, memory_order_relaxed);
        if (first >= job->pieces)
            return took;
        size_t last = job->pieces - first > offer->each ? first + offer->each : job->pieces;
        if (last < job->pieces)
            wake_another(offer);
        if (!took && job->begin)
            job->begin(job->context, own);
        took = 1;
        job->run(job->context, own, first, last);
    }
}

static void take_part(spelt_worker *worker)
{
    call_offer *offer = worker->offer;
    if (worker == offer->first && worker->slept)
        spelt_delay_note(spelt_nanoseconds() - offer->opened);
    fesetenv(&offer->environment);
    worker->joined = take_runs(offer, worker->own);
    atomic_fetch_or_explicit(&offer->raised, fetestexcept(FE_ALL_EXCEPT), memory_order_relaxed);
    uint32_t seat = atomic_exchange_explicit(&worker->seat.word, SEAT_LEFT, memory_order_acq_rel);
    if (seat == SEAT_AWAITED)
        spelt_parking_wake(&worker->seat);
}

/* ---- Closing --------------------------------------------------------------------------------- */

static void wait_for(spelt_worker *worker)
{
    uint32_t seat = SEAT_INSIDE;
    for (int64_t end = spelt_nanoseconds() + SPIN_NANOSECONDS; spelt_nanoseconds() < end;)
        for (int i = 0; i < 32; i++) {
            if (atomic_load_explicit(&worker->seat.word, memory_order_acquire) == SEAT_LEFT)
                return;
            spelt_relax();
        }
    if (!atomic_compare_exchange_strong_explicit(&worker->seat.word, &seat, SEAT_AWAITED,
                                                 memory_order_acq_rel, memory_order_acquire))
        return; /* it has left */
    while (atomic_load_explicit(&worker->seat.word, memory_order_acquire) != SEAT_LEFT)
        spelt_parking_sleep(&worker->seat, SEAT_AWAITED);
}

/* Takes a seat back from a worker that has not come, or waits until the one that has come leaves. */
static void close_seat(spelt_worker *worker, int was_long)
{
    uint32_t seat = SEAT_OPEN;
    if (atomic_compare_exchange_strong_explicit(&worker->seat.word, &seat, SEAT_CLAIMED,
                                                memory_order_acq_rel, memory_order_acquire)) {
        worker->missed += was_long && worker->missed < INT_MAX;
        worker->joined = 0;
        return;
    }
    if (seat != SEAT_LEFT)
        wait_for(worker);
    worker->missed = 0;
}

/* How many workers took part. From here on nobody is woken: a worker that is still inside must not
 * follow the list, whose members may be in another call's by then. */
static int close_offer(call_offer *offer)
{
    const spelt_job *job = offer->job;
    const int was_long = spelt_nanoseconds() - offer->opened > LONG_NANOSECONDS;
    int took_part = 0;
    atomic_store_explicit(&offer->unwoken, NULL, memory_order_relaxed);
    for (spelt_worker *worker = offer->first; worker; worker = next_of(worker))
        close_seat(worker, was_long);
    for (spelt_worker *worker = offer->first, *next; worker; worker = next) {
        if (worker->joined && job->merge)
            job->merge(job->context, worker->own);
        took_part += worker->joined;
        next = next_of(worker);
        atomic_store_explicit(&worker->seat.word, SEAT_FREE, memory_order_release);
    }
    return took_part;
}

/* ---- The whole call -------------------------------------------------------------------------- */

/* Out of line: most jobs need none of that. */
static __attribute__((noinline)) void run_with_own(const spelt_job *job)
{
    _Alignas(64) unsigned char own[SPELT_OWN_BYTES];
    if (job->begin)
        job->begin(job->context, own);
    job->run(job->context, own, 0, job->pieces);
    if (job->merge)
        job->merge(job->context, own);
}

static int run_alone(const spelt_job *job)
{
    if (job->begin || job->merge)
        run_with_own(job);
    else
        job->run(job->context, NULL, 0, job->pieces);
    return 1;
}

/* The exception flags end up as if the caller had done all the work. Raising traps nothing: with
 * traps unmasked there was no team. */
static int run_together(spelt_worker *first, int threads, const spelt_job *job)
{
    _Alignas(64) unsigned char own[SPELT_OWN_BYTES];
    call_offer offer = {.job = job, .first = first, .unwoken = first};
    offer.each = job->pieces / ((size_t)threads * RUNS_OF_A_THREAD);
    offer.each += offer.each == 0;
    fegetenv(&offer.environment);
    offer.opened = spelt_nanoseconds();
    for (spelt_worker *worker = first; worker; worker = next_of(worker)) {
        worker->take_part = take_part;
        worker->offer = &offer;
        atomic_store(&worker->seat.word, SEAT_OPEN); /* before spelt_worker_wake() */
    }
    int took_part = take_runs(&offer, own);
    int others = close_offer(&offer);
    if (others == 0)
        spelt_delay_note(SPELT_DELAY_NEVER);
    if (took_part && job->merge)
        job->merge(job->context, own);
    int raised = atomic_load_explicit(&offer.raised, memory_order_relaxed);
    if (raised & ~fetestexcept(FE_ALL_EXCEPT))
        feraiseexcept(raised);
    return took_part + others;
}

/* 0 where no worker can be had, or none is due: each thread of a parallel region has a CPU already. A
 * signal handler that leaves the call would leave workers at work on its stack: the caller's signals come
 * when all is done. */
static int run_with_workers(int threads, const spelt_job *job)
{
    sigset_t signals;
    spelt_worker *first;
    int took_part = 0;
    spelt_signals_hold(&signals);
    if (!spelt_openmp_in_parallel_held()) {
        const int claimed = spelt_workers_claim(threads - 1, spelt_threads_extra_limit(), &first);
        if (claimed > 0)
            took_part = run_together(first, claimed + 1, job);
        spelt_workers_release(claimed);
    }
    spelt_signals_release(&signals);
    return took_part;
}

int spelt_team_run(int threads, const spelt_job *job)
{
    if (job->pieces == 0)
        return 1;
    if (threads > 1 && job->pieces < (size_t)threads)
        threads = (int)job->pieces;
    if (threads <= 1)
        return run_alone(job);
    const int saved = errno, took_part = run_with_workers(threads, job);
    errno = saved;
    return took_part > 0 ? took_part : run_alone(job);
}
