/* overlap.c - whether two elements share a place: bounded linear Diophantine equations.
 *
 * Element addresses are sums of stride * index. Two elements share a place where a sum of
 * terms  coefficient * variable,  each variable in 0..most, equals a target. The search fixes the
 * term of the largest coefficient first; what is left must lie within what the smaller terms can
 * still reach and be a multiple of their greatest common divisor, which leaves few candidates for
 * any view met in practice. The problem is NP-hard in general, so the search gives up after a
 * fixed number of steps. (The same question as NumPy's solve_may_share_memory.) */
#include "array/loop.h"

#define MAX_TERMS (2 * SPELT_MAX_NDIM + 1)
#define MAX_STEPS 100000

typedef struct {
    size_t terms;
    size_t coefficient[MAX_TERMS]; /* descending, none 0 */
    size_t most[MAX_TERMS];        /* the greatest value of the variable, at least 1 */
    size_t reach[MAX_TERMS + 1];   /* the sum of coefficient * most from this term on */
    size_t divisor[MAX_TERMS + 1]; /* the common divisor of the coefficients from this term on */
    unsigned steps;
} equation;

/* Keeps the terms in order. Coefficients times extents fit ptrdiff_t (spelt_check_extent), so the
 * reach of two operands fits size_t. */
static void add_term(equation *e, size_t coefficient, size_t most)
{
    size_t k = e->terms++;
    for (; k > 0 && e->coefficient[k - 1] < coefficient; k--) {
        e->coefficient[k] = e->coefficient[k - 1];
        e->most[k] = e->most[k - 1];
    }
    e->coefficient[k] = coefficient;
    e->most[k] = most;
}

static size_t greatest_common_divisor(size_t a, size_t b)
{
    while (b != 0) {
        size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static void add_up(equation *e)
{
    e->reach[e->terms] = 0;
    for (size_t k = e->terms; k-- > 0;)
        e->reach[k] = e->reach[k + 1] + e->coefficient[k] * e->most[k];
}

static void prepare(equation *e)
{
    add_up(e);
    e->steps = 0;
    e->divisor[e->terms] = 0;
    for (size_t k = e->terms; k-- > 0;)
        e->divisor[k] = greatest_common_divisor(e->coefficient[k], e->divisor[k + 1]);
}

/* Whether terms k and up can give the target; true also when the steps run out. */
static int solvable(equation *e, size_t k, size_t target)
{
    if (target == 0)
        return 1;
    if (target > e->reach[k] || target % e->divisor[k] != 0)
        return 0;
    size_t high = target / e->coefficient[k];
    if (high > e->most[k])
        high = e->most[k];
    size_t rest = target - high * e->coefficient[k];
    for (;; high--, rest += e->coefficient[k]) {
        if (rest > e->reach[k + 1])
            return 0;
        if (++e->steps > MAX_STEPS || solvable(e, k + 1, rest))
            return 1;
        if (high == 0)
            return 0;
    }
}

/* Rows, and what lies in a row: where all terms from k on reach less than the common divisor of the
 * terms before, they alone must give the target's rest by it. Asked for each k before the search,
 * this settles blocks of columns however many rows they have. */
static int rests_solvable(equation *e, size_t target)
{
    size_t divisor = 0;
    for (size_t k = 1; k < e->terms; k++) {
        divisor = greatest_common_divisor(e->coefficient[k - 1], divisor);
        if (e->reach[k] < divisor && !solvable(e, k, target % divisor))
            return 0;
    }
    return 1;
}

/* The offsets of an operand's lowest and highest unit from data, of units of which an element has
 * so many. */
static void find_ends(const spelt_operand *a, size_t units, ptrdiff_t *low, ptrdiff_t *high)
{
    *low = 0;
    *high = (ptrdiff_t)units - 1;
    for (size_t k = 0; k < a->ndim; k++) {
        if (a->shape[k] == 1) /* its stride may be any */
            continue;
        const ptrdiff_t span = a->stride[k] * (ptrdiff_t)units * (ptrdiff_t)(a->shape[k] - 1);
        *(span < 0 ? low : high) += span;
    }
}

/* Adds the terms of an operand's dimensions, in such units. */
static void add_operand(equation *e, const spelt_operand *a, size_t units)
{
    if (units > 1)
        add_term(e, 1, units - 1);
    for (size_t k = 0; k < a->ndim; k++) {
        const ptrdiff_t stride = a->shape[k] > 1 ? a->stride[k] * (ptrdiff_t)units : 0;
        if (stride != 0)
            add_term(e, spelt_magnitude(stride), a->shape[k] - 1);
    }
}

/* In units of the lesser alignment (sizes are powers of two), of which an element is a row. With
 * a_i counted up from a's lowest unit and b_j down from b's highest, a shared place is
 *     sum of |stride| * a_i + sum of |stride| * b_j = (b's highest - a's lowest) / unit. */
int spelt_operands_overlap(const spelt_operand *a, const spelt_operand *b)
{
    const size_t unit = a->alignment < b->alignment ? a->alignment : b->alignment;
    const size_t a_units = a->itemsize / unit, b_units = b->itemsize / unit;
    ptrdiff_t a_low, a_high, b_low, b_high;
    find_ends(a, a_units, &a_low, &a_high);
    find_ends(b, b_units, &b_low, &b_high);
    uintptr_t a_first = (uintptr_t)a->data + (uintptr_t)a_low * unit;
    uintptr_t a_last = (uintptr_t)a->data + (uintptr_t)a_high * unit;
    uintptr_t b_first = (uintptr_t)b->data + (uintptr_t)b_low * unit;
    uintptr_t b_last = (uintptr_t)b->data + (uintptr_t)b_high * unit;
    if (a_last + unit <= b_first || b_last + unit <= a_first)
        return 0;
    if ((b_last - a_first) % unit != 0)
        return 1; /* elements that straddle each other: not for this search */
    size_t target = (b_last - a_first) / unit;
    equation e;
    e.terms = 0;
    add_operand(&e, a, a_units);
    add_operand(&e, b, b_units);
    prepare(&e);
    return rests_solvable(&e, target) && solvable(&e, 0, target);
}

/* Two different elements share a place where the differences d_k of their indexes, not all 0, give
 * sum of |stride_k| * d_k = 0. Let k be the first dimension in descending order of strides with
 * d_k != 0, and d_k > 0; with the others as d + (extent - 1) that is an equation in variables from
 * 0 up, one for each k. */
int spelt_operand_overlaps_itself(const spelt_operand *a)
{
    equation e;
    e.terms = 0;
    add_operand(&e, a, 1);
    add_up(&e);
    for (size_t k = 0; k < e.terms; k++) {
        if (e.coefficient[k] > e.reach[k + 1])
            continue; /* the usual case: a larger step than all smaller ones together */
        equation rest;
        rest.terms = 0;
        add_term(&rest, e.coefficient[k], e.most[k] - 1);
        for (size_t i = k + 1; i < e.terms; i++)
            add_term(&rest, e.coefficient[i], 2 * e.most[i]);
        prepare(&rest);
        /* coefficient * (d_k - 1) + sum of coefficient * (d_i + most_i) = reach - coefficient */
        if (solvable(&rest, 0, e.reach[k + 1] - e.coefficient[k]))
            return 1;
    }
    return 0;
}
