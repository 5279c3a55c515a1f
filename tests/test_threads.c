/* test_threads.c - the cap on threads: where it comes from, the setters, what a call may use. */
#include "support.h"

#include "runtime/affinity.h"
#include "runtime/delay.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each test is a process of its own, so what it puts into the environment is there before the
 * first call of Spelt, and after the program was loaded. */
static void clear_environment(void)
{
    unsetenv("SPELT_NUM_THREADS");
    unsetenv("OPENBLAS_NUM_THREADS");
    unsetenv("OMP_NUM_THREADS");
    unsetenv("SPELT_GRAIN_BYTES");
    unsetenv("OMP_PROC_BIND");
    unsetenv("OMP_PLACES");
    unsetenv("GOMP_CPU_AFFINITY");
}

TestSuite(threads, .init = clear_environment);

static int mask_cpus(void)
{
    cpu_set_t set;
    cr_assert_eq(sched_getaffinity(0, sizeof set, &set), 0);
    return CPU_COUNT(&set);
}

static void expect_cap(int cap, const char *source)
{
    cr_expect(spelt_get_num_threads() == cap, "the cap is %d, expected %d", spelt_get_num_threads(),
              cap);
    cr_expect_str_eq(spelt_threads_source(), source);
}

/* One environment and what must come of it. cap 0: as many as the CPUs. */
typedef struct {
    const char *spelt, *openblas, *omp;
    int cap;
    const char *source;
} setting;

#define CPUS 0, "affinity"

static const setting settings[] = {
    {"3", "4", "5", 3, "SPELT_NUM_THREADS"},
    {NULL, "4", "5", 4, "OPENBLAS_NUM_THREADS"},
    {NULL, NULL, "5", 5, "OMP_NUM_THREADS"},
    {NULL, NULL, NULL, CPUS},
    {"", "", "", CPUS},
    {"", "4", NULL, 4, "OPENBLAS_NUM_THREADS"},
    {"1", NULL, NULL, 1, "SPELT_NUM_THREADS"},
    {" \t7\n", NULL, NULL, 7, "SPELT_NUM_THREADS"},
    {"007", NULL, NULL, 7, "SPELT_NUM_THREADS"},
    {NULL, NULL, "4,2", 4, "OMP_NUM_THREADS"},
    {NULL, NULL, " 6 , 2 , 1 ", 6, "OMP_NUM_THREADS"},
    {"1024", NULL, NULL, 1024, "SPELT_NUM_THREADS"},
    {"1025", NULL, NULL, 1024, "SPELT_NUM_THREADS"},
    {"2147483647", NULL, NULL, 1024, "SPELT_NUM_THREADS"},
    {"abc", "4", NULL, 4, "OPENBLAS_NUM_THREADS (SPELT_NUM_THREADS=abc is not a thread count)"},
    {"0", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=0 is not a thread count)"},
    {"-1", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=-1 is not a thread count)"},
    {"+2", NULL, "3", 3, "OMP_NUM_THREADS (SPELT_NUM_THREADS=+2 is not a thread count)"},
    {"3x", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=3x is not a thread count)"},
    {"3 4", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=3 4 is not a thread count)"},
    {"0x4", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=0x4 is not a thread count)"},
    {"2.0", NULL, "3", 3, "OMP_NUM_THREADS (SPELT_NUM_THREADS=2.0 is not a thread count)"},
    {" ", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=  is not a thread count)"},
    {",4", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=,4 is not a thread count)"},
    {"4,", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=4, is not a thread count)"},
    {"4,x", NULL, "2", 2, "OMP_NUM_THREADS (SPELT_NUM_THREADS=4,x is not a thread count)"},
    {"2147483648", NULL, "2", 2,
     "OMP_NUM_THREADS (SPELT_NUM_THREADS=2147483648 is not a thread count)"},
    {"18446744073709551617", NULL, "2", 2,
     "OMP_NUM_THREADS (SPELT_NUM_THREADS=18446744073709551617 is not a thread count)"},
    {"184467440737095516170", NULL, "2", 2,
     "OMP_NUM_THREADS (SPELT_NUM_THREADS=18446744073709551617... is not a thread count)"},
    {"a", "b", "9", 9,
     "OMP_NUM_THREADS (SPELT_NUM_THREADS=a is not a thread count; "
     "OPENBLAS_NUM_THREADS=b is not a thread count)"},
    {"five", "4", "six", 4, "OPENBLAS_NUM_THREADS (SPELT_NUM_THREADS=five is not a thread count)"},
};

static void put(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
}

ParameterizedTestParameters(threads, environment)
{
    static size_t number[sizeof settings / sizeof settings[0]];
    for (size_t i = 0; i < sizeof number / sizeof number[0]; i++)
        number[i] = i;
    return cr_make_param_array(size_t, number, sizeof number / sizeof number[0]);
}

