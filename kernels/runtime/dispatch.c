/* dispatch.c - path and instruction set: from the environment and the setters to the slots. */
#define _GNU_SOURCE 1

#include "runtime/dispatch.h"

#include "runtime/cost.h"
#include "runtime/cpu.h"
#include "runtime/interruption.h"
#include "runtime/note.h"
#include "runtime/profile.h"
#include "runtime/once.h"
#include "runtime/status.h"
#include "runtime/threads.h"
#include "runtime/variable.h"
#ifdef SPELT_HAVE_BLAS
#include "runtime/openblas.h"
#endif

#include <spelt/runtime.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* What each instruction set of this build has, a table from each file of isa/. */
static const spelt_kernel_table *const tables[SPELT_ISA_COUNT][SPELT_TABLES] = {
#define SPELT_ISA(built, isa, fallback, features, files)                                           \
    SPELT_IF(built, [SPELT_ISA_##isa] = SPELT_TABLES_##files(isa), )
#include "isas.def"
};

static spelt_stream_kernel *const streams[SPELT_ISA_COUNT] = {
#define SPELT_ISA(built, isa, fallback, features, files)                                           \
    SPELT_IF(built, [SPELT_ISA_##isa] = SPELT_STREAM_##files(isa), )
#include "isas.def"
};

/* Of elements of 4 and of 8 bytes. */
static const spelt_gathers gathers[SPELT_ISA_COUNT][2] = {
#define SPELT_ISA(built, isa, fallback, features, files)                                           \
    SPELT_IF(built, [SPELT_ISA_##isa] = SPELT_GATHERS_##files(isa), )
#include "isas.def"
};

const spelt_kernel_row *spelt_kernels_of_isa(spelt_isa_id isa, spelt_function function)
{
    for (int t = 0; t < SPELT_TABLES; t++)
        for (size_t i = 0; tables[isa][t] && i < tables[isa][t]->count; i++)
            if (tables[isa][t]->row[i].function == function)
                return &tables[isa][t]->row[i];
    return NULL;
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
static spelt_once once;

static path_id path_from_name(const char *name)
{
    int path = 0;
    while (path < PATH_COUNT && strcmp(name, path_names[path]) != 0)
        path++;
    return (path_id)path;
}

/* What there is against a path; NULL where nothing is. */
static const char *against(path_id path)
{
    if (path != PATH_BLAS)
        return NULL;
#ifdef SPELT_HAVE_BLAS
    return spelt_blas_load();
#else
    return "this build of Spelt has no blas path";
#endif
}

static spelt_isa_id isa_in_force(void)
{
    return atomic_load(&path_choice.chosen) == PATH_SCALAR
               ? SPELT_ISA_scalar
               : (spelt_isa_id)atomic_load(&isa_choice.chosen);
}

/* A call that runs meanwhile may see a kernel from before or after; both give the same bits. Over
 * those of the set that this one falls back to, if it has one: what it lacks is theirs. */
static void take(const spelt_kernel_table *table, int is_over_others)
{
    for (size_t i = 0; table && i < table->count; i++) {
        const spelt_kernel_row *row = &table->row[i];
        for (int k = 0; k < SPELT_KERNELS; k++)
            if (row->kernel[k] || !is_over_others)
                atomic_store_explicit(&spelt_slots[row->function].kernel[k], row->kernel[k],
                                      memory_order_relaxed);
    }
}

/* The kernels of what a set falls back to, then its own over them. */
static void take_isa(spelt_isa_id isa)
{
    const int has_others = spelt_isa_fallback(isa) != isa;
    if (has_others)
        take_isa(spelt_isa_fallback(isa));
    for (int t = 0; t < SPELT_TABLES; t++)
        take(tables[isa][t], has_others);
    if (streams[isa])
        atomic_store_explicit(&spelt_stream_in_force, streams[isa], memory_order_relaxed);
    if (gathers[isa][0].line)
        atomic_store_explicit(&spelt_gathers_in_force, gathers[isa], memory_order_relaxed);
}

/* Fills the slots for what is chosen. */
static void fill_slots(void)
{
    take_isa(isa_in_force());
    int never = spelt_trace_is_on() || atomic_load(&path_choice.chosen) == PATH_BLAS;
    for (int f = 0; f < SPELT_ALL_FUNCTIONS; f++)
        atomic_store_explicit(&spelt_slots[f].direct,
                              never ? 0 : spelt_direct_elements((spelt_function)f),
                              memory_order_release);
}

/* ---- Setters, one at a time -------------------------------------------------------------------- */

static pthread_mutex_t setting = PTHREAD_MUTEX_INITIALIZER;

static void lock_setting(void)
{
    pthread_mutex_lock(&setting);
}

static void unlock_setting(void)
{
    pthread_mutex_unlock(&setting);
}

/* A fork waits for a setter that is at work, so that the child has what it set, whole. */
static __attribute__((constructor)) void watch_forks(void)
{
    pthread_atfork(lock_setting, unlock_setting, unlock_setting);
}

static void begin_setting(sigset_t *signals)
{
    spelt_signals_hold(signals);
    lock_setting();
}

static void end_setting(const sigset_t *signals)
{
    unlock_setting();
    spelt_signals_release(signals);
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
    const char *value = spelt_variable(variable);
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
        if (spelt_trace_is_on() & SPELT_TRACE_LINES)
            spelt_trace_note(source);
    }
    choose(which, which->environment, source);
}

static void init(void)
{
    const char *verbose = spelt_variable("SPELT_VERBOSE");
    const char *path_name = spelt_variable("SPELT_PATH"), *isa_name = spelt_variable("SPELT_ISA");
    const int trace_on = verbose && *verbose && strcmp(verbose, "0") != 0;
    spelt_trace_set((trace_on ? SPELT_TRACE_LINES : 0) |
                    (spelt_profile_begin(spelt_variable("SPELT_PROFILE")) ? SPELT_TRACE_PROFILE : 0));
    path_id path = path_from_name(path_name ? path_name : "");
    from_environment(&path_choice, "SPELT_PATH", PATH_AUTO, "default", "not a path", (int)path,
                     path < PATH_COUNT, !against(path));
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

/* value < 0: back to the environment. */
static void set(choice *which, int value, const char *source)
{
    sigset_t signals;
    begin_setting(&signals);
    if (value < 0)
        choose(which, which->environment, which->environment_source);
    else
        choose(which, value, source);
    fill_slots();
    end_setting(&signals);
}

spelt_status spelt_set_path(const char *name)
{
    spelt_dispatch_init();
    path_id path = name ? path_from_name(name) : PATH_AUTO;
    if (path == PATH_COUNT)
        return spelt_fail(SPELT_ERR_ARG,
                          "spelt_set_path: name is \"%.60s\", not auto, scalar, simd or blas",
                          name);
    const char *why = against(path);
    if (why)
        return spelt_fail(SPELT_ERR_UNSUPPORTED, "spelt_set_path: %s", why);
    set(&path_choice, name ? (int)path : -1, "spelt_set_path");
    return SPELT_OK;
}

#define SPELT_ISA(built, name, fallback, features, files) " " #name
static const char all_isas[] =
#include "isas.def"
    ;

spelt_status spelt_set_isa(const char *name)
{
    spelt_dispatch_init();
    spelt_isa_id isa = name ? spelt_isa_from_name(name) : SPELT_ISA_scalar;
    if (isa == SPELT_ISA_COUNT)
        return spelt_fail(SPELT_ERR_ARG, "spelt_set_isa: name is \"%.60s\", none of%s", name,
                          all_isas);
    if (!spelt_isa_available(isa))
        return spelt_fail(SPELT_ERR_UNSUPPORTED, "spelt_set_isa: %s is not available here", name);
    set(&isa_choice, name ? (int)isa : -1, "spelt_set_isa");
    return SPELT_OK;
}

size_t spelt_dispatch_put_grain(size_t bytes)
{
    sigset_t signals;
    spelt_dispatch_init();
    begin_setting(&signals);
    size_t before = spelt_grain_put(bytes);
    fill_slots();
    end_setting(&signals);
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
