/* cpu.c - what this CPU and operating system can run, and the size of its caches. */
#include "runtime/cpu.h"

#include "runtime/text_file.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#ifdef __x86_64__
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

static const struct {
    const char *name;
    spelt_isa_id fallback;
    int built;
    unsigned features;
} isas[SPELT_ISA_COUNT] = {
#define SPELT_ISA(built, name, fallback, features, files) {#name, SPELT_ISA_##fallback, built, features},
#include "isas.def"
};

/* More caches than any CPU describes. */
#define CACHE_LEAVES 16

/* What a server core has to itself of the last level, more or less. */
#define DEFAULT_LLC_BYTES ((size_t)32 << 20)

const char *spelt_isa_name(spelt_isa_id isa)
{
    return isas[isa].name;
}

spelt_isa_id spelt_isa_from_name(const char *name)
{
    int isa = 0;
    while (isa < SPELT_ISA_COUNT && strcmp(name, isas[isa].name) != 0)
        isa++;
    return (spelt_isa_id)isa;
}

static int has(uint64_t value, uint64_t bits)
{
    return (value & bits) == bits;
}

spelt_isa_id spelt_isa_fallback(spelt_isa_id isa)
{
    return isas[isa].fallback;
}

/* Intel SDM volume 1, 14.3 (AVX), 14.7 (AVX2) and 15.2 (AVX-512); volume 2, CPUID. Asked for is all
 * that -mavx2 -mfma -mf16c and -mavx512* let a compiler use: with the set itself come the ones below
 * it, and POPCNT. */
unsigned spelt_cpu_features_of(const spelt_cpu_registers *registers)
{
    const uint32_t leaf1_edx_sse2 = UINT32_C(1) << 26;
    const uint32_t leaf1_ecx_avx2 = UINT32_C(1) << 0     /* SSE3 */
                                    | UINT32_C(1) << 9   /* SSSE3 */
                                    | UINT32_C(1) << 12  /* FMA */
                                    | UINT32_C(1) << 19  /* SSE4.1 */
                                    | UINT32_C(1) << 20  /* SSE4.2 */
                                    | UINT32_C(1) << 23  /* POPCNT */
                                    | UINT32_C(1) << 27  /* OSXSAVE */
                                    | UINT32_C(1) << 28  /* AVX */
                                    | UINT32_C(1) << 29; /* F16C */
    const uint32_t leaf7_ebx_avx2 = UINT32_C(1) << 5;
    const uint64_t xcr0_avx2 = 0x06;                       /* XMM and YMM registers */
    const uint32_t leaf7_ebx_avx512 = UINT32_C(1) << 16    /* F */
                                      | UINT32_C(1) << 17  /* DQ */
                                      | UINT32_C(1) << 30  /* BW */
                                      | UINT32_C(1) << 31; /* VL */
    const uint64_t xcr0_avx512 = 0xe0; /* mask registers, upper halves of ZMM0-15, ZMM16-31 */
    const uint32_t leaf7_ecx_avx512vnni = UINT32_C(1) << 11, leaf71_eax_avxvnni = UINT32_C(1) << 4;
    unsigned features = 0;
    if (registers->max_leaf < 1 || !has(registers->leaf1_edx, leaf1_edx_sse2))
        return features;
    features |= SPELT_CPU_SSE2;
    if (registers->max_leaf < 7 || !has(registers->leaf1_ecx, leaf1_ecx_avx2) ||
        !has(registers->leaf7_ebx, leaf7_ebx_avx2) || !has(registers->xcr0, xcr0_avx2))
        return features;
    features |= SPELT_CPU_AVX2;
    if (registers->leaf7_eax >= 1 && has(registers->leaf71_eax, leaf71_eax_avxvnni))
        features |= SPELT_CPU_AVXVNNI;
    if (!has(registers->leaf7_ebx, leaf7_ebx_avx512) || !has(registers->xcr0, xcr0_avx512))
        return features;
    features |= SPELT_CPU_AVX512;
    if (has(registers->leaf7_ecx, leaf7_ecx_avx512vnni))
        features |= SPELT_CPU_AVX512VNNI;
    return features;
}

