/* partial.hpp - partials and accumulators as values. With spelt.hpp. */
#ifndef SPELT_CXX_PARTIAL_HPP
#define SPELT_CXX_PARTIAL_HPP

#include <spelt/cxx/element.hpp>

namespace spelt
{
namespace detail
{

template <class Accumulator> struct c_partial {
};
template <> struct c_partial<void> {
    using type = void;
};
template <> struct c_partial<float> {
    using type = spelt_partial_f32;
    static constexpr auto merge = spelt_partial_merge_f32;
    static constexpr auto finish = spelt_partial_finish_f32;
};
template <> struct c_partial<double> {
    using type = spelt_partial_f64;
    static constexpr auto merge = spelt_partial_merge_f64;
    static constexpr auto finish = spelt_partial_finish_f64;
};

} // namespace detail

namespace values
{

/* A run of the terms of a sum in order 1 (partial.h), in accumulators of type float or double:
 *
 *     spelt::partial left = spelt::partial_dot(x.slice(0, 0, half), y.slice(0, 0, half), 0);
 *     spelt::partial right = spelt::partial_dot(...., half);    on another thread, or machine
 *     double dot = left.merge(right).finish();
 *
 * It is spelt_partial_f64's bytes and nothing else. One that was not made by a function of partial.h is
 * refused by merge and finish: SPELT_ERR_ARG. */
template <class Accumulator> class partial
{
    using functions = detail::c_partial<Accumulator>;

  public:
    using c_type = typename functions::type;

    partial() noexcept : partial_()
    {
    }
    partial(const c_type &c) noexcept : partial_(c)
    {
    }

    /* The C partial, for the functions of partial.h and mpi.h. */
    c_type *c() noexcept
    {
        return &partial_;
    }
    const c_type *c() const noexcept
    {
        return &partial_;
    }

    /* The index of its first element in the whole, and how many it has. */
    std::uint64_t first() const noexcept
    {
        return partial_.first;
    }
    std::uint64_t count() const noexcept
    {
        return partial_.count;
    }

    /* This one's elements and then those of right: spelt_partial_merge_f64. The result is this one, which
     * stays what it was where the call fails. */
    template <class... Status> partial &merge(const partial &right, Status &...stat)
    {
        detail::finish(functions::merge(&partial_, &right.partial_, &partial_), stat...);
        return *this;
    }

    /* The number that the whole gives: spelt_partial_finish_f64. */
    template <class... Status> Accumulator finish(Status &...stat) const
    {
        Accumulator result = 0;
        detail::finish(functions::finish(&partial_, &result), stat...);
        return result;
    }

  private:
    c_type partial_;
};

} // namespace values

using values::partial;

namespace detail
{

inline partial<float> cxx(const spelt_partial_f32 &c) noexcept
{
    return c;
}
inline partial<double> cxx(const spelt_partial_f64 &c) noexcept
{
    return c;
}

} // namespace detail
} // namespace spelt

#endif
