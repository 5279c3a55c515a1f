/* test_checks.c - calls with two faults give the error of the one that comes first: NULL, SHAPE,
 * STRIDE, OVERLAP, ARG, UNSUPPORTED, keys, whatever the order of the arguments; and nothing is
 * written. One or more functions of each family. And where there is one element along an axis its
 * stride may be any. */
#include "support.h"

#include "array/loop.h"

#include <spelt/spelt.h>

#include <stdio.h>
#include <string.h>

/* ---- The calls ---------------------------------------------------------------------------------
 */

#define MOST_VIEWS 4

/* The arguments of a call: views, and what else the functions take. */
typedef struct {
    spelt_view view[MOST_VIEWS];
    const spelt_view *at[MOST_VIEWS];
    size_t axis, ddof;
    double low, high;
    void *result; /* or an accumulator, or a count */
} arguments;

#define IN(type, i) ((const spelt_in_##type *)(const void *)a->at[i])
#define OUT(type, i) ((const spelt_out_##type *)(const void *)a->at[i])
#define CALL(name, ...)                                                                            \
    static spelt_status call_##name(const arguments *a)                                            \
    {                                                                                              \
        return spelt_##name(__VA_ARGS__);                                                          \
    }
CALL(add_f64, IN(f64, 0), IN(f64, 1), OUT(f64, 2))
CALL(add_i32, IN(i32, 0), IN(i32, 1), OUT(i32, 2))
CALL(where_f64, IN(u8, 0), IN(f64, 1), IN(f64, 2), OUT(f64, 3))
CALL(clip_f64, IN(f64, 0), a->low, a->high, OUT(f64, 1))
CALL(axpy_f64, 2, IN(f64, 0), OUT(f64, 1))
CALL(convert_f64_i32, IN(f64, 0), OUT(i32, 1))
CALL(dot_f64, IN(f64, 0), IN(f64, 1), a->result)
CALL(sum_i32, IN(i32, 0), a->result)
CALL(sum_exact_f64, IN(f64, 0), a->result)
CALL(min_f64, IN(f64, 0), a->result)
CALL(argmin_f64, IN(f64, 0), a->result)
CALL(minmax_f64, IN(f64, 0), a->result, a->result ? (double *)a->result + 1 : NULL)
CALL(any_u8, IN(u8, 0), a->result)
CALL(mean_f64, IN(f64, 0), a->result)
CALL(var_f64, IN(f64, 0), a->ddof, a->result)
CALL(nrm2_f64, IN(f64, 0), a->result)
CALL(mean_exact_f64, IN(f64, 0), a->result)
CALL(sqeuclidean_exact_f64, IN(f64, 0), IN(f64, 1), a->result)
CALL(acc_add_dot_f64, IN(f64, 0), IN(f64, 1), a->result)
CALL(partial_dot_f64, IN(f64, 0), IN(f64, 1), a->axis, a->result)
CALL(sum_axis_f64, IN(f64, 0), a->axis, OUT(f64, 1))
CALL(argmin_axis_f64, IN(f64, 0), a->axis, OUT(i64, 1))
CALL(var_axis_f64, IN(f64, 0), a->axis, a->ddof, OUT(f64, 1))
CALL(dot_axis_f64, IN(f64, 0), IN(f64, 1), a->axis, OUT(f64, 2))
CALL(cumsum_f64, IN(f64, 0), OUT(f64, 1))
CALL(cumsum_axis_f64, IN(f64, 0), a->axis, OUT(f64, 1))
CALL(bincount_i32, IN(i32, 0), OUT(i64, 1))
CALL(sum_by_i32_f64, IN(i32, 0), IN(f64, 1), OUT(f64, 2))
CALL(take_i64_f64, IN(i64, 0), IN(f64, 1), OUT(f64, 2))
CALL(put_i64_f64, IN(i64, 0), IN(f64, 1), OUT(f64, 2))
CALL(compress_f64, IN(u8, 0), IN(f64, 1), OUT(f64, 2), a->result)
CALL(histogram_f64, IN(f64, 0), IN(f64, 1), OUT(i64, 2))
CALL(histogram_even_f64, IN(f64, 0), a->low, a->high, OUT(i64, 1))
CALL(matmul_blas_f64, IN(f64, 0), IN(f64, 1), OUT(f64, 2))

