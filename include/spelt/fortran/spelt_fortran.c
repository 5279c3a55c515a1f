/* spelt_fortran.c - the C side of spelt.f90. Compiled with the module, by a C compiler that has the Fortran
 * compiler's ISO_Fortran_binding.h. */
#include "arrays.h"
#include "axes.h"
#include "descriptors.h"
#include "files.h"
#include "numbers.h"
#include "sums.h"

int spelt_fortran_dim(const int *dim)
{
    return dim == NULL ? 1 : *dim;
}

void spelt_fortran_last_error(const CFI_cdesc_t *message)
{
    tell(message);
}
