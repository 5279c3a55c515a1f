/* dictionary.c - the text of an .npy header: a strict parser of three keys.
 *
 * The text is a Python literal, a dictionary with the keys descr, fortran_order and shape and
 * nothing else (NumPy manual, numpy.lib.format). What is read of the language:
 *
 *     dictionary  { entry , ... }         a comma after the last entry is optional
 *     entry       string : value
 *     descr       a type (descr.c)
 *     fortran     True | False
 *     shape       ( number , ... )        (3,) has the comma, () is no dimensions
 *
 * in the words of text.c, with spaces, tabs and line ends between them and after the dictionary. */
#include "npy/header.h"

#include <string.h>

typedef struct {
    spelt_npy_text text;
    int long_suffix;
} reader;

enum { KEY_DESCR, KEY_FORTRAN_ORDER, KEY_SHAPE, KEYS };
static const char *const key_names[KEYS] = {"descr", "fortran_order", "shape"};

static spelt_status read_order(reader *in, int *value)
{
    if (spelt_npy_accept_word(&in->text, "True"))
        *value = 1;
    else if (spelt_npy_accept_word(&in->text, "False"))
        *value = 0;
    else
        return spelt_npy_unexpected(&in->text, "True or False as fortran_order");
    return SPELT_OK;
}

static spelt_status read_extent(reader *in, size_t *extent)
{
    spelt_npy_text *text = &in->text;
    if (spelt_npy_peek(text) == '-')
        return spelt_npy_fail(text->source, SPELT_ERR_FORMAT, "a negative extent in the shape");
    if (!spelt_npy_at_digit(text))
        return spelt_npy_unexpected(text, "an extent of the shape");
    spelt_status status = spelt_npy_read_number(text, "an extent without a leading zero",
                                                "an extent of the shape overflows size_t", extent);
    if (status == SPELT_OK && in->long_suffix && text->at < text->length &&
        text->bytes[text->at] == 'L')
        text->at++;
    return status;
}

static spelt_status read_shape(reader *in, spelt_npy_header *header)
{
    if (!spelt_npy_accept(&in->text, '('))
        return spelt_npy_unexpected(&in->text, "( of the shape");
    size_t ndim = 0;
    int comma = 1;
    while (!spelt_npy_accept(&in->text, ')')) {
        if (!comma)
            return spelt_npy_unexpected(&in->text,
                                        ndim == 1 ? ", in the shape" : ", or ) in the shape");
        if (ndim == SPELT_MAX_NDIM)
            return spelt_npy_fail(in->text.source, SPELT_ERR_SHAPE,
                                  "the shape has more than %d dimensions", SPELT_MAX_NDIM);
        spelt_status status = read_extent(in, &header->shape[ndim]);
        if (status != SPELT_OK)
            return status;
        ndim++;
        comma = spelt_npy_accept(&in->text, ',');
        if (ndim == 1 && !comma) /* (3) is a number in parentheses, not a tuple */
            return spelt_npy_unexpected(&in->text, ", in the shape");
    }
    header->ndim = ndim;
    return SPELT_OK;
}

static spelt_status read_value(reader *in, int key, spelt_npy_header *header)
{
    switch (key) {
    case KEY_DESCR: return spelt_npy_descr_read(&in->text, header);
    case KEY_FORTRAN_ORDER: return read_order(in, &header->fortran_order);
    default: return read_shape(in, header);
    }
}

/* key : value, where the key is none of those in the set *seen, and joins it. */
static spelt_status read_entry(reader *in, unsigned *seen, spelt_npy_header *header)
{
    spelt_npy_slice string;
    spelt_status status = spelt_npy_read_string(&in->text, "a key", &string);
    if (status != SPELT_OK)
        return status;
    int key = 0;
    while (key < KEYS && (strlen(key_names[key]) != string.length ||
                          memcmp(key_names[key], string.bytes, string.length) != 0))
        key++;
    char quoted[SPELT_NPY_QUOTED_SIZE];
    if (key == KEYS)
        return spelt_npy_fail(in->text.source, SPELT_ERR_FORMAT, "unknown key '%s' in the header",
                              spelt_npy_quote(quoted, string));
    if (*seen & 1u << key)
        return spelt_npy_fail(in->text.source, SPELT_ERR_FORMAT, "key '%s' twice in the header",
                              key_names[key]);
    *seen |= 1u << key;
    if (!spelt_npy_accept(&in->text, ':'))
        return spelt_npy_unexpected(&in->text, ": after a key");
    return read_value(in, key, header);
}

spelt_status spelt_npy_dictionary_read(const spelt_npy_source *source, const unsigned char *text,
                                       size_t length, size_t first, int long_suffix,
                                       spelt_npy_header *header)
{
    reader in = {{source, text, 0, length, first}, long_suffix};
    if (!spelt_npy_accept(&in.text, '{'))
        return spelt_npy_unexpected(&in.text, "{");
    unsigned seen = 0;
    int comma = 1;
    while (!spelt_npy_accept(&in.text, '}')) {
        if (!comma)
            return spelt_npy_unexpected(&in.text, ", or }");
        spelt_status status = read_entry(&in, &seen, header);
        if (status != SPELT_OK)
            return status;
        comma = spelt_npy_accept(&in.text, ',');
    }
    for (int key = 0; key < KEYS; key++) {
        if (!(seen & 1u << key))
            return spelt_npy_fail(source, SPELT_ERR_FORMAT, "no key '%s' in the header",
                                  key_names[key]);
    }
    if (spelt_npy_peek(&in.text) >= 0)
        return spelt_npy_unexpected(&in.text, "nothing more");
    return SPELT_OK;
}
