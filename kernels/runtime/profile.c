/* profile.c - counters of each function and size, in memory of the library's own, and the report of them when
 * the process ends or the library is unloaded. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/profile.h"

#include "runtime/environment.h"
#include "runtime/note.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Sizes are classes of one decimal digit more each; class 0 has no elements. */
#define SIZES 21
#define FUNCTIONS 512 /* so many different ones; calls of more are counted as one function */

typedef struct {
    _Atomic uint64_t calls, failed, nanoseconds, bytes, threads;
} counters;

typedef struct {
    _Atomic(const char *) name;
    counters size[SIZES];
} function_counters;

/* Pages that are never touched cost nothing. */
static function_counters functions[FUNCTIONS + 1];

static const char others[] = "(other functions)";
static char file_name[4096]; /* "" where the report goes to stderr */
static pid_t first_process;
static int64_t began;
static int is_on;

/* Of a child what its parent counted is not its own. */
static void after_fork_in_child(void)
{
    for (unsigned f = 0; f <= FUNCTIONS; f++)
        if (atomic_load_explicit(&functions[f].name, memory_order_relaxed))
            memset(&functions[f], 0, sizeof functions[f]);
    began = spelt_nanoseconds();
}

int spelt_profile_begin(const char *value)
{
    if (!value || !*value || strcmp(value, "0") == 0)
        return 0;
    if (strcmp(value, "1") != 0 &&
        (size_t)snprintf(file_name, sizeof file_name, "%s", value) >= sizeof file_name) {
        spelt_trace_note("SPELT_PROFILE: the file name is too long");
        return 0;
    }
    first_process = getpid();
    began = spelt_nanoseconds();
    pthread_atfork(NULL, NULL, after_fork_in_child);
    is_on = 1;
    return 1;
}

/* ---- Counting ---------------------------------------------------------------------------------- */

static function_counters *counters_of(const char *name)
{
    const size_t hash = (size_t)((uintptr_t)name / 8 * 0x9e3779b1u);
    for (size_t probe = 0; probe < FUNCTIONS; probe++) {
        function_counters *at = &functions[(hash + probe) % FUNCTIONS];
        const char *there = NULL;
        if (atomic_compare_exchange_strong(&at->name, &there, name) || there == name)
            return at;
    }
    atomic_store(&functions[FUNCTIONS].name, others);
    return &functions[FUNCTIONS];
}

static void add(_Atomic uint64_t *counter, uint64_t amount)
{
    atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

/* Elements of an operand; those of a dimension that repeats them count once where `distinct`. Of views that no
 * call takes the product may be anything. */
static uint64_t elements_of(const spelt_operand *operand, int distinct)
{
    uint64_t n = 1;
    for (size_t k = 0; k < operand->ndim && k < SPELT_MAX_NDIM; k++)
        if (!distinct || operand->stride[k] != 0 || operand->shape[k] == 0)
            n *= operand->shape[k];
    return n;
}

void spelt_profile_call(const spelt_arrays *arrays, uint64_t nanoseconds, int threads,
                        spelt_status status)
{
    uint64_t most = 0, bytes = 0;
    for (unsigned i = 0; i < arrays->operands; i++) {
        const spelt_operand *operand = &arrays->operand[i];
        const uint64_t n = elements_of(operand, 0);
        most = n > most ? n : most;
        bytes += elements_of(operand, 1) * operand->itemsize;
    }
    unsigned size = 0;
    for (uint64_t rest = most; rest > 0; rest /= 10)
        size++;
    counters *at = &counters_of(arrays->function)->size[size];
    add(&at->calls, 1);
    add(&at->nanoseconds, nanoseconds);
    add(&at->threads, (uint64_t)(threads > 1 ? threads : 1));
    if (status == SPELT_OK)
        add(&at->bytes, bytes);
    else
        add(&at->failed, 1);
}

/* ---- The report --------------------------------------------------------------------------------- */

/* A row that is taken out, so that it is told once. */
typedef struct {
    const char *name;
    unsigned size;
    uint64_t calls, failed, nanoseconds, bytes, threads;
} row;

/* The name of a function stands in the library as often as files use it. */
static void join_equal_names(void)
{
    for (unsigned f = 0; f < FUNCTIONS; f++)
        for (unsigned g = f + 1; g < FUNCTIONS; g++) {
            const char *name = functions[f].name, *other = functions[g].name;
            if (!name || !other || strcmp(name, other) != 0)
                continue;
            for (unsigned s = 0; s < SIZES; s++) {
                counters *to = &functions[f].size[s], *from = &functions[g].size[s];
                add(&to->calls, atomic_exchange(&from->calls, 0));
                add(&to->failed, atomic_exchange(&from->failed, 0));
                add(&to->nanoseconds, atomic_exchange(&from->nanoseconds, 0));
                add(&to->bytes, atomic_exchange(&from->bytes, 0));
                add(&to->threads, atomic_exchange(&from->threads, 0));
            }
        }
}

/* The one that took longest of those that are left; calls is 0 where none is. */
static row take_longest(void)
{
    counters *longest = NULL;
    row taken = {0};
    for (unsigned f = 0; f <= FUNCTIONS; f++) {
        if (!functions[f].name)
            continue;
        for (unsigned s = 0; s < SIZES; s++) {
            counters *at = &functions[f].size[s];
            if (at->calls == 0 || (longest && at->nanoseconds <= taken.nanoseconds))
                continue;
            longest = at;
            taken = (row){functions[f].name, s, 0, 0, at->nanoseconds, 0, 0};
        }
    }
    if (longest) {
        taken.failed = longest->failed;
        taken.bytes = longest->bytes;
        taken.threads = longest->threads;
        taken.calls = atomic_exchange(&longest->calls, 0);
    }
    return taken;
}

static row total_of_all(void)
{
    row total = {0};
    for (unsigned f = 0; f <= FUNCTIONS; f++)
        for (unsigned s = 0; functions[f].name && s < SIZES; s++) {
            total.calls += functions[f].size[s].calls;
            total.nanoseconds += functions[f].size[s].nanoseconds;
        }
    return total;
}

static uint64_t least_of_size(unsigned size)
{
    uint64_t least = size > 0;
    for (unsigned digit = 1; digit < size; digit++)
        least *= 10;
    return least;
}

/* Three digits and more, of a ratio: whole numbers only, since the decimal point of a printed double is the
 * locale's. */
static void ratio_text(char text[32], uint64_t numerator, uint64_t denominator)
{
    const uint64_t whole = numerator / denominator;
    const uint64_t hundredths = numerator % denominator * 100 / denominator;
    if (whole >= 100)
        snprintf(text, 32, "%llu", (unsigned long long)whole);
    else if (whole >= 10)
        snprintf(text, 32, "%llu.%llu", (unsigned long long)whole,
                 (unsigned long long)(hundredths / 10));
    else
        snprintf(text, 32, "%llu.%02llu", (unsigned long long)whole, (unsigned long long)hundredths);
}

static void time_text(char text[40], uint64_t nanoseconds, uint64_t calls)
{
    static const struct {
        uint64_t size;
        const char *name;
    } units[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "us"}, {1, "ns"}};
    unsigned unit = 0;
    while (unit < 3 && nanoseconds / calls < units[unit].size)
        unit++;
    char number[32];
    ratio_text(number, nanoseconds / calls, units[unit].size);
    snprintf(text, 40, "%s %s", number, units[unit].name);
}

