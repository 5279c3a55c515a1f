/* test_npy_stream.c - .npy files from memory, from pipes and from files that are not mapped. */
#include "npy_files.h"

#include <pthread.h>
#include <signal.h>

TestSuite(npy_stream, .init = scratch_open, .fini = scratch_close, .timeout = 60);

static const double three[] = {1.5, -0.0, 3.5};
static const int32_t four[] = {INT32_MIN, -1, 7, INT32_MAX};

#define F64_HEADER(order) "{'descr': '" order "f8', 'fortran_order': False, 'shape': (3,), }\n"

static const int is_little_endian = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

/* A file of `three` in either byte order, with version 1.0 and 128 bytes before its elements. */
static size_t put_three(unsigned char *bytes, int swapped)
{
    char text[119];
    int little = is_little_endian != swapped;
    snprintf(text, sizeof text, "%-118s", little ? F64_HEADER("<") : F64_HEADER(">"));
    size_t offset = put_header(bytes, 1, text, 118);
    memcpy(bytes + offset, three, sizeof three);
    for (size_t i = 0; i < sizeof three && swapped; i++)
        bytes[offset + i] = ((const unsigned char *)three)[(i & ~(size_t)7) + 7 - i % 8];
    return offset + sizeof three;
}

/* A file of `four` as (2, 2) in Fortran order, version 3.0. */
static size_t put_four(unsigned char *bytes)
{
    size_t offset = put_header(bytes, 3,
                               is_little_endian
                                   ? "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 2), }\n"
                                   : "{'descr': '>i4', 'fortran_order': True, 'shape': (2, 2), }\n",
                               59);
    memcpy(bytes + offset, four, sizeof four);
    return offset + sizeof four;
}

/* ---- From memory --------------------------------------------------------------------------- */

/* At every place modulo 8, in a block of just the size, so that a sanitizer sees a read past it. */
Test(npy_stream, bytes_at_every_place)
{
    unsigned char whole[256];
    for (int swapped = 0; swapped <= 1; swapped++) {
        size_t size = put_three(whole, swapped);
        for (size_t place = 0; place < 8; place++) {
            unsigned char *block = malloc(place + size);
            cr_assert(block != NULL);
            memcpy(block + place, whole, size);
            spelt_npy file;
            check(spelt_npy_open_bytes(block + place, size, &file));
            cr_expect(file.type == SPELT_F64 && file.count == 3 && file.ndim == 1);
            cr_expect(file.offset == 128 && file.bytes == 24);
            cr_expect_str_eq(file.name, "data");
            size_t needed = swapped || place != 0 ? 3 : 0;
            cr_assert(file.memory == needed, "place %zu: %zu", place, file.memory);
            double memory[3];
            spelt_in_f64 view;
            check(spelt_npy_view_f64(&file, memory, needed, &view));
            const void *lies = needed ? (const void *)memory : block + 128;
            cr_expect(view.data == lies);
            cr_expect(memcmp(view.data, three, sizeof three) == 0, "place %zu", place);
            spelt_npy_close(&file);
            free(block);
        }
    }
}

Test(npy_stream, bytes_cut_short)
{
    unsigned char whole[256];
    size_t size = put_three(whole, 0);
    for (size_t length = 0; length < size; length++) {
        unsigned char *block = malloc(length > 0 ? length : 1);
        cr_assert(block != NULL);
        memcpy(block, whole, length);
        spelt_npy file, before;
        memset(&file, POISON, sizeof file);
        memset(&before, POISON, sizeof before);
        char message[256];
        if (length < 6)
            strcpy(message, "spelt_npy_open_bytes: data: not an .npy file: it does not begin with "
                            "\\x93NUMPY");
        else if (length < 10)
            snprintf(message, sizeof message,
                     "spelt_npy_open_bytes: data: the file ends after %zu bytes, before its header",
                     length);
        else if (length < 128)
            strcpy(message, "spelt_npy_open_bytes: data: the header of 118 bytes ends past the end "
                            "of the file");
        else
            snprintf(message, sizeof message,
                     "spelt_npy_open_bytes: data: shape (3,) of f64 takes 24 bytes, the file has "
                     "%zu",
                     length - 128);
        expect_failure(spelt_npy_open_bytes(block, length, &file), SPELT_ERR_FORMAT, message);
        cr_expect(memcmp(&file, &before, sizeof file) == 0, "file was written to");
        free(block);
    }
}

