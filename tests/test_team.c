/* test_team.c - running a task on a team: coverage, environment, regions, forks, the budget. */
#include "support.h"

#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

/* How often each piece was run, and in how many runs all of them. */
#define PIECES 200
typedef struct {
    _Atomic int times[PIECES];
    _Atomic int runs;
} coverage;

static void cover(void *context, size_t first, size_t last)
{
    coverage *seen = context;
    atomic_fetch_add(&seen->runs, 1);
    for (size_t p = first; p < last; p++)
        atomic_fetch_add(&seen->times[p], 1);
}

static int covered_once(const coverage *seen, size_t pieces)
{
    for (size_t p = 0; p < PIECES; p++)
        if (atomic_load(&seen->times[p]) != (p < pieces))
            return 0;
    return 1;
}

static int threads_that_took_part(int threads, size_t pieces)
{
    coverage seen = {.runs = 0};
    int took_part = spelt_threads_run(threads, pieces, cover, &seen);
    cr_expect(covered_once(&seen, pieces), "%d threads, %zu pieces", threads, pieces);
    cr_expect_eq(atomic_load(&seen.runs), pieces ? took_part : 0,
                 "each thread gets one run: %d threads, %zu pieces", threads, pieces);
    return took_part;
}

#ifdef SPELT_HAVE_OPENMP

#include <omp.h>

Test(team, every_piece_once)
{
    static const int threads[] = {1, 2, 3, 7, 64};
    spelt_set_num_threads(64);
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
        for (size_t pieces = 0; pieces <= PIECES; pieces++) {
            int most = pieces < (size_t)threads[i] ? (int)pieces : threads[i];
            int took_part = threads_that_took_part(threads[i], pieces);
            cr_expect_eq(took_part, most > 1 ? most : 1, "%d threads, %zu pieces took %d",
                         threads[i], pieces, took_part);
        }
    cr_expect_eq(spelt_threads_extra_in_use(), 0);
}

Test(team, never_more_than_the_cap)
{
    spelt_set_num_threads(3);
    cr_expect_eq(threads_that_took_part(64, PIECES), 3);
    spelt_set_num_threads_local(5);
    cr_expect_eq(threads_that_took_part(64, PIECES), 5);
    spelt_set_num_threads_local(2);
    cr_expect_eq(threads_that_took_part(2, PIECES), 2);
    spelt_set_num_threads_local(0);
    spelt_set_num_threads(1);
    cr_expect_eq(threads_that_took_part(64, PIECES), 1);
}

/* ---- The floating-point environment ---------------------------------------------------------- */

#ifdef __SSE2__
#define FLUSH_AND_DENORMALS_ARE_ZERO 0x8040u
static unsigned control(void)
{
    return _mm_getcsr() & ~0x3fu; /* without the exception flags */
}
#else
#define FLUSH_AND_DENORMALS_ARE_ZERO 0u
static unsigned control(void)
{
    return 0;
}
#endif

#define TEAM 4

typedef struct {
    int rounding[TEAM];
    unsigned control[TEAM];
    float third[TEAM];
} seen_by_threads;

static void look(void *context, size_t first, size_t last)
{
    seen_by_threads *seen = context;
    volatile float one = 1, three = 3;
    for (size_t p = first; p < last; p++) {
        seen->rounding[p] = fegetround();
        seen->control[p] = control();
        seen->third[p] = one / three;
    }
}

/* The environment of each thread of the host's team, as the host's own code sees it. */
static void look_in_region(seen_by_threads *seen)
{
#pragma omp parallel num_threads(TEAM)
    {
        size_t me = (size_t)omp_get_thread_num();
        look(seen, me, me + 1);
    }
}

Test(team, works_in_the_callers_environment)
{
    seen_by_threads before, during, after;
    spelt_set_num_threads(TEAM);
    look_in_region(&before); /* and starts the threads, which inherit what their starter has */
    cr_assert_eq(fesetround(FE_DOWNWARD), 0);
#ifdef __SSE2__
    _mm_setcsr(_mm_getcsr() | FLUSH_AND_DENORMALS_ARE_ZERO);
#endif
    unsigned mine = control();
    volatile float one = 1, three = 3, third = one / three;

    cr_assert_eq(spelt_threads_run(TEAM, TEAM, look, &during), TEAM);
    cr_expect_eq(fegetround(), FE_DOWNWARD);
    cr_expect_eq(control(), mine);
    cr_expect_eq(mine & FLUSH_AND_DENORMALS_ARE_ZERO, FLUSH_AND_DENORMALS_ARE_ZERO);
    /* Some runtimes hand the starter's modes to the team of a region: the default ones again. */
    fesetenv(FE_DFL_ENV);
    look_in_region(&after);
    for (int i = 0; i < TEAM; i++) {
        cr_expect_eq(before.rounding[i], FE_TONEAREST);
        cr_expect_eq(during.rounding[i], FE_DOWNWARD, "thread %d", i);
        cr_expect_eq(during.control[i], mine, "thread %d", i);
        cr_expect_eq(f32_bits(during.third[i]), f32_bits(third), "thread %d", i);
        cr_expect_eq(after.rounding[i], FE_TONEAREST, "thread %d", i);
        cr_expect_eq(after.control[i], before.control[i], "thread %d", i);
    }
    cr_expect_neq(f32_bits(third), f32_bits(before.third[0]), "downward must differ from nearest");
}

