/* knn.c - which points are nearest to a point: 10,000 of 64 coordinates, every one of them looked
 * at. */
#include "program.h"

#include "oracle.h"

enum { POINTS = 10000, DIMENSIONS = 64, NEAREST = 5 };

/* The k points nearest to query, nearest first, and their squared distances. distance has room for
 * those of all points. */
static void nearest(const spelt_in_f32 *points, const spelt_in_f32 *query, size_t k,
                    float *distance, int64_t *index, float *squared)
{
    const size_t n = points->shape[0];
    spelt_in_f32 everywhere;
    check(spelt_broadcast_f32(query, 2, points->shape, &everywhere));
    check(spelt_sqeuclidean_axis_f32(points, &everywhere, 1, SPELT_OUT(f32, distance, n)));
    for (size_t i = 0; i < k; i++) {
        check(spelt_argmin_f32(SPELT_IN(f32, distance, n), &index[i]));
        squared[i] = distance[index[i]];
        distance[index[i]] = INFINITY; /* not once more */
    }
}

int main(void)
{
    const size_t shape[2] = {POINTS, DIMENSIONS}, queries[3] = {1234, 5000, POINTS - 1};
    float *data = room(POINTS * DIMENSIONS, sizeof *data);
    float *distance = room(POINTS, sizeof *distance);
    oracle_neighbour *order = room(POINTS, sizeof *order);
    oracle_bytes(data, POINTS * DIMENSIONS, 1);
    spelt_in_f32 points, query;
    spelt_out_f32 rows, last;
    check(spelt_in_nd_f32(data, 2, shape, NULL, &points));
    check(spelt_out_nd_f32(data, 2, shape, NULL, &rows));

    /* The last point is the first query again: they are equally near to everything. */
    check(spelt_in_pick_f32(&points, 0, (ptrdiff_t)queries[0], &query));
    check(spelt_out_pick_f32(&rows, 0, -1, &last));
    check(spelt_copy_f32(&query, &last));

    for (size_t q = 0; q < 3; q++) {
        int64_t index[NEAREST];
        float squared[NEAREST];
        check(spelt_in_pick_f32(&points, 0, (ptrdiff_t)queries[q], &query));
        nearest(&points, &query, NEAREST, distance, index, squared);

        /* The distances are whole numbers below 2^24, so they are exact in f32 too. */
        oracle_neighbours(data, POINTS, DIMENSIONS, queries[q], order);
        printf("nearest to %zu:", queries[q]);
        for (size_t i = 0; i < NEAREST; i++) {
            printf(" %lld (%g)", (long long)index[i], squared[i]);
            expect(index[i] == order[i].index, "which point is the next one");
            expect(squared[i] == (float)order[i].squared, "how far it is");
        }
        printf("\n");
    }
    free(data);
    free(distance);
    free(order);
    return 0;
}