Test(npy_stream, bytes_of_two_arrays)
{
    _Alignas(8) unsigned char bytes[512];
    size_t size = put_three(bytes, 0);
    size += put_four(bytes + size);
    spelt_npy file;
    check(spelt_npy_open_bytes(bytes, size, &file));
    size_t next = file.offset + file.bytes;
    spelt_npy_close(&file);
    check(spelt_npy_open_bytes(bytes + next, size - next, &file));
    cr_expect(file.type == SPELT_I32 && file.ndim == 2 && file.stride[0] == 1);
    cr_expect(next + file.offset + file.bytes == size);
    spelt_npy_close(&file);
    expect_failure(spelt_npy_open_bytes(NULL, 5, &file), SPELT_ERR_NULL,
                   "spelt_npy_open_bytes: data is NULL");
    expect_failure(spelt_npy_open_bytes(bytes, size, NULL), SPELT_ERR_NULL,
                   "spelt_npy_open_bytes: file is NULL");
}

/* Memory for a copy beside the elements, and in their midst. */
Test(npy_stream, bytes_and_memory_that_overlap)
{
    _Alignas(8) unsigned char bytes[512];
    unsigned char *const file_bytes = bytes + 64;
    put_three(file_bytes, 1);
    spelt_npy file;
    spelt_in_f64 view;
    check(spelt_npy_open_bytes(file_bytes, 128 + 24, &file));
    for (int at = 64 + 128 - 24 - 8; at <= 64 + 128 + 24 + 8; at += 8) {
        put_three(file_bytes, 1);
        double *memory = (double *)(void *)(bytes + at);
        spelt_status status = spelt_npy_view_f64(&file, memory, 3, &view);
        if (at <= 64 + 128 - 24 || at >= 64 + 128 + 24) {
            check(status);
            cr_expect(memcmp(memory, three, sizeof three) == 0, "at %d", at);
            continue;
        }
        expect_failure(status, SPELT_ERR_OVERLAP,
                       "spelt_npy_view_f64: memory and the elements of data overlap");
        unsigned char before[256];
        put_three(before, 1);
        cr_expect(memcmp(file_bytes, before, 128 + 24) == 0, "the file was written to");
    }
}

/* ---- From a pipe --------------------------------------------------------------------------- */

typedef struct {
    int to;
    const unsigned char *bytes;
    size_t size;
    size_t piece;
    pthread_t interrupted; /* is sent a signal after each piece */
    int interrupts;
} writing;

static void *write_pieces(void *argument)
{
    const writing *all = argument;
    for (size_t at = 0; at < all->size; at += all->piece) {
        size_t count = all->size - at < all->piece ? all->size - at : all->piece;
        if (write(all->to, all->bytes + at, count) != (ssize_t)count)
            return argument;
        if (all->interrupts) {
            pthread_kill(all->interrupted, SIGUSR1);
            usleep(200);
        }
    }
    close(all->to);
    return NULL;
}

static void ignore(int number)
{
    (void)number;
}

/* Two arrays and three bytes more through a pipe, in pieces; each is read to its end and no
 * further. */
static void pass_two_arrays(size_t piece, int interrupts, int flags)
{
    unsigned char bytes[512];
    size_t size = put_three(bytes, 1);
    size += put_four(bytes + size);
    memcpy(bytes + size, "end", 3);
    int ends[2];
    cr_assert(pipe(ends) == 0);
    cr_assert(fcntl(ends[0], F_SETFL, flags) == 0);
    writing all = {ends[1], bytes, size + 3, piece, pthread_self(), interrupts};
    pthread_t writer;
    cr_assert(pthread_create(&writer, NULL, write_pieces, &all) == 0);

    spelt_npy file;
    double doubles[4] = {0, 0, 0, 99};
    spelt_in_f64 x;
    check(spelt_npy_open_descriptor(ends[0], &file));
    char name[32];
    snprintf(name, sizeof name, "descriptor %d", ends[0]);
    cr_expect_str_eq(file.name, name);
    cr_expect(file.type == SPELT_F64 && file.memory == 3 && file.bytes == 24);
    check(spelt_npy_read_f64(&file, doubles, 4, &x));
    cr_expect(x.data == doubles && x.ndim == 1 && x.shape[0] == 3 && x.stride[0] == 1);
    cr_expect(memcmp(doubles, three, sizeof three) == 0 && doubles[3] == 99);
    spelt_npy_close(&file);

    int32_t integers[4];
    spelt_in_i32 y;
    check(spelt_npy_open_descriptor(ends[0], &file));
    cr_expect(file.type == SPELT_I32 && file.fortran_order && file.memory == 4);
    check(spelt_npy_read_i32(&file, integers, 4, &y));
    cr_expect(y.ndim == 2 && y.stride[0] == 1 && y.stride[1] == 2);
    cr_expect(memcmp(integers, four, sizeof four) == 0);
    spelt_npy_close(&file);

    void *failed;
    cr_assert(pthread_join(writer, &failed) == 0);
    cr_assert(failed == NULL);
    char rest[8];
    cr_expect(read(ends[0], rest, sizeof rest) == 3 && memcmp(rest, "end", 3) == 0);
    cr_expect(read(ends[0], rest, 1) == 0, "the descriptor is still open");
    close(ends[0]);
}

