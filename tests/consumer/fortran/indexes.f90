! indexes.f90 - take and put: every type, indexes of every layout, no elements, and how they fail; sums in pieces of
! all kinds; threads.
program indexes
  use spelt
  use checks
  use, intrinsic :: iso_c_binding, only: c_bool
  use, intrinsic :: iso_fortran_env, only: int8, int16, int32, int64, real32, real64
  implicit none
  integer :: i

  call taking()
  call putting()
  call types()
  call layouts()
  call many()
  call no_elements()
  call failing()
  call chosen()
  call sums_in_pieces()
  call threads()
  call conclude('indexes')

contains

  ! As x(k), with k from 1.
  subroutine taking()
    real(real64) :: x(5) = [10, 20, 30, 40, 50], out(4)
    integer(int64) :: k(4) = [5, 1, 3, 1]

    call spelt_take(k, x, out)
    call check(all(out == x(k)), 'take')
    call spelt_take(int(k, int32), x, out)
    call check(all(out == x(k)), 'take by int32')
    call spelt_take([2, 3, 4, 5], x(5:1:-1), out)
    call check(all(out == [40, 30, 20, 10]), 'take of what lies backwards')
    call spelt_take(2_int64, x, out)
    call check(all(out == 20), 'take by a scalar')
  end subroutine

  ! As out(k) = x.
  subroutine putting()
    real(real64) :: x(3) = [1, 2, 3], out(5) = 0, twice(2)
    integer(int64) :: k(3) = [5, 1, 3]

    call spelt_put(k, x, out)
    call check(all(out == [2, 0, 3, 0, 1]), 'put')
    call spelt_put(int(k, int32), -x(3:1:-1), out)
    call check(all(out == [-2, 0, -1, 0, -3]), 'put by int32')
    call spelt_put([2_int64, 4_int64], 7.0_real64, out)
    call check(all(out == [-2, 7, -1, 7, -3]), 'put of a scalar')
    call spelt_put([1, 1, 1], x, out)
    call check(out(1) == 3, 'the last one stays')
    twice = out(:2)
    call spelt_put(2, 9.0_real64, twice)
    call check(all(twice == [3, 9]), 'put of a scalar by a scalar')
  end subroutine

  subroutine types()
    integer :: k(2) = [3, 1]
    real(real32) :: a(2), b(3) = 0
    integer(int8) :: c(2), d(3) = 0
    integer(int16) :: e(2), f(3) = 0
    integer(int32) :: g(2), h(3) = 0
    integer(int64) :: p(2), q(3) = 0

    call spelt_take(k, [1.0_real32, 2.0_real32, 3.0_real32], a)
    call spelt_take(k, [1_int8, 2_int8, 3_int8], c)
    call spelt_take(k, [1_int16, 2_int16, 3_int16], e)
    call spelt_take(k, [1_int32, 2_int32, 3_int32], g)
    call spelt_take(k, [1_int64, 2_int64, 3_int64], p)
    call check(all(nint(a) == k) .and. all(c == k) .and. all(e == k), 'types of take')
    call check(all(g == k) .and. all(p == k), 'integers of take')
    call spelt_put(k, a, b)
    call spelt_put(k, c, d)
    call spelt_put(k, e, f)
    call spelt_put(k, g, h)
    call spelt_put(k, p, q)
    call check(all(nint(b) == [1, 0, 3]) .and. all(d == [1, 0, 3]) .and. all(f == [1, 0, 3]), 'types of put')
    call check(all(h == [1, 0, 3]) .and. all(q == [1, 0, 3]), 'integers of put')
  end subroutine

  subroutine layouts()
    real(real64) :: a(6, 4), b(2, 2) = -1, wide(5, 5)
    real(real64), pointer :: q(:)
    real(real64), target :: y(9)
    integer(int64) :: k(2, 2) = reshape([6, 1, 2, 4], [2, 2]), wide_k(4, 3) = 0
    integer(int32) :: cube(2, 1, 2, 1, 1, 1, 2, 1)
    real(real64) :: eight(2, 1, 2, 1, 1, 1, 2, 1)

    a = reshape([(real(i, real64), i=1, 24)], [6, 4])
    wide = 0
    call spelt_take(k, a(:, 2), a(1:2, 1:4:3))
    call check(all(a(1:2, 1:4:3) == reshape([12, 7, 8, 10], [2, 2])), 'a column beside, into a section')
    call spelt_take(transpose(k), a(:, 2), b)
    call check(all(b == reshape([12, 8, 7, 10], [2, 2])), 'transposed indexes')
    wide_k(4:1:-3, ::2) = k
    call spelt_take(wide_k(4:1:-3, ::2), a(:, 3), wide(1:5:4, 5:1:-4))
    call check(all(wide(1:5:4, 5:1:-4) == reshape([18, 13, 14, 16], [2, 2])), 'sections of all three')
    call check(spelt_sum(wide) == 61, 'what lies between')
    call spelt_take([1, 4], a(3, :), b(1, :))
    call check(all(b(1, :) == [3, 21]), 'a row into a row')
    y = 0
    q => y(9:1:-2)
    call spelt_put(wide_k(4:1:-3, ::2) / 2 + 1, b, q)
    call check(all(q == put_by_hand(int(k / 2 + 1), b)) .and. all(y(2::2) == 0), 'a pointer backwards')
    cube = reshape([3, 1, 2, 2, 1, 3, 3, 1], shape(cube))
    call spelt_take(cube, [1.5_real64, 2.5_real64, 3.5_real64], eight)
    call check(all(eight == cube + 0.5_real64), 'rank 8')
    y(:3) = 0
    call spelt_put(cube, eight, y(3:1:-1))
    call check(all(y(3:1:-1) == [1.5, 2.5, 3.5]), 'put of rank 8')
  end subroutine

  function put_by_hand(k, x) result(out)
    integer, intent(in) :: k(:, :)
    real(real64), intent(in) :: x(:, :)
    real(real64) :: out(5)
    integer :: m, n
    out = 0
    do n = 1, size(x, 2)
      do m = 1, size(x, 1)
        out(k(m, n)) = x(m, n)
      end do
    end do
  end function

  ! More indexes than there is memory at hand for.
  subroutine many()
    integer, parameter :: n = 10007
    real(real64) :: x(n), out(n), back(n)
    integer(int64) :: k(n)

    x = [(real(i, real64), i=1, n)]
    k = [(1 + mod(i * 6151_int64, int(n, int64)), i=1, n)]
    call spelt_take(k, x, out)
    call check(all(out == x(k)), 'many, taken')
    call spelt_put(k, out, back)
    call check(all(back == x), 'and put back')
    call spelt_take(int(k, int32), x, back(n:1:-1))
    call check(all(back(n:1:-1) == out), 'many of int32')
    call spelt_take(reshape(int(k(:10000), int32), [100, 100]), x, back(:10000), stat=i)
    call check(i == SPELT_ERR_SHAPE .and. all(back(n:1:-1) == out), 'many of another shape')
  end subroutine

  subroutine no_elements()
    real(real64) :: x(3) = [1, 2, 3], out(3) = 7
    integer(int64) :: k(3) = 1
    integer :: stat

    call spelt_take(k(2:1), x, out(2:1))
    call spelt_take(k(2:1), x(2:1), out(2:1))
    call spelt_put(k(2:1), x(2:1), out)
    call spelt_put(k(2:1), x(2:1), out(2:1))
    call check(all(out == 7), 'by no indexes')
    call spelt_take(k, x(2:1), out, stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(out == 7), 'of nothing')
    call spelt_put(k, x, out(2:1), stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(out == 7), 'into nothing')
  end subroutine

  subroutine failing()
    real(real64) :: x(3) = [1, 2, 3], out(2) = 7, table(3, 2) = 0, all_of(3) = 7
    complex(real64) :: z(3) = 0
    integer :: stat
    character(90) :: errmsg

    call spelt_take([1, 0], x, out, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. all(out == 7), 'index 0')
    call check(errmsg == 'spelt_take_i64_f64: an index is -1, x has shape (3), first at index 1', 'as C counts')
    call spelt_take([1, 4], x, out, stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(out == 7), 'an index behind the last')
    call spelt_take([-huge(1_int64) - 1, 1_int64], x, out, stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(out == 7), 'the least index')
    call spelt_take([1_int64, huge(1_int64)], x, out, stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(out == 7), 'the greatest index')
    call spelt_put([-huge(1_int32) - 1, 1], x(:2), all_of, stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(all_of == 7), 'the least index of put')
    call spelt_put([3, 4], x(:2), all_of, stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(all_of == 7), 'an index behind the last of put')
    call spelt_take([1, 2, 3], x, out, stat=stat)
    call check(stat == SPELT_ERR_SHAPE .and. all(out == 7), 'more indexes than places')
    call spelt_take([1, 2], table, out, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_SHAPE .and. index(errmsg, 'spelt_take_i64_f64: x has shape (2, 3), not one') == 1, &
        'of two dimensions')
    call spelt_put([1, 2], x(:2), table, stat=stat)
    call check(stat == SPELT_ERR_SHAPE, 'into two dimensions')
    call spelt_take([1.0_real64, 2.0_real64], x, out, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. errmsg == 'spelt_take: index is of real64, not of int64', 'real indexes')
    call spelt_take([1, 2], real(x, real32), out, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. errmsg == 'spelt_take: out is of real64, not of real32', 'types')
    call spelt_put([1, 2, 3], z, z, stat=stat, errmsg=errmsg)
    call check(stat == SPELT_ERR_ARG .and. index(errmsg, 'spelt_put: x is of complex(real64)') == 1, 'complex')
    call spelt_put([3, 1], x(2:3), x(1:1), stat=stat)
    call check(stat == SPELT_ERR_ARG .and. all(x == [1, 2, 3]), 'too few places')
  end subroutine

  ! What argmin gives is what take wants.
  subroutine chosen()
    real(real64) :: x(4) = [3, 1, 4, 1], least(1)

    call spelt_take([spelt_argmin(x)], x, least)
    call check(least(1) == 1, 'argmin, taken')
    call spelt_take(spelt_argmax(reshape(x, [2, 2]), dim=2), [10.0_real64, 20.0_real64], x(:2))
    call check(all(x(:2) == [20, 10]), 'argmax along a dimension, taken')
  end subroutine

  subroutine sums_in_pieces()
    real(real32) :: f(5000)
    real(real64) :: x(5000)
    type(spelt_acc) :: acc
    type(spelt_partial_f32) :: narrow(2)
    type(spelt_partial_f64) :: wide(2)
    integer :: stat

    x = [(1 / real(i, real64), i=1, 5000)]
    f = real(x, real32)
    call spelt_acc_add_count([.true._c_bool, .false._c_bool, .true._c_bool], acc)
    call spelt_acc_add_count([0_int8, 3_int8], acc)
    call check(spelt_acc_round_i64(acc) == 3 .and. spelt_acc_count(acc) == 5, 'the count of masks')
    call spelt_acc_scale(-1, acc)
    call check(spelt_acc_round_f64(acc) == 1.5, 'scale')
    call spelt_acc_scale(huge(1), acc, stat=stat)
    call check(stat == SPELT_ERR_OVERFLOW .and. spelt_acc_round_f64(acc) == 1.5, 'scale by too much')
    acc = spelt_acc()
    call spelt_acc_add_sum(2.5_real64, acc)
    call check(spelt_acc_round_f64(acc) == 2.5 .and. spelt_acc_count(acc) == 1, 'begun anew, of a scalar')
    call spelt_acc_add_count(x, acc, stat=stat)
    call check(stat == SPELT_ERR_ARG, 'the count of what is no mask')

    call spelt_partial_sum(f(:2048), 0_int64, wide(1))
    call spelt_partial_sum(f(2049:), 2048_int64, wide(2))
    call spelt_partial_merge(wide(1), wide(2), wide(1))
    call check(spelt_partial_finish(wide(1)) == spelt_sum_f32_f64(f), 'real32 in real64')
    call spelt_partial_sumsq(f, 0_int64, wide(1))
    call check(spelt_partial_finish(wide(1)) == spelt_sumsq_f32_f64(f), 'squares of real32 in real64')
    call spelt_partial_dot(f, f(5000:1:-1), 0_int64, wide(1))
    call check(spelt_partial_finish(wide(1)) == spelt_dot_f32_f64(f, f(5000:1:-1)), 'products of real32 in real64')
    ! where the fused sums are others than the plain ones
    call spelt_partial_sumsq_fused(f(78:4173), 0_int64, narrow(1))
    call spelt_partial_sumsq_fused(f(4174:), 4096_int64, narrow(2))
    call spelt_partial_merge(narrow(1), narrow(2), narrow(1))
    call check(spelt_partial_finish(narrow(1)) == spelt_sumsq_fused(f(78:)), 'fused squares of real32')
    call check(spelt_sumsq_fused(f(78:)) /= spelt_sumsq(f(78:)), 'other squares of real32')
    call spelt_partial_sumsq_fused(x(4925:), 0_int64, wide(1))
    call check(spelt_partial_finish(wide(1)) == spelt_sumsq_fused(x(4925:)), 'fused squares')
    call check(spelt_sumsq_fused(x(4925:)) /= spelt_sumsq(x(4925:)), 'other squares')
    x(::2) = -x(::2)
    f(::2) = -f(::2)
    call spelt_partial_dot_fused(x, abs(x(5000:1:-1)), 0_int64, wide(1))
    call check(spelt_partial_finish(wide(1)) == spelt_dot_fused(x, abs(x(5000:1:-1))), 'fused products')
    call check(spelt_dot_fused(x, abs(x(5000:1:-1))) /= spelt_dot(x, abs(x(5000:1:-1))), 'other products')
    call spelt_partial_dot_fused(f, abs(f(5000:1:-1)), 0_int64, narrow(1))
    call check(spelt_partial_finish(narrow(1)) == spelt_dot_fused(f, abs(f(5000:1:-1))), 'fused products of real32')
    call check(spelt_dot_fused(f, abs(f(5000:1:-1))) /= spelt_dot(f, abs(f(5000:1:-1))), 'other products of real32')
    call spelt_partial_dot(f, f(:2), 0_int64, wide(1), stat=stat)
    call check(stat == SPELT_ERR_SHAPE, 'shapes')
  end subroutine

  subroutine threads()
    integer :: before

    before = spelt_get_num_threads()
    call check(before >= 1, 'threads')
    call check(spelt_set_num_threads(3) == SPELT_OK .and. spelt_get_num_threads() == 3, 'three threads')
    call check(spelt_set_num_threads_local(1) == 0 .and. spelt_get_num_threads() == 1, 'one thread here')
    call check(spelt_set_num_threads_local(0) == 1 .and. spelt_get_num_threads() == 3, 'as the process')
    call check(spelt_set_num_threads(-1) == SPELT_ERR_ARG .and. spelt_get_num_threads() == 3, 'fewer than none')
    call check(spelt_set_num_threads(0) == SPELT_OK .and. spelt_get_num_threads() == before, 'as the environment')
  end subroutine

end program
