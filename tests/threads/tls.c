/* tls.c - a program whose thread-local storage is as large as a worker's stack, or eight times
 * that: glibc takes the one out of the other. */
#define _GNU_SOURCE 1

#include "calls.h"

#include <unistd.h>

#ifndef TLS_BYTES
#define TLS_BYTES (1 << 20)
#endif

_Thread_local volatile unsigned char host_data[TLS_BYTES] = {1};

int main(void)
{
    static double out[CALLS_N];
    enum { DEADLINE_SECONDS = 60 };
    alarm(DEADLINE_SECONDS);
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    calls_fill();
    spelt_set_num_threads(1);
    calls_result expected = calls_run(out);
    spelt_set_num_threads(3);
    do {
        calls_result r = calls_run(out);
        if (calls_differ(&r, &expected))
            return 1;
    } while (calls_workers() == 0);
    for (int i = 0; i < 100; i++) {
        calls_result r = calls_run(out);
        if (calls_differ(&r, &expected))
            return 1;
    }
    return host_data[0] != 1;
}
