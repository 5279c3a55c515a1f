/* test_alignment.c - data that is not aligned as its type demands is refused by every function that the
 * headers declare, in each of its arrays, in every layout and at every size, with nothing written. */
#include "every_views.h"

#include "support.h"

#include <stdio.h>

static unsigned char saved[EVERY_OPERANDS][EVERY_ROOM];

/* One call in which the data of operand k begins `past` bytes behind where it should. */
static void check_refused(const every_call *call, unsigned k, size_t past, size_t n, every_layout layout)
{
    static _Alignas(64) unsigned char result[EVERY_RESULT_BYTES];
    const every_operand *operand = &call->operand[k];
    const size_t alignment = spelt_part_size(operand->type, spelt_type_size(operand->type));
    spelt_view view[EVERY_OPERANDS];
    char message[200];
    every_make_views(call, n, layout, view);
    view[k].data = (char *)view[k].data + past;
    memset(result, 0, sizeof result);
    const spelt_status status = call->make(view, result);
    snprintf(message, sizeof message, "%s: %s has data that is %zu past a multiple of %zu bytes", call->name,
             operand->name, past % alignment, alignment);
    expect_status(call->name, status, SPELT_ERR_ARG, message, NULL);
    for (size_t i = 0; i < sizeof result; i++)
        cr_assert(result[i] == 0, "%s wrote a result", call->name);
}

static void check_call(const every_call *call, size_t n, every_layout layout)
{
    for (unsigned k = 0; k < call->operands; k++) {
        const every_operand *operand = &call->operand[k];
        const size_t size = spelt_part_size(operand->type, spelt_type_size(operand->type));
        for (size_t past = 1; past < size; past *= 2)
            check_refused(call, k, past, n, layout);
    }
}

static void check_all(const size_t *lengths)
{
    uint64_t state = 1;
    for (; *lengths; lengths++)
        for (const every_call *call = every_first; call; call = call->next) {
            for (unsigned k = 0; k < call->operands; k++) {
                const size_t elements = every_span(call, k, *lengths);
                every_fill(&call->operand[k], 0, every_room[k], elements, every_groups(*lengths), &state);
                memcpy(saved[k], every_room[k], elements * spelt_type_size(call->operand[k].type));
            }
            for (int layout = 0; layout < EVERY_LAYOUTS; layout++)
                if (every_has_layout(call, (every_layout)layout))
                    check_call(call, *lengths, (every_layout)layout);
            for (unsigned k = 0; k < call->operands; k++)
                cr_assert(memcmp(saved[k], every_room[k],
                                 every_span(call, k, *lengths) *
                                     spelt_type_size(call->operand[k].type)) == 0,
                          "%s wrote to %s", call->name, call->operand[k].name);
        }
}

Test(alignment, every_function)
{
    cr_assert(every_first != NULL);
    check_all((const size_t[]){1, 2, 3, 16, 100, 1000, 0});
}

/* What the scalar path and BLAS refuse. */
Test(alignment, every_path)
{
    static const char *const paths[] = {"scalar", "blas"};
    for (int i = 0; i < 2; i++)
        if (spelt_set_path(paths[i]) == SPELT_OK)
            check_all((const size_t[]){5, 0});
}

/* Where there are no elements nothing is wrong with where they are. */
Test(alignment, of_nothing)
{
    static _Alignas(64) unsigned char result[EVERY_RESULT_BYTES];
    for (const every_call *call = every_first; call; call = call->next) {
        spelt_view view[EVERY_OPERANDS];
        int is_whole = !call->has_axis;
        every_make_views(call, 0, EVERY_CONTIGUOUS, view);
        for (unsigned k = 0; k < call->operands; k++) {
            is_whole &= call->operand[k].shape == EVERY_WHOLE;
            view[k].data = (char *)view[k].data + 1;
        }
        if (!is_whole)
            continue;
        const spelt_status status = call->make(view, result);
        cr_assert(status == SPELT_OK || !strstr(spelt_last_error(), "past a multiple"), "%s",
                  spelt_last_error());
    }
}
