/* test_openmp.c - who is in a parallel region, of whichever OpenMP runtimes the host has loaded. */
#include "meeting.h"
#include "openmp_fixtures.h"

#include "runtime/openmp.h"

#include <spelt/runtime.h>

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(openmp, .init = clear_environment);

/* ---- Regions --------------------------------------------------------------------------------- */

typedef struct {
    void *library;
    region_runner *run;
    int (*is_active)(void);
} region_library;

static region_library open_region(const char *path)
{
    region_library opened = {.library = open_library(path)};
    *(void **)&opened.run = dlsym(opened.library, "region_run");
    *(void **)&opened.is_active = dlsym(opened.library, "region_is_active");
    cr_assert(opened.run && opened.is_active);
    return opened;
}

typedef struct {
    _Atomic int ran, inside;
} answers;

static void answer(void *context)
{
    answers *a = context;
    atomic_fetch_add(&a->inside, spelt_openmp_in_parallel());
    atomic_fetch_add(&a->ran, 1);
}

static void expect_region(const region_library *library, int threads, int inside)
{
    answers a = {0};
    library->run(threads, answer, &a);
    cr_expect_eq(a.ran, threads);
    cr_expect(a.inside == inside, "region of %d: %d say inside, expected %d", threads, a.inside,
              inside);
}

/* Outside, in a region, in one that is not active for it has one thread, outside again. */
static void expect_regions(const region_library *library)
{
    cr_expect_not(spelt_openmp_in_parallel());
    expect_region(library, 2, 2);
    expect_region(library, 1, 0);
    cr_expect_not(spelt_openmp_in_parallel());
}

/* Skips what a compiler is missing for. */
static const char *region_path(int compiler)
{
    if (!region_paths[compiler][0])
        skip_visibly("%s with OpenMP is not here", compilers[compiler]);
    return region_paths[compiler];
}

ParameterizedTestParameters(openmp, loaded_before)
{
    static int which[] = {0, 1};
    return cr_make_param_array(int, which, 2);
}

ParameterizedTest(int *compiler, openmp, loaded_before, .init = clear_environment)
{
    region_library library = open_region(region_path(*compiler));
    expect_regions(&library);
}

ParameterizedTestParameters(openmp, loaded_after)
{
    static int which[] = {0, 1};
    return cr_make_param_array(int, which, 2);
}

ParameterizedTest(int *compiler, openmp, loaded_after, .init = clear_environment)
{
    const char *path = region_path(*compiler);
    cr_expect_not(spelt_openmp_in_parallel());
    region_library library = open_region(path);
    expect_regions(&library);
}

/* The first question after the load comes from all threads of a region at once. */
Test(openmp, all_threads_at_once)
{
    region_library library = open_region(region_path(0));
    expect_region(&library, 16, 16);
}

Test(openmp, unloaded_and_loaded_again)
{
    const char *path = region_path(0);
    for (int i = 0; i < 3; i++) {
        region_library library = open_region(path);
        if (i > 0)
            expect_regions(&library);
        cr_expect_eq(dlclose(library.library), 0);
        if (i > 0)
            cr_expect_not(spelt_openmp_in_parallel());
    }
}

static void in_a_region(void *context)
{
    const region_library *library = context;
    cr_expect(library->is_active() && spelt_openmp_in_parallel());
}

/* Of two runtimes either may have the region. */
Test(openmp, two_runtimes)
{
    region_library gcc = open_region(region_path(0)), clang = open_region(region_path(1));
    expect_regions(&gcc);
    expect_regions(&clang);
    gcc.run(2, in_a_region, &gcc);
    clang.run(2, in_a_region, &clang);
}

static void rest_for_each(void *context, void *own, size_t first, size_t last)
{
    (void)context, (void)own;
    for (; first < last; first++)
        rest();
}

/* Long enough for a worker to come. */
static void make_team(void *took_part)
{
    const spelt_job job = {rest_for_each, NULL, NULL, NULL, 200};
    atomic_fetch_add((_Atomic int *)took_part, spelt_team_run(2, &job));
}

