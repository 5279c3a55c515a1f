/* test_npy_fields.c - fields of records in .npy files: viewed where they lie, or gathered. */
#include "npy_records.h"

#include <spelt/reduce.h>

TestSuite(npy_fields, .init = scratch_open, .fini = scratch_close, .timeout = 60);

/* ---- Where it lies ------------------------------------------------------------------------- */

Test(npy_fields, aligned_records_in_place)
{
    static const struct {
        double mass;
        int32_t charge;
        uint8_t flag;
        uint8_t gap[3];
    } records[3] = {{1.5, -7, 1, {9, 9, 9}}, {2.5, -8, 0, {9, 9, 9}}, {-4.0, 9, 2, {9, 9, 9}}};
    spelt_npy file = open_records(1,
                                  WITH("[('mass', '" NATIVE "f8'), ('charge', '" NATIVE
                                       "i4'), ('flag', '|b1'), ('', '|V3')]",
                                       "(3,)"),
                                  records, sizeof records);
    cr_expect(file.type == 0 && file.fields == 3 && file.memory == 0 && file.count == 3);
    cr_expect(file.bytes == 48 && file.stride[0] == 1);

    spelt_npy mass = field_of(&file, "mass");
    cr_expect(mass.type == SPELT_F64 && mass.fields == 0 && mass.memory == 0 && mass.count == 3);
    cr_expect(mass.offset == file.offset && mass.bytes == 24);
    spelt_in_f64 x;
    double sum;
    check(spelt_npy_view_f64(&mass, NULL, 0, &x));
    cr_expect(x.ndim == 1 && x.shape[0] == 3 && x.stride[0] == 2);
    check(spelt_sum_f64(&x, &sum));
    cr_expect(sum == 0.0 && x.data[0] == 1.5 && x.data[4] == -4.0);

    spelt_npy charge = field_of(&file, "charge");
    spelt_in_i32 y;
    check(spelt_npy_view_i32(&charge, NULL, 0, &y));
    cr_expect(charge.offset == file.offset + 8 && charge.bytes == 12 && !charge.boolean);
    cr_expect(y.stride[0] == 4 && y.data[0] == -7 && y.data[4] == -8 && y.data[8] == 9);
    cr_expect((const char *)y.data == (const char *)x.data + 8);

    spelt_npy flag = field_of(&file, "flag");
    spelt_in_u8 z;
    check(spelt_npy_view_u8(&flag, NULL, 0, &z));
    cr_expect(flag.boolean && z.stride[0] == 16 && z.data[0] == 1 && z.data[32] == 2);

    /* Closing a field leaves the file open. */
    spelt_npy_close(&flag);
    cr_expect(scratch_is_mapped() && x.data[2] == 2.5);
    spelt_npy_close(&file);
    cr_expect(!scratch_is_mapped());
}

/* Of one byte, in records of an odd size. */
Test(npy_fields, question_mark)
{
    static const unsigned char bytes[6] = {1, 2, 3, 0, 5, 6};
    spelt_npy file = open_records(1, WITH("[('a', '?'), ('b', '|i1', (2,))]", "(2,)"), bytes, sizeof bytes);
    spelt_npy a = field_of(&file, "a");
    spelt_in_u8 view;
    check(spelt_npy_view_u8(&a, NULL, 0, &view));
    cr_expect(a.boolean && a.bytes == 2 && view.stride[0] == 3 && view.data[0] == 1 && view.data[3] == 0);
    spelt_npy_close(&file);
}

