/* test_openmp_cpus.c - which CPUs a call may use where OpenMP is told to keep to some. */
#include "openmp_fixtures.h"

#include "runtime/affinity.h"
#include "runtime/openmp.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(openmp_cpus, .init = clear_environment);

/* ---- With a runtime that answers what it is told --------------------------------------------- */

static spelt_cpus first_cpus(int count)
{
    spelt_cpus set = {{0}};
    for (int cpu = 0; cpu < count; cpu++)
        spelt_cpus_add(&set, cpu);
    return set;
}

static void expect_places(spelt_places kind, const spelt_cpus *expected)
{
    spelt_cpus set;
    spelt_places said = spelt_openmp_places(&set);
    cr_expect(said == kind && memcmp(&set, expected, sizeof set) == 0, "%d and %d CPUs", (int)said,
              spelt_cpus_count(&set));
}

Test(openmp_cpus, places_unless_told)
{
    stand_in_answers *runtime = open_stand_in(SPELT_STAND_IN);
    spelt_cpus none = {{0}};
    *runtime = (stand_in_answers){.proc_bind = 1, .places = 2, .procs = 3, .threads = 9};
    expect_places(SPELT_PLACES_NONE, &none);
    setenv("OMP_PROC_BIND", "true", 1);
    expect_places(SPELT_PLACES_NONE, &none);
    cr_expect_eq(runtime->listed, 0);
}

Test(openmp_cpus, places_of_a_runtime)
{
    setenv("OMP_PROC_BIND", "true", 1);
    setenv("OMP_PLACES", "{9}", 1);
    stand_in_answers *runtime = open_stand_in(SPELT_STAND_IN);
    spelt_cpus named = {{0}}, six = first_cpus(6);
    spelt_cpus_add(&named, 9);
    expect_places(SPELT_PLACES_NAMED, &named);
    *runtime = (stand_in_answers){.proc_bind = 1, .threads = 1};
    expect_places(SPELT_PLACES_NAMED, &named);
    *runtime = (stand_in_answers){.proc_bind = 1, .places = 2, .threads = 1};
    expect_places(SPELT_PLACES_NAMED, &named);
    *runtime = (stand_in_answers){.places = 2, .procs = 3, .threads = 1};
    expect_places(SPELT_PLACES_NAMED, &named);
    *runtime = (stand_in_answers){.proc_bind = 1, .places = 2, .procs = 3};
    expect_places(SPELT_PLACES_NAMED, &named);
    cr_expect_eq(runtime->asked + runtime->listed, 0, "it was not started");
    runtime->threads = 1;
    expect_places(SPELT_PLACES_BOUND, &six);
    expect_places(SPELT_PLACES_BOUND, &six);
    cr_expect_eq(runtime->listed, 2, "each place is read once");
    runtime->proc_bind = 0;
    expect_places(SPELT_PLACES_NAMED, &named);
}

Test(openmp_cpus, places_of_a_large_machine)
{
    setenv("KMP_AFFINITY", "compact", 1);
    stand_in_answers *runtime = open_stand_in(SPELT_STAND_IN);
    spelt_cpus none = {{0}}, all = first_cpus(SPELT_MAX_CPUS);
    *runtime = (stand_in_answers){.proc_bind = 5, .places = 2, .procs = 513, .threads = 1};
    expect_places(SPELT_PLACES_NONE, &none);
    *runtime = (stand_in_answers){.proc_bind = 5, .places = 20, .procs = 512, .threads = 1};
    expect_places(SPELT_PLACES_BOUND, &all);
}

/* ---- With real runtimes and without ---------------------------------------------------------- */

static void do_nothing(void *context)
{
    (void)context;
}

/* A runtime reads its variables when a program starts or loads it, so the tests run their own
 * program, which then comes no further than here. */
