/* usual.h - stretches of usual floating-point arithmetic.
 *
 * What is exact is so in a host that flushes subnormal numbers to zero, rounds in another direction or lets
 * exceptions trap, too. Between spelt_usual_begin() and spelt_usual_end() the calling thread rounds to the
 * nearest, flushes nothing and traps nothing; behind it the host's modes are as they were, and INVALID,
 * DIVBYZERO and OVERFLOW, which came of the way that was taken, are not raised. (UNDERFLOW and INEXACT may
 * be.) What a stretch computes it leaves in memory, or in what spelt_usual_keep() was given; what it
 * computes of, it loads.
 *
 * Usual modes are looked at and left alone: 3 ns for both ends, 6 where they have to be set and set back
 * (Zen 4; a read of MXCSR waits for the instructions before it). */
#ifndef SPELT_RUNTIME_USUAL_H
#define SPELT_RUNTIME_USUAL_H

#include <fenv.h>
#include <stdint.h>

#if defined(__x86_64__)

typedef uint32_t spelt_usual;

#define SPELT_MXCSR_MODES 0xffc0u
#define SPELT_MXCSR_USUAL 0x1f80u
#define SPELT_MXCSR_RAISED 0x000du /* INVALID, DIVBYZERO, OVERFLOW */

static inline spelt_usual spelt_usual_begin(void)
{
    const uint32_t host = __builtin_ia32_stmxcsr();
    if (__builtin_expect((host & SPELT_MXCSR_MODES) != SPELT_MXCSR_USUAL, 0))
        __builtin_ia32_ldmxcsr(SPELT_MXCSR_USUAL);
    __asm__ volatile("" : : : "memory");
    return host;
}

static inline void spelt_usual_end(spelt_usual host)
{
    __asm__ volatile("" : : : "memory");
    const uint32_t now = __builtin_ia32_stmxcsr();
    if (__builtin_expect(((now ^ host) & (SPELT_MXCSR_MODES | SPELT_MXCSR_RAISED)) != 0, 0))
        __builtin_ia32_ldmxcsr(host);
}

#elif defined(__aarch64__)

typedef struct {
    uint64_t modes, flags;
} spelt_usual;

#define SPELT_FPCR_MODES UINT64_C(0x07c89f00) /* AHP, DN, FZ, rounding, FZ16, traps */
#define SPELT_FPSR_RAISED UINT64_C(0x7)       /* INVALID, DIVBYZERO, OVERFLOW */

static inline spelt_usual spelt_usual_begin(void)
{
    spelt_usual host;
    __asm__ volatile("mrs %0, fpcr\n\tmrs %1, fpsr" : "=r"(host.modes), "=r"(host.flags) : : "memory");
    if (__builtin_expect((host.modes & SPELT_FPCR_MODES) != 0, 0))
        __asm__ volatile("msr fpcr, %0" : : "r"(host.modes & ~SPELT_FPCR_MODES) : "memory");
    return host;
}

static inline void spelt_usual_end(spelt_usual host)
{
    uint64_t flags;
    __asm__ volatile("mrs %0, fpsr" : "=r"(flags) : : "memory");
    if (__builtin_expect(((flags ^ host.flags) & SPELT_FPSR_RAISED) != 0, 0))
        __asm__ volatile("msr fpsr, %0" : : "r"(host.flags) : "memory");
    if (__builtin_expect((host.modes & SPELT_FPCR_MODES) != 0, 0))
        __asm__ volatile("msr fpcr, %0" : : "r"(host.modes) : "memory");
}

#else

typedef fenv_t spelt_usual;

static inline spelt_usual spelt_usual_begin(void)
{
    spelt_usual host;
    fegetenv(&host);
    fesetenv(FE_DFL_ENV);
    __asm__ volatile("" : : : "memory");
    return host;
}

static inline void spelt_usual_end(spelt_usual host)
{
    __asm__ volatile("" : : : "memory");
    fesetenv(&host);
}

#endif

/* An integer of a stretch, computed before its end. */
#define spelt_usual_keep(integer) __asm__ volatile("" : "+r"(integer) : : "memory")

#endif
