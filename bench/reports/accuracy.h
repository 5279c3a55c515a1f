/* accuracy.h - how far each variant of a reduction is from the exact result, and how many different
 * results it gives for the same elements. */
#ifndef BENCH_ACCURACY_H
#define BENCH_ACCURACY_H

#include "loops/arrays.h"
#include "loops/datasets.h"

/* Elements by which the operands are moved: 0 to 7 of them behind a cache line. */
#define ACCURACY_ALIGNMENTS 8

#define ACCURACY_LABEL_SIZE 64

/* One way to compute it, on one instruction set. Those of a family claim to be the same thing on
 * different ones, and stand in a row. */
typedef struct {
    char label[ACCURACY_LABEL_SIZE]; /* "Spelt", "GCC fast" */
    const char *isa;                 /* "avx2"; "" where there is no choice of it */
    int family;
    const door *door;        /* Spelt's; of a peer, the plain one */
    int is_spelt;            /* promise 2 holds for it: one result */
    int is_exact;            /* and promise 4: at most half an ulp */
    const char *path;        /* of Spelt; NULL: a peer */
    const struct peer *peer; /* NULL: Spelt */
} accuracy_variant;

typedef struct {
    int measured; /* 0: the variant cannot do this, such as a length beyond INT_MAX */
    double ulps;  /* errors on one thread, aligned */
    double relative_error;
    int threads; /* different results over 1 .. accuracy_threads(); 0 where it has but one */
    int alignments;
    int isas; /* over the family; 0 where it has but one */
    int all;  /* over all of these, the family's */
} accuracy_result;

#define ACCURACY_MAX_VARIANTS 48

/* Whether two sums are of the same terms, from and to the same types. */
int accuracy_same(const door *a, const door *b);

/* The variants for the operands and the result of a door: those of the door itself, of every other
 * one of the same operation on the same types, and of the peers. */
int accuracy_variants(const door *d, accuracy_variant variants[ACCURACY_MAX_VARIANTS]);

/* The most threads tried: the cap, and 4 at least. */
int accuracy_threads(void);

/* Measures all variants on n elements, in a->x and a->y; a->out and a->expected have room for
 * ACCURACY_ALIGNMENTS more. *condition is that of the data. 0 where the exact result could not be
 * had. */
int accuracy_measure(const accuracy_variant *variants, int count, const arrays *a, size_t n,
                     accuracy_result *results, double *condition);

#endif
