/* file.h - what the reader and the writer of .npy files share: names and errors in messages. */
#ifndef SPELT_NPY_FILE_H
#define SPELT_NPY_FILE_H

#include <spelt/npy.h>

/* Who reads, and what: the beginning of a message, "<function>: <name>: ". */
typedef struct {
    const char *function;
    const char *name;
} spelt_npy_source;

/* The path, or "..." and its end: so that the reason always fits the message beside it. */
void spelt_npy_name(char name[SPELT_NPY_NAME_SIZE], const char *path);

/* spelt_fail() with the source's beginning. */
__attribute__((format(printf, 3, 4), cold)) spelt_status
spelt_npy_fail(const spelt_npy_source *source, spelt_status status, const char *format, ...);

/* SPELT_ERR_IO, "<function>: <name>: <what>: <the system's words for error>". */
spelt_status spelt_npy_fail_io(const spelt_npy_source *source, const char *what, int error);

#endif
