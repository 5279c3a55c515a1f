/* slices_sums.c - order 1 along an axis: each element of the output has the bits of the plain call
 * on its slice.
 *
 * Slices whose elements are neighbours in memory are reduced one by one. Others lie beside each
 * other: so many of them at a time that the accumulators of their lanes stay in a cache are added up
 * together. Memory is read in runs of 2 KiB, several of them side by side. */
#include "call/nodes.h"
#include "call/order1.h"
#include "call/slices.h"
#include "isa/kernels.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"

/* Levels of the tree over blocks: 2^31 of them, 2^42 terms, and more than any slice has that is added up
 * beside others. */
#define LEVELS 32

typedef struct {
    const spelt_slices *slices;
    spelt_reduce_kernel *kernel;
    spelt_many_slices_kernel *many; /* or NULL */
    spelt_lanes_kernel *term, *add; /* the term of the function; a sum of accumulators */
    spelt_function of;
    int has_numbers, is_contiguous; /* along a slice */
    int y_is_repeated;              /* one element for all slices beside each other */
    spelt_accumulator acc;
    size_t parts;                   /* accumulators that an element is added to: of complex ones, each part */
    size_t bytes, row, block;       /* of an accumulator; elements in a row, a block */
    spelt_loop slice;
} sums;

static unsigned inputs_of(const sums *s)
{
    return s->slices->loop->operands - 1;
}

/* ---- Slice by slice ----------------------------------------------------------------------------
 */

static sums sums_of(const spelt_slices *slices, spelt_function of)
{
    const size_t size = slices->loop->itemsize[1];
    const spelt_type type = spelt_function_list[of].result;
    const spelt_function sum = type == SPELT_F32   ? SPELT_ID_spelt_sum_f32
                               : type == SPELT_F64 ? SPELT_ID_spelt_sum_f64
                               : type == SPELT_C64 ? SPELT_ID_spelt_sum_c64
                                                   : SPELT_ID_spelt_sum_c128;
    const spelt_accumulator acc = spelt_accumulator_of(type);
    const size_t parts = 1 + (size_t)spelt_takes_parts(of);
    sums s = {.slices = slices,
              .kernel = spelt_reduce_of(of),
              .many = (spelt_many_slices_kernel *)spelt_kernel_of(of, SPELT_KERNEL_SLICES),
              .term = (spelt_lanes_kernel *)spelt_kernel_of(of, SPELT_KERNEL_LANES),
              .add = (spelt_lanes_kernel *)spelt_kernel_of(sum, SPELT_KERNEL_LANES),
              .of = of,
              .has_numbers = spelt_function_list[of].family == SPELT_FAMILY_ORDER1_BY,
              .is_contiguous = 1,
              .acc = acc,
              .parts = parts,
              .bytes = spelt_accumulator_bytes(acc),
              .row = spelt_row_terms(acc.bytes) / parts,
              .block = spelt_block_terms(acc.bytes) / parts,
              .slice = {.n = slices->length, .ndim = 1, .shape = {slices->length}}};
    s.slice.operands = inputs_of(&s) + (unsigned)s.has_numbers;
    for (unsigned i = 0; i < inputs_of(&s); i++) {
        s.slice.itemsize[i] = size;
        s.slice.stride[i][0] = slices->step[1 + i] / (ptrdiff_t)size;
        s.is_contiguous &= s.slice.stride[i][0] == 1;
    }
    s.y_is_repeated = inputs_of(&s) == 2 && (type == SPELT_F32 || type == SPELT_F64) &&
                      spelt_slices_beside(slices, 2) == 0;
    return s;
}

