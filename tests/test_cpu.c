/* test_cpu.c - the instruction set and the cache size that are read from a CPU, real or made up. */
#include "support.h"

#include "runtime/cpu.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BIT(n) (UINT32_C(1) << (n))
#define OSXSAVE BIT(27)
#define POPCNT BIT(23)
#define AVX BIT(28)
#define FMA BIT(12)
#define F16C BIT(29)
#define SSE2 BIT(26)
#define AVX2 BIT(5)
#define AVX512F BIT(16)
#define AVX512DQ BIT(17)
#define AVX512BW BIT(30)
#define AVX512VL BIT(31)

/* A server CPU of 2017 or later under an operating system that saves all of its registers. */
static spelt_cpu_registers whole(void)
{
    return (spelt_cpu_registers){
        .max_leaf = 0x16,
        .leaf1_ecx = OSXSAVE | POPCNT | AVX | FMA | F16C | BIT(0) | BIT(9) | BIT(19) | BIT(20),
        .leaf1_edx = SSE2,
        .leaf7_ebx = AVX2 | AVX512F | AVX512DQ | AVX512BW | AVX512VL,
        .xcr0 = 0xe7,
    };
}

/* The whole CPU with something missing. */
typedef struct {
    const char *what;
    uint32_t max_leaf, leaf1_ecx, leaf1_edx, leaf7_ebx; /* max_leaf 0: as it is */
    uint64_t xcr0;
    spelt_isa_id best;
} lack;

static const lack lacks[] = {
    {"nothing", 0, 0, 0, 0, 0, SPELT_ISA_avx512},
    {"AVX512F", 0, 0, 0, AVX512F, 0, SPELT_ISA_avx2},
    {"AVX512DQ", 0, 0, 0, AVX512DQ, 0, SPELT_ISA_avx2},
    {"AVX512BW", 0, 0, 0, AVX512BW, 0, SPELT_ISA_avx2},
    {"AVX512VL", 0, 0, 0, AVX512VL, 0, SPELT_ISA_avx2},
    {"FMA", 0, FMA, 0, 0, 0, SPELT_ISA_sse2},
    {"F16C", 0, F16C, 0, 0, 0, SPELT_ISA_sse2},
    {"mask registers saved", 0, 0, 0, 0, 0x20, SPELT_ISA_avx2},
    {"upper ZMM halves saved", 0, 0, 0, 0, 0x40, SPELT_ISA_avx2},
    {"ZMM16-31 saved", 0, 0, 0, 0, 0x80, SPELT_ISA_avx2},
    {"all AVX-512 state saved", 0, 0, 0, 0, 0xe0, SPELT_ISA_avx2},
    {"AVX2", 0, 0, 0, AVX2, 0, SPELT_ISA_sse2},
    {"AVX", 0, AVX, 0, 0, 0, SPELT_ISA_sse2},
    {"POPCNT", 0, POPCNT, 0, 0, 0, SPELT_ISA_sse2},
    {"SSE4.2", 0, BIT(20), 0, 0, 0, SPELT_ISA_sse2},
    {"YMM saved", 0, 0, 0, 0, 0x04, SPELT_ISA_sse2},
    {"YMM saved, ZMM is", 0, 0, 0, 0, 0x04 | 0x01, SPELT_ISA_sse2},
    {"XMM saved by XSAVE", 0, 0, 0, 0, 0x02, SPELT_ISA_sse2},
    {"OSXSAVE and with it XCR0", 0, OSXSAVE, 0, 0, 0xe7, SPELT_ISA_sse2},
    {"leaf 7, though its registers look good", 6, 0, 0, 0, 0, SPELT_ISA_sse2},
    {"leaves past 7", 7, 0, 0, 0, 0, SPELT_ISA_avx512},
    {"SSE2", 0, 0, SSE2, 0, 0, SPELT_ISA_scalar},
};

Test(cpu, best_of_made_up_registers)
{
    for (size_t i = 0; i < sizeof lacks / sizeof lacks[0]; i++) {
        spelt_cpu_registers cpu = whole();
        if (lacks[i].max_leaf)
            cpu.max_leaf = lacks[i].max_leaf;
        cpu.leaf1_ecx &= ~lacks[i].leaf1_ecx;
        cpu.leaf1_edx &= ~lacks[i].leaf1_edx;
        cpu.leaf7_ebx &= ~lacks[i].leaf7_ebx;
        cpu.xcr0 &= ~lacks[i].xcr0;
        cr_expect(spelt_isa_of_features(spelt_cpu_features_of(&cpu)) == lacks[i].best, "without %s: %s, expected %s",
                  lacks[i].what, spelt_isa_name(spelt_isa_of_features(spelt_cpu_features_of(&cpu))),
                  spelt_isa_name(lacks[i].best));
    }
    spelt_cpu_registers none = {0}, no_leaf_1 = whole();
    no_leaf_1.max_leaf = 0;
    spelt_cpu_registers vnni = whole(); /* with AVX2, in a subleaf that an older CPU does not have */
    vnni.leaf71_eax = BIT(4);
    cr_expect(!(spelt_cpu_features_of(&vnni) & SPELT_CPU_AVXVNNI));
    vnni.leaf7_eax = 1;
    cr_expect(spelt_cpu_features_of(&vnni) & SPELT_CPU_AVXVNNI);
    cr_expect_eq(spelt_isa_of_features(spelt_cpu_features_of(&none)), SPELT_ISA_scalar);
    cr_expect_eq(spelt_isa_of_features(spelt_cpu_features_of(&no_leaf_1)), SPELT_ISA_scalar);
}

