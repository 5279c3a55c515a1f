/* refusals.c - what a rank cannot use fails on every rank, with nothing written and no rank left
 * waiting. */
#include "layer.h"

/* Of every case: the argument as it was, for comparison. */
typedef union {
    spelt_acc acc;
    spelt_partial_f32 f32;
    spelt_partial_f64 f64;
} argument;

/* Expects a refusal of own rank's call, the message beginning with the function and holding a text,
 * and the argument as it was. */
static void expect_refusal(const char *function, spelt_status got, spelt_status expected,
                           const char *text, const void *now, const void *before, size_t bytes)
{
    const char *message = spelt_last_error();
    CHECK(got == expected, "%s: got %s, expected %s (%s)", function, spelt_status_name(got),
          spelt_status_name(expected), message);
    CHECK(strncmp(message, function, strlen(function)) == 0, "message: %s", message);
    CHECK(strstr(message, text), "%s is not in the message: %s", text, message);
    CHECK(!now || memcmp(now, before, bytes) == 0, "%s failed and wrote its argument", function);
    CHECK(layer.types == 0 && layer.operations == 0, "%s left a type or an operation", function);
}

static void refuse_acc(spelt_acc *acc, spelt_status expected, const char *text)
{
    argument before;
    memset(&before, 0, sizeof before);
    if (acc)
        before.acc = *acc;
    expect_refusal("spelt_mpi_allreduce_acc", spelt_mpi_allreduce_acc(MPI_COMM_WORLD, acc),
                   expected, text, acc, &before, sizeof *acc);
}

static void refuse_f32(spelt_partial_f32 *partial, spelt_status expected, const char *text)
{
    argument before;
    memset(&before, 0, sizeof before);
    if (partial)
        before.f32 = *partial;
    expect_refusal("spelt_mpi_allreduce_partial_f32",
                   spelt_mpi_allreduce_partial_f32(MPI_COMM_WORLD, partial), expected, text,
                   partial, &before, sizeof *partial);
}

static void refuse_f64(spelt_partial_f64 *partial, spelt_status expected, const char *text)
{
    argument before;
    memset(&before, 0, sizeof before);
    if (partial)
        before.f64 = *partial;
    expect_refusal("spelt_mpi_allreduce_partial_f64",
                   spelt_mpi_allreduce_partial_f64(MPI_COMM_WORLD, partial), expected, text,
                   partial, &before, sizeof *partial);
}

/* What a rank passes of its own failure. */
typedef struct {
    spelt_status status;
    const char *message;
} failure;

static const failure well = {SPELT_OK, "not looked at"};

enum { MANY = 3 };

/* The same of the first `count` of many. */
static void refuse_accs(spelt_acc *accs, size_t count, failure own, spelt_status expected,
                        const char *text)
{
    spelt_acc before[MANY];
    const size_t bytes = (count < MANY ? count : MANY) * sizeof *accs;
    if (accs)
        memcpy(before, accs, bytes);
    expect_refusal("spelt_mpi_allreduce_accs: ",
                   spelt_mpi_allreduce_accs(MPI_COMM_WORLD, accs, count, own.status, own.message),
                   expected, text, accs, before, bytes);
    CHECK(rooms == 0, "%d rooms are left", rooms);
}

static void refuse_partials_f32(spelt_partial_f32 *partials, size_t count, failure own,
                                spelt_status expected, const char *text)
{
    spelt_partial_f32 before[MANY];
    if (partials)
        memcpy(before, partials, count * sizeof *partials);
    expect_refusal(
        "spelt_mpi_allreduce_partials_f32: ",
        spelt_mpi_allreduce_partials_f32(MPI_COMM_WORLD, partials, count, own.status, own.message),
        expected, text, partials, before, count * sizeof *partials);
    CHECK(rooms == 0, "%d rooms are left", rooms);
}