/* One slice, from where the operands are, to where the output is. */
static void add_up(sums *s, const char *const at[], const void *number)
{
    const unsigned inputs = inputs_of(s);
    void *out = (void *)(uintptr_t)at[0];
    if (s->is_contiguous) {
        s->kernel(at[1], number ? number : at[inputs], s->slices->length, out);
        return;
    }
    for (unsigned i = 0; i < inputs; i++)
        s->slice.data[i] = at[1 + i];
    if (number)
        s->slice.data[inputs] = number;
    int threads = 1;
    spelt_tree tree;
    spelt_order1_subtrees(&s->slice, s->of, 0, &tree, &threads);
    spelt_node_give(tree.of, spelt_tree_finish(&tree), out);
}

void spelt_slice_add_up(const spelt_slices *slices, spelt_function of, const char *const at[],
                        const void *number)
{
    sums s = sums_of(slices, of);
    add_up(&s, at, number);
}

static void one_by_one(sums *s, spelt_cursor *cursor, size_t n)
{
    const unsigned operands = s->slices->loop->operands;
    ptrdiff_t beside[SPELT_MAX_OPERANDS];
    for (unsigned i = 0; i < operands; i++)
        beside[i] = spelt_slices_beside(s->slices, i);
    const int are_many = s->many && s->is_contiguous && s->slices->length <= s->block;
    for (size_t m; n > 0; n -= m) {
        const char *at[SPELT_MAX_OPERANDS];
        memcpy(at, cursor->at, sizeof at);
        m = spelt_slices_run(s->slices, cursor, n);
        if (are_many) {
            const unsigned last = operands - 1;
            const spelt_rows rows = {
                .x = at[1], .y = at[last], .x_step = beside[1], .y_step = beside[last], .count = m};
            s->many((char *)(uintptr_t)at[0], beside[0], &rows, s->slices->length);
        }
        for (size_t j = 0; j < m && !are_many; j++) {
            char number[SPELT_WIDEST_REAL];
            if (s->has_numbers)
                memcpy(number, at[0], s->bytes);
            add_up(s, at, s->has_numbers ? number : NULL);
            for (unsigned i = 0; i < operands; i++)
                at[i] += beside[i];
        }
        spelt_cursor_advance(cursor, m);
    }
}

/* ---- Slices beside each other ------------------------------------------------------------------
 */

/* A block's lanes are added up in so many groups, of which one is in the first-level cache: every fourth lane. */
#define GROUPS 4
#define GROUP_LEVELS 2

/* Rows of accumulators, one for each of `width` slices: of the lanes of a group, one behind the other, of groups
 * that wait for those that they are folded with, and of the roots of the subtrees so far. */
typedef struct {
    const sums *of;
    size_t width, row_bytes;
    char *lanes, *waiting[GROUP_LEVELS], *root[LEVELS];
    char *gathered[2]; /* a row of each input where it must be gathered */
    int gathers;
    int is_dense; /* in all inputs rows follow each other as those of accumulators do: one group, one call */
    const char *numbers, *soon; /* the next piece for strips, or NULL */
    uint64_t end; /* blocks so far */
    unsigned depth;
} bundle;

static void gather(char *to, const char *from, size_t n, ptrdiff_t beside, size_t size)
{
    if (beside == 0)
        spelt_repeat(to, from, n, size);
    else
        spelt_gather_rows(to, from, 1, 0, n, beside / (ptrdiff_t)size, size);
}

/* The terms number i of all slices of an input, side by side. */
static const char *terms_of(const bundle *b, const spelt_cursor *cursor, unsigned input, size_t i)
{
    const spelt_slices *slices = b->of->slices;
    const size_t size = slices->loop->itemsize[1 + input];
    const ptrdiff_t beside = spelt_slices_beside(slices, 1 + input);
    const char *from = cursor->at[1 + input] + (ptrdiff_t)i * slices->step[1 + input];
    if (beside == (ptrdiff_t)size || (input > 0 && b->of->y_is_repeated))
        return from;
    gather(b->gathered[input], from, b->width, beside, size);
    return b->gathered[input];
}

/* To so many rows, from number `row` on, the terms from number i on, `count` for each of the first of them:
 * those of a lane are as far apart as there are lanes. */
