/* test_worker.c - the worker threads as the host meets them: when there are some, and what they do
 * to its signals, its CPUs and its thread list. */
#include "meeting.h"
#include "support.h"

#include "runtime/worker.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <ctype.h>
#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define TEAM 4
#define NAME_BYTES 16

/* ---- When there are some ----------------------------------------------------------------------
 */

/* The process's threads that have a name such as spelt-1. */
static int named_threads(void)
{
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    cr_assert_not_null(tasks);
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        char path[300], name[64] = "";
        snprintf(path, sizeof path, "/proc/self/task/%s/comm", task->d_name);
        FILE *file = task->d_name[0] != '.' ? fopen(path, "r") : NULL;
        if (!file)
            continue;
        if (!fgets(name, sizeof name, file))
            name[0] = '\0';
        fclose(file);
        count += strncmp(name, "spelt-", 6) == 0;
    }
    closedir(tasks);
    return count;
}

static cpu_set_t own_mask(void)
{
    cpu_set_t mask;
    cr_assert_eq(sched_getaffinity(0, sizeof mask, &mask), 0);
    return mask;
}

Test(worker, started_on_demand)
{
    double x[100] = {1}, sum = 0;
    unsetenv("SPELT_GRAIN_BYTES");
    spelt_set_num_threads(TEAM);
    cr_expect_eq(spelt_workers_started(), 0);
    cr_expect_eq(spelt_sum_f64(SPELT_IN(f64, x, 100), &sum), SPELT_OK);
    cr_expect_eq(spelt_threads_for_any(), TEAM);
    cr_expect_eq(meet_all(1, NULL, NULL), 1);
    cr_expect_eq(spelt_workers_started(), 0);
    cr_expect_eq(named_threads(), 0);

    /* One for each CPU, as the calling thread may move, or each that is wanted at once. */
    const cpu_set_t mask = own_mask();
    const int cpus = CPU_COUNT(&mask);
    for (int threads = 2; threads <= TEAM; threads++)
        for (int again = 0; again < 30; again++) {
            cr_expect_eq(meet_all(threads, NULL, NULL), threads);
            cr_expect_geq(spelt_workers_started(), threads - 1);
            cr_expect_leq(spelt_workers_started(), cpus > threads - 1 ? cpus : threads - 1);
        }
    cr_expect_eq(named_threads(), spelt_workers_started());
}

/* ---- What each is -----------------------------------------------------------------------------
 */

static const int faults[] = {SIGFPE, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGSYS};

/* Kept by the kernel or by the C library. */
static int is_nobodys(int number)
{
    return number == SIGKILL || number == SIGSTOP || (number > 31 && number < SIGRTMIN);
}

static int is_fault(int number)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        if (faults[i] == number)
            return 1;
    return 0;
}

typedef struct {
    char name[NAME_BYTES];
    sigset_t blocked;
    int cancel_state, detach_state, failed;
    size_t stack;
    cpu_set_t mask;
} traits;

static void tell(void *context, int number)
{
    traits *me = (traits *)context + number;
    pthread_attr_t attributes;
    me->failed = prctl(PR_GET_NAME, me->name, 0, 0, 0) != 0 ||
                 pthread_sigmask(SIG_SETMASK, NULL, &me->blocked) != 0 ||
                 sched_getaffinity(0, sizeof me->mask, &me->mask) != 0 ||
                 pthread_getattr_np(pthread_self(), &attributes) != 0;
    if (me->failed)
        return;
    me->failed = pthread_attr_getdetachstate(&attributes, &me->detach_state) != 0 ||
                 pthread_attr_getstacksize(&attributes, &me->stack) != 0;
    pthread_attr_destroy(&attributes);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &me->cancel_state);
    if (number == 0)
        pthread_setcancelstate(me->cancel_state, NULL);
}

static void expect_name(const traits *workers, int number)
{
    const char *name = workers[number].name;
    char *end;
    cr_expect(strncmp(name, "spelt-", 6) == 0 && isdigit((unsigned char)name[6]), "%s", name);
    long value = strtol(name + 6, &end, 10);
    cr_expect(*end == '\0' && value >= 1 && value <= spelt_workers_started(), "%s", name);
    for (int i = 1; i < number; i++)
        cr_expect_str_neq(name, workers[i].name);
}

