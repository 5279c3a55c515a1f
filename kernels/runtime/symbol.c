/* symbol.c - finds a function in an object that the loader shows, by the object's own tables: see
 * "Dynamic Linking" in the System V ABI, and DT_GNU_HASH as binutils writes it. */
#define _GNU_SOURCE 1

#if defined(__has_include)
#if __has_include(<link.h>)

#include "runtime/symbol.h"

#include <link.h>
#include <stddef.h>
#include <string.h>

typedef struct {
    const ElfW(Sym) * symbols;
    const char *names;
    const uint32_t *gnu_hash, *hash;
} symbol_tables;

/* Whether the object lies at this address. */
static int covers(const struct dl_phdr_info *object, uintptr_t address)
{
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type == PT_LOAD &&
            address - (object->dlpi_addr + segment->p_vaddr) < segment->p_memsz)
            return 1;
    }
    return 0;
}

/* The file's addresses count from the object's beginning. glibc's loader replaces them by those in
 * memory, though not in each object nor on each machine; musl's leaves them alone. */
static const void *place_of(const struct dl_phdr_info *object, uintptr_t address)
{
    if (!covers(object, address))
        address += object->dlpi_addr;
    return covers(object, address) ? (const void *)address : NULL;
}

static symbol_tables tables_of(const struct dl_phdr_info *object)
{
    symbol_tables tables = {0};
    const ElfW(Dyn) *entry = NULL;
    for (int i = 0; i < object->dlpi_phnum; i++)
        if (object->dlpi_phdr[i].p_type == PT_DYNAMIC)
            entry = (const void *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
    for (; entry && entry->d_tag != DT_NULL; entry++)
        switch (entry->d_tag) {
        case DT_SYMTAB: tables.symbols = place_of(object, entry->d_un.d_ptr); break;
        case DT_STRTAB: tables.names = place_of(object, entry->d_un.d_ptr); break;
        case DT_GNU_HASH: tables.gnu_hash = place_of(object, entry->d_un.d_ptr); break;
#if !defined(__s390x__) && !defined(__alpha__) /* where its words have 64 bits */
        case DT_HASH: tables.hash = place_of(object, entry->d_un.d_ptr); break;
#endif
        default: break;
        }
    return tables;
}

static int defines(const symbol_tables *tables, uint32_t index, const char *name)
{
    const ElfW(Sym) *symbol = &tables->symbols[index];
    return symbol->st_shndx != SHN_UNDEF && symbol->st_value != 0 &&
           ELF32_ST_TYPE(symbol->st_info) == STT_FUNC &&
           strcmp(tables->names + symbol->st_name, name) == 0;
}

/* The symbol's index; 0 is none. The table begins with the numbers of buckets, of the first symbol
 * that is in it, of the filter's words, and the shift of the filter's second hash. Symbols of one
 * bucket follow each other; the last one's hash is odd, and each other's is made even. */
static uint32_t index_in_gnu_hash(const symbol_tables *tables, const char *name)
{
    const uint32_t *head = tables->gnu_hash, word_bits = 8 * sizeof(ElfW(Addr));
    const uint32_t buckets = head[0], first = head[1], words = head[2], shift = head[3] % 32;
    const ElfW(Addr) *filter = (const void *)(head + 4);
    const uint32_t *bucket = (const void *)(filter + words), *hashes = bucket + buckets;
    uint32_t hash = 5381;
    for (const char *at = name; *at; at++)
        hash = hash * 33 + (unsigned char)*at;
    if (buckets == 0 || words == 0)
        return 0;
    ElfW(Addr) word = filter[hash / word_bits % words];
    if ((word >> hash % word_bits & word >> (hash >> shift) % word_bits & 1) == 0)
        return 0;
    for (uint32_t i = bucket[hash % buckets]; i != 0 && i >= first; i++) {
        uint32_t there = hashes[i - first];
        if ((there | 1) == (hash | 1) && defines(tables, i, name))
            return i;
        if (there & 1)
            break;
    }
    return 0;
}

/* The table begins with the numbers of buckets and of symbols. */
static uint32_t index_in_hash(const symbol_tables *tables, const char *name)
{
    const uint32_t *head = tables->hash, buckets = head[0];
    const uint32_t *bucket = head + 2, *next = bucket + buckets;
    uint32_t hash = 0;
    for (const char *at = name; *at; at++) {
        hash = (hash << 4) + (unsigned char)*at;
        hash ^= hash >> 24 & 0xf0;
        hash &= 0x0fffffff;
    }
    if (buckets == 0)
        return 0;
    for (uint32_t i = bucket[hash % buckets]; i != 0; i = next[i])
        if (defines(tables, i, name))
            return i;
    return 0;
}

uintptr_t spelt_symbol_in(const struct dl_phdr_info *object, const char *name)
{
    symbol_tables tables = tables_of(object);
    uint32_t index = 0;
    if (!tables.symbols || !tables.names)
        return 0;
    if (tables.gnu_hash)
        index = index_in_gnu_hash(&tables, name);
    else if (tables.hash)
        index = index_in_hash(&tables, name);
    return index ? object->dlpi_addr + tables.symbols[index].st_value : 0;
}

#else
typedef int spelt_nothing_to_find; /* C has no empty files */
#endif
#endif
