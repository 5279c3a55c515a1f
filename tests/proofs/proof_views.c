/* proof_views.c - the arithmetic of views.
 *
 *   extents   whether the elements of up to two dimensions fit, for all extents and strides that are a power
 *             of two or one beside it, of one dimension, and every fifth power, of two; item sizes 1 to 16
 *   overlap   of one operand of up to three dimensions with itself, and of one of one dimension with one of
 *             two, extents 1 to 4, strides up to 3 or 5 either way, item sizes 1 and 2, and of some of two
 *             dimensions each, at all distances at which they meet: against each element
 *   collapse  of two operands of up to three dimensions with extents 1 to 3 and strides -4 to 4, in C order
 *             and in any: each element comes once, with its position in C order
 *
 * What the search for overlaps gives up on, after 100,000 steps, is not within these bounds. */
#include "proof.h"

#include "array/cursor.h"
#include "array/loop.h"
#include "types.h"

#include <spelt/status.h>

/* ---- Extents --------------------------------------------------------------------------------- */

static size_t extents;

static void check_extent(size_t ndim, const size_t *shape, const ptrdiff_t *stride, size_t itemsize)
{
    const spelt_operand o = {"x", "", itemsize, ndim, shape, stride, itemsize};
    uint128 count = 1, span = 1;
    int fits = 1, none = 0;
    for (size_t k = 0; k < ndim; k++) {
        const uint128 step = spelt_magnitude(stride[k]);
        none |= shape[k] == 0;
        if (!fits || none)
            continue;
        count *= shape[k];
        span += (shape[k] - 1) * step;
        fits = count <= SIZE_MAX && span <= PTRDIFF_MAX;
    }
    fits = none || (fits && span * itemsize <= PTRDIFF_MAX);
    size_t n = 77;
    const spelt_status status = spelt_check_extent("proof", &o, &n);
    REQUIRE(status == (fits ? SPELT_OK : SPELT_ERR_SHAPE));
    REQUIRE(!fits || n == (none ? 0 : (size_t)count));
    extents++;
}

/* 2^power + beside, of 64 bits. */
static size_t near_power(unsigned power, unsigned beside)
{
    return ((size_t)1 << power) + beside - 1;
}

static void prove_extents(void)
{
    size_t shape[2];
    ptrdiff_t stride[2];
    for (size_t itemsize = 1; itemsize <= 16; itemsize *= 2) {
        for (unsigned i = 0; i < 64 * 3; i++)
            for (unsigned j = 0; j < 2 * 64 * 3; j++) {
                shape[0] = near_power(i / 3, i % 3);
                stride[0] = (ptrdiff_t)(near_power(j / 6, j % 3) * (j / 3 % 2 ? SIZE_MAX : 1));
                check_extent(1, shape, stride, itemsize);
            }
        for (unsigned i = 0; i < 13 * 3 * 13 * 3; i++)
            for (unsigned j = 0; j < 13 * 3 * 13 * 3; j++) {
                shape[0] = near_power(i / 3 % 13 * 5, i % 3);
                stride[0] = (ptrdiff_t)near_power(i / 39 / 3 * 5, i / 39 % 3);
                shape[1] = near_power(j / 3 % 13 * 5, j % 3);
                stride[1] = -(ptrdiff_t)near_power(j / 39 / 3 * 5, j / 39 % 3);
                check_extent(2, shape, stride, itemsize);
            }
    }
    printf("extents: %zu views\n", extents);
}

/* ---- Overlap --------------------------------------------------------------------------------- */

enum { REACH = 64, MOST_STEP = 5 };
static char memory[4 * REACH];

typedef struct {
    size_t ndim, shape[3];
    ptrdiff_t stride[3];
} layout;

/* Number i of the layouts of a number of dimensions, with extents 1 to `extents` and strides up to
 * `steps`; 0 behind the last. */
static int layout_number(size_t i, size_t ndim, size_t most, size_t steps, layout *made)
{
    made->ndim = ndim;
    for (size_t k = 0; k < ndim; k++) {
        made->shape[k] = 1 + i % most;
        i /= most;
        made->stride[k] = (ptrdiff_t)(i % (2 * steps + 1)) - (ptrdiff_t)steps;
        i /= 2 * steps + 1;
    }
    return i == 0;
}

static spelt_operand operand_of(const layout *at, const char *data, size_t size)
{
    return (spelt_operand){"x", data, size, at->ndim, at->shape, at->stride, size};
}

/* How many elements have each byte of the memory. */
static void mark(const layout *at, ptrdiff_t first, size_t size, unsigned char bytes[sizeof memory])
{
    memset(bytes, 0, sizeof memory);
    size_t n = 1;
    for (size_t k = 0; k < at->ndim; k++)
        n *= at->shape[k];
    for (size_t q = 0; q < n; q++) {
        ptrdiff_t element = 0;
        for (size_t k = at->ndim, rest = q; k-- > 0; rest /= at->shape[k])
            element += (ptrdiff_t)(rest % at->shape[k]) * at->stride[k];
        for (size_t b = 0; b < size; b++)
            bytes[first + element * (ptrdiff_t)size + (ptrdiff_t)b]++;
    }
}

static size_t pairs;

