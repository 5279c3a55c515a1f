/* cell.h - one row of a table: a door at one size, by every way of computing it. */
#ifndef BENCH_CELL_H
#define BENCH_CELL_H

#include "loops/arrays.h"
#include "loops/check.h"
#include "measure/limits.h"
#include "peers/peers.h"
#include "measure/timing.h"

/* The columns: the peers as peers.h lists them, the naive loop first; then Spelt on one thread;
 * then Spelt on as many as its cap allows. */
typedef int column;

#define COLUMN_NAIVE 0
#define COLUMNS_MAX (PEERS_MAX + 2)

column column_spelt(void);
column column_cap(void);
int column_count(void);
const char *column_label(column i);

#define COLUMN_BIT(c) (UINT64_C(1) << (c))
#define COLUMNS_ALL (COLUMN_BIT(COLUMNS_MAX) - 1)

/* What holds for all cells of a run. */
typedef struct {
    uint64_t columns; /* the bits of those wanted */
    int cap;
} cell_setup;

/* Every column, and the cap that is in force. */
cell_setup cell_whole_setup(void);

typedef enum {
    CELL_ABSENT, /* there is no such thing: BLAS without integers, or beyond its lengths */
    CELL_RIGHT,
    CELL_WRONG /* not timed */
} cell_state;

typedef struct {
    const door *door;
    data_kind kind;
    size_t n;
    cell_state state[COLUMNS_MAX];
    work work[COLUMNS_MAX];
    timing_variant timing[COLUMNS_MAX];
    char message[COLUMNS_MAX][CHECK_MESSAGE_SIZE]; /* what is wrong with it */
    check_reference reference;
    timing_variant beside_blas; /* Spelt on its cap once more, in turns with each BLAS on several threads */
    double share[COLUMNS_MAX]; /* of the limit, by the median; 0 where it is not known */
} cell;

/* "dot_f64", "dot_i64, beyond 2^31" */
const char *cell_title(const door *d, data_kind kind);

/* Fills the arrays for the door, the kind and n, which are set, and compares as cell_check does.
 * Short arrays are filled several times, and each call of a batch takes the next of them: what
 * branches do and what loads give cannot be predicted from the call before. */
size_t cell_prepare(cell *c, const cell_setup *setup, const arrays *a, uint64_t seed);

/* Computes everything once and compares; the door, the kind and n are set. Results go to a->out
 * and a->expected. Returns the number of wrong results. */
size_t cell_check(cell *c, const cell_setup *setup, const void *x, const void *y, const arrays *a);

/* Times what is right: a BLAS on several threads, whose workers go on looking for work when they have done
 * theirs, by itself with Spelt on its cap, after all others. */
void cell_time(cell *c, double budget);

/* What of Spelt a peer's column is to be compared with. */
const timing_variant *cell_rival(const cell *c, column base);

/* Asks for the shares, of what was timed. */
void cell_share(cell *c, limits *l);

/* The bytes that a call has to move. */
double cell_bytes(const cell *c);

/* As many bytes as the calls of some cells may move together where all of these cells, filled, checked,
 * calibrated and timed in the least number of rounds, are to take so many seconds. */
size_t cell_bytes_within(double seconds);

#endif
