/* tiles.h - a loop cut into tiles: parts of its last dimension and of one before it, so shaped that
 * what a tile touches stays in a first-level cache and its cache lines are used up. */
#ifndef SPELT_ARRAY_TILES_H
#define SPELT_ARRAY_TILES_H

#include "array/loop.h"

typedef struct {
    const spelt_loop *loop;
    size_t row;                  /* the dimension from row to row; 0 where there is but one */
    size_t step[SPELT_MAX_NDIM]; /* of a whole tile in each dimension: 1 but in those two */
    size_t count;
} spelt_tiles;

void spelt_tiles_make(spelt_tiles *tiles, const spelt_loop *loop);

/* A tile, and where it begins. */
typedef struct {
    const spelt_tiles *tiles;
    size_t index[SPELT_MAX_NDIM];
    size_t rows, run;
    const char *at[SPELT_MAX_OPERANDS];
} spelt_tile;

/* The first one is number 0. */
void spelt_tile_seek(spelt_tile *tile, const spelt_tiles *tiles, size_t number);
void spelt_tile_next(spelt_tile *tile);

/* Bytes from one element of a row to the next, and from row to row. */
ptrdiff_t spelt_tile_step(const spelt_tile *tile, unsigned operand);
ptrdiff_t spelt_tile_row_step(const spelt_tile *tile, unsigned operand);

/* The number in the loop of a tile's element i, counted from row to row. */
size_t spelt_tile_element(const spelt_tile *tile, size_t i);

#endif
