/* dictionary.c - the text of an .npy header: a strict parser of three keys.
 *
 * The text is a Python literal, a dictionary with the keys descr, fortran_order and shape and
 * nothing else (NumPy manual, numpy.lib.format). What is read of the language:
 *
 *     dictionary  { entry , ... }         a comma after the last entry is optional
 *     entry       string : value
 *     descr       string: byte order, kind, bytes
 *     fortran     True | False
 *     shape       ( number , ... )        (3,) has the comma, () is no dimensions
 *     string      '...' or "..."          without backslashes and control characters
 *     number      decimal digits without a leading zero
 *
 * with spaces, tabs and line ends between them and after the dictionary. */
#include "npy/header.h"
#include "runtime/status.h"

#include <string.h>

typedef struct {
    const char *name; /* of the file, for messages */
    const unsigned char *text;
    size_t at;
    size_t length;
    size_t first; /* offset of the text in the file, for messages */
    int long_suffix;
} reader;

typedef struct {
    const unsigned char *text;
    size_t length;
} slice;

enum { KEY_DESCR, KEY_FORTRAN_ORDER, KEY_SHAPE, KEYS };
static const char *const key_names[KEYS] = {"descr", "fortran_order", "shape"};

/* A file's own bytes in a message: printable, and not too many of them. */
#define QUOTED_SIZE 48
static const char *quote(char quoted[QUOTED_SIZE], slice raw)
{
    static const char hexadecimal[] = "0123456789abcdef";
    size_t used = 0;
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char byte = raw.text[i];
        if (used > QUOTED_SIZE - 8) {
            memcpy(quoted + used, "...", 3);
            used += 3;
            break;
        }
        if (byte >= 0x20 && byte < 0x7f) {
            quoted[used++] = (char)byte;
        } else {
            quoted[used++] = '\\';
            quoted[used++] = 'x';
            quoted[used++] = hexadecimal[byte >> 4];
            quoted[used++] = hexadecimal[byte & 15];
        }
    }
    quoted[used] = '\0';
    return quoted;
}

static void skip_spaces(reader *in)
{
    while (in->at < in->length && (in->text[in->at] == ' ' || in->text[in->at] == '\t' ||
                                   in->text[in->at] == '\n' || in->text[in->at] == '\r'))
        in->at++;
}

/* The next byte that is no space, or -1 at the end. */
static int peek(reader *in)
{
    skip_spaces(in);
    return in->at < in->length ? in->text[in->at] : -1;
}

static int accept(reader *in, char wanted)
{
    if (peek(in) != wanted)
        return 0;
    in->at++;
    return 1;
}

/* Says what was expected here, and what there is. Spaces have been skipped where they may be. */
static spelt_status unexpected(reader *in, const char *expected)
{
    if (in->at == in->length)
        return spelt_fail(SPELT_ERR_FORMAT,
                          "spelt_npy_open: %s: the header ends where %s is expected", in->name,
                          expected);
    char found[QUOTED_SIZE];
    quote(found, (slice){in->text + in->at, 1});
    return spelt_fail(SPELT_ERR_FORMAT, "spelt_npy_open: %s: %s is expected at byte %zu, not %s",
                      in->name, expected, in->first + in->at, found);
}

static spelt_status read_string(reader *in, const char *what, slice *string)
{
    int mark = peek(in);
    if (mark != '\'' && mark != '"')
        return unexpected(in, what);
    size_t start = ++in->at;
    while (in->at < in->length && in->text[in->at] != mark) {
        if (in->text[in->at] == '\\' || in->text[in->at] < 0x20)
            return unexpected(in, "a plain character");
        in->at++;
    }
    if (in->at == in->length)
        return unexpected(in, "the end of a string");
    *string = (slice){in->text + start, in->at - start};
    in->at++;
    return SPELT_OK;
}

/* Takes word if it comes next. */
static int accept_word(reader *in, const char *word)
{
    size_t length = strlen(word);
    skip_spaces(in);
    if (in->length - in->at < length || memcmp(in->text + in->at, word, length) != 0)
        return 0;
    in->at += length;
    return 1;
}

static spelt_status read_boolean(reader *in, int *value)
{
    if (accept_word(in, "True"))
        *value = 1;
    else if (accept_word(in, "False"))
        *value = 0;
    else
        return unexpected(in, "True or False as fortran_order");
    return SPELT_OK;
}

static int is_digit(reader *in)
{
    return in->at < in->length && in->text[in->at] >= '0' && in->text[in->at] <= '9';
}

static spelt_status read_extent(reader *in, size_t *extent)
{
    if (peek(in) == '-')
        return spelt_fail(SPELT_ERR_FORMAT, "spelt_npy_open: %s: a negative extent in the shape",
                          in->name);
    if (!is_digit(in))
        return unexpected(in, "an extent of the shape");
    int zero = in->text[in->at] == '0';
    size_t value = 0;
    for (size_t count = 0; is_digit(in); count++) {
        if (zero && count > 0)
            return unexpected(in, "an extent without a leading zero");
        size_t digit = (size_t)(in->text[in->at] - '0');
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return spelt_fail(SPELT_ERR_SHAPE,
                              "spelt_npy_open: %s: an extent of the shape overflows size_t",
                              in->name);
        in->at++;
    }
    if (in->long_suffix && in->at < in->length && in->text[in->at] == 'L')
        in->at++;
    *extent = value;
    return SPELT_OK;
}