static void refuse_partials_f64(spelt_partial_f64 *partials, size_t count, failure own,
                                spelt_status expected, const char *text)
{
    spelt_partial_f64 before[MANY];
    if (partials)
        memcpy(before, partials, count * sizeof *partials);
    expect_refusal(
        "spelt_mpi_allreduce_partials_f64: ",
        spelt_mpi_allreduce_partials_f64(MPI_COMM_WORLD, partials, count, own.status, own.message),
        expected, text, partials, before, count * sizeof *partials);
    CHECK(rooms == 0, "%d rooms are left", rooms);
}

static spelt_acc acc_of(double value)
{
    spelt_acc acc;
    CHECK_OK(spelt_acc_init(&acc));
    CHECK_OK(spelt_acc_add_f64(value, &acc));
    return acc;
}

/* Two blocks a rank, in rank order. */
enum { OWN = 2 * 2048 };
static double data[OWN];
static float narrow_data[2 * OWN];

static spelt_partial_f64 partial_at(uint64_t first)
{
    spelt_partial_f64 partial;
    CHECK_OK(spelt_partial_sum_f64(SPELT_IN(f64, data, OWN), first, &partial));
    return partial;
}

static spelt_partial_f32 narrow_partial_at(uint64_t first)
{
    spelt_partial_f32 partial;
    CHECK_OK(spelt_partial_sum_f32(SPELT_IN(f32, narrow_data, 2 * OWN), first, &partial));
    return partial;
}

static uint64_t own_first(void)
{
    return (uint64_t)own_rank * OWN;
}

/* Nothing is left of a refusal: the next calls give what they always give. */
static void expect_all_well(void)
{
    spelt_acc acc = acc_of(own_rank + 0.5);
    double sum = 0;
    CHECK_OK(spelt_mpi_allreduce_acc(MPI_COMM_WORLD, &acc));
    CHECK_OK(spelt_acc_round_f64(&acc, &sum));
    CHECK(sum == ranks * ranks / 2.0, "%g", sum);
    spelt_partial_f64 partial = partial_at(own_first());
    CHECK_OK(spelt_mpi_allreduce_partial_f64(MPI_COMM_WORLD, &partial));
    CHECK(partial.first == 0 && partial.count == (uint64_t)ranks * OWN, "%d elements",
          (int)partial.count);
}

/* ---- One rank is at fault -------------------------------------------------------------------- */

static const char *on_rank(int rank)
{
    static char text[32];
    snprintf(text, sizeof text, "on rank %d: ", rank);
    return text;
}

static void refuse_arguments_of(int guilty)
{
    const char *where = on_rank(guilty);
    int is_guilty = own_rank == guilty;
    spelt_acc acc = acc_of(1);
    refuse_acc(is_guilty ? NULL : &acc, SPELT_ERR_NULL, where);
    if (is_guilty)
        acc.special = 8;
    refuse_acc(&acc, SPELT_ERR_ARG, where);

    spelt_partial_f64 partial = partial_at(own_first()), bad = partial;
    refuse_f64(is_guilty ? NULL : &partial, SPELT_ERR_NULL, where);
    bad.order = 99;
    refuse_f64(is_guilty ? &bad : &partial, SPELT_ERR_ARG, where);
    bad = partial;
    bad.function = 77;
    refuse_f64(is_guilty ? &bad : &partial, SPELT_ERR_ARG, where);
    bad = partial;
    bad.first += 1;
    refuse_f64(is_guilty ? &bad : &partial, SPELT_ERR_ARG, where);
    bad = partial;
    bad.count = UINT64_MAX;
    if (guilty > 0)
        refuse_f64(is_guilty ? &bad : &partial, SPELT_ERR_ARG, where);

    spelt_partial_f32 narrow = narrow_partial_at(2 * own_first()), narrow_bad = narrow;
    refuse_f32(is_guilty ? NULL : &narrow, SPELT_ERR_NULL, where);
    narrow_bad.first += 2048; /* half a block */
    refuse_f32(is_guilty ? &narrow_bad : &narrow, SPELT_ERR_ARG, where);
}

