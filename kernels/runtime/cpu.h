/* cpu.h - what this CPU and operating system can run, and the size of its caches. */
#ifndef SPELT_RUNTIME_CPU_H
#define SPELT_RUNTIME_CPU_H

#include <stddef.h>
#include <stdint.h>

/* The rows of isas.def. */
typedef enum {
#define SPELT_ISA(built, name, fallback, features, files) SPELT_ISA_##name,
#include "isas.def"
    SPELT_ISA_COUNT
} spelt_isa_id;

/* "scalar", "sse2", ...: the names that SPELT_ISA takes. */
const char *spelt_isa_name(spelt_isa_id isa);

/* The id of a name, or SPELT_ISA_COUNT. */
spelt_isa_id spelt_isa_from_name(const char *name);

/* Whether this build has kernels for it and this CPU and operating system can run them. */
int spelt_isa_available(spelt_isa_id isa);

/* Whose kernels stand for those that it does not have; scalar for scalar. */
spelt_isa_id spelt_isa_fallback(spelt_isa_id isa);

/* The best available one. */
spelt_isa_id spelt_isa_best(void);

/* Bytes of the last-level cache that one core sees, from CPUID (never from sysconf: glibc
 * reports the sum over all slices of a package on some CPUs). A default where unknown. */
size_t spelt_llc_bytes(void);

/* Of which so much does a core good: all of a cache that few share; where more than 32 threads do,
 * eight times the level below, if that is less: such a cache lies all over a package, and a virtual
 * machine may be told of it and get little. (Adding f64, results past the caches, gains from 3 MiB
 * on, and from 6 to 12 where they are read next, on an Emerald Rapids with 2 MiB below 300; 1.1
 * to 1.5 times from 4 MiB on, and from 20 where they are read next, on a Zen 3 with 512 KiB below
 * 32 MiB.) */
size_t spelt_usable_cache_bytes(void);

/* What the functions above decide from, apart so that a test can make up a CPU. */

/* What instruction sets ask for: the CPU has it and the operating system saves its registers. Each
 * stands for all that the compiler may use under the flags of the set that asks for it. */
enum {
    SPELT_CPU_SSE2 = 1 << 0,
    SPELT_CPU_AVX2 = 1 << 1,   /* and FMA, F16C, POPCNT */
    SPELT_CPU_AVX512 = 1 << 2, /* F, BW, DQ and VL */
    SPELT_CPU_AVXVNNI = 1 << 3,
    SPELT_CPU_AVX512VNNI = 1 << 4,
    SPELT_CPU_NEON = 1 << 5,
    SPELT_CPU_SVE = 1 << 6
};

typedef struct {
    uint32_t max_leaf;                        /* leaf 0, EAX */
    uint32_t leaf1_ecx, leaf1_edx;            /* leaf 1 */
    uint32_t leaf7_eax, leaf7_ebx, leaf7_ecx; /* leaf 7, subleaf 0; EAX: the last subleaf */
    uint32_t leaf71_eax;                      /* leaf 7, subleaf 1 */
    uint64_t xcr0;                            /* 0 where OSXSAVE is not set */
} spelt_cpu_registers;

/* The features of such a CPU and operating system. A leaf past max_leaf is not looked at: old CPUs
 * answer with another leaf's registers. */
unsigned spelt_cpu_features_of(const spelt_cpu_registers *registers);

/* The last row of isas.def that has these features, built or not. */
spelt_isa_id spelt_isa_of_features(unsigned features);

/* One subleaf of CPUID 4 (Intel) or 0x8000001D (AMD): they share one layout. */
typedef struct {
    uint32_t eax, ebx, ecx;
} spelt_cache_leaf;

/* Bytes of the data or unified cache of the highest level up to the first leaf that describes
 * none; 0 where there is none. */
size_t spelt_llc_from_leaves(const spelt_cache_leaf *leaves, size_t count);
size_t spelt_usable_from_leaves(const spelt_cache_leaf *leaves, size_t count);

/* The same as the kernel tells it below root/sys; root is "" outside tests. */
size_t spelt_llc_from_sysfs(const char *root);

#endif
