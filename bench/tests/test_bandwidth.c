/* test_bandwidth.c - the kernels of bandwidth.h move what they say, all of it and nothing else;
 * limits are known where they can be. */
#include "measure/bandwidth.h"

#include "../../tests/support.h"
#include "loops/arrays.h"
#include "measure/limits.h"

#include <spelt/runtime.h>

#include <string.h>

#define MOST_BYTES ((size_t)64 * 131)
#define MARGIN 64

/* x, y and out, each with a margin before and behind it. */
static struct {
    _Alignas(64) unsigned char x[MOST_BYTES], y[MOST_BYTES], out[MOST_BYTES + 2 * MARGIN];
} room;

static void fill(void)
{
    generator random = generator_start(1);
    for (size_t i = 0; i < MOST_BYTES; i += 8) {
        uint64_t x = random_bits(&random), y = random_bits(&random);
        memcpy(room.x + i, &x, sizeof x);
        memcpy(room.y + i, &y, sizeof y);
    }
    memset(room.out, POISON, sizeof room.out);
}

static uint64_t expected(bandwidth_kind kind, size_t i)
{
    uint64_t x, y;
    memcpy(&x, room.x + i, sizeof x);
    memcpy(&y, room.y + i, sizeof y);
    switch (bandwidth_loads(kind)) {
    case 0: return 0;
    case 1: return x;
    default: return x + y;
    }
}

static void check_kernel(const bandwidth_kernel *kernel, size_t bytes)
{
    const bandwidth_range range = {room.x, room.y, room.out + MARGIN, bytes};
    const size_t written = bandwidth_stores(kernel->kind) ? bytes : 0;
    size_t wrong = 0;
    fill();
    kernel->run(&range, 2);
    for (size_t i = 0; i < written; i += 8) {
        uint64_t got, right = expected(kernel->kind, i);
        memcpy(&got, range.out + i, sizeof got);
        wrong += got != right;
    }
    for (size_t i = 0; i < MARGIN; i++)
        wrong += room.out[i] != POISON || range.out[written + i] != POISON;
    cr_expect(wrong == 0, "kind %d, %s, %zu bytes: %zu wrong", (int)kernel->kind, kernel->name,
              bytes, wrong);
}

static void check_isa(const char *isa)
{
    const bandwidth_table table = bandwidth_kernels(isa);
    int seen[BANDWIDTH_KINDS] = {0};
    for (size_t i = 0; i < table.count; i++) {
        seen[table.kernels[i].kind] = 1;
        for (size_t lines = 1; lines < 20; lines++)
            check_kernel(&table.kernels[i], 64 * lines);
        check_kernel(&table.kernels[i], MOST_BYTES);
    }
    for (int kind = 0; kind < BANDWIDTH_KINDS; kind++)
        cr_expect(seen[kind], "no kernel of kind %d", kind);
}

Test(bandwidth, baseline)
{
    check_isa("sse2");
}

Test(bandwidth, avx2)
{
    require_isa("avx2");
    check_isa("avx2");
}

Test(bandwidth, avx512)
{
    require_isa("avx512");
    check_isa("avx512");
}

static limits l;

static void open_limits(arrays *a, size_t bytes)
{
    cr_assert(arrays_allocate(a, bytes, bytes));
    limits_open(&l, arrays_range(a, bytes), 0.001);
    l.first_level = 32768;
}

/* A mix that no kernel has, and arrays that are too short for the working set. */
Test(limits, unknown)
{
    arrays a;
    open_limits(&a, 4096);
    cr_expect_eq(limits_rate(&l, 3, 1, 4096, 1), 0);
    cr_expect_eq(limits_rate(&l, 0, 0, 4096, 1), 0);
    cr_expect_eq(limits_measure(&l, BANDWIDTH_COPY, 8192 + 128, 1).rate, 0);
    cr_expect_gt(limits_measure(&l, BANDWIDTH_COPY, 8192, 1).rate, 0);
    cr_expect_eq(limits_share(&l, 3, 1, 4096, 1, 1e-9), 0);
    arrays_free(&a);
}

/* Asked again it is the same answer; working sets below half the first level are one. */
Test(limits, kept)
{
    arrays a;
    open_limits(&a, 1 << 20);
    const double rate = limits_rate(&l, 2, 1, 1 << 20, 1);
    const size_t kept = l.count;
    cr_expect_gt(rate, 0);
    cr_expect_eq(limits_rate(&l, 2, 1, 1 << 20, 1), rate);
    cr_expect_eq(l.count, kept);
    cr_expect_eq(limits_rate(&l, 2, 1, 64, 1), limits_rate(&l, 2, 1, 4096, 1));
    cr_expect_eq(l.count, kept + 2, "triad, and past the caches");
    arrays_free(&a);
}

/* What exceeds the limit has it measured again, and never lowers it. A call that takes as long as
 * the limit has it to itself. */
Test(limits, share)
{
    arrays a;
    open_limits(&a, 1 << 16);
    const double rate = limits_rate(&l, 1, 0, 1 << 16, 1);
    const double share = limits_share(&l, 1, 0, 1 << 16, 1, (1 << 16) / rate);
    cr_expect_float_eq(share, 1, 1e-9);
    cr_expect_float_eq(limits_share(&l, 1, 0, 1 << 16, 1, 4 * (1 << 16) / rate), 0.25, 1e-9);
    const double impossible = limits_share(&l, 1, 0, 1 << 16, 1, 1e-12);
    cr_expect_gt(impossible, LIMITS_MOST_SHARE);
    cr_expect_geq(limits_rate(&l, 1, 0, 1 << 16, 1), rate);
    arrays_free(&a);
}
