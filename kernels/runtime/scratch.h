/* scratch.h - room that would be too much for a stack. */
#ifndef SPELT_RUNTIME_SCRATCH_H
#define SPELT_RUNTIME_SCRATCH_H

#include <stddef.h>

/* Lanes of blocks of order 1 (call/order1_strided.c), or of slices side by side (call/slices_*.c). */
#define SPELT_SCRATCH_BYTES ((size_t)80 << 10)

/* One for as many threads at once. */
#define SPELT_SCRATCH_COUNT 64

/* A buffer of SPELT_SCRATCH_BYTES, aligned to 64 bytes, or NULL where all are in use: then the
 * caller does with less. They are static: nothing is allocated, and what was never used takes no
 * memory. */
void *spelt_scratch_take(void);
void spelt_scratch_give(void *buffer);

/* In a child those that other threads of the parent held are free again. */
void spelt_scratch_after_fork(void);

#endif