static void print_table(void)
{
    char line[256], time[40], mean[40], rate[32], threads[32];
    const row all = total_of_all();
    time_text(time, all.nanoseconds, 1);
    time_text(mean, (uint64_t)(spelt_nanoseconds() - began), 1);
    spelt_trace_write(line, snprintf(line, sizeof line,
                                     "spelt: profile of process %ld: %s in %llu calls, %s after the first\n"
                                     "%10s %7s %10s %10s %8s %7s  %-8s %s\n",
                                     (long)getpid(), time, (unsigned long long)all.calls, mean, "time",
                                     "share", "calls", "mean", "GB/s", "threads", "n", "function"));
    for (row at = take_longest(); at.calls > 0; at = take_longest()) {
        char failed[48] = "", size[16] = "0";
        time_text(time, at.nanoseconds, 1);
        time_text(mean, at.nanoseconds, at.calls);
        ratio_text(rate, at.bytes, at.nanoseconds ? at.nanoseconds : 1);
        ratio_text(threads, at.threads, at.calls);
        if (at.size > 0)
            snprintf(size, sizeof size, at.size == 1 ? "1 to 9" : "10^%u..", at.size - 1);
        if (at.failed > 0)
            snprintf(failed, sizeof failed, ", %llu failed", (unsigned long long)at.failed);
        spelt_trace_write(
            line, snprintf(line, sizeof line, "%10s %5llu %% %10llu %10s %8s %7s  %-8s %.100s%s\n", time,
                           (unsigned long long)(all.nanoseconds ? at.nanoseconds * 100 / all.nanoseconds : 0),
                           (unsigned long long)at.calls, mean, rate, threads, size, at.name, failed));
    }
}

/* Whether all of it is in the file. */
static int put(int file, const char *text, int length)
{
    while (length > 0) {
        const ssize_t written = write(file, text, (size_t)length);
        if (written <= 0)
            return 0;
        text += written;
        length -= (int)written;
    }
    return 1;
}

static int write_rows(int file)
{
    char line[512];
    const char *before = "";
    int is_whole = put(file, line,
                       snprintf(line, sizeof line, "{\"process\": %ld, \"nanoseconds\": %lld, \"rows\": [",
                                (long)getpid(), (long long)(spelt_nanoseconds() - began)));
    for (row at = take_longest(); at.calls > 0 && is_whole; at = take_longest(), before = ",")
        is_whole = put(
            file, line,
            snprintf(line, sizeof line,
                     "%s\n  {\"function\": \"%.100s\", \"elements_from\": %llu, \"calls\": %llu, "
                     "\"failed\": %llu, \"nanoseconds\": %llu, \"bytes\": %llu, \"threads\": %llu}",
                     before, at.name, (unsigned long long)least_of_size(at.size),
                     (unsigned long long)at.calls, (unsigned long long)at.failed,
                     (unsigned long long)at.nanoseconds, (unsigned long long)at.bytes,
                     (unsigned long long)at.threads));
    return is_whole && put(file, "\n]}\n", 4);
}

static void write_file(void)
{
    char name[sizeof file_name + 24];
    if (getpid() == first_process)
        snprintf(name, sizeof name, "%s", file_name);
    else
        snprintf(name, sizeof name, "%s.%ld", file_name, (long)getpid());
    const int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    int is_written = file >= 0 && write_rows(file);
    if (file >= 0)
        is_written &= close(file) == 0;
    if (!is_written)
        spelt_trace_note("SPELT_PROFILE: the file cannot be written");
}

/* At exit, after the host's own handlers, or at dlclose. A process that ends by _exit tells nothing. */
__attribute__((destructor)) static void report(void)
{
    if (!is_on)
        return;
    join_equal_names();
    if (total_of_all().calls == 0)
        return;
    if (*file_name)
        write_file();
    else
        print_table();
}