static void add_terms(const bundle *b, const spelt_cursor *cursor, size_t i, size_t row, size_t rows_here,
                      size_t count, int is_first)
{
    const sums *s = b->of;
    const unsigned last = inputs_of(s) - 1;
    spelt_rows rows = {.x = terms_of(b, cursor, 0, i),
                       .x_step = s->slices->step[1] * (ptrdiff_t)s->row,
                       .count = count,
                       .y_is_repeated = s->y_is_repeated,
                       .is_first = is_first};
    rows.y = b->numbers ? b->numbers : last > 0 ? terms_of(b, cursor, last, i) : rows.x;
    rows.y_step = b->numbers ? 0 : s->slices->step[1 + last] * (ptrdiff_t)s->row;
    s->term(b->lanes + row * b->row_bytes, &rows, rows_here * b->width);
}

static void add_row(const bundle *b, char *to, const char *from, size_t n)
{
    const spelt_rows row = {.x = from, .y = from, .count = 1};
    b->of->add(to, &row, n);
}

/* By vectors, for `to` may be `from`. */
#define SPELT_ADD_NEIGHBOURS(type, lanes, EVEN, ODD)                                               \
    static void add_neighbours_##type(type *to, const type *from, size_t n)                        \
    {                                                                                              \
        typedef type vector __attribute__((vector_size(16)));                                      \
        size_t j = 0;                                                                              \
        for (; n - j >= (lanes); j += (lanes)) {                                                   \
            vector a, b;                                                                           \
            memcpy(&a, from + 2 * j, sizeof a);                                                    \
            memcpy(&b, from + 2 * j + (lanes), sizeof b);                                          \
            a = __builtin_shufflevector(a, b, EVEN) + __builtin_shufflevector(a, b, ODD);          \
            memcpy(to + j, &a, sizeof a);                                                          \
        }                                                                                          \
        for (; j < n; j++)                                                                         \
            to[j] = from[2 * j] + from[2 * j + 1];                                                 \
    }
#define OF_FOUR(part) part, part + 2, part + 4, part + 6
#define OF_TWO(part) part, part + 2
SPELT_ADD_NEIGHBOURS(f32, 4, OF_FOUR(0), OF_FOUR(1))
SPELT_ADD_NEIGHBOURS(f64, 2, OF_TWO(0), OF_TWO(1))

void spelt_add_neighbours(void *to, const void *from, size_t n, size_t bytes)
{
    if (bytes == sizeof(f32))
        add_neighbours_f32(to, from, n);
    else
        add_neighbours_f64(to, from, n);
}

/* Binary digits. */
static unsigned digits(size_t n)
{
    unsigned count = 0;
    for (; n > 0; n /= 2)
        count++;
    return count;
}

/* One whose lanes may be -0.0 and whose products are not rounded. */
static int is_fused(spelt_function of)
{
    switch (of) {
#define FUSED(suffix, in, out, op, ...) case SPELT_ID_spelt_##op##_##suffix:
#define SPELT_ORDER1_FUSED(op, inputs, types, ...) types(FUSED, op, 0)
#include "operations.def"
        return 1;
    default: return 0;
    }
}

/* Of terms [i, i + n) of a block those of a group's lanes, each of which gets so many as one call takes. */
static void add_some(const bundle *b, const spelt_cursor *cursor, size_t i, size_t n, size_t group, int is_first)
{
    const size_t lanes = b->of->row, more = n % lanes;
    if (b->is_dense) {
        if (more > 0)
            add_terms(b, cursor, i, 0, more, n / lanes + 1, is_first);
        if (n >= lanes)
            add_terms(b, cursor, i + more, more, lanes - more, n / lanes, is_first);
        return;
    }
    for (size_t lane = group, row = 0; lane < lanes && lane < n; lane += GROUPS, row++)
        add_terms(b, cursor, i + lane, row, 1, (n - lane - 1) / lanes + 1, is_first);
}

