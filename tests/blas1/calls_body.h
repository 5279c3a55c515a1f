/* calls_body.h - what calls.c does for one type. Before each inclusion:
 *
 *   LETTER, NORM  s, or of complex elements c and sc: the names' first letters
 *   ROT, SCAL     rot and scal by real numbers
 *   T, PARTS      the type of a part; 2 where elements are complex
 *   EPSILON       half a unit in the last place of 1 */

#define NAME(what) PASTE(what##_, LETTER)
#define CALL_C(op) C_NAME(LETTER, op)
#define CALL_F(op) F_NAME(LETTER, op)
#define NORM_C(op) C_NAME(NORM, op)
#define NORM_F(op) F_NAME(NORM, op)
#define BYTES (PARTS * sizeof(T))

/* Room for n elements and something around them. */
static size_t NAME(room)(const shape *s, integer inc)
{
    return (size_t)(s->n < 1 ? 1 : 1 + (s->n - 1) * (inc < 0 ? -inc : inc)) + 2;
}

typedef struct {
    T *memory, *data; /* what is given to BLAS */
    size_t numbers;
} NAME(array);

static NAME(array) NAME(make)(const shape *s, integer inc, int range)
{
    NAME(array) a;
    a.numbers = NAME(room)(s, inc) * PARTS;
    a.memory = allocate(a.numbers * sizeof(T));
    a.data = a.memory + PARTS;
    for (size_t i = 0; i < a.numbers; i++)
        a.memory[i] = (T)number(range);
    return a;
}

static NAME(array) NAME(same)(NAME(array) of)
{
    NAME(array) a = {allocate(of.numbers * sizeof(T)), NULL, of.numbers};
    a.data = a.memory + PARTS;
    memcpy(a.memory, of.memory, of.numbers * sizeof(T));
    return a;
}

/* Element i, by its first part. */
static T *NAME(at)(NAME(array) a, const shape *s, integer inc, integer i)
{
    return a.data + ((inc < 0 ? (1 - s->n) * inc : 0) + i * inc) * PARTS;
}

/* The elements side by side. */
static NAME(array) NAME(packed)(NAME(array) of, const shape *s, integer inc)
{
    NAME(array) a = {allocate(NAME(room)(s, 1) * BYTES), NULL, NAME(room)(s, 1) * PARTS};
    memset(a.memory, 0, a.numbers * sizeof(T));
    a.data = a.memory + PARTS;
    for (integer i = 0; i < s->n; i++)
        memcpy(a.data + i * PARTS, NAME(at)(of, s, inc, i), BYTES);
    return a;
}

static void NAME(drop)(NAME(array) a)
{
    free(a.memory);
}

/* One result by both names. Each of its parts is near to what it is to be. */
static void NAME(expect)(const char *op, const shape *s, const T *c, const T *fortran,
                         const long double *want, const long double *size, int parts)
{
    check(memcmp(c, fortran, (size_t)parts * sizeof(T)) == 0, op, s, "C and Fortran differ");
    for (int k = 0; k < parts; k++)
        check(fabsl((long double)c[k] - want[k]) <=
                  2 * (EPSILON * (long double)(PARTS * s->n + 6) * size[k]) + LEAST,
              op, s, "far from the value");
    digest(op, c, (size_t)parts * sizeof(T));
}

/* What dot adds up. */
static void NAME(products)(const T *x, const T *y, int conjugate, long double *want,
                           long double *size)
{
    const long double a = x[0], c = y[0];
    if (PARTS == 1) {
        want[0] += a * c, size[0] += fabsl(a * c);
        return;
    }
    const long double b = conjugate ? -(long double)x[PARTS - 1] : (long double)x[PARTS - 1],
                      d = y[PARTS - 1];
    want[0] += a * c - b * d, size[0] += fabsl(a * c) + fabsl(b * d);
    want[1] += a * d + b * c, size[1] += fabsl(a * d) + fabsl(b * c);
}

