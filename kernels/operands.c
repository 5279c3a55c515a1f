/* operands.c - see operands.h. */
#include "operands.h"

#include <stdio.h>
#include <string.h>

const char *spelt_shape_text(char text[SPELT_SHAPE_TEXT], const spelt_operand *operand)
{
    size_t ndim = operand->ndim < SPELT_MAX_NDIM ? operand->ndim : SPELT_MAX_NDIM;
    size_t length = 0;
    text[length++] = '(';
    for (size_t k = 0; k < ndim; k++)
        length += (size_t)snprintf(text + length, SPELT_SHAPE_TEXT - length, k ? ", %zu" : "%zu",
                                   operand->shape[k]);
    memcpy(text + length, ")", 2);
    return text;
}
