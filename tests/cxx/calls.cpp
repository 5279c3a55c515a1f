/* calls.cpp - a call of each kind of function: what it returns and writes, and how it fails. */
#include "check.hpp"

#include <array>
#include <cmath>
#include <vector>
#if __has_include(<span>) && __cplusplus >= 202002L
#include <span>
#endif

using doubles = std::vector<double>;
using floats = std::vector<float>;
using ints = std::vector<int>;
using mask = std::vector<std::uint8_t>;
using complexes = std::vector<std::complex<double>>;

static void elementwise()
{
    const doubles x = {1, -2, 3}, y = {4, 5, 6};
    doubles out(3);
    spelt::neg(x, out);
    CHECK((out == doubles{-1, 2, -3}));
    spelt::add(x, y, out);
    CHECK((out == doubles{5, 3, 9}));
    spelt::sub(x, spelt::value(0.5, x.size()), out);
    CHECK((out == doubles{0.5, -2.5, 2.5}));
    spelt::fma(x, y, out, out);
    CHECK((out == doubles{4.5, -12.5, 20.5}));
    spelt::clip(x, -1, 2, out);
    CHECK((out == doubles{1, -1, 2}));
    spelt::axpy(2, x, out);
    CHECK((out == doubles{3, -5, 8}));
    spelt::axpby(2, x, -1, out);
    CHECK((out == doubles{-1, 1, -2}));
    doubles a = x, b = y;
    spelt::swap(a, b);
    CHECK(a == y && b == x);
    spelt::rot(a, b, 0, 1); /* a quarter turn: b and -a */
    CHECK(a == x && (b == doubles{-4, -5, -6}));
    spelt::rotm(a, b, 1, 2, 3, -1);
    CHECK((a == doubles{-7, -12, -9}) && (b == doubles{7, -1, 15}));

    mask less(3);
    spelt::less(x, spelt::value(2.0, 3), less);
    CHECK((less == mask{1, 1, 0}));
    spelt::where(less, x, y, out);
    CHECK((out == doubles{1, -2, 6}));
    spelt::isnan(doubles{1, NAN, 2}, less);
    CHECK((less == mask{0, 1, 0}));

    ints wrapped(2), summands = {INT32_MAX, 1};
    spelt::add_wrap(summands, spelt::value(1, 2), wrapped);
    CHECK((wrapped == ints{INT32_MIN, 2}));
    spelt::add_sat(summands, summands, wrapped);
    CHECK((wrapped == ints{INT32_MAX, 2}));
    spelt::convert_round(doubles{2.5, -1.75}, wrapped);
    CHECK((wrapped == ints{2, -2}));

    complexes z = {{1, 2}, {3, -1}}, w(2);
    spelt::conj(z, w);
    CHECK((w == complexes{{1, -2}, {3, 1}}));
    spelt::axpy({0, 1}, z, w);
    CHECK((w == complexes{{-1, -1}, {4, 4}}));
    spelt::rot(z, w, 0, 1);
    CHECK((z == complexes{{-1, -1}, {4, 4}}) && (w == complexes{{-1, -2}, {-3, 1}}));
}

/* Arrays whose size is signed, as Eigen's and Qt's. */
template <class T> struct signed_size {
    T *p;
    int n;
    T *data() const
    {
        return p;
    }
    int size() const
    {
        return n;
    }
};

/* Each kind of operand, input and output. */
static void operands()
{
    double raw[3] = {1, 2, 3};
    const double constant[3] = {1, 1, 1};
    std::array<double, 3> array = {4, 5, 6};
    CHECK(spelt::dot(raw, array) == 32 && spelt::sum(constant) == 3);
    spelt::add(raw, constant, raw);
    CHECK(raw[0] == 2 && raw[2] == 4);
    spelt::copy(raw, spelt::view(array));
    CHECK(array[2] == 4);
    const spelt::view<double> writable(raw, 3); /* a const view, whose elements are not */
    spelt::copy(constant, writable);
    CHECK(raw[2] == 1 && spelt::sum(writable) == 3);
    CHECK(spelt::sum(spelt::view<const double>(writable)) == 3);
    CHECK(spelt::sum(spelt::value(2.5, {2, 3})) == 15);
    CHECK(spelt::sum(spelt::value(2.5, std::size_t(0))) == 0);
    CHECK(spelt::sum(doubles()) == 0);
    spelt::axpy(2, spelt::value(1.5, 3), raw);
    CHECK(raw[0] == 4 && spelt::minmax(spelt::value(7, 3)).second == 7);
#ifdef __cpp_lib_span
    CHECK(spelt::sum(std::span<const double>(constant)) == 3);
    spelt::add(std::span(array), std::span(constant), std::span(array));
    CHECK(array[0] == 3);
#endif
    const signed_size<double> counted = {raw, 3};
    spelt::copy(constant, counted);
    CHECK(spelt::sum(counted) == 3 && spelt::view(counted).size() == 3);
    unsigned extents[2] = {3, 1};
    CHECK(spelt::view<double>(raw, signed_size<unsigned>{extents, 2}).ndim() == 2);
    auto saved = spelt::acc().add_sum(counted).save();
    const signed_size<unsigned char> bytes = {saved.data(), SPELT_ACC_SAVED_BYTES};
    CHECK(spelt::acc::load(bytes).round<double>() == 3);
    const std::vector<long long> longs = {1, 2};
    const std::vector<std::size_t> sizes = {3, 4};
    CHECK(spelt::sum(longs) == 3 && spelt::sum(sizes) == 7);
    static_assert(std::is_same_v<decltype(spelt::sum(longs)), std::int64_t>);
    static_assert(std::is_same_v<decltype(spelt::sum(sizes)), std::uint64_t>);
}

