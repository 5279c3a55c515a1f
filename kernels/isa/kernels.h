/* kernels.h - what a kernel of each family is given, and the table that each instruction set makes
 * of its kernels.
 *
 * A kernel sees plain pointers to contiguous elements. It knows nothing of views, threads or
 * errors, and reads and writes exactly the elements it is given. Its types are those of its row in
 * operations.def; its name is spelt_<op>_<suffix>_<isa>, of a second kernel of the same function
 * with what it does behind that. Operands that it does not have are not looked at. */
#ifndef SPELT_ISA_KERNELS_H
#define SPELT_ISA_KERNELS_H

#include "functions.h"
#include "isa/exact_total.h"
#include "isa/int192.h"

/* ---- Elementwise ------------------------------------------------------------------------------ */

/* out[i] = op(x[i], y[i], z[i]). out may be any of the inputs whose elements are as wide as its
 * own: the very same address. Returns 0, or of the first element that fails SPELT_FAILURE(its
 * index, why): out then holds what the header says of such elements, and results everywhere else.
 * Of a function that takes numbers, they are what stands behind its arrays: z of UPDATE, whose
 * out is y, and y of MAP1_BY. EXCHANGE is an UPDATE that writes to x too. */
typedef size_t spelt_map_kernel(const void *x, const void *y, const void *z, void *out, size_t n);

/* The same of elements anywhere: the inputs of the function, then its output. at is where the first
 * one of each is, step and row_step are bytes to the next one and to the next row. An index counts
 * from row to row. */
typedef struct {
    const char *at[4];
    ptrdiff_t step[4], row_step[4];
} spelt_lines;
typedef size_t spelt_lines_kernel(const spelt_lines *lines, size_t rows, size_t run);

/* A kernel _stream is a spelt_map_kernel that writes past the caches, to an out that is no input; a
 * fence has to follow. Where a function has none, its results are made in a cache, and go on by
 * spelt_stream_<isa>. */

typedef enum {
    SPELT_FAILED_RANGE = 1,   /* SPELT_ERR_OVERFLOW: the result does not fit its type */
    SPELT_FAILED_ARGUMENT = 2, /* SPELT_ERR_ARG: nothing is defined for this element */
    SPELT_FAILED_BITS = 3     /* SPELT_ERR_INEXACT: a conversion would lose a fraction or a bit */
} spelt_failed;
#define SPELT_FAILURE(index, why) ((size_t)(index) * 4 + (why))

/* ---- Reductions ------------------------------------------------------------------------------- */

/* The result of n elements of x, or of x and y; n > 0.
 *
 *   order 1     the node over n terms that begin a block (any n; where n is a power of two of
 *               blocks it is the node of that level), a NaN made canonical; always SPELT_OK
 *   integers    n <= SPELT_INT_TERMS: the exact total, or SPELT_ERR_OVERFLOW and *result untouched
 *   rounded     the correctly rounded result, or SPELT_ERR_INEXACT and *result untouched where that
 *               takes more than the filter (exact_total.h)
 *   choices     the element chosen; always SPELT_OK
 *   indexes     the index of the element chosen as an i64, -1 where there is none; always SPELT_OK */
typedef spelt_status spelt_reduce_kernel(const void *x, const void *y, size_t n, void *result);

/* Order 1: adds whole rows to the lanes of a block, an array of SPELT_ROW(acc). */
typedef void spelt_rows_kernel(void *lanes, const void *x, const void *y, size_t rows);

/* Order 1 along an axis: lanes[j] += the term of x[j] and y[j], j < n, for each of some rows, so many
 * bytes apart. Of ORDER1_BY, y is a number for each lane, and one number everywhere else. Where y is
 * repeated, which real operands may ask for, it is y[0] for all j. Where the rows are a block, but not of
 * ORDER1_BY, lanes[j] becomes order 1's sum of all terms of it; a NaN is any. */
typedef struct {
    const char *x, *y;
    ptrdiff_t x_step, y_step;
    size_t count;
    int y_is_repeated;
    int is_first; /* the lanes are +0.0, whatever they hold */
    int is_block;
    const char *soon; /* NULL, or as many bytes as a block has, which are needed after it */
} spelt_rows;
typedef void spelt_lanes_kernel(void *lanes, const spelt_rows *rows, size_t n);
#define SPELT_STREAMS 8 /* rows that it takes at most, but of a block */

/* Integers along an axis: the same of a row of 64-bit lanes, which wrap. Returns what no term's magnitude is
 * above by more than 1; 0 where none can be so large that 2^31 of them would not fit. */
typedef u64 spelt_total_rows_kernel(u64 *lanes, const spelt_rows *rows, size_t n);

/* Order 1 along an axis: rows->count slices of n elements side by side, n <= SPELT_BLOCK(acc), each as the
 * kernel itself has it, to elements of out so many bytes apart. */
