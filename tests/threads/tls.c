/* tls.c - a program whose thread-local storage is as large as a worker's stack, or eight times
 * that: glibc takes the one out of the other, and what is left must be what runtime.h promises. */
#define _GNU_SOURCE 1

#include "calls.h"
#include "process.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>

#ifndef TLS_BYTES
#define TLS_BYTES (1 << 20)
#endif

enum { DEADLINE_SECONDS = 60, CAP = 3, PROMISED_BYTES = 128 << 10 };
enum { OF_THE_C_LIBRARY = 4 << 10 }; /* what it keeps of a thread on its stack, guard page apart */

_Thread_local volatile unsigned char host_data[TLS_BYTES] = {1};

static double out[CALLS_N];
static void *(*worker_start)(void *);
static _Atomic size_t least_room = SIZE_MAX;
static _Atomic int started;

/* How much stack a worker has below it when it starts. */
static void *measure_and_start(void *argument)
{
    pthread_attr_t attributes;
    void *lowest;
    size_t bytes;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &lowest, &bytes);
        pthread_attr_destroy(&attributes);
        size_t room = (size_t)((char *)__builtin_frame_address(0) - (char *)lowest);
        if (room < atomic_load(&least_room))
            atomic_store(&least_room, room);
        atomic_fetch_add(&started, 1);
    }
    return worker_start(argument);
}

/* The program's own comes before the C library's. Spelt alone starts threads with attributes. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    if (attributes)
        worker_start = start;
    return real(thread, attributes, attributes ? measure_and_start : start, argument);
}

int main(void)
{
    process_deadline("tls: a call, or no worker can be had,", DEADLINE_SECONDS);
    calls_open(out);
    spelt_set_num_threads(CAP);
    for (int i = 0; i < 100 || atomic_load(&started) == 0 || process_workers() == 0; i++)
        if (calls_wrong(out)) {
            fprintf(stderr, "tls: wrong results\n");
            return 1;
        }
    printf("tls: workers begin with %zu bytes of stack beside %d of thread-local storage\n",
           atomic_load(&least_room), TLS_BYTES);
    if (atomic_load(&least_room) < PROMISED_BYTES - OF_THE_C_LIBRARY) {
        fprintf(stderr, "tls: that is not enough\n");
        return 1;
    }
    return host_data[0] != 1;
}
