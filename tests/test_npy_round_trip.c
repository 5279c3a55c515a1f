/* test_npy_round_trip.c - views of any shape and strides, saved and opened again. */
#include "npy_files.h"

TestSuite(npy_round_trip, .init = scratch_open, .fini = scratch_close, .timeout = 120);

/* Saves a view, opens the file and compares each element with data[i0 * stride[0] + ...]. Elements
 * are told apart by their value, their place in the array that the view walks. */
#define DEFINE_ROUND_TRIP(suffix, ctype)                                                           \
    static void round_trip_##suffix(const spelt_in_##suffix *view)                                 \
    {                                                                                              \
        const char *path = in_scratch("x.npy");                                                    \
        check(spelt_npy_save_##suffix(path, view));                                                \
        spelt_npy file = open_npy(path);                                                           \
        spelt_in_##suffix back;                                                                    \
        check(spelt_npy_view_##suffix(&file, NULL, 0, &back));                                     \
        cr_assert(back.ndim == view->ndim);                                                        \
        cr_assert(memcmp(back.shape, view->shape, view->ndim * sizeof(size_t)) == 0);              \
        for (size_t i = 0; i < file.count; i++) {                                                  \
            ptrdiff_t offset = 0;                                                                  \
            size_t rest = i;                                                                       \
            for (size_t d = view->ndim; d-- > 0; rest /= view->shape[d])                           \
                offset += (ptrdiff_t)(rest % view->shape[d]) * view->stride[d];                    \
            if (back.data[i] != view->data[offset])                                                \
                cr_assert_fail("element %zu of %zu", i, file.count);                               \
        }                                                                                          \
        spelt_npy_close(&file);                                                                    \
    }                                                                                              \
    static void random_round_trip_##suffix(generator *random)                                      \
    {                                                                                              \
        enum { ROOM = 1 << 16 };                                                                   \
        static ctype data[ROOM];                                                                   \
        for (int i = 0; i < ROOM; i++)                                                             \
            data[i] = (ctype)i;                                                                    \
        spelt_in_##suffix view;                                                                    \
        size_t first = random_view(random, ROOM, &view.ndim, view.shape, view.stride);             \
        view.data = data + first;                                                                  \
        round_trip_##suffix(&view);                                                                \
    }

/* Any shape and strides that stay within room elements; tells where the first element is. */
static size_t random_view(generator *random, size_t room, size_t *ndim, size_t *shape,
                          ptrdiff_t *stride)
{
    *ndim = random_below(random, SPELT_MAX_NDIM + 1);
    size_t count = 1, first = 0;
    size_t most = (size_t)1 << random_below(random, 14);
    for (size_t i = *ndim, step = 1; i-- > 0;) {
        size_t limit = most / count;
        shape[i] = random_below(random, 20) == 0 ? 0 : 1 + random_below(random, limit);
        count *= shape[i] > 0 ? shape[i] : 1;
        /* Half of the dimensions continue the ones inside, so that runs are found and joined. */
        size_t wanted = random_below(random, 2) ? step : random_below(random, 9);
        size_t span = shape[i] > 0 ? shape[i] - 1 : 0;
        if (wanted * span >= room / SPELT_MAX_NDIM)
            wanted = 0;
        int backwards = random_below(random, 4) == 0;
        first += backwards ? wanted * span : 0;
        stride[i] = backwards ? -(ptrdiff_t)wanted : (ptrdiff_t)wanted;
        step = wanted * (span + 1);
    }
    return first;
}

DEFINE_ROUND_TRIP(f32, float)
DEFINE_ROUND_TRIP(f64, double)
DEFINE_ROUND_TRIP(i32, int32_t)
DEFINE_ROUND_TRIP(i64, int64_t)

Test(npy_round_trip, random_round_trips)
{
    generator random = generator_start(1);
    for (int i = 0; i < 50; i++) {
        random_round_trip_f32(&random);
        random_round_trip_f64(&random);
        random_round_trip_i32(&random);
        random_round_trip_i64(&random);
    }
}

/* Longer and shorter than what is gathered before a write, in one run and scattered. */
Test(npy_round_trip, large_round_trips)
{
    enum { N = 300 };
    static int32_t data[N * N];
    for (int i = 0; i < N * N; i++)
        data[i] = i;
    for (size_t n = 4090; n <= 4100; n++)
        round_trip_i32(SPELT_IN(i32, data, n));
    round_trip_i32(SPELT_IN(i32, data, N * N));
    spelt_in_i32 view = {data + N * N - 1, 2, {N, N}, {-N, -1}};
    round_trip_i32(&view);
    view = (spelt_in_i32){data, 2, {N, N}, {1, N}};
    round_trip_i32(&view);
    view = (spelt_in_i32){data, 2, {N, N - 1}, {N, 1}};
    round_trip_i32(&view);
    view = (spelt_in_i32){data, 3, {10, N, 50}, {0, N, 2}};
    round_trip_i32(&view);
    view = (spelt_in_i32){data, 2, {5, 10000}, {10000, 1}};
    round_trip_i32(&view);
}

Test(npy_round_trip, fortran_file_becomes_c_file)
{
    spelt_npy file = open_npy(sample("npy/lottery_i32_2d_fortran.npy"));
    spelt_in_i32 view;
    check(spelt_npy_view_i32(&file, NULL, 0, &view));
    round_trip_i32(&view);
    spelt_npy_close(&file);
    file = open_npy(in_scratch("x.npy"));
    cr_expect(!file.fortran_order);
    spelt_npy_close(&file);
}
