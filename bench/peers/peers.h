/* peers.h - what Spelt is compared with in a run: the naive loop, the compilers' loops, OpenBLAS as
 * linked, and every other CBLAS that was asked for. */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include "peers/blas_library.h"
#include "loops/doors.h"

typedef enum {
    PEER_NAIVE,
    PEER_COMPILER,
    PEER_BLAS,
    PEER_DOT2,  /* for exact doors: compensated, not exact */
    PEER_PLAIN, /* for exact doors: Spelt's plain door, one thread */
    PEER_ACC    /* for exact doors: into a spelt_acc, and rounded, one thread */
} peer_kind;

typedef struct peer {
    peer_kind kind;
    const char *label; /* "naive", "GCC fast", "BLIS 0.9.0" */
    const blas_library *library;
    int threads;    /* of a BLAS: that its calls may use */
    int is_more;    /* a BLAS that is there once more, on another core or on more threads */
    char title[64]; /* what heads its column: "OpenBLAS, 2 threads" */
} peer;

#define PEERS_MAX (1 + 4 + 3 + 3 * BLAS_MAX_LIBRARIES)

/* Opens every file (--cblas) and lists all there is, the naive loop first. An OpenBLAS that chose kernels
 * below what this CPU has stands there once more with the best that it contains; each BLAS once more on
 * as many threads as Spelt's cap. 0 where a file cannot be used; message then says why. */
int peers_begin(const char *const *files, int count, int cap, char message[BLAS_TEXT_SIZE]);
int peers_count(void);
const peer *peers_at(int i);

/* What makes a comparison with a BLAS unfair, and what was done about it: a line each, NULL behind the
 * last. */
const char *peers_remark(int i);

/* Whether a peer does what a door does: tables show only those. */
int peer_knows(const peer *p, const door *d);

/* How a peer does what a door does, with w made ready for it; NULL where it cannot.
 * isa: the instruction set that Spelt uses, which a compiler's loop then uses too. */
door_batch *peer_batch(const peer *p, const door *d, const char *isa, work *w);

/* A peer's compiler and flags, or its library's own words, for an instruction set. */
void peer_describe(const peer *p, const char *isa, char text[BLAS_TEXT_SIZE]);

#endif