typedef void spelt_many_slices_kernel(char *out, ptrdiff_t out_step, const spelt_rows *rows,
                                      size_t n);

/* Choices and indexes along an axis: best[j] has the best of slice j < n, in a form of the kernel's own, of
 * some rows, so many bytes apart, and of those of calls before. With the last rows it becomes the element
 * itself, every NaN the positive quiet one. place[j], of indexes, becomes the number of the row in which
 * the best came, as an integer as wide as the elements, and all ones where it came before, or there is
 * none: of integers all of which are worst, of NaNs that are passed over. The rows are at most
 * SPELT_PLACES(bytes of an element). Both have room for 64 bytes more; where place is not asked for it is
 * room, too. */
typedef struct {
    const char *x;
    ptrdiff_t step;
    size_t count;
    int most, passes_nans, is_unsigned; /* the greatest; of floating-point numbers; of integers */
    int is_first, is_last;
} spelt_best_rows;
typedef void spelt_best_kernel(void *best, void *place, const spelt_best_rows *rows, size_t n);
#define SPELT_PLACES(bytes) ((bytes) >= 4 ? (size_t)UINT32_MAX : (size_t)255 << 8 * ((bytes) - 1))
#define SPELT_BEST_BEHIND ((size_t)64)

/* The same of short slices, whose n elements are side by side: `count` of them, so many bytes apart. Their
 * elements, or indexes of i64, follow each other in results, which have room as above. 0: they are too short
 * or too long. */
typedef int spelt_each_kernel(void *results, const spelt_best_rows *slices, size_t n);

/* Order 1: adds rows of elements that lie anywhere to the lanes of a block, from a lane on. */
typedef void spelt_terms_kernel(void *lanes, size_t lane, const spelt_lines *lines, size_t rows,
                                size_t run);

/* Integers: the exact total of n <= SPELT_INT_TERMS terms. The limit keeps every intermediate of
 * the vector kernels in its lane; the proofs stand beside them. */
#define SPELT_INT_TERMS ((size_t)1 << 24)
typedef int192 spelt_total_kernel(const void *x, const void *y, size_t n);
/* The same of rows of elements that lie anywhere. */
typedef int192 spelt_total_lines_kernel(const spelt_lines *lines, size_t rows, size_t run);

/* Rounded: adds n terms to a total. */
typedef void spelt_exact_kernel(exact_total *total, const void *x, const void *y, size_t n);

/* ---- Where elements stand ----------------------------------------------------------------------- */

/* The index of the first of n keys that is not in [0, groups), n where there is none. */
typedef size_t spelt_keys_kernel(const void *keys, size_t n, u64 groups);

/* out[i] = x[index[i]] and out[index[i]] = x[i]; all in range, neighbours in the array that is indexed
 * `step` bytes apart. */
typedef void spelt_take_kernel(const i64 *index, const char *x, ptrdiff_t step, void *out, size_t n);
typedef void spelt_put_kernel(const i64 *index, const void *x, char *out, ptrdiff_t step, size_t n);

/* How many of n masks are set; and the elements of n that they choose, `count` of them. */
typedef size_t spelt_count_kernel(const u8 *mask, size_t n);
typedef void spelt_compress_kernel(const u8 *mask, const void *x, void *out, size_t count);

/* out[i] = the sum of x[0] to x[i] and what is in *sum, which the last of them is left in; out may be x.
 * Returns 0, or 1 + the index of the first integer sum that does not fit: all are what wraps. */
typedef size_t spelt_scan_kernel(const void *x, void *out, size_t n, void *sum);
/* The same of rows of n > 0, so many bytes apart, each alone, to an out that shares nothing with x. Tells
 * whether there is an integer sum that does not fit. */
typedef int spelt_scan_rows_kernel(const char *x, ptrdiff_t x_step, char *out, ptrdiff_t out_step,
                                   size_t rows, size_t n);

/* Counts keys, all in range: in groups `step` bytes apart, or in as many tables side by side as `tables`
 * says, 1, 2 or 4, of which each has some of the counts, so that equal neighbours do not wait for one
 * another. */
typedef void spelt_tally_kernel(const void *keys, size_t n, char *counts, ptrdiff_t step);
typedef void spelt_tables_kernel(const void *keys, size_t n, u32 *counts, size_t groups,
                                 unsigned tables);

/* Adds x to the sums of their keys, all in range, one after the other. Returns 0, or 1 + the index of the
 * first integer sum that does not fit: all are what wraps. */
typedef size_t spelt_sum_by_kernel(const void *keys, const void *x, size_t n, char *sums,
                                   ptrdiff_t step);

/* Floating-point sums: every NaN becomes the positive quiet one. */
typedef void spelt_end_sums_kernel(char *sums, size_t n);

