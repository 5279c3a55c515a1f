/* worker.c - the worker threads: starting them, binding them to CPUs, claiming their seats.
 *
 * A worker is bound to one CPU, and a call claims those of other CPUs than its own: unbound ones
 * are often woken on the caller's own CPU, and come milliseconds late. Workers are never ended. */
#define _GNU_SOURCE 1

#include "runtime/worker.h"

#include "runtime/affinity.h"
#include "runtime/delay.h"
#include "runtime/environment.h"
#include "runtime/interruption.h"
#include "runtime/openmp.h"
#include "runtime/resident.h"
#include "runtime/scratch.h"
#include "runtime/status.h"

#include "types.h"

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#endif

#define MOST_WORKERS (SPELT_MAX_THREADS - 1)

/* A kernel and its driver need at most 16 KiB; the rest is for a signal frame, the loader and tools
 * that watch programs. */
#define STACK_BYTES ((size_t)128 << 10)

/* How far a worker trusts that the next call comes while it looks out (delay.h). */
#define SPIN_TRUST 4
#define SPIN_AGAIN 16
typedef struct {
    int left;
    unsigned slept;
    long displaced;
} spin_trust;

/* After a thread could not be had none is asked for during so long. */
#define RETRY_NANOSECONDS 1000000000

/* Static, so that a worker that wakes in a process of which nothing else is left finds it. */
static spelt_worker workers[MOST_WORKERS];
static _Atomic int started;
static _Atomic int in_use; /* a count: nothing else is published through it */
static atomic_flag starting = ATOMIC_FLAG_INIT;
static _Atomic int64_t retry_at;
static int watching;
static int prepared, may_start; /* of who is starting one */
static size_t stack_bytes;      /* likewise */

int spelt_workers_started(void)
{
    return atomic_load_explicit(&started, memory_order_relaxed);
}

/* ---- A worker's life ------------------------------------------------------------------------- */

/* 0 is the calling thread, -1 no CPU. A failure only costs time. */
static void bind_thread(int thread, int cpu)
{
#ifdef __linux__
    if (cpu < 0)
        return;
    spelt_cpus set = {{0}};
    spelt_cpus_add(&set, cpu);
    unsigned long mask[sizeof set / sizeof(unsigned long)];
    const int bits = 8 * sizeof(unsigned long);
    for (int i = 0; i < SPELT_MAX_CPUS / bits; i++)
        mask[i] = (unsigned long)(set.word[i * bits / 64] >> i * bits % 64);
    sched_setaffinity(thread, sizeof mask, (cpu_set_t *)(void *)mask);
#else
    (void)thread, (void)cpu;
#endif
}

static void introduce(spelt_worker *me)
{
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
#ifdef __linux__
    char name[24]; /* Linux takes 15 bytes of it */
    snprintf(name, sizeof name, "spelt-%d", (int)(me - workers) + 1);
    prctl(PR_SET_NAME, name, 0, 0, 0);
    int id = (int)syscall(SYS_gettid);
#else
    int id = 1;
#endif
    atomic_store_explicit(&me->id, id, memory_order_release);
    bind_thread(0, atomic_load_explicit(&me->cpu, memory_order_relaxed));
}

/* The word is changed before `asleep` is looked at, and `asleep` set before the word is: a worker
 * that missed the one shows the other. */
void spelt_worker_wake(spelt_worker *worker)
{
    if (atomic_load(&worker->asleep))
        spelt_parking_wake(&worker->seat);
}

static void sleep_until_open(spelt_worker *me)
{
    uint32_t seat;
    me->slept = 1;
    atomic_store(&me->asleep, 1);
    while ((seat = atomic_load(&me->seat.word)) != SEAT_OPEN)
        spelt_parking_sleep(&me->seat, seat);
    atomic_store_explicit(&me->asleep, 0, memory_order_relaxed);
}

/* Whether the seat was opened within the time of a spin. */
static int spin_until_open(spelt_worker *me)
{
    int open = 0;
    spelt_delay_alert(1);
    for (int64_t end = spelt_nanoseconds() + SPELT_LOOKOUT_NANOSECONDS;
         !open && spelt_nanoseconds() < end;)
        for (int i = 0; !open && i < 16; i++) {
            open = atomic_load_explicit(&me->seat.word, memory_order_relaxed) == SEAT_OPEN;
            spelt_relax();
        }
    spelt_delay_alert(-1);
    return open;
}

/* How often something else took the CPU away from this thread. */
static long times_displaced(void)
{
#ifdef RUSAGE_THREAD
    struct rusage usage;
    return getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_nivcsw : -1;
#else
    return -1;
#endif
}

