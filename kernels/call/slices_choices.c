/* slices_choices.c - the least and the greatest along an axis, and where they are, of slices beside
 * each other: rows of the array are compared element by element with the best so far. For indexes the
 * piece of a slice is kept in which its best came first, and it is looked up there. */
#include "call/slices.h"
#include "isa/kernels.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"

#include <string.h>

/* Bytes of the best of slices beside each other, of narrow ones. */
#define ROW_BYTES ((size_t)8192)
#define NARROW_BYTES ((size_t)4096)

/* From memory a core has more at a time of several rows, in runs of so many bytes, than of one, which is
 * on other pages than the next: but not where rows follow each other, nor in a second-level cache. */
#define PASS ((size_t)8)
#define RUN_BYTES ((size_t)1024)
#define MANY_BYTES ((size_t)1 << 20)

/* Elements of a slice in the shortest piece. */
#define LEAST_PIECE ((size_t)8)

/* What chooses among two as a row of the list does among many: of magnitudes, among those. */
#define PAIR_min(type) SPELT_ID_spelt_minimum_##type
#define PAIR_max(type) SPELT_ID_spelt_maximum_##type
#define PAIR_min_number(type) SPELT_ID_spelt_minimum_number_##type
#define PAIR_max_number(type) SPELT_ID_spelt_maximum_number_##type
#define PAIR_max_abs PAIR_max
#define PAIR_argmin PAIR_min
#define PAIR_argmax PAIR_max
#define PAIR_argmin_number PAIR_min_number
#define PAIR_argmax_number PAIR_max_number
#define PAIR_argmax_abs PAIR_max
#define PAIR_OF(op, type) PAIR_##op(type)

