/* tiles.c - see tiles.h. */
#include "array/tiles.h"

/* Elements in a tile: a piece of work for a thread, and more than it takes to come to the next. */
#define TILE ((size_t)4096)

/* Where the last two dimensions have fewer, the longest before the last goes from row to row. */
#define LEAST_PLANE ((size_t)256)

/* Where operands go crosswise and have too many cache lines in a row. (Of a matrix in Fortran order
 * added to one in C order, f64, 4000 x 4000, tiles of 64 x 256 take 0.3 of the time of whole rows
 * on a Zen 3.) */
#define NARROW_ROWS ((size_t)64)
#define NARROW_RUN ((size_t)256)

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t parts(size_t whole, size_t part)
{
    return whole <= part ? 1 : (whole - 1) / part + 1; /* most have one, and divisions take long */
}

static size_t row_dimension(const spelt_loop *loop)
{
    const size_t k = loop->ndim - 1;
    size_t row = k > 0 ? k - 1 : 0;
    if (k < 2 || loop->shape[k] >= LEAST_PLANE || loop->shape[k] * loop->shape[row] >= LEAST_PLANE)
        return row;
    for (size_t d = k - 1; d-- > 0;)
        row = loop->shape[d] > loop->shape[row] ? d : row;
    return row;
}

void spelt_tiles_make(spelt_tiles *tiles, const spelt_loop *loop)
{
    const size_t k = loop->ndim - 1;
    const int narrow = spelt_loop_crosswise_lines(loop) >= SPELT_LINES_KEPT;
    tiles->loop = loop;
    tiles->count = 1;
    for (size_t d = 0; d < loop->ndim; d++)
        tiles->step[d] = 1;
    const size_t row = row_dimension(loop);
    tiles->row = row;
    tiles->step[k] = smaller(loop->shape[k], narrow ? NARROW_RUN : TILE);
    if (k > 0)
        tiles->step[row] = smaller(loop->shape[row], narrow ? NARROW_ROWS : TILE / tiles->step[k]);
    for (size_t d = 0; d < loop->ndim; d++)
        tiles->count *= parts(loop->shape[d], tiles->step[d]);
}

static ptrdiff_t bytes(const spelt_loop *loop, unsigned operand, size_t dimension)
{
    return loop->stride[operand][dimension] * (ptrdiff_t)loop->itemsize[operand];
}

static void set_extents(spelt_tile *tile)
{
    const spelt_tiles *tiles = tile->tiles;
    const size_t k = tiles->loop->ndim - 1;
    tile->run = smaller(tiles->step[k], tiles->loop->shape[k] - tile->index[k]);
    tile->rows = 1;
    if (k > 0)
        tile->rows = smaller(tiles->step[tiles->row],
                             tiles->loop->shape[tiles->row] - tile->index[tiles->row]);
}

void spelt_tile_seek(spelt_tile *tile, const spelt_tiles *tiles, size_t number)
{
    const spelt_loop *loop = tiles->loop;
    tile->tiles = tiles;
    for (unsigned i = 0; i < loop->operands; i++)
        tile->at[i] = loop->data[i];
    for (size_t k = loop->ndim; k-- > 0;) {
        const size_t across = number > 0 ? parts(loop->shape[k], tiles->step[k]) : 1;
        tile->index[k] = across > 1 ? number % across * tiles->step[k] : 0;
        number = across > 1 ? number / across : number;
        for (unsigned i = 0; i < loop->operands; i++)
            tile->at[i] += (ptrdiff_t)tile->index[k] * bytes(loop, i, k);
    }
    set_extents(tile);
}

void spelt_tile_next(spelt_tile *tile)
{
    const spelt_loop *loop = tile->tiles->loop;
    for (size_t k = loop->ndim; k-- > 0;) {
        const size_t step = tile->tiles->step[k], before = tile->index[k];
        const int ends = loop->shape[k] - before <= step;
        const ptrdiff_t moved = ends ? -(ptrdiff_t)before : (ptrdiff_t)step;
        tile->index[k] = ends ? 0 : before + step;
        for (unsigned i = 0; i < loop->operands; i++)
            tile->at[i] += moved * bytes(loop, i, k);
        if (!ends)
            break;
    }
    set_extents(tile);
}

ptrdiff_t spelt_tile_step(const spelt_tile *tile, unsigned operand)
{
    const spelt_loop *loop = tile->tiles->loop;
    return bytes(loop, operand, loop->ndim - 1);
}

ptrdiff_t spelt_tile_row_step(const spelt_tile *tile, unsigned operand)
{
    const spelt_loop *loop = tile->tiles->loop;
    return loop->ndim > 1 ? bytes(loop, operand, tile->tiles->row) : 0;
}

size_t spelt_tile_element(const spelt_tile *tile, size_t i)
{
    const spelt_loop *loop = tile->tiles->loop;
    const size_t k = loop->ndim - 1;
    size_t row = 0;
    for (size_t d = 0; d < k; d++)
        row = row * loop->shape[d] + tile->index[d] + (d == tile->tiles->row ? i / tile->run : 0);
    return row * loop->shape[k] + tile->index[k] + i % tile->run;
}
