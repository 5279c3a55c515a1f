/* statistics.c - a table of people, as NumPy saves an array of records: each column described, a
 * histogram, and how the columns go together. */
#include "program.h"

#include "oracle.h"

enum { PEOPLE = 50000, COLUMNS = ORACLE_COLUMNS, BINS = 10 };

static const char *const names[COLUMNS] = {"height", "weight", "age", "income"};

/* The column where it lies in the file, a stride from record to record. */
static spelt_in_f64 column_of(const spelt_npy *file, const char *name)
{
    spelt_npy field;
    spelt_in_f64 view;
    check(spelt_npy_field(file, name, &field));
    check(spelt_npy_view_f64(&field, NULL, 0, &view));
    return view;
}

static void describe(const spelt_npy *file, size_t column, const oracle_person *people)
{
    const spelt_in_f64 x = column_of(file, names[column]);
    double mean, variance, least, greatest;
    int64_t where;
    check(spelt_mean_f64(&x, &mean));
    check(spelt_var_f64(&x, 1, &variance));
    check(spelt_min_f64(&x, &least));
    check(spelt_max_f64(&x, &greatest));
    check(spelt_argmax_f64(&x, &where));
    printf("%s: mean %.17g, deviation %.17g, from %.17g to %.17g (record %lld)\n", names[column],
           mean, sqrt(variance), least, greatest, (long long)where);
    expect(oracle_is_column(people, PEOPLE, column, mean, variance, least, greatest, where),
           names[column]);
}

/* How many are in each tenth of the way from the least height to the greatest. */
static void histogram(const spelt_npy *file, const oracle_person *people)
{
    const spelt_in_f64 height = column_of(file, "height");
    double least, greatest;
    int64_t count[BINS];
    check(spelt_minmax_f64(&height, &least, &greatest));
    check(spelt_histogram_even_f64(&height, least, greatest, SPELT_OUT(i64, count, BINS)));
    printf("heights:");
    for (size_t bin = 0; bin < BINS; bin++)
        printf(" %lld", (long long)count[bin]);
    printf("\n");
    expect(oracle_are_tenths(people, PEOPLE, 0, count), "the histogram");
}

/* A number for each row of a table, repeated along the row. */
static spelt_in_f64 along_rows(const double *number, const spelt_out_f64 *table)
{
    spelt_in_f64 view = matrix_in(number, table->shape[0], 1);
    check(spelt_broadcast_f64(&view, 2, table->shape, &view));
    return view;
}

/* correlation[a, b] = the dot product of columns a and b, made to have the mean 0 and the length 1.
 */
static void correlate(const spelt_npy *file, double *correlation)
{
    double *data = room(COLUMNS * PEOPLE, sizeof *data), mean[COLUMNS], length[COLUMNS];
    const spelt_out_f64 table = matrix_out(data, COLUMNS, PEOPLE);
    const spelt_out_f64 result = matrix_out(correlation, COLUMNS, COLUMNS);
    const spelt_in_f64 rows = spelt_readonly_f64(&table);
    const spelt_in_f64 means = along_rows(mean, &table), lengths = along_rows(length, &table);
    for (size_t a = 0; a < COLUMNS; a++) {
        const spelt_in_f64 column = column_of(file, names[a]);
        check(spelt_copy_f64(&column, SPELT_OUT(f64, data + a * PEOPLE, PEOPLE)));
    }
    check(spelt_mean_axis_f64(&rows, 1, SPELT_OUT(f64, mean, COLUMNS)));
    check(spelt_sub_f64(&rows, &means, &table));
    check(spelt_nrm2_axis_f64(&rows, 1, SPELT_OUT(f64, length, COLUMNS)));
    check(spelt_div_f64(&rows, &lengths, &table));
    for (ptrdiff_t a = 0; a < COLUMNS; a++) {
        spelt_in_f64 one;
        spelt_out_f64 row;
        check(spelt_in_pick_f64(&rows, 0, a, &one));
        check(spelt_broadcast_f64(&one, 2, rows.shape, &one));
        check(spelt_out_pick_f64(&result, 0, a, &row));
        check(spelt_dot_axis_f64(&rows, &one, 1, &row));
    }
    free(data);
}

int main(void)
{
    size_t size;
    const oracle_person *people = NULL;
    double correlation[COLUMNS * COLUMNS];
    void *bytes = oracle_people(PEOPLE, 1, &size, &people);
    spelt_npy file, field;
    spelt_in_i32 id;
    int64_t oldest;
    /* spelt_npy_open("people.npy", &file) maps a file. */
    check(spelt_npy_open_bytes(bytes, size, &file));
    for (size_t column = 0; column < COLUMNS; column++)
        describe(&file, column, people);
    histogram(&file, people);

    const spelt_in_f64 age = column_of(&file, "age");
    check(spelt_argmax_f64(&age, &oldest));
    check(spelt_npy_field(&file, "id", &field));
    check(spelt_npy_view_i32(&field, NULL, 0, &id));
    check(spelt_in_pick_i32(&id, 0, (ptrdiff_t)oldest, &id));
    printf("the oldest is number %d\n", (int)*id.data);
    expect(*id.data == people[oldest].id, "the number of the oldest");

    correlate(&file, correlation);
    for (size_t a = 0; a < COLUMNS; a++) {
        const double *row = &correlation[a * COLUMNS];
        printf("%-6s %20.17f %20.17f %20.17f %20.17f\n", names[a], row[0], row[1], row[2], row[3]);
        for (size_t b = 0; b < COLUMNS; b++)
            expect(oracle_is_correlation(people, PEOPLE, a, b, row[b]), "a correlation");
    }
    spelt_npy_close(&file);
    free(bytes);
    return 0;
}