/* Partials that are well each but do not fit: it takes two. The message names the right one. */
static void refuse_neighbours(int guilty)
{
    const char *where = on_rank(guilty);
    int is_guilty = own_rank == guilty;
    int from_here = own_rank >= guilty;
    spelt_partial_f64 partial = partial_at(own_first() + (from_here ? 2048 : 0));
    refuse_f64(&partial, SPELT_ERR_ARG, where); /* a gap */
    partial = partial_at(own_first() - (from_here ? 2048 : 0));
    refuse_f64(&partial, SPELT_ERR_ARG, where); /* an overlap */
    spelt_partial_f32 narrow = narrow_partial_at(2 * own_first() + (from_here ? 4096 : 0));
    refuse_f32(&narrow, SPELT_ERR_ARG, where);

    partial = partial_at(own_first());
    if (from_here)
        CHECK_OK(spelt_partial_sumsq_f64(SPELT_IN(f64, data, OWN), own_first(), &partial));
    refuse_f64(&partial, SPELT_ERR_ARG,
               "left was made by spelt_partial_sum_f64, right by "
               "spelt_partial_sumsq_f64");

    /* An empty one in the wrong place is no less wrong. */
    partial = partial_at(own_first());
    if (is_guilty)
        CHECK_OK(spelt_partial_sum_f64(SPELT_IN(f64, data, 0), 0, &partial));
    refuse_f64(&partial, SPELT_ERR_ARG, "left ends before element ");
}

/* Rank order is element order. */
static void refuse_disorder(void)
{
    spelt_partial_f64 partial = partial_at((uint64_t)(ranks - 1 - own_rank) * OWN);
    refuse_f64(&partial, SPELT_ERR_ARG, "left ends before element ");
    /* A short block in the middle. */
    CHECK_OK(spelt_partial_sum_f64(SPELT_IN(f64, data, 100), 4096 * (uint64_t)own_rank, &partial));
    refuse_f64(&partial, SPELT_ERR_ARG, "left ends before element ");
}

/* Every rank is at fault in its own way, in two groupings that may find other faults first: the
 * least status. */
static void refuse_many(void)
{
    spelt_acc acc = acc_of(1);
    acc.special = 8;
    refuse_acc(own_rank == ranks - 1 ? NULL : &acc, SPELT_ERR_NULL, on_rank(ranks - 1));
    spelt_partial_f64 partial = partial_at(4 * own_first());
    refuse_f64(own_rank == 0 ? NULL : &partial, SPELT_ERR_NULL, on_rank(0));
    refuse_f64(own_rank == ranks / 2 ? NULL : &partial, SPELT_ERR_NULL, on_rank(ranks / 2));
}

/* ---- Many in one message --------------------------------------------------------------------- */

