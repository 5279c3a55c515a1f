/* mpi.h - sums over all ranks of an MPI communicator, with the same bits for any number of ranks.
 */
#ifndef SPELT_MPI_H
#define SPELT_MPI_H

#include <spelt/accumulate.h>
#include <spelt/partial.h>

#include <limits.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
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
 * or any number of accumulators, or of partials, in one message; and a rank whose own work failed
 * says why:
 *
 *     spelt_acc accs[2];
 *     spelt_status status = sums_of_own_file(name, &accs[0], &accs[1]);
 *     status = spelt_mpi_allreduce_accs(MPI_COMM_WORLD, accs, 2, status, spelt_last_error());
 *
 * The calls are collective: every rank of comm, an intracommunicator, makes them in the same order.
 * Each is one MPI_Allreduce, of half a kilobyte and as much again for each accumulator or partial
 * (a partial of f64 is 0.9 kilobytes). The accumulator or partial of the rank goes in and that of
 * all ranks comes out, the same bytes on every rank.
 *
 * Status    The same on every rank, but where this text says otherwise. A rank that was given what
 * it cannot use takes part all the same, so that none waits for it, and all of them fail; so a rank
 * whose own work failed may pass NULL, or its status and message where the function takes them.
 * Every rank's arguments are then untouched, and every rank's message names a rank that failed:
 *     spelt_mpi_allreduce_acc: on rank 3: acc is NULL
 *     spelt_mpi_allreduce_accs: on rank 3: spelt_npy_open: a.npy: cannot open: Permission denied
 * Where several ranks failed, the status is the least of theirs, and the first rank that has it is
 * named. Pieces that do not fit together show only where no rank failed by itself.
 *
 * Not agreed among the ranks, because nothing was sent or MPI itself failed:
 *   SPELT_ERR_ARG  MPI is not initialized, or finalized already; comm is MPI_COMM_NULL or an
 *                  intercommunicator; count is so large that the message has 2^31 bytes
 *   SPELT_ERR_NOMEM  there is no memory for the message; the other ranks then wait for this one
 *   SPELT_ERR_IO   a function of MPI failed, which the message names, and comm's (or, for making
 *                  and freeing types and operations, MPI_COMM_WORLD's) error handler lets functions
 *                  return; MPI's default one ends the program
 *
 * All ranks have one byte order and one version of this header. Threads   as MPI_Allreduce: what
 * MPI_Init_thread() granted, and one call at a time on a communicator. Memory   for more than one
 * accumulator or partial the message is allocated and freed; else Spelt allocates none. MPI does.
 */

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

/* The same of accs[0] and so on, or partials[0], each for itself; count, which may be 0, is the
 * same on every rank. Either all are replaced or none.
 *
 * status and message are SPELT_OK, with anything, or why this rank failed before the call: then its
 * accs or partials are not looked at and may be NULL, and every rank returns that status. The
 * message is passed on up to its 495th byte; NULL is the name of the status. It may be
 * spelt_last_error(). So with count = 0 ranks agree whether all of them are well.
 *
 * Errors    as above, SPELT_ERR_NULL where accs or partials is NULL and count > 0. Where count > 1
 *           the message tells which one is meant: accs[2]. */
static inline spelt_status spelt_mpi_allreduce_accs(MPI_Comm comm, spelt_acc *accs, size_t count,
                                                    spelt_status status, const char *message);
static inline spelt_status spelt_mpi_allreduce_partials_f32(MPI_Comm comm,
                                                            spelt_partial_f32 *partials,
                                                            size_t count, spelt_status status,
                                                            const char *message);
static inline spelt_status spelt_mpi_allreduce_partials_f64(MPI_Comm comm,
                                                            spelt_partial_f64 *partials,
                                                            size_t count, spelt_status status,
                                                            const char *message);

/* ---- Below: how. Names with spelt_mpi_ that do not stand above may change. ---------------------
 */

/* What a message begins with: how the ranks whose records it holds fared. */
typedef struct {
    int32_t status;  /* of the rank that failed, else SPELT_OK */
    int32_t rank;    /* the rank that failed, else the first of the message's ranks */
    int32_t merging; /* whether that showed when ranks were merged, not on the rank by itself */
    int32_t count;   /* records behind this */
    char text[496];  /* what failed there */
} spelt_mpi_verdict;

/* The sum is limb + 2^4352 * limb_wraps, the count likewise: so adding never fails on the way, is
 * associative and commutative, and what MPI computes in different groupings on different ranks is
 * the same. */
typedef struct {
    spelt_acc acc;
    int64_t limb_wraps, count_wraps;
} spelt_mpi_acc;

