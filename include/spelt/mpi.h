/* mpi.h - sums over all ranks of an MPI communicator, with the same bits for any number of ranks.
 */
#ifndef SPELT_MPI_H
#define SPELT_MPI_H

#include <spelt/accumulate.h>
#include <spelt/partial.h>

#include <mpi.h>
#include <stdio.h>
#include <string.h>

/* Not part of spelt.h, and not of the library: everything here is inline and built by whoever
 * includes it, with the MPI that they have (any of version 3.0 or later).
 *
 * Each rank has a slice of x and y, of any length, empty ones too:
 *
 *     spelt_acc acc;
 *     double dot;
 *     spelt_acc_init(&acc);
 *     spelt_acc_add_dot_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &acc);
 *     spelt_mpi_allreduce_acc(MPI_COMM_WORLD, &acc);
 *     spelt_acc_round_f64(&acc, &dot);       on every rank the bits of spelt_dot_exact_f64 on all
 *
 * or, in order 1, consecutive slices in the order of the ranks, each beginning at a multiple of
 * SPELT_PARTIAL_BLOCK_F64 elements, its first element being element `first` of the whole:
 *
 *     spelt_partial_f64 partial;
 *     spelt_partial_dot_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), first, &partial);
 *     spelt_mpi_allreduce_partial_f64(MPI_COMM_WORLD, &partial);
 *     spelt_partial_finish_f64(&partial, &dot);      on every rank the bits of spelt_dot_f64 on all
 *
 * The calls are collective: every rank of comm, an intracommunicator, makes them in the same order.
 * Each is one MPI_Allreduce of about a kilobyte. The accumulator or partial of the rank goes in and
 * that of all ranks comes out, the same bytes on every rank.
 *
 * Status    The same on every rank, but where this text says otherwise. A rank that was given what
 * it cannot use takes part all the same, so that none waits for it, and all of them fail; so a rank
 * whose own work failed may pass NULL. Every rank's argument is then untouched, and every rank's
 * message names a rank that failed:
 *     spelt_mpi_allreduce_acc: on rank 3: acc is NULL
 * Where several ranks failed, the status is the least of theirs.
 *
 * Not agreed among the ranks, because nothing was sent or MPI itself failed:
 *   SPELT_ERR_ARG  MPI is not initialized, or finalized already; comm is MPI_COMM_NULL or an
 *                  intercommunicator
 *   SPELT_ERR_IO   a function of MPI failed, which the message names, and comm's (or, for making
 *                  and freeing types and operations, MPI_COMM_WORLD's) error handler lets functions
 *                  return; MPI's default one ends the program
 *
 * All ranks have one byte order and one version of this header. Threads   as MPI_Allreduce: what
 * MPI_Init_thread() granted, and one call at a time on a communicator. Memory   Spelt allocates
 * none; MPI does. */

/* The accumulator of all terms of all ranks, in any order.
 *
 * Errors    SPELT_ERR_NULL      acc is NULL on a rank
 *           SPELT_ERR_ARG       a rank's acc has bytes that Spelt did not leave there
 *           SPELT_ERR_OVERFLOW  the sum or the count over all ranks does not fit, whatever the sums
 *                               on the way did */
static inline spelt_status spelt_mpi_allreduce_acc(MPI_Comm comm, spelt_acc *acc);

/* The partial of all ranks' elements: rank 0's, then rank 1's, and so on. A rank without elements
 * passes the empty partial that stands where the rank before it ends.
 *
 * Errors    SPELT_ERR_NULL  partial is NULL on a rank
 *           SPELT_ERR_ARG   a rank's partial is none of this type, or was made by another function
 *                           than that of the rank before it, or does not begin where that one ends.
 *                           The message calls the ranks before it left, and its own partial right
 *                           (or left, where it is none at all). */
static inline spelt_status spelt_mpi_allreduce_partial_f32(MPI_Comm comm,
                                                           spelt_partial_f32 *partial);
static inline spelt_status spelt_mpi_allreduce_partial_f64(MPI_Comm comm,
                                                           spelt_partial_f64 *partial);