static void refuse_many_of(int guilty)
{
    const int is_guilty = own_rank == guilty;
    char where[100];
    spelt_acc accs[MANY] = {acc_of(1), acc_of(2), acc_of(3)};
    snprintf(where, sizeof where, "accs: on rank %d: accs is NULL", guilty);
    refuse_accs(is_guilty ? NULL : accs, MANY, well, SPELT_ERR_NULL, where);
    if (is_guilty)
        accs[0].special = accs[2].special = 16;
    snprintf(where, sizeof where, "accs: on rank %d: accs[0]: acc is no accumulator", guilty);
    refuse_accs(accs, MANY, well, SPELT_ERR_ARG, where);
    snprintf(where, sizeof where, "accs: on rank %d: accs[1]: acc is no accumulator", guilty);
    refuse_accs(accs + 1, 2, well, SPELT_ERR_ARG, where);
    snprintf(where, sizeof where, "accs: on rank %d: acc is no accumulator", guilty);
    refuse_accs(accs, 1, well, SPELT_ERR_ARG, where);

    spelt_partial_f32 narrow[MANY];
    spelt_partial_f64 partial[MANY];
    for (int i = 0; i < MANY; i++) {
        const int late = i == 1 && own_rank >= guilty && guilty > 0; /* a gap */
        narrow[i] = narrow_partial_at(2 * own_first() + (late ? 4096 : 0));
        partial[i] = partial_at(own_first() + (late ? 2048 : 0));
    }
    if (guilty > 0) {
        snprintf(where, sizeof where, "on rank %d: partials[1]: left ends before", guilty);
        refuse_partials_f32(narrow, MANY, well, SPELT_ERR_ARG, where);
        refuse_partials_f64(partial, MANY, well, SPELT_ERR_ARG, where);
    }
    /* What a rank says itself comes before what merging finds, though its status is greater. */
    const int other = ranks > 2 ? (guilty + 1) % ranks : guilty; /* not beside the gap */
    const failure own = {own_rank == other ? SPELT_ERR_INEXACT : SPELT_OK, "its own"};
    snprintf(where, sizeof where, "on rank %d: its own", other);
    refuse_partials_f32(own_rank == other ? NULL : narrow, MANY, own, SPELT_ERR_INEXACT, where);
    refuse_partials_f64(own_rank == other ? NULL : partial, MANY, own, SPELT_ERR_INEXACT, where);
    if (is_guilty)
        partial[2].order = 99;
    snprintf(where, sizeof where, "on rank %d: partials[2]: left", guilty);
    refuse_partials_f64(partial, MANY, well, SPELT_ERR_ARG, where);
}

/* The message that every rank has, word for word. */
static void expect_message(const char *expected)
{
    CHECK(strcmp(spelt_last_error(), expected) == 0, "message: %s, expected %s", spelt_last_error(),
          expected);
}