/* How far elements reach: the bits, without the sign, of the least and the greatest that are finite and
 * not 0, Inf's and 0 where there are none; whether there are infinities or NaNs. Taken further by n. */
typedef struct {
    u64 least, greatest;
    int has_special;
} spelt_reach;
typedef void spelt_survey_kernel(const void *x, size_t n, spelt_reach *reach);

/* Exact sums of groups, as groups_exact.h says: `cells` of each group, side by side. Of infinities and
 * NaNs each group has the kinds, of superaccumulator.h, in `special`, NULL where there are none. Where
 * `high` is not 0 the one cell is a pair of i64, to which SPELT_PAIR_TERMS may be added between carries. */
#define SPELT_PAIR_BITS 40
#define SPELT_PAIR_TERMS ((size_t)1 << 22)
typedef struct {
    char *cell;
    size_t cells;
    unsigned least, reach, step_log2;
    f64 high, low;
    u8 *special;
} spelt_exact_groups;

/* Adds x to the cells of their keys, all in range. */
typedef void spelt_sum_by_exact_kernel(const void *keys, const void *x, size_t n,
                                       const spelt_exact_groups *groups);

/* Bins: their edges, which lie `step` bytes apart or, where edge is NULL, are reckoned of low, high and
 * width; scale leads from an element to the number of its bin or one beside it, 0 where it does not. */
typedef struct {
    size_t bins;
    const char *edge;
    ptrdiff_t step;
    f64 low, high, width, scale; /* numbers of the type */
    f64 margin; /* so near a whole number the bin is not sure (isa/bins.h) */
} spelt_bins;

/* Sets what is not set, of edges or of low and high; returns the index of the first edge that is not in
 * order, bins + 1 if all are. */
typedef size_t spelt_open_bins_kernel(spelt_bins *bins);

/* The numbers of the bins of those of n elements that have one; returns how many do. */
typedef size_t spelt_bins_kernel(const spelt_bins *bins, const void *x, size_t n, i64 *bin);

/* ---- The tables --------------------------------------------------------------------------------- */

/* A kernel with its type erased; functions.h tells a function's family, and so the types:
 *
 *   maps             spelt_map_kernel; _x, _y: x or y is one value, of maps of two; _stream;
 *                    _lines, a spelt_lines_kernel, which the scalar set alone has
 *   order 1          spelt_reduce_kernel, _rows, _lanes, _slices; _lines, a spelt_terms_kernel, as above
 *   integers         spelt_reduce_kernel, _total; _rows; _lines, a
 *                    spelt_total_lines_kernel, as above
 *   rounded          spelt_reduce_kernel, _add
 *   choices, indexes spelt_reduce_kernel; _among, of choices whose type is not the elements': the one for
 *                    an array of choices; of the least _both, which gives the greatest behind it; one
 *                    for all of a type, spelt_best_<type> or spelt_place_<type>, a spelt_best_kernel,
 *                    and spelt_each_<type> or spelt_each_place_<type>, a spelt_each_kernel, or none
 *   take             spelt_take_kernel; _keys, a spelt_keys_kernel
 *   put              spelt_put_kernel, _keys
 *   compress         spelt_compress_kernel; _count, a spelt_count_kernel
 *   cumsum           spelt_scan_kernel; _rows, a spelt_scan_rows_kernel
 *   bincount         spelt_tally_kernel, _keys; _tables, a spelt_tables_kernel
 *   sum_by           spelt_sum_by_kernel, _keys; of floating-point _end, a spelt_end_sums_kernel; of
 *                    integers of up to 32 bits _many, a spelt_sum_by_kernel for 2^32 terms and more
 *   sum_by_exact     spelt_sum_by_exact_kernel, _keys; _survey, a spelt_survey_kernel
 *   histograms       spelt_bins_kernel; _open, a spelt_open_bins_kernel
 *
 * in this order. Of those that a set has none of the one that it falls back to stands for it. */
enum {
    SPELT_KERNEL_ITSELF,
    SPELT_KERNEL_OF_VALUE, /* the first: of x */
    SPELT_KERNEL_STREAM = 3,
    SPELT_KERNEL_SLICES = 3,
    SPELT_KERNEL_BEST = 3,
    SPELT_KERNEL_LINES,
    SPELT_KERNEL_EACH = 4,
    SPELT_KERNELS,
    SPELT_KERNEL_ROWS = 1,
    SPELT_KERNEL_LANES,
    SPELT_KERNEL_TOTAL = 1,
    SPELT_KERNEL_ADD = 1,
    SPELT_KERNEL_KEYS = 1,
    SPELT_KERNEL_COUNT = 1,
    SPELT_KERNEL_AMONG = 1,
    SPELT_KERNEL_BOTH = 2,
    SPELT_KERNEL_OPEN = 1,
    SPELT_KERNEL_IN_TABLES = 2,
    SPELT_KERNEL_SURVEY = 2,
    SPELT_KERNEL_END = 2,
    SPELT_KERNEL_MANY
};
typedef void spelt_kernel(void);

