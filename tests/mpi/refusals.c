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
        layer.failing = NULL;
    }
}

static void refuse_without_mpi(const char *text)
{
    spelt_acc acc = acc_of(1);
    spelt_partial_f32 narrow = narrow_partial_at(0);
    spelt_partial_f64 partial = partial_at(0);
    refuse_acc(&acc, SPELT_ERR_ARG, text);
    refuse_f32(&narrow, SPELT_ERR_ARG, text);
    refuse_f64(&partial, SPELT_ERR_ARG, text);
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
            expect_all_well();
        }
        if (ranks > 1)
            refuse_disorder();
        refuse_many();
        check_overflow();
    }
    refuse_communicators();
    refuse_failures_of_mpi();
    expect_all_well();
    int status = ranks_end();
    refuse_without_mpi("MPI is finalized");
    return status || failures > 0;
}
