/* elements.c - writes a view's elements to a file in C order, whatever its strides. */
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "npy/elements.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Scattered elements are gathered here first; long runs are written from where they lie. */
#define BUFFER_BYTES 16384

/* A multiple of the page size that every system takes in one call. */
#define WRITE_BYTES ((size_t)1 << 30)

typedef struct {
    int descriptor;
    int error; /* the first errno; nothing is written after it */
    size_t used;
    unsigned char bytes[BUFFER_BYTES];
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

static void put_scattered(buffer *out, const unsigned char *data, size_t size, size_t count,
                          ptrdiff_t step)
{
    for (size_t i = 0; i < count && out->error == 0; i++) {
        if (out->used + 8 > BUFFER_BYTES)
            flush(out);
        /* A fixed size each, which compilers turn into one load and one store. */
        if (size == 4)
            memcpy(out->bytes + out->used, data + (ptrdiff_t)i * step, 4);
        else
            memcpy(out->bytes + out->used, data + (ptrdiff_t)i * step, 8);
        out->used += size;
    }
}

/* How many leading dimensions remain when those that lie one after the other are taken as one
 * run of *run elements. */
static size_t outer_dimensions(const spelt_npy_elements *from, size_t *run)
{
    size_t outer = from->ndim;
    *run = 1;
    while (outer > 0 &&
           (from->shape[outer - 1] == 1 || from->stride[outer - 1] == (ptrdiff_t)*run)) {
        outer--;
        *run *= from->shape[outer];
    }
    return outer;
}

/* The next index of dimensions 0 .. ndim-1 in C order, and its offset; 0 after the last one. */
static int advance(const spelt_npy_elements *from, size_t ndim, size_t *index, ptrdiff_t *offset)
{
    for (size_t d = ndim; d-- > 0;) {
        ptrdiff_t step = from->stride[d] * (ptrdiff_t)from->size;
        if (++index[d] < from->shape[d]) {
            *offset += step;
            return 1;
        }
        *offset -= step * (ptrdiff_t)(from->shape[d] - 1);
        index[d] = 0;
    }
    return 0;
}

int spelt_npy_write_elements(int descriptor, const spelt_npy_elements *from)
{
    for (size_t d = 0; d < from->ndim; d++) {
        if (from->shape[d] == 0)
            return 0;
    }
    buffer out;
    out.descriptor = descriptor;
    out.error = 0;
    out.used = 0;
    size_t run;
    size_t outer = outer_dimensions(from, &run);
    /* Single elements go in rows of their innermost dimension, so that the odometer below does
     * not turn for each. */
    int scattered = run == 1 && outer > 0;
    if (scattered)
        outer--;
    size_t index[SPELT_MAX_NDIM] = {0};
    ptrdiff_t offset = 0;
    do {
        if (scattered)
            put_scattered(&out, from->data + offset, from->size, from->shape[outer],
                          from->stride[outer] * (ptrdiff_t)from->size);
        else
            put_run(&out, from->data + offset, run * from->size);
    } while (out.error == 0 && advance(from, outer, index, &offset));
    flush(&out);
    return out.error;
}
