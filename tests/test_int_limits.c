/* test_int_limits.c - integer reductions at the edge of int64_t, by values worked out by hand. */
#include "reductions.h"

#include <spelt/runtime.h>

#include <sys/mman.h>
#include <unistd.h>

__extension__ typedef __int128 int128;

static const char *const isas[] = {"scalar", "sse2", "avx2", "avx512"};
enum { ISAS = sizeof isas / sizeof *isas };

ParameterizedTestParameters(int_limits, squares_from_0)
{
    return row_numbers(ISAS);
}

/* The sum of squares of 0..m is m (m + 1) (2 m + 1) / 6. */
ParameterizedTest(size_t *number_of, int_limits, squares_from_0)
{
    require_isa(isas[*number_of]);
    enum { MOST = 3024618 };
    static int64_t x[MOST];
    static int32_t x32[MOST];
    for (int32_t i = 0; i < MOST; i++)
        x[i] = x32[i] = i;
    const struct {
        size_t n;
        spelt_status status;
        int64_t value;
    } expected[] = {{500000, SPELT_OK, 41666541666750000},
                    {3024617, SPELT_OK, 9223371388520336796},
                    {3024618, SPELT_ERR_OVERFLOW, 77}};
    for (size_t k = 0; k < 3; k++) {
        size_t n = expected[k].n;
        int64_t r[4] = {77, 77, 77, 77};
        expect_status("i64", spelt_sumsq_i64(SPELT_IN(i64, x, n), &r[0]), expected[k].status,
                      "spelt_sumsq_i64", NULL);
        expect_status("i32", spelt_sumsq_i32(SPELT_IN(i32, x32, n), &r[1]), expected[k].status,
                      "spelt_sumsq_i32", NULL);
        expect_status("i64", spelt_dot_i64(SPELT_IN(i64, x, n), SPELT_IN(i64, x, n), &r[2]),
                      expected[k].status, "spelt_dot_i64", NULL);
        expect_status("i32", spelt_dot_i32(SPELT_IN(i32, x32, n), SPELT_IN(i32, x32, n), &r[3]),
                      expected[k].status, "spelt_dot_i32", NULL);
        for (int i = 0; i < 4; i++)
            cr_expect_eq(r[i], expected[k].value, "%s, call %d, n = %zu: %" PRId64,
                         isas[*number_of], i, n, r[i]);
    }
}

static void expect_dot(const int64_t *x, const int64_t *y, size_t n, int fits, int64_t value)
{
    int64_t r = 77;
    expect_status("dot", spelt_dot_i64(SPELT_IN(i64, x, n), SPELT_IN(i64, y, n), &r),
                  fits ? SPELT_OK : SPELT_ERR_OVERFLOW, "spelt_dot_i64", NULL);
    cr_expect_eq(r, fits ? value : 77, "dot of %zu: %" PRId64, n, r);
}

ParameterizedTestParameters(int_limits, around_32_bits)
{
    return row_numbers(ISAS);
}

/* Elements of 64 bits are multiplied as 32-bit numbers where they are: the first and the last that
 * are, their neighbours, and what has the lower half of one of them. All elements are one of these,
 * or one of them is, at each place, among elements that are 1. */
