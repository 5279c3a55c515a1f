/* test_npy_refuse.c - every file that spelt_npy_open() must not open, and what it says. */
#include "npy_files.h"

#include <sys/socket.h>
#include <sys/un.h>

TestSuite(npy_refuse, .init = scratch_open, .fini = scratch_close, .timeout = 60);

#define DESCR "'descr': '<f8', "
#define ORDER "'fortran_order': False, "
#define SHAPE "'shape': (2,), "
#define WITH_DESCR(value) "{'descr': " value ", " ORDER SHAPE "}\n"
#define WITH_ORDER(value) "{" DESCR "'fortran_order': " value ", " SHAPE "}\n"
#define WITH_SHAPE(value) "{" DESCR ORDER "'shape': " value ", }\n"
#define UNSUPPORTED_TYPE(descr, words)                                                             \
    WITH_DESCR("'" descr "'"), SPELT_ERR_UNSUPPORTED,                                              \
        "elements of type '" descr "' (" words ") are not supported; f2, f4, f8, i1 to i8, u1 " \
        "to u8, c8, c16 and b1 are, after < or >"

typedef struct {
    const char *text;
    spelt_status status;
    const char *reason;
} refusal;

/* Each file has version 1.0 and 16 bytes of data: right but for the header's text. */
static void refuse_all(const refusal *refusals, size_t count)
{
    static const unsigned char data[16];
    for (size_t i = 0; i < count; i++)
        expect_refused(write_npy("x.npy", 1, refusals[i].text, data, sizeof data),
                       refusals[i].status, refusals[i].reason);
}
#define REFUSE_ALL(refusals) refuse_all(refusals, sizeof(refusals) / sizeof(refusals)[0])

/* The frame that all rows below vary is itself accepted. */
Test(npy_refuse, but_not_the_frame)
{
    static const unsigned char data[16];
    const char *frames[] = {"{" DESCR ORDER SHAPE "}\n", WITH_DESCR("'<f8'"), WITH_ORDER("False"),
                            WITH_SHAPE("(2,)")};
    for (size_t i = 0; i < 4; i++) {
        spelt_npy file = open_npy(write_npy("x.npy", 1, frames[i], data, sizeof data));
        spelt_npy_close(&file);
    }
}

