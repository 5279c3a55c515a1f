/* machine.h - what the figures were taken on. */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include <stddef.h>
#include <stdint.h>

/* Prints a line for each fact, `prefix` before each. */
void machine_print(const char *prefix, uint64_t seed);

/* Bytes that can be allocated without swapping, as the kernel sees it; SIZE_MAX if it does not
 * tell. */
size_t machine_available_memory(void);

#endif
