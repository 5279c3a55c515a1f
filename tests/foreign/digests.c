/* digests.c - a digest of what each function gives that takes views, on every instruction set that this
 * CPU has, against those that are kept: equal on every CPU. Of the numbers, not of their bytes; all
 * NaNs count as one. Without a framework, so that it runs where there is no more than a C library.
 * Those of the list are called by number, all others as the lines of the headers have them: one without a
 * kept digest is an error, and only what is OpenBLAS's has none.
 *
 *     digests FILE [ISA]     compares; each line "name digest"
 *     digests --write FILE   writes what the scalar kernels give */
#include "every_call.h" /* first */

#include "call/call.h"
#include "call/groups.h"
#include "call/indexing.h"
#include "call/scan.h"
#include "doors.h"
#include "number_bits.h"
#include "runtime/dispatch.h"

#include <spelt/runtime.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 20000, WIDEST = 16, ROOM = (MOST + 64) * 4 * WIDEST };

static _Alignas(64) unsigned char room[4][ROOM];

/* ---- Data ------------------------------------------------------------------------------------ */

#define DATA_START UINT64_C(88172645463325252)

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

typedef enum { SMALL, ANY, SPECIAL, KINDS } kind;

static uint64_t pick(const uint64_t *values, size_t count, uint64_t random)
{
    return values[random % count];
}

/* The bits of an element. */
static uint64_t drawn_f32(kind k, uint64_t r)
{
    static const uint64_t special[] = {0,          0x80000000, 1,          0x807fffff, 0x00800000,
                                       0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000,
                                       0xffc12345, 0x3f800000, 0xbf800000, 0x3f000000, 0x5f000000,
                                       0x4b000001, 0x477fe000, 0x477ff000, 0x33800000, 0x40200000};
    float small = (float)(int64_t)(r % 4001 - 2000) / 16;
    return k == SMALL ? f32_bits(small) : k == ANY ? r >> 32 : pick(special, sizeof special / 8, r >> 8);
}

static uint64_t drawn_f64(kind k, uint64_t r)
{
    static const uint64_t special[] = {
        0, 0x8000000000000000, 1, 0x800fffffffffffff, 0x0010000000000000, 0x7fefffffffffffff,
        0xffefffffffffffff, 0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000,
        0xfff8000000012345, 0x3ff0000000000000, 0xbff0000000000000, 0x43e0000000000000,
        0xc3e0000000000000, 0x43dfffffffffffff, 0x41e0000000000000, 0x4330000000000001,
        0x3fe0000000000000, 0x4004000000000000, 0x47efffffe0000000, 0x47effffff0000000};
    double small = (double)(int64_t)(r % 4001 - 2000) / 16;
    return k == SMALL ? f64_bits(small) : k == ANY ? r : pick(special, sizeof special / 8, r >> 8);
}

static uint64_t f16_bits(kind k, uint64_t r)
{
    static const uint64_t special[] = {0,      0x8000, 1,      0x83ff, 0x0400, 0x7bff, 0xfbff,
                                       0x7c00, 0xfc00, 0x7e00, 0xfe01, 0x3c00, 0xbc00, 0x3800};
    return k == SMALL ? 0x3000 + (r & 0x8fff) : k == ANY ? r >> 48 : pick(special, 14, r >> 8);
}

static uint64_t integer_bits(kind k, uint64_t r, unsigned width, int is_signed)
{
    const uint64_t top = UINT64_C(1) << (width - 1), mask = top | (top - 1);
    const uint64_t special[] = {0, 1, 2, mask, mask - 1, top, top - 1, top + 1, 7, mask / 3};
    const uint64_t small = r % 11 - (is_signed ? 5 : 0);
    return (k == SMALL ? small : k == ANY ? r >> (64 - width) : pick(special, 10, r >> 8)) & mask;
}

static uint64_t number(spelt_type type, kind k, uint64_t r)
{
    switch (type) {
    case SPELT_F32: return drawn_f32(k, r);
    case SPELT_F64: return drawn_f64(k, r);
    case SPELT_F16: return f16_bits(k, r);
    case SPELT_BF16: return drawn_f32(k, r) >> 16;
    case SPELT_I8: return integer_bits(k, r, 8, 1);
    case SPELT_I16: return integer_bits(k, r, 16, 1);
    case SPELT_I32: return integer_bits(k, r, 32, 1);
    case SPELT_I64: return integer_bits(k, r, 64, 1);
    case SPELT_U8: return integer_bits(k, r, 8, 0);
    case SPELT_U16: return integer_bits(k, r, 16, 0);
    case SPELT_U32: return integer_bits(k, r, 32, 0);
    default: return integer_bits(k, r, 64, 0);
    }
}

static void put_number(spelt_type type, void *array, size_t i, uint64_t bits)
{
    const uint8_t b8 = (uint8_t)bits;
    const uint16_t b16 = (uint16_t)bits;
    const uint32_t b32 = (uint32_t)bits;
    const size_t size = spelt_type_size(type);
    const void *from = size == 1 ? (const void *)&b8 : size == 2 ? &b16 : size == 4 ? (const void *)&b32 : &bits;
    memcpy((unsigned char *)array + i * size, from, size);
}

