/* test_blas.c - the BLAS path: within the bound of any order of summation, adds bit for bit. */
#include "maps.h"
#include "reductions.h"

#include <spelt/runtime.h>

#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void require_blas(void)
{
    spelt_status status = spelt_set_path("blas");
    if (status == SPELT_ERR_UNSUPPORTED)
        skip_visibly("this build has no BLAS path");
    cr_assert_eq(status, SPELT_OK, "%s", spelt_last_error());
    cr_assert_str_eq(spelt_path(), "blas");
}

static void fill(element_type type, void *data, size_t n, generator *random)
{
    for (size_t i = 0; i < n; i++) {
        double value = random_log_uniform(random, 10);
        if (type == TYPE_f32)
            ((float *)data)[i] = (float)value;
        else
            ((double *)data)[i] = value;
    }
}

/* n roundings of unit u: n u / (1 - n u). */
static long double gamma_of(size_t n, long double u)
{
    return (long double)n * u / (1 - (long double)n * u);
}

/* A call against the sum in long double. Each term passes at most n roundings in whatever order
 * BLAS adds, fused or not (Higham, Accuracy and Stability, 2nd ed., section 3.1), and n of the
 * reference's much finer ones. */
static void check_reduction(const reduction *row, const any_view *x, const any_view *y,
                            const void *x_copy, const void *y_copy, size_t n, const char *what)
{
    const void *second = row->op == OP_sumsq ? x_copy : y_copy;
    long double exact = 0, magnitude = 0;
    for (size_t i = 0; i < n; i++) {
        long double term = real_at(row->in, x_copy, i);
        if (row->op != OP_sum)
            term *= real_at(row->in, second, i);
        exact += term;
        magnitude += fabsl(term);
    }
    number got = {0};
    cr_assert_eq(row->call(x, y, &got), SPELT_OK, "%s", spelt_last_error());
    long double value = row->result == TYPE_f32 ? (long double)got.f32 : (long double)got.f64;
    long double u = row->result == TYPE_f32 ? 0x1p-24L : 0x1p-53L;
    long double bound = (gamma_of(n, u) + 2 * gamma_of(n + 1, 0x1p-64L)) * magnitude;
    cr_assert(fabsl(value - exact) <= bound, "%s, %s, n = %zu: %.20Lg, exact %.20Lg, bound %.3Lg",
              row->door, what, n, value, exact, bound);
}

