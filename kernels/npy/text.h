/* text.h - the words of an .npy header, which is a Python literal: strings, numbers, marks. */
#ifndef SPELT_NPY_TEXT_H
#define SPELT_NPY_TEXT_H

#include "npy/file.h"

#include <stddef.h>
#include <string.h>

typedef struct {
    const spelt_npy_source *source; /* for messages */
    const unsigned char *bytes;
    size_t at;
    size_t length;
    size_t first; /* offset of the text in the file, for messages */
} spelt_npy_text;

typedef struct {
    const unsigned char *bytes;
    size_t length;
} spelt_npy_slice;

/* A file's own bytes in a message: printable, and not too many of them. Returns quoted. */
#define SPELT_NPY_QUOTED_SIZE 48
const char *spelt_npy_quote(char quoted[SPELT_NPY_QUOTED_SIZE], spelt_npy_slice raw);

/* A name of the caller's, without its ending 0. */
static inline spelt_npy_slice spelt_npy_slice_of(const char *name)
{
    return (spelt_npy_slice){(const unsigned char *)name, strlen(name)};
}

/* Names in a message, as many as there is room for: "'x', 'y', ...". All 0 is an empty one. */
#define SPELT_NPY_LIST_SIZE 200
typedef struct {
    char text[SPELT_NPY_LIST_SIZE];
    size_t used;
    int full;
} spelt_npy_list;

void spelt_npy_list_add(spelt_npy_list *list, spelt_npy_slice name);

/* The name of a part of a file, "<whole>['<part>']", as spelt_npy_name() gives one. */
void spelt_npy_name_part(char name[SPELT_NPY_NAME_SIZE], const char *whole, spelt_npy_slice part);

/* The next byte that is no space, or -1 at the end. */
int spelt_npy_peek(spelt_npy_text *text);

/* Takes the byte, or the word, if it comes next: 1, or 0. */
int spelt_npy_accept(spelt_npy_text *text, char wanted);
int spelt_npy_accept_word(spelt_npy_text *text, const char *word);

/* SPELT_ERR_FORMAT, which says what was expected here, and what there is. Spaces have been skipped
 * where they may be. */
spelt_status spelt_npy_unexpected(const spelt_npy_text *text, const char *expected);

/* '...' or "...", of which the inside is given; what it is to be, for messages. */
spelt_status spelt_npy_read_string(spelt_npy_text *text, const char *what, spelt_npy_slice *string);

/* Whether a digit is the very next byte. */
int spelt_npy_at_digit(const spelt_npy_text *text);

/* Decimal digits. SPELT_ERR_SHAPE, in the words given, where size_t does not hold the number. */
spelt_status spelt_npy_read_number(spelt_npy_text *text, const char *leading_zero,
                                   const char *overflow, size_t *number);

#endif
