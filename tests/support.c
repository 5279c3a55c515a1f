/* support.c - guarded arrays, random numbers and comparison for all suites. */
#include "support.h"

#include <spelt/runtime.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

guarded guarded_open(size_t bytes)
{
    size_t page = page_bytes();
    guarded room;
    room.bytes = (bytes + page - 1) / page * page;
    if (room.bytes == 0)
        room.bytes = page;
    room.mapping_bytes = room.bytes + 2 * page;
    room.mapping =
        mmap(NULL, room.mapping_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    cr_assert(room.mapping != MAP_FAILED, "no memory for %zu bytes", bytes);
    room.first = (unsigned char *)room.mapping + page;
    cr_assert(mprotect(room.mapping, page, PROT_NONE) == 0);
    cr_assert(mprotect(room.first + room.bytes, page, PROT_NONE) == 0);
    guarded_poison(&room);
    return room;
}

void guarded_close(guarded *room)
{
    munmap(room->mapping, room->mapping_bytes);
    memset(room, 0, sizeof *room);
}

void guarded_poison(const guarded *room)
{
    memset(room->first, POISON, room->bytes);
}

void *guarded_at_end(const guarded *room, size_t bytes, size_t gap)
{
    cr_assert(bytes + gap <= room->bytes, "%zu bytes do not fit a room of %zu", bytes + gap,
              room->bytes);
    return room->first + room->bytes - gap - bytes;
}

void *guarded_at_start(const guarded *room, size_t gap)
{
    return room->first + gap;
}

static int all_poison(const unsigned char *from, const unsigned char *to)
{
    for (; from < to; from++)
        if (*from != POISON)
            return 0;
    return 1;
}

int guarded_intact(const guarded *room, const void *array, size_t bytes)
{
    const size_t zone = 256;
    const unsigned char *first = array;
    const unsigned char *last = first + bytes;
    size_t before = (size_t)(first - room->first);
    size_t behind = (size_t)(room->first + room->bytes - last);
    return all_poison(first - (before < zone ? before : zone), first) &&
           all_poison(last, last + (behind < zone ? behind : zone));
}

double random_log_uniform(generator *random, double exponent)
{
    double magnitude = exp2(random_uniform(random) * exponent);
    return random_bits(random) >> 63 ? -magnitude : magnitude;
}

void repeat(void *data, size_t period, size_t bytes)
{
    for (size_t done = period; done < bytes;) {
        size_t more = bytes - done < done ? bytes - done : done / period * period;
        memcpy((unsigned char *)data + done, data, more);
        done += more;
    }
}

int force_isa(const char *isa)
{
    cr_assert_eq(spelt_set_path("simd"), SPELT_OK, "%s", spelt_last_error());
    spelt_status status = spelt_set_isa(isa);
    if (status == SPELT_ERR_UNSUPPORTED)
        return 0;
    cr_assert_eq(status, SPELT_OK, "spelt_set_isa(%s): %s", isa, spelt_last_error());
    cr_assert_str_eq(spelt_isa(), isa, "%s was forced, %s is in force", isa, spelt_isa());
    return 1;
}

const char *const all_isas[] = {"scalar", "sse2",       "avx2", "avx2vnni",
                                "avx512", "avx512vnni", "neon", "sve",      NULL};

void require_isa(const char *isa)
{
    if (!force_isa(isa))
        skip_visibly("%s is not available on this CPU or in this build", isa);
}

void expect_status(const char *what, spelt_status got, spelt_status expected, ...)
{
    cr_expect(got == expected, "%s: got %s, expected %s (last message: %s)", what,
              spelt_status_name(got), spelt_status_name(expected), spelt_last_error());
    if (got != expected || expected == SPELT_OK)
        return;
    va_list parts;
    va_start(parts, expected);
    for (const char *part; (part = va_arg(parts, const char *)) != NULL;)
        cr_expect(strstr(spelt_last_error(), part) != NULL, "%s: \"%s\" is not in the message: %s",
                  what, part, spelt_last_error());
    va_end(parts);
}

struct criterion_test_params numbered(size_t count)
{
    enum { MOST = 512 };
    static size_t numbers[MOST];
    cr_assert_leq(count, (size_t)MOST);
    for (size_t i = 0; i < count; i++)
        numbers[i] = i;
    return cr_make_param_array(size_t, numbers, count);
}
