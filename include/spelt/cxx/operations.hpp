/* operations.hpp - the functions on arrays: operations.def, made into functions of namespace spelt. With
 * spelt.hpp, which says what they have in common. */
#ifndef SPELT_CXX_OPERATIONS_HPP
#define SPELT_CXX_OPERATIONS_HPP

#include <spelt/cxx/call.hpp>
#include <spelt/cxx/types.hpp>

namespace spelt
{

#define SPELT_CXX_FUNCTION(op, type) , spelt_##op##_##type
#define SPELT_CXX_FUNCTIONS(op, types) detail::functions<nullptr types(SPELT_CXX_FUNCTION, op)>()
#define SPELT_CXX_IN(x) spelt_address_of(detail::in(x))
#define SPELT_CXX_OUT(x) spelt_address_of(detail::out(x))
#define SPELT_CXX_NOEXCEPT noexcept(sizeof...(Status) != 0)

/* The type of an operand's elements, and of the parts of a complex one. */
namespace detail
{
template <class A> using number_t = std::remove_const_t<element_t<A>>;
template <class T> struct part_of {
    using type = c_t<T>;
};
template <> struct part_of<std::complex<float>> {
    using type = float;
};
template <> struct part_of<std::complex<double>> {
    using type = double;
};
template <> struct part_of<spelt_c64> {
    using type = float;
};
template <> struct part_of<spelt_c128> {
    using type = double;
};
/* What is chosen among elements of C type T. */
template <class T> struct chosen_of {
    using type = T;
};
template <> struct chosen_of<f16> {
    using type = float;
};
template <> struct chosen_of<bf16> {
    using type = float;
};
} // namespace detail

#define SPELT_CXX_MAP1(op, types)                                                                  \
    template <class X, class Out, class... Status>                                                 \
    void op(const X &x, Out &&out, Status &...stat) SPELT_CXX_NOEXCEPT                             \
    {                                                                                              \
        detail::finish(                                                                            \
            detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x), SPELT_CXX_OUT(out)),     \
            stat...);                                                                              \
    }
#define SPELT_CXX_MAP2(op, types)                                                                  \
    template <class X, class Y, class Out, class... Status>                                        \
    void op(const X &x, const Y &y, Out &&out, Status &...stat) SPELT_CXX_NOEXCEPT                 \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x),               \
                                    SPELT_CXX_IN(y), SPELT_CXX_OUT(out)),                          \
                       stat...);                                                                   \
    }
#define SPELT_CXX_MAP3(op, types)                                                                  \
    template <class X, class Y, class Z, class Out, class... Status>                               \
    void op(const X &x, const Y &y, const Z &z, Out &&out, Status &...stat) SPELT_CXX_NOEXCEPT     \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x),               \
                                    SPELT_CXX_IN(y), SPELT_CXX_IN(z), SPELT_CXX_OUT(out)),         \
                       stat...);                                                                   \
    }
#define SPELT_CXX_BETWEEN(op, types)                                                               \
    template <class X, class Out, class... Status>                                                 \
    void op(const X &x, detail::number_t<X> low, detail::number_t<X> high, Out &&out,              \
            Status &...stat) SPELT_CXX_NOEXCEPT                                                    \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x),               \
                                    detail::c_number(low), detail::c_number(high),                 \
                                    SPELT_CXX_OUT(out)),                                           \
                       stat...);                                                                   \
    }
#define SPELT_CXX_AXPY(op, types)                                                                  \
    template <class X, class Y, class... Status>                                                   \
    void op(detail::number_t<X> a, const X &x, Y &&y, Status &...stat) SPELT_CXX_NOEXCEPT          \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), detail::c_number(a),           \
                                    SPELT_CXX_IN(x), SPELT_CXX_OUT(y)),                            \
                       stat...);                                                                   \
    }
#define SPELT_CXX_AXPBY(op, types)                                                                 \
    template <class X, class Y, class... Status>                                                   \
    void op(detail::number_t<X> a, const X &x, detail::number_t<X> b, Y &&y, Status &...stat)      \
        SPELT_CXX_NOEXCEPT                                                                         \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), detail::c_number(a),           \
                                    SPELT_CXX_IN(x), detail::c_number(b), SPELT_CXX_OUT(y)),       \
                       stat...);                                                                   \
    }
#define SPELT_CXX_SWAP(op, types)                                                                  \
    template <class X, class Y, class... Status>                                                   \
    void op(X &&x, Y &&y, Status &...stat) SPELT_CXX_NOEXCEPT                                      \
    {                                                                                              \
        detail::finish(                                                                            \
            detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_OUT(x), SPELT_CXX_OUT(y)),      \
            stat...);                                                                              \
    }
