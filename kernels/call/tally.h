/* tally.h - counting in groups: in tables beside the output where there is room for them. */
#ifndef SPELT_CALL_TALLY_H
#define SPELT_CALL_TALLY_H

#include "array/loop.h"
#include "isa/kernels.h"

/* While there are tables nothing is written to the counts before spelt_tally_end(). */
typedef struct {
    const spelt_operand *counts;
    size_t groups;
    spelt_function function; /* that has the kernels: a bincount */
    unsigned tables;         /* 0: the counts themselves */
    u32 *memory;
} spelt_tally;

/* Of n keys at most, of groups that are some. */
void spelt_tally_open(spelt_tally *tally, spelt_function function, const spelt_operand *counts,
                      size_t n);

/* Sets the counts to 0 where there are no tables: from now on they are written. */
void spelt_tally_clear(const spelt_tally *tally);

/* Keys in range. */
void spelt_tally_add(const spelt_tally *tally, const void *keys, size_t n);

/* Gives the tables back, unused; or writes what is in them before. */
void spelt_tally_drop(const spelt_tally *tally);
void spelt_tally_end(const spelt_tally *tally);

#endif
