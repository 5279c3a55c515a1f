/* slices_sums.c - order 1 along an axis: each element of the output has the bits of the plain call on
 * its slice.
 *
 * Slices whose elements are neighbours in memory are reduced one by one. Others lie beside each
 * other: so many of them at a time that their lanes stay in a first-level cache are added up
 * together, row by row of the array, and memory is read as it lies. */
#include "call/nodes.h"
#include "call/order1.h"
#include "call/slices.h"
#include "isa/kernels.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"

#define WIDEST 8

/* More blocks than any slice has that is added up beside others: 2^31 of them, 2^42 terms. */
#define LEVELS 32

typedef struct {
    const spelt_slices *slices;
    spelt_lanes_kernel *term, *add; /* the term of the function; a sum of accumulators */
    spelt_function of;
    int has_numbers;
    size_t bytes, row, block; /* of an accumulator; terms in a row, a block */
} sums;

static unsigned inputs_of(const sums *s)
{
    return s->slices->loop->operands - 1;
}

/* ---- Slice by slice ---------------------------------------------------------------------------- */

void spelt_slice_add_up(const spelt_slices *slices, spelt_function of, const char *const at[],
                        const void *number, void *out)
{
    const unsigned inputs = slices->loop->operands - 1;
    const size_t size = slices->loop->itemsize[1];
    int contiguous = 1;
    spelt_loop slice = {.n = slices->length, .operands = inputs, .ndim = 1};
    slice.shape[0] = slices->length;
    for (unsigned i = 0; i < inputs; i++) {
        slice.itemsize[i] = size;
        slice.data[i] = at[1 + i];
        slice.stride[i][0] = slices->step[1 + i] / (ptrdiff_t)size;
        contiguous &= slice.stride[i][0] == 1;
    }
    if (contiguous) {
        spelt_reduce_of(of)(at[1], number ? number : at[inputs], slices->length, out);
        return;
    }
    if (number)
        slice.data[slice.operands++] = number;
    int threads = 1;
    spelt_tree tree;
    spelt_order1_subtrees(&slice, of, 0, &tree, &threads);
    spelt_node_give(tree.bytes, spelt_tree_finish(&tree), out);
}

static void one_by_one(const sums *s, spelt_cursor *cursor, size_t n)
{
    for (; n > 0; n--) {
        char number[WIDEST];
        memcpy(number, cursor->at[0], s->bytes);
        spelt_slice_add_up(s->slices, s->of, cursor->at, s->has_numbers ? number : NULL,
                           (void *)(uintptr_t)cursor->at[0]);
        spelt_cursor_advance(cursor, 1);
    }
}

/* ---- Slices beside each other ------------------------------------------------------------------ */

/* Accumulators of `width` slices: the lanes of a block, and the roots of the subtrees so far. */
typedef struct {
    const sums *of;
    size_t width, lane_bytes;
    char *lane, *root;
    char *gathered[2]; /* a row of each input where it must be gathered */
    const char *numbers;
    uint64_t end; /* blocks so far */
    unsigned depth;
} bundle;

static void gather(char *to, const char *from, size_t n, ptrdiff_t beside, size_t size)
{
    for (size_t j = 0; j < n; j++)
        memcpy(to + j * size, from + (ptrdiff_t)j * beside, size);
}

/* From a slice to the one beside it. */
static ptrdiff_t beside_of(const spelt_loop *loop, unsigned operand)
{
    return loop->stride[operand][loop->ndim - 1] * (ptrdiff_t)loop->itemsize[operand];
}

/* The terms number i of all slices of an input, side by side. */
static const void *terms_of(const bundle *b, const spelt_cursor *cursor, unsigned input, size_t i)
{
    const spelt_slices *slices = b->of->slices;
    const size_t size = slices->loop->itemsize[1 + input];
    const ptrdiff_t beside = beside_of(slices->loop, 1 + input);
    const char *from = cursor->at[1 + input] + (ptrdiff_t)i * slices->step[1 + input];
    if (beside == (ptrdiff_t)size)
        return from;
    gather(b->gathered[input], from, b->width, beside, size);
    return b->gathered[input];
}

static void add_row(const bundle *b, char *to, const char *from)
{
    b->of->add(to, from, from, b->width);
}