static void reductions()
{
    const doubles x = {3, -4, 1};
    const floats f = {0.1F, 0.2F, 0.3F};
    CHECK(spelt::sum(x) == 0 && spelt::sumsq(x) == 26 && spelt::asum(x) == 8);
    CHECK(spelt::nrm2(doubles{3, 4}) == 5 && spelt::dot_exact(x, x) == 26);
    CHECK(spelt::mean(x) == 0 && spelt::var(x, 1) == 13 && spelt::var_exact(x, 1) == 13);
    CHECK(spelt::argmax_abs(x) == 1 && spelt::max(x) == 3);
    const auto [least, greatest] = spelt::minmax(x);
    CHECK(least == -4 && greatest == 3);

    /* The accumulator by its name; else that of the elements. */
    static_assert(std::is_same_v<decltype(spelt::sum(f)), float>);
    static_assert(std::is_same_v<decltype(spelt::sum<double>(f)), double>);
    CHECK(spelt::sum(f) == 0.1F + 0.2F + 0.3F);
    CHECK(spelt::sum<double>(f) == double(0.1F) + double(0.2F) + double(0.3F));
    CHECK(spelt::sum<double>(x) == 0 && spelt::sum<std::int64_t>(ints{1, 2}) == 3);
    const std::vector<spelt::f16> halves = {{0x3c00}, {0x4000}}; /* 1 and 2 */
    CHECK(spelt::sum<float>(halves) == 3 && spelt::dot<float>(halves, halves) == 5);
    CHECK(spelt::asum<float>(halves) == 3 && spelt::max(halves) == 2 && spelt::argmin(halves) == 0);
    static_assert(std::is_same_v<decltype(spelt::minmax(halves)), std::pair<float, float>>);
    CHECK(spelt::minmax(halves) == std::pair(1.0F, 2.0F));

    const complexes z = {{1, 2}, {3, -1}};
    static_assert(std::is_same_v<decltype(spelt::sum(z)), std::complex<double>>);
    CHECK((spelt::sum(z) == std::complex<double>(4, 1)));
    CHECK((spelt::dotc(z, z) == std::complex<double>(15, 0)) && spelt::sumsq(z) == 15);

    const mask some = {0, 7, 1}, none = {0, 0, 0};
    CHECK(spelt::count(some) == 2 && spelt::any(some) && !spelt::all(some) && !spelt::any(none));
    static_assert(std::is_same_v<decltype(spelt::any(some)), bool>);
}

