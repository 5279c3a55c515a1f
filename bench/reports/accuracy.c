/* accuracy.c - how far each variant of a reduction is from the exact result, and how many different
 * results it gives for the same elements. */
#include "reports/accuracy.h"

#include "peers/blas.h"
#include "peers/blas_core.h"

#include "loops/elements.h"
#include "loops/exact.h"
#include "peers/peers.h"
#include "runtime/dispatch.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- Which variants there are -------------------------------------------------------------------
 */

typedef struct {
    accuracy_variant *list;
    int count;
    int family;
} variant_list;

static accuracy_variant *add(variant_list *v, const door *d, const char *label, const char *isa)
{
    static accuracy_variant none;
    if (v->count == ACCURACY_MAX_VARIANTS)
        return &none;
    accuracy_variant *added = &v->list[v->count++];
    *added = (accuracy_variant){.isa = isa, .family = v->family, .door = d};
    snprintf(added->label, ACCURACY_LABEL_SIZE, "%s", label);
    return added;
}

static void add_door(variant_list *v, const door *d)
{
    const int is_exact = d->facts->family == SPELT_FAMILY_ROUNDED;
    for (spelt_isa_id isa = 0; isa < SPELT_ISA_COUNT; isa++) {
        if (!spelt_isa_available(isa) || !door_has_kernel(d, isa))
            continue;
        accuracy_variant *added =
            add(v, d, is_exact ? "Spelt exact" : "Spelt", spelt_isa_name(isa));
        added->is_spelt = 1;
        added->is_exact = is_exact;
        added->path = "auto";
    }
    v->family++;
}

static void add_path_blas(variant_list *v, const door *d)
{
#ifdef SPELT_HAVE_BLAS
    if (door_blas(d))
        add(v, d, "Spelt on path blas", "")->path = "blas";
    v->family++;
#else
    (void)v, (void)d;
#endif
}

/* A library's other instruction sets: copies of an OpenBLAS that each use another core's kernels. A
 * library chooses once, when it is loaded. Each copy is loaded at first use and stays. */
static void add_cores(variant_list *v, const door *d, const peer *p)
{
    static struct {
        const blas_library *of; /* NULL: not tried yet */
        int is_there;
        blas_library library;
        peer peer;
    } copies[BLAS_MAX_LIBRARIES][BLAS_CORES];
    int row = 0;
    while (row < BLAS_MAX_LIBRARIES - 1 && copies[row][0].of && copies[row][0].of != p->library)
        row++;
    for (int i = 0; i < BLAS_CORES; i++) {
        if (copies[row][i].of != p->library) {
            copies[row][i].of = p->library;
            copies[row][i].is_there =
                blas_core_runs(i) && strcasecmp(blas_cores[i], p->library->core) != 0 &&
                blas_library_of_core(&copies[row][i].library, p->library, blas_cores[i]);
            copies[row][i].peer = (peer){.kind = PEER_BLAS, .label = p->label, .library = &copies[row][i].library};
        }
        if (copies[row][i].is_there)
            add(v, d, p->label, blas_cores[i])->peer = &copies[row][i].peer;
    }
}

static void add_peer(variant_list *v, const door *d, const peer *p)
{
    if (p->kind == PEER_COMPILER) {
        for (size_t i = 0; i < loop_build_count; i++)
            if (strcmp(loop_builds[i].label, p->label) == 0 && loop_build_runs(&loop_builds[i]))
                add(v, d, p->label, loop_builds[i].isa)->peer = p;
    } else if (p->kind == PEER_NAIVE) {
        add(v, d, p->label, "")->peer = p;
    } else if (p->kind == PEER_DOT2) {
        for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
            if (accuracy_same(&doors[i], d) && peer_knows(p, &doors[i]))
                add(v, &doors[i], p->label, "")->peer = p;
    } else if (p->kind == PEER_BLAS && !p->is_more && door_blas(d)) {
        add(v, d, p->label, p->library->core)->peer = p;
        add_cores(v, d, p);
    }
    v->family++;
}

int accuracy_same(const door *a, const door *b)
{
    return door_term_of(a) == door_term_of(b) && a->facts->input[0] == b->facts->input[0] &&
           a->facts->result == b->facts->result;
}

int accuracy_variants(const door *d, accuracy_variant variants[ACCURACY_MAX_VARIANTS])
{
    variant_list v = {.list = variants};
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        if (door_is_float_sum(&doors[i]) && accuracy_same(&doors[i], d))
            add_door(&v, &doors[i]);
    add_path_blas(&v, d);
    for (int i = 0; i < peers_count(); i++)
        add_peer(&v, d, peers_at(i));
    return v.count;
}

int accuracy_threads(void)
{
    int cap = spelt_get_num_threads();
    return cap < 4 ? 4 : cap;
}

/* ---- Running one --------------------------------------------------------------------------------
 */

/* Ready for calls: paths and instruction sets are in force. */
typedef struct {
    const accuracy_variant *variant;
    door_batch *batch;
    work work;
} runner;

