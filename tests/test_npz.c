/* test_npz.c - .npz archives that are read: stored members, their names, ZIP64. */
#include "npz_files.h"

TestSuite(npz, .init = scratch_open, .fini = scratch_close, .timeout = 60);

static unsigned char three[NPZ_THREE_BYTES];

/* Views a file of `three`, which is where it should be or copied as it should be. */
static void check_three(const spelt_npy *file, size_t memory_needed)
{
    double memory[3];
    spelt_in_f64 view;
    cr_assert(file->type == SPELT_F64 && file->count == 3 && file->offset == 128);
    cr_assert(file->memory == memory_needed, "%zu", file->memory);
    check(spelt_npy_view_f64(file, memory, memory_needed, &view));
    cr_expect((view.data == memory) == (memory_needed > 0));
    cr_expect(memcmp(view.data, npz_three, sizeof npz_three) == 0);
}

/* ---- Members ------------------------------------------------------------------------------- */

Test(npz, members_at_every_place)
{
    static archive_bytes bytes;
    put_npz_three(three);
    for (int zip64 = 0; zip64 <= 2; zip64++) {
        for (unsigned extra = 0; extra < 16; extra++) {
            memset(&bytes, 0, sizeof bytes);
            add_member(&bytes, "none", "", 0, 3, 0);
            size_t first = bytes.size + 30 + 5 + extra;
            add_member(&bytes, "x.npy", three, sizeof three, extra, zip64 > 0);
            add_member(&bytes, "text", "text", 4, 0, 0);
            finish_archive(&bytes, "", 0, zip64 > 1);
            size_t open_before = descriptors();
            spelt_npz archive = open_npz(write_archive(&bytes));
            cr_expect(descriptors() == open_before, "a descriptor is left open");
            cr_expect(archive.count == 3);
            cr_expect_str_eq(archive.name, in_scratch("x.npz"));
            spelt_npy file;
            check(spelt_npz_member(&archive, "x.npy", &file));
            char name[256];
            snprintf(name, sizeof name, "%s['x.npy']", in_scratch("x.npz"));
            cr_expect_str_eq(file.name, name);
            check_three(&file, first % 8 == 0 ? 0 : 3);
            /* Closing a member leaves the archive open. */
            spelt_npy_close(&file);
            check(spelt_npz_member(&archive, "x", &file));
            check_three(&file, first % 8 == 0 ? 0 : 3);
            cr_expect(scratch_is_mapped());
            spelt_npz_close(&archive);
            cr_expect(!scratch_is_mapped());
        }
    }
}

Test(npz, names)
{
    static archive_bytes bytes;
    put_npz_three(three);
    add_member(&bytes, "x.npy", three, sizeof three, 0, 0);
    add_member(&bytes, "x.npy.npy", three, sizeof three - 24, 1, 0);
    add_member(&bytes, "", three, sizeof three, 2, 0);
    finish_archive(&bytes, "", 0, 0);
    spelt_npz archive = open_npz(write_archive(&bytes));
    static const char *const names[] = {"x.npy", "x.npy.npy", ""};
    char name[16], message[512];
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(names[i]);
        memset(name, POISON, sizeof name);
        check(spelt_npz_name(&archive, i, name, length + 1));
        cr_expect_str_eq(name, names[i]);
        memset(name, POISON, sizeof name);
        snprintf(message, sizeof message,
                 "spelt_npz_name: %s: name has room for %zu bytes, member %zu needs room for %zu",
                 archive.name, length, i, length + 1);
        expect_failure(spelt_npz_name(&archive, i, name, length), SPELT_ERR_ARG, message);
        cr_expect(name[0] == (char)POISON, "name was written to");
    }
    snprintf(message, sizeof message, "spelt_npz_name: %s: no member 3; there are 3", archive.name);
    expect_failure(spelt_npz_name(&archive, 3, name, sizeof name), SPELT_ERR_ARG, message);
    /* The whole name comes before the one without its ending: the second lacks its elements. */
    spelt_npy file;
    check(spelt_npz_member(&archive, "x.npy", &file));
    snprintf(message, sizeof message,
             "spelt_npz_member: %s['x.npy.npy']: shape (3,) of f64 takes 24 bytes, the file has 0",
             archive.name);
    expect_failure(spelt_npz_member(&archive, "x.npy.npy", &file), SPELT_ERR_FORMAT, message);
    check(spelt_npz_member(&archive, "", &file));
    snprintf(message, sizeof message,
             "spelt_npz_member: %s: no member 'y'; there are 'x.npy', 'x.npy.npy', ''",
             archive.name);
    expect_failure(spelt_npz_member(&archive, "y", &file), SPELT_ERR_ARG, message);
    snprintf(message, sizeof message,
             "spelt_npz_member: %s: no member 'x.np'; there are 'x.npy', 'x.npy.npy', ''",
             archive.name);
    expect_failure(spelt_npz_member(&archive, "x.np", &file), SPELT_ERR_ARG, message);
    spelt_npz_close(&archive);
}

Test(npz, nothing_in_it)
{
    static archive_bytes bytes;
    finish_archive(&bytes, "", 0, 0);
    spelt_npz archive = open_npz(write_archive(&bytes));
    cr_expect(archive.count == 0);
    char message[512];
    snprintf(message, sizeof message, "spelt_npz_member: %s: no member 'x'; there is none",
             archive.name);
    spelt_npy file;
    expect_failure(spelt_npz_member(&archive, "x", &file), SPELT_ERR_ARG, message);
    spelt_npz_close(&archive);
}

