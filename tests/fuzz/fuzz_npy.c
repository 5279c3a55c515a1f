/* fuzz_npy.c - any bytes at all as an .npy file, from a path, from memory and from a descriptor,
 * and as an .npz archive: opened and viewed, or refused, never worse.
 *
 * With -fsanitize=fuzzer this is a libFuzzer target. With SPELT_FUZZ_MAIN defined it is a program
 * that goes through the files named on its command line instead. */
#include "fuzz.h"
#include "npy/open.h"

#include <spelt/npy.h>
#include <spelt/npz.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What is written for an array that could be read is read as the same array. */
static void check_written(const spelt_npy_header *header)
{
    unsigned char bytes[SPELT_NPY_WRITTEN];
    size_t length = sizeof bytes;
    const spelt_npy_source source = {"check", "written"};
    const char *code =
        header->element.boolean ? SPELT_NPY_BOOL : spelt_npy_code(header->element.type);
    spelt_npy_header_write(bytes, code, header->ndim, header->shape);
    spelt_npy_header again;
    REQUIRE(spelt_npy_header_read(&source, bytes, length, length + header->bytes, &again) ==
            SPELT_OK);
    REQUIRE(again.element.type == header->element.type &&
            again.element.boolean == header->element.boolean && again.ndim == header->ndim &&
            again.count == header->count && again.bytes == header->bytes &&
            again.offset == length && !again.fortran_order);
    REQUIRE(memcmp(again.shape, header->shape, sizeof again.shape) == 0);
}

/* The header alone. Only its first bytes are given, as to spelt_npy_open(). */
static spelt_status check_header(const uint8_t *bytes, size_t length)
{
    size_t most = SPELT_NPY_PREAMBLE_MAX + SPELT_NPY_HEADER_MAX;
    spelt_npy_header header;
    spelt_npy_header before;
    memset(&header, 0x7f, sizeof header);
    memset(&before, 0x7f, sizeof before);
    const spelt_npy_source source = {"spelt_npy_open", "x.npy"};
    spelt_status status =
        spelt_npy_header_read(&source, bytes, length < most ? length : most, length, &header);
    if (status != SPELT_OK) {
        REQUIRE(memcmp(&header, &before, sizeof header) == 0);
        REQUIRE(strncmp(spelt_last_error(), "spelt_npy_open: x.npy: ", 23) == 0);
        return status;
    }
    REQUIRE(header.ndim <= SPELT_MAX_NDIM);
    size_t count = 1;
    for (size_t d = 0; d < header.ndim; d++)
        count *= header.shape[d];
    REQUIRE(header.count == count);
    REQUIRE(header.bytes == count * header.itemsize);
    REQUIRE(header.fields > 0 || header.itemsize == spelt_type_size(header.element.type));
    REQUIRE(header.offset <= length && header.bytes <= length - header.offset);
    if (header.fields == 0)
        check_written(&header);
    return SPELT_OK;
}

/* Views the file in every type, and reads the first and the last byte of the one it has. */
#define CHECK_VIEW(suffix, wanted)                                                                 \
    do {                                                                                           \
        spelt_in_##suffix view;                                                                    \
        spelt_status status = spelt_npy_view_##suffix(file, memory, file->memory, &view);          \
        REQUIRE(status == (file->type == wanted ? SPELT_OK : SPELT_ERR_ARG));                      \
        if (status == SPELT_OK && file->count > 0)                                                 \
            check_sum(view.data, sizeof *view.data, file);                                         \
    } while (0)

/* Element by element along the strides: every byte of the array, and no other. */
static void check_sum(const void *data, size_t size, const spelt_npy *file)
{
    size_t index[SPELT_MAX_NDIM] = {0};
    unsigned view_sum = 0;
    unsigned plain_sum = 0;
    const spelt_npy_place place = spelt_npy_place_of(file);
    for (size_t i = 0; i < file->count; i++) {
        ptrdiff_t offset = 0;
        for (size_t d = 0; d < file->ndim; d++)
            offset += (ptrdiff_t)index[d] * file->stride[d];
        const unsigned char *element = (const unsigned char *)data + offset * (ptrdiff_t)size;
        for (size_t j = 0; j < size; j++) {
            view_sum += element[j];
            plain_sum += place.data[i * place.step + j];
        }
        for (size_t d = file->ndim; d-- > 0;) {
            if (++index[d] < file->shape[d])
                break;
            index[d] = 0;
        }
    }
    REQUIRE(view_sum == plain_sum);
}

