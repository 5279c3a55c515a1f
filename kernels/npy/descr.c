/* descr.c - the type of an .npy file's elements, as its header says it.
 *
 *     descr       type | fields           fields: fields.c
 *     type        string: byte order, kind, bytes; "?" is a boolean too */
#include "npy/header.h"

#include <string.h>

/* Where the kind is: behind the byte order. */
static size_t kind_at(spelt_npy_slice descr)
{
    return descr.length > 0 && memchr("<>=|", descr.bytes[0], 4) != NULL;
}

const char *spelt_npy_kind_words(spelt_npy_slice descr)
{
    size_t at = kind_at(descr);
    switch (descr.length > at ? descr.bytes[at] : 0) {
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
    const size_t length = strlen(code);
    if (descr.length != 1 + length || memcmp(descr.bytes + 1, code, length) != 0)
        return 0;
    *big_endian = descr.bytes[0] == '>';
    return *big_endian || descr.bytes[0] == '<' || (descr.bytes[0] == '|' && strcmp(code + 1, "1") == 0);
}

static int is_question_mark(spelt_npy_slice descr)
{
    return descr.length == 1 && descr.bytes[0] == '?';
}

int spelt_npy_element_read(spelt_npy_slice descr, spelt_npy_element *element)
{
    memset(element, 0, sizeof *element);
    element->boolean =
        is_code(descr, SPELT_NPY_BOOL, &element->big_endian) || is_question_mark(descr);
    element->type = element->boolean ? SPELT_U8 : (spelt_type)0;
    for (int t = SPELT_F32; t <= SPELT_C128 && element->type == 0; t++) {
        const char *code = spelt_npy_code((spelt_type)t);
        if (code != NULL && is_code(descr, code, &element->big_endian))
            element->type = (spelt_type)t;
    }
    return element->type != 0;
}

int spelt_npy_measure(spelt_npy_slice descr, size_t *size)
{
    size_t at = kind_at(descr), value = 0;
    if (is_question_mark(descr)) {
        *size = 1;
        return 1;
    }
    if (descr.length < at + 2 || memchr("biufcSaVUmM", descr.bytes[at], 11) == NULL)
        return 0;
    int kind = descr.bytes[at++];
    size_t first = at;
    for (; at < descr.length && descr.bytes[at] >= '0' && descr.bytes[at] <= '9'; at++)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (size_t)(descr.bytes[at] - '0'), &value))
            return 0;
    if (at == first)
        return 0;
    /* Dates have a unit: '<M8[ns]'. */
    int unit = (kind == 'm' || kind == 'M') && at < descr.length && descr.bytes[at] == '[' &&
               descr.bytes[descr.length - 1] == ']';
    if (at < descr.length && !unit)
        return 0;
    return !__builtin_mul_overflow(value, kind == 'U' ? 4 : 1, size); /* UCS-4 */
}

/* A structured type: how many fields, how long a record, where its text is. */
static spelt_status read_structured(spelt_npy_text *text, spelt_npy_header *header)
{
    size_t at = text->at;
    spelt_status status =
        spelt_npy_fields_read(text, NULL, NULL, &header->itemsize, &header->fields);
    if (status != SPELT_OK)
        return status;
    if (header->fields == 0 || header->itemsize == 0)
        return spelt_npy_fail(text->source, SPELT_ERR_UNSUPPORTED,
                              "records of %zu fields and %zu bytes are not supported",
                              header->fields, header->itemsize);
    header->fields_at = text->first + at;
    header->fields_length = text->at - at;
    return SPELT_OK;
}

spelt_status spelt_npy_descr_read(spelt_npy_text *text, spelt_npy_header *header)
{
    int next = spelt_npy_peek(text);
    if (next == '[')
        return read_structured(text, header);
    if (next == '(')
        return spelt_npy_fail(text->source, SPELT_ERR_UNSUPPORTED,
                              "elements of a subarray type are not supported");
    spelt_npy_slice descr;
    spelt_status status = spelt_npy_read_string(text, "a string as descr", &descr);
    if (status != SPELT_OK)
        return status;
    char quoted[SPELT_NPY_QUOTED_SIZE];
    if (!spelt_npy_element_read(descr, &header->element))
        return spelt_npy_fail(text->source, SPELT_ERR_UNSUPPORTED,
                              "elements of type '%s' (%s) are not supported; " SPELT_NPY_TYPES,
                              spelt_npy_quote(quoted, descr), spelt_npy_kind_words(descr));
    header->itemsize = spelt_type_size(header->element.type);
    return SPELT_OK;
}