/* A message of one record, of whatever kind. */
typedef struct {
    spelt_mpi_verdict verdict;
    union {
        spelt_mpi_acc acc;
        spelt_partial_f32 partial_f32;
        spelt_partial_f64 partial_f64;
    } record;
} spelt_mpi_message;

/* What can be reduced. A record begins with the argument that it was made of. */
typedef struct {
    const char *names; /* of the arguments, where there are many */
    size_t size, record_size;
    spelt_status (*take)(const void *argument, void *record); /* checks and copies it */
    int (*fits)(const void *record); /* whether it is an argument again; NULL: always */
    MPI_User_function *combine;
    int commutes;
} spelt_mpi_kind;

/* What stands behind "function: ", which messages of the library begin with. */
static inline const char *spelt_mpi_text(const char *message)
{
    const char *text = strstr(message, ": ");
    return text ? text + 2 : message;
}

/* Record i, with a text of the library's last message. */
static inline void spelt_mpi_fail(spelt_mpi_verdict *verdict, spelt_status status,
                                  const char *names, size_t i)
{
    const char *text = spelt_mpi_text(spelt_last_error());
    verdict->status = (int32_t)status;
    if (verdict->count > 1)
        snprintf(verdict->text, sizeof verdict->text, "%s[%zu]: %s", names, i, text);
    else
        snprintf(verdict->text, sizeof verdict->text, "%s", text);
}

/* Which of two verdicts stands for both, where one has failed: an associative choice among ranks that
 * failed by themselves. Errors of merging come last; where there are several gaps, which one is named
 * depends on the grouping. */
static inline int spelt_mpi_is_first(const spelt_mpi_verdict *a, const spelt_mpi_verdict *b)
{
    if (a->status == SPELT_OK || b->status == SPELT_OK)
        return a->status != SPELT_OK;
    if (a->merging != b->merging)
        return b->merging;
    return a->status != b->status ? a->status < b->status : a->rank <= b->rank;
}

typedef spelt_status spelt_mpi_merger(const void *left, void *right);

