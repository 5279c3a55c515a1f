/* test_exchange.c - swap, rot and rotm: functions with two outputs that are read too. Every length and
 * placement, any layout, threads, exceptions, and what they refuse. */
#include "rows_layouts.h"

/* ---- The functions
 * ------------------------------------------------------------------------------- */

/* The numbers of a rotation, which tests set, and its matrix, by rows; that of a modified one. */
static double test_c = 0.6, test_s = -0.8;
static double test_matrix[4] = {0.6, -0.8, 0.7, 1.25};

#define SWAP_CALLER(type, part)                                                                    \
    static spelt_status call_swap_##type(const spelt_view *x, const spelt_view *y)                 \
    {                                                                                              \
        const spelt_out_##type a = typed_out_##type(x), b = typed_out_##type(y);                   \
        return spelt_swap_##type(&a, &b);                                                          \
    }                                                                                              \
    static spelt_status call_rot_##type(const spelt_view *x, const spelt_view *y)                  \
    {                                                                                              \
        const spelt_out_##type a = typed_out_##type(x), b = typed_out_##type(y);                   \
        return spelt_rot_##type(&a, &b, (part)test_c, (part)test_s);                               \
    }
SWAP_CALLER(f32, float)
SWAP_CALLER(f64, double)
SWAP_CALLER(c64, float)
SWAP_CALLER(c128, double)
#define ROTM_CALLER(type)                                                                          \
    static spelt_status call_rotm_##type(const spelt_view *x, const spelt_view *y)                 \
    {                                                                                              \
        const spelt_out_##type a = typed_out_##type(x), b = typed_out_##type(y);                   \
        const double *by = test_matrix;                                                            \
        return spelt_rotm_##type(&a, &b, (type)by[0], (type)by[1], (type)by[2], (type)by[3]);      \
    }
ROTM_CALLER(f32)
ROTM_CALLER(f64)

/* What they are. */
typedef enum { SWAP, ROT, ROTM } exchange_kind;

typedef struct {
    spelt_function function;
    spelt_type type;
    exchange_kind kind;
    spelt_status (*call)(const spelt_view *x, const spelt_view *y);
} exchange_row;

static const exchange_row exchanges[] = {{SPELT_ID_spelt_swap_f32, SPELT_F32, SWAP, call_swap_f32},
                                         {SPELT_ID_spelt_swap_f64, SPELT_F64, SWAP, call_swap_f64},
                                         {SPELT_ID_spelt_swap_c64, SPELT_C64, SWAP, call_swap_c64},
                                         {SPELT_ID_spelt_swap_c128, SPELT_C128, SWAP, call_swap_c128},
                                         {SPELT_ID_spelt_rot_f32, SPELT_F32, ROT, call_rot_f32},
                                         {SPELT_ID_spelt_rot_f64, SPELT_F64, ROT, call_rot_f64},
                                         {SPELT_ID_spelt_rot_c64, SPELT_C64, ROT, call_rot_c64},
                                         {SPELT_ID_spelt_rot_c128, SPELT_C128, ROT, call_rot_c128},
                                         {SPELT_ID_spelt_rotm_f32, SPELT_F32, ROTM, call_rotm_f32},
                                         {SPELT_ID_spelt_rotm_f64, SPELT_F64, ROTM, call_rotm_f64}};
enum { EXCHANGES = sizeof exchanges / sizeof *exchanges };

static const char *name_of(const exchange_row *r)
{
    return spelt_function_list[r->function].name;
}

ParameterizedTestParameters(exchange, lengths)
{
    return numbered(EXCHANGES);
}

/* ---- What they are to give
 * ----------------------------------------------------------------------- */

/* The number of a part after a rotation: first * u + second * v, in the type. f32 products are
 * exact in double and rounded once; the double sum of two f32 is rounded as their own is. */
static element_bits turned_part(spelt_type part, double first, element_bits u, double second,
                                element_bits v)
{
    if (part == SPELT_F64) {
        const volatile double one = first * real_of(part, u), other = second * real_of(part, v);
        return f64_bits(one + other);
    }
    const volatile float one = (float)((double)(float)first * real_of(part, u));
    const volatile float other = (float)((double)(float)second * real_of(part, v));
    const volatile float sum = (float)((double)one + (double)other);
    return f32_bits(sum);
}

