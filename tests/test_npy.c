/* test_npy.c - opening .npy files and viewing them: what must work, and what a view refuses. */
#include "npy_files.h"

#include <fcntl.h>
#include <math.h>
#include <unistd.h>

TestSuite(npy, .init = scratch_open, .fini = scratch_close, .timeout = 60);

/* ---- The types of more than a byte at once --------------------------------------------------------------- */

typedef struct {
    spelt_type type;
    const char *name;
    const char *code; /* in descr, behind the byte order */
    size_t size;
} element_type;

static const element_type types[] = {
    {SPELT_F32, "f32", "f4", 4}, {SPELT_F64, "f64", "f8", 8}, {SPELT_I32, "i32", "i4", 4},
    {SPELT_I64, "i64", "i8", 8}, {SPELT_I16, "i16", "i2", 2}, {SPELT_U16, "u16", "u2", 2},
    {SPELT_U32, "u32", "u4", 4}, {SPELT_U64, "u64", "u8", 8}, {SPELT_F16, "f16", "f2", 2},
    {SPELT_C64, "c64", "c8", 8}, {SPELT_C128, "c128", "c16", 16}};
enum { TYPES = sizeof types / sizeof types[0] };

/* A view whose type is in the test's variables. */
typedef struct {
    const void *data;
    size_t ndim;
    size_t shape[SPELT_MAX_NDIM];
    ptrdiff_t stride[SPELT_MAX_NDIM];
} any_view;

#define VIEW_AS(suffix)                                                                            \
    do {                                                                                           \
        spelt_in_##suffix view;                                                                    \
        memset(&view, POISON, sizeof view);                                                        \
        spelt_in_##suffix before = view;                                                           \
        status = spelt_npy_view_##suffix(file, memory, capacity, &view);                           \
        if (status != SPELT_OK)                                                                    \
            cr_expect(memcmp(&view, &before, sizeof view) == 0, "the view was written to");        \
        memcpy(any, &view, sizeof view);                                                           \
    } while (0)

static spelt_status view_as(spelt_type type, const spelt_npy *file, void *memory,
                            size_t capacity, any_view *any)
{
    spelt_status status = SPELT_ERR_ARG;
    switch (type) {
    case SPELT_F32: VIEW_AS(f32); break;
    case SPELT_F64: VIEW_AS(f64); break;
    case SPELT_I32: VIEW_AS(i32); break;
    case SPELT_I64: VIEW_AS(i64); break;
    case SPELT_I8: VIEW_AS(i8); break;
    case SPELT_I16: VIEW_AS(i16); break;
    case SPELT_U8: VIEW_AS(u8); break;
    case SPELT_U16: VIEW_AS(u16); break;
    case SPELT_U32: VIEW_AS(u32); break;
    case SPELT_U64: VIEW_AS(u64); break;
    case SPELT_F16: VIEW_AS(f16); break;
    case SPELT_C64: VIEW_AS(c64); break;
    case SPELT_C128: VIEW_AS(c128); break;
    case SPELT_BF16: break; /* the format has no name for it */
    }
    return status;
}

/* What a text of a header says of an array of four elements. */
static const char *header_of(const element_type *type, char order, const char *pad)
{
    static char text[256];
    snprintf(text, sizeof text, "{'descr': '%c%s', 'fortran_order': False, 'shape': (4,), }%s\n",
             order, type->code, pad);
    return text;
}

/* Bytes that are turned together, and the alignment: those of a complex number's part. */
static size_t part_of(const element_type *type)
{
    return type->code[0] == 'c' ? type->size / 2 : type->size;
}

/* Four elements of any type with bits that a careless copy would change: signalling NaN, -0,
 * the smallest subnormal, the most negative integer. In this machine's byte order. */
