! spelt.f90 - Spelt from Fortran: the module spelt, on arrays of every rank up to 8 and any stride, which are
! read and written where they lie: sections, transposes by pointers, columns, backwards. Nothing is copied.
!
!     use spelt
!     real(real64) :: a(1000, 3), b(3), total
!     total = spelt_sum(a(1:1000:2, :))
!     b = spelt_sum(a, dim=1)
!     call spelt_max_axis(a, 1, b)                  ! as maxval(a, dim=1)
!     call spelt_add(a(:, 1), a(:, 2), a(:, 3))
!     print *, spelt_dot(a(:, 1), a(:, 2)), spelt_sum_exact(a)
!     call spelt_npy_save('a.npy', a)               ! as numpy.save; spelt_npy_read reads it
!
! Compile this file with your compiler, as module files are not portable, and fortran/spelt_fortran.c beside
! it with the C compiler that has its ISO_Fortran_binding.h; link libspelt. With CMake: find_package(Spelt
! REQUIRED COMPONENTS fortran) and Spelt::spelt_fortran.
!
! Names      spelt_op is spelt_op of the C headers without the types, which are those of the arguments, and its
!            arguments are in C's order. What each does, its errors, n = 0 and threads stand there. Functions that
!            return a number have a name with the types too: spelt_sum_f32_f64(x) adds real32 in real64.
! dim        All reductions that C has along an axis are subroutines _axis, into an array, and functions that take dim
!            behind what is reduced, as Fortran's own do: spelt_sum(x, dim), spelt_dot(x, y, dim), spelt_var(x, ddof,
!            dim). Into real64 of real32 goes the subroutine alone; any and all of masks, which Fortran has itself,
!            are spelt_any_axis and spelt_all_axis.
! Types      real32, real64, complex of these, int8, int16, int32, int64; a mask is of int8 or logical(c_bool),
!            and spelt_count, spelt_any and spelt_all take one. Arguments of
!            subroutines are of one type, as the C functions say; where they are not, and where C has no
!            such function for their type, the call fails: SPELT_ERR_ARG.
! Shapes     agree, but that an input of a subroutine may be a scalar, which then has its value everywhere.
!            Messages tell shapes, axes and indexes as C counts: the last extent first, axes and indexes from 0.
! Order      Elements count in Fortran's order, the first index fastest. dim counts from 1, and so do all indexes of
!            elements: those that spelt_argmin and its sisters give (0: there is none), and those that spelt_take(index,
!            x, out), which is out = x(index), and spelt_put(index, x, out), out(index) = x, are given, of int32 or int64
!            and checked. Groups (spelt_bincount, spelt_sum_by) are numbered from 0.
! Errors     stat= and errmsg= as Fortran's own statements have them: stat is 0 or a status of status.h, and
!            errmsg says why. Without stat a failure is an error stop with the message. Pass a variable of your
!            own: gfortran 12 breaks down on an errmsg that is an optional argument itself. A pointer to nothing, to
!            a scalar too, is SPELT_ERR_NULL, if the compiler does not check it before (-fcheck=pointer); but not as
!            n of spelt_set_num_threads and _local, which is passed by value: the caller itself reads it.
! Aliasing   An output may be an input where Fortran's rules let it; any other shared element fails, but with indexes
!            of spelt_take and spelt_put, all of which are read before anything is written.
! Not here   elements of f16, bf16 and unsigned types, views of .npy files and .npz, paths and instruction sets.
! Memory     Nothing is allocated, but by spelt_npy_read, and by spelt_take and spelt_put for more than 256 indexes, if
!            the compiler makes no copies: it makes none of arrays and sections, but of expressions such as
!            transpose(a). gfortran 12 breaks down on x(k) with a vector k: pass a copy, (x(k)).

