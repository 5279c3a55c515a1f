/* test_cell.c - the operands of a cell: several short ones, which calls take in turns. */
#include "../../tests/support.h"
#include "reports/cell.h"

#include <string.h>

static cell c;
static arrays a;

static const work *prepare(const char *name, size_t n)
{
    char message[BLAS_TEXT_SIZE];
    const cell_setup setup = cell_whole_setup();
    c.door = door_find(name);
    c.kind = DATA_USUAL;
    c.n = n;
    cr_assert(peers_begin(NULL, 0, 1, message), "%s", message);
    cr_assert(arrays_allocate_or_tell(&a, n));
    cr_assert_eq(cell_prepare(&c, &setup, &a, test_seed()), 0);
    return &c.work[column_spelt()];
}

Test(cell, short_operands_are_taken_in_turns)
{
    const work *w = prepare("dot_f64", 8);
    const size_t copies = w->turn_mask + 1;
    cr_assert(copies >= 8);
    cr_expect(w->turn_bytes >= 8 * sizeof(f64));
    cr_expect_eq(work_turn(w, w->x, 1), w->x, "a single call takes what was checked");
    for (size_t calls = 1; calls < copies; calls++) {
        cr_expect(
            memcmp(work_turn(w, w->x, calls), work_turn(w, w->x, calls + 1), 8 * sizeof(f64)) != 0);
        cr_expect(
            memcmp(work_turn(w, w->y, calls), work_turn(w, w->y, calls + 1), 8 * sizeof(f64)) != 0);
    }
    cr_expect_eq(work_turn(w, w->x, copies + 1), w->x);
    arrays_free(&a);
}

Test(cell, all_columns_take_the_same_turns)
{
    const work *w = prepare("dot_i64", 16);
    for (column i = 0; i < column_count(); i++) {
        cr_expect_eq(c.work[i].turn_mask, w->turn_mask, "%s", column_label(i));
        cr_expect_eq(c.work[i].turn_bytes, w->turn_bytes, "%s", column_label(i));
    }
    arrays_free(&a);
}

/* A batch is right whichever operands it ends with: those of the last call are the checked ones. */
Test(cell, a_batch_ends_with_the_checked_operands)
{
    prepare("sum_i64", 5);
    for (column i = 0; i < column_count(); i++) {
        if (c.state[i] != CELL_RIGHT)
            continue;
        c.work[i].value.i64 = -1;
        c.timing[i].batch(&c.work[i], 7);
        cr_expect_eq(c.work[i].value.i64, c.reference.scalar.value.i64, "%s", column_label(i));
    }
    arrays_free(&a);
}

Test(cell, long_operands_stay)
{
    const work *w = prepare("sum_f32", 100000);
    cr_expect_eq(w->turn_mask, 0);
    cr_expect_eq(work_turn(w, w->x, 12345), w->x);
    arrays_free(&a);
}