Test(npy_fields, packed_records_are_gathered)
{
    static const unsigned char zeros[36];
    spelt_npy file = open_records(1, WITH("[('a', '" NATIVE "f8'), ('b', '" NATIVE "i4')]", "(3,)"),
                                  zeros, sizeof zeros);
    spelt_npy a = field_of(&file, "a"), b = field_of(&file, "b");
    cr_expect(a.memory == 3 && a.stride[0] == 1, "records of 12 bytes are no whole f64");
    cr_expect(b.memory == 0 && b.stride[0] == 3, "but whole i32");
    spelt_in_f64 view;
    char message[512];
    snprintf(message, sizeof message,
             "spelt_npy_view_f64: memory is NULL; %s['a'] must be copied (not aligned) and needs "
             "room for 3 elements",
             file.name);
    expect_failure(spelt_npy_view_f64(&a, NULL, 3, &view), SPELT_ERR_NULL, message);
    double memory[3] = {7, 7, 7};
    snprintf(message, sizeof message,
             "spelt_npy_view_f64: memory has room for 2 elements, %s['a'] needs room for 3",
             file.name);
    expect_failure(spelt_npy_view_f64(&a, memory, 2, &view), SPELT_ERR_ARG, message);
    cr_expect(memory[0] == 7);
    check(spelt_npy_view_f64(&a, memory, 3, &view));
    cr_expect(view.data == memory && memory[0] == 0 && memory[2] == 0);
    spelt_in_f32 other;
    snprintf(message, sizeof message, "spelt_npy_view_f32: %s['a'] holds f64, not f32", file.name);
    expect_failure(spelt_npy_view_f32(&a, NULL, 0, &other), SPELT_ERR_ARG, message);
    spelt_npy_close(&file);
}

Test(npy_fields, no_records)
{
    spelt_npy file =
        open_records(1, WITH("[('a', '" NATIVE "f8'), ('b', '" OTHER "i4')]", "(2, 0)"), NULL, 0);
    spelt_npy a = field_of(&file, "a"), b = field_of(&file, "b");
    spelt_in_f64 x;
    spelt_in_i32 y;
    check(spelt_npy_view_f64(&a, NULL, 0, &x));
    check(spelt_npy_view_i32(&b, NULL, 0, &y));
    cr_expect(x.data == NULL && y.data == NULL && x.ndim == 2 && x.shape[0] == 2 &&
              x.shape[1] == 0);
    spelt_npy_close(&file);
    cr_expect(!scratch_is_mapped());
}

/* ---- Any fields at all --------------------------------------------------------------------- */

typedef struct {
    spelt_type type;
    const char *code;
    size_t size;
} element_type;

static const element_type types[] = {
    {SPELT_F32, "f4", 4}, {SPELT_F64, "f8", 8}, {SPELT_I8, "i1", 1},  {SPELT_I16, "i2", 2},
    {SPELT_I32, "i4", 4}, {SPELT_I64, "i8", 8}, {SPELT_U8, "u1", 1},  {SPELT_U16, "u2", 2},
    {SPELT_U32, "u4", 4}, {SPELT_U64, "u8", 8}, {SPELT_F16, "f2", 2}, {SPELT_U8, "b1", 1},
    {SPELT_C64, "c8", 8}, {SPELT_C128, "c16", 16}};
enum { TYPES = sizeof types / sizeof types[0], COUNT = 5, FIELDS = 6 };

