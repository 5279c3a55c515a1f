/* report_speed.c - the report `speed`: the doors that are asked for, at the sizes that are asked
 * for, on random data. */
#include "reports/reports.h"

#include "reports/files.h"
#include "measure/interrupt.h"
#include "measure/machine.h"
#include "output/output.h"
#include "runtime/cpu.h"
#include "reports/show.h"
#include "reports/summary.h"

#include <string.h>

/* Powers of 8; 16 and 32, where vectors begin to pay; 1024 and 4096, in the first-level cache; a
 * million. Then comes elements_beyond_caches(). */
static const size_t report_sizes[] = {1,    8,    16,    32,     64,      512,
                                      1024, 4096, 32768, 262144, 1000000, 2097152};

/* As many f64 as fill the last-level cache four times: for add, three arrays of that. */
static size_t elements_beyond_caches(void)
{
    return 4 * spelt_llc_bytes() / sizeof(f64);
}

typedef struct {
    size_t sizes[OPTIONS_MAX_SIZES];
    size_t count;
    size_t widest; /* bytes of an element, as many as an f64 has or more */
    int asked_for; /* by --size: nothing is skipped for want of time */
    size_t memory; /* that there is, in bytes */
} size_list;

static size_list choose_sizes(const options *o)
{
    size_list list = {.widest = options_widest(o),
                      .asked_for = o->size_count > 0,
                      .memory = machine_available_memory()};
    if (list.asked_for) {
        memcpy(list.sizes, o->sizes, o->size_count * sizeof *o->sizes);
        list.count = o->size_count;
    } else {
        size_t beyond = elements_beyond_caches();
        for (size_t i = 0; i < sizeof report_sizes / sizeof *report_sizes; i++)
            if (report_sizes[i] < beyond)
                list.sizes[list.count++] = report_sizes[i];
        list.sizes[list.count++] = beyond;
    }
    return list;
}

/* Whether arrays of n elements leave memory for others. */
static int fits(const size_list *list, size_t n)
{
    return n <= list->memory / 10 * 9 / (ARRAY_COUNT * list->widest);
}

/* The share of the time that a cell gets, against others: long arrays take long for each round. */
static double weight(size_t n)
{
    return 1 + (double)n / (1 << 20);
}

/* Of the whole time, for one limit: some 130 of them in a whole report take a fifth of it. */
static const double share_of_limits = 0.0015;

/* The elements that the arrays have room for at least: half a first-level cache in one of them,
 * where limits of short arrays are measured. */
static const size_t least_room = 8192;

/* A run through all cells of the report. */
typedef struct {
    const cell_setup *setup;
    const size_list *sizes;
    arrays arrays;
    limits *limits;
    uint64_t seed;
    double end;         /* when the time is over */
    double weight_left; /* of the cells to come */
    double weight_all;
    size_t wrong;
} progress;

/* Seconds for one call by every way there is. */
static double round_seconds(const cell *c)
{
    double sum = 0;
    for (column i = 0; i < column_count(); i++)
        if (c->state[i] == CELL_RIGHT)
            sum += timing_min(&c->timing[i]);
    return sum;
}

/* A cell is more than its share where filling, checking, calibrating and the least number of
 * rounds would take some times as long. The cell before tells what a round takes. */
static int too_slow(const progress *p, const cell *before, size_t n, double share)
{
    if (p->sizes->asked_for || before->n < 4096)
        return 0;
    double round = round_seconds(before) * (double)n / (double)before->n;
    return (TIMING_MIN_ROUNDS + 3) * round > 4 * share;
}

static void run_cell(progress *p, cell *c, const door *d, data_kind kind, size_t n)
{
    double left = p->end - clock_now();
    double share = left > 0 ? left * weight(n) / p->weight_left : 0;
    double done = 1 - p->weight_left / p->weight_all;
    p->weight_left -= weight(n);
    if (!fits(p->sizes, n)) {
        show_skipped(n, "its arrays take %.4g GiB, and of memory %.4g GiB are left",
                     (double)(ARRAY_COUNT * p->sizes->widest) * (double)n / (1 << 30),
                     (double)p->sizes->memory / (1 << 30));
        return;
    }
    if (c->door == d && too_slow(p, c, n, share)) {
        show_skipped(n, "takes too much of the time; --time SECONDS or --size allow more");
        return;
    }
    output_progress(done, cell_title(d, kind), n);
    c->door = d;
    c->kind = kind;
    c->n = n;
    double begin = clock_now();
    p->wrong += cell_prepare(c, p->setup, &p->arrays, p->seed);
    cell_time(c, share - (clock_now() - begin));
    cell_share(c, p->limits);
    show_cell(c, "speed");
    summary_add(c);
}

static size_t count_tables(const options *o)
{
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++)
        for (data_kind kind = DATA_USUAL; kind < DATA_COUNT; kind++)
            count += options_want(o, &doors[i]) && arrays_have(&doors[i], kind);
    return count;
}

static void run_tables(progress *p, const options *o)
{
    static cell c;
    for (size_t i = 0; i < ROWS && !interrupted(); i++) {
        const door *d = &doors[i];
        if (!options_want(o, d))
            continue;
        for (data_kind kind = DATA_USUAL; kind < DATA_COUNT; kind++) {
            if (!arrays_have(d, kind))
                continue;
            show_table(p->setup, d, kind);
            c.door = NULL;
            for (size_t s = 0; s < p->sizes->count && !interrupted(); s++)
                if (p->sizes->sizes[s] >= arrays_least(kind))
                    run_cell(p, &c, d, kind, p->sizes->sizes[s]);
        }
    }
    output_progress_end();
}

int report_speed(const options *o)
{
    static limits l;
    const cell_setup setup = cell_whole_setup();
    const size_list sizes = choose_sizes(o);
    progress p = {.setup = &setup, .sizes = &sizes, .limits = &l, .seed = o->seed};
    size_t longest = least_room;
    summary_begin();
    if (o->x_file)
        return files_run(o, &setup);
    for (size_t i = 0; i < sizes.count; i++) {
        p.weight_all += weight(sizes.sizes[i]);
        if (fits(&sizes, sizes.sizes[i]) && sizes.sizes[i] > longest)
            longest = sizes.sizes[i];
    }
    p.end = clock_now() + o->time;
    if (!arrays_allocate_of_or_tell(&p.arrays, longest, sizes.widest))
        return 1;
    limits_open(&l, arrays_range(&p.arrays, longest * sizeof(f64)), o->time * share_of_limits);
    p.weight_all *= (double)count_tables(o);
    p.weight_left = p.weight_all;
    run_tables(&p, o);
    arrays_free(&p.arrays);
    summary_print(&setup);
    return p.wrong > 0;
}
