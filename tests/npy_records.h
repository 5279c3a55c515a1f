/* npy_records.h - .npy files of records, written byte by byte. */
#ifndef SPELT_TESTS_NPY_RECORDS_H
#define SPELT_TESTS_NPY_RECORDS_H

#include "npy_files.h"

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define NATIVE "<"
#define OTHER ">"
#else
#define NATIVE ">"
#define OTHER "<"
#endif

#define WITH(descr, shape) "{'descr': " descr ", 'fortran_order': False, 'shape': " shape ", }\n"

static inline spelt_npy field_of(const spelt_npy *file, const char *name)
{
    spelt_npy field;
    cr_assert(spelt_npy_field(file, name, &field) == SPELT_OK, "%s: %s", name, spelt_last_error());
    return field;
}

/* A file whose records begin at a multiple of 64 bytes, as NumPy writes it. */
static inline spelt_npy open_records(int version, const char *text, const void *data, size_t bytes)
{
    char padded[512];
    size_t preamble = version == 1 ? 10 : 12, length = strlen(text);
    cr_assert(length < 256 && text[length - 1] == '\n');
    size_t total = (preamble + length + 63) / 64 * 64 - preamble;
    memset(padded, ' ', sizeof padded);
    memcpy(padded, text, length - 1);
    padded[total - 1] = '\n';
    padded[total] = '\0';
    return open_npy(write_npy("x.npy", version, padded, data, bytes));
}

static inline void expect_no_field(const spelt_npy *file, const char *name, spelt_status expected,
                                   const char *reason)
{
    char message[1024];
    snprintf(message, sizeof message, "spelt_npy_field: %s: %s", file->name, reason);
    spelt_npy field, before;
    memset(&field, POISON, sizeof field);
    memset(&before, POISON, sizeof before);
    expect_failure(spelt_npy_field(file, name, &field), expected, message);
    cr_expect(memcmp(&field, &before, sizeof field) == 0, "%s: field was written to", reason);
}

#endif