static void NAME(dots)(const shape *s, int range)
{
    NAME(array) x = NAME(make)(s, s->incx, range), y = NAME(make)(s, s->incy, range);
    NAME(array) px = NAME(packed)(x, s, s->incx), py = NAME(packed)(y, s, s->incy);
    const integer n = s->n, incx = s->incx, incy = s->incy;
    for (int conjugate = 0; conjugate < PARTS; conjugate++) {
        long double want[2] = {0, 0}, size[2] = {0, 0};
        T result[2] = {1, 1}, packed[2], fortran[2];
        for (integer i = 0; i < n; i++)
            NAME(products)(NAME(at)(x, s, incx, i), NAME(at)(y, s, incy, i), conjugate, want, size);
#if PARTS == 1
        result[0] = CALL_C(dot)(n, x.data, incx, y.data, incy);
        packed[0] = CALL_C(dot)(n, px.data, 1, py.data, 1);
        fortran[0] = CALL_F(dot)(&n, x.data, &incx, y.data, &incy);
#else
        T _Complex value;
        if (conjugate) {
            CALL_C(dotc_sub)(n, x.data, incx, y.data, incy, result);
            CALL_C(dotc_sub)(n, px.data, 1, py.data, 1, packed);
            value = CALL_F(dotc)(&n, x.data, &incx, y.data, &incy);
        } else {
            CALL_C(dotu_sub)(n, x.data, incx, y.data, incy, result);
            CALL_C(dotu_sub)(n, px.data, 1, py.data, 1, packed);
            value = CALL_F(dotu)(&n, x.data, &incx, y.data, &incy);
        }
        memcpy(fortran, &value, sizeof fortran);
#endif
        NAME(expect)(conjugate ? "dotc" : "dot", s, result, fortran, want, size, PARTS);
        check(!is_ours || memcmp(result, packed, BYTES) == 0, "dot", s, "increments matter");
    }
    NAME(drop)(x), NAME(drop)(y), NAME(drop)(px), NAME(drop)(py);
}

static T NAME(magnitude)(const T *x)
{
    T sum = x[0] < 0 ? -x[0] : x[0];
    for (int k = 1; k < PARTS; k++)
        sum += x[k] < 0 ? -x[k] : x[k];
    return sum;
}

/* nrm2, asum, i?amax. */
static void NAME(of_one)(const shape *s, int range)
{
    NAME(array) x = NAME(make)(s, s->incx, range), px = NAME(packed)(x, s, s->incx);
    const integer n = s->n, inc = s->incx;
    long double sum = 0, squares = 0, scale = 0;
    integer greatest = 0;
    for (integer i = 0; i < n; i++) {
        const T *at = NAME(at)(x, s, inc, i);
        for (int k = 0; k < PARTS; k++) {
            sum += fabsl((long double)at[k]);
            squares += (long double)at[k] * (long double)at[k];
        }
        if (NAME(magnitude)(at) > NAME(magnitude)(NAME(at)(x, s, inc, greatest)))
            greatest = i;
    }
    T result = NORM_C(asum)(n, x.data, inc), fortran = NORM_F(asum)(&n, x.data, &inc);
    const long double no_sum = 0;
    NAME(expect)("asum", s, &result, &fortran, inc < 1 ? &no_sum : &sum, &sum, 1);
    check(!is_ours || inc < 1 || result == NORM_C(asum)(n, px.data, 1), "asum", s,
          "increments matter");
    scale = sqrtl(squares);
    result = NORM_C(nrm2)(n, x.data, inc), fortran = NORM_F(nrm2)(&n, x.data, &inc);
    if (is_ours || inc > 0) /* of a negative increment OpenBLAS has none */
        NAME(expect)("nrm2", s, &result, &fortran, &scale, &scale, 1);
    check(!is_ours || result == NORM_C(nrm2)(n, px.data, 1), "nrm2", s, "increments matter");
    const integer found = (integer)INDEX_C(LETTER)(n, x.data, inc),
                  place = INDEX_F(LETTER)(&n, x.data, &inc);
    check(place == (n < 1 || inc < 1 ? 0 : greatest + 1), "iamax", s, "not the greatest");
    check(found == (place == 0 ? 0 : place - 1), "iamax", s, "C and Fortran differ");
    NAME(drop)(x), NAME(drop)(px);
}