Test(npy_refuse, dictionary)
{
    static const refusal refusals[] = {
        {"", SPELT_ERR_FORMAT, "the header ends where { is expected"},
        {"   \n", SPELT_ERR_FORMAT, "the header ends where { is expected"},
        {"[]", SPELT_ERR_FORMAT, "{ is expected at byte 10, not ["},
        {"{", SPELT_ERR_FORMAT, "the header ends where a key is expected"},
        {"{,}", SPELT_ERR_FORMAT, "a key is expected at byte 11, not ,"},
        {"{}\n", SPELT_ERR_FORMAT, "no key 'descr' in the header"},
        {"{" ORDER SHAPE "}", SPELT_ERR_FORMAT, "no key 'descr' in the header"},
        {"{" DESCR SHAPE "}", SPELT_ERR_FORMAT, "no key 'fortran_order' in the header"},
        {"{" DESCR ORDER "}", SPELT_ERR_FORMAT, "no key 'shape' in the header"},
        {"{" DESCR ORDER SHAPE DESCR "}", SPELT_ERR_FORMAT, "key 'descr' twice in the header"},
        {"{" DESCR ORDER ORDER SHAPE "}", SPELT_ERR_FORMAT,
         "key 'fortran_order' twice in the header"},
        {"{" DESCR ORDER SHAPE SHAPE "}", SPELT_ERR_FORMAT, "key 'shape' twice in the header"},
        {"{" DESCR ORDER SHAPE "'size': 2}", SPELT_ERR_FORMAT, "unknown key 'size' in the header"},
        {"{'Descr': '<f8'}", SPELT_ERR_FORMAT, "unknown key 'Descr' in the header"},
        {"{'desc': '<f8'}", SPELT_ERR_FORMAT, "unknown key 'desc' in the header"},
        {"{'descr ': '<f8'}", SPELT_ERR_FORMAT, "unknown key 'descr ' in the header"},
        {"{'': '<f8'}", SPELT_ERR_FORMAT, "unknown key '' in the header"},
        {"{'\x1b[2J': 1}", SPELT_ERR_FORMAT, "a plain character is expected at byte 12, not \\x1b"},
        {"{'\xc3\xa9\x7f': 1}", SPELT_ERR_FORMAT, "unknown key '\\xc3\\xa9\\x7f' in the header"},
        {"{'0123456789012345678901234567890123456789012345678901234567890': 1}", SPELT_ERR_FORMAT,
         "unknown key '01234567890123456789012345678901234567890...' in the "
         "header"},
        {"{'\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff': 1}", SPELT_ERR_FORMAT,
         "unknown key '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff...' in the "
         "header"},
        {"{descr: '<f8'}", SPELT_ERR_FORMAT, "a key is expected at byte 11, not d"},
        {"{'descr' '<f8'}", SPELT_ERR_FORMAT, ": after a key is expected at byte 19, not '"},
        {"{'descr': '<f8' " ORDER SHAPE "}", SPELT_ERR_FORMAT,
         ", or } is expected at byte 26, not '"},
        {"{" DESCR ORDER SHAPE, SPELT_ERR_FORMAT, "the header ends where a key is expected"},
        {"{" DESCR ORDER "'shape': (2,)", SPELT_ERR_FORMAT,
         "the header ends where , or } is expected"},
        {"{'descr", SPELT_ERR_FORMAT, "the header ends where the end of a string is expected"},
        {"{'descr\\x27': 1}", SPELT_ERR_FORMAT, "a plain character is expected at byte 17, not \\"},
        {"{'descr\n': 1}", SPELT_ERR_FORMAT, "a plain character is expected at byte 17, not \\x0a"},
        {"{\"descr': 1}", SPELT_ERR_FORMAT,
         "the header ends where the end of a string is expected"},
        {"{" DESCR ORDER SHAPE "} x\n", SPELT_ERR_FORMAT,
         "nothing more is expected at byte 68, not x"},
        {"{" DESCR ORDER SHAPE "}}", SPELT_ERR_FORMAT,
         "nothing more is expected at byte 67, not }"},
        {"{" DESCR ORDER SHAPE "} # x\n", SPELT_ERR_FORMAT,
         "nothing more is expected at byte 68, not #"},
    };
    REFUSE_ALL(refusals);
}

/* A byte of 0 ends nothing: it is one more character that may not be there. */
Test(npy_refuse, zero_bytes)
{
    static const char after[] = "{" DESCR ORDER SHAPE "}\0\0\n";
    static const char within[] = "{'descr': '<f8\0', " ORDER SHAPE "}";
    unsigned char bytes[256] = {0};
    size_t offset = put_header(bytes, 1, after, sizeof after - 1);
    expect_refused(write_file("x.npy", bytes, offset + 16), SPELT_ERR_FORMAT,
                   "nothing more is expected at byte 67, not \\x00");
    offset = put_header(bytes, 1, within, sizeof within - 1);
    expect_refused(write_file("x.npy", bytes, offset + 16), SPELT_ERR_FORMAT,
                   "a plain character is expected at byte 24, not \\x00");
}

Test(npy_refuse, order)
{
    static const refusal refusals[] = {
        {WITH_ORDER("1"), SPELT_ERR_FORMAT,
         "True or False as fortran_order is expected at byte 44, not 1"},
        {WITH_ORDER("'True'"), SPELT_ERR_FORMAT,
         "True or False as fortran_order is expected at byte 44, not '"},
        {WITH_ORDER("true"), SPELT_ERR_FORMAT,
         "True or False as fortran_order is expected at byte 44, not t"},
        {WITH_ORDER("None"), SPELT_ERR_FORMAT,
         "True or False as fortran_order is expected at byte 44, not N"},
        {WITH_ORDER("Falsehood"), SPELT_ERR_FORMAT, ", or } is expected at byte 49, not h"},
        {"{'fortran_order': Fals", SPELT_ERR_FORMAT,
         "True or False as fortran_order is expected at byte 28, not F"},
        {"{'fortran_order': ", SPELT_ERR_FORMAT,
         "the header ends where True or False as fortran_order is expected"},
    };
    REFUSE_ALL(refusals);
}

