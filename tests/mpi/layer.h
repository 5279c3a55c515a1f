/* layer.h - a layer between mpi.h's calls and MPI (MPI's profiling interface): it counts what is
 * made and not freed, lets a function fail, and reduces in groupings that MPI itself may choose,
 * but seldom does. One per program. */
#ifndef SPELT_TESTS_MPI_LAYER_H
#define SPELT_TESTS_MPI_LAYER_H

#include "ranks.h"

static struct {
    int types, operations;      /* made and not freed */
    int reductions;             /* calls of MPI_Allreduce */
    const char *failing;        /* this function returns MPI_ERR_OTHER */
    generator *groupings;       /* not NULL: reduce in random groupings, another one on each rank */
    MPI_User_function *combine; /* of the operation that was made last */
    int commutes;
} layer;

static inline int layer_fails(const char *function)
{
    return layer.failing && strcmp(layer.failing, function) == 0;
}

#define LAYER_FUNCTION(name, parameters, arguments, count)                                         \
    int name parameters                                                                            \
    {                                                                                              \
        if (layer_fails(#name))                                                                    \
            return MPI_ERR_OTHER;                                                                  \
        int code = P##name arguments;                                                              \
        count;                                                                                     \
        return code;                                                                               \
    }

LAYER_FUNCTION(MPI_Type_contiguous, (int n, MPI_Datatype old, MPI_Datatype *made), (n, old, made),
               layer.types++)
LAYER_FUNCTION(MPI_Type_commit, (MPI_Datatype * type), (type), (void)0)
LAYER_FUNCTION(MPI_Type_free, (MPI_Datatype * type), (type), layer.types--)
LAYER_FUNCTION(MPI_Op_free, (MPI_Op * operation), (operation), layer.operations--)
LAYER_FUNCTION(MPI_Comm_test_inter, (MPI_Comm comm, int *flag), (comm, flag), (void)0)
LAYER_FUNCTION(MPI_Comm_rank, (MPI_Comm comm, int *rank), (comm, rank), (void)0)

int MPI_Op_create(MPI_User_function *combine, int commutes, MPI_Op *made)
{
    if (layer_fails("MPI_Op_create"))
        return MPI_ERR_OTHER;
    layer.combine = combine;
    layer.commutes = commutes;
    layer.operations++;
    return PMPI_Op_create(combine, commutes, made);
}

/* All records to every rank; there neighbours are combined until one is left, which neighbours by
 * chance, after a shuffle where the operation says that it commutes. */
static inline int reduce_by_chance(void *record, MPI_Datatype type, MPI_Comm comm)
{
    int bytes, one = 1, left;
    PMPI_Type_size(type, &bytes);
    PMPI_Comm_size(comm, &left);
    size_t size = (size_t)bytes, count = (size_t)left;
    unsigned char *all = malloc(2 * size * count), *swap = all + size * count;
    int code = PMPI_Allgather(record, 1, type, all, 1, type, comm);
    for (size_t i = count; layer.commutes && i > 1; i--) {
        size_t other = random_below(layer.groupings, i);
        memcpy(swap, all + size * (i - 1), size);
        memcpy(all + size * (i - 1), all + size * other, size);
        memcpy(all + size * other, swap, size);
    }
    for (; count > 1; count--) {
        size_t at = random_below(layer.groupings, count - 1);
        layer.combine(all + size * at, all + size * (at + 1), &one, &type);
        memmove(all + size * at, all + size * (at + 1), size * (count - at - 1));
    }
    memcpy(record, all, size);
    free(all);
    return code;
}

int MPI_Allreduce(const void *in, void *out, int n, MPI_Datatype type, MPI_Op operation,
                  MPI_Comm comm)
{
    layer.reductions++;
    if (layer_fails("MPI_Allreduce"))
        return MPI_ERR_OTHER;
    if (layer.groupings)
        return reduce_by_chance(out, type, comm);
    return PMPI_Allreduce(in, out, n, type, operation, comm);
}

#endif
