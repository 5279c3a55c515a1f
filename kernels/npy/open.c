/* open.c - opening and closing an .npy file: the header checked, the array mapped. */
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "functions.h"
#include "npy/open.h"
#include "npy/room.h"
#include "runtime/interruption.h"
#include "runtime/status.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static spelt_status check_regular(int descriptor, const spelt_npy_source *source, uint64_t *size)
{
    struct stat about = {0}; /* MemorySanitizer does not know every fstat */
    if (fstat(descriptor, &about) != 0)
        return spelt_npy_fail_io(source, "cannot stat", errno);
    if (!S_ISREG(about.st_mode))
        return spelt_npy_fail(source, SPELT_ERR_IO, "not a regular file");
    *size = (uint64_t)about.st_size;
    return SPELT_OK;
}

spelt_status spelt_npy_open_regular(const spelt_npy_source *source, const char *path,
                                    int *descriptor, uint64_t *size)
{
    /* O_NONBLOCK: the open of a FIFO that nobody writes to must not wait. */
    do {
        *descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    } while (*descriptor < 0 && errno == EINTR);
    if (*descriptor < 0)
        return spelt_npy_fail_io(source, "cannot open", errno);
    spelt_status status = check_regular(*descriptor, source, size);
    if (status != SPELT_OK)
        close(*descriptor);
    return status;
}

/* Fills bytes with the beginning of the file, as much as there is. */
static spelt_status read_start(int descriptor, const spelt_npy_source *source, unsigned char *bytes,
                               size_t wanted)
{
    size_t have = 0;
    while (have < wanted) {
        ssize_t got = pread(descriptor, bytes + have, wanted - have, (off_t)have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return spelt_npy_fail_io(source, "cannot read", errno);
        if (got == 0)
            return spelt_npy_fail(source, SPELT_ERR_IO, "the file shrank while it was opened");
        have += (size_t)got;
    }
    return SPELT_OK;
}

static spelt_status read_header(int descriptor, const spelt_npy_source *source,
                                uint64_t file_bytes, spelt_npy_header *header)
{
    const size_t length = file_bytes < SPELT_NPY_ROOM ? (size_t)file_bytes : SPELT_NPY_ROOM;
    unsigned char *bytes;
    spelt_status status = spelt_npy_room_take(source, &bytes);
    if (status != SPELT_OK)
        return status;
    status = read_start(descriptor, source, bytes, length);
    if (status == SPELT_OK)
        status = spelt_npy_header_read(source, bytes, length, file_bytes, header);
    spelt_npy_room_give(bytes);
    return status;
}

/* The strides of an array without gaps. Extents of 0 count as 1, which is what was checked. */
static void set_strides(spelt_npy *file)
{
    ptrdiff_t stride = 1;
    for (size_t i = 0; i < file->ndim; i++) {
        size_t d = file->fortran_order ? i : file->ndim - 1 - i;
        file->stride[d] = stride;
        stride *= file->shape[d] > 0 ? (ptrdiff_t)file->shape[d] : 1;
    }
}

void spelt_npy_describe(const spelt_npy_header *header, spelt_npy *file)
{
    file->type = header->element.type;
    file->boolean = header->element.boolean;
    file->fortran_order = header->fortran_order;
    file->ndim = header->ndim;
    memcpy(file->shape, header->shape, sizeof file->shape);
    set_strides(file);
    file->count = header->count;
    file->offset = header->offset;
    file->bytes = header->bytes;
    file->fields = header->fields;
}

void spelt_npy_locate(const spelt_npy_header *header, const unsigned char *first, spelt_npy *file)
{
    spelt_npy_place place = spelt_npy_place_of(file);
    int in_place = 1;
    place.step = header->itemsize;
    if (header->bytes > 0)
        place.data = first + header->offset;
    if (header->fields > 0) {
        place.fields = first + header->fields_at;
        place.fields_length = header->fields_length;
        place.latin = header->latin;
    } else {
        const size_t alignment = spelt_part_size(header->element.type, header->itemsize);
        place.swapped = spelt_npy_is_swapped(&header->element);
        in_place = !place.swapped && (uintptr_t)place.data % alignment == 0;
    }
    file->memory = in_place ? 0 : header->count;
    spelt_npy_set_place(file, &place);
}

/* Maps the file from its beginning to the end of the array, if it has elements, or the text of
 * fields that is looked at again. */
static spelt_status map(int descriptor, const spelt_npy_source *source,
                        const spelt_npy_header *header, spelt_npy *file)
{
    spelt_npy_place place = {0};
    if (header->bytes > 0 || header->fields > 0) {
        place.mapping_bytes = header->offset + header->bytes;
        place.mapping = mmap(NULL, place.mapping_bytes, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (place.mapping == MAP_FAILED)
            return spelt_npy_fail_io(source, "cannot map", errno);
    }
    spelt_npy_set_place(file, &place);
    spelt_npy_locate(header, place.mapping, file);
    return SPELT_OK;
}

static spelt_status open_file(const char *path, spelt_npy *file)
{
    spelt_npy opened;
    memset(&opened, 0, sizeof opened);
    spelt_npy_name(opened.name, path);
    const spelt_npy_source source = {"spelt_npy_open", opened.name};
    int descriptor;
    uint64_t size;
    spelt_status status = spelt_npy_open_regular(&source, path, &descriptor, &size);
    if (status != SPELT_OK)
        return status;
    spelt_npy_header header;
    status = read_header(descriptor, &source, size, &header);
    if (status == SPELT_OK) {
        spelt_npy_describe(&header, &opened);
        status = map(descriptor, &source, &header, &opened);
    }
    close(descriptor);
    if (status == SPELT_OK)
        *file = opened;
    return status;
}

spelt_status spelt_npy_open(const char *path, spelt_npy *file)
{
    if (path == NULL || file == NULL)
        return spelt_fail(SPELT_ERR_NULL, "spelt_npy_open: %s is NULL",
                          path == NULL ? "path" : "file");
    const int cancellation = spelt_cancellation_hold();
    const spelt_status status = open_file(path, file);
    spelt_cancellation_release(cancellation);
    return status;
}

spelt_status spelt_npy_open_within(const spelt_npy_source *source, const unsigned char *bytes,
                                   size_t size, spelt_npy *file)
{
    spelt_npy_header header;
    spelt_status status = spelt_npy_header_read(source, bytes, size, size, &header);
    if (status == SPELT_OK) {
        spelt_npy_describe(&header, file);
        spelt_npy_locate(&header, bytes, file);
    }
    return status;
}

spelt_status spelt_npy_open_bytes(const void *data, size_t size, spelt_npy *file)
{
    if (data == NULL || file == NULL)
        return spelt_fail(SPELT_ERR_NULL, "spelt_npy_open_bytes: %s is NULL",
                          data == NULL ? "data" : "file");
    spelt_npy opened;
    memset(&opened, 0, sizeof opened);
    spelt_npy_name(opened.name, "data");
    const spelt_npy_source source = {"spelt_npy_open_bytes", opened.name};
    spelt_status status = spelt_npy_open_within(&source, data, size, &opened);
    if (status == SPELT_OK)
        *file = opened;
    return status;
}

void spelt_npy_close(spelt_npy *file)
{
    if (file == NULL)
        return;
    const spelt_npy_place place = spelt_npy_place_of(file);
    if (place.mapping != NULL)
        munmap(place.mapping, place.mapping_bytes);
    memset(file, 0, sizeof *file);
}