static void put_elements(const element_type *type, unsigned char *bytes)
{
    const size_t size = part_of(type);
    static const uint32_t narrow[] = {0x7fa12345, 0x80000000, 0x00000001, 0xff812345};
    static const uint64_t wide[] = {0x7ff4123456789abc, 0x8000000000000000, 1, 0xfff0123456789abc};
    static const uint16_t half[] = {0x7d23, 0x8000, 0x0001, 0xff81};
    for (size_t at = 0; at < 4 * type->size; at += 4 * size)
        memcpy(bytes + at, size == 2 ? (const void *)half : size == 4 ? (const void *)narrow : wide,
               4 * size);
}

static void reverse_each(unsigned char *bytes, const element_type *type)
{
    const size_t size = part_of(type), count = 4 * type->size / size;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < size / 2; j++) {
            unsigned char byte = bytes[i * size + j];
            bytes[i * size + j] = bytes[i * size + size - 1 - j];
            bytes[i * size + size - 1 - j] = byte;
        }
    }
}

static char native_order(void)
{
    uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 1 ? '<' : '>';
}

/* ---- Types, versions, byte orders, alignment ---------------------------------------------- */

static void check_four(const char *path, const element_type *type, size_t memory_needed)
{
    unsigned char elements[64];
    put_elements(type, elements);
    size_t open_before = descriptors();
    spelt_npy file = open_npy(path);
    cr_expect(file.type == type->type);
    cr_expect(file.ndim == 1 && file.shape[0] == 4 && file.stride[0] == 1 && file.count == 4);
    cr_expect_str_eq(file.name, path);
    cr_expect(file.memory == memory_needed, "%s: %zu elements of memory", path, file.memory);
    cr_expect(descriptors() == open_before, "a descriptor is left open");
    uint64_t memory[9];
    memset(memory, POISON, sizeof memory);
    any_view view;
    cr_assert(view_as(type->type, &file, memory_needed > 0 ? memory : NULL, memory_needed, &view) ==
                  SPELT_OK,
              "%s", spelt_last_error());
    cr_expect(view.ndim == 1 && view.shape[0] == 4 && view.stride[0] == 1);
    cr_assert(memcmp(view.data, elements, 4 * type->size) == 0, "%s: other bits", type->name);
    cr_expect((view.data == memory) == (memory_needed > 0));
    size_t filled = memory_needed > 0 ? 4 * type->size : 0;
    for (size_t i = filled; i < sizeof memory; i++)
        cr_assert(((unsigned char *)memory)[i] == POISON, "written past the array");
    spelt_npy_close(&file);
    cr_expect(!scratch_is_mapped());
}

Test(npy, every_type_version_and_byte_order)
{
    for (size_t t = 0; t < TYPES; t++) {
        for (int version = 1; version <= 3; version++) {
            unsigned char data[64];
            put_elements(&types[t], data);
            /* Spaces bring the data to a multiple of 8 bytes. */
            const char *text = header_of(&types[t], native_order(), "");
            size_t offset = (version == 1 ? 10 : 12) + strlen(text);
            char pad[9] = "        ";
            pad[(8 - offset % 8) % 8] = '\0';
            text = header_of(&types[t], native_order(), pad);
            check_four(write_npy("native.npy", version, text, data, 4 * types[t].size), &types[t],
                       0);
            reverse_each(data, &types[t]);
            text = header_of(&types[t], native_order() == '<' ? '>' : '<', pad);
            check_four(write_npy("other.npy", version, text, data, 4 * types[t].size), &types[t],
                       4);
        }
    }
}

/* At every offset of the data modulo 8, in both byte orders. */
Test(npy, every_alignment)
{
    const char *spaces = "        ";
    for (size_t t = 0; t < TYPES; t++) {
        for (size_t pad = 0; pad < 8; pad++) {
            unsigned char data[64];
            put_elements(&types[t], data);
            const char *text = header_of(&types[t], native_order(), spaces + pad);
            size_t offset = 10 + strlen(text);
            check_four(write_npy("x.npy", 1, text, data, 4 * types[t].size), &types[t],
                       offset % part_of(&types[t]) == 0 ? 0 : 4);
            reverse_each(data, &types[t]);
            text = header_of(&types[t], native_order() == '<' ? '>' : '<', spaces + pad);
            check_four(write_npy("x.npy", 1, text, data, 4 * types[t].size), &types[t], 4);
        }
    }
}