spelt_isa_id spelt_isa_of_features(unsigned features)
{
    int isa = SPELT_ISA_COUNT - 1;
    while (!has(features, isas[isa].features))
        isa--;
    return (spelt_isa_id)isa;
}

/* A cache, the one on the level below it, and the threads that share it. */
typedef struct {
    size_t bytes, below;
    unsigned sharers;
} last_cache;

static last_cache last_of_leaves(const spelt_cache_leaf *leaves, size_t count)
{
    enum { NO_MORE = 0, INSTRUCTION = 2 };
    uint32_t highest = 0;
    last_cache last = {0, 0, 0};
    for (size_t i = 0; i < count && (leaves[i].eax & 0x1f) != NO_MORE; i++) {
        uint32_t type = leaves[i].eax & 0x1f, level = leaves[i].eax >> 5 & 0x7;
        if (type == INSTRUCTION || level < highest)
            continue;
        size_t line = (leaves[i].ebx & 0xfff) + 1;
        size_t partitions = (leaves[i].ebx >> 12 & 0x3ff) + 1;
        size_t ways = (leaves[i].ebx >> 22) + 1;
        highest = level;
        last.below = last.bytes;
        last.bytes = line * partitions * ways * ((size_t)leaves[i].ecx + 1);
        last.sharers = (leaves[i].eax >> 14 & 0xfff) + 1;
    }
    return last;
}

size_t spelt_llc_from_leaves(const spelt_cache_leaf *leaves, size_t count)
{
    return last_of_leaves(leaves, count).bytes;
}

#define FEW_SHARERS 32
#define TIMES_BELOW 8

size_t spelt_usable_from_leaves(const spelt_cache_leaf *leaves, size_t count)
{
    const last_cache last = last_of_leaves(leaves, count);
    if (last.sharers <= FEW_SHARERS || last.below == 0 || last.bytes / TIMES_BELOW < last.below)
        return last.bytes;
    return TIMES_BELOW * last.below;
}

/* "Data" or "Unified", not "Instruction"; a size is "48K", "32768K" or "96M". */
size_t spelt_llc_from_sysfs(const char *root)
{
    long long highest = 0, bytes = 0;
    for (int i = 0; i < CACHE_LEAVES; i++) {
        char path[80], level[32], type[32], size[32];
        static const char directory[] = "/sys/devices/system/cpu/cpu0/cache/index";
        snprintf(path, sizeof path, "%s%d/level", directory, i);
        if (!spelt_text_first_line(root, path, level, sizeof level))
            break;
        snprintf(path, sizeof path, "%s%d/type", directory, i);
        if (!spelt_text_first_line(root, path, type, sizeof type) || type[0] == 'I')
            continue;
        snprintf(path, sizeof path, "%s%d/size", directory, i);
        if (!spelt_text_first_line(root, path, size, sizeof size))
            continue;
        const char *level_digits = level, *size_digits = size;
        long long number = spelt_text_number(&level_digits);
        long long units = spelt_text_number(&size_digits);
        int shift = *size_digits == 'K' ? 10 : *size_digits == 'M' ? 20 : 0;
        if (number < highest || units <= 0 || units > PTRDIFF_MAX >> shift)
            continue;
        highest = number;
        bytes = units << shift;
    }
    return (size_t)bytes;
}

#ifdef __x86_64__

