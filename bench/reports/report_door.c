/* report_door.c - the report `door`: what a call costs that has next to nothing to do, dot_f64
 * against the naive function, and in other languages against C. */
#include "measure/interrupt.h"
#include "output/output.h"
#include "peers/languages.h"
#include "reports/cell.h"
#include "reports/reports.h"
#include "reports/show.h"

#include <spelt/runtime.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const size_t sizes[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 16};
static const size_t size_count = sizeof sizes / sizeof sizes[0];

static const output_column columns[] = {
    {"", "n", 10},    {"naive", "ns min", 6},     {NULL, "med", 6}, {"Spelt", "min", 6},
    {NULL, "med", 6}, {"Spelt's more", "min", 6}, {NULL, "med", 6}, {NULL, "from", 6},
    {NULL, "to", 6},  {"C++'s more", "min", 6},   {NULL, "med", 6}, {"Fortran's", "min", 6},
    {NULL, "med", 6}, {"BLAS name's", "min", 6},  {NULL, "med", 6},
};

/* The call in C and in other languages, of operands that stay. */
static struct {
    work work[LANGUAGES + 1];
    timing_variant timing[LANGUAGES + 1];
    char wrong[LANGUAGES + 1][RECORD_MESSAGE];
    double more[LANGUAGES]; /* seconds, by the minima, of all rows together */
    size_t rows;
} calls;
#define IN_C LANGUAGES

static void print_signed(double value)
{
    char text[32];
    snprintf(text, sizeof text, "%+.2f", value);
    output_text(text, OUTPUT_PLAIN);
}

static void print_time(const cell *c, column i)
{
    if (c->state[i] != CELL_RIGHT) {
        output_span("WRONG", 2, OUTPUT_BAD);
        return;
    }
    output_number(1e9 * timing_min(&c->timing[i]));
    output_number(1e9 * timing_median(&c->timing[i]));
}

static void print_languages(void)
{
    for (int i = 0; i < LANGUAGES; i++)
        if (calls.timing[i].batch) {
            print_signed(1e9 * (timing_min(&calls.timing[i]) - timing_min(&calls.timing[IN_C])));
            print_signed(1e9 * timing_difference(&calls.timing[IN_C], &calls.timing[i]).value);
        } else {
            output_span("-", 2, OUTPUT_PLAIN);
        }
}

static void print_row(const cell *c)
{
    const timing_variant *naive = &c->timing[COLUMN_NAIVE], *spelt = &c->timing[column_spelt()];
    output_count(c->n);
    print_time(c, COLUMN_NAIVE);
    print_time(c, column_spelt());
    if (c->state[COLUMN_NAIVE] == CELL_RIGHT && c->state[column_spelt()] == CELL_RIGHT) {
        const statistics_interval more = timing_difference(naive, spelt);
        print_signed(1e9 * (timing_min(spelt) - timing_min(naive)));
        print_signed(1e9 * more.value);
        print_signed(1e9 * more.low);
        print_signed(1e9 * more.high);
        print_languages();
    }
    output_row();
}

/* Returns how many give another result than C. */
static size_t time_calls(const cell *c, const arrays *a, double budget)
{
    timing_variant *variants[LANGUAGES + 1];
    size_t count = 0, wrong = 0;
    const char *why;
    for (int i = LANGUAGES; i >= 0; i--) {
        work *w = &calls.work[i];
        *w = (work){.n = c->n, .x = a->x, .y = a->y};
        calls.timing[i] = (timing_variant){
            .batch = i == IN_C ? c->door->spelt : language_dot(i, &why), .context = w};
        if (!calls.timing[i].batch)
            continue;
        calls.timing[i].batch(w, 1);
        calls.wrong[i][0] = '\0';
        if (memcmp(&w->value.f64, &calls.work[IN_C].value.f64, sizeof w->value.f64) != 0) {
            snprintf(calls.wrong[i], sizeof calls.wrong[i], "%s it gives %g, in C %g",
                     language_names[i], w->value.f64, calls.work[IN_C].value.f64);
            output_wrong("WRONG RESULT: dot_f64, n = %zu: %s", c->n, calls.wrong[i]);
            wrong++;
        }
        variants[count++] = &calls.timing[i];
    }
    timing_run(variants, count, budget);
    for (int i = 0; i < LANGUAGES; i++)
        if (calls.timing[i].batch)
            calls.more[i] += timing_min(&calls.timing[i]) - timing_min(&calls.timing[IN_C]);
    calls.rows++;
    return wrong;
}

/* ---- For programs -------------------------------------------------------------------------------- */

static void add_difference(record *r, const char *const keys[3], const timing_variant *base,
                           const timing_variant *variant)
{
    statistics_interval more = {NAN, NAN, NAN};
    if (base && variant)
        more = timing_difference(base, variant);
    record_counter_value(r, keys[0], 1e9 * more.value);
    record_counter_value(r, keys[1], 1e9 * more.low);
    record_counter_value(r, keys[2], 1e9 * more.high);
}

