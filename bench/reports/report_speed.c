/* report_speed.c - the report `speed`: the doors that are asked for, at the sizes that are asked
 * for, on random data. */
#include "reports/reports.h"

#include "reports/files.h"
#include "measure/interrupt.h"
#include "measure/levels.h"
#include "measure/machine.h"
#include "output/output.h"
#include "reports/show.h"
#include "reports/summary.h"

#include <string.h>

/* Powers of 8; 16 and 32, where vectors begin to pay; 1024 and 4096, in the first-level cache; a
 * million. The last is one in memory, and what is longer is left out. */
static const size_t report_sizes[] = {1,    8,    16,    32,     64,      512,
                                      1024, 4096, 32768, 262144, 1000000, 2097152};

/* Of the time, for the least that the longest arrays take; the others together take up to twice as much. */
static const double share_of_longest = 0.25;

typedef struct {
    size_t sizes[OPTIONS_MAX_SIZES];
    size_t count;
    size_t widest; /* bytes of an element, as many as an f64 has or more */
    size_t memory; /* that there is, in bytes */
    int is_short;  /* there was no time for one in memory */
} size_list;

static int is_table(const options *o, size_t row, data_kind kind)
{
    return options_want(o, &doors[row]) && arrays_have(&doors[row], kind);
}

static size_t count_tables(const options *o, size_t *bytes)
{
    size_t count = 0;
    *bytes = 0; /* that their calls move together, for each element */
    for (size_t i = 0; i < ROWS; i++)
        for (data_kind kind = DATA_USUAL; kind < DATA_COUNT; kind++)
            if (is_table(o, i, kind)) {
                count++;
                *bytes += door_bytes(&doors[i]);
            }
    return count;
}

/* As long as time and memory allow, and up to arrays of f64 beyond the last cache as it is measured. */
static void choose_sizes(const options *o, size_list *list)
{
    level caches[LEVELS_CACHES];
    size_t bytes;
    count_tables(o, &bytes);
    const size_t timely = cell_bytes_within(o->time * share_of_longest) / bytes;
    const size_t room = list->memory / 10 * 9 / (ARRAY_COUNT * list->widest);
    const size_t longest = timely < room ? timely : room;
    output_progress(0, "the cache levels", LEVELS_MOST_BYTES);
    const size_t found = levels_find(caches, room);
    const size_t last = found ? caches[found - 1].bytes : 0;
    const size_t beyond = levels_beyond(last, longest * sizeof(f64)) / sizeof(f64);
    for (size_t i = 0; i < sizeof report_sizes / sizeof *report_sizes; i++)
        if (i == 0 || report_sizes[i] < (beyond ? beyond : longest))
            list->sizes[list->count++] = report_sizes[i];
    if (beyond)
        list->sizes[list->count++] = beyond;
    list->is_short = !beyond;
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

static void run_tables(progress *p, const options *o)
{
    static cell c;
    for (size_t i = 0; i < ROWS && !interrupted(); i++) {
        const door *d = &doors[i];
        for (data_kind kind = DATA_USUAL; kind < DATA_COUNT; kind++) {
            if (!is_table(o, i, kind))
                continue;
            show_table(p->setup, d, kind);
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
    const double begin = clock_now();
    const cell_setup setup = cell_whole_setup();
    size_list sizes = {.count = o->size_count, .widest = options_widest(o), .memory = machine_available_memory()};
    progress p = {.setup = &setup, .sizes = &sizes, .limits = &l, .seed = o->seed};
    size_t longest = least_room, bytes;
    summary_begin();
    if (o->x_file)
        return files_run(o, &setup);
    if (o->size_count > 0)
        memcpy(sizes.sizes, o->sizes, o->size_count * sizeof *o->sizes);
    else
        choose_sizes(o, &sizes);
    for (size_t i = 0; i < sizes.count; i++) {
        p.weight_all += weight(sizes.sizes[i]);
        if (fits(&sizes, sizes.sizes[i]) && sizes.sizes[i] > longest)
            longest = sizes.sizes[i];
    }
    p.end = begin + o->time;
    if (!arrays_allocate_of_or_tell(&p.arrays, longest, sizes.widest))
        return 1;
    limits_open(&l, arrays_range(&p.arrays, longest * sizeof(f64)), o->time * share_of_limits);
    p.weight_all *= (double)count_tables(o, &bytes);
    p.weight_left = p.weight_all;
    run_tables(&p, o);
    arrays_free(&p.arrays);
    summary_print(&setup);
    output_marks("; what is wrong is not timed");
    if (sizes.is_short)
        output_note("memory: not within --time %g", o->time);
    return p.wrong > 0;
}
