/* elements.h - a view's elements in C order into a file descriptor. */
#ifndef SPELT_NPY_ELEMENTS_H
#define SPELT_NPY_ELEMENTS_H

#include <spelt/view.h>

/* A read-only view whose type has been forgotten but for its size, 4 or 8 bytes. */
typedef struct {
    const unsigned char *data;
    size_t size;
    size_t ndim;
    const size_t *shape;
    const ptrdiff_t *stride; /* in elements */
} spelt_npy_elements;

/* Both return 0 or an errno. */
int spelt_npy_write(int descriptor, const void *bytes, size_t count);
int spelt_npy_write_elements(int descriptor, const spelt_npy_elements *elements);

#endif
