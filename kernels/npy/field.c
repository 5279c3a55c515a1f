/* field.c - one field of an open .npy file of records, as a file of its own. */
#include "functions.h"
#include "npy/open.h"
#include "runtime/status.h"

static const char function[] = "spelt_npy_field";

/* What is looked for in the header, and what was met. */
typedef struct {
    const char *name;
    int latin; /* the header is in Latin-1, else in UTF-8 */
    unsigned found;
    spelt_npy_member member; /* the first that was found */
} search;

/* Whether a name in the header is this one, in UTF-8. It has no byte 0. */
static int is_name(spelt_npy_slice raw, int latin, const char *name)
{
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char byte = raw.bytes[i];
        if (latin && byte >= 0x80) {
            if ((unsigned char)*name++ != (0xc0 | byte >> 6))
                return 0;
            byte = 0x80 | (byte & 0x3f);
        }
        if ((unsigned char)*name++ != byte)
            return 0;
    }
    return *name == '\0';
}

static void look(void *context, const spelt_npy_member *member)
{
    search *wanted = context;
    if (!is_name(member->name, wanted->latin, wanted->name))
        return;
    if (wanted->found++ == 0)
        wanted->member = *member;
}

static void add_to_list(void *names, const spelt_npy_member *member)
{
    spelt_npy_list_add(names, member->name);
}

static spelt_npy_text fields_of(const spelt_npy_source *source, const spelt_npy_place *place)
{
    return (spelt_npy_text){source, place->fields, 0, place->fields_length, 0};
}

static spelt_status fail_missing(const spelt_npy_source *source, const spelt_npy_place *place,
                                 const char *name)
{
    spelt_npy_list names;
    memset(&names, 0, sizeof names);
    size_t size, count;
    spelt_npy_text text = fields_of(source, place);
    spelt_status status = spelt_npy_fields_read(&text, add_to_list, &names, &size, &count);
    if (status != SPELT_OK)
        return status;
    char quoted[SPELT_NPY_QUOTED_SIZE];
    return spelt_npy_fail(source, SPELT_ERR_ARG, "no field '%s'; there are %s",
                          spelt_npy_quote(quoted, spelt_npy_slice_of(name)), names.text);
}

/* Finds the one field. */
static spelt_status find(const spelt_npy_source *source, const spelt_npy_place *place,
                         search *wanted)
{
    size_t size, count;
    spelt_npy_text text = fields_of(source, place);
    spelt_status status = spelt_npy_fields_read(&text, look, wanted, &size, &count);
    if (status != SPELT_OK)
        return status;
    if (wanted->found == 0)
        return fail_missing(source, place, wanted->name);
    char quoted[SPELT_NPY_QUOTED_SIZE];
    if (wanted->found > 1)
        return spelt_npy_fail(source, SPELT_ERR_FORMAT, "%u fields '%s'", wanted->found,
                              spelt_npy_quote(quoted, spelt_npy_slice_of(wanted->name)));
    /* All was right when the file was opened, and may have been written to since. */
    if (size != place->step)
        return spelt_npy_fail(source, SPELT_ERR_FORMAT, "the header is another one by now");
    return SPELT_OK;
}

/* The type of the field, if it is one of those that are read. */
static spelt_status read_type(const spelt_npy_source *source, const spelt_npy_member *member,
                              spelt_npy_element *element)
{
    char name[SPELT_NPY_QUOTED_SIZE], type[SPELT_NPY_QUOTED_SIZE];
    spelt_npy_quote(name, member->name);
    if (member->nested || member->subarray)
        return spelt_npy_fail(source, SPELT_ERR_UNSUPPORTED, "field '%s' %s", name,
                              member->subarray ? "has a subarray in each record"
                                               : "has fields of its own");
    if (!spelt_npy_element_read(member->descr, element))
        return spelt_npy_fail(source, SPELT_ERR_UNSUPPORTED,
                              "field '%s' of type '%s' (%s) is not supported; " SPELT_NPY_TYPES,
                              name, spelt_npy_quote(type, member->descr),
                              spelt_npy_kind_words(member->descr));
    /* Somebody may be writing to the header at this moment. */
    if (spelt_type_size(element->type) != member->size)
        return spelt_npy_fail(source, SPELT_ERR_FORMAT, "the header is another one by now");
    return SPELT_OK;
}

/* The field as a file: where its elements lie, in steps of records or, where these are not whole
 * elements or the bytes are to be turned, to be gathered. */
static void describe(const spelt_npy *file, const spelt_npy_member *member,
                     const spelt_npy_element *element, spelt_npy *field)
{
    const spelt_npy_place records = spelt_npy_place_of(file);
    spelt_npy_place place = {.step = records.step, .swapped = spelt_npy_is_swapped(element)};
    const size_t size = spelt_type_size(element->type);
    *field = *file;
    if (file->count > 0)
        place.data = records.data + member->offset;
    const size_t alignment = spelt_part_size(element->type, size);
    int in_place =
        !place.swapped && (uintptr_t)place.data % alignment == 0 && records.step % size == 0;
    for (size_t d = 0; d < file->ndim && in_place; d++)
        field->stride[d] *= (ptrdiff_t)(records.step / size);
    field->type = element->type;
    field->boolean = element->boolean;
    field->fields = 0;
    field->memory = in_place ? 0 : file->count;
    field->offset = file->offset + member->offset;
    field->bytes = file->count * size;
    spelt_npy_name_part(field->name, file->name, member->name);
    spelt_npy_set_place(field, &place);
}

spelt_status spelt_npy_field(const spelt_npy *file, const char *name, spelt_npy *field)
{
    if (file == NULL || name == NULL || field == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          file == NULL   ? "file"
                          : name == NULL ? "name"
                                         : "field");
    const spelt_npy_source source = {function, file->name};
    if (file->type == 0 && file->fields == 0)
        return spelt_fail(SPELT_ERR_ARG, "%s: the file is closed", function);
    if (file->fields == 0)
        return spelt_npy_fail(&source, SPELT_ERR_ARG, "holds %s, and no fields",
                              spelt_type_name(file->type));
    if (field == file)
        return spelt_npy_fail(&source, SPELT_ERR_ARG, "field is file itself");
    const spelt_npy_place place = spelt_npy_place_of(file);
    if (place.stream != SPELT_NPY_NO_STREAM)
        return spelt_npy_fail(&source, SPELT_ERR_UNSUPPORTED,
                              "fields of a stream; spelt_npy_open_bytes takes one that is in "
                              "memory from its header on");
    search wanted = {.name = name, .latin = place.latin};
    spelt_npy_element element;
    spelt_status status = find(&source, &place, &wanted);
    if (status == SPELT_OK)
        status = read_type(&source, &wanted.member, &element);
    if (status != SPELT_OK)
        return status;
    /* The step is the sum of all fields' bytes: the field is within the record. */
    describe(file, &wanted.member, &element, field);
    return SPELT_OK;
}
