/* accumulate.c - spelt_acc: one number or total, merging, scaling, rounding. */
#include "exact/accumulate.h"

#include "runtime/status.h"

#include <fenv.h>
#include <string.h>

_Static_assert(SPELT_ACC_LIMBS == SPELT_SUPER_LIMBS, "both have the same limbs");
_Static_assert(sizeof(spelt_acc) == 8 * (SPELT_ACC_LIMBS + 2), "no padding");

#define ALL_SPECIALS                                                                               \
    (uint64_t)(SPELT_SUPER_PLUS_INFINITY | SPELT_SUPER_MINUS_INFINITY | SPELT_SUPER_NAN)

spelt_status spelt_acc_check(const char *function, const char *name, const spelt_acc *acc)
{
    if (!acc)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function, name);
    if (acc->special & ~ALL_SPECIALS)
        return spelt_fail(SPELT_ERR_ARG, "%s: %s is no accumulator: its special is %#llx", function,
                          name, (unsigned long long)acc->special);
    return SPELT_OK;
}

/* ---- Limbs -------------------------------------------------------------------------------------
 */

/* a += b; as spelt_limbs_add(), which way it went past the end. */
static int add(uint64_t *a, const uint64_t *b)
{
    size_t top = SPELT_ACC_LIMBS - 1;
    uint64_t a_sign = a[top] >> 63, b_sign = b[top] >> 63, over = 0;
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++) {
        uint128 limb = (uint128)a[i] + b[i] + over;
        a[i] = (uint64_t)limb;
        over = (uint64_t)(limb >> 64);
    }
    if (a_sign != b_sign || a[top] >> 63 == a_sign)
        return 0;
    return a_sign ? -1 : 1;
}

/* 0 for the least number of all, which has no negative. */
static int negate(uint64_t *negative, const uint64_t *a)
{
    size_t top = SPELT_ACC_LIMBS - 1;
    uint64_t sign = a[top] >> 63, over = 1;
    int is_zero = 1;
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++) {
        negative[i] = ~a[i] + over;
        over = over && negative[i] == 0;
        is_zero = is_zero && negative[i] == 0;
    }
    return is_zero || negative[top] >> 63 != sign;
}

/* a * 2^shift; 0 where the sign changes, or a bit other than the sign's is lost. */
static int shift_up(uint64_t *a, size_t shift)
{
    uint64_t sign = a[SPELT_ACC_LIMBS - 1] >> 63 ? UINT64_MAX : 0, moved[SPELT_ACC_LIMBS] = {0};
    size_t limbs = shift / 64, bits = shift % 64;
    for (size_t i = SPELT_ACC_LIMBS - limbs; i < SPELT_ACC_LIMBS; i++)
        if (a[i] != sign)
            return 0;
    if (bits > 0 && (int64_t)a[SPELT_ACC_LIMBS - 1 - limbs] >> (64 - bits) != (int64_t)sign)
        return 0;
    for (size_t i = limbs; i < SPELT_ACC_LIMBS; i++) {
        moved[i] = a[i - limbs] << bits;
        if (bits > 0 && i > limbs)
            moved[i] |= a[i - limbs - 1] >> (64 - bits);
    }
    if ((moved[SPELT_ACC_LIMBS - 1] >> 63 ? UINT64_MAX : 0) != sign)
        return 0;
    memcpy(a, moved, sizeof moved);
    return 1;
}

/* a / 2^shift; 0 where a bit is lost. */
static int shift_down(uint64_t *a, size_t shift)
{
    uint64_t sign = a[SPELT_ACC_LIMBS - 1] >> 63 ? UINT64_MAX : 0, moved[SPELT_ACC_LIMBS];
    size_t limbs = shift / 64, bits = shift % 64;
    for (size_t i = 0; i < limbs; i++)
        if (a[i] != 0)
            return 0;
    if (bits > 0 && a[limbs] << (64 - bits) != 0)
        return 0;
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++) {
        uint64_t low = i + limbs < SPELT_ACC_LIMBS ? a[i + limbs] : sign;
        uint64_t high = i + limbs + 1 < SPELT_ACC_LIMBS ? a[i + limbs + 1] : sign;
        moved[i] = bits > 0 ? low >> bits | high << (64 - bits) : low;
    }
    memcpy(a, moved, sizeof moved);
    return 1;
}

