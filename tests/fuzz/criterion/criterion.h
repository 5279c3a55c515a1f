/* criterion.h - what the suites' headers use of Criterion, for fuzz targets that use these headers: a check
 * that does not hold says so and aborts. */
#ifndef SPELT_TESTS_FUZZ_CRITERION_H
#define SPELT_TESTS_FUZZ_CRITERION_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The message is a printf's, if there is any; behind it stands a NULL. */
static inline void criterion_failed(const char *file, int line, int condition, ...)
{
    va_list arguments;
    va_start(arguments, condition);
    const char *format = va_arg(arguments, const char *);
    fprintf(stderr, "%s:%d: ", file, line);
    if (format)
        vfprintf(stderr, format, arguments);
    else
        fprintf(stderr, "not so");
    fputc('\n', stderr);
    va_end(arguments);
    abort();
}

#define CRITERION_FIRST(first, ...) (first)
#define CRITERION_SECOND(first, ...) CRITERION_FIRST(__VA_ARGS__)
#define CRITERION_CHECK(holds) ((holds) ? (void)0 : criterion_failed(__FILE__, __LINE__, 0, #holds, NULL))

#define cr_assert(...)                                                                             \
    (CRITERION_FIRST(__VA_ARGS__, 0) ? (void)0                                                     \
                                     : criterion_failed(__FILE__, __LINE__, __VA_ARGS__, NULL))
#define cr_expect(...) cr_assert(__VA_ARGS__)
#define cr_assert_fail(...) criterion_failed(__FILE__, __LINE__, 0, __VA_ARGS__, NULL)
#define cr_assert_eq(...)                                                                          \
    CRITERION_CHECK(CRITERION_FIRST(__VA_ARGS__, 0) == CRITERION_SECOND(__VA_ARGS__, 0))
#define cr_assert_leq(...)                                                                         \
    CRITERION_CHECK(CRITERION_FIRST(__VA_ARGS__, 0) <= CRITERION_SECOND(__VA_ARGS__, 0))
#define cr_assert_str_eq(...)                                                                      \
    CRITERION_CHECK(                                                                               \
        strcmp(CRITERION_FIRST(__VA_ARGS__, 0), CRITERION_SECOND(__VA_ARGS__, 0)) == 0)
#define cr_assert_not_null(pointer) cr_assert((pointer) != NULL)
#define cr_log_warn(...) ((void)fprintf(stderr, __VA_ARGS__))
#define cr_skip_test(...) cr_assert_fail(__VA_ARGS__)

#endif
