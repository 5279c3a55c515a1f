! dims.f90 - dim= of all functions that take it: every rank, every type, sections, no elements, and how they fail.
program dims
  use spelt
  use checks
  use, intrinsic :: iso_c_binding, only: c_bool
  use, intrinsic :: ieee_arithmetic, only: ieee_value, ieee_quiet_nan
  use, intrinsic :: iso_fortran_env, only: int8, int16, int32, int64, real32, real64
  implicit none
  integer :: i

  call rank_1()
  call ranks_to_5()
  call ranks_from_6()
  call floats()
  call integers()
  call complex_elements()
  call choices()
  call of_numbers()
  call sections()
  call no_elements()
  call failing()
  call conclude('dims')

contains

  ! Into a number, as Fortran's own.
  subroutine rank_1()
    real(real64) :: x(5) = [1, 2, 3, 4, 5], r
    complex(real32) :: z(2) = [(3, 4), (0, 1)]
    integer :: stat

    call check(spelt_sum(x, dim=1) == 15 .and. spelt_dot(x, x(5:1:-1), 1) == 35, 'sum and dot, rank 1')
    call check(spelt_var(x(1:5:2), 1, 1) == 4 .and. spelt_argmax(int(x, int8), 1) == 5, 'var and argmax, rank 1')
    call check(spelt_min(int(x, int16), 1) == 1_int16 .and. spelt_dot([2, 3], [4, 5], 1) == 23, 'integers, rank 1')
    call check(spelt_sum(z, 1) == (3, 5) .and. spelt_dotc(z, z, 1) == 26 .and. spelt_max_abs(z, 1) == 7, 'complex, rank 1')
    call check(spelt_argmin(x, 1) == 1 .and. spelt_argmax_abs(z, 1) == 1, 'indexes, rank 1')
    call check(spelt_count([.true._c_bool, .false._c_bool], 1) == 1 .and. spelt_sum(x(2:1), 1) == 0, 'masks, rank 1')
    r = spelt_sum(x, 2, stat=stat)
    call check(stat == SPELT_ERR_ARG, 'dim=2, rank 1')
  end subroutine

  ! Whole numbers, in steps along each dimension: sums and means are not rounded.
  subroutine ranks_to_5()
    real(real64) :: a(2, 3), b(2, 3, 2), c(3, 2, 1, 2), d(2, 1, 3, 2, 2)
    integer :: k

    a = reshape([(real(i, real64), i=1, size(a))], shape(a))
    b = reshape([(real(i, real64), i=1, size(b))], shape(b))
    c = reshape([(real(i, real64), i=1, size(c))], shape(c))
    d = reshape([(real(i, real64), i=1, size(d))], shape(d))
    do k = 1, 5
      if (k <= 2) call check(all(spelt_dot(a, a + 1, k) == sum(a * (a + 1), k)), 'dot, rank 2')
      if (k <= 2) call check(all(spelt_var(a, 0, k) == variance(sum(a, k), sum(a**2, k), size(a, k))), 'var, rank 2')
      if (k <= 3) call check(all(spelt_dot(b, b + 1, k) == sum(b * (b + 1), k)), 'dot, rank 3')
      if (k <= 3) call check(all(spelt_var(b, 0, k) == variance(sum(b, k), sum(b**2, k), size(b, k))), 'var, rank 3')
      if (k <= 4) call check(all(spelt_dot(c, c + 1, k) == sum(c * (c + 1), k)), 'dot, rank 4')
      if (k <= 4) call check(all(spelt_var(c, 0, k) == variance(sum(c, k), sum(c**2, k), size(c, k))), 'var, rank 4')
      call check(all(spelt_dot(d, d + 1, k) == sum(d * (d + 1), k)), 'dot, rank 5')
      call check(all(spelt_var(d, 0, k) == variance(sum(d, k), sum(d**2, k), size(d, k))), 'var, rank 5')
      call check(all(spelt_sum(d, k) == sum(d, k)) .and. all(spelt_max(d, k) == maxval(d, k)), 'sum and max, rank 5')
    end do
  end subroutine

  subroutine ranks_from_6()
    real(real64) :: a(2, 1, 3, 1, 2, 3), b(2, 1, 3, 1, 2, 1, 2), c(2, 1, 3, 1, 2, 1, 1, 3)
    integer :: k

    a = reshape([(real(i, real64), i=1, size(a))], shape(a))
    b = reshape([(real(i, real64), i=1, size(b))], shape(b))
    c = reshape([(real(i, real64), i=1, size(c))], shape(c))
    do k = 1, 8
      if (k <= 6) call check(all(spelt_dot(a, a + 1, k) == sum(a * (a + 1), k)), 'dot, rank 6')
      if (k <= 6) call check(all(spelt_var(a, 0, k) == variance(sum(a, k), sum(a**2, k), size(a, k))), 'var, rank 6')
      if (k <= 7) call check(all(spelt_dot(b, b + 1, k) == sum(b * (b + 1), k)), 'dot, rank 7')
      if (k <= 7) call check(all(spelt_var(b, 0, k) == variance(sum(b, k), sum(b**2, k), size(b, k))), 'var, rank 7')
      call check(all(spelt_dot(c, c + 1, k) == sum(c * (c + 1), k)), 'dot, rank 8')
      call check(all(spelt_var(c, 0, k) == variance(sum(c, k), sum(c**2, k), size(c, k))), 'var, rank 8')
      call check(all(spelt_argmin(-c, k) == minloc(-c, k)), 'argmin, rank 8')
      call check(all(spelt_count(logical(c > 5, c_bool), k) == count(c > 5, k)), 'count, rank 8')
    end do
  end subroutine

  ! Of whole numbers whose mean is one too: both ways round once, in a division of the same value.
  elemental real(real64) function variance(total, squares, n)
    real(real64), intent(in) :: total, squares
    integer, intent(in) :: n
    variance = (n * squares - total**2) / (n * n)
  end function

  subroutine floats()
    real(real64) :: x(2, 3) = reshape([3, -4, 0, 5, 12, 13], [2, 3]), y(2, 3) = 2
    real(real32) :: f(2, 3), g(2, 3)

    f = real(x, real32)
    g = real(y, real32)
    call check(all(spelt_sumsq(x, dim=1) == [25, 25, 313]) .and. all(spelt_sumsq(f, 2) == [153, 210]), 'sumsq')
    call check(all(spelt_asum(x, 2) == [15, 22]) .and. all(spelt_asum(f, 1) == [7, 5, 25]), 'asum')
    call check(all(spelt_nrm2(x(:, :2), 1) == 5) .and. all(spelt_nrm2(f(:, :2), 1) == 5), 'nrm2')
    call check(all(spelt_mean(x, 2) == [5.0_real64, 14 / 3.0_real64]), 'mean')
    call check(all(spelt_var(x(:, :2), 1, dim=1) == [24.5, 12.5]), 'var')
    call check(all(spelt_var(f(:, :2), dim=1, ddof=1) == [24.5, 12.5]), 'var of real32')
    call check(all(spelt_sum_exact(x, 1) == sum(x, 1)) .and. all(spelt_sum_exact(f, 2) == sum(f, 2)), 'sum_exact')
    call check(all(spelt_sumsq_exact(x, 1) == [25, 25, 313]), 'sumsq_exact')
    call check(all(spelt_sumsq_exact(f, 1) == [25, 25, 313]), 'sumsq_exact of real32')
    call check(all(spelt_mean_exact(x, 2) == [5.0_real64, 14 / 3.0_real64]), 'mean_exact')
    call check(all(spelt_mean_exact(f, 1) == [-0.5, 2.5, 12.5]), 'mean_exact of real32')
    call check(all(spelt_nrm2_exact(x(:, :2), 1) == 5) .and. all(spelt_nrm2_exact(f(:, :2), 1) == 5), 'nrm2_exact')
    call check(all(spelt_var_exact(x(:, :2), 1, dim=1) == [24.5, 12.5]), 'var_exact')
    call check(all(spelt_var_exact(f(:, :2), dim=1, ddof=1) == [24.5, 12.5]), 'var_exact of real32')
    call check(all(spelt_sqeuclidean_exact(x, y, 1) == [37, 13, 221]), 'sqeuclidean_exact')
    call check(all(spelt_sqeuclidean_exact(f, g, 2) == [105, 166]), 'sqeuclidean_exact of real32')
    call check(all(spelt_sumsq_fused(x, 1) == [25, 25, 313]), 'sumsq_fused')
    call check(all(spelt_sumsq_fused(f, 1) == [25, 25, 313]), 'sumsq_fused of real32')
    call check(all(spelt_dot(x, y, dim=1) == [-2, 10, 50]) .and. all(spelt_dot(f, g, 2) == [30, 28]), 'dot')
    call check(all(spelt_dot_exact(x, y, 1) == [-2, 10, 50]) .and. all(spelt_dot_exact(f, g, 2) == [30, 28]), &
        'dot_exact')
    call check(all(spelt_dot_fused(x, y, 1) == [-2, 10, 50]) .and. all(spelt_dot_fused(f, g, 2) == [30, 28]), &
        'dot_fused')
    call check(all(spelt_sqeuclidean(x, y, 1) == [37, 13, 221]), 'sqeuclidean')
    call check(all(spelt_sqeuclidean(f, g, 2) == [105, 166]), 'sqeuclidean of real32')
    call check(all(spelt_max_abs(x, 1) == [4, 5, 13]) .and. all(spelt_max_abs(f, 2) == [12, 13]), 'max_abs')
    call check(all(spelt_argmax_abs(x, 1) == [2, 2, 2]) .and. all(spelt_argmax_abs(f, 2) == [3, 3]), 'argmax_abs')
    ! of what a sum loses
    x(:, 1) = [1e300_real64, 1e300_real64]
    x(:, 2) = 1
    x(:, 3) = -x(:, 1)
    call check(all(spelt_sum_exact(x, 2) == 1) .and. all(spelt_dot_exact(x, y, 2) == 2), 'exact, dim=2')
  end subroutine

  subroutine integers()
    integer(int32) :: k(2, 3) = reshape([3, -4, 0, 5, 12, 13], [2, 3])

    call check(all(spelt_sum(int(k, int16), 1) == sum(k, 1)) .and. all(spelt_sum(int(k, int64), 2) == sum(k, 2)), 'sum')
    call check(all(spelt_sumsq(k, 1) == [25, 25, 313]) .and. all(spelt_sumsq(int(k, int8), 2) == [153, 210]), 'sumsq')
    call check(all(spelt_dot(k, k + 1, 2) == sum(k * (k + 1), 2)), 'dot of int32')
    call check(all(spelt_dot(int(k, int8), int(k, int8), 1) == sum(k * k, 1)), 'dot of int8')
    call check(all(spelt_dot(int(k, int16), int(k, int16), 1) == sum(k * k, 1)), 'dot of int16')
    call check(all(spelt_dot(int(k, int64), int(k, int64), 1) == sum(k * k, 1)), 'dot of int64')
    call check(all(spelt_min(k, 1) == minval(k, 1)) .and. all(spelt_max(int(k, int64), 2) == maxval(k, 2)), 'min, max')
    call check(all(spelt_argmin(int(k, int8), 2) == [2, 1]) .and. all(spelt_argmax(k, 2) == [3, 3]), 'argmin, argmax')
    call check(all(spelt_count(logical(k > 3, c_bool), 1) == [0, 1, 2]), 'count of logical(c_bool)')
    call check(all(spelt_count(int(merge(7, 0, k > 3), int8), dim=1) == [0, 1, 2]), 'count of int8')
    call check(spelt_count(logical(k > 3, c_bool)) == 3, 'count of all')
  end subroutine

  subroutine complex_elements()
    complex(real64) :: x(2, 2) = reshape([(3, 4), (0, -1), (2, 0), (-5, 12)], [2, 2])
    complex(real32) :: z(2, 2)

    z = cmplx(x, kind=real32)
    call check(all(spelt_sum(x, dim=1) == sum(x, 1)) .and. all(spelt_sum(z, 2) == sum(z, 2)), 'sum, complex')
    call check(all(spelt_sumsq(x, 1) == [26, 173]) .and. all(spelt_sumsq(z, 2) == [29, 170]), 'sumsq, complex')
    call check(all(spelt_asum(x, 1) == [8, 19]) .and. all(spelt_asum(z, 2) == [9, 18]), 'asum, complex')
    call check(all(spelt_nrm2(x(:1, :1), 1) == 5) .and. all(spelt_nrm2(z(2:, 2:), 2) == 13), 'nrm2, complex')
    call check(all(spelt_dotu(x, x, dim=1) == sum(x * x, 1)) .and. all(spelt_dotu(z, z, 2) == sum(z * z, 2)), 'dotu')
    call check(all(spelt_dotc(x, x(2:1:-1, :), 1) == sum(conjg(x) * x(2:1:-1, :), 1)), 'dotc')
    call check(all(spelt_dotc(z, z, dim=2) == [29, 170]), 'dotc of complex(real32)')
    call check(spelt_max_abs(x) == 17 .and. spelt_argmax_abs(x) == 4, 'the greatest magnitude, complex')
    call check(spelt_max_abs(z(:, 1)) == 7 .and. spelt_argmax_abs(z(:, 1)) == 1, 'of complex(real32)')
    call check(all(spelt_max_abs(x, 1) == [7, 17]) .and. all(spelt_max_abs(z, 2) == [7, 17]), 'max_abs, complex')
    call check(all(spelt_argmax_abs(x, 1) == [1, 2]) .and. all(spelt_argmax_abs(z, 2) == [1, 2]), 'argmax_abs, complex')
  end subroutine

  subroutine choices()
    real(real64) :: x(2, 3) = reshape([3, -4, 0, 5, 12, 13], [2, 3])

    call check(all(spelt_min_number(x, 1) == minval(x, 1)) .and. all(spelt_max_number(x, 2) == maxval(x, 2)), 'numbers')
    call check(spelt_argmin_number(x) == 2 .and. spelt_argmax_number(real(x, real32)) == 6, 'of numbers alone')
    call check(all(spelt_argmin_number(x, 1) == minloc(x, 1)), 'argmin_number, dim=1')
    call check(all(spelt_argmax_number(real(x, real32), dim=2) == maxloc(x, 2)), 'argmax_number of real32, dim=2')
  end subroutine

  subroutine of_numbers()
    real(real64) :: x(2, 3) = reshape([3, -4, 0, 5, 12, 13], [2, 3]), nan
    real(real32) :: f(2, 3)
    integer(int64) :: indexes(2) = 7
    integer :: stat
    character(80) :: errmsg

    nan = ieee_value(nan, ieee_quiet_nan)
    x(1, 1) = nan
    f = real(reshape([3, -4, 0, 5, 12, 13], [2, 3]), real32)
    f(2, 3) = ieee_value(f(2, 3), ieee_quiet_nan)
    call check(spelt_argmin_number(x(1, :)) == 2 .and. spelt_argmax_number(f(2, :)) == 2, 'NaN is passed over')
    call check(all(spelt_argmin_number(x, 2) == [2, 1]) .and. all(spelt_argmax_number(f, 2) == [3, 2]), 'NaN, dim=2')
    call check(all(spelt_argmin(x, 2) == [1, 1]) .and. all(spelt_argmax(f, 2) == [3, 3]), 'NaN is chosen')
    call check(all(spelt_min_number(x, 2) == [0, -4]) .and. all(spelt_max_number(f, 1) == [3, 5, 12]), 'values')
    x(1, :) = nan
    call spelt_argmax_number_axis(x, 2, indexes, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. index(errmsg, 'spelt_argmax_number_axis_f64: ') == 1, 'NaNs alone')
    call check(all(indexes == [0, 3]), 'and what else there is')
    call check(spelt_argmin_number(x(1, :), stat=stat) == 0 .and. stat == SPELT_ERR_ARG, 'the least of NaNs alone')
    indexes = 7
    call spelt_argmax_number_axis(x(:, 2:1), 2, indexes, stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(indexes == 7), 'nothing to choose from')
    call spelt_argmax_number_axis(x, 3, indexes, stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(indexes == 7), 'no such dim')
  end subroutine

  subroutine sections()
    real(real64), target :: a(6, 4)
    real(real64), allocatable :: moved(:, :)
    real(real64), pointer :: p(:, :), cube(:, :, :)

    a = reshape([(real(i, real64), i=1, 24)], [6, 4])
    p => a(5:1:-2, ::3)
    cube(0:1, 3:5, -1:2) => a
    allocate (moved(0:5, -1:2), source=a)
    call check(all(spelt_dot(a(::2, :), a(2::2, :), 1) == sum(a(::2, :) * a(2::2, :), 1)), 'every second row')
    call check(all(spelt_dot(a(6:1:-1, 4:1:-3), a(:, ::3), 2) == sum(a(6:1:-1, 4:1:-3) * a(:, ::3), 2)), 'backwards')
    call check(all(spelt_var(p, 0, 2) == variance(sum(p, 2), sum(p**2, 2), 2)), 'a pointer')
    call check(all(spelt_sqeuclidean(cube, cube + 1, 3) == 4), 'a pointer of other bounds')
    call check(all(spelt_dot(moved, a, 1) == sum(a**2, 1)), 'allocatable')
    call check(all(spelt_sum(transpose(a), 1) == sum(a, 2)), 'a transpose')
    call check(all(spelt_dot(transpose(a), transpose(a), 2) == sum(a**2, 1)), 'transposes')
    call check(all(spelt_argmax(a(6:1:-1, ::2), 1) == 1), 'indexes of a section')
    ! into a section, and of a scalar
    call spelt_dot_axis(a(:3, :3), 2.0_real64, 1, a(6:4:-1, 4))
    call check(all(a(6:4:-1, 4) == 2 * sum(a(:3, :3), 1)), 'dot_axis with a scalar')
  end subroutine

  subroutine no_elements()
    real(real64) :: x(2, 3) = 1
    complex(real64) :: z(2, 3) = 1
    integer :: stat

    call check(all(spelt_dot(x(:, 2:1), x(:, 2:1), 2) == 0) .and. all(spelt_sumsq(x(2:1, :), 1) == 0), 'of nothing')
    call check(size(spelt_dot(x(:, 2:1), x(:, 2:1), 1)) == 0 .and. size(spelt_var(x(:, 2:1), 1, 1)) == 0, 'none')
    call check(all(spelt_dotc(z(:, 2:1), z(:, 2:1), 2) == 0) .and. size(spelt_argmin(x(2:1, :), 2)) == 0, 'complex')
    call check(all(spelt_count(logical(x(:, 2:1) > 0, c_bool), 2) == 0), 'count of nothing')
    if (size(spelt_var(x(:, 2:1), 0, 2, stat=stat)) /= 2) stat = 0
    call check(stat == SPELT_ERR_ARG, 'var of nothing')
    if (size(spelt_argmax_abs(x(2:1, :), 1, stat=stat)) /= 3) stat = 0
    call check(stat == SPELT_ERR_ARG, 'argmax_abs of nothing')
  end subroutine

  subroutine failing()
    real(real64) :: x(2, 3) = 1, out(2), columns(3)
    integer(int64) :: totals(2)
    integer :: stat
    character(100) :: errmsg

    columns = spelt_dot(x, x(:, :2), 1, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_SHAPE .and. errmsg == 'spelt_dot_axis_f64: x has shape (3, 2), y has shape (2, 2)', &
        'shapes')
    out = spelt_dot(x, x, 3, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. errmsg == 'spelt_dot_axis: dim is not from 1 to the rank of x', 'dim 3')
    columns = spelt_var(x, 0, 0, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. errmsg == 'spelt_var_axis: dim is not from 1 to the rank of x', 'dim 0')
    columns = spelt_var(x, -1, 1, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. errmsg == 'spelt_var_axis: ddof is negative', 'ddof -1')
    columns = spelt_var(x, 2, 1, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. index(errmsg, 'spelt_var_axis_f64: ddof is 2, x has 2') == 1, 'ddof 2')
    totals = spelt_dot(reshape([huge(1_int64), 1_int64], [2, 1]), reshape([2_int64, 3_int64], [2, 1]), 2, stat=stat)
    call check(stat == SPELT_ERR_OVERFLOW .and. totals(2) == 3, 'a total that does not fit, and one that does')
    stat = 7
    out = spelt_dot(x, x, 2, stat=stat)
    call check(stat == SPELT_OK .and. all(out == 3), 'no failure')
  end subroutine

end program
