/* bandwidth.h - kernels that only move memory, several for each mix of loads and stores: the
 * fastest of them is the limit of this CPU. */
#ifndef BENCH_BANDWIDTH_H
#define BENCH_BANDWIDTH_H

#include <stddef.h>

/* What a kernel reads and writes. Those that write past the caches are kinds of their own. */
typedef enum {
    BANDWIDTH_LOAD,         /* reads x */
    BANDWIDTH_LOAD_TWO,     /* reads x and y */
    BANDWIDTH_STORE,        /* writes out */
    BANDWIDTH_STREAM,       /* the same past the caches */
    BANDWIDTH_COPY,         /* out = x */
    BANDWIDTH_COPY_STREAM,  /* the same past the caches */
    BANDWIDTH_TRIAD,        /* out = x + y, in integers, whose time does not depend on values */
    BANDWIDTH_TRIAD_STREAM, /* the same past the caches */
    BANDWIDTH_KINDS
} bandwidth_kind;

/* Arrays that a kind of kernel touches, and whether the last of them is written. */
size_t bandwidth_loads(bandwidth_kind kind);
size_t bandwidth_stores(bandwidth_kind kind);

/* So many bytes of each array; out is aligned to BANDWIDTH_ALIGNMENT and bytes are a multiple of
 * it. */
#define BANDWIDTH_ALIGNMENT ((size_t)64)
typedef struct {
    const unsigned char *x;
    const unsigned char *y;
    unsigned char *out;
    size_t bytes;
} bandwidth_range;

/* Goes over the range so many times. */
typedef void bandwidth_function(const bandwidth_range *range, size_t passes);

typedef struct {
    const char *name; /* "4 streams of 4 vectors" */
    bandwidth_kind kind;
    bandwidth_function *run;
} bandwidth_kernel;

typedef struct {
    const bandwidth_kernel *kernels;
    size_t count;
} bandwidth_table;

/* Those for an instruction set, as spelt_isa() says; the baseline's where there are none for it. */
bandwidth_table bandwidth_kernels(const char *isa);

#endif
