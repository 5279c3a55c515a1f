/* givens.c - rotg and rotmg: the rotation that makes a second coordinate 0. Scalars, by the
 * reference's formulas: E. Anderson, "Safe scaling in the level 1 BLAS", ACM TOMS 44 (2017),
 * algorithm 978, and C. Lawson et al., "Basic linear algebra subprograms for Fortran usage", ACM
 * TOMS 5 (1979). */
#include "blas1.h"

#include <math.h>

/* ---- rotg ------------------------------------------------------------------------------------ */

/* (r, 0) = (c a + s b, c b - s a). a becomes r, and b the number from which c and s can be had
 * again. */
#define ROTG(name, type, least, greatest)                                                          \
    ROUTINE void CBLAS(name)(type * a, type * b, type * c, type * s)                               \
    {                                                                                              \
        const type a_size = magnitude_##type(*a), b_size = magnitude_##type(*b);                   \
        if (b_size == 0) {                                                                         \
            *c = 1, *s = 0, *b = 0;                                                                \
            return;                                                                                \
        }                                                                                          \
        if (a_size == 0) {                                                                         \
            *c = 0, *s = 1, *a = *b, *b = 1;                                                       \
            return;                                                                                \
        }                                                                                          \
        const int is_a = a_size > b_size;                                                          \
        const type scale = between_##type(least, is_a ? a_size : b_size, greatest);                \
        const type x = *a / scale, y = *b / scale;                                                 \
        const type length = scale * root_##type(x * x + y * y);                                    \
        const type r = (is_a ? *a : *b) < 0 ? -length : length;                                    \
        *c = *a / r;                                                                               \
        *s = *b / r;                                                                               \
        *a = r;                                                                                    \
        *b = is_a ? *s : *c != 0 ? 1 / *c : 1;                                                     \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(type * a, type * b, type * c, type * s)                             \
    {                                                                                              \
        CBLAS(name)(a, b, c, s);                                                                   \
    }

SPELT_INLINE f32 magnitude_f32(f32 a)
{
    return fabsf(a);
}
SPELT_INLINE f64 magnitude_f64(f64 a)
{
    return fabs(a);
}
SPELT_INLINE f32 root_f32(f32 a)
{
    return __builtin_sqrtf(a);
}
SPELT_INLINE f64 root_f64(f64 a)
{
    return __builtin_sqrt(a);
}
SPELT_INLINE f32 between_f32(f32 least, f32 a, f32 greatest)
{
    return a < least ? least : a > greatest ? greatest : a;
}
SPELT_INLINE f64 between_f64(f64 least, f64 a, f64 greatest)
{
    return a < least ? least : a > greatest ? greatest : a;
}

ROTG(srotg, f32, 0x1p-126f, 0x1p127f)
ROTG(drotg, f64, 0x1p-1022, 0x1p1023)

/* ---- Complex rotg ---------------------------------------------------------------------------- */

SPELT_INLINE f64 greater_part(const f64 a[2])
{
    const f64 re = fabs(a[0]), im = fabs(a[1]);
    return re > im || re != re ? re : im;
}

/* A power of two near what is the greater part of a number; it is not 0. */
SPELT_INLINE f64 power_near(f64 a)
{
    return isfinite(a) ? ldexp(1, ilogb(a) > 1022 ? 1022 : ilogb(a) < -1022 ? -1022 : ilogb(a)) : 1;
}

/* c real, (r, 0) = (c a + s b, c b - conj(s) a); a becomes r. The numbers are scaled by powers of
 * two, which is exact where anything comes of them: each to parts of about 1, a and b by their own.
 */
static void rotate_to_zero(f64 a[2], const f64 b[2], f64 *c, f64 s[2])
{
    const f64 a_scale = power_near(greater_part(a)), b_scale = power_near(greater_part(b));
    const f64 f[2] = {a[0] / a_scale, a[1] / a_scale}, g[2] = {b[0] / b_scale, b[1] / b_scale};
    const f64 f_squared = f[0] * f[0] + f[1] * f[1], g_squared = g[0] * g[0] + g[1] * g[1];
    const f64 f_size = __builtin_sqrt(f_squared), g_size = __builtin_sqrt(g_squared);
    /* The greater of the two scales is taken for both where sizes are compared: w and v are at
     * most 1. */
    const f64 scale = a_scale > b_scale ? a_scale : b_scale;
    const f64 w = a_scale / scale, v = b_scale / scale;
    const f64 size = __builtin_sqrt(f_squared * w * w + g_squared * v * v);
    const f64 turned[2] = {f[0] / f_size, f[1] / f_size}; /* of length 1 */
    const f64 part = g_size * v / size;
    *c = f_size * w / size;
    s[0] = (turned[0] * g[0] + turned[1] * g[1]) / g_size * part;
    s[1] = (turned[1] * g[0] - turned[0] * g[1]) / g_size * part;
    a[0] = turned[0] * size * scale;
    a[1] = turned[1] * size * scale;
}

/* Where one of the two is 0. */
static void rotate_any(f64 a[2], const f64 b[2], f64 *c, f64 s[2])
{
    if (b[0] == 0 && b[1] == 0) {
        *c = 1, s[0] = s[1] = 0;
    } else if (a[0] == 0 && a[1] == 0) {
        const f64 scale = power_near(greater_part(b));
        const f64 g[2] = {b[0] / scale, b[1] / scale};
        const f64 size = __builtin_sqrt(g[0] * g[0] + g[1] * g[1]);
        *c = 0, s[0] = g[0] / size, s[1] = -g[1] / size;
        a[0] = size * scale, a[1] = 0;
    } else {
        rotate_to_zero(a, b, c, s);
    }
}

/* f32 is done in f64, and rounded. */
#define COMPLEX_ROTG(name, type)                                                                   \
    ROUTINE void CBLAS(name)(void *a_data, void *b_data, void *c, void *s_data)                    \
    {                                                                                              \
        type *a_part = a_data, *b_part = b_data, *s_part = s_data;                                 \
        f64 a[2] = {(f64)a_part[0], (f64)a_part[1]}, s[2], cosine;                                 \
        const f64 b[2] = {(f64)b_part[0], (f64)b_part[1]};                                         \
        rotate_any(a, b, &cosine, s);                                                              \
        a_part[0] = (type)a[0], a_part[1] = (type)a[1];                                            \
        s_part[0] = (type)s[0], s_part[1] = (type)s[1];                                            \
        *(type *)c = (type)cosine;                                                                 \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(void *a, void *b, void *c, void *s)                                 \
    {                                                                                              \
        CBLAS(name)(a, b, c, s);                                                                   \
    }
COMPLEX_ROTG(crotg, f32)
COMPLEX_ROTG(zrotg, f64)

/* ---- rotmg ----------------------------------------------------------------------------------- */

/* The scales d1 and d2 are kept between these two, by powers of 4096. */
#define GAM 4096
#define GAM_SQUARED 16777216
#define IS_OUT(d, least) (isfinite(d) && (d <= least || d >= GAM_SQUARED))

#define ROTMG(name, type, least)                                                                   \
    /* All four numbers of the matrix are to be looked at; those that were not are set. */         \
    SPELT_INLINE void name##_all(type h[5])                                                        \
    {                                                                                              \
        if (h[0] == 0)                                                                             \
            h[1] = h[4] = 1;                                                                       \
        else if (h[0] > 0)                                                                         \
            h[2] = -1, h[3] = 1;                                                                   \
        h[0] = -1;                                                                                 \
    }                                                                                              \
    /* 0 where nothing is left but zeros. */                                                       \
    SPELT_INLINE int name##_matrix(type *d1, type *d2, type *x1, type y1, type h[5])               \
    {                                                                                              \
        const type p2 = *d2 * y1, p1 = *d1 * *x1, q2 = p2 * y1, q1 = p1 * *x1;                     \
        if (magnitude_##type(q1) > magnitude_##type(q2)) {                                         \
            h[2] = -y1 / *x1;                                                                      \
            h[3] = p2 / p1;                                                                        \
            const type u = 1 - h[3] * h[2];                                                        \
            if (!(u > 0))                                                                          \
                return 0;                                                                          \
            h[0] = 0;                                                                              \
            *d1 /= u;                                                                              \
            *d2 /= u;                                                                              \
            *x1 *= u;                                                                              \
            return 1;                                                                              \
        }                                                                                          \
        if (q2 < 0)                                                                                \
            return 0;                                                                              \
        h[0] = 1;                                                                                  \
        h[1] = p1 / p2;                                                                            \
        h[4] = *x1 / y1;                                                                           \
        const type u = 1 + h[1] * h[4], d = *d2 / u;                                               \
        *d2 = *d1 / u;                                                                             \
        *d1 = d;                                                                                   \
        *x1 = y1 * u;                                                                              \
        return 1;                                                                                  \
    }                                                                                              \
    ROUTINE void CBLAS(name)(type * d1, type * d2, type * x1, type y1, type * p)                   \
    {                                                                                              \
        type h[5] = {-1, 0, 0, 0, 0};                                                              \
        if (!(*d1 < 0) && *d2 * y1 == 0) {                                                         \
            p[0] = -2;                                                                             \
            return;                                                                                \
        }                                                                                          \
        if (*d1 < 0 || !name##_matrix(d1, d2, x1, y1, h)) {                                        \
            for (int i = 0; i < 5; i++)                                                            \
                p[i] = i == 0 ? -1 : 0;                                                            \
            *d1 = *d2 = *x1 = 0;                                                                   \
            return;                                                                                \
        }                                                                                          \
        while (*d1 != 0 && IS_OUT(*d1, least)) {                                                   \
            const type by = *d1 <= least ? 1 / (type)GAM : GAM;                                    \
            name##_all(h);                                                                         \
            *d1 = *d1 / by / by;                                                                   \
            *x1 *= by, h[1] *= by, h[3] *= by;                                                     \
        }                                                                                          \
        while (*d2 != 0 && IS_OUT(magnitude_##type(*d2), least)) {                                 \
            const type by = magnitude_##type(*d2) <= least ? 1 / (type)GAM : GAM;                  \
            name##_all(h);                                                                         \
            *d2 = *d2 / by / by;                                                                   \
            h[2] *= by, h[4] *= by;                                                                \
        }                                                                                          \
        p[0] = h[0];                                                                               \
        if (h[0] != 0)                                                                             \
            p[1] = h[1], p[4] = h[4];                                                              \
        if (h[0] <= 0)                                                                             \
            p[2] = h[2], p[3] = h[3];                                                              \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(type * d1, type * d2, type * x1, const type *y1, type *p)           \
    {                                                                                              \
        CBLAS(name)(d1, d2, x1, *y1, p);                                                           \
    }
ROTMG(srotmg, f32, 5.96046E-8f)
ROTMG(drotmg, f64, 5.9604645e-8)
