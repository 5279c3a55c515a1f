/* test_npz_refuse.c - archives and members that must not be opened, and what is said of them. */
#include "npz_files.h"

TestSuite(npz_refuse, .init = scratch_open, .fini = scratch_close, .timeout = 120);

/* x.npy, in front of it 9 bytes of extra field. */
static void make_archive(archive_bytes *bytes, int zip64)
{
    unsigned char three[NPZ_THREE_BYTES];
    put_npz_three(three);
    memset(bytes, 0, sizeof *bytes);
    add_member(bytes, "x.npy", three, sizeof three, 9, zip64);
    finish_archive(bytes, "", 0, zip64);
}

static void expect_no_archive(const char *path, spelt_status expected, const char *reason)
{
    char message[1024];
    snprintf(message, sizeof message, "spelt_npz_open: %s: %s", path, reason);
    spelt_npz archive, before;
    memset(&archive, POISON, sizeof archive);
    memset(&before, POISON, sizeof before);
    size_t open_before = descriptors();
    expect_failure(spelt_npz_open(path, &archive), expected, message);
    cr_expect(memcmp(&archive, &before, sizeof archive) == 0, "%s: archive was written to", reason);
    cr_expect(descriptors() == open_before, "%s: a descriptor is left open", reason);
    cr_expect(!scratch_is_mapped(), "%s: a mapping is left", reason);
}

static void expect_no_member(const archive_bytes *bytes, spelt_status expected, const char *reason)
{
    spelt_npz archive = open_npz(write_archive(bytes));
    char message[1024];
    snprintf(message, sizeof message, "spelt_npz_member: %s['x.npy']: %s", archive.name, reason);
    spelt_npy file, before;
    memset(&file, POISON, sizeof file);
    memset(&before, POISON, sizeof before);
    expect_failure(spelt_npz_member(&archive, "x", &file), expected, message);
    cr_expect(memcmp(&file, &before, sizeof file) == 0, "%s: file was written to", reason);
    spelt_npz_close(&archive);
}

typedef enum { IN_MEMBER, IN_ENTRY, IN_END, IN_END64, IN_LOCATOR } part;

/* Where a part of the archive begins. */
static size_t part_at(const archive_bytes *bytes, part which)
{
    switch (which) {
    case IN_MEMBER: return 0;
    case IN_ENTRY: return bytes->directory_at;
    case IN_END: return bytes->size - 22;
    case IN_END64: return bytes->size - 22 - 20 - 56;
    default: return bytes->size - 22 - 20;
    }
}

typedef struct {
    part which;
    size_t at;
    unsigned count; /* bytes of the number that is changed */
    uint64_t value;
    spelt_status status;
    const char *reason;
} change;

static void refuse_all(const change *changes, size_t count, int zip64, int when_opened)
{
    static archive_bytes bytes;
    for (size_t i = 0; i < count; i++) {
        make_archive(&bytes, zip64);
        size_t at = part_at(&bytes, changes[i].which) + changes[i].at;
        put_little(bytes.bytes, &at, changes[i].value, changes[i].count);
        if (when_opened)
            expect_no_archive(write_archive(&bytes), changes[i].status, changes[i].reason);
        else
            expect_no_member(&bytes, changes[i].status, changes[i].reason);
    }
}
#define REFUSE_ALL(changes, zip64, when_opened)                                                    \
    refuse_all(changes, sizeof(changes) / sizeof(changes)[0], zip64, when_opened)

/* The archive that all rows below change is itself right. */
Test(npz_refuse, but_not_the_frame)
{
    static archive_bytes bytes;
    for (int zip64 = 0; zip64 <= 1; zip64++) {
        make_archive(&bytes, zip64);
        spelt_npz archive = open_npz(write_archive(&bytes));
        spelt_npy file;
        check(spelt_npz_member(&archive, "x", &file));
        spelt_npz_close(&archive);
    }
}