static void check_elements(const spelt_npy *file)
{
    void *memory = malloc(file->memory * spelt_type_size(file->type) + 1);
    REQUIRE(memory != NULL);
    CHECK_VIEW(f32, SPELT_F32);
    CHECK_VIEW(f64, SPELT_F64);
    CHECK_VIEW(i32, SPELT_I32);
    CHECK_VIEW(i64, SPELT_I64);
    CHECK_VIEW(i8, SPELT_I8);
    CHECK_VIEW(i16, SPELT_I16);
    CHECK_VIEW(u8, SPELT_U8);
    CHECK_VIEW(u16, SPELT_U16);
    CHECK_VIEW(u32, SPELT_U32);
    CHECK_VIEW(u64, SPELT_U64);
    CHECK_VIEW(f16, SPELT_F16);
    CHECK_VIEW(c64, SPELT_C64);
    CHECK_VIEW(c128, SPELT_C128);
    free(memory);
}

/* Each field that the header has, by its name where that has an end. */
static void check_field(void *context, const spelt_npy_member *member)
{
    const spelt_npy *file = context;
    char name[128];
    if (member->name.length >= sizeof name)
        return;
    memcpy(name, member->name.bytes, member->name.length);
    name[member->name.length] = '\0';
    spelt_npy field;
    if (spelt_npy_field(file, name, &field) == SPELT_OK) {
        REQUIRE(field.fields == 0 && field.count == file->count);
        check_elements(&field);
    }
}

static void check_views(const spelt_npy *file)
{
    if (file->fields == 0) {
        check_elements(file);
        return;
    }
    const spelt_npy_place place = spelt_npy_place_of(file);
    const spelt_npy_source source = {"check", "fields"};
    spelt_npy_text text = {&source, place.fields, 0, place.fields_length, 0};
    size_t size, fields;
    spelt_npy copy = *file;
    REQUIRE(spelt_npy_fields_read(&text, check_field, &copy, &size, &fields) == SPELT_OK);
    REQUIRE(size == place.step && fields == file->fields);
}

/* Read from a descriptor that stands at the file's beginning. */
static void check_descriptor(int descriptor, spelt_status expected)
{
    spelt_npy file;
    REQUIRE(lseek(descriptor, 0, SEEK_SET) == 0);
    spelt_status status = spelt_npy_open_descriptor(descriptor, &file);
    if (status != SPELT_OK) {
        REQUIRE(expected != SPELT_OK);
        return;
    }
    REQUIRE((size_t)lseek(descriptor, 0, SEEK_CUR) == file.offset);
    if (file.type != SPELT_F64 || file.bytes > 1 << 20)
        return;
    double *memory = malloc(file.bytes + 1);
    spelt_in_f64 view;
    REQUIRE(memory != NULL);
    status = spelt_npy_read_f64(&file, memory, file.count, &view);
    REQUIRE(status == expected && (status == SPELT_OK || status == SPELT_ERR_FORMAT));
    free(memory);
}

static void check_archive(const char *path)
{
    spelt_npz archive;
    if (spelt_npz_open(path, &archive) != SPELT_OK)
        return;
    for (size_t i = 0; i < archive.count && i < 100; i++) {
        char name[128];
        spelt_npy file;
        if (spelt_npz_name(&archive, i, name, sizeof name) == SPELT_OK &&
            spelt_npz_member(&archive, name, &file) == SPELT_OK)
            check_views(&file);
    }
    spelt_npz_close(&archive);
}

/* The same bytes as a file, which lives in memory and is written over by each input. */
static void check_file(const uint8_t *bytes, size_t length, spelt_status expected)
{
    static int descriptor = -1;
    static char path[64];
    if (descriptor < 0) {
        descriptor = memfd_create("npy", MFD_CLOEXEC);
        REQUIRE(descriptor >= 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    }
    REQUIRE(ftruncate(descriptor, 0) == 0);
    REQUIRE(pwrite(descriptor, bytes, length, 0) == (ssize_t)length);
    spelt_npy file;
    REQUIRE(spelt_npy_open(path, &file) == expected);
    if (expected == SPELT_OK) {
        check_views(&file);
        spelt_npy_close(&file);
    }
    REQUIRE(spelt_npy_open_bytes(length > 0 ? bytes : (const void *)"", length, &file) == expected);
    if (expected == SPELT_OK)
        check_views(&file);
    check_descriptor(descriptor, expected);
    check_archive(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_file(bytes, length, check_header(bytes, length));
    return 0;
}

#ifdef SPELT_FUZZ_MAIN
int main(int count, char **paths)
{
    return fuzz_main(count, paths, NULL);
}
#endif