/* ---- Shapes and strides -------------------------------------------------------------------- */

/* Opens a file of f64 whose header has this shape and order, with zeros for data. */
static spelt_npy open_shape(const char *shape, const char *fortran_order, size_t count)
{
    static const double zeros[512];
    char text[256];
    snprintf(text, sizeof text, "{'descr': '%cf8', 'fortran_order': %s, 'shape': %s, }",
             native_order(), fortran_order, shape);
    size_t length = strlen(text);
    memset(text + length, ' ', 128);
    memcpy(text + length + (128 - 10 - length % 128) % 128, "", 1);
    return open_npy(write_npy("x.npy", 1, text, zeros, count * sizeof(double)));
}

static void check_shape(const char *shape, const char *fortran_order, size_t ndim,
                        const size_t *extents, const ptrdiff_t *strides)
{
    size_t count = 1;
    for (size_t d = 0; d < ndim; d++)
        count *= extents[d];
    spelt_npy file = open_shape(shape, fortran_order, count);
    spelt_in_f64 view;
    cr_assert(spelt_npy_view_f64(&file, NULL, 0, &view) == SPELT_OK, "%s", spelt_last_error());
    cr_expect(file.ndim == ndim && file.count == count && file.memory == 0, "%s", shape);
    cr_expect(file.fortran_order == (fortran_order[0] == 'T'));
    cr_expect(view.ndim == ndim && (view.data == NULL) == (count == 0), "%s", shape);
    for (size_t d = 0; d < ndim; d++) {
        cr_expect(file.shape[d] == extents[d] && view.shape[d] == extents[d], "%s", shape);
        cr_expect(file.stride[d] == strides[d] && view.stride[d] == strides[d],
                  "%s: stride %td in dimension %zu", shape, view.stride[d], d);
    }
    for (size_t d = ndim; d < SPELT_MAX_NDIM; d++)
        cr_expect(file.shape[d] == 0 && file.stride[d] == 0);
    spelt_npy_close(&file);
}

#define EXTENTS(...) ((const size_t[]){__VA_ARGS__})
#define STRIDES(...) ((const ptrdiff_t[]){__VA_ARGS__})

Test(npy, shapes_and_strides)
{
    check_shape("()", "False", 0, NULL, NULL);
    check_shape("()", "True", 0, NULL, NULL);
    check_shape("(5,)", "False", 1, EXTENTS(5), STRIDES(1));
    check_shape("(2, 3, 4)", "False", 3, EXTENTS(2, 3, 4), STRIDES(12, 4, 1));
    check_shape("(2, 3, 4)", "True", 3, EXTENTS(2, 3, 4), STRIDES(1, 2, 6));
    check_shape("(2, 1, 2, 1, 2, 1, 2, 3)", "False", 8, EXTENTS(2, 1, 2, 1, 2, 1, 2, 3),
                STRIDES(24, 24, 12, 12, 6, 6, 3, 1));
    check_shape("(2, 1, 2, 1, 2, 1, 2, 3)", "True", 8, EXTENTS(2, 1, 2, 1, 2, 1, 2, 3),
                STRIDES(1, 2, 2, 4, 4, 8, 8, 16));
    check_shape("(0,)", "False", 1, EXTENTS(0), STRIDES(1));
    check_shape("(2, 0, 3)", "False", 3, EXTENTS(2, 0, 3), STRIDES(3, 3, 1));
    check_shape("(2, 0, 3)", "True", 3, EXTENTS(2, 0, 3), STRIDES(1, 2, 2));
    check_shape("(0, 1152921504606846975)", "False", 2, EXTENTS(0, 1152921504606846975),
                STRIDES(1152921504606846975, 1));
}