/* Spins where that has paid lately and nobody else wants the CPU. A spin that ends in sleep costs
 * trust, one that meets a call restores it; without trust one in SPIN_AGAIN sleeps is tried. */
static void wait_until_open(spelt_worker *me, spin_trust *trust)
{
    long displaced = times_displaced();
    me->slept = 0;
    int wanted = displaced >= 0 && displaced == trust->displaced;
    trust->displaced = displaced;
    if (wanted && (trust->left > 0 || ++trust->slept % SPIN_AGAIN == 0)) {
        int met = spin_until_open(me);
        trust->left = met ? SPIN_TRUST : trust->left - (trust->left > 0);
        if (met)
            return;
    }
    sleep_until_open(me);
}

static void *work(void *argument)
{
    spelt_worker *me = argument;
    spin_trust trust = {.left = SPIN_TRUST};
    spelt_faults_let_in();
    introduce(me);
    for (;;) {
        uint32_t seat = SEAT_OPEN;
        if (atomic_compare_exchange_strong_explicit(&me->seat.word, &seat, SEAT_INSIDE,
                                                    memory_order_acq_rel, memory_order_relaxed))
            me->take_part(me);
        wait_until_open(me, &trust);
    }
    return NULL;
}

/* ---- Starting -------------------------------------------------------------------------------- */

/* The threads are gone, and a call that was about to start one as well. */
static void after_fork_in_child(void)
{
    atomic_store_explicit(&started, 0, memory_order_relaxed);
    atomic_store_explicit(&in_use, 0, memory_order_relaxed);
    atomic_store_explicit(&retry_at, 0, memory_order_relaxed);
    atomic_flag_clear(&starting);
    spelt_delay_after_fork();
    spelt_openmp_after_fork();
    spelt_scratch_after_fork();
    spelt_status_after_fork();
}

/* When the library is loaded: a fork in the middle of the first call must find it there. */
static __attribute__((constructor)) void watch_forks(void)
{
    watching = pthread_atfork(NULL, NULL, after_fork_in_child) == 0;
}

/* Asks the loader all that is asked of it, so that a child of a process with workers, in which the
 * loader's locks may be held by threads that are gone, need not. */
static void prepare(void)
{
    stack_bytes = spelt_stack_bytes(STACK_BYTES);
    may_start = watching && spelt_stay_resident();
    prepared = 1;
}

/* With the mask of its starter, whose signals are held: they are the host's business. */
static int create(spelt_worker *worker)
{
    pthread_attr_t attributes;
    pthread_t thread;
    if (pthread_attr_init(&attributes) != 0)
        return 0;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    int made = pthread_attr_setstacksize(&attributes, stack_bytes) == 0 &&
               pthread_create(&thread, &attributes, work, worker) == 0;
    pthread_attr_destroy(&attributes);
    return made;
}

/* A worker of that CPU whose seat is claimed already; NULL where none can be had, or another call
 * is starting one: nobody waits for that. */
static spelt_worker *start(int cpu)
{
    spelt_worker *worker = NULL;
    if (atomic_flag_test_and_set_explicit(&starting, memory_order_acquire))
        return NULL;
    if (!prepared)
        prepare();
    int number = spelt_workers_started();
    if (may_start && number < MOST_WORKERS && spelt_nanoseconds() >= atomic_load(&retry_at)) {
        worker = &workers[number];
        spelt_parking_open(&worker->seat);
        atomic_store_explicit(&worker->seat.word, SEAT_CLAIMED, memory_order_relaxed);
        atomic_store_explicit(&worker->cpu, cpu, memory_order_relaxed);
        atomic_store_explicit(&worker->id, 0, memory_order_relaxed);
        worker->missed = 0;
        if (create(worker)) {
            atomic_store_explicit(&started, number + 1, memory_order_release);
        } else {
            atomic_store(&retry_at, spelt_nanoseconds() + RETRY_NANOSECONDS);
            worker = NULL;
        }
    }
    atomic_flag_clear_explicit(&starting, memory_order_release);
    return worker;
}

/* ---- Claiming -------------------------------------------------------------------------------- */

/* A worker that missed so many long calls stands on a CPU that others keep busy: it is taken where
 * there is no other. */
#define MOST_MISSED 4

typedef struct {
    int wanted, claimed;
    spelt_worker *first, *end;
    spelt_cpus may, free; /* what the call may use, and what of it no claimed worker has yet */
    int last;             /* the CPU that was taken last */
} claim;