Test(npz_refuse, directory)
{
    static const change changes[] = {
        {IN_END, 0, 1, 'Q', SPELT_ERR_FORMAT, "not a ZIP archive: it has no end of a directory"},
        {IN_END, 20, 2, 1, SPELT_ERR_FORMAT, "not a ZIP archive: it has no end of a directory"},
        {IN_END, 4, 2, 1, SPELT_ERR_UNSUPPORTED, "an archive of several parts is not supported"},
        {IN_END, 6, 2, 1, SPELT_ERR_UNSUPPORTED, "an archive of several parts is not supported"},
        {IN_END, 8, 2, 0, SPELT_ERR_UNSUPPORTED, "an archive of several parts is not supported"},
        {IN_END, 12, 4, 5000, SPELT_ERR_FORMAT, "the directory ends past the end of the archive"},
        {IN_END, 16, 4, 5000, SPELT_ERR_FORMAT, "the directory ends past the end of the archive"},
        {IN_END, 16, 4, 0xffffffff, SPELT_ERR_FORMAT,
         "the directory ends past the end of the archive"},
        {IN_END, 12, 4, 0xfffffffe, SPELT_ERR_FORMAT,
         "the directory ends past the end of the archive"},
        {IN_END, 8, 4, 0x20002, SPELT_ERR_FORMAT, "the directory is shorter than its entries"},
        {IN_END, 8, 4, 0xffffffff, SPELT_ERR_FORMAT, "the directory is shorter than its entries"},
        {IN_END, 8, 4, 0, SPELT_ERR_FORMAT, "the directory goes on behind its last entry"},
        {IN_END, 16, 4, 0, SPELT_ERR_FORMAT, "the directory ends before its last entry"},
        {IN_END, 12, 4, 50, SPELT_ERR_FORMAT, "an entry ends past the end of the directory"},
        {IN_ENTRY, 0, 1, 'Q', SPELT_ERR_FORMAT, "the directory ends before its last entry"},
        {IN_ENTRY, 28, 2, 6, SPELT_ERR_FORMAT, "an entry ends past the end of the directory"},
        {IN_ENTRY, 28, 2, 4, SPELT_ERR_FORMAT, "the directory goes on behind its last entry"},
        {IN_ENTRY, 30, 2, 65535, SPELT_ERR_FORMAT, "an entry ends past the end of the directory"},
        {IN_ENTRY, 32, 2, 65535, SPELT_ERR_FORMAT, "an entry ends past the end of the directory"},
        {IN_ENTRY, 46, 1, 0, SPELT_ERR_FORMAT, "a member has a name with a byte of 0"},
        {IN_ENTRY, 20, 4, 0xffffffff, SPELT_ERR_FORMAT, "an entry lacks numbers of ZIP64"},
        {IN_ENTRY, 42, 4, 0xffffffff, SPELT_ERR_FORMAT, "an entry lacks numbers of ZIP64"},
    };
    REFUSE_ALL(changes, 0, 1);
}

Test(npz_refuse, zip64_directory)
{
    static const char nowhere[] = "no ZIP64 end where the archive says";
    static const change changes[] = {
        {IN_LOCATOR, 0, 1, 'Q', SPELT_ERR_FORMAT, "the directory ends past the end of the archive"},
        {IN_LOCATOR, 8, 8, 0, SPELT_ERR_FORMAT, nowhere},
        {IN_LOCATOR, 8, 8, UINT64_MAX, SPELT_ERR_FORMAT, nowhere},
        {IN_LOCATOR, 8, 8, UINT64_MAX - 55, SPELT_ERR_FORMAT, nowhere},
        {IN_END64, 0, 1, 'Q', SPELT_ERR_FORMAT, nowhere},
        {IN_END64, 16, 4, 1, SPELT_ERR_UNSUPPORTED, "an archive of several parts is not supported"},
        {IN_END64, 20, 4, 1, SPELT_ERR_UNSUPPORTED, "an archive of several parts is not supported"},
        {IN_END64, 24, 8, 2, SPELT_ERR_UNSUPPORTED, "an archive of several parts is not supported"},
        {IN_END64, 40, 8, UINT64_MAX, SPELT_ERR_FORMAT,
         "the directory ends past the end of the archive"},
        {IN_END64, 48, 8, UINT64_MAX, SPELT_ERR_FORMAT,
         "the directory ends past the end of the archive"},
        {IN_END64, 48, 8, UINT64_MAX - 80, SPELT_ERR_FORMAT,
         "the directory ends past the end of the archive"},
        {IN_ENTRY, 51, 2, 1, SPELT_ERR_FORMAT, "an entry lacks numbers of ZIP64"},
        {IN_ENTRY, 53, 2, 40, SPELT_ERR_FORMAT, "an entry lacks numbers of ZIP64"},
        {IN_ENTRY, 56, 2, 2, SPELT_ERR_FORMAT, "an entry lacks numbers of ZIP64"},
        {IN_ENTRY, 58, 2, 23, SPELT_ERR_FORMAT, "an entry lacks numbers of ZIP64"},
        {IN_ENTRY, 58, 2, 25, SPELT_ERR_FORMAT, "an entry lacks numbers of ZIP64"},
    };
    REFUSE_ALL(changes, 1, 1);
    /* More entries, by far, than there is room for. */
    static archive_bytes bytes;
    make_archive(&bytes, 1);
    size_t at = part_at(&bytes, IN_END64) + 24;
    put_little(bytes.bytes, &at, UINT64_MAX, 8);
    put_little(bytes.bytes, &at, UINT64_MAX, 8);
    expect_no_archive(write_archive(&bytes), SPELT_ERR_FORMAT,
                      "the directory is shorter than its entries");
}

