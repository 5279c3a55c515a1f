/* text_file.c - reads the small text files of /proc and /sys without allocating. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/text_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

int spelt_text_open(spelt_text_file *file, const char *root, const char *path)
{
    char full[SPELT_PATH_BYTES];
    int length = snprintf(full, sizeof full, "%s%s", root, path);
    if (length < 0 || (size_t)length >= sizeof full)
        return 0;
    file->descriptor = open(full, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    file->next = file->filled = 0;
    return file->descriptor >= 0;
}

void spelt_text_close(spelt_text_file *file)
{
    close(file->descriptor);
}

/* The next byte, -1 at the end. A read that fails is an end as well. */
static int next_byte(spelt_text_file *file)
{
    if (file->next == file->filled) {
        ssize_t bytes;
        do
            bytes = read(file->descriptor, file->buffer, sizeof file->buffer);
        while (bytes < 0 && errno == EINTR);
        if (bytes <= 0)
            return -1;
        file->next = 0;
        file->filled = (size_t)bytes;
    }
    return (unsigned char)file->buffer[file->next++];
}

int spelt_text_line(spelt_text_file *file, char *line, size_t size)
{
    for (;;) {
        size_t length = 0;
        int byte;
        while ((byte = next_byte(file)) >= 0 && byte != '\n') {
            if (length < size)
                line[length] = (char)byte;
            length += length < size;
        }
        if (byte < 0 && length == 0)
            return 0;
        if (length < size) {
            line[length] = '\0';
            return 1;
        }
    }
}

int spelt_text_first_line(const char *root, const char *path, char *line, size_t size)
{
    spelt_text_file file;
    if (!spelt_text_open(&file, root, path))
        return 0;
    int found = spelt_text_line(&file, line, size);
    spelt_text_close(&file);
    return found;
}

long long spelt_text_number(const char **text)
{
    const char *digit = *text;
    long long number = 0;
    for (; *digit >= '0' && *digit <= '9'; digit++) {
        if (number > (LLONG_MAX - 9) / 10)
            return -1;
        number = number * 10 + (*digit - '0');
    }
    if (digit == *text)
        return -1;
    *text = digit;
    return number;
}
