! nulls.f90 - pointers to nothing, where the compiler lets them pass: each is a status and a message.
program nulls
  use spelt
  use checks
  use, intrinsic :: iso_c_binding, only: c_f_pointer, c_null_ptr
  use, intrinsic :: iso_fortran_env, only: int64, real64
  implicit none
  real(real64), pointer :: x(:), number
  complex(real64) :: z(3) = 1
  character(20), pointer :: text
  real(real64) :: y(3) = 1, low
  type(spelt_acc) :: acc
  integer :: stat
  character(60) :: errmsg

  call c_f_pointer(c_null_ptr, x, [3])
  nullify (number, text)
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
  call spelt_minmax(y, low, number, stat=stat)
  call check(stat == SPELT_ERR_NULL, 'what minmax is to write')
  call spelt_npy_save(text, y, stat=stat, errmsg=errmsg)
  call check(stat == SPELT_ERR_NULL .and. errmsg == 'spelt_npy_save: path is NULL', 'a path')
  call spelt_neg(y, x, stat=stat, errmsg=text)
  call check(stat == SPELT_ERR_NULL .and. .not. associated(text), 'no errmsg')
  call conclude('nulls')
end program