typedef struct {
    spelt_function function;
    spelt_kernel *kernel[SPELT_KERNELS];
} spelt_kernel_row;

/* What one file of isa/ has for one instruction set; a function that it has no kernel for has no
 * row. */
typedef struct {
    const spelt_kernel_row *row;
    size_t count;
} spelt_kernel_table;

/* spelt_stream_<isa>, of maps.c: copies to memory that need not be read soon nor be aligned, past the
 * caches where there are stores for that; to be followed by a fence. Meanwhile it asks for what is
 * read next, `bytes` of each of `count` inputs from `at` on for 64 bytes that are written: so memory
 * is read and written in turns. */
typedef struct {
    unsigned count;
    const char *at[3];
    size_t bytes[3];
} spelt_ahead;
typedef void spelt_stream_kernel(void *to, const void *from, size_t bytes,
                                 const spelt_ahead *ahead);
#define SPELT_STREAM_ALL(isa) spelt_stream_##isa
#define SPELT_STREAM_LOOPS(isa) spelt_stream_##isa
#define SPELT_STREAM_INTEGERS(isa) NULL

/* spelt_gather_<size>_<isa>, of gather.c: n elements of 4 or 8 bytes, `step` bytes apart, side by side
 * in a buffer; spelt_gather_rows_<size>_<isa>: rows of them. Up to SPELT_GATHER_BEHIND bytes behind them
 * may be written, whatever to. */
#define SPELT_GATHER_BEHIND ((size_t)64)
typedef void spelt_gather_kernel(void *buffer, const char *from, ptrdiff_t step, size_t n);
typedef void spelt_gather_rows_kernel(void *buffer, const char *from, ptrdiff_t step, size_t run,
                                      ptrdiff_t row_step, size_t rows);
typedef struct {
    spelt_gather_kernel *line;
    spelt_gather_rows_kernel *rows;
} spelt_gathers;
#define SPELT_GATHERS_ALL(isa)                                                                     \
    {                                                                                              \
        {spelt_gather_4_##isa, spelt_gather_rows_4_##isa},                                         \
        {                                                                                          \
            spelt_gather_8_##isa, spelt_gather_rows_8_##isa                                        \
        }                                                                                          \
    }
#define SPELT_GATHERS_LOOPS(isa) {{NULL, NULL}, {NULL, NULL}}
#define SPELT_GATHERS_INTEGERS(isa) {{NULL, NULL}, {NULL, NULL}}

/* The tables of the files that are compiled for a set, as isas.def names them: NULL for the others. */
enum { SPELT_TABLES = 11 };
#define SPELT_TABLES_ALL(isa)                                                                      \
    {                                                                                              \
        &spelt_maps_##isa, &spelt_conversions_##isa, &spelt_choices_##isa, &spelt_integers_##isa,  \
            &spelt_indexing_##isa, &spelt_scan_##isa, &spelt_groups_##isa,                         \
            &spelt_reductions_##isa, &spelt_rounded_##isa, &spelt_complex_##isa,                   \
            &spelt_exchanges_##isa                                                                 \
    }
#define SPELT_TABLES_LOOPS(isa)                                                                    \
    {                                                                                              \
        &spelt_maps_##isa, &spelt_conversions_##isa, &spelt_choices_##isa, &spelt_integers_##isa,  \
            &spelt_indexing_##isa, &spelt_scan_##isa, &spelt_groups_##isa                          \
    }
#define SPELT_TABLES_INTEGERS(isa)                                                                 \
    {                                                                                              \
        &spelt_integers_##isa                                                                      \
    }

#define SPELT_DECLARE_TABLES(isa)                                                                  \
    extern const spelt_kernel_table spelt_maps_##isa, spelt_conversions_##isa,                     \
        spelt_choices_##isa, spelt_integers_##isa, spelt_reductions_##isa, spelt_rounded_##isa,    \
        spelt_indexing_##isa, spelt_scan_##isa, spelt_groups_##isa, spelt_complex_##isa,           \
        spelt_exchanges_##isa;                                                                     \
    spelt_stream_kernel spelt_stream_##isa;                                                        \
    spelt_gather_kernel spelt_gather_4_##isa, spelt_gather_8_##isa;                                \
    spelt_gather_rows_kernel spelt_gather_rows_4_##isa, spelt_gather_rows_8_##isa;
#define SPELT_ISA(built, isa, fallback, features, files) SPELT_IF(built, SPELT_DECLARE_TABLES(isa))
#include "isas.def"

#endif
