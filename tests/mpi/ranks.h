/* ranks.h - what the programs that run on several ranks share: checks, one seed for all, an end on
 * which all agree. Criterion's own checks need its runner, which knows nothing of ranks. */
#ifndef SPELT_TESTS_MPI_RANKS_H
#define SPELT_TESTS_MPI_RANKS_H

#include "../partials.h"

#include <spelt/accumulate.h>
#include <spelt/exact.h>

#include <mpi.h>
#include <time.h>

/* The memory of mpi.h: how often it is held, and whether there is none. */
static int rooms, no_room;

static inline void *room_open(size_t bytes)
{
    rooms += !no_room;
    return no_room ? NULL : malloc(bytes);
}

static inline void room_close(void *room)
{
    rooms--;
    free(room);
}

#define malloc room_open
#define free room_close
#include <spelt/mpi.h>
#undef malloc
#undef free

static int ranks, own_rank, failures;

/* A failed check is told and counted; the program goes on, so that no rank waits for another. */
#define CHECK(condition, ...)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            failures++;                                                                            \
            fprintf(stderr, "%s:%d: rank %d of %d: %s: ", __FILE__, __LINE__, own_rank, ranks,     \
                    #condition);                                                                   \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
        }                                                                                          \
    } while (0)

#define CHECK_OK(call) CHECK((call) == SPELT_OK, "%s", spelt_last_error())

/* Starts MPI. Rank 0 takes the seed from the environment or chooses it, and prints it. */
static inline void ranks_begin(int *argc, char ***argv)
{
    char seed[32] = "";
    MPI_Init(argc, argv);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    MPI_Comm_rank(MPI_COMM_WORLD, &own_rank);
    if (own_rank == 0) {
        const char *given = getenv("SPELT_TEST_SEED");
        if (given)
            snprintf(seed, sizeof seed, "%s", given);
        else
            snprintf(seed, sizeof seed, "%llu", (unsigned long long)time(NULL) * 1000003U);
        fprintf(stderr, "SPELT_TEST_SEED=%s, %d ranks\n", seed, ranks);
    }
    MPI_Bcast(seed, (int)sizeof seed, MPI_CHAR, 0, MPI_COMM_WORLD);
    setenv("SPELT_TEST_SEED", seed, 1);
}

/* Ends MPI; the exit status of every rank is that of all. */
static inline int ranks_end(void)
{
    int all = 0;
    MPI_Reduce(&failures, &all, 1, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
    MPI_Bcast(&all, 1, MPI_INT, 0, MPI_COMM_WORLD);
    if (own_rank == 0)
        printf("%d ranks, %d failed checks\n", ranks, all);
    MPI_Finalize();
    return all != 0;
}

#endif
