/* test_path.c - which code runs: settings, environment, sources, and that the choice took. */
#include "maps.h"
#include "reductions.h"

#include "runtime/cpu.h"
#include "runtime/dispatch.h"
#include "runtime/stream.h"

#include <spelt/elementwise.h>
#include <spelt/runtime.h>

#include <pthread.h>
#include <stdatomic.h>

static void expect_in_force(const char *path, const char *path_source, const char *isa,
                            const char *isa_source)
{
    cr_expect_str_eq(spelt_path(), path);
    cr_expect_str_eq(spelt_path_source(), path_source);
    cr_expect_str_eq(spelt_isa(), isa);
    cr_expect_str_eq(spelt_isa_source(), isa_source);
}

static const char *best(void)
{
    return spelt_isa_name(spelt_isa_best());
}

static void clear_environment(void)
{
    unsetenv("SPELT_PATH");
    unsetenv("SPELT_ISA");
    unsetenv("SPELT_VERBOSE");
}

Test(path, defaults, .init = clear_environment)
{
    expect_in_force("auto", "default", best(), "CPUID");
    cr_expect_str_eq(spelt_version(), SPELT_VERSION);
}

Test(path, set_path, .init = clear_environment)
{
    const char *const unknown[] = {"", "AUTO", "simd ", "sim", "blass", "avx2"};
    cr_expect_eq(spelt_set_path("scalar"), SPELT_OK);
    expect_in_force("scalar", "spelt_set_path", "scalar", "CPUID");
    cr_expect_eq(spelt_set_path("simd"), SPELT_OK);
    expect_in_force("simd", "spelt_set_path", best(), "CPUID");
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        expect_status(unknown[i], spelt_set_path(unknown[i]), SPELT_ERR_ARG,
                      "spelt_set_path: ", unknown[i], NULL);
        expect_in_force("simd", "spelt_set_path", best(), "CPUID");
    }
    cr_expect_eq(spelt_set_path("auto"), SPELT_OK);
    expect_in_force("auto", "spelt_set_path", best(), "CPUID");
    cr_expect_eq(spelt_set_path(NULL), SPELT_OK);
    expect_in_force("auto", "default", best(), "CPUID");
#ifdef SPELT_HAVE_BLAS
    cr_expect_eq(spelt_set_path("blas"), SPELT_OK);
    expect_in_force("blas", "spelt_set_path", best(), "CPUID");
#else
    expect_status("no BLAS", spelt_set_path("blas"), SPELT_ERR_UNSUPPORTED,
                  "spelt_set_path: ", "blas", NULL);
    expect_in_force("auto", "default", best(), "CPUID");
#endif
}

Test(path, set_isa, .init = clear_environment)
{
    const char *const name[] = {"scalar", "sse2", "avx2", "avx512", "neon"};
    const char *const unknown[] = {"", "AVX2", "avx", "avx512f", "avx2 "};
    for (int i = 0; i < 5; i++) {
        spelt_isa_id isa = spelt_isa_from_name(name[i]);
        cr_assert_neq((int)isa, (int)SPELT_ISA_COUNT);
        cr_expect_str_eq(spelt_isa_name(isa), name[i]);
        if (spelt_isa_available(isa)) {
            cr_expect_eq(spelt_set_isa(name[i]), SPELT_OK);
            expect_in_force("auto", "default", name[i], "spelt_set_isa");
        } else {
            cr_expect_eq(spelt_set_isa("scalar"), SPELT_OK);
            expect_status(name[i], spelt_set_isa(name[i]), SPELT_ERR_UNSUPPORTED,
                          "spelt_set_isa: ", name[i], NULL);
            expect_in_force("auto", "default", "scalar", "spelt_set_isa");
        }
    }
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        cr_expect_eq(spelt_set_isa("scalar"), SPELT_OK);
        expect_status(unknown[i], spelt_set_isa(unknown[i]), SPELT_ERR_ARG,
                      "spelt_set_isa: ", unknown[i], NULL);
        expect_in_force("auto", "default", "scalar", "spelt_set_isa");
    }
    cr_expect_eq(spelt_set_isa(NULL), SPELT_OK);
    expect_in_force("auto", "default", best(), "CPUID");
}

/* While the path is scalar the instruction set is only remembered. */
Test(path, isa_under_the_scalar_path, .init = clear_environment)
{
    cr_expect_eq(spelt_set_path("scalar"), SPELT_OK);
    cr_expect_eq(spelt_set_isa(best()), SPELT_OK);
    expect_in_force("scalar", "spelt_set_path", "scalar", "spelt_set_isa");
    cr_expect_eq(spelt_set_path(NULL), SPELT_OK);
    expect_in_force("auto", "default", best(), "spelt_set_isa");
}