ParameterizedTest(size_t *number_of, int_limits, around_32_bits)
{
    require_isa(isas[*number_of]);
    enum { MOST = 300, VALUES = 40 };
    static int64_t x[MOST], y[MOST];
    int64_t values[VALUES];
    size_t count = 0;
    for (int bit = 30; bit <= 33; bit++)
        for (int64_t step = -2; step <= 2; step++) {
            values[count++] = ((int64_t)1 << bit) + step;
            values[count++] = -((int64_t)1 << bit) + step;
        }
    static const size_t lengths[] = {1, 2, 3, 5, 8, 9, 16, 17, 31, 64, 255, 256, 257, MOST};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        const size_t n = lengths[k];
        for (size_t a = 0; a < count; a++)
            for (size_t b = 0; b < count; b++) {
                for (size_t i = 0; i < n; i++)
                    x[i] = values[a], y[i] = values[b];
                const int128 total = (int128)n * values[a] * values[b];
                const int fits = total == (int64_t)total;
                expect_dot(x, y, n, fits, fits ? (int64_t)total : 0);
                if (values[a] < 0 || values[b] < 0)
                    continue;
                uint64_t r = 77;
                const int fits_u64 = total == (int128)(uint64_t)total;
                expect_status("dot",
                              spelt_dot_u64(SPELT_IN(u64, (uint64_t *)x, n),
                                            SPELT_IN(u64, (uint64_t *)y, n), &r),
                              fits_u64 ? SPELT_OK : SPELT_ERR_OVERFLOW, "spelt_dot_u64", NULL);
                cr_expect_eq(r, fits_u64 ? (uint64_t)total : 77, "dot of %zu: %" PRIu64, n, r);
            }
        for (size_t a = 0; a < count; a++)
            for (size_t place = 0; place < n && place < 40; place++) {
                for (size_t i = 0; i < n; i++)
                    x[i] = y[i] = i == place ? values[a] : 1;
                const int128 square = (int128)values[a] * values[a] + (int128)(n - 1);
                const int fits = square == (int64_t)square;
                int64_t r = 77;
                expect_status("sumsq", spelt_sumsq_i64(SPELT_IN(i64, x, n), &r),
                              fits ? SPELT_OK : SPELT_ERR_OVERFLOW, "spelt_sumsq_i64", NULL);
                cr_expect_eq(r, fits ? (int64_t)square : 77, "sumsq of %zu: %" PRId64, n, r);
                y[place] = 1;
                expect_dot(x, y, n, 1, values[a] + (int64_t)(n - 1));
                expect_dot(y, x, n, 1, values[a] + (int64_t)(n - 1));
            }
    }
}

ParameterizedTestParameters(int_limits, least_squared)
{
    return row_numbers(ISAS);
}

/* k squares of -2^63 are k * 2^126: signed 128 bits see a negative number at 2 and unsigned ones
 * see 0 at 4 and its multiples, but none of them fits. */
ParameterizedTest(size_t *number_of, int_limits, least_squared)
{
    require_isa(isas[*number_of]);
    enum { MOST = 4100 };
    static int64_t x[MOST], y[MOST];
    for (size_t i = 0; i < MOST; i++)
        x[i] = y[i] = INT64_MIN;
    for (size_t n = 1; n <= MOST; n += n < 130 ? 1 : 331) {
        int64_t r = 77;
        expect_status("sumsq", spelt_sumsq_i64(SPELT_IN(i64, x, n), &r), SPELT_ERR_OVERFLOW,
                      "spelt_sumsq_i64", NULL);
        expect_dot(x, y, n, 0, 0);
    }
    /* 2 * 2^126 + 2 * (-2^63) * (2^63 - 1) = 2^64, and 2^62 * -4 takes that away. */
    const int64_t a[] = {INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_C(1) << 62};
    const int64_t b[] = {INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX, -4};
    for (size_t far = 5; far <= MOST; far += far < 130 ? 1 : 517) {
        memset(x, 0, sizeof x);
        memset(y, 0, sizeof y);
        for (size_t i = 0; i < 5; i++) {
            size_t at = i * (far - 1) / 4;
            x[at] = a[i];
            y[at] = b[i];
        }
        expect_dot(x, y, far, 1, 0);
        y[far - 1] = -3; /* 2^62 over 0: the total is 2^62 */
        expect_dot(x, y, far, 1, INT64_C(1) << 62);
        y[far - 1] = -2; /* 2^63 */
        expect_dot(x, y, far, 0, 0);
    }
}

ParameterizedTestParameters(int_limits, exact_edges)
{
    return row_numbers(ISAS);
}

