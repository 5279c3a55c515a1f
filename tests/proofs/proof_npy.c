/* proof_npy.c - the parser of .npy headers never reads past what it is given, and leaves alone what it
 * refuses: each sample header, of a plain array in three versions, of as many dimensions as there can be, and
 * of records,
 *
 *   cut at every byte, with the length that it says, and that which is left,
 *   with every byte replaced by every other one, and left out,
 *   with every two neighbours replaced by all pairs of signs that the grammar has,
 *
 * right before the end of a page; and all dictionaries of up to 6 of the words that a header is made of. What
 * three changes do together is left to fuzz_npy. */
#include "proof.h"

#include "npy/header.h"

#include <spelt/status.h>

static const spelt_npy_source npy_source = {"proof", "x"};
static char *end;
static size_t headers, accepted;

/* Of a file that ends with the header, or some elements further on. */
static void check_file(const unsigned char *bytes, size_t length, size_t elements)
{
    spelt_npy_header header, before;
    const size_t all = length + elements;
    memset(&header, 0x7f, sizeof header);
    memcpy(&before, &header, sizeof header);
    unsigned char *at = (unsigned char *)end - all;
    memcpy(at, bytes, length);
    memset(at + length, 0, elements);
    headers++;
    const spelt_status status = spelt_npy_header_read(&npy_source, at, all, all, &header);
    if (status != SPELT_OK) {
        REQUIRE(memcmp(&header, &before, sizeof header) == 0);
        return;
    }
    accepted++;
    REQUIRE(header.ndim <= SPELT_MAX_NDIM && header.offset <= all);
    REQUIRE(header.bytes <= all - header.offset && header.itemsize > 0);
    REQUIRE(header.count == 0 || header.bytes / header.count == header.itemsize);
    REQUIRE(header.fields_at + header.fields_length <= header.offset);
}

static void check(const unsigned char *bytes, size_t length)
{
    check_file(bytes, length, 0);
    check_file(bytes, length, 128);
}

static size_t sample(unsigned char *bytes, int version, const char *dictionary)
{
    const size_t length = strlen(dictionary), prefix = version == 1 ? 10 : 12;
    memcpy(bytes, "\x93NUMPY", 6);
    bytes[6] = (unsigned char)version;
    bytes[7] = 0;
    for (size_t i = 8; i < prefix; i++)
        bytes[i] = (unsigned char)(length >> 8 * (i - 8));
    memcpy(bytes + prefix, dictionary, length);
    return prefix + length;
}

static void prove_changes(int version, const char *dictionary)
{
    static const char signs[] = "{}()[],:'\"<>|0 9LTF\n\\f";
    unsigned char bytes[256], changed[256];
    char cut[256];
    const size_t length = sample(bytes, version, dictionary), text = strlen(dictionary), count = sizeof signs - 1;
    const size_t before = accepted;
    check(bytes, length);
    REQUIRE(accepted == before + 1); /* with its elements */
    for (size_t i = 0; i < length; i++) {
        check(bytes, i);
        if (i < text) {
            memcpy(cut, dictionary, i);
            cut[i] = '\0';
            check(changed, sample(changed, version, cut));
        }
        memcpy(changed, bytes, length);
        memmove(changed + i, bytes + i + 1, length - i - 1);
        check(changed, length - 1);
        for (unsigned other = 0; other < 256; other++) {
            memcpy(changed, bytes, length);
            changed[i] = (unsigned char)other;
            check(changed, length);
        }
        for (size_t k = 0; k < count * count && i + 1 < length; k++) {
            memcpy(changed, bytes, length);
            changed[i] = (unsigned char)signs[k / count];
            changed[i + 1] = (unsigned char)signs[k % count];
            check(changed, length);
        }
    }
}

static void prove_words(void)
{
    static const char *const words[] = {"{", "'descr': '<f8', ", "'fortran_order': False, ",
                                        "'shape': (2, 3), ", "}", "\n", "'shape': (", "3L", ")", ",",
                                        "[('a', '<f4'), ('b', '|u1', (2,))]", "'descr': ", "9223372036854775807"};
    enum { WORDS = sizeof words / sizeof *words, MOST = 6 };
    size_t digit[MOST] = {0};
    for (size_t used = 1; used <= MOST; used++) {
        memset(digit, 0, sizeof digit);
        for (size_t k = 0; k < used;) {
            char text[256] = "";
            unsigned char bytes[300];
            size_t length = 0;
            for (size_t i = 0; i < used; i++) {
                const size_t more = strlen(words[digit[i]]);
                memcpy(text + length, words[digit[i]], more);
                text[length += more] = '\0';
            }
            check(bytes, sample(bytes, 1, text));
            for (k = 0; k < used && ++digit[k] == WORDS; k++)
                digit[k] = 0;
        }
    }
}

int main(void)
{
    end = proof_end_of_page();
    for (int version = 1; version <= 3; version++)
        prove_changes(version, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }  \n");
    prove_changes(1, "{'descr': '>i4', 'fortran_order': True, 'shape': (5L,), }\n");
    prove_changes(1, "{'descr': [('a', '<f4'), ('', '|V4'), ('b', '>u2', (2,))], "
                     "'fortran_order': False, 'shape': (3,)}\n");
    prove_changes(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 101)}\n");
    prove_changes(1, "{'descr': [('a', '|V1')], 'fortran_order': False, 'shape': (3,)}\n");
    prove_words();
    printf("%zu headers, %zu accepted\n", headers, accepted);
    return 0;
}
