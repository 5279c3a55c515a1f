/* proof_sums.c - the room that sums have.
 *
 *   lanes     integer totals of 2^24 terms, the most that a kernel takes, all of them as large as can be, of
 *             either sign, and one less: partial sums of one lane grow with the terms, so no others go
 *             further. Every type, instruction set and function.
 *   windows   correctly rounded sums of up to three blocks of terms, as large as a window takes, of every
 *             second scale
 *   pairs     exact sums of groups of 2^25 + 3 equal terms, as large as can be and with lower integers as
 *             large as can be, which without carries have no room
 *   acc       all sums of two numbers, and of the two merged, of 13 mantissas up to 2^53 and 66 exponents
 *             each, around the border between two limbs, from the least exponent on, and near 2^0: against
 *             integers of 128 bits
 *
 * A superaccumulator carries after 2^30 deposits: so many are not tried here. */
#include "proof.h"

#include "isa/int192.h"
#include "runtime/dispatch.h"

#include <spelt/accumulate.h>
#include <spelt/exact.h>
#include <spelt/groups.h>
#include <spelt/runtime.h>

#include <math.h>

/* ---- Lanes ----------------------------------------------------------------------------------- */

static unsigned char x[SPELT_INT_TERMS * 8], y[SPELT_INT_TERMS * 8];

static int is_signed(spelt_type type)
{
    return type == SPELT_I8 || type == SPELT_I16 || type == SPELT_I32 || type == SPELT_I64;
}

/* The least, the greatest, or one beside them, as an element repeated n times. */
static int128 fill(unsigned char *to, spelt_type type, unsigned which, size_t n)
{
    const unsigned width = 8 * (unsigned)spelt_type_size(type);
    const int128 least = is_signed(type) ? -((int128)1 << (width - 1)) : 0;
    const int128 greatest = ((int128)1 << (is_signed(type) ? width - 1 : width)) - 1;
    const int128 value = which == 0 ? least : which == 1 ? greatest : which == 2 ? least + 1 : greatest - 1;
    const uint64_t bits = (uint64_t)value;
    const size_t size = width / 8;
    for (size_t b = 0; b < size; b++)
        to[b] = (unsigned char)(bits >> 8 * b);
    for (size_t done = size; done < n * size; done *= 2)
        memcpy(to + done, to, done < n * size - done ? done : n * size - done);
    return value;
}

static uint128 magnitude_of(int128 value)
{
    return value < 0 ? -(uint128)value : (uint128)value;
}

/* So many times a magnitude, which may have 128 bits, or less than nothing. */
static void check_total(int192 total, uint128 magnitude, int is_negative, size_t terms)
{
    const uint128 low = (uint128)(uint64_t)magnitude * terms;
    const uint128 high = (magnitude >> 64) * terms + (low >> 64);
    uint64_t limb[3] = {(uint64_t)low, (uint64_t)high, (uint64_t)(high >> 64)};
    for (uint64_t carry = 1, i = 0; is_negative && i < 3; i++) {
        limb[i] = ~limb[i] + carry;
        carry = carry && limb[i] == 0;
    }
    REQUIRE((uint64_t)total.low == limb[0] && (uint64_t)(total.low >> 64) == limb[1] &&
          (uint64_t)total.high == limb[2]);
}

static void prove_lanes(void)
{
    size_t totals = 0;
    for (int f = 0; f < SPELT_FUNCTIONS; f++) {
        const spelt_function_facts *facts = &spelt_function_list[f];
        if (facts->family != SPELT_FAMILY_TOTAL || strcmp(facts->op, "count") == 0)
            continue;
        const int is_dot = strcmp(facts->op, "dot") == 0, is_sum = strcmp(facts->op, "sum") == 0;
        for (unsigned which = 0; which < (is_dot ? 16 : 4); which++)
            for (size_t n = SPELT_INT_TERMS - 1; n <= SPELT_INT_TERMS; n++) {
                const int128 a = fill(x, facts->input[0], which % 4, n);
                const int128 b = fill(y, facts->input[0], is_dot ? which / 4 : which, n);
                for (int isa = 0; isa < SPELT_ISA_COUNT; isa++) {
                    const spelt_kernel_row *row =
                        spelt_isa_available((spelt_isa_id)isa)
                            ? spelt_kernels_of_isa((spelt_isa_id)isa, (spelt_function)f)
                            : NULL;
                    if (!row)
                        continue;
                    const int192 total =
                        ((spelt_total_kernel *)row->kernel[SPELT_KERNEL_TOTAL])(x, y, n);
                    check_total(total, magnitude_of(a) * (is_sum ? 1 : magnitude_of(b)),
                                (a < 0) != (!is_sum && b < 0) && a != 0 && (is_sum || b != 0), n);
                    totals++;
                }
            }
    }
    printf("lanes: %zu totals\n", totals);
}

/* ---- Windows --------------------------------------------------------------------------------- */

/* n * mantissa * 2^exponent, rounded by the compiler's conversion. */
static double product_rounded(size_t n, uint64_t mantissa, int exponent)
{
    return ldexp((double)((int128)mantissa * (int128)n), exponent);
}

