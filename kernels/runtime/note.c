/* note.c - the only place where the library prints. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/note.h"

#include "runtime/interruption.h"

#include <stdio.h>
#include <unistd.h>

static int trace_on; /* written once, before any call that looks */

int spelt_trace_is_on(void)
{
    return trace_on;
}

void spelt_trace_set(int on)
{
    trace_on = on;
}

/* There is nobody to tell if it fails. */
void spelt_trace_write(const char *line, int length)
{
    const int cancellation = spelt_cancellation_hold();
    ssize_t written = write(STDERR_FILENO, line, (size_t)length);
    (void)written;
    spelt_cancellation_release(cancellation);
}

void spelt_trace_note(const char *text)
{
    char line[256];
    int length = snprintf(line, sizeof line, "spelt: %.240s\n", text);
    spelt_trace_write(line, length);
}
