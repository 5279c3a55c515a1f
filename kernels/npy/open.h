/* open.h - an open .npy file: the members that are Spelt's own, and how it is made of a header. */
#ifndef SPELT_NPY_OPEN_H
#define SPELT_NPY_OPEN_H

#include "npy/header.h"

#include <string.h>

/* In the file's `reserved`. */
typedef struct {
    const unsigned char *data; /* the first element, in the mapping */
    void *mapping;
    size_t mapping_bytes;
    int swapped; /* the byte order is not this machine's */
} spelt_npy_place;

_Static_assert(sizeof(spelt_npy_place) <= sizeof(((spelt_npy *)0)->reserved), "has room");

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

/* Sets all that file says of the array, but for its name, where it lies and the memory it needs. */
void spelt_npy_describe(const spelt_npy_header *header, spelt_npy *file);

#endif