Test(npy_stream, two_arrays_in_one_pipe)
{
    pass_two_arrays(512, 0, 0);
    pass_two_arrays(7, 0, 0);
    pass_two_arrays(7, 0, O_NONBLOCK);
}

Test(npy_stream, interrupted_at_every_byte)
{
    struct sigaction action = {.sa_handler = ignore}, before;
    cr_assert(sigaction(SIGUSR1, &action, &before) == 0);
    pass_two_arrays(1, 1, 0);
    pass_two_arrays(1, 1, O_NONBLOCK);
    cr_assert(sigaction(SIGUSR1, &before, NULL) == 0);
}

/* ---- From a file that is not mapped -------------------------------------------------------- */

static int open_file(const char *path)
{
    int descriptor = open(path, O_RDONLY);
    cr_assert(descriptor >= 0, "%s", path);
    return descriptor;
}

static int open_three(int swapped, size_t bytes)
{
    unsigned char whole[256];
    size_t size = put_three(whole, swapped);
    return open_file(write_file("x.npy", whole, bytes < size ? bytes : size));
}

static void expect_descriptor_failure(spelt_status got, spelt_status expected, const char *function,
                                      int descriptor, const char *reason)
{
    char message[512];
    snprintf(message, sizeof message, "%s: descriptor %d%s", function, descriptor, reason);
    expect_failure(got, expected, message);
}

Test(npy_stream, file_without_mapping)
{
    for (int swapped = 0; swapped <= 1; swapped++) {
        int descriptor = open_three(swapped, 512);
        spelt_npy file;
        check(spelt_npy_open_descriptor(descriptor, &file));
        cr_expect(lseek(descriptor, 0, SEEK_CUR) == 128);
        double memory[3];
        spelt_in_f64 view;
        check(spelt_npy_read_f64(&file, memory, 3, &view));
        cr_expect(memcmp(memory, three, sizeof three) == 0);
        cr_expect(lseek(descriptor, 0, SEEK_CUR) == 128 + 24);
        cr_expect(!scratch_is_mapped());
        spelt_npy_close(&file);
        expect_descriptor_failure(spelt_npy_open_descriptor(descriptor, &file), SPELT_ERR_ARG,
                                  "spelt_npy_open_descriptor", descriptor,
                                  ": nothing is left to be read");
        close(descriptor);
    }
}

/* What is asked for wrongly costs nothing: the next call reads. */
Test(npy_stream, refused_and_read_after_all)
{
    int descriptor = open_three(0, 512);
    spelt_npy file;
    check(spelt_npy_open_descriptor(descriptor, &file));
    double memory[3] = {7, 7, 7};
    float other[3];
    spelt_in_f64 view, before;
    spelt_in_f32 narrow;
    memset(&view, POISON, sizeof view);
    before = view;
    expect_failure(spelt_npy_read_f64(NULL, memory, 3, &view), SPELT_ERR_NULL,
                   "spelt_npy_read_f64: file is NULL");
    expect_failure(spelt_npy_read_f64(&file, memory, 3, NULL), SPELT_ERR_NULL,
                   "spelt_npy_read_f64: view is NULL");
    expect_descriptor_failure(spelt_npy_read_f32(&file, other, 3, &narrow), SPELT_ERR_ARG,
                              "spelt_npy_read_f32", descriptor, " holds f64, not f32");
    expect_descriptor_failure(spelt_npy_view_f64(&file, memory, 3, &view), SPELT_ERR_ARG,
                              "spelt_npy_view_f64", descriptor,
                              " cannot be viewed; spelt_npy_read_f64 reads it");
    char message[256];
    snprintf(message, sizeof message,
             "spelt_npy_read_f64: memory is NULL; descriptor %d is read into it and needs room for "
             "3 elements",
             descriptor);
    expect_failure(spelt_npy_read_f64(&file, NULL, 3, &view), SPELT_ERR_NULL, message);
    snprintf(message, sizeof message,
             "spelt_npy_read_f64: memory has room for 2 elements, descriptor %d needs room for 3",
             descriptor);
    expect_failure(spelt_npy_read_f64(&file, memory, 2, &view), SPELT_ERR_ARG, message);
    cr_expect(memory[0] == 7 && memcmp(&view, &before, sizeof view) == 0);
    check(spelt_npy_read_f64(&file, memory, 3, &view));
    cr_expect(memcmp(memory, three, sizeof three) == 0);
    memory[0] = 7;
    snprintf(message, sizeof message,
             "spelt_npy_read_f64: the array of descriptor %d has been read", descriptor);
    expect_failure(spelt_npy_read_f64(&file, memory, 3, &view), SPELT_ERR_ARG, message);
    cr_expect(memory[0] == 7);
    spelt_npy_close(&file);
    expect_failure(spelt_npy_read_f64(&file, memory, 3, &view), SPELT_ERR_ARG,
                   "spelt_npy_read_f64: the file is closed");
    file = open_npy(in_scratch("x.npy"));
    snprintf(message, sizeof message,
             "spelt_npy_read_f64: %s was not opened by spelt_npy_open_descriptor; "
             "spelt_npy_view_f64 views it",
             file.name);
    expect_failure(spelt_npy_read_f64(&file, memory, 3, &view), SPELT_ERR_ARG, message);
    spelt_npy_close(&file);
    close(descriptor);
    expect_failure(spelt_npy_open_descriptor(0, NULL), SPELT_ERR_NULL,
                   "spelt_npy_open_descriptor: file is NULL");
}

