/* report_glance.c - the report `glance`: on one screen what Spelt gains over the naive loop, over what
 * compilers make of it and over BLAS, in each cache level and in memory. */
#include "measure/interrupt.h"
#include "measure/levels.h"
#include "measure/machine.h"
#include "output/output.h"
#include "reports/reports.h"
#include "reports/show.h"

#include <spelt/runtime.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell beyond the last cache gets so many times the time of another. */
#define MEMORY_WEIGHT 3

/* The columns of the screen. */
#define PLACES_MAX (LEVELS_CACHES + 1)
typedef struct {
    char name[8];
    size_t bytes, least; /* that a call moves; in any cell, where time was short */
    size_t floor;        /* of that; 0: none is of fewer */
    double weight;
} place;

/* What of a cell is shown. */
typedef struct {
    cell_state state;
    double seconds, share;
    statistics_interval ratio; /* to the naive loop */
    size_t rounds;
    int is_beaten; /* surely, by a compiler's loop or BLAS */
} figure;

typedef struct {
    const door *door;
    data_kind kind;
    figure figures[PLACES_MAX];
} row;

/* How many times as fast as something it is, over all cells that can tell. */
typedef struct {
    char label[BLAS_LABEL_SIZE + 80];
    double log_sum;
    size_t count, noisy;
    statistics_interval worst;
    char where[96];
} gain;

enum { NAIVE, COMPILERS, CAP, BLAS, GAINS = BLAS + 3 * BLAS_MAX_LIBRARIES };

typedef struct {
    const options *o;
    cell_setup setup;
    place places[PLACES_MAX];
    size_t place_count;
    row *rows;
    size_t row_count;
    arrays arrays;
    limits limits;
    gain gains[GAINS];
    double end, weight_left, weight_all;
    size_t cells, wrong, slower, beaten;
} glance;

/* ---- What is measured ------------------------------------------------------------------------ */

static size_t count_rows(const options *o, row *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++) {
        data_kind kind = DATA_USUAL;
        if (!options_want(o, &doors[i]))
            continue;
        while (kind < DATA_COUNT && !arrays_have(&doors[i], kind))
            kind++;
        if (kind < DATA_COUNT && rows)
            rows[count] = (row){.door = &doors[i], .kind = kind};
        count += kind < DATA_COUNT;
    }
    return count;
}

/* Half of each cache; and beyond the last as much as time and memory allow, unless that were no longer
 * beyond it. */
static void choose_places(glance *g)
{
    level caches[LEVELS_CACHES];
    const size_t available = machine_available_memory() / 10 * 9 / (ARRAY_COUNT * 2);
    const size_t timely = cell_bytes_within(g->o->time / 2) / g->row_count;
    output_progress(0, "the cache levels", LEVELS_MOST_BYTES);
    const size_t found = levels_find(caches, available);
    size_t last = (size_t)16 << 10;
    for (size_t i = 0; i < found; i++) {
        place *p = &g->places[g->place_count++];
        *p = (place){.bytes = caches[i].bytes / 2, .weight = 1};
        snprintf(p->name, sizeof p->name, "L%u", (unsigned)(i + 1) % 10);
        last = caches[i].bytes;
    }
    const size_t beyond = levels_beyond(last, timely < available ? timely : available);
    if (beyond > 0)
        g->places[g->place_count++] = (place){"memory", beyond, 0, 2 * last, MEMORY_WEIGHT};
    for (size_t i = 0; i < g->place_count; i++)
        g->places[i].least = g->places[i].bytes;
}

/* As many elements as move so many bytes at most: a power of two. */
static size_t elements_of(const row *r, size_t bytes)
{
    size_t n = 1;
    while (2 * n * door_bytes(r->door) <= bytes)
        n *= 2;
    return n;
}

/* ---- Cells ----------------------------------------------------------------------------------- */

static int is_of_kind(column i, peer_kind kind)
{
    return i < column_spelt() && peers_at(i)->kind == kind;
}

static int is_on_one_thread(column i)
{
    return peers_at(i)->threads == 1;
}

/* The column of this kind with the least median; -1 where there is none. */
static column best_of_kind(const cell *c, peer_kind kind)
{
    column best = -1;
    for (column i = 0; i < column_spelt(); i++)
        if (is_of_kind(i, kind) && c->state[i] == CELL_RIGHT &&
            (best < 0 || timing_median(&c->timing[i]) < timing_median(&c->timing[best])))
            best = i;
    return best;
}

