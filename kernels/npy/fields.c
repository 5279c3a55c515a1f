/* fields.c - the fields of a structured type in an .npy header.
 *
 *     fields      [ field , ... ]
 *     field       ( name , type | fields [ , number | shape ] )
 *     name        string | ( string , string )     a title, and the name
 *     shape       ( number , ... )
 *
 * Fields follow each other without gaps; what NumPy leaves between them for alignment is written as
 * a field without a name, of raw bytes. */
#include "npy/header.h"

#include <string.h>

/* How deep fields may lie in fields: it bounds the stack. */
#define MAX_DEPTH 4

static spelt_status read_list(spelt_npy_text *text, unsigned depth, spelt_npy_visit *visit,
                              void *context, size_t *size, size_t *fields);

static spelt_status fail_size(const spelt_npy_text *text)
{
    return spelt_npy_fail(text->source, SPELT_ERR_SHAPE,
                          "the bytes of a record overflow ptrdiff_t");
}

static spelt_status read_name(spelt_npy_text *text, spelt_npy_slice *name)
{
    if (!spelt_npy_accept(text, '('))
        return spelt_npy_read_string(text, "the name of a field", name);
    spelt_status status = spelt_npy_read_string(text, "the title of a field", name);
    if (status == SPELT_OK && !spelt_npy_accept(text, ','))
        status = spelt_npy_unexpected(text, ", after a title");
    if (status == SPELT_OK)
        status = spelt_npy_read_string(text, "the name of a field", name);
    if (status == SPELT_OK && !spelt_npy_accept(text, ')'))
        status = spelt_npy_unexpected(text, ") after a title and a name");
    return status;
}

/* A type by itself, of which only the length counts here: it may be one that is not read. */
static spelt_status read_type(spelt_npy_text *text, spelt_npy_member *member)
{
    spelt_status status = spelt_npy_read_string(text, "the type of a field", &member->descr);
    char quoted[SPELT_NPY_QUOTED_SIZE];
    if (status == SPELT_OK && !spelt_npy_measure(member->descr, &member->size))
        return spelt_npy_fail(
            text->source, SPELT_ERR_UNSUPPORTED, "fields of type '%s' (%s) are not supported",
            spelt_npy_quote(quoted, member->descr), spelt_npy_kind_words(member->descr));
    return status;
}

static spelt_status times_extent(spelt_npy_text *text, size_t *size)
{
    if (spelt_npy_peek(text) < 0 || !spelt_npy_at_digit(text))
        return spelt_npy_unexpected(text, "an extent of a field's shape");
    size_t extent;
    spelt_status status =
        spelt_npy_read_number(text, "an extent without a leading zero",
                              "an extent of a field's shape overflows size_t", &extent);
    if (status == SPELT_OK && __builtin_mul_overflow(*size, extent, size))
        return fail_size(text);
    return status;
}

/* The shape of a subarray, which makes size so many times as large. */
static spelt_status read_subarray(spelt_npy_text *text, size_t *size)
{
    if (!spelt_npy_accept(text, '('))
        return times_extent(text, size);
    while (!spelt_npy_accept(text, ')')) {
        spelt_status status = times_extent(text, size);
        if (status != SPELT_OK)
            return status;
        if (!spelt_npy_accept(text, ',') && spelt_npy_peek(text) != ')')
            return spelt_npy_unexpected(text, ", or ) in a field's shape");
    }
    return SPELT_OK;
}

static spelt_status read_member(spelt_npy_text *text, unsigned depth, spelt_npy_member *member)
{
    if (!spelt_npy_accept(text, '('))
        return spelt_npy_unexpected(text, "( of a field");
    spelt_status status = read_name(text, &member->name);
    if (status == SPELT_OK && !spelt_npy_accept(text, ','))
        status = spelt_npy_unexpected(text, ", after the name of a field");
    if (status != SPELT_OK)
        return status;
    member->nested = spelt_npy_peek(text) == '[';
    size_t inner;
    status = member->nested ? read_list(text, depth + 1, NULL, NULL, &member->size, &inner)
                            : read_type(text, member);
    if (status != SPELT_OK)
        return status;
    member->subarray = spelt_npy_accept(text, ',') && spelt_npy_peek(text) != ')';
    if (member->subarray) {
        status = read_subarray(text, &member->size);
        if (status != SPELT_OK)
            return status;
        spelt_npy_accept(text, ',');
    }
    return spelt_npy_accept(text, ')') ? SPELT_OK : spelt_npy_unexpected(text, ") after a field");
}

/* NumPy's own word for bytes that belong to no field. */
static int is_padding(const spelt_npy_member *member)
{
    return member->name.length == 0 && !member->nested && !member->subarray &&
           memchr(member->descr.bytes, 'V', member->descr.length) != NULL;
}

static spelt_status read_list(spelt_npy_text *text, unsigned depth, spelt_npy_visit *visit,
                              void *context, size_t *size, size_t *fields)
{
    if (depth == MAX_DEPTH)
        return spelt_npy_fail(text->source, SPELT_ERR_UNSUPPORTED,
                              "fields in fields, more than %d deep", MAX_DEPTH);
    if (!spelt_npy_accept(text, '['))
        return spelt_npy_unexpected(text, "[ of fields");
    size_t total = 0, count = 0;
    int comma = 1;
    while (!spelt_npy_accept(text, ']')) {
        if (!comma)
            return spelt_npy_unexpected(text, ", or ] after a field");
        spelt_npy_member member;
        memset(&member, 0, sizeof member);
        member.offset = total;
        spelt_status status = read_member(text, depth, &member);
        if (status != SPELT_OK)
            return status;
        if (__builtin_add_overflow(total, member.size, &total) || total > PTRDIFF_MAX)
            return fail_size(text);
        if (!is_padding(&member)) {
            count++;
            if (visit != NULL)
                visit(context, &member);
        }
        comma = spelt_npy_accept(text, ',');
    }
    *size = total;
    *fields = count;
    return SPELT_OK;
}

spelt_status spelt_npy_fields_read(spelt_npy_text *text, spelt_npy_visit *visit, void *context,
                                   size_t *size, size_t *fields)
{
    return read_list(text, 0, visit, context, size, fields);
}