Test(path, from_the_environment, .init = clear_environment)
{
    setenv("SPELT_PATH", "scalar", 1);
    setenv("SPELT_ISA", "scalar", 1);
    expect_in_force("scalar", "SPELT_PATH", "scalar", "SPELT_ISA");
    setenv("SPELT_PATH", "simd", 1); /* read once */
    setenv("SPELT_ISA", "sse2", 1);
    expect_in_force("scalar", "SPELT_PATH", "scalar", "SPELT_ISA");
    cr_expect_eq(spelt_set_path("simd"), SPELT_OK);
    expect_in_force("simd", "spelt_set_path", "scalar", "SPELT_ISA");
    cr_expect_eq(spelt_set_path(NULL), SPELT_OK);
    expect_in_force("scalar", "SPELT_PATH", "scalar", "SPELT_ISA");
}

/* The environment is read at the first call, not when the library is loaded, so this counts. */
Test(path, every_isa_from_the_environment, .init = clear_environment)
{
    setenv("SPELT_ISA", best(), 1);
    expect_in_force("auto", "default", best(), "SPELT_ISA");
}

Test(path, empty_values_count_as_unset, .init = clear_environment)
{
    setenv("SPELT_PATH", "", 1);
    setenv("SPELT_ISA", "", 1);
    expect_in_force("auto", "default", best(), "CPUID");
}

Test(path, unknown_values_are_reported, .init = clear_environment)
{
    setenv("SPELT_PATH", "blass", 1);
    setenv("SPELT_ISA", "avx3", 1);
    cr_expect_str_eq(spelt_path(), "auto");
    cr_expect_str_eq(spelt_path_source(), "default (SPELT_PATH=blass is not a path)");
    cr_expect_str_eq(spelt_isa(), best());
    cr_expect(strncmp(spelt_isa_source(), "CPUID (SPELT_ISA=avx3 is ", 25) == 0, "%s",
              spelt_isa_source());
}

Test(path, unavailable_isa_is_reported, .init = clear_environment)
{
    if (spelt_isa_available(SPELT_ISA_neon))
        skip_visibly("this CPU has the instruction set that the test needs to be absent");
    setenv("SPELT_ISA", "neon", 1);
    cr_expect_str_eq(spelt_isa(), best());
    cr_expect(strncmp(spelt_isa_source(), "CPUID (SPELT_ISA=neon is not available", 38) == 0, "%s",
              spelt_isa_source());
}

/* A long value is cut, not written past its place. */
Test(path, long_values, .init = clear_environment)
{
    static char value[10001];
    memset(value, 'a', sizeof value - 1);
    setenv("SPELT_PATH", value, 1);
    setenv("SPELT_ISA", value, 1);
    cr_expect_str_eq(spelt_path(), "auto");
    cr_expect(strncmp(spelt_path_source(), "default (SPELT_PATH=aaaa", 24) == 0);
    cr_expect(strncmp(spelt_isa_source(), "CPUID (SPELT_ISA=aaaa", 21) == 0);
    expect_status("long", spelt_set_path(value), SPELT_ERR_ARG, "spelt_set_path: ", NULL);
    expect_status("long", spelt_set_isa(value), SPELT_ERR_ARG, "spelt_set_isa: ", NULL);
}

/* ---- The forced instruction set is the one whose kernels are called ----------------------- */

/* The first kernel that a function has on an instruction set: its own, else that of what the set
 * falls back to. */
static spelt_kernel *listed(spelt_function function, spelt_isa_id isa)
{
    const spelt_kernel_row *row = spelt_kernels_of_isa(isa, function);
    while (!row && isa != SPELT_ISA_scalar) {
        isa = spelt_isa_fallback(isa);
        row = spelt_kernels_of_isa(isa, function);
    }
    return row ? row->kernel[0] : NULL;
}

Test(path, forced_isa_is_what_is_called, .init = clear_environment)
{
    const char *const order[] = {"avx512", "scalar", "avx2", "sse2", "avx512", "sse2", "scalar"};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        if (!force_isa(order[k])) {
            cr_log_warn("skipped: %s is not available on this CPU or in this build", order[k]);
            continue;
        }
        for (int f = 0; f < SPELT_FUNCTIONS; f++) {
            spelt_function function = (spelt_function)f;
            spelt_kernel *expected = listed(function, spelt_isa_from_name(order[k]));
            cr_assert(expected != NULL, "function %d has no row", f);
            cr_expect(spelt_kernel_of(function, 0) == expected, "function %d does not call %s", f,
                      order[k]);
        }
    }
    cr_expect_eq(spelt_set_path("scalar"), SPELT_OK);
    for (int f = 0; f < SPELT_FUNCTIONS; f++)
        cr_expect(spelt_kernel_of((spelt_function)f, 0) ==
                  listed((spelt_function)f, SPELT_ISA_scalar));
}

