/* check.hpp - what the programs of this folder check with. */
#ifndef SPELT_TESTS_CHECK_HPP
#define SPELT_TESTS_CHECK_HPP

#include <spelt/spelt.hpp>

#include <cstdio>
#include <cstring>
#include <string>

inline int failures = 0;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);           \
            failures++;                                                                            \
        }                                                                                          \
    } while (0)

/* That a call throws spelt::error of a status, with spelt_last_error() and these words in it. */
#define CHECK_THROWS(call, expected, words)                                                        \
    do {                                                                                           \
        try {                                                                                      \
            call;                                                                                  \
            std::fprintf(stderr, "%s:%d: throws nothing: %s\n", __FILE__, __LINE__, #call);        \
            failures++;                                                                            \
        } catch (const spelt::error &caught) {                                                     \
            CHECK(caught.status() == (expected));                                                  \
            CHECK(std::strcmp(caught.what(), spelt_last_error()) == 0);                            \
            if (std::strstr(caught.what(), words) == nullptr) {                                    \
                std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, caught.what());            \
                failures++;                                                                        \
            }                                                                                      \
        }                                                                                          \
    } while (0)

inline int report(const char *name)
{
    std::printf("%s: %d failures\n", name, failures);
    return failures == 0 ? 0 : 1;
}

#endif
