/* files.c - the tables on arrays from .npy files. */
#include "reports/files.h"

#include "measure/interrupt.h"
#include "output/output.h"
#include "reports/show.h"

#include <spelt/npy.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nobody wants to wait longer than this for a line. */
static const double longest_budget = 2.0;

/* An array of a file, its elements one after the other in C order. */
typedef struct {
    spelt_npy file;
    int open;
    spelt_type type;
    const void *data; /* in the mapping or in one of the copies */
    void *turned;     /* a copy in this machine's byte order */
    void *ordered;    /* a copy in C order */
} file_array;

static int complain(const char *what)
{
    fprintf(stderr, "spelt-bench: %s\n", what);
    return 0;
}

/* Finds the elements as the file orders them. */
static spelt_status view_elements(file_array *a)
{
    spelt_status status = SPELT_ERR_ARG;
    switch (a->file.type) {
#define VIEW_ELEMENTS(constant, element)                                                           \
    case constant: {                                                                               \
        spelt_in_##element view;                                                                   \
        a->type = constant;                                                                        \
        status = spelt_npy_view_##element(&a->file, a->turned, a->file.memory, &view);             \
        if (status == SPELT_OK)                                                                    \
            a->data = view.data;                                                                   \
        break;                                                                                     \
    }
        VIEW_ELEMENTS(SPELT_F32, f32)
        VIEW_ELEMENTS(SPELT_F64, f64)
        VIEW_ELEMENTS(SPELT_I8, i8)
        VIEW_ELEMENTS(SPELT_I16, i16)
        VIEW_ELEMENTS(SPELT_I32, i32)
        VIEW_ELEMENTS(SPELT_I64, i64)
        VIEW_ELEMENTS(SPELT_U8, u8)
        VIEW_ELEMENTS(SPELT_U16, u16)
        VIEW_ELEMENTS(SPELT_U32, u32)
        VIEW_ELEMENTS(SPELT_U64, u64)
        VIEW_ELEMENTS(SPELT_F16, f16)
        VIEW_ELEMENTS(SPELT_C64, c64)
        VIEW_ELEMENTS(SPELT_C128, c128)
    case SPELT_BF16: break; /* the format has no name for it */
#undef VIEW_ELEMENTS
    }
    return status;
}

/* Copies from the file's order to C order, index by index. */
static void copy_in_c_order(const file_array *a, unsigned char *to)
{
    const size_t bytes = spelt_type_size(a->type), ndim = a->file.ndim;
    size_t index[SPELT_MAX_NDIM] = {0};
    for (size_t i = 0; i < a->file.count; i++) {
        ptrdiff_t from = 0;
        for (size_t d = 0; d < ndim; d++)
            from += (ptrdiff_t)index[d] * a->file.stride[d];
        memcpy(to + i * bytes, (const unsigned char *)a->data + from * (ptrdiff_t)bytes, bytes);
        for (size_t d = ndim; d-- > 0 && ++index[d] == a->file.shape[d];)
            index[d] = 0;
    }
}

static int is_in_c_order(const spelt_npy *file)
{
    size_t stride = 1;
    for (size_t d = file->ndim; d-- > 0;) {
        if (file->shape[d] > 1 && file->stride[d] != (ptrdiff_t)stride)
            return 0;
        stride *= file->shape[d];
    }
    return 1;
}

static void close_array(file_array *a)
{
    if (a->open)
        spelt_npy_close(&a->file);
    free(a->turned);
    free(a->ordered);
}

static int open_array(const char *path, file_array *a)
{
    static const f64 nothing[1];
    if (spelt_npy_open(path, &a->file) != SPELT_OK)
        return complain(spelt_last_error());
    a->open = 1;
    if (a->file.memory > 0) {
        a->turned = malloc(a->file.memory * spelt_type_size(a->file.type));
        if (!a->turned)
            return complain("no memory to turn the file's byte order");
    }
    if (view_elements(a) != SPELT_OK)
        return complain(spelt_last_error());
    if (a->file.count == 0)
        a->data = nothing;
    else if (!is_in_c_order(&a->file)) {
        a->ordered = malloc(a->file.count * spelt_type_size(a->type));
        if (!a->ordered)
            return complain("no memory to put the file's elements into C order");
        copy_in_c_order(a, a->ordered);
        a->data = a->ordered;
    }
    return 1;
}

