/* keys.h - whether keys lie in range: all of a block at once, then where the first that does not is. */
#ifndef SPELT_ISA_KEYS_H
#define SPELT_ISA_KEYS_H

#include "types.h"

/* Long beside the branch behind it, short beside what is looked at once more. */
#define KEYS_BLOCK ((size_t)1024)

/* The name of a set's kernel for a type of keys. */
#define KEYS_NAME(key) SPELT_PASTE4(spelt_keys_, key, _, ISA)

/* Below the half of an unsigned type, and so for all groups that a signed one can number, a key is in
 * range where neither it nor `last` less it has the highest bit; above, it is compared. */
#define SPELT_KEYS_KERNEL(key)                                                                     \
    SPELT_INLINE int keys_are_outside_##key(const unsigned_##key *k, size_t n,                     \
                                            unsigned_##key last)                                   \
    {                                                                                              \
        unsigned_##key bits = 0, outside = 0;                                                      \
        if (last >> (8 * sizeof last - 1) == 0) {                                                  \
            SPELT_UNROLL(4)                                                                        \
            for (size_t i = 0; i < n; i++)                                                         \
                bits |= (unsigned_##key)(k[i] | (unsigned_##key)(last - k[i]));                    \
            return bits >> (8 * sizeof bits - 1) != 0;                                             \
        }                                                                                          \
        SPELT_UNROLL(4)                                                                            \
        for (size_t i = 0; i < n; i++)                                                             \
            outside |= (unsigned_##key)(k[i] > last);                                              \
        return outside != 0;                                                                       \
    }                                                                                              \
    static size_t KEYS_NAME(key)(const void *keys, size_t n, u64 groups)                           \
    {                                                                                              \
        const unsigned_##key *k = keys, all = (unsigned_##key) - 1;                                \
        const unsigned_##key most = (unsigned_##key)((key)-1 < (key)1 ? all >> 1 : all);           \
        const unsigned_##key last = groups - 1 < most ? (unsigned_##key)(groups - 1) : most;       \
        if (groups == 0)                                                                           \
            return 0;                                                                              \
        for (size_t base = 0; base < n && last < all; base += KEYS_BLOCK) {                        \
            const size_t end = n - base < KEYS_BLOCK ? n : base + KEYS_BLOCK;                      \
            if (SPELT_LIKELY(!keys_are_outside_##key(k + base, end - base, last)))                 \
                continue;                                                                          \
            for (size_t i = base; i < end; i++)                                                    \
                if (k[i] > last)                                                                   \
                    return i;                                                                      \
        }                                                                                          \
        return n;                                                                                  \
    }

#endif
