/* groupby.c - sales by store: how many, for how much, their mean and spread; and those given back.
 */
#include "program.h"

#include "oracle.h"

enum { SALES = 200000, STORES = 50 };

/* One number for each store. */
typedef struct {
    int64_t sales[STORES], items[STORES], returns[STORES];
    double total[STORES], returned[STORES], mean[STORES], deviation[STORES];
} summary;

/* mean[s] = total[s] / sales[s]: a NaN where there are none. */
static void divide_by_sales(const int64_t *sales, const double *total, double *mean)
{
    double count[STORES];
    check(spelt_convert_i64_f64(SPELT_IN(i64, sales, STORES), SPELT_OUT(f64, count, STORES)));
    check(spelt_div_f64(SPELT_IN(f64, total, STORES), SPELT_IN(f64, count, STORES),
                        SPELT_OUT(f64, mean, STORES)));
}

static void summarize(const spelt_in_i64 *store, const spelt_in_i32 *items,
                      const spelt_in_f64 *amount, summary *by)
{
    check(spelt_bincount_i64(store, SPELT_OUT(i64, by->sales, STORES)));
    check(spelt_sum_by_i64_i32(store, items, SPELT_OUT(i64, by->items, STORES)));
    check(spelt_sum_by_i64_f64(store, amount, SPELT_OUT(f64, by->total, STORES)));
    divide_by_sales(by->sales, by->total, by->mean);

    /* From each sale the mean of its store: taken by the same keys that it was summed by. */
    double *apart = room(SALES, sizeof *apart), squares[STORES];
    const spelt_in_f64 difference = spelt_in_1d_f64(apart, SALES);
    const spelt_out_f64 out = spelt_out_1d_f64(apart, SALES);
    check(spelt_take_i64_f64(store, SPELT_IN(f64, by->mean, STORES), &out));
    check(spelt_sub_f64(amount, &difference, &out));
    check(spelt_mul_f64(&difference, &difference, &out));
    check(spelt_sum_by_i64_f64(store, &difference, SPELT_OUT(f64, squares, STORES)));
    divide_by_sales(by->sales, squares, by->deviation);
    check(spelt_sqrt_f64(SPELT_IN(f64, by->deviation, STORES),
                         SPELT_OUT(f64, by->deviation, STORES)));
    free(apart);
}

/* The same of those that are less than nothing: a mask chooses keys and values alike. */
static void summarize_returns(const spelt_in_i64 *store, const spelt_in_f64 *amount, summary *by)
{
    uint8_t *less = room(SALES, sizeof *less);
    int64_t *stores = room(SALES, sizeof *stores), count, same_count;
    double *amounts = room(SALES, sizeof *amounts);
    const spelt_in_u8 mask = spelt_in_1d_u8(less, SALES);
    check(spelt_less_f64(amount, SPELT_VALUE(f64, 0.0, SALES), SPELT_OUT(u8, less, SALES)));
    check(spelt_compress_i64(&mask, store, SPELT_OUT(i64, stores, SALES), &count));
    check(spelt_compress_f64(&mask, amount, SPELT_OUT(f64, amounts, SALES), &same_count));
    const spelt_in_i64 keys = spelt_in_1d_i64(stores, (size_t)count);
    check(spelt_bincount_i64(&keys, SPELT_OUT(i64, by->returns, STORES)));
    check(spelt_sum_by_i64_f64(&keys, SPELT_IN(f64, amounts, (size_t)same_count),
                               SPELT_OUT(f64, by->returned, STORES)));
    free(less);
    free(stores);
    free(amounts);
}

static void print(const summary *by, size_t store)
{
    printf("store %zu: %lld sales of %lld items, %lld given back for %.17g\n", store,
           (long long)by->sales[store], (long long)by->items[store], (long long)by->returns[store],
           by->returned[store]);
    printf("    total %.17g, mean %.17g, deviation %.17g\n", by->total[store], by->mean[store],
           by->deviation[store]);
}

int main(void)
{
    static summary by;
    int64_t *store = room(SALES, sizeof *store), best;
    int32_t *items = room(SALES, sizeof *items);
    double *amount = room(SALES, sizeof *amount);
    oracle_sales(store, items, amount, SALES, STORES, 1);
    const spelt_in_i64 stores = spelt_in_1d_i64(store, SALES);
    const spelt_in_f64 amounts = spelt_in_1d_f64(amount, SALES);
    summarize(&stores, SPELT_IN(i32, items, SALES), &amounts, &by);
    summarize_returns(&stores, &amounts, &by);

    check(spelt_argmax_number_f64(SPELT_IN(f64, by.mean, STORES), &best));
    print(&by, 1);
    print(&by, (size_t)best);
    for (size_t s = 0; s < STORES; s++)
        expect(oracle_is_store(store, items, amount, SALES, (int64_t)s, by.sales[s], by.items[s],
                               by.returns[s], by.returned[s], by.total[s], by.mean[s],
                               by.deviation[s]),
               "a store");
    expect(oracle_is_best(by.mean, STORES, best), "the store of the greatest mean");
    free(store);
    free(items);
    free(amount);
    return 0;
}