#define VIEW_AS(suffix)                                                                            \
    do {                                                                                           \
        spelt_in_##suffix view;                                                                    \
        check(spelt_npy_view_##suffix(field, memory, field->memory, &view));                       \
        *stride = view.stride[0];                                                                  \
        return (const unsigned char *)view.data;                                                   \
    } while (0)

static const unsigned char *view_any(const spelt_npy *field, void *memory, ptrdiff_t *stride)
{
    switch (field->type) {
    case SPELT_F32: VIEW_AS(f32);
    case SPELT_F64: VIEW_AS(f64);
    case SPELT_I8: VIEW_AS(i8);
    case SPELT_I16: VIEW_AS(i16);
    case SPELT_I32: VIEW_AS(i32);
    case SPELT_I64: VIEW_AS(i64);
    case SPELT_U8: VIEW_AS(u8);
    case SPELT_U16: VIEW_AS(u16);
    case SPELT_U32: VIEW_AS(u32);
    case SPELT_U64: VIEW_AS(u64);
    case SPELT_F16: VIEW_AS(f16);
    case SPELT_C64: VIEW_AS(c64);
    case SPELT_C128: VIEW_AS(c128);
    default: return NULL;
    }
}

typedef struct {
    const element_type *type;
    int swapped;
    size_t offset;
} known_field;

static void check_field(const spelt_npy *file, const char *name, const known_field *known,
                        size_t record, const unsigned char *data)
{
    spelt_npy field = field_of(file, name);
    size_t size = known->type->size, part = known->type->code[0] == 'c' ? size / 2 : size;
    cr_assert(field.type == known->type->type);
    cr_assert(field.boolean == (strcmp(known->type->code, "b1") == 0));
    int in_place = (!known->swapped || size == 1) && record % size == 0 &&
                   (uintptr_t)(data + known->offset) % part == 0;
    cr_assert(field.memory == (in_place ? 0 : COUNT), "%s at %zu of %zu", known->type->code,
              known->offset, record);
    unsigned char memory[16 * (COUNT + 1)] __attribute__((aligned(8)));
    memset(memory, POISON, sizeof memory);
    ptrdiff_t stride = 0;
    const unsigned char *view = view_any(&field, memory, &stride);
    cr_assert(stride == (in_place ? (ptrdiff_t)(record / size) : 1));
    for (size_t i = 0; i < COUNT; i++) {
        const unsigned char *expected = data + i * record + known->offset;
        for (size_t j = 0; j < size; j++)
            cr_assert(view[i * (size_t)stride * size + j] ==
                      expected[known->swapped ? j / part * part + part - 1 - j % part : j]);
    }
    for (size_t i = in_place ? 0 : COUNT * size; i < sizeof memory; i++)
        cr_assert(memory[i] == POISON, "written past the elements");
}

/* Other things in a record, of which the bytes alone count. */
static const struct {
    const char *text;
    size_t size;
} others[] = {{"('', '|V3')", 3},
              {"('', '|V1')", 1},
              {"('s', '|S5')", 5},
              {"('u', '<U2')", 8},
              {"('c', '<c16')", 16},
              {"('d', '<M8[ns]')", 8},
              {"('e', '<m8[10us]')", 8},
              {"('g', '<f16')", 16},
              {"('h', '|V4')", 4},
              {"('k', '<i4', (3,))", 12},
              {"('l', '<i2', (2, 3, ))", 12},
              {"('m', '|u1', 3)", 3},
              {"('n', [('a', '<i2'), ('', '|V1'), ('f0', '<f8', (2,))])", 19},
              {"('o', [('a', [('b', '|i1')], (2,))], (3,),)", 6},
              {"(('f0', 'q'), '<u2')", 2},
              {"('z', '|S0')", 0},
              {"('y', '<f8', (2, 0))", 0}};
enum { OTHERS = sizeof others / sizeof others[0] };

static void check_random_records(generator *random)
{
    char text[1024] = "{'descr': [";
    known_field fields[FIELDS];
    size_t record = 0, used = strlen(text), named = 0;
    for (size_t f = 0; f < FIELDS; f++) {
        for (size_t o = random_below(random, 3); o > 0; o--) {
            size_t which = random_below(random, OTHERS);
            used += (size_t)snprintf(text + used, sizeof text - used, "%s, ", others[which].text);
            record += others[which].size;
            named += others[which].text[1] != '\'' || others[which].text[2] != '\'';
        }
        known_field *field = &fields[f];
        field->type = &types[random_below(random, TYPES)];
        field->swapped = (int)random_below(random, 2);
        if (random_below(random, 2) && record % field->type->size != 0) {
            size_t gap = field->type->size - record % field->type->size;
            used += (size_t)snprintf(text + used, sizeof text - used, "('', '|V%zu'), ", gap);
            record += gap;
        }
        field->offset = record;
        used += (size_t)snprintf(text + used, sizeof text - used, "('f%zu', '%s%s'), ", f,
                                 field->swapped ? OTHER : NATIVE, field->type->code);
        record += field->type->size;
    }
    if (random_below(random, 2)) {
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "('', '|V%zu'), ", 8 - record % 8);
        record += 8 - record % 8;
    }
    used += (size_t)snprintf(text + used - 2, sizeof text - used,
                             "], 'fortran_order': False, 'shape': (%d,), }\n", COUNT) -
            2;
    /* In a block of just the size, at any place. */
    size_t place = random_below(random, 16), size = 12 + used + COUNT * record;
    unsigned char *block = malloc(place + size);
    cr_assert(block != NULL);
    size_t offset = put_header(block + place, 2 + (int)random_below(random, 2), text, used);
    for (size_t i = offset; i < size; i++)
        block[place + i] = (unsigned char)random_below(random, 256);
    spelt_npy file;
    cr_assert(spelt_npy_open_bytes(block + place, size, &file) == SPELT_OK, "%s\n%s", text,
              spelt_last_error());
    cr_assert(file.fields == FIELDS + named && file.bytes == COUNT * record, "%s", text);
    for (size_t f = 0; f < FIELDS; f++) {
        char name[8];
        snprintf(name, sizeof name, "f%zu", f);
        check_field(&file, name, &fields[f], record, block + place + offset);
    }
    spelt_npy_close(&file);
    free(block);
}