ParameterizedTest(size_t *number, threads, environment, .init = clear_environment)
{
    const setting *given = &settings[*number];
    int quota = spelt_cgroup_cpus("");
    put("SPELT_NUM_THREADS", given->spelt);
    put("OPENBLAS_NUM_THREADS", given->openblas);
    put("OMP_NUM_THREADS", given->omp);
    if (given->cap > 0)
        expect_cap(given->cap, given->source);
    else if (quota > 0 && quota < mask_cpus())
        expect_cap(quota, "cgroup");
    else
        expect_cap(mask_cpus(), given->source);
}

/* Three values of any length: the source is cut, closed, and says where the cap comes from. */
Test(threads, long_values_are_cut)
{
    char value[5000];
    memset(value, 'z', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    put("SPELT_NUM_THREADS", value);
    put("OPENBLAS_NUM_THREADS", value);
    put("OMP_NUM_THREADS", value);
    const char *source = spelt_threads_source();
    cr_expect_lt(strlen(source), (size_t)240);
    cr_expect_eq(source[strlen(source) - 1], ')');
    cr_expect_not_null(strstr(source, "OMP_NUM_THREADS=zzzzzzzzzzzzzzzzzzzz... is not"));
}

Test(threads, read_once)
{
    put("SPELT_NUM_THREADS", "5");
    expect_cap(5, "SPELT_NUM_THREADS");
    put("SPELT_NUM_THREADS", "6");
    expect_cap(5, "SPELT_NUM_THREADS");
}

#define HOSTS 64

static pthread_barrier_t gate;

static void *first_call(void *cap)
{
    pthread_barrier_wait(&gate);
    *(int *)cap = spelt_get_num_threads();
    return strcmp(spelt_threads_source(), "OMP_NUM_THREADS (SPELT_NUM_THREADS=x is not a thread "
                                          "count)") == 0
               ? cap
               : NULL;
}

Test(threads, first_call_by_many_at_once)
{
    pthread_t host[HOSTS];
    int cap[HOSTS];
    put("SPELT_NUM_THREADS", "x");
    put("OMP_NUM_THREADS", "11");
    cr_assert_eq(pthread_barrier_init(&gate, NULL, HOSTS), 0);
    for (int i = 0; i < HOSTS; i++)
        cr_assert_eq(pthread_create(&host[i], NULL, first_call, &cap[i]), 0);
    for (int i = 0; i < HOSTS; i++) {
        void *same_source;
        pthread_join(host[i], &same_source);
        cr_expect_eq(cap[i], 11);
        cr_expect_not_null(same_source);
    }
}

Test(threads, set_for_the_process)
{
    put("SPELT_NUM_THREADS", "5");
    cr_expect_eq(spelt_set_num_threads(3), SPELT_OK);
    expect_cap(3, "spelt_set_num_threads");
    expect_status("n < 0", spelt_set_num_threads(-2), SPELT_ERR_ARG, "spelt_set_num_threads",
                  "n is -2", NULL);
    expect_status("n = INT_MIN", spelt_set_num_threads(INT_MIN), SPELT_ERR_ARG, "-2147483648",
                  NULL);
    expect_cap(3, "spelt_set_num_threads");
    cr_expect_eq(spelt_set_num_threads(INT_MAX), SPELT_OK);
    expect_cap(SPELT_MAX_THREADS, "spelt_set_num_threads");
    cr_expect_eq(spelt_set_num_threads(0), SPELT_OK);
    expect_cap(5, "SPELT_NUM_THREADS");
}

static void *in_another_thread(void *unused)
{
    (void)unused;
    expect_cap(3, "spelt_set_num_threads");
    cr_expect_eq(spelt_set_num_threads_local(9), 0);
    expect_cap(9, "spelt_set_num_threads_local");
    return NULL;
}

Test(threads, set_for_the_thread)
{
    put("SPELT_NUM_THREADS", "5");
    cr_expect_eq(spelt_set_num_threads_local(2), 0);
    expect_cap(2, "spelt_set_num_threads_local");
    cr_expect_eq(spelt_set_num_threads(3), SPELT_OK);
    expect_cap(2, "spelt_set_num_threads_local");

    pthread_t other;
    cr_assert_eq(pthread_create(&other, NULL, in_another_thread, NULL), 0);
    pthread_join(other, NULL);
    expect_cap(2, "spelt_set_num_threads_local");

    cr_expect_eq(spelt_set_num_threads_local(INT_MAX), 2);
    expect_cap(SPELT_MAX_THREADS, "spelt_set_num_threads_local");
    cr_expect_eq(spelt_set_num_threads_local(2), SPELT_MAX_THREADS);
    cr_expect_eq(spelt_set_num_threads_local(-1), 2);
    cr_expect_str_eq(spelt_last_error(), "spelt_set_num_threads_local: n is -1, not 0 or more");
    expect_cap(2, "spelt_set_num_threads_local");
    cr_expect_eq(spelt_set_num_threads_local(0), 2);
    expect_cap(3, "spelt_set_num_threads");
    cr_expect_eq(spelt_set_num_threads_local(0), 0);
}

Test(threads, one_cpu_by_affinity)
{
    cpu_set_t set;
    cr_assert_eq(sched_getaffinity(0, sizeof set, &set), 0);
    size_t cpu = 0;
    while (!CPU_ISSET(cpu, &set))
        cpu++;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    cr_assert_eq(sched_setaffinity(0, sizeof set, &set), 0);
    expect_cap(1, "affinity");
}

/* What a host's OpenMP would keep to. */
Test(threads, one_cpu_by_places)
{
    cpu_set_t set;
    char list[32];
    size_t cpu = 0;
    cr_assert_eq(sched_getaffinity(0, sizeof set, &set), 0);
    while (!CPU_ISSET(cpu, &set))
        cpu++;
    snprintf(list, sizeof list, "%zu", cpu);
    put("GOMP_CPU_AFFINITY", list);
    cr_expect_eq(spelt_affinity_cpus(), 1);
    expect_cap(1, "affinity");
}

/* ---- For a call ------------------------------------------------------------------------------ */

static const int caps[] = {1, 2, 3, 16, 64, 128, 1000, 1024};
#define CAPS (sizeof caps / sizeof caps[0])

static int least(uint64_t worth, int cap)
{
    return worth < (uint64_t)cap ? (int)worth : cap;
}

/* A thread for each so many picoseconds, at least two of them, up to the cap. */
Test(threads, for_a_cost)
{
    const uint64_t each = SPELT_PICOSECONDS_OF_A_THREAD;
    cr_assert_eq(SPELT_LEAST_PICOSECONDS, 2 * each);
    spelt_delay_put(0); /* workers come at once */
    for (size_t i = 0; i < CAPS; i++) {
        spelt_set_num_threads(caps[i]);
        cr_expect_eq(spelt_threads_for(SIZE_MAX, 0), 1);
        cr_expect_eq(spelt_threads_for(SIZE_MAX, 2 * each - 1), 1);
        for (uint64_t worth = 2; worth < 2000; worth++) {
            cr_expect_eq(spelt_threads_for(0, worth * each), least(worth, caps[i]));
            cr_expect_eq(spelt_threads_for(SIZE_MAX, worth * each + each - 1),
                         least(worth, caps[i]));
        }
        cr_expect_eq(spelt_threads_for_any(), caps[i]);
    }
    spelt_set_num_threads_local(5);
    cr_expect_eq(spelt_threads_for_any(), 5, "the thread's own cap counts");
    cr_expect_eq(spelt_threads_for(0, 3 * each), 3);
}

/* One thread below the grain, from there on one for each 32nd of it, whatever the cost. */
static void expect_teams(size_t grain)
{
    const size_t each = grain / 32;
    for (size_t i = 0; i < CAPS; i++) {
        spelt_set_num_threads(caps[i]);
        cr_expect_eq(spelt_threads_for(grain - 1, UINT64_MAX), 1);
        cr_expect_eq(spelt_threads_for(grain, 0), least(32, caps[i]));
        for (size_t worth = 33; worth < 2000; worth++) {
            cr_expect_eq(spelt_threads_for(worth * each, 0), least(worth, caps[i]));
            cr_expect_eq(spelt_threads_for(worth * each - 1, 0), least(worth - 1, caps[i]));
        }
        cr_expect_eq(spelt_threads_for_any(), caps[i]);
    }
}

Test(threads, for_a_grain)
{
    setenv("SPELT_GRAIN_BYTES", "64K", 1);
    spelt_delay_put(1000000000);
    expect_teams((size_t)64 << 10);
    cr_expect_eq(spelt_grain_put(1 << 20), (size_t)64 << 10);
    expect_teams((size_t)1 << 20);
    spelt_set_num_threads(3);
    spelt_grain_put(0);
    cr_expect_eq(spelt_threads_for(0, 0), 3, "a grain of 0 wants threads at any size");
    spelt_grain_put(1);
    cr_expect_eq(spelt_threads_for(0, 0), 1);
    cr_expect_eq(spelt_threads_for(1, 0), 3, "and one too small to be cut at any other");
    spelt_grain_put(SIZE_MAX - 1);
    cr_expect_eq(spelt_threads_for(SIZE_MAX - 2, UINT64_MAX), 1);
    spelt_delay_put(0);
    cr_expect_eq(spelt_grain_put(SPELT_GRAIN_UNSET), SIZE_MAX - 1);
    cr_expect_eq(spelt_threads_for(0, SPELT_LEAST_PICOSECONDS), 2, "back to costs");
}

Test(threads, beside_the_callers)
{
    spelt_set_num_threads(7);
    cr_expect_eq(spelt_threads_extra_limit(), 6);
    spelt_set_num_threads_local(9);
    cr_expect_eq(spelt_threads_extra_limit(), 8);
    spelt_set_num_threads_local(2);
    cr_expect_eq(spelt_threads_extra_limit(), 6);
    spelt_set_num_threads_local(0);
    spelt_set_num_threads(1);
    cr_expect_eq(spelt_threads_extra_limit(), 0);
}
