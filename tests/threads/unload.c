/* unload.c - an object with Spelt in it is loaded, called and unloaded again and again, while its
 * workers sleep, look out or work; and exit waits for none of them.
 *
 *     unload OBJECT [TIMES]      libspelt.so, or a plugin with the archive in it */
#define _GNU_SOURCE 1

#include "loaded.h"
#include "process.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { N = 100000, CAP = 3, DEADLINE_SECONDS = 120, EXIT_STATUS = 7 };

static double numbers[N];
static const char *object_name;

static void call(const loaded *l)
{
    const spelt_in_f64 x = {numbers, 1, {N}, {1}};
    double result = 0;
    if (l->sum(&x, &result) != SPELT_OK || result != (double)N * (N - 1) / 2)
        die("a wrong sum");
}

/* ---- What is done with it -------------------------------------------------------------------- */

static _Atomic int stop;

static void *call_until_stopped(void *argument)
{
    while (!atomic_load(&stop))
        call(argument);
    return NULL;
}

/* Another one that loads it for itself: the first one's unloading falls into its calls. */
static void *load_until_stopped(void *argument)
{
    while (!atomic_load(&stop)) {
        loaded l = load(object_name);
        call(&l);
        unload(&l);
    }
    return argument;
}

static pthread_t begin(void *(*start)(void *), void *argument)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, start, argument) != 0)
        die("cannot start its own threads");
    return thread;
}

static void fail(const loaded *l)
{
    const spelt_in_f64 x = {numbers, 1, {N}, {1}}, shorter = {numbers, 1, {N - 1}, {1}};
    double result = 0;
    if (l->dot(&x, &shorter, &result) != SPELT_ERR_SHAPE ||
        !strstr(l->last_error(), "y has shape (99999)"))
        die("no message");
}

static void load_and_unload(void)
{
    loaded l = load(object_name);
    l.cap(1);
    call(&l);
    fail(&l);
    unload(&l);
}

enum { TIMES_WITHOUT_WORKERS = 1100, SLACK_KIB = 256 };

/* Without workers nothing stays, and nothing that a fork would call: neither memory nor any of the
 * 1,024 keys that a process has for its threads' data. */
static void unload_without_workers(void)
{
    int status = 0;
    load_and_unload();
    const long kib = process_size();
    for (int i = 0; i < TIMES_WITHOUT_WORKERS; i++)
        load_and_unload();
    if (process_size() > kib + SLACK_KIB)
        die("leaves memory behind");
    if (process_mappings(strrchr(object_name, '/')) > 0)
        die("is still there though it has no workers");
    pid_t child = fork();
    if (child == 0)
        _exit(EXIT_STATUS);
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        die("a fork after unloading fails");
}

static void start_worker(void)
{
    loaded l = load(object_name);
    l.cap(CAP);
    while (process_workers() == 0)
        call(&l);
    unload(&l);
    if (process_mappings(strrchr(object_name, '/')) == 0)
        die("is gone though it has workers");
}

/* The caps of an object that was loaded again are those of before: it has never been away. */
static void unload_again_and_again(int times)
{
    for (int i = 0; i < times; i++) {
        loaded l = load(object_name);
        for (int k = 0; k < 1 + i % 3; k++)
            call(&l);
        unload(&l);
        if (i % 100 == 0)
            usleep(1000); /* asleep by now */
    }
}

typedef struct {
    int threads, workers, mappings, descriptors;
} holdings;

static holdings hold(void)
{
    return (holdings){process_threads(), process_workers(), process_mappings(""),
                      process_descriptors()};
}

static void unload_beside_others(int times)
{
    pthread_t other = begin(load_until_stopped, NULL);
    unload_again_and_again(times);
    atomic_store(&stop, 1);
    pthread_join(other, NULL);
    atomic_store(&stop, 0);
}

/* What is mapped may change by a stack that the C library keeps, with its guard page. */
static void check_growth(const holdings *half, const holdings *end)
{
    const int late = end->workers - half->workers;
    printf(
        "unload: half-time and end: workers %d %d, threads %d %d, mappings %d %d, descriptors %d "
        "%d\n",
        half->workers, end->workers, half->threads, end->threads, half->mappings, end->mappings,
        half->descriptors, end->descriptors);
    if (end->workers > CAP - 1 && end->workers > sysconf(_SC_NPROCESSORS_ONLN))
        die("more workers than the cap and the CPUs allow");
    if (end->threads > half->threads + late || end->descriptors > half->descriptors)
        die("something was left behind");
    if (end->mappings > half->mappings + 4 * (late + 1))
        die("mappings were left behind");
}

/* ---- Exit ------------------------------------------------------------------------------------ */

static void *exit_soon(void *unused)
{
    (void)unused;
    usleep(20000);
    exit(EXIT_STATUS);
}

/* By another thread than the first one, with several in the midst of calls. */
static void exit_amid_calls(void)
{
    process_deadline("unload: exit", DEADLINE_SECONDS);
    loaded l = load(object_name);
    l.cap(CAP);
    begin(exit_soon, NULL);
    begin(call_until_stopped, &l);
    begin(call_until_stopped, &l);
    call_until_stopped(&l);
}

static void exit_in_child(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        exit_amid_calls();
    if (child < 0 || waitpid(child, &status, 0) != child)
        die("cannot fork");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_STATUS) {
        fprintf(stderr, "unload: exit amid calls: status %#x\n", (unsigned)status);
        exit(1);
    }
}

int main(int count, char **arguments)
{
    const int times = count > 2 ? atoi(arguments[2]) : 1000;
    if (count < 2 || !strrchr(arguments[1], '/'))
        die("wants the path of an object");
    object_name = arguments[1];
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    process_deadline("unload", DEADLINE_SECONDS);
    for (int i = 0; i < N; i++)
        numbers[i] = i;
    unload_without_workers();
    for (int i = 0; i < 5; i++)
        exit_in_child();
    start_worker();
    unload_again_and_again(times / 4);
    unload_beside_others(times / 4);
    const holdings half = hold();
    unload_again_and_again(times / 4);
    unload_beside_others(times / 4);
    usleep(100000);
    const holdings end = hold();
    check_growth(&half, &end);
    return 0; /* and exit once more, with workers asleep */
}