Test(npy_refuse, shape)
{
    static const refusal refusals[] = {
        {WITH_SHAPE("2"), SPELT_ERR_FORMAT, "( of the shape is expected at byte 60, not 2"},
        {WITH_SHAPE("[2]"), SPELT_ERR_FORMAT, "( of the shape is expected at byte 60, not ["},
        {WITH_SHAPE("(2)"), SPELT_ERR_FORMAT, ", in the shape is expected at byte 62, not )"},
        {WITH_SHAPE("(,)"), SPELT_ERR_FORMAT,
         "an extent of the shape is expected at byte 61, not ,"},
        {WITH_SHAPE("(2,,1)"), SPELT_ERR_FORMAT,
         "an extent of the shape is expected at byte 63, not ,"},
        {WITH_SHAPE("(2 1)"), SPELT_ERR_FORMAT, ", in the shape is expected at byte 63, not 1"},
        {WITH_SHAPE("(2, 1 1)"), SPELT_ERR_FORMAT,
         ", or ) in the shape is expected at byte 66, not 1"},
        {WITH_SHAPE("(-2,)"), SPELT_ERR_FORMAT, "a negative extent in the shape"},
        {WITH_SHAPE("(2, -1)"), SPELT_ERR_FORMAT, "a negative extent in the shape"},
        {WITH_SHAPE("(+2,)"), SPELT_ERR_FORMAT,
         "an extent of the shape is expected at byte 61, not +"},
        {WITH_SHAPE("(True,)"), SPELT_ERR_FORMAT,
         "an extent of the shape is expected at byte 61, not T"},
        {WITH_SHAPE("('2',)"), SPELT_ERR_FORMAT,
         "an extent of the shape is expected at byte 61, not '"},
        {WITH_SHAPE("(02,)"), SPELT_ERR_FORMAT,
         "an extent without a leading zero is expected at byte 62, not 2"},
        {WITH_SHAPE("(0x2,)"), SPELT_ERR_FORMAT, ", in the shape is expected at byte 62, not x"},
        {WITH_SHAPE("(2.0,)"), SPELT_ERR_FORMAT, ", in the shape is expected at byte 62, not ."},
        {WITH_SHAPE("(1_0,)"), SPELT_ERR_FORMAT, ", in the shape is expected at byte 62, not _"},
        {WITH_SHAPE("(2LL,)"), SPELT_ERR_FORMAT, ", in the shape is expected at byte 63, not L"},
        {WITH_SHAPE("((2,),)"), SPELT_ERR_FORMAT,
         "an extent of the shape is expected at byte 61, not ("},
        {"{'shape': (2,", SPELT_ERR_FORMAT,
         "the header ends where an extent of the shape is expected"},
        {"{'shape': (2", SPELT_ERR_FORMAT, "the header ends where , in the shape is expected"},
        {WITH_SHAPE("(1, 1, 1, 1, 1, 1, 1, 1, 2)"), SPELT_ERR_SHAPE,
         "the shape has more than 8 dimensions"},
        {WITH_SHAPE("(18446744073709551616,)"), SPELT_ERR_SHAPE,
         "an extent of the shape overflows size_t"},
        {WITH_SHAPE("(99999999999999999999999999999999999999,)"), SPELT_ERR_SHAPE,
         "an extent of the shape overflows size_t"},
        {WITH_SHAPE("(18446744073709551615,)"), SPELT_ERR_SHAPE,
         "the bytes of shape (18446744073709551615,) overflow ptrdiff_t"},
        {WITH_SHAPE("(4294967296, 4294967296)"), SPELT_ERR_SHAPE,
         "the bytes of shape (4294967296, 4294967296) overflow ptrdiff_t"},
        {WITH_SHAPE("(4611686018427387904, 4)"), SPELT_ERR_SHAPE,
         "the bytes of shape (4611686018427387904, 4) overflow ptrdiff_t"},
        {WITH_SHAPE("(1152921504606846976,)"), SPELT_ERR_SHAPE,
         "the bytes of shape (1152921504606846976,) overflow ptrdiff_t"},
        {WITH_SHAPE("(0, 4611686018427387904, 4)"), SPELT_ERR_SHAPE,
         "the bytes of shape (0, 4611686018427387904, 4) overflow ptrdiff_t"},
        {WITH_SHAPE("(1152921504606846975,)"), SPELT_ERR_FORMAT,
         "shape (1152921504606846975,) of f64 takes 9223372036854775800 bytes, the file has 16"},
        {WITH_SHAPE("(3,)"), SPELT_ERR_FORMAT, "shape (3,) of f64 takes 24 bytes, the file has 16"},
        {WITH_SHAPE("(3, 1, 2)"), SPELT_ERR_FORMAT,
         "shape (3, 1, 2) of f64 takes 48 bytes, the file has 16"},
    };
    REFUSE_ALL(refusals);
}