/* Faults that not every function has. */
enum {
    RESULT = 1,     /* the result may not be NULL */
    AXIS = 2,       /* an axis that is not there */
    LESS_AXIS = 4,  /* out has one axis less: its shape is looked at where there is that axis */
    EMPTY = 8,      /* no elements */
    DDOF = 16,      /* not more than ddof */
    INTERVAL = 32,  /* high below low */
    KEYS = 64,      /* one that is outside; or edges that descend */
    NO_BLAS = 128,  /* no such operation */
    FIRST = 256,    /* a partial that begins within a block */
    BROKEN = 512,   /* an accumulator that is none */
    BY_BLAS = 1024, /* unsupported where the build has none */
};

typedef struct {
    const char *name;
    spelt_status (*call)(const arguments *a);
    const char *names[MOST_VIEWS + 1];
    const char *types;  /* of each: d, l, i, b */
    const char *shapes; /* of each: m is 4 by 4, l is 4, e is 5 */
    unsigned fixed;     /* bits of those whose shape the others tell */
    int has_output;
    unsigned faults;
} subject;

#define SUBJECT(name, ...)                                                                         \
    {                                                                                              \
        "spelt_" #name, call_##name, __VA_ARGS__                                                   \
    }
static const subject subjects[] = {
    SUBJECT(add_f64, {"x", "y", "out"}, "ddd", "mmm", 7, 1, 0),
    SUBJECT(add_i32, {"x", "y", "out"}, "iii", "lll", 7, 1, NO_BLAS),
    SUBJECT(where_f64, {"mask", "x", "y", "out"}, "bddd", "mmmm", 15, 1, NO_BLAS),
    SUBJECT(clip_f64, {"x", "out"}, "dd", "mm", 3, 1, INTERVAL | NO_BLAS),
    SUBJECT(axpy_f64, {"x", "y"}, "dd", "mm", 3, 1, 0),
    SUBJECT(convert_f64_i32, {"x", "out"}, "di", "ll", 3, 1, NO_BLAS),
    SUBJECT(dot_f64, {"x", "y"}, "dd", "mm", 3, 0, RESULT),
    SUBJECT(sum_i32, {"x"}, "i", "m", 0, 0, RESULT | NO_BLAS),
    SUBJECT(sum_exact_f64, {"x"}, "d", "m", 0, 0, RESULT | NO_BLAS),
    SUBJECT(min_f64, {"x"}, "d", "m", 0, 0, RESULT | EMPTY | NO_BLAS),
    SUBJECT(argmin_f64, {"x"}, "d", "m", 0, 0, RESULT | EMPTY | NO_BLAS),
    SUBJECT(minmax_f64, {"x"}, "d", "m", 0, 0, RESULT | EMPTY | NO_BLAS),
    SUBJECT(any_u8, {"x"}, "b", "m", 0, 0, RESULT | NO_BLAS),
    SUBJECT(mean_f64, {"x"}, "d", "m", 0, 0, RESULT | EMPTY),
    SUBJECT(var_f64, {"x"}, "d", "m", 0, 0, RESULT | EMPTY | DDOF),
    SUBJECT(nrm2_f64, {"x"}, "d", "m", 0, 0, RESULT | NO_BLAS),
    SUBJECT(mean_exact_f64, {"x"}, "d", "m", 0, 0, RESULT | EMPTY | NO_BLAS),
    SUBJECT(sqeuclidean_exact_f64, {"x", "y"}, "dd", "mm", 3, 0, RESULT | NO_BLAS),
    SUBJECT(acc_add_dot_f64, {"x", "y"}, "dd", "mm", 3, 0, RESULT | BROKEN | NO_BLAS),
    SUBJECT(partial_dot_f64, {"x", "y"}, "dd", "mm", 3, 0, RESULT | FIRST | NO_BLAS),
    SUBJECT(sum_axis_f64, {"x", "out"}, "dd", "ml", 2, 1, AXIS | LESS_AXIS | NO_BLAS),
    SUBJECT(argmin_axis_f64, {"x", "out"}, "dl", "ml", 2, 1, AXIS | LESS_AXIS | NO_BLAS),
    SUBJECT(var_axis_f64, {"x", "out"}, "dd", "ml", 2, 1, AXIS | LESS_AXIS | DDOF | NO_BLAS),
    SUBJECT(dot_axis_f64, {"x", "y", "out"}, "ddd", "mml", 7, 1, AXIS | LESS_AXIS | NO_BLAS),
    SUBJECT(cumsum_f64, {"x", "out"}, "dd", "mm", 3, 1, NO_BLAS),
    SUBJECT(cumsum_axis_f64, {"x", "out"}, "dd", "mm", 3, 1, AXIS | NO_BLAS),
    SUBJECT(bincount_i32, {"keys", "counts"}, "il", "ml", 0, 1, KEYS | NO_BLAS),
    SUBJECT(sum_by_i32_f64, {"keys", "x", "out"}, "idd", "mml", 3, 1, KEYS | NO_BLAS),
    SUBJECT(take_i64_f64, {"index", "x", "out"}, "ldd", "mlm", 5, 1, KEYS | NO_BLAS),
    SUBJECT(put_i64_f64, {"index", "x", "out"}, "ldd", "mml", 3, 1, KEYS | NO_BLAS),
    SUBJECT(compress_f64, {"mask", "x", "out"}, "bdd", "lll", 3, 1, RESULT | NO_BLAS),
    SUBJECT(histogram_f64, {"x", "edges", "counts"}, "ddl", "mel", 6, 1, KEYS | NO_BLAS),
    SUBJECT(histogram_even_f64, {"x", "counts"}, "dl", "ml", 0, 1, INTERVAL | NO_BLAS),
    SUBJECT(matmul_blas_f64, {"x", "y", "out"}, "ddd", "mmm", 7, 1, BY_BLAS),
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

#define ROOM 64
#define RESULT_ROOM 1024
static double memory[MOST_VIEWS][ROOM], result[RESULT_ROOM];

static size_t size_of(char type)
{
    return type == 'b' ? 1 : type == 'i' ? 4 : 8;
}

static unsigned views_of(const subject *s)
{
    return (unsigned)strlen(s->types);
}

static void fill(void *to, char type)
{
    for (int i = 0; i < ROOM; i++) {
        const int32_t word = i % 4;
        const int64_t wide = i % 4;
        if (type == 'd')
            ((double *)to)[i] = i;
        else if (type == 'l')
            memcpy((char *)to + i * 8, &wide, sizeof wide);
        else if (type == 'i')
            memcpy((char *)to + i * 4, &word, sizeof word);
        else
            ((unsigned char *)to)[i] = 1;
    }
}

/* A call that is right. */
static void prepare(const subject *s, arguments *a)
{
    memset(a, 0, sizeof *a);
    memset(result, 0, sizeof result);
    for (unsigned i = 0; i < views_of(s); i++) {
        const size_t extent = s->shapes[i] == 'e' ? 5 : 4;
        a->view[i] = (spelt_view){memory[i], 1, {extent}, {1}};
        if (s->shapes[i] == 'm')
            a->view[i] = (spelt_view){memory[i], 2, {4, 4}, {4, 1}};
        a->at[i] = &a->view[i];
        fill(memory[i], s->types[i]);
    }
    a->high = 1;
    a->result = result;
}

/* ---- Faults ------------------------------------------------------------------------------------
 */

/* In the order in which they are found; of the first two kinds all NULLs are one. */
typedef enum {
    NO_VIEW,
    NO_RESULT,
    NO_DATA,
    DIMENSIONS,
    SHAPE,
    STRIDE,
    OVERLAP,
    ALIGNMENT,
    NUMBER,
    PATH,
    KEY
} fault_kind;
static const spelt_status status_of[] = {SPELT_ERR_NULL,        SPELT_ERR_NULL,  SPELT_ERR_NULL,
                                         SPELT_ERR_SHAPE,       SPELT_ERR_SHAPE, SPELT_ERR_STRIDE,
                                         SPELT_ERR_OVERLAP,     SPELT_ERR_ARG,   SPELT_ERR_ARG,
                                         SPELT_ERR_UNSUPPORTED, SPELT_ERR_ARG};

typedef struct {
    fault_kind kind;
    unsigned at; /* the view; or the bit of a NUMBER */
} fault;

/* All faults that a function can have. */
static size_t faults_of(const subject *s, fault faults[])
{
    static const unsigned numbers[] = {AXIS, EMPTY, DDOF, INTERVAL, FIRST, BROKEN};
    const unsigned views = views_of(s), last = views - 1;
    size_t count = 0;
    for (unsigned i = 0; i < views; i++) {
        faults[count++] = (fault){NO_VIEW, i};
        faults[count++] = (fault){NO_DATA, i};
        faults[count++] = (fault){DIMENSIONS, i};
        if (s->fixed >> i & 1)
            faults[count++] = (fault){SHAPE, i};
        if (size_of(s->types[i]) > 1)
            faults[count++] = (fault){ALIGNMENT, i};
        if (s->has_output && i < last)
            faults[count++] = (fault){OVERLAP, i};
    }
    if (s->has_output)
        faults[count++] = (fault){STRIDE, last};
    if (s->faults & RESULT)
        faults[count++] = (fault){NO_RESULT, 0};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        if (s->faults & numbers[k])
            faults[count++] = (fault){NUMBER, numbers[k]};
    if (s->faults & KEYS)
        faults[count++] = (fault){KEY, 0};
    if (s->faults & NO_BLAS)
        faults[count++] = (fault){PATH, 0};
    return count;
}

static void make_number(unsigned which, arguments *a)
{
    if (which == AXIS)
        a->axis = 7;
    else if (which == EMPTY)
        a->view[0].shape[0] = 0;
    else if (which == DDOF)
        a->ddof = 99;
    else if (which == INTERVAL)
        a->high = -1;
    else if (which == FIRST)
        a->axis = 7;
    else
        memset(result, 0xff, sizeof result);
}

static void make(const subject *s, const fault *f, arguments *a)
{
    const unsigned last = views_of(s) - 1;
    char *data = (char *)memory[f->kind == NUMBER ? 0 : f->at];
    switch (f->kind) {
    case NO_VIEW: a->at[f->at] = NULL; break;
    case NO_RESULT: a->result = NULL; break;
    case NO_DATA: a->view[f->at].data = NULL; break;
    case DIMENSIONS: a->view[f->at].ndim = SIZE_MAX / 4; break;
    case SHAPE: a->view[f->at].shape[0]++; break;
    case STRIDE: a->view[last].stride[0] = 0; break;
    case OVERLAP: a->view[last].data = data + (s->types[f->at] == 'b' ? 0 : 8); break;
    case ALIGNMENT: a->view[f->at].data = data + 1; break;
    case NUMBER: make_number(f->at, a); break;
    case PATH: cr_assert_eq(spelt_set_path("blas"), SPELT_OK); break;
    case KEY:
        if (s->types[0] == 'd')
            memory[1][2] = -1; /* edges */
        else
            memset((char *)memory[0] + 2 * size_of(s->types[0]), 0xff, size_of(s->types[0]));
    }
}

/* What of a call a fault changes: two that change the same are not tried together. */
static int are_apart(const subject *s, const fault *f, const fault *g)
{
    const unsigned last = views_of(s) - 1;
    const int sets_data[2] = {f->kind == NO_DATA || f->kind == OVERLAP || f->kind == ALIGNMENT,
                              g->kind == NO_DATA || g->kind == OVERLAP || g->kind == ALIGNMENT};
    const unsigned data[2] = {f->kind == OVERLAP ? last : f->at, g->kind == OVERLAP ? last : g->at};
    if (sets_data[0] && sets_data[1] && data[0] == data[1])
        return 0;
    if (f->kind == g->kind && (f->kind == SHAPE || f->kind == NUMBER))
        return 0;
    if (f->kind == SHAPE && f->at == last && g->kind == NUMBER && s->faults & LESS_AXIS)
        return 0;
    if (f->kind == DIMENSIONS ||
        f->kind == NO_DATA) /* dimensions that cannot be looked at; no elements */
        return !(f->at == g->at && g->kind <= SHAPE) && !(g->kind == NUMBER && g->at == EMPTY);
    return 1;
}

static int is_named(const char *name)
{
    const char *message = strstr(spelt_last_error(), ": ");
    const size_t length = strlen(name);
    return message && strncmp(message + 2, name, length) == 0 && message[2 + length] == ' ';
}

/* f comes before g, or is g. */
static void check_pair(const subject *s, const fault *f, const fault *g)
{
    static double before[MOST_VIEWS][ROOM], result_before[RESULT_ROOM];
    arguments a;
    char what[128];
    snprintf(what, sizeof what, "%s: fault %d at %u, %d at %u", s->name, f->kind, f->at, g->kind,
             g->at);
    prepare(s, &a);
    make(s, f, &a);
    make(s, g, &a);
    memcpy(before, memory, sizeof before);
    memcpy(result_before, result, sizeof result);
    expect_status(what, s->call(&a), status_of[f->kind], s->name, ": ", NULL);
    cr_assert_eq(spelt_set_path("auto"), SPELT_OK);
    cr_expect(memcmp(before, memory, sizeof before) == 0 &&
                  memcmp(result_before, result, sizeof result) == 0,
              "%s: written", what);
    if (f->kind == NO_VIEW || f->kind == NO_DATA || f->kind == DIMENSIONS || f->kind == ALIGNMENT)
        cr_expect(is_named(s->names[f->at]), "%s: %s", what, spelt_last_error());
}

static int comes_first(const fault *f, const fault *g)
{
    return f->kind < g->kind || (f->kind == g->kind && f->at <= g->at);
}

Test(checks, the_first_of_two)
{
    for (int i = 0; i < SUBJECTS; i++) {
        const subject *s = &subjects[i];
        fault faults[32];
        const size_t count = faults_of(s, faults);
        arguments a;
        prepare(s, &a);
#ifndef SPELT_HAVE_BLAS
        if (s->faults & BY_BLAS)
            continue;
#endif
        cr_expect_eq(s->call(&a), SPELT_OK, "%s", spelt_last_error());
        for (size_t j = 0; j < count; j++)
            for (size_t k = 0; k < count; k++)
                if (j == k ||
                    (comes_first(&faults[j], &faults[k]) && are_apart(s, &faults[j], &faults[k])))
                    check_pair(s, &faults[j], &faults[k]);
    }
}

/* Of no elements too the path counts. */
Test(checks, nothing_by_blas)
{
    uint8_t truth = 77;
    int64_t count = 77;
    if (spelt_set_path("blas") != SPELT_OK)
        skip_visibly("no BLAS");
    const spelt_in_u8 none = {NULL, 1, {0}, {1}};
    expect_status("any", spelt_any_u8(&none, &truth), SPELT_ERR_UNSUPPORTED,
                  "spelt_any_u8: ", NULL);
    expect_status("all", spelt_all_u8(&none, &truth), SPELT_ERR_UNSUPPORTED,
                  "spelt_all_u8: ", NULL);
    expect_status("count", spelt_count_u8(&none, &count), SPELT_ERR_UNSUPPORTED,
                  "spelt_count_u8: ", NULL);
    cr_expect(truth == 77 && count == 77);
    cr_assert_eq(spelt_set_path("auto"), SPELT_OK);
    cr_expect_eq(spelt_any_u8(&none, &truth), SPELT_OK);
    cr_expect_eq(truth, 0);
    cr_expect_eq(spelt_all_u8(&none, &truth), SPELT_OK);
    cr_expect_eq(truth, 1);
}

/* ---- Free strides ------------------------------------------------------------------------------
 */

typedef struct {
    double memory[MOST_VIEWS][ROOM], result[RESULT_ROOM];
} outcome;

/* Along axes of extent 1; by all of them the results are the same. */
static void call_with_stride(const subject *s, ptrdiff_t stride, outcome *given)
{
    arguments a;
    prepare(s, &a);
    for (unsigned i = 0; i < views_of(s); i++)
        for (size_t k = 0; k < a.view[i].ndim; k++) {
            a.view[i].shape[k] = s->shapes[i] == 'e' ? 2 : 1;
            a.view[i].stride[k] = s->shapes[i] == 'e' ? 1 : stride;
        }
    cr_expect_eq(s->call(&a), SPELT_OK, "stride %td: %s", stride, spelt_last_error());
    memcpy(given->memory, memory, sizeof memory);
    memcpy(given->result, result, sizeof result);
}

Test(checks, strides_along_one_element)
{
    static outcome usual, other;
    static const ptrdiff_t strides[] = {0, -1, PTRDIFF_MAX / 2, PTRDIFF_MAX, PTRDIFF_MIN};
    for (int i = 0; i < SUBJECTS; i++) {
#ifndef SPELT_HAVE_BLAS
        if (subjects[i].faults & BY_BLAS)
            continue;
#endif
        call_with_stride(&subjects[i], 1, &usual);
        for (size_t k = 0; k < sizeof strides / sizeof *strides; k++) {
            call_with_stride(&subjects[i], strides[k], &other);
            cr_expect(memcmp(&usual, &other, sizeof usual) == 0, "%s: stride %td", subjects[i].name,
                      strides[k]);
        }
    }
    /* A lone edge: no bins. */
    const double x[1] = {0};
    const spelt_in_f64 edge = {x, 1, {1}, {PTRDIFF_MAX}}, one = {x, 1, {1}, {PTRDIFF_MIN}};
    const spelt_out_i64 none = {NULL, 1, {0}, {PTRDIFF_MAX}};
    cr_expect_eq(spelt_histogram_f64(&one, &edge, &none), SPELT_OK);
    spelt_in_f64 part;
    cr_expect_eq(spelt_in_slice_f64(&edge, 0, 0, 1, 1, &part), SPELT_OK);
    cr_expect_eq(spelt_in_pick_f64(&edge, 0, -1, &part), SPELT_OK);
    cr_expect(part.data == x && part.ndim == 0);
}

/* In one dimension, side by side: what the doors look at themselves. */
Test(checks, lines_of_unlike_lengths)
{
    static const uint8_t mask[4] = {1, 0, 1, 0};
    static const int64_t index[4] = {0, 1, 2, 3};
    static const double x[4] = {1, 2, 3, 4}, value = 5;
    double out[4] = {77, 77, 77, 77};
    for (size_t n = 0; n < 4; n += 3) { /* with nothing to do, too */
        expect_status("where, y",
                      spelt_where_f64(SPELT_IN(u8, mask, n), SPELT_IN(f64, x, n),
                                      SPELT_IN(f64, x, 4), SPELT_OUT(f64, out, n)),
                      SPELT_ERR_SHAPE, "spelt_where_f64: ", "y has shape (4)", NULL);
        expect_status("where, x",
                      spelt_where_f64(SPELT_IN(u8, mask, n), SPELT_IN(f64, x, 4),
                                      SPELT_IN(f64, x, n), SPELT_OUT(f64, out, n)),
                      SPELT_ERR_SHAPE, "spelt_where_f64: ", "x has shape (4)", NULL);
        expect_status(
            "add, y",
            spelt_add_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, x, 4), SPELT_OUT(f64, out, n)),
            SPELT_ERR_SHAPE, "spelt_add_f64: ", "y has shape (4)", NULL);
        expect_status(
            "add, a value",
            spelt_add_f64(SPELT_IN(f64, x, n), SPELT_VALUE(f64, value, 4), SPELT_OUT(f64, out, n)),
            SPELT_ERR_SHAPE, "spelt_add_f64: ", "y has shape (4)", NULL);
        expect_status(
            "a value, add",
            spelt_add_f64(SPELT_VALUE(f64, value, 4), SPELT_IN(f64, x, n), SPELT_OUT(f64, out, n)),
            SPELT_ERR_SHAPE, "spelt_add_f64: x has shape (4)", NULL);
        expect_status("take",
                      spelt_take_i64_f64(SPELT_IN(i64, index, 4), SPELT_IN(f64, x, 4),
                                         SPELT_OUT(f64, out, n)),
                      SPELT_ERR_SHAPE, "spelt_take_i64_f64: ", "(4)", NULL);
        expect_status(
            "put",
            spelt_put_i64_f64(SPELT_IN(i64, index, 4), SPELT_IN(f64, x, n), SPELT_OUT(f64, out, 4)),
            SPELT_ERR_SHAPE, "spelt_put_i64_f64: ", "(4)", NULL);
    }
    cr_expect_eq(spelt_where_f64(SPELT_IN(u8, mask, 0), SPELT_IN(f64, x, 0), SPELT_IN(f64, x, 0),
                                 SPELT_OUT(f64, out, 0)),
                 SPELT_OK);
    for (size_t i = 0; i < 4; i++)
        cr_expect_eq(out[i], 77);
}

