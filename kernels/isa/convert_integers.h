/* convert_integers.h - vectors of type T, of FROM bits, as integers of INTO bits in vectors of TO bits, by
 * AVX-512.
 *
 * Each is converted in one step that raises no exception. What the integers do not hold becomes the least
 * one, or where they have no sign the greatest, and these are left to the scalar kernel; but not by sat,
 * which knows the limits: of no sign all below 0 are 0, else the greatest is for all from `past` on, of
 * which these are bits. For a type of fewer bits, `width`, what lies beyond it is refused from `least` on;
 * but not by sat, which makes it of these integers' limits. */

#define WIDTH SPELT_PASTE(CONVERT_WIDTH_, T)
#define SUFFIX SPELT_PASTE(CONVERT_SUFFIX_, T)
#define LANES SPELT_PASTE4(CONVERT_VECTOR_, T, _, FROM)
#define WHOLE SPELT_PASTE4(CONVERT_WHOLE_, T, _, FROM)
#define NAMED(vector, ...) SPELT_PASTE4(_mm, vector, _, __VA_ARGS__)
#define VECTOR_OF_256 __m256i
#define VECTOR_OF_512 __m512i
#define BITS SPELT_PASTE(VECTOR_OF_, FROM)
#define MADE SPELT_PASTE(VECTOR_OF_, TO)
#define NUMBER SPELT_PASTE(i, INTO)
#define COMPARED(order) NAMED(FROM, SPELT_PASTE4(order, _epi, WIDTH, _mask))
#define TOLD(order) NAMED(TO, SPELT_PASTE4(order, _epi, INTO, _mask))
#define BITS_OF(a) NAMED(FROM, SPELT_PASTE4(cast, SUFFIX, _si, FROM))(a)
#define CONVERTED(sign)                                                                            \
    (policy == CONVERT_trunc                                                                       \
         ? SPELT_PASTE4(_mm512_cvtt_round, SUFFIX, _ep##sign, INTO)(a, _MM_FROUND_NO_EXC)          \
         : SPELT_PASTE4(_mm512_cvt_round, SUFFIX, _ep##sign, INTO)(                                \
               a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC))
#define EVERY_IN_32 set1_epi32
#define EVERY_IN_64 set1_epi64
#define EVERY(vector, width, value) NAMED(vector, SPELT_PASTE(EVERY_IN_, width))(value)

SPELT_INLINE MADE SPELT_PASTE4(integers_, INTO, _of_, T)(convert_policy policy, LANES a,
                                                         SPELT_PASTE(i, WIDTH) past, int is_signed,
                                                         int width, NUMBER least, unsigned *bad)
{
    const BITS bits = BITS_OF(a), zero = NAMED(FROM, SPELT_PASTE(setzero_si, FROM))();
    const MADE made = is_signed ? CONVERTED(i) : CONVERTED(u);
    const MADE most = EVERY(TO, INTO, SPELT_PASTE3(INT, INTO, _MAX));
    const MADE refused = EVERY(TO, INTO, is_signed ? SPELT_PASTE3(INT, INTO, _MIN) : -1);
    const MADE beyond = EVERY(TO, INTO, width < INTO ? -(NUMBER)((u64)1 << width) : 0);
    if (policy == CONVERT_sat) {
        *bad |= NAMED(FROM, SPELT_PASTE3(fpclass_, SUFFIX, _mask))(a, 0x01 | 0x80); /* NaNs */
        return is_signed
                   ? NAMED(TO, SPELT_PASTE(mask_mov_epi, INTO))(
                         made, COMPARED(cmpge)(bits, EVERY(FROM, WIDTH, past)), most)
                   : NAMED(TO, SPELT_PASTE(maskz_mov_epi, INTO))(COMPARED(cmpge)(bits, zero), made);
    }
    if (policy == CONVERT_exact)
        *bad |= COMPARED(cmpneq)(BITS_OF(WHOLE(a)), bits);
    if (width < INTO)
        *bad |= TOLD(test)(NAMED(TO, SPELT_PASTE(sub_epi, INTO))(made, EVERY(TO, INTO, least)), beyond);
    else
        *bad |= TOLD(cmpeq)(made, refused);
    return made;
}

#undef NAMED
#undef VECTOR_OF_256
#undef VECTOR_OF_512
#undef BITS
#undef MADE
#undef NUMBER
#undef COMPARED
#undef TOLD
#undef BITS_OF
#undef CONVERTED
#undef EVERY_IN_32
#undef EVERY_IN_64
#undef EVERY
#undef WIDTH
#undef SUFFIX
#undef LANES
#undef WHOLE
#undef T
#undef FROM
#undef INTO
#undef TO