/* right = left and then right, of whole messages with records of so many bytes. */
static inline void spelt_mpi_merge(const void *left_messages, void *right_messages, int length,
                                   size_t size, spelt_mpi_merger *merge_record, const char *names)
{
    const char *left = (const char *)left_messages;
    char *right = (char *)right_messages;
    for (int k = 0; k < length; k++) {
        const spelt_mpi_verdict *a = (const spelt_mpi_verdict *)(const void *)left;
        spelt_mpi_verdict *b = (spelt_mpi_verdict *)(void *)right;
        const size_t count = (size_t)b->count;
        if (spelt_mpi_is_first(a, b))
            *b = *a;
        left += sizeof *a;
        right += sizeof *b;
        for (size_t i = 0; i < count; i++, left += size, right += size) {
            const spelt_status status =
                b->status == SPELT_OK ? merge_record(left, right) : SPELT_OK;
            b->merging |= status != SPELT_OK;
            if (status != SPELT_OK)
                spelt_mpi_fail(b, status, names, i);
        }
        if (b->status == SPELT_OK)
            b->rank = a->rank;
    }
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

/* ---- Accumulators ---------------------------------------------------------------------------- */

static inline spelt_status spelt_mpi_take_acc(const void *argument, void *record)
{
    const spelt_acc *acc = (const spelt_acc *)argument;
    int64_t count;
    const spelt_status status = spelt_acc_count(acc, &count);
    if (status == SPELT_OK)
        ((spelt_mpi_acc *)record)->acc = *acc;
    return status;
}

static inline spelt_status spelt_mpi_merge_acc(const void *left_record, void *right_record)
{
    const spelt_mpi_acc *left = (const spelt_mpi_acc *)left_record;
    spelt_mpi_acc *right = (spelt_mpi_acc *)right_record;
    const uint64_t left_count = (uint64_t)left->acc.count;
    uint64_t count = (uint64_t)right->acc.count;
    right->limb_wraps += left->limb_wraps;
    right->limb_wraps += spelt_mpi_add(left->acc.limb, right->acc.limb, SPELT_ACC_LIMBS);
    right->count_wraps += left->count_wraps;
    right->count_wraps += spelt_mpi_add(&left_count, &count, 1);
    right->acc.count = (int64_t)count;
    right->acc.special |= left->acc.special;
    return SPELT_OK;
}

static inline int spelt_mpi_fits_acc(const void *record)
{
    const spelt_mpi_acc *acc = (const spelt_mpi_acc *)record;
    return acc->limb_wraps == 0 && acc->count_wraps == 0;
}

static inline void spelt_mpi_combine_acc(void *left, void *right, int *length, MPI_Datatype *type)
{
    (void)type;
    spelt_mpi_merge(left, right, *length, sizeof(spelt_mpi_acc), spelt_mpi_merge_acc, "accs");
}

static const spelt_mpi_kind spelt_mpi_accs = {"accs",
                                              sizeof(spelt_acc),
                                              sizeof(spelt_mpi_acc),
                                              spelt_mpi_take_acc,
                                              spelt_mpi_fits_acc,
                                              spelt_mpi_combine_acc,
                                              1};

/* ---- Partials -------------------------------------------------------------------------------- */

/* Of either accumulator. Merging it with the empty partial behind it checks it. */
#define SPELT_MPI_PARTIALS(type)                                                                   \
    static inline spelt_status spelt_mpi_take_partial_##type(const void *argument, void *record)   \
    {                                                                                              \
        const spelt_partial_##type *partial = (const spelt_partial_##type *)argument;              \
        spelt_partial_##type end = *partial;                                                       \
        end.first += end.count;                                                                    \
        end.count = 0;                                                                             \
        return spelt_partial_merge_##type(partial, &end, (spelt_partial_##type *)record);          \
    }                                                                                              \
    static inline spelt_status spelt_mpi_merge_partial_##type(const void *left, void *right)       \
    {                                                                                              \
        spelt_partial_##type *partial = (spelt_partial_##type *)right;                             \
        return spelt_partial_merge_##type((const spelt_partial_##type *)left, partial, partial);   \
    }                                                                                              \
    static inline void spelt_mpi_combine_partial_##type(void *left, void *right, int *length,      \
                                                        MPI_Datatype *datatype)                    \
    {                                                                                              \
        (void)datatype;                                                                            \
        spelt_mpi_merge(left, right, *length, sizeof(spelt_partial_##type),                        \
                        spelt_mpi_merge_partial_##type, "partials");                               \
    }                                                                                              \
    static const spelt_mpi_kind spelt_mpi_partials_##type = {"partials",                           \
                                                             sizeof(spelt_partial_##type),         \
                                                             sizeof(spelt_partial_##type),         \
                                                             spelt_mpi_take_partial_##type,        \
                                                             NULL,                                 \
                                                             spelt_mpi_combine_partial_##type,     \
                                                             0};
SPELT_MPI_PARTIALS(f32)
SPELT_MPI_PARTIALS(f64)
#undef SPELT_MPI_PARTIALS

#ifdef __cplusplus
}
#endif

/* ---- Calls ----------------------------------------------------------------------------------- */

/* Fails with "function: what: text", or without text where it is NULL. */
static inline spelt_status spelt_mpi_report(spelt_status status, const char *function,
                                            const char *what, const char *text)
{
    char message[640];
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

/* The arguments as the records of a message, or the rank's own failure. */
static inline void spelt_mpi_pack(spelt_mpi_verdict *verdict, const spelt_mpi_kind *kind,
                                  const char *name, const void *arguments, spelt_status status,
                                  const char *message)
{
    const char *argument = (const char *)arguments;
    char *record = (char *)(verdict + 1);
    const size_t count = (size_t)verdict->count;
    if (status == SPELT_OK && count > 0 && !arguments) {
        verdict->status = SPELT_ERR_NULL;
        snprintf(verdict->text, sizeof verdict->text, "%s is NULL", name);
    } else if (status != SPELT_OK) {
        verdict->status = (int32_t)status;
        snprintf(verdict->text, sizeof verdict->text, "%s",
                 message ? message : spelt_status_name(status));
    }
    for (size_t i = 0; i < count && verdict->status == SPELT_OK; i++) {
        status = kind->take(argument + i * kind->size, record + i * kind->record_size);
        if (status != SPELT_OK)
            spelt_mpi_fail(verdict, status, kind->names, i);
    }
}

/* Reduces a message of so many bytes in place. */
static inline spelt_status spelt_mpi_send(const char *function, MPI_Comm comm,
                                          spelt_mpi_verdict *verdict, int bytes,
                                          const spelt_mpi_kind *kind)
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
        code = MPI_Op_create(kind->combine, kind->commutes, &operation);
    }
    if (code == MPI_SUCCESS) {
        what = "MPI_Allreduce";
        code = MPI_Allreduce(MPI_IN_PLACE, verdict, 1, type, operation, comm);
    }
    /* Freeing what is there fails where MPI is in ruins, which the calls before it have told. */
    if (operation != MPI_OP_NULL)
        MPI_Op_free(&operation);
    if (type != MPI_DATATYPE_NULL)
        MPI_Type_free(&type);
    if (code != MPI_SUCCESS)
        return spelt_mpi_failed(code, function, what);
    if (verdict->status == SPELT_OK)
        return SPELT_OK;
    char where[32];
    snprintf(where, sizeof where, "on rank %d", (int)verdict->rank);
    return spelt_mpi_report((spelt_status)verdict->status, function, where, verdict->text);
}

/* The records of a message as arguments: all or, where one does not fit, none. */
static inline spelt_status spelt_mpi_unpack(const char *function, const spelt_mpi_verdict *verdict,
                                            const spelt_mpi_kind *kind, void *arguments)
{
    const char *text = "the sum or the count over all ranks does not fit";
    const char *record = (const char *)(verdict + 1);
    char *argument = (char *)arguments, place[64];
    const size_t count = (size_t)verdict->count;
    for (size_t i = 0; kind->fits && i < count; i++) {
        if (kind->fits(record + i * kind->record_size))
            continue;
        snprintf(place, sizeof place, "%s[%zu]", kind->names, i);
        return count > 1 ? spelt_mpi_report(SPELT_ERR_OVERFLOW, function, place, text)
                         : spelt_mpi_report(SPELT_ERR_OVERFLOW, function, text, NULL);
    }
    for (size_t i = 0; i < count; i++)
        memcpy(argument + i * kind->size, record + i * kind->record_size, kind->size);
    return SPELT_OK;
}

static inline spelt_status spelt_mpi_allreduce(const char *function, MPI_Comm comm,
                                               const spelt_mpi_kind *kind, const char *name,
                                               void *arguments, size_t count, spelt_status status,
                                               const char *message)
{
    spelt_mpi_message one;
    void *room = &one;
    int32_t rank = 0;
    const spelt_status usable = spelt_mpi_check(function, comm, &rank);
    if (usable != SPELT_OK)
        return usable;
    if (count > (INT_MAX - sizeof one.verdict) / kind->record_size)
        return spelt_mpi_report(SPELT_ERR_ARG, function, "count is too large for one message",
                                NULL);
    const size_t bytes = sizeof one.verdict + count * kind->record_size;
    if (count > 1 && !(room = malloc(bytes)))
        return spelt_mpi_report(SPELT_ERR_NOMEM, function, "no memory for the message", NULL);
    memset(room, 0, bytes);
    spelt_mpi_verdict *verdict = (spelt_mpi_verdict *)room;
    verdict->rank = rank;
    verdict->count = (int32_t)count;
    spelt_mpi_pack(verdict, kind, name, arguments, status, message);
    status = spelt_mpi_send(function, comm, verdict, (int)bytes, kind);
    if (status == SPELT_OK)
        status = spelt_mpi_unpack(function, verdict, kind, arguments);
    if (room != &one)
        free(room);
    return status;
}

static inline spelt_status spelt_mpi_allreduce_acc(MPI_Comm comm, spelt_acc *acc)
{
    return spelt_mpi_allreduce("spelt_mpi_allreduce_acc", comm, &spelt_mpi_accs, "acc", acc, 1,
                               SPELT_OK, NULL);
}

static inline spelt_status spelt_mpi_allreduce_accs(MPI_Comm comm, spelt_acc *accs, size_t count,
                                                    spelt_status status, const char *message)
{
    return spelt_mpi_allreduce("spelt_mpi_allreduce_accs", comm, &spelt_mpi_accs, "accs", accs,
                               count, status, message);
}

#define SPELT_MPI_CALLS(type)                                                                      \
    static inline spelt_status spelt_mpi_allreduce_partial_##type(MPI_Comm comm,                   \
                                                                  spelt_partial_##type *partial)   \
    {                                                                                              \
        return spelt_mpi_allreduce("spelt_mpi_allreduce_partial_" #type, comm,                     \
                                   &spelt_mpi_partials_##type, "partial", partial, 1, SPELT_OK,    \
                                   NULL);                                                          \
    }                                                                                              \
    static inline spelt_status spelt_mpi_allreduce_partials_##type(                                \
        MPI_Comm comm, spelt_partial_##type *partials, size_t count, spelt_status status,          \
        const char *message)                                                                       \
    {                                                                                              \
        return spelt_mpi_allreduce("spelt_mpi_allreduce_partials_" #type, comm,                    \
                                   &spelt_mpi_partials_##type, "partials", partials, count, status, \
                                   message);                                                       \
    }
SPELT_MPI_CALLS(f32)
SPELT_MPI_CALLS(f64)
#undef SPELT_MPI_CALLS

#endif