/* A thread of a region is a team by itself, though a worker is there. */
Test(openmp, a_team_in_a_region)
{
    region_library library = open_region(region_path(0));
    _Atomic int took_part = 0;
    spelt_set_num_threads(2);
    cr_assert_eq(meet_all(2, NULL, NULL), 2);
    library.run(2, make_team, &took_part);
    cr_expect(took_part == 2, "%d threads in the teams of two", took_part);
    cr_expect_eq(meet_all(2, NULL, NULL), 2);
}

/* To ask LLVM's runtime whether it has a region starts it, and two of them that have been started
 * end the process. A host may have both loaded, and use one. */
Test(openmp, not_started_by_a_question)
{
    region_library clang = open_region(region_path(1));
    int (*all_threads)(void *);
    *(void **)&all_threads = dlsym(clang.library, "__kmpc_global_num_threads");
    cr_assert_not_null(all_threads);
    cr_expect_not(spelt_openmp_in_parallel());
    cr_expect_eq(all_threads(NULL), 0);
    expect_regions(&clang);
}

/* ---- Copies under other names ---------------------------------------------------------------- */

static char directory[] = "/tmp/spelt-openmp-XXXXXX";

static void make_directory(void)
{
    clear_environment();
    cr_assert_not_null(mkdtemp(directory));
}

static void remove_directory(void)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", directory);
    cr_expect_eq(system(command), 0);
}

