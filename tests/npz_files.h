/* npz_files.h - ZIP archives written byte by byte. */
#ifndef SPELT_TESTS_NPZ_FILES_H
#define SPELT_TESTS_NPZ_FILES_H

#include "npy_files.h"

#include <spelt/npz.h>

enum { ARCHIVE_ROOM = 8192 };

/* Members first, then what the directory says of them. */
typedef struct {
    unsigned char bytes[ARCHIVE_ROOM];
    size_t size;
    unsigned char directory[ARCHIVE_ROOM / 2];
    size_t directory_size;
    unsigned count;
    size_t directory_at; /* once it is finished */
} archive_bytes;

/* value in count bytes, the lowest first; more than 8 bytes are filled with 0. */
static inline void put_little(unsigned char *bytes, size_t *at, uint64_t value, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        bytes[(*at)++] = i < 8 ? (unsigned char)(value >> 8 * i) : 0;
}

static inline void put_bytes(unsigned char *bytes, size_t *at, const void *from, size_t count)
{
    if (count > 0)
        memcpy(bytes + *at, from, count);
    *at += count;
}

/* A stored member, with so many bytes of an extra field in front of its data. With zip64 its
 * lengths and its place are in extra fields. */
static inline void add_member(archive_bytes *archive, const char *name, const void *data,
                              size_t size, unsigned extra, int zip64)
{
    size_t local = archive->size, length = strlen(name);
    cr_assert(local + 64 + length + extra + size < ARCHIVE_ROOM);
    unsigned char *to = archive->bytes;
    put_little(to, &archive->size, 0x04034b50, 4);
    put_little(to, &archive->size, zip64 ? 45 : 20, 2);
    put_little(to, &archive->size, 0, 2 + 2 + 4 + 4); /* flags, method, time, checksum */
    put_little(to, &archive->size, zip64 ? 0xffffffff : size, 4);
    put_little(to, &archive->size, zip64 ? 0xffffffff : size, 4);
    put_little(to, &archive->size, length, 2);
    put_little(to, &archive->size, extra, 2);
    put_bytes(to, &archive->size, name, length);
    memset(to + archive->size, 0x55, extra);
    archive->size += extra;
    put_bytes(to, &archive->size, data, size);

    to = archive->directory;
    put_little(to, &archive->directory_size, 0x02014b50, 4);
    put_little(to, &archive->directory_size, 45, 2);
    put_little(to, &archive->directory_size, 45, 2);
    put_little(to, &archive->directory_size, 0, 2 + 2 + 4 + 4);
    put_little(to, &archive->directory_size, zip64 ? 0xffffffff : size, 4);
    put_little(to, &archive->directory_size, zip64 ? 0xffffffff : size, 4);
    put_little(to, &archive->directory_size, length, 2);
    put_little(to, &archive->directory_size, zip64 ? 5 + 28 : 0, 2);
    put_little(to, &archive->directory_size, 3, 2); /* a comment */
    put_little(to, &archive->directory_size, 0, 2 + 2 + 4);
    put_little(to, &archive->directory_size, zip64 ? 0xffffffff : local, 4);
    put_bytes(to, &archive->directory_size, name, length);
    if (zip64) {
        put_bytes(to, &archive->directory_size, "\x99\x99\x01\x00?", 5); /* another extra field */
        put_little(to, &archive->directory_size, 1, 2);
        put_little(to, &archive->directory_size, 24, 2);
        put_little(to, &archive->directory_size, size, 8);
        put_little(to, &archive->directory_size, size, 8);
        put_little(to, &archive->directory_size, local, 8);
    }
    put_bytes(to, &archive->directory_size, "abc", 3);
    archive->count++;
}

/* Puts the directory behind the members, and the end; with zip64 its numbers are in ZIP64's. */
static inline void finish_archive(archive_bytes *archive, const void *comment, size_t length,
                                  int zip64)
{
    unsigned char *to = archive->bytes;
    cr_assert(archive->size + archive->directory_size + 100 + length < ARCHIVE_ROOM);
    archive->directory_at = archive->size;
    put_bytes(to, &archive->size, archive->directory, archive->directory_size);
    if (zip64) {
        size_t end64 = archive->size;
        put_little(to, &archive->size, 0x06064b50, 4);
        put_little(to, &archive->size, 44, 8);
        put_little(to, &archive->size, 45, 2);
        put_little(to, &archive->size, 45, 2);
        put_little(to, &archive->size, 0, 4 + 4);
        put_little(to, &archive->size, archive->count, 8);
        put_little(to, &archive->size, archive->count, 8);
        put_little(to, &archive->size, archive->directory_size, 8);
        put_little(to, &archive->size, archive->directory_at, 8);
        put_little(to, &archive->size, 0x07064b50, 4);
        put_little(to, &archive->size, 0, 4);
        put_little(to, &archive->size, end64, 8);
        put_little(to, &archive->size, 1, 4);
    }
    put_little(to, &archive->size, 0x06054b50, 4);
    put_little(to, &archive->size, 0, 2 + 2);
    put_little(to, &archive->size, zip64 ? 0xffff : archive->count, 2);
    put_little(to, &archive->size, zip64 ? 0xffff : archive->count, 2);
    put_little(to, &archive->size, zip64 ? 0xffffffff : archive->directory_size, 4);
    put_little(to, &archive->size, zip64 ? 0xffffffff : archive->directory_at, 4);
    put_little(to, &archive->size, length, 2);
    put_bytes(to, &archive->size, comment, length);
}

static inline const char *write_archive(const archive_bytes *archive)
{
    return write_file("x.npz", archive->bytes, archive->size);
}

static inline spelt_npz open_npz(const char *path)
{
    spelt_npz archive;
    cr_assert(spelt_npz_open(path, &archive) == SPELT_OK, "%s", spelt_last_error());
    return archive;
}

/* An .npy file of 3 elements of f64, in this machine's byte order, with 128 bytes of header. */
static const double npz_three[] = {0.0, -0.0, 3.5};
enum { NPZ_THREE_BYTES = 128 + 24 };
static inline void put_npz_three(unsigned char bytes[NPZ_THREE_BYTES])
{
    char text[160];
    snprintf(text, sizeof text, "%-117s\n",
             __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
                 ? "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"
                 : "{'descr': '>f8', 'fortran_order': False, 'shape': (3,), }");
    cr_assert(put_header(bytes, 1, text, strlen(text)) == 128);
    memcpy(bytes + 128, npz_three, sizeof npz_three);
}

#endif
