/* openmp_fixtures.h - what the tests of OpenMP share: the libraries that they load. */
#ifndef SPELT_TESTS_OPENMP_FIXTURES_H
#define SPELT_TESTS_OPENMP_FIXTURES_H

#include "openmp_stand_in.h"
#include "support.h"

#include <dlfcn.h>
#include <stdlib.h>

/* openmp_region.c as these compilers build it; "" where one is missing or has no OpenMP. */
static const char *const compilers[] = {"gcc", "clang"};
static const char *const region_paths[] = {SPELT_REGION_GCC, SPELT_REGION_CLANG};

typedef void region_runner(int threads, void (*function)(void *context), void *context);

/* Each test is a process of its own, to which no runtime is linked. */
static inline void clear_environment(void)
{
    static const char *const names[] = {"OMP_PROC_BIND", "OMP_PLACES",      "GOMP_CPU_AFFINITY",
                                        "KMP_AFFINITY",  "OMP_NUM_THREADS", "OMP_THREAD_LIMIT",
                                        "OMP_DYNAMIC"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unsetenv(names[i]);
}

static inline void *open_library(const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    cr_assert_not_null(library, "%s: %s", path, dlerror());
    return library;
}

static inline stand_in_answers *open_stand_in(const char *path)
{
    stand_in_answers *runtime = dlsym(open_library(path), "stand_in");
    cr_assert_not_null(runtime);
    return runtime;
}

#endif
