/* report_strides.c - the report `strides`: what an element costs in a layout beside what it costs
 * where all are contiguous, and beside the naive loop over the same layout. */
#include "loops/arrays.h"
#include "loops/check.h"
#include "measure/interrupt.h"
#include "measure/limits.h"
#include "measure/machine.h"
#include "output/output.h"
#include "reports/reports.h"
#include "loops/strided.h"
#include "measure/timing.h"

#include <spelt/runtime.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

/* In the first-level cache, in the second or third, and beyond most, for f64 in columns. */
static const size_t default_sizes[] = {1024, 32768, 1048576};

/* The same elements twice: contiguous, as the truth and the measure, and in the layout. */
typedef struct {
    const options *o;
    arrays contiguous;
    arrays strided;
    limits limits;
    double seconds; /* of a row */
    size_t wrong;
    struct {
        double log_gain, worst; /* the loop's time / Spelt's */
        size_t rows, slower;
        char name[96]; /* of the worst */
    } verdict;
} stride_run;

enum { CONTIGUOUS, NAIVE, SPELT, VARIANTS };

typedef struct {
    const door *door;
    const strided_door *calls;
    strided_shape shape;
    size_t n;
    strided_work work[VARIANTS];
    timing_variant timing[VARIANTS];
} stride_row;

/* Puts the elements in place; the contiguous ones are then those of the layout in C order. */
static void fill(const stride_run *run, const stride_row *row, const strided_work *w)
{
    const size_t item = door_operand_bytes(row->door);
    const arrays *a = &run->contiguous;
    arrays_fill(a, row->door, DATA_USUAL, row->n, run->o->seed);
    strided_scatter(&w->in, item, a->x, run->strided.x);
    strided_gather(&w->in, item, run->strided.x, a->x);
    if (row->door->facts->inputs == 2) {
        strided_scatter(&w->second, item, a->y, run->strided.y);
        strided_gather(&w->second, item, run->strided.y, a->y);
    }
}

static void set_up(const stride_run *run, stride_row *row)
{
    for (int i = 0; i < VARIANTS; i++) {
        const arrays *a = i == CONTIGUOUS ? &run->contiguous : &run->strided;
        const strided_shape shape = i == CONTIGUOUS ? STRIDED_CONTIGUOUS : row->shape;
        row->work[i] = (strided_work){
            .work = arrays_work(a, row->n),
            .in = strided_make(shape, row->n),
            .second = strided_make_second(shape, row->n),
            .out = strided_make_out(shape, row->n),
        };
        row->calls->make_views(&row->work[i]);
        row->timing[i] = (timing_variant){
            .batch = i == NAIVE ? row->calls->naive : row->calls->spelt, .context = &row->work[i]};
    }
    fill(run, row, &row->work[SPELT]);
}

/* Whether a variant gives what the scalar variant gives on the contiguous elements. */
static int is_right(const stride_run *run, stride_row *row, const check_reference *reference, int i)
{
    static const char *const names[VARIANTS] = {"Spelt, contiguous", "naive", "Spelt"};
    strided_work *w = &row->work[i];
    const size_t item = door_operand_bytes(row->door);
    const int is_blas = strcmp(spelt_path(), "blas") == 0;
    char message[CHECK_MESSAGE_SIZE] = "";
    memset(&w->work.value, 0xa5, sizeof w->work.value);
    memset(w->work.out, 0xa5, w->out.extent * item);
    row->timing[i].batch(w, 1);
    work seen = w->work;
    if (i != CONTIGUOUS && door_is_map(row->door)) {
        strided_gather(&w->out, item, w->work.out, run->contiguous.out);
        seen.out = run->contiguous.out;
    }
    seen.x = run->contiguous.x;
    seen.y = run->contiguous.y;
    if (seen.status != SPELT_OK && seen.status != reference->scalar.status)
        snprintf(message, sizeof message, "%s", spelt_last_error());
    else if (check_result(row->door, reference, &seen,
                          i == NAIVE ? CHECK_LOOP
                          : is_blas  ? CHECK_BLAS
                                     : CHECK_SPELT,
                          message))
        return 1;
    output_wrong("WRONG RESULT: %s, n = %zu, %s, %s: %s", row->door->name, row->n,
                 strided_name(row->shape), names[i], message);
    return 0;
}

static double per_element(const stride_row *row, int i)
{
    return 1e9 * timing_median(&row->timing[i]) / (double)row->n;
}

