/* cpu.h - what this CPU and operating system can run, and the size of its caches. */
#ifndef SPELT_RUNTIME_CPU_H
#define SPELT_RUNTIME_CPU_H

#include <stddef.h>
#include <stdint.h>

/* In order: each x86 set contains the ones before it. */
typedef enum {
    SPELT_ISA_SCALAR,
    SPELT_ISA_SSE2,
    SPELT_ISA_AVX2,   /* and FMA, which only some CPUs of VIA lack beside AVX2 */
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

/* What the functions above decide from, apart so that a test can make up a CPU. */

typedef struct {
    uint32_t max_leaf;                        /* leaf 0, EAX */
    uint32_t leaf1_ecx, leaf1_edx, leaf7_ebx; /* leaf 7: subleaf 0 */
    uint64_t xcr0;                            /* 0 where OSXSAVE is not set */
} spelt_cpu_registers;

/* The best x86 set that such a CPU and operating system run. A leaf past max_leaf is not looked
 * at: old CPUs answer with another leaf's registers. */
spelt_isa_id spelt_isa_from_registers(const spelt_cpu_registers *registers);

/* One subleaf of CPUID 4 (Intel) or 0x8000001D (AMD): they share one layout. */
typedef struct {
    uint32_t eax, ebx, ecx;
} spelt_cache_leaf;

/* Bytes of the data or unified cache of the highest level up to the first leaf that describes
 * none; 0 where there is none. */
size_t spelt_llc_from_leaves(const spelt_cache_leaf *leaves, size_t count);

/* The same as the kernel tells it below root/sys; root is "" outside tests. */
size_t spelt_llc_from_sysfs(const char *root);

#endif
