/* openmp.c - the host's OpenMP runtimes, found among the objects that are loaded.
 *
 * A host may have several, in libraries of any name, loaded before Spelt or after it, and so that
 * only what needs them sees them. So all loaded objects are searched for omp_in_parallel(), again
 * after each load. What is found stays loaded for good, and is called without any lock. */
#define _GNU_SOURCE 1

#include "runtime/openmp.h"

#include "runtime/interruption.h"
#include "runtime/once.h"
#include "runtime/places.h"
#include "runtime/variable.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

/* ---- The runtimes ---------------------------------------------------------------------------- */

/* What is asked of a runtime. Those that lack one of the four about places are older than
 * OpenMP 4.5; ALL_THREADS is Intel's and LLVM's alone. */
enum {
    IN_PARALLEL,
    ALL_THREADS,
    PROC_BIND,
    NUM_PLACES,
    PLACE_NUM_PROCS,
    PLACE_PROC_IDS,
    FUNCTIONS
};

/* A union of places is read once: a runtime does not change them, and to list those of many CPUs
 * takes it longer than a call of Spelt should. */
enum { PLACES_UNREAD, PLACES_IN_WORK, PLACES_READ };

typedef struct {
    _Atomic uintptr_t claimed;             /* for the runtime whose omp_in_parallel() this is */
    _Atomic uintptr_t function[FUNCTIONS]; /* addresses; IN_PARALLEL appears after all others */
    _Atomic int places_state;
    spelt_cpus places;
} openmp_runtime;

/* None is ever taken out. A ninth runtime is not seen. */
#define MOST_RUNTIMES 8
static openmp_runtime runtimes[MOST_RUNTIMES];

static uintptr_t function_of(openmp_runtime *runtime, int function)
{
    return atomic_load_explicit(&runtime->function[function], memory_order_acquire);
}

/* Whether this is the child of a process that has looked for runtimes. A fork while another thread
 * is in glibc's loader leaves the child a lock that is held for ever, and a list that is half
 * changed. So a child goes by what was found before. */
static _Atomic int forked;

void spelt_openmp_after_fork(void)
{
    atomic_store(&forked, 1);
    for (int i = 0; i < MOST_RUNTIMES; i++)
        if (atomic_load(&runtimes[i].places_state) == PLACES_IN_WORK)
            atomic_store(&runtimes[i].places_state, PLACES_UNREAD);
}

/* ---- Finding them ---------------------------------------------------------------------------- */

#if defined(__has_include)
#if __has_include(<link.h>)
#define HAVE_OBJECTS 1
#endif
#endif

#ifdef HAVE_OBJECTS

#include "runtime/symbol.h"
#include "runtime/text_file.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stddef.h>

static const char *const function_names[FUNCTIONS] = {
    "omp_in_parallel",    "__kmpc_global_num_threads", "omp_get_proc_bind",
    "omp_get_num_places", "omp_get_place_num_procs",   "omp_get_place_proc_ids",
};

/* The loader's count of the objects that it ever loaded, and how many there were when all runtimes
 * among them were known. An unloaded one changes nothing, for runtimes stay. */
#define NOT_COUNTED SIZE_MAX
static _Atomic size_t searched = NOT_COUNTED;

static int read_count(struct dl_phdr_info *object, size_t size, void *count)
{
    if (size >= offsetof(struct dl_phdr_info, dlpi_adds) + sizeof object->dlpi_adds)
        *(size_t *)count = (size_t)object->dlpi_adds;
    return 1;
}

typedef struct {
    int number, from;            /* of the object; the first one to look at */
    char name[SPELT_PATH_BYTES]; /* the loader's, of what was found */
} search;

static int is_known(uintptr_t in_parallel)
{
    for (int i = 0; i < MOST_RUNTIMES; i++)
        if (function_of(&runtimes[i], IN_PARALLEL) == in_parallel)
            return 1;
    return 0;
}

static int is_new_runtime(struct dl_phdr_info *object, size_t size, void *data)
{
    search *s = data;
    (void)size;
    if (s->number++ < s->from)
        return 0;
    uintptr_t in_parallel = spelt_symbol_in(object, function_names[IN_PARALLEL]);
    if (in_parallel == 0 || is_known(in_parallel) || strlen(object->dlpi_name) >= sizeof s->name)
        return 0;
    strcpy(s->name, object->dlpi_name);
    return 1;
}

/* Several threads may find the same one at the same time, and write the same. */
static void enter(const uintptr_t function[FUNCTIONS])
{
    for (int i = 0; i < MOST_RUNTIMES; i++) {
        uintptr_t claimed = 0;
        if (!atomic_compare_exchange_strong(&runtimes[i].claimed, &claimed,
                                            function[IN_PARALLEL]) &&
            claimed != function[IN_PARALLEL])
            continue;
        for (int j = FUNCTIONS - 1; j >= IN_PARALLEL; j--)
            atomic_store_explicit(&runtimes[i].function[j], function[j], memory_order_release);
        return;
    }
}

/* Keeps the object loaded for good, unless another thread has unloaded it by now. To ask the loader
 * is to wait for a dlopen() that another thread is in; but only so is an object known to be ready,
 * for the list has it from the moment it is mapped. NULL is the program itself. */
