/* npz.c - NumPy's .npz archives: the file mapped, its members opened as .npy files. */
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "npy/open.h"
#include "npy/zip.h"
#include "runtime/interruption.h"
#include "runtime/status.h"

#include <spelt/npz.h>

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

_Static_assert(sizeof(spelt_zip) <= sizeof(((spelt_npz *)0)->reserved), "has room");

static spelt_zip zip_of(const spelt_npz *archive)
{
    spelt_zip zip;
    memcpy(&zip, archive->reserved, sizeof zip);
    return zip;
}

/* Maps the whole file and reads its directory, into zip. */
static spelt_status map(int descriptor, const spelt_npy_source *source, uint64_t size,
                        spelt_zip *zip)
{
    /* Nothing can be mapped of an empty file, and more than PTRDIFF_MAX bytes are never one object.
     */
    if (size == 0 || size > PTRDIFF_MAX)
        return spelt_npy_fail(source, SPELT_ERR_FORMAT, "not a ZIP archive: it has %llu bytes",
                              (unsigned long long)size);
    void *mapping = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (mapping == MAP_FAILED)
        return spelt_npy_fail_io(source, "cannot map", errno);
    spelt_status status = spelt_zip_read(source, mapping, (size_t)size, zip);
    if (status != SPELT_OK)
        munmap(mapping, (size_t)size);
    return status;
}

static spelt_status open_archive(const char *path, spelt_npz *archive)
{
    spelt_npz opened;
    memset(&opened, 0, sizeof opened);
    spelt_npy_name(opened.name, path);
    const spelt_npy_source source = {"spelt_npz_open", opened.name};
    int descriptor;
    uint64_t size;
    spelt_status status = spelt_npy_open_regular(&source, path, &descriptor, &size);
    if (status != SPELT_OK)
        return status;
    spelt_zip zip;
    status = map(descriptor, &source, size, &zip);
    close(descriptor);
    if (status != SPELT_OK)
        return status;
    opened.count = zip.count;
    memcpy(opened.reserved, &zip, sizeof zip);
    *archive = opened;
    return SPELT_OK;
}

spelt_status spelt_npz_open(const char *path, spelt_npz *archive)
{
    if (path == NULL || archive == NULL)
        return spelt_fail(SPELT_ERR_NULL, "spelt_npz_open: %s is NULL",
                          path == NULL ? "path" : "archive");
    const int cancellation = spelt_cancellation_hold();
    const spelt_status status = open_archive(path, archive);
    spelt_cancellation_release(cancellation);
    return status;
}

void spelt_npz_close(spelt_npz *archive)
{
    if (archive == NULL)
        return;
    const spelt_zip zip = zip_of(archive);
    if (zip.bytes != NULL)
        munmap((void *)(uintptr_t)zip.bytes, zip.size);
    memset(archive, 0, sizeof *archive);
}

spelt_status spelt_npz_name(const spelt_npz *archive, size_t index, char *name, size_t capacity)
{
    static const char function[] = "spelt_npz_name";
    if (archive == NULL || name == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          archive == NULL ? "archive" : "name");
    const spelt_npy_source source = {function, archive->name};
    const spelt_zip zip = zip_of(archive);
    if (zip.bytes == NULL)
        return spelt_fail(SPELT_ERR_ARG, "%s: the archive is closed", function);
    if (index >= zip.count)
        return spelt_npy_fail(&source, SPELT_ERR_ARG, "no member %zu; there are %zu", index,
                              zip.count);
    spelt_zip_member member;
    size_t at = 0;
    for (size_t i = 0; i <= index; i++) {
        spelt_status status = spelt_zip_next(&source, &zip, &at, &member);
        if (status != SPELT_OK)
            return status;
    }
    if (capacity <= member.name.length)
        return spelt_npy_fail(&source, SPELT_ERR_ARG,
                              "name has room for %zu bytes, member %zu needs room for %zu",
                              capacity, index, member.name.length + 1);
    memcpy(name, member.name.bytes, member.name.length);
    name[member.name.length] = '\0';
    return SPELT_OK;
}

/* Whether a member's name is `name` with ending behind it. */
static int is_name(spelt_npy_slice raw, const char *name, const char *ending)
{
    const size_t length = strlen(name), more = strlen(ending);
    return raw.length == length + more && memcmp(raw.bytes, name, length) == 0 &&
           memcmp(raw.bytes + length, ending, more) == 0;
}

/* The one member whose name is `name` with ending behind it; *found tells how many there are. */
static spelt_status find(const spelt_npy_source *source, const spelt_zip *zip, const char *name,
                         const char *ending, spelt_zip_member *member, size_t *found)
{
    spelt_status status = SPELT_OK;
    size_t at = 0;
    *found = 0;
    for (size_t i = 0; i < zip->count && status == SPELT_OK; i++) {
        spelt_zip_member next;
        status = spelt_zip_next(source, zip, &at, &next);
        if (status == SPELT_OK && is_name(next.name, name, ending)) {
            *member = next;
            ++*found;
        }
    }
    return status;
}

static spelt_status fail_missing(const spelt_npy_source *source, const spelt_zip *zip,
                                 const char *name)
{
    spelt_npy_list names;
    memset(&names, 0, sizeof names);
    size_t at = 0;
    for (size_t i = 0; i < zip->count && !names.full; i++) {
        spelt_zip_member next;
        spelt_status status = spelt_zip_next(source, zip, &at, &next);
        if (status != SPELT_OK)
            return status;
        spelt_npy_list_add(&names, next.name);
    }
    char quoted[SPELT_NPY_QUOTED_SIZE];
    spelt_npy_quote(quoted, spelt_npy_slice_of(name));
    return spelt_npy_fail(source, SPELT_ERR_ARG, "no member '%s'; there %s %s", quoted,
                          zip->count > 0 ? "are" : "is", zip->count > 0 ? names.text : "none");
}

spelt_status spelt_npz_member(const spelt_npz *archive, const char *name, spelt_npy *file)
{
    static const char function[] = "spelt_npz_member";
    if (archive == NULL || name == NULL || file == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          archive == NULL ? "archive"
                          : name == NULL  ? "name"
                                          : "file");
    const spelt_npy_source source = {function, archive->name};
    const spelt_zip zip = zip_of(archive);
    if (zip.bytes == NULL)
        return spelt_fail(SPELT_ERR_ARG, "%s: the archive is closed", function);
    spelt_zip_member member;
    memset(&member, 0, sizeof member);
    size_t found;
    spelt_status status = find(&source, &zip, name, "", &member, &found);
    if (status == SPELT_OK && found == 0)
        status = find(&source, &zip, name, ".npy", &member, &found);
    if (status == SPELT_OK && found == 0)
        status = fail_missing(&source, &zip, name);
    if (status != SPELT_OK)
        return status;
    spelt_npy opened;
    memset(&opened, 0, sizeof opened);
    spelt_npy_name_part(opened.name, archive->name, member.name);
    const spelt_npy_source part = {function, opened.name};
    const unsigned char *data = NULL;
    if (found > 1)
        return spelt_npy_fail(&part, SPELT_ERR_FORMAT, "%zu members of this name", found);
    status = spelt_zip_locate(&part, &zip, &member, &data);
    if (status == SPELT_OK)
        status = spelt_npy_open_within(&part, data, (size_t)member.size, &opened);
    if (status == SPELT_OK)
        *file = opened;
    return status;
}