/* The sum of a group's lanes in the first row, of the n terms from number `begin` on. */
static void add_group(const bundle *b, const spelt_cursor *cursor, size_t begin, size_t n, size_t group)
{
    const sums *s = b->of;
    const size_t pass = (b->gathers ? 1 : SPELT_STREAMS) * s->row;
    const size_t apart = b->is_dense ? 1 : GROUPS, last = n < s->row ? n : s->row;
    size_t there = last > group ? (last - group - 1) / apart + 1 : 0;
    if (there == 0)
        memset(b->lanes, 0, b->row_bytes);
    for (size_t i = 0; i < n; i += pass)
        add_some(b, cursor, begin + i, n - i < pass ? n - i : pass, group, i == 0);
    for (size_t half = s->row / apart / 2; half > 0; half /= 2) {
        if (there <= half)
            continue;
        add_row(b, b->lanes, b->lanes + half * b->row_bytes, (there - half) * b->width * s->parts);
        there = half;
    }
}

/* Rules 1 to 3 of order 1. Groups come in the order in which their folding is a tree from left to right. Fused
 * terms can make a lane -0.0 as they underflow: where all are, those without a term show in that they are
 * +0.0. */
static void add_block(const bundle *b, const spelt_cursor *cursor, size_t begin, size_t n)
{
    static const size_t order[GROUPS] = {0, 2, 1, 3};
    const sums *s = b->of;
    for (unsigned k = 0; k < (b->is_dense ? 1 : GROUPS); k++) {
        unsigned level = 0;
        add_group(b, cursor, begin, n, order[k]);
        for (; k >> level & 1; level++)
            add_row(b, b->lanes, b->waiting[level], b->width * s->parts);
        if (level < GROUP_LEVELS && !b->is_dense)
            memcpy(b->waiting[level], b->lanes, b->row_bytes);
    }
    if (n < s->row && is_fused(s->of)) {
        memset(b->lanes + b->row_bytes, 0, b->row_bytes);
        add_row(b, b->lanes, b->lanes + b->row_bytes, b->width * s->parts);
    }
    if (s->parts > 1)
        spelt_add_neighbours(b->lanes, b->lanes, b->width, s->bytes);
}

/* The same by strips of some vectors from the first row to the last. */
static void add_strips(const bundle *b, const spelt_cursor *cursor, size_t begin, size_t n)
{
    const sums *s = b->of;
    const unsigned last = inputs_of(s);
    const spelt_rows rows = {.x = cursor->at[1] + (ptrdiff_t)begin * s->slices->step[1],
                             .y = cursor->at[last] + (ptrdiff_t)begin * s->slices->step[last],
                             .x_step = s->slices->step[1],
                             .y_step = s->slices->step[last],
                             .count = n,
                             .y_is_repeated = s->y_is_repeated,
                             .is_block = 1,
                             .soon = b->soon};
    s->term(b->lanes, &rows, b->width);
}

/* Rule 4: the block's totals, the first row, join their left siblings. */
static void push(bundle *b)
{
    const char *totals = b->lanes;
    for (uint64_t at = b->end++; at & 1; at >>= 1) {
        add_row(b, b->root[--b->depth], totals, b->width);
        totals = b->root[b->depth];
    }
    if (totals == b->lanes)
        memcpy(b->root[b->depth], totals, b->width * b->of->bytes);
    b->depth++;
}

/* spelt_node_give() of so many numbers of a type. */
#define GIVE_ALL(type, nan)                                                                        \
    static void give_all_##type(const char *from, char *out, ptrdiff_t beside, size_t n)           \
    {                                                                                              \
        const type *numbers = (const type *)(const void *)from;                                    \
        type *to = (type *)(void *)out;                                                            \
        const ptrdiff_t step = beside / (ptrdiff_t)sizeof *to;                                     \
        if (step == 1)                                                                             \
            for (size_t j = 0; j < n; j++)                                                         \
                to[j] = numbers[j] != numbers[j] ? nan : numbers[j];                               \
        else                                                                                       \
            for (size_t j = 0; j < n; j++, to += step)                                             \
                *to = numbers[j] != numbers[j] ? nan : numbers[j];                                 \
    }
