/* calls.h - calls that are shared out, and whether their bits are those of one thread. For programs
 * that a sanitizer, another C library or a loader must be able to run: no test framework. */
#ifndef SPELT_TESTS_THREADS_CALLS_H
#define SPELT_TESTS_THREADS_CALLS_H

#include <spelt/spelt.h>

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No multiple of a block or piece. */
#define CALLS_N 60001

static double calls_x[CALLS_N], calls_y[CALLS_N];
static int64_t calls_xi[CALLS_N];

/* So that each addition rounds, and another order gives other bits. */
static void calls_fill(void)
{
    uint32_t state = 1;
    for (int i = 0; i < CALLS_N; i++) {
        state = state * 1664525u + 1013904223u;
        calls_x[i] = (double)(int32_t)state / 3.0;
        calls_y[i] = (double)(state >> 8) / 7.0;
        calls_xi[i] = (int32_t)state / 256;
    }
}

#ifndef CALLS_WITHOUT_SPELT

typedef struct {
    double dot, exact, backwards;
    int64_t sum, squares;
    uint64_t added;
    spelt_status bad;
} calls_result;

static void calls_note(calls_result *result, spelt_status status)
{
    if (status != SPELT_OK)
        result->bad = status;
}

static calls_result calls_run(double *out)
{
    calls_result r;
    memset(&r, 0, sizeof r);
    const spelt_in_f64 x = spelt_in_1d_f64(calls_x, CALLS_N), y = spelt_in_1d_f64(calls_y, CALLS_N);
    spelt_in_f64 backwards = spelt_in_1d_f64(calls_x + CALLS_N - 1, CALLS_N);
    backwards.stride[0] = -1;
    calls_note(&r, spelt_dot_f64(&x, &y, &r.dot));
    calls_note(&r, spelt_dot_exact_f64(&x, &y, &r.exact));
    calls_note(&r, spelt_sum_f64(&backwards, &r.backwards));
    calls_note(&r, spelt_sum_i64(SPELT_IN(i64, calls_xi, CALLS_N), &r.sum));
    calls_note(&r, spelt_sumsq_i64(SPELT_IN(i64, calls_xi, 1000), &r.squares));
    calls_note(&r, spelt_add_f64(&x, &y, SPELT_OUT(f64, out, CALLS_N)));
    for (int i = 0; i < CALLS_N; i += 97) {
        uint64_t bits;
        memcpy(&bits, &out[i], sizeof bits);
        r.added = r.added * 31 + bits;
    }
    return r;
}

static int calls_differ(const calls_result *a, const calls_result *b)
{
    return a->bad || b->bad || memcmp(&a->dot, &b->dot, sizeof a->dot) ||
           memcmp(&a->exact, &b->exact, sizeof a->exact) ||
           memcmp(&a->backwards, &b->backwards, sizeof a->backwards) || a->sum != b->sum ||
           a->squares != b->squares || a->added != b->added;
}

#endif

/* How many threads of this process are workers; by their names, which other threads that a worker's
 * creation may bring along do not have. -1 where that cannot be told. */
static int calls_workers(void)
{
    DIR *tasks = opendir("/proc/self/task");
    int count = 0;
    if (!tasks)
        return -1;
    for (struct dirent *task; (task = readdir(tasks));) {
        char path[300], name[32] = "";
        snprintf(path, sizeof path, "/proc/self/task/%s/comm", task->d_name);
        FILE *file = fopen(path, "r");
        if (!file)
            continue;
        if (fgets(name, sizeof name, file))
            count += strncmp(name, "spelt-", 6) == 0;
        fclose(file);
    }
    closedir(tasks);
    return count;
}

#endif
