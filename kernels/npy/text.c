/* text.c - reads the words of an .npy header.
 *
 *     string      '...' or "..."          without backslashes and control characters
 *     number      decimal digits without a leading zero
 *
 * with spaces, tabs and line ends between them. */
#include "npy/text.h"

#include <stdio.h>
#include <string.h>

const char *spelt_npy_quote(char quoted[SPELT_NPY_QUOTED_SIZE], spelt_npy_slice raw)
{
    static const char hexadecimal[] = "0123456789abcdef";
    size_t used = 0;
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char byte = raw.bytes[i];
        if (used > SPELT_NPY_QUOTED_SIZE - 8) {
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

void spelt_npy_list_add(spelt_npy_list *list, spelt_npy_slice name)
{
    char quoted[SPELT_NPY_QUOTED_SIZE], item[SPELT_NPY_QUOTED_SIZE + 5];
    size_t length = (size_t)snprintf(item, sizeof item, "%s'%s'", list->used > 0 ? ", " : "",
                                     spelt_npy_quote(quoted, name));
    if (list->full)
        return;
    list->full = list->used + length > SPELT_NPY_LIST_SIZE - sizeof ", ...";
    if (list->full)
        length = (size_t)snprintf(item, sizeof item, ", ...");
    memcpy(list->text + list->used, item, length + 1);
    list->used += length;
}

void spelt_npy_name_part(char name[SPELT_NPY_NAME_SIZE], const char *whole, spelt_npy_slice part)
{
    char quoted[SPELT_NPY_QUOTED_SIZE];
    char full[SPELT_NPY_NAME_SIZE + SPELT_NPY_QUOTED_SIZE + 4];
    snprintf(full, sizeof full, "%s['%s']", whole, spelt_npy_quote(quoted, part));
    spelt_npy_name(name, full);
}

static void skip_spaces(spelt_npy_text *text)
{
    while (text->at < text->length &&
           (text->bytes[text->at] == ' ' || text->bytes[text->at] == '\t' ||
            text->bytes[text->at] == '\n' || text->bytes[text->at] == '\r'))
        text->at++;
}

int spelt_npy_peek(spelt_npy_text *text)
{
    skip_spaces(text);
    return text->at < text->length ? text->bytes[text->at] : -1;
}

int spelt_npy_accept(spelt_npy_text *text, char wanted)
{
    if (spelt_npy_peek(text) != wanted)
        return 0;
    text->at++;
    return 1;
}

int spelt_npy_accept_word(spelt_npy_text *text, const char *word)
{
    size_t length = strlen(word);
    skip_spaces(text);
    if (text->length - text->at < length || memcmp(text->bytes + text->at, word, length) != 0)
        return 0;
    text->at += length;
    return 1;
}

spelt_status spelt_npy_unexpected(const spelt_npy_text *text, const char *expected)
{
    if (text->at == text->length)
        return spelt_npy_fail(text->source, SPELT_ERR_FORMAT,
                              "the header ends where %s is expected", expected);
    char found[SPELT_NPY_QUOTED_SIZE];
    spelt_npy_quote(found, (spelt_npy_slice){text->bytes + text->at, 1});
    return spelt_npy_fail(text->source, SPELT_ERR_FORMAT, "%s is expected at byte %zu, not %s",
                          expected, text->first + text->at, found);
}

spelt_status spelt_npy_read_string(spelt_npy_text *text, const char *what, spelt_npy_slice *string)
{
    int mark = spelt_npy_peek(text);
    if (mark != '\'' && mark != '"')
        return spelt_npy_unexpected(text, what);
    size_t start = ++text->at;
    while (text->at < text->length && text->bytes[text->at] != mark) {
        if (text->bytes[text->at] == '\\' || text->bytes[text->at] < 0x20)
            return spelt_npy_unexpected(text, "a plain character");
        text->at++;
    }
    if (text->at == text->length)
        return spelt_npy_unexpected(text, "the end of a string");
    *string = (spelt_npy_slice){text->bytes + start, text->at - start};
    text->at++;
    return SPELT_OK;
}

int spelt_npy_at_digit(const spelt_npy_text *text)
{
    return text->at < text->length && text->bytes[text->at] >= '0' && text->bytes[text->at] <= '9';
}

spelt_status spelt_npy_read_number(spelt_npy_text *text, const char *leading_zero,
                                   const char *overflow, size_t *number)
{
    int zero = spelt_npy_at_digit(text) && text->bytes[text->at] == '0';
    size_t value = 0;
    for (size_t count = 0; spelt_npy_at_digit(text); count++) {
        if (zero && count > 0)
            return spelt_npy_unexpected(text, leading_zero);
        size_t digit = (size_t)(text->bytes[text->at] - '0');
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return spelt_npy_fail(text->source, SPELT_ERR_SHAPE, "%s", overflow);
        text->at++;
    }
    *number = value;
    return SPELT_OK;
}