/* Adds a cell, in which this timing of Spelt is compared with a column; whether it is surely slower. */
static int add_gain(gain *g, const cell *c, column base, const timing_variant *spelt, const place *p)
{
    if (base < 0 || c->state[base] != CELL_RIGHT || c->state[column_spelt()] != CELL_RIGHT)
        return 0;
    const statistics_interval ratio = timing_ratio(&c->timing[base], spelt);
    if (!statistics_means_something(&ratio, spelt->rounds)) {
        g->noisy++;
        return 0;
    }
    if (g->count++ == 0 || ratio.value < g->worst.value) {
        const char *whose = is_of_kind(base, PEER_COMPILER) ? column_label(base) : "";
        g->worst = ratio;
        snprintf(g->where, sizeof g->where, "%s of %zu, %s%s%s", c->door->name, c->n, p->name,
                 *whose ? ", " : "", whose);
    }
    g->log_sum += log(ratio.value);
    return ratio.high < SURELY_SLOWER;
}

static void add_gains(glance *g, const cell *c, const place *p)
{
    const timing_variant *spelt = &c->timing[column_spelt()];
    int is_beaten = add_gain(&g->gains[COMPILERS], c, best_of_kind(c, PEER_COMPILER), spelt, p);
    gain *blas = &g->gains[BLAS];
    for (column i = 0; i < column_spelt(); i++)
        if (is_of_kind(i, PEER_BLAS))
            is_beaten |= add_gain(blas++, c, i, cell_rival(c, i), p) && is_on_one_thread(i);
    g->slower += (size_t)add_gain(&g->gains[NAIVE], c, COLUMN_NAIVE, spelt, p);
    g->beaten += (size_t)is_beaten;
    if (door_threads(c->door, c->n) > 1 && c->state[column_cap()] == CELL_RIGHT)
        add_gain(&g->gains[CAP], c, column_spelt(), &c->timing[column_cap()], p);
}

static figure figure_of(const cell *c)
{
    const column spelt = column_spelt();
    const timing_variant *t = &c->timing[spelt];
    figure f = {.state = c->state[spelt]};
    if (f.state != CELL_RIGHT)
        return f;
    f.seconds = timing_median(t);
    f.share = c->share[spelt];
    f.rounds = c->state[COLUMN_NAIVE] == CELL_RIGHT ? t->rounds : 0;
    if (f.rounds > 0)
        f.ratio = timing_ratio(&c->timing[COLUMN_NAIVE], t);
    return f;
}

static void run_cell(glance *g, row *r, size_t at, size_t bytes, double share)
{
    static cell c;
    const double begin = clock_now();
    const size_t beaten = g->beaten;
    c = (cell){.door = r->door, .kind = r->kind, .n = elements_of(r, bytes)};
    if (c.n < arrays_least(r->kind))
        return;
    output_progress(1 - g->weight_left / g->weight_all, cell_title(c.door, c.kind), c.n);
    g->cells++;
    g->wrong += cell_prepare(&c, &g->setup, &g->arrays, g->o->seed);
    cell_time(&c, share - (clock_now() - begin));
    cell_share(&c, &g->limits);
    show_wrong(&c);
    show_records(&c, "speed", &g->setup);
    add_gains(g, &c, &g->places[at]);
    r->figures[at] = figure_of(&c);
    r->figures[at].is_beaten = g->beaten > beaten;
}

/* A column, one function after the other. Where a cell in memory took too much of what is left, the next
 * are of fewer bytes. */
static void run_place(glance *g, size_t at)
{
    place *p = &g->places[at];
    double took = 0;
    for (size_t i = 0; i < g->row_count && !interrupted(); i++) {
        const double begin = clock_now(), left = g->end - begin;
        const double share = left > 0 ? left * p->weight / g->weight_left : 0;
        if (p->floor > 0 && took > 2 * share && p->least / 2 >= p->floor) {
            p->least /= 2;
            took = 0;
        }
        run_cell(g, &g->rows[i], at, p->least, share);
        took = fmax(took, clock_now() - begin);
        g->weight_left -= p->weight;
    }
}

/* ---- The screen ------------------------------------------------------------------------------ */

#define TEXT_SIZE 16

