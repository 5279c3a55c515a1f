/* consumer.c - a C program that links an installed or embedded Spelt and checks what it gets. */
#include <spelt/spelt.h>

#include <complex.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    const double x[3] = {1, 2, 3}, y[3] = {4, 5, 6};
    double dot = 0;
    if (spelt_dot_f64(SPELT_IN(f64, x, 3), SPELT_IN(f64, y, 3), &dot) != SPELT_OK || dot != 32)
        return 1;

    const int32_t a[2] = {INT32_MAX, 1}, b[2] = {1, 1};
    int32_t sum[2];
    if (spelt_add_i32(SPELT_IN(i32, a, 2), SPELT_IN(i32, b, 2), SPELT_OUT(i32, sum, 2)) !=
            SPELT_ERR_OVERFLOW ||
        sum[0] != INT32_MIN || sum[1] != 2)
        return 2;

    const double complex z[2] = {1 + 2 * I, 3 - I};
    spelt_c128 product;
    if (spelt_dotc_c128(SPELT_IN(c128, (const spelt_c128 *)z, 2),
                        SPELT_IN(c128, (const spelt_c128 *)z, 2), &product) != SPELT_OK ||
        product.re != 15 || product.im != 0)
        return 4;

    if (strcmp(spelt_version(), SPELT_VERSION) != 0)
        return 3;
    printf("spelt %s, %s: %g; %s\n", spelt_version(), spelt_isa(), dot, spelt_last_error());
    return 0;
}
