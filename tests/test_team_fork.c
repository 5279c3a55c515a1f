/* test_team_fork.c - a forked child has a team of its own, whatever its parent did. */
#include "meeting.h"
#include "support.h"

#include "runtime/delay.h"
#include "runtime/scratch.h"
#include "runtime/worker.h"

#include <spelt/runtime.h>

#include <dlfcn.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEAM 4

/* A sanitizer's locks that another thread holds at a fork are held in the child for ever, and a new
 * thread there needs them. */
static void skip_under_a_sanitizer(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
    skip_visibly("a sanitizer's own locks do not survive a fork among threads");
#endif
}

/* A child's exit status. A child that hangs ends by SIGALRM. */
enum { GOOD = 10, HAS_WORKERS, IN_USE, NO_TEAM, NO_THREADS, NO_TEAM_BEFORE, LOOKS_OUT, NO_SCRATCH };

static int status_of_child(int (*first)(void))
{
    alarm(3 * DEADLINE_SECONDS);
    if (spelt_workers_started() != 0)
        return HAS_WORKERS;
    if (spelt_workers_in_use() != 0)
        return IN_USE;
    if (spelt_threads_for_any() != TEAM)
        return NO_THREADS;
    int status = first ? first() : GOOD;
    if (status != GOOD)
        return status;
    for (int again = 0; again < 3; again++)
        if (meet_all(TEAM, NULL, NULL) != TEAM)
            return NO_TEAM;
    return spelt_workers_in_use() == 0 ? GOOD : IN_USE;
}

