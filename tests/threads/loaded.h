/* loaded.h - an object with Spelt in it, loaded by a program that is not linked with Spelt itself. Includers
 * define _GNU_SOURCE. */
#ifndef SPELT_TESTS_THREADS_LOADED_H
#define SPELT_TESTS_THREADS_LOADED_H

#include <spelt/view.h>

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    void *object;
    spelt_status (*sum)(const spelt_in_f64 *, double *);
    spelt_status (*dot)(const spelt_in_f64 *, const spelt_in_f64 *, double *);
    spelt_status (*cap)(int);
    int (*cap_local)(int);
    spelt_status (*path)(const char *);
    spelt_status (*isa)(const char *);
    const char *(*last_error)(void);
} loaded;

static inline void die(const char *why)
{
    fprintf(stderr, "%s: %s\n", program_invocation_short_name, why);
    exit(1);
}

static inline void *loaded_function(void *object, const char *name)
{
    void *function = dlsym(object, name);
    if (!function)
        die(dlerror());
    return function;
}

static inline loaded load(const char *object_name)
{
    loaded l = {.object = dlopen(object_name, RTLD_NOW | RTLD_LOCAL)};
    if (!l.object)
        die(dlerror());
    *(void **)&l.sum = loaded_function(l.object, "spelt_sum_f64");
    *(void **)&l.dot = loaded_function(l.object, "spelt_dot_f64");
    *(void **)&l.cap = loaded_function(l.object, "spelt_set_num_threads");
    *(void **)&l.cap_local = loaded_function(l.object, "spelt_set_num_threads_local");
    *(void **)&l.path = loaded_function(l.object, "spelt_set_path");
    *(void **)&l.isa = loaded_function(l.object, "spelt_set_isa");
    *(void **)&l.last_error = loaded_function(l.object, "spelt_last_error");
    return l;
}

static inline void unload(const loaded *l)
{
    if (dlclose(l->object) != 0)
        die(dlerror());
}

#endif
