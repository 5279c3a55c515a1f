/* views.cpp - views of every making, and views of views. */
#include "check.hpp"

#include <array>
#include <vector>
#if __has_include(<mdspan>)
#include <mdspan>
#endif

/* What std::mdspan has of layout_stride, for compilers that have none. */
template <class T> struct strided_matrix {
    using element_type = T;
    using reference = T &;
    T *data;
    std::array<int, 2> extents, strides;
    static constexpr std::size_t rank() noexcept
    {
        return 2;
    }
    static constexpr bool is_always_strided() noexcept
    {
        return true;
    }
    T *const &data_handle() const noexcept
    {
        return data;
    }
    int extent(std::size_t i) const noexcept
    {
        return extents[i];
    }
    int stride(std::size_t i) const noexcept
    {
        return strides[i];
    }
};

static void making()
{
    std::vector<double> memory = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    double *const p = memory.data();
    const int rows = 3;
    const std::size_t columns = 4;

    const spelt::view<const double> a(p, {rows, columns});
    CHECK(a.ndim() == 2 && a.extent(0) == 3 && a.extent(1) == 4 && a.size() == 12);
    CHECK(a.stride(0) == 4 && a.stride(1) == 1 && a(2, 1) == 9 && a.data() == p);
    const spelt::view<double> fortran(p, {3, 4}, {1, 3});
    CHECK(fortran(2, 1) == 5 && fortran(0, 3) == 9);
    fortran(0, 3) = -9;
    CHECK(memory[9] == -9);
    memory[9] = 9;
    const std::vector<std::size_t> shape = {2, 2, 3};
    CHECK(spelt::view<double>(p, shape)(1, 1, 2) == 11);
    const std::array<long, 2> strides = {-4, 2};
    CHECK(spelt::view<const double>(p + 8, std::array<int, 2>{3, 2}, strides)(2, 1) == 2);
    CHECK(spelt::view<double>::bytes(p, {3}, {32})(2) == 8);
    CHECK(spelt::view<double>(p, {3}).ndim() == 1 && spelt::view<double>(p, {}).ndim() == 0);
    CHECK(spelt::sum(spelt::view<double>(p + 5, {})) == 5);
    CHECK(spelt::view<double>().size() == 0 && spelt::sum(spelt::view<double>()) == 0);

    /* Without naming the type; and all that a view is made of by itself. */
    static_assert(std::is_same_v<decltype(spelt::view(memory)), spelt::view<double>>);
    static_assert(std::is_same_v<decltype(spelt::view(a)), spelt::view<const double>>);
    static_assert(std::is_same_v<decltype(spelt::view(shape)), spelt::view<const std::size_t>>);
    static_assert(std::is_convertible_v<std::vector<double> &, spelt::view<const double>>);
    static_assert(std::is_convertible_v<spelt::view<double>, spelt::view<const double>>);
    static_assert(!std::is_convertible_v<spelt::view<const double>, spelt::view<double>>);
    static_assert(!std::is_convertible_v<const std::vector<double> &, spelt::view<double>>);
    static_assert(!std::is_convertible_v<std::vector<float> &, spelt::view<const double>>);

    /* The C view, which is the very same. */
    double sum = 0;
    CHECK(spelt_sum_f64(a.c(), &sum) == SPELT_OK && sum == 66);
    spelt::view<const double> part;
    CHECK(spelt_in_slice_f64(a.c(), 0, 0, 1, 1, part.c()) == SPELT_OK && spelt::sum(part) == 6);
    const spelt_in_f64 c_view = spelt_in_1d_f64(p, 4);
    CHECK(spelt::sum(spelt::view<const double>(c_view)) == 6);

    const strided_matrix<double> matrix = {p, {2, 3}, {4, 1}};
    CHECK(spelt::sum(matrix) == 0 + 1 + 2 + 4 + 5 + 6);
    spelt::neg(matrix, matrix);
    CHECK(memory[6] == -6 && memory[7] == 7 && spelt::view(matrix)(1, 2) == -6);
    spelt::neg(matrix, matrix);
#ifdef __cpp_lib_mdspan
    CHECK(spelt::sum(std::mdspan(p, 3, 4)) == 66);
    CHECK(spelt::view(std::mdspan(p, 3, 4))(2, 1) == 9);
#endif
}

