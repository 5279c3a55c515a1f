/* convert_integers.h - eight numbers of type T as integers of 64 bits, by AVX-512. Given T, its vector LANES
 * and theirs of as many bits, BITS; VECTOR, how many bits those have, WIDTH, those of an element, and its
 * SUFFIX in the instructions' names; ONE and INFINITY_BITS.
 *
 * What is in range is seen by its bits, quietly, and all else becomes 0 before it is rounded: below `past`,
 * of which these are bits, in magnitude, and not below 0 where the type has no sign. -2^63 is left to the
 * scalar kernel, but not by sat, whose limit it is. */

#define CALL(...) SPELT_PASTE4(_mm, VECTOR, _, __VA_ARGS__)
#define EVERY(value) CALL(SPELT_PASTE(EVERY_, WIDTH))(value)
#define EVERY_32 set1_epi32
#define EVERY_64 set1_epi64
#define COMPARED(order, sign) CALL(SPELT_PASTE4(order, _ep##sign, WIDTH, _mask))
#define BITS_OF(a) CALL(SPELT_PASTE4(cast, SUFFIX, _si, VECTOR))(a)
#define INTO(sign) SPELT_PASTE4(_mm512_mask_cvtt, SUFFIX, _ep##sign, 64)

SPELT_INLINE __m512i SPELT_PASTE(integers_of_, T)(convert_policy policy, LANES a,
                                                  SPELT_PASTE(i, WIDTH) past, int is_signed,
                                                  unsigned *bad)
{
    const BITS bits = BITS_OF(a);
    const BITS size = CALL(SPELT_PASTE(and_si, VECTOR))(bits, EVERY(SPELT_PASTE3(INT, WIDTH, _MAX)));
    const __mmask8 is_small = COMPARED(cmplt, i)(size, EVERY(past));
    const __mmask8 is_negative = CALL(SPELT_PASTE3(movepi, WIDTH, _mask))(bits);
    const LANES some = CALL(SPELT_PASTE(maskz_mov_, SUFFIX))(is_small, a);
    const LANES whole = policy == CONVERT_trunc
                            ? some
                            : CALL(SPELT_PASTE(roundscale_, SUFFIX))(
                                  some, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __mmask8 is_within = is_small;
    __m512i limit = _mm512_setzero_si512();
    if (!is_signed && policy == CONVERT_trunc)
        is_within &= (__mmask8)~(is_negative & COMPARED(cmpge, i)(size, EVERY(ONE)));
    else if (!is_signed) /* above the bits of -0 */
        is_within &= (__mmask8)~COMPARED(cmpgt, u)(BITS_OF(whole), EVERY(SPELT_PASTE3(INT, WIDTH, _MIN)));
    if (policy == CONVERT_sat) {
        const __m512i most = _mm512_set1_epi64(is_signed ? INT64_MAX : -1);
        limit = _mm512_mask_mov_epi64(most, is_negative, _mm512_set1_epi64(is_signed ? INT64_MIN : 0));
        *bad |= COMPARED(cmpgt, i)(size, EVERY(INFINITY_BITS));
    } else {
        *bad |= (__mmask8)~is_within;
    }
    if (policy == CONVERT_exact)
        *bad |= COMPARED(cmpneq, i)(BITS_OF(whole), bits);
    return is_signed ? INTO(i)(limit, is_within, whole) : INTO(u)(limit, is_within, whole);
}

#undef CALL
#undef EVERY
#undef EVERY_32
#undef EVERY_64
#undef COMPARED
#undef BITS_OF
#undef INTO
#undef T
#undef LANES
#undef BITS
#undef VECTOR
#undef WIDTH
#undef SUFFIX
#undef ONE
#undef INFINITY_BITS
