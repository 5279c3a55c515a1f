/* storm.c - 64 threads in calls that are shared out, others changing the caps, and with the
 * argument "fork" a fork in between every now and then: equal bits, no hang, nothing left behind.
 *
 *     storm [fork] [rounds] */
#define _GNU_SOURCE 1

#include "calls.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HOSTS = 64, MOST_CAP = 7, FORKS = 100, DEADLINE_SECONDS = 300 };

static calls_result expected;
static _Atomic int wrong, stop;
static int rounds = 20;

static void call_and_compare(double *out)
{
    calls_result r = calls_run(out);
    if (calls_differ(&r, &expected))
        atomic_fetch_add(&wrong, 1);
}

static void *host(void *number)
{
    double *out = malloc(CALLS_N * sizeof *out);
    if (!out)
        return NULL;
    spelt_set_num_threads_local((int)(intptr_t)number % 5 == 0 ? MOST_CAP : 0);
    for (int i = 0; i < rounds; i++)
        call_and_compare(out);
    free(out);
    return NULL;
}

static void *change_caps(void *unused)
{
    for (int i = 0; !atomic_load(&stop); i++) {
        if (spelt_set_num_threads(1 + i % MOST_CAP) != SPELT_OK)
            atomic_fetch_add(&wrong, 1);
        usleep(50);
    }
    return unused;
}

/* A child of a process in the middle of all this has a team of its own. */
static int child_failed(void)
{
    pid_t child = fork();
    int status = 0;
    if (child == 0) {
        static double out[CALLS_N];
        alarm(DEADLINE_SECONDS);
        atomic_store(&wrong, 0);
        spelt_set_num_threads(3);
        for (int i = 0; i < 5; i++)
            call_and_compare(out);
        _exit(atomic_load(&wrong) != 0);
    }
    return child < 0 || waitpid(child, &status, 0) != child || status != 0;
}

static int run_hosts(int forks)
{
    pthread_t thread[HOSTS], other;
    int failed = 0;
    atomic_store(&stop, 0);
    if (pthread_create(&other, NULL, change_caps, NULL) != 0)
        return 1;
    for (int i = 0; i < HOSTS; i++)
        if (pthread_create(&thread[i], NULL, host, (void *)(intptr_t)i) != 0)
            return 1;
    for (int i = 0; i < forks; i++)
        failed += child_failed();
    for (int i = 0; i < HOSTS; i++)
        pthread_join(thread[i], NULL);
    atomic_store(&stop, 1);
    pthread_join(other, NULL);
    if (failed)
        fprintf(stderr, "storm: %d of %d children failed\n", failed, forks);
    return failed;
}

int main(int count, char **arguments)
{
    static double out[CALLS_N];
    int forks = count > 1 && strcmp(arguments[1], "fork") == 0 ? FORKS : 0;
    if (count > 1 + (forks > 0))
        rounds = atoi(arguments[1 + (forks > 0)]);
    setenv("SPELT_GRAIN_BYTES", "1", 1); /* every call is shared out */
    alarm(DEADLINE_SECONDS);
    calls_fill();
    spelt_set_num_threads(1);
    expected = calls_run(out);
    int failed = run_hosts(forks);
    int workers = calls_workers();
    failed += run_hosts(0);
    printf("storm: %d calls wrong, %d workers at half-time, %d at the end\n", atomic_load(&wrong),
           workers, calls_workers());
    if (expected.bad || calls_workers() > MOST_CAP - 1 + (int)sysconf(_SC_NPROCESSORS_ONLN))
        failed++;
    return failed || atomic_load(&wrong) > 0;
}