Test(npz_refuse, members)
{
    static const char nowhere[] = "no member where the directory says";
    static const char too_long[] = "the member ends past the beginning of the directory";
    static const change changes[] = {
        {IN_ENTRY, 8, 2, 1, SPELT_ERR_UNSUPPORTED, "an encrypted member is not supported"},
        {IN_ENTRY, 8, 2, 1 << 13, SPELT_ERR_UNSUPPORTED, "an encrypted member is not supported"},
        {IN_ENTRY, 8, 2, 1 << 5, SPELT_ERR_UNSUPPORTED, "an incomplete member is not supported"},
        {IN_ENTRY, 10, 2, 8, SPELT_ERR_UNSUPPORTED,
         "a compressed member (method 8, deflate) is not supported; numpy.savez stores them"},
        {IN_ENTRY, 10, 2, 9, SPELT_ERR_UNSUPPORTED,
         "a compressed member (method 9, deflate64) is not supported; numpy.savez stores them"},
        {IN_ENTRY, 10, 2, 12, SPELT_ERR_UNSUPPORTED,
         "a compressed member (method 12, bzip2) is not supported; numpy.savez stores them"},
        {IN_ENTRY, 10, 2, 14, SPELT_ERR_UNSUPPORTED,
         "a compressed member (method 14, LZMA) is not supported; numpy.savez stores them"},
        {IN_ENTRY, 10, 2, 93, SPELT_ERR_UNSUPPORTED,
         "a compressed member (method 93, Zstandard) is not supported; numpy.savez stores them"},
        {IN_ENTRY, 10, 2, 95, SPELT_ERR_UNSUPPORTED,
         "a compressed member (method 95, xz) is not supported; numpy.savez stores them"},
        {IN_ENTRY, 10, 2, 1, SPELT_ERR_UNSUPPORTED,
         "a compressed member (method 1, unknown) is not supported; numpy.savez stores them"},
        {IN_ENTRY, 20, 4, NPZ_THREE_BYTES - 1, SPELT_ERR_FORMAT, "a stored member of two lengths"},
        {IN_ENTRY, 24, 4, NPZ_THREE_BYTES + 1, SPELT_ERR_FORMAT, "a stored member of two lengths"},
        {IN_ENTRY, 42, 4, 1, SPELT_ERR_FORMAT, nowhere},
        {IN_ENTRY, 42, 4, 0xfffffffe, SPELT_ERR_FORMAT, nowhere},
        {IN_MEMBER, 0, 1, 'Q', SPELT_ERR_FORMAT, nowhere},
        {IN_MEMBER, 26, 2, 4, SPELT_ERR_FORMAT,
         "the member has another name than the directory says"},
        {IN_MEMBER, 30, 1, 'y', SPELT_ERR_FORMAT,
         "the member has another name than the directory says"},
        {IN_MEMBER, 28, 2, 10, SPELT_ERR_FORMAT, too_long},
        {IN_MEMBER, 28, 2, 65535, SPELT_ERR_FORMAT, too_long},
        {IN_MEMBER, 26, 2, 65535, SPELT_ERR_FORMAT, too_long},
        {IN_MEMBER, 28, 2, 8, SPELT_ERR_FORMAT,
         "not an .npy file: it does not begin with \\x93NUMPY"},
        {IN_MEMBER, 44 + 8, 2, 119, SPELT_ERR_FORMAT,
         "nothing more is expected at byte 128, not \\x00"}, /* the first byte of the elements */
    };
    REFUSE_ALL(changes, 0, 0);
}

Test(npz_refuse, zip64_members)
{
    static const char too_long[] = "the member ends past the beginning of the directory";
    static archive_bytes bytes;
    static const struct {
        uint64_t size, local;
        const char *reason;
    } lies[] = {{NPZ_THREE_BYTES + 1, 0, too_long},
                {UINT64_MAX, 0, too_long},
                {UINT64_MAX - 43, 0, too_long},
                {NPZ_THREE_BYTES, UINT64_MAX, "no member where the directory says"},
                {NPZ_THREE_BYTES, UINT64_MAX - 29, "no member where the directory says"}};
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        make_archive(&bytes, 1);
        size_t at = bytes.directory_at + 46 + 5 + 5 + 4;
        put_little(bytes.bytes, &at, lies[i].size, 8);
        put_little(bytes.bytes, &at, lies[i].size, 8);
        put_little(bytes.bytes, &at, lies[i].local, 8);
        expect_no_member(&bytes, SPELT_ERR_FORMAT, lies[i].reason);
    }
}