/* A complex element has two numbers, and of the random one other bits are the second's. */
static void put(spelt_type type, void *array, size_t i, kind k, uint64_t r)
{
    const spelt_type part = spelt_part_type(type);
    if (part == type) {
        put_number(type, array, i, number(type, k, r));
        return;
    }
    put_number(part, array, 2 * i, number(part, k, r));
    put_number(part, array, 2 * i + 1, number(part, k, r << 29 | r >> 35));
}

/* Elements of a type behind so many blocks of them, each drawn with a number of the sequence: they
 * are the same for every function, so they are kept. */
enum { BLOCK = 3 * MOST, MOST_BLOCKS = 4 * KINDS, MOST_TYPES = 32 };

static void put_block(spelt_type type, void *array, kind k, unsigned block, uint64_t *state)
{
    static struct {
        void *elements;
        uint64_t state;
    } kept[MOST_TYPES][KINDS][MOST_BLOCKS];
    const size_t bytes = BLOCK * spelt_type_size(type);
    void **const elements = &kept[type][k][block].elements;
    if (*elements) {
        memcpy(array, *elements, bytes);
        *state = kept[type][k][block].state;
        return;
    }
    for (size_t j = 0; j < BLOCK; j++)
        put(type, array, j, k, next(state));
    *elements = malloc(bytes);
    if (*elements)
        memcpy(*elements, array, bytes);
    kept[type][k][block].state = *state;
}

static uint64_t get(spelt_type type, const void *array, size_t i)
{
    const size_t size = spelt_type_size(type);
    const unsigned char *from = (const unsigned char *)array + i * size;
    uint8_t b8;
    uint16_t b16;
    uint32_t b32;
    uint64_t b64;
    switch (size) {
    case 1: return memcpy(&b8, from, 1), b8;
    case 2: return memcpy(&b16, from, 2), b16;
    case 4: return memcpy(&b32, from, 4), b32;
    default: return memcpy(&b64, from, 8), b64;
    }
}

/* ---- Digests ----------------------------------------------------------------------------------- */

#define DIGEST_START UINT64_C(0xcbf29ce484222325)

/* FNV-1a, eight bytes at a time. */
static void feed(uint64_t *digest, uint64_t value)
{
    for (int i = 0; i < 8; i++) {
        *digest ^= value >> (8 * i) & 0xff;
        *digest *= UINT64_C(0x100000001b3);
    }
}

static void feed_number(uint64_t *digest, spelt_type type, const void *array, size_t i)
{
    const uint64_t bits = get(type, array, i);
    feed(digest, bits_are_nan(type, bits) ? UINT64_MAX : bits);
}

static void feed_element(uint64_t *digest, spelt_type type, const void *array, size_t i)
{
    const spelt_type part = spelt_part_type(type);
    if (part == type) {
        feed_number(digest, type, array, i);
        return;
    }
    feed_number(digest, part, array, 2 * i);
    feed_number(digest, part, array, 2 * i + 1);
}

/* The message tells which element failed. */
static void feed_status(uint64_t *digest, spelt_status status)
{
    feed(digest, (uint64_t)status);
    for (const char *c = status ? spelt_last_error() : ""; *c; c++)
        feed(digest, (unsigned char)*c);
}

static spelt_view line(void *data, size_t size, size_t n, ptrdiff_t stride)
{
    spelt_view view = {data, 1, {n}, {stride}};
    if (stride < 0)
        view.data = (char *)data + (n ? n - 1 : 0) * (size_t)-stride * size;
    return view;
}

/* One call; each operand with a stride of its own. */
static void feed_call(uint64_t *digest, spelt_function f, size_t n, const ptrdiff_t stride[4])
{
    const spelt_function_facts *facts = &spelt_function_list[f];
    const size_t out_size = spelt_type_size(facts->result);
    const int is_map = spelt_family_is_map(facts->family);
    spelt_view view[4];
    for (unsigned i = 0; i < 3; i++)
        view[i] = line(room[i], spelt_type_size(facts->input[i]), n, stride[i]);
    if (spelt_family_has_numbers(facts->family))
        view[facts->inputs] = line(room[facts->inputs], 0, n, 0);
    view[3] = line(room[3], out_size, n, stride[3]);
    memset(room[3], 0, is_map ? (n * 4 + 8) * out_size : 64);
    if (!is_map) {
        feed_status(digest, doors[f]((const spelt_view *[]){&view[0], &view[1]}, NULL, room[3]));
        feed_element(digest, facts->result, room[3], 0);
        return;
    }
    feed_status(digest, spelt_call_map(f, &view[0], &view[1], &view[2], &view[3]));
    for (size_t i = 0; i < n; i++)
        feed_element(digest, facts->result, view[3].data, i * (size_t)stride[3]);
}

#include "placed.h"

