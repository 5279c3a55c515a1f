/* kmeans.c - points into clusters, each around its centre: Lloyd's iterations until no point
 * changes. */
#include "program.h"

#include "oracle.h"

enum { POINTS = 10000, DIMENSIONS = 4, CLUSTERS = 8, MOST_ITERATIONS = 100 };

/* distance[c, i] = |point[i] - centre[c]|^2; label[i] is the row of the least in column i. */
static void assign(const spelt_in_f64 *points, const spelt_in_f64 *centres, double *distance,
                   int64_t *label)
{
    const spelt_out_f64 distances = matrix_out(distance, CLUSTERS, POINTS);
    const spelt_in_f64 table = spelt_readonly_f64(&distances);
    for (ptrdiff_t c = 0; c < CLUSTERS; c++) {
        spelt_in_f64 centre;
        spelt_out_f64 row;
        check(spelt_in_pick_f64(centres, 0, c, &centre));
        check(spelt_broadcast_f64(&centre, 2, points->shape, &centre));
        check(spelt_out_pick_f64(&distances, 0, c, &row));
        check(spelt_sqeuclidean_axis_f64(points, &centre, 1, &row));
    }
    check(spelt_argmin_axis_f64(&table, 0, SPELT_OUT(i64, label, POINTS)));
}

/* centre[c] = the mean of the points of label c. A cluster without points keeps its centre. */
static void move_centres(const spelt_in_f64 *points, const int64_t *label, double *centre)
{
    double mean[CLUSTERS * DIMENSIONS], size[CLUSTERS];
    int64_t count[CLUSTERS];
    uint8_t filled[CLUSTERS * DIMENSIONS];
    const spelt_out_f64 centres = matrix_out(centre, CLUSTERS, DIMENSIONS);
    const spelt_out_f64 means = matrix_out(mean, CLUSTERS, DIMENSIONS);
    const spelt_in_f64 sums = spelt_readonly_f64(&means), old = spelt_readonly_f64(&centres);

    check(spelt_bincount_i64(SPELT_IN(i64, label, POINTS), SPELT_OUT(i64, count, CLUSTERS)));
    check(spelt_convert_i64_f64(SPELT_IN(i64, count, CLUSTERS), SPELT_OUT(f64, size, CLUSTERS)));
    for (ptrdiff_t axis = 0; axis < DIMENSIONS; axis++) {
        spelt_in_f64 coordinate;
        spelt_out_f64 sum;
        check(spelt_in_pick_f64(points, 1, axis, &coordinate));
        check(spelt_out_pick_f64(&means, 1, axis, &sum));
        check(spelt_sum_by_i64_f64(SPELT_IN(i64, label, POINTS), &coordinate, &sum));
    }

    /* The size of a cluster stands for each coordinate of its centre. */
    spelt_in_f64 sizes = matrix_in(size, CLUSTERS, 1), zero;
    spelt_out_u8 mask;
    check(spelt_broadcast_f64(&sizes, 2, means.shape, &sizes));
    check(spelt_broadcast_f64(SPELT_VALUE(f64, 0.0, 1), 2, means.shape, &zero));
    check(spelt_out_nd_u8(filled, 2, means.shape, NULL, &mask));
    check(spelt_greater_f64(&sizes, &zero, &mask));
    const spelt_in_u8 has_points = spelt_readonly_u8(&mask);
    check(spelt_div_f64(&sums, &sizes, &means));
    check(spelt_where_f64(&has_points, &sums, &old, &centres));
}

/* Whether x and y are the same throughout; same is room for as many. */
static int equal(const int64_t *x, const int64_t *y, uint8_t *same)
{
    uint8_t all;
    check(spelt_equal_i64(SPELT_IN(i64, x, POINTS), SPELT_IN(i64, y, POINTS),
                          SPELT_OUT(u8, same, POINTS)));
    check(spelt_all_u8(SPELT_IN(u8, same, POINTS), &all));
    return all;
}

int main(void)
{
    double *point = room(POINTS * DIMENSIONS, sizeof *point), centre[CLUSTERS * DIMENSIONS];
    double *distance = room(CLUSTERS * POINTS, sizeof *distance), spread;
    int64_t *label = room(POINTS, sizeof *label), *before = room(POINTS, sizeof *before);
    uint8_t *same = room(POINTS, sizeof *same);
    size_t iterations = 0;
    oracle_clouds(point, POINTS, DIMENSIONS, CLUSTERS, 1);
    const spelt_in_f64 points = matrix_in(point, POINTS, DIMENSIONS);
    const spelt_in_f64 centres = matrix_in(centre, CLUSTERS, DIMENSIONS);

    /* The first points are the first centres. Two are the same, and one of them gets no points. */
    check(spelt_copy_f64(SPELT_IN(f64, point, CLUSTERS * DIMENSIONS),
                         SPELT_OUT(f64, centre, CLUSTERS * DIMENSIONS)));
    do {
        check(spelt_copy_i64(SPELT_IN(i64, label, POINTS), SPELT_OUT(i64, before, POINTS)));
        assign(&points, &centres, distance, label);
        move_centres(&points, label, centre);
        iterations++;
    } while (!equal(label, before, same) && iterations < MOST_ITERATIONS);

    /* The distances are those from the last centres: which have not moved any more. */
    const spelt_in_f64 distances = matrix_in(distance, CLUSTERS, POINTS);
    double *least = room(POINTS, sizeof *least);
    check(spelt_min_axis_f64(&distances, 0, SPELT_OUT(f64, least, POINTS)));
    check(spelt_mean_f64(SPELT_IN(f64, least, POINTS), &spread));
    printf("%zu iterations, mean squared distance from the centre %.17g\n", iterations, spread);
    for (size_t c = 0; c < CLUSTERS; c++)
        printf("centre %zu: %.17g %.17g ...\n", c, centre[c * DIMENSIONS],
               centre[c * DIMENSIONS + 1]);
    expect(oracle_is_kmeans(point, POINTS, DIMENSIONS, CLUSTERS, iterations, label, centre),
           "clusters and centres");
    free(point);
    free(distance);
    free(label);
    free(before);
    free(same);
    free(least);
    return 0;
}
