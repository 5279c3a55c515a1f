! arrays.f90 - every kind of array that Fortran has, and what each kind of procedure gives and how it fails.
program arrays
  use spelt
  use checks
  use, intrinsic :: iso_c_binding, only: c_bool
  use, intrinsic :: iso_fortran_env, only: int8, int16, int32, int64, real32, real64
  implicit none
  integer :: i
  integer, parameter :: n = 6

  call numbers()
  call sections(4)
  call into_arrays()
  call by_groups()
  call along_dimensions()
  call sums_in_pieces()
  call complex_elements()
  call npy_files()
  call failing()
  call in_a_region()
  call conclude('arrays')

contains

  subroutine numbers()
    real(real64) :: x(n) = [(real(i, real64), i=1, n)], y(n) = 2
    real(real32) :: f(3) = [0.1, 0.2, 0.3]

    call check(spelt_sum(x) == 21 .and. spelt_sumsq(x) == 91 .and. spelt_dot(x, y) == 42, 'sums')
    call check(spelt_sum_exact(x) == 21 .and. spelt_dot_exact(x, y) == 42, 'exact')
    call check(spelt_mean(x) == 3.5 .and. spelt_var(x, 1) == 3.5, 'mean and var')
    call check(spelt_nrm2([3.0_real64, 4.0_real64]) == 5 .and. spelt_asum(-x) == 21, 'norms')
    call check(spelt_min(x) == 1 .and. spelt_max(x) == 6 .and. spelt_argmax(x) == 6, 'max')
    call check(spelt_sum(f) == 0.1 + 0.2 + 0.3, 'real32')
    call check(spelt_dot_fused(x, y) == 42 .and. spelt_var_exact(x, 1) == 3.5, 'fused, exact')
    call check(spelt_argmax_abs(-x) == 6 .and. spelt_min_number(x) == 1, 'of magnitudes, of numbers')
    call check(spelt_sum_f32_f64(f) == sum(real(f, real64)), 'real32 in real64')
    call check(spelt_sum([1_int8, 2_int8]) == 3_int64, 'int8')
    call check(spelt_sum([1_int16]) == 1 .and. spelt_max([1_int32, 7_int32]) == 7_int32, 'integers')
    call check(spelt_dot([3000000000_int64], [2_int64]) == 6000000000_int64, 'int64')
    call check(spelt_sum(2.5_real64) == 2.5, 'a scalar')
  end subroutine

  subroutine complex_elements()
    complex(real64) :: x(3) = [(1, 2), (3, -4), (0, 1)], y(3) = [(2, 1), (1, 1), (5, -1)], out(3), a(2, 2)
    complex(real32) :: z(2) = [(1, 2), (3, -4)], w(2) = [(0, 1), (1, 0)]
    integer :: stat

    call check(spelt_sum(x) == sum(x) .and. spelt_sum(z) == (4, -2), 'sum of complex elements')
    call check(spelt_dotc(x, y) == dot_product(x, y) .and. spelt_dotu(x, y) == sum(x * y), 'dotc and dotu')
    call check(spelt_dotc(z, w) == dot_product(z, w) .and. spelt_dotu(z, w) == sum(z * w), 'of complex(real32)')
    call check(spelt_sumsq(x) == 31 .and. spelt_asum(z) == 10 .and. spelt_nrm2(x(2:2)) == 5, 'norms, complex')
    call spelt_mul(x, y, out)
    call check(all(out == x * y), 'mul of complex elements')
    call spelt_add(x(3:1:-1), (1.0_real64, 1.0_real64), out)
    call check(all(out == x(3:1:-1) + (1, 1)), 'add of a complex number')
    call spelt_conj(z, z)
    call check(all(z == [(1, -2), (3, 4)]), 'conj')
    out = y
    call spelt_axpy((0.0_real64, 2.0_real64), x, out)
    call check(all(out == (0, 2) * x + y), 'axpy of complex elements')
    call spelt_rot(z, w, 0.0_real32, 1.0_real32)
    call check(all(z == [(0, 1), (1, 0)]) .and. all(w == [(-1, 2), (-3, -4)]), 'rot of complex elements')
    call spelt_rot(z, w, (0, 1), (1, 0), stat=stat)
    call check(stat == SPELT_ERR_ARG, 'a complex number for rot')
    a = reshape([(1, 1), (2, 0), (3, 0), (0, 4)], [2, 2])
    call spelt_sum_axis(a, 2, out(:2))
    call check(all(out(:2) == sum(a, dim=2)), 'sum_axis of complex elements')
    call spelt_sqrt(x, out, stat=stat)
    call check(stat == SPELT_ERR_ARG, 'what there is not for complex elements')
  end subroutine

  subroutine sections(columns)
    integer, intent(in) :: columns
    real(real64), target :: a(n, columns)
    real(real64), allocatable :: empty(:), growing(:, :)
    real(real64), pointer :: p(:, :), q(:)
    type point
      real(real64) :: x
      integer(int16) :: k
    end type
    type(point) :: points(5)
    integer :: j

    points = [(point(real(i, real64), int(10 * i, int16)), i=1, 5)]
    call check(spelt_sum(points%x) == 15 .and. spelt_sum(points(::2)%k) == 90, 'components')
    do j = 1, columns
      a(:, j) = [(real(10 * i + j, real64), i=1, n)]
    end do
    call check(spelt_sum(a) == sum(a), 'whole')
    call check(spelt_sum(a(1:n:2, :)) == sum(a(1:n:2, :)), 'every second row')
    call check(spelt_sum(a(n:1:-1, columns:1:-3)) == sum(a(:, columns:1:-3)), 'backwards')
    call check(spelt_argmax(a(n:1:-1, :)) == n * (columns - 1) + 1, 'the order of elements')
    call check(spelt_sum(a(3, :)) == sum(a(3, :)), 'a row')
    call check(spelt_sum(transpose(a)) == sum(a), 'transpose')
    call check(spelt_sum((a([2, 5], 1))) == sum(a([2, 5], 1)), 'a vector of indexes')
    call check(spelt_sum(a(:, 2:1)) == 0 .and. spelt_sum(a(5:4, 1)) == 0, 'no elements')
    allocate (empty(0), growing(0:2, -1:1))
    growing = 1
    call check(spelt_sum(empty) == 0 .and. spelt_sum(growing) == 9, 'allocatable')
    p => a(2:n:3, ::2)
    q => a(:, 1)
    call check(spelt_sum(p) == sum(p) .and. spelt_dot(q, q) == dot_product(q, q), 'pointers')
    call shaped(a(::2, ::3), a)
    call ranks(reshape([(real(i, real64), i=1, 256)], [2, 2, 2, 2, 2, 2, 2, 2]))
  end subroutine

  subroutine shaped(x, whole)
    real(real64), intent(in) :: x(:, :), whole(n, *)

    call check(spelt_sum(x) == sum(x) .and. spelt_sum(x(:, 2)) == sum(x(:, 2)), 'assumed shape')
    call check(spelt_sum(whole(:, 1:2)) == sum(whole(:, 1:2)), 'a part of assumed size')
  end subroutine

  subroutine ranks(x)
    real(real64), intent(in) :: x(:, :, :, :, :, :, :, :)
    call check(spelt_sum(x) == sum(x), 'rank 8')
    call check(spelt_sum(x(2, :, :, 1, ::1, 2:1:-1, :, 2)) == sum(x(2, :, :, 1, :, :, :, 2)), 'rank 5')
  end subroutine

  subroutine into_arrays()
    real(real64) :: x(2, 3) = reshape([(real(i, real64), i=1, 6)], [2, 3]), y(2, 3) = 2, out(2, 3)
    real(real64) :: wide(4, 3), four(4), low, high
    integer(int64) :: chosen
    integer(int8) :: smallest, largest
    integer(int32) :: k(2), wrapped(2)
    logical(c_bool) :: mask(2, 3), of_columns(3)
    integer(int8) :: bytes(2, 3), of_rows(2)
    real(real64) :: square(3, 3)
    integer :: stat

    call spelt_add(x, y, out)
    call check(all(out == x + y), 'add')
    wide = 0
    call spelt_mul(x, y, wide(4:1:-3, :))
    call check(all(wide(4, :) == 2 * x(1, :)) .and. all(wide(1, :) == 2 * x(2, :)), 'mul')
    call check(all(wide(2:3, :) == 0), 'what lies between')
    call spelt_sub(x, 1.0_real64, out)
    call check(all(out == x - 1), 'a scalar')
    call spelt_fma(x, y, x, out)
    call check(all(out == 3 * x), 'fma')
    call spelt_axpy(-3.0_real64, x, out)
    call check(all(out == 0), 'axpy')
    call spelt_axpby(1.0_real64, x, 0.0_real64, out)
    call spelt_clip(x, 2.0_real64, 4.0_real64, out)
    call check(all(out == min(max(x, 2.0_real64), 4.0_real64)), 'clip')
    call spelt_less(x, y, mask)
    call check(all(mask .eqv. x < y), 'less')
    call spelt_where(mask, x, y, out)
    call check(all(out == merge(x, y, x < y)), 'where')
    call spelt_greater(x, y, bytes)
    call check(all(bytes == merge(1, 0, x > y)), 'a mask of int8')
    call check(spelt_count(mask) == 1 .and. spelt_count(bytes) == 4 .and. spelt_any(mask), 'count and any')
    if (spelt_any(bytes(:, 1)) .or. spelt_all(mask)) call check(.false., 'any of none, all of some')
    call check(logical(spelt_all(bytes(:, 2:))), 'all')
    call spelt_any_axis(mask, 1, of_columns)
    call check(logical(all(of_columns .eqv. any(mask, 1))), 'any_axis')
    call spelt_all_axis(bytes, 2, of_rows)
    call check(all(of_rows == merge(1, 0, all(bytes /= 0, 2))), 'all_axis')
    call spelt_all_axis(bytes, 1, of_columns)
    call check(logical(all(of_columns .eqv. all(bytes /= 0, 1))), 'all_axis of int8 into logicals')
    call check(spelt_all(mask(2:1, 1)) .and. spelt_count(mask(2:1, 1)) == 0, 'of no elements')
    out = 0
    call spelt_compress(bytes, x, out(:, 1), chosen, stat=stat)
    call check(stat == SPELT_ERR_SHAPE, 'no room for what is chosen')
    call spelt_compress(bytes, x, four, chosen)
    call check(chosen == 4 .and. all(four == pack(x, x > y)), 'compress')
    call spelt_minmax(x(:, 2:), low, high)
    call check(low == 3 .and. high == 6, 'minmax')
    call spelt_minmax([4_int8, -3_int8], smallest, largest)
    call check(smallest == -3 .and. largest == 4, 'minmax of int8')
    call spelt_minmax(x, low, largest, stat=stat)
    call check(stat == SPELT_ERR_ARG, 'the greatest of another type')
    call spelt_add_wrap([huge(1_int32), 1_int32], [1_int32, 1_int32], wrapped)
    call check(all(wrapped == [-huge(1_int32) - 1_int32, 2_int32]), 'add_wrap')
    call spelt_convert_round([2.5_real64, -1.75_real64], k)
    call check(all(k == [2, -2]), 'convert_round')
    call spelt_convert(k, out(:, 1))
    call check(all(out(:, 1) == k), 'convert')
    call spelt_cumsum(x, out)
    call check(out(2, 3) == 21 .and. out(2, 1) == 3, 'cumsum in the order of elements')
    out = x
    call spelt_swap(out(1, :), out(2, :))
    call check(all(out(1, :) == x(2, :)) .and. all(out(2, :) == x(1, :)), 'swap')
    call spelt_rot(out(1, :), out(2, :), 0.0_real64, 1.0_real64)
    call check(all(out(1, :) == x(1, :)) .and. all(out(2, :) == -x(2, :)), 'rot')
    call spelt_rotm(out(1, :), out(2, :), 2.0_real64, 1.0_real64, -1.0_real64, 3.0_real64)
    call check(all(out(1, :) == 2 * x(1, :) - x(2, :)) .and. all(out(2, :) == -x(1, :) - 3 * x(2, :)), 'rotm')
    call spelt_matmul_blas(x, y(1:1, :), wide(1:2, :), stat=stat)
    call check(stat == SPELT_ERR_SHAPE .or. stat == SPELT_ERR_UNSUPPORTED, 'matmul_blas of what does not fit')
    call spelt_matmul_blas(transpose(x), x, square, stat=stat)
    call check(stat == SPELT_ERR_UNSUPPORTED .or. all(square == matmul(transpose(x), x)), 'matmul_blas')
  end subroutine

  subroutine by_groups()
    integer(int64) :: counts(3)
    real(real64) :: totals(3)
    integer(int32) :: keys(4) = [2, 0, 2, 2]

    call spelt_bincount(keys, counts)
    call check(all(counts == [1, 0, 3]), 'bincount')
    call spelt_sum_by(keys, [1.0_real64, 2.0_real64, 3.0_real64, 4.0_real64], totals)
    call check(all(totals == [2, 0, 8]), 'sum_by')
    call spelt_sum_by_exact(keys, [1e300_real64, 2.0_real64, 3.0_real64, -1e300_real64], totals)
    call check(all(totals == [2, 0, 3]), 'sum_by_exact')
    call spelt_histogram([0.0_real64, 1.5_real64], [0.0_real64, 1.0_real64, 2.0_real64, 3.0_real64], counts)
    call check(all(counts == [1, 1, 0]), 'histogram')
    call spelt_histogram_even([0.0_real64, 1.5_real64, 3.0_real64, 4.0_real64], 0.0_real64, 3.0_real64, counts)
    call check(all(counts == [1, 1, 1]), 'histogram_even')
  end subroutine

  subroutine along_dimensions()
    real(real64) :: x(2, 3) = reshape([(real(i, real64), i=1, 6)], [2, 3])
    real(real32) :: f(2, 3)
    real(real64) :: rows(2), columns(3), cube(2, 3, 4)
    integer(int64) :: indexes(2)
    integer :: stat
    character(60) :: errmsg

    cube = reshape([(real(i, real64), i=1, 24)], [2, 3, 4])
    f = real(x, real32)
    call spelt_sum_axis(x, 1, columns)
    call check(all(columns == sum(x, dim=1)), 'sum_axis 1')
    columns = spelt_sum(x, dim=1)
    call check(all(columns == sum(x, dim=1)) .and. all(spelt_sum(x, 2) == sum(x, 2)), 'sum, dim=1')
    call check(all(spelt_sum(cube, dim=2) == sum(cube, dim=2)), 'sum of three dimensions')
    call check(all(spelt_sum(int(x(2:1:-1, :), int8), 1) == [3, 7, 11]), 'sum of int8, dim=1')
    call check(all(spelt_min(x, 1) == minval(x, 1)) .and. all(spelt_max(cube, 3) == maxval(cube, 3)), 'min, dim=1')
    call check(all(spelt_max(int(x, int16), 2) == [5_int16, 6_int16]), 'max of int16, dim=2')
    call check(all(spelt_mean(x, dim=2) == [3, 4]) .and. all(spelt_mean(f, 1) == [1.5, 3.5, 5.5]), 'mean, dim=2')
    call check(all(spelt_asum(-x, 1) == [3, 7, 11]) .and. all(spelt_nrm2(x(:, 2:2), 1) == [5]), 'asum and nrm2')
    rows = spelt_mean(x, 3, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. index(errmsg, 'spelt_mean_axis: dim is') == 1, 'mean has no such dim')
    rows = spelt_sum(x, dim=3, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. index(errmsg, 'spelt_sum_axis: dim is') == 1, 'no such dim')
    call spelt_sum_axis(f, 2, rows)
    call check(all(rows == sum(x, dim=2)), 'sum_axis 2, of real32 in real64')
    call spelt_dot_axis(x, x, 2, rows)
    call check(all(rows == sum(x * x, dim=2)), 'dot_axis')
    call spelt_max_axis(x, 1, columns)
    call check(all(columns == maxval(x, dim=1)), 'max_axis')
    call spelt_var_axis(x, 2, 1, rows)
    call check(all(rows == [4, 4]), 'var_axis')
    call spelt_argmax_axis(x, 2, indexes)
    call check(all(indexes == maxloc(x, dim=2)), 'argmax_axis')
    call check(all(spelt_argmin(-cube(:, :, 2), 2) == [3, 3]) .and. all(spelt_argmax(int(x, int8), 1) == [2, 2, 2]), &
        'argmin and argmax, dim')
  end subroutine

  subroutine sums_in_pieces()
    real(real64) :: x(5000), dot, total
    type(spelt_acc) :: acc, other
    type(spelt_partial_f64) :: left, right
    integer(int8) :: saved(SPELT_ACC_SAVED_BYTES)
    integer :: k, stat

    x = [(1 / real(k, real64), k=1, 5000)]
    call spelt_acc_add_sum(x(:2000), acc)
    call spelt_acc_add_sum(x(2001:), other)
    call spelt_acc_merge(other, acc)
    total = spelt_acc_round_f64(acc)
    call check(total == spelt_sum_exact(x) .and. spelt_acc_count(acc) == 5000, 'acc')
    call spelt_acc_subtract(other, acc)
    call check(spelt_acc_round_f64(acc) == spelt_sum_exact(x(:2000)), 'subtract')
    call spelt_acc_save(acc, saved)
    call spelt_acc_load(saved, other)
    call check(spelt_acc_round_f64(other) == spelt_sum_exact(x(:2000)) .and. spelt_acc_count(other) == 2000, 'load')
    saved(1) = 0
    call spelt_acc_load(saved, other, stat=stat)
    call check(stat == SPELT_ERR_FORMAT .and. spelt_acc_count(other) == 2000, 'load of what was not saved')

    call spelt_partial_dot(x(:2048), x(:2048), 0_int64, left)
    call spelt_partial_dot(x(2049:), x(2049:), 2048_int64, right)
    call spelt_partial_merge(left, right, left)
    dot = spelt_partial_finish(left)
    call check(dot == spelt_dot(x, x) .and. left%count == 5000, 'partial')
  end subroutine

  subroutine npy_files()
    real(real64) :: x(2, 3) = reshape([(real(i, real64), i=1, 6)], [2, 3]), back(3, 2, 1)
    complex(real32) :: z(2) = [(1, 2), (3, -4)], w(2)
    logical(c_bool) :: mask(3) = [.true._c_bool, .false._c_bool, .true._c_bool], read_mask(3)
    integer(int16) :: k(3)
    real(real64), allocatable :: y(:, :)
    integer(int64) :: shape_there(8)
    integer :: ndim, stat, unit
    character(100) :: errmsg
    character(20) :: path = 'fortran.npy'

    call spelt_npy_save(path, x)
    call spelt_npy_shape(path, ndim, shape_there)
    call check(ndim == 2 .and. all(shape_there == [2, 3, 1, 1, 1, 1, 1, 1]), 'the shape of a file')
    allocate (y(shape_there(1), shape_there(2)))
    call spelt_npy_read(path, y)
    call check(all(y == x), 'a file read')
    call spelt_npy_save(path, x(2:1:-1, :))
    call spelt_npy_read(path, y(:, 3:1:-1))
    call check(all(y == x(2:1:-1, 3:1:-1)), 'sections')
    call spelt_npy_read(path, back, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_SHAPE .and. index(errmsg, 'spelt_copy_f64: x has shape (3, 2)') == 1, 'its shape')
    call spelt_npy_read(path, w, stat=stat)
    call check(stat == SPELT_ERR_ARG, 'a file of another type')
    call spelt_npy_save(path, z)
    call spelt_npy_read(path, w)
    call check(all(w == z), 'a file of complex elements')
    call spelt_npy_save(path, mask)
    call spelt_npy_read(path, read_mask)
    call check(all(logical(read_mask .eqv. mask)), 'a file of logicals')
    ! of the other byte order than most machines
    open (newunit=unit, file=path, access='stream', form='unformatted', status='replace')
    write (unit) char(147)//'NUMPY'//char(1)//char(0)//char(118)//char(0), &
        "{'descr': '>i2', 'fortran_order': False, 'shape': (3,), }"//repeat(' ', 60)//new_line('a'), &
        [1_int8, 0_int8, 2_int8, 0_int8, 3_int8, 0_int8]
    close (unit)
    call spelt_npy_read(path, k)
    call check(all(k == [256, 512, 768]), 'a file of another byte order')
    call spelt_npy_read('no such file', w, stat=stat)
    call check(stat == SPELT_ERR_IO, 'no file')
    call spelt_npy_shape(repeat('x', 5000), ndim, shape_there, stat=stat)
    call check(stat == SPELT_ERR_ARG, 'a path that is too long')
    open (newunit=unit, file=path)
    close (unit, status='delete')
  end subroutine

  subroutine failing()
    real(real64) :: x(3) = 1, y(4) = 1, out(3) = 7, r
    real(real32) :: f(3) = 1
    integer :: stat
    character(50) :: errmsg

    errmsg = 'as it was'
    call spelt_add(x, x, out, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_OK .and. errmsg == 'as it was', 'no failure')
    r = spelt_dot(x, y, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_SHAPE .and. r == 0, 'shapes')
    call check(errmsg == 'spelt_dot_f64: x has shape (3), y has shape (4)', 'the message')
    call spelt_add(x, f, out, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. errmsg == 'spelt_add: y is of real32, not of real64', 'types')
    call spelt_sqrt([4_int32], out(:1), stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. index(errmsg, 'spelt_sqrt: x is of int32') == 1, 'none')
    call spelt_add([huge(1_int32)], [1_int32], f(:1), stat=stat)
    call check(stat == SPELT_ERR_ARG, 'an output of another type')
    call spelt_sum_axis(x, 2, out, stat=stat)
    call check(stat == SPELT_ERR_ARG, 'dim')
    r = spelt_min(x(2:1), stat=stat)
    call check(stat == SPELT_ERR_ARG .and. r == 0, 'the least of nothing')
    call check(spelt_sum([huge(1_int64), 1_int64], stat=stat) == 0 .and. stat == SPELT_ERR_OVERFLOW, 'sum')
    call too_many(reshape([1.0_real64], [1, 1, 1, 1, 1, 1, 1, 1, 1]))
    call spelt_add(['a', 'b'], x(:2), x(:2), stat=stat)
    call check(stat == SPELT_ERR_ARG, 'characters')
  end subroutine

  subroutine too_many(x)
    real(real64), intent(in) :: x(:, :, :, :, :, :, :, :, :)
    integer :: stat
    call check(spelt_sum(x, stat=stat) == 0 .and. stat == SPELT_ERR_SHAPE, 'rank 9')
  end subroutine

  subroutine in_a_region()
    real(real64) :: x(1000, 8), totals(8)
    integer :: j
    x = 0.1_real64
    !$omp parallel do
    do j = 1, 8
      totals(j) = spelt_sum(x(:, j))
    end do
    !$omp end parallel do
    call check(all(totals == spelt_sum(x(:, 1))), 'a parallel region')
  end subroutine

end program