/* An array of which even one byte is missing. */
Test(npy_refuse, truncated_data)
{
    static const unsigned char data[16];
    for (size_t bytes = 0; bytes < sizeof data; bytes++) {
        char reason[128];
        snprintf(reason, sizeof reason, "shape (2,) of f64 takes 16 bytes, the file has %zu",
                 bytes);
        expect_refused(write_npy("x.npy", 1, WITH_SHAPE("(2,)"), data, bytes), SPELT_ERR_FORMAT,
                       reason);
    }
}

Test(npy_refuse, element_types)
{
    static const refusal refusals[] = {
        {UNSUPPORTED_TYPE("|O", "Python objects, which are pickled")},
        {UNSUPPORTED_TYPE("O", "Python objects, which are pickled")},
        {UNSUPPORTED_TYPE("|S8", "byte strings")},
        {UNSUPPORTED_TYPE("|a8", "byte strings")},
        {UNSUPPORTED_TYPE("<U2", "strings")},
        {UNSUPPORTED_TYPE("|T16", "strings")},
        {UNSUPPORTED_TYPE("|V8", "raw bytes")},
        {UNSUPPORTED_TYPE("<M8[ns]", "dates")},
        {UNSUPPORTED_TYPE("<m8[s]", "time differences")},
        {UNSUPPORTED_TYPE("|b", "booleans or bytes")},
        {UNSUPPORTED_TYPE("<b2", "booleans or bytes")},
        {UNSUPPORTED_TYPE("b1", "booleans or bytes")},
        {UNSUPPORTED_TYPE("=b1", "booleans or bytes")},
        {UNSUPPORTED_TYPE("<?", "unknown")},
        {UNSUPPORTED_TYPE("??", "unknown")},
        {UNSUPPORTED_TYPE("<c32", "complex numbers")},
        {UNSUPPORTED_TYPE("<c1", "complex numbers")},
        {UNSUPPORTED_TYPE("|c8", "complex numbers")},
        {UNSUPPORTED_TYPE("<c160", "complex numbers")},
        {UNSUPPORTED_TYPE("<f16", "floating point")},
        {UNSUPPORTED_TYPE("|i2", "integers")},
        {UNSUPPORTED_TYPE("<i3", "integers")},
        {UNSUPPORTED_TYPE("<u16", "unsigned integers")},
        {UNSUPPORTED_TYPE("f8", "floating point")},
        {UNSUPPORTED_TYPE("=f8", "floating point")},
        {UNSUPPORTED_TYPE("|f8", "floating point")},
        {UNSUPPORTED_TYPE("<f", "floating point")},
        {UNSUPPORTED_TYPE("<f8 ", "floating point")},
        {UNSUPPORTED_TYPE("<F8", "unknown")},
        {UNSUPPORTED_TYPE("<", "unknown")},
        {UNSUPPORTED_TYPE("", "unknown")},
        {WITH_DESCR("('<f8', (2,))"), SPELT_ERR_UNSUPPORTED,
         "elements of a subarray type are not supported"},
        {WITH_DESCR("8"), SPELT_ERR_FORMAT, "a string as descr is expected at byte 20, not 8"},
        {WITH_DESCR("u'<f8'"), SPELT_ERR_FORMAT, "a string as descr is expected at byte 20, not u"},
    };
    REFUSE_ALL(refusals);
}

