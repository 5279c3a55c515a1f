/* openblas.c - see openblas.h. */
#define _GNU_SOURCE 1

#include "runtime/openblas.h"

#include "runtime/once.h"

#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

spelt_blas_functions spelt_openblas;

static const char *failure; /* set before `once` is done */
static spelt_once once;

/* A pending SIGINT that the process has sent itself is taken. Any other one is the host's. */
static int was_raised(void)
{
    const struct timespec now = {0, 0};
    sigset_t interrupt;
    siginfo_t about;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    if (sigtimedwait(&interrupt, &about, &now) != SIGINT)
        return 0;
    if (about.si_pid == getpid())
        return 1;
    kill(getpid(), SIGINT);
    return 0;
}

/* Signals are held here. Where OpenBLAS has no thread it raises SIGINT, and what it was to share out
 * would be waited for without end: so it is not used then. */
static void load(void)
{
    static const struct {
        const char *name;
        size_t place;
    } wanted[] = {
#define SPELT_BLAS_PLACE(name) {#name, offsetof(spelt_blas_functions, name)},
        SPELT_BLAS_FUNCTIONS(SPELT_BLAS_PLACE)};
    sigset_t pending;
    sigpending(&pending);
    void *library = dlopen(SPELT_OPENBLAS, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        failure = SPELT_OPENBLAS " cannot be loaded";
    else if (!sigismember(&pending, SIGINT) && was_raised())
        failure = SPELT_OPENBLAS " can start no thread";
    for (size_t i = 0; !failure && i < sizeof wanted / sizeof wanted[0]; i++) {
        void *function = dlsym(library, wanted[i].name);
        *(void **)((char *)&spelt_openblas + wanted[i].place) = function;
        if (!function)
            failure = SPELT_OPENBLAS " lacks a function";
    }
}

const char *spelt_blas_load(void)
{
    spelt_once_run(&once, load);
    return failure;
}