/* Cut short at every byte: of the header, then of the elements. */
Test(npy_stream, streams_that_end)
{
    for (size_t length = 1; length < 128 + 24; length++) {
        int descriptor = open_three(1, length);
        spelt_npy file, before;
        memset(&file, POISON, sizeof file);
        memset(&before, POISON, sizeof before);
        spelt_status status = spelt_npy_open_descriptor(descriptor, &file);
        if (length < 128) {
            cr_expect(memcmp(&file, &before, sizeof file) == 0, "file was written to");
            char reason[128] = ": the header of 118 bytes ends past the end of the file";
            if (length < 6)
                strcpy(reason, ": not an .npy file: it does not begin with \\x93NUMPY");
            else if (length < 10)
                snprintf(reason, sizeof reason,
                         ": the file ends after %zu bytes, before its header", length);
            expect_descriptor_failure(status, SPELT_ERR_FORMAT, "spelt_npy_open_descriptor",
                                      descriptor, reason);
            close(descriptor);
            continue;
        }
        check(status);
        double memory[3];
        spelt_in_f64 view, view_before;
        memset(&view, POISON, sizeof view);
        view_before = view;
        char reason[128];
        snprintf(reason, sizeof reason, ": ends after %zu of the array's 24 bytes", length - 128);
        expect_descriptor_failure(spelt_npy_read_f64(&file, memory, 3, &view), SPELT_ERR_FORMAT,
                                  "spelt_npy_read_f64", descriptor, reason);
        cr_expect(memcmp(&view, &view_before, sizeof view) == 0, "view was written to");
        snprintf(reason, sizeof reason,
                 "spelt_npy_read_f64: an earlier call failed within the array of descriptor %d",
                 descriptor);
        expect_failure(spelt_npy_read_f64(&file, memory, 3, &view), SPELT_ERR_ARG, reason);
        spelt_npy_close(&file);
        close(descriptor);
    }
}

/* Lengths that are lies: nothing beyond the preamble is read, and no memory is filled. */
Test(npy_stream, great_promises)
{
    unsigned char bytes[512] = {0};
    size_t size = put_header(bytes, 2, "{", 1);
    memcpy(bytes + 8, "\xff\xff\xff\x7f", 4);
    int descriptor = open_file(write_file("x.npy", bytes, size + 200));
    spelt_npy file;
    expect_descriptor_failure(spelt_npy_open_descriptor(descriptor, &file), SPELT_ERR_UNSUPPORTED,
                              "spelt_npy_open_descriptor", descriptor,
                              ": a header of 2147483647 bytes; at most 10000 are read");
    cr_expect(lseek(descriptor, 0, SEEK_CUR) == 12);
    close(descriptor);
    static const char text[] =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846975,), }";
    size = put_header(bytes, 1, text, sizeof text - 1);
    descriptor = open_file(write_file("x.npy", bytes, size + 16));
    check(spelt_npy_open_descriptor(descriptor, &file));
    cr_expect(file.count == 1152921504606846975);
    double memory[2];
    spelt_in_f64 view;
    char message[256];
    snprintf(message, sizeof message,
             "spelt_npy_read_f64: memory has room for 2 elements, descriptor %d needs room for "
             "1152921504606846975",
             descriptor);
    expect_failure(spelt_npy_read_f64(&file, memory, 2, &view), SPELT_ERR_ARG, message);
    cr_expect(lseek(descriptor, 0, SEEK_CUR) == (off_t)size);
    close(descriptor);
}

