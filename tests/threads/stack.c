/* stack.c - no call writes deeper than 16 KiB into the stack of its thread, nor any worker into its
 * own: measured on stacks that were painted. What the C library needs at the bottom counts too.
 *
 *     stack [list] [trace]      list: prints all depths; trace: with SPELT_VERBOSE, whose
 *                               lines are written alike for every instruction set
 *
 * The path blas is left out: OpenBLAS itself takes more. */
#define _GNU_SOURCE 1

#include "process.h"
#include "repeats.h"
#include "stack_calls.h"

#include "runtime/scratch.h"

#include <spelt/spelt.h>

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { PROMISED_BYTES = 16 << 10, PAINTED_BYTES = 64 << 10, GUARD_BYTES = 64 << 10, PAINT = 0x5a };
enum { MOST_WORKERS = 16, CAP = 3, DEADLINE_SECONDS = 300 };

static int list, traced;

static void die(const char *why)
{
    fprintf(stderr, "stack: %s\n", why);
    exit(1);
}

/* ---- Painted stacks -------------------------------------------------------------------------- */

typedef struct {
    unsigned char *lowest;
    size_t bytes;
    unsigned char *top; /* where the thread's first function has its frame */
    void *(*start)(void *);
    void *argument;
} painted;

static painted paint(size_t bytes)
{
    unsigned char *all =
        mmap(NULL, GUARD_BYTES + bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED || mprotect(all, GUARD_BYTES, PROT_NONE) != 0)
        die("no memory for stacks");
    return (painted){.lowest = all + GUARD_BYTES, .bytes = bytes};
}

/* Of what was written, from the thread's first function down. 0 before it has begun. */
static size_t depth(const painted *p)
{
    static unsigned char paint[64];
    const unsigned char *at = p->lowest;
    memset(paint, PAINT, sizeof paint);
    while (at + sizeof paint < p->top && memcmp(at, paint, sizeof paint) == 0)
        at += sizeof paint;
    while (at < p->top && *at == PAINT)
        at++;
    return (size_t)(p->top ? p->top - at : 0);
}

static void *start_on_painted(void *argument)
{
    painted *p = argument;
    p->top = __builtin_frame_address(0);
    return p->start(p->argument);
}

typedef int create_function(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

static create_function *of_the_c_library(void)
{
    create_function *function;
    *(void **)&function = dlsym(RTLD_NEXT, "pthread_create");
    return function;
}

static int create_on(painted *p, pthread_t *thread, const pthread_attr_t *attributes,
                     void *(*start)(void *), void *argument)
{
    pthread_attr_t with_stack = *attributes;
    memset(p->lowest, PAINT, p->bytes);
    p->start = start;
    p->argument = argument;
    p->top = NULL;
    pthread_attr_setstack(&with_stack, p->lowest, p->bytes);
    return of_the_c_library()(thread, &with_stack, start_on_painted, p);
}

static painted worker_stack[MOST_WORKERS];
static int workers;

/* The program's own comes before the C library's. Spelt alone starts threads with attributes: its
 * workers get painted stacks, as large as it asks for. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    size_t bytes;
    if (!attributes)
        return of_the_c_library()(thread, attributes, start, argument);
    if (workers == MOST_WORKERS || pthread_attr_getstacksize(attributes, &bytes) != 0)
        return EAGAIN;
    worker_stack[workers] = paint(bytes);
    int failed = create_on(&worker_stack[workers], thread, attributes, start, argument);
    workers += !failed;
    return failed;
}

/* ---- Measuring ------------------------------------------------------------------------------- */

typedef struct {
    size_t number;
    layout which;
    spelt_status status;
} one_call;

static void *make_call(void *argument)
{
    one_call *c = argument;
    c->status = stack_call_make(c->number, c->which);
    return NULL;
}

static painted stack;

typedef struct {
    size_t bytes, number;
    layout which;
} deepest;

static void print_call(size_t bytes, size_t number, layout which, const char *how)
{
    static const char *const shared[] = {"", " in place", " over an input"};
    printf("%6zu bytes: %s%s, %s, %s", bytes, stack_call_name(number),
           shared[stack_call_sharing(number)], layout_names[which], how);
}

/* 0 where all is well. */
static int measure_call(const char *how, size_t number, layout which, deepest *most)
{
    one_call c = {number, which, SPELT_OK};
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    if (create_on(&stack, &thread, &attributes, make_call, &c) != 0)
        die("cannot start its own threads");
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    const size_t bytes = depth(&stack);
    if (bytes > most->bytes)
        *most = (deepest){bytes, number, which};
    const int failed = bytes > PROMISED_BYTES || c.status != SPELT_OK;
    if (list || failed) {
        print_call(bytes, number, which, how);
        printf(": %s\n", spelt_status_name(c.status));
    }
    return failed;
}

/* Those of files wait for the disk, and are the same for any kernels: once is enough. Of the others one in
 * four pairs of a call and a layout, or all of them. */
enum { PARTS = 4, ALL = -1 };
static int measure_calls(const char *how, int part)
{
    static int again;
    deepest most = {0};
    int failed = 0;
    for (size_t i = 0; i < stack_calls_count; i++)
        for (int which = 0; which < LAYOUTS; which++)
            if (stack_call_exists(i) && (strncmp(stack_call_name(i), "npy", 3) == 0
                                             ? !again
                                             : part == ALL || ((int)i + which) % PARTS == part))
                failed |= measure_call(how, i, (layout)which, &most);
    again = 1;
    print_call(most.bytes, most.number, most.which, how);
    printf(": the deepest\n");
    return failed;
}

/* They may be at work still: what they have written by now. */
static int measure_workers(void)
{
    size_t most = 0;
    for (int i = 0; i < workers; i++)
        most = depth(&worker_stack[i]) > most ? depth(&worker_stack[i]) : most;
    printf("stack: %d workers: the deepest has written %zu bytes\n", workers, most);
    return most > PROMISED_BYTES || workers == 0;
}

/* ---- The first call of a process ------------------------------------------------------------- */

enum { MOST_VARIABLES = 7 };
static const char *const nonsense =
    "none that anybody would take for a number, of a length that no message repeats";

typedef struct {
    const char *how, *runtime, *variable[MOST_VARIABLES], *value[MOST_VARIABLES];
} surroundings;

/* What the first call reads. A runtime that is not there makes no difference. */
static const surroundings places[] = {
    {"first, in a bare environment", NULL, {0}, {0}},
    {"first, in an environment of nonsense",
     NULL,
     {"SPELT_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "SPELT_PATH", "SPELT_ISA",
      "OMP_PLACES", "GOMP_CPU_AFFINITY"},
     {nonsense, nonsense, nonsense, nonsense, nonsense, nonsense, nonsense}},
    {"first, with places listed", NULL, {"OMP_PLACES"}, {"{0,1:2:3,!1}:2:1,!{1}"}},
    {"first, with places named", NULL, {"OMP_PLACES"}, {"cores(2)"}},
    {"first, with GNU's places", NULL, {"GOMP_CPU_AFFINITY"}, {"0-1:1 0,1"}},
    {"first, with GNU's runtime", "libgomp.so.1", {"SPELT_NUM_THREADS"}, {"3"}},
    {"first, with GNU's runtime and places",
     "libgomp.so.1",
     {"OMP_PLACES", "OMP_PROC_BIND"},
     {"{0}:2:1", "close"}},
    {"first, with LLVM's runtime and places",
     "libomp.so.5",
     {"OMP_PLACES", "OMP_PROC_BIND"},
     {"{0}:2:1", "close"}},
};

/* In a child: this process has not called Spelt yet. */
static int measure_first_call(const surroundings *p, size_t number)
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        deepest most = {0};
        process_deadline("stack: a child", DEADLINE_SECONDS);
        for (int k = 0; k < MOST_VARIABLES && p->variable[k]; k++)
            setenv(p->variable[k], p->value[k], 1);
        if (p->runtime)
            dlopen(p->runtime, RTLD_NOW | RTLD_GLOBAL);
        int failed = measure_call(p->how, number, DEEP, &most);
        fflush(stdout);
        _exit(failed);
    }
    return child < 0 || waitpid(child, &status, 0) != child || status != 0;
}

