/* stack_arrays.h - the arrays of stack_calls.h, and the layouts of views of them. */
#ifndef SPELT_TESTS_THREADS_STACK_ARRAYS_H
#define SPELT_TESTS_THREADS_STACK_ARRAYS_H

#include "array/loop.h"

#include <spelt/view.h>

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What the views of a call look like. */
typedef enum {
    CONTIGUOUS,
    EVERY_SECOND,
    BACKWARDS,
    TRANSPOSED, /* all of them */
    CROSSWISE,  /* all but the first */
    PADDED,
    REPEATED, /* all inputs */
    FOURS,    /* rows of four */
    VALUES,   /* short rows, in the first operand one value each */
    DEEP,     /* eight dimensions, none of which collapse */
    SHORT,    /* a few elements */
    EMPTY,
    LAYOUTS
} layout;
extern const char *const layout_names[LAYOUTS];

enum { SIDE = 320, N = SIDE * SIDE };

typedef struct {
    double f64[N], c128[2 * N];
    float f32[N], c64[2 * N];
    int64_t i64[N];
    int32_t i32[N];
    int16_t i16[N];
    int8_t i8[N];
    uint16_t f16[N], bf16[N];
} numbers;
extern numbers stack_x, stack_y, stack_out;

typedef struct {
    size_t offset, ndim, shape[SPELT_MAX_NDIM];
    ptrdiff_t stride[SPELT_MAX_NDIM];
} form;

/* Of the first, second or third (written) operand. */
form form_of(layout which, int operand);

/* The view of an array, and where a call must refuse it, moved by so many elements. */
#define VIEW(kind, type, name, array, which, operand, moved)                                       \
    spelt_##kind##_##type name;                                                                    \
    do {                                                                                           \
        const form f = form_of(which, operand);                                                    \
        name.data = array.type + f.offset + (moved);                                               \
        name.ndim = f.ndim;                                                                        \
        memcpy(name.shape, f.shape, sizeof f.shape);                                               \
        memcpy(name.stride, f.stride, sizeof f.stride);                                            \
    } while (0)

/* The view of an operand, moved by so many elements. */
spelt_view view_of(numbers *of, spelt_type type, layout which, int operand, ptrdiff_t moved);

/* Puts numbers in the arrays: tame ones, or such as lie all over the range and cancel, which need
 * all passes of an exact reduction. */
void stack_arrays_fill(int wild);

#endif
