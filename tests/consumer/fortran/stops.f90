! stops.f90 - a call that fails without stat ends the program.
program stops
  use spelt
  use, intrinsic :: iso_fortran_env, only: real64
  implicit none
  real(real64) :: x(3) = 1, y(4) = 1
  print *, spelt_dot(x, y)
  print *, 'it goes on'
end program
