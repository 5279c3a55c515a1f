/* usual.h - stretches of usual floating-point arithmetic.
 *
 * What is exact is so in a host that flushes subnormal numbers to zero, rounds in another direction or lets
 * exceptions trap, too. From spelt_usual_begin() on the calling thread rounds to the nearest, flushes nothing
 * and traps nothing; behind the end the host's modes are as they were. spelt_usual_end() takes INVALID,
 * DIVBYZERO and OVERFLOW back, which came of the way that was taken (UNDERFLOW and INEXACT may stay);
 * spelt_usual_end_raising() is for stretches that raise no more than they should. What a stretch computes it
 * leaves in memory, or in what spelt_usual_keep() was given; what it computes of, it loads.
 *
 * Usual modes are looked at and left alone. Zen 4: a look at MXCSR takes 3 to 6 ns, for it waits for the
 * instructions before it, and spelt_usual_end() has another; where modes are set and set back, 6 ns more.
 * spelt_usual_begin_unflushed() asks arithmetic instead, in less than 1 ns, without an exception of any kind:
 * for stretches in which nothing is made that a flush of results would change, and which may trap where they
 * raise something. */
#ifndef SPELT_ISA_USUAL_H
#define SPELT_ISA_USUAL_H

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

/* Of what stays, UNDERFLOW and INEXACT as well. */
static inline void spelt_usual_end_raising(spelt_usual host)
{
    __asm__ volatile("" : : : "memory");
    if (__builtin_expect((host & SPELT_MXCSR_MODES) != SPELT_MXCSR_USUAL, 0))
        __builtin_ia32_ldmxcsr(host | (__builtin_ia32_stmxcsr() & ~SPELT_MXCSR_MODES));
}

#ifdef __AVX__
#include <immintrin.h>

/* 2.5 and 3.5 become 2 and 4 by rounding to the nearest alone, and the least number 1 by rounding it up
 * unless it is read as 0. */
static inline spelt_usual spelt_usual_begin_unflushed(void)
{
    __m128 halves = _mm_set_ps(2.5f, 3.5f, 2.5f, 3.5f), least = _mm_set1_ps(0x1p-149f);
    __asm__ volatile("" : "+x"(halves), "+x"(least) : : "memory");
    const __m128 nearest = _mm_round_ps(halves, _MM_FROUND_CUR_DIRECTION | _MM_FROUND_NO_EXC);
    const __m128 up = _mm_round_ps(least, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC);
    const __m128 other = _mm_or_ps(_mm_xor_ps(nearest, _mm_set_ps(2, 4, 2, 4)),
                                   _mm_xor_ps(up, _mm_set1_ps(1)));
    const __m128i bits = _mm_castps_si128(other);
    return __builtin_expect(_mm_testz_si128(bits, bits), 1) ? SPELT_MXCSR_USUAL : spelt_usual_begin();
}
#else
#define spelt_usual_begin_unflushed() spelt_usual_begin()
#endif

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

static inline void spelt_usual_end_raising(spelt_usual host)
{
    __asm__ volatile("" : : : "memory");
    if (__builtin_expect((host.modes & SPELT_FPCR_MODES) != 0, 0))
        __asm__ volatile("msr fpcr, %0" : : "r"(host.modes) : "memory");
}

#define spelt_usual_begin_unflushed() spelt_usual_begin()

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

static inline void spelt_usual_end_raising(spelt_usual host)
{
    __asm__ volatile("" : : : "memory");
    const int raised = fetestexcept(FE_ALL_EXCEPT);
    fesetenv(&host);
    feraiseexcept(raised);
}

#define spelt_usual_begin_unflushed() spelt_usual_begin()

#endif

/* An integer of a stretch, computed before its end. */
#define spelt_usual_keep(integer) __asm__ volatile("" : "+r"(integer) : : "memory")

#endif
