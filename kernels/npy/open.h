/* open.h - an open .npy file: the members that are Spelt's own, and how it is made of a header. */
#ifndef SPELT_NPY_OPEN_H
#define SPELT_NPY_OPEN_H

#include "array/loop.h"
#include "npy/header.h"

#include <string.h>

/* What has become of an array that comes from a descriptor. */
typedef enum {
    SPELT_NPY_NO_STREAM, /* it does not: its bytes are in memory */
    SPELT_NPY_AHEAD,     /* its elements are the next bytes */
    SPELT_NPY_HAS_BEEN_READ,
    SPELT_NPY_BROKEN_OFF
} spelt_npy_stream;

/* In the file's `reserved`. */
typedef struct {
    const unsigned char *data; /* the first element, in the mapping or in the caller's bytes */
    size_t step;               /* bytes from an element, or a record, to the next in the file */
    void *mapping;
    size_t mapping_bytes;
    const unsigned char *fields; /* their text, beside the data */
    size_t fields_length;
    int latin;   /* it is in Latin-1, else in UTF-8 */
    int swapped; /* the byte order is not this machine's */
    spelt_npy_stream stream;
    int descriptor; /* of a stream */
} spelt_npy_place;

_Static_assert(sizeof(spelt_npy_place) <= sizeof(((spelt_npy *)0)->reserved), "has room");
/* The members that came later were taken from what is reserved. */
_Static_assert(sizeof(void *) != 8 || sizeof(spelt_npy) == 448, "keeps its size");

static inline spelt_npy_place spelt_npy_place_of(const spelt_npy *file)
{
    spelt_npy_place place;
    memcpy(&place, file->reserved, sizeof place);
    return place;
}

static inline void spelt_npy_set_place(spelt_npy *file, const spelt_npy_place *place)
{
    memcpy(file->reserved, place, sizeof *place);
}

/* Whether elements of this type have the other byte order. */
static inline int spelt_npy_is_swapped(const spelt_npy_element *element)
{
    return spelt_type_size(element->type) > 1 &&
           element->big_endian != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

/* Opens a regular file to be read, to be closed by the caller where this is SPELT_OK. */
spelt_status spelt_npy_open_regular(const spelt_npy_source *source, const char *path,
                                    int *descriptor, uint64_t *size);

/* Sets all that file says of the array, but for its name, where it lies and the memory it needs. */
void spelt_npy_describe(const spelt_npy_header *header, spelt_npy *file);

/* Where it lies, given the first byte of its header, and that memory. */
void spelt_npy_locate(const spelt_npy_header *header, const unsigned char *first, spelt_npy *file);

/* Opens what begins at bytes and ends within size bytes; file has its name, and is else untouched
 * by a failure. */
spelt_status spelt_npy_open_within(const spelt_npy_source *source, const unsigned char *bytes,
                                   size_t size, spelt_npy *file);

/* Copies elements, each `step` bytes from the last, side by side, and turns the bytes of each, or of
 * both parts of a complex one, where they are swapped, bit for bit. to may be from where swapped, and
 * step is an element's size. */
void spelt_npy_copy(void *to, const unsigned char *from, size_t step, spelt_type type, size_t count,
                    int swapped);

/* The array as a view, with its elements at data. */
void spelt_npy_set_view(const spelt_npy *file, const void *data, spelt_view *view);

/* SPELT_ERR_ARG where file is closed or holds another type than the one wanted; then for memory
 * that `wants`, in words that fit behind the file's name, elements of it: SPELT_ERR_NULL,
 * SPELT_ERR_OVERLAP, SPELT_ERR_ARG. */
spelt_status spelt_npy_check_type(const char *function, spelt_type wanted, const spelt_npy *file);
spelt_status spelt_npy_check_memory(const char *function, const spelt_npy *file, const char *wants,
                                    const void *memory, size_t capacity);

#endif
