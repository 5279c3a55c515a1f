/* rounded.c - the correctly rounded reductions: the rows SPELT_ROUNDED of the list. Their bodies
 * are in scalar_exact.h and exact.h, once for each type of elements, and for each kind of terms
 * there (exact_kind.h), and are stretches of usual arithmetic (isa/usual.h). Without a fused multiply-add there is nothing to be gained over plain C. */

/* Clang makes quiet comparisons, also those asked for by name, into ones that raise INVALID on a
 * quiet NaN, unless it is told that somebody may look. */
#if defined(__clang__) && defined(__x86_64__)
#pragma clang fp exceptions(maytrap)
#endif

#include "isa/exact_kind.h"
#include "isa/kernels.h"
#include "isa/vec.h"
#include "isa/usual.h"

#if SPELT_SCALAR
#define EXACT "isa/scalar_exact.h"
#elif SPELT_FUSED
#include "isa/vector_element.h"
#include "isa/vector_exact.h"
#define EXACT "isa/exact.h"
#endif

#ifdef EXACT

/* The name of what a header of bodies has for IN. */
#define OF(name) SPELT_PASTE3(name, _, IN)
#define IN f32
#include "isa/exact_give.h"
#include EXACT
#undef IN
#define IN f64
#include "isa/exact_give.h"
#include EXACT
#undef IN

#define NAME(op, suffix, what)                                                                     \
    SPELT_PASTE4(spelt_, op, SPELT_PASTE3(_, suffix, _), SPELT_PASTE(ISA, what))

#define DEFINE_REDUCE(suffix, in, out, op, operands, ...)                                          \
    static spelt_status NAME(op, suffix, )(const void *x, const void *y, size_t n, void *result)   \
    {                                                                                              \
        enum { a = EXACT_A, b = EXACT_B, kind = (__VA_ARGS__) };                                   \
        _Static_assert(EXACT_IS_KIND(kind), "terms that exact.h knows");                           \
        if (exact_reduce_few_##in(kind, x, (operands) == 1 ? x : y, n, result))                    \
            return SPELT_OK;                                                                       \
        const spelt_usual host = spelt_usual_begin();                                              \
        spelt_status status = exact_reduce_##in(kind, x, (operands) == 1 ? x : y, n, result);      \
        spelt_usual_keep(status);                                                                  \
        if (SPELT_LIKELY(status == SPELT_OK)) /* all terms were in the window, which is finite */  \
            spelt_usual_end_raising(host);                                                         \
        else                                                                                       \
            spelt_usual_end(host);                                                                 \
        return status;                                                                             \
    }

#define DEFINE_ADD(suffix, in, out, op, operands, ...)                                             \
    static void NAME(op, suffix, _add)(exact_total * total, const void *x, const void *y,          \
                                       size_t n)                                                   \
    {                                                                                              \
        enum { a = EXACT_A, b = EXACT_B, kind = (__VA_ARGS__) };                                   \
        const spelt_usual host = spelt_usual_begin();                                              \
        exact_add_##in(kind, total, x, (operands) == 1 ? x : y, n);                                \
        spelt_usual_end(host);                                                                     \
    }

#define SPELT_ROUNDED(op, operands, types, ...)                                                    \
    types(DEFINE_REDUCE, op, operands, __VA_ARGS__) types(DEFINE_ADD, op, operands, __VA_ARGS__)
#include "operations.def"

#define KERNELS(suffix, in, out, op, ...)                                                          \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)NAME(op, suffix, ), (spelt_kernel *)NAME(op, suffix, _add), NULL}},
static const spelt_kernel_row rows[] = {
#define SPELT_ROUNDED(op, operands, types, ...) types(KERNELS, op, 0)
#include "operations.def"
};
const spelt_kernel_table SPELT_PASTE(spelt_rounded_, ISA) = {rows, sizeof rows / sizeof *rows};

#else
const spelt_kernel_table SPELT_PASTE(spelt_rounded_, ISA) = {NULL, 0};
#endif
