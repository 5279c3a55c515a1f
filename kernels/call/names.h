/* names.h - what the arguments of a function are called in its messages. */
#ifndef SPELT_CALL_NAMES_H
#define SPELT_CALL_NAMES_H

#include "functions.h"

static inline const char *spelt_input_name(spelt_function function, unsigned input)
{
    static const char *const usual[] = {"x", "y", "z"}, *const where[] = {"mask", "x", "y"};
    return spelt_function_list[function].family == SPELT_FAMILY_WHERE ? where[input] : usual[input];
}

#endif
