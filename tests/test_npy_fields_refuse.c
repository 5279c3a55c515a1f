/* test_npy_fields_refuse.c - structured types and fields that must not be read, and what is said.
 */
#include "npy_records.h"

TestSuite(npy_fields_refuse, .init = scratch_open, .fini = scratch_close, .timeout = 60);

Test(npy_fields_refuse, when_opened)
{
    static const struct {
        const char *text;
        spelt_status status;
        const char *reason;
    } refusals[] = {
        {WITH("[]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "records of 0 fields and 0 bytes are not supported"},
        {WITH("[('', '|V4')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "records of 0 fields and 4 bytes are not supported"},
        {WITH("[('a', '|S0')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "records of 1 fields and 0 bytes are not supported"},
        {WITH("[('a', '<f8'), ('o', '|O')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '|O' (Python objects, which are pickled) are not supported"},
        {WITH("[('a', [('o', '|O')])]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '|O' (Python objects, which are pickled) are not supported"},
        {WITH("[('a', '<O8')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '<O8' (Python objects, which are pickled) are not supported"},
        {WITH("[('a', '|T16')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '|T16' (strings) are not supported"},
        {WITH("[('a', '<f')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '<f' (floating point) are not supported"},
        {WITH("[('a', '<f8x')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '<f8x' (floating point) are not supported"},
        {WITH("[('a', '<f8[s]')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '<f8[s]' (floating point) are not supported"},
        {WITH("[('a', '<M8[s')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '<M8[s' (dates) are not supported"},
        {WITH("[('a', '<m8s]')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '<m8s]' (time differences) are not supported"},
        {WITH("[('a', '')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '' (unknown) are not supported"},
        {WITH("[('a', '|V99999999999999999999')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '|V99999999999999999999' (raw bytes) are not supported"},
        {WITH("[('a', '|V18446744073709551616')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '|V18446744073709551616' (raw bytes) are not supported"},
        {WITH("[('a', '<U4611686018427387904')]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields of type '<U4611686018427387904' (strings) are not supported"},
        {WITH("[('a', '|V9223372036854775808')]", "(2,)"), SPELT_ERR_SHAPE,
         "the bytes of a record overflow ptrdiff_t"},
        {WITH("[('a', '|V9223372036854775807'), ('b', '|V1')]", "(2,)"), SPELT_ERR_SHAPE,
         "the bytes of a record overflow ptrdiff_t"},
        {WITH("[('a', '|V1'), ('b', '|V18446744073709551615')]", "(2,)"), SPELT_ERR_SHAPE,
         "the bytes of a record overflow ptrdiff_t"},
        {WITH("[('a', '|V9223372036854775807', (2, 2))]", "(2,)"), SPELT_ERR_SHAPE,
         "the bytes of a record overflow ptrdiff_t"},
        {WITH("[('a', [('b', '|V4611686018427387904', 2)])]", "(2,)"), SPELT_ERR_SHAPE,
         "the bytes of a record overflow ptrdiff_t"},
        {WITH("[('a', '|V8', 99999999999999999999)]", "(2,)"), SPELT_ERR_SHAPE,
         "an extent of a field's shape overflows size_t"},
        {WITH("[('a', '|V4611686018427387904')]", "(2,)"), SPELT_ERR_SHAPE,
         "the bytes of shape (2,) overflow ptrdiff_t"},
        {WITH("[('a', '<f8'), ('b', '|u1')]", "(2,)"), SPELT_ERR_FORMAT,
         "shape (2,) of records of 9 bytes takes 18 bytes, the file has 16"},
        {WITH("[('a', '<f8')", "(2,)"), SPELT_ERR_FORMAT,
         "( of a field is expected at byte 35, not '"},
        {WITH("['a']", "(2,)"), SPELT_ERR_FORMAT, "( of a field is expected at byte 21, not '"},
        {WITH("[('a', '<f8') ('b', '<f8')]", "(2,)"), SPELT_ERR_FORMAT,
         ", or ] after a field is expected at byte 34, not ("},
        {WITH("[('a')]", "(2,)"), SPELT_ERR_FORMAT,
         ", after the name of a field is expected at byte 25, not )"},
        {WITH("[(1, '<f8')]", "(2,)"), SPELT_ERR_FORMAT,
         "the name of a field is expected at byte 22, not 1"},
        {WITH("[('a', 8)]", "(2,)"), SPELT_ERR_FORMAT,
         "the type of a field is expected at byte 27, not 8"},
        {WITH("[('a', '<f8', -1)]", "(2,)"), SPELT_ERR_FORMAT,
         "an extent of a field's shape is expected at byte 34, not -"},
        {WITH("[('a', '<f8', (1 2))]", "(2,)"), SPELT_ERR_FORMAT,
         ", or ) in a field's shape is expected at byte 37, not 2"},
        {WITH("[('a', '<f8', (01,))]", "(2,)"), SPELT_ERR_FORMAT,
         "an extent without a leading zero is expected at byte 36, not 1"},
        {WITH("[('a', '<f8', (1,), 2)]", "(2,)"), SPELT_ERR_FORMAT,
         ") after a field is expected at byte 40, not 2"},
        {WITH("[(('t' 'a'), '<f8')]", "(2,)"), SPELT_ERR_FORMAT,
         ", after a title is expected at byte 27, not '"},
        {WITH("[(('t', 'a', 'b'), '<f8')]", "(2,)"), SPELT_ERR_FORMAT,
         ") after a title and a name is expected at byte 31, not ,"},
        {WITH("[((1, 'a'), '<f8')]", "(2,)"), SPELT_ERR_FORMAT,
         "the title of a field is expected at byte 23, not 1"},
        {WITH("[('a\\\\b', '<f8')]", "(2,)"), SPELT_ERR_FORMAT,
         "a plain character is expected at byte 24, not \\"},
        {WITH("[('a', [('a', [('a', [('a', [('a', '|u1')])])])])]", "(2,)"), SPELT_ERR_UNSUPPORTED,
         "fields in fields, more than 4 deep"},
        {"{'descr': [('a', '<f8', (1", SPELT_ERR_FORMAT,
         "the header ends where , or ) in a field's shape is expected"},
        {"{'descr': [('a', '<f8', ", SPELT_ERR_FORMAT,
         "the header ends where an extent of a field's shape is expected"},
        {"{'descr': [", SPELT_ERR_FORMAT, "the header ends where ( of a field is expected"},
    };
    static const unsigned char data[16];
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        expect_refused(write_npy("x.npy", 1, refusals[i].text, data, sizeof data),
                       refusals[i].status, refusals[i].reason);
    /* Four deep is not too deep. */
    spelt_npy file = open_npy(
        write_npy("x.npy", 1, WITH("[('a', [('a', [('a', [('a', '|u1')])])])]", "(2,)"), data, 2));
    expect_no_field(&file, "a", SPELT_ERR_UNSUPPORTED, "field 'a' has fields of its own");
    spelt_npy_close(&file);
}

Test(npy_fields_refuse, when_asked)
{
    static const unsigned char zeros[24];
    spelt_npy file = open_records(1, WITH("[('a', '<f8'), ('c', '<M8')]", "(1,)"), zeros, 16);
    spelt_npy field;
    spelt_in_f64 view;
    char message[512];
    snprintf(message, sizeof message,
             "spelt_npy_view_f64: %s has fields; spelt_npy_field gives one of them", file.name);
    expect_failure(spelt_npy_view_f64(&file, NULL, 0, &view), SPELT_ERR_ARG, message);
    expect_no_field(&file, "c", SPELT_ERR_UNSUPPORTED,
                    "field 'c' of type '<M8' (dates) is not supported; f2, f4, f8, i1 "
                    "to i8, u1 to u8, c8, c16 and b1 are, after < or >");
    expect_failure(spelt_npy_field(NULL, "a", &field), SPELT_ERR_NULL,
                   "spelt_npy_field: file is NULL");
    expect_failure(spelt_npy_field(&file, NULL, &field), SPELT_ERR_NULL,
                   "spelt_npy_field: name is NULL");
    expect_failure(spelt_npy_field(&file, "a", NULL), SPELT_ERR_NULL,
                   "spelt_npy_field: field is NULL");
    spelt_npy before = file;
    snprintf(message, sizeof message, "spelt_npy_field: %s: field is file itself", file.name);
    expect_failure(spelt_npy_field(&file, "a", &file), SPELT_ERR_ARG, message);
    cr_expect(memcmp(&before, &file, sizeof file) == 0);
    field = field_of(&file, "a");
    spelt_npy again;
    snprintf(message, sizeof message, "spelt_npy_field: %s['a']: holds f64, and no fields",
             file.name);
    expect_failure(spelt_npy_field(&field, "a", &again), SPELT_ERR_ARG, message);
    spelt_npy_close(&file);
    expect_failure(spelt_npy_field(&file, "a", &field), SPELT_ERR_ARG,
                   "spelt_npy_field: the file is closed");

    int descriptor = open(in_scratch("x.npy"), O_RDONLY);
    check(spelt_npy_open_descriptor(descriptor, &file));
    cr_expect(file.type == 0 && file.fields == 2 && file.bytes == 16 && file.memory == 0);
    expect_no_field(&file, "a", SPELT_ERR_UNSUPPORTED,
                    "fields of a stream; spelt_npy_open_bytes takes one that is in memory from its header on");
    double memory[2];
    snprintf(message, sizeof message,
             "spelt_npy_read_f64: %s has fields; spelt_npy_field gives one of them", file.name);
    expect_failure(spelt_npy_read_f64(&file, memory, 2, &view), SPELT_ERR_ARG, message);
    close(descriptor);
}

/* A header that is written to after it was opened: what lies outside is never read. */
Test(npy_fields_refuse, header_written_to)
{
    static const char text[] = WITH("[('a', '|u1'), ('b', '<i4')]", "(2,)");
    unsigned char whole[256];
    size_t offset = put_header(whole, 1, text, sizeof text - 1), size = offset + 10;
    unsigned char *bytes = malloc(size);
    cr_assert(bytes != NULL);
    memset(whole + offset, 0, 10);
    for (size_t i = 10; i < offset; i++) {
        for (int byte = 0; byte < 256; byte++) {
            spelt_npy file, field;
            memcpy(bytes, whole, size);
            check(spelt_npy_open_bytes(bytes, size, &file));
            bytes[i] = (unsigned char)byte;
            if (spelt_npy_field(&file, "b", &field) != SPELT_OK)
                continue;
            cr_assert(field.offset + 5 * (field.count - 1) + spelt_type_size(field.type) <= size,
                      "byte %zu as %d", i, byte);
        }
    }
    /* Two records of 9 bytes where there were two of 5. */
    spelt_npy file;
    memcpy(bytes, whole, size);
    check(spelt_npy_open_bytes(bytes, size, &file));
    memcpy(strstr((char *)bytes + 10, "<i4"), "<i8", 3);
    expect_no_field(&file, "b", SPELT_ERR_FORMAT, "the header is another one by now");
    free(bytes);
}
