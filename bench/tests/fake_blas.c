/* fake_blas.c - a small CBLAS that says it is an OpenBLAS, for the tests of --cblas. One of these
 * may be defined: FAKE_WRONG         ddot is off by one FAKE_WIDE_CONFIG   it says that its lengths
 * are 64-bit integers FAKE_WIDE_NAMES    its functions are called cblas_ddot64_ and so on
 *   FAKE_NO_AXPY       it has no daxpy
 *   FAKE_FORTRAN       it has Fortran's ddot_ only
 *   FAKE_OLD           it has kernels for several CPUs, and chose the oldest unless it is told; it works
 *                      with one thread */
#include <stdlib.h>
#include <string.h>

#define EXPORTED __attribute__((visibility("default"), noinline))

#ifdef __has_feature
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif

#if defined(FAKE_FORTRAN)
#define NAME(name) name##_
#elif defined(FAKE_WIDE_NAMES)
#define NAME(name) cblas_##name##64_
#else
#define NAME(name) cblas_##name
#endif

#ifndef FAKE_FORTRAN
EXPORTED char *openblas_get_config(void);
EXPORTED char *openblas_get_corename(void);
EXPORTED void openblas_set_num_threads(int threads);

EXPORTED char *openblas_get_config(void)
{
#ifdef FAKE_WIDE_CONFIG
    static char config[] = "OpenBLAS 99.1 USE64BITINT FAKE";
#elif defined(FAKE_OLD)
    static char config[] = "OpenBLAS 99.1 DYNAMIC_ARCH FAKE";
#else
    static char config[] = "OpenBLAS 99.1 FAKE";
#endif
    return config;
}

EXPORTED char *openblas_get_corename(void)
{
#ifdef FAKE_OLD
    static char core[32]; /* as it was told when it was loaded */
    const char *told = getenv("OPENBLAS_CORETYPE");
    if (!*core)
        strncpy(core, told && *told ? told : "Prescott", sizeof core - 1);
    return core;
#else
    static char core[] = "Nutshell";
    return core;
#endif
}

#ifdef FAKE_OLD
EXPORTED int openblas_get_num_threads(void);
EXPORTED int openblas_get_num_threads(void)
{
    return 1;
}
#endif

EXPORTED void openblas_set_num_threads(int threads)
{
    (void)threads;
}
#endif

/* Whether a call of one of its own functions reaches it, and not that of the same name in the
 * program. What this takes, the address sanitizer does not allow. */
static int calls_itself(void)
{
#if defined(FAKE_FORTRAN) || defined(__SANITIZE_ADDRESS__) || HAS_FEATURE(address_sanitizer)
    return 1;
#else
    return openblas_get_config()[9] == '9';
#endif
}

#define DOT(name, type)                                                                            \
    EXPORTED type NAME(name)(int n, const type *x, int x_stride, const type *y, int y_stride);     \
    EXPORTED type NAME(name)(int n, const type *x, int x_stride, const type *y, int y_stride)      \
    {                                                                                              \
        type sum = WRONG_BY;                                                                       \
        for (int i = 0; i < n; i++)                                                                \
            sum += x[i * x_stride] * y[i * y_stride];                                              \
        return calls_itself() ? sum : 1e30f;                                                       \
    }
#define COPY(name, type)                                                                           \
    EXPORTED void NAME(name)(int n, const type *x, int x_stride, type *y, int y_stride);           \
    EXPORTED void NAME(name)(int n, const type *x, int x_stride, type *y, int y_stride)            \
    {                                                                                              \
        for (int i = 0; i < n; i++)                                                                \
            y[i * y_stride] = x[i * x_stride];                                                     \
    }
#define AXPY(name, type)                                                                           \
    EXPORTED void NAME(name)(int n, type a, const type *x, int x_stride, type *y, int y_stride);   \
    EXPORTED void NAME(name)(int n, type a, const type *x, int x_stride, type *y, int y_stride)    \
    {                                                                                              \
        for (int i = 0; i < n; i++)                                                                \
            y[i * y_stride] += a * x[i * x_stride];                                                \
    }

#ifdef FAKE_WRONG
#define WRONG_BY 1
#else
#define WRONG_BY 0
#endif

DOT(sdot, float)
DOT(ddot, double)
COPY(scopy, float)
COPY(dcopy, double)
AXPY(saxpy, float)
#ifndef FAKE_NO_AXPY
AXPY(daxpy, double)
#endif
