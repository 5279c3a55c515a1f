/* no_threads.c - no thread is to be had: calls run on what there is, say nothing, and use threads
 * again when there are some; and the library is loaded, where OpenBLAS would end the process.
 *
 *     no_threads LIBRARY */
#define _GNU_SOURCE 1

#include "calls.h"
#include "loaded.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { DEADLINE_SECONDS = 60, NOBODY = 54321, CAP = 6, ROUNDS = 20 };

static double out[CALLS_N];

/* ---- A pthread_create that fails ------------------------------------------------------------- */

/* Of the threads that Spelt asks for, [refused_from, refused_to) are refused. */
static int asked_for, refused_from, refused_to;
static int all_are_refused; /* whoever asks */

/* The program's own comes before the C library's. Spelt alone starts threads with attributes. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    if (all_are_refused)
        return EAGAIN;
    if (attributes) {
        const int number = asked_for++;
        if (number >= refused_from && number < refused_to)
            return EAGAIN;
    }
    return real(thread, attributes, start, argument);
}

/* ---- The checks, each of which runs in a child ----------------------------------------------- */

enum { WELL, WRONG, A_MESSAGE, TOO_MANY_WORKERS, NEVER_AGAIN, TOO_MANY_TRIES, CANNOT };
static const char *const why[] = {"it printed something",
                                  "wrong results, or a status that is not SPELT_OK",
                                  "a call left a message",
                                  "more workers than could be had",
                                  "no workers though they can be had again",
                                  "asks for threads at every call",
                                  "the check cannot be made"};

static int call(int rounds)
{
    for (int i = 0; i < rounds; i++)
        if (calls_wrong(out))
            return WRONG;
    return spelt_last_error()[0] ? A_MESSAGE : WELL;
}

/* With threads to be had again, one is tried for a second later. */
static int works_again(int workers)
{
    int bad = WELL;
    for (int i = 0; i < 3000 && process_workers() < workers && bad == WELL; i++) {
        bad = call(1);
        usleep(10000);
    }
    return bad == WELL && process_workers() < workers ? NEVER_AGAIN : bad;
}

static int all_refused_from(int number)
{
    refused_from = number;
    refused_to = 1000000;
    spelt_set_num_threads(CAP);
    int bad = call(ROUNDS);
    if (bad == WELL && process_workers() > number)
        bad = TOO_MANY_WORKERS;
    if (bad == WELL && asked_for > number + ROUNDS)
        bad = TOO_MANY_TRIES;
    refused_to = 0;
    return bad == WELL ? works_again(CAP - 1) : bad;
}

static int one_refused(int number)
{
    refused_from = number;
    refused_to = number + 1;
    spelt_set_num_threads(CAP);
    int bad = call(ROUNDS);
    return bad == WELL ? works_again(CAP - 1) : bad;
}

/* With a limit set: no thread can be had. */
static int calls_alone(void)
{
    spelt_set_num_threads(CAP);
    int bad = call(ROUNDS);
    return bad == WELL && process_threads() > 1 ? TOO_MANY_WORKERS : bad;
}

static int no_processes(int most)
{
    const struct rlimit limit = {(rlim_t)most, (rlim_t)most};
    if ((geteuid() == 0 && setuid(NOBODY) != 0) || setrlimit(RLIMIT_NPROC, &limit) != 0)
        return CANNOT;
    return calls_alone();
}

/* So many KiB more than there are: too few for a stack. */
static int no_memory(int more)
{
    const rlim_t bytes = (rlim_t)(process_size() + more) << 10;
    const struct rlimit limit = {bytes, bytes};
    return setrlimit(RLIMIT_AS, &limit) != 0 ? CANNOT : calls_alone();
}

static const char *library;

/* Another copy than the program's own. OpenBLAS may say on stderr why it has no thread. */
static int load_without_threads(int with_blas)
{
    const spelt_in_f64 x = {calls_x, 1, {CALLS_N}, {1}};
    double sum, again;
    all_are_refused = 1;
    const loaded l = load(library);
    l.cap(CAP);
    if (l.sum(&x, &sum) != SPELT_OK)
        return WRONG;
    if (with_blas) {
        dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
        spelt_status status = l.path("blas");
        if (status != SPELT_OK && status != SPELT_ERR_UNSUPPORTED)
            return WRONG;
        if (l.path(NULL) != SPELT_OK)
            return WRONG;
    }
    return l.sum(&x, &again) != SPELT_OK || memcmp(&sum, &again, sizeof sum) != 0 ? WRONG : WELL;
}

/* ---- Running them ---------------------------------------------------------------------------- */

static int failed(const char *name, int (*check)(int), int argument)
{
    int status = 0, pipes[2];
    char said[256];
    if (pipe(pipes) != 0)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        dup2(pipes[1], STDERR_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        process_deadline("no_threads", DEADLINE_SECONDS);
        _exit(check(argument));
    }
    close(pipes[1]);
    const ssize_t bytes = read(pipes[0], said, sizeof said - 1);
    for (char more[256]; bytes > 0 && read(pipes[0], more, sizeof more) > 0;)
        ; /* it would end by SIGPIPE */
    close(pipes[0]);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0 || bytes != 0) {
        const int code = WIFEXITED(status) ? WEXITSTATUS(status) : CANNOT + 1;
        fprintf(stderr, "no_threads: %s, %d: %s (status %#x)\n", name, argument,
                code <= CANNOT ? why[code] : "it ended", (unsigned)status);
        if (bytes > 0)
            fprintf(stderr, "no_threads: it said: %.*s\n", (int)bytes, said);
        return 1;
    }
    return 0;
}

int main(int count, char **arguments)
{
    int bad = 0;
    if (count < 2)
        die("wants the path of the library");
    library = arguments[1];
    calls_open(out);
    bad |= failed("loading", load_without_threads, 0);
    bad |= failed("loading, and OpenBLAS", load_without_threads, 1);
    for (int number = 0; number < CAP + 2; number++) {
        bad |= failed("all threads refused from number", all_refused_from, number);
        bad |= failed("one thread refused, number", one_refused, number);
    }
    bad |= failed("RLIMIT_NPROC", no_processes, 0);
    bad |= failed("RLIMIT_NPROC", no_processes, 1);
    bad |= failed("RLIMIT_AS, KiB more", no_memory, 0);
    bad |= failed("RLIMIT_AS, KiB more", no_memory, 100);
    return bad;
}
