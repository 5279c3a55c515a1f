/* npy_files.h - what the .npy suites share: a scratch directory, files written byte by byte. */
#ifndef SPELT_TESTS_NPY_FILES_H
#define SPELT_TESTS_NPY_FILES_H

#include "support.h"

#include <spelt/npy.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The scratch directory of this test; scratch_open and scratch_close are its fixture. */
static char scratch[64];

static inline void scratch_open(void)
{
    strcpy(scratch, "/tmp/spelt-npy-XXXXXX");
    cr_assert(mkdtemp(scratch) != NULL);
}

/* How many entries a directory has, "." and ".." not counted. */
static inline size_t entries(const char *directory)
{
    DIR *open_directory = opendir(directory);
    cr_assert(open_directory != NULL, "%s", directory);
    size_t count = 0;
    while (readdir(open_directory) != NULL)
        count++;
    closedir(open_directory);
    return count - 2;
}

static inline void scratch_close(void)
{
    DIR *directory = opendir(scratch);
    if (directory == NULL)
        return;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        if (unlinkat(dirfd(directory), entry->d_name, 0) != 0)
            unlinkat(dirfd(directory), entry->d_name, AT_REMOVEDIR);
    }
    closedir(directory);
    rmdir(scratch);
}

/* For tests that are skipped: Criterion leaves their fixture open. */
#define skip_and_close(...)                                                                        \
    do {                                                                                           \
        scratch_close();                                                                           \
        skip_visibly(__VA_ARGS__);                                                                 \
    } while (0)

/* A path in the scratch directory. The text is overwritten by the eighth call after this one. */
static inline const char *in_scratch(const char *name)
{
    static char paths[8][512];
    static unsigned turn;
    char *path = paths[turn++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", scratch, name);
    return path;
}

/* The open descriptors of this process. */
static inline size_t descriptors(void)
{
    return entries("/proc/self/fd") - 1; /* the one that lists them */
}

/* Whether this process has a mapping of a file in the scratch directory. */
static inline int scratch_is_mapped(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    cr_assert(maps != NULL);
    char line[1024];
    int found = 0;
    while (fgets(line, sizeof line, maps) != NULL)
        found |= strstr(line, scratch) != NULL;
    fclose(maps);
    return found;
}

static inline const char *write_file(const char *name, const void *bytes, size_t count)
{
    const char *path = in_scratch(name);
    FILE *file = fopen(path, "wb");
    cr_assert(file != NULL, "%s", path);
    cr_assert(fwrite(bytes, 1, count, file) == count);
    cr_assert(fclose(file) == 0);
    return path;
}

/* The bytes of a whole file, to be freed. */
static inline unsigned char *read_file(const char *path, size_t *count)
{
    FILE *file = fopen(path, "rb");
    cr_assert(file != NULL, "%s", path);
    struct stat about;
    cr_assert(fstat(fileno(file), &about) == 0);
    *count = (size_t)about.st_size;
    unsigned char *bytes = malloc(*count + 1);
    cr_assert(bytes != NULL);
    cr_assert(fread(bytes, 1, *count, file) == *count);
    fclose(file);
    return bytes;
}

/* Puts magic, version, length and text of a header to bytes, as they are given and no more;
 * tells where the data begins. */
static inline size_t put_header(unsigned char *bytes, int version, const char *text, size_t length)
{
    memcpy(bytes, "\x93NUMPY", 6);
    bytes[6] = (unsigned char)version;
    bytes[7] = 0;
    size_t at = 8;
    for (int i = 0; i < (version == 1 ? 2 : 4); i++)
        bytes[at++] = (unsigned char)(length >> 8 * i);
    memcpy(bytes + at, text, length);
    return at + length;
}

/* Writes a file of one header and its data. */
static inline const char *write_npy(const char *name, int version, const char *text,
                                    const void *data, size_t data_bytes)
{
    static unsigned char bytes[1 << 16];
    size_t offset = put_header(bytes, version, text, strlen(text));
    cr_assert(offset + data_bytes <= sizeof bytes);
    if (data_bytes > 0)
        memcpy(bytes + offset, data, data_bytes);
    return write_file(name, bytes, offset + data_bytes);
}

/* A call has failed with exactly this message. */
static inline void expect_failure(spelt_status got, spelt_status expected, const char *message)
{
    cr_expect(got == expected, "%s, expected %s (%s)", spelt_status_name(got),
              spelt_status_name(expected), message);
    cr_expect_str_eq(spelt_last_error(), message);
}

/* Opens a file that must be refused: status, message after "spelt_npy_open: <path>: ", nothing
 * written, no descriptor or mapping left. */
static inline void expect_refused(const char *path, spelt_status expected, const char *reason)
{
    char message[1024];
    snprintf(message, sizeof message, "spelt_npy_open: %s: %s", path, reason);
    spelt_npy file;
    spelt_npy before;
    memset(&file, POISON, sizeof file);
    memset(&before, POISON, sizeof before);
    size_t open_before = descriptors();
    expect_failure(spelt_npy_open(path, &file), expected, message);
    cr_expect(memcmp(&file, &before, sizeof file) == 0, "%s: file was written to", reason);
    cr_expect(descriptors() == open_before, "%s: a descriptor is left open", reason);
    cr_expect(!scratch_is_mapped(), "%s: a mapping is left", reason);
}

static inline spelt_npy open_npy(const char *path)
{
    spelt_npy file;
    cr_assert(spelt_npy_open(path, &file) == SPELT_OK, "%s", spelt_last_error());
    return file;
}

static inline void check(spelt_status status)
{
    cr_assert(status == SPELT_OK, "%s", spelt_last_error());
}

/* The path of a file of tests/data. */
static inline const char *sample(const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", SPELT_SAMPLE_DATA, name);
    cr_assert(access(path, R_OK) == 0, "%s is not there", path);
    return path;
}

#endif