/* ---- Below: how. Names with spelt_mpi_ that do not stand above may change. ---------------------
 */

/* How the ranks of a record fared: what every record begins with. */
typedef struct {
    int32_t status; /* the least spelt_status of those that failed, else SPELT_OK */
    int32_t rank;   /* the rank that failed, else (for partials) the first of the record's ranks */
    char text[248]; /* what failed there */
} spelt_mpi_verdict;

/* The sum is limb + 2^4352 * limb_wraps, the count likewise: so adding never fails on the way, is
 * associative and commutative, and what MPI computes in different groupings on different ranks is
 * the same. */
typedef struct {
    spelt_mpi_verdict verdict;
    spelt_acc acc;
    int64_t limb_wraps, count_wraps;
} spelt_mpi_acc;

typedef struct {
    spelt_mpi_verdict verdict;
    spelt_partial_f32 partial;
} spelt_mpi_partial_f32;

typedef struct {
    spelt_mpi_verdict verdict;
    spelt_partial_f64 partial;
} spelt_mpi_partial_f64;

/* A text behind "function: ", which messages of the library begin with. */
static inline void spelt_mpi_fail(spelt_mpi_verdict *verdict, spelt_status status,
                                  const char *message)
{
    const char *text = strstr(message, ": ");
    verdict->status = (int32_t)status;
    snprintf(verdict->text, sizeof verdict->text, "%s", text ? text + 2 : message);
}

/* Whether left and right have not failed; if one has, right becomes the verdict on both. The least
 * status wins: an associative choice, also where merging finds an error of its own, since that is
 * SPELT_ERR_ARG, the greatest that a rank begins with. */
static inline int spelt_mpi_both(const spelt_mpi_verdict *left, spelt_mpi_verdict *right)
{
    if (left->status != SPELT_OK && (right->status == SPELT_OK || left->status <= right->status))
        *right = *left;
    return right->status == SPELT_OK;
}

/* b += a, n words in two's complement, lowest first; returns how often the sum went past the end:
 * 1, 0, or -1 for past the negative end. */
static inline int64_t spelt_mpi_add(const uint64_t *a, uint64_t *b, size_t n)
{
    const uint64_t a_sign = a[n - 1] >> 63, b_sign = b[n - 1] >> 63;
    uint64_t carry = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t with_carry = a[i] + carry;
        carry = with_carry < carry;
        b[i] += with_carry;
        carry += b[i] < with_carry;
    }
    if (a_sign != b_sign || b[n - 1] >> 63 == a_sign)
        return 0;
    return a_sign ? -1 : 1;
}

#ifdef __cplusplus
extern "C" {
#endif

/* The operations, right = left and then right, as MPI calls them. */
static inline void spelt_mpi_merge_acc(void *left_record, void *right_record, int *length,
                                       MPI_Datatype *type)
{
    const spelt_mpi_acc *left = (const spelt_mpi_acc *)left_record;
    spelt_mpi_acc *right = (spelt_mpi_acc *)right_record;
    (void)type;
    for (int i = 0; i < *length; i++, left++, right++) {
        if (!spelt_mpi_both(&left->verdict, &right->verdict))
            continue;
        const uint64_t left_count = (uint64_t)left->acc.count;
        uint64_t count = (uint64_t)right->acc.count;
        right->limb_wraps += left->limb_wraps;
        right->limb_wraps += spelt_mpi_add(left->acc.limb, right->acc.limb, SPELT_ACC_LIMBS);
        right->count_wraps += left->count_wraps;
        right->count_wraps += spelt_mpi_add(&left_count, &count, 1);
        right->acc.count = (int64_t)count;
        right->acc.special |= left->acc.special;
    }
}

static inline void spelt_mpi_merge_partial_f32(void *left_record, void *right_record, int *length,
                                               MPI_Datatype *type)
{
    const spelt_mpi_partial_f32 *left = (const spelt_mpi_partial_f32 *)left_record;
    spelt_mpi_partial_f32 *right = (spelt_mpi_partial_f32 *)right_record;
    (void)type;
    for (int i = 0; i < *length; i++, left++, right++) {
        if (!spelt_mpi_both(&left->verdict, &right->verdict))
            continue;
        const spelt_status status =
            spelt_partial_merge_f32(&left->partial, &right->partial, &right->partial);
        if (status != SPELT_OK)
            spelt_mpi_fail(&right->verdict, status, spelt_last_error());
        else
            right->verdict.rank = left->verdict.rank;
    }
}

static inline void spelt_mpi_merge_partial_f64(void *left_record, void *right_record, int *length,
                                               MPI_Datatype *type)
{
    const spelt_mpi_partial_f64 *left = (const spelt_mpi_partial_f64 *)left_record;
    spelt_mpi_partial_f64 *right = (spelt_mpi_partial_f64 *)right_record;
    (void)type;
    for (int i = 0; i < *length; i++, left++, right++) {
        if (!spelt_mpi_both(&left->verdict, &right->verdict))
            continue;
        const spelt_status status =
            spelt_partial_merge_f64(&left->partial, &right->partial, &right->partial);
        if (status != SPELT_OK)
            spelt_mpi_fail(&right->verdict, status, spelt_last_error());
        else
            right->verdict.rank = left->verdict.rank;
    }
}

#ifdef __cplusplus
}
#endif

