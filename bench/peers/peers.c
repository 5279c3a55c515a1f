/* peers.c - what Spelt is compared with in a run. */
#include "peers/peers.h"

#include "peers/blas.h"
#include "peers/blas_core.h"
#include "loops/elements.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static struct {
    peer list[PEERS_MAX];
    int count;
    blas_library libraries[BLAS_MAX_LIBRARIES], copies[BLAS_MAX_LIBRARIES];
    int library_count;
    char remarks[2 * BLAS_MAX_LIBRARIES][192];
    int remark_count;
} peers;

static peer *add(peer_kind kind, const char *label, const blas_library *library)
{
    peer *added = &peers.list[peers.count++];
    *added = (peer){.kind = kind, .label = label, .library = library, .threads = 1};
    snprintf(added->title, sizeof added->title, "%s", label);
    return added;
}

static char *new_remark(void)
{
    return peers.remarks[peers.remark_count++];
}

/* A copy of a library on the core that it should have chosen; the library itself where that is its own, or
 * cannot be had. */
static const blas_library *on_best_core(int i)
{
    const blas_library *library = &peers.libraries[i];
    blas_library *copy = &peers.copies[i];
    const char *core = blas_core_missed(library);
    if (!core)
        return library;
    const int is_there = blas_library_of_core(copy, library, core);
    snprintf(new_remark(), sizeof peers.remarks[0], "%s chose its %s kernels, below what this CPU has; %s%s",
             library->label, library->core,
             is_there ? "beside it stands a copy that runs its best: " : "a copy could not be loaded for ", core);
    if (!is_there)
        return library;
    snprintf(copy->label, sizeof copy->label, "%.24s %.12s", library->label, core);
    add(PEER_BLAS, copy->label, copy)->is_more = 1;
    return copy;
}

static void add_on_cap(const blas_library *library, int cap)
{
    const int threads = cap > 1 ? blas_library_threads(library, cap) : 1;
    if (threads > 0 && threads < cap)
        snprintf(new_remark(), sizeof peers.remarks[0], "%s takes %d thread%s at most, Spelt's last column %d",
                 library->label, threads, threads > 1 ? "s" : "", cap);
    blas_library_set_threads(library, 1);
    if (threads < 2)
        return;
    peer *added = add(PEER_BLAS, library->label, library);
    added->threads = threads;
    added->is_more = 1;
    snprintf(added->title, sizeof added->title, "%s, %d threads", library->label, threads);
}

static void add_libraries(int cap)
{
    for (int i = 0; i < peers.library_count; i++) {
        blas_library_set_threads(&peers.libraries[i], 1);
        add(PEER_BLAS, peers.libraries[i].label, &peers.libraries[i]);
        add_on_cap(on_best_core(i), cap);
    }
}

static void add_compilers(void)
{
    for (size_t i = 0; i < loop_build_count; i++) {
        int listed = 0;
        for (int p = 0; p < peers.count; p++)
            listed |= strcmp(peers.list[p].label, loop_builds[i].label) == 0;
        if (!listed && peers.count < PEERS_MAX - 3 - 3 * BLAS_MAX_LIBRARIES)
            add(PEER_COMPILER, loop_builds[i].label, NULL);
    }
}

static int open_libraries(const char *const *files, int count, char message[BLAS_TEXT_SIZE])
{
    peers.library_count = blas_library_linked(&peers.libraries[0]);
    for (int i = 0; i < count; i++) {
        if (peers.library_count == BLAS_MAX_LIBRARIES) {
            snprintf(message, BLAS_TEXT_SIZE, "%s: at most %d libraries beside each other",
                     files[i], BLAS_MAX_LIBRARIES);
            return 0;
        }
        if (!blas_library_open(&peers.libraries[peers.library_count], files[i], message))
            return 0;
        peers.library_count++;
    }
    blas_library_number(peers.libraries, peers.library_count);
    return 1;
}

int peers_begin(const char *const *files, int count, int cap, char message[BLAS_TEXT_SIZE])
{
    peers.count = peers.remark_count = 0;
    if (!open_libraries(files, count, message))
        return 0;
    add(PEER_NAIVE, "naive", NULL);
    add_compilers();
    add_libraries(cap);
    add(PEER_DOT2, "Dot2", NULL);
    add(PEER_PLAIN, "plain Spelt", NULL);
    add(PEER_ACC, "spelt_acc", NULL);
    return 1;
}

int peers_count(void)
{
    return peers.count;
}

const peer *peers_at(int i)
{
    return &peers.list[i];
}

const char *peers_remark(int i)
{
    return i < peers.remark_count ? peers.remarks[i] : NULL;
}

/* Where -ffast-math grants anything: sums and choices of floating-point numbers. */
static int knows_fast(const peer *p, const door *d)
{
    const loop_build *build = loop_build_for(p->label, "baseline");
    return !strstr(p->label, " fast") ||
           (build && build->loops[d->row] && type_is_float(d->facts->input[0]));
}

int peer_knows(const peer *p, const door *d)
{
    int exact = door_plain(d) != NULL;
    switch (p->kind) {
    case PEER_NAIVE: return 1;
    case PEER_COMPILER: return !exact && knows_fast(p, d);
    case PEER_BLAS: return door_blas(d) != NULL;
    case PEER_DOT2: return door_dot2(d) != NULL;
    case PEER_PLAIN: return exact;
    case PEER_ACC: return door_acc(d) != NULL;
    }
    return 0;
}

door_batch *peer_batch(const peer *p, const door *d, const char *isa, work *w)
{
    if (!peer_knows(p, d))
        return NULL;
    if (p->kind == PEER_DOT2)
        return door_dot2(d);
    if (p->kind == PEER_PLAIN)
        return door_plain(d);
    if (p->kind == PEER_ACC)
        return door_acc(d);
    if (p->kind == PEER_BLAS) {
        w->blas = p->library;
        w->blas_threads = p->threads;
        return w->n <= INT_MAX ? door_blas(d) : NULL;
    }
    const loop_build *build = p->kind == PEER_COMPILER ? loop_build_for(p->label, isa) : NULL;
    w->loop = (build ? build->loops : loops_naive)[d->row];
    return d->loop;
}

void peer_describe(const peer *p, const char *isa, char text[BLAS_TEXT_SIZE])
{
    const loop_build *build = p->kind == PEER_COMPILER ? loop_build_for(p->label, isa) : NULL;
    if (build)
        snprintf(text, BLAS_TEXT_SIZE, "%s %s", build->compiler, build->flags);
    else if (p->kind == PEER_BLAS)
        snprintf(text, BLAS_TEXT_SIZE, "%s", p->library->about);
    else if (p->kind == PEER_DOT2)
        snprintf(text, BLAS_TEXT_SIZE, "compensated, one accumulator (Ogita, Rump, Oishi 2005)");
    else if (p->kind == PEER_PLAIN)
        snprintf(text, BLAS_TEXT_SIZE, "the function without _exact, 1 thread");
    else if (p->kind == PEER_ACC)
        snprintf(text, BLAS_TEXT_SIZE, "into a spelt_acc and rounded, 1 thread");
    else
        snprintf(text, BLAS_TEXT_SIZE, "the loop as one writes it, vectorizer off");
}
