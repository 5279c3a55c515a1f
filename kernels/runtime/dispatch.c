/* dispatch.c - path and instruction set: from the environment and the setters to the slots. */
#include "runtime/dispatch.h"

#include "runtime/cost.h"
#include "runtime/cpu.h"
#include "runtime/once.h"
#include "runtime/status.h"
#include "runtime/threads.h"
#include "runtime/trace.h"
#include "simd/kernels.h"

#include <spelt/runtime.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    spelt_function function;
    spelt_isa_id isa;
    spelt_kernel *kernel, *second;
} row;

/* The rows of kernels.def that this build has, in its order: scalar first, better ones after. */
#define ERASE(name) (spelt_kernel *)(name)
#define ISA_scalar SPELT_ISA_SCALAR
#define ISA_sse2 SPELT_ISA_SSE2
#define ISA_avx2 SPELT_ISA_AVX2
#define ISA_avx512 SPELT_ISA_AVX512
#define IF_scalar(...) __VA_ARGS__
#ifdef SPELT_HAVE_SSE2
#define IF_sse2(...) __VA_ARGS__
#else
#define IF_sse2(...)
#endif
#ifdef SPELT_HAVE_AVX2
#define IF_avx2(...) __VA_ARGS__
#else
#define IF_avx2(...)
#endif
#ifdef SPELT_HAVE_AVX512
#define IF_avx512(...) __VA_ARGS__
#else
#define IF_avx512(...)
#endif

#define ROW(name, isa, second)                                                                     \
    IF_##isa({SPELT_FUNCTION_##name, ISA_##isa, ERASE(spelt_##name##_##isa), second}, )