#define SPELT_CXX_ROTATE(op, types)                                                                \
    template <class X, class Y, class... Status>                                                   \
    void op(X &&x, Y &&y, typename detail::part_of<detail::number_t<X>>::type c,                   \
            typename detail::part_of<detail::number_t<X>>::type s, Status &...stat)                \
        SPELT_CXX_NOEXCEPT                                                                         \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_OUT(x),              \
                                    SPELT_CXX_OUT(y), c, s),                                       \
                       stat...);                                                                   \
    }
#define SPELT_CXX_ROTATE_MODIFIED(op, types)                                                       \
    template <class X, class Y, class... Status>                                                   \
    void op(X &&x, Y &&y, detail::number_t<X> xx, detail::number_t<X> xy, detail::number_t<X> yx,  \
            detail::number_t<X> yy, Status &...stat) SPELT_CXX_NOEXCEPT                            \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_OUT(x),              \
                                    SPELT_CXX_OUT(y), xx, xy, yx, yy),                             \
                       stat...);                                                                   \
    }
#define SPELT_CXX_AXIS1(op, types)                                                                 \
    template <class X, class Out, class... Status>                                                 \
    void op(const X &x, std::size_t axis, Out &&out, Status &...stat) SPELT_CXX_NOEXCEPT           \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x), axis,         \
                                    SPELT_CXX_OUT(out)),                                           \
                       stat...);                                                                   \
    }
#define SPELT_CXX_AXIS2(op, types)                                                                 \
    template <class X, class Y, class Out, class... Status>                                        \
    void op(const X &x, const Y &y, std::size_t axis, Out &&out, Status &...stat)                  \
        SPELT_CXX_NOEXCEPT                                                                         \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x),               \
                                    SPELT_CXX_IN(y), axis, SPELT_CXX_OUT(out)),                    \
                       stat...);                                                                   \
    }
#define SPELT_CXX_AXIS1_DDOF(op, types)                                                            \
    template <class X, class Out, class... Status>                                                 \
    void op(const X &x, std::size_t axis, std::size_t ddof, Out &&out, Status &...stat)            \
        SPELT_CXX_NOEXCEPT                                                                         \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x), axis, ddof,   \
                                    SPELT_CXX_OUT(out)),                                           \
                       stat...);                                                                   \
    }
#define SPELT_CXX_REDUCE1(op, types)                                                               \
    template <class Accumulator = void, class X, class... Status>                                  \
    auto op(const X &x, Status &...stat) SPELT_CXX_NOEXCEPT                                        \
    {                                                                                              \
        return detail::reduce<detail::c_t<Accumulator>>(SPELT_CXX_FUNCTIONS(op, types),            \
                                                        SPELT_CXX_IN(x))                           \
            .finish(stat...);                                                                      \
    }
#define SPELT_CXX_CHOOSE1(op, types)                                                               \
    template <class Result = void, class X, class... Status>                                       \
    auto op(const X &x, Status &...stat) SPELT_CXX_NOEXCEPT                                        \
    {                                                                                              \
        return detail::choose<detail::c_t<Result>>(SPELT_CXX_FUNCTIONS(op, types),                 \
                                                   SPELT_CXX_IN(x))                                \
            .finish(stat...);                                                                      \
    }
#define SPELT_CXX_REDUCE2(op, types)                                                               \
    template <class Accumulator = void, class X, class Y, class... Status>                         \
    auto op(const X &x, const Y &y, Status &...stat) SPELT_CXX_NOEXCEPT                            \
    {                                                                                              \
        return detail::reduce<detail::c_t<Accumulator>>(SPELT_CXX_FUNCTIONS(op, types),            \
                                                        SPELT_CXX_IN(x), SPELT_CXX_IN(y))          \
            .finish(stat...);                                                                      \
    }
#define SPELT_CXX_REDUCE1_DDOF(op, types)                                                          \
    template <class Accumulator = void, class X, class... Status>                                  \
    auto op(const X &x, std::size_t ddof, Status &...stat) SPELT_CXX_NOEXCEPT                      \
    {                                                                                              \
        return detail::reduce<detail::c_t<Accumulator>>(SPELT_CXX_FUNCTIONS(op, types),            \
                                                        SPELT_CXX_IN(x), ddof)                     \
            .finish(stat...);                                                                      \
    }
#define SPELT_CXX_TRUTH(op, types)                                                                 \
    template <class X, class... Status> bool op(const X &x, Status &...stat) SPELT_CXX_NOEXCEPT    \
    {                                                                                              \
        return detail::reduce<void>(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x))               \
                   .finish(stat...) != 0;                                                          \
    }
