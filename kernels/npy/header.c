/* header.c - magic, version, length and size of an .npy file, read and written.
 *
 * The format: NumPy manual, numpy.lib.format; NEP 1, "A simple file format for NumPy arrays". */
#include "npy/header.h"
#include "runtime/status.h"

#include <stdio.h>
#include <string.h>

static const unsigned char magic[6] = {0x93, 'N', 'U', 'M', 'P', 'Y'};

const char *spelt_npy_code(spelt_type type)
{
    static const char codes[][4] = {
        [SPELT_F32] = "f4", [SPELT_F64] = "f8", [SPELT_I8] = "i1",  [SPELT_I16] = "i2",
        [SPELT_I32] = "i4", [SPELT_I64] = "i8", [SPELT_U8] = "u1",  [SPELT_U16] = "u2",
        [SPELT_U32] = "u4", [SPELT_U64] = "u8", [SPELT_F16] = "f2",
        [SPELT_C64] = "c8", [SPELT_C128] = "c16",
    };
    return (size_t)type < sizeof codes / sizeof codes[0] && codes[type][0] ? codes[type] : NULL;
}

spelt_status spelt_npy_preamble_read(const spelt_npy_source *source, const unsigned char *bytes,
                                     size_t length, uint64_t file_bytes, size_t *text,
                                     size_t *text_length)
{
    if (length < sizeof magic || memcmp(bytes, magic, sizeof magic) != 0)
        return spelt_npy_fail(source, SPELT_ERR_FORMAT,
                              "not an .npy file: it does not begin with "
                              "\\x93NUMPY");
    size_t start = length >= 8 && bytes[6] == 1 ? 10 : 12;
    if (length >= 8 && (bytes[6] < 1 || bytes[6] > 3 || bytes[7] != 0))
        return spelt_npy_fail(source, SPELT_ERR_UNSUPPORTED,
                              "version %d.%d of the format; 1.0, 2.0 and 3.0 "
                              "are supported",
                              bytes[6], bytes[7]);
    if (length < start)
        return spelt_npy_fail(source, SPELT_ERR_FORMAT,
                              "the file ends after %zu bytes, before its header", length);
    uint32_t size = (uint32_t)bytes[8] | (uint32_t)bytes[9] << 8;
    if (start == 12)
        size |= (uint32_t)bytes[10] << 16 | (uint32_t)bytes[11] << 24;
    if (size > file_bytes - start)
        return spelt_npy_fail(source, SPELT_ERR_FORMAT,
                              "the header of %lu bytes ends past the end of the "
                              "file",
                              (unsigned long)size);
    if (size > SPELT_NPY_HEADER_MAX)
        return spelt_npy_fail(source, SPELT_ERR_UNSUPPORTED,
                              "a header of %lu bytes; at most %d are read", (unsigned long)size,
                              SPELT_NPY_HEADER_MAX);
    *text = start;
    *text_length = size;
    return SPELT_OK;
}

int spelt_npy_shape_bytes(size_t size, size_t ndim, const size_t *shape, size_t *bytes)
{
    size_t product = size;
    int empty = 0;
    for (size_t d = 0; d < ndim; d++) {
        if (shape[d] == 0)
            empty = 1;
        else if (__builtin_mul_overflow(product, shape[d], &product) || product > PTRDIFF_MAX)
            return 0;
    }
    *bytes = empty ? 0 : product;
    return 1;
}

/* Sets count and bytes, and makes sure that the array is within the file. Not inlined: its texts are
 * not to lie on the stack beneath the parser. */
__attribute__((noinline)) static spelt_status check_size(const spelt_npy_source *source, uint64_t file_bytes,
                               spelt_npy_header *header)
{
    char shape[SPELT_NPY_SHAPE_SIZE], type[48];
    if (!spelt_npy_shape_bytes(header->itemsize, header->ndim, header->shape, &header->bytes)) {
        spelt_npy_shape_write(shape, header->ndim, header->shape);
        return spelt_npy_fail(source, SPELT_ERR_SHAPE, "the bytes of shape %s overflow ptrdiff_t",
                              shape);
    }
    header->count = header->bytes / header->itemsize;
    uint64_t there = file_bytes - header->offset;
    if (header->bytes > there) {
        spelt_npy_shape_write(shape, header->ndim, header->shape);
        if (header->fields > 0)
            snprintf(type, sizeof type, "records of %zu bytes", header->itemsize);
        else
            snprintf(type, sizeof type, "%s", spelt_type_name(header->element.type));
        return spelt_npy_fail(source, SPELT_ERR_FORMAT,
                              "shape %s of %s takes %zu bytes, the file has %llu", shape, type,
                              header->bytes, (unsigned long long)there);
    }
    return SPELT_OK;
}

spelt_status spelt_npy_header_read(const spelt_npy_source *source, const unsigned char *bytes,
                                   size_t length, uint64_t file_bytes, spelt_npy_header *header)
{
    size_t text = 0;
    size_t text_length = 0;
    spelt_status status =
        spelt_npy_preamble_read(source, bytes, length, file_bytes, &text, &text_length);
    if (status != SPELT_OK)
        return status;
    spelt_npy_header read;
    memset(&read, 0, sizeof read);
    /* NumPy too allows the L in versions 1.0 and 2.0 alone: Python 2 wrote no 3.0. */
    int long_suffix = bytes[6] < 3;
    status = spelt_npy_dictionary_read(source, bytes + text, text_length, text, long_suffix, &read);
    if (status != SPELT_OK)
        return status;
    read.latin = bytes[6] < 3;
    read.offset = text + text_length;
    status = check_size(source, file_bytes, &read);
    if (status == SPELT_OK)
        *header = read;
    return status;
}

size_t spelt_npy_shape_write(char text[SPELT_NPY_SHAPE_SIZE], size_t ndim, const size_t *shape)
{
    size_t at = 0;
    text[at++] = '(';
    for (size_t d = 0; d < ndim; d++)
        at += (size_t)snprintf(text + at, SPELT_NPY_SHAPE_SIZE - at, d > 0 ? ", %zu" : "%zu",
                               shape[d]);
    if (ndim == 1)
        text[at++] = ',';
    text[at++] = ')';
    text[at] = '\0';
    return at;
}

void spelt_npy_header_write(unsigned char bytes[SPELT_NPY_WRITTEN], const char *code, size_t ndim,
                            const size_t *shape)
{
    char tuple[SPELT_NPY_SHAPE_SIZE];
    spelt_npy_shape_write(tuple, ndim, shape);
    char order = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? '<' : '>';
    if (code[1] == '1')
        order = '|';
    unsigned char preamble[10] = {[6] = 1, [8] = SPELT_NPY_WRITTEN - 10};
    memcpy(preamble, magic, sizeof magic);
    char text[SPELT_NPY_WRITTEN];
    int length =
        snprintf(text, sizeof text, "{'descr': '%c%s', 'fortran_order': False, 'shape': %s, }",
                 order, code, tuple);
    memset(bytes, ' ', SPELT_NPY_WRITTEN);
    memcpy(bytes, preamble, sizeof preamble);
    memcpy(bytes + sizeof preamble, text, (size_t)length);
    bytes[SPELT_NPY_WRITTEN - 1] = '\n';
}