/* Of the bytes a second that the cache lines of such a layout can be had at. */
static double share_of_limit(stride_run *run, const stride_row *row, int i)
{
    const strided_work *w = &row->work[i];
    const size_t item = door_operand_bytes(row->door), loads = row->door->facts->inputs;
    const int is_map = door_is_map(row->door);
    size_t bytes = strided_bytes(&w->in, item);
    if (loads > 1)
        bytes += strided_bytes(&w->second, item);
    if (is_map)
        bytes += strided_bytes(&w->out, item);
    return limits_share(&run->limits, loads, (size_t)is_map, bytes, 1, timing_min(&row->timing[i]));
}

static void record_row(const stride_row *row, int i, const statistics_interval *to_contiguous,
                       const statistics_interval *to_naive, double share)
{
    static const char *const names[VARIANTS] = {"Spelt, contiguous", "naive", "Spelt"};
    record r;
    record_begin(&r);
    record_name(&r, "report", "strides");
    record_name(&r, "door", row->door->name);
    record_name(&r, "layout", strided_name(row->shape));
    record_size(&r, row->n);
    record_name(&r, "variant", names[i]);
    record_label_text(&r, "isa", spelt_isa());
    r.bytes_per_call = (double)(row->n * door_bytes(row->door));
    r.items_per_call = (double)row->n;
    record_time(&r, &row->timing[i]);
    record_counter_value(&r, "ns_per_element", per_element(row, i));
    record_counter_value(&r, "share_of_limit", share);
    record_ratio(&r, "contiguous_over_it", "contiguous_over_low", "contiguous_over_high",
                 i == CONTIGUOUS ? NULL : to_contiguous, r.rounds);
    record_ratio(&r, "naive_over_median", "naive_over_low", "naive_over_high",
                 i == NAIVE ? NULL : to_naive, r.rounds);
    output_record(&r);
}

static void take_note(stride_run *run, const stride_row *row, double gain)
{
    run->verdict.log_gain += log(gain);
    run->verdict.slower += gain < 0.97;
    if (run->verdict.rows++ > 0 && gain >= run->verdict.worst)
        return;
    run->verdict.worst = gain;
    snprintf(run->verdict.name, sizeof run->verdict.name, "%s, %s, n = %zu", row->door->name,
             strided_name(row->shape), row->n);
}

/* Whether there is a layout in which the loop would be better. */
static void show_verdict(const stride_run *run)
{
    if (run->verdict.rows == 0)
        return;
    output_answer(run->verdict.slower ? OUTPUT_BAD : OUTPUT_PLAIN,
                  "the loop takes %.2f times as long as Spelt in the geometric mean of %zu rows; Spelt is "
                  "slower in %zu, at worst %.2f of the loop (%s)",
                  exp(run->verdict.log_gain / (double)run->verdict.rows), run->verdict.rows,
                  run->verdict.slower, run->verdict.worst, run->verdict.name);
}

/* Of an i8 in a vector some thousandths. */
static void show_time(double ns)
{
    char text[OUTPUT_NUMBER_SIZE];
    output_format_number(ns, text);
    if (ns < 0.0995)
        snprintf(text, sizeof text, "%.4f", ns);
    output_text(text, OUTPUT_PLAIN);
}

/* How many times the time of contiguous elements, and how many times as fast as the loop. */
static void show_row(stride_run *run, const stride_row *row)
{
    double share[VARIANTS];
    for (int i = 0; i < VARIANTS; i++) {
        const statistics_interval base = timing_ratio(&row->timing[CONTIGUOUS], &row->timing[i]);
        const statistics_interval loop = timing_ratio(&row->timing[NAIVE], &row->timing[i]);
        share[i] = share_of_limit(run, row, i);
        record_row(row, i, &base, &loop, share[i]);
    }
    const statistics_interval more = timing_ratio(&row->timing[SPELT], &row->timing[CONTIGUOUS]);
    const statistics_interval gain = timing_ratio(&row->timing[NAIVE], &row->timing[SPELT]);
    output_count(row->n);
    output_text(strided_name(row->shape), OUTPUT_PLAIN);
    show_time(per_element(row, SPELT));
    output_share(share[SPELT], LIMITS_MOST_SHARE);
    show_time(per_element(row, CONTIGUOUS));
    output_ratio(&more, row->timing[SPELT].rounds);
    show_time(per_element(row, NAIVE));
    output_ratio(&gain, row->timing[SPELT].rounds);
    output_row();
    take_note(run, row, gain.value);
}