#define SPELT_CXX_BOTH(op, types)                                                                  \
    template <class X, class... Status> auto op(const X &x, Status &...stat) SPELT_CXX_NOEXCEPT    \
    {                                                                                              \
        typename detail::chosen_of<detail::c_t<detail::number_t<X>>>::type least = 0, greatest = 0; \
        detail::finish(                                                                            \
            detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x), &least, &greatest),      \
            stat...);                                                                              \
        return std::pair(least, greatest);                                                         \
    }
#define SPELT_CXX_COMPRESS(op, types)                                                              \
    template <class Mask, class X, class Out, class... Status>                                     \
    std::int64_t op(const Mask &mask, const X &x, Out &&out, Status &...stat) SPELT_CXX_NOEXCEPT   \
    {                                                                                              \
        std::int64_t count = 0;                                                                    \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(mask),            \
                                    SPELT_CXX_IN(x), SPELT_CXX_OUT(out), &count),                  \
                       stat...);                                                                   \
        return count;                                                                              \
    }
#define SPELT_CXX_PARTIAL1(op, types)                                                              \
    template <class Accumulator = void, class X, class... Status>                                  \
    auto op(const X &x, std::uint64_t first, Status &...stat) SPELT_CXX_NOEXCEPT                   \
    {                                                                                              \
        return detail::reduce<typename detail::c_partial<Accumulator>::type>(                      \
                   SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x), first)                         \
            .finish(stat...);                                                                      \
    }
#define SPELT_CXX_PARTIAL2(op, types)                                                              \
    template <class Accumulator = void, class X, class Y, class... Status>                         \
    auto op(const X &x, const Y &y, std::uint64_t first, Status &...stat) SPELT_CXX_NOEXCEPT       \
    {                                                                                              \
        return detail::reduce<typename detail::c_partial<Accumulator>::type>(                      \
                   SPELT_CXX_FUNCTIONS(op, types), SPELT_CXX_IN(x), SPELT_CXX_IN(y), first)        \
            .finish(stat...);                                                                      \
    }
#define SPELT_CXX_NPY_SAVE(op, types)                                                              \
    template <class X, class... Status>                                                            \
    void op(const char *path, const X &x, Status &...stat) SPELT_CXX_NOEXCEPT                      \
    {                                                                                              \
        detail::finish(detail::call(SPELT_CXX_FUNCTIONS(op, types), path, SPELT_CXX_IN(x)),        \
                       stat...);                                                                   \
    }

/* The members of acc and npy call these. */
#define SPELT_CXX_ACC_FUNCTION(op, type) , spelt_acc_add_##op##_##type
#define SPELT_CXX_NPY_FUNCTION(op, type) , spelt_npy_##op##_##type
#define SPELT_CXX_ACC1(op, types)                                                                  \
    namespace detail                                                                               \
    {                                                                                              \
    using acc_add_##op = functions<nullptr types(SPELT_CXX_ACC_FUNCTION, op)>;                     \
    }
#define SPELT_CXX_ACC2(op, types) SPELT_CXX_ACC1(op, types)
#define SPELT_CXX_NPY_VIEW(op, types)                                                              \
    namespace detail                                                                               \
    {                                                                                              \
    using npy_##op = functions<nullptr types(SPELT_CXX_NPY_FUNCTION, op)>;                         \
    }
#define SPELT_CXX_NPY_READ(op, types) SPELT_CXX_NPY_VIEW(op, types)

#include <spelt/cxx/operations.def>

} // namespace spelt

#undef SPELT_CXX_MAP1
#undef SPELT_CXX_MAP2
#undef SPELT_CXX_MAP3
#undef SPELT_CXX_BETWEEN
#undef SPELT_CXX_AXPY
#undef SPELT_CXX_AXPBY
#undef SPELT_CXX_SWAP
#undef SPELT_CXX_ROTATE
#undef SPELT_CXX_ROTATE_MODIFIED
#undef SPELT_CXX_AXIS1
#undef SPELT_CXX_AXIS2
#undef SPELT_CXX_AXIS1_DDOF
#undef SPELT_CXX_REDUCE1
#undef SPELT_CXX_CHOOSE1
#undef SPELT_CXX_REDUCE2
#undef SPELT_CXX_REDUCE1_DDOF
#undef SPELT_CXX_TRUTH
#undef SPELT_CXX_BOTH
#undef SPELT_CXX_COMPRESS
#undef SPELT_CXX_PARTIAL1
#undef SPELT_CXX_PARTIAL2
#undef SPELT_CXX_NPY_SAVE
#undef SPELT_CXX_ACC1
#undef SPELT_CXX_ACC2
#undef SPELT_CXX_NPY_VIEW
#undef SPELT_CXX_NPY_READ

#endif
