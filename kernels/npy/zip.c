/* zip.c - reads the directory of a ZIP archive.
 *
 * The format: PKWARE, .ZIP File Format Specification 6.3.10 (APPNOTE.TXT). The directory is at the
 * end, found from the end; it has the lengths and places of all members. A member's own header is
 * only read for its length. Records that are not read: data descriptors, signatures, spanned
 * archives. */
#include "npy/zip.h"

#include <string.h>

/* Signatures, and the bytes of a record without its name, extra field and comment. */
#define MEMBER 0x04034b50
#define MEMBER_BYTES 30
#define ENTRY 0x02014b50
#define ENTRY_BYTES 46
#define END 0x06054b50
#define END_BYTES 22
#define END64 0x06064b50
#define END64_BYTES 56
#define LOCATOR64 0x07064b50
#define LOCATOR64_BYTES 20

/* What stands for a number that is in the ZIP64 record. */
#define ELSEWHERE_16 0xffff
#define ELSEWHERE_32 0xffffffff
#define EXTRA64 1

#define ENCRYPTED (1u << 0)
#define PATCHED (1u << 5)
#define MASKED (1u << 13)

static uint64_t little(const unsigned char *bytes, unsigned count)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < count; i++)
        value |= (uint64_t)bytes[i] << 8 * i;
    return value;
}

static unsigned little_16(const unsigned char *bytes)
{
    return (unsigned)little(bytes, 2);
}

/* Whether count bytes from at on are within size. */
static int is_within(uint64_t at, uint64_t count, uint64_t size)
{
    return at <= size && count <= size - at;
}

static spelt_status fail_format(const spelt_npy_source *source, const char *what)
{
    return spelt_npy_fail(source, SPELT_ERR_FORMAT, "%s", what);
}

/* ---- The end ------------------------------------------------------------------------------- */

/* The record that ends the archive, behind which only its comment is. The last one that fits. */
static int find_end(const unsigned char *bytes, size_t size, size_t *end)
{
    if (size < END_BYTES)
        return 0;
    for (size_t comment = 0; comment <= 0xffff && comment <= size - END_BYTES; comment++) {
        const size_t at = size - END_BYTES - comment;
        if (little(bytes + at, 4) == END && little_16(bytes + at + 20) == comment) {
            *end = at;
            return 1;
        }
    }
    return 0;
}

/* What the end says of the directory. */
typedef struct {
    uint64_t disk, directory_disk, count_here, count, bytes, offset;
} ending;

/* Takes the numbers that did not fit from ZIP64's own end, if there is one. *end becomes where the
 * directory must have ended. */
static spelt_status read_end64(const spelt_npy_source *source, const spelt_zip *zip, size_t *end,
                               ending *said)
{
    if (*end < LOCATOR64_BYTES || little(zip->bytes + *end - LOCATOR64_BYTES, 4) != LOCATOR64)
        return SPELT_OK; /* they are just as large as they can be */
    const size_t locator = *end - LOCATOR64_BYTES;
    const uint64_t at = little(zip->bytes + locator + 8, 8);
    if (!is_within(at, END64_BYTES, locator) || little(zip->bytes + at, 4) != END64)
        return fail_format(source, "no ZIP64 end where the archive says");
    const unsigned char *record = zip->bytes + at;
    *said = (ending){little(record + 16, 4), little(record + 20, 4), little(record + 24, 8),
                     little(record + 32, 8), little(record + 40, 8), little(record + 48, 8)};
    *end = (size_t)at;
    return SPELT_OK;
}

static spelt_status read_end(const spelt_npy_source *source, spelt_zip *zip)
{
    size_t end;
    if (!find_end(zip->bytes, zip->size, &end))
        return fail_format(source, "not a ZIP archive: it has no end of a directory");
    const unsigned char *record = zip->bytes + end;
    ending said = {little(record + 4, 2),  little(record + 6, 2),  little(record + 8, 2),
                   little(record + 10, 2), little(record + 12, 4), little(record + 16, 4)};
    if (said.count == ELSEWHERE_16 || said.bytes == ELSEWHERE_32 || said.offset == ELSEWHERE_32) {
        spelt_status status = read_end64(source, zip, &end, &said);
        if (status != SPELT_OK)
            return status;
    }
    if (said.disk != 0 || said.directory_disk != 0 || said.count != said.count_here)
        return spelt_npy_fail(source, SPELT_ERR_UNSUPPORTED,
                              "an archive of several parts is not supported");
    if (!is_within(said.offset, said.bytes, end))
        return fail_format(source, "the directory ends past the end of the archive");
    /* Each entry has that many bytes at least; and then the count fits size_t. */
    if (said.count > said.bytes / ENTRY_BYTES)
        return fail_format(source, "the directory is shorter than its entries");
    zip->directory = (size_t)said.offset;
    zip->directory_bytes = (size_t)said.bytes;
    zip->count = (size_t)said.count;
    return SPELT_OK;
}