/* A comment, also one in which an end of a directory seems to be. */
Test(npz, comments)
{
    static archive_bytes bytes;
    static unsigned char comment[200];
    put_npz_three(three);
    memcpy(comment + 20, "PK\5\6", 4);
    memcpy(comment + 100, "PK\5\6", 4);
    for (size_t length = 0; length < sizeof comment; length++) {
        memset(&bytes, 0, sizeof bytes);
        add_member(&bytes, "x.npy", three, sizeof three, 0, 0);
        finish_archive(&bytes, comment, length, 0);
        /* The seeming ends are of an archive whose comment is longer than what is left. */
        spelt_npz archive;
        comment[40] = 255;
        comment[120] = 255;
        check(spelt_npz_open(write_archive(&bytes), &archive));
        spelt_npy file;
        check(spelt_npz_member(&archive, "x", &file));
        spelt_npz_close(&archive);
    }
}

/* As many members as the end can count without ZIP64: that number stands for "elsewhere" too. */
Test(npz, sixty_five_thousand_members)
{
    enum { COUNT = 65535, ENTRY = 46 + 5 };
    static unsigned char bytes[COUNT * ENTRY + 200];
    size_t at = 0;
    for (unsigned i = 0; i < COUNT; i++) {
        char name[8];
        snprintf(name, sizeof name, "%05u", i);
        put_little(bytes, &at, 0x02014b50, 4);
        put_little(bytes, &at, 0, 8);
        put_little(bytes, &at, 0, 8);
        put_little(bytes, &at, 0, 8);
        put_little(bytes, &at, 5, 2);
        at += 46 - 30;
        put_bytes(bytes, &at, name, 5);
    }
    put_little(bytes, &at, 0x06054b50, 4);
    put_little(bytes, &at, 0, 4);
    put_little(bytes, &at, COUNT, 2);
    put_little(bytes, &at, COUNT, 2);
    put_little(bytes, &at, COUNT * ENTRY, 4);
    put_little(bytes, &at, 0, 4);
    put_little(bytes, &at, 0, 2);
    spelt_npz archive = open_npz(write_file("x.npz", bytes, at));
    cr_expect(archive.count == COUNT);
    char name[6];
    check(spelt_npz_name(&archive, COUNT - 1, name, sizeof name));
    cr_expect_str_eq(name, "65534");
    spelt_npz_close(&archive);
}

/* ---- What NumPy wrote ---------------------------------------------------------------------- */

/* numpy.savez(..., arange(12).reshape(3, 4) / 2, mask=arange(12) % 3 == 0, counts=arange(12),
 * records=
 * ..., e acute=2.5). */
Test(npz, sample)
{
    static const char *const names[] = {"arr_0.npy", "mask.npy", "counts.npy", "records.npy",
                                        "\xc3\xa9.npy"};
    spelt_npz archive = open_npz(sample("npy/archive.npz"));
    char name[32];
    cr_assert(archive.count == 5);
    size_t found = 0;
    for (size_t i = 0; i < 5; i++) {
        check(spelt_npz_name(&archive, i, name, sizeof name));
        for (size_t j = 0; j < 5; j++)
            found += strcmp(name, names[j]) == 0;
    }
    cr_expect(found == 5);
    spelt_npy file, field;
    double doubles[12];
    int32_t integers[12];
    spelt_in_f64 x;
    spelt_in_u8 mask;
    spelt_in_i32 y;
    check(spelt_npz_member(&archive, "arr_0", &file));
    check(spelt_npy_view_f64(&file, doubles, 12, &x));
    cr_expect(x.ndim == 2 && x.shape[0] == 3 && x.shape[1] == 4);
    check(spelt_npz_member(&archive, "mask", &file));
    cr_expect(file.boolean);
    check(spelt_npy_view_u8(&file, NULL, 0, &mask));
    check(spelt_npz_member(&archive, "counts.npy", &file));
    check(spelt_npy_view_i32(&file, integers, 12, &y));
    for (int i = 0; i < 12; i++)
        cr_expect(x.data[i] == i * 0.5 && mask.data[i] == (i % 3 == 0) && y.data[i] == i);
    check(spelt_npz_member(&archive, "records", &file));
    cr_expect(file.fields == 2 && file.count == 3);
    check(spelt_npy_field(&file, "n", &field));
    check(spelt_npy_view_i32(&field, integers, 12, &y));
    cr_expect(y.data[0] == 1 && y.data[y.stride[0]] == 2 && y.data[2 * y.stride[0]] == 3);
    check(spelt_npz_member(&archive, "\xc3\xa9", &file));
    check(spelt_npy_view_f64(&file, doubles, 12, &x));
    cr_expect(x.ndim == 0 && x.data[0] == 2.5);
    spelt_npz_close(&archive);
}

Test(npz, compressed_sample)
{
    spelt_npz archive = open_npz(sample("npy/refuse_compressed.npz"));
    spelt_npy file;
    char message[1024];
    snprintf(message, sizeof message,
             "spelt_npz_member: %s['a.npy']: a compressed member (method 8, deflate) is not "
             "supported; numpy.savez stores them",
             archive.name);
    expect_failure(spelt_npz_member(&archive, "a", &file), SPELT_ERR_UNSUPPORTED, message);
    spelt_npz_close(&archive);
}
