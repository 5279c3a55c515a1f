/* cpu.h - what this CPU and operating system can run, and the size of its caches. */
#ifndef SPELT_RUNTIME_CPU_H
#define SPELT_RUNTIME_CPU_H

#include <stddef.h>

/* In order: each x86 set contains the ones before it. */
typedef enum {
    SPELT_ISA_SCALAR,
    SPELT_ISA_SSE2,
    SPELT_ISA_AVX2,
    SPELT_ISA_AVX512, /* F, BW, DQ and VL */
    SPELT_ISA_NEON,
    SPELT_ISA_COUNT
} spelt_isa_id;

/* "scalar", "sse2", ...: the names that SPELT_ISA takes. */
const char *spelt_isa_name(spelt_isa_id isa);

/* The id of a name, or SPELT_ISA_COUNT. */
spelt_isa_id spelt_isa_from_name(const char *name);

/* Whether this build has kernels for it and this CPU (CPUID) and operating system (XCR0) can
 * run them. */
int spelt_isa_available(spelt_isa_id isa);

/* The best available one. */
spelt_isa_id spelt_isa_best(void);

/* Bytes of the last-level cache that one core sees, from CPUID (never from sysconf: glibc
 * reports the sum over all slices of a package on some CPUs). A default where unknown. */
size_t spelt_llc_bytes(void);

#endif
