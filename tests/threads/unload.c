/* unload.c - an object with Spelt in it is loaded, called and unloaded again and again, while its
 * workers sleep, look out or work; and exit waits for none of them.
 *
 *     unload OBJECT [times]     libspelt.so, or a plugin with the archive in it */
#define _GNU_SOURCE 1

#include "calls.h"

#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>

enum { DEADLINE_SECONDS = 120, EXIT_STATUS = 7 };

/* What this program itself was not linked with. */
typedef struct {
    spelt_status (*dot)(const spelt_in_f64 *, const spelt_in_f64 *, double *);
    spelt_status (*cap)(int);
} functions;

static functions load(const char *name, void **object)
{
    functions f = {0};
    *object = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!*object) {
        fprintf(stderr, "unload: %s\n", dlerror());
        exit(1);
    }
    *(void **)&f.dot = dlsym(*object, "spelt_dot_f64");
    *(void **)&f.cap = dlsym(*object, "spelt_set_num_threads");
    if (!f.dot || !f.cap) {
        fprintf(stderr, "unload: %s has no spelt_dot_f64\n", name);
        exit(1);
    }
    return f;
}

static int call(const functions *f)
{
    double result = 0;
    const spelt_in_f64 x = {calls_x, 1, {CALLS_N}, {1}}, y = {calls_y, 1, {CALLS_N}, {1}};
    return f->dot(&x, &y, &result) != SPELT_OK || result == 0;
}

static void *call_for_ever(void *f)
{
    while (call(f) == 0)
        continue;
    return NULL;
}

int main(int count, char **arguments)
{
    int times = count > 2 ? atoi(arguments[2]) : 1000, failed = 0, half = 0;
    pthread_t other;
    functions f;
    void *object;
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    alarm(DEADLINE_SECONDS);
    calls_fill();
    for (int i = 0; i < times; i++) {
        f = load(arguments[1], &object);
        f.cap(3);
        for (int k = 0; k < 1 + i % 3 || (i == 0 && calls_workers() == 0); k++)
            failed += call(&f);
        if (dlclose(object) != 0)
            failed++;
        if (i % 100 == 0)
            usleep(1000); /* asleep by now */
        if (i == times / 2)
            half = calls_workers();
    }
    if (calls_workers() != half || failed) {
        fprintf(stderr, "unload: %d calls failed, %d workers at half-time, %d at the end\n", failed,
                half, calls_workers());
        return 1;
    }
    f = load(arguments[1], &object);
    if (pthread_create(&other, NULL, call_for_ever, &f) != 0)
        return 1;
    usleep(10000);
    exit(EXIT_STATUS); /* in the midst of calls */
}
