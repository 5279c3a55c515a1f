/* make_npy.c - writes the three .npy files that the tests of spelt-bench read. */
#include <spelt/npy.h>

#include <stdio.h>

#define COUNT 1000

int main(int argc, char **argv)
{
    static double x[COUNT], y[COUNT];
    static int32_t integers[COUNT];
    if (argc != 4) {
        fprintf(stderr, "usage: %s x.npy y.npy integers.npy\n", argv[0]);
        return 2;
    }
    for (int i = 0; i < COUNT; i++) {
        integers[i] = i + 1;
        x[i] = i + 1;
        y[i] = COUNT - i;
    }
    if (spelt_npy_save_f64(argv[1], SPELT_IN(f64, x, COUNT)) != SPELT_OK ||
        spelt_npy_save_f64(argv[2], SPELT_IN(f64, y, COUNT)) != SPELT_OK ||
        spelt_npy_save_i32(argv[3], SPELT_IN(i32, integers, COUNT)) != SPELT_OK) {
        fprintf(stderr, "%s\n", spelt_last_error());
        return 1;
    }
    return 0;
}