Test(npy_fields, random_records)
{
    generator random = generator_start(1);
    for (int i = 0; i < 3000; i++)
        check_random_records(&random);
}

/* ---- Files that NumPy wrote ---------------------------------------------------------------- */

/* Element k in C order of the (3, 4) records is: flag k odd, mass 1.5 k - 3, charge -k. */
static void check_sample(const char *name, size_t memory_needed, int fortran_order)
{
    spelt_npy file = open_npy(sample(name));
    spelt_npy mass = field_of(&file, "mass"), charge = field_of(&file, "charge");
    spelt_npy flag = field_of(&file, "flag");
    double masses[12];
    int16_t charges[12];
    spelt_in_f64 x;
    spelt_in_i16 y;
    spelt_in_u8 z;
    cr_expect(file.fortran_order == fortran_order);
    cr_expect(mass.memory == memory_needed && charge.memory == memory_needed);
    check(spelt_npy_view_f64(&mass, masses, 12, &x));
    check(spelt_npy_view_i16(&charge, charges, 12, &y));
    check(spelt_npy_view_u8(&flag, NULL, 0, &z));
    cr_assert(x.ndim == 2 && x.shape[0] == 3 && x.shape[1] == 4 && flag.boolean);
    for (ptrdiff_t i = 0; i < 3; i++) {
        for (ptrdiff_t j = 0; j < 4; j++) {
            int k = (int)(4 * i + j);
            cr_expect(x.data[i * x.stride[0] + j * x.stride[1]] == 1.5 * k - 3, "%s: %d", name, k);
            cr_expect(y.data[i * y.stride[0] + j * y.stride[1]] == -k, "%s: %d", name, k);
            cr_expect(z.data[i * z.stride[0] + j * z.stride[1]] == k % 2, "%s: %d", name, k);
        }
    }
    spelt_npy_close(&file);
}

Test(npy_fields, samples)
{
    check_sample("npy/structured_aligned.npy", __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 12 : 0, 0);
    check_sample("npy/structured_big_fortran.npy", 12, 1);
    spelt_npy file = open_npy(sample("npy/structured_aligned.npy"));
    expect_no_field(&file, "pos", SPELT_ERR_UNSUPPORTED,
                    "field 'pos' has a subarray in each record");
    expect_no_field(&file, "at", SPELT_ERR_UNSUPPORTED, "field 'at' has fields of its own");
    expect_no_field(&file, "x", SPELT_ERR_ARG,
                    "no field 'x'; there are 'flag', 'mass', 'charge', 'pos', 'at'");
    expect_no_field(&file, "", SPELT_ERR_ARG,
                    "no field ''; there are 'flag', 'mass', 'charge', 'pos', 'at'");
    spelt_npy_close(&file);
    file = open_npy(sample("npy/structured_big_fortran.npy"));
    expect_no_field(&file, "mark", SPELT_ERR_UNSUPPORTED,
                    "field 'mark' of type '|S3' (byte strings) is not supported; f2, f4, f8, i1 to "
                    "i8, u1 to u8, c8, c16 and b1 are, after < or >");
    expect_no_field(&file, "elementary charges", SPELT_ERR_ARG,
                    "no field 'elementary charges'; there are 'flag', 'mass', 'charge', 'mark'");
    spelt_npy_close(&file);
    file = open_npy(sample("npy/structured_packed.npy"));
    cr_expect(file.fields == 2 && file.count == 3 && file.bytes == 36);
    spelt_npy_close(&file);
}

/* ---- Names --------------------------------------------------------------------------------- */

