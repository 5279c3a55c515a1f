/* test_partial_layouts.c - partials of any views, on any number of threads, and of long arrays. */
#include "partials.h"

#include <spelt/runtime.h>

static int every_row(const reduction *row)
{
    (void)row;
    return 1;
}

/* The slice of a view from row `first` on, `rows` rows of its first dimension. */
static any_view slice(const any_view *view, element_type type, size_t first, size_t rows)
{
    any_view part = *view;
    part.at.shape[0] = rows;
    part.data = (unsigned char *)view->data +
                (ptrdiff_t)first * view->at.stride[0] * (ptrdiff_t)type_bytes(type);
    return part;
}

/* Whole views of 13 rows, of which one is half a block: the layouts by shape and strides. */
enum { ROWS = 13 };

static size_t layouts_of(size_t half, layout made[5])
{
    ptrdiff_t w = (ptrdiff_t)half;
    made[0] = (layout){2, {ROWS, half}, {w, 1}};         /* C order */
    made[1] = (layout){2, {ROWS, half}, {1, ROWS}};      /* transposed */
    made[2] = (layout){2, {ROWS, half}, {-(w + 3), -1}}; /* padded, backwards */
    made[3] = (layout){3, {ROWS, half / 4, 4}, {-4, 4 * ROWS, 1}};
    made[4] = (layout){2, {ROWS, half}, {0, 2}}; /* one row again and again */
    return 5;
}

/* Cuts after an even number of rows, so at whole blocks. The last row is half a block. */
static void check_layout(size_t which, const any_view *x, const any_view *y, const char *text)
{
    const reduction *row = &float_reductions[which];
    size_t half = partial_block(row) / 2;
    number whole = {0}, got;
    cr_assert_eq(row->call(x, y, &whole), SPELT_OK, "%s", spelt_last_error());
    for (size_t cut = 0; cut <= ROWS; cut += cut < ROWS - 1 ? 2 : 1) {
        any_partial left, right;
        any_view x_left = slice(x, row->in, 0, cut), y_left = slice(y, row->in, 0, cut);
        any_view x_right = slice(x, row->in, cut, ROWS - cut);
        any_view y_right = slice(y, row->in, cut, ROWS - cut);
        cr_assert_eq(makers[which](&x_left, &y_left, 0, &left), SPELT_OK);
        cr_assert_eq(makers[which](&x_right, &y_right, cut * half, &right), SPELT_OK, "%s",
                     spelt_last_error());
        cr_assert_eq(merge(row, &left, &right, &left), SPELT_OK, "%s", spelt_last_error());
        cr_assert_eq(finish(row, &left, &got), SPELT_OK);
        cr_expect(got.bits == whole.bits, "%s %s, %s, cut after row %zu: %s, not %s", row->door,
                  row->isa, text, cut, number_text(row->result, got),
                  number_text(row->result, whole));
    }
}

ParameterizedTestParameters(partial_layouts, slices)
{
    return float_rows_where(every_row);
}

ParameterizedTest(size_t *number_of, partial_layouts, slices)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    generator random = generator_start(111);
    size_t half = partial_block(row) / 2, room = ROWS * (half + 3);
    layout made[5];
    size_t layouts = layouts_of(half, made);
    double *x = malloc(room * sizeof *x), *y = malloc(room * sizeof *y);
    cr_assert(x && y);
    fill_reals(&random, row->in, x, room, 0);
    fill_reals(&random, row->in, y, room, 0);
    for (size_t i = 0; i < layouts; i++) {
        any_view views[2] = {{x, made[i]}, {y, made[(i + random_below(&random, 2)) % 3]}};
        if (i >= 3)
            views[1].at = made[i];
        for (int k = 0; k < 2; k++) {
            ptrdiff_t low, high;
            layout_reach(&views[k].at, &low, &high);
            cr_assert((size_t)(high - low) < room);
            views[k].data = (unsigned char *)views[k].data - low * (ptrdiff_t)type_bytes(row->in);
        }
        check_layout(*number_of, &views[0], &views[1], layout_text(&views[0].at));
    }
    free(x);
    free(y);
}

/* Long enough for pieces of several blocks, beginning and ending at odd ones, on every team: equal
 * bytes, and with what stands before them the bits of the single call. */
static void check_long(size_t row, const any_view *x, const any_view *y)
{
    static const int caps[] = {1, 2, 3, 5};
    const reduction *r = &float_reductions[row];
    size_t block = partial_block(r), n = x->at.shape[0], cut = 3 * block;
    number whole = {0}, got;
    cr_assert_eq(r->call(x, y, &whole), SPELT_OK);
    any_view x_left = slice(x, r->in, 0, cut), y_left = slice(y, r->in, 0, cut);
    any_view x_right = slice(x, r->in, cut, n - cut), y_right = slice(y, r->in, cut, n - cut);
    any_partial left, right, first;
    cr_assert_eq(makers[row](&x_left, &y_left, 0, &left), SPELT_OK);
    for (size_t i = 0; i < sizeof caps / sizeof *caps; i++) {
        cr_assert_eq(spelt_set_num_threads(caps[i]), SPELT_OK);
        cr_assert_eq(makers[row](&x_right, &y_right, cut, &right), SPELT_OK);
        if (i == 0)
            first = right;
        cr_expect(same_partial(r, &right, &first), "%s, %d threads", r->door, caps[i]);
    }
    cr_assert_eq(merge(r, &left, &right, &left), SPELT_OK);
    cr_assert_eq(finish(r, &left, &got), SPELT_OK);
    cr_expect(got.bits == whole.bits, "%s, stride %td: %s, not %s", r->door, x->at.stride[0],
              number_text(r->result, got), number_text(r->result, whole));
}