/* Every door on every instruction set, its own rows or not: sums, squares and adds of 1..1000. */
Test(path, every_door_on_every_isa, .init = clear_environment)
{
    const char *const isa[] = {"scalar", "sse2", "avx2", "avx512"};
    enum { COUNT = 1000 };
    static unsigned char data[4][COUNT * 8], out[COUNT * 8], expected[COUNT * 8];
    for (int i = 0; i < COUNT; i++) {
        ((float *)(void *)data[TYPE_f32])[i] = (float)(i + 1);
        ((double *)(void *)data[TYPE_f64])[i] = i + 1;
        ((int32_t *)(void *)data[TYPE_i32])[i] = i + 1;
        ((int64_t *)(void *)data[TYPE_i64])[i] = i + 1;
    }
    for (size_t k = 0; k < 4; k++) {
        if (!force_isa(isa[k])) {
            cr_log_warn("skipped: %s is not available on this CPU or in this build", isa[k]);
            continue;
        }
        for (size_t i = 0; i < REDUCTIONS; i++) {
            const reduction *row = any_reduction(i);
            any_view x = contiguous(data[row->in], row->result == TYPE_f32 ? 300 : COUNT);
            double n = (double)x.at.shape[0];
            double value = row->op == OP_sum ? n * (n + 1) / 2 : n * (n + 1) * (2 * n + 1) / 6;
            number got = {0};
            cr_expect_eq(row->call(&x, &x, &got), SPELT_OK);
            double result = row->result == TYPE_f32   ? (double)got.f32
                            : row->result == TYPE_f64 ? got.f64
                                                      : (double)got.i64;
            cr_expect_eq(result, value, "%s on %s: %g", row->door, isa[k], result);
        }
        for (size_t i = 0; i < MAPS; i++) {
            any_view x = contiguous(data[maps[i].type], COUNT), z = contiguous(out, COUNT);
            reference_add(&maps[i], x.data, x.data, expected, COUNT);
            cr_expect_eq(maps[i].call(&x, &x, &z), SPELT_OK);
            cr_expect_arr_eq(out, expected, COUNT * type_bytes(maps[i].type), "%s on %s",
                             maps[i].door, isa[k]);
        }
    }
}

/* auto never changes a result's bits: it is simd here. */
Test(path, auto_is_simd, .init = clear_environment)
{
    enum { COUNT = 100000 };
    double *x = malloc(COUNT * sizeof *x), r[3] = {0, 1, 2};
    cr_assert(x != NULL);
    generator random = generator_start(1);
    const char *const paths[] = {"auto", "simd", "scalar"};
    for (int i = 0; i < COUNT; i++)
        x[i] = random_uniform(&random);
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(spelt_set_path(paths[i]), SPELT_OK);
        cr_assert_eq(spelt_sumsq_f64(SPELT_IN(f64, x, COUNT), &r[i]), SPELT_OK);
    }
    cr_expect(f64_bits(r[0]) == f64_bits(r[1]) && f64_bits(r[0]) == f64_bits(r[2]));
    free(x);
}

/* ---- Setters beside calls ----------------------------------------------------------------------
 */

static _Atomic int setter_stops;

static void *set_again_and_again(void *unused)
{
    static const char *const names[] = {"scalar", NULL};
    (void)unused;
    for (unsigned i = 0; !atomic_load(&setter_stops); i++)
        (void)spelt_set_isa(names[i % 2]);
    return NULL;
}

/* A call finds kernels from before or after, never none: also of those that only some sets have. */
Test(path, setters_beside_calls)
{
    enum { N = 30000 };
    static double x[N], y[N], out[N], strided[2 * N];
    pthread_t setter;
    for (size_t i = 0; i < N; i++)
        x[i] = (double)i, y[i] = 1;
    spelt_stream_put_threshold(1);
    cr_assert_eq(pthread_create(&setter, NULL, set_again_and_again, NULL), 0);
    for (int trial = 0; trial < 2000; trial++) {
        const spelt_out_f64 every_second = {strided, 1, {N}, {2}};
        cr_assert_eq(
            spelt_add_f64(SPELT_IN(f64, x, N), SPELT_IN(f64, y, N), SPELT_OUT(f64, out, N)),
            SPELT_OK);
        cr_assert_eq(spelt_add_f64(SPELT_IN(f64, x, N), SPELT_VALUE(f64, 1, N), &every_second),
                     SPELT_OK);
    }
    atomic_store(&setter_stops, 1);
    pthread_join(setter, NULL);
    spelt_stream_put_threshold(0);
    for (size_t i = 0; i < N; i++)
        cr_assert(out[i] == x[i] + 1 && strided[2 * i] == x[i] + 1);
}