static void divide_by_zero_in_the_last(void *context, size_t first, size_t last)
{
    volatile double *quotient = context, zero = 0;
    (void)first;
    if (last == TEAM)
        *quotient = 1 / zero;
}

static void flags_in_region(int flags[TEAM])
{
#pragma omp parallel num_threads(TEAM)
    flags[omp_get_thread_num()] = fetestexcept(FE_ALL_EXCEPT);
}

/* As if the caller had done all the work: its flags say what any thread met, and nothing else. */
Test(team, exceptions_reach_the_caller)
{
    double quotient = 0;
    int before[TEAM], after[TEAM];
    spelt_set_num_threads(TEAM);
    flags_in_region(before);
    feclearexcept(FE_ALL_EXCEPT);
    feraiseexcept(FE_UNDERFLOW);
    seen_by_threads quiet;
    int raised = fetestexcept(FE_ALL_EXCEPT);
    cr_assert_eq(spelt_threads_run(TEAM, TEAM, divide_by_zero_in_the_last, &quotient), TEAM);
    cr_expect(isinf(quotient));
    cr_expect_eq(fetestexcept(FE_ALL_EXCEPT), raised | FE_DIVBYZERO);
    cr_assert_eq(spelt_threads_run(TEAM, TEAM, look, &quiet), TEAM);
    cr_expect_eq(fetestexcept(FE_ALL_EXCEPT), raised | FE_DIVBYZERO | FE_INEXACT);
    flags_in_region(after);
    for (int i = 1; i < TEAM; i++)
        cr_expect_eq(after[i], before[i], "thread %d keeps its own flags", i);
}

/* ---- Parallel regions and forks ---------------------------------------------------------------
 */

Test(team, one_inside_a_parallel_region)
{
    int for_size[2] = {0}, took_part[2] = {0};
    spelt_set_num_threads(4);
    omp_set_max_active_levels(3); /* nesting allowed: it is Spelt that does not */
#pragma omp parallel num_threads(2)
    {
        int me = omp_get_thread_num();
        coverage seen = {.runs = 0};
        for_size[me] = spelt_threads_for(SIZE_MAX);
        took_part[me] = spelt_threads_run(4, PIECES, cover, &seen);
        if (!covered_once(&seen, PIECES))
            took_part[me] = -1;
    }
    for (int i = 0; i < 2; i++) {
        cr_expect_eq(for_size[i], 1);
        cr_expect_eq(took_part[i], 1);
    }
    cr_expect_eq(spelt_threads_for(SIZE_MAX), 4, "outside again");
    cr_expect_eq(threads_that_took_part(4, PIECES), 4);
}

/* What a child did is its exit status: 10 times the threads it was given for any size, plus those
 * that took part in a run; 99 where a piece was missed. A child that hangs ends by SIGALRM. */
#define DEADLINE_SECONDS 60

static int status_of_child(void (*first)(void))
{
    coverage seen = {.runs = 0};
    alarm(DEADLINE_SECONDS);
    if (first)
        first();
    int for_size = spelt_threads_for(SIZE_MAX);
    int took_part = spelt_threads_run(4, PIECES, cover, &seen);
    return covered_once(&seen, PIECES) ? 10 * for_size + took_part : 99;
}

