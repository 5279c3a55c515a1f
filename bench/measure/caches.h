/* caches.h - the sizes of the data caches that one core sees. */
#ifndef BENCH_CACHES_H
#define BENCH_CACHES_H

#include <stddef.h>

#define CACHES_MAX 4

/* Bytes of each level, the first level first, the last one as the library reckons it (CPUID);
 * returns how many there are, at least 1. Where the system does not tell of the levels before the
 * last, a first level of 32 KiB is assumed. */
size_t caches_read(size_t bytes[CACHES_MAX]);

#endif