Test(worker, traits)
{
    traits all[TEAM] = {{.failed = 0}};
    char before[NAME_BYTES], after[NAME_BYTES];
    prctl(PR_GET_NAME, before, 0, 0, 0);
    spelt_set_num_threads(TEAM);
    cr_assert_eq(meet_all(TEAM, tell, all), TEAM);
    prctl(PR_GET_NAME, after, 0, 0, 0);
    cr_expect_str_eq(after, before);
    cr_expect_str_eq(all[0].name, before);
    for (int i = 1; i < TEAM; i++) {
        cr_assert_eq(all[i].failed, 0);
        expect_name(all, i);
        for (int number = 1; number <= SIGRTMAX; number++)
            if (!is_nobodys(number))
                cr_expect_eq(sigismember(&all[i].blocked, number), !is_fault(number), "signal %d",
                             number);
        cr_expect_eq(all[i].cancel_state, PTHREAD_CANCEL_DISABLE);
        cr_expect_eq(all[i].detach_state, PTHREAD_CREATE_DETACHED);
        cr_expect_geq(all[i].stack, (size_t)128 << 10);
        cr_expect_lt(all[i].stack, (size_t)1 << 20);
    }
}

static int same_signals(const sigset_t *a, const sigset_t *b)
{
    for (int number = 1; number <= SIGRTMAX; number++)
        if (!is_nobodys(number) && sigismember(a, number) != sigismember(b, number))
            return 0;
    return 1;
}

/* A call on several threads holds off what comes from elsewhere; faults strike as they did before. */
static int are_held(const sigset_t *before, const sigset_t *during)
{
    for (int number = 1; number <= SIGRTMAX; number++)
        if (!is_nobodys(number) &&
            sigismember(during, number) != (!is_fault(number) || sigismember(before, number)))
            return 0;
    return 1;
}

Test(worker, the_callers_signals_stay)
{
    sigset_t mine, after;
    traits all[TEAM];
    sigemptyset(&mine);
    sigaddset(&mine, SIGUSR1);
    sigaddset(&mine, SIGSEGV);
    sigaddset(&mine, SIGRTMAX);
    cr_assert_eq(pthread_sigmask(SIG_SETMASK, &mine, NULL), 0);
    spelt_set_num_threads(TEAM);
    cr_assert_eq(meet_all(TEAM, tell, all), TEAM);
    cr_assert_eq(pthread_sigmask(SIG_SETMASK, NULL, &after), 0);
    cr_expect(are_held(&mine, &all[0].blocked), "during the call that starts workers");
    cr_expect(same_signals(&mine, &after), "after it");
    cr_expect_not(sigismember(&all[1].blocked, SIGSEGV), "a worker's faults are not the caller's");
    sigemptyset(&mine);
    cr_assert_eq(pthread_sigmask(SIG_SETMASK, &mine, NULL), 0);
    cr_assert_eq(meet_all(TEAM, tell, all), TEAM);
    cr_assert_eq(pthread_sigmask(SIG_SETMASK, NULL, &after), 0);
    cr_expect(same_signals(&mine, &after));
    cr_expect(sigismember(&all[1].blocked, SIGUSR1));
}

/* ---- CPUs -------------------------------------------------------------------------------------
 */

static int only_cpu(const cpu_set_t *mask)
{
    int cpu = 0;
    if (CPU_COUNT(mask) != 1)
        return -1;
    while (!CPU_ISSET((size_t)cpu, mask))
        cpu++;
    return cpu;
}

/* As many as there are CPUs or, where these are many, TEAM. */
static int team_of_cpus(const cpu_set_t *mask)
{
    int cpus = CPU_COUNT(mask);
    return cpus < TEAM ? cpus : TEAM;
}

static int next_cpu(const cpu_set_t *mask, int cpu)
{
    do
        cpu = (cpu + 1) % CPU_SETSIZE;
    while (!CPU_ISSET((size_t)cpu, mask));
    return cpu;
}