static int is_long_row(const reduction *row)
{
    return strcmp(row->isa, "scalar") == 0 && row->result == TYPE_f64;
}

ParameterizedTestParameters(partial_layouts, long_arrays)
{
    return float_rows_where(is_long_row);
}

ParameterizedTest(size_t *number_of, partial_layouts, long_arrays)
{
    const reduction *row = &float_reductions[*number_of];
    generator random = generator_start(112);
    size_t n = 2073 * SPELT_PARTIAL_BLOCK_F64 + 77, size = type_bytes(row->in);
    size_t period = 100003 * size;
    unsigned char *x = malloc(n * size), *y = malloc(n * size);
    cr_assert(x && y);
    fill_reals(&random, row->in, x, 100003, 0);
    fill_reals(&random, row->in, y, 100003, 0);
    repeat(x, period, n * size);
    repeat(y, period, n * size);
    any_view x_view = contiguous(x, n), y_view = contiguous(y, n);
    check_long(*number_of, &x_view, &y_view);
    x_view = (any_view){x + (n - 1) * size, layout_1d(n, -1)};
    check_long(*number_of, &x_view, &y_view);
    free(x);
    free(y);
}

/* The partial may lie in its operand: it is written when nothing is left to read. */
Test(partial_layouts, result_inside_an_operand)
{
    enum { N = 5000 };
    union {
        double x[N];
        spelt_partial_f64 partial;
    } *room = malloc(sizeof *room);
    cr_assert(room != NULL);
    for (size_t i = 0; i < N; i++)
        room->x[i] = (double)i;
    double sum;
    cr_assert_eq(spelt_partial_sum_f64(SPELT_IN(f64, room->x, N), 0, &room->partial), SPELT_OK);
    cr_assert_eq(spelt_partial_finish_f64(&room->partial, &sum), SPELT_OK);
    cr_expect(sum == N * (N - 1) / 2.0);
    free(room);
}

/* The example of the header. */
Test(partial_layouts, two_workers)
{
    enum { N = 10001 };
    static double x[N], y[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = 1.0 / (double)(i + 1);
        y[i] = (double)i / 3;
    }
    spelt_partial_f64 a, b;
    double dot, whole;
    size_t n = N, half = n / 2 / SPELT_PARTIAL_BLOCK_F64 * SPELT_PARTIAL_BLOCK_F64;
    cr_assert(half > 0);
    spelt_partial_dot_f64(SPELT_IN(f64, x, half), SPELT_IN(f64, y, half), 0, &a);
    spelt_partial_dot_f64(SPELT_IN(f64, x + half, n - half), SPELT_IN(f64, y + half, n - half),
                          half, &b);
    cr_assert_eq(spelt_partial_merge_f64(&a, &b, &a), SPELT_OK, "%s", spelt_last_error());
    cr_assert_eq(spelt_partial_finish_f64(&a, &dot), SPELT_OK, "%s", spelt_last_error());
    cr_assert_eq(spelt_dot_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &whole), SPELT_OK);
    cr_expect_eq(f64_bits(dot), f64_bits(whole));
    cr_expect_eq(a.count, n);
}

/* The partials of the fused reductions: cut anywhere between blocks, the bits of the single call.
 */
#define FUSED_CUT(type, c_type)                                                                    \
    static void fused_cut_##type(size_t n, size_t half, const c_type *x, const c_type *y)          \
    {                                                                                              \
        spelt_partial_##type a, b;                                                                 \
        c_type whole, pieces;                                                                      \
        cr_assert_eq(spelt_dot_fused_##type(SPELT_IN(type, x, n), SPELT_IN(type, y, n), &whole),   \
                     SPELT_OK);                                                                    \
        spelt_partial_dot_fused_##type(SPELT_IN(type, x, half), SPELT_IN(type, y, half), 0, &a);   \
        spelt_partial_dot_fused_##type(SPELT_IN(type, x + half, n - half),                         \
                                       SPELT_IN(type, y + half, n - half), half, &b);              \
        cr_assert_eq(spelt_partial_merge_##type(&a, &b, &a), SPELT_OK);                            \
        cr_assert_eq(spelt_partial_finish_##type(&a, &pieces), SPELT_OK);                          \
        cr_expect(memcmp(&whole, &pieces, sizeof whole) == 0, "dot of %zu at %zu", n, half);       \
        cr_assert_eq(spelt_sumsq_fused_##type(SPELT_IN(type, x, n), &whole), SPELT_OK);            \
        spelt_partial_sumsq_fused_##type(SPELT_IN(type, x, half), 0, &a);                          \
        spelt_partial_sumsq_fused_##type(SPELT_IN(type, x + half, n - half), half, &b);            \
        cr_assert_eq(spelt_partial_merge_##type(&a, &b, &a), SPELT_OK);                            \
        cr_assert_eq(spelt_partial_finish_##type(&a, &pieces), SPELT_OK);                          \
        cr_expect(memcmp(&whole, &pieces, sizeof whole) == 0, "sumsq of %zu at %zu", n, half);     \
    }
FUSED_CUT(f32, float)
FUSED_CUT(f64, double)

Test(partial_layouts, fused)
{
    enum { MOST = 5 * 4096 + 77 };
    static float narrow[2][MOST];
    static double wide[2][MOST];
    generator random = generator_start(61);
    for (size_t i = 0; i < MOST; i++)
        for (int k = 0; k < 2; k++) {
            wide[k][i] = random_uniform(&random);
            narrow[k][i] = (float)wide[k][i];
        }
    for (size_t half = 0; half < MOST; half += 4096) {
        fused_cut_f32(MOST, half, narrow[0], narrow[1]);
        fused_cut_f64(MOST, half, wide[0], wide[1]);
    }
}