static spelt_status past_the_end(const char *function)
{
    return spelt_fail(SPELT_ERR_OVERFLOW, "%s: the sum or the count of acc does not fit", function);
}

/* Adds limbs, specials and a count; acc is untouched where that fails. */
static spelt_status add_limbs(const char *function, const uint64_t limb[SPELT_ACC_LIMBS],
                              uint64_t special, int64_t count, spelt_acc *acc)
{
    spelt_acc sum = *acc;
    if (add(sum.limb, limb) != 0 || __builtin_add_overflow(sum.count, count, &sum.count))
        return past_the_end(function);
    sum.special |= special;
    *acc = sum;
    return SPELT_OK;
}

spelt_status spelt_acc_add_total(const char *function, const exact_total *total, size_t n,
                                 spelt_acc *acc)
{
    spelt_acc sum = *acc;
    int past = 0;
    if (total->has_rest) {
        uint64_t limb[SPELT_ACC_LIMBS];
        spelt_super_limbs(&total->rest, limb);
        past = add(sum.limb, limb);
        sum.special |= total->rest.special & ALL_SPECIALS;
    }
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        if (total->word[j] != 0)
            past += spelt_limbs_add(
                sum.limb, SPELT_ACC_LIMBS, total->word[j],
                (unsigned)(total->scale - SPELT_EXACT_UNIT(j) - SPELT_SUPER_EXPONENT));
    if (past != 0 || __builtin_add_overflow(sum.count, n, &sum.count))
        return past_the_end(function);
    if (total->has_rest && total->rest.special & SPELT_SUPER_INVALID)
        feraiseexcept(FE_INVALID);
    *acc = sum;
    return SPELT_OK;
}

/* a += value, in two parts, each of which may wrap where their sum does not. */
static int add_integer(uint64_t *a, int192 value)
{
    const int128 low = (int128)(uint64_t)value.low;
    const int128 high = (int128)((uint128)(uint64_t)value.high << 64 | value.low >> 64);
    return spelt_limbs_add(a, SPELT_ACC_LIMBS, low, -SPELT_SUPER_EXPONENT) +
           spelt_limbs_add(a, SPELT_ACC_LIMBS, high, -SPELT_SUPER_EXPONENT + 64);
}

spelt_status spelt_acc_add_integer(const char *function, int192 total, size_t n, spelt_acc *acc)
{
    int64_t count;
    if (__builtin_add_overflow(acc->count, n, &count))
        return past_the_end(function);
    if (add_integer(acc->limb, total) != 0) {
        add_integer(acc->limb, int192_negative(total)); /* as it was */
        return past_the_end(function);
    }
    acc->count = count;
    return SPELT_OK;
}

/* ---- The public functions ----------------------------------------------------------------------
 */

spelt_status spelt_acc_init(spelt_acc *acc)
{
    if (!acc)
        return spelt_fail(SPELT_ERR_NULL, "spelt_acc_init: acc is NULL");
    memset(acc, 0, sizeof *acc);
    return SPELT_OK;
}