/* Python's freedom in writing the same dictionary, as far as it is read. */
Test(npy, ways_to_write_a_header)
{
    static const char *const texts[] = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}",
        "{\"shape\":(2,),\"fortran_order\":False,\"descr\":\"<f8\"}",
        " \t\r\n{ 'fortran_order'\t:\nFalse , 'descr' : '<f8' ,\r\n'shape' : ( 2 , ) , } \t\r\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2L,), }\n",
    };
    static const double data[2];
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int version = 1; version <= 2; version++) {
            spelt_npy file = open_npy(write_npy("x.npy", version, texts[i], data, sizeof data));
            cr_expect(file.type == SPELT_F64 && file.count == 2, "%s", texts[i]);
            spelt_npy_close(&file);
        }
    }
    /* Version 3.0 is younger than Python 2 and its L. */
    expect_refused(write_npy("x.npy", 3, texts[4], data, sizeof data), SPELT_ERR_FORMAT,
                   ", in the shape is expected at byte 64, not L");
}

Test(npy, bytes_behind_the_array)
{
    static const double data[] = {1.5, 2.5, 3.5, 4.5};
    char text[128];
    snprintf(text, sizeof text, "%-117s\n",
             "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }");
    text[11] = native_order();
    spelt_npy file = open_npy(write_npy("x.npy", 1, text, data, sizeof data - 3));
    spelt_in_f64 view;
    cr_assert(spelt_npy_view_f64(&file, NULL, 0, &view) == SPELT_OK);
    cr_expect(view.shape[0] == 2 && view.data[0] == 1.5 && view.data[1] == 2.5);
    spelt_npy_close(&file);
}

/* ---- What a view refuses ------------------------------------------------------------------- */

Test(npy, wrong_type)
{
    for (size_t held = 0; held < TYPES; held++) {
        static const unsigned char data[64];
        const char *text = header_of(&types[held], native_order(), "");
        spelt_npy file = open_npy(write_npy("x.npy", 1, text, data, 4 * types[held].size));
        for (size_t asked = 0; asked < TYPES; asked++) {
            if (asked == held)
                continue;
            char message[512];
            snprintf(message, sizeof message, "spelt_npy_view_%s: %s holds %s, not %s",
                     types[asked].name, file.name, types[held].name, types[asked].name);
            uint64_t memory[4] = {0};
            any_view view;
            expect_failure(view_as(types[asked].type, &file, memory, 4, &view), SPELT_ERR_ARG,
                           message);
        }
        spelt_npy_close(&file);
    }
}

