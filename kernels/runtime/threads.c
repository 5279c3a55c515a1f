/* threads.c - the cap on threads: the environment, the setters, and what a call may use. */
#define _GNU_SOURCE 1

#include "runtime/threads.h"

#include "runtime/affinity.h"
#include "runtime/delay.h"
#include "runtime/environment.h"
#include "runtime/once.h"
#include "runtime/openmp.h"
#include "runtime/variable.h"

#include "runtime/status.h"
#include "runtime/text_file.h"
#include "runtime/thread_local.h"

#include <spelt/runtime.h>

#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* In order of precedence. */
static const char *const variables[] = {"SPELT_NUM_THREADS", "OPENBLAS_NUM_THREADS",
                                        "OMP_NUM_THREADS"};
#define VARIABLES (sizeof variables / sizeof variables[0])

/* Of a value that is passed over the source tells so many bytes. */
#define SHOWN_BYTES 20

/* What the environment says, written once by read_environment. The source has room for all three
 * variables passed over. */
static struct {
    int cap;
    char source[256];
} environment;
static spelt_once once;

/* 0: not set. */
static _Atomic int process_cap;
static SPELT_THREAD_LOCAL int local_cap;

static int capped(long long n)
{
    return n < SPELT_MAX_THREADS ? (int)n : SPELT_MAX_THREADS;
}

/* isspace() would ask the locale. */
static const char *past_space(const char *text)
{
    return text + strspn(text, " \t\n\v\f\r");
}

/* The count that a value holds: a whole number from 1 to INT_MAX or, as in OMP_NUM_THREADS, a list
 * of them with one per nesting level, of which the first counts. 0 where it is not that. */
static int parse_count(const char *value)
{
    int first = 0;
    for (;;) {
        value = past_space(value);
        long long number = spelt_text_number(&value);
        if (number < 1 || number > INT_MAX)
            return 0;
        if (first == 0)
            first = capped(number);
        value = past_space(value);
        if (*value == '\0')
            return first;
        if (*value++ != ',')
            return 0;
    }
}

/* "affinity" or "cgroup", whichever leaves fewer CPUs. */
static const char *count_cpus(void)
{
    int cpus = spelt_affinity_cpus(), quota = spelt_cgroup_cpus("");
    int by_quota = quota != 0 && quota < cpus;
    environment.cap = capped(by_quota ? quota : cpus);
    return by_quota ? "cgroup" : "affinity";
}

/* An empty variable counts as unset: that is how a shell script clears one. */
static void read_environment(void)
{
    const char *taken = NULL;
    char passed[sizeof environment.source] = "";
    size_t used = 0;
    for (size_t i = 0; i < VARIABLES && !taken; i++) {
        const char *value = spelt_variable(variables[i]);
        if (!value || !*value)
            continue;
        environment.cap = parse_count(value);
        if (environment.cap > 0)
            taken = variables[i];
        else
            used += (size_t)snprintf(passed + used, sizeof passed - used,
                                     "%s%s=%.*s%s is not a thread count", used ? "; " : " (",
                                     variables[i], SHOWN_BYTES, value,
                                     strlen(value) > SHOWN_BYTES ? "..." : "");
    }
    if (!taken)
        taken = count_cpus();
    snprintf(environment.source, sizeof environment.source, "%s%s%s", taken, passed,
             used ? ")" : "");
}

static int cap_of_process(void)
{
    int cap = atomic_load_explicit(&process_cap, memory_order_relaxed);
    if (cap > 0)
        return cap;
    spelt_once_run(&once, read_environment);
    return environment.cap;
}

spelt_status spelt_set_num_threads(int n)
{
    if (n < 0)
        return spelt_fail(SPELT_ERR_ARG, "spelt_set_num_threads: n is %d, not 0 or more", n);
    atomic_store_explicit(&process_cap, capped(n), memory_order_relaxed);
    return SPELT_OK;
}

int spelt_set_num_threads_local(int n)
{
    int previous = local_cap;
    if (n < 0)
        (void)spelt_fail(SPELT_ERR_ARG, "spelt_set_num_threads_local: n is %d, not 0 or more", n);
    else
        local_cap = capped(n);
    return previous;
}

int spelt_get_num_threads(void)
{
    return local_cap > 0 ? local_cap : cap_of_process();
}

const char *spelt_threads_source(void)
{
    if (local_cap > 0)
        return "spelt_set_num_threads_local";
    if (atomic_load_explicit(&process_cap, memory_order_relaxed) > 0)
        return "spelt_set_num_threads";
    spelt_once_run(&once, read_environment);
    return environment.source;
}

int spelt_threads_extra_limit(void)
{
    int process = cap_of_process();
    return (local_cap > process ? local_cap : process) - 1;
}

/* So many threads are worth their while: each has a share that is longer than it takes to come. */
static uint64_t worth_by_cost(uint64_t picoseconds)
{
    uint64_t share = spelt_delay_share();
    if (picoseconds < SPELT_LEAST_PICOSECONDS)
        return 1;
    if (share < SPELT_PICOSECONDS_OF_A_THREAD)
        share = SPELT_PICOSECONDS_OF_A_THREAD;
    if (picoseconds / share < 2)
        spelt_delay_passed_over();
    return picoseconds / share;
}

static uint64_t worth_by_grain(size_t grain, size_t bytes)
{
    const size_t each = grain / SPELT_GRAIN_THREADS;
    if (bytes < grain)
        return 1;
    return each > 0 ? bytes / each : UINT64_MAX;
}

int spelt_threads_for(size_t bytes, uint64_t picoseconds)
{
    const size_t grain = spelt_grain_in_force();
    const uint64_t cap = (uint64_t)spelt_get_num_threads();
    if (cap == 1)
        return 1;
    uint64_t worth =
        grain == SPELT_GRAIN_UNSET ? worth_by_cost(picoseconds) : worth_by_grain(grain, bytes);
    if (worth > cap)
        worth = cap;
    return worth <= 1 || spelt_traps_unmasked() ? 1 : (int)worth;
}

int spelt_threads_for_any(void)
{
    const int threads = spelt_threads_for(SIZE_MAX, UINT64_MAX);
    return threads > 1 && spelt_openmp_in_parallel() ? 1 : threads;
}
