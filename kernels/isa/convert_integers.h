/* convert_integers.h - eight numbers of type T as integers of 64 or 32 bits, by AVX-512. Given T, its vector
 * LANES and theirs of as many bits, BITS; VECTOR, how many bits those have, WIDTH, those of an element, and
 * its SUFFIX in the instructions' names; WHOLE(a), a rounded.
 *
 * Each is converted in one step that raises no exception. What the integers do not hold becomes the least
 * one, or where they have no sign the greatest, and these are left to the scalar kernel; but not by sat,
 * which knows the limits: of no sign all below 0 are 0, else the greatest is for all from `past` on, of
 * which these are bits. */

#define CALL(...) SPELT_PASTE4(_mm, VECTOR, _, __VA_ARGS__)
#define EVERY(value) CALL(SPELT_PASTE(EVERY_, WIDTH))(value)
#define EVERY_32 set1_epi32
#define EVERY_64 set1_epi64
#define COMPARED(order) CALL(SPELT_PASTE4(order, _epi, WIDTH, _mask))
#define BITS_OF(a) CALL(SPELT_PASTE4(cast, SUFFIX, _si, VECTOR))(a)
#define NEAREST (_MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#define CONVERTED(sign, width, a)                                                                  \
    (policy == CONVERT_trunc                                                                       \
         ? SPELT_PASTE4(_mm512_cvtt_round, SUFFIX, _ep##sign, width)(a, _MM_FROUND_NO_EXC)         \
         : SPELT_PASTE4(_mm512_cvt_round, SUFFIX, _ep##sign, width)(a, NEAREST))

/* Of so many bits, whose vectors have `vector` of them. */
#define INTEGERS(width, vector, type)                                                              \
    SPELT_INLINE type SPELT_PASTE4(integers_, width, _of_, T)(                                     \
        convert_policy policy, LANES a, SPELT_PASTE(i, WIDTH) past, int is_signed, unsigned *bad)  \
    {                                                                                              \
        const BITS bits = BITS_OF(a);                                                              \
        const type made = is_signed ? CONVERTED(i, width, a) : CONVERTED(u, width, a);             \
        const type most = _mm##vector##_set1_epi##width(INT##width##_MAX);                         \
        if (policy == CONVERT_exact)                                                               \
            *bad |= COMPARED(cmpneq)(BITS_OF(WHOLE(a)), bits);                                     \
        if (policy != CONVERT_sat)                                                                 \
            return made;                                                                           \
        *bad |= CALL(SPELT_PASTE3(fpclass_, SUFFIX, _mask))(a, 0x01 | 0x80); /* NaNs */            \
        if (is_signed)                                                                             \
            return _mm##vector##_mask_mov_epi##width(made, COMPARED(cmpge)(bits, EVERY(past)), most); \
        return _mm##vector##_maskz_mov_epi##width(                                                 \
            COMPARED(cmpge)(bits, CALL(SPELT_PASTE(setzero_si, VECTOR))()), made);                 \
    }
INTEGERS(64, 512, __m512i)
#if WIDTH == 64
INTEGERS(32, 256, __m256i)
#endif

SPELT_INLINE __m512i SPELT_PASTE(integers_of_, T)(convert_policy policy, LANES a,
                                                  SPELT_PASTE(i, WIDTH) past, int is_signed,
                                                  unsigned *bad)
{
    const __m512i made = SPELT_PASTE(integers_64_of_, T)(policy, a, past, is_signed, bad);
    if (policy != CONVERT_sat)
        *bad |= _mm512_cmpeq_epi64_mask(made, _mm512_set1_epi64(is_signed ? INT64_MIN : -1));
    return made;
}

#undef CALL
#undef EVERY
#undef EVERY_32
#undef EVERY_64
#undef COMPARED
#undef BITS_OF
#undef NEAREST
#undef CONVERTED
#undef INTEGERS
#undef T
#undef LANES
#undef BITS
#undef VECTOR
#undef WIDTH
#undef SUFFIX
#undef WHOLE
