/* spelt.hpp - Spelt from C++17 on: the functions of spelt.h in namespace spelt, overloaded by the types of
 * what is passed. Nothing but headers; it calls the C functions of the library.
 *
 *     std::vector<double> x = {1, 2, 3}, y = {4, 5, 6}, out(3);
 *     double dot = spelt::dot(x, y);                    // spelt_dot_f64
 *     spelt::add(x, y, out);                            // spelt_add_f64
 *     spelt::view<const float> a(p, {rows, cols});
 *     spelt::sum_axis(a.slice(0, 1, SPELT_END), 0, out);    // rows from 1 on; spelt_sum_axis_f32_f64
 *
 * Names      spelt::op is spelt_op without the types behind it, which are those of the elements that are
 *            passed: spelt::convert(x, out) of double and int is spelt_convert_f64_i32. Nothing is
 *            converted on the way. Where there is no C function for the types, the call does not compile.
 *            Parameters are those of the C function in their order, and what it does, its errors, aliasing
 *            and n = 0 stand in its header. cxx/operations.def lists all.
 * Operands   x, y, out, ...: anything with data() and size(), of one dimension (std::vector, std::array,
 *            std::span, an array of C); a spelt::view, of up to 8 with strides; a std::mdspan. For an input
 *            spelt::value(2.5, n), which is the same value everywhere. An output may be a temporary view.
 * Elements   float, double, integers by width and sign (not char and bool), spelt::f16, spelt::bf16,
 *            std::complex<float> and <double> or spelt_c64 and spelt_c128. Numbers that are passed beside
 *            arrays are converted to their element type, as C++ converts arguments.
 * Results    Numbers are returned, complex ones as std::complex; two of them as a std::pair; any and all
 *            return a bool. The accumulator is named where it is not that of the elements:
 *            spelt::sum<double>(x) of floats is spelt_sum_f32_f64, spelt::dot<float>(x, y) of halves
 *            spelt_dot_f16_f32. Results that are arrays are written to out, whose type names it.
 * Errors     A failure is thrown as spelt::error, a std::runtime_error: status() and what(), which is
 *            spelt_last_error(). With a spelt::status variable as the last argument it is set instead, to
 *            SPELT_OK too, and nothing is thrown; a number that is returned is then 0 where it fails.
 *            Without exceptions (-fno-exceptions) only these calls compile.
 * Lifetime   A view, also that of an .npy file, is good as long as the elements stay where they are.
 * Threads    As the C functions. Memory: nothing is allocated but by spelt::error, by a std::vector that
 *            npy::view makes longer, and by npz::name. The cost of a call is the C call's and the making
 *            of a view for each operand that is none.
 *
 * Other classes: spelt::partial<double> and spelt::acc (cxx/partial.hpp, cxx/accumulate.hpp), spelt::npy and
 * spelt::npz (cxx/files.hpp), spelt::local_threads (cxx/runtime.hpp). */
#ifndef SPELT_SPELT_HPP
#define SPELT_SPELT_HPP

#if __cplusplus < 201703L
#error "spelt/spelt.hpp is C++17: compile with -std=c++17 or later; spelt/spelt.h serves older ones"
#endif

#include <spelt/cxx/accumulate.hpp>
#include <spelt/cxx/files.hpp>
#include <spelt/cxx/operations.hpp>
#include <spelt/cxx/runtime.hpp>
#include <spelt/cxx/view.hpp>

#endif
