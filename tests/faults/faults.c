/* faults.c - every call of the system fails in turn: an error that says so, or what can be done without
 * it; what was there is there, and nothing is left behind. And each that a signal can interrupt is: nothing
 * comes of that.
 *
 *     faults DIRECTORY      of .npy files to read */
#define _GNU_SOURCE 1

#include "../threads/calls.h"
#include "../threads/process.h"

/* What stands in the headers before this is the program's own. */
#include "strikes.h"

#include <spelt/groups.h>
#include <spelt/matmul.h>
#include <spelt/npy.h>
#include <spelt/npz.h>

#include <sys/wait.h>

enum { DEADLINE_SECONDS = 120, CAP = 6, MOST_STRIKES = 400, FILE_BYTES = 20000 };

static char directory[] = "faults.XXXXXX", target[100], link_to_it[100];
static char path_npy[400], path_npz[400];
static const char *scenario;
static int bad;

static void complain(const char *what)
{
    fprintf(stderr, "faults: %s, call %ld of the system, %s: %s (message: %s)\n", scenario, strike_at,
            struck ? struck->name : "none", what, spelt_last_error());
    bad = 1;
}

/* ---- What a call is to leave ----------------------------------------------------------------- */

typedef struct {
    int descriptors, entries;
    long blocks;
} holdings;

static holdings held(void)
{
    return (holdings){process_descriptors(), process_entries(directory), blocks_held};
}

/* The message names the function, and has the system's words for what happened. */
static void check_error(const char *function, spelt_status status)
{
    const char *message = spelt_last_error();
    if (strncmp(message, function, strlen(function)) != 0)
        complain("the message does not name the function");
    if (status == SPELT_ERR_IO && !strstr(message, strerror(struck->error)))
        complain("the message does not tell what the system said");
    if (status != SPELT_ERR_IO && status != SPELT_ERR_NOMEM)
        complain("the status is neither IO nor NOMEM");
}

/* A call, in which strikes are on; where it is well it leaves nothing open, and its result does not
 * matter. */
typedef spelt_status checked_call(void *result);

/* may_do_without: the names of what may fail in a call that is well. more: entries of the directory that
 * one makes. */
static void check_call(const char *function, checked_call *call, const char *may_do_without, int more)
{
    static unsigned char result[8192], untouched[8192];
    const holdings before = held();
    memset(result, 0x5a, sizeof result);
    memset(untouched, 0x5a, sizeof untouched);
    struck = NULL;
    const spelt_status status = call(result);
    strike_at_end();
    if (!struck && status != SPELT_OK)
        complain("fails without a reason");
    if (struck && strike_interrupts && status != SPELT_OK)
        complain("is not tried again");
    if (struck && !strike_interrupts && status == SPELT_OK && !strstr(may_do_without, struck->name))
        complain("is well though it cannot be");
    if (struck && status != SPELT_OK) {
        check_error(function, status);
        if (memcmp(result, untouched, sizeof result) != 0)
            complain("fails, and has written");
    }
    const holdings after = held();
    if (after.descriptors != before.descriptors || after.blocks != before.blocks ||
        after.entries != before.entries + (status == SPELT_OK ? more : 0))
        complain("leaves a descriptor, a file or memory behind");
}

#include "files.h"

/* ---- Memory ---------------------------------------------------------------------------------- */

/* So many groups that they take memory, and infinities. */
static spelt_status sum_groups(void *result)
{
    enum { GROUPS = 1000, N = 40 };
    static const double x[N] = {1, -1, 1e300, 1.0 / 0.0, 1e-300};
    static int32_t keys[N];
    for (int i = 0; i < N; i++)
        keys[i] = i % 7;
    (void)spelt_get_num_threads(); /* what a first call looks at is first_calls()'s */
    strike_from_now();
    return spelt_sum_by_exact_i32_f64(SPELT_IN(i32, keys, N), SPELT_IN(f64, x, N),
                                      SPELT_OUT(f64, result, GROUPS));
}

static void groups(void)
{
    check_call("spelt_sum_by_exact_i32_f64", sum_groups, "", 0);
}

/* ---- Messages -------------------------------------------------------------------------------- */