static void print_array(const char *name, const char *path, const file_array *a)
{
    char shape[SPELT_MAX_NDIM * 24] = "";
    size_t used = 0;
    for (size_t d = 0; d < a->file.ndim; d++)
        used += (size_t)snprintf(shape + used, sizeof shape - used, "%s%zu", d ? ", " : "",
                                 a->file.shape[d]);
    output_note("%-11s %s: %s, shape (%s%s)%s%s", name, path, spelt_type_name(a->type), shape,
                a->file.ndim == 1 ? "," : "",
                a->turned ? "; copied to this machine's byte order" : "",
                a->ordered ? "; copied to C order" : "");
}

static int same_shape(const file_array *x, const file_array *y)
{
    if (x->type != y->type)
        return complain("the types of x and y differ");
    if (x->file.ndim != y->file.ndim ||
        memcmp(x->file.shape, y->file.shape, x->file.ndim * sizeof x->file.shape[0]) != 0)
        return complain("the shapes of x and y differ");
    return 1;
}

static int is_chosen(const options *o, const door *d, spelt_type type)
{
    return d->facts->input[0] == type && d->facts->inputs <= (o->y_file ? 2 : 1) &&
           options_want(o, d);
}

static void print_value(const cell *c, const char *name, const work *w)
{
    char text[ELEMENT_TEXT_SIZE];
    element_text(c->door->facts->result, &w->value, 0, text);
    output_note("%-13s %-18s %s", c->door->name, name,
                w->status == SPELT_OK ? text : spelt_status_name(w->status));
}

/* What each column computed. Sums of arrays that are right are all the same: only their ends. */
static void print_results(const cell *c)
{
    if (door_is_map(c->door)) {
        const size_t bytes = spelt_type_size(c->door->facts->result);
        work ends = c->reference.scalar;
        for (int last = 0; last < 2 && c->n > 0; last++) {
            memcpy(&ends.value, (const char *)ends.out + (last ? c->n - 1 : 0) * bytes, bytes);
            print_value(c, last ? "out, last" : "out, first", &ends);
        }
        return;
    }
    print_value(c, "Spelt, scalar", &c->reference.scalar);
    for (column i = 0; i < column_count(); i++)
        if (c->state[i] != CELL_ABSENT)
            print_value(c, column_label(i), &c->work[i]);
}

static int run_doors(const options *o, const cell_setup *setup, const file_array *x,
                     const file_array *y, size_t count)
{
    static cell c;
    arrays a;
    size_t wrong = 0;
    double budget = o->time / (double)count;
    if (budget > longest_budget)
        budget = longest_budget;
    if (!arrays_allocate(&a, 0, x->file.count * sizeof(spelt_c128))) {
        complain("no memory for the results");
        return 1;
    }
    for (size_t i = 0; i < SPELT_FUNCTIONS && !interrupted(); i++) {
        if (!is_chosen(o, &doors[i], x->type))
            continue;
        c.door = &doors[i];
        c.kind = DATA_USUAL;
        c.n = x->file.count;
        output_progress(0, c.door->name, c.n);
        wrong += cell_check(&c, setup, x->data, y->data, &a);
        print_results(&c);
        show_table(setup, c.door, c.kind);
        cell_time(&c, budget);
        show_cell(&c, "speed");
    }
    output_marks("; what is wrong is not timed");
    arrays_free(&a);
    return wrong > 0;
}

static int run_arrays(const options *o, const cell_setup *setup, file_array *x, file_array *y)
{
    if (!open_array(o->x_file, x))
        return 1;
    print_array("x", o->x_file, x);
    if (o->y_file) {
        if (!open_array(o->y_file, y))
            return 1;
        print_array("y", o->y_file, y);
        if (!same_shape(x, y))
            return 1;
    }
    size_t count = 0;
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        count += (size_t)is_chosen(o, &doors[i], x->type);
    if (count == 0) {
        complain("no function that is asked for takes these files");
        return 2;
    }
    return run_doors(o, setup, x, y, count);
}

int files_run(const options *o, const cell_setup *setup)
{
    file_array x = {.open = 0}, y = {.open = 0};
    int status = run_arrays(o, setup, &x, &y);
    close_array(&x);
    close_array(&y);
    return status;
}
