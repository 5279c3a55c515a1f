/* references.h - what every operation of operations.def is, written in another way: a line each,
 * which serves all its types and policies. Functions find it by the name of their operation, so
 * that one without a line does not compile.
 *
 *   FLOATS(op, value)               elementwise on f32 and f64, of a, b and c in the type itself,
 *                                   and of the numbers P and Q that tests give
 *   COMPLEX(op, re, im)             elementwise on c64 and c128, of their parts
 *   INTEGERS(op, defined, value)    elementwise on integers, checked, _wrap and _sat: a wide of the
 *                                   int128 a and b, where it is defined
 *   BITS(float_op, value)           elementwise, of bits that are moved: a, b, c, the sign bit
 *   SHIFTS(op, value)               elementwise on integers: the int128 value of a and power, 2^b
 *   BITS(chosen_op, value)          by a mask a, of b and c
 *   BITS(tested_op, value)          a mask of the bits a of one input
 *   COMPARES(op, truth)             of a and b
 *   CONVERSION(op, policy)
 *   TERMS(op, first, second)        sums of products, of all families: the two factors
 *   TERMS_FUSED(op)                 op_fused
 *   COMPLEX_TERMS(op, sums, terms, first, second)    of complex elements
 *   TERMS(by_op, first, second)     of the second pass of op: of a, and of the number as b
 *   CHOICES(op, better)             whether a is chosen and not b; the index of it too
 *   CHOICES_OF_MAGNITUDES(op, better) */
#ifndef SPELT_TESTS_REFERENCES_H
#define SPELT_TESTS_REFERENCES_H

#include "references_conversions.h"
#include "references_maps.h"
#include "references_reductions.h"

BITS(float_neg, a ^ sign)
BITS(float_abs, a & ~sign)
BITS(float_copy, a)
BITS(integer_copy, a)
BITS(float_copysign, (a & ~sign) + (b & sign))
FLOATS(sign, isnan(a) ? a : a > 0 ? 1 : a < 0 ? -1 : 0)
FLOATS(floor, WHOLE(a, floorl))
FLOATS(ceil, WHOLE(a, ceill))
FLOATS(trunc, WHOLE(a, truncl))
FLOATS(rint, WHOLE(a, rintl))
FLOATS(sqrt, ROOT(a))
FLOATS(add, a + b)
FLOATS(sub, a - b)
FLOATS(mul, a *b)
FLOATS(div, a / b)
FLOATS(fma, FUSED(a, b, c))
FLOATS(minimum, OF_NUMBERS(a, b, LESSER(a, b)))
FLOATS(maximum, OF_NUMBERS(a, b, GREATER(a, b)))
FLOATS(minimum_number, NUMBER_OF(a, b, LESSER(a, b)))
FLOATS(maximum_number, NUMBER_OF(a, b, GREATER(a, b)))

FLOATS(axpy, b + a * P)
FLOATS(axpby, b *Q + a * P)
FLOATS(clip, isnan(a) ? a : a > Q ? Q : a >= P ? a : P)

BITS(complex_neg, a ^ sign ^ sign >> type_width(facts->result) / 2)
BITS(complex_conj, a ^ sign)
BITS(complex_copy, a)
COMPLEX(add, ar + br, ai + bi)
COMPLEX(sub, ar - br, ai - bi)
COMPLEX(mul, ar *br - ai * bi, ar *bi + ai * br)
COMPLEX(axpy, br + (ar * pr - ai * pi), bi + (ar * pi + ai * pr))

INTEGERS(clip, 1, wide_of(a > (int)TEST_NUMBER_Q ? (int)TEST_NUMBER_Q
                          : a >= (int)TEST_NUMBER_P ? a : (int)TEST_NUMBER_P))
INTEGERS(neg, 1, wide_of(-a))
INTEGERS(abs, 1, wide_of(a < 0 ? -a : a))
INTEGERS(add, 1, wide_of(a + b))
INTEGERS(sub, 1, wide_of(a - b))
INTEGERS(mul, 1, wide_product(a, b))
INTEGERS(div, b != 0, wide_of(a / b))
INTEGERS(rem, b != 0, wide_of(a % b))
INTEGERS(sign, 1, wide_of(a == 0 ? 0 : a < 0 ? -1 : 1))
BITS(integer_bit_not, (sign | (sign - 1)) - a)
BITS(integer_bit_and, (a + b) - (a | b))
BITS(integer_bit_or, ~(~a & ~b))
BITS(integer_bit_xor, (a | b) - (a & b))
SHIFTS(shl, a *power)
SHIFTS(shr, (a - (a % power + power) % power) / power)
INTEGERS(minimum, 1, wide_of(b < a ? b : a))
INTEGERS(maximum, 1, wide_of(b > a ? b : a))