Test(npy_stream, no_elements_and_one)
{
    int descriptor = open_file(sample("npy/empty_f64.npy"));
    spelt_npy file;
    spelt_in_f64 view;
    check(spelt_npy_open_descriptor(descriptor, &file));
    cr_expect(file.memory == 0);
    check(spelt_npy_read_f64(&file, NULL, 0, &view));
    cr_expect(view.data == NULL && view.ndim == 2 && view.shape[0] == 0 && view.shape[1] == 3);
    close(descriptor);
    descriptor = open_file(sample("npy/scalar_f64.npy"));
    double one;
    check(spelt_npy_open_descriptor(descriptor, &file));
    check(spelt_npy_read_f64(&file, &one, 1, &view));
    cr_expect(view.ndim == 0 && one == 2.5);
    close(descriptor);
}

Test(npy_stream, what_cannot_be_read)
{
    spelt_npy file;
    expect_failure(spelt_npy_open_descriptor(-1, &file), SPELT_ERR_IO,
                   "spelt_npy_open_descriptor: descriptor -1: cannot read: Bad file descriptor");
    int descriptor = open_file(scratch);
    expect_descriptor_failure(spelt_npy_open_descriptor(descriptor, &file), SPELT_ERR_IO,
                              "spelt_npy_open_descriptor", descriptor,
                              ": cannot read: Is a directory");
    close(descriptor);
    /* The elements of a descriptor that was closed meanwhile. */
    descriptor = open_three(0, 512);
    check(spelt_npy_open_descriptor(descriptor, &file));
    close(descriptor);
    double memory[3];
    spelt_in_f64 view;
    expect_descriptor_failure(spelt_npy_read_f64(&file, memory, 3, &view), SPELT_ERR_IO,
                              "spelt_npy_read_f64", descriptor,
                              ": cannot read: Bad file descriptor");
}

/* ---- Every type ---------------------------------------------------------------------------- */

/* Saved, read back, in this byte order and in the other: bytes are turned in parts of so many. */
#define CHECK_TYPE(type, ctype, code) CHECK_PARTS(type, ctype, code, sizeof(ctype))
#define CHECK_PARTS(type, ctype, code, part)                                                              \
    do {                                                                                           \
        ctype elements[3], memory[3];                                                              \
        for (size_t i = 0; i < sizeof elements; i++)                                               \
            ((unsigned char *)elements)[i] = (unsigned char)(37 * i + 11);                         \
        unsigned char turned[sizeof elements];                                                     \
        for (size_t i = 0; i < sizeof elements; i++)                                               \
            turned[i] =                                                                            \
                ((unsigned char *)                                                                 \
                     elements)[(i / (part) + 1) * (part)-1 - i % (part)];                          \
        for (int swapped = 0; swapped <= 1; swapped++) {                                           \
            char text[128];                                                                        \
            snprintf(text, sizeof text,                                                            \
                     "{'descr': '%c" code "', 'fortran_order': False, "                            \
                     "'shape': (3,), }\n",                                                         \
                     is_little_endian != swapped ? '<' : '>');                                     \
            int descriptor = open_file(write_npy(                                                  \
                "x.npy", 1, text, swapped ? (void *)turned : elements, sizeof elements));          \
            spelt_npy file;                                                                        \
            spelt_in_##type view;                                                                  \
            check(spelt_npy_open_descriptor(descriptor, &file));                                   \
            check(spelt_npy_read_##type(&file, memory, 3, &view));                                 \
            cr_expect(memcmp(memory, elements, sizeof elements) == 0, #type);                      \
            close(descriptor);                                                                     \
        }                                                                                          \
    } while (0)

Test(npy_stream, every_type)
{
    CHECK_TYPE(f32, float, "f4");
    CHECK_TYPE(f64, double, "f8");
    CHECK_TYPE(i8, int8_t, "i1");
    CHECK_TYPE(i16, int16_t, "i2");
    CHECK_TYPE(i32, int32_t, "i4");
    CHECK_TYPE(i64, int64_t, "i8");
    CHECK_TYPE(u8, uint8_t, "u1");
    CHECK_TYPE(u16, uint16_t, "u2");
    CHECK_TYPE(u32, uint32_t, "u4");
    CHECK_TYPE(u64, uint64_t, "u8");
    CHECK_TYPE(f16, spelt_f16, "f2");
    CHECK_PARTS(c64, spelt_c64, "c8", sizeof(float));
    CHECK_PARTS(c128, spelt_c128, "c16", sizeof(double));
}
