/* calls_special.h - of calls.c: rotg and rotmg, the dot products of two types, and what BLAS allows
 * that few ask for. */

static void is_near(const char *op, double got, double want, double size)
{
    const shape none = {0, 0, 0, 0};
    char what[80];
    snprintf(what, sizeof what, "%.17g, not %.17g", got, want);
    check(got == want || (isnan(got) && isnan(want)) || fabs(got - want) <= 32 * size, op, &none,
          what);
}

/* The same of what a routine gave. */
static void near(const char *op, double got, double want, double size)
{
    is_near(op, got, want, size);
    digest(op, &got, sizeof got);
}

/* Of numbers far apart, and near the ends of the range, too. */
#define ROTG_OF(p, T, epsilon, least, greatest)                                                    \
    static void rotg_##p(void)                                                                     \
    {                                                                                              \
        static const double scales[] = {1, 3, 1e-5, 1e5, greatest, -least, 0};                     \
        letter = #p;                                                                               \
        for (int i = 0; i < 7; i++)                                                                \
            for (int j = 0; j < 7; j++) {                                                          \
                const T a = (T)(number(0) * scales[i]), b = (T)(number(0) * scales[j]);            \
                T r = a, z = b, c, s, r2 = a, z2 = b, c2, s2;                                      \
                const double unit = hypot((double)a, (double)b);                                   \
                C(p##rotg)(&r, &z, &c, &s);                                                        \
                F(p##rotg)(&r2, &z2, &c2, &s2);                                                    \
                if (!is_ours && !is_digest && ((i > 3 && i < 6) || (j > 3 && j < 6)))              \
                    continue; /* older ones overflow there */                                      \
                near("rotg", r == r2 && z == z2 && c == c2 && s == s2, 1, 0);                      \
                near("rotg", fabs((double)r), unit, epsilon *unit);                                \
                if (unit == 0 || fabs((double)r) < 1e3 * least)                                    \
                    continue;                                                                      \
                near("rotg", (double)c, (double)a / (double)r, epsilon);                           \
                near("rotg", (double)s, (double)b / (double)r, epsilon);                           \
                const int is_a = fabs((double)a) > fabs((double)b);                                \
                if (b != 0 && a != 0)                                                              \
                    near("rotg", (double)z,                                                        \
                         is_a || c == 0 ? (is_a ? (double)s : 1) : 1 / (double)c,                  \
                         epsilon * fabs((double)z));                                               \
            }                                                                                      \
    }                                                                                              \
    static void rotmg_##p(void)                                                                    \
    {                                                                                              \
        static const double scales[] = {1, 1e-9, 1e9, 3};                                          \
        letter = #p;                                                                               \
        for (int i = 0; i < 64; i++) {                                                             \
            const T d1 = (T)fabs(number(0) * scales[i % 4]),                                       \
                    d2 = (T)fabs(number(0) * scales[i / 4 % 4]);                                   \
            const T x1 = (T)(number(0) * scales[i / 16]), y1 = (T)number(0);                       \
            T e1 = d1, e2 = d2, x = x1, p[5] = {9, 9, 9, 9, 9};                                    \
            T f1 = d1, f2 = d2, v = x1, q[5] = {9, 9, 9, 9, 9};                                    \
            C(p##rotmg)(&e1, &e2, &x, y1, p);                                                      \
            F(p##rotmg)(&f1, &f2, &v, &y1, q);                                                     \
            near("rotmg", e1 == f1 && e2 == f2 && x == v && memcmp(p, q, sizeof p) == 0, 1, 0);    \
            const double h11 = p[0] == 0 ? 1 : (double)p[1], h12 = p[0] == 1 ? 1 : (double)p[3];   \
            const double h21 = p[0] == 1 ? -1 : (double)p[2], h22 = p[0] == 0 ? 1 : (double)p[4];  \
            const double was =                                                                     \
                (double)d1 * (double)x1 * (double)x1 + (double)d2 * (double)y1 * (double)y1;       \
            near("rotmg", (double)e1 *(double)x *(double)x, was, epsilon *was);                    \
            near("rotmg", (double)e1 *h11 *h11 + (double)e2 * h21 * h21, (double)d1,               \
                 epsilon * (double)d1);                                                            \
            near("rotmg", (double)e1 *h12 *h12 + (double)e2 * h22 * h22, (double)d2,               \
                 epsilon * (double)d2);                                                            \
            near("rotmg", h11 *(double)x1 + h12 * (double)y1, (double)x,                           \
                 epsilon * (fabs(h11 * (double)x1) + fabs(h12 * (double)y1)));                     \
            near("rotmg", h21 *(double)x1 + h22 * (double)y1, 0,                                   \
                 epsilon * fabs(h21 * (double)x1));                                                \
        }                                                                                          \
    }
ROTG_OF(s, float, 0x1p-24, 0x1p-126, 0x1p126)
ROTG_OF(d, double, 0x1p-53, 0x1p-1022, 0x1p1022)

#define COMPLEX_ROTG_OF(p, T, epsilon, least, greatest)                                            \
    static void rotg_##p(void)                                                                     \
    {                                                                                              \
        static const double scales[] = {1, 1e-5, 1e5, greatest, -least, 0};                        \
        letter = #p;                                                                               \
        for (int i = 0; i < 6; i++)                                                                \
            for (int j = 0; j < 6; j++) {                                                          \
                const T a[2] = {(T)(number(0) * scales[i]), (T)(number(0) * scales[i])};           \
                const T b[2] = {(T)(number(0) * scales[j]), (T)(number(0) * scales[j])};           \
                T r[2] = {a[0], a[1]}, s[2], c, r2[2] = {a[0], a[1]}, s2[2], c2;                   \
                const double a_size = hypot((double)a[0], (double)a[1]);                           \
                const double b_size = hypot((double)b[0], (double)b[1]);                           \
                const double unit = hypot(a_size, b_size);                                         \
                C(p##rotg)(r, (void *)(uintptr_t)b, &c, s);                                        \
                F(p##rotg)(r2, (void *)(uintptr_t)b, &c2, s2);                                     \
                digest("rotg", r, sizeof r), digest("rotg", s, sizeof s);                          \
                digest("rotg", &c, sizeof c);                                                      \
                if (!is_ours && !is_digest && (i > 2 || j > 2))                                    \
                    continue;                                                                      \
                is_near("rotg",                                                                    \
                        memcmp(r, r2, sizeof r) == 0 && memcmp(s, s2, sizeof s) == 0 && c == c2,   \
                        1, 0);                                                                     \
                is_near("rotg", hypot((double)r[0], (double)r[1]), unit, epsilon *unit);           \
                if (unit == 0)                                                                     \
                    continue;                                                                      \
                is_near("rotg", (double)c, a_size / unit, epsilon);                                \
                /* c a + s b = r, in numbers of about 1. */                                        \
                const double k = 1 / (unit < least ? least : unit);                                \
                is_near("rotg",                                                                    \
                        (double)c *((double)a[0] * k) + (double)s[0] * ((double)b[0] * k) -        \
                            (double)s[1] * ((double)b[1] * k),                                     \
                        (double)r[0] * k, epsilon);                                                \
                is_near("rotg",                                                                    \
                        (double)c *((double)a[1] * k) + (double)s[0] * ((double)b[1] * k) +        \
                            (double)s[1] * ((double)b[0] * k),                                     \
                        (double)r[1] * k, epsilon);                                                \
            }                                                                                      \
    }
COMPLEX_ROTG_OF(c, float, 0x1p-24, 0x1p-126, 0x1p126)
COMPLEX_ROTG_OF(z, double, 0x1p-53, 0x1p-1022, 0x1p1021)

static void givens(void)
{
    rotg_s();
    rotg_d();
    rotmg_s();
    rotmg_d();
    rotg_c();
    rotg_z();
}

/* Floats added up in double. */
static void mixed(void)
{
    letter = "";
    for (integer n = -1; n < 3000; n = n < 40 ? n + 1 : 2 * n) {
        const integer incs[2] = {n % 3 - 1, n % 2 ? 2 : -1};
        const shape s = {n, incs[0], incs[1], 0};
        array_s x = make_s(&s, incs[0], 1), y = make_s(&s, incs[1], 1);
        const float b = (float)number(0);
        double want = 0, size = 0;
        for (integer i = 0; i < n; i++) {
            const double product =
                (double)*at_s(x, &s, incs[0], i) * (double)*at_s(y, &s, incs[1], i);
            want += product, size += fabs(product);
        }
        const double got = C(dsdot)(n, x.data, incs[0], y.data, incs[1]);
        const float rounded = C(sdsdot)(n, b, x.data, incs[0], y.data, incs[1]);
        if (is_ours || is_digest) { /* OpenBLAS's add blocks in float */
            near("dsdot", got, want, size * (double)(n + 2) * 0x1p-53);
            near("sdsdot", (double)rounded, (double)b + want, (fabs((double)b) + size) * 0x1p-24);
        } else {
            near("dsdot", got, want, size * 0x1p-20);
        }
        near("dsdot", F(dsdot)(&n, x.data, &incs[0], y.data, &incs[1]), got, 0);
        near("sdsdot", (double)F(sdsdot)(&n, &b, x.data, &incs[0], y.data, &incs[1]),
             (double)rounded, 0);
        drop_s(x), drop_s(y);
    }
}

/* ---- What the reference does ----------------------------------------------------------------- */

static void same(const char *op, const void *got, const void *want, size_t bytes)
{
    const shape none = {0, 0, 0, 0};
    check(memcmp(got, want, bytes) == 0, op, &none, "not what the reference does");
    digest(op, got, bytes);
}

static void zeros_and_nans(void)
{
    const double nan = (double)NAN;
    double x[6] = {1, nan, -3, 2, -3, nan}, y[6] = {1, 2, 3, 4, 5, 6};
    double was[6] = {1, 2, 3, 4, 5, 6};
    const double complex_zero[2] = {0, -0.0}, complex[8] = {1, -1, nan, 9, -3, 3, 2, 2};
    C(daxpy)(6, 0, x, 1, y, 1);
    C(zaxpy)(3, complex_zero, x, 1, y, 1);
    same("axpy by 0", y, was, sizeof y);
    C(dscal)(6, 2, y, 0);
    C(dscal)(6, 2, y, -1);
    same("scal, inc", y, was, sizeof y);
    /* By 1 all stay, a -0 and those beside a NaN too, where a product would be another. */
    const double complex_one[2] = {1, 0};
    double stays[6] = {5, -0.0, 5, nan, (double)INFINITY, 2}, stayed[6];
    memcpy(stayed, stays, sizeof stays);
    C(zscal)(3, complex_one, stays, 1);
    C(zscal)(2, complex_one, stays + 2, 1);
    same("scal by 1", stays, stayed, sizeof stays);
    C(dscal)(2, 0, x, 1);
    near("scal by 0", isnan(x[1]) && x[0] == 0, 1, 0);
    near("iamax", (double)C(idamax)(6, x, 1), 2, 0);
    x[0] = nan;
    near("iamax", (double)C(idamax)(6, x, 1), 0, 0);
    near("iamax", (double)C(izamax)(2, x + 1, 1), 0, 0);
    near("iamax", (double)C(izamax)(4, complex, 1), 2, 0);
    near("iamax", (double)C(idamax)(3, x, 2), 0, 0);
    near("iamax", (double)C(idamax)(2, x + 2, 2), 0, 0);
    near("nrm2", isnan(C(dnrm2)(6, x, 1)), 1, 0);
    double many[200];
    for (int i = 0; i < 200; i++)
        many[i] = i == 50 || i == 52 || i == 150 ? nan : i == 170 || i == 171 ? -300 : i;
    near("iamax", (double)C(idamax)(200, many, 1), 170, 0);
    near("iamax", (double)C(izamax)(100, many, 1), 85, 0);
    near("iamax", (double)C(idamax)(100, many, 2), 85, 0);
    const double quiet = C(ddot)(6, x, 1, y, 1), sum = C(dasum)(5000, x, 0);
    digest("nan", &quiet, sizeof quiet);
    near("asum", sum, 0, 0);
}

/* An increment of 0: the element again and again. */
static void no_increment(void)
{
    double x[4] = {1, 2, 3, 4}, y[4] = {8, 7, 6, 5};
    near("dot", C(ddot)(4, x, 1, y, 0), 80, 0);
    near("nrm2", C(dnrm2)(4, x + 1, 0), 4, 0);
    C(daxpy)(4, 1, x, 1, y, 0);
    near("axpy", y[0], 18, 0);
    C(dcopy)(4, x, 1, y, 0);
    near("copy", y[0], 4, 0);
    C(dcopy)(4, x + 2, 0, y, 1);
    near("copy", y[0] + y[1] + y[2] + y[3], 12, 0);
    C(dswap)(3, x, 1, y, 0);
    near("swap", x[0] * 1000 + x[1] * 100 + x[2] * 10 + y[0], 3123, 0);
    C(drot)(2, x, 0, y, 0, 2, 1); /* (3, 3), (9, 3), (21, -3) */
    near("rot", x[0] + y[0], 18, 0);
}

static void overlaps(void)
{
    double a[300], b[300];
    float c[300], d[300];
    for (int op = 0; op < OPS_d; op++) {
        const shape s = {200, 1, 1, 0}, back = {100, -2, 1, 0};
        const double p[5] = {-1, 0.5, -0.25, 0.75, 1.25};
        const float q[5] = {-1, 0.5f, -0.25f, 0.75f, 1.25f};
        for (int i = 0; i < 300; i++)
            c[i] = d[i] = (float)(a[i] = b[i] = number(0));
        const array_d ax = {a, a, 300}, ay = {a, a + 3, 300}, bx = {b, b, 300},
                      by = {b, b + 3, 300};
        call_d(op, &s, ax, ay, p), loop_d(op, &s, bx, by, p);
        call_d(op, &back, ax, ay, p), loop_d(op, &back, bx, by, p);
        if (op != SWAP_d) /* x and y are one */
            call_d(op, &s, ax, ax, p), loop_d(op, &s, bx, bx, p);
        same("overlap", a, b, sizeof a);
        if (op == ROTM_d)
            continue;
        const array_c cx = {c, c, 300}, cy = {c, c + 5, 300}, dx = {d, d, 300},
                      dy = {d, d + 5, 300};
        const shape s_c = {100, 1, 1, 0};
        call_c(op, &s_c, cx, cy, q), loop_c(op, &s_c, dx, dy, q);
        same("overlap", c, d, sizeof c);
    }
}

#ifndef CALLS_ALIGNED
/* Data that is not aligned gives what it gives elsewhere. */
static void unaligned(void)
{
    const shape s = {5000, 1, 1, 0}, few = {9, 2, -3, 0};
    for (int i = 0; i < 2; i++) {
        const shape *at = i ? &few : &s;
        array_d x = make_d(at, at->incx, 1), y = make_d(at, at->incy, 1);
        char *memory = allocate((x.numbers + y.numbers + 2) * sizeof(double));
        void *u = memory + 1 + sizeof(double), *v = memory + 3 + (x.numbers + 1) * sizeof(double);
        const integer n = at->n, incx = at->incx, incy = at->incy;
        const size_t bytes = (size_t)(1 + (n - 1) * abs((int)incy)) * sizeof(double);
        memcpy(u, x.data, (x.numbers - 1) * sizeof(double));
        memcpy(v, y.data, bytes);
        near("dot", C(ddot)(n, u, incx, v, incy), C(ddot)(n, x.data, incx, y.data, incy), 0);
        near("dot", (double)C(dsdot)(n, u, incx, v, incy),
             (double)C(dsdot)(n, x.data, incx, y.data, incy), 0);
        near("nrm2", C(dnrm2)(n, u, incx), C(dnrm2)(n, x.data, incx), 0);
        near("asum", C(dzasum)(n / 2, u, incx), C(dzasum)(n / 2, x.data, incx), 0);
        near("iamax", (double)C(izamax)(n / 2, u, incx), (double)C(izamax)(n / 2, x.data, incx), 0);
        C(daxpy)(n, 0.3, u, incx, v, incy), C(daxpy)(n, 0.3, x.data, incx, y.data, incy);
        C(drot)(n, u, incx, v, incy, 0.3, 0.4), C(drot)(n, x.data, incx, y.data, incy, 0.3, 0.4);
        C(dscal)(n, 0.3, v, 1), C(dscal)(n, 0.3, y.data, 1);
        C(zdscal)(n / 2, 0.3, v, 1), C(zdscal)(n / 2, 0.3, y.data, 1);
        same("unaligned", v, y.data, bytes);
        free(memory);
        drop_d(x), drop_d(y);
    }
}

#endif

/* Each product is rounded, that of a later term too. */
static void not_fused(void)
{
    double x[129] = {1}, y[129] = {-1 - 0x1p-29};
    float u[129] = {1}, v[129] = {-1 - 0x1p-19f};
    x[128] = y[128] = 1 + 0x1p-30;
    u[128] = v[128] = 1 + 0x1p-20f;
    near("dot", C(ddot)(129, x, 1, y, 1), 0, 0);
    near("dot", (double)C(sdot)(129, u, 1, v, 1), 0, 0);
    near("dsdot", C(dsdot)(129, u, 1, v, 1), 0x1p-40, 0);
}

/* Squares that overflow or underflow are none of nrm2's. */
static void far_norms(void)
{
    double x[40];
    float y[40];
    for (int i = 0; i < 40; i++)
        x[i] = 0x1p1000 * (i % 2 ? 3 : 4), y[i] = 0x1p-130f * (i % 2 ? 3 : 4);
    near("nrm2", C(dnrm2)(40, x, 1) / 0x1p1000, sqrt(500), 0x1p-52 * 23);
    near("nrm2", C(dnrm2)(40, x + 39, 0) / 0x1p1000, sqrt(360), 0x1p-52 * 23);
    near("nrm2", C(dznrm2)(10, x, -2) / 0x1p1000, sqrt(250), 0x1p-52 * 23);
    near("nrm2", (double)C(snrm2)(40, y, 1) * 0x1p130, sqrt(500), 0x1p-20 * 23);
#ifndef CALLS_ALIGNED
    memmove((char *)x + 1, x, 39 * sizeof *x);
    near("nrm2", C(dnrm2)(39, (char *)x + 1, 1) / 0x1p1000, sqrt(491), 0x1p-52 * 23);
#endif
}

static void special(void)
{
    letter = "";
    zeros_and_nans();
    no_increment();
    overlaps();
#ifndef CALLS_ALIGNED
    unaligned();
#endif
    far_norms();
    not_fused();
}
