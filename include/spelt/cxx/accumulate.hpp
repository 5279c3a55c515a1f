/* accumulate.hpp - the exact running sum as a value. With spelt.hpp. */
#ifndef SPELT_CXX_ACCUMULATE_HPP
#define SPELT_CXX_ACCUMULATE_HPP

#include <spelt/cxx/operations.hpp>

#include <array>

namespace spelt
{
namespace values
{

/* The exact sum of the terms that were added to it, which merges in any order (accumulate.h):
 *
 *     spelt::acc acc;
 *     while (read_chunk(file, x, y))
 *         acc.add_dot(x, y);
 *     double dot = acc.round<double>();    the bits of spelt::dot_exact
 *
 * It is spelt_acc's bytes and nothing else: copied by assignment, sent as they are. A call that fails
 * leaves it what it was. Each member is the C function spelt_acc_<its name>. */
class acc
{
  public:
    /* No terms. */
    acc() noexcept : acc_()
    {
    }
    acc(const spelt_acc &c) noexcept : acc_(c)
    {
    }

    /* The C accumulator, for the functions of accumulate.h and mpi.h. */
    spelt_acc *c() noexcept
    {
        return &acc_;
    }
    const spelt_acc *c() const noexcept
    {
        return &acc_;
    }

    /* Makes it the accumulator without terms. */
    template <class... Status> acc &init(Status &...stat)
    {
        return finish(spelt_acc_init(&acc_), stat...);
    }

    /* One number. */
    template <class... Status> acc &add(float number, Status &...stat)
    {
        return finish(spelt_acc_add_f32(number, &acc_), stat...);
    }
    template <class... Status> acc &add(double number, Status &...stat)
    {
        return finish(spelt_acc_add_f64(number, &acc_), stat...);
    }

    /* The terms of arrays: x[i], x[i] * x[i], x[i] * y[i], mask[i] != 0. */
    template <class X, class... Status> acc &add_sum(const X &x, Status &...stat)
    {
        return finish(detail::call(detail::acc_add_sum(), SPELT_CXX_IN(x), &acc_), stat...);
    }
    template <class X, class... Status> acc &add_sumsq(const X &x, Status &...stat)
    {
        return finish(detail::call(detail::acc_add_sumsq(), SPELT_CXX_IN(x), &acc_), stat...);
    }
    template <class X, class Y, class... Status>
    acc &add_dot(const X &x, const Y &y, Status &...stat)
    {
        return finish(detail::call(detail::acc_add_dot(), SPELT_CXX_IN(x), SPELT_CXX_IN(y), &acc_),
                      stat...);
    }
    template <class Mask, class... Status> acc &add_count(const Mask &mask, Status &...stat)
    {
        return finish(detail::call(detail::acc_add_count(), SPELT_CXX_IN(mask), &acc_), stat...);
    }

    /* All terms of another, and their negatives; times 2^exponent. */
    template <class... Status> acc &merge(const acc &other, Status &...stat)
    {
        return finish(spelt_acc_merge(&other.acc_, &acc_), stat...);
    }
    template <class... Status> acc &subtract(const acc &other, Status &...stat)
    {
        return finish(spelt_acc_subtract(&other.acc_, &acc_), stat...);
    }
    template <class... Status> acc &scale(int exponent, Status &...stat)
    {
        return finish(spelt_acc_scale(exponent, &acc_), stat...);
    }

    /* The sum, rounded once to float or double; or as the std::int64_t or std::uint64_t that it is. 0
     * where the call fails. */
    template <class Result, class... Status> Result round(Status &...stat) const
    {
        detail::c_t<Result> result = 0;
        detail::finish(
            detail::call(detail::functions<nullptr, spelt_acc_round_f32, spelt_acc_round_f64,
                                           spelt_acc_round_i64, spelt_acc_round_u64>(),
                         c(), &result),
            stat...);
        return result;
    }

    /* How many terms were added, less those subtracted. */
    template <class... Status> std::int64_t count(Status &...stat) const
    {
        std::int64_t result = 0;
        detail::finish(spelt_acc_count(&acc_, &result), stat...);
        return result;
    }

    /* The bytes that do not depend on the machine, and an accumulator from them. */
    using saved = std::array<unsigned char, SPELT_ACC_SAVED_BYTES>;
    template <class... Status> saved save(Status &...stat) const
    {
        saved bytes{};
        detail::finish(spelt_acc_save(&acc_, bytes.data()), stat...);
        return bytes;
    }
    template <class Bytes, class... Status> static acc load(const Bytes &bytes, Status &...stat)
    {
        acc result;
        return result.finish(spelt_acc_load(std::data(bytes),
                                            static_cast<std::size_t>(std::size(bytes)), &result.acc_),
                             stat...);
    }

  private:
    template <class... Status> acc &finish(spelt_status failed, Status &...stat)
    {
        detail::finish(failed, stat...);
        return *this;
    }

    spelt_acc acc_;
};

} // namespace values

using values::acc;

} // namespace spelt

#endif