GIVE_ALL(f32, __builtin_nanf(""))
GIVE_ALL(f64, __builtin_nan(""))

static void give_all(spelt_accumulator acc, const char *from, char *out, ptrdiff_t beside, size_t n)
{
    if (acc.parts > 1 && beside != (ptrdiff_t)spelt_accumulator_bytes(acc)) {
        for (size_t j = 0; j < n; j++, from += spelt_accumulator_bytes(acc), out += beside)
            spelt_node_give(acc, spelt_node_load(acc, from), out);
        return;
    }
    beside = acc.parts > 1 ? (ptrdiff_t)acc.bytes : beside;
    (acc.bytes == sizeof(f32) ? give_all_f32 : give_all_f64)(from, out, beside, acc.parts * n);
}

static void finish(const bundle *b, char *out, ptrdiff_t beside)
{
    const char *total = b->root[b->depth - 1];
    for (unsigned k = b->depth - 1; k-- > 0;) {
        add_row(b, b->root[k], total, b->width);
        total = b->root[k];
    }
    give_all(b->of->acc, total, out, beside, b->width);
}

/* Whether n terms of slices whose elements are neighbours are added up by strips, which are up to twice as fast
 * where a lane has less terms than one call takes; from there on they are 0.6 to 0.9 (rows of 30 to 1000 f64,
 * in the caches and in memory, Zen 5). */
static int are_strips(const bundle *b, size_t n)
{
    const sums *s = b->of;
    return !b->gathers && !s->has_numbers && s->parts == 1 && n < SPELT_STREAMS * s->row;
}

/* Of `width` slices. */
static int are_dense(const sums *s, size_t width)
{
    int dense = !s->has_numbers && !s->y_is_repeated;
    for (unsigned i = 1; i <= inputs_of(s); i++)
        dense &= spelt_slices_beside(s->slices, i) == (ptrdiff_t)s->slices->loop->itemsize[i] &&
                 s->slices->step[i] == (ptrdiff_t)(width * s->slices->loop->itemsize[i]);
    return dense;
}

/* Lays out a bundle's rows, which are as wide as the memory allows, all of about one width; gives that. Rows of
 * all lanes only where they are dense. */
static size_t lay_out(bundle *b, char *memory, size_t bytes)
{
    const sums *s = b->of;
    const spelt_loop *loop = s->slices->loop;
    const size_t length = s->slices->length, inner = loop->shape[loop->ndim - 1];
    for (unsigned i = 0; i < inputs_of(s) - (unsigned)s->y_is_repeated; i++)
        b->gathers |= spelt_slices_beside(s->slices, 1 + i) != (ptrdiff_t)loop->itemsize[1 + i];
    const unsigned roots = digits((length - 1) / s->block + 1);
    const size_t widest = loop->itemsize[1] > SPELT_WIDEST_REAL ? loop->itemsize[1] : SPELT_WIDEST_REAL;
    const size_t each = s->parts * s->bytes, others = (GROUP_LEVELS + roots) * each + 2 * widest;
    b->is_dense = are_dense(s, inner) && inner * (s->row * each + others) <= bytes;
    const size_t lanes = are_strips(b, length) ? 1 : b->is_dense ? s->row : s->row / GROUPS;
    size_t width = bytes / (lanes * each + others) & ~(size_t)7;
    width = b->is_dense ? inner : ((inner - 1) / ((inner - 1) / width + 1) + 8) & ~(size_t)7;
    b->lanes = memory;
    memory += lanes * width * each;
    for (unsigned k = 0; k < GROUP_LEVELS; k++, memory += width * each)
        b->waiting[k] = memory;
    for (unsigned k = 0; k < roots; k++, memory += width * each)
        b->root[k] = memory;
    b->gathered[0] = memory;
    b->gathered[1] = memory + width * widest;
    return width;
}

