/* environment.h - of the machine, what the standard has no name for: whether floating-point
 * exceptions trap, a clock that only goes forward, and the pause of a loop that waits. */
#ifndef SPELT_RUNTIME_ENVIRONMENT_H
#define SPELT_RUNTIME_ENVIRONMENT_H

#include <stdint.h>
#include <time.h>

/* Whether an exception would trap in the calling thread. */
static inline int spelt_traps_unmasked(void)
{
#if defined(__x86_64__) || (defined(__i386__) && defined(__SSE2__))
    unsigned short control = 0; /* MemorySanitizer does not see what the instruction writes */
    __asm__ volatile("fnstcw %0" : "=m"(control));
    return (__builtin_ia32_stmxcsr() >> 7 & 0x3f) != 0x3f || (control & 0x3f) != 0x3f;
#elif defined(__aarch64__)
    return (__builtin_aarch64_get_fpcr() & 0x9f00) != 0;
#else
    return 0;
#endif
}

static inline int64_t spelt_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline void spelt_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