Test(cpu, names_go_both_ways)
{
    static const char *const names[] = {"scalar", "sse2",       "avx2", "avx2vnni",
                                        "avx512", "avx512vnni", "neon", "sve"};
    static const char *const unknown[] = {"", "AVX2", "avx", "avx2 ", "avx5120", "auto"};
    cr_assert_eq(sizeof names / sizeof names[0], (size_t)SPELT_ISA_COUNT);
    for (int isa = 0; isa < SPELT_ISA_COUNT; isa++) {
        cr_expect_str_eq(spelt_isa_name((spelt_isa_id)isa), names[isa]);
        cr_expect_eq(spelt_isa_from_name(names[isa]), (spelt_isa_id)isa);
    }
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        cr_expect_eq(spelt_isa_from_name(unknown[i]), SPELT_ISA_COUNT, "\"%s\"", unknown[i]);
}

/* The compiler's own reading of CPUID and XCR0 against ours, within what the build has. */
Test(cpu, best_of_this_cpu)
{
    spelt_isa_id expected = SPELT_ISA_scalar;
#ifdef __x86_64__
    __builtin_cpu_init();
#if SPELT_HAVE_SSE2
    expected = SPELT_ISA_sse2;
#endif
#if SPELT_HAVE_AVX2
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        expected = SPELT_ISA_avx2;
#endif
#if SPELT_HAVE_AVX512
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        expected = SPELT_ISA_avx512;
#endif
#endif
    const spelt_isa_id kept = spelt_isa_best();
    cr_expect_eq(spelt_isa_best(), kept, "the kept answer differs");
    /* Not every compiler knows of VNNI. */
    spelt_isa_id best = kept;
    if (strstr(spelt_isa_name(best), "vnni"))
        best = spelt_isa_fallback(best);
    cr_expect_eq(best, expected);
    for (int i = 0; i < SPELT_ISA_COUNT; i++) {
        const spelt_isa_id isa = (spelt_isa_id)i;
        if (isa == SPELT_ISA_scalar || isa == expected || isa == kept)
            cr_expect(spelt_isa_available(isa), "%s", spelt_isa_name(isa));
        if (isa > kept)
            cr_expect_not(spelt_isa_available(isa), "%s", spelt_isa_name(isa));
    }
}

/* line, partitions, ways, sets as CPUID packs them: each less one. */
#define CACHE(level, type, line, partitions, ways, sets)                                           \
    {                                                                                              \
        (level) << 5 | (type), ((ways)-1u) << 22 | ((partitions)-1u) << 12 | ((line)-1u),          \
            (sets)-1u                                                                              \
    }

Test(cpu, last_level_cache_from_leaves)
{
    const spelt_cache_leaf epyc[] = {
        CACHE(1, 1, 64, 1, 12, 64),
        CACHE(1, 2, 64, 1, 8, 64),
        CACHE(2, 3, 64, 1, 16, 1024),
        CACHE(3, 3, 64, 1, 16, 32768),
        {0, 0, 0},
    };
    const spelt_cache_leaf no_l3[] = {CACHE(1, 1, 64, 1, 8, 64), CACHE(2, 3, 64, 1, 8, 1024)};
    const spelt_cache_leaf stops[] = {
        CACHE(1, 1, 64, 1, 8, 64), {0, ~0u, ~0u}, CACHE(3, 3, 64, 1, 16, 16384)};
    const spelt_cache_leaf only_code[] = {CACHE(1, 2, 64, 1, 8, 64), {0, 0, 0}};
    const spelt_cache_leaf code_above[] = {CACHE(2, 3, 64, 1, 8, 1024), CACHE(3, 2, 64, 1, 8, 64)};
    const spelt_cache_leaf backwards[] = {CACHE(3, 3, 128, 2, 20, 4096), CACHE(1, 1, 64, 1, 8, 64)};
    cr_expect_eq(spelt_llc_from_leaves(epyc, 5), (size_t)32 << 20);
    cr_expect_eq(spelt_llc_from_leaves(no_l3, 2), (size_t)512 << 10);
    cr_expect_eq(spelt_llc_from_leaves(stops, 3), (size_t)32 << 10);
    cr_expect_eq(spelt_llc_from_leaves(only_code, 2), (size_t)0);
    cr_expect_eq(spelt_llc_from_leaves(code_above, 2), (size_t)512 << 10);
    cr_expect_eq(spelt_llc_from_leaves(backwards, 2), (size_t)20 << 20);
    cr_expect_eq(spelt_llc_from_leaves(epyc, 0), (size_t)0);
}

