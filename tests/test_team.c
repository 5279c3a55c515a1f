/* test_team.c - sharing the pieces of a call: coverage, results, caps, late workers, many hosts. */
#include "meeting.h"
#include "support.h"

#include "runtime/worker.h"

#include <spelt/runtime.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- All that a job is promised ---------------------------------------------------------------
 */

#define PIECES 200
#define MOST_THREADS 64

enum {
    NOT_A_RUN = 1,   /* no pieces, or such as there are not */
    NOT_BEGUN = 2,   /* a run, or a merge, without a begin of that thread's before */
    NOT_ALIGNED = 4, /* the room of a thread */
    NOT_THE_CALLER = 8 /* merged by another thread */,
    NOT_OVER = 16,   /* merged before the last run had ended */
    NOT_ITS_OWN = 32 /* the room of a thread was written by another */
};

/* What became of a job's pieces and of the threads that took them. */
typedef struct {
    pthread_t caller;
    size_t pieces;
    _Atomic int times[PIECES];
    _Atomic int begun, inside, wrong;
    struct {
        pthread_t thread;
        int runs, merges;
    } participant[MOST_THREADS];
    size_t merged; /* pieces */
} ledger;

typedef struct {
    size_t number, pieces;
    unsigned char filled[SPELT_OWN_BYTES - 2 * sizeof(size_t)];
} own_room;

static void note_begin(void *context, void *own)
{
    ledger *l = context;
    own_room *room = own;
    if ((uintptr_t)own % 64 != 0)
        atomic_fetch_or(&l->wrong, NOT_ALIGNED);
    room->number = (size_t)atomic_fetch_add(&l->begun, 1);
    room->pieces = 0;
    memset(room->filled, (int)room->number, sizeof room->filled);
    if (room->number < MOST_THREADS)
        l->participant[room->number].thread = pthread_self();
}

static void note_run(void *context, void *own, size_t first, size_t last)
{
    ledger *l = context;
    own_room *room = own;
    atomic_fetch_add(&l->inside, 1);
    if (first >= last || last > l->pieces) {
        atomic_fetch_or(&l->wrong, NOT_A_RUN);
        return;
    }
    for (size_t p = first; p < last; p++)
        atomic_fetch_add(&l->times[p], 1);
    if (room->number < (size_t)atomic_load(&l->begun) && room->number < MOST_THREADS &&
        pthread_equal(l->participant[room->number].thread, pthread_self()))
        l->participant[room->number].runs++;
    else
        atomic_fetch_or(&l->wrong, NOT_BEGUN);
    room->pieces += last - first;
    atomic_fetch_sub(&l->inside, 1);
}

static void note_merge(void *context, void *own)
{
    ledger *l = context;
    const own_room *room = own;
    if (!pthread_equal(pthread_self(), l->caller))
        atomic_fetch_or(&l->wrong, NOT_THE_CALLER);
    if (atomic_load(&l->inside) != 0)
        atomic_fetch_or(&l->wrong, NOT_OVER);
    if (room->number >= (size_t)atomic_load(&l->begun) || room->number >= MOST_THREADS) {
        atomic_fetch_or(&l->wrong, NOT_BEGUN);
        return;
    }
    for (size_t i = 0; i < sizeof room->filled; i++)
        if (room->filled[i] != (unsigned char)room->number)
            atomic_fetch_or(&l->wrong, NOT_ITS_OWN);
    l->participant[room->number].merges++;
    l->merged += room->pieces;
}

static int covered_once(const ledger *l)
{
    for (size_t p = 0; p < PIECES; p++)
        if (atomic_load(&l->times[p]) != (p < l->pieces))
            return 0;
    return 1;
}

/* Each participant once, with a run and its merge. */
static int participants_are_good(const ledger *l, int count)
{
    for (int i = 0; i < count; i++) {
        if (l->participant[i].runs < 1 || l->participant[i].merges != 1)
            return 0;
        for (int j = 0; j < i; j++)
            if (pthread_equal(l->participant[i].thread, l->participant[j].thread))
                return 0;
    }
    return 1;
}