/* 0 where the variant cannot do this. */
static int runner_begin(runner *r, const accuracy_variant *v, size_t n)
{
    *r = (runner){.variant = v, .work = {.n = n}};
    if (v->peer) {
        r->batch = peer_batch(v->peer, v->door, v->isa, &r->work);
        return r->batch != NULL;
    }
    r->batch = v->door->spelt;
    return spelt_set_path(v->path) == SPELT_OK && (!v->isa[0] || spelt_set_isa(v->isa) == SPELT_OK);
}

static int has_threads(const accuracy_variant *v)
{
    if (!v->peer)
        return 1;
    return v->peer->kind == PEER_BLAS &&
           (v->peer->library->set_threads || v->peer->library->set_threads_wide);
}

/* The bits of a result. */
typedef struct {
    uint64_t bits;
    double value;
} outcome;

static outcome run(runner *r, const void *x, const void *y, int threads)
{
    work *w = &r->work;
    outcome o = {0, 0};
    w->x = x;
    w->y = y;
    memset(&w->value, 0, sizeof w->value);
    if (r->variant->peer && has_threads(r->variant))
        blas_library_set_threads(r->variant->peer->library, threads);
    spelt_set_num_threads_local(threads);
    r->batch(w, 1);
    spelt_set_num_threads_local(0);
    if (r->variant->peer && has_threads(r->variant))
        blas_library_set_threads(r->variant->peer->library, 1);
    memcpy(&o.bits, &w->value, spelt_type_size(r->variant->door->facts->result));
    o.value = element_number(r->variant->door->facts->result, &w->value, 0);
    return o;
}

/* ---- Counting different results -------------------------------------------------------------- */

typedef struct {
    uint64_t bits[256];
    int count;
} bits_set;

static void insert(bits_set *set, uint64_t bits)
{
    for (int i = 0; i < set->count; i++)
        if (set->bits[i] == bits)
            return;
    if (set->count < (int)(sizeof set->bits / sizeof set->bits[0]))
        set->bits[set->count++] = bits;
}

/* What the members of one family gave. */
typedef struct {
    int first, members;
    bits_set isas, all;
} family;

/* With teams at any size, whatever they cost. */
static int count_threads(runner *r, const arrays *a, bits_set *all)
{
    bits_set seen = {.count = 0};
    if (!has_threads(r->variant))
        return 0;
    const size_t grain = spelt_dispatch_put_grain(0);
    for (int threads = 1; threads <= accuracy_threads(); threads++) {
        uint64_t bits = run(r, a->out, a->expected, threads).bits;
        insert(&seen, bits);
        insert(all, bits);
    }
    spelt_dispatch_put_grain(grain);
    return seen.count;
}

/* Moves x and y behind their cache lines, each by another number of elements. */
static int count_alignments(runner *r, const arrays *a, size_t n, bits_set *all)
{
    const size_t bytes = spelt_type_size(r->variant->door->facts->input[0]);
    bits_set seen = {.count = 0};
    for (size_t k = 0; k < ACCURACY_ALIGNMENTS; k++) {
        unsigned char *x = (unsigned char *)a->out + k * bytes;
        unsigned char *y = (unsigned char *)a->expected + 5 * k % ACCURACY_ALIGNMENTS * bytes;
        memcpy(x, a->x, n * bytes);
        memcpy(y, a->y, n * bytes);
        uint64_t bits = run(r, x, y, 1).bits;
        insert(&seen, bits);
        insert(all, bits);
    }
    memcpy(a->out, a->x, n * bytes);
    memcpy(a->expected, a->y, n * bytes);
    return seen.count;
}

static void end_family(const family *f, int end, accuracy_result *results)
{
    for (int i = f->first; i < end; i++) {
        results[i].isas = f->members > 1 ? f->isas.count : 0;
        results[i].all = f->all.count;
    }
}

static void measure_one(const accuracy_variant *v, const exact *e, const arrays *a, size_t n,
                        family *f, accuracy_result *result)
{
    runner r;
    *result = (accuracy_result){.measured = 0};
    if (!runner_begin(&r, v, n))
        return;
    outcome first = run(&r, a->out, a->expected, 1);
    result->measured = 1;
    result->ulps = exact_ulps(e, first.value);
    result->relative_error = exact_relative_error(e, first.value);
    insert(&f->isas, first.bits);
    f->members++;
    result->threads = count_threads(&r, a, &f->all);
    result->alignments = count_alignments(&r, a, n, &f->all);
}

int accuracy_measure(const accuracy_variant *variants, int count, const arrays *a, size_t n,
                     accuracy_result *results, double *condition)
{
    const char *path = spelt_path(), *isa = spelt_isa();
    const size_t bytes = n * spelt_type_size(variants[0].door->facts->input[0]);
    family f = {.first = 0};
    exact e;
    int is_exact = exact_begin(&e, variants[0].door, a->x, a->y, n);
    *condition = exact_condition(&e);
    memcpy(a->out, a->x, bytes);
    memcpy(a->expected, a->y, bytes);
    for (int i = 0; i < count; i++) {
        if (variants[i].family != variants[f.first].family) {
            end_family(&f, i, results);
            f = (family){.first = i};
        }
        measure_one(&variants[i], &e, a, n, &f, &results[i]);
    }
    end_family(&f, count, results);
    exact_end(&e);
    spelt_set_path(path);
    spelt_set_isa(isa);
    return is_exact;
}
