/* consumer.cpp - a C++ program on MPI that links an installed Spelt: sums over all ranks. */
#include <spelt/mpi.h>
#include <spelt/spelt.hpp>

#include <cstdint>
#include <iostream>
#include <vector>

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    int rank, ranks;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);

    /* Every rank has the whole, to compare with, and reduces a block of it. */
    const std::size_t block = SPELT_PARTIAL_BLOCK_F32, first = block * std::size_t(rank);
    std::vector<float> whole(block * std::size_t(ranks));
    for (std::size_t i = 0; i < whole.size(); i++)
        whole[i] = (i % 3 ? 1.0F : -1.9F) / float(i + 1);

    float exact = 0, order1 = 0, exact_alone = 1, order1_alone = 1;
    spelt_acc acc;
    spelt_partial_f32 partial;
    int status = 0;
    status |= spelt_acc_init(&acc);
    status |= spelt_acc_add_sum_f32(SPELT_IN(f32, whole.data() + first, block), &acc);
    status |= spelt_mpi_allreduce_acc(MPI_COMM_WORLD, &acc);
    status |= spelt_acc_round_f32(&acc, &exact);
    status |= spelt_partial_sum_f32(SPELT_IN(f32, whole.data() + first, block), first, &partial);
    status |= spelt_mpi_allreduce_partial_f32(MPI_COMM_WORLD, &partial);
    status |= spelt_partial_finish_f32(&partial, &order1);
    status |= spelt_sum_exact_f32(SPELT_IN(f32, whole.data(), whole.size()), &exact_alone);
    status |= spelt_sum_f32(SPELT_IN(f32, whole.data(), whole.size()), &order1_alone);

    /* Two accumulators in one message: the exact sum once more, and cents. */
    const std::int64_t cents[3] = {INT64_MAX, rank, -INT64_MAX};
    std::int64_t balance = -1;
    float again = 0;
    std::vector<spelt_acc> accs(2);
    status |= spelt_acc_add_sum_f32(SPELT_IN(f32, whole.data() + first, block), &accs[0]);
    status |= spelt_acc_add_sum_i64(SPELT_IN(i64, cents, 3), &accs[1]);
    status |= spelt_mpi_allreduce_accs(MPI_COMM_WORLD, accs.data(), accs.size(), SPELT_OK, nullptr);
    status |= spelt_acc_round_f32(&accs[0], &again);
    status |= spelt_acc_round_i64(&accs[1], &balance);
    const std::int64_t expected = ranks * (ranks - 1) / 2;
    std::vector<spelt_partial_f32> partials(2, partial);
    status |= spelt_mpi_allreduce_partials_f32(MPI_COMM_WORLD, partials.data(), 0, SPELT_OK, "");

    /* The values of spelt.hpp. */
    const spelt::view<const float> slice(whole.data() + first, block);
    spelt::acc value = spelt::acc().add_sum(slice);
    spelt::partial<float> run = spelt::partial_sum(slice, first);
    status |= spelt_mpi_allreduce_acc(MPI_COMM_WORLD, value.c());
    status |= spelt_mpi_allreduce_partial_f32(MPI_COMM_WORLD, run.c());
    MPI_Finalize();
    if (rank == 0)
        std::cout << exact << ' ' << order1 << ' ' << spelt_last_error() << '\n';
    return status != SPELT_OK || exact != exact_alone || order1 != order1_alone || again != exact ||
           balance != expected || value.round<float>() != exact || run.finish() != order1;
}
