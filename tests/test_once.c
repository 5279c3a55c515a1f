/* test_once.c - a function runs once; a child begins it anew where the fork came in its middle. */
#include "support.h"

#include "runtime/once.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static spelt_once once;
static _Atomic int begun, ended, go_on;

static void slowly(void)
{
    atomic_fetch_add(&begun, 1);
    while (!atomic_load(&go_on))
        usleep(100);
    atomic_fetch_add(&ended, 1);
}

static void *run(void *unused)
{
    spelt_once_run(&once, slowly);
    cr_assert_eq(atomic_load(&ended), 1, "came back before it had run");
    return unused;
}

Test(once, threads)
{
    enum { THREADS = 8 };
    pthread_t thread[THREADS];
    for (int i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&thread[i], NULL, run, NULL), 0);
    usleep(10000);
    atomic_store(&go_on, 1);
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
    run(NULL);
    cr_assert_eq(atomic_load(&begun), 1);
}

/* The child of a child too: each is one fork on. */
static void children(int generations)
{
    int status = 0;
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        alarm(20);
        if (generations > 1)
            children(generations - 1);
        atomic_store(&go_on, 1);
        spelt_once_run(&once, slowly);
        _exit(atomic_load(&begun) == 2 && atomic_load(&ended) == 1 ? 0 : 1);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0, "a child ends with status %#x", (unsigned)status);
}

Test(once, fork_in_the_middle)
{
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, run, NULL), 0);
    while (!atomic_load(&begun))
        usleep(100);
    children(2);
    atomic_store(&go_on, 1);
    pthread_join(thread, NULL);
    cr_assert_eq(atomic_load(&begun), 1);
}