static spelt_status read_shape(reader *in, spelt_npy_header *header)
{
    if (!accept(in, '('))
        return unexpected(in, "( of the shape");
    size_t ndim = 0;
    int comma = 1;
    while (!accept(in, ')')) {
        if (!comma)
            return unexpected(in, ndim == 1 ? ", in the shape" : ", or ) in the shape");
        if (ndim == SPELT_MAX_NDIM)
            return spelt_fail(SPELT_ERR_SHAPE,
                              "spelt_npy_open: %s: the shape has more than %d dimensions", in->name,
                              SPELT_MAX_NDIM);
        spelt_status status = read_extent(in, &header->shape[ndim]);
        if (status != SPELT_OK)
            return status;
        ndim++;
        comma = accept(in, ',');
        if (ndim == 1 && !comma) /* (3) is a number in parentheses, not a tuple */
            return unexpected(in, ", in the shape");
    }
    header->ndim = ndim;
    return SPELT_OK;
}

/* What NumPy calls the kind of a type, in words. */
static const char *kind_words(slice descr)
{
    size_t skip = descr.length > 0 && memchr("<>=|", descr.text[0], 4) != NULL;
    switch (descr.length > skip ? descr.text[skip] : 0) {
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

static spelt_status read_descr(reader *in, spelt_npy_header *header)
{
    int next = peek(in);
    if (next == '[' || next == '(')
        return spelt_fail(SPELT_ERR_UNSUPPORTED,
                          "spelt_npy_open: %s: elements of a %s type are not supported", in->name,
                          next == '[' ? "structured" : "subarray");
    slice descr;
    spelt_status status = read_string(in, "a string as descr", &descr);
    if (status != SPELT_OK)
        return status;
    const int order = descr.length == 3 ? descr.text[0] : 0;
    for (int t = SPELT_F32; t <= SPELT_BF16; t++) {
        const spelt_type type = (spelt_type)t;
        const char *code = spelt_npy_code(type);
        const int orderless = order == '|' && spelt_type_size(type) == 1;
        if (code && (order == '<' || order == '>' || orderless) &&
            memcmp(descr.text + 1, code, 2) == 0) {
            header->type = type;
            header->big_endian = order == '>';
            return SPELT_OK;
        }
    }
    char quoted[QUOTED_SIZE];
    return spelt_fail(SPELT_ERR_UNSUPPORTED,
                      "spelt_npy_open: %s: elements of type '%s' (%s) are not supported; f2, f4, "
                      "f8, i1 to i8 and u1 to u8 are, after < or >",
                      in->name, quote(quoted, descr), kind_words(descr));
}

static spelt_status read_value(reader *in, int key, spelt_npy_header *header)
{
    switch (key) {
    case KEY_DESCR: return read_descr(in, header);
    case KEY_FORTRAN_ORDER: return read_boolean(in, &header->fortran_order);
    default: return read_shape(in, header);
    }
}

/* key : value, where the key is none of those in the set *seen, and joins it. */
static spelt_status read_entry(reader *in, unsigned *seen, spelt_npy_header *header)
{
    slice string;
    spelt_status status = read_string(in, "a key", &string);
    if (status != SPELT_OK)
        return status;
    int key = 0;
    while (key < KEYS && (strlen(key_names[key]) != string.length ||
                          memcmp(key_names[key], string.text, string.length) != 0))
        key++;
    char quoted[QUOTED_SIZE];
    if (key == KEYS)
        return spelt_fail(SPELT_ERR_FORMAT, "spelt_npy_open: %s: unknown key '%s' in the header",
                          in->name, quote(quoted, string));
    if (*seen & 1u << key)
        return spelt_fail(SPELT_ERR_FORMAT, "spelt_npy_open: %s: key '%s' twice in the header",
                          in->name, key_names[key]);
    *seen |= 1u << key;
    if (!accept(in, ':'))
        return unexpected(in, ": after a key");
    return read_value(in, key, header);
}

spelt_status spelt_npy_dictionary_read(const char *name, const unsigned char *text, size_t length,
                                       size_t first, int long_suffix, spelt_npy_header *header)
{
    reader in = {name, text, 0, length, first, long_suffix};
    if (!accept(&in, '{'))
        return unexpected(&in, "{");
    unsigned seen = 0;
    int comma = 1;
    while (!accept(&in, '}')) {
        if (!comma)
            return unexpected(&in, ", or }");
        spelt_status status = read_entry(&in, &seen, header);
        if (status != SPELT_OK)
            return status;
        comma = accept(&in, ',');
    }
    for (int key = 0; key < KEYS; key++) {
        if (!(seen & 1u << key))
            return spelt_fail(SPELT_ERR_FORMAT, "spelt_npy_open: %s: no key '%s' in the header",
                              name, key_names[key]);
    }
    if (peek(&in) >= 0)
        return unexpected(&in, "nothing more");
    return SPELT_OK;
}
