/* distributed.c - the dot product of two .npy files of f64, over all ranks of MPI: each rank maps
 * the files and reads its own slice of them.
 *
 *     mpirun -n 4 ./distributed x.npy y.npy [even | ragged | empty]
 *
 * Prints the exact product, rounded once, and the one in order 1: the same two numbers, to the last
 * bit, on any number of ranks and however the elements are shared out among them. */
#include <spelt/mpi.h>
#include <spelt/npy.h>

/* Where a rank's slice begins: a multiple of the block, which order 1 asks for. (Exact sums can be
 * cut anywhere.) The slice of the last rank ends with the files. */
static size_t slice_begin(const char *how, size_t n, size_t rank, size_t ranks)
{
    const size_t block = SPELT_PARTIAL_BLOCK_F64, blocks = n / block + (n % block != 0);
    size_t begin = blocks * rank / ranks;
    if (strcmp(how, "ragged") == 0) /* each rank has more than the one before it */
        begin = blocks * rank * rank / (ranks * ranks);
    if (strcmp(how, "empty") == 0) /* every second rank has nothing */
        begin = blocks * ((rank + 1) / 2) / ((ranks + 1) / 2);
    return begin * block < n ? begin * block : n;
}

/* The rank's share of both dot products. */
static spelt_status own_share(const spelt_npy *x_file, const spelt_npy *y_file, const char *how,
                              spelt_acc *acc, spelt_partial_f64 *partial)
{
    spelt_in_f64 x, y;
    int rank, ranks;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    spelt_status status = spelt_npy_view_f64(x_file, NULL, 0, &x);
    if (status == SPELT_OK)
        status = spelt_npy_view_f64(y_file, NULL, 0, &y);
    if (status != SPELT_OK)
        return status;
    if (x.ndim != 1 || y.ndim != 1 || x.shape[0] != y.shape[0])
        return spelt_set_last_error(SPELT_ERR_SHAPE,
                                    "distributed: wants two vectors of one length");

    const size_t n = x.shape[0];
    const size_t begin = slice_begin(how, n, (size_t)rank, (size_t)ranks);
    const size_t own = slice_begin(how, n, (size_t)rank + 1, (size_t)ranks) - begin;
    /* Views without elements have no data to point into. */
    const double *x_data = n > 0 ? x.data + begin : NULL, *y_data = n > 0 ? y.data + begin : NULL;
    status = spelt_acc_init(acc);
    if (status == SPELT_OK)
        status = spelt_acc_add_dot_f64(SPELT_IN(f64, x_data, own), SPELT_IN(f64, y_data, own), acc);
    if (status == SPELT_OK)
        status = spelt_partial_dot_f64(SPELT_IN(f64, x_data, own), SPELT_IN(f64, y_data, own),
                                       begin, partial);
    return status;
}

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    const char *how = argc > 3 ? argv[3] : "even";
    spelt_npy x_file, y_file;
    spelt_acc acc;
    spelt_partial_f64 partial;
    spelt_status status = spelt_npy_open(argc > 1 ? argv[1] : "x.npy", &x_file);
    if (status == SPELT_OK) {
        status = spelt_npy_open(argc > 2 ? argv[2] : "y.npy", &y_file);
        if (status == SPELT_OK) {
            status = own_share(&x_file, &y_file, how, &acc, &partial);
            spelt_npy_close(&y_file);
        }
        spelt_npy_close(&x_file);
    }

    /* A rank that failed takes part all the same: then every rank fails and says why. */
    double exact, plain;
    int rank;
    status = spelt_mpi_allreduce_accs(MPI_COMM_WORLD, &acc, 1, status, spelt_last_error());
    if (status == SPELT_OK)
        status = spelt_mpi_allreduce_partial_f64(MPI_COMM_WORLD, &partial);
    if (status == SPELT_OK)
        status = spelt_acc_round_f64(&acc, &exact);
    if (status == SPELT_OK)
        status = spelt_partial_finish_f64(&partial, &plain);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (status != SPELT_OK)
        fprintf(stderr, "%s\n", spelt_last_error());
    else if (rank == 0)
        printf("exact   %.17g %a\norder 1 %.17g %a\n", exact, exact, plain, plain);
    MPI_Finalize();
    return status != SPELT_OK;
}