/* The same, of which so many threads share it (as CPUID counts them). */
static spelt_cache_leaf shared_by(unsigned threads, spelt_cache_leaf leaf)
{
    leaf.eax |= (threads - 1) << 14;
    return leaf;
}

Test(cpu, usable_cache_from_leaves)
{
    const spelt_cache_leaf l1 = CACHE(1, 1, 64, 1, 12, 64), l2 = CACHE(2, 3, 64, 1, 16, 2048);
    const spelt_cache_leaf l3 = CACHE(3, 3, 64, 1, 16, 307200),
                           small = CACHE(3, 3, 64, 1, 16, 8192);
    const spelt_cache_leaf server[] = {l1, l2, shared_by(128, l3), {0, 0, 0}};
    const spelt_cache_leaf desktop[] = {l1, l2, shared_by(32, l3), {0, 0, 0}};
    const spelt_cache_leaf less[] = {l1, l2, shared_by(64, small), {0, 0, 0}};
    const spelt_cache_leaf alone[] = {shared_by(64, l3), {0, 0, 0}};
    cr_expect_eq(spelt_usable_from_leaves(server, 4), (size_t)16 << 20);
    cr_expect_eq(spelt_llc_from_leaves(server, 4), (size_t)300 << 20);
    cr_expect_eq(spelt_usable_from_leaves(desktop, 4), (size_t)300 << 20);
    cr_expect_eq(spelt_usable_from_leaves(less, 4), (size_t)8 << 20);
    cr_expect_eq(spelt_usable_from_leaves(alone, 2), (size_t)300 << 20);
    cr_expect_eq(spelt_usable_from_leaves(server, 0), (size_t)0);
    cr_expect_leq(spelt_usable_cache_bytes(), spelt_llc_bytes());
}

static char tree[] = "/tmp/spelt-cpu-XXXXXX";

static void put_cache(int index, const char *level, const char *type, const char *size)
{
    const char *const names[] = {"level", "type", "size"}, *const texts[] = {level, type, size};
    char path[256];
    snprintf(path, sizeof path, "mkdir -p %s/sys/devices/system/cpu/cpu0/cache/index%d", tree,
             index);
    cr_assert_eq(system(path), 0);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/sys/devices/system/cpu/cpu0/cache/index%d/%s", tree, index,
                 names[i]);
        FILE *file = fopen(path, "w");
        cr_assert_not_null(file);
        fprintf(file, "%s\n", texts[i]);
        fclose(file);
    }
}

Test(cpu, last_level_cache_from_sysfs)
{
    char size[256];
    cr_assert_not_null(mkdtemp(tree));
    cr_expect_eq(spelt_llc_from_sysfs(tree), (size_t)0);
    put_cache(0, "1", "Data", "48K");
    cr_expect_eq(spelt_llc_from_sysfs(tree), (size_t)48 << 10);
    put_cache(1, "1", "Instruction", "512K");
    cr_expect_eq(spelt_llc_from_sysfs(tree), (size_t)48 << 10);
    put_cache(2, "2", "Unified", "1024K");
    put_cache(3, "3", "Unified", "96M");
    cr_expect_eq(spelt_llc_from_sysfs(tree), (size_t)96 << 20);
    snprintf(size, sizeof size, "rm %s/sys/devices/system/cpu/cpu0/cache/index3/size", tree);
    cr_assert_eq(system(size), 0);
    cr_expect_eq(spelt_llc_from_sysfs(tree), (size_t)1 << 20, "no size");
    put_cache(3, "3", "Unified", "99999999999999999999K");
    cr_expect_eq(spelt_llc_from_sysfs(tree), (size_t)1 << 20, "a size that overflows");
    put_cache(3, "3", "Unified", "8796093022208M");
    cr_expect_eq(spelt_llc_from_sysfs(tree), (size_t)1 << 20, "a size that overflows in bytes");
    put_cache(3, "3", "Unified", "K");
    cr_expect_eq(spelt_llc_from_sysfs(tree), (size_t)1 << 20, "a size without digits");
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", tree);
    cr_expect_eq(system(command), 0);
}

/* Where Linux tells the cache as well, the two must agree: both describe one core's. */
Test(cpu, last_level_cache_of_this_cpu)
{
    size_t bytes = spelt_llc_bytes(), told = spelt_llc_from_sysfs("");
    cr_expect_geq(bytes, (size_t)16 << 10);
    cr_expect_eq(spelt_llc_bytes(), bytes);
    if (told == 0)
        skip_visibly("no cache below /sys on this machine");
    cr_expect_eq(bytes, told);
}