Test(npy_fields, names)
{
    static const unsigned char zeros[32];
    spelt_npy file = open_records(
        3, WITH("[('\xce\xb1', '|u1'), (\"it's\", '|i1'), ('a', '|u1'), ('ab', '|i1')]", "(2,)"),
        zeros, 8);
    cr_expect(field_of(&file, "\xce\xb1").offset == file.offset);
    cr_expect(field_of(&file, "it's").offset == file.offset + 1);
    cr_expect(field_of(&file, "a").offset == file.offset + 2);
    cr_expect(field_of(&file, "ab").offset == file.offset + 3);
    expect_no_field(&file, "abc", SPELT_ERR_ARG,
                    "no field 'abc'; there are '\\xce\\xb1', 'it's', 'a', 'ab'");
    expect_no_field(&file, "\xce", SPELT_ERR_ARG,
                    "no field '\\xce'; there are '\\xce\\xb1', 'it's', 'a', 'ab'");
    spelt_npy_close(&file);
    /* Versions 1.0 and 2.0 are in Latin-1, names that are asked for in UTF-8. */
    file = open_records(2, WITH("[('\xe9t\xe9', '|u1'), ('\xff', '|u1')]", "(2,)"), zeros, 4);
    cr_expect(field_of(&file, "\xc3\xa9t\xc3\xa9").offset == file.offset);
    cr_expect(field_of(&file, "\xc3\xbf").offset == file.offset + 1);
    static const char *const wrong[] = {"\xe9t\xe9", "\xc3", "\xc3\xa9", "\xc3\xa8t\xc3\xa9",
                                        "\xc2\xa9t\xc3\xa9"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        spelt_npy field;
        cr_expect(spelt_npy_field(&file, wrong[i], &field) == SPELT_ERR_ARG, "%zu", i);
    }
    spelt_npy_close(&file);
    /* A title is not a name; two fields of one name are one too many. */
    file = open_records(1, WITH("[(('t', 'a'), '|u1'), ('t', '|u1'), ('t', '|i1')]", "(2,)"), zeros,
                        6);
    cr_expect(field_of(&file, "a").offset == file.offset);
    expect_no_field(&file, "t", SPELT_ERR_FORMAT, "2 fields 't'");
    spelt_npy_close(&file);
}

/* Only raw bytes without a name are padding, a comma may end each field, and a time has a unit. */
Test(npy_fields, without_names)
{
    static const unsigned char zeros[2 * 31];
    spelt_npy file = open_records(
        1, WITH("[('a', '|u1'), ('', '|u1',), ('', [('b', '|u1')]), ('', '|V3', (2,),), ('', '|V2',), "
                "('t', '<m8[ns]'), ('d', '<M8[D]'), ('', '<i4')]",
                "(2,)"), zeros, 2 * 31);
    cr_expect(file.fields == 7 && file.bytes == 2 * 31, "%zu of %zu bytes", file.fields, file.bytes);
    cr_expect(field_of(&file, "a").stride[0] == 31);
    expect_no_field(&file, "t", SPELT_ERR_UNSUPPORTED,
                    "field 't' of type '<m8[ns]' (time differences) is not supported; f2, f4, f8, i1 "
                    "to i8, u1 to u8, c8, c16 and b1 are, after < or >");
    expect_no_field(&file, "", SPELT_ERR_FORMAT, "4 fields ''");
    spelt_npy_close(&file);
}

/* What does not fit a message is left out, and nothing else of it. */
Test(npy_fields, many_names)
{
    char text[4096] = "{'descr': [";
    size_t used = strlen(text);
    for (int i = 0; i < 100; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "('name%02d', '|u1'), ", i);
    strcpy(text + used, "], 'fortran_order': False, 'shape': (), }\n");
    static const unsigned char zeros[100];
    spelt_npy file = open_npy(write_npy("x.npy", 1, text, zeros, sizeof zeros));
    char reason[512] = "no field 'z'; there are 'name00'";
    for (int i = 1; i < 20; i++)
        sprintf(reason + strlen(reason), ", 'name%02d'", i);
    cr_expect(file.fields == 100);
    spelt_npy field;
    cr_expect(spelt_npy_field(&file, "z", &field) == SPELT_ERR_ARG);
    const char *message = strstr(spelt_last_error(), "no field");
    cr_assert(message != NULL && strlen(message) > 12);
    cr_expect(strncmp(message, reason, strlen(reason) - 20) == 0, "%s", message);
    cr_expect_str_eq(message + strlen(message) - 6, "', ...");
    spelt_npy_close(&file);
}
