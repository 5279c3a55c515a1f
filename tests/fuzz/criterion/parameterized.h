/* parameterized.h - the same of Criterion's parameters. */
#ifndef SPELT_TESTS_FUZZ_PARAMETERIZED_H
#define SPELT_TESTS_FUZZ_PARAMETERIZED_H

#include <stddef.h>

struct criterion_test_params {
    size_t size;
    void *params;
    size_t length;
};

#define cr_make_param_array(type, array, count)                                                    \
    ((struct criterion_test_params){sizeof(type), (array), (count)})

#endif
