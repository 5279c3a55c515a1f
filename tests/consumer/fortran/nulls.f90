! nulls.f90 - pointers to nothing, where the compiler lets them pass: each is a status and a message.
program nulls
  use spelt
  use checks
  use, intrinsic :: iso_c_binding, only: c_bool, c_f_pointer, c_null_ptr
  use, intrinsic :: iso_fortran_env, only: int64, real32, real64
  implicit none
  real(real64), pointer :: x(:), number
  integer, pointer :: whole
  integer(int64), pointer :: wide, nowhere(:)
  complex(real64) :: z(3) = 1
  character(20), pointer :: text
  real(real64) :: y(3) = 1, low, a(2, 3) = 1, b(3), c(2, 2, 2, 2, 2, 2, 2, 2) = 1, d(2, 2, 2, 2, 2, 2, 2)
  real(real32) :: narrow(3) = 1
  integer(int64) :: places(3), extents(8)
  logical(c_bool) :: mask(2, 3) = .true.
  type(spelt_acc) :: acc
  type(spelt_partial_f32) :: partial_f32
  type(spelt_partial_f64) :: partial_f64
  integer :: stat, rank
  character(60) :: errmsg

  call c_f_pointer(c_null_ptr, x, [3])
  call c_f_pointer(c_null_ptr, nowhere, [8])
  nullify (number, text, whole, wide)
  call check(spelt_sum(x, stat=stat, errmsg=errmsg) == 0 .and. stat == SPELT_ERR_NULL, 'sum')
  call check(errmsg == 'spelt_sum_f64: x has shape (3) and data NULL', 'the message')
  call spelt_neg(y, x, stat=stat)
  call check(stat == SPELT_ERR_NULL, 'an output')
  call spelt_acc_add_sum(x, acc, stat=stat)
  call check(stat == SPELT_ERR_NULL .and. spelt_acc_count(acc) == 0_int64, 'acc')

  call spelt_axpy(number, y, y, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_axpy: a is NULL', 'a of axpy')
  call spelt_rot(z, z, number, 1.0_real64, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_rot: c is NULL', 'c of rot')
  call spelt_rotm(y, y, 1.0_real64, 0.0_real64, number, 1.0_real64, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_rotm: yx is NULL', 'yx of rotm')
  call spelt_sum_axis(a, whole, b, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_sum_axis: dim is NULL', 'dim of sum_axis')
  call spelt_dot_axis(a, a, whole, b, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_dot_axis: dim is NULL', 'dim of dot_axis')
  call spelt_argmin_axis(a, whole, places, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_argmin_axis: dim is NULL', 'dim of argmin_axis')
  call spelt_count_axis(mask, whole, places, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_count_axis: dim is NULL', 'dim of count_axis')
  call spelt_var_axis(a, whole, 1, b, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_var_axis: dim is NULL', 'dim of var_axis')
  call spelt_var_axis(a, 1, whole, b, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_var_axis: ddof is NULL', 'ddof of var_axis')
  low = spelt_var(y, whole, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_var: ddof is NULL', 'ddof of var')
  low = spelt_sum(y, dim=whole, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_sum_axis: dim is NULL', 'dim of sum')
  b = spelt_sum(a, dim=whole, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_sum_axis: dim is NULL', 'dim of sum of rows')
  d = spelt_max(c, whole, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_max_axis: dim is NULL', 'dim of max of 8 dimensions')
  b = spelt_var(a, whole, 1, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_var_axis: ddof is NULL', 'ddof of var along dim')

  call spelt_partial_sum(narrow, wide, partial_f32, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_partial_sum: first is NULL', 'first of partial_sum')
  call spelt_partial_dot(y, y, wide, partial_f64, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_partial_dot: first is NULL', 'first of partial_dot')
  call spelt_acc_scale(whole, acc, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_acc_scale: exponent is NULL', 'exponent of acc_scale')
  call spelt_npy_save('nulls.npy', y)
  call spelt_npy_shape('nulls.npy', whole, extents, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_npy_shape: ndim is NULL', 'ndim of npy_shape')
  call spelt_npy_shape('nulls.npy', rank, nowhere, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_npy_shape: shape is NULL', 'shape of npy_shape')

  call spelt_minmax(y, low, number, stat=stat)
  call check(stat == SPELT_ERR_NULL, 'what minmax is to write')
  call spelt_npy_save(text, y, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_npy_save: path is NULL', 'a path')
  call spelt_neg(y, x, stat=stat, errmsg=text)
  call check(stat == SPELT_ERR_NULL .and. .not. associated(text), 'no errmsg')
  call conclude('nulls')
end program
