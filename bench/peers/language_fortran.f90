! language_fortran.f90 - a call of dot_f64 in Fortran, for languages.c: a file of its own, which the bench
! loads.
real(c_double) function spelt_bench_dots(x, y, n, calls) bind(c) result(total)
  use, intrinsic :: iso_c_binding, only: c_double, c_size_t
  use spelt
  implicit none
  integer(c_size_t), value :: n, calls
  real(c_double), intent(in) :: x(n), y(n)
  integer(c_size_t) :: i

  total = 0
  do i = 1, calls
    total = spelt_dot(x, y)
  end do
end function