! All but the functions that take dim: they are made below (over_dims.inc), from one text for all by the subroutines
! _axis.
module spelt_calls
  use, intrinsic :: iso_c_binding, only: c_bool, c_char, c_double, c_double_complex, c_float, &
      c_float_complex, c_int, c_int8_t, c_int16_t, c_int32_t, c_int64_t, c_size_t
  implicit none
  private :: c_bool, c_char, c_double, c_double_complex, c_float, c_float_complex, c_int, c_int8_t, &
      c_int16_t, c_int32_t, c_int64_t, c_size_t

  ! status.h
  integer(c_int), parameter :: SPELT_OK = 0, SPELT_ERR_NULL = 1, SPELT_ERR_SHAPE = 2, SPELT_ERR_STRIDE = 3, &
      SPELT_ERR_OVERLAP = 4, SPELT_ERR_OVERFLOW = 5, SPELT_ERR_ARG = 6, SPELT_ERR_UNSUPPORTED = 7, &
      SPELT_ERR_FORMAT = 8, SPELT_ERR_IO = 9, SPELT_ERR_NOMEM = 10, SPELT_ERR_INEXACT = 11

  ! The exact sum of the terms that were added to it, which merges in any order (accumulate.h).
  type, bind(c) :: spelt_acc
    private
    integer(c_int64_t) :: limb(68) = 0, number = 0, special = 0
  end type

  ! How many bytes it is saved in, on any machine (accumulate.h).
  integer, parameter :: SPELT_ACC_SAVED_BYTES = 568

  ! A run of the terms of a sum in order 1 (partial.h). first is how many elements come before it: a multiple
  ! of 4096 for real32, of 2048 for real64.
  type, bind(c) :: spelt_partial_f32
    integer(c_int32_t) :: order = 0, function = 0
    integer(c_int64_t) :: first = 0, count = 0
    real(c_float) :: node(104) = 0
  end type
  type, bind(c) :: spelt_partial_f64
    integer(c_int32_t) :: order = 0, function = 0
    integer(c_int64_t) :: first = 0, count = 0
    real(c_double) :: node(104) = 0
  end type

  interface
    include 'fortran/arrays.inc'
    include 'fortran/axes.inc'
    include 'fortran/numbers.inc'
    include 'fortran/sums.inc'
    include 'fortran/files.inc'

    ! Of which dim a result's shape is made: 1 where a pointer to nothing is passed, which the call then tells.
    pure integer(c_int) function dim_of(dim) bind(c, name='spelt_fortran_dim')
      import
      integer(c_int), intent(in) :: dim
    end function
    subroutine spelt_fortran_last_error(message) bind(c)
      import
      character(*, c_char), intent(inout) :: message
    end subroutine
    ! runtime.h: for the process, a status; for the thread, what it was before; what is in force
    integer(c_int) function spelt_set_num_threads(n) bind(c)
      import
      integer(c_int), value :: n
    end function
    integer(c_int) function spelt_set_num_threads_local(n) bind(c)
      import
      integer(c_int), value :: n
    end function
    integer(c_int) function spelt_get_num_threads() bind(c)
      import
    end function
  end interface

  interface spelt_sum
    procedure spelt_sum_f32, spelt_sum_f64, spelt_sum_i8, spelt_sum_i16, spelt_sum_i32, &
        spelt_sum_i64, spelt_sum_c64, spelt_sum_c128
  end interface
  interface spelt_sumsq
    procedure spelt_sumsq_f32, spelt_sumsq_f64, spelt_sumsq_i8, spelt_sumsq_i16, &
        spelt_sumsq_i32, spelt_sumsq_i64, spelt_sumsq_c64, spelt_sumsq_c128
  end interface
  interface spelt_dot
    procedure spelt_dot_f32, spelt_dot_f64, spelt_dot_i8, spelt_dot_i16, spelt_dot_i32, &
        spelt_dot_i64
  end interface
  interface spelt_dotu
    procedure spelt_dotu_c64, spelt_dotu_c128
  end interface
  interface spelt_dotc
    procedure spelt_dotc_c64, spelt_dotc_c128
  end interface
  interface spelt_asum
    procedure spelt_asum_f32, spelt_asum_f64, spelt_asum_c64, spelt_asum_c128
  end interface
  interface spelt_nrm2
    procedure spelt_nrm2_f32, spelt_nrm2_f64, spelt_nrm2_c64, spelt_nrm2_c128
  end interface
  interface spelt_mean
    procedure spelt_mean_f32, spelt_mean_f64
  end interface
  interface spelt_var
    procedure spelt_var_f32, spelt_var_f64
  end interface
  interface spelt_sqeuclidean
    procedure spelt_sqeuclidean_f32, spelt_sqeuclidean_f64
  end interface
  interface spelt_sum_exact
    procedure spelt_sum_exact_f32, spelt_sum_exact_f64
  end interface
  interface spelt_sumsq_exact
    procedure spelt_sumsq_exact_f32, spelt_sumsq_exact_f64
  end interface
  interface spelt_mean_exact
    procedure spelt_mean_exact_f32, spelt_mean_exact_f64
  end interface
  interface spelt_nrm2_exact
    procedure spelt_nrm2_exact_f32, spelt_nrm2_exact_f64
  end interface
  interface spelt_dot_exact
    procedure spelt_dot_exact_f32, spelt_dot_exact_f64
  end interface
  interface spelt_sqeuclidean_exact
    procedure spelt_sqeuclidean_exact_f32, spelt_sqeuclidean_exact_f64
  end interface
  interface spelt_min
    procedure spelt_min_f32, spelt_min_f64, spelt_min_i8, spelt_min_i16, spelt_min_i32, &
        spelt_min_i64
  end interface
  interface spelt_max
    procedure spelt_max_f32, spelt_max_f64, spelt_max_i8, spelt_max_i16, spelt_max_i32, &
        spelt_max_i64
  end interface
  interface spelt_max_abs
    procedure spelt_max_abs_f32, spelt_max_abs_f64, spelt_max_abs_c64, spelt_max_abs_c128
  end interface
  interface spelt_argmin
    procedure spelt_argmin_f32, spelt_argmin_f64, spelt_argmin_i8, spelt_argmin_i16, &
        spelt_argmin_i32, spelt_argmin_i64
  end interface
  interface spelt_argmax
    procedure spelt_argmax_f32, spelt_argmax_f64, spelt_argmax_i8, spelt_argmax_i16, &
        spelt_argmax_i32, spelt_argmax_i64
  end interface
  interface spelt_sumsq_fused
    procedure spelt_sumsq_fused_f32, spelt_sumsq_fused_f64
  end interface
  interface spelt_dot_fused
    procedure spelt_dot_fused_f32, spelt_dot_fused_f64
  end interface
  interface spelt_min_number
    procedure spelt_min_number_f32, spelt_min_number_f64
  end interface
  interface spelt_max_number
    procedure spelt_max_number_f32, spelt_max_number_f64
  end interface
  interface spelt_argmin_number
    procedure spelt_argmin_number_f32, spelt_argmin_number_f64
  end interface
  interface spelt_argmax_number
    procedure spelt_argmax_number_f32, spelt_argmax_number_f64
  end interface
  interface spelt_argmax_abs
    procedure spelt_argmax_abs_f32, spelt_argmax_abs_f64, spelt_argmax_abs_c64, spelt_argmax_abs_c128
  end interface
  interface spelt_var_exact
    procedure spelt_var_exact_f32, spelt_var_exact_f64
  end interface
  interface spelt_count
    procedure spelt_count_u8
  end interface
  interface spelt_partial_sum
    procedure spelt_partial_sum_f32, spelt_partial_sum_f64, spelt_partial_sum_f32_f64
  end interface
  interface spelt_partial_sumsq
    procedure spelt_partial_sumsq_f32, spelt_partial_sumsq_f64, spelt_partial_sumsq_f32_f64
  end interface
  interface spelt_partial_dot
    procedure spelt_partial_dot_f32, spelt_partial_dot_f64, spelt_partial_dot_f32_f64
  end interface
  interface spelt_partial_sumsq_fused
    procedure spelt_partial_sumsq_fused_f32, spelt_partial_sumsq_fused_f64
  end interface
  interface spelt_partial_dot_fused
    procedure spelt_partial_dot_fused_f32, spelt_partial_dot_fused_f64
  end interface
  interface spelt_partial_merge
    procedure spelt_partial_merge_f32, spelt_partial_merge_f64
  end interface
  interface spelt_partial_finish
    procedure spelt_partial_finish_f32, spelt_partial_finish_f64
  end interface