__attribute__((constructor)) static void answer_with_affinity(void)
{
    const char *how = getenv("SPELT_TEST_ANSWER_WITH_AFFINITY"), *load = getenv("SPELT_TEST_LOAD");
    if (!how)
        return;
    if (strcmp(how, "again") == 0)
        spelt_affinity_cpus();
    void *library = load ? dlopen(load, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (load && !library)
        _exit(255);
    if (library && strcmp(how, "started") == 0) {
        region_runner *run;
        *(void **)&run = dlsym(library, "region_run");
        run(2, do_nothing, NULL);
    }
    _exit(spelt_affinity_cpus() & 0x7f);
}

static cpu_set_t full_mask(void)
{
    cpu_set_t set;
    cr_assert_eq(sched_getaffinity(0, sizeof set, &set), 0);
    return set;
}

/* Of the two CPUs that this process has at least. */
static size_t nth_cpu(int n)
{
    cpu_set_t set = full_mask();
    size_t cpu = 0;
    while (cpu < CPU_SETSIZE - 1 && (!CPU_ISSET(cpu, &set) || n-- > 0))
        cpu++;
    return cpu;
}

/* CPUs of the program under a variable, without a runtime or with one: loaded before its first
 * question, after it, and with threads. A mask of NULL is this process's. */
static void expect_cpus(int expected, const char *name, const char *value, const char *library,
                        const cpu_set_t *mask)
{
    static const char *const how[] = {"first", "again", "started"};
    for (int i = 0; i < 3; i++) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            setenv("SPELT_TEST_ANSWER_WITH_AFFINITY", how[i], 1);
            setenv(name, value, 1);
            if (library)
                setenv("SPELT_TEST_LOAD", library, 1);
            if (mask)
                sched_setaffinity(0, sizeof *mask, mask);
            execl("/proc/self/exe", "test_openmp_cpus", (char *)NULL);
            _exit(254);
        }
        cr_assert(child > 0 && waitpid(child, &status, 0) == child);
        cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == (expected & 0x7f),
                  "%s=%s, %s, %s: status %#x, expected %d CPUs", name, value,
                  library ? library : "no runtime", how[i], (unsigned)status, expected);
    }
}

Test(openmp_cpus, cpus)
{
    cpu_set_t full = full_mask(), second;
    int all = CPU_COUNT(&full);
    char one[32], place[32], two[64];
    if (all < 2)
        skip_visibly("one CPU here");
    snprintf(one, sizeof one, "%zu", nth_cpu(0));
    snprintf(place, sizeof place, "{%zu}", nth_cpu(0));
    snprintf(two, sizeof two, "{%zu},{%zu}", nth_cpu(0), nth_cpu(1));
    CPU_ZERO(&second);
    CPU_SET(nth_cpu(1), &second);
    expect_cpus(1, "GOMP_CPU_AFFINITY", one, NULL, NULL);
    expect_cpus(1, "OMP_PLACES", place, NULL, NULL);
    expect_cpus(2, "OMP_PLACES", two, NULL, NULL);
    expect_cpus(1, "OMP_PLACES", two, NULL, &second);
    expect_cpus(1, "OMP_PLACES", place, NULL, &second);
    expect_cpus(1, "OMP_PLACES", "threads(1)", NULL, NULL);
    expect_cpus(all, "OMP_PLACES", "cores", NULL, NULL);
    expect_cpus(all, "OMP_PROC_BIND", "true", NULL, NULL);
    for (int i = 0; i < 2; i++) {
        if (!region_paths[i][0])
            continue;
        expect_cpus(1, "GOMP_CPU_AFFINITY", one, region_paths[i], NULL);
        expect_cpus(all, "OMP_PROC_BIND", "true", region_paths[i], NULL);
        expect_cpus(all, "OMP_PROC_BIND", "false", region_paths[i], NULL);
        expect_cpus(1, "OMP_PLACES", place, region_paths[i], NULL);
        expect_cpus(2, "OMP_PLACES", two, region_paths[i], NULL);
        expect_cpus(1, "OMP_PLACES", two, region_paths[i], &second);
        expect_cpus(all, "OMP_PLACES", "threads", region_paths[i], NULL);
    }
}