ParameterizedTestParameters(blas, reductions)
{
    return row_numbers(BLAS_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, blas, reductions)
{
    const reduction *row = &blas_reductions[*number_of];
    require_blas();
    enum { LONGEST = 200000 };
    const size_t size = type_bytes(row->in);
    const size_t length[] = {0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 1000, 4097, LONGEST};
    const ptrdiff_t stride[] = {1, 2, 3, -1, -2, 7, 0};
    generator random = generator_start(1);
    void *x_copy = malloc(LONGEST * size), *y_copy = malloc(LONGEST * size);
    cr_assert(x_copy && y_copy);
    for (size_t code = 0; code < 49; code++)
        for (size_t k = 0; k < sizeof length / sizeof *length; k++) {
            size_t n = length[k];
            ptrdiff_t x_stride = stride[code % 7], y_stride = stride[code / 7];
            if (n == LONGEST && code % 8 != 0)
                continue; /* equal strides only */
            guarded x_room = guarded_open((n + 1) * 8 * size);
            guarded y_room = guarded_open((n + 1) * 8 * size);
            any_view x = place(&x_room, row->in, layout_1d(n, x_stride), AT_END, 0);
            any_view y = place(&y_room, row->in, layout_1d(n, y_stride), AT_START, 0);
            fill(row->in, x_copy, n, &random);
            fill(row->in, y_copy, n, &random);
            scatter(&x, row->in, x_copy);
            scatter(&y, row->in, y_copy);
            gather(&x, row->in, x_copy);
            gather(&y, row->in, y_copy);
            char what[80];
            snprintf(what, sizeof what, "strides %td and %td", x_stride, y_stride);
            check_reduction(row, &x, &y, x_copy, y_copy, n, what);
            guarded_close(&x_room);
            guarded_close(&y_room);
        }
    free(x_copy);
    free(y_copy);
}

static const layout matrices[] = {
    {2, {37, 50}, {50, 1}},  {2, {37, 50}, {64, 1}},    {2, {37, 50}, {1, 37}},
    {2, {37, 50}, {-50, 1}}, {2, {37, 50}, {-100, -2}}, {2, {37, 50}, {1, 40}},
    {2, {37, 50}, {0, 1}},   {2, {37, 50}, {1, 0}},     {2, {37, 50}, {0, 0}},
};
enum { MATRICES = sizeof matrices / sizeof *matrices, ELEMENTS = 37 * 50 };

ParameterizedTestParameters(blas, reductions_of_matrices)
{
    return row_numbers(BLAS_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, blas, reductions_of_matrices)
{
    const reduction *row = &blas_reductions[*number_of];
    require_blas();
    generator random = generator_start(2);
    double x_copy[ELEMENTS], y_copy[ELEMENTS];
    for (size_t code = 0; code < MATRICES * MATRICES; code++) {
        layout x_at = matrices[code % MATRICES], y_at = matrices[code / MATRICES];
        guarded x_room = guarded_open(layout_span(&x_at) * 8);
        guarded y_room = guarded_open(layout_span(&y_at) * 8);
        any_view x = place(&x_room, row->in, x_at, AT_END, 0);
        any_view y = place(&y_room, row->in, y_at, AT_START, 0);
        fill(row->in, x_copy, ELEMENTS, &random);
        fill(row->in, y_copy, ELEMENTS, &random);
        scatter(&x, row->in, x_copy);
        scatter(&y, row->in, y_copy);
        gather(&x, row->in, x_copy);
        gather(&y, row->in, y_copy);
        check_reduction(row, &x, &y, x_copy, y_copy, ELEMENTS, layout_text(&x_at));
        guarded_close(&x_room);
        guarded_close(&y_room);
    }
}

/* Sums of two terms are the same bits whoever adds them: out apart and in place, all strides. */
static void check_map(const map *row, const any_view *x, const any_view *y, const any_view *out,
                      const guarded *room)
{
    size_t n = layout_count(&out->at), size = type_bytes(row->type);
    unsigned char *store = malloc(3 * (n + 1) * size + room->bytes);
    cr_assert(store != NULL);
    void *x_copy = store, *y_copy = store + (n + 1) * size, *sum = store + 2 * (n + 1) * size;
    unsigned char *image = store + 3 * (n + 1) * size;
    gather(x, row->type, x_copy);
    gather(y, row->type, y_copy);
    reference_add(row, x_copy, y_copy, sum, n);
    memcpy(image, room->first, room->bytes);
    any_view image_out = {image + ((unsigned char *)out->data - room->first), out->at};
    scatter(&image_out, row->type, sum);
    cr_assert_eq(row->call(x, y, out), SPELT_OK, "%s", spelt_last_error());
    cr_assert(memcmp(image, room->first, room->bytes) == 0, "%s, x %s, y %s, out %s%s%s", row->door,
              layout_text(&x->at), layout_text(&y->at), layout_text(&out->at),
              x->data == out->data ? ", out is x" : "", y->data == out->data ? ", out is y" : "");
    free(store);
}

static void check_map_layouts(const map *row, const layout *x_at, const layout *y_at,
                              const layout *out_at, generator *random)
{
    size_t size = type_bytes(row->type);
    guarded x_room = guarded_open(layout_span(x_at) * size);
    guarded y_room = guarded_open(layout_span(y_at) * size);
    guarded out_room = guarded_open(layout_span(out_at) * size);
    any_view x = place(&x_room, row->type, *x_at, AT_END, 0);
    any_view y = place(&y_room, row->type, *y_at, AT_START, 0);
    any_view out = place(&out_room, row->type, *out_at, AT_END, 0);
    fill(row->type, x_room.first, x_room.bytes / size, random);
    fill(row->type, y_room.first, y_room.bytes / size, random);
    check_map(row, &x, &y, &out, &out_room);
    check_map(row, &out, &y, &out, &out_room);
    check_map(row, &x, &out, &out, &out_room);
    check_map(row, &out, &out, &out, &out_room);
    guarded_close(&x_room);
    guarded_close(&y_room);
    guarded_close(&out_room);
}

ParameterizedTestParameters(blas, maps)
{
    return map_numbers(BLAS_MAPS);
}

ParameterizedTest(size_t *number_of, blas, maps)
{
    const map *row = &blas_maps[*number_of];
    require_blas();
    generator random = generator_start(3);
    const size_t length[] = {0, 1, 2, 3, 8, 17, 64, 100, 1000};
    const ptrdiff_t stride[] = {1, 2, 3, -1, -2, 7, 0};
    for (size_t code = 0; code < 7 * 7 * 6; code++)
        for (size_t k = 0; k < sizeof length / sizeof *length; k++) {
            layout x = layout_1d(length[k], stride[code % 7]);
            layout y = layout_1d(length[k], stride[code / 7 % 7]);
            layout out = layout_1d(length[k], stride[code / 49]);
            check_map_layouts(row, &x, &y, &out, &random);
        }
    for (size_t code = 0; code < MATRICES * MATRICES * 6; code++)
        check_map_layouts(row, &matrices[code % MATRICES], &matrices[code / MATRICES % MATRICES],
                          &matrices[code / MATRICES / MATRICES], &random);
    layout large = layout_1d(300000, 1);
    check_map_layouts(row, &large, &large, &large, &random);
}

/* Signed zeros, infinities, subnormals, the greatest values: still plain sums. */
ParameterizedTestParameters(blas, special_sums)
{
    return map_numbers(BLAS_MAPS);
}

ParameterizedTest(size_t *number_of, blas, special_sums)
{
    const map *row = &blas_maps[*number_of];
    require_blas();
    double least = row->type == TYPE_f32 ? 0x1p-149 : 0x1p-1074;
    double greatest = row->type == TYPE_f32 ? 0x1.fffffep127 : 0x1.fffffffffffffp1023;
    const double value[] = {0.0, -0.0, 1.0, -1.0, least, -least, greatest, -greatest, INFINITY};
    enum { VALUES = sizeof value / sizeof *value, PAIRS = VALUES * VALUES };
    double x[PAIRS], y[PAIRS], out[PAIRS], expected[PAIRS];
    for (size_t i = 0; i < PAIRS; i++)
        if (row->type == TYPE_f32) {
            ((float *)(void *)x)[i] = (float)value[i / VALUES];
            ((float *)(void *)y)[i] = (float)value[i % VALUES];
        } else {
            x[i] = value[i / VALUES];
            y[i] = value[i % VALUES];
        }
    any_view x_view = contiguous(x, PAIRS), y_view = contiguous(y, PAIRS);
    any_view out_view = contiguous(out, PAIRS);
    reference_add(row, x, y, expected, PAIRS);
    cr_assert_eq(row->call(&x_view, &y_view, &out_view), SPELT_OK);
    for (size_t i = 0; i < PAIRS; i++)
        cr_expect_eq(element_bits(row->type, out, i), element_bits(row->type, expected, i),
                     "%s: %a + %a", row->door, value[i / VALUES], value[i % VALUES]);
}

/* Whatever NaN BLAS comes to, the result is the positive quiet one. */
Test(blas, sums_that_are_no_number)
{
    require_blas();
    float narrow[20], narrow_sum = 77;
    double wide[20], wide_sum = 77;
    for (size_t i = 0; i < 20; i++)
        narrow[i] = 1, wide[i] = 1;
    narrow[7] = -NAN, wide[7] = -NAN;
    cr_expect_eq(spelt_dot_f32(SPELT_IN(f32, narrow, 20), SPELT_IN(f32, narrow, 20), &narrow_sum),
                 SPELT_OK);
    cr_expect_eq(spelt_sumsq_f64(SPELT_IN(f64, wide, 20), &wide_sum), SPELT_OK);
    cr_expect_eq(element_bits(TYPE_f32, &narrow_sum, 0), 0x7fc00000);
    cr_expect_eq(element_bits(TYPE_f64, &wide_sum, 0), 0x7ff8000000000000);
}

/* Strides that do not fit an int: each element is a call, and none is anywhere but where it is. */
Test(blas, elements_far_apart)
{
    require_blas();
    const ptrdiff_t far = (ptrdiff_t)INT_MAX + 1;
    const size_t bytes = ((size_t)far + 1) * sizeof(float);
    float *room = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED)
        skip_visibly("no room for %zu bytes of addresses", bytes);
    room[0] = 2, room[far] = 3;
    const float y[2] = {10, 100};
    const spelt_in_f32 x_view = {room, 1, {2}, {far}}, back = {room + far, 1, {2}, {-far}};
    float dot = 77, squares = 77, out[2] = {77, 77};
    cr_expect_eq(spelt_dot_f32(&x_view, SPELT_IN(f32, y, 2), &dot), SPELT_OK);
    cr_expect_eq(dot, 320);
    cr_expect_eq(spelt_dot_f32(SPELT_IN(f32, y, 2), &back, &dot), SPELT_OK);
    cr_expect_eq(dot, 230);
    cr_expect_eq(spelt_sumsq_f32(&back, &squares), SPELT_OK);
    cr_expect_eq(squares, 13);
    cr_expect_eq(spelt_add_f32(&back, SPELT_IN(f32, y, 2), SPELT_OUT(f32, out, 2)), SPELT_OK);
    cr_expect(out[0] == 13 && out[1] == 102);
    munmap(room, bytes);
}

static int has_blas_row(const char *door)
{
    for (size_t i = 0; i < BLAS_REDUCTIONS; i++)
        if (strcmp(blas_reductions[i].door, door) == 0)
            return 1;
    for (size_t i = 0; i < BLAS_MAPS; i++)
        if (strcmp(blas_maps[i].door, door) == 0)
            return 1;
    return 0;
}

/* What BLAS does not have is refused by name, at every size, and nothing is written. */
Test(blas, unsupported)
{
    require_blas();
    double x[4] = {0}, out[4];
    unsigned refused = 0;
    memset(out, 0x55, sizeof out);
    for (size_t i = 0; i < REDUCTIONS; i++) {
        const reduction *row = any_reduction(i);
        any_view x_view = contiguous(x, 4);
        number result = {.bits = 77};
        if (has_blas_row(row->door))
            continue;
        expect_status(row->door, row->call(&x_view, &x_view, &result), SPELT_ERR_UNSUPPORTED,
                      row->door, "blas", NULL);
        cr_expect_eq(result.bits, 77);
        refused++;
    }
    for (size_t i = 0; i < MAPS; i++) {
        any_view x_view = contiguous(x, 4), out_view = contiguous(out, 4);
        if (has_blas_row(maps[i].door))
            continue;
        expect_status(maps[i].door, maps[i].call(&x_view, &x_view, &out_view),
                      SPELT_ERR_UNSUPPORTED, maps[i].door, "blas", NULL);
        for (size_t k = 0; k < 4; k++)
            cr_expect_eq(f64_bits(out[k]), 0x5555555555555555, "%s wrote", maps[i].door);
        refused++;
    }
    cr_expect(refused > 20, "%u rows refused", refused);
}

/* OpenBLAS runs no more threads than it was built for, and is not asked for them again. */
Test(blas, more_threads_than_it_has)
{
    require_blas();
    static double x[100000];
    double first = 0, second = 0;
    for (size_t i = 0; i < 100000; i++)
        x[i] = (double)(i % 3);
    cr_assert_eq(spelt_set_num_threads(SPELT_MAX_THREADS), SPELT_OK);
    cr_expect_eq(spelt_dot_f64(SPELT_IN(f64, x, 100000), SPELT_IN(f64, x, 100000), &first), SPELT_OK);
    cr_expect_eq(spelt_dot_f64(SPELT_IN(f64, x, 100000), SPELT_IN(f64, x, 100000), &second), SPELT_OK);
    cr_expect(first == 166665 && second == first, "%g, then %g", first, second);
}

static void *call_until_told(void *told)
{
    double x[64] = {1}, result;
    while (!atomic_load((atomic_int *)told))
        if (spelt_dot_f64(SPELT_IN(f64, x, 64), SPELT_IN(f64, x, 64), &result) != SPELT_OK)
            return told;
    return NULL;
}

/* Amid another thread's calls, which have no end in the child. */
Test(blas, after_a_fork)
{
    require_blas();
    static atomic_int told;
    double x[3] = {1, 2, 3}, result = 0;
    void *failed = NULL;
    pthread_t caller;
    cr_assert_eq(pthread_create(&caller, NULL, call_until_told, &told), 0);
    for (int i = 0; i < 20; i++) {
        int status = 1;
        const pid_t child = fork();
        if (child == 0) {
            alarm(60);
            _exit(spelt_dot_f64(SPELT_IN(f64, x, 3), SPELT_IN(f64, x, 3), &result) != SPELT_OK || result != 14);
        }
        cr_expect(waitpid(child, &status, 0) == child && status == 0, "the child ended with %#x", (unsigned)status);
    }
    atomic_store(&told, 1);
    cr_assert_eq(pthread_join(caller, &failed), 0);
    cr_expect(!failed);
}

/* Errors of views are the same on this path, and so are empty arrays. */
Test(blas, errors_and_nothing)
{
    require_blas();
    double x[4] = {1, 2, 3, 4}, result = 77;
    expect_status("shape", spelt_dot_f64(SPELT_IN(f64, x, 4), SPELT_IN(f64, x, 3), &result),
                  SPELT_ERR_SHAPE, "spelt_dot_f64: x has shape (4), y has shape (3)", NULL);
    expect_status("NULL", spelt_sumsq_f64(SPELT_IN(f64, NULL, 4), &result), SPELT_ERR_NULL,
                  "spelt_sumsq_f64: ", NULL);
    expect_status("sum", spelt_sum_f64(SPELT_IN(f64, x, 4), &result), SPELT_ERR_UNSUPPORTED,
                  "spelt_sum_f64: ", NULL);
    cr_expect_eq(result, 77);
    cr_expect_eq(spelt_sumsq_f64(SPELT_IN(f64, NULL, 0), &result), SPELT_OK);
    cr_expect_eq(f64_bits(result), 0);
    expect_status("overlap",
                  spelt_add_f64(SPELT_IN(f64, x, 3), SPELT_IN(f64, x, 3), SPELT_OUT(f64, x + 1, 3)),
                  SPELT_ERR_OVERLAP, "spelt_add_f64: ", NULL);
    cr_expect(x[0] == 1 && x[1] == 2 && x[2] == 3 && x[3] == 4);
}