/* One call. Returns how many threads took part, or -1 with what was wrong in *why. */
static int run_and_check(int threads, size_t pieces, const char **why)
{
    ledger l = {.caller = pthread_self(), .pieces = pieces};
    const spelt_job job = {note_run, note_begin, note_merge, &l, pieces};
    int took_part = spelt_team_run(threads, &job);
    const int begun = atomic_load(&l.begun),
              most = pieces < (size_t)threads ? (int)pieces : threads;
    *why = !covered_once(&l)                                ? "not each piece once"
           : atomic_load(&l.wrong)                          ? "a promise to the job was broken"
           : begun != (pieces ? took_part : 0)              ? "not as many began as took part"
           : took_part < 1 || took_part > (most ? most : 1) ? "more threads than asked for"
           : !participants_are_good(&l, begun)              ? "a thread did not run or merge once"
           : l.merged != pieces                             ? "a result was lost"
                                                            : NULL;
    if (*why && atomic_load(&l.wrong))
        cr_log_warn("broken promises: %#x", (unsigned)atomic_load(&l.wrong));
    memset(&l, POISON, sizeof l); /* nobody may have it still */
    return *why ? -1 : took_part;
}

static int good_call(int threads, size_t pieces)
{
    const char *why;
    int took_part = run_and_check(threads, pieces, &why);
    cr_expect(!why, "%d threads, %zu pieces: %s", threads, pieces, why ? why : "");
    return took_part;
}

Test(team, every_piece_once)
{
    static const int threads[] = {1, 2, 3, 7, 64};
    spelt_set_num_threads(64);
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
        for (size_t pieces = 0; pieces <= PIECES; pieces++)
            good_call(threads[i], pieces);
    cr_expect_eq(spelt_workers_in_use(), 0);
}

/* Calls so short that workers often come when they are about to end, or have ended. */
static _Atomic int late_failed;

static void *many_short_calls(void *count)
{
    for (size_t i = 0; i < *(const size_t *)count; i++) {
        const char *why;
        if (run_and_check(2 + (int)(i % 7), 2 + i % 9, &why) < 0) {
            cr_log_warn("call %zu: %s", i, why);
            atomic_fetch_add(&late_failed, 1);
            break;
        }
    }
    return NULL;
}

Test(team, workers_that_come_too_late)
{
    size_t count = 40000;
    spelt_set_num_threads(8);
    many_short_calls(&count);
    cr_expect_eq(atomic_load(&late_failed), 0);
    cr_expect_eq(spelt_workers_in_use(), 0);
}

/* With more callers than CPUs one is often interrupted between any two steps. */
Test(team, workers_that_come_too_late_to_many)
{
    pthread_t caller[8];
    size_t count = 10000;
    spelt_set_num_threads(8);
    for (int i = 0; i < 8; i++)
        cr_assert_eq(pthread_create(&caller[i], NULL, many_short_calls, &count), 0);
    for (int i = 0; i < 8; i++)
        pthread_join(caller[i], NULL);
    cr_expect_eq(atomic_load(&late_failed), 0);
    cr_expect_eq(spelt_workers_in_use(), 0);
}

/* Threads that keep nothing. */
static void count_pieces(void *context, void *own, size_t first, size_t last)
{
    (void)own;
    atomic_fetch_add((_Atomic size_t *)context, last - first);
}

Test(team, without_begin_and_merge)
{
    static const int threads[] = {0, 1, 2, 64};
    spelt_set_num_threads(64);
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
        for (size_t pieces = 0; pieces <= 100; pieces++) {
            _Atomic size_t count = 0;
            const spelt_job job = {.run = count_pieces, .context = &count, .pieces = pieces};
            cr_expect_geq(spelt_team_run(threads[i], &job), 1);
            cr_expect_eq(atomic_load(&count), pieces);
        }
}

Test(team, more_pieces_than_memory_has)
{
    spelt_set_num_threads(5);
    for (size_t pieces = SIZE_MAX / 3; pieces > 0; pieces /= 1000) {
        _Atomic size_t count = 0;
        const spelt_job job = {.run = count_pieces, .context = &count, .pieces = pieces};
        spelt_team_run(5, &job);
        cr_expect_eq(atomic_load(&count), pieces);
    }
}

/* ---- A team comes, and no more than the caps say ----------------------------------------------
 */

/* Also more threads than this machine has CPUs: all of them are inside at once. */
Test(team, all_of_a_team_come)
{
    spelt_set_num_threads(16);
    for (int threads = 2; threads <= 16; threads++)
        for (int again = 0; again < 3; again++)
            cr_expect_eq(meet_all(threads, NULL, NULL), threads);
    cr_expect_eq(spelt_workers_in_use(), 0);
}