/* Where a thread can have no text of its own, the status's name. */
static void messages(void)
{
    double result;
    strike_from_now();
    const spelt_status status = spelt_sum_f64(NULL, &result);
    strike_at_end();
    const char *const expected = struck ? spelt_status_name(status) : "spelt_sum_f64: x is NULL";
    if (status != SPELT_ERR_NULL || strcmp(spelt_last_error(), expected) != 0)
        complain("another status or message");
}

/* ---- OpenBLAS -------------------------------------------------------------------------------- */

#ifdef SPELT_HAVE_BLAS
/* In a child that has not loaded it yet. */
static void path_blas(void)
{
    static const double x[3] = {1, 2, 3};
    double dot = 0;
    process_deadline("faults: path blas", DEADLINE_SECONDS);
    strike_from_now();
    const spelt_status status = spelt_set_path("blas");
    strike_at_end();
    if (status != SPELT_OK && (status != SPELT_ERR_UNSUPPORTED || !struck ||
                               strncmp(spelt_last_error(), "spelt_set_path: ", 16) != 0))
        complain("is not refused as it should be");
    if (spelt_dot_f64(SPELT_IN(f64, x, 3), SPELT_IN(f64, x, 3), &dot) != SPELT_OK || dot != 14)
        complain("wrong results on the path that is left");
    const spelt_in_f64 row = {x, 2, {1, 3}, {3, 1}}, column = {x, 2, {3, 1}, {1, 1}};
    const spelt_out_f64 product = {&dot, 2, {1, 1}, {1, 1}};
    dot = 0;
    if (spelt_matmul_blas_f64(&row, &column, &product) != status || dot != (status == SPELT_OK ? 14 : 0))
        complain("there is a product without OpenBLAS, or none with it");
}
#endif

/* ---- Threads --------------------------------------------------------------------------------- */

/* In a child that has not called the library yet: the environment, the CPUs, the control groups, OpenMP,
 * the loader, threads. All of it can be done without. */
static void first_calls(void)
{
    static double out[CALLS_N];
    process_deadline("faults: first calls", DEADLINE_SECONDS);
    strike_from_now();
    if (spelt_get_num_threads() < 1)
        complain("no thread at all");
    spelt_set_num_threads(CAP);
    if (calls_wrong(out))
        complain("wrong results");
    strike_at_end();
    if (spelt_last_error()[0])
        complain("leaves a message");
    if (calls_wrong(out) || spelt_set_isa("scalar") != SPELT_OK || calls_wrong(out))
        complain("later calls are wrong");
}

/* The same with the trace, which may be lost. */
static void first_calls_traced(void)
{
    static double out[CALLS_N];
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC), err = dup(STDERR_FILENO);
    setenv("SPELT_VERBOSE", "1", 1);
    dup2(nowhere, STDERR_FILENO);
    strike_from_now();
    const int wrong = calls_wrong(out);
    strike_at_end();
    dup2(err, STDERR_FILENO);
    if (wrong)
        complain("wrong results");
}

/* What one thread gives, reckoned in a child: this process does not call the library. */
static void expect_calls(void)
{
    static double out[CALLS_N];
    int pipes[2], status = 1;
    calls_fill();
    if (pipe(pipes) != 0)
        return;
    const pid_t child = fork();
    if (child == 0) {
        calls_open(out);
        _exit(write(pipes[1], &calls_expected, sizeof calls_expected) != sizeof calls_expected);
    }
    if (read(pipes[0], &calls_expected, sizeof calls_expected) != sizeof calls_expected ||
        waitpid(child, &status, 0) != child || status != 0)
        complain("no results to compare with");
    close(pipes[0]);
    close(pipes[1]);
}

/* ---- All of them ----------------------------------------------------------------------------- */

/* How often each can fail is known when one strike more finds nothing to fail. The calls are counted
 * here, whatever process makes them. */
typedef struct {
    long struck, calls;
} shared_counts;
static shared_counts *counts;