/* The instruction by name would need -mxsave for this file. */
static uint64_t read_xcr0(void)
{
    uint32_t low, high;
    __asm__ volatile(".byte 0x0f, 0x01, 0xd0" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

static unsigned features_of_cpu(void)
{
    const uint32_t osxsave = UINT32_C(1) << 27;
    spelt_cpu_registers registers = {0};
    uint32_t eax, ebx, ecx, edx;
    registers.max_leaf = (uint32_t)__get_cpuid_max(0, NULL);
    if (registers.max_leaf >= 1)
        __cpuid(1, eax, ebx, registers.leaf1_ecx, registers.leaf1_edx);
    if (registers.max_leaf >= 7)
        __cpuid_count(7, 0, registers.leaf7_eax, registers.leaf7_ebx, registers.leaf7_ecx, edx);
    if (registers.leaf7_eax >= 1)
        __cpuid_count(7, 1, registers.leaf71_eax, ebx, ecx, edx);
    if (registers.leaf1_ecx & osxsave) /* without it XGETBV is an illegal instruction */
        registers.xcr0 = read_xcr0();
    return spelt_cpu_features_of(&registers);
}

typedef size_t bytes_from_leaves(const spelt_cache_leaf *leaves, size_t count);

static size_t bytes_from_leaf(unsigned leaf, bytes_from_leaves *bytes)
{
    spelt_cache_leaf leaves[CACHE_LEAVES];
    unsigned i, edx;
    if ((unsigned)__get_cpuid_max(leaf & 0x80000000, NULL) < leaf)
        return 0;
    for (i = 0; i < CACHE_LEAVES; i++)
        __cpuid_count(leaf, i, leaves[i].eax, leaves[i].ebx, leaves[i].ecx, edx);
    return bytes(leaves, CACHE_LEAVES);
}

/* AMD leaves leaf 4 empty, Intel does not reach the other one. */
static size_t bytes_of_cpu(int is_usable)
{
    bytes_from_leaves *of = is_usable ? spelt_usable_from_leaves : spelt_llc_from_leaves;
    size_t bytes = bytes_from_leaf(4, of);
    return bytes ? bytes : bytes_from_leaf(0x8000001d, of);
}

#else

#if defined(__aarch64__) && defined(__linux__)

/* Linux, Documentation/arch/arm64/elf_hwcaps.rst: bits 1 and 22 of AT_HWCAP. */
static unsigned features_of_cpu(void)
{
    const unsigned long capabilities = getauxval(AT_HWCAP);
    unsigned features = 0;
    if (capabilities >> 1 & 1)
        features |= SPELT_CPU_NEON;
    if (capabilities >> 22 & 1)
        features |= SPELT_CPU_SVE;
    return features;
}

#elif defined(__aarch64__)

static unsigned features_of_cpu(void)
{
    return SPELT_CPU_NEON;
}

#else

static unsigned features_of_cpu(void)
{
    return 0;
}

#endif

static size_t bytes_of_cpu(int is_usable)
{
    (void)is_usable;
    return 0;
}

#endif

/* CPUID takes tens of microseconds in a virtual machine, so both answers are kept. Two threads
 * that find them missing at once store the same value. */

static unsigned cpu_features(void)
{
    static _Atomic unsigned kept = UINT_MAX;
    unsigned features = atomic_load_explicit(&kept, memory_order_relaxed);
    if (features == UINT_MAX) {
        features = features_of_cpu();
        atomic_store_explicit(&kept, features, memory_order_relaxed);
    }
    return features;
}

spelt_isa_id spelt_isa_best(void)
{
    spelt_isa_id isa = spelt_isa_of_features(cpu_features());
    while (!isas[isa].built)
        isa = isas[isa].fallback;
    return isa;
}

int spelt_isa_available(spelt_isa_id isa)
{
    return isas[isa].built && has(cpu_features(), isas[isa].features);
}

static size_t keep(_Atomic size_t *kept, int is_usable)
{
    size_t bytes = atomic_load_explicit(kept, memory_order_relaxed);
    if (bytes == 0) {
        bytes = bytes_of_cpu(is_usable);
        if (bytes == 0)
            bytes = spelt_llc_from_sysfs("");
        if (bytes == 0)
            bytes = DEFAULT_LLC_BYTES;
        atomic_store_explicit(kept, bytes, memory_order_relaxed);
    }
    return bytes;
}

size_t spelt_llc_bytes(void)
{
    static _Atomic size_t kept;
    return keep(&kept, 0);
}

size_t spelt_usable_cache_bytes(void)
{
    static _Atomic size_t kept;
    return keep(&kept, 1);
}