Test(team, never_more_than_the_cap)
{
    spelt_set_num_threads(3);
    cr_expect_eq(meet(64, PIECES, 3, NULL, NULL), 3);
    spelt_set_num_threads_local(5);
    cr_expect_eq(meet(64, PIECES, 5, NULL, NULL), 5);
    cr_expect_eq(meet(2, PIECES, 2, NULL, NULL), 2);
    spelt_set_num_threads_local(2);
    cr_expect_eq(meet(64, PIECES, 3, NULL, NULL), 3, "the process's cap is the greater one");
    spelt_set_num_threads_local(0);
    spelt_set_num_threads(1);
    cr_expect_eq(meet(64, PIECES, 1, NULL, NULL), 1);
    cr_expect_eq(good_call(64, PIECES), 1);
}

/* ---- Workers that do not come -----------------------------------------------------------------
 */

static _Atomic int inside, may_leave;

static void stay(void *context, int number)
{
    (void)context, (void)number;
    atomic_fetch_add(&inside, 1);
    wait_for_count(&may_leave, 1);
}

static void *hold_four(void *took_part)
{
    *(int *)took_part = meet_all(4, stay, NULL);
    return NULL;
}

/* Another call has all workers that the cap allows: this one ends while that one does not. */
Test(team, others_have_the_workers)
{
    pthread_t other;
    int held = 0;
    spelt_set_num_threads(4);
    cr_assert_eq(pthread_create(&other, NULL, hold_four, &held), 0);
    cr_assert(wait_for_count(&inside, 4));
    cr_expect_eq(spelt_workers_in_use(), 3);
    for (int i = 0; i < 100; i++)
        cr_expect_eq(good_call(4, PIECES), 1);
    spelt_set_num_threads_local(6);
    cr_expect_eq(meet(64, PIECES, 3, NULL, NULL), 3, "of five workers three are taken");
    spelt_set_num_threads_local(0);
    cr_expect_eq(good_call(4, PIECES), 1);
    cr_expect_eq(spelt_workers_in_use(), 3);
    atomic_store(&may_leave, 1);
    pthread_join(other, NULL);
    cr_expect_eq(held, 4);
    cr_expect_eq(spelt_workers_in_use(), 0);
    cr_expect_eq(meet_all(4, NULL, NULL), 4);
}

static _Atomic int left;

static void leave_late(void *context, int number)
{
    (void)context;
    if (number > 0) {
        for (int i = 0; i < 400; i++)
            rest();
        atomic_fetch_add(&left, 1);
    }
}

/* Who is inside is waited for, also when that takes long: the call sleeps meanwhile. */
Test(team, waits_for_who_is_inside)
{
    spelt_set_num_threads(4);
    for (int i = 1; i <= 5; i++) {
        cr_expect_eq(meet_all(4, leave_late, NULL), 4);
        cr_expect_eq(atomic_load(&left), 3 * i);
    }
}

static void tell_id(void *context, int number)
{
    if (number == 1)
        *(int *)context = (int)syscall(SYS_gettid);
}

/* A child that keeps a thread of its parent from running, as a debugger does: it writes a byte when
 * the thread stands still, and lets it go when the pipe to it is closed. */
static void stop_thread(int thread, int to_parent, int from_parent)
{
    int status;
    char byte;
    while (read(from_parent, &byte, 1) < 0 && errno == EINTR)
        continue;
    byte = ptrace(PTRACE_SEIZE, thread, 0L, 0L) == 0 &&
           ptrace(PTRACE_INTERRUPT, thread, 0L, 0L) == 0 &&
           waitpid(thread, &status, __WALL) == thread && WIFSTOPPED(status);
    if (write(to_parent, &byte, 1) == 1)
        while (read(from_parent, &byte, 1) < 0 && errno == EINTR)
            continue;
    ptrace(PTRACE_DETACH, thread, 0L, 0L);
    _exit(0);
}

static pid_t start_stopper(int thread, int *to_child, char *stopped)
{
    int up[2], down[2];
    char go = 1;
    cr_assert(pipe2(up, O_CLOEXEC) == 0 && pipe2(down, O_CLOEXEC) == 0);
    pid_t child = fork();
    cr_assert(child >= 0);
    if (child == 0) {
        close(down[1]);
        stop_thread(thread, up[1], down[0]);
    }
    close(up[1]);
    close(down[0]);
    prctl(PR_SET_PTRACER, child, 0, 0, 0);
    cr_assert_eq(write(down[1], &go, 1), 1);
    if (read(up[0], stopped, 1) != 1)
        *stopped = 0;
    close(up[0]);
    *to_child = down[1];
    return child;
}

/* The worker is not scheduled at all: no call waits for it, and it is as good as before when it
 * goes on. On one CPU, so that there is but one worker. */