static void run_row(stride_run *run, stride_row *row)
{
    timing_variant *variants[VARIANTS];
    int right = 1;
    set_up(run, row);
    const check_reference reference =
        check_make_reference(row->door, &row->work[CONTIGUOUS].work, run->contiguous.expected);
    for (int i = 0; i < VARIANTS; i++) {
        variants[i] = &row->timing[i];
        right &= is_right(run, row, &reference, i);
    }
    run->wrong += !right;
    if (!right)
        return;
    timing_run(variants, VARIANTS, run->seconds);
    output_progress_end();
    show_row(run, row);
}

static const output_column columns[] = {
    {"", "n", 10},  {NULL, "layout", -17},      {"Spelt", "strided", 8}, {NULL, "limit", 5},
    {NULL, "contig.", 8},
    {NULL, "x", 6}, {"the loop", "strided", 8}, {NULL, "to Spelt", 8},
};

/* Of the time of a row, for one limit. */
#define LIMIT_TIME 0.25

static void run_door(stride_run *run, const door *d, const size_t *sizes, size_t count)
{
    static stride_row row;
    char title[96];
    row.door = d;
    row.calls = strided_find(d->name);
    snprintf(title, sizeof title, "spelt_%s, one thread: ns an element", d->name);
    output_table(title, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++)
        for (row.shape = STRIDED_REVERSED; row.shape < STRIDED_SHAPES && !interrupted();
             row.shape++) {
            row.n = sizes[i];
            output_progress((double)i / (double)count, d->name, row.n);
            run_row(run, &row);
            output_progress_end();
        }
}

/* Of narrow types, which are as many rows again, only those that --type names. */
static int is_wanted(const options *o, const door *d)
{
    return options_want(o, d) && strided_find(d->name) != NULL &&
           (o->types || door_operand_bytes(d) >= sizeof(f32));
}

/* Whole rows: the next multiple of STRIDED_ROW. */
static size_t choose_sizes(const options *o, size_t sizes[OPTIONS_MAX_SIZES])
{
    const size_t *given = o->size_count ? o->sizes : default_sizes;
    const size_t count = o->size_count ? o->size_count : sizeof default_sizes / sizeof *given;
    for (size_t i = 0; i < count; i++)
        sizes[i] =
            given[i] ? (given[i] + STRIDED_ROW - 1) / STRIDED_ROW * STRIDED_ROW : STRIDED_ROW;
    return count;
}

static int allocate(stride_run *run, size_t longest, size_t *most)
{
    size_t extent = 0;
    for (strided_shape s = 0; s < STRIDED_SHAPES; s++)
        if (strided_make(s, longest).extent > extent)
            extent = strided_make(s, longest).extent;
    *most = extent * sizeof(f64);
    if (extent <= machine_available_memory() / 10 * 9 / (2 * ARRAY_COUNT * sizeof(f64)) &&
        arrays_allocate(&run->contiguous, longest * sizeof(f64), longest * sizeof(f64))) {
        if (arrays_allocate(&run->strided, extent * sizeof(f64), extent * sizeof(f64)))
            return 1;
        arrays_free(&run->contiguous);
    }
    fprintf(stderr, "spelt-bench: no memory for %d arrays of %zu elements\n", ARRAY_COUNT, extent);
    return 0;
}

int report_strides(const options *o)
{
    static stride_run run;
    size_t sizes[OPTIONS_MAX_SIZES], longest = 0, wanted = 0, bytes;
    const size_t count = choose_sizes(o, sizes);
    run.o = o;
    for (size_t i = 0; i < count; i++)
        longest = sizes[i] > longest ? sizes[i] : longest;
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        wanted += (size_t)is_wanted(o, &doors[i]);
    if (wanted == 0) {
        fputs("spelt-bench: strides is of sum, sumsq, dot and add of f32, f64, i32 and i64, by --type "
              "too of i8, i16, u8 and, but for add, f16_f32; --op and --type ask for none of them\n",
              stderr);
        return 2;
    }
    if (!allocate(&run, longest, &bytes))
        return 1;
    run.seconds = o->time / (double)(wanted * count * (STRIDED_SHAPES - 1)) * (1 - LIMIT_TIME);
    limits_open(&run.limits, arrays_range(&run.strided, bytes), run.seconds * LIMIT_TIME);
    spelt_set_num_threads_local(1);
    for (size_t i = 0; i < SPELT_FUNCTIONS && !interrupted(); i++)
        if (is_wanted(o, &doors[i]))
            run_door(&run, &doors[i], sizes, count);
    spelt_set_num_threads_local(0);
    show_verdict(&run);
    output_marks("");
    arrays_free(&run.contiguous);
    arrays_free(&run.strided);
    return run.wrong > 0;
}