static void keep(const char *name)
{
    uintptr_t function[FUNCTIONS];
    void *object = dlopen(name, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
    for (int i = 0; object && i < FUNCTIONS; i++)
        function[i] = (uintptr_t)dlsym(object, function_names[i]);
    if (object && function[IN_PARALLEL] != 0)
        enter(function);
    dlerror(); /* the host has not asked for what is missing */
}

/* Looks for runtimes among all objects, of which there were that many. */
static void search_all(size_t count)
{
    search s = {.from = 0};
    const int saved = errno;
    while (dl_iterate_phdr(is_new_runtime, &s)) {
        keep(s.number == 1 ? NULL : s.name); /* the first object is the program */
        s.from = s.number;
        s.number = 0;
    }
    atomic_store_explicit(&searched, count, memory_order_release);
    errno = saved;
}

/* Makes sure that all runtimes which were there when it was called are known. The caller holds signals
 * off: nothing may take the thread out of the loader, whose lock would stay with it. */
static void refresh(void)
{
    size_t count = NOT_COUNTED;
    if (atomic_load_explicit(&forked, memory_order_relaxed))
        return;
    dl_iterate_phdr(read_count, &count);
    if (count == NOT_COUNTED || count != atomic_load_explicit(&searched, memory_order_acquire))
        search_all(count);
}

#else

static void refresh(void)
{
}

#endif

/* ---- The environment, read once -------------------------------------------------------------- */

static spelt_once once;
static int told;               /* whether any variable about places is there */
static places_value named_how; /* and what they say without a runtime */
static spelt_cpus named;

static void prepare(void)
{
    const char *proc_bind = spelt_variable("OMP_PROC_BIND");
    const char *places = spelt_variable("OMP_PLACES"), *gomp = spelt_variable("GOMP_CPU_AFFINITY");
    static spelt_cpus mask; /* the stack of a first call is deep here */
    told = proc_bind || places || gomp || spelt_variable("KMP_AFFINITY");
    /* The main thread's mask is the one that a runtime starts from. */
    if (places || gomp) {
        spelt_cpus_of_thread(&mask, getpid());
        named_how = spelt_places_named(proc_bind, places, gomp, &mask, "", &named);
    }
    pthread_atfork(NULL, NULL, spelt_openmp_after_fork);
}

/* ---- Asking them ----------------------------------------------------------------------------- */

static int ask(openmp_runtime *runtime, int function)
{
    return ((int (*)(void))function_of(runtime, function))();
}

/* Whether a runtime has so many threads. To ask Intel's and LLVM's anything else starts them, which
 * ends the process where the host uses another one of them and has this one only loaded. */
static int has_threads(openmp_runtime *runtime, int threads)
{
    uintptr_t all_threads = function_of(runtime, ALL_THREADS);
    return all_threads == 0 || ((int (*)(void *))all_threads)(NULL) >= threads;
}

int spelt_openmp_in_parallel_held(void)
{
    spelt_once_run(&once, prepare);
    refresh();
    for (int i = 0; i < MOST_RUNTIMES; i++)
        if (function_of(&runtimes[i], IN_PARALLEL) != 0 && has_threads(&runtimes[i], 2) &&
            ask(&runtimes[i], IN_PARALLEL))
            return 1;
    return 0;
}

int spelt_openmp_in_parallel(void)
{
    sigset_t signals;
    spelt_signals_hold(&signals);
    const int is_in = spelt_openmp_in_parallel_held();
    spelt_signals_release(&signals);
    return is_in;
}

/* The union of a runtime's places. Where one has more CPUs than there is room for, nothing is told:
 * the mask of a thread that is bound to it is large enough. Not a part of what prepare() is called
 * from: no stack is to spare there. */
static __attribute__((noinline)) int read_places(openmp_runtime *runtime, spelt_cpus *set)
{
    enum { ROOM = 512 };
    int ids[ROOM], places = ask(runtime, NUM_PLACES);
    memset(set, 0, sizeof *set);
    for (int place = 0; place < places; place++) {
        int cpus = ((int (*)(int))function_of(runtime, PLACE_NUM_PROCS))(place);
        if (cpus > ROOM)
            return 0;
        if (cpus > 0)
            ((void (*)(int, int *))function_of(runtime, PLACE_PROC_IDS))(place, ids);
        for (int i = 0; i < cpus; i++)
            if (ids[i] >= 0 && ids[i] < SPELT_MAX_CPUS)
                spelt_cpus_add(set, ids[i]);
    }
    return spelt_cpus_next(set, 0) >= 0;
}

/* Whether this runtime binds the host's threads, and to which CPUs in all. */
static int bound(openmp_runtime *runtime, spelt_cpus *set)
{
    int state = PLACES_UNREAD;
    if (function_of(runtime, IN_PARALLEL) == 0)
        return 0;
    for (int i = PROC_BIND; i < FUNCTIONS; i++)
        if (function_of(runtime, i) == 0)
            return 0;
    if (!has_threads(runtime, 1) || ask(runtime, PROC_BIND) == 0)
        return 0;
    if (atomic_load_explicit(&runtime->places_state, memory_order_acquire) == PLACES_READ) {
        *set = runtime->places;
        return 1;
    }
    if (!read_places(runtime, set))
        return 0;
    if (atomic_compare_exchange_strong(&runtime->places_state, &state, PLACES_IN_WORK)) {
        runtime->places = *set;
        atomic_store_explicit(&runtime->places_state, PLACES_READ, memory_order_release);
    }
    return 1;
}

spelt_places spelt_openmp_places(spelt_cpus *set)
{
    spelt_once_run(&once, prepare);
    if (told) {
        sigset_t signals;
        spelt_signals_hold(&signals);
        refresh();
        spelt_signals_release(&signals);
    }
    for (int i = 0; told && i < MOST_RUNTIMES; i++)
        if (bound(&runtimes[i], set))
            return SPELT_PLACES_BOUND;
    *set = named;
    return named_how == PLACES_LISTED ? SPELT_PLACES_NAMED : SPELT_PLACES_NONE;
}
