/* peers.c - what Spelt is compared with in a run. */
#include "peers.h"

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
        if (!listed && peers.count < PEERS_MAX - BLAS_MAX_LIBRARIES)
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

int peer_knows(const peer *p, const door *d)
{
    return p->kind != PEER_BLAS || door_blas(d) != NULL;
}

door_batch *peer_batch(const peer *p, const door *d, const char *isa, work *w)
{
    if (p->kind == PEER_BLAS) {
        w->blas = p->library;
        return w->n <= INT_MAX ? door_blas(d) : NULL;
    }
    const loop_build *build = p->kind == PEER_COMPILER ? loop_build_for(p->label, isa) : NULL;
    w->loops = build ? build->loops : &loops_naive;
    return d->loop;
}

void peer_describe(const peer *p, const char *isa, char text[BLAS_TEXT_SIZE])
{
    const loop_build *build = p->kind == PEER_COMPILER ? loop_build_for(p->label, isa) : NULL;
    if (build)
        snprintf(text, BLAS_TEXT_SIZE, "%s %s", build->compiler, build->flags);
    else if (p->kind == PEER_BLAS)
        snprintf(text, BLAS_TEXT_SIZE, "%s", p->library->about);
    else
        snprintf(text, BLAS_TEXT_SIZE, "the loop as one writes it, vectorizer off");
}
