/* loop_lines.h - the naive loop of every row of operations.def, in one line: what a user would
 * write in its place. A line that begins with a comma stands in for the expression that the row has
 * in operations.def; where it is what a user would write, no line is needed. All other rows need
 * one to compile.
 *
 * In a line a, b, c are the elements of x, y, z, T is their type and R that of the result; the
 * words in capitals are those of loop_words.h. Integers wrap (-fwrapv). There is no branch that
 * random data would make the CPU mispredict, or that would keep a compiler from vectorizing.
 *
 *   NAIVE_MAP1_<op>, _MAP2_, _MAP3_     out[i] = the line; so _COMPARE_, _TEST_ and _WHERE_, of
 * which a is the mask; and _UPDATE_, of which b is what out[i] was, and _MAP1_BY_
 *   NAIVE_CHECKED1_<op>, _CHECKED2_     writes out[i], and tells whether the element fails
 *   NAIVE_CONVERT_<kind>_<policy>       the value; whether the element fails, which gives 0
 *   NAIVE_ORDER1_<op>, _TOTAL_, _ROUNDED_    r += the line; a and b have the type R
 *   NAIVE_COMPLEX1_<op>, _COMPLEX2_, _COMPLEX_UPDATE_, _COMPLEX_ORDER1_, _COMPLEX_CHOICE_, _COMPLEX_INDEX_
 *                                       the same of complex numbers of C; P is the number of an update
 *   NAIVE_CHOICE_<op>                   OpenMP's name of the reduction; r = the line
 *   NAIVE_INDEX_<op>                    whether r = i; BEST is the element there
 *   NAIVE_TAKE_<op>, ...                what is done with the key (or index, or mask) k of x and the element
 *                                       a of y, or with a of x; AT(a) is its bin, b one element of the other
 *                                       output, count goes up from 0
 *   NAIVE_EXCHANGE_<op>                 what the one and the other output becomes of both, a and b
 *   NAIVE_PARTS_<op>, _PARTS_BY_        an ORDER1 line of complex elements whose parts are the operands
 *   NAIVE_MEAN                          what becomes of a sum r
 *   NAIVE_BOTH_<op>                     what p and r become, which were an element
 *   NAIVE_TRUTH_<op>                    what r was, the operator, what it brings to r
 *   NAIVE_UPDATE_scal, _COMPLEX_UPDATE_    what becomes of out[i], a */

/* The line, if there is one, else the value that the row has. */
#define LINE_OR(line, value) LINE_OR_(line, value, )
#define LINE_OR_(...) LINE_OR__(__VA_ARGS__)
#define LINE_OR__(line, value, ...) value

/* clang-format off */
#define NAIVE_ORDER1_asum , ABS(a)
#define NAIVE_COMPLEX_ORDER1_dotu , TIMES(a, b)
#define NAIVE_COMPLEX_ORDER1_dotc , TIMES(CONJ(a), b)
/* Of a first pass the term, and p, made of their sum; of the second the term, and what is made of r. */
#define NAIVE_ORDER1_BY_var a, p / (R)n, (a - p) * (a - p), r / (R)n
#define NAIVE_ORDER1_BY_nrm2 0, p, a *a, SQRT(r)
#define NAIVE_CHOICE_min min, a < r ? a : r
#define NAIVE_CHOICE_max max, a > r ? a : r
#define NAIVE_CHOICE_min_number min, a < r ? a : r
#define NAIVE_CHOICE_max_number max, a > r ? a : r
#define NAIVE_CHOICE_max_abs max, ABS(a) > r ? ABS(a) : r
#define NAIVE_INDEX_argmin a < BEST
#define NAIVE_INDEX_argmax a > BEST
#define NAIVE_INDEX_argmin_number a < BEST
#define NAIVE_INDEX_argmax_number a > BEST
#define NAIVE_INDEX_argmax_abs ABS(a) > ABS(BEST)

#define NAIVE_COMPLEX_CHOICE_max_abs max, ABS(RE(a)) + ABS(IM(a)) > r ? ABS(RE(a)) + ABS(IM(a)) : r
#define NAIVE_COMPLEX_INDEX_argmax_abs ABS(RE(a)) + ABS(IM(a)) > ABS(RE(BEST)) + ABS(IM(BEST))