/* Totals of 2^63 - 1 + d and -2^63 - d for d = -1, 0, 1, behind partial sums that overflow. */
ParameterizedTest(size_t *number_of, int_limits, exact_edges)
{
    require_isa(isas[*number_of]);
    enum { MOST = 5000 };
    static int64_t x[MOST], one[MOST];
    generator random = generator_start(1);
    for (size_t i = 0; i < MOST; i++)
        one[i] = 1;
    for (size_t n = 8; n <= MOST; n += n < 100 ? 1 : 211)
        for (int d = -1; d <= 1; d++)
            for (int sign = -1; sign <= 1; sign += 2) {
                int64_t edge = sign > 0 ? INT64_MAX : INT64_MIN, small = 0;
                for (size_t i = 0; i < n; i++) {
                    x[i] = sign * (int64_t)random_below(&random, 1000);
                    small += x[i];
                }
                size_t at = random_below(&random, n - 4);
                for (size_t i = at; i < at + 5 && i < n; i++)
                    small -= x[i];
                x[at] = edge;      /* two edges of one sign, one of the other, less one: */
                x[at + 1] = edge;  /* edge + edge + ~edge = edge - 1 */
                x[at + 2] = ~edge; /* and then what makes it edge + d */
                x[at + 3] = 1 - small;
                x[at + 4] = sign * d;
                int fits = d <= 0;
                int64_t r = 77, value = fits ? edge + sign * d : 77;
                expect_status("sum", spelt_sum_i64(SPELT_IN(i64, x, n), &r),
                              fits ? SPELT_OK : SPELT_ERR_OVERFLOW, "spelt_sum_i64", NULL);
                cr_expect_eq(r, value, "%s: sum of %zu, d = %d: %" PRId64, isas[*number_of], n, d,
                             r);
                expect_dot(x, one, n, fits, value);
            }
}

ParameterizedTestParameters(int_limits, squares_to_the_edge)
{
    return row_numbers(ISAS);
}

/* Squares, each the largest that fits, until their sum is 2^63 - 1 exactly; one more is too many.
 * With 32-bit elements a square is at most 2^62. */
ParameterizedTest(size_t *number_of, int_limits, squares_to_the_edge)
{
    require_isa(isas[*number_of]);
    enum { MOST = 64 };
    int64_t x[MOST] = {0};
    int32_t x32[MOST] = {0};
    size_t n = 0;
    for (int64_t left = INT64_MAX; left > 0; n++) {
        int64_t root = n == 0 ? INT32_MIN : 1;
        if (n > 0)
            for (int64_t step = INT64_C(1) << 31; step > 0; step /= 2)
                if (root + step <= INT32_MAX && (root + step) * (root + step) <= left)
                    root += step;
        x[n] = root;
        left -= root * root;
    }
    cr_assert(n + 1 < MOST, "%zu squares", n);
    for (size_t extra = 0; extra <= 1; extra++)
        for (size_t length = n + extra; length < MOST; length++) {
            x[n] = (int64_t)extra;
            for (size_t i = 0; i < MOST; i++)
                x32[i] = (int32_t)x[i];
            spelt_status expected = extra ? SPELT_ERR_OVERFLOW : SPELT_OK;
            int64_t value = extra ? 77 : INT64_MAX, r = 77, r32 = 77;
            expect_status("i64", spelt_sumsq_i64(SPELT_IN(i64, x, length), &r), expected, NULL);
            expect_status("i32", spelt_sumsq_i32(SPELT_IN(i32, x32, length), &r32), expected, NULL);
            cr_expect(r == value && r32 == value, "%" PRId64 " and %" PRId64, r, r32);
        }
}

/* `bytes` of address space that repeat one value: a small file mapped again and again, writable
 * nowhere. NULL where the system does not give as much. */
