/* strided.h - views that are not one run of contiguous elements, and the loops over them as one
 * would write them. */
#ifndef BENCH_STRIDED_H
#define BENCH_STRIDED_H

#include "loops/doors.h"

#include <spelt/view.h>

/* Where the elements of a layout lie: rows of `columns` elements, strides in elements. A layout of
 * one row is a 1-D view. */
typedef struct {
    size_t rows, columns;
    ptrdiff_t row_stride, column_stride;
    size_t first;  /* the place of element (0, 0) */
    size_t extent; /* elements from the first place to the last */
} strided_layout;

typedef enum {
    STRIDED_CONTIGUOUS,
    STRIDED_REVERSED,   /* stride -1 */
    STRIDED_PADDED,     /* rows of 64 elements in rows of 80 */
    STRIDED_SHORT,      /* rows of 8 elements in rows of 10 */
    STRIDED_STRUCT,     /* one of three members of a struct */
    STRIDED_COLUMN,     /* a column of a matrix with 16 columns */
    STRIDED_BROADCAST,  /* a row of 64 elements, repeated; an output is contiguous */
    STRIDED_TRANSPOSED, /* a matrix as square as n allows, all operands in Fortran order */
    STRIDED_CROSSWISE,  /* the same, the second input in Fortran order, all others in C order */
    STRIDED_SHAPES
} strided_shape;

#define STRIDED_ROW ((size_t)64)

const char *strided_name(strided_shape shape);

/* The layout of n elements, a multiple of STRIDED_ROW and not 0. */
strided_layout strided_make(strided_shape shape, size_t n);
/* As strided_make, of a second input. */
strided_layout strided_make_second(strided_shape shape, size_t n);
/* As strided_make, of an output: no element twice. */
strided_layout strided_make_out(strided_shape shape, size_t n);

/* What a cache has to give for all elements once: the bytes of their cache lines, of each only once where
 * they lie together. */
size_t strided_bytes(const strided_layout *l, size_t itemsize);

/* Elements in C order, out of a layout into a contiguous array and back. */
void strided_gather(const strided_layout *l, size_t itemsize, const void *from, void *to);
void strided_scatter(const strided_layout *l, size_t itemsize, const void *from, void *to);

/* What the batches below are given; work.x, y and out are where the arrays begin. The work is
 * first: what takes a work takes this too. */
typedef struct {
    work work;
    strided_layout in, second, out;
    /* the views, made by strided_views() */
    union {
#define STRIDED_VIEWS(type)                                                                        \
    struct {                                                                                       \
        spelt_in_##type x, y;                                                                      \
        spelt_out_##type out;                                                                      \
    } type;
        STRIDED_VIEWS(f32)
        STRIDED_VIEWS(f64)
        STRIDED_VIEWS(i32)
        STRIDED_VIEWS(i64)
        STRIDED_VIEWS(i8)
        STRIDED_VIEWS(i16)
        STRIDED_VIEWS(u8)
        STRIDED_VIEWS(f16)
    } views;
} strided_work;

/* The doors that the report is of: sum, sumsq, dot and add of f32, f64, i32, i64, i8, i16 and u8; but for
 * add those of f16_f32. add of integers is checked. */
typedef struct {
    const char *door;
    door_batch *naive; /* the loop: compiled with the vectorizer off, as naive.c */
    door_batch *spelt;
    void (*make_views)(strided_work *w); /* 0 strides, negative ones, two dimensions: as it is */
} strided_door;

/* NULL for a door that the report is not of. */
const strided_door *strided_find(const char *name);

#endif