#define NAIVE_COMPLEX1_conj , CONJ(a)
#define NAIVE_COMPLEX2_mul , TIMES(a, b)
#define NAIVE_COMPLEX_UPDATE_axpy TIMES(PAIR(T, AXPY_A, 0), a) + b
#define NAIVE_MAP1_abs , ABS(a)
#define NAIVE_MAP1_sqrt , SQRT(a)
#define NAIVE_MAP1_floor , FLOOR(a)
#define NAIVE_MAP1_ceil , CEIL(a)
#define NAIVE_MAP1_trunc , TRUNC(a)
#define NAIVE_MAP1_rint , RINT(a)
#define NAIVE_MAP1_sign , a != a ? a : (T)((a > 0) - (a < 0))
#define NAIVE_MAP2_copysign , COPYSIGN(a, b)
#define NAIVE_MAP3_fma , FMA(a, b, c)
#define NAIVE_MAP2_minimum , a < b || a != a ? a : b
#define NAIVE_MAP2_maximum , a > b || a != a ? a : b
#define NAIVE_MAP2_minimum_number , a < b || b != b ? a : b
#define NAIVE_MAP2_maximum_number , a > b || b != b ? a : b
#define NAIVE_COMPARE_equal a == b
#define NAIVE_COMPARE_not_equal a != b
#define NAIVE_COMPARE_less a < b
#define NAIVE_COMPARE_less_equal a <= b
#define NAIVE_COMPARE_greater a > b
#define NAIVE_COMPARE_greater_equal a >= b
#define NAIVE_TEST_isnan a != a
#define NAIVE_TEST_isfinite IS_FINITE(a)
#define NAIVE_UPDATE_axpy AXPY_A * a + b
#define NAIVE_UPDATE_axpby AXPBY_A * a + AXPBY_B * b
#define NAIVE_MAP1_BY_clip a < (T)CLIP_LOW ? (T)CLIP_LOW : a > (T)CLIP_HIGH ? (T)CLIP_HIGH : a
#define NAIVE_WHERE_where a ? b : c

#define NAIVE_CHECKED1_neg (out[i] = (T)-a, a == LEAST(T))
#define NAIVE_CHECKED1_abs (out[i] = (T)(a < 0 ? -a : a), a == LEAST(T))
#define NAIVE_MAP1_neg_wrap , -a
#define NAIVE_MAP1_abs_wrap , a < 0 ? -a : a
#define NAIVE_MAP1_neg_sat , a == LEAST(T) ? MOST(T) : -a
#define NAIVE_MAP1_abs_sat , a == LEAST(T) ? MOST(T) : a < 0 ? -a : a
#define NAIVE_CHECKED2_add __builtin_add_overflow(a, b, &out[i])
#define NAIVE_CHECKED2_sub __builtin_sub_overflow(a, b, &out[i])
#define NAIVE_CHECKED2_mul __builtin_mul_overflow(a, b, &out[i])
#define NAIVE_CHECKED2_div (out[i] = (T)(b == 0 ? 0 : WRAPS ? a : a / b), b == 0 || WRAPS)
#define NAIVE_CHECKED2_div_wrap (out[i] = (T)(b == 0 ? 0 : WRAPS ? a : a / b), b == 0)
#define NAIVE_CHECKED2_div_sat (out[i] = (T)(b == 0 ? 0 : WRAPS ? MOST(T) : a / b), b == 0)
#define NAIVE_CHECKED2_rem (out[i] = (T)(b == 0 || WRAPS ? 0 : a % b), b == 0)
#define NAIVE_CHECKED2_shl (out[i] = (T)(IS_SHIFT ? (u64)a << b : 0), !IS_SHIFT)
#define NAIVE_CHECKED2_shr (out[i] = (T)(IS_SHIFT ? a >> b : 0), !IS_SHIFT)
#define NAIVE_MAP2_add_wrap , a + b
#define NAIVE_MAP2_sub_wrap , a - b
#define NAIVE_MAP2_mul_wrap , a * b
#define NAIVE_MAP2_add_sat , IS_SIGNED(T) ? SUM_OR_LIMIT : SUM < a ? MOST(T) : SUM
#define NAIVE_MAP2_sub_sat , IS_SIGNED(T) ? DIFFERENCE_OR_LIMIT : a < b ? 0 : DIFFERENCE
#define NAIVE_MAP2_mul_sat , CLAMPED(T, (W)a * (W)b)

