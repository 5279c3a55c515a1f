/* file.c - names and operating system errors in the messages of the .npy functions. */

/* strerror_r exists in two forms; this is POSIX's, whatever the command line defines. */
#undef _GNU_SOURCE
#undef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L

#include "npy/file.h"
#include "runtime/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void spelt_npy_name(char name[SPELT_NPY_NAME_SIZE], const char *path)
{
    size_t length = strlen(path);
    if (length < SPELT_NPY_NAME_SIZE) {
        memcpy(name, path, length + 1);
        return;
    }
    const char *end = path + length - (SPELT_NPY_NAME_SIZE - 4);
    while (((unsigned char)*end & 0xc0) == 0x80) /* within a character of UTF-8 */
        end++;
    memcpy(name, "...", 3);
    memcpy(name + 3, end, strlen(end) + 1);
}

spelt_status spelt_npy_fail(const spelt_npy_source *source, spelt_status status, const char *format,
                            ...)
{
    char words[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    return spelt_fail(status, "%s: %s: %s", source->function, source->name, words);
}

spelt_status spelt_npy_fail_io(const spelt_npy_source *source, const char *what, int error)
{
    char words[96];
    if (strerror_r(error, words, sizeof words) != 0)
        snprintf(words, sizeof words, "error %d", error);
    return spelt_npy_fail(source, SPELT_ERR_IO, "%s: %s", what, words);
}
