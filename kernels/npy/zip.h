/* zip.h - a ZIP archive in memory: its directory, and where a stored member lies. */
#ifndef SPELT_NPY_ZIP_H
#define SPELT_NPY_ZIP_H

#include "npy/text.h"

typedef struct {
    const unsigned char *bytes; /* the whole archive */
    size_t size;
    size_t directory; /* where the directory begins in it, and its bytes */
    size_t directory_bytes;
    size_t count; /* entries in it */
} spelt_zip;

typedef struct {
    spelt_npy_slice name;
    unsigned flags;
    unsigned method;
    uint64_t packed; /* bytes in the archive */
    uint64_t size;   /* bytes of the file it was made of */
    uint64_t local;  /* where its own header is */
} spelt_zip_member;

/* Finds the directory and reads all of it once. On a failure zip is indeterminate. */
spelt_status spelt_zip_read(const spelt_npy_source *source, const unsigned char *bytes, size_t size,
                            spelt_zip *zip);

/* The entry at *at in the directory, which moves on to the next; 0 is the first. Not past count. */
spelt_status spelt_zip_next(const spelt_npy_source *source, const spelt_zip *zip, size_t *at,
                            spelt_zip_member *member);

/* The member's bytes, if they are stored as they are: size of them from *data on. */
spelt_status spelt_zip_locate(const spelt_npy_source *source, const spelt_zip *zip,
                              const spelt_zip_member *member, const unsigned char **data);

#endif