static void format_seconds(double seconds, char text[TEXT_SIZE])
{
    static const char *const units[] = {"ns", "us", "ms", "s"};
    size_t unit = 0;
    double value = 1e9 * seconds;
    for (; value >= 999.5 && unit < 3; unit++)
        value /= 1000;
    snprintf(text, TEXT_SIZE, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

static void format_times(double ratio, char text[TEXT_SIZE])
{
    snprintf(text, TEXT_SIZE, ratio < 9.95 ? "%.2fx" : "%.0fx", ratio);
}

/* "16 KiB", "8-64 MiB" */
static void format_bytes(size_t least, size_t most, char text[2 * TEXT_SIZE])
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB"};
    size_t unit = 0;
    double value = (double)most, less = (double)least;
    for (; value >= 999.5 && unit < 3; unit++) {
        value /= 1024;
        less /= 1024;
    }
    if (least < most)
        snprintf(text, 2 * TEXT_SIZE, "%.1f-%.0f %s", less, value, units[unit]);
    else
        snprintf(text, 2 * TEXT_SIZE, "%.0f %s", value, units[unit]);
}

static void answer_gain(const gain *g)
{
    char mean[TEXT_SIZE] = "?", worst[TEXT_SIZE] = "?";
    if (g->count + g->noisy == 0)
        return;
    if (g->count > 0) {
        format_times(exp(g->log_sum / (double)g->count), mean);
        format_times(g->worst.value, worst);
    }
    char line[OUTPUT_USUAL_WIDTH + 1]; /* as much of it as fits */
    snprintf(line, sizeof line, "  %-36s %5s %5s %5zu %s", g->label, mean, worst, g->noisy, g->where);
    output_answer(g->count > 0 && g->worst.high < SURELY_SLOWER ? OUTPUT_BAD : OUTPUT_PLAIN, "%s", line);
}

static void answer(const glance *g)
{
    output_answer(OUTPUT_PLAIN, "Spelt %s with %s on one thread of %s", spelt_version(), spelt_isa(),
                  machine_cpu());
    output_answer(g->wrong ? OUTPUT_BAD : OUTPUT_PLAIN,
                  "%zu functions, %zu cells: %zu slower than the naive loop, %zu than a compiler's loop "
                  "or BLAS, %zu wrong",
                  g->row_count, g->cells, g->slower, g->beaten, g->wrong);
    output_answer(OUTPUT_PLAIN, "  %-36s %5s %5s %5s %s", "it is so many times as fast as", "mean", "worst",
                  "noisy", "where it is worst");
    for (size_t i = 0; i < GAINS; i++)
        answer_gain(&g->gains[i]);
    for (int i = 0; peers_remark(i); i++)
        output_answer(OUTPUT_DOUBTFUL, "%s", peers_remark(i));
}

/* The widths of the figures of a cell, and of what stands between two cells. */
enum { TIME = 6, TIMES = 6, SHARE = 4, GAP = 3 };

/* How much of a cell fits so many columns of the terminal: all, no share, its ratio alone. */
static size_t figures_that_fit(const glance *g, int width)
{
    const int count = (int)g->place_count;
    if (count * (GAP + TIME + 1 + TIMES + 1 + SHARE) <= width)
        return 3;
    return count * (GAP + TIME + 1 + TIMES) <= width ? 2 : 1;
}

static void show_figure(const figure *f, size_t figures)
{
    char text[TEXT_SIZE], times[TEXT_SIZE];
    if (f->state != CELL_RIGHT) {
        output_span(f->state == CELL_WRONG ? "WRONG" : "-", figures,
                    f->state == CELL_WRONG ? OUTPUT_BAD : OUTPUT_FAINT);
        return;
    }
    if (figures > 1) {
        format_seconds(f->seconds, text);
        output_text(text, OUTPUT_PLAIN);
    }
    const int is_known = statistics_means_something(&f->ratio, f->rounds);
    format_times(f->ratio.value, times);
    snprintf(text, sizeof text, "%.7s%s", is_known ? times : "?", f->is_beaten ? "<" : " ");
    output_text(text, is_known && f->ratio.high < SURELY_SLOWER ? OUTPUT_BAD
                      : f->is_beaten                            ? OUTPUT_DOUBTFUL
                      : is_known                                ? OUTPUT_PLAIN
                                                                : OUTPUT_FAINT);
    if (figures < 3)
        return;
    output_share(f->share, LIMITS_MOST_SHARE);
}

static void show_screen(const glance *g)
{
    output_column columns[1 + 3 * PLACES_MAX];
    char groups[PLACES_MAX][48], name[64];
    int longest = 0;
    for (size_t i = 0; i < g->row_count; i++) {
        const row *r = &g->rows[i];
        const int length = (int)strlen(r->door->name) +
                           (r->kind ? (int)strlen(data_name(r->kind)) + 1 : 0);
        longest = length > longest ? length : longest;
    }
    const int width = output_width() - longest;
    const size_t figures = figures_that_fit(g, width);
    size_t count = 0, shown = g->place_count;
    while (shown > 1 && (int)shown * (GAP + TIMES) > width)
        shown--;
    columns[count++] = (output_column){"", "", -longest};
    for (size_t i = 0; i < shown; i++) {
        const place *p = &g->places[i];
        char bytes[2 * TEXT_SIZE];
        format_bytes(p->least, p->bytes, bytes);
        snprintf(groups[i], sizeof groups[i], "%s%s%s", p->name, figures > 1 ? ": " : "",
                 figures > 1 ? bytes : "");
        if (figures > 1)
            columns[count++] = (output_column){NULL, "time", TIME};
        columns[count++] = (output_column){NULL, "times ", TIMES};
        if (figures > 2)
            columns[count++] = (output_column){NULL, "peak", SHARE};
        columns[count - figures].group = groups[i];
    }
    output_table(NULL, columns, count);
    for (size_t i = 0; i < g->row_count; i++) {
        const row *r = &g->rows[i];
        snprintf(name, sizeof name, "%s%s%s", r->door->name, r->kind ? " " : "",
                 r->kind ? data_name(r->kind) : "");
        output_text(name, OUTPUT_PLAIN);
        for (size_t k = 0; k < shown; k++)
            show_figure(&r->figures[k], figures);
        output_row();
    }
}

static void explain(const glance *g)
{
    output_note("time: of a call on one thread that moves up to so many bytes; times: as fast as the naive loop;");
    output_note("peak: share of the most that this level delivers. < a compiler's loop or BLAS is faster;");
    output_marks("; noisy: cells that cannot be told");
    output_note("--full has all figures, --help what else there is.");
    if (g->place_count == 0 || strcmp(g->places[g->place_count - 1].name, "memory") != 0)
        output_note("memory: not within --time %g", g->o->time);
}

/* ---- The run --------------------------------------------------------------------------------- */

static void name_gains(glance *g)
{
    gain *blas = &g->gains[BLAS];
    snprintf(g->gains[NAIVE].label, sizeof g->gains[NAIVE].label, "the naive loop");
    snprintf(g->gains[COMPILERS].label, sizeof g->gains[COMPILERS].label, "the best compiler's loop");
    snprintf(g->gains[CAP].label, sizeof g->gains[CAP].label, "itself on one thread, with %d", g->setup.cap);
    for (int i = 0; i < peers_count(); i++) {
        const peer *p = peers_at(i);
        if (p->kind != PEER_BLAS)
            continue;
        const char *core = strstr(p->title, p->library->core) ? "" : p->library->core;
        snprintf(blas->label, sizeof blas->label, "%s%s%s", p->title, *core ? ", core " : "", core);
        blas++;
    }
}

static int begin(glance *g, const options *o)
{
    *g = (glance){.o = o, .setup = cell_whole_setup(), .end = clock_now() + o->time};
    g->row_count = count_rows(o, NULL);
    g->rows = malloc(g->row_count * sizeof *g->rows);
    if (!g->rows) {
        fputs("spelt-bench: no memory for the results\n", stderr);
        return 0;
    }
    count_rows(o, g->rows);
    name_gains(g);
    choose_places(g);
    size_t most = (size_t)64 << 10;
    for (size_t i = 0; i < g->place_count; i++) {
        most = g->places[i].bytes > most ? g->places[i].bytes : most;
        g->weight_all += g->places[i].weight * (double)g->row_count;
    }
    g->weight_left = g->weight_all;
    if (!arrays_allocate_of_or_tell(&g->arrays, most, 1))
        return 0;
    limits_open(&g->limits, arrays_range(&g->arrays, most), o->time / 1000);
    return 1;
}

int report_glance(const options *o)
{
    static glance g;
    if (!begin(&g, o)) {
        free(g.rows);
        return 1;
    }
    for (size_t i = 0; i < g.place_count && !interrupted(); i++)
        run_place(&g, i);
    output_progress_end();
    answer(&g);
    show_screen(&g);
    explain(&g);
    arrays_free(&g.arrays);
    free(g.rows);
    return g.wrong > 0;
}