static int fork_and_run(int (*first)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(status_of_child(first));
    if (child < 0 || waitpid(child, &status, 0) != child)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int fork_again(void)
{
    return fork_and_run(NULL);
}

static int team_and_fork(void)
{
    return meet_all(TEAM, NULL, NULL) == TEAM ? fork_and_run(fork_again) : NO_TEAM_BEFORE;
}

Test(team_fork, child_of_a_parent_without_workers)
{
    spelt_set_num_threads(TEAM);
    cr_expect_eq(fork_and_run(NULL), GOOD);
    cr_expect_eq(spelt_workers_started(), 0);
    cr_expect_eq(meet_all(TEAM, NULL, NULL), TEAM);
}

Test(team_fork, child_of_a_parent_with_workers)
{
    spelt_set_num_threads(TEAM);
    cr_assert_eq(meet_all(TEAM, NULL, NULL), TEAM);
    cr_expect_eq(fork_and_run(NULL), GOOD);
    cr_expect_eq(fork_and_run(fork_again), GOOD, "and its own child");
    cr_expect_eq(fork_and_run(team_and_fork), GOOD, "and those after it");
    cr_expect_eq(meet_all(TEAM, NULL, NULL), TEAM, "the parent goes on as before");
    cr_expect_eq(spelt_threads_for_any(), TEAM);
}

/* What threads held that the child does not have is free there, and no worker looks out for calls.
 */
static int is_as_new(void)
{
    spelt_delay_put(1000000);
    if (spelt_delay_share() == 0)
        return LOOKS_OUT;
    for (size_t i = 0; i < SPELT_SCRATCH_COUNT; i++)
        if (!spelt_scratch_take())
            return NO_SCRATCH;
    return GOOD;
}

Test(team_fork, what_the_child_finds)
{
    spelt_set_num_threads(TEAM);
    cr_assert_eq(meet_all(TEAM, NULL, NULL), TEAM);
    spelt_delay_alert(1);
    while (spelt_scratch_take())
        continue;
    cr_expect_eq(spelt_delay_share(), 0);
    cr_expect_eq(fork_and_run(is_as_new), GOOD);
    cr_expect_eq(spelt_delay_share(), 0, "the parent's own stays as it was");
    cr_expect_null(spelt_scratch_take());
}

/* ---- While others call ------------------------------------------------------------------------
 */

#define CALLERS 8
#define FORKS 50

static _Atomic int stop, calls, wrong;

typedef struct {
    _Atomic size_t pieces;
} count;

static void count_pieces(void *context, void *own, size_t first, size_t last)
{
    (void)own;
    atomic_fetch_add(&((count *)context)->pieces, last - first);
}

static void *run_until_stopped(void *unused)
{
    (void)unused;
    while (!atomic_load(&stop)) {
        count c = {0};
        const spelt_job job = {.run = count_pieces, .context = &c, .pieces = 100};
        spelt_team_run(TEAM, &job);
        if (atomic_load(&c.pieces) != 100)
            atomic_fetch_add(&wrong, 1);
        atomic_fetch_add(&calls, 1);
    }
    return NULL;
}

Test(team_fork, while_others_are_in_calls)
{
    pthread_t caller[CALLERS];
    int forked_in_use = 0;
    skip_under_a_sanitizer();
    spelt_set_num_threads(TEAM);
    for (int i = 0; i < CALLERS; i++)
        cr_assert_eq(pthread_create(&caller[i], NULL, run_until_stopped, NULL), 0);
    for (int i = 0; i < FORKS; i++) {
        int before = atomic_load(&calls);
        cr_assert(wait_for_count(&calls, before + 1));
        for (int tries = 0; spelt_workers_in_use() == 0 && tries < 100000; tries++)
            continue;
        forked_in_use += spelt_workers_in_use() > 0;
        cr_expect_eq(fork_and_run(NULL), GOOD, "fork %d", i);
    }
    atomic_store(&stop, 1);
    for (int i = 0; i < CALLERS; i++)
        pthread_join(caller[i], NULL);
    cr_expect_gt(forked_in_use, 0);
    cr_expect_eq(atomic_load(&wrong), 0);
    cr_expect_eq(spelt_workers_in_use(), 0);
    cr_expect_eq(meet_all(TEAM, NULL, NULL), TEAM);
}

/* ---- While another is inside ------------------------------------------------------------------
 */

static _Atomic int inside, may_leave;

static void stay(void *context, int number)
{
    (void)context, (void)number;
    atomic_fetch_add(&inside, 1);
    wait_for_count(&may_leave, 1);
}

static void *hold_all(void *took_part)
{
    *(int *)took_part = meet_all(TEAM, stay, NULL);
    return NULL;
}

/* All that the cap allows are in another thread's call, which the child does not have. */
Test(team_fork, while_all_workers_are_inside)
{
    pthread_t other;
    int held = 0;
    spelt_set_num_threads(TEAM);
    cr_assert_eq(pthread_create(&other, NULL, hold_all, &held), 0);
    cr_assert(wait_for_count(&inside, TEAM));
    cr_expect_eq(fork_and_run(fork_again), GOOD);
    cr_expect_eq(spelt_workers_in_use(), TEAM - 1);
    atomic_store(&may_leave, 1);
    pthread_join(other, NULL);
    cr_expect_eq(held, TEAM);
}

/* ---- While another loads libraries ------------------------------------------------------------
 */

static void *load_until_stopped(void *unused)
{
    (void)unused;
    while (!atomic_load(&stop)) {
        void *library = dlopen("libm.so.6", RTLD_LAZY);
        if (library)
            dlclose(library);
        atomic_fetch_add(&calls, 1);
    }
    return NULL;
}

/* The loader's lock may be held in the child, by a thread that is not there: a child of a parent
 * with workers needs nothing of the loader to start its own. */
Test(team_fork, while_another_is_in_the_loader)
{
    pthread_t loader;
    skip_under_a_sanitizer();
    spelt_set_num_threads(TEAM);
    cr_assert_eq(meet_all(TEAM, NULL, NULL), TEAM);
    cr_assert_eq(pthread_create(&loader, NULL, load_until_stopped, NULL), 0);
    for (int i = 0; i < FORKS; i++) {
        int before = atomic_load(&calls);
        cr_assert(wait_for_count(&calls, before + 1));
        cr_expect_eq(fork_and_run(NULL), GOOD, "fork %d", i);
    }
    atomic_store(&stop, 1);
    pthread_join(loader, NULL);
}

/* ---- While others call for the first time ------------------------------------------------------
 */

#define COLD 200
#define FIRST_CALLERS 3

static pthread_barrier_t gate;

static void *first_call(void *unused)
{
    (void)unused;
    pthread_barrier_wait(&gate);
    meet(TEAM, TEAM, 1, NULL, NULL);
    return NULL;
}

/* A process of its own, whose first worker is being started when it forks. */
static int fork_when_cold(void)
{
    pthread_t caller[FIRST_CALLERS];
    pthread_barrier_init(&gate, NULL, FIRST_CALLERS + 1);
    for (int i = 0; i < FIRST_CALLERS; i++)
        if (pthread_create(&caller[i], NULL, first_call, NULL) != 0)
            return NO_THREADS;
    pthread_barrier_wait(&gate);
    int status = fork_and_run(NULL);
    for (int i = 0; i < FIRST_CALLERS; i++)
        pthread_join(caller[i], NULL);
    return status;
}

Test(team_fork, while_others_start_the_first_worker)
{
    skip_under_a_sanitizer();
    spelt_set_num_threads(TEAM);
    for (int i = 0; i < COLD; i++) {
        int status;
        pid_t child = fork();
        if (child == 0)
            _exit(fork_when_cold());
        cr_assert(child > 0 && waitpid(child, &status, 0) == child);
        cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == GOOD, "fork %d: %#x", i,
                  (unsigned)status);
    }
}