/* n elements of x and y, one after the other, are exchanged. */
static void expect_exchange(const exchange_row *r, void *x, void *y, size_t n)
{
    const spelt_type part = spelt_part_type(r->type);
    const size_t numbers = n * spelt_type_size(r->type) / spelt_type_size(part);
    const double turn[4] = {test_c, test_s, -test_s, test_c};
    const double *by = r->kind == ROT ? turn : test_matrix;
    for (size_t i = 0; i < numbers; i++) {
        const element_bits u = element_at(part, x, i), v = element_at(part, y, i);
        put_element(part, x, i, r->kind == SWAP ? v : turned_part(part, by[0], u, by[1], v));
        put_element(part, y, i, r->kind == SWAP ? u : turned_part(part, by[2], u, by[3], v));
    }
}

static void check_elements(const exchange_row *r, const char *how, size_t n, const void *got,
                           const void *expected, const char *which)
{
    for (size_t i = 0; i < n; i++) {
        const element_bits a = element_at(r->type, got, i), b = element_at(r->type, expected, i);
        if (a != b && !(r->kind != SWAP && same_but_for_nans(r->type, a, b)))
            cr_assert_fail("%s %s, %s, n = %zu, %s[%zu]: got %s, expected %s", name_of(r),
                           spelt_isa(), how, n, which, i, element_text(r->type, a),
                           element_text(r->type, b));
    }
}

/* ---- Contiguous, between guard pages
 * ------------------------------------------------------------- */

enum { LONGEST = 5000 };

typedef struct {
    guarded x, y;
    unsigned char *expected_x, *expected_y;
} exchange_rooms;

static exchange_rooms exchange_rooms_open(void)
{
    const size_t bytes = (LONGEST + 16) * 16;
    exchange_rooms rooms = {guarded_open(bytes), guarded_open(bytes), malloc(bytes), malloc(bytes)};
    cr_assert(rooms.expected_x && rooms.expected_y);
    return rooms;
}

static void exchange_rooms_close(exchange_rooms *rooms)
{
    guarded_close(&rooms->x);
    guarded_close(&rooms->y);
    free(rooms->expected_x);
    free(rooms->expected_y);
}

static void check_placed(const exchange_rooms *rooms, const exchange_row *r, size_t n,
                         draw_kind kind, const placement *at, generator *random)
{
    const size_t size = spelt_type_size(r->type);
    unsigned char *x = place_array(&rooms->x, at, 0, n, r->type);
    unsigned char *y = place_array(&rooms->y, at, 1, n, r->type);
    for (size_t i = 0; i < n; i++) {
        put_element(r->type, x, i, draw(kind, r->type, random));
        put_element(r->type, y, i, draw(kind, r->type, random));
    }
    memcpy(rooms->expected_x, x, n * size);
    memcpy(rooms->expected_y, y, n * size);
    expect_exchange(r, rooms->expected_x, rooms->expected_y, n);
    const spelt_view x_view = contiguous_view(x, n), y_view = contiguous_view(y, n);
    feclearexcept(FE_ALL_EXCEPT);
    cr_assert_eq(r->call(&x_view, &y_view), SPELT_OK, "%s: %s", name_of(r), spelt_last_error());
    if (kind == POSITIVE || kind == WITH_NANS)
        cr_assert(fetestexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW) == 0,
                  "%s %s, n = %zu: an exception", name_of(r), spelt_isa(), n);
    check_elements(r, at->how, n, x, rooms->expected_x, "x");
    check_elements(r, at->how, n, y, rooms->expected_y, "y");
    cr_assert(guarded_intact(&rooms->x, x, n * size) && guarded_intact(&rooms->y, y, n * size),
              "%s %s, %s, n = %zu: written beside the arrays", name_of(r), spelt_isa(), at->how, n);
}