/* where writes over any one input, and over a part of none. */
Test(checks, where_in_place)
{
    static const uint8_t mask[5] = {1, 0, 0, 1, 0};
    for (int second = 0; second < 2; second++)
        for (size_t shift = 0; shift < 2; shift++) {
            double x[6] = {1, 2, 3, 4, 5, 6}, z[6] = {-1, -2, -3, -4, -5, -6};
            double *out = (second ? z : x) + shift;
            const spelt_status status =
                spelt_where_f64(SPELT_IN(u8, mask, 5), SPELT_IN(f64, x, 5), SPELT_IN(f64, z, 5),
                                SPELT_OUT(f64, out, 5));
            cr_expect_eq(status, shift ? SPELT_ERR_OVERLAP : SPELT_OK, "%s", spelt_last_error());
            for (size_t i = 0; i < 5 && !shift; i++)
                cr_expect_eq(out[i], (mask[i] ? 1.0 : -1.0) * (double)(i + 1));
            for (size_t i = 0; i < 5 && shift; i++)
                cr_expect(x[i] == (double)(i + 1) && z[i] == -(double)(i + 1), "written to");
        }
    double five[5];
    uint8_t *const in_out = (uint8_t *)five;
    memcpy(in_out, mask, 5);
    expect_status("the mask",
                  spelt_where_f64(SPELT_IN(u8, in_out, 5), SPELT_IN(f64, (double[5]){0}, 5),
                                  SPELT_IN(f64, (double[5]){0}, 5), SPELT_OUT(f64, five, 5)),
                  SPELT_ERR_OVERLAP,
                  "spelt_where_f64: out and mask of shape (5) overlap and are not the same", NULL);
}