#define NAIVE_CONVERT_wider_exact WIDER(a), 0
#define NAIVE_CONVERT_integer_to_integer_exact (R)a, (T)(R)a != a || ((R)a < 1) != (a < 1)
#define NAIVE_CONVERT_integer_to_integer_sat (R)(a <= LOW ? LOW : a > HIGH ? HIGH : a), 0
#define NAIVE_CONVERT_integer_to_integer_wrap (R)a, 0
#define NAIVE_CONVERT_integer_to_float_exact (R)a, (T)(R)a != a
#define NAIVE_CONVERT_integer_to_float_round (R)a, 0
#define NAIVE_CONVERT_integer_to_half_exact NARROWED((f32)a), WIDENED(NARROWED((f32)a)) != (f32)a
#define NAIVE_CONVERT_integer_to_half_round NARROWED((f32)a), OVERFLOWS((f32)a)
#define NAIVE_CONVERT_integer_to_half_sat NARROWED(LIMITED((f32)a)), 0
#define NAIVE_CONVERT_float_to_integer_exact (R)a, !(IS_IN_RANGE(a) && (N)(R)a == a)
#define NAIVE_CONVERT_float_to_integer_round (R)RINT(a), !IS_IN_RANGE(RINT(a))
#define NAIVE_CONVERT_float_to_integer_trunc (R)a, !IS_IN_RANGE_TRUNCATED
#define NAIVE_CONVERT_float_to_integer_sat ROUNDED_OR_LIMIT(RINT(a)), a != a
#define NAIVE_CONVERT_float_to_float_exact NARROWED(a), WIDENED(NARROWED(a)) != a && a == a
#define NAIVE_CONVERT_float_to_float_round NARROWED(a), OVERFLOWS(a)
#define NAIVE_CONVERT_float_to_float_sat NARROWED(LIMITED(a)), 0

#define NAIVE_PARTS_asum ABS(RE(a)) + ABS(IM(a))
#define NAIVE_PARTS_sumsq RE(a) * RE(a) + IM(a) * IM(a)
#define NAIVE_PARTS_BY_nrm2 0, p, RE(a) * RE(a) + IM(a) * IM(a), SQRT(r)
#define NAIVE_MEAN r / (R)n
#define NAIVE_ORDER1_BY_mean 0, p, a, NAIVE_MEAN
#define NAIVE_ORDER1_BY_mean_exact NAIVE_ORDER1_BY_mean
#define NAIVE_ORDER1_BY_nrm2_exact NAIVE_ORDER1_BY_nrm2
#define NAIVE_ORDER1_BY_var_exact NAIVE_ORDER1_BY_var
#define NAIVE_ORDER1_sqeuclidean_exact (a - b) * (a - b)
#define NAIVE_BOTH_minmax a < p ? a : p, a > r ? a : r
#define NAIVE_TRUTH_any 0, |, a != 0
#define NAIVE_TRUTH_all 1, &, a != 0
#define NAIVE_UPDATE_scal SCAL_A * a
#define NAIVE_COMPLEX_UPDATE_scal TIMES(PAIR(T, SCAL_RE, SCAL_IM), a)
#define NAIVE_EXCHANGE_swap b, a
#define NAIVE_EXCHANGE_rot ROT_C * a + ROT_S * b, ROT_C * b - ROT_S * a
#define NAIVE_EXCHANGE_rotm ROTM_XX * a + ROTM_XY * b, ROTM_YX * a + ROTM_YY * b
#define NAIVE_TAKE_take out[i] = y[k]
#define NAIVE_PUT_put out[k] = a
#define NAIVE_COMPRESS_compress (out[count] = a, count += k != 0)
#define NAIVE_SCAN_cumsum out[i] = r = (R)(r + a)
#define NAIVE_COUNT_BY_bincount out[k]++
#define NAIVE_SUM_BY_sum_by out[k] += a
#define NAIVE_SUM_BY_EXACT_sum_by_exact out[k] += a
#define NAIVE_BINS_histogram out[FOUND(a)] += IS_INSIDE(a)
#define NAIVE_EVEN_BINS_histogram_even out[RECKONED(a)] += IS_INSIDE(a)
/* clang-format on */