/* Strips do not read memory as it lies. Where elements are more than are near a core, and those of short slices
 * beside each other are one piece, the next piece is asked for while this one is added up (dot_f32 along the
 * middle axis of 64 x 64, 30 MB: 0.35 of the time, sum_f64 0.65; Zen 5). */
#define FAR ((size_t)8 << 20)
#define FETCHED_PIECE ((size_t)128 << 10)
static const char *next_piece(const sums *s, const spelt_cursor *cursor, size_t width)
{
    const spelt_loop *loop = s->slices->loop;
    const size_t row = width * loop->itemsize[1], length = s->slices->length;
    if (s->slices->step[1] != (ptrdiff_t)row || length > FETCHED_PIECE / row ||
        loop->n <= FAR / loop->itemsize[1] / length)
        return NULL;
    return cursor->at[1] + length * row;
}

static void side_by_side(const sums *s, spelt_cursor *cursor, size_t n, char *memory, size_t bytes)
{
    const spelt_slices *slices = s->slices;
    const size_t length = slices->length;
    const ptrdiff_t beside = spelt_slices_beside(slices, 0);
    bundle b = {.of = s};
    const size_t width = lay_out(&b, memory, bytes);
    const int whole_rows_are_dense = b.is_dense;
    while (n > 0) {
        b.width = spelt_slices_run(slices, cursor, n < width ? n : width);
        b.row_bytes = b.width * s->parts * s->bytes;
        b.is_dense = whole_rows_are_dense && b.width == width;
        b.end = b.depth = 0;
        if (s->has_numbers) {
            gather(b.gathered[1], cursor->at[0], b.width, beside, s->bytes);
            b.numbers = b.gathered[1];
        }
        b.soon = next_piece(s, cursor, b.width);
        for (size_t i = 0; i < length; i += s->block) {
            const size_t terms = length - i < s->block ? length - i : s->block;
            (are_strips(&b, terms) ? add_strips : add_block)(&b, cursor, i, terms);
            push(&b);
        }
        finish(&b, (char *)(uintptr_t)cursor->at[0], beside);
        spelt_cursor_advance(cursor, b.width);
        n -= b.width;
    }
}

#define ON_STACK 6144                                   /* bytes */
#define MOST_LANES ((size_t)2 * SPELT_ORDER_LANE_BYTES) /* bytes of one slice's, of complex ones */
#define LEAST_MEMORY (8 * (MOST_LANES / GROUPS + (GROUP_LEVELS + LEVELS) * sizeof(c128) + 2 * SPELT_WIDEST))
_Static_assert(LEAST_MEMORY <= ON_STACK, "fits the stack");

/* Out of line: the stack is not needed where there is scratch memory. */
static __attribute__((noinline)) void side_by_side_on_stack(const sums *s, spelt_cursor *cursor,
                                                            size_t n)
{
    _Alignas(64) char memory[ON_STACK];
    side_by_side(s, cursor, n, memory, sizeof memory);
}

void spelt_slices_add_up(const spelt_slices *slices, spelt_function of, size_t begin, size_t end)
{
    sums s = sums_of(slices, of);
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, slices->loop, begin);
    if (slices->one_by_one || digits((slices->length - 1) / s.block + 1) > LEVELS) {
        one_by_one(&s, &cursor, end - begin);
        return;
    }
    char *scratch = spelt_scratch_take();
    if (scratch) {
        side_by_side(&s, &cursor, end - begin, scratch, SPELT_SCRATCH_BYTES);
        spelt_scratch_give(scratch);
    } else {
        side_by_side_on_stack(&s, &cursor, end - begin);
    }
}
