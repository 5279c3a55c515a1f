/* single.c - what distributed.c prints, from one process without MPI.
 *
 *     ./single x.npy y.npy [n]
 *
 * With n, first writes two files of n elements, of which the second half takes away most of
 * the products of the first: the number depends on every rounding. */
#include <spelt/spelt.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int failed(void)
{
    fprintf(stderr, "%s\n", spelt_last_error());
    return 1;
}

/* Numbers of either sign, up to 2^31, from the linear congruence of Numerical Recipes. */
static void fill(double *data, size_t n, uint32_t state)
{
    for (size_t i = 0; i < n; i++) {
        state = state * 1664525U + 1013904223U;
        data[i] = ldexp((int32_t)state / 2147483648.0, (int)(state >> 8 & 63) - 32);
    }
}

static int write_files(const char *x_path, const char *y_path, size_t n)
{
    double *x = malloc((n + 1) * sizeof *x), *y = malloc((n + 1) * sizeof *y);
    if (!x || !y)
        return 1;
    fill(x, n, 1);
    fill(y, n, 2);
    for (size_t i = 0; i < n / 2; i++) {
        x[n - 1 - i] = -x[i];
        y[n - 1 - i] = y[i] * (1 + 0x1p-45);
    }
    int status = spelt_npy_save_f64(x_path, SPELT_IN(f64, x, n)) != SPELT_OK ||
                 spelt_npy_save_f64(y_path, SPELT_IN(f64, y, n)) != SPELT_OK;
    free(x);
    free(y);
    return status ? failed() : 0;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    if (argc > 3 && write_files(argv[1], argv[2], (size_t)strtoull(argv[3], NULL, 10)) != 0)
        return 1;
    spelt_npy x_file, y_file;
    spelt_in_f64 x, y;
    double exact, plain;
    if (spelt_npy_open(argv[1], &x_file) != SPELT_OK ||
        spelt_npy_open(argv[2], &y_file) != SPELT_OK ||
        spelt_npy_view_f64(&x_file, NULL, 0, &x) != SPELT_OK ||
        spelt_npy_view_f64(&y_file, NULL, 0, &y) != SPELT_OK ||
        spelt_dot_exact_f64(&x, &y, &exact) != SPELT_OK ||
        spelt_dot_f64(&x, &y, &plain) != SPELT_OK)
        return failed();
    spelt_npy_close(&x_file);
    spelt_npy_close(&y_file);
    printf("exact   %.17g %a\norder 1 %.17g %a\n", exact, exact, plain, plain);
    return 0;
}