static void check_pair(const layout *a, const layout *b, size_t a_size, size_t b_size)
{
    unsigned char one[sizeof memory], other[sizeof memory];
    const spelt_operand x = operand_of(a, memory + 2 * REACH, a_size);
    mark(a, 2 * REACH, a_size, one);
    for (ptrdiff_t first = REACH + REACH / 2; first <= 2 * REACH + REACH / 2;
         first += (ptrdiff_t)b_size, pairs++) {
        const spelt_operand y = operand_of(b, memory + first, b_size);
        int shared = 0;
        mark(b, first, b_size, other);
        for (size_t i = 0; i < sizeof memory; i++)
            shared |= one[i] && other[i];
        REQUIRE(spelt_operands_overlap(&x, &y) == shared);
        REQUIRE(spelt_operands_overlap(&y, &x) == shared);
    }
}

/* Of two dimensions each seventh layout meets each third. */
static void prove_overlap(void)
{
    layout a, b;
    size_t alone = 0;
    for (size_t ndim = 0; ndim <= 3; ndim++)
        for (size_t i = 0; layout_number(i, ndim, 4, MOST_STEP, &a); i++, alone++) {
            unsigned char bytes[sizeof memory];
            int shared = 0, repeats = 0; /* what repeats elements is refused before */
            const spelt_operand x = operand_of(&a, memory + 2 * REACH, 1);
            mark(&a, 2 * REACH, 1, bytes);
            for (size_t k = 0; k < sizeof memory; k++)
                shared |= bytes[k] > 1;
            for (size_t k = 0; k < ndim; k++)
                repeats |= a.stride[k] == 0 && a.shape[k] > 1;
            REQUIRE(repeats || spelt_operand_overlaps_itself(&x) == shared);
        }
    for (size_t i = 0; layout_number(i, 1, 4, MOST_STEP, &a); i++)
        for (size_t j = 0; layout_number(j, 2, 4, 3, &b); j++) {
            check_pair(&a, &b, 1, 1);
            check_pair(&a, &b, 2, 1);
            check_pair(&a, &b, 1, 2);
        }
    for (size_t i = 0; layout_number(i, 2, 4, MOST_STEP, &a); i += 7)
        for (size_t j = 0; layout_number(j, 2, 3, 4, &b); j += 3)
            check_pair(&a, &b, 1, 1);
    printf("overlap: %zu views alone, %zu pairs\n", alone, pairs);
}

/* ---- Collapse -------------------------------------------------------------------------------- */

static size_t loops;

static void check_loop(const layout *a, const layout *b, spelt_loop_order order)
{
    static unsigned char seen[64];
    const spelt_arrays arrays = {
        "proof", 2, 1, {operand_of(a, memory + 2 * REACH, 1), operand_of(b, memory + 2 * REACH, 1)}};
    size_t n = 1;
    for (size_t k = 0; k < a->ndim; k++)
        n *= a->shape[k];
    spelt_loop loop;
    spelt_loop_make(&loop, &arrays, n, order);
    REQUIRE(loop.n == n && loop.ndim >= 1);
    memset(seen, 0, sizeof seen);
    for (size_t q = 0; q < n; q++) {
        size_t rest = q, position = spelt_loop_position(&loop, q), c_order = position;
        ptrdiff_t from_loop[2] = {loop.data[0] - memory, loop.data[1] - memory};
        ptrdiff_t from_views[2] = {2 * REACH, 2 * REACH};
        for (size_t k = loop.ndim; k-- > 0; rest /= loop.shape[k])
            for (int i = 0; i < 2; i++)
                from_loop[i] += (ptrdiff_t)(rest % loop.shape[k]) * loop.stride[i][k];
        for (size_t k = a->ndim; k-- > 0; c_order /= a->shape[k]) {
            from_views[0] += (ptrdiff_t)(c_order % a->shape[k]) * a->stride[k];
            from_views[1] += (ptrdiff_t)(c_order % a->shape[k]) * b->stride[k];
        }
        REQUIRE(position < n && !seen[position]++);
        REQUIRE(from_loop[0] == from_views[0] && from_loop[1] == from_views[1]);
        REQUIRE(order == SPELT_IN_ANY_ORDER || position == q);
    }
    loops++;
}

static void prove_collapse(void)
{
    layout a;
    for (size_t ndim = 0; ndim <= 3; ndim++)
        for (size_t i = 0; layout_number(i, ndim, 3, 4, &a); i++) {
            layout b = a;
            for (unsigned other = 0; other < (ndim == 3 ? 27u : 27u * 27); other++) {
                static const ptrdiff_t strides[9] = {1, 2, 3, 4, 6, 9, 0, -1, -3};
                unsigned rest = other;
                for (size_t k = 0; k < ndim; k++, rest /= ndim == 3 ? 3 : 9)
                    b.stride[k] = ndim == 3 ? (ptrdiff_t[]){1, 3, -9}[rest % 3] : strides[rest % 9];
                check_loop(&a, &b, SPELT_IN_C_ORDER);
                check_loop(&a, &b, SPELT_IN_ANY_ORDER);
            }
        }
    printf("collapse: %zu loops\n", loops);
}

int main(void)
{
    prove_extents();
    prove_overlap();
    prove_collapse();
    return 0;
}
