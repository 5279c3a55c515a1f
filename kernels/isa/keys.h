/* keys.h - whether keys lie in range: all of a block at once, then where the first that does not is. */
#ifndef SPELT_ISA_KEYS_H
#define SPELT_ISA_KEYS_H

#include "types.h"

/* Long beside the branch behind it, short beside what is looked at once more. */
#define KEYS_BLOCK ((size_t)256)

/* The name of a set's kernel for a type of keys. */
#define KEYS_NAME(key) SPELT_PASTE4(spelt_keys_, key, _, ISA)

/* As unsigned numbers negative keys are beyond all groups that a signed type can number. */
#define SPELT_KEYS_KERNEL(key)                                                                     \
    static size_t KEYS_NAME(key)(const void *keys, size_t n, u64 groups)                           \
    {                                                                                              \
        const unsigned_##key *k = keys, all = (unsigned_##key) - 1;                                \
        const unsigned_##key most = (unsigned_##key)((key)-1 < (key)1 ? all >> 1 : all);           \
        if (groups == 0)                                                                           \
            return 0;                                                                              \
        const unsigned_##key last = groups - 1 < most ? (unsigned_##key)(groups - 1) : most;       \
        for (size_t base = 0; base < n; base += KEYS_BLOCK) {                                      \
            const size_t end = n - base < KEYS_BLOCK ? n : base + KEYS_BLOCK;                      \
            unsigned_##key outside = 0;                                                            \
            for (size_t i = base; i < end; i++)                                                    \
                outside |= (unsigned_##key)(k[i] > last);                                          \
            for (size_t i = base; SPELT_UNLIKELY(outside) && i < end; i++)                         \
                if (k[i] > last)                                                                   \
                    return i;                                                                      \
        }                                                                                          \
        return n;                                                                                  \
    }

#endif
