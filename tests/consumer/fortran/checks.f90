! checks.f90 - what is not so, and how many such there are.
module checks
  implicit none
  private
  public :: check, conclude
  integer :: failures = 0

contains

  subroutine check(condition, what)
    logical, intent(in) :: condition
    character(*), intent(in) :: what
    if (condition) return
    print '(2a)', 'not so: ', what
    failures = failures + 1
  end subroutine

  subroutine conclude(name)
    character(*), intent(in) :: name
    if (failures > 0) error stop name//': failed'
    print '(2a)', name, ': 0 failures'
  end subroutine

end module
