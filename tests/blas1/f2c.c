/* f2c.c - the Fortran names as f2c's convention has them: REAL functions return a double, complex
 * ones write their result where a first argument points. */
#include <stdint.h>
#include <stdio.h>

double sdot_(const int32_t *, const float *, const int32_t *, const float *, const int32_t *);
double sdsdot_(const int32_t *, const float *, const float *, const int32_t *, const float *,
               const int32_t *);
double snrm2_(const int32_t *, const float *, const int32_t *);
double scnrm2_(const int32_t *, const float *, const int32_t *);
double sasum_(const int32_t *, const float *, const int32_t *);
double scasum_(const int32_t *, const float *, const int32_t *);
double ddot_(const int32_t *, const double *, const int32_t *, const double *, const int32_t *);
#define COMPLEX(name, T)                                                                           \
    void name(T *, const int32_t *, const T *, const int32_t *, const T *, const int32_t *);
COMPLEX(cdotu_, float)
COMPLEX(cdotc_, float)
COMPLEX(zdotu_, double)
COMPLEX(zdotc_, double)

static int failures;

static void is(const char *name, double got, double want)
{
    if (got == want)
        return;
    printf("%s: %g, not %g\n", name, got, want);
    failures++;
}

int main(void)
{
    const float x[4] = {1, 2, 3, 4}, y[4] = {5, 6, 7, 8}, one = 1;
    const double u[4] = {1, 2, 3, 4}, v[4] = {5, 6, 7, 8};
    const float three[2] = {3, 4};
    const int32_t n = 2, few = 1, step = 1;
    float c[2];
    double z[2];
    is("sdot", sdot_(&n, x, &step, y, &step), 17);
    is("sdsdot", sdsdot_(&n, &one, x, &step, y, &step), 18);
    is("snrm2", snrm2_(&n, three, &step), 5);
    is("scnrm2", scnrm2_(&few, three, &step), 5);
    is("sasum", sasum_(&n, three, &step), 7);
    is("scasum", scasum_(&few, three, &step), 7);
    is("ddot", ddot_(&n, u, &step, v, &step), 17);
    cdotu_(c, &n, x, &step, y, &step); /* (1 + 2i)(5 + 6i) + (3 + 4i)(7 + 8i) */
    is("cdotu", (double)c[0], -18), is("cdotu", (double)c[1], 68);
    cdotc_(c, &n, x, &step, y, &step);
    is("cdotc", (double)c[0], 70), is("cdotc", (double)c[1], -8);
    zdotu_(z, &n, u, &step, v, &step);
    is("zdotu", z[0], -18), is("zdotu", z[1], 68);
    zdotc_(z, &n, u, &step, v, &step);
    is("zdotc", z[0], 70), is("zdotc", z[1], -8);
    return failures != 0;
}
