/* sums.cpp - partials and accumulators, as values of C++. */
#include "check.hpp"

#include <vector>

static void partials()
{
    const std::size_t n = 5000, half = SPELT_PARTIAL_BLOCK_F64;
    std::vector<double> x(n), y(n);
    std::vector<float> f(n);
    for (std::size_t i = 0; i < n; i++) {
        x[i] = 1.0 / double(i + 1);
        y[i] = double(i) - 100;
        f[i] = float(x[i]);
    }
    const spelt::view<const double> vx = x, vy = y;
    spelt::partial<double> left = spelt::partial_dot(vx.slice(0, 0, half), vy.slice(0, 0, half), 0);
    const auto right =
        spelt::partial_dot(vx.slice(0, half, SPELT_END), vy.slice(0, half, SPELT_END), half);
    CHECK(left.first() == 0 && left.count() == half && right.first() == half);
    CHECK(left.merge(right).finish() == spelt::dot(x, y) && left.count() == n);

    static_assert(std::is_same_v<decltype(spelt::partial_sum(f, 0)), spelt::partial<float>>);
    CHECK(spelt::partial_sum(f, 0).finish() == spelt::sum(f));
    CHECK(spelt::partial_sum<double>(f, 0).finish() == spelt::sum<double>(f));
    static_assert(sizeof(spelt::partial<float>) == sizeof(spelt_partial_f32));
    static_assert(std::is_trivially_copyable_v<spelt::partial<double>>);

    CHECK_THROWS(left.merge(right), SPELT_ERR_ARG, "spelt_partial_merge_f64");
    CHECK(left.finish() == spelt::dot(x, y));
    CHECK_THROWS((void)right.finish(), SPELT_ERR_ARG, "spelt_partial_finish_f64");
    CHECK_THROWS((void)spelt::partial_sum(x, 1), SPELT_ERR_ARG, "spelt_partial_sum_f64");
    CHECK_THROWS((void)spelt::partial<double>().finish(), SPELT_ERR_ARG, "finish");
    spelt::status stat = SPELT_OK;
    CHECK(right.finish(stat) == 0 && stat == SPELT_ERR_ARG);
    double finished = 0;
    CHECK(spelt_partial_finish_f64(left.c(), &finished) == SPELT_OK);
    CHECK(finished == left.finish());
}

static void accumulators()
{
    const std::vector<double> x = {1e300, 1, -1e300};
    spelt::acc acc;
    acc.add_sum(x).add(2.5F).add(0.5).add_dot(x, std::vector<double>{0, 1, 0});
    CHECK(acc.round<double>() == 5 && acc.round<float>() == 5 && acc.count() == 8);
    CHECK(acc.round<std::int64_t>() == 5 && acc.round<std::uint64_t>() == 5);
    acc.add_sumsq(std::vector<int>{3, 4}).add_count(std::vector<std::uint8_t>{1, 0, 9});
    CHECK(acc.round<long long>() == 32);
    const spelt::acc copy = acc;
    acc.merge(copy);
    CHECK(acc.round<double>() == 64 && acc.scale(-7).round<double>() == 0.5);
    CHECK_THROWS((void)acc.round<std::int64_t>(), SPELT_ERR_INEXACT, "spelt_acc_round_i64");
    CHECK(acc.subtract(acc).round<double>() == 0 && acc.count() == 0);

    const auto bytes = copy.save();
    CHECK(spelt::acc::load(bytes).round<double>() == 32);
    CHECK_THROWS((void)spelt::acc::load(std::vector<unsigned char>(3)), SPELT_ERR_FORMAT, "3");
    spelt::status stat = SPELT_OK;
    CHECK(acc.scale(1 << 20, stat).round<double>() == 0 && stat == SPELT_OK);
    acc.add(1.0).scale(1 << 20, stat);
    CHECK(stat == SPELT_ERR_OVERFLOW && acc.round<double>() == 1);
    CHECK(acc.init().count() == 0);
    static_assert(sizeof(spelt::acc) == sizeof(spelt_acc));
    static_assert(std::is_trivially_copyable_v<spelt::acc>);
    CHECK(spelt_acc_merge(copy.c(), acc.c()) == SPELT_OK && acc.round<double>() == 32);
}

static void threads()
{
    const int before = spelt::set_num_threads_local(3);
    {
        const spelt::local_threads one(1);
        CHECK(spelt::get_num_threads() == 1);
    }
    CHECK(spelt::get_num_threads() == 3);
    spelt::set_num_threads_local(before);
}

int main()
{
    partials();
    accumulators();
    threads();
    return report("sums");
}
