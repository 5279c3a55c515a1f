/* cell.c - one row of a table: a door at one size, by every way of computing it. */
#include "reports/cell.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <string.h>

const char *cell_title(const door *d, data_kind kind)
{
    static char title[64];
    snprintf(title, sizeof title, "%s%s", d->name, data_title(kind));
    return title;
}

column column_spelt(void)
{
    return peers_count();
}

column column_cap(void)
{
    return peers_count() + 1;
}

int column_count(void)
{
    return peers_count() + 2;
}

const char *column_label(column i)
{
    if (i == column_cap())
        return "Spelt, its cap";
    return i == column_spelt() ? "Spelt, 1 thread" : peers_at(i)->title;
}

cell_setup cell_whole_setup(void)
{
    return (cell_setup){.columns = COLUMNS_ALL, .cap = spelt_get_num_threads()};
}

static int is_spelt(column i)
{
    return i >= column_spelt();
}

/* A BLAS on as many threads as Spelt's cap. */
static int is_threaded_blas(column i)
{
    return !is_spelt(i) && peers_at(i)->threads > 1;
}

static void prepare(void *context)
{
    const work *w = context;
    spelt_set_num_threads_local(w->threads);
    if (w->blas)
        blas_library_set_threads(w->blas, w->blas_threads);
}

/* Idle workers of OpenBLAS look for work for 2^26 cycles: THREAD_TIMEOUT in its cpuid and
 * blas_server.c. */
static void prepare_beside_blas(void *context)
{
    clock_sleep(0.03);
    prepare(context);
}

static void set_up_columns(cell *c, const cell_setup *setup, const work *operands)
{
    for (column i = 0; i < column_count(); i++) {
        door_batch *batch = NULL;
        c->work[i] = *operands;
        if (is_spelt(i))
            batch = i == column_spelt() || setup->cap > 1 ? c->door->spelt : NULL;
        else
            batch = peer_batch(peers_at(i), c->door, spelt_isa(), &c->work[i]);
        if (is_threaded_blas(i) && door_threads(c->door, c->n) < 2)
            batch = NULL;
        c->state[i] = batch && setup->columns & COLUMN_BIT(i) ? CELL_RIGHT : CELL_ABSENT;
        c->work[i].threads = i != column_cap();
        c->timing[i].prepare = is_threaded_blas(i) ? prepare_beside_blas : prepare;
        c->timing[i].batch = batch;
        c->timing[i].context = &c->work[i];
        c->timing[i].rounds = 0;
    }
}

/* How near a column has to be. Spelt's own results are the same bits on every path but blas. */
static check_kind kind_of(column i)
{
    if (!is_spelt(i) && peers_at(i)->kind == PEER_ACC)
        return CHECK_SPELT;
    if (!is_spelt(i))
        return peers_at(i)->kind == PEER_BLAS ? CHECK_BLAS : CHECK_LOOP;
    return strcmp(spelt_path(), "blas") == 0 ? CHECK_BLAS : CHECK_SPELT;
}

static void check_column(cell *c, column i)
{
    work *w = &c->work[i];
    /* What a variant forgets to write is seen. */
    memset(&w->value, 0xa5, sizeof w->value);
    door_clear(c->door, w);
    if (c->timing[i].prepare)
        c->timing[i].prepare(w);
    c->timing[i].batch(w, 1);
    if (w->status == SPELT_ERR_UNSUPPORTED)
        c->state[i] = CELL_ABSENT;
    else if (w->status != SPELT_OK && w->status != c->reference.scalar.status) {
        snprintf(c->message[i], CHECK_MESSAGE_SIZE, "%s", spelt_last_error());
        c->state[i] = CELL_WRONG;
    } else if (!check_result(c->door, &c->reference, w, kind_of(i), c->message[i]))
        c->state[i] = CELL_WRONG;
}

/* Several short operands beside each other stay far below a first-level cache. */
#define ROTATION_BYTES 2048
#define ROTATION_COPIES 16
_Static_assert(ROTATION_BYTES <= ARRAYS_LEAST, "rotated operands fit");

