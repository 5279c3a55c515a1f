/* interrupted.c - calls that a signal handler leaves by siglongjmp() or a cancellation would end:
 * the library stays usable, nothing is left behind, a call on several threads has its pieces done
 * before the caller's signals come, and no function is a cancellation point. */
#define _GNU_SOURCE 1

#include "calls.h"
#include "process.h"

#include "runtime/team.h"

#include <spelt/npz.h>

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <sys/wait.h>

enum { DEADLINE_SECONDS = 60, CAP = 3, JUMPS = 1000, FIRST_CALLS = 300, CANCELLATIONS = 100 };

static double out[CALLS_N];
static const char *const array_name = "interrupted.npy";

static int fail(const char *why)
{
    fprintf(stderr, "interrupted: %s: %s\n", why, spelt_last_error());
    return 1;
}

static unsigned next_random(void)
{
    static unsigned state = 1;
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

/* ---- Jumps out of signal handlers -------------------------------------------------------------- */

static sigjmp_buf before_calls;
static volatile sig_atomic_t may_jump;

static void jump(int signal)
{
    (void)signal;
    if (may_jump) {
        may_jump = 0;
        siglongjmp(before_calls, 1);
    }
}

static void set_timer(unsigned microseconds)
{
    const struct itimerval timer = {{0, 0}, {0, (suseconds_t)microseconds}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

/* Calls again and again, until a signal that comes at some time ends it. */
static void call_until_signal(void (*call)(void), unsigned most_microseconds)
{
    if (sigsetjmp(before_calls, 1) == 0) {
        may_jump = 1;
        set_timer(1 + next_random() % most_microseconds);
        for (;;)
            call();
    }
}

static void call_alone(void)
{
    double result;
    spelt_set_num_threads_local(1);
    (void)spelt_dot_f64(SPELT_IN(f64, calls_x, CALLS_N), SPELT_IN(f64, calls_y, CALLS_N), &result);
    (void)spelt_add_f64(SPELT_IN(f64, calls_x, CALLS_N), SPELT_IN(f64, calls_y, 3),
                        SPELT_OUT(f64, out, CALLS_N));
}

static void call_together(void)
{
    spelt_set_num_threads_local(CAP);
    (void)calls_run(out);
}

static void set(void)
{
    static int i;
    (void)spelt_set_path(i % 2 ? "scalar" : "simd");
    (void)spelt_set_isa(i++ % 3 ? "scalar" : NULL);
}

static int jumps_out_of(const char *what, void (*call)(void))
{
    signal(SIGALRM, jump);
    for (int i = 0; i < JUMPS; i++)
        call_until_signal(call, 300);
    process_deadline(what, DEADLINE_SECONDS);
    if (spelt_set_path(NULL) != SPELT_OK || spelt_set_isa(NULL) != SPELT_OK)
        return fail(what);
    spelt_set_num_threads_local(CAP);
    for (int i = 0; i < 100 || process_workers() == 0; i++)
        if (calls_wrong(out))
            return fail(what);
    return 0;
}

/* ---- Signals of a call on several threads ------------------------------------------------------ */

static volatile sig_atomic_t came;

static void note(int signal)
{
    (void)signal;
    came = 1;
}

typedef struct {
    pthread_t caller;
    _Atomic int early;
} signalled;

static void raise_in_piece(void *context, void *own, size_t first, size_t last)
{
    signalled *s = context;
    (void)own, (void)first, (void)last;
    if (pthread_equal(pthread_self(), s->caller)) {
        raise(SIGUSR1);
        if (came)
            atomic_store(&s->early, 1);
    }
}

static int signals_wait(void)
{
    signalled s = {.caller = pthread_self()};
    const spelt_job job = {.run = raise_in_piece, .context = &s, .pieces = 1000};
    signal(SIGUSR1, note);
    came = 0;
    spelt_set_num_threads_local(CAP);
    spelt_team_run(CAP, &job);
    if (atomic_load(&s.early))
        return fail("a signal came amid pieces");
    if (!came)
        return fail("a signal did not come after the pieces");
    return 0;
}

/* ---- Cancellation ------------------------------------------------------------------------------ */

typedef struct {
    void (*call)(void);
    _Atomic int go, returned;
} cancelled;

/* The cancellation is there before the call, which must return all the same. */
static void *call_cancelled(void *argument)
{
    cancelled *c = argument;
    while (!atomic_load(&c->go))
        continue;
    c->call();
    atomic_store(&c->returned, 1);
    pthread_testcancel();
    return NULL;
}

static int is_no_cancellation_point(const char *what, void (*call)(void))
{
    cancelled c = {.call = call};
    pthread_t thread;
    void *result;
    if (pthread_create(&thread, NULL, call_cancelled, &c) != 0 || pthread_cancel(thread) != 0)
        return fail("cannot start its own threads");
    atomic_store(&c.go, 1);
    pthread_join(thread, &result);
    if (!atomic_load(&c.returned) || result != PTHREAD_CANCELED)
        return fail(what);
    return 0;
}

static void save_array(void)
{
    (void)spelt_npy_save_f64(array_name, SPELT_IN(f64, calls_x, CALLS_N));
}

static void open_array(void)
{
    spelt_npy file;
    if (spelt_npy_open(array_name, &file) == SPELT_OK)
        spelt_npy_close(&file);
}

static void open_archive(void)
{
    spelt_npz archive;
    if (spelt_npz_open(array_name, &archive) == SPELT_OK)
        spelt_npz_close(&archive);
}

static int descriptor;

static void read_array(void)
{
    spelt_npy file;
    spelt_in_f64 view;
    (void)lseek(descriptor, 0, SEEK_SET);
    if (spelt_npy_open_descriptor(descriptor, &file) == SPELT_OK)
        (void)spelt_npy_read_f64(&file, out, CALLS_N, &view);
}

static void call_all_files(void)
{
    save_array();
    open_array();
    open_archive();
}

static void *call_until_cancelled(void *call)
{
    for (;;) {
        ((cancelled *)call)->call();
        pthread_testcancel();
    }
    return NULL;
}

static int temporary_files(void)
{
    DIR *here = opendir(".");
    int count = 0;
    for (struct dirent *entry; here && (entry = readdir(here));)
        count += strncmp(entry->d_name, ".spelt-", 7) == 0;
    if (here)
        closedir(here);
    return count;
}

static int cancellations(void)
{
    cancelled files = {.call = call_all_files};
    save_array();
    descriptor = open(array_name, O_RDONLY | O_CLOEXEC);
    const int descriptors = process_descriptors();
    int bad = is_no_cancellation_point("cancelled in a save", save_array) |
              is_no_cancellation_point("cancelled in an open", open_array) |
              is_no_cancellation_point("cancelled in an archive's open", open_archive) |
              is_no_cancellation_point("cancelled in a read", read_array) |
              is_no_cancellation_point("cancelled in a call", call_together);
    for (int i = 0; i < CANCELLATIONS; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, call_until_cancelled, &files) != 0)
            return fail("cannot start its own threads");
        usleep(next_random() % 1000);
        pthread_cancel(thread);
        pthread_join(thread, NULL);
    }
    if (process_descriptors() != descriptors || temporary_files() > 0)
        bad |= fail("a cancellation left a file behind");
    close(descriptor);
    unlink(array_name);
    return bad;
}

/* ---- The first call of a process ---------------------------------------------------------------- */

static double two[2] = {1, 2};

static void call_first(void)
{
    double result;
    (void)spelt_isa();
    (void)spelt_get_num_threads();
    (void)spelt_sum_f64(SPELT_IN(f64, two, 2), &result);
}

static int is_usable(void)
{
    double result = 0;
    process_deadline("interrupted: the second call", DEADLINE_SECONDS);
    call_first();
    return spelt_sum_f64(SPELT_IN(f64, two, 2), &result) != SPELT_OK || result != 3;
}

static int first_call_left(void)
{
    signal(SIGALRM, jump);
    if (sigsetjmp(before_calls, 1) == 0) {
        may_jump = 1;
        set_timer(1 + next_random() % 400);
        call_first();
        may_jump = 0;
    }
    set_timer(0); /* or it would be taken for the deadline */
    return is_usable();
}

static int first_call_cancelled(void)
{
    return is_no_cancellation_point("cancelled in the first call", call_first) | is_usable();
}

static void end_now(int signal)
{
    (void)signal;
    exit(0);
}

static int exit_amid_calls(void)
{
    process_deadline("interrupted: exit", DEADLINE_SECONDS);
    calls_open(out);
    const struct itimerval timer = {{0, 0}, {0, 2000}};
    signal(SIGVTALRM, end_now);
    setitimer(ITIMER_VIRTUAL, &timer, NULL);
    while (!came)
        call_together();
    return 1;
}

static int in_child(int (*check)(void))
{
    int status = 0;
    (void)next_random();
    pid_t child = fork();
    if (child == 0)
        _exit(check());
    if (child < 0 || waitpid(child, &status, 0) != child)
        return fail("cannot fork");
    return status != 0;
}

int main(void)
{
    char directory[] = "interrupted-XXXXXX";
    int bad = in_child(first_call_cancelled);
    for (int i = 0; i < FIRST_CALLS && !bad; i++)
        bad = in_child(first_call_left);
    for (int i = 0; i < 10 && !bad; i++)
        bad = in_child(exit_amid_calls);
    if (bad || !mkdtemp(directory) || chdir(directory) != 0)
        return fail("the first call");
    process_deadline("interrupted", DEADLINE_SECONDS);
    setenv("SPELT_VERBOSE", "0", 1);
    calls_open(out);
    bad = signals_wait() | cancellations() |
          jumps_out_of("interrupted: after jumps out of calls alone", call_alone) |
          jumps_out_of("interrupted: after jumps out of setters", set) |
          jumps_out_of("interrupted: after jumps out of calls together", call_together);
    if (chdir("..") != 0 || rmdir(directory) != 0)
        return fail("something is left in its directory");
    return bad;
}
