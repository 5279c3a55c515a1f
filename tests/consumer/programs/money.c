/* money.c - a ledger in chunks, to the cent: no total overflows on the way, whatever the order, and
 * one that does not fit in the end is an error. With MONEY_MPI each rank of MPI has a share of the
 * ledger; without it the shares are added up one after the other. Both print the same, on any
 * number of ranks. */
#include "program.h"

#include "oracle.h"

enum { ENTRIES = 1000003, CHUNK = 65536 };

/* The sum of payments, what they come to without their signs, and of quantities times prices. */
enum { BALANCE, TURNOVER, STOCK, TOTALS };

typedef struct {
    int64_t *payment, *size, *quantity, *price;
} ledger;

/* Adds the entries from first up to and without last, a chunk at a time, as if they came from a
 * file. */
static void add_up(const ledger *book, size_t first, size_t last, spelt_acc totals[TOTALS])
{
    for (size_t n, at = first; at < last; at += n) {
        n = last - at < CHUNK ? last - at : CHUNK;
        const spelt_in_i64 payment = spelt_in_1d_i64(book->payment + at, n);
        check(spelt_abs_i64(&payment, SPELT_OUT(i64, book->size + at, n)));
        check(spelt_acc_add_sum_i64(&payment, &totals[BALANCE]));
        check(spelt_acc_add_sum_i64(SPELT_IN(i64, book->size + at, n), &totals[TURNOVER]));
        check(spelt_acc_add_dot_i64(SPELT_IN(i64, book->quantity + at, n),
                                    SPELT_IN(i64, book->price + at, n), &totals[STOCK]));
    }
}

#ifdef MONEY_MPI
#include <spelt/mpi.h>

/* Every rank ends with the totals of all; the first one prints them. */
static int add_all(const ledger *book, spelt_acc totals[TOTALS])
{
    int rank, ranks;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    add_up(book, (size_t)ENTRIES * (size_t)rank / (size_t)ranks,
           (size_t)ENTRIES * ((size_t)rank + 1) / (size_t)ranks, totals);
    check(spelt_mpi_allreduce_accs(MPI_COMM_WORLD, totals, TOTALS, SPELT_OK, NULL));
    return rank == 0;
}
#else
/* The last share first: the order is of no account. */
static int add_all(const ledger *book, spelt_acc totals[TOTALS])
{
    const size_t shares = 4;
    for (size_t share = shares; share-- > 0;) {
        spelt_acc own[TOTALS] = {{{0}, 0, 0}}; /* all bytes 0: no terms yet */
        add_up(book, ENTRIES * share / shares, ENTRIES * (share + 1) / shares, own);
        for (size_t i = 0; i < TOTALS; i++)
            check(spelt_acc_merge(&own[i], &totals[i]));
    }
    return 1;
}
#endif

static void report(const ledger *book, const spelt_acc totals[TOTALS])
{
    int64_t balance, stock, expected_balance, expected_stock, untouched = -1;
    double turnover;
    check(spelt_acc_round_i64(&totals[BALANCE], &balance));
    check(spelt_acc_round_i64(&totals[STOCK], &stock));
    printf("balance %lld cents, stock worth %lld cents\n", (long long)balance, (long long)stock);

    /* More cents than 64 bits hold: no number is made up. In f64 they are rounded once. */
    expect(spelt_acc_round_i64(&totals[TURNOVER], &untouched) == SPELT_ERR_OVERFLOW &&
               untouched == -1,
           "whether the turnover fits");
    printf("%s\n", spelt_last_error());
    check(spelt_acc_round_f64(&totals[TURNOVER], &turnover));
    printf("turnover about %.17g cents\n", turnover);

    expect(oracle_total(book->payment, NULL, ENTRIES, &expected_balance) &&
               balance == expected_balance,
           "the balance");
    expect(oracle_total(book->quantity, book->price, ENTRIES, &expected_stock) &&
               stock == expected_stock,
           "the worth of the stock");
    expect(!oracle_total(book->size, NULL, ENTRIES, &expected_stock), "whether the turnover fits");
}

int main(int argc, char **argv)
{
    ledger book = {room(ENTRIES, sizeof(int64_t)), room(ENTRIES, sizeof(int64_t)),
                   room(ENTRIES, sizeof(int64_t)), room(ENTRIES, sizeof(int64_t))};
    spelt_acc totals[TOTALS] = {{{0}, 0, 0}};
    oracle_payments(book.payment, ENTRIES, 1);
    oracle_whole(book.quantity, ENTRIES, 1000, 2);
    oracle_whole(book.price, ENTRIES, 1000000, 3);
#ifdef MONEY_MPI
    MPI_Init(&argc, &argv);
#else
    (void)argc, (void)argv;
#endif
    if (add_all(&book, totals))
        report(&book, totals);
#ifdef MONEY_MPI
    MPI_Finalize();
#endif
    free(book.payment);
    free(book.size);
    free(book.quantity);
    free(book.price);
    return 0;
}
