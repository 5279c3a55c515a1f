/* test_symbol.c - a function is found by an object's own tables, old and new, and where they lack
 * something or are empty none is: in objects made up here. */
#define _GNU_SOURCE 1
#include "support.h"

#include "runtime/symbol.h"

#include <link.h>
#include <string.h>

enum { SYMBOLS = 6, RIGHT = 5, PLACE = 24 };

/* What the loader would have mapped. */
typedef struct {
    ElfW(Dyn) dynamic[6];
    ElfW(Sym) symbols[SYMBOLS];
    char names[32];
    uint32_t
        hash[2 + 1 + SYMBOLS]; /* the numbers of buckets and symbols, a bucket, the next ones */
    struct {
        uint32_t buckets, first, words, shift;
        ElfW(Addr) filter[1];
        uint32_t bucket[1], hashes[SYMBOLS - 1];
    } gnu;
} image;

typedef struct {
    image *to;
    ElfW(Phdr) headers[2];
    struct dl_phdr_info object;
} made_up;

static uint32_t gnu_hash(const char *name)
{
    uint32_t hash = 5381;
    for (; *name; name++)
        hash = hash * 33 + (unsigned char)*name;
    return hash;
}

static void set_symbol(image *to, unsigned i, const char *name, unsigned type, unsigned section,
                       unsigned place)
{
    to->symbols[i].st_name = strcmp(name, "wanted") == 0 ? 1 : 8;
    to->symbols[i].st_info = (unsigned char)ELF64_ST_INFO(STB_GLOBAL, type);
    to->symbols[i].st_shndx = (uint16_t)section;
    to->symbols[i].st_value = place;
    to->hash[3 + i] = i + 1 < SYMBOLS ? i + 1 : 0;
    to->gnu.hashes[i - 1] = (gnu_hash(name) & ~UINT32_C(1)) | (i + 1 == SYMBOLS);
}

static void set_entry(made_up *made, unsigned i, int tag, const void *at)
{
    made->to->dynamic[i].d_tag = tag;
    made->to->dynamic[i].d_un.d_ptr = (uintptr_t)at;
}

/* Functions that are used, have no place, or are none stand before the right one. */
static void make(made_up *made, image *to)
{
    memset(made, 0, sizeof *made);
    memset(to, 0, sizeof *to);
    made->to = to;
    memcpy(to->names, "\0wanted\0other", 14);
    to->hash[0] = 1, to->hash[1] = SYMBOLS, to->hash[2] = 1;
    to->gnu.buckets = to->gnu.first = to->gnu.words = to->gnu.bucket[0] = 1;
    to->gnu.shift = 6;
    to->gnu.filter[0] = ~(ElfW(Addr))0;
    set_symbol(to, 1, "wanted", STT_FUNC, SHN_UNDEF, PLACE + 1);
    set_symbol(to, 2, "wanted", STT_FUNC, 1, 0);
    set_symbol(to, 3, "wanted", STT_OBJECT, 1, PLACE + 2);
    set_symbol(to, 4, "other", STT_FUNC, 1, PLACE + 3);
    set_symbol(to, RIGHT, "wanted", STT_FUNC, 1, PLACE);
    set_entry(made, 0, DT_SYMTAB, to->symbols);
    set_entry(made, 1, DT_STRTAB, to->names);
    set_entry(made, 2, DT_DEBUG, NULL);
    set_entry(made, 3, DT_GNU_HASH, &to->gnu);
    set_entry(made, 4, DT_HASH, to->hash);
    made->headers[0].p_type = PT_LOAD;
    made->headers[0].p_memsz = sizeof *to;
    made->headers[1].p_type = PT_DYNAMIC;
    made->headers[1].p_vaddr = offsetof(image, dynamic);
    made->object.dlpi_addr = (uintptr_t)to;
    made->object.dlpi_phdr = made->headers;
    made->object.dlpi_phnum = 2;
}

static void expect_found(const made_up *made, const char *name, size_t place, const char *what)
{
    const uintptr_t got = spelt_symbol_in(&made->object, name);
    cr_expect(got == (place ? (uintptr_t)made->to + place : 0), "%s: %s is at %#zx", what, name,
              (size_t)got);
}

static image room;

Test(symbol, by_either_table)
{
    made_up made;
    for (int old = 0; old <= 1; old++) {
        const char *what = old ? "DT_HASH" : "DT_GNU_HASH";
        make(&made, &room);
        if (old)
            set_entry(&made, 3, DT_DEBUG, NULL);
        expect_found(&made, "wanted", PLACE, what);
        expect_found(&made, "other", PLACE + 3, what);
        expect_found(&made, "none", 0, what);
        /* As files have the addresses. */
        for (int i = 0; i < 5; i++)
            if (room.dynamic[i].d_un.d_ptr)
                room.dynamic[i].d_un.d_ptr -= (uintptr_t)&room;
        expect_found(&made, "wanted", PLACE, what);
    }
}

Test(symbol, not_in_the_table)
{
    made_up made;
    make(&made, &room);
    room.gnu.hashes[2] |= 1; /* the bucket ends before it */
    expect_found(&made, "wanted", 0, "a short bucket");
    make(&made, &room);
    room.gnu.bucket[0] = 0;
    expect_found(&made, "wanted", 0, "an empty bucket");
    room.gnu.bucket[0] = 1, room.gnu.first = 2;
    expect_found(&made, "wanted", 0, "a bucket of symbols that are not in the table");
    make(&made, &room);
    room.gnu.filter[0] = 0;
    expect_found(&made, "wanted", 0, "not in the filter");
    make(&made, &room);
    room.gnu.buckets = 0;
    expect_found(&made, "wanted", 0, "no buckets");
    room.gnu.buckets = 1, room.gnu.words = 0;
    expect_found(&made, "wanted", 0, "no filter");
    make(&made, &room);
    set_entry(&made, 3, DT_DEBUG, NULL);
    room.hash[0] = 0;
    expect_found(&made, "wanted", 0, "no buckets of the old kind");
}

Test(symbol, without_tables)
{
    made_up made;
    make(&made, &room);
    made.object.dlpi_phnum = 1;
    expect_found(&made, "wanted", 0, "nothing dynamic");
    for (unsigned i = 0; i < 2; i++) {
        make(&made, &room);
        set_entry(&made, i, DT_DEBUG, NULL);
        expect_found(&made, "wanted", 0, "no symbols, or no names");
        make(&made, &room);
        room.dynamic[i].d_un.d_ptr = (uintptr_t)&room + sizeof room;
        expect_found(&made, "wanted", 0, "a table past the end of the object");
    }
    make(&made, &room);
    set_entry(&made, 3, DT_NULL, NULL);
    expect_found(&made, "wanted", 0, "no table to look in");
}
