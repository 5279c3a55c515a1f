/* cg.c - how a square membrane sags under a load: conjugate gradients for the Laplacian of five
 * points on a grid, without its matrix. The method is Hestenes and Stiefel, 1952.
 *
 *     cg [SIDE [ITERATIONS]] */
#include "program.h"

#include "oracle.h"

/* Part of a grid: side rows from row top on, side columns from column left on. */
static spelt_out_f64 window(const spelt_out_f64 *grid, size_t top, size_t left, size_t side)
{
    spelt_out_f64 view;
    check(spelt_out_slice_f64(grid, 0, (ptrdiff_t)top, (ptrdiff_t)(top + side), 1, &view));
    check(spelt_out_slice_f64(&view, 1, (ptrdiff_t)left, (ptrdiff_t)(left + side), 1, &view));
    return view;
}

/* Directions stand in a frame of zeros, so that each point has four neighbours. */
typedef struct {
    spelt_out_f64 points;
    spelt_in_f64 centre, north, south, west, east;
} direction;

static direction direction_of(const spelt_out_f64 *framed, size_t side)
{
    const spelt_out_f64 north = window(framed, 0, 1, side), south = window(framed, 2, 1, side);
    const spelt_out_f64 west = window(framed, 1, 0, side), east = window(framed, 1, 2, side);
    const spelt_out_f64 points = window(framed, 1, 1, side);
    return (direction){points,
                       spelt_readonly_f64(&points),
                       spelt_readonly_f64(&north),
                       spelt_readonly_f64(&south),
                       spelt_readonly_f64(&west),
                       spelt_readonly_f64(&east)};
}

/* out = 4 centre - (north + south + west + east) */
static void laplacian(const direction *p, const spelt_out_f64 *out)
{
    check(spelt_add_f64(&p->north, &p->south, out));
    check(spelt_axpy_f64(1, &p->west, out));
    check(spelt_axpy_f64(1, &p->east, out));
    check(spelt_axpby_f64(4, &p->centre, -1, out));
}

/* From x = 0, until the residual is 1e-10 of what it was or after so many iterations. r begins as
 * the load, and is the residual in the end. How many iterations it took. */
static size_t solve(const direction *p, const spelt_out_f64 *x, const spelt_out_f64 *r,
                    const spelt_out_f64 *ap, size_t limit, double *squared)
{
    const spelt_in_f64 residual = spelt_readonly_f64(r), product = spelt_readonly_f64(ap);
    double first, next, pap;
    size_t iterations = 0;
    check(spelt_copy_f64(&residual, &p->points));
    check(spelt_sumsq_f64(&residual, &first));
    for (*squared = first; iterations<limit && * squared> 1e-20 * first; iterations++) {
        laplacian(p, ap);
        check(spelt_dot_f64(&p->centre, &product, &pap));
        const double step = *squared / pap;
        check(spelt_axpy_f64(step, &p->centre, x));
        check(spelt_axpy_f64(-step, &product, r));
        check(spelt_sumsq_f64(&residual, &next));
        check(spelt_axpby_f64(1, &residual, next / *squared, &p->points));
        *squared = next;
    }
    return iterations;
}

int main(int argc, char **argv)
{
    const size_t side = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000, n = side * side;
    const size_t limit = argc > 2 ? strtoull(argv[2], NULL, 10) : 10000;
    double *x = room(n, sizeof *x), *b = room(n, sizeof *b), *r = room(n, sizeof *r);
    double *ap = room(n, sizeof *ap), *framed = room((side + 2) * (side + 2), sizeof *framed);
    const spelt_out_f64 sag = matrix_out(x, side, side), load = matrix_out(b, side, side);
    const spelt_out_f64 residual = matrix_out(r, side, side), product = matrix_out(ap, side, side);
    const spelt_out_f64 frame = matrix_out(framed, side + 2, side + 2);
    const direction p = direction_of(&frame, side);

    /* The load lies on a part of the membrane. */
    const spelt_out_f64 loaded = window(&load, side / 4, side / 8, side / 2);
    spelt_in_f64 ones;
    check(spelt_broadcast_f64(SPELT_VALUE(f64, 1.0, 1), 2, loaded.shape, &ones));
    check(spelt_copy_f64(&ones, &loaded));
    check(spelt_copy_f64(SPELT_IN(f64, b, n), SPELT_OUT(f64, r, n)));

    double squared, deepest;
    int64_t where;
    const size_t iterations = solve(&p, &sag, &residual, &product, limit, &squared);
    check(spelt_max_f64(SPELT_IN(f64, x, n), &deepest));
    check(spelt_argmax_f64(SPELT_IN(f64, x, n), &where));
    printf("%zu iterations, residual %.17g\n", iterations, sqrt(squared));
    printf("deepest %.17g in row %zu, column %zu\n", deepest, (size_t)where / side,
           (size_t)where % side);

    /* Each iteration leaves b - A x - r what it was, but for roundings: in x and r, in the step
     * times p and A p (the steps' lengths are at most 2 |x|, since |x| grows), and five in A p. |A|
     * < 8. */
    const long double rounding = ORACLE_U * (8 * 16 * oracle_norm(x, n) + oracle_norm(b, n));
    expect(oracle_residual_gap(x, b, r, side) <= (long double)iterations * rounding,
           "r is not b - A x");
    expect(fabsl(oracle_norm(r, n) - sqrtl(squared)) <= ORACLE_HEIGHT * ORACLE_U * sqrtl(squared),
           "the norm of r");
    free(x);
    free(b);
    free(r);
    free(ap);
    free(framed);
    return 0;
}