COMPARES(equal, a == b)
COMPARES(not_equal, !(a == b))
COMPARES(less, a < b)
COMPARES(less_equal, a < b || a == b)
COMPARES(greater, b < a)
COMPARES(greater_equal, b < a || a == b)
BITS(tested_isnan, is_nan_bits(facts->input[0], a) ? 1 : 0)
BITS(tested_isfinite, isfinite(real_of(facts->input[0], a)) ? 1 : 0)
BITS(chosen_where, a != 0 ? b : c)

CONVERSION(convert, TO_EXACT)
CONVERSION(convert_round, TO_NEAREST)
CONVERSION(convert_trunc, TO_ZERO)
CONVERSION(convert_sat, TO_LIMITS)
CONVERSION(convert_wrap, TO_LOW_BITS)

TERMS(sum, a, 1)
TERMS(sumsq, a, a)
TERMS(dot, a, b)
TERMS(asum, a < 0 ? -a : a, 1)
TERMS(sqeuclidean, a - b, a - b)
TERMS_FUSED(sumsq)
TERMS_FUSED(dot)

COMPLEX_TERMS(sum, 2, 1, ar, ai)
COMPLEX_TERMS(dotu, 2, 1, ar *br - ai * bi, ai *br + ar * bi)
COMPLEX_TERMS(dotc, 2, 1, ai *bi + ar * br, ar *bi - ai * br)
COMPLEX_TERMS(asum, 1, 2, ar < 0 ? -ar : ar, ai < 0 ? -ai : ai)
COMPLEX_TERMS(sumsq, 1, 2, ar *ar, ai *ai)

TERMS(count, a != 0, 1)
TERMS(var, a - b, a - b)
TERMS(nrm2, a *b, a *b)
CHOICES(min, IS_LESS(a, b))
CHOICES(max, IS_LESS(b, a))
CHOICES_OF_MAGNITUDES(max_abs, fabs((double)(a)) > fabs((double)(b)))

/* A function's reference, by its family and the type of its elements. */
#define REFERENCE_MAP1(op, in) .element = SPELT_PASTE3(REFERENCE_KIND_##in, _, op)
#define REFERENCE_MAP2(op, in) REFERENCE_MAP1(op, in)
#define REFERENCE_MAP3(op, in) REFERENCE_MAP1(op, in)
#define REFERENCE_CHECKED1(op, in) REFERENCE_MAP1(op, in)
#define REFERENCE_CHECKED2(op, in) REFERENCE_MAP1(op, in)
#define REFERENCE_COMPARE(op, in) .element = compared_##op
#define REFERENCE_TEST(op, in) .element = tested_##op
#define REFERENCE_UPDATE(op, in) REFERENCE_MAP1(op, in)
#define REFERENCE_MAP1_BY(op, in) REFERENCE_MAP1(op, in)
#define REFERENCE_WHERE(op, in) .element = chosen_##op
#define REFERENCE_CONVERT(op, in) .element = converted_##op
#define REFERENCE_ORDER1(op, in) .number = SPELT_PASTE(REFERENCE_TERM_, in)(op)
#define REFERENCE_TERM_REAL(op) {.term = &term_##op}
#define REFERENCE_TERM_COMPLEX(op) {.complex = &complex_terms_##op}
#define REFERENCE_TERM_f32 REFERENCE_TERM_REAL
#define REFERENCE_TERM_f64 REFERENCE_TERM_REAL
#define REFERENCE_TERM_f16 REFERENCE_TERM_REAL
#define REFERENCE_TERM_bf16 REFERENCE_TERM_REAL
#define REFERENCE_TERM_c64 REFERENCE_TERM_COMPLEX
#define REFERENCE_TERM_c128 REFERENCE_TERM_COMPLEX
#define REFERENCE_ORDER1_BY(op, in) .number = {.term = &term_##op, .by = reference_##op}
#define REFERENCE_TOTAL(op, in) .number = REFERENCE_TERM_REAL(op)
#define REFERENCE_ROUNDED(op, in) REFERENCE_TOTAL(op, in)
#define REFERENCE_CHOICE(op, in) .number = {.choice = &choice_##op}
#define REFERENCE_INDEX(op, in) REFERENCE_CHOICE(op, in)

#define REFERENCE_KIND_f32 float
#define REFERENCE_KIND_f64 float
#define REFERENCE_KIND_c64 complex
#define REFERENCE_KIND_c128 complex
#define REFERENCE_KIND_i8 integer
#define REFERENCE_KIND_i16 integer
#define REFERENCE_KIND_i32 integer
#define REFERENCE_KIND_i64 integer
#define REFERENCE_KIND_u8 integer
#define REFERENCE_KIND_u16 integer
#define REFERENCE_KIND_u32 integer
#define REFERENCE_KIND_u64 integer

#endif