static void say_why(int guilty)
{
    const int is_guilty = own_rank == guilty;
    char expected[1000], longest[1000];
    spelt_acc accs[MANY] = {acc_of(1), acc_of(2), acc_of(3)};
    const failure file = {is_guilty ? SPELT_ERR_IO : SPELT_OK,
                          is_guilty ? "spelt_npy_open: a.npy: No such file" : "another's"};
    snprintf(expected, sizeof expected,
             "spelt_mpi_allreduce_accs: on rank %d: spelt_npy_open: a.npy: No such file", guilty);
    for (size_t count = 0; count <= MANY; count++) {
        refuse_accs(is_guilty ? NULL : accs, count, file, SPELT_ERR_IO, "a.npy");
        expect_message(expected);
        refuse_accs(accs, count, file, SPELT_ERR_IO, "a.npy");
        expect_message(expected);
    }
    const failure silent = {is_guilty ? SPELT_ERR_NOMEM : SPELT_OK, NULL};
    refuse_accs(accs, 2, silent, SPELT_ERR_NOMEM, "SPELT_ERR_NOMEM");

    /* The library's own last message. */
    CHECK(spelt_acc_init(NULL) == SPELT_ERR_NULL, "%s", "initialized NULL");
    const failure last = {is_guilty ? SPELT_ERR_NULL : SPELT_OK, spelt_last_error()};
    refuse_accs(accs, 2, last, SPELT_ERR_NULL, "spelt_acc_init");
    snprintf(expected, sizeof expected,
             "spelt_mpi_allreduce_accs: on rank %d: spelt_acc_init: acc is NULL", guilty);
    expect_message(expected);

    memset(longest, 'm', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    const failure wordy = {is_guilty ? SPELT_ERR_FORMAT : SPELT_OK, longest};
    refuse_accs(accs, 1, wordy, SPELT_ERR_FORMAT, "mmmm");
    const int head =
        snprintf(expected, sizeof expected, "spelt_mpi_allreduce_accs: on rank %d: ", guilty);
    memset(expected + head, 'm', 511 - (size_t)head);
    expected[511] = '\0';
    expect_message(expected);
}

/* Every rank fails: the least status, of those the first rank. */
static void say_why_together(void)
{
    static const spelt_status statuses[] = {SPELT_ERR_INEXACT, SPELT_ERR_IO,     SPELT_ERR_FORMAT,
                                            SPELT_ERR_FORMAT,  SPELT_ERR_FORMAT, SPELT_ERR_IO,
                                            SPELT_ERR_FORMAT};
    const int named = ranks > 2 ? 2 : ranks - 1;
    char message[64], expected[100];
    spelt_partial_f64 partial = partial_at(own_first());
    spelt_acc acc = acc_of(1);
    snprintf(message, sizeof message, "%d's", own_rank);
    const failure own = {statuses[own_rank % 7], message};
    refuse_accs(&acc, 1, own, statuses[named], "");
    snprintf(expected, sizeof expected, "spelt_mpi_allreduce_accs: on rank %d: %d's", named, named);
    expect_message(expected);
    refuse_partials_f64(&partial, 1, own, statuses[named], expected + 26);
}

/* ---- Overflow is decided on the sum of all --------------------------------------------------- */

/* +-2^2174, half of what is past the end. */
static spelt_acc enormous(double sign)
{
    spelt_acc acc = acc_of(sign);
    CHECK_OK(spelt_acc_scale(2174, &acc));
    return acc;
}

static void check_overflow(void)
{
    const char *text = "over all ranks does not fit";
    spelt_acc acc = enormous(own_rank < (ranks + 1) / 2 ? 1 : -1), expected;
    CHECK_OK(spelt_acc_init(&expected));
    if (ranks % 2)
        expected = enormous(1);
    expected.count = ranks;
    CHECK_OK(spelt_mpi_allreduce_acc(MPI_COMM_WORLD, &acc));
    CHECK(memcmp(&acc, &expected, sizeof acc) == 0, "%d ranks", ranks);

    acc = enormous(1);
    if (ranks > 1)
        refuse_acc(&acc, SPELT_ERR_OVERFLOW, text);
    acc = enormous(-1); /* two of them just fit */
    if (ranks > 2)
        refuse_acc(&acc, SPELT_ERR_OVERFLOW, text);
    else
        CHECK_OK(spelt_mpi_allreduce_acc(MPI_COMM_WORLD, &acc));

    spelt_acc accs[MANY] = {acc_of(1), enormous(1), acc_of(2)};
    if (ranks > 1)
        refuse_accs(accs, MANY, well, SPELT_ERR_OVERFLOW,
                    "accs: accs[1]: the sum or the count over all ranks does not fit");
    if (ranks > 1)
        refuse_accs(accs + 1, 1, well, SPELT_ERR_OVERFLOW, "accs: the sum or the count over all");

    acc = acc_of(1);
    acc.count = own_rank % 2 ? -INT64_MAX : INT64_MAX;
    CHECK_OK(spelt_mpi_allreduce_acc(MPI_COMM_WORLD, &acc));
    CHECK(acc.count == (ranks % 2 ? INT64_MAX : 0), "%lld", (long long)acc.count);
    acc = acc_of(1);
    acc.count = own_rank == 0 ? INT64_MAX : own_rank == 1;
    if (ranks > 1)
        refuse_acc(&acc, SPELT_ERR_OVERFLOW, text);
}

/* ---- What no other rank hears of ------------------------------------------------------------- */

static void refuse_communicators(void)
{
    spelt_acc acc = acc_of(1);
    const char *function = "spelt_mpi_allreduce_acc";
    int before = layer.reductions;
    expect_refusal(function, spelt_mpi_allreduce_acc(MPI_COMM_NULL, &acc), SPELT_ERR_ARG,
                   "comm is MPI_COMM_NULL", NULL, NULL, 0);
    if (ranks > 1) {
        MPI_Comm half, inter;
        int own_half = own_rank % 2;
        MPI_Comm_split(MPI_COMM_WORLD, own_half, 0, &half);
        MPI_Intercomm_create(half, 0, MPI_COMM_WORLD, 1 - own_half, 7, &inter);
        expect_refusal(function, spelt_mpi_allreduce_acc(inter, &acc), SPELT_ERR_ARG,
                       "comm is an intercommunicator", NULL, NULL, 0);
        MPI_Comm_free(&inter);
        MPI_Comm_free(&half);
    }
    CHECK(layer.reductions == before, "%s", "a refused communicator was used");
}

static void refuse_failures_of_mpi(void)
{
    static const char *const functions[] = {"MPI_Comm_test_inter", "MPI_Comm_rank",
                                            "MPI_Type_contiguous", "MPI_Type_commit",
                                            "MPI_Op_create",       "MPI_Allreduce"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        spelt_acc acc = acc_of(1);
        spelt_partial_f32 narrow = narrow_partial_at(2 * own_first());
        spelt_partial_f64 partial = partial_at(own_first());
        layer.failing = functions[i];
        refuse_acc(&acc, SPELT_ERR_IO, functions[i]);
        refuse_f32(&narrow, SPELT_ERR_IO, functions[i]);
        refuse_f64(&partial, SPELT_ERR_IO, functions[i]);
        spelt_acc accs[2] = {acc, acc};
        refuse_accs(accs, 2, well, SPELT_ERR_IO, functions[i]);
        layer.failing = NULL;
    }
}

/* Nothing is sent. */
static void refuse_too_many(void)
{
    spelt_acc accs[MANY] = {acc_of(1), acc_of(2), acc_of(3)};
    const int before = layer.reductions;
    refuse_accs(accs, SIZE_MAX, well, SPELT_ERR_ARG, "count is too large");
    refuse_accs(accs, INT32_MAX / sizeof(spelt_mpi_acc), well, SPELT_ERR_ARG, "count is too large");
    no_room = 1;
    refuse_accs(accs, MANY, well, SPELT_ERR_NOMEM, "no memory");
    CHECK(layer.reductions == before, "%s", "a refused message was sent");
    CHECK_OK(spelt_mpi_allreduce_accs(MPI_COMM_WORLD, accs, 1, SPELT_OK, NULL));
    no_room = 0;
}

static void refuse_without_mpi(const char *text)
{
    spelt_acc acc = acc_of(1);
    spelt_partial_f32 narrow = narrow_partial_at(0);
    spelt_partial_f64 partial = partial_at(0);
    refuse_acc(&acc, SPELT_ERR_ARG, text);
    refuse_f32(&narrow, SPELT_ERR_ARG, text);
    refuse_f64(&partial, SPELT_ERR_ARG, text);
    spelt_acc accs[2] = {acc, acc};
    refuse_accs(accs, 2, well, SPELT_ERR_ARG, text);
}

int main(int argc, char **argv)
{
    refuse_without_mpi("MPI is not initialized");
    ranks_begin(&argc, &argv);
    generator groupings = generator_start(100 + (uint64_t)own_rank);
    for (int round = 0; round < 8; round++) {
        layer.groupings = round > 0 ? &groupings : NULL;
        for (int guilty = 0; guilty < ranks; guilty++) {
            refuse_arguments_of(guilty);
            if (guilty > 0)
                refuse_neighbours(guilty);
            if (guilty == round % ranks) {
                refuse_many_of(guilty);
                say_why(guilty);
            }
            expect_all_well();
        }
        if (ranks > 1)
            refuse_disorder();
        refuse_many();
        say_why_together();
        check_overflow();
    }
    refuse_communicators();
    refuse_too_many();
    refuse_failures_of_mpi();
    expect_all_well();
    int status = ranks_end();
    refuse_without_mpi("MPI is finalized");
    return status || failures > 0;
}