/* ---- The directory ------------------------------------------------------------------------- */

/* The numbers of an entry that are in its ZIP64 extra field, in this order. */
static int read_extra64(const unsigned char *extra, size_t length, spelt_zip_member *member)
{
    uint64_t *const numbers[] = {&member->size, &member->packed, &member->local};
    size_t at = 0;
    while (is_within(at, 4, length) && little_16(extra + at) != EXTRA64)
        at += 4 + little_16(extra + at + 2);
    const int there = is_within(at, 4, length);
    const size_t bytes = there ? little_16(extra + at + 2) : 0;
    if (there && !is_within(at + 4, bytes, length))
        return 0;
    size_t used = 0;
    for (int i = 0; i < 3; i++) {
        if (*numbers[i] != ELSEWHERE_32)
            continue;
        if (!is_within(used, 8, bytes))
            return 0;
        *numbers[i] = little(extra + at + 4 + used, 8);
        used += 8;
    }
    return 1;
}

spelt_status spelt_zip_next(const spelt_npy_source *source, const spelt_zip *zip, size_t *at,
                            spelt_zip_member *member)
{
    const unsigned char *entry = zip->bytes + zip->directory + *at;
    const size_t left = zip->directory_bytes - *at;
    if (left < ENTRY_BYTES || little(entry, 4) != ENTRY)
        return fail_format(source, "the directory ends before its last entry");
    const size_t name = little_16(entry + 28), extra = little_16(entry + 30);
    const size_t length = ENTRY_BYTES + name + extra + little_16(entry + 32);
    if (left < length)
        return fail_format(source, "an entry ends past the end of the directory");
    *member = (spelt_zip_member){{entry + ENTRY_BYTES, name}, little_16(entry + 8),
                                 little_16(entry + 10),       little(entry + 20, 4),
                                 little(entry + 24, 4),       little(entry + 42, 4)};
    if (memchr(member->name.bytes, 0, name) != NULL)
        return fail_format(source, "a member has a name with a byte of 0");
    if (!read_extra64(entry + ENTRY_BYTES + name, extra, member))
        return fail_format(source, "an entry lacks numbers of ZIP64");
    *at += length;
    return SPELT_OK;
}

spelt_status spelt_zip_read(const spelt_npy_source *source, const unsigned char *bytes, size_t size,
                            spelt_zip *zip)
{
    zip->bytes = bytes;
    zip->size = size;
    spelt_status status = read_end(source, zip);
    size_t at = 0;
    spelt_zip_member member;
    for (size_t i = 0; status == SPELT_OK && i < zip->count; i++)
        status = spelt_zip_next(source, zip, &at, &member);
    if (status == SPELT_OK && at != zip->directory_bytes)
        return fail_format(source, "the directory goes on behind its last entry");
    return status;
}

/* ---- A member ------------------------------------------------------------------------------ */

static const char *method_name(unsigned method)
{
    switch (method) {
    case 8: return "deflate";
    case 9: return "deflate64";
    case 12: return "bzip2";
    case 14: return "LZMA";
    case 93: return "Zstandard";
    case 95: return "xz";
    default: return "unknown";
    }
}

spelt_status spelt_zip_locate(const spelt_npy_source *source, const spelt_zip *zip,
                              const spelt_zip_member *member, const unsigned char **data)
{
    if (member->flags & (ENCRYPTED | PATCHED | MASKED))
        return spelt_npy_fail(source, SPELT_ERR_UNSUPPORTED, "an %s member is not supported",
                              member->flags & PATCHED ? "incomplete" : "encrypted");
    if (member->method != 0)
        return spelt_npy_fail(source, SPELT_ERR_UNSUPPORTED,
                              "a compressed member (method %u, %s) is not supported; numpy.savez "
                              "stores them",
                              member->method, method_name(member->method));
    if (member->packed != member->size)
        return fail_format(source, "a stored member of two lengths");
    /* All members are in front of the directory. */
    if (!is_within(member->local, MEMBER_BYTES, zip->directory) ||
        little(zip->bytes + member->local, 4) != MEMBER)
        return fail_format(source, "no member where the directory says");
    const unsigned char *header = zip->bytes + member->local;
    const size_t name = little_16(header + 26),
                 length = MEMBER_BYTES + name + little_16(header + 28);
    if (!is_within(member->local, length, zip->directory) ||
        !is_within(member->local + length, member->size, zip->directory))
        return fail_format(source, "the member ends past the beginning of the directory");
    if (name != member->name.length || memcmp(header + MEMBER_BYTES, member->name.bytes, name) != 0)
        return fail_format(source, "the member has another name than the directory says");
    *data = header + length;
    return SPELT_OK;
}