/* ---- What writes ----------------------------------------------------------------------------- */

/* What there is after a call, by both names, is the one and the other array; want is what is to be
 * there, near to it or, where the call only moves or rounds as C does, the same. */
static void NAME(compare)(const char *op, const shape *s, NAME(array) c, NAME(array) fortran,
                          NAME(array) want, int is_exact)
{
    check(memcmp(c.memory, fortran.memory, c.numbers * sizeof(T)) == 0, op, s,
          "C and Fortran differ");
    for (size_t i = 0; i < c.numbers; i++)
        check(is_exact || is_ours ? c.memory[i] == want.memory[i]
                                  : fabsl((long double)c.memory[i] - (long double)want.memory[i]) <=
                                        EPSILON * 8 * largest,
              op, s, "not the value");
    digest(op, c.memory, c.numbers * sizeof(T));
}

static T NAME(times)(const T *a, const T *x, int part)
{
    if (PARTS == 1)
        return a[0] * x[0];
    const T ac = a[0] * x[0], bd = a[PARTS - 1] * x[PARTS - 1], ad = a[0] * x[PARTS - 1],
            bc = a[PARTS - 1] * x[0];
    return part == 0 ? ac - bd : ad + bc;
}

enum { NAME(AXPY), NAME(COPY), NAME(SWAP), NAME(ROTATE), NAME(ROTM), NAME(OPS) };

/* One of these in plain C, element after element. */
static void NAME(loop)(int op, const shape *s, NAME(array) x, NAME(array) y, const T *p)
{
    for (integer i = 0; i < s->n; i++) {
        T *a = NAME(at)(x, s, s->incx, i), *b = NAME(at)(y, s, s->incy, i);
        T one[PARTS], other[PARTS], sum[PARTS];
        memcpy(one, a, BYTES), memcpy(other, b, BYTES);
        for (int k = 0; k < PARTS; k++) {
            sum[k] = other[k] + NAME(times)(p + 1, one, k);
            if (op == NAME(AXPY))
                b[k] = sum[k];
            if (op == NAME(COPY) || op == NAME(SWAP))
                b[k] = one[k];
            if (op == NAME(SWAP))
                a[k] = other[k];
            if (op == NAME(ROTATE)) {
                b[k] = p[1] * other[k] - p[2] * one[k];
                a[k] = p[1] * one[k] + p[2] * other[k];
            }
            if (op == NAME(ROTM) && p[0] != -2) {
                a[k] =
                    (p[0] == 0 ? one[k] : p[1] * one[k]) + (p[0] == 1 ? other[k] : p[3] * other[k]);
                b[k] = (p[0] == 1 ? -one[k] : p[2] * one[k]) +
                       (p[0] == 0 ? other[k] : p[4] * other[k]);
            }
        }
    }
}

