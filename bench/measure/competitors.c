/* competitors.c - makes the machine busy. */
#define _GNU_SOURCE
#include "measure/competitors.h"

#include "measure/calm.h"
#include "measure/clock.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Until a signal has reached the others, and the scheduler has noticed. */
static const double settling = 0.02;

static pid_t competitors[CPU_SETSIZE];
static int count;
static int going;

/* What a competitor does. It ends when the bench ends, however that does. */
__attribute__((noreturn)) static void compete(size_t cpu, pid_t bench)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    sched_setaffinity(0, sizeof set, &set);
    prctl(PR_SET_NAME, "spelt-busy");
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != bench)
        _exit(1);
    raise(SIGSTOP);
    for (volatile uint64_t turns = 0;; turns++)
        continue;
}

/* Ctrl-C strikes all processes of a terminal, and the bench still has a round to end then. */
static pid_t start(size_t cpu)
{
    sigset_t all, before;
    const pid_t bench = getpid();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    const pid_t competitor = fork();
    if (competitor == 0) {
        signal(SIGINT, SIG_IGN);
        signal(SIGTERM, SIG_DFL);
        sigprocmask(SIG_SETMASK, &before, NULL);
        compete(cpu, bench);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return competitor;
}

/* Whether it stands still now, and waits to be sent off. */
static int has_stopped(pid_t competitor)
{
    int status;
    while (waitpid(competitor, &status, WUNTRACED) < 0)
        if (errno != EINTR)
            return 0;
    return WIFSTOPPED(status);
}

int competitors_begin(void)
{
    cpu_set_t set;
    static int is_registered;
    if (!is_registered)
        is_registered = atexit(competitors_end) == 0;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        CPU_ZERO(&set);
    for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET(cpu, &set))
            continue;
        const pid_t competitor = start(cpu);
        if (competitor > 0 && has_stopped(competitor)) {
            competitors[count++] = competitor;
            continue;
        }
        fprintf(stderr,
                "spelt-bench: cannot start what keeps the machine busy: %s; --idle does without\n",
                strerror(errno));
        competitors_end();
        return 0;
    }
    return count > 0;
}

int competitors_count(void)
{
    return count;
}

static void signal_all(int number)
{
    for (int i = 0; i < count; i++)
        kill(competitors[i], number);
}

void competitors_go(void)
{
    calm_suspend();
    going = 1;
    signal_all(SIGCONT);
    clock_sleep(settling);
}

void competitors_stop(void)
{
    signal_all(SIGSTOP);
    clock_sleep(settling);
    if (going)
        calm_resume();
    going = 0;
}

void competitors_end(void)
{
    signal_all(SIGKILL);
    for (int i = 0; i < count; i++)
        while (waitpid(competitors[i], NULL, 0) < 0 && errno == EINTR)
            continue;
    count = 0;
}