static void prove_windows(void)
{
    enum { MOST = 3 * 4032 + 5 };
    static double term[MOST];
    static const uint64_t mantissas[] = {(UINT64_C(1) << 53) - 1, UINT64_C(1) << 52,
                                         (UINT64_C(1) << 52) + 1};
    static const size_t lengths[] = {1, 2, 3, 4031, 4032, 4033, 8063, 8064, 8065, 12096, MOST};
    size_t sums = 0;
    for (int isa = 0; isa < SPELT_ISA_COUNT; isa++) {
        if (spelt_set_isa(spelt_isa_name((spelt_isa_id)isa)) != SPELT_OK)
            continue;
        for (int exponent = -1022; exponent < 950; exponent += 2)
            for (size_t m = 0; m < 3; m++) {
                for (size_t i = 0; i < MOST; i++)
                    term[i] = ldexp((double)mantissas[m], exponent);
                for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++, sums++) {
                    double result = 0;
                    REQUIRE(!spelt_sum_exact_f64(SPELT_IN(f64, term, lengths[k]), &result));
                    REQUIRE(result == product_rounded(lengths[k], mantissas[m], exponent));
                }
            }
    }
    printf("windows: %zu sums\n", sums);
}

/* ---- Pairs ----------------------------------------------------------------------------------- */

static void prove_pairs(void)
{
    enum { TERMS = 8 * SPELT_PAIR_TERMS + 3 };
    static const uint64_t mantissas[] = {(UINT64_C(1) << 53) - 1,
                                         (UINT64_C(1) << 52) + (UINT64_C(1) << (SPELT_PAIR_BITS - 1)) - 1};
    size_t sums = 0;
    for (int isa = 0; isa < SPELT_ISA_COUNT; isa++) {
        if (spelt_set_isa(spelt_isa_name((spelt_isa_id)isa)) != SPELT_OK)
            continue;
        for (int i = 0; i < 4; i++, sums++) {
            const uint64_t mantissa = mantissas[i / 2];
            const double term = i % 2 ? -(double)mantissa : (double)mantissa;
            double out[2] = {0, 0};
            REQUIRE(!spelt_sum_by_exact_i32_f64(SPELT_VALUE(i32, 0, TERMS), SPELT_VALUE(f64, term, TERMS),
                                              SPELT_OUT(f64, out, 2)));
            const double sum = product_rounded(TERMS, mantissa, 0);
            REQUIRE(out[0] == (i % 2 ? -sum : sum) && out[1] == 0);
        }
    }
    printf("pairs: %zu sums\n", sums);
}

/* ---- Accumulators ---------------------------------------------------------------------------- */

static void check_acc(int128 a, int128 b, int base)
{
    static const int128 zero;
    const int128 both = a + b;
    spelt_acc acc, other;
    double wide = 77;
    float narrow = 77;
    REQUIRE(!spelt_acc_init(&acc) && !spelt_acc_init(&other));
    REQUIRE(!spelt_acc_add_f64(ldexp((double)a, base), &acc));
    REQUIRE(!spelt_acc_add_f64(ldexp((double)b, base), &other));
    REQUIRE(!spelt_acc_merge(&other, &acc));
    REQUIRE(!spelt_acc_round_f64(&acc, &wide) && !spelt_acc_round_f32(&acc, &narrow));
    REQUIRE(wide == ldexp((double)both, base));
    REQUIRE(base < -149 || narrow == ldexpf((float)both, base));
    REQUIRE(both != zero || !signbit(wide));
    REQUIRE(!spelt_acc_subtract(&other, &acc));
    REQUIRE(!spelt_acc_round_f64(&acc, &wide) && wide == ldexp((double)a, base));
}

static void prove_acc(void)
{
    static const uint64_t mantissas[] = {0,
                                         1,
                                         3,
                                         (UINT64_C(1) << 24) - 1,
                                         (UINT64_C(1) << 24) + 1,
                                         UINT64_C(1) << 52,
                                         (UINT64_C(1) << 53) - 1};
    enum { MANTISSAS = 13, EXPONENTS = 66 };
    static const int bases[] = {-1074, -128 - 33, -33};
    size_t sums = 0;
    for (size_t k = 0; k < sizeof bases / sizeof *bases; k++)
        for (int i = 0; i < MANTISSAS * MANTISSAS; i++)
            for (int j = 0; j < EXPONENTS * EXPONENTS; j++, sums++) {
                const int first = i % MANTISSAS, second = i / MANTISSAS;
                const int128 a = (int128)mantissas[(first + 1) / 2] << j % EXPONENTS;
                const int128 b = (int128)mantissas[(second + 1) / 2] << j / EXPONENTS;
                check_acc(first % 2 ? -a : a, second % 2 ? -b : b, bases[k]);
            }
    printf("acc: %zu sums of two\n", sums);
}

int main(void)
{
    spelt_set_num_threads(1);
    prove_acc();
    prove_windows();
    prove_pairs();
    prove_lanes();
    return 0;
}
