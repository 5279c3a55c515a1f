! spelt_mpi.f90 - sums over all ranks of an MPI communicator (mpi.h), beside the module spelt:
!
!     use spelt
!     use spelt_mpi
!     type(spelt_acc) :: accs(3)                               ! one for each field
!     call spelt_acc_add_sum(field(:, 1), accs(1))             ! each rank's own part of it
!     call spelt_mpi_allreduce(MPI_COMM_WORLD, accs)           ! of mpi or mpif.h; %MPI_VAL of mpi_f08
!     total = spelt_acc_round_f64(accs(1))                     ! the same bits on any number of ranks
!
! One MPI_Allreduce for all of them. They are replaced by those of all ranks, or none is, where the call
! fails. status and message are why this rank failed before the call, if it did: then all ranks fail. The
! sources are this file and spelt_fortran_mpi.c, compiled with MPI's compilers.
module spelt_mpi
  use spelt
  use, intrinsic :: iso_c_binding, only: c_char, c_int
  implicit none
  private
  public :: spelt_mpi_allreduce

  interface spelt_mpi_allreduce
    subroutine spelt_fortran_mpi_accs(comm, accs, status, message, errmsg, stat) bind(c)
      import
      integer(c_int), intent(in) :: comm
      type(spelt_acc), intent(inout) :: accs(:)
      integer(c_int), intent(in), optional :: status
      character(*, c_char), intent(in), optional :: message
      character(*, c_char), intent(inout), optional :: errmsg
      integer(c_int), intent(out), optional :: stat
    end subroutine
    subroutine spelt_fortran_mpi_partials_f32(comm, partials, status, message, errmsg, stat) bind(c)
      import
      integer(c_int), intent(in) :: comm
      type(spelt_partial_f32), intent(inout) :: partials(:)
      integer(c_int), intent(in), optional :: status
      character(*, c_char), intent(in), optional :: message
      character(*, c_char), intent(inout), optional :: errmsg
      integer(c_int), intent(out), optional :: stat
    end subroutine
    subroutine spelt_fortran_mpi_partials_f64(comm, partials, status, message, errmsg, stat) bind(c)
      import
      integer(c_int), intent(in) :: comm
      type(spelt_partial_f64), intent(inout) :: partials(:)
      integer(c_int), intent(in), optional :: status
      character(*, c_char), intent(in), optional :: message
      character(*, c_char), intent(inout), optional :: errmsg
      integer(c_int), intent(out), optional :: stat
    end subroutine
  end interface
end module
