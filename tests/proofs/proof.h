/* proof.h - what the exhaustive checks share: each tries everything within bounds that it writes down, on
 * the library's own code. */
#ifndef SPELT_TESTS_PROOF_H
#define SPELT_TESTS_PROOF_H

#include "require.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The end of a page behind which nothing can be read or written. */
static inline char *proof_end_of_page(void)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *room = mmap(NULL, 5 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(room != MAP_FAILED && mprotect(room + 4 * page, page, PROT_NONE) == 0);
    return room + 4 * page;
}

/* All strings of up to `most` letters, each right before the end of a page; tells how many. */
static inline size_t proof_each_string(const char *letters, size_t most, void check(char *text))
{
    char *const end = proof_end_of_page();
    const size_t count = strlen(letters);
    size_t strings = 0, digit[16] = {0};
    for (size_t length = 0; length <= most; length++) {
        char *const text = end - length - 1;
        memset(digit, 0, sizeof digit);
        for (size_t k = 0; k <= length || length == 0;) {
            for (size_t i = 0; i < length; i++)
                text[i] = letters[digit[i]];
            text[length] = '\0';
            check(text);
            strings++;
            for (k = 0; k < length && ++digit[k] == count; k++)
                digit[k] = 0;
            if (k == length)
                break;
        }
    }
    return strings;
}

#endif