Test(team, worker_that_stands_still)
{
    cpu_set_t one;
    int worker = 0, to_child;
    char stopped;
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    cr_assert_eq(sched_setaffinity(0, sizeof one, &one), 0);
    spelt_set_num_threads(2);
    cr_assert_eq(meet_all(2, tell_id, &worker), 2);
    cr_assert_eq(spelt_workers_started(), 1);
    pid_t child = start_stopper(worker, &to_child, &stopped);
    for (size_t i = 0; stopped && i < 1000; i++)
        cr_expect_eq(good_call(2, 2 + i % 100), 1);
    cr_expect_eq(spelt_workers_started(), 1);
    close(to_child);
    waitpid(child, NULL, 0);
    if (!stopped)
        skip_visibly("no thread may be stopped here");
    for (int i = 0; i < 10; i++)
        cr_expect_eq(meet_all(2, NULL, NULL), 2);
}

/* ---- Many host threads at once ----------------------------------------------------------------
 */

#define HOSTS 64
#define ROUNDS 40
#define CAP 6

typedef struct {
    pthread_t caller;
    _Atomic int times[PIECES];
} hosted_call;

static pthread_barrier_t gate;
static _Atomic int extra_running, extra_most, in_use_most, team_most, missed;

static void raise_to(_Atomic int *most, int value)
{
    int old = atomic_load(most);
    while (old < value && !atomic_compare_exchange_weak(most, &old, value))
        ;
}

/* Whoever has no worker yet waits until one has come to anybody: some call has claimed it. */
static void cover_and_count(void *context, void *own, size_t first, size_t last)
{
    hosted_call *call = context;
    (void)own;
    int extra = !pthread_equal(pthread_self(), call->caller);
    if (extra)
        raise_to(&extra_most, atomic_fetch_add(&extra_running, 1) + 1);
    raise_to(&in_use_most, spelt_workers_in_use());
    for (size_t p = first; p < last; p++)
        atomic_fetch_add(&call->times[p], 1);
    wait_for_count(&extra_most, 1);
    if (extra)
        atomic_fetch_sub(&extra_running, 1);
}

static void *host(void *local_cap)
{
    spelt_set_num_threads_local(*(int *)local_cap);
    pthread_barrier_wait(&gate);
    for (int i = 0; i < ROUNDS; i++) {
        hosted_call call = {.caller = pthread_self()};
        const spelt_job job = {.run = cover_and_count, .context = &call, .pieces = PIECES};
        raise_to(&team_most, spelt_team_run(64, &job));
        for (size_t p = 0; p < PIECES; p++)
            if (atomic_load(&call.times[p]) != 1)
                atomic_fetch_add(&missed, 1);
    }
    return NULL;
}

/* All at once, each with the local cap that is given for its number; returns when all are done. */
static void run_hosts(int (*local_cap)(int))
{
    pthread_t thread[HOSTS];
    int cap[HOSTS];
    cr_assert_eq(pthread_barrier_init(&gate, NULL, HOSTS), 0);
    for (int i = 0; i < HOSTS; i++) {
        cap[i] = local_cap(i);
        cr_assert_eq(pthread_create(&thread[i], NULL, host, &cap[i]), 0);
    }
    for (int i = 0; i < HOSTS; i++)
        pthread_join(thread[i], NULL);
    cr_expect_eq(atomic_load(&missed), 0, "%d pieces missed or done twice", atomic_load(&missed));
    cr_expect_gt(atomic_load(&team_most), 1, "no call ever had a team");
    cr_expect_eq(spelt_workers_in_use(), 0);
    cr_expect_eq(atomic_load(&extra_running), 0);
}

static int no_local_cap(int number)
{
    (void)number;
    return 0;
}

static int some_local_caps(int number)
{
    return number % 8 == 0 ? 9 : 2;
}

static void expect_most(int threads)
{
    cr_expect_leq(atomic_load(&team_most), threads);
    cr_expect_leq(atomic_load(&extra_most), threads - 1);
    cr_expect_leq(atomic_load(&in_use_most), threads - 1);
}

Test(team, budget_of_many_callers)
{
    spelt_set_num_threads(CAP);
    run_hosts(no_local_cap);
    expect_most(CAP);
    cr_expect_eq(meet_all(CAP, NULL, NULL), CAP);
}

/* A thread's own cap may be above the process's; then it is the one that counts. */
Test(team, budget_of_callers_with_caps_of_their_own)
{
    spelt_set_num_threads(CAP);
    run_hosts(some_local_caps);
    expect_most(9);
}