/* Rule 3 of order 1, for all slices. */
static void fold(const bundle *b)
{
    for (size_t half = b->of->row / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            add_row(b, b->lane + j * b->lane_bytes, b->lane + (j + half) * b->lane_bytes);
}

/* Rule 4: the block's totals, in lane 0, join their left siblings. */
static void push(bundle *b)
{
    uint64_t at = b->end++;
    for (; at & 1; at >>= 1) {
        char *left = b->root + --b->depth * b->lane_bytes;
        add_row(b, left, b->lane);
        memcpy(b->lane, left, b->lane_bytes);
    }
    memcpy(b->root + b->depth++ * b->lane_bytes, b->lane, b->lane_bytes);
}

static void add_block(bundle *b, const spelt_cursor *cursor, size_t begin, size_t n)
{
    const sums *s = b->of;
    const unsigned last = inputs_of(s) - 1;
    memset(b->lane, 0, s->row * b->lane_bytes);
    for (size_t i = 0; i < n; i++) {
        const void *x = terms_of(b, cursor, 0, begin + i);
        const void *y = b->numbers ? b->numbers : last > 0 ? terms_of(b, cursor, last, begin + i) : x;
        s->term(b->lane + i % s->row * b->lane_bytes, x, y, b->width);
    }
    fold(b);
    push(b);
}

static void finish(bundle *b, char *out, ptrdiff_t beside)
{
    const size_t bytes = b->of->bytes;
    char *total = b->root + (b->depth - 1) * b->lane_bytes;
    for (unsigned k = b->depth - 1; k-- > 0;) {
        char *left = b->root + k * b->lane_bytes;
        add_row(b, left, total);
        total = left;
    }
    for (size_t j = 0; j < b->width; j++)
        spelt_node_give(bytes, spelt_node_load(bytes, total + j * bytes),
                        out + (ptrdiff_t)j * beside);
}

static void side_by_side(const sums *s, spelt_cursor *cursor, size_t n, char *memory, size_t width)
{
    const spelt_slices *slices = s->slices;
    const size_t inner = slices->loop->ndim - 1, length = slices->length;
    const ptrdiff_t beside = beside_of(slices->loop, 0);
    while (n > 0) {
        const size_t run = slices->loop->shape[inner] - cursor->index[inner];
        size_t m = n < run ? n : run;
        m = m < width ? m : width;
        bundle b = {.of = s, .width = m, .lane_bytes = m * s->bytes, .lane = memory};
        b.root = b.lane + s->row * width * s->bytes;
        b.gathered[0] = b.root + LEVELS * width * s->bytes;
        b.gathered[1] = b.gathered[0] + width * WIDEST;
        if (s->has_numbers) {
            gather(b.gathered[1], cursor->at[0], m, beside, s->bytes);
            b.numbers = b.gathered[1];
        }
        for (size_t i = 0; i < length; i += s->block)
            add_block(&b, cursor, i, length - i < s->block ? length - i : s->block);
        finish(&b, (char *)(uintptr_t)cursor->at[0], beside);
        spelt_cursor_advance(cursor, m);
        n -= m;
    }
}

#define MEMORY_FOR(width)                                                                          \
    ((width) * (SPELT_ORDER_LANE_BYTES + LEVELS * sizeof(f64) + 2 * WIDEST))
_Static_assert(MEMORY_FOR(SPELT_SLICES) <= SPELT_SCRATCH_BYTES, "fits the scratch memory");
_Static_assert(MEMORY_FOR(SPELT_FEW_SLICES) <= 8192, "fits the stack");

/* Out of line: the stack is not needed where there is scratch memory. */
static __attribute__((noinline)) void side_by_side_on_stack(const sums *s, spelt_cursor *cursor,
                                                            size_t n)
{
    _Alignas(64) char memory[MEMORY_FOR(SPELT_FEW_SLICES)];
    side_by_side(s, cursor, n, memory, SPELT_FEW_SLICES);
}

void spelt_slices_add_up(const spelt_slices *slices, spelt_function of, size_t begin, size_t end)
{
    const size_t bytes = spelt_function_list[of].result_size;
    const spelt_function sum = bytes == sizeof(f32) ? SPELT_ID_spelt_sum_f32 : SPELT_ID_spelt_sum_f64;
    const sums s = {.slices = slices,
                    .term = (spelt_lanes_kernel *)spelt_kernel_of(of, SPELT_KERNEL_LANES),
                    .add = (spelt_lanes_kernel *)spelt_kernel_of(sum, SPELT_KERNEL_LANES),
                    .of = of,
                    .has_numbers = spelt_function_list[of].family == SPELT_FAMILY_ORDER1_BY,
                    .bytes = bytes,
                    .row = spelt_row_terms(bytes),
                    .block = spelt_block_terms(bytes)};
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, slices->loop, begin);
    if (slices->one_by_one || (slices->length - 1) / s.block >= (size_t)1 << (LEVELS - 1)) {
        one_by_one(&s, &cursor, end - begin);
        return;
    }
    char *scratch = spelt_scratch_take();
    if (scratch) {
        side_by_side(&s, &cursor, end - begin, scratch, SPELT_SLICES);
        spelt_scratch_give(scratch);
    } else {
        side_by_side_on_stack(&s, &cursor, end - begin);
    }
}