Test(npy, too_little_memory)
{
    static const uint64_t data[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    char message[512];
    for (size_t t = 0; t < TYPES; t++) {
        const char *text = header_of(&types[t], native_order() == '<' ? '>' : '<', "");
        spelt_npy file = open_npy(write_npy("x.npy", 1, text, data, 4 * types[t].size));
        uint64_t memory[8] = {7, 7, 7, 7, 7, 7, 7, 7};
        any_view view;
        snprintf(message, sizeof message,
                 "spelt_npy_view_%s: memory has room for 3 elements, %s needs room for 4",
                 types[t].name, file.name);
        expect_failure(view_as(types[t].type, &file, memory, 3, &view), SPELT_ERR_ARG, message);
        snprintf(message, sizeof message,
                 "spelt_npy_view_%s: memory is NULL; %s must be copied (other byte order) and "
                 "needs room for 4 elements",
                 types[t].name, file.name);
        expect_failure(view_as(types[t].type, &file, NULL, 4, &view), SPELT_ERR_NULL, message);
        for (size_t i = 0; i < 8; i++)
            cr_expect(memory[i] == 7, "memory was written to");
        spelt_npy_close(&file);
    }
    const char *text = header_of(&types[1], native_order(), "");
    cr_assert((10 + strlen(text)) % 8 != 0);
    spelt_npy file = open_npy(write_npy("x.npy", 1, text, data, 4 * sizeof *data));
    snprintf(message, sizeof message,
             "spelt_npy_view_f64: memory is NULL; %s must be copied (not aligned) and needs room "
             "for 4 elements",
             file.name);
    any_view view;
    expect_failure(view_as(SPELT_F64, &file, NULL, 0, &view), SPELT_ERR_NULL, message);
    spelt_npy_close(&file);
}

/* Each type's, at every place before the next one that is right; nothing is read or written. */
Test(npy, memory_that_is_not_aligned)
{
    static const uint64_t data[8] = {1, 2, 3, 4};
    char message[512];
    for (size_t t = 0; t < TYPES; t++) {
        const char *text = header_of(&types[t], native_order() == '<' ? '>' : '<', "");
        const char *path = write_npy("x.npy", 1, text, data, 4 * types[t].size);
        spelt_npy file = open_npy(path), stream;
        const int descriptor = open(path, O_RDONLY);
        check(spelt_npy_open_descriptor(descriptor, &stream));
        uint64_t memory[10];
        any_view view;
        memset(memory, POISON, sizeof memory);
        const size_t alignment = types[t].size >> (types[t].type >= SPELT_C64); /* a part */
        for (size_t past = 1; past < alignment; past++) {
            void *crooked = (char *)memory + past;
            snprintf(message, sizeof message,
                     "spelt_npy_view_%s: memory is %zu past a multiple of %zu bytes", types[t].name,
                     past, alignment);
            expect_failure(view_as(types[t].type, &file, crooked, 4, &view), SPELT_ERR_ARG,
                           message);
            if (types[t].type != SPELT_F64)
                continue;
            spelt_in_f64 wide;
            memcpy(message + 10, "read", 4);
            expect_failure(spelt_npy_read_f64(&stream, crooked, 4, &wide), SPELT_ERR_ARG, message);
        }
        for (size_t i = 0; i < sizeof memory; i++)
            cr_expect(((unsigned char *)memory)[i] == POISON, "memory was written to");
        check(view_as(types[t].type, &file, memory, 4, &view));
        if (types[t].type == SPELT_F64) {
            spelt_in_f64 wide;
            check(spelt_npy_read_f64(&stream, (double *)(void *)memory, 4, &wide));
        }
        spelt_npy_close(&file);
        spelt_npy_close(&stream);
        close(descriptor);
    }
}

Test(npy, null_and_closed_files)
{
    static const unsigned char data[64];
    spelt_npy file = open_npy(
        write_npy("x.npy", 1, header_of(&types[0], native_order(), ""), data, sizeof data));
    spelt_in_f32 view;
    expect_failure(spelt_npy_view_f32(NULL, NULL, 0, &view), SPELT_ERR_NULL,
                   "spelt_npy_view_f32: file is NULL");
    expect_failure(spelt_npy_view_f32(&file, NULL, 0, NULL), SPELT_ERR_NULL,
                   "spelt_npy_view_f32: view is NULL");
    spelt_npy_close(&file);
    expect_failure(spelt_npy_view_f32(&file, NULL, 0, &view), SPELT_ERR_ARG,
                   "spelt_npy_view_f32: the file is closed");
    spelt_npy_close(&file);
    spelt_npy_close(NULL);
}

Test(npy, type_names)
{
    for (size_t t = 0; t < TYPES; t++)
        cr_expect_str_eq(spelt_type_name(types[t].type), types[t].name);
    cr_expect_str_eq(spelt_type_name((spelt_type)0), "?");
    cr_expect_str_eq(spelt_type_name((spelt_type)15), "?");
}

/* ---- Files that NumPy wrote ---------------------------------------------------------------- */

/* The numbers of a NIST data set, which follow the line "Data: Y". Returns how many there are. */
static size_t read_nist(const char *name, double *values, size_t room)
{
    FILE *text = fopen(sample(name), "r");
    cr_assert(text != NULL, "%s", name);
    char line[256];
    size_t count = 0;
    int within = 0;
    while (fgets(line, sizeof line, text) != NULL) {
        char *end;
        double value = strtod(line, &end);
        if (within && end != line) {
            cr_assert(count < room);
            values[count++] = value;
        }
        within |= strncmp(line, "Data: Y", 7) == 0;
    }
    fclose(text);
    return count;
}

static void check_f64_sample(const char *name, const double *values, size_t count)
{
    spelt_npy file = open_npy(sample(name));
    spelt_in_f64 view;
    cr_assert(spelt_npy_view_f64(&file, NULL, 0, &view) == SPELT_OK, "%s", spelt_last_error());
    cr_assert(view.ndim == 1 && view.shape[0] == count, "%s", name);
    cr_expect(memcmp(view.data, values, count * sizeof *values) == 0, "%s", name);
    spelt_npy_close(&file);
}

Test(npy, f64_samples)
{
    double values[1100];
    size_t count = read_nist("nist/Michelso.dat", values, 1100);
    cr_assert(count == 100);
    check_f64_sample("npy/michelson_f64.npy", values, count);
    check_f64_sample("npy/michelson_f64_v2.npy", values, count);
    check_f64_sample("npy/michelson_f64_v3.npy", values, count);
    count = read_nist("nist/NumAcc4.dat", values, 1100);
    cr_assert(count == 1001);
    check_f64_sample("npy/numacc4_f64.npy", values, count);
}

Test(npy, big_endian_sample)
{
    double values[100];
    cr_assert(read_nist("nist/Michelso.dat", values, 100) == 100);
    spelt_npy file = open_npy(sample("npy/michelson_f32_bigendian.npy"));
    cr_expect(file.memory == 100 || native_order() == '>');
    float memory[100];
    spelt_in_f32 view;
    cr_assert(spelt_npy_view_f32(&file, memory, 100, &view) == SPELT_OK, "%s", spelt_last_error());
    for (size_t i = 0; i < 100; i++)
        cr_expect(view.data[i] == (float)values[i], "element %zu", i);
    spelt_npy_close(&file);
    cr_expect(memory[99] == (float)values[99], "the caller's memory outlives the file");
}

/* The first 216 drawings, as 12 rows of 18. */
Test(npy, integer_samples)
{
    double values[218];
    cr_assert(read_nist("nist/Lottery.dat", values, 218) == 218);
    spelt_npy wide = open_npy(sample("npy/lottery_i64.npy"));
    spelt_in_i64 x;
    cr_assert(spelt_npy_view_i64(&wide, NULL, 0, &x) == SPELT_OK, "%s", spelt_last_error());
    cr_assert(x.ndim == 1 && x.shape[0] == 218);
    for (size_t i = 0; i < 218; i++)
        cr_expect(x.data[i] == (int64_t)values[i], "element %zu", i);
    spelt_npy_close(&wide);
    spelt_npy narrow = open_npy(sample("npy/lottery_i32_2d_fortran.npy"));
    spelt_in_i32 y;
    cr_assert(spelt_npy_view_i32(&narrow, NULL, 0, &y) == SPELT_OK, "%s", spelt_last_error());
    cr_assert(narrow.fortran_order && y.ndim == 2 && y.shape[0] == 12 && y.shape[1] == 18);
    for (ptrdiff_t i = 0; i < 12; i++) {
        for (ptrdiff_t j = 0; j < 18; j++)
            cr_expect(y.data[i * y.stride[0] + j * y.stride[1]] == (int32_t)values[18 * i + j],
                      "element (%td, %td)", i, j);
    }
    spelt_npy_close(&narrow);
}

Test(npy, scalar_and_empty_samples)
{
    spelt_npy file = open_npy(sample("npy/scalar_f64.npy"));
    spelt_in_f64 view;
    cr_assert(spelt_npy_view_f64(&file, NULL, 0, &view) == SPELT_OK, "%s", spelt_last_error());
    cr_expect(view.ndim == 0 && file.count == 1 && *view.data == 2.5);
    spelt_npy_close(&file);
    file = open_npy(sample("npy/empty_f64.npy"));
    cr_assert(spelt_npy_view_f64(&file, NULL, 0, &view) == SPELT_OK, "%s", spelt_last_error());
    cr_expect(view.ndim == 2 && view.shape[0] == 0 && view.shape[1] == 3 && file.count == 0);
    spelt_npy_close(&file);
}