static spelt_function pair_of(spelt_function of)
{
    static const uint16_t pairs[SPELT_FUNCTIONS] = {
#define PAIR(suffix, in, out, op, ...) [SPELT_ID_spelt_##op##_##suffix] = PAIR_##op(in),
#define PAIR_OF_PARTS(suffix, in, out, op, ...)                                                    \
    [SPELT_ID_spelt_##op##_##suffix] = PAIR_OF(op, SPELT_PART_##in),
#define PAIR_OF_F32(suffix, in, out, op, ...) [SPELT_ID_spelt_##op##_##suffix] = PAIR_OF(op, f32),
#define SPELT_HALF_CHOICE(op, types, ...) types(PAIR_OF_F32, op, 0)
#define SPELT_HALF_INDEX(op, types, ...) types(PAIR_OF_F32, op, 0)
#define SPELT_CHOICE(op, types, ...) types(PAIR, op, 0)
#define SPELT_INDEX(op, types, ...) types(PAIR, op, 0)
#define SPELT_COMPLEX_CHOICE(op, types, ...) types(PAIR_OF_PARTS, op, 0)
#define SPELT_COMPLEX_INDEX(op, types, ...) types(PAIR_OF_PARTS, op, 0)
#include "operations.def"
    };
    return (spelt_function)pairs[of];
}

/* Of those that choose by magnitude, what gives it; else NULL. */
static spelt_map_kernel *magnitude_of(const spelt_function_facts *facts, spelt_type part)
{
    if (!strstr(facts->op, "_abs"))
        return NULL;
    return spelt_map_of(part == SPELT_F32 ? SPELT_ID_spelt_abs_f32 : SPELT_ID_spelt_abs_f64);
}

/* What makes f32 of halves, as which they are compared; NULL of other types. */
static spelt_map_kernel *widening_of(spelt_type type)
{
    if (type != SPELT_F16 && type != SPELT_BF16)
        return NULL;
    return spelt_map_of(type == SPELT_F16 ? SPELT_ID_spelt_convert_f16_f32
                                          : SPELT_ID_spelt_convert_bf16_f32);
}

typedef struct {
    spelt_slices *slices;
    spelt_map_kernel *pair, *widening, *magnitude; /* NULL where elements are compared as they are */
    spelt_reduce_kernel *kernel;
    spelt_type type; /* of what is compared */
    int passes_nans;
    size_t element, size; /* bytes of an element, and of what is compared */
    char *best, *before, *gathered; /* rows */
    char *halves;                   /* one that is gathered, before it is widened */
    size_t in_piece;                /* elements of a slice */
    uint32_t *piece;                /* of each slice, that of its best */
} choices;

/* ---- Rows ------------------------------------------------------------------------------------ */

/* Whether rows are compared where they lie. */
static int is_there(const choices *c)
{
    return spelt_slices_beside(c->slices, 1) == (ptrdiff_t)c->element && !c->widening && !c->magnitude;
}

/* What is compared of elements number i of m slices, side by side. */
static const char *row_of(const choices *c, const spelt_cursor *cursor, size_t i, size_t m)
{
    const ptrdiff_t beside = spelt_slices_beside(c->slices, 1);
    const size_t parts = c->widening ? 1 : c->element / c->size;
    const char *from = cursor->at[1] + (ptrdiff_t)i * c->slices->step[1];
    if (beside != (ptrdiff_t)c->element) {
        char *to = c->widening ? c->halves : c->gathered;
        spelt_gather_rows(to, from, 1, 0, m, beside / (ptrdiff_t)c->element, c->element);
        from = to;
    }
    if (c->widening) {
        (void)c->widening(from, from, from, c->gathered, m);
        from = c->gathered;
    }
    if (!c->magnitude)
        return from;
    (void)c->magnitude(from, from, from, c->gathered, parts * m);
    if (parts > 1)
        spelt_add_neighbours(c->gathered, c->gathered, m, c->size);
    return c->gathered;
}

static void choose(const choices *c, char *best, const char *row, size_t m)
{
    (void)c->pair(best, row, row, best, m);
}

/* The best of elements [begin, end) of each of m slices. */
static void choose_rows(const choices *c, const spelt_cursor *cursor, size_t begin, size_t end,
                        size_t m, char *best)
{
    const ptrdiff_t step = c->slices->step[1];
    memcpy(best, row_of(c, cursor, begin, m), m * c->size);
    if (!is_there(c)) {
        for (size_t i = begin + 1; i < end; i++)
            choose(c, best, row_of(c, cursor, i, m), m);
        return;
    }
    const int are_many = c->slices->length > MANY_BYTES / (c->slices->loop->n * c->size);
    const size_t run = step == (ptrdiff_t)(m * c->size) || !are_many ? m : RUN_BYTES / c->size;
    for (size_t i = begin + 1, rows; i < end; i += rows) {
        const char *from = cursor->at[1] + (ptrdiff_t)i * step;
        rows = run == m ? 1 : end - i < PASS ? end - i : PASS;
        for (size_t j = 0, n; j < m; j += n) {
            n = m - j < run ? m - j : run;
            for (size_t k = 0; k < rows; k++)
                choose(c, best + j * c->size, from + (ptrdiff_t)k * step + j * c->size, n);
        }
    }
}

/* The same of slices that lie in one piece, in rows so narrow that some of them are one row here. */
static void choose_narrow(const choices *c, const spelt_cursor *cursor, size_t m)
{
    const size_t together = NARROW_BYTES / (m * c->size), row_bytes = m * c->size;
    const char *x = cursor->at[1];
    size_t left = c->slices->length, rows = left < together ? left : together;
    memcpy(c->best, x, rows * row_bytes);
    for (x += rows * row_bytes, left -= rows; left > 0;) {
        const size_t next = left < rows ? left : rows;
        choose(c, c->best, x, next * m);
        x += next * row_bytes;
        left -= next;
    }
    for (; rows > 1; rows -= rows / 2)
        choose(c, c->best, c->best + (rows - rows / 2) * row_bytes, rows / 2 * m);
}

static int is_narrow(const choices *c, size_t m)
{
    const spelt_loop *loop = c->slices->loop;
    return m == loop->shape[loop->ndim - 1] && 2 * m * c->size <= NARROW_BYTES && is_there(c) &&
           c->slices->step[1] == (ptrdiff_t)(m * c->size);
}

/* ---- NaNs, and what is better than before ------------------------------------------------------- */

/* A NaN of any bits becomes the one positive quiet NaN. */
#define SPELT_GIVE(type, nan)                                                                      \
    static void give_##type(const type *best, size_t m, char *out, ptrdiff_t beside)               \
    {                                                                                              \
        for (size_t j = 0; j < m; j++) {                                                           \
            const type value = best[j] != best[j] ? nan : best[j];                                 \
            memcpy(out + (ptrdiff_t)j * beside, &value, sizeof value);                             \
        }                                                                                          \
    }
SPELT_GIVE(f32, __builtin_nanf(""))
SPELT_GIVE(f64, __builtin_nan(""))

static void give(const choices *c, size_t m, char *out, ptrdiff_t beside)
{
    if (c->type == SPELT_F32)
        give_f32((const f32 *)(const void *)c->best, m, out, beside);
    else if (c->type == SPELT_F64)
        give_f64((const f64 *)(const void *)c->best, m, out, beside);
    else
        for (size_t j = 0; j < m; j++)
            memcpy(out + (ptrdiff_t)j * beside, c->best + j * c->size, c->size);
}

/* Where the best is another than before, this piece has it. But a NaN that was chosen stays, whatever
 * its bits become; `nans`, the bits of infinity without a sign and shifted out of it, tells which bits
 * are one: all ones where there is none. */
#define SPELT_MARK(bits)                                                                           \
    static void mark_##bits(const choices *c, size_t m, uint32_t piece, bits nans)                 \
    {                                                                                              \
        const bits *now = (const bits *)(const void *)c->best;                                     \
        const bits *then = (const bits *)(const void *)c->before;                                  \
        for (size_t j = 0; j < m; j++) {                                                           \
            const int is_new = (now[j] != then[j]) & ((bits)(then[j] << 1) <= nans);               \
            c->piece[j] = is_new ? piece : c->piece[j];                                            \
        }                                                                                          \
    }
SPELT_MARK(u8)
SPELT_MARK(u16)
SPELT_MARK(u32)
SPELT_MARK(u64)

static void mark(const choices *c, size_t m, uint32_t piece)
{
    switch (c->size) {
    case 1: mark_u8(c, m, piece, (u8)-1); break;
    case 2: mark_u16(c, m, piece, (u16)-1); break;
    case 4:
        mark_u32(c, m, piece,
                 c->type == SPELT_F32 && !c->passes_nans ? (u32)0x7f800000 << 1 : (u32)-1);
        break;
    default:
        mark_u64(c, m, piece,
                 c->type == SPELT_F64 && !c->passes_nans ? (u64)0x7ff0000000000000 << 1 : (u64)-1);
    }
}

/* ---- Indexes ----------------------------------------------------------------------------------- */

/* The kernel finds it in the piece. */
static void look_up(const choices *c, const char *slice, size_t j, i64 *index)
{
    char *elements = c->gathered;
    const size_t begin = c->piece[j] * c->in_piece, left = c->slices->length - begin;
    const size_t n = left < c->in_piece ? left : c->in_piece;
    const ptrdiff_t step = c->slices->step[1];
    spelt_gather_rows(elements, slice + (ptrdiff_t)begin * step, 1, 0, n,
                      step / (ptrdiff_t)c->element, c->element);
    (void)c->kernel(elements, elements, n, index);
    *index = *index < 0 ? -1 : (i64)begin + *index;
}

static void find_pieces(choices *c, const spelt_cursor *cursor, size_t m)
{
    const size_t length = c->slices->length;
    char *of_piece = c->before + ROW_BYTES;
    memset(c->piece, 0, m * sizeof *c->piece);
    for (size_t i = 0; i < length; i += c->in_piece) {
        const size_t end = length - i < c->in_piece ? length : i + c->in_piece;
        if (i == 0) {
            choose_rows(c, cursor, 0, end, m, c->best);
            continue;
        }
        choose_rows(c, cursor, i, end, m, of_piece);
        memcpy(c->before, c->best, m * c->size);
        choose(c, c->best, of_piece, m);
        mark(c, m, (uint32_t)(i / c->in_piece));
    }
}

static void give_indexes(const choices *c, const spelt_cursor *cursor, size_t q, size_t m)
{
    const ptrdiff_t beside = spelt_slices_beside(c->slices, 1);
    const ptrdiff_t out_beside = spelt_slices_beside(c->slices, 0);
    for (size_t j = 0; j < m; j++) {
        i64 index;
        look_up(c, cursor->at[1] + (ptrdiff_t)j * beside, j, &index);
        memcpy((char *)(uintptr_t)cursor->at[0] + (ptrdiff_t)j * out_beside, &index, sizeof index);
        if (index < 0)
            spelt_slice_fails(c->slices, q + j);
    }
}

/* ---- The call ------------------------------------------------------------------------------------ */

/* What is looked up grows with a piece, and what is compared once more with their number. */
static size_t piece_of(size_t length)
{
    size_t piece = LEAST_PIECE;
    while (piece < 32 && length > 2 * piece * piece)
        piece *= 2;
    return piece;
}

int spelt_slices_choose(spelt_slices *slices, spelt_function of, size_t begin, size_t end)
{
    const spelt_function_facts *facts = &spelt_function_list[of];
    const int is_index = facts->family == SPELT_FAMILY_INDEX;
    spelt_map_kernel *widening = widening_of(facts->input[0]);
    const spelt_type part = widening ? SPELT_F32 : spelt_part_type(facts->input[0]);
    if (is_index && (slices->length <= 2 * LEAST_PIECE || slices->length / LEAST_PIECE >= UINT32_MAX))
        return 0;
    char *scratch = spelt_scratch_take();
    if (!scratch)
        return 0;
    choices c = {.slices = slices,
                 .pair = spelt_map_of(pair_of(of)),
                 .widening = widening,
                 .magnitude = magnitude_of(facts, part),
                 .kernel = spelt_reduce_of(of),
                 .type = part,
                 .passes_nans = strstr(facts->op, "_number") != NULL,
                 .element = facts->input_size[0],
                 .size = widening ? sizeof(f32)
                                  : spelt_part_size(facts->input[0], facts->input_size[0]),
                 .in_piece = piece_of(slices->length),
                 .best = scratch,
                 .gathered = scratch + ROW_BYTES,
                 .before = scratch + 2 * ROW_BYTES,
                 .piece = (uint32_t *)(void *)(scratch + 4 * ROW_BYTES),
                 .halves = scratch + 5 * ROW_BYTES};
    const size_t widest = c.element < c.size ? c.size : c.element;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, slices->loop, begin);
    for (size_t m; begin < end; begin += m) {
        m = spelt_slices_run(slices, &cursor, end - begin);
        m = m < ROW_BYTES / widest ? m : ROW_BYTES / widest;
        if (is_index) {
            find_pieces(&c, &cursor, m);
            give_indexes(&c, &cursor, begin, m);
        } else {
            if (is_narrow(&c, m))
                choose_narrow(&c, &cursor, m);
            else
                choose_rows(&c, &cursor, 0, slices->length, m, c.best);
            give(&c, m, (char *)(uintptr_t)cursor.at[0], spelt_slices_beside(slices, 0));
        }
        spelt_cursor_advance(&cursor, m);
    }
    spelt_scratch_give(scratch);
    return 1;
}

/* Marks of a row of the narrowest elements; those of a row of f32 leave room for halves behind them. */
_Static_assert(4 * ROW_BYTES + ROW_BYTES * sizeof(uint32_t) <= SPELT_SCRATCH_BYTES, "fits");
