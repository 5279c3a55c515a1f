/* trace.c - a line a call. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/trace.h"

#include "runtime/environment.h"
#include "runtime/note.h"
#include "runtime/profile.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <string.h>

uint64_t spelt_trace_start(void)
{
    return spelt_trace_is_on() ? (uint64_t)spelt_nanoseconds() : 0;
}

static const char *path_in_force(void)
{
    const char *path = spelt_path();
    return strcmp(path, "auto") == 0 ? "simd" : path;
}

/* Of an argument; one that is longer would be cut. */
#define LONGEST_NAME 16

/* An output that is read too is two operands; numbers are one without a name. */
static int is_known(const spelt_arrays *arrays, unsigned operand)
{
    const char *name = arrays->operand[operand].name;
    for (unsigned i = 0; i < operand; i++)
        if (strcmp(arrays->operand[i].name, name) == 0)
            return 1;
    return name[0] == '\0';
}

void spelt_trace_call(uint64_t start, const spelt_arrays *arrays, int threads, spelt_status status)
{
    if (start != 0)
        spelt_trace_call_on(start, arrays, path_in_force(), threads, status);
}

void spelt_trace_call_on(uint64_t start, const spelt_arrays *arrays, const char *path, int threads,
                         spelt_status status)
{
    if (start == 0)
        return;
    uint64_t nanoseconds = spelt_trace_start() - start;
    if (spelt_trace_is_on() & SPELT_TRACE_PROFILE)
        spelt_profile_call(arrays, nanoseconds, threads, status);
    if (!(spelt_trace_is_on() & SPELT_TRACE_LINES))
        return;
    char shapes[SPELT_MAX_OPERANDS * (SPELT_SHAPE_TEXT + LONGEST_NAME + 2)] = "";
    char line[sizeof shapes + 256];
    size_t used = 0;
    for (unsigned i = 0; i < arrays->operands; i++) {
        char text[SPELT_SHAPE_TEXT];
        if (is_known(arrays, i))
            continue;
        used +=
            (size_t)snprintf(shapes + used, sizeof shapes - used, " %.*s%s", LONGEST_NAME,
                             arrays->operand[i].name, spelt_shape_text(text, &arrays->operand[i]));
    }
    /* Whole numbers only: the decimal point of a printed double is the locale's. */
    int length =
        snprintf(line, sizeof line, "%s%s path=%s isa=%s threads=%d %llu.%03llu us%s%s\n",
                 arrays->function, shapes, path, spelt_isa(), threads,
                 (unsigned long long)(nanoseconds / 1000), (unsigned long long)(nanoseconds % 1000),
                 status ? " " : "", status ? spelt_status_name(status) : "");
    spelt_trace_write(line, length);
}
