/* busy.c - what threads do to a call on a busy machine and on an idle one.
 *
 *     busy [--idle] [--cap N] [--rounds N] [--block N]
 *
 * makes a competitor for each CPU, unless --idle, and measures dot_f64 with one thread and with the
 * cap, by turns, --block calls each, with pauses of 1 ms and without. It fails where the median
 * with threads is more than 10 times that of one thread: a call that waits for a thread which is
 * not scheduled takes 50 times as long. */
#define _GNU_SOURCE 1

#include "process.h"

#include <spelt/spelt.h>

#include <sys/prctl.h>
#include <time.h>

enum { MOST_COMPETITORS = 256, MOST_ROUNDS = 1000, MOST_N = 1 << 22, HANGS = 10 };
enum { DEADLINE_SECONDS = 500 };

static void die(const char *why)
{
    fprintf(stderr, "busy: %s\n", why);
    exit(1);
}

static pid_t competitor[MOST_COMPETITORS];
static int competitors;

static void start_competitors(void)
{
    pid_t parent = getpid();
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    for (int i = 0; i < cpus && i < MOST_COMPETITORS; i++) {
        pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            for (volatile unsigned long spins = 0; getppid() == parent;)
                for (int k = 0; k < 1000000; k++)
                    spins++;
            _exit(0);
        }
        if (child > 0)
            competitor[competitors++] = child;
    }
}

static void stop_competitors(void)
{
    for (int i = 0; i < competitors; i++)
        kill(competitor[i], SIGKILL);
}

static double microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e6 * (double)now.tv_sec + 1e-3 * (double)now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct {
    int cap, rounds, block, pause;
} setting;

/* How many times as long as with one thread; the results must be the same. */
static double measure(const setting *s, const double *x, const double *y, size_t n)
{
    static double took[2][MOST_ROUNDS];
    double result[2] = {0, 0};
    for (int start = 0; start < s->rounds; start += s->block)
        for (int with = 0; with < 2; with++) {
            int which = with ^ (start / s->block & 1);
            spelt_set_num_threads_local(which ? s->cap : 1);
            for (int i = start; i < start + s->block && i < s->rounds; i++) {
                if (s->pause)
                    usleep(1000);
                double begin = microseconds();
                if (spelt_dot_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &result[which]))
                    die(spelt_last_error());
                took[which][i] = microseconds() - begin;
            }
        }
    if (memcmp(&result[0], &result[1], sizeof result[0]) != 0)
        die("another result with threads");
    for (int which = 0; which < 2; which++)
        qsort(took[which], (size_t)s->rounds, sizeof took[0][0], compare);
    const int half = s->rounds / 2, most = s->rounds * 9 / 10;
    printf("%-9s %6zu KiB   one thread %8.1f (%8.1f)   cap %d %8.1f (%8.1f)   %5.2f times\n",
           s->pause ? "1 ms" : "no pause", n / 64, took[0][half], took[0][most], s->cap,
           took[1][half], took[1][most], took[1][half] / took[0][half]);
    return took[1][half] / took[0][half];
}

/* A machine that does other things as well may spoil one measurement, hardly three. */
static int hangs(const setting *s, const double *x, const double *y, size_t n)
{
    for (int tries = 0; tries < 3; tries++)
        if (measure(s, x, y, n) <= HANGS)
            return 0;
    fprintf(stderr, "busy: with threads more than %d times as long\n", HANGS);
    return 1;
}

int main(int count, char **arguments)
{
    setting s = {.cap = 2, .rounds = 40, .block = 1};
    int idle = 0, failed = 0;
    for (int i = 1; i < count; i++) {
        int value = i + 1 < count ? atoi(arguments[i + 1]) : 0;
        if (strcmp(arguments[i], "--idle") == 0) {
            idle = 1;
            continue;
        }
        if (strcmp(arguments[i], "--cap") == 0 && value > 0)
            s.cap = value;
        else if (strcmp(arguments[i], "--rounds") == 0 && value > 0 && value <= MOST_ROUNDS)
            s.rounds = value;
        else if (strcmp(arguments[i], "--block") == 0 && value > 0)
            s.block = value;
        else
            die("[--idle] [--cap N] [--rounds N] [--block N]");
        i++;
    }
    double *x = malloc(MOST_N * sizeof *x), *y = malloc(MOST_N * sizeof *y);
    if (!x || !y)
        die("no memory");
    for (size_t i = 0; i < MOST_N; i++)
        x[i] = (double)(i % 1013), y[i] = 1.0 / (double)(i % 997 + 1);
    process_deadline("busy", DEADLINE_SECONDS);
    if (!idle) {
        atexit(stop_competitors);
        start_competitors();
    }
    printf("%s machine; microseconds a call, median (90th percentile) of %d, blocks of %d\n",
           idle ? "idle" : "busy", s.rounds, s.block);
    for (s.pause = 0; s.pause < 2; s.pause++)
        for (size_t n = 1 << 14; n <= MOST_N; n *= 4)
            failed |= hangs(&s, x, y, n);
    free(x);
    free(y);
    return failed;
}