static const row rows[] = {
#define SPELT_REDUCE_FLOAT(op, suffix, in, acc, operands, isa)                                     \
    ROW(op##_##suffix, isa, ERASE(spelt_##op##_##suffix##_##isa##_rows))
#define SPELT_REDUCE_INT(op, suffix, in, operands, isa)                                            \
    ROW(op##_##suffix, isa, ERASE(spelt_##op##_##suffix##_##isa##_total))
#define SPELT_REDUCE_EXACT(op, suffix, in, operands, isa)                                          \
    ROW(op##_##suffix, isa, ERASE(spelt_##op##_##suffix##_##isa##_add))
#define SPELT_MAP(op, suffix, type, isa)                                                           \
    ROW(op##_##suffix, isa, ERASE(spelt_##op##_##suffix##_##isa##_stream))
#include "kernels.def"
};

spelt_slot spelt_slots[SPELT_FUNCTION_COUNT];

static spelt_kernel *const blas_kernels[SPELT_FUNCTION_COUNT] = {
#ifdef SPELT_HAVE_BLAS
#define SPELT_BLAS_REDUCE(op, suffix, in, acc, operands)                                           \
    [SPELT_FUNCTION_##op##_##suffix] = ERASE(spelt_##op##_##suffix##_blas),
#define SPELT_BLAS_MAP(op, suffix, type)                                                           \
    [SPELT_FUNCTION_##op##_##suffix] = ERASE(spelt_##op##_##suffix##_blas),
#include "kernels.def"
#else
    [SPELT_FUNCTION_COUNT - 1] = 0
#endif
};

spelt_kernel *spelt_blas_of(spelt_function function)
{
    return blas_kernels[function];
}

spelt_status spelt_unsupported_by_blas(const char *function)
{
    return spelt_fail(SPELT_ERR_UNSUPPORTED,
                      "%s: the path is blas, and BLAS has no such operation on this type",
                      function);
}

typedef enum { PATH_AUTO, PATH_SCALAR, PATH_SIMD, PATH_BLAS, PATH_COUNT } path_id;
static const char *const path_names[PATH_COUNT] = {"auto", "scalar", "simd", "blas"};

/* A choice, where it comes from, and what the environment says. */
typedef struct {
    _Atomic int chosen;
    _Atomic(const char *) source;
    int environment;
    char environment_source[128];
} choice;

static choice path_choice, isa_choice;
static int trace_on;
static spelt_once once;
static pthread_mutex_t setting = PTHREAD_MUTEX_INITIALIZER;

static path_id path_from_name(const char *name)
{
    int path = 0;
    while (path < PATH_COUNT && strcmp(name, path_names[path]) != 0)
        path++;
    return (path_id)path;
}

static int path_available(path_id path)
{
#ifdef SPELT_HAVE_BLAS
    return path < PATH_COUNT;
#else
    return path < PATH_BLAS;
#endif
}

static spelt_isa_id isa_in_force(void)
{
    return atomic_load(&path_choice.chosen) == PATH_SCALAR
               ? SPELT_ISA_SCALAR
               : (spelt_isa_id)atomic_load(&isa_choice.chosen);
}

/* Fills the slots for what is chosen: a later row overrides an earlier one. A call that runs
 * meanwhile may see a kernel from before or after; both give the same bits. */
static void fill_slots(void)
{
    spelt_isa_id isa = isa_in_force();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        spelt_slot *slot = &spelt_slots[rows[i].function];
        if (rows[i].isa <= isa) {
            atomic_store_explicit(&slot->kernel, rows[i].kernel, memory_order_relaxed);
            atomic_store_explicit(&slot->second, rows[i].second, memory_order_relaxed);
        }
    }
    int never = trace_on || atomic_load(&path_choice.chosen) == PATH_BLAS;
    for (int f = 0; f < SPELT_FUNCTION_COUNT; f++)
        atomic_store_explicit(&spelt_slots[f].direct,
                              never ? 0 : spelt_direct_elements((spelt_function)f),
                              memory_order_release);
}

static void choose(choice *which, int value, const char *source)
{
    atomic_store(&which->source, source);
    atomic_store(&which->chosen, value);
}

/* Takes the variable's value, `named`, if it is known and available; else the default, and the
 * source tells what was passed over. An empty variable counts as unset. */
static void from_environment(choice *which, const char *variable, int fallback,
                             const char *fallback_source, const char *kind, int named, int known,
                             int available)
{
    const char *value = getenv(variable);
    char *source = which->environment_source;
    which->environment = fallback;
    if (!value || !*value) {
        snprintf(source, sizeof which->environment_source, "%s", fallback_source);
    } else if (known && available) {
        which->environment = named;
        snprintf(source, sizeof which->environment_source, "%s", variable);
    } else {
        snprintf(source, sizeof which->environment_source, "%s (%s=%.60s is %s)", fallback_source,
                 variable, value, known ? "not available here" : kind);
        if (trace_on)
            spelt_trace_note(source);
    }
    choose(which, which->environment, source);
}

static void init(void)
{
    const char *verbose = getenv("SPELT_VERBOSE");
    const char *path_name = getenv("SPELT_PATH"), *isa_name = getenv("SPELT_ISA");
    trace_on = verbose && *verbose && strcmp(verbose, "0") != 0;
    path_id path = path_from_name(path_name ? path_name : "");
    from_environment(&path_choice, "SPELT_PATH", PATH_AUTO, "default", "not a path", (int)path,
                     path < PATH_COUNT, path_available(path));
    spelt_isa_id isa = spelt_isa_from_name(isa_name ? isa_name : "");
    from_environment(&isa_choice, "SPELT_ISA", (int)spelt_isa_best(), "CPUID",
                     "not an instruction set", (int)isa, isa < SPELT_ISA_COUNT,
                     isa < SPELT_ISA_COUNT && spelt_isa_available(isa));
    if (trace_on && strchr(spelt_threads_source(), '('))
        spelt_trace_note(spelt_threads_source());
    if (trace_on && strchr(spelt_grain_source(), '('))
        spelt_trace_note(spelt_grain_source());
    fill_slots();
}

void spelt_dispatch_init(void)
{
    spelt_once_run(&once, init);
}

int spelt_path_is_blas(void)
{
    return atomic_load(&path_choice.chosen) == PATH_BLAS;
}

int spelt_trace_is_on(void)
{
    return trace_on;
}

/* value < 0: back to the environment. */
static void set(choice *which, int value, const char *source)
{
    pthread_mutex_lock(&setting);
    if (value < 0)
        choose(which, which->environment, which->environment_source);
    else
        choose(which, value, source);
    fill_slots();
    pthread_mutex_unlock(&setting);
}

spelt_status spelt_set_path(const char *name)
{
    spelt_dispatch_init();
    path_id path = name ? path_from_name(name) : PATH_AUTO;
    if (path == PATH_COUNT)
        return spelt_fail(SPELT_ERR_ARG,
                          "spelt_set_path: name is \"%.60s\", not auto, scalar, simd or blas",
                          name);
    if (!path_available(path))
        return spelt_fail(SPELT_ERR_UNSUPPORTED,
                          "spelt_set_path: this build of Spelt has no %s path", name);
    set(&path_choice, name ? (int)path : -1, "spelt_set_path");
    return SPELT_OK;
}

spelt_status spelt_set_isa(const char *name)
{
    spelt_dispatch_init();
    spelt_isa_id isa = name ? spelt_isa_from_name(name) : SPELT_ISA_SCALAR;
    if (isa == SPELT_ISA_COUNT)
        return spelt_fail(
            SPELT_ERR_ARG,
            "spelt_set_isa: name is \"%.60s\", not scalar, sse2, avx2, avx512 or neon", name);
    if (!spelt_isa_available(isa))
        return spelt_fail(SPELT_ERR_UNSUPPORTED, "spelt_set_isa: %s is not available here", name);
    set(&isa_choice, name ? (int)isa : -1, "spelt_set_isa");
    return SPELT_OK;
}

size_t spelt_dispatch_put_grain(size_t bytes)
{
    spelt_dispatch_init();
    pthread_mutex_lock(&setting);
    size_t before = spelt_grain_put(bytes);
    fill_slots();
    pthread_mutex_unlock(&setting);
    return before;
}

const char *spelt_path(void)
{
    spelt_dispatch_init();
    return path_names[atomic_load(&path_choice.chosen)];
}

const char *spelt_path_source(void)
{
    spelt_dispatch_init();
    return atomic_load(&path_choice.source);
}

const char *spelt_isa(void)
{
    spelt_dispatch_init();
    return spelt_isa_name(isa_in_force());
}

const char *spelt_isa_source(void)
{
    spelt_dispatch_init();
    return atomic_load(&isa_choice.source);
}

const char *spelt_version(void)
{
    return SPELT_VERSION;
}