/* Every file cut short before its header ends, and every byte of the magic changed. */
Test(npy_refuse, preamble)
{
    static const char no_magic[] = "not an .npy file: it does not begin with \\x93NUMPY";
    unsigned char bytes[256] = {0};
    for (int version = 1; version <= 3; version++) {
        size_t end = put_header(bytes, version, WITH_SHAPE("(2,)"), strlen(WITH_SHAPE("(2,)")));
        size_t text = version == 1 ? 10 : 12;
        for (size_t length = 0; length < end; length++) {
            char reason[128];
            if (length < 6)
                snprintf(reason, sizeof reason, "%s", no_magic);
            else if (length < text)
                snprintf(reason, sizeof reason, "the file ends after %zu bytes, before its header",
                         length);
            else
                snprintf(reason, sizeof reason,
                         "the header of %zu bytes ends past the end of the file", end - text);
            expect_refused(write_file("x.npy", bytes, length), SPELT_ERR_FORMAT, reason);
        }
        for (size_t i = 0; i < 6; i++) {
            bytes[i] ^= 0x20;
            expect_refused(write_file("x.npy", bytes, end + 16), SPELT_ERR_FORMAT, no_magic);
            bytes[i] ^= 0x20;
        }
    }
}

Test(npy_refuse, versions)
{
    static const unsigned char versions[][2] = {{0, 0}, {0, 1}, {1, 1},   {2, 1},
                                                {3, 1}, {4, 0}, {1, 255}, {255, 0}};
    unsigned char bytes[256] = {0};
    size_t end = put_header(bytes, 1, WITH_SHAPE("(2,)"), strlen(WITH_SHAPE("(2,)")));
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        memcpy(bytes + 6, versions[i], 2);
        char reason[128];
        snprintf(reason, sizeof reason,
                 "version %d.%d of the format; 1.0, 2.0 and 3.0 are supported", versions[i][0],
                 versions[i][1]);
        expect_refused(write_file("x.npy", bytes, end + 16), SPELT_ERR_UNSUPPORTED, reason);
    }
}

Test(npy_refuse, long_headers)
{
    static unsigned char bytes[12 + 70000];
    static char text[70000];
    memset(text, ' ', sizeof text);
    memcpy(text, WITH_SHAPE("(2,)"), strlen(WITH_SHAPE("(2,)")));
    for (int version = 1; version <= 3; version++) {
        size_t end = put_header(bytes, version, text, 10000);
        spelt_npy file = open_npy(write_file("x.npy", bytes, end + 16));
        cr_expect(file.count == 2);
        spelt_npy_close(&file);
        end = put_header(bytes, version, text, 10001);
        expect_refused(write_file("x.npy", bytes, end + 16), SPELT_ERR_UNSUPPORTED,
                       "a header of 10001 bytes; at most 10000 are read");
    }
    size_t end = put_header(bytes, 2, text, 65536 + 16);
    expect_refused(write_file("x.npy", bytes, end), SPELT_ERR_UNSUPPORTED,
                   "a header of 65552 bytes; at most 10000 are read");
    end = put_header(bytes, 2, text, 64);
    memset(bytes + 8, 0xff, 4);
    expect_refused(write_file("x.npy", bytes, end), SPELT_ERR_FORMAT,
                   "the header of 4294967295 bytes ends past the end of the file");
}

