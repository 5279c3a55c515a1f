/* storm.c - 64 threads in calls that are shared out, others changing the caps, and with the
 * argument "fork" children in between: equal bits, no hang, nothing left behind.
 *
 *     storm [fork] [small] [ROUNDS]      small: for tools under which all is slow */
#define _GNU_SOURCE 1

#include "calls.h"
#include "process.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { MOST_HOSTS = 64, MOST_CAP = 7, CHILD_CAP = 3, DEADLINE_SECONDS = 300, CHILD_SECONDS = 120 };
enum { HOST_STACK = 256 << 10 }; /* all of which the C library keeps for the next threads */

static int hosts = MOST_HOSTS, rounds = 20, children;
static double out[MOST_HOSTS + 1][CALLS_N];
static _Atomic int wrong, stop;
static pthread_barrier_t all_there; /* of the hosts: their stacks are as many in each half */

static void *host(void *argument)
{
    const int number = (int)(intptr_t)argument;
    spelt_set_num_threads_local(number % 5 == 0 ? 1 + number % MOST_CAP : 0);
    pthread_barrier_wait(&all_there);
    for (int i = 0; i < rounds; i++)
        if (calls_wrong(out[number]))
            atomic_fetch_add(&wrong, 1);
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
static void be_a_child(void)
{
    int bad = 0;
    process_deadline("storm: a child", CHILD_SECONDS);
    spelt_set_num_threads(CHILD_CAP);
    for (int i = 0; i < 5; i++)
        bad += calls_wrong(out[MOST_HOSTS]);
    _exit(bad ? 1 : process_threads() < 2 ? 2 : process_threads() > CHILD_CAP ? 3 : 0);
}

static int child_failed(void)
{
    static const char *const why[] = {"", "wrong results", "has no worker", "has too many"};
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        be_a_child();
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        fprintf(stderr, "storm: a child: status %#x %s\n", (unsigned)status,
                code > 0 && code < 4 ? why[code] : "");
        return 1;
    }
    return 0;
}

static pthread_t begin(void *(*start)(void *), int number)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, HOST_STACK);
    if (pthread_create(&thread, &attributes, start, (void *)(intptr_t)number) != 0) {
        fprintf(stderr, "storm: cannot start its own threads\n");
        exit(1);
    }
    pthread_attr_destroy(&attributes);
    return thread;
}

static int run_hosts(int forks)
{
    pthread_t thread[MOST_HOSTS];
    int failed = 0;
    atomic_store(&stop, 0);
    pthread_barrier_init(&all_there, NULL, (unsigned)hosts);
    pthread_t other = begin(change_caps, 0);
    for (int i = 0; i < hosts; i++)
        thread[i] = begin(host, i);
    for (int i = 0; i < forks; i++)
        failed += child_failed();
    for (int i = 0; i < hosts; i++)
        pthread_join(thread[i], NULL);
    atomic_store(&stop, 1);
    pthread_join(other, NULL);
    pthread_barrier_destroy(&all_there);
    return failed;
}

/* ---- What must not grow ---------------------------------------------------------------------- */

typedef struct {
    int workers, threads, descriptors;
    long size;
} holdings;

static holdings hold(void)
{
    return (holdings){process_workers(), process_threads(), process_descriptors(), process_size()};
}

/* A tool's own memory is none of ours. */
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define SIZE_IS_OURS 0
#elif defined(__has_feature)
#define SIZE_IS_OURS !(__has_feature(thread_sanitizer) || __has_feature(address_sanitizer))
#else
#define SIZE_IS_OURS 1
#endif

/* KiB: a worker may have taken the stack that was kept from a host, and a new host then needs one.
 * Where a worker was started in the second half, the C library may have made an arena for that. */
enum { SLACK = 2048 };

static int grown(const holdings *half, const holdings *end, int small)
{
    long cpus = sysconf(_SC_NPROCESSORS_ONLN), most = cpus > MOST_CAP - 1 ? cpus : MOST_CAP - 1;
    int late = end->workers - half->workers;
    printf(
        "storm: half-time and end: workers %d %d, threads %d %d, descriptors %d %d, KiB %ld %ld\n",
        half->workers, end->workers, half->threads, end->threads, half->descriptors,
        end->descriptors, half->size, end->size);
    if (end->workers == 0 || end->workers > most)
        fprintf(stderr, "storm: %d workers, not 1 to %ld\n", end->workers, most);
    else if (end->threads > half->threads + late || end->descriptors > half->descriptors)
        fprintf(stderr, "storm: something was left behind\n");
    else if (SIZE_IS_OURS && !small && late == 0 && end->size > half->size + SLACK)
        fprintf(stderr, "storm: memory was left behind\n");
    else
        return 0;
    return 1;
}

int main(int count, char **arguments)
{
    int small = 0;
    for (int i = 1; i < count; i++)
        if (strcmp(arguments[i], "fork") == 0)
            children = 100;
        else if (strcmp(arguments[i], "small") == 0)
            small = 1;
        else
            rounds = atoi(arguments[i]);
    if (small) {
        hosts = 16;
        rounds = 5;
        children /= 20;
    }
    process_deadline("storm", DEADLINE_SECONDS * (small ? 10 : 1));
    calls_open(out[0]);
    int failed = run_hosts(children);
    const holdings half = hold();
    failed += run_hosts(0);
    const holdings end = hold();
    if (atomic_load(&wrong) > 0)
        fprintf(stderr, "storm: %d rounds of calls with wrong results\n", atomic_load(&wrong));
    return grown(&half, &end, small) || failed || atomic_load(&wrong) > 0;
}