static int measure_first_calls(void)
{
    static const char *const names[] = {"settings", "partial_dot_f64", "acc_add_dot_f64", "add_i64",
                                        "npy_f64"};
    int failed = 0;
    for (size_t i = 0; i < stack_calls_count; i++)
        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
            for (size_t p = 0; p < sizeof places / sizeof places[0]; p++)
                if (strcmp(stack_call_name(i), names[k]) == 0 && stack_call_sharing(i) == APART)
                    failed |= measure_first_call(&places[p], i);
    return failed;
}

/* ---- All of it ------------------------------------------------------------------------------- */

/* A call that finds no room for gathering has its own stack instead. */
static int measure_without_scratch(void)
{
    void *taken[SPELT_SCRATCH_COUNT];
    for (int i = 0; i < SPELT_SCRATCH_COUNT; i++)
        taken[i] = spelt_scratch_take();
    int failed = 0;
    for (int part = 0; part < REPEATS(PARTS / 2, PARTS); part++)
        failed |= measure_calls("without room for gathering", part);
    for (int i = 0; i < SPELT_SCRATCH_COUNT; i++)
        spelt_scratch_give(taken[i]);
    return failed;
}

static int measure_all(void)
{
    static const char *const isas[] = {"scalar", "sse2", "avx2", "avx512", "neon"};
    int failed = measure_first_calls();
    spelt_set_num_threads(CAP);
    /* By day each pair on every second set, the data of one kind on this set, of the other on that. */
    for (int wild = 0; wild < 2 && !traced; wild++) {
        stack_arrays_fill(wild);
        for (int i = 0; i < (int)(sizeof isas / sizeof isas[0]); i++)
            if (spelt_set_isa(isas[i]) == SPELT_OK)
                failed |= measure_calls(isas[i], REPEATS((2 * wild + i) % PARTS, ALL));
    }
    spelt_set_isa(NULL);
    if (traced)
        failed |= measure_calls("traced", ALL);
    if (REPEATS(!traced, 1))
        failed |= measure_without_scratch();
    return failed | measure_workers();
}

int main(int count, char **arguments)
{
    char directory[] = "stack-XXXXXX";
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    for (int i = 1; i < count; i++) {
        list |= strcmp(arguments[i], "list") == 0;
        if (strcmp(arguments[i], "trace") == 0) {
            traced = 1;
            setenv("SPELT_VERBOSE", "1", 1);
            if (!freopen("/dev/null", "w", stderr))
                return 1;
        }
    }
    process_deadline("stack", DEADLINE_SECONDS);
    stack = paint(PAINTED_BYTES);
    if (!mkdtemp(directory))
        die("cannot make a directory");
    stack_arrays_fill(0);
    stack_calls_open(directory);
    int failed = measure_all();
    stack_calls_close();
    rmdir(directory);
    return failed;
}