/* Fails with "function: what: text", or without text where it is NULL. */
static inline spelt_status spelt_mpi_report(spelt_status status, const char *function,
                                            const char *what, const char *text)
{
    char message[512];
    snprintf(message, sizeof message, "%s: %s%s%s", function, what, text ? ": " : "",
             text ? text : "");
    return spelt_set_last_error(status, message);
}

static inline spelt_status spelt_mpi_failed(int code, const char *function, const char *what)
{
    char text[MPI_MAX_ERROR_STRING] = "";
    int length;
    MPI_Error_string(code, text, &length);
    return spelt_mpi_report(SPELT_ERR_IO, function, what, text);
}

/* What can be told of comm without a message to another rank; and this process's rank there. */
static inline spelt_status spelt_mpi_check(const char *function, MPI_Comm comm, int32_t *rank)
{
    int is_initialized = 0, is_finalized = 0, is_inter = 0, own_rank = 0, code;
    MPI_Initialized(&is_initialized);
    MPI_Finalized(&is_finalized);
    if (!is_initialized || is_finalized)
        return spelt_mpi_report(SPELT_ERR_ARG, function,
                                is_finalized ? "MPI is finalized" : "MPI is not initialized", NULL);
    if (comm == MPI_COMM_NULL)
        return spelt_mpi_report(SPELT_ERR_ARG, function, "comm is MPI_COMM_NULL", NULL);
    if ((code = MPI_Comm_test_inter(comm, &is_inter)) != MPI_SUCCESS)
        return spelt_mpi_failed(code, function, "MPI_Comm_test_inter");
    if (is_inter)
        return spelt_mpi_report(SPELT_ERR_ARG, function, "comm is an intercommunicator", NULL);
    if ((code = MPI_Comm_rank(comm, &own_rank)) != MPI_SUCCESS)
        return spelt_mpi_failed(code, function, "MPI_Comm_rank");
    *rank = own_rank;
    return SPELT_OK;
}

/* Reduces records of so many bytes, which begin with a verdict, in place. */
static inline spelt_status spelt_mpi_allreduce(const char *function, MPI_Comm comm, void *record,
                                               int bytes, MPI_User_function *combine, int commutes)
{
    MPI_Datatype type = MPI_DATATYPE_NULL;
    MPI_Op operation = MPI_OP_NULL;
    const char *what = "MPI_Type_contiguous";
    int code = MPI_Type_contiguous(bytes, MPI_BYTE, &type);
    if (code == MPI_SUCCESS) {
        what = "MPI_Type_commit";
        code = MPI_Type_commit(&type);
    }
    if (code == MPI_SUCCESS) {
        what = "MPI_Op_create";
        code = MPI_Op_create(combine, commutes, &operation);
    }
    if (code == MPI_SUCCESS) {
        what = "MPI_Allreduce";
        code = MPI_Allreduce(MPI_IN_PLACE, record, 1, type, operation, comm);
    }
    /* Freeing what is there fails where MPI is in ruins, which the calls before it have told. */
    if (operation != MPI_OP_NULL)
        MPI_Op_free(&operation);
    if (type != MPI_DATATYPE_NULL)
        MPI_Type_free(&type);
    if (code != MPI_SUCCESS)
        return spelt_mpi_failed(code, function, what);

    const spelt_mpi_verdict *verdict = (const spelt_mpi_verdict *)record;
    if (verdict->status == SPELT_OK)
        return SPELT_OK;
    char where[32];
    snprintf(where, sizeof where, "on rank %d", (int)verdict->rank);
    return spelt_mpi_report((spelt_status)verdict->status, function, where, verdict->text);
}

