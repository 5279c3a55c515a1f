/* spelt_fortran_mpi.c - the C side of spelt_mpi.f90. */
#include "descriptors.h"
#include <spelt/mpi.h>

/* The message as a string of C, without the blanks at its end. */
static const char *text_of(const CFI_cdesc_t *message, char *text, size_t size)
{
    if (message == NULL || message->base_addr == NULL)
        return NULL;
    size_t n = message->elem_len < size ? message->elem_len : size - 1;
    memcpy(text, message->base_addr, n);
    while (n > 0 && text[n - 1] == ' ')
        n--;
    text[n] = '\0';
    return text;
}

/* accs(:) without gaps goes as it is; one with gaps is refused on this rank, and so on all. */
#define ALLREDUCE(name, type, function)                                                            \
    void spelt_fortran_mpi_##name(const int *comm, const CFI_cdesc_t *all, const int *status,      \
                                  const CFI_cdesc_t *message, const CFI_cdesc_t *errmsg,           \
                                  int *stat)                                                       \
    {                                                                                              \
        char text[512];                                                                            \
        const spelt_status here = given("mpi_allreduce_" #name, "comm", comm);                     \
        if (here != SPELT_OK) {                                                                    \
            finish(here, errmsg, stat);                                                            \
            return;                                                                                \
        }                                                                                          \
        const char *why = text_of(message, text, sizeof text);                                     \
        spelt_status before = status == NULL ? SPELT_OK : (spelt_status)*status;                   \
        const size_t count = (size_t)all->dim[0].extent;                                           \
        if (before == SPELT_OK && count > 1 && all->dim[0].sm != (CFI_index_t)sizeof(type)) {      \
            before = SPELT_ERR_STRIDE;                                                             \
            why = "the " #name " have gaps between them";                                          \
        }                                                                                          \
        finish(function(MPI_Comm_f2c((MPI_Fint)*comm), all->base_addr, count, before, why),        \
               errmsg, stat);                                                                      \
    }
ALLREDUCE(accs, spelt_acc, spelt_mpi_allreduce_accs)
ALLREDUCE(partials_f32, spelt_partial_f32, spelt_mpi_allreduce_partials_f32)
ALLREDUCE(partials_f64, spelt_partial_f64, spelt_mpi_allreduce_partials_f64)