ParameterizedTest(size_t *number_of, exchange, lengths)
{
    const exchange_row *r = &exchanges[*number_of];
    static const draw_kind kinds[] = {ANY_BITS, SMALL, SPECIAL, MIXED, POSITIVE, WITH_NANS, SPREAD};
    generator random = generator_start(51000 + *number_of);
    exchange_rooms rooms = exchange_rooms_open();
    const placement end = apart("at the end", 0, NO_VALUE),
                    start = apart("at the start", 1, NO_VALUE);
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (size_t n = 0; n <= 200; n++)
            for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
                const placement at = misaligned(&random, NO_VALUE);
                check_placed(&rooms, r, n, kinds[k], &end, &random);
                check_placed(&rooms, r, n, kinds[k], &start, &random);
                check_placed(&rooms, r, n, kinds[k], &at, &random);
            }
        check_placed(&rooms, r, LONGEST, MIXED, &end, &random);
    }
    exchange_rooms_close(&rooms);
}

/* A number that is infinite meets no lane but those of elements. */
Test(exchange, infinite_numbers)
{
    generator random = generator_start(51100);
    exchange_rooms rooms = exchange_rooms_open();
    const placement end = apart("at the end", 0, NO_VALUE);
    test_c = INFINITY, test_s = 3;
    for (size_t i = 4; i < EXCHANGES; i++)
        for (int isa = 0; all_isas[isa]; isa++)
            for (size_t n = 1; n <= 70 && force_isa(all_isas[isa]); n++) {
                const double usual = test_matrix[n % 4];
                test_matrix[n % 4] = INFINITY;
                check_placed(&rooms, &exchanges[i], n, POSITIVE, &end, &random);
                test_matrix[n % 4] = usual;
            }
    test_c = 0.6, test_s = -0.8;
    exchange_rooms_close(&rooms);
}

/* ---- Layouts, threads
 * ------------------------------------------------------------------------------ */

static void check_layout(const exchange_row *r, generator *random)
{
    const size_t size = spelt_type_size(r->type);
    spelt_view view[2];
    view[0] = view[1] = drawn_shape(random);
    const size_t n = view_count(&view[0]);
    guarded room[2];
    unsigned char *expected[2], *got = malloc(n * size + 1);
    cr_assert(got != NULL);
    for (int k = 0; k < 2; k++) {
        cr_assert((expected[k] = malloc(n * size + 1)) != NULL);
        draw_strides(&view[k], 0, random);
        room[k] = lay_out(&view[k], r->type, DRAW_KINDS, random);
        for (size_t i = 0; i < n; i++)
            put_element(r->type, view_at(&view[k], r->type, i), 0, draw(MIXED, r->type, random));
        view_gather(&view[k], r->type, expected[k]);
    }
    expect_exchange(r, expected[0], expected[1], n);
    cr_assert_eq(r->call(&view[0], &view[1]), SPELT_OK, "%s: %s", name_of(r), spelt_last_error());
    for (int k = 0; k < 2; k++) {
        view_gather(&view[k], r->type, got);
        check_elements(r, "strides", n, got, expected[k], k == 0 ? "x" : "y");
        cr_assert(only_elements_written(&room[k], &view[k], r->type),
                  "%s %s, strides: written beside the elements", name_of(r), spelt_isa());
        free(expected[k]);
        guarded_close(&room[k]);
    }
    free(got);
}

ParameterizedTestParameters(exchange, layouts)
{
    return numbered(EXCHANGES);
}

ParameterizedTest(size_t *number_of, exchange, layouts)
{
    const exchange_row *r = &exchanges[*number_of];
    generator random = generator_start(51200 + *number_of);
    exchange_rooms rooms = exchange_rooms_open();
    const placement end = apart("threads", 0, NO_VALUE);
    cr_assert_eq(spelt_set_num_threads(3), SPELT_OK);
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (int trial = 0; trial < 100; trial++) {
            const size_t grain = spelt_dispatch_put_grain(trial % 2 ? 1 : SIZE_MAX / 2);
            check_layout(r, &random);
            check_placed(&rooms, r, LONGEST - (size_t)trial, MIXED, &end, &random);
            spelt_dispatch_put_grain(grain);
        }
    }
    exchange_rooms_close(&rooms);
}

/* ---- What they refuse
 * -------------------------------------------------------------------------------- */