static inline spelt_status spelt_mpi_allreduce_acc(MPI_Comm comm, spelt_acc *acc)
{
    const char *function = "spelt_mpi_allreduce_acc";
    spelt_mpi_acc record;
    memset(&record, 0, sizeof record);
    spelt_status status = spelt_mpi_check(function, comm, &record.verdict.rank);
    if (status != SPELT_OK)
        return status;
    int64_t count;
    status = spelt_acc_count(acc, &count);
    if (status == SPELT_OK)
        record.acc = *acc;
    else
        spelt_mpi_fail(&record.verdict, status, spelt_last_error());
    status =
        spelt_mpi_allreduce(function, comm, &record, (int)sizeof record, spelt_mpi_merge_acc, 1);
    if (status != SPELT_OK)
        return status;
    if (record.limb_wraps != 0 || record.count_wraps != 0)
        return spelt_mpi_report(SPELT_ERR_OVERFLOW, function,
                                "the sum or the count over all ranks "
                                "does not fit",
                                NULL);
    *acc = record.acc;
    return SPELT_OK;
}

static inline spelt_status spelt_mpi_allreduce_partial_f32(MPI_Comm comm,
                                                           spelt_partial_f32 *partial)
{
    const char *function = "spelt_mpi_allreduce_partial_f32";
    spelt_mpi_partial_f32 record;
    memset(&record, 0, sizeof record);
    spelt_status status = spelt_mpi_check(function, comm, &record.verdict.rank);
    if (status != SPELT_OK)
        return status;
    if (!partial) {
        spelt_mpi_fail(&record.verdict, SPELT_ERR_NULL, "partial is NULL");
    } else {
        /* Merging it with the empty partial behind it checks it. */
        spelt_partial_f32 end = *partial;
        end.first += end.count;
        end.count = 0;
        status = spelt_partial_merge_f32(partial, &end, &record.partial);
        if (status != SPELT_OK)
            spelt_mpi_fail(&record.verdict, status, spelt_last_error());
    }
    status = spelt_mpi_allreduce(function, comm, &record, (int)sizeof record,
                                 spelt_mpi_merge_partial_f32, 0);
    if (status == SPELT_OK)
        *partial = record.partial;
    return status;
}

static inline spelt_status spelt_mpi_allreduce_partial_f64(MPI_Comm comm,
                                                           spelt_partial_f64 *partial)
{
    const char *function = "spelt_mpi_allreduce_partial_f64";
    spelt_mpi_partial_f64 record;
    memset(&record, 0, sizeof record);
    spelt_status status = spelt_mpi_check(function, comm, &record.verdict.rank);
    if (status != SPELT_OK)
        return status;
    if (!partial) {
        spelt_mpi_fail(&record.verdict, SPELT_ERR_NULL, "partial is NULL");
    } else {
        /* Merging it with the empty partial behind it checks it. */
        spelt_partial_f64 end = *partial;
        end.first += end.count;
        end.count = 0;
        status = spelt_partial_merge_f64(partial, &end, &record.partial);
        if (status != SPELT_OK)
            spelt_mpi_fail(&record.verdict, status, spelt_last_error());
    }
    status = spelt_mpi_allreduce(function, comm, &record, (int)sizeof record,
                                 spelt_mpi_merge_partial_f64, 0);
    if (status == SPELT_OK)
        *partial = record.partial;
    return status;
}

#endif
