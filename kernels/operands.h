/* operands.h - what a call was given, and how messages tell its shapes. */
#ifndef SPELT_OPERANDS_H
#define SPELT_OPERANDS_H

#include <spelt/view.h>

#define SPELT_MAX_OPERANDS 4

/* An argument that is a view. */
typedef struct {
    const char *name; /* the argument's, for messages */
    const void *data;
    size_t itemsize; /* bytes of an element */
    size_t ndim;
    const size_t *shape;
    const ptrdiff_t *stride;
    size_t alignment; /* bytes, as many as an element has or, of complex ones, half of that */
} spelt_operand;

/* The operands of one call. Where there is an output it is the last one; where there are two, which
 * share nothing, the first one is the other. */
typedef struct {
    const char *function;
    unsigned operands;
    int outputs;
    spelt_operand operand[SPELT_MAX_OPERANDS];
} spelt_arrays;

/* "(3, 4)" into text, cut where it does not fit; returns text. */
#define SPELT_SHAPE_TEXT (SPELT_MAX_NDIM * 22 + 4)
const char *spelt_shape_text(char text[SPELT_SHAPE_TEXT], const spelt_operand *operand);

#endif
