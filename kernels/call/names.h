/* names.h - what the arguments of a function are called in its messages. */
#ifndef SPELT_CALL_NAMES_H
#define SPELT_CALL_NAMES_H

#include "functions.h"

#include <string.h>

/* "" for the numbers, which no message is about. */
static inline const char *spelt_input_name(spelt_function function, unsigned input)
{
    static const char *const usual[] = {"x", "y", "z"}, *const where[] = {"mask", "x", "y"};
    const spelt_function_facts *facts = &spelt_function_list[function];
    if (input == facts->inputs)
        return "";
    return facts->family == SPELT_FAMILY_WHERE ? where[input] : usual[input];
}

static inline const char *spelt_output_name(spelt_function function)
{
    const spelt_family family = spelt_function_list[function].family;
    return family == SPELT_FAMILY_UPDATE || family == SPELT_FAMILY_EXCHANGE ? "y" : "out";
}

/* What an element is for which nothing is defined. */
static inline const char *spelt_undefined_text(spelt_function function)
{
    const char *op = spelt_function_list[function].op;
    const int is_shift = strcmp(op, "shl") == 0 || strcmp(op, "shr") == 0;
    return is_shift ? "y is no number of bits to shift by" : "y is 0";
}

#endif