static fallible *const all_fallible[] = {&of_access,
                                         &of_calloc,
                                         &of_close,
                                         &of_dlopen,
                                         &of_dlsym,
                                         &of_fchmod,
                                         &of_fstat64,
                                         &of_fsync,
                                         &of_getrusage,
                                         &of_lstat64,
                                         &of_mmap,
                                         &of_mmap64,
                                         &of_open,
                                         &of_open64,
                                         &of_poll,
                                         &of_prctl,
                                         &of_pread64,
                                         &of_pthread_attr_init,
                                         &of_pthread_attr_setdetachstate,
                                         &of_pthread_attr_setstacksize,
                                         &of_pthread_create,
                                         &of_pthread_setspecific,
                                         &of_read,
                                         &of_readlink,
                                         &of_rename,
                                         &of_sched_getaffinity,
                                         &of_sched_getcpu,
                                         &of_sched_setaffinity,
                                         &of_sysconf,
                                         &of_write};
enum { FALLIBLE_COUNT = sizeof all_fallible / sizeof *all_fallible };

static void in_a_child(void (*check)(void))
{
    int status = 1;
    const pid_t child = fork();
    if (child == 0) {
        bad = 0;
        check();
        counts[FALLIBLE_COUNT].struck = struck != NULL;
        for (size_t i = 0; i < FALLIBLE_COUNT; i++)
            counts[i].calls += all_fallible[i]->calls;
        _exit(bad);
    }
    if (waitpid(child, &status, 0) != child || status != 0) {
        fprintf(stderr, "faults: %s, call %ld: the process ended with %#x\n", scenario, strike_at,
                (unsigned)status);
        bad = 1;
    }
}

static long strikes_on(void (*check)(void), int interrupts)
{
    strike_interrupts = interrupts;
    strike_at = 0;
    in_a_child(check); /* nothing fails */
    for (strike_at = 1; strike_at < MOST_STRIKES; strike_at++) {
        in_a_child(check);
        if (!counts[FALLIBLE_COUNT].struck)
            break;
    }
    if (strike_at == MOST_STRIKES) {
        fprintf(stderr, "faults: %s: no end\n", scenario);
        bad = 1;
    }
    return strike_at - 1;
}

static void each_strike(const char *name, void (*check)(void))
{
    scenario = name;
    const long failed = strikes_on(check, 0), interrupted = strikes_on(check, 1);
    printf("%s: %ld calls of the system, %ld interrupted\n", name, failed, interrupted);
    if (failed == 0) {
        fprintf(stderr, "faults: %s: nothing can fail\n", name);
        bad = 1;
    }
}

static int prepare(const char *npy)
{
    snprintf(path_npy, sizeof path_npy, "%s/michelson_f64.npy", npy);
    snprintf(path_npz, sizeof path_npz, "%s/archive.npz", npy);
    if (!mkdtemp(directory))
        return 0;
    snprintf(target, sizeof target, "%s/target.npy", directory);
    snprintf(link_to_it, sizeof link_to_it, "%s/link.npy", directory);
    for (size_t i = 0; i < sizeof new_elements / sizeof *new_elements; i++)
        new_elements[i] = (double)i;
    counts = mmap(NULL, (FALLIBLE_COUNT + 1) * sizeof *counts, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return counts != MAP_FAILED && symlink("target.npy", link_to_it) == 0;
}

int main(int count, char **arguments)
{
    if (count != 2 || !prepare(arguments[1]))
        return 2;
    expect_calls();
    each_strike("save a new file", save_new);
    each_strike("save over a file", save_over);
    each_strike("save through a link", save_over_link);
    each_strike("open", opening);
    each_strike("open an archive", opening_archive);
    each_strike("open a descriptor", opening_descriptor);
    each_strike("read a descriptor", reading_descriptor);
    each_strike("open a pipe", reading_pipe);
    each_strike("exact sums of groups", groups);
    each_strike("messages", messages);
#ifdef SPELT_HAVE_BLAS
    each_strike("path blas", path_blas);
#endif
    each_strike("first calls", first_calls);
    each_strike("first calls, traced", first_calls_traced);
    for (size_t i = 0; i < FALLIBLE_COUNT; i++)
        if (counts[i].calls == 0) {
            fprintf(stderr, "faults: %s was never called\n", all_fallible[i]->name);
            bad = 1;
        }
    unlink(target);
    unlink(link_to_it);
    if (rmdir(directory) != 0) {
        fprintf(stderr, "faults: there are files left in %s\n", directory);
        bad = 1;
    }
    return bad;
}