static void arrays_of_results()
{
    const floats table = {1, 2, 3, 4, 5, 6};
    const spelt::view<const float> a(table.data(), {2, 3});
    floats columns(3);
    doubles rows(2);
    std::vector<std::int64_t> where(2);
    spelt::sum_axis(a, 0, columns);
    CHECK((columns == floats{5, 7, 9}));
    spelt::sum_axis(a, 1, rows); /* in double, for rows is */
    CHECK((rows == doubles{6, 15}));
    spelt::var_axis(a, 1, 1, rows);
    CHECK((rows == doubles{1, 1}));
    spelt::dot_axis(a, a, 1, rows);
    CHECK((rows == doubles{14, 77}));
    floats exact(2);
    spelt::var_exact_axis(a, 1, 1, exact);
    CHECK((exact == floats{1, 1}));
    spelt::sqeuclidean_exact_axis(a, a, 1, exact);
    CHECK((exact == floats{0, 0}));
    const mask chosen = {0, 2, 0, 0, 1, 7};
    mask is(3);
    spelt::any_axis(spelt::view<const std::uint8_t>(chosen.data(), {2, 3}), 0, is);
    CHECK((is == mask{0, 1, 1}));
    spelt::all_axis(spelt::view<const std::uint8_t>(chosen.data(), {2, 3}), 0, is);
    CHECK((is == mask{0, 1, 0}));
    spelt::argmax_axis(a, 1, where);
    CHECK((where == std::vector<std::int64_t>{2, 2}));
    floats running(6);
    spelt::cumsum(table, running);
    CHECK(running[5] == 21);
    spelt::cumsum_axis(a, 0, spelt::view<float>(running.data(), {2, 3}));
    CHECK((running == floats{1, 2, 3, 5, 7, 9}));

    spelt::take(std::vector<std::int64_t>{5, 0}, table, spelt::view<float>(running.data(), 2));
    CHECK(running[0] == 6 && running[1] == 1);
    spelt::put(std::vector<std::int64_t>{1}, floats{9}, running);
    CHECK(running[1] == 9);
    CHECK(spelt::compress(mask{0, 1, 0, 0, 1, 0}, table, running) == 2);
    CHECK(running[0] == 2 && running[1] == 5);

    std::vector<std::int64_t> counts(3);
    spelt::bincount(ints{0, 2, 2}, counts);
    CHECK((counts == std::vector<std::int64_t>{1, 0, 2}));
    spelt::sum_by(ints{1, 1, 0}, doubles{1, 2, 4}, rows);
    CHECK((rows == doubles{4, 3}));
    spelt::histogram(doubles{0, 1, 1.5}, doubles{0, 1, 2, 3}, counts);
    CHECK((counts == std::vector<std::int64_t>{1, 2, 0}));
    spelt::histogram_even(doubles{0, 1, 1.5}, 0, 3, counts);
    CHECK((counts == std::vector<std::int64_t>{1, 2, 0}));
}

static void failing()
{
    const doubles x = {1, 2, 3}, shorter(2);
    doubles out(3, 7);
    CHECK_THROWS(spelt::add(x, shorter, out), SPELT_ERR_SHAPE, "spelt_add_f64: x has shape (3)");
    CHECK((out == doubles{7, 7, 7}));
    CHECK_THROWS((void)spelt::dot(x, shorter), SPELT_ERR_SHAPE, "spelt_dot_f64: x has shape (3)");
    CHECK_THROWS((void)spelt::min(doubles()), SPELT_ERR_ARG, "spelt_min_f64");
    CHECK_THROWS((void)spelt::var<double>(floats{1}, 1), SPELT_ERR_ARG, "spelt_var_f32_f64");
    CHECK_THROWS(spelt::set_isa("abacus"), SPELT_ERR_ARG, "abacus");
    CHECK_THROWS((void)spelt::sum(spelt::view<const double>(nullptr, 2)), SPELT_ERR_NULL, "NULL");

    /* A checked operation has written what wrapped. */
    ints sums(2);
    CHECK_THROWS(spelt::add(ints{INT32_MAX, 1}, ints{1, 1}, sums), SPELT_ERR_OVERFLOW, "index 0");
    CHECK((sums == ints{INT32_MIN, 2}));

    /* A status instead, which is set on success too. */
    spelt::status stat = SPELT_ERR_IO;
    CHECK(spelt::dot(x, x, stat) == 14 && stat == SPELT_OK);
    CHECK(spelt::dot(x, shorter, stat) == 0 && stat == SPELT_ERR_SHAPE);
    CHECK(std::string(spelt::last_error()).find("spelt_dot_f64") == 0);
    spelt::add(x, x, out, stat);
    CHECK(stat == SPELT_OK && (out == doubles{2, 4, 6}));
    spelt::add(x, shorter, out, stat);
    CHECK(stat == SPELT_ERR_SHAPE);
    CHECK(!spelt::any(spelt::view<const std::uint8_t>(nullptr, 2), stat) && stat == SPELT_ERR_NULL);
    CHECK(spelt::minmax(doubles(), stat).second == 0 && stat == SPELT_ERR_ARG);
    spelt::set_path("nowhere", stat);
    CHECK(stat == SPELT_ERR_ARG);
    static_assert(noexcept(spelt::add(x, x, out, stat)) && !noexcept(spelt::add(x, x, out)));
    static_assert(noexcept(spelt::sum<double>(x, stat)) && !noexcept(spelt::sum(x)));

    /* The name alone, without spelt::, exchanges views and not their elements. */
    spelt::view<double> left(out.data(), 1), right(out.data() + 1, 1);
    using std::swap;
    swap(left, right);
    CHECK(left.data() == out.data() + 1 && (out == doubles{2, 4, 6}));
}

int main()
{
    elementwise();
    operands();
    reductions();
    arrays_of_results();
    failing();
    return report("calls");
}