static const char *copy_of(const char *path, const char *name)
{
    static char to[128];
    char block[4096];
    ssize_t bytes;
    snprintf(to, sizeof to, "%s/%s", directory, name);
    int in = open(path, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    cr_assert(in >= 0 && out >= 0, "%s to %s", path, to);
    while ((bytes = read(in, block, sizeof block)) > 0)
        cr_assert_eq(write(out, block, (size_t)bytes), bytes);
    close(in), close(out);
    return to;
}

/* libgomp's own entry: what the compiler makes of a region. */
static void (*gomp_parallel)(void (*)(void *), void *, unsigned, unsigned);

static void run_gomp(int threads, void (*function)(void *), void *context)
{
    gomp_parallel(function, context, (unsigned)threads, 0);
}

static region_library open_gomp(const char *path)
{
    region_library library = {.library = open_library(path), .run = run_gomp};
    *(void **)&gomp_parallel = dlsym(library.library, "GOMP_parallel");
    cr_assert_not_null(gomp_parallel);
    return library;
}

Test(openmp, renamed, .init = make_directory, .fini = remove_directory)
{
    if (!SPELT_LIBGOMP[0])
        skip_visibly("libgomp.so.1 is not here");
    cr_expect_not(spelt_openmp_in_parallel());
    region_library copy = open_gomp(copy_of(SPELT_LIBGOMP, "libother.so"));
    expect_regions(&copy);
    region_library real = open_region(region_path(0));
    expect_regions(&real);
    expect_regions(&copy);
}

/* The loader knows an object by the name under which it was loaded, whatever has become of that. */
Test(openmp, name_that_leads_nowhere, .init = make_directory, .fini = remove_directory)
{
    if (!SPELT_LIBGOMP[0])
        skip_visibly("libgomp.so.1 is not here");
    copy_of(SPELT_LIBGOMP, "libother.so");
    cr_assert_eq(chdir(directory), 0);
    region_library copy = open_gomp("./libother.so");
    cr_assert(unlink("libother.so") == 0 && chdir("/") == 0);
    expect_regions(&copy);
}

/* As many as there is room for, with symbol tables of the old kind. */
Test(openmp, eight_runtimes, .init = make_directory, .fini = remove_directory)
{
    stand_in_answers *each[8];
    for (int i = 0; i < 8; i++) {
        char name[16];
        snprintf(name, sizeof name, "lib%d.so", i);
        each[i] = open_stand_in(copy_of(SPELT_STAND_IN, name));
        cr_expect_not(spelt_openmp_in_parallel());
    }
    for (int i = 0; i < 8; i++) {
        cr_expect_eq(each[i]->asked, 0, "runtime %d was not started", i);
        each[i]->threads = 2;
        each[i]->in_parallel = 1;
        cr_expect(spelt_openmp_in_parallel(), "runtime %d", i);
        each[i]->in_parallel = 0;
        cr_expect_not(spelt_openmp_in_parallel());
    }
}

/* What was found may be called after the host has closed it. */
Test(openmp, kept_for_good, .init = make_directory, .fini = remove_directory)
{
    void *library = open_library(SPELT_STAND_IN);
    stand_in_answers *runtime = dlsym(library, "stand_in");
    cr_expect_not(spelt_openmp_in_parallel());
    *runtime = (stand_in_answers){.in_parallel = 1, .threads = 2};
    cr_expect_eq(dlclose(library), 0);
    cr_expect(spelt_openmp_in_parallel());
}

/* ---- Storms ---------------------------------------------------------------------------------- */

static _Atomic int stop;

static void *ask(void *wrong)
{
    while (!atomic_load(&stop))
        if (spelt_openmp_in_parallel())
            atomic_fetch_add((_Atomic int *)wrong, 1);
    return NULL;
}

static void *load_and_unload(void *path)
{
    for (int i = 0; i < 200; i++) {
        void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (!library || dlclose(library) != 0)
            return path;
    }
    return NULL;
}

enum { ASKERS = 8, LOADERS = 2 };

Test(openmp, storm, .init = make_directory, .fini = remove_directory)
{
    pthread_t asker[ASKERS], loader[LOADERS];
    char copy[128];
    void *failed;
    _Atomic int wrong = 0;
    strcpy(copy, copy_of(SPELT_STAND_IN, "libother.so"));
    char *loaded[LOADERS] = {region_paths[0][0] ? (char *)region_paths[0] : SPELT_STAND_IN, copy};
    for (int i = 0; i < ASKERS; i++)
        cr_assert_eq(pthread_create(&asker[i], NULL, ask, &wrong), 0);
    for (int i = 0; i < LOADERS; i++)
        cr_assert_eq(pthread_create(&loader[i], NULL, load_and_unload, loaded[i]), 0);
    for (int i = 0; i < LOADERS; i++) {
        pthread_join(loader[i], &failed);
        cr_expect_null(failed);
    }
    atomic_store(&stop, 1);
    for (int i = 0; i < ASKERS; i++)
        pthread_join(asker[i], NULL);
    cr_expect_eq(wrong, 0);
}

static void *load_until_stopped(void *path)
{
    while (!atomic_load(&stop))
        load_and_unload(path);
    return NULL;
}

/* A child can ask, whatever the other threads were doing with the loader. */
Test(openmp, forks_in_a_storm)
{
    pthread_t asker, loader;
    int status, lost = 0;
    _Atomic int wrong = 0;
    cr_expect_not(spelt_openmp_in_parallel());
    cr_assert_eq(pthread_create(&asker, NULL, ask, &wrong), 0);
    cr_assert_eq(pthread_create(&loader, NULL, load_until_stopped, SPELT_STAND_IN), 0);
    for (int i = 0; i < 100 && lost == 0; i++) {
        pid_t child = fork();
        if (child == 0) {
            signal(SIGALRM, SIG_DFL);
            alarm(10);
            _exit(spelt_openmp_in_parallel());
        }
        cr_assert(child > 0 && waitpid(child, &status, 0) == child);
        lost += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    atomic_store(&stop, 1);
    pthread_join(asker, NULL);
    pthread_join(loader, NULL);
    cr_expect_eq(lost, 0);
}

/* What a child knows of: the runtimes that its parent had met. */
Test(openmp, known_in_a_child)
{
    stand_in_answers *runtime = open_stand_in(SPELT_STAND_IN);
    int status;
    cr_expect_not(spelt_openmp_in_parallel());
    pid_t child = fork();
    if (child == 0) {
        *runtime = (stand_in_answers){.in_parallel = 1, .threads = 2};
        _exit(spelt_openmp_in_parallel());
    }
    cr_assert(child > 0 && waitpid(child, &status, 0) == child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 1);
}