/* What the call takes more than the loop, or than in C: of the two timed beside it. */
static void end_record(record *r, const timing_variant *naive, const timing_variant *in_c,
                       const timing_variant *it)
{
    static const char *const than_naive[] = {"more_than_naive_ns", "more_than_naive_low_ns",
                                             "more_than_naive_high_ns"};
    static const char *const than_in_c[] = {"more_than_in_c_ns", "more_than_in_c_low_ns",
                                            "more_than_in_c_high_ns"};
    add_difference(r, than_naive, naive, it);
    add_difference(r, than_in_c, in_c, it);
    output_record(r);
}

static void record_columns(const cell *c, const cell_setup *setup)
{
    const column spelt = column_spelt();
    const int are_right = c->state[COLUMN_NAIVE] == CELL_RIGHT && c->state[spelt] == CELL_RIGHT;
    record r;
    show_column_record(&r, c, COLUMN_NAIVE, "door", setup->cap);
    end_record(&r, NULL, NULL, NULL);
    show_column_record(&r, c, spelt, "door", setup->cap);
    end_record(&r, are_right ? &c->timing[COLUMN_NAIVE] : NULL, NULL, &c->timing[spelt]);
}

static void record_languages(const cell *c)
{
    for (int i = LANGUAGES; i >= 0; i--) {
        char variant[32];
        record r;
        if (!calls.timing[i].batch)
            continue;
        snprintf(variant, sizeof variant, "Spelt %s", i == IN_C ? "in C" : language_names[i]);
        show_begin_record(&r, c, "door", variant, spelt_path(), "");
        if (calls.wrong[i][0])
            snprintf(r.wrong, sizeof r.wrong, "%s", calls.wrong[i]);
        else
            record_time(&r, &calls.timing[i]);
        show_end_record(&r, NULL, 0);
        end_record(&r, NULL, i == IN_C || calls.wrong[i][0] ? NULL : &calls.timing[IN_C],
                   &calls.timing[i]);
    }
}

/* ---- The answer ------------------------------------------------------------------------------------ */

/* What a call costs more than the loop, over all rows. */
static struct {
    double most; /* seconds */
    size_t most_n, even_n; /* from there on it is not surely slower */
    int is_even;
} more_than_loop;

static void take_note(const cell *c)
{
    const statistics_interval more =
        timing_difference(&c->timing[COLUMN_NAIVE], &c->timing[column_spelt()]);
    if (more.value > more_than_loop.most) {
        more_than_loop.most = more.value;
        more_than_loop.most_n = c->n;
    }
    if (more.low <= 0 && !more_than_loop.is_even)
        more_than_loop.even_n = c->n;
    more_than_loop.is_even = more.low <= 0;
}

static void answer(void)
{
    char even[48] = "it is slower up to the last of these sizes";
    if (more_than_loop.is_even)
        snprintf(even, sizeof even, "no slower from n = %zu on", more_than_loop.even_n);
    output_answer(OUTPUT_PLAIN,
                  "a call of spelt_dot_f64 takes at most %.1f ns more than the naive loop (n = %zu); %s",
                  1e9 * more_than_loop.most, more_than_loop.most_n, even);
    for (int i = 0; i < LANGUAGES; i++) {
        const char *why;
        if (language_dot(i, &why))
            output_answer(OUTPUT_PLAIN,
                          "%s it takes %.1f ns more than in C, in the mean of these sizes",
                          language_names[i], 1e9 * calls.more[i] / (double)calls.rows);
        else
            output_answer(OUTPUT_PLAIN, "%s: %s", language_names[i], why);
    }
}

static size_t run_row(cell *c, const cell_setup *setup, const arrays *a, uint64_t seed,
                      double budget)
{
    size_t wrong = cell_prepare(c, setup, a, seed);
    cell_time(c, budget / 2);
    wrong += time_calls(c, a, budget / 2);
    print_row(c);
    if (wrong == 0)
        take_note(c);
    record_columns(c, setup);
    record_languages(c);
    return wrong;
}

int report_door(const options *o)
{
    static cell c;
    cell_setup setup = cell_whole_setup();
    arrays a;
    size_t wrong = 0;
    setup.columns = COLUMN_BIT(COLUMN_NAIVE) | COLUMN_BIT(column_spelt());
    if (!arrays_allocate_or_tell(&a, sizes[size_count - 1]))
        return 1;
    c.door = door_find("dot_f64");
    c.kind = DATA_USUAL;
    output_table("The cost of a call: spelt_dot_f64", columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < size_count && !interrupted(); i++) {
        c.n = sizes[i];
        output_progress((double)i / (double)size_count, c.door->name, c.n);
        wrong += run_row(&c, &setup, &a, o->seed, o->time / (double)size_count);
    }
    if (wrong == 0)
        answer();
    arrays_free(&a);
    return wrong > 0;
}