Test(npy_refuse, what_is_no_file)
{
    expect_refused(in_scratch("none.npy"), SPELT_ERR_IO, "cannot open: No such file or directory");
    expect_refused("", SPELT_ERR_IO, "cannot open: No such file or directory");
    expect_refused(scratch, SPELT_ERR_IO, "not a regular file");
    expect_refused("/dev/null", SPELT_ERR_IO, "not a regular file");

    cr_assert(mkfifo(in_scratch("fifo"), 0600) == 0);
    expect_refused(in_scratch("fifo"), SPELT_ERR_IO, "not a regular file");

    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, in_scratch("socket"));
    int unix_socket = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert(bind(unix_socket, (struct sockaddr *)&address, sizeof address) == 0);
    expect_refused(in_scratch("socket"), SPELT_ERR_IO, "cannot open: No such device or address");
    close(unix_socket);

    cr_assert(symlink("loop", in_scratch("loop")) == 0);
    expect_refused(in_scratch("loop"), SPELT_ERR_IO,
                   "cannot open: Too many levels of symbolic links");

    expect_refused(write_file("x.npy", "", 0), SPELT_ERR_FORMAT,
                   "not an .npy file: it does not begin with \\x93NUMPY");
}

Test(npy_refuse, what_may_not_be_read)
{
    const char *path = write_file("x.npy", "", 0);
    cr_assert(chmod(path, 0) == 0);
    if (access(path, R_OK) == 0)
        skip_and_close("this user may read every file");
    expect_refused(path, SPELT_ERR_IO, "cannot open: Permission denied");
}

Test(npy_refuse, null)
{
    spelt_npy file;
    expect_failure(spelt_npy_open(NULL, &file), SPELT_ERR_NULL, "spelt_npy_open: path is NULL");
    expect_failure(spelt_npy_open("x.npy", NULL), SPELT_ERR_NULL, "spelt_npy_open: file is NULL");
}

/* The end of a long path is shown, and the reason is never cut. */
Test(npy_refuse, long_paths)
{
    char path[6001];
    memset(path, 'a', 6000);
    path[6000] = '\0';
    /* Where the cut would fall within a character of UTF-8, it falls behind it. */
    memcpy(path + 6000 - 157, "\xe2\x82\xac", 3);
    char message[512];
    snprintf(message, sizeof message, "spelt_npy_open: ...%s: cannot open: File name too long",
             path + 6000 - 154);
    spelt_npy file;
    expect_failure(spelt_npy_open(path, &file), SPELT_ERR_IO, message);
}

Test(npy_refuse, sample_files)
{
    static const struct {
        const char *name;
        spelt_status status;
        const char *reason;
    } samples[] = {
        {"npy/refuse_object.npy", SPELT_ERR_UNSUPPORTED,
         "elements of type '|O' (Python objects, which are pickled) are not supported; f2, f4, f8, "
         "i1 to i8, u1 to u8, c8, c16 and b1 are, after < or >"},
        {"npy/refuse_unicode.npy", SPELT_ERR_UNSUPPORTED,
         "elements of type '<U2' (strings) are not supported; f2, f4, f8, i1 to i8, u1 to "
         "u8, c8, c16 and b1 are, after < or >"},
        {"npy/refuse_truncated.npy", SPELT_ERR_FORMAT,
         "shape (100,) of f64 takes 800 bytes, the file has 795"},
        {"npy/refuse_header_len.npy", SPELT_ERR_FORMAT,
         "the header of 65535 bytes ends past the end of the file"},
        {"npy/refuse_shape_wraps.npy", SPELT_ERR_SHAPE,
         "the bytes of shape (4611686018427387904, 4) overflow ptrdiff_t"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const char *path = sample(samples[i].name);
        spelt_npy file;
        spelt_status status = spelt_npy_open(path, &file);
        size_t length = strlen(spelt_last_error());
        size_t reason_length = strlen(samples[i].reason);
        cr_expect(status == samples[i].status, "%s: %s", samples[i].name,
                  spelt_status_name(status));
        cr_expect(length > reason_length, "%s: %s", samples[i].name, spelt_last_error());
        cr_expect_str_eq(spelt_last_error() + length - reason_length, samples[i].reason);
    }
}