static uint64_t digest_of(spelt_function f)
{
    if (f >= SPELT_FUNCTIONS)
        return digest_of_placed(f);
    static const size_t lengths[] = {127, 128, 129, 1000, 2047, 2049, 4100, MOST};
    static const ptrdiff_t plain[4] = {1, 1, 1, 1}, strided[4] = {2, -1, 3, 2}, value[4] = {1, 0, 1, 1};
    const spelt_function_facts *facts = &spelt_function_list[f];
    uint64_t digest = DIGEST_START, state = DATA_START;
    for (kind k = SMALL; k < KINDS; k++) {
        const unsigned inputs =
            facts->inputs + (unsigned)spelt_family_has_numbers(facts->family);
        for (unsigned i = 0; i < inputs; i++)
            put_block(facts->input[i], room[i], k, k * inputs + i, &state);
        for (size_t n = 0; n <= 70; n++) {
            feed_call(&digest, f, n, plain);
            feed_call(&digest, f, n, strided);
        }
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
            feed_call(&digest, f, lengths[i], plain);
        feed_call(&digest, f, 1000, strided);
        feed_call(&digest, f, 1000, value);
    }
    return digest;
}

#include "made_of.h"

/* ---- The file ---------------------------------------------------------------------------------- */

enum { MOST_KEPT = 4000 };

static struct {
    char name[64];
    uint64_t digest;
    int is_asked_for;
} kept[MOST_KEPT];
static size_t kept_count;

static void write_line(FILE *file, const char *name, uint64_t digest)
{
    fprintf(file, "%s %016" PRIx64 "\n", name, digest);
}

static int write_all(const char *name)
{
    FILE *file = fopen(name, "w");
    if (!file || spelt_set_isa("scalar") != SPELT_OK)
        return 1;
    for (int f = 0; f < SPELT_ALL_FUNCTIONS; f++)
        write_line(file, spelt_function_list[f].name, digest_of((spelt_function)f));
    for (const every_call *call = every_first; call; call = call->next)
        if (!is_row(call->name) && is_digested(call))
            write_line(file, call->name, digest_of_call(call));
    return fclose(file) != 0;
}

static void read_all(FILE *file)
{
    while (kept_count < MOST_KEPT &&
           fscanf(file, "%63s %" SCNx64, kept[kept_count].name, &kept[kept_count].digest) == 2)
        kept_count++;
}

static int is_kept(const char *wanted, uint64_t *digest)
{
    for (size_t i = 0; i < kept_count; i++)
        if (strcmp(kept[i].name, wanted) == 0) {
            kept[i].is_asked_for = 1;
            *digest = kept[i].digest;
            return 1;
        }
    fprintf(stderr, "%s: no digest is kept\n", wanted);
    return 0;
}

static int differs(const char *name, const char *isa, uint64_t digest, uint64_t expected)
{
    if (digest != expected)
        fprintf(stderr, "%s, %s: %016" PRIx64 ", kept is %016" PRIx64 "\n", name, isa, digest, expected);
    return digest != expected;
}

static int compare_isa(const char *isa)
{
    int bad = 0, own = 0, made = 0;
    uint64_t expected;
    for (int f = 0; f < SPELT_ALL_FUNCTIONS; f++) {
        const spelt_function function = (spelt_function)f;
        const char *name = spelt_function_list[f].name;
        if (strcmp(isa, "scalar") != 0 && !spelt_kernels_of_isa(spelt_isa_from_name(isa), function))
            continue;
        own++;
        bad += !is_kept(name, &expected) || differs(name, isa, digest_of(function), expected);
    }
    for (const every_call *call = every_first; call; call = call->next) {
        if (is_row(call->name) || is_matrix_product(call))
            continue;
        made++;
        if (!is_digested(call)) {
            fprintf(stderr, "%s: no digest is made of such a function\n", call->name);
            bad++;
        } else
            bad += !is_kept(call->name, &expected) || differs(call->name, isa, digest_of_call(call), expected);
    }
    printf("%s: %d functions of its own and %d made of some, %d differ\n", isa, own, made, bad);
    return bad;
}

/* Every function has been asked for. */
static int count_strange(void)
{
    int bad = 0;
    for (size_t i = 0; i < kept_count; i++)
        if (!kept[i].is_asked_for) {
            fprintf(stderr, "%s: is no function\n", kept[i].name);
            bad++;
        }
    return bad;
}

int main(int count, char **arguments)
{
    int bad = 0;
    if (count == 3 && strcmp(arguments[1], "--write") == 0)
        return write_all(arguments[2]);
    const char *only = count == 3 ? arguments[2] : "";
    FILE *file = count == 2 || count == 3 ? fopen(arguments[1], "r") : NULL;
    if (!file) {
        fprintf(stderr, "digests: digests FILE [ISA], or digests --write FILE\n");
        return 2;
    }
    read_all(file);
    fclose(file);
    int compared = 0;
    for (int isa = 0; isa < SPELT_ISA_COUNT; isa++) {
        const char *name = spelt_isa_name((spelt_isa_id)isa);
        if ((*only && strcmp(only, name) != 0) || spelt_set_isa(name) != SPELT_OK)
            continue;
        bad += compare_isa(name);
        compared++;
    }
    if (!*only)
        bad += count_strange();
    if (compared == 0)
        fprintf(stderr, "digests: there is no %s here\n", only);
    return bad > 0 || compared == 0;
}