/* Fills as many copies as there are to be, a power of two; returns the bytes from one to the
 * next. What has more than n elements, or does more than read them, has one. */
static size_t fill_copies(const cell *c, const arrays *a, uint64_t seed, size_t *copies)
{
    const size_t line = 64, bytes = c->n * door_operand_bytes(c->door);
    const size_t step = bytes ? (bytes + line - 1) / line * line : line;
    *copies = (size_t)c->door->row < SPELT_FUNCTIONS ? ROTATION_COPIES : 1;
    while (*copies > 1 && *copies * step > ROTATION_BYTES)
        *copies /= 2;
    for (size_t i = 0; i < *copies; i++) {
        arrays copy = *a;
        copy.x = (char *)a->x + i * step;
        copy.y = (char *)a->y + i * step;
        copy.z = (char *)a->z + i * step;
        arrays_fill(&copy, c->door, c->kind, c->n, seed + i);
    }
    return step;
}

size_t cell_prepare(cell *c, const cell_setup *setup, const arrays *a, uint64_t seed)
{
    size_t copies;
    const size_t step = fill_copies(c, a, seed, &copies);
    const size_t wrong = cell_check(c, setup, a->x, a->y, a);
    for (column i = 0; i < column_count(); i++) {
        c->work[i].turn_bytes = step;
        c->work[i].turn_mask = copies - 1;
    }
    return wrong;
}

size_t cell_check(cell *c, const cell_setup *setup, const void *x, const void *y, const arrays *a)
{
    const bench_shape shape = arrays_shape(c->door, c->kind, c->n);
    const work operands = {.n = c->n, .x = x, .y = y, .z = a->z, .out = a->out, .shape = shape};
    size_t wrong = 0;
    set_up_columns(c, setup, &operands);
    spelt_set_num_threads_local(1);
    c->reference = check_make_reference(c->door, &operands, a->expected);
    for (column i = 0; i < column_count(); i++) {
        if (c->state[i] == CELL_RIGHT)
            check_column(c, i);
        wrong += c->state[i] == CELL_WRONG;
    }
    spelt_set_num_threads_local(0);
    return wrong;
}

void cell_time(cell *c, double budget)
{
    timing_variant *variants[COLUMNS_MAX], *on_cap[COLUMNS_MAX];
    size_t count = 0, threaded = 0;
    for (column i = 0; i < column_count(); i++)
        if (c->state[i] == CELL_RIGHT && is_threaded_blas(i))
            on_cap[threaded++] = &c->timing[i];
        else if (c->state[i] == CELL_RIGHT)
            variants[count++] = &c->timing[i];
    timing_run(variants, count, threaded ? budget * 2 / 3 : budget);
    c->beside_blas = c->timing[column_cap()];
    c->beside_blas.rounds = 0;
    if (threaded && c->state[column_cap()] == CELL_RIGHT) {
        c->beside_blas.prepare = prepare_beside_blas;
        on_cap[threaded++] = &c->beside_blas;
        timing_run(on_cap, threaded, budget / 3);
    }
    spelt_set_num_threads_local(0);
}

const timing_variant *cell_rival(const cell *c, column base)
{
    return is_threaded_blas(base) ? &c->beside_blas : &c->timing[column_spelt()];
}

/* How many threads the calls of a column may take, as things are now. */
static int threads_of(const cell *c, column i)
{
    if (i != column_cap())
        return 1;
    return door_threads(c->door, c->n);
}

void cell_share(cell *c, limits *l)
{
    const size_t stores = door_stores(c->door), loads = door_loads(c->door);
    for (column i = 0; i < column_count(); i++) {
        c->share[i] = 0;
        if (c->state[i] == CELL_RIGHT && c->n > 0)
            c->share[i] = limits_share(l, loads, stores, (size_t)cell_bytes(c), threads_of(c, i),
                                       timing_median(&c->timing[i]));
    }
}

double cell_bytes(const cell *c)
{
    return (double)c->n * (double)door_bytes(c->door);
}

size_t cell_bytes_within(double seconds)
{
    static const double seconds_per_byte = 6e-9;
    return (size_t)(seconds / seconds_per_byte);
}
