/* stream.c - an .npy array read from a descriptor, a pipe's or a socket's too, and not a byte
 * behind it: the doors of npy.h that read, whose lines become definitions here. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "array/loop.h"
#include "types.h"

#define SPELT_NPY_READ(function, type)                                                             \
    SPELT_API spelt_status function(spelt_npy *file, SPELT_ELEMENT_##type *memory,                 \
                                    size_t capacity, spelt_in_##type *view)                        \
    {                                                                                              \
        return read_file(#function, SPELT_TYPE_##type, file, memory, capacity,                     \
                         (spelt_view *)view);                                                      \
    }

/* file: a spelt_npy. */
static spelt_status read_file(const char *function, spelt_type wanted, void *file, void *memory,
                              size_t capacity, spelt_view *view);

#ifdef SPELT_NPY_H
#error "included before its lines could become definitions"
#endif
#include "npy/open.h"
#include "npy/room.h"
#include "runtime/interruption.h"
#include "runtime/status.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

/* A multiple of the page size that every system takes in one call. */
#define READ_BYTES ((size_t)1 << 30)

/* Reads until there are `wanted` bytes or the stream ends; adds to *have. Returns 0 or an errno. */
static int read_bytes(int descriptor, void *bytes, size_t wanted, size_t *have)
{
    while (*have < wanted) {
        size_t most = wanted - *have < READ_BYTES ? wanted - *have : READ_BYTES;
        ssize_t got = read(descriptor, (unsigned char *)bytes + *have, most);
        if (got == 0)
            return 0;
        if (got > 0) {
            *have += (size_t)got;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd wait = {.fd = descriptor, .events = POLLIN};
            if (poll(&wait, 1, -1) < 0 && errno != EINTR)
                return errno;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/* Reads as far as the header goes. Where the stream ends before, that is the whole of it, and
 * spelt_npy_header_read() says what is missing. */
static spelt_status read_header_into(unsigned char *bytes, int descriptor,
                                     const spelt_npy_source *source, spelt_npy_header *header)
{
    size_t have = 0, wanted = SPELT_NPY_PREAMBLE_MAX;
    int error = read_bytes(descriptor, bytes, wanted, &have);
    if (error == 0 && have == 0)
        return spelt_npy_fail(source, SPELT_ERR_ARG, "nothing is left to be read");
    if (error == 0 && have == wanted) {
        size_t text, text_length;
        spelt_status status =
            spelt_npy_preamble_read(source, bytes, have, UINT64_MAX, &text, &text_length);
        if (status != SPELT_OK)
            return status;
        wanted = text + text_length;
        error = read_bytes(descriptor, bytes, wanted, &have);
    }
    if (error != 0)
        return spelt_npy_fail_io(source, "cannot read", error);
    return spelt_npy_header_read(source, bytes, have, have < wanted ? have : UINT64_MAX, header);
}

static spelt_status read_header(int descriptor, const spelt_npy_source *source,
                                spelt_npy_header *header)
{
    unsigned char *bytes;
    spelt_status status = spelt_npy_room_take(source, &bytes);
    if (status != SPELT_OK)
        return status;
    status = read_header_into(bytes, descriptor, source, header);
    spelt_npy_room_give(bytes);
    return status;
}

spelt_status spelt_npy_open_descriptor(int descriptor, spelt_npy *file)
{
    static const char function[] = "spelt_npy_open_descriptor";
    if (file == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: file is NULL", function);
    spelt_npy opened;
    memset(&opened, 0, sizeof opened);
    snprintf(opened.name, sizeof opened.name, "descriptor %d", descriptor);
    const spelt_npy_source source = {function, opened.name};
    spelt_npy_header header;
    const int cancellation = spelt_cancellation_hold();
    const spelt_status status = read_header(descriptor, &source, &header);
    spelt_cancellation_release(cancellation);
    if (status != SPELT_OK)
        return status;
    spelt_npy_describe(&header, &opened);
    opened.memory = header.fields > 0 ? 0 : header.count;
    const spelt_npy_place place = {.step = header.itemsize,
                                   .swapped = spelt_npy_is_swapped(&header.element),
                                   .stream = SPELT_NPY_AHEAD,
                                   .descriptor = descriptor};
    spelt_npy_set_place(&opened, &place);
    *file = opened;
    return SPELT_OK;
}

/* Whether file's elements come next from its descriptor. */
static spelt_status check_stream(const char *function, const spelt_npy *file)
{
    switch (spelt_npy_place_of(file).stream) {
    case SPELT_NPY_AHEAD: return SPELT_OK;
    case SPELT_NPY_HAS_BEEN_READ:
        return spelt_fail(SPELT_ERR_ARG, "%s: the array of %s has been read", function, file->name);
    case SPELT_NPY_BROKEN_OFF:
        return spelt_fail(SPELT_ERR_ARG, "%s: an earlier call failed within the array of %s",
                          function, file->name);
    case SPELT_NPY_NO_STREAM: break;
    }
    return spelt_fail(SPELT_ERR_ARG,
                      "%s: %s was not opened by spelt_npy_open_descriptor; spelt_npy_view_%s views "
                      "it",
                      function, file->name, spelt_type_name(file->type));
}

/* Takes the elements; file remembers what came of it. */
static spelt_status read_elements(const char *function, spelt_npy *file, void *memory)
{
    const spelt_npy_source source = {function, file->name};
    spelt_npy_place place = spelt_npy_place_of(file);
    size_t have = 0;
    const int cancellation = spelt_cancellation_hold();
    const int error = read_bytes(place.descriptor, memory, file->bytes, &have);
    spelt_cancellation_release(cancellation);
    place.stream = have == file->bytes ? SPELT_NPY_HAS_BEEN_READ : SPELT_NPY_BROKEN_OFF;
    spelt_npy_set_place(file, &place);
    if (error != 0)
        return spelt_npy_fail_io(&source, "cannot read", error);
    if (have < file->bytes)
        return spelt_npy_fail(&source, SPELT_ERR_FORMAT, "ends after %zu of the array's %zu bytes",
                              have, file->bytes);
    if (place.swapped)
        spelt_npy_copy(memory, memory, place.step, file->type, file->count, 1);
    return SPELT_OK;
}

static spelt_status read_file(const char *function, spelt_type wanted, void *any_file, void *memory,
                              size_t capacity, spelt_view *view)
{
    spelt_npy *file = any_file;
    if (file == NULL || view == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          file == NULL ? "file" : "view");
    spelt_status status = spelt_npy_check_type(function, wanted, file);
    if (status == SPELT_OK)
        status = check_stream(function, file);
    if (status == SPELT_OK && file->memory > 0)
        status = spelt_npy_check_memory(function, file, "is read into it", memory, capacity);
    if (status == SPELT_OK)
        status = read_elements(function, file, memory);
    if (status == SPELT_OK)
        spelt_npy_set_view(file, file->count > 0 ? memory : NULL, view);
    return status;
}
