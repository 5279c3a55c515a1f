/* file.h - what the reader and the writer of .npy files share: names and errors in messages. */
#ifndef SPELT_NPY_FILE_H
#define SPELT_NPY_FILE_H

#include <spelt/npy.h>

/* The path, or "..." and its end: so that the reason always fits the message beside it. */
void spelt_npy_name(char name[SPELT_NPY_NAME_SIZE], const char *path);

/* SPELT_ERR_IO, "<function>: <name>: <what>: <the system's words for error>". */
spelt_status spelt_npy_fail_io(const char *function, const char *name, const char *what, int error);

#endif