static int fork_and_run(void (*first)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(status_of_child(first));
    if (child < 0 || waitpid(child, &status, 0) != child)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void fork_again(void)
{
    if (fork_and_run(NULL) != 11)
        _exit(98);
}

Test(team, child_of_a_parent_with_pool)
{
    spelt_set_num_threads(4);
    cr_assert_eq(threads_that_took_part(4, PIECES), 4);
    cr_expect_eq(fork_and_run(NULL), 11);
    cr_expect_eq(fork_and_run(fork_again), 11, "and its own child");
    cr_expect_eq(threads_that_took_part(4, PIECES), 4, "the parent goes on as before");
    cr_expect_eq(spelt_threads_for(SIZE_MAX), 4);
}

/* A pool that is the host's, seen by a call from inside its region. */
Test(team, child_of_a_parent_with_the_hosts_pool)
{
    spelt_set_num_threads(4);
#pragma omp parallel num_threads(4)
    spelt_threads_for(SIZE_MAX);
    cr_expect_eq(fork_and_run(NULL), 11);
}

/* A pool that Spelt was never called in. */
Test(team, child_of_a_parent_whose_pool_spelt_never_saw)
{
    _Atomic int members = 0;
#pragma omp parallel num_threads(4)
    atomic_fetch_add(&members, 1);
    cr_assert_eq(atomic_load(&members), 4);
    spelt_set_num_threads(4);
    cr_expect_eq(fork_and_run(NULL), 11);
}

static _Atomic int stop;

static void *run_until_stopped(void *unused)
{
    (void)unused;
    while (!atomic_load(&stop)) {
        coverage seen = {.runs = 0};
        spelt_threads_run(4, PIECES, cover, &seen);
    }
    return NULL;
}

/* The child inherits the count of threads in use while another thread of the parent has some. */
static void nothing_is_in_use(void)
{
    if (spelt_threads_extra_in_use() != 0)
        _exit(97);
}

Test(team, fork_while_another_thread_is_in_a_call)
{
    pthread_t other;
    int forked_in_use = 0;
    spelt_set_num_threads(4);
    cr_assert_eq(pthread_create(&other, NULL, run_until_stopped, NULL), 0);
    for (int i = 0; i < 50; i++) {
        while (spelt_threads_extra_in_use() == 0)
            ;
        forked_in_use += spelt_threads_extra_in_use() > 0;
        cr_expect_eq(fork_and_run(nothing_is_in_use), 11, "fork %d", i);
    }
    atomic_store(&stop, 1);
    pthread_join(other, NULL);
    cr_expect_gt(forked_in_use, 0);
    cr_expect_eq(spelt_threads_extra_in_use(), 0);
}

/* ---- Many host threads at once ----------------------------------------------------------------
 */

#define HOSTS 64
#define ROUNDS 40
#define CAP 6

typedef struct {
    pthread_t caller;
    coverage seen;
} hosted_call;

static pthread_barrier_t gate;
static _Atomic int extra_running, extra_most, in_use_most, team_most, missed;

static void raise_to(_Atomic int *most, int value)
{
    int old = atomic_load(most);
    while (old < value && !atomic_compare_exchange_weak(most, &old, value))
        ;
}

static void cover_and_count(void *context, size_t first, size_t last)
{
    hosted_call *call = context;
    int extra = !pthread_equal(pthread_self(), call->caller);
    if (extra)
        raise_to(&extra_most, atomic_fetch_add(&extra_running, 1) + 1);
    raise_to(&in_use_most, spelt_threads_extra_in_use());
    cover(&call->seen, first, last);
    if (extra)
        atomic_fetch_sub(&extra_running, 1);
}

static void *host(void *local_cap)
{
    spelt_set_num_threads_local(*(int *)local_cap);
    pthread_barrier_wait(&gate);
    for (int i = 0; i < ROUNDS; i++) {
        hosted_call call = {.caller = pthread_self()};
        raise_to(&team_most, spelt_threads_run(64, PIECES, cover_and_count, &call));
        if (!covered_once(&call.seen, PIECES))
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
    cr_expect_eq(atomic_load(&missed), 0, "%d calls missed a piece", atomic_load(&missed));
    cr_expect_eq(spelt_threads_extra_in_use(), 0);
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

Test(team, budget_of_many_callers)
{
    spelt_set_num_threads(CAP);
    run_hosts(no_local_cap);
    cr_expect_gt(atomic_load(&team_most), 1, "no call ever had a team");
    cr_expect_leq(atomic_load(&team_most), CAP);
    cr_expect_leq(atomic_load(&extra_most), CAP - 1);
    cr_expect_leq(atomic_load(&in_use_most), CAP - 1);
}

/* A thread's own cap may be above the process's; then it is the one that counts. */
Test(team, budget_of_callers_with_caps_of_their_own)
{
    spelt_set_num_threads(CAP);
    run_hosts(some_local_caps);
    cr_expect_leq(atomic_load(&team_most), 9);
    cr_expect_leq(atomic_load(&extra_most), 9 - 1);
    cr_expect_leq(atomic_load(&in_use_most), 9 - 1);
}

#else

Test(team, one_thread_without_openmp)
{
    spelt_set_num_threads(64);
    for (size_t pieces = 0; pieces <= PIECES; pieces++)
        cr_expect_eq(threads_that_took_part(64, pieces), 1);
    cr_expect_eq(spelt_threads_extra_in_use(), 0);
    cr_expect_eq(spelt_threads_extra_limit(), 0);
    cr_expect(spelt_threads_alone());
}

#endif
