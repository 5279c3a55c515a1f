/* header.h - the header of an .npy file: from bytes, and to bytes. Knows nothing of files. */
#ifndef SPELT_NPY_HEADER_H
#define SPELT_NPY_HEADER_H

#include "npy/text.h"

/* The longest header that is read, as NumPy's own limit, and what comes before it: magic,
 * version and a length of 2 or 4 bytes. */
#define SPELT_NPY_HEADER_MAX 10000
#define SPELT_NPY_PREAMBLE_MAX 12

/* The type of an element. */
typedef struct {
    spelt_type type;
    int boolean; /* NumPy's bool: type is SPELT_U8 */
    int big_endian;
} spelt_npy_element;

typedef struct {
    spelt_npy_element element; /* all 0 of a structured type */
    size_t itemsize;           /* bytes of an element or a record; not 0 */
    size_t fields;             /* of a structured type, else 0 */
    size_t fields_at;          /* offset of their text in the file */
    size_t fields_length;      /* and its length */
    int latin;                 /* the text is in Latin-1, else in UTF-8 */
    int fortran_order;
    size_t ndim;
    size_t shape[SPELT_MAX_NDIM];
    size_t count;  /* elements */
    size_t bytes;  /* of the elements; at most PTRDIFF_MAX */
    size_t offset; /* of the first element, from the beginning of the file */
} spelt_npy_header;

/* What NumPy calls a type, "f8"; NULL where it has no name for it. */
const char *spelt_npy_code(spelt_type type);
#define SPELT_NPY_BOOL "b1"

/* Finds the header's text by magic, version and length, in the first `length` bytes of a file: all
 * of them, or at least SPELT_NPY_PREAMBLE_MAX. */
spelt_status spelt_npy_preamble_read(const spelt_npy_source *source, const unsigned char *bytes,
                                     size_t length, uint64_t file_bytes, size_t *text,
                                     size_t *text_length);

/* Reads the header of a file of file_bytes bytes, of which the first `length` are at bytes: all
 * of them, or at least SPELT_NPY_PREAMBLE_MAX + SPELT_NPY_HEADER_MAX. On SPELT_OK the array is
 * within the file and every member of header is set; else header is untouched and the message
 * is that of spelt_npy_open. */
spelt_status spelt_npy_header_read(const spelt_npy_source *source, const unsigned char *bytes,
                                   size_t length, uint64_t file_bytes, spelt_npy_header *header);

/* The header's dictionary alone: text[0 .. length) sets element, itemsize, fields, fortran_order,
 * ndim and shape of header, which is indeterminate after a failure. first is the offset of the text
 * in the file, for messages; long_suffix allows the L that Python 2 wrote after some extents. */
spelt_status spelt_npy_dictionary_read(const spelt_npy_source *source, const unsigned char *text,
                                       size_t length, size_t first, int long_suffix,
                                       spelt_npy_header *header);

/* The value of descr in it: sets element, itemsize and fields. */
spelt_status spelt_npy_descr_read(spelt_npy_text *text, spelt_npy_header *header);

/* A type in a string: 1 and the type if it is one of those that are read, in words SPELT_NPY_TYPES,
 * else 0; its bytes, whether it is read or not, or 0 where they are not known; what kind it is. */
#define SPELT_NPY_TYPES "f2, f4, f8, i1 to i8, u1 to u8, c8, c16 and b1 are, after < or >"
int spelt_npy_element_read(spelt_npy_slice descr, spelt_npy_element *element);
int spelt_npy_measure(spelt_npy_slice descr, size_t *size);
const char *spelt_npy_kind_words(spelt_npy_slice descr);

/* A field of a structured type. */
typedef struct {
    spelt_npy_slice name;
    spelt_npy_slice descr; /* its type; not set of one that is nested */
    int nested;            /* it has fields of its own */
    int subarray;          /* it has a shape */
    size_t offset;         /* in the record */
    size_t size;           /* bytes, of all elements of a subarray */
} spelt_npy_member;

typedef void spelt_npy_visit(void *context, const spelt_npy_member *member);

/* The fields of a structured type, from [ to ]: calls visit, unless it is NULL, for each that is no
 * padding; tells the bytes of a record, at most PTRDIFF_MAX, and how many there were. */
spelt_status spelt_npy_fields_read(spelt_npy_text *text, spelt_npy_visit *visit, void *context,
                                   size_t *size, size_t *fields);

/* A shape as Python writes it, "(3, 4)", "(3,)", "()", with its ending 0. ndim is at most
 * SPELT_MAX_NDIM. Returns the length. */
#define SPELT_NPY_SHAPE_SIZE 192
size_t spelt_npy_shape_write(char text[SPELT_NPY_SHAPE_SIZE], size_t ndim, const size_t *shape);

/* Writes magic, version 1.0, length and header of a C-ordered array in this machine's byte order,
 * for a shape that spelt_npy_shape_bytes() takes; code is what NumPy calls the type. NumPy pads to
 * a multiple of 64 bytes, after room for the first extent to grow to 21 digits, and so do we. That
 * makes 128 bytes always: the extents of 8 dimensions have at most 26 digits together if the bytes
 * are to fit ptrdiff_t, so that no more than 10 + 53 + 42 + 20 + 1 bytes are used. */
#define SPELT_NPY_WRITTEN 128
void spelt_npy_header_write(unsigned char bytes[SPELT_NPY_WRITTEN], const char *code, size_t ndim,
                            const size_t *shape);

/* Bytes of a C-ordered array of this shape. Extents of 0 are left out of the check, as NumPy
 * does, so that the strides of an empty array can be told too: returns 0 where the product of
 * the others and size overflows ptrdiff_t, else 1 and sets *bytes. */
int spelt_npy_shape_bytes(size_t size, size_t ndim, const size_t *shape, size_t *bytes);

#endif
