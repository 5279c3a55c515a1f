/* cursor.h - walking a loop's elements in pieces that a kernel can take: in place where memory is
 * contiguous, else gathered into a small buffer and scattered from one. */
#ifndef SPELT_ARRAY_CURSOR_H
#define SPELT_ARRAY_CURSOR_H

#include "array/loop.h"

/* Elements in a gather buffer: 2 KiB of the widest real type, so that the buffers of four operands and
 * what they are gathered from stay in a first-level cache, and a call within 16 KiB of stack. */
#define SPELT_GATHER ((size_t)256)

/* Bytes of the widest element, and of the widest real one. */
#define SPELT_WIDEST ((size_t)16)
#define SPELT_WIDEST_REAL ((size_t)8)

typedef struct {
    const spelt_loop *loop;
    size_t index[SPELT_MAX_NDIM];
    const char *at[SPELT_MAX_OPERANDS];
} spelt_cursor;

/* To element q of the loop, q < n. */
void spelt_cursor_seek(spelt_cursor *cursor, const spelt_loop *loop, size_t q);

/* How many elements, at most `most`, to take next. Long inner runs are taken in place, as whole
 * units; short ones are gathered over their ends. A multiple of unit where most is one; unit
 * divides SPELT_GATHER. */
size_t spelt_cursor_piece(const spelt_cursor *cursor, size_t most, size_t unit);

/* Where the next m elements of an operand lie if they are contiguous, else NULL. */
void *spelt_cursor_in_place(const spelt_cursor *cursor, unsigned operand, size_t m);

/* The next m elements of an operand as contiguous memory: where they are, or gathered into
 * buffer. */
const void *spelt_cursor_gather(const spelt_cursor *cursor, unsigned operand, size_t m,
                                void *buffer);

/* The other way: m elements of buffer to an operand's places. */
void spelt_cursor_scatter(const spelt_cursor *cursor, unsigned operand, size_t m,
                          const void *buffer);

/* Past m elements. */
void spelt_cursor_advance(spelt_cursor *cursor, size_t m);

/* Rows of elements, so many elements apart, side by side in buffer. */
void spelt_gather_rows(void *buffer, const void *from, size_t rows, ptrdiff_t row_step, size_t run,
                       ptrdiff_t step, size_t itemsize);

/* One element, n > 0 times. */
void spelt_repeat(void *buffer, const void *from, size_t n, size_t itemsize);

#endif