static void views_of_views()
{
    std::vector<double> memory = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    const spelt::view<double> a(memory.data(), {3, 4});
    CHECK(spelt::sum(a.slice(0, 1, SPELT_END)) == 66 - 6 && spelt::sum(a.slice(1, 0, -1, 2)) == 30);
    CHECK(a.slice(1, -1, SPELT_END, -1)(0, 0) == 3);
    CHECK(spelt::sum(a[2]) == 38 && spelt::sum(a[-1]) == 38 && spelt::sum(a.pick(1, -1)) == 21);
    CHECK(*a[1][2].data() == 6);
    CHECK(a.transposed()(3, 1) == 7 && a.permute({1, 0})(3, 1) == 7);
    const spelt::view<const double> tall = a.broadcast({2, 3, 4});
    CHECK(tall(1, 2, 3) == 11 && spelt::sum(tall) == 132);
    spelt::copy(spelt::value(1.0, {3, 2}), a.slice(1, 0, SPELT_END, 2));
    CHECK(memory[2] == 1 && memory[3] == 3);

    const std::vector<std::complex<float>> z = {{1, 2}, {3, 4}, {5, 6}};
    CHECK(spelt::view(z).slice(0, 1, 3)(1) == std::complex<float>(5, 6));
}

static void failing()
{
    std::vector<double> memory(12);
    double *const p = memory.data();
    const spelt::view<double> a(p, {3, 4});
    CHECK_THROWS(spelt::view<double>(p, {-1, 4}), SPELT_ERR_SHAPE, "spelt_out_nd_f64");
    CHECK_THROWS(spelt::view<double>(nullptr, {1, 4}), SPELT_ERR_NULL, "spelt_out_nd_f64");
    CHECK_THROWS(spelt::view<double>(p, {3, 4}, {0, 1}), SPELT_ERR_STRIDE, "spelt_out_nd_f64");
    CHECK_THROWS(spelt::view<double>(p, {3, 4}, {4}), SPELT_ERR_ARG, "not as many strides");
    CHECK_THROWS(spelt::view<double>(p, {1, 1, 1, 1, 1, 1, 1, 1, 1}), SPELT_ERR_SHAPE, "9");
    CHECK_THROWS(spelt::view<double>::bytes(p, {3}, {12}), SPELT_ERR_STRIDE, "spelt_out_bytes_f64");
    CHECK_THROWS((void)a.slice(2, 0, 1), SPELT_ERR_ARG, "spelt_out_slice_f64: axis is 2");
    CHECK_THROWS((void)a.slice(0, 0, 4), SPELT_ERR_ARG, "spelt_out_slice_f64");
    CHECK_THROWS((void)a[3], SPELT_ERR_ARG, "spelt_out_pick_f64");
    CHECK_THROWS((void)a.permute({0}), SPELT_ERR_ARG, "not as many axes");
    CHECK_THROWS((void)a.permute({0, 0}), SPELT_ERR_ARG, "spelt_out_permute_f64");
    CHECK_THROWS((void)a.broadcast({3, 5}), SPELT_ERR_SHAPE, "spelt_broadcast_f64");
    CHECK_THROWS(spelt::sum(spelt::value(1.0, {1, 1, 1, 1, 1, 1, 1, 1, 1})), SPELT_ERR_SHAPE, "9");

    spelt::status stat = SPELT_OK;
    CHECK(spelt::view<double>(p, {3, 4}, {4}, stat).size() == 0 && stat == SPELT_ERR_ARG);
    CHECK(a.slice(0, 1, 3, stat).size() == 8 && stat == SPELT_OK);
    CHECK(a.slice(0, 1, 3, 0, stat).size() == 0 && stat == SPELT_ERR_ARG);
    CHECK(a.pick(0, 3, stat).size() == 0 && stat == SPELT_ERR_ARG);
    CHECK(a.broadcast({3, 5}, stat).size() == 0 && stat == SPELT_ERR_SHAPE);
    CHECK(a.broadcast({3, 3, 4}, stat).size() == 36 && stat == SPELT_OK);
}

int main()
{
    making();
    views_of_views();
    failing();
    return report("views");
}