static cpu_set_t only(int cpu)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    return one;
}

static void go_to(int cpu, const cpu_set_t *mask)
{
    const cpu_set_t one = only(cpu);
    cr_assert_eq(sched_setaffinity(0, sizeof one, &one), 0);
    cr_assert_eq(sched_setaffinity(0, sizeof *mask, mask), 0);
}

/* Each has a CPU of its own, and the caller's stays free, wherever that is. Where the caller moves
 * meanwhile nothing can be said; it may even have come back. */
Test(worker, bound_to_other_cpus)
{
    const cpu_set_t mask = own_mask();
    const int team = team_of_cpus(&mask);
    int looked_at = 0, taken_from_caller = 0;
    if (team < 2)
        skip_visibly("there is one CPU");
    spelt_set_num_threads(team);
    for (int i = 0; i < 5000 && looked_at < 50; i++) {
        traits all[TEAM];
        go_to(next_cpu(&mask, sched_getcpu()), &mask);
        int before = sched_getcpu();
        cr_assert_eq(meet_all(team, tell, all), team);
        int stayed = sched_getcpu() == before;
        looked_at += stayed;
        for (int w = 1; w < team; w++) {
            int cpu = only_cpu(&all[w].mask);
            cr_assert_geq(cpu, 0, "bound to %d CPUs", CPU_COUNT(&all[w].mask));
            cr_expect(CPU_ISSET((size_t)cpu, &mask));
            taken_from_caller += stayed && cpu == before;
            for (int other = 1; other < w; other++)
                cr_expect_neq(cpu, only_cpu(&all[other].mask));
        }
        cr_expect(CPU_EQUAL(&all[0].mask, &mask), "the caller is not bound");
    }
    cr_expect_gt(looked_at, 0);
    cr_expect_leq(taken_from_caller, looked_at / 5, "%d of %d", taken_from_caller, looked_at);
}

static void expect_on(const cpu_set_t *mask, int team)
{
    traits all[TEAM];
    cr_assert_eq(meet_all(team, tell, all), team);
    for (int w = 1; w < team; w++) {
        int cpu = only_cpu(&all[w].mask);
        cr_expect(cpu >= 0 && CPU_ISSET((size_t)cpu, mask), "worker %d on CPU %d", w, cpu);
    }
}

/* A worker goes where the caller may be, also to its own CPU where that is the only one, and back.
 */
Test(worker, follows_the_callers_mask)
{
    const cpu_set_t mask = own_mask();
    const int cpus = CPU_COUNT(&mask);
    spelt_set_num_threads(TEAM);
    expect_on(&mask, TEAM);
    for (int round = 0; round < 3; round++)
        for (int cpu = 0, seen = 0; cpu < CPU_SETSIZE && seen < 4; cpu++) {
            if (!CPU_ISSET((size_t)cpu, &mask))
                continue;
            seen++;
            const cpu_set_t one = only(cpu);
            cr_assert_eq(sched_setaffinity(0, sizeof one, &one), 0);
            expect_on(&one, TEAM);
            cr_assert_eq(sched_setaffinity(0, sizeof mask, &mask), 0);
            expect_on(&mask, team_of_cpus(&mask));
        }
    cr_expect_leq(spelt_workers_started(), cpus > TEAM - 1 ? cpus : TEAM - 1);
}

static void *call_with_mask(void *mask)
{
    cr_assert_eq(sched_setaffinity(0, sizeof(cpu_set_t), mask), 0);
    expect_on(mask, 2);
    return NULL;
}

/* It is the calling thread's mask that counts, whoever called before. */
Test(worker, each_callers_own_mask)
{
    const cpu_set_t mask = own_mask();
    spelt_set_num_threads(2);
    for (int cpu = 0, seen = 0; cpu < CPU_SETSIZE && seen < 4; cpu++) {
        if (!CPU_ISSET((size_t)cpu, &mask))
            continue;
        seen++;
        pthread_t other;
        cpu_set_t one = only(cpu);
        cr_assert_eq(pthread_create(&other, NULL, call_with_mask, &one), 0);
        pthread_join(other, NULL);
        expect_on(&mask, 2);
    }
}