contains

  ! What a call ends in. (gfortran 12 breaks down where errmsg, itself optional, is passed on to C.)
  subroutine conclude(status, errmsg, stat)
    integer(c_int), intent(in) :: status
    character(*, c_char), intent(inout), optional :: errmsg
    integer(c_int), intent(out), optional :: stat
    character(512, c_char) :: message

    if (present(stat)) stat = status
    if (status == SPELT_OK) return
    call spelt_fortran_last_error(message)
    if (present(errmsg)) errmsg = message
    if (.not. present(stat)) error stop trim(message)
  end subroutine

  ! What a failed call without stat ends in.
  subroutine spelt_fortran_stop(message, length) bind(c)
    integer(c_size_t), value :: length
    character(kind=c_char), intent(in) :: message(length)
    character(length) :: text
    integer(c_size_t) :: i

    do i = 1, length
      text(i:i) = message(i)
    end do
    error stop text
  end subroutine

end module

include 'fortran/over_dims.inc'

module spelt
  use spelt_calls
  use spelt_sum_over_dim, only: spelt_sum => over_dim
  use spelt_sumsq_over_dim, only: spelt_sumsq => over_dim
  use spelt_asum_over_dim, only: spelt_asum => over_dim
  use spelt_nrm2_over_dim, only: spelt_nrm2 => over_dim
  use spelt_mean_over_dim, only: spelt_mean => over_dim
  use spelt_var_over_dim, only: spelt_var => over_dim
  use spelt_sum_exact_over_dim, only: spelt_sum_exact => over_dim
  use spelt_sumsq_exact_over_dim, only: spelt_sumsq_exact => over_dim
  use spelt_mean_exact_over_dim, only: spelt_mean_exact => over_dim
  use spelt_nrm2_exact_over_dim, only: spelt_nrm2_exact => over_dim
  use spelt_var_exact_over_dim, only: spelt_var_exact => over_dim
  use spelt_sumsq_fused_over_dim, only: spelt_sumsq_fused => over_dim
  use spelt_min_over_dim, only: spelt_min => over_dim
  use spelt_max_over_dim, only: spelt_max => over_dim
  use spelt_min_number_over_dim, only: spelt_min_number => over_dim
  use spelt_max_number_over_dim, only: spelt_max_number => over_dim
  use spelt_max_abs_over_dim, only: spelt_max_abs => over_dim
  use spelt_argmin_over_dim, only: spelt_argmin => over_dim
  use spelt_argmax_over_dim, only: spelt_argmax => over_dim
  use spelt_argmin_number_over_dim, only: spelt_argmin_number => over_dim
  use spelt_argmax_number_over_dim, only: spelt_argmax_number => over_dim
  use spelt_argmax_abs_over_dim, only: spelt_argmax_abs => over_dim
  use spelt_count_over_dim, only: spelt_count => over_dim
  use spelt_dot_over_dim, only: spelt_dot => over_dim
  use spelt_dot_exact_over_dim, only: spelt_dot_exact => over_dim
  use spelt_dot_fused_over_dim, only: spelt_dot_fused => over_dim
  use spelt_sqeuclidean_over_dim, only: spelt_sqeuclidean => over_dim
  use spelt_sqeuclidean_exact_over_dim, only: spelt_sqeuclidean_exact => over_dim
  use spelt_dotu_over_dim, only: spelt_dotu => over_dim
  use spelt_dotc_over_dim, only: spelt_dotc => over_dim
  implicit none
  private :: conclude, dim_of
end module
