/* no_threads.c - no thread is to be had: calls run on what there is, say nothing, and use threads
 * again when there are some. */
#define _GNU_SOURCE 1

#include "calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DEADLINE_SECONDS = 60, NOBODY = 54321, CAP = 6 };

static calls_result expected;
static double out[CALLS_N];
static int created, refused_from = 1000;

/* The program's own comes before the C library's. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    if (created++ >= refused_from)
        return EAGAIN;
    return real(thread, attributes, start, argument);
}

static int calls_wrong(void)
{
    calls_result r = calls_run(out);
    return calls_differ(&r, &expected) || spelt_last_error()[0] != '\0';
}

/* Runs a check in a child, whose standard error must stay empty. */
static int failed(const char *name, int (*check)(int), int argument)
{
    int status = 0, pipes[2];
    char said[256];
    if (pipe(pipes) != 0)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], STDERR_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        alarm(DEADLINE_SECONDS);
        _exit(check(argument));
    }
    close(pipes[1]);
    ssize_t bytes = read(pipes[0], said, sizeof said - 1);
    close(pipes[0]);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0 || bytes != 0) {
        fprintf(stderr, "no_threads: %s, %d: status %#x, said: %.*s\n", name, argument,
                (unsigned)status, bytes > 0 ? (int)bytes : 0, said);
        return 1;
    }
    return 0;
}

/* pthread_create fails from the n-th worker on. */
static int creation_fails(int number)
{
    refused_from = number;
    spelt_set_num_threads(CAP);
    for (int i = 0; i < 20; i++)
        if (calls_wrong())
            return 1;
    if (calls_workers() > number)
        return 2;
    refused_from = 1000;
    for (int i = 0; i < 300 && calls_workers() < 2; i++) {
        if (calls_wrong())
            return 3;
        usleep(10000);
    }
    return calls_workers() < 2 ? 4 : 0;
}

/* Whether calls do without workers, with the limit set. */
static int calls_alone(void)
{
    spelt_set_num_threads(CAP);
    for (int i = 0; i < 20; i++)
        if (calls_wrong())
            return 1;
    return calls_workers() > 0 ? 2 : 0;
}

static int no_processes(int most)
{
    const struct rlimit limit = {(rlim_t)most, (rlim_t)most};
    if ((geteuid() == 0 && setuid(NOBODY) != 0) || setrlimit(RLIMIT_NPROC, &limit) != 0)
        return 5;
    return calls_alone();
}

/* Not a byte more than there is. */
static int no_memory(int unused)
{
    const struct rlimit limit = {1 << 20, 1 << 20};
    (void)unused;
    return setrlimit(RLIMIT_AS, &limit) != 0 ? 5 : calls_alone();
}

int main(void)
{
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    calls_fill();
    spelt_set_num_threads(1);
    expected = calls_run(out);
    int bad = expected.bad != SPELT_OK;
    for (int number = 0; number < CAP + 2; number++)
        bad |= failed("pthread_create refuses", creation_fails, number);
    bad |= failed("RLIMIT_NPROC", no_processes, 0);
    bad |= failed("RLIMIT_NPROC", no_processes, 1);
    bad |= failed("RLIMIT_AS", no_memory, 0);
    return bad;
}
