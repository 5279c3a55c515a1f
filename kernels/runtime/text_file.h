/* text_file.h - reads the small text files of /proc and /sys without allocating. */
#ifndef SPELT_RUNTIME_TEXT_FILE_H
#define SPELT_RUNTIME_TEXT_FILE_H

#include <stddef.h>

/* Long enough for any path that is looked for; what lies deeper counts as not there. */
#define SPELT_PATH_BYTES 1024

/* A file read line by line. Not stdio, which allocates its buffers. */
typedef struct {
    int descriptor;
    size_t next, filled;
    char buffer[512];
} spelt_text_file;

/* root stands before path, "" outside tests. 0 where the file cannot be read. */
int spelt_text_open(spelt_text_file *file, const char *root, const char *path);
void spelt_text_close(spelt_text_file *file);

/* The next line, without its newline. Lines of `size` bytes and more are passed over, as if they
 * were not there. 0 at the end. */
int spelt_text_line(spelt_text_file *file, char *line, size_t size);

/* The first line of a file that fits. 0 where there is none. */
int spelt_text_first_line(const char *root, const char *path, char *line, size_t size);

/* The decimal digits at *text, which is moved past them. -1 where there are none or the number
 * does not fit. Unlike strtoll it takes no sign and no space, and no locale has a say. */
long long spelt_text_number(const char **text);

#endif
