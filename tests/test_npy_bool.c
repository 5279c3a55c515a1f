/* test_npy_bool.c - NumPy's bool, viewed as u8 and saved from a mask. */
#include "npy_files.h"

TestSuite(npy_bool, .init = scratch_open, .fini = scratch_close, .timeout = 60);

#define HEADER(descr) "{'descr': '" descr "', 'fortran_order': False, 'shape': (2, 3), }\n"

/* Every way to write the type; bytes beyond 0 and 1 stay what they are. */
Test(npy_bool, viewed_as_u8)
{
    static const char *const texts[] = {HEADER("|b1"), HEADER("?"), HEADER("<b1"), HEADER(">b1")};
    static const unsigned char data[6] = {0, 1, 1, 2, 0x80, 0xff};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        spelt_npy file = open_npy(write_npy("x.npy", 1, texts[i], data, sizeof data));
        cr_expect(file.type == SPELT_U8 && file.boolean == 1 && file.memory == 0, "%s", texts[i]);
        spelt_in_u8 view;
        check(spelt_npy_view_u8(&file, NULL, 0, &view));
        cr_expect(view.ndim == 2 && view.shape[0] == 2 && view.shape[1] == 3 &&
                  view.stride[0] == 3 && view.stride[1] == 1);
        cr_expect(memcmp(view.data, data, sizeof data) == 0, "%s", texts[i]);
        spelt_in_i8 other;
        char message[512];
        snprintf(message, sizeof message, "spelt_npy_view_i8: %s holds u8, not i8", file.name);
        expect_failure(spelt_npy_view_i8(&file, NULL, 0, &other), SPELT_ERR_ARG, message);
        spelt_npy_close(&file);
    }
}

Test(npy_bool, but_u8_is_none)
{
    static const unsigned char data[6];
    static const char *const texts[] = {HEADER("|u1"), HEADER("|i1")};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        spelt_npy file = open_npy(write_npy("x.npy", 1, texts[i], data, sizeof data));
        cr_expect(file.boolean == 0, "%s", texts[i]);
        spelt_npy_close(&file);
    }
}

/* mask_bool.npy is numpy.arange(15).reshape(3, 5) % 3 == 0. */
Test(npy_bool, sample)
{
    spelt_npy file = open_npy(sample("npy/mask_bool.npy"));
    spelt_in_u8 view;
    check(spelt_npy_view_u8(&file, NULL, 0, &view));
    cr_assert(file.boolean && view.ndim == 2 && view.shape[0] == 3 && view.shape[1] == 5);
    uint8_t mask[15];
    for (size_t i = 0; i < 15; i++) {
        mask[i] = (uint8_t)(i % 3 == 0 ? 17 * i + 1 : 0);
        cr_expect(view.data[i] == (i % 3 == 0), "element %zu", i);
    }
    spelt_npy_close(&file);
    /* What is written for such a mask is the same file. */
    spelt_in_u8 rows = {mask, 2, {3, 5}, {5, 1}};
    check(spelt_npy_save_bool(in_scratch("x.npy"), &rows));
    size_t count, expected_count;
    unsigned char *bytes = read_file(in_scratch("x.npy"), &count);
    unsigned char *expected = read_file(sample("npy/mask_bool.npy"), &expected_count);
    cr_expect(count == expected_count && memcmp(bytes, expected, count) == 0);
    free(bytes);
    free(expected);
}

/* Longer and shorter than what is gathered before a write, forwards, scattered, repeated. */
static void save_and_compare(const uint8_t *first, ptrdiff_t stride, size_t n)
{
    spelt_in_u8 mask = {first, 1, {n}, {stride}};
    check(spelt_npy_save_bool(in_scratch("x.npy"), &mask));
    spelt_npy file = open_npy(in_scratch("x.npy"));
    spelt_in_u8 view;
    check(spelt_npy_view_u8(&file, NULL, 0, &view));
    cr_assert(file.boolean && view.ndim == 1 && view.shape[0] == n);
    for (size_t i = 0; i < n; i++)
        if (view.data[i] != (first[(ptrdiff_t)i * stride] != 0))
            cr_assert_fail("element %zu of %zu, stride %td", i, n, stride);
    spelt_npy_close(&file);
}

Test(npy_bool, every_length_and_stride)
{
    enum { ROOM = 20000 };
    static uint8_t mask[ROOM];
    generator random = generator_start(1);
    for (size_t i = 0; i < ROOM; i++)
        mask[i] = (uint8_t)(random_below(&random, 2) * random_below(&random, 256));
    static const size_t lengths[] = {0, 1, 255, 256, 257, 2047, 2048, 2049, 4096, 6000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t n = lengths[i];
        save_and_compare(mask, 1, n);
        save_and_compare(mask + 5, 3, n);
        save_and_compare(mask + ROOM - 1, -2, n);
        save_and_compare(mask + 7, 0, n);
    }
}

Test(npy_bool, refused_views)
{
    static const uint8_t mask[2];
    spelt_in_u8 view = {NULL, 1, {2}, {1}};
    expect_failure(spelt_npy_save_bool(NULL, SPELT_IN(u8, mask, 2)), SPELT_ERR_NULL,
                   "spelt_npy_save_bool: path is NULL");
    expect_failure(spelt_npy_save_bool("x.npy", NULL), SPELT_ERR_NULL,
                   "spelt_npy_save_bool: view is NULL");
    expect_failure(spelt_npy_save_bool(in_scratch("x.npy"), &view), SPELT_ERR_NULL,
                   "spelt_npy_save_bool: view has shape (2) and data NULL");
    cr_expect(entries(scratch) == 0, "a file is left");
}