enum { PIECE = 1 << 26 };
static void *repeated(const void *value, size_t value_bytes, size_t bytes)
{
    size_t whole = (bytes + PIECE - 1) / PIECE * PIECE;
    int file = memfd_create("elements", 0);
    unsigned char *all =
        mmap(NULL, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (file < 0 || ftruncate(file, PIECE) != 0 || all == MAP_FAILED)
        return NULL;
    unsigned char *once = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (once == MAP_FAILED)
        return NULL;
    for (size_t at = 0; at < PIECE; at += value_bytes)
        memcpy(once + at, value, value_bytes);
    munmap(once, PIECE);
    for (size_t at = 0; at < whole; at += PIECE)
        if (mmap(all + at, PIECE, PROT_READ, MAP_SHARED | MAP_FIXED, file, 0) == MAP_FAILED)
            return NULL;
    close(file);
    return all;
}

/* Two runs of such values, one behind the other; each run a whole number of pieces long. */
static void *repeated_twice(const void *first, const void *second, size_t value_bytes,
                            size_t run_bytes)
{
    unsigned char *all = repeated(first, value_bytes, 2 * run_bytes);
    unsigned char *rear = repeated(second, value_bytes, run_bytes);
    cr_assert(all && rear, "no address space");
    cr_assert(mremap(rear, run_bytes, run_bytes, MREMAP_MAYMOVE | MREMAP_FIXED, all + run_bytes) !=
              MAP_FAILED);
    return all;
}

ParameterizedTestParameters(int_limits, long_runs_of_the_greatest_products)
{
    return row_numbers(ISAS);
}

/* More than 2^24 products of 2^62 (of 2^126 with 64-bit elements), then as many of the other
 * sign: huge on the way, and a total that fits. */
ParameterizedTest(size_t *number_of, int_limits, long_runs_of_the_greatest_products)
{
    require_isa(isas[*number_of]);
    const int32_t least32 = INT32_MIN, greatest32 = INT32_MAX;
    const int64_t least = INT64_MIN, greatest = INT64_MAX, negative = -INT64_MAX;
    const size_t half = (size_t)1 << 25, n = 2 * half;
    int64_t r = 77;
    const int32_t *x32 = repeated_twice(&least32, &least32, 4, half * 4);
    const int32_t *y32 = repeated_twice(&least32, &greatest32, 4, half * 4);
    expect_status("i32", spelt_dot_i32(SPELT_IN(i32, x32, n), SPELT_IN(i32, y32, n), &r), SPELT_OK,
                  NULL);
    cr_expect_eq(r, (int64_t)half << 31, "%" PRId64, r);
    expect_status("sum", spelt_sum_i32(SPELT_IN(i32, x32, n), &r), SPELT_OK, NULL);
    cr_expect_eq(r, -((int64_t)n << 31), "%" PRId64, r);
    r = 77;
    expect_status("squares", spelt_sumsq_i32(SPELT_IN(i32, x32, n), &r), SPELT_ERR_OVERFLOW, NULL);
    cr_expect_eq(r, 77);

    const int64_t *x = repeated_twice(&least, &least, 8, half * 8);
    const int64_t *y = repeated_twice(&greatest, &negative, 8, half * 8);
    expect_status("i64", spelt_dot_i64(SPELT_IN(i64, x, n), SPELT_IN(i64, y, n), &r), SPELT_OK,
                  NULL);
    cr_expect_eq(r, 0, "%" PRId64, r);
    expect_status("sum", spelt_sum_i64(SPELT_IN(i64, y, n), &r), SPELT_OK, NULL);
    cr_expect_eq(r, 0, "%" PRId64, r);
    r = 77;
    expect_status("squares", spelt_sumsq_i64(SPELT_IN(i64, x, n), &r), SPELT_ERR_OVERFLOW, NULL);
    expect_status("sum", spelt_sum_i64(SPELT_IN(i64, x, n), &r), SPELT_ERR_OVERFLOW, NULL);
    cr_expect_eq(r, 77);
}

/* More than 2^32 elements: 16 GiB of addresses. A float of 1 is the integer 127 * 2^23; sums of
 * 4096 ones are exact, and so is all that the tree adds above them. */
Test(int_limits, lengths_beyond_32_bits)
{
    const size_t n = ((size_t)1 << 32) + 4096;
    const float one = 1;
    const void *all = repeated(&one, sizeof one, n * sizeof one);
    if (!all)
        skip_visibly("this system does not give 16 GiB of addresses");
    int64_t r = 77;
    float total = 0;
    expect_status("i32", spelt_sum_i32(SPELT_IN(i32, all, n), &r), SPELT_OK, NULL);
    cr_expect_eq(r, (int64_t)n * 127 * (1 << 23), "%" PRId64, r);
    expect_status("f32", spelt_sum_f32(SPELT_IN(f32, all, n), &total), SPELT_OK, NULL);
    cr_expect_eq(total, 4294971392.0F, "%a", (double)total);
}