Test(npz_refuse, two_of_a_name)
{
    static archive_bytes bytes;
    add_member(&bytes, "x.npy", "", 0, 0, 0);
    add_member(&bytes, "x.npy", "", 0, 0, 0);
    finish_archive(&bytes, "", 0, 0);
    expect_no_member(&bytes, SPELT_ERR_FORMAT, "2 members of this name");
}

/* Cut short at every byte, and with bytes in front. */
Test(npz_refuse, truncated)
{
    static archive_bytes bytes;
    static unsigned char shifted[ARCHIVE_ROOM + 1];
    for (int zip64 = 0; zip64 <= 1; zip64++) {
        make_archive(&bytes, zip64);
        for (size_t length = 0; length < bytes.size; length++)
            expect_no_archive(write_file("x.npz", bytes.bytes, length), SPELT_ERR_FORMAT,
                              length == 0 ? "not a ZIP archive: it has 0 bytes"
                                          : "not a ZIP archive: it has no end of a directory");
        memcpy(shifted + 1, bytes.bytes, bytes.size);
        expect_no_archive(write_file("x.npz", shifted, bytes.size + 1), SPELT_ERR_FORMAT,
                          zip64 ? "no ZIP64 end where the archive says"
                                : "the directory ends before its last entry");
    }
}

/* Each byte changed in many ways: opened and viewed within the archive, or refused. */
Test(npz_refuse, every_byte_changed)
{
    static archive_bytes bytes;
    static const unsigned char flips[] = {1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0xff};
    size_t refused = 0, opened = 0;
    for (int zip64 = 0; zip64 <= 1; zip64++) {
        make_archive(&bytes, zip64);
        for (size_t i = 0; i < bytes.size * sizeof flips; i++) {
            bytes.bytes[i / sizeof flips] ^= flips[i % sizeof flips];
            spelt_npz archive;
            spelt_npy file;
            spelt_in_f64 view;
            double memory[3];
            int is_open = spelt_npz_open(write_archive(&bytes), &archive) == SPELT_OK;
            bytes.bytes[i / sizeof flips] ^= flips[i % sizeof flips];
            int is_read = is_open && spelt_npz_member(&archive, "x", &file) == SPELT_OK &&
                          spelt_npy_view_f64(&file, memory, 3, &view) == SPELT_OK;
            if (is_read)
                for (size_t j = 0; j < view.shape[0]; j++)
                    opened += view.data[j] == view.data[j];
            else
                refused++;
            if (is_open)
                spelt_npz_close(&archive);
        }
    }
    cr_expect(refused > 1000 && opened > 1000, "%zu, %zu", refused, opened);
}

Test(npz_refuse, null_and_closed)
{
    static archive_bytes bytes;
    make_archive(&bytes, 0);
    spelt_npz archive = open_npz(write_archive(&bytes));
    spelt_npy file;
    char name[16];
    expect_failure(spelt_npz_open(NULL, &archive), SPELT_ERR_NULL, "spelt_npz_open: path is NULL");
    expect_failure(spelt_npz_open("x", NULL), SPELT_ERR_NULL, "spelt_npz_open: archive is NULL");
    expect_failure(spelt_npz_member(NULL, "x", &file), SPELT_ERR_NULL,
                   "spelt_npz_member: archive is NULL");
    expect_failure(spelt_npz_member(&archive, NULL, &file), SPELT_ERR_NULL,
                   "spelt_npz_member: name is NULL");
    expect_failure(spelt_npz_member(&archive, "x", NULL), SPELT_ERR_NULL,
                   "spelt_npz_member: file is NULL");
    expect_failure(spelt_npz_name(NULL, 0, name, 16), SPELT_ERR_NULL,
                   "spelt_npz_name: archive is NULL");
    expect_failure(spelt_npz_name(&archive, 0, NULL, 16), SPELT_ERR_NULL,
                   "spelt_npz_name: name is NULL");
    spelt_npz_close(&archive);
    expect_failure(spelt_npz_member(&archive, "x", &file), SPELT_ERR_ARG,
                   "spelt_npz_member: the archive is closed");
    expect_failure(spelt_npz_name(&archive, 0, name, 16), SPELT_ERR_ARG,
                   "spelt_npz_name: the archive is closed");
    spelt_npz_close(&archive);
    spelt_npz_close(NULL);
}

Test(npz_refuse, what_is_no_file)
{
    expect_no_archive(in_scratch("none.npz"), SPELT_ERR_IO,
                      "cannot open: No such file or directory");
    expect_no_archive(scratch, SPELT_ERR_IO, "not a regular file");
    cr_assert(mkfifo(in_scratch("fifo"), 0600) == 0);
    expect_no_archive(in_scratch("fifo"), SPELT_ERR_IO, "not a regular file");
}
