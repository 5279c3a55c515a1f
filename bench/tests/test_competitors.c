/* test_competitors.c - who keeps the machine busy: on which CPUs, when, and that none is left. */
#include "../../tests/support.h"
#include "measure/calm.h"
#include "measure/competitors.h"
#include "measure/timing.h"

#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* The competitors of a process group, by the letter that /proc has for what they do: 'T' stopped,
 * 'R' running; 0: whatever they do. cpus: those that they are bound to; may be NULL. */
static int count_competitors(pid_t group, char state, cpu_set_t *cpus)
{
    DIR *all = opendir("/proc");
    int found = 0;
    cr_assert(all != NULL);
    for (struct dirent *entry; (entry = readdir(all)) != NULL;) {
        char path[300], is = 0;
        int parent, theirs = -1;
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        FILE *file = fopen(path, "r");
        if (!file)
            continue;
        const int fields = fscanf(file, "%*d (spelt-busy) %c %d %d", &is, &parent, &theirs);
        fclose(file);
        if (fields != 3 || theirs != group || is == 'Z' || (state && is != state))
            continue;
        found++;
        cpu_set_t set;
        if (cpus && sched_getaffinity(atoi(entry->d_name), sizeof set, &set) == 0)
            CPU_XOR(cpus, cpus, &set);
    }
    closedir(all);
    return found;
}

static int count_soon(pid_t group, char state, int wanted)
{
    int found = -1;
    for (int i = 0; i < 500 && (found = count_competitors(group, state, NULL)) != wanted; i++)
        clock_sleep(0.01);
    return found;
}

Test(competitors, one_bound_to_each_cpu)
{
    cpu_set_t ours, theirs;
    CPU_ZERO(&theirs);
    cr_assert_eq(sched_getaffinity(0, sizeof ours, &ours), 0);
    cr_assert(competitors_begin());
    cr_expect_eq(competitors_count(), CPU_COUNT(&ours));
    cr_expect_eq(count_competitors(getpgrp(), 0, &theirs), CPU_COUNT(&ours));
    cr_expect(CPU_EQUAL(&ours, &theirs));
    competitors_end();
    cr_expect_eq(competitors_count(), 0);
    cr_expect_eq(count_competitors(getpgrp(), 0, NULL), 0);
}

Test(competitors, busy_only_between_go_and_stop)
{
    cr_assert(competitors_begin());
    const int count = competitors_count();
    for (int times = 0; times < 2; times++) {
        cr_expect_eq(count_soon(getpgrp(), 'T', count), count);
        calm_loop();
        const size_t loops = calm_so_far().loops;
        competitors_go();
        cr_expect_eq(count_soon(getpgrp(), 'R', count), count);
        calm_loop();
        cr_expect_eq(calm_so_far().loops, loops, "a busy machine is not called calm or not");
        competitors_stop();
        calm_loop();
        cr_expect_eq(calm_so_far().loops, loops + 1);
    }
    competitors_end();
}

/* Stopped or not, however their parent ends. */
static void expect_none_after(void (*end)(void), int busy)
{
    int to_parent[2], status;
    char byte;
    cr_assert_eq(pipe(to_parent), 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    const pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        if (!competitors_begin())
            _exit(2);
        if (busy)
            competitors_go();
        if (count_competitors(getpid(), 0, NULL) != competitors_count() ||
            write(to_parent[1], "", 1) != 1)
            _exit(3);
        end();
        _exit(4);
    }
    close(to_parent[1]);
    cr_assert_eq(read(to_parent[0], &byte, 1), 1, "there were no competitors");
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect_eq(count_soon(child, 0, 0), 0);
    kill(-child, SIGKILL);
    close(to_parent[0]);
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
}

static void by_exit(void)
{
    exit(0);
}

static void by_kill(void)
{
    raise(SIGKILL);
}

static void by_signal(void)
{
    signal(SIGTERM, SIG_DFL);
    raise(SIGTERM);
}

Test(competitors, none_outlives_its_parent)
{
    void (*const ends[])(void) = {by_exit, by_kill, by_signal};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        for (int busy = 0; busy < 2; busy++)
            expect_none_after(ends[i], busy);
}
