/* elements.c - writes a view's elements to a file in C order, whatever its strides. */
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "npy/elements.h"

#include "array/cursor.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Scattered elements are gathered here first, several pieces of a cursor at a time; long runs are
 * written from where they lie. */
#define BUFFER_BYTES (SPELT_GATHER * SPELT_WIDEST)

/* A multiple of the page size that every system takes in one call. */
#define WRITE_BYTES ((size_t)1 << 30)

typedef struct {
    int descriptor;
    int error; /* the first errno; nothing is written after it */
    size_t used;
    _Alignas(uint64_t) unsigned char bytes[BUFFER_BYTES];
} buffer;

int spelt_npy_write(int descriptor, const void *bytes, size_t count)
{
    const unsigned char *next = bytes;
    while (count > 0) {
        ssize_t written = write(descriptor, next, count < WRITE_BYTES ? count : WRITE_BYTES);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) /* 0 is not to happen on a regular file, and must not loop for ever */
            return written < 0 ? errno : EIO;
        next += written;
        count -= (size_t)written;
    }
    return 0;
}

static void flush(buffer *out)
{
    if (out->error == 0)
        out->error = spelt_npy_write(out->descriptor, out->bytes, out->used);
    out->used = 0;
}

static void put_run(buffer *out, const unsigned char *run, size_t bytes)
{
    if (bytes > BUFFER_BYTES - out->used)
        flush(out);
    if (bytes <= BUFFER_BYTES) {
        memcpy(out->bytes + out->used, run, bytes);
        out->used += bytes;
    } else if (out->error == 0) {
        out->error = spelt_npy_write(out->descriptor, run, bytes);
    }
}

/* The m elements at the cursor, at most SPELT_GATHER, as booleans. */
static void put_booleans(buffer *out, const spelt_cursor *cursor, size_t m)
{
    if (m > BUFFER_BYTES - out->used)
        flush(out);
    unsigned char *to = out->bytes + out->used;
    const unsigned char *from = spelt_cursor_gather(cursor, 0, m, to);
    for (size_t i = 0; i < m; i++)
        to[i] = from[i] != 0;
    out->used += m;
}

/* The m elements at the cursor, in place if they are contiguous. */
static void put_elements(buffer *out, const spelt_cursor *cursor, size_t m)
{
    size_t bytes = m * cursor->loop->itemsize[0];
    const void *run = spelt_cursor_in_place(cursor, 0, m);
    if (run != NULL) {
        put_run(out, run, bytes);
        return;
    }
    if (bytes > BUFFER_BYTES - out->used)
        flush(out);
    spelt_cursor_gather(cursor, 0, m, out->bytes + out->used);
    out->used += bytes;
}

int spelt_npy_write_elements(int descriptor, const spelt_arrays *arrays, size_t n, int boolean)
{
    if (n == 0)
        return 0;
    buffer out;
    out.descriptor = descriptor;
    out.error = 0;
    out.used = 0;
    spelt_loop loop;
    spelt_loop_make(&loop, arrays, n, SPELT_IN_C_ORDER);
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, &loop, 0);
    while (n > 0 && out.error == 0) {
        size_t most = boolean && n > SPELT_GATHER ? SPELT_GATHER : n;
        size_t m = spelt_cursor_piece(&cursor, most, SPELT_GATHER);
        if (boolean)
            put_booleans(&out, &cursor, m);
        else
            put_elements(&out, &cursor, m);
        spelt_cursor_advance(&cursor, m);
        n -= m;
    }
    flush(&out);
    return out.error;
}