/* One number, taken apart; special: what kind of no number it is. */
static spelt_status add_value(const char *function, f64_parts p, uint32_t special, spelt_acc *acc)
{
    spelt_status status = spelt_acc_check(function, "acc", acc);
    if (status != SPELT_OK)
        return status;
    if (acc->count == INT64_MAX)
        return past_the_end(function);
    if (special) {
        if (special & SPELT_SUPER_INVALID)
            feraiseexcept(FE_INVALID);
        acc->special |= special & ALL_SPECIALS;
    } else {
        int128 term = p.sign ? -(int128)p.mantissa : (int128)p.mantissa;
        unsigned shift = (unsigned)(p.exponent - SPELT_SUPER_EXPONENT);
        if (spelt_limbs_add(acc->limb, SPELT_ACC_LIMBS, term, shift) != 0) {
            spelt_limbs_add(acc->limb, SPELT_ACC_LIMBS, -term, shift); /* as it was */
            return past_the_end(function);
        }
    }
    acc->count++;
    return SPELT_OK;
}

/* By its bits: a conversion to f64 would follow the host's modes. */
spelt_status spelt_acc_add_f32(float value, spelt_acc *acc)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint32_t field = bits >> 23 & 0xff, normal = field != 0, fraction = bits & 0x7fffff;
    const f64_parts parts = {fraction | normal << 23, (int)(field - normal) - 149, 0 - (uint64_t)(bits >> 31)};
    const uint64_t special = (uint64_t)(bits >> 31) << 63 | F64_INFINITE | (uint64_t)fraction << 29;
    return add_value("spelt_acc_add_f32", parts, field == 0xff ? super_special_of(special) : 0, acc);
}

spelt_status spelt_acc_add_f64(double value, spelt_acc *acc)
{
    const uint64_t bits = f64_bits_of(value);
    return add_value("spelt_acc_add_f64", f64_parts_of(bits),
                     f64_bits_are_finite(bits) ? 0 : super_special_of(bits), acc);
}

static spelt_status check_pair(const char *function, const spelt_acc *other, const spelt_acc *acc)
{
    spelt_status status = spelt_acc_check(function, "other", other);
    return status == SPELT_OK ? spelt_acc_check(function, "acc", acc) : status;
}

spelt_status spelt_acc_merge(const spelt_acc *other, spelt_acc *acc)
{
    const char *function = "spelt_acc_merge";
    spelt_status status = check_pair(function, other, acc);
    if (status != SPELT_OK)
        return status;
    return add_limbs(function, other->limb, other->special, other->count, acc);
}

static uint64_t negative_special(uint64_t special)
{
    uint64_t negative = special & SPELT_SUPER_NAN;
    if (special & SPELT_SUPER_PLUS_INFINITY)
        negative |= SPELT_SUPER_MINUS_INFINITY;
    if (special & SPELT_SUPER_MINUS_INFINITY)
        negative |= SPELT_SUPER_PLUS_INFINITY;
    return negative;
}

spelt_status spelt_acc_subtract(const spelt_acc *other, spelt_acc *acc)
{
    const char *function = "spelt_acc_subtract";
    spelt_status status = check_pair(function, other, acc);
    if (status != SPELT_OK)
        return status;
    uint64_t limb[SPELT_ACC_LIMBS];
    int64_t count;
    if (!negate(limb, other->limb) || __builtin_sub_overflow(0, other->count, &count))
        return past_the_end(function);
    return add_limbs(function, limb, negative_special(other->special), count, acc);
}

spelt_status spelt_acc_scale(int exponent, spelt_acc *acc)
{
    const char *function = "spelt_acc_scale";
    spelt_status status = spelt_acc_check(function, "acc", acc);
    if (status != SPELT_OK)
        return status;
    static const uint64_t zero[SPELT_ACC_LIMBS];
    if (memcmp(acc->limb, zero, sizeof zero) == 0)
        return SPELT_OK;
    const int bits = 64 * SPELT_ACC_LIMBS;
    if (exponent <= -bits || exponent >= bits ||
        !(exponent < 0 ? shift_down(acc->limb, (size_t)-exponent)
                       : shift_up(acc->limb, (size_t)exponent)))
        return spelt_fail(SPELT_ERR_OVERFLOW, "%s: 2^%d times the sum of acc does not fit",
                          function, exponent);
    return SPELT_OK;
}

