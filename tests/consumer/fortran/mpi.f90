! mpi.f90 - the exact sums of several fields over all ranks in one MPI_Allreduce: the same bits on any number
! of ranks, however the fields are cut.
program fields_over_ranks
  use mpi
  use spelt
  use spelt_mpi
  use, intrinsic :: iso_fortran_env, only: real64
  implicit none
  integer, parameter :: n = 10000, fields = 3
  real(real64) :: whole(n, fields), total
  type(spelt_acc) :: accs(fields)
  integer :: rank, ranks, first, last, i, j, ierror, stat
  character(100) :: errmsg
  integer, pointer :: nothing

  call MPI_Init(ierror)
  call MPI_Comm_rank(MPI_COMM_WORLD, rank, ierror)
  call MPI_Comm_size(MPI_COMM_WORLD, ranks, ierror)
  whole = reshape([((real(j, real64) / i * (-1)**i, i=1, n), j=1, fields)], [n, fields])
  first = n / ranks * rank + 1
  last = merge(n, n / ranks * (rank + 1), rank == ranks - 1)

  do j = 1, fields
    call spelt_acc_add_sum(whole(first:last, j), accs(j))
  end do
  call spelt_mpi_allreduce(MPI_COMM_WORLD, accs)
  do j = 1, fields
    total = spelt_acc_round_f64(accs(j))
    if (rank == 0) print '(a, i0, a, f0.17)', 'field ', j, ': ', total
    if (total /= spelt_sum_exact(whole(:, j))) error stop 'not the single call''s'
  end do

  ! A rank that failed by itself says why, and all of them fail.
  call spelt_mpi_allreduce(MPI_COMM_WORLD, accs, merge(SPELT_ERR_IO, SPELT_OK, rank == ranks - 1), &
      'no such file', errmsg, stat)
  if (stat /= SPELT_ERR_IO .or. index(errmsg, 'no such file') == 0) error stop 'does not fail as it should'

  nullify (nothing)
  call spelt_mpi_allreduce(nothing, accs, stat=stat, errmsg=errmsg)
  if (stat /= SPELT_ERR_NULL .or. errmsg /= 'spelt_mpi_allreduce_accs: comm is NULL') error stop 'a comm at nothing'
  call MPI_Finalize(ierror)
end program
