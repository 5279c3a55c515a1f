! openmp.f90 - a dot product on OpenMP's threads: each makes the partial of its slice, and these, merged from
! left to right, give the bits of the single call on any number of threads.
program openmp
  use spelt
  use, intrinsic :: iso_fortran_env, only: int64, real64
  implicit none
  integer(int64), parameter :: n = 1000003, slices = 5, length = (n / 2048 / slices + 1) * 2048
  real(real64), allocatable :: x(:), y(:)
  type(spelt_partial_f64) :: partials(slices)
  real(real64) :: dot
  integer(int64) :: first, i

  allocate (x(n), y(n))
  do i = 1, n
    x(i) = 1 / real(i, real64)
    y(i) = real(mod(i, 97_int64) - 48, real64)
  end do

  !$omp parallel do private(first)
  do i = 1, slices
    first = min((i - 1) * length, n)    ! how many elements come before it
    call spelt_partial_dot(x(first + 1:min(first + length, n)), y(first + 1:min(first + length, n)), &
        first, partials(i))
  end do
  !$omp end parallel do

  do i = 2, slices
    call spelt_partial_merge(partials(1), partials(i), partials(1))
  end do
  dot = spelt_partial_finish(partials(1))
  print '(a, f0.8)', 'dot ', dot
  if (partials(1)%count /= n .or. dot /= spelt_dot(x, y)) error stop 'not the single call''s'
end program