static void NAME(call)(int op, const shape *s, NAME(array) x, NAME(array) y, const T *p)
{
    const integer n = s->n, incx = s->incx, incy = s->incy;
    const int c = s->by_c;
    if (op == NAME(AXPY))
#if PARTS == 1
        c ? CALL_C(axpy)(n, p[1], x.data, incx, y.data, incy)
#else
        c ? CALL_C(axpy)(n, p + 1, x.data, incx, y.data, incy)
#endif
          : CALL_F(axpy)(&n, p + 1, x.data, &incx, y.data, &incy);
    if (op == NAME(COPY))
        c ? CALL_C(copy)(n, x.data, incx, y.data, incy)
          : CALL_F(copy)(&n, x.data, &incx, y.data, &incy);
    if (op == NAME(SWAP))
        c ? CALL_C(swap)(n, x.data, incx, y.data, incy)
          : CALL_F(swap)(&n, x.data, &incx, y.data, &incy);
    if (op == NAME(ROTATE))
        c ? C_OF(ROT)(n, x.data, incx, y.data, incy, p[1], p[2])
          : F_OF(ROT)(&n, x.data, &incx, y.data, &incy, p + 1, p + 2);
#if PARTS == 1
    if (op == NAME(ROTM))
        c ? CALL_C(rotm)(n, x.data, incx, y.data, incy, p)
          : CALL_F(rotm)(&n, x.data, &incx, y.data, &incy, p);
#endif
}

static void NAME(of_two)(const shape *plain, int range)
{
    static const char *const names[] = {"axpy", "copy", "swap", "rot", "rotm"};
    shape s = *plain;
    for (int op = 0; op < NAME(OPS) - (PARTS == 2); op++) {
        T p[5] = {0, (T)number(0), (T)number(0), (T)number(0), (T)number(0)};
        p[0] = (T)((int)(s.n + op) % 4 - 2);
        NAME(array) x = NAME(make)(&s, s.incx, range), y = NAME(make)(&s, s.incy, range);
        NAME(array) cx = NAME(same)(x), cy = NAME(same)(y), fx = NAME(same)(x), fy = NAME(same)(y);
        NAME(loop)(op, &s, x, y, p);
        s.by_c = 1, NAME(call)(op, &s, cx, cy, p);
        s.by_c = 0, NAME(call)(op, &s, fx, fy, p);
        NAME(compare)(names[op], &s, cx, fx, x, op == NAME(COPY) || op == NAME(SWAP));
        NAME(compare)(names[op], &s, cy, fy, y, op == NAME(COPY) || op == NAME(SWAP));
        NAME(drop)
        (x), NAME(drop)(y), NAME(drop)(cx), NAME(drop)(cy), NAME(drop)(fx), NAME(drop)(fy);
    }
}

/* scal, and of complex elements that by a real number. */
static void NAME(scales)(const shape *s, int range)
{
    const integer n = s->n, inc = s->incx;
    for (int by_real = 0; by_real < PARTS; by_real++) {
        const T a[2] = {(T)number(0), by_real ? 0 : (T)number(0)};
        NAME(array) x = NAME(make)(s, inc, range), c = NAME(same)(x), fortran = NAME(same)(x);
        for (integer i = 0; i < n && inc > 0; i++) {
            T *at = NAME(at)(x, s, inc, i), one[PARTS];
            memcpy(one, at, BYTES);
            for (int k = 0; k < PARTS; k++)
                at[k] = by_real ? a[0] * one[k] : NAME(times)(a, one, k);
        }
        if (by_real || PARTS == 1)
            C_OF(SCAL)(n, a[0], c.data, inc), F_OF(SCAL)(&n, a, fortran.data, &inc);
#if PARTS == 2
        else
            CALL_C(scal)(n, a, c.data, inc), CALL_F(scal)(&n, a, fortran.data, &inc);
#endif
        NAME(compare)("scal", s, c, fortran, x, 0);
        NAME(drop)(x), NAME(drop)(c), NAME(drop)(fortran);
    }
}

static void NAME(all)(const shape *s, int range)
{
    letter = TEXT(LETTER);
    NAME(dots)(s, range);
    NAME(of_two)(s, range);
    if (s->incx == s->incy) {
        NAME(of_one)(s, range);
        NAME(scales)(s, range);
    }
}

#undef NAME
#undef CALL_C
#undef CALL_F
#undef NORM_C
#undef NORM_F
#undef BYTES
#undef LETTER
#undef NORM
#undef ROT
#undef SCAL
#undef T
#undef PARTS
#undef EPSILON
