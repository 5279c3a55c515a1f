/* peers.c - what Spelt is compared with in a run. */
#include "peers.h"

#include "elements.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static struct {
    peer list[PEERS_MAX];
    int count;
    blas_library libraries[BLAS_MAX_LIBRARIES];
    int library_count;
} peers;

static void add(peer_kind kind, const char *label, const blas_library *library)
{
    peers.list[peers.count++] = (peer){kind, label, library};
}

static void add_compilers(void)
{
    for (size_t i = 0; i < loop_build_count; i++) {
        int listed = 0;
        for (int p = 0; p < peers.count; p++)
            listed |= strcmp(peers.list[p].label, loop_builds[i].label) == 0;
        if (!listed && peers.count < PEERS_MAX - 3 - BLAS_MAX_LIBRARIES)
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

int peers_begin(const char *const *files, int count, char message[BLAS_TEXT_SIZE])
{
    peers.count = 0;
    if (!open_libraries(files, count, message))
        return 0;
    add(PEER_NAIVE, "naive", NULL);
    add_compilers();
    for (int i = 0; i < peers.library_count; i++) {
        blas_library_set_threads(&peers.libraries[i], 1);
        add(PEER_BLAS, peers.libraries[i].label, &peers.libraries[i]);
    }
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
    case PEER_PLAIN:
    case PEER_ACC: return exact;
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