Test(exchange, refused)
{
    double x[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, before[12];
    const spelt_out_f64 same = {x, 1, {4}, {1}}, later = {x + 3, 1, {4}, {1}};
    const spelt_out_f64 other = {x + 6, 1, {4}, {1}}, short_one = {x + 6, 1, {3}, {1}};
    const spelt_out_f64 still = {x, 1, {4}, {0}}, nothing = {NULL, 1, {4}, {1}};
    const spelt_out_f64 none = {NULL, 1, {0}, {1}};
    const spelt_out_f64 turned = {x + 3, 1, {4}, {-1}};
    memcpy(before, x, sizeof x);
    expect_status("no x", spelt_swap_f64(NULL, &other), SPELT_ERR_NULL, "spelt_swap_f64: x is NULL",
                  NULL);
    expect_status("no y", spelt_rot_f64(&other, NULL, 1, 0), SPELT_ERR_NULL,
                  "spelt_rot_f64: y is NULL", NULL);
    expect_status("no data", spelt_swap_f64(&other, &nothing), SPELT_ERR_NULL,
                  "spelt_swap_f64: y has shape (4) and data NULL", NULL);
    expect_status("shapes", spelt_rot_f64(&same, &short_one, 1, 0), SPELT_ERR_SHAPE,
                  "spelt_rot_f64: x has shape (4), y has shape (3)", NULL);
    expect_status("stride of x", spelt_swap_f64(&still, &other), SPELT_ERR_STRIDE,
                  "spelt_swap_f64: x has shape (4) and stride 0 in dimension 0", NULL);
    expect_status("stride of y", spelt_swap_f64(&other, &still), SPELT_ERR_STRIDE,
                  "spelt_swap_f64: y has shape (4) and stride 0 in dimension 0", NULL);
    expect_status("the same", spelt_swap_f64(&same, &same), SPELT_ERR_OVERLAP,
                  "spelt_swap_f64: x and y of shape (4) overlap", NULL);
    expect_status("the same", spelt_rot_f64(&same, &same, 0.6, 0.8), SPELT_ERR_OVERLAP,
                  "spelt_rot_f64: x and y of shape (4) overlap", NULL);
    expect_status("backwards", spelt_swap_f64(&same, &turned), SPELT_ERR_OVERLAP,
                  "spelt_swap_f64: x and y of shape (4) overlap", NULL);
    expect_status("one shared", spelt_swap_f64(&same, &later), SPELT_ERR_OVERLAP,
                  "spelt_swap_f64: x and y of shape (4) overlap", NULL);
    const spelt_out_f64 odd = {(double *)(void *)((char *)x + 4), 1, {4}, {1}};
    expect_status("alignment", spelt_swap_f64(&odd, &other), SPELT_ERR_ARG,
                  "spelt_swap_f64: x has data that is 4 past a multiple of 8 bytes", NULL);
    cr_expect_arr_eq(x, before, sizeof x);
    cr_expect_eq(spelt_swap_f64(&none, &none), SPELT_OK);
    cr_expect_eq(spelt_swap_f64(&same, &other), SPELT_OK);
    cr_expect(x[0] == 7 && x[3] == 10 && x[4] == 5 && x[6] == 1 && x[9] == 4 && x[10] == 11);
}

/* Elements that interleave are different ones: rows of a matrix, and its even and odd columns. */
Test(exchange, interleaved)
{
    spelt_c128 x[24], before[24];
    for (int i = 0; i < 24; i++)
        before[i] = x[i] = (spelt_c128){i, -i};
    const spelt_out_c128 even = {x, 2, {3, 4}, {8, 2}}, odd = {x + 1, 2, {3, 4}, {8, 2}};
    cr_assert_eq(spelt_swap_c128(&even, &odd), SPELT_OK, "%s", spelt_last_error());
    for (int i = 0; i < 24; i++)
        cr_expect(x[i].re == before[i ^ 1].re && x[i].im == before[i ^ 1].im);
    /* Half an element further they do share bytes, or they do not. */
    double *half = (double *)(void *)x + 1;
    const spelt_out_c128 first = {x, 1, {6}, {3}};
    const spelt_out_c128 second = {(spelt_c128 *)(void *)half, 1, {6}, {3}};
    const spelt_out_c128 third = {(spelt_c128 *)(void *)(half + 2), 1, {6}, {3}};
    expect_status("half", spelt_swap_c128(&first, &second), SPELT_ERR_OVERLAP, "spelt_swap_c128",
                  NULL);
    cr_expect_eq(spelt_swap_c128(&first, &third), SPELT_OK, "%s", spelt_last_error());
}