#define DEFINE_ROUND(type)                                                                         \
    spelt_status spelt_acc_round_##type(const spelt_acc *acc, type *result)                        \
    {                                                                                              \
        const char *function = "spelt_acc_round_" #type;                                           \
        spelt_status status = spelt_acc_check(function, "acc", acc);                               \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        if (!result)                                                                               \
            return spelt_fail(SPELT_ERR_NULL, "%s: result is NULL", function);                     \
        if (acc->special) {                                                                        \
            *result = (type)spelt_special_result((uint32_t)acc->special);                          \
            return SPELT_OK;                                                                       \
        }                                                                                          \
        *result = spelt_limbs_round_##type(acc->limb, SPELT_ACC_LIMBS, SPELT_SUPER_EXPONENT);      \
        spelt_raise_overflow((f64)*result);                                                        \
        return SPELT_OK;                                                                           \
    }

DEFINE_ROUND(f32)
DEFINE_ROUND(f64)

/* The limb of the units and, below it, those of a fraction. */
enum { UNITS = -SPELT_SUPER_EXPONENT / 64 };
_Static_assert(UNITS * 64 == -SPELT_SUPER_EXPONENT, "the units begin a limb");

static int has_fraction(const spelt_acc *acc)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < UNITS; i++)
        bits |= acc->limb[i];
    return bits != 0;
}

/* Whether the sum lies within a type of 64 bits, whose sign extension is `above` and whose greatest
 * value is `greatest`: the next integer below the sum does, and the sum is not past the greatest.
 */
static int lies_within(const spelt_acc *acc, uint64_t above, uint64_t greatest)
{
    for (size_t i = UNITS + 1; i < SPELT_ACC_LIMBS; i++)
        if (acc->limb[i] != above)
            return 0;
    return acc->limb[UNITS] != greatest || !has_fraction(acc);
}

/* result: an i64 or, where it is not signed, a u64. */
static spelt_status round_to_integer(const char *function, int is_signed, const spelt_acc *acc,
                                     void *result)
{
    const char *type = is_signed ? "int64_t" : "uint64_t";
    spelt_status status = spelt_acc_check(function, "acc", acc);
    if (status != SPELT_OK)
        return status;
    if (!result)
        return spelt_fail(SPELT_ERR_NULL, "%s: result is NULL", function);
    if (acc->special) {
        const f64 value = spelt_special_value((uint32_t)acc->special);
        return spelt_fail(SPELT_ERR_OVERFLOW, "%s: the sum of acc is %s, which does not fit %s",
                          function,
                          value != value ? "NaN"
                          : value > 0    ? "Inf"
                                         : "-Inf",
                          type);
    }
    const uint64_t units = acc->limb[UNITS];
    if (!lies_within(acc, is_signed && units >> 63 ? UINT64_MAX : 0,
                     is_signed ? INT64_MAX : UINT64_MAX))
        return spelt_fail(SPELT_ERR_OVERFLOW, "%s: the sum of acc does not fit %s", function, type);
    if (has_fraction(acc))
        return spelt_fail(SPELT_ERR_INEXACT, "%s: the sum of acc has a fraction", function);
    memcpy(result, &units, sizeof units);
    return SPELT_OK;
}

spelt_status spelt_acc_round_i64(const spelt_acc *acc, int64_t *result)
{
    return round_to_integer("spelt_acc_round_i64", 1, acc, result);
}

spelt_status spelt_acc_round_u64(const spelt_acc *acc, uint64_t *result)
{
    return round_to_integer("spelt_acc_round_u64", 0, acc, result);
}

spelt_status spelt_acc_count(const spelt_acc *acc, int64_t *result)
{
    spelt_status status = spelt_acc_check("spelt_acc_count", "acc", acc);
    if (status != SPELT_OK)
        return status;
    if (!result)
        return spelt_fail(SPELT_ERR_NULL, "spelt_acc_count: result is NULL");
    *result = acc->count;
    return SPELT_OK;
}
