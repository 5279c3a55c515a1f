/* note.c - the only place where the library prints. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/note.h"

#include "runtime/interruption.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int trace_on; /* written once, before any call that looks */

int spelt_trace_is_on(void)
{
    return trace_on;
}

void spelt_trace_set(int bits)
{
    trace_on = bits;
}

/* There is nobody to tell if it fails. */
void spelt_trace_write(const char *line, int length)
{
    const int cancellation = spelt_cancellation_hold();
    ssize_t written = write(STDERR_FILENO, line, (size_t)length);
    (void)written;
    spelt_cancellation_release(cancellation);
}

/* Bytes of a variable that a terminal would obey are written as what they are. */
void spelt_trace_note(const char *text)
{
    char line[512] = "spelt: ";
    size_t length = strlen(line);
    for (; *text && length < sizeof line - 5; text++) {
        const unsigned char byte = (unsigned char)*text;
        if (byte >= ' ' && byte < 0x7f)
            line[length++] = *text;
        else
            length += (size_t)snprintf(line + length, sizeof line - length, "\\x%02x", byte);
    }
    line[length++] = '\n';
    spelt_trace_write(line, (int)length);
}