static int own_cpu(void)
{
#ifdef __linux__
    return sched_getcpu();
#else
    return -1;
#endif
}

static int claim_seat(spelt_worker *worker)
{
    uint32_t seat = SEAT_FREE;
    return atomic_load_explicit(&worker->seat.word, memory_order_relaxed) == SEAT_FREE &&
           atomic_compare_exchange_strong_explicit(&worker->seat.word, &seat, SEAT_CLAIMED,
                                                   memory_order_acquire, memory_order_relaxed);
}

static void take(claim *c, spelt_worker *worker, int cpu)
{
    atomic_store_explicit(&worker->next, NULL, memory_order_relaxed);
    if (c->end)
        atomic_store_explicit(&c->end->next, worker, memory_order_relaxed);
    else
        c->first = worker;
    c->end = worker;
    c->claimed++;
    if (cpu >= 0)
        spelt_cpus_remove(&c->free, cpu);
    c->last = cpu;
}

static void free_seat(spelt_worker *worker)
{
    atomic_store_explicit(&worker->seat.word, SEAT_FREE, memory_order_release);
}

/* The workers that are bound to free CPUs, but for those that missed more than so many calls. */
static void take_seated(claim *c, int missed)
{
    int count = atomic_load_explicit(&started, memory_order_acquire);
    for (int i = 0; i < count && c->claimed < c->wanted; i++) {
        int cpu = atomic_load_explicit(&workers[i].cpu, memory_order_relaxed);
        if (!spelt_cpus_has(&c->free, cpu) || !claim_seat(&workers[i]))
            continue;
        if (workers[i].missed <= missed)
            take(c, &workers[i], cpu);
        else
            free_seat(&workers[i]);
    }
}

/* A worker that nobody uses and that is bound elsewhere, moved to this CPU. */
static spelt_worker *move(int cpu)
{
    int count = atomic_load_explicit(&started, memory_order_acquire);
    for (int i = 0; i < count; i++) {
        int id = atomic_load_explicit(&workers[i].id, memory_order_acquire);
        if (id != 0 && claim_seat(&workers[i])) {
            atomic_store_explicit(&workers[i].cpu, cpu, memory_order_relaxed);
            workers[i].missed = 0;
            bind_thread(id, cpu);
            return &workers[i];
        }
    }
    return NULL;
}

/* There may be a worker for each CPU that the call may use, or for each seat that all calls want.
 */
static int take_another(claim *c)
{
    int cpu = spelt_cpus_next(&c->free, c->last + 1), most = spelt_cpus_count(&c->may);
    if (most < spelt_workers_in_use())
        most = spelt_workers_in_use();
    spelt_worker *worker = spelt_workers_started() < most ? start(cpu) : NULL;
    if (!worker) {
        const int before = c->claimed;
        take_seated(c, INT_MAX);
        if (c->claimed > before)
            return 1;
        worker = move(cpu);
    }
    if (worker)
        take(c, worker, cpu);
    return worker != NULL;
}

/* Up to `wanted` of what the calls that are running now leave of the limit. */
static int take_from(int limit, int wanted)
{
    int used = atomic_load_explicit(&in_use, memory_order_relaxed), granted;
    do {
        granted = limit - used < wanted ? limit - used : wanted;
        if (granted <= 0)
            return 0;
    } while (!atomic_compare_exchange_weak_explicit(&in_use, &used, used + granted,
                                                    memory_order_relaxed, memory_order_relaxed));
    return granted;
}

void spelt_workers_release(int claimed)
{
    atomic_fetch_sub_explicit(&in_use, claimed, memory_order_relaxed);
}

int spelt_workers_in_use(void)
{
    return atomic_load_explicit(&in_use, memory_order_relaxed);
}

int spelt_workers_claim(int wanted, int limit, spelt_worker **first)
{
    claim c = {.wanted = take_from(limit, wanted), .last = own_cpu()};
    int more = c.wanted > 0;
    if (more)
        spelt_cpus_of_call(&c.may);
    c.free = c.may;
    if (spelt_cpus_has(&c.free, c.last))
        spelt_cpus_remove(&c.free, c.last);
    while (c.claimed < c.wanted && more) {
        if (spelt_cpus_next(&c.free, 0) < 0)
            c.free = c.may; /* a cap above the CPUs: they are shared */
        const int before = c.claimed;
        take_seated(&c, MOST_MISSED);
        if (c.claimed == before)
            more = take_another(&c);
    }
    spelt_workers_release(c.wanted - c.claimed);
    *first = c.first;
    return c.claimed;
}
