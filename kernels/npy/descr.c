/* descr.c - the type of an .npy file's elements, as its header says it.
 *
 *     descr       string: byte order, kind, bytes; "?" is a boolean too */
#include "npy/header.h"

#include <string.h>

/* What NumPy calls the kind of a type, in words. */
static const char *kind_words(spelt_npy_slice descr)
{
    size_t skip = descr.length > 0 && memchr("<>=|", descr.bytes[0], 4) != NULL;
    switch (descr.length > skip ? descr.bytes[skip] : 0) {
    case 'O': return "Python objects, which are pickled";
    case 'S':
    case 'a': return "byte strings";
    case 'U':
    case 'T': return "strings";
    case 'V': return "raw bytes";
    case 'M': return "dates";
    case 'm': return "time differences";
    case 'b': return "booleans or bytes";
    case 'c': return "complex numbers";
    case 'u': return "unsigned integers";
    case 'f': return "floating point";
    case 'i': return "integers";
    default: return "unknown";
    }
}

/* Whether descr is the type that NumPy calls code, and its byte order. */
static int is_code(spelt_npy_slice descr, const char *code, int *big_endian)
{
    if (descr.length != 3 || memcmp(descr.bytes + 1, code, 2) != 0)
        return 0;
    *big_endian = descr.bytes[0] == '>';
    return *big_endian || descr.bytes[0] == '<' || (descr.bytes[0] == '|' && code[1] == '1');
}

/* One of the types that are read. */
static int read_element(spelt_npy_slice descr, spelt_npy_element *element)
{
    element->boolean = is_code(descr, SPELT_NPY_BOOL, &element->big_endian) ||
                       (descr.length == 1 && descr.bytes[0] == '?');
    element->type = element->boolean ? SPELT_U8 : (spelt_type)0;
    for (int t = SPELT_F32; t <= SPELT_BF16 && element->type == 0; t++) {
        const char *code = spelt_npy_code((spelt_type)t);
        if (code != NULL && is_code(descr, code, &element->big_endian))
            element->type = (spelt_type)t;
    }
    return element->type != 0;
}

spelt_status spelt_npy_descr_read(spelt_npy_text *text, spelt_npy_header *header)
{
    int next = spelt_npy_peek(text);
    if (next == '[' || next == '(')
        return spelt_npy_fail(text->source, SPELT_ERR_UNSUPPORTED,
                              "elements of a %s type are not supported",
                              next == '[' ? "structured" : "subarray");
    spelt_npy_slice descr;
    spelt_status status = spelt_npy_read_string(text, "a string as descr", &descr);
    char quoted[SPELT_NPY_QUOTED_SIZE];
    if (status == SPELT_OK && !read_element(descr, &header->element))
        return spelt_npy_fail(text->source, SPELT_ERR_UNSUPPORTED,
                              "elements of type '%s' (%s) are not supported; f2, f4, f8, i1 to i8, "
                              "u1 to u8 and b1 are, after < or >",
                              spelt_npy_quote(quoted, descr), kind_words(descr));
    return status;
}
