/* grain.c - SPELT_GRAIN_BYTES: the size from which on a call is worth more than one thread, where
 * that is not left to its cost. */
#define _GNU_SOURCE 1

#include "runtime/once.h"
#include "runtime/text_file.h"
#include "runtime/threads.h"
#include "runtime/variable.h"

#include <spelt/runtime.h>

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Of a value that is passed over the source tells so many bytes. */
#define SHOWN_BYTES 20

static _Atomic size_t grain;
static char source[96];
static spelt_once once;

/* The bytes that a value holds: digits, and K, M or G for 2^10, 2^20 or 2^30 of them. 0 where it
 * is not that, or too much for size_t. */
static int parse_bytes(const char *value, size_t *bytes)
{
    static const char suffixes[] = "KMG";
    size_t factor = 1;
    long long number = spelt_text_number(&value);
    if (number < 0)
        return 0;
    const char *suffix = *value ? strchr(suffixes, *value) : NULL;
    if (suffix) {
        factor <<= 10 * (suffix - suffixes + 1);
        value++;
    }
    if (*value || (unsigned long long)number > SIZE_MAX / factor)
        return 0;
    *bytes = (size_t)number * factor;
    return 1;
}

/* An empty variable counts as unset, as with the others. */
static void read_environment(void)
{
    const char *value = spelt_variable("SPELT_GRAIN_BYTES");
    size_t bytes = SPELT_GRAIN_UNSET;
    if (!value || !*value)
        snprintf(source, sizeof source, "default");
    else if (parse_bytes(value, &bytes))
        snprintf(source, sizeof source, "SPELT_GRAIN_BYTES");
    else
        snprintf(source, sizeof source,
                 "default (SPELT_GRAIN_BYTES=%.*s%s is not a number of bytes)", SHOWN_BYTES, value,
                 strlen(value) > SHOWN_BYTES ? "..." : "");
    atomic_store_explicit(&grain, bytes, memory_order_relaxed);
}

size_t spelt_grain_in_force(void)
{
    spelt_once_run(&once, read_environment);
    return atomic_load_explicit(&grain, memory_order_relaxed);
}

size_t spelt_grain_bytes(void)
{
    size_t bytes = spelt_grain_in_force();
    return bytes == SPELT_GRAIN_UNSET ? 0 : bytes;
}

const char *spelt_grain_source(void)
{
    spelt_once_run(&once, read_environment);
    return source;
}

size_t spelt_grain_put(size_t bytes)
{
    spelt_once_run(&once, read_environment);
    return atomic_exchange_explicit(&grain, bytes, memory_order_relaxed);
}
