/* element.hpp - errors of the C++ functions, and which C type an element of an array is. With
 * spelt.hpp. */
#ifndef SPELT_CXX_ELEMENT_HPP
#define SPELT_CXX_ELEMENT_HPP

#include <spelt/spelt.h>

#include <complex>
#include <stdexcept>
#include <type_traits>

namespace spelt
{

using status = ::spelt_status;
using type = ::spelt_type;
using f16 = ::spelt_f16;
using bf16 = ::spelt_bf16;

/* What a failed call throws. what() is spelt_last_error() as it was then. */
class error : public std::runtime_error
{
  public:
    explicit error(spelt_status stat) : std::runtime_error(spelt_last_error()), status_(stat)
    {
    }
    spelt_status status() const noexcept
    {
        return status_;
    }

  private:
    spelt_status status_;
};

/* ---- Below: how. Names in detail may change. ----------------------------------------------------
 */
namespace detail
{

/* Every function ends in `Status &...stat`: nothing, and a failure is thrown, or one spelt_status,
 * which is set. */
#if defined(__cpp_exceptions)
/* Apart from the calls, which are the smaller for it. */
[[noreturn, gnu::cold, gnu::noinline]] inline void raise(spelt_status stat)
{
    throw error(stat);
}
#endif
template <class Status> void finish(Status stat)
{
#if defined(__cpp_exceptions)
    if (stat != SPELT_OK)
        raise(stat);
#else
    static_assert(
        !std::is_same_v<Status, spelt_status>,
        "without exceptions a call of spelt:: takes a spelt::status as its last argument");
    (void)stat;
#endif
}
inline void finish(spelt_status stat, spelt_status &result) noexcept
{
    result = stat;
}

template <class... Status>
using if_status = std::enable_if_t<(std::is_same_v<Status, spelt_status> && ...), int>;

/* Fails as the library does, for what only C++ can get wrong. */
inline spelt_status refuse(const char *message) noexcept
{
    return spelt_set_last_error(SPELT_ERR_ARG, message);
}

/* The C functions that make views of elements of type T, read-only ones where it is const. */
template <class T> struct c_views {
    static_assert(sizeof(T) == 0, "spelt has no elements of this type (see spelt/spelt.hpp)");
};

#define SPELT_CXX_VIEWS(type)                                                                      \
    template <> struct c_views<const SPELT_ELEMENT_##type> {                                       \
        using view = spelt_in_##type;                                                              \
        static constexpr auto from_1d = spelt_in_1d_##type;                                        \
        static constexpr auto from_nd = spelt_in_nd_##type;                                        \
        static constexpr auto from_bytes = spelt_in_bytes_##type;                                  \
        static constexpr auto from_value = spelt_value_##type;                                     \
        static constexpr auto slice = spelt_in_slice_##type;                                       \
        static constexpr auto pick = spelt_in_pick_##type;                                         \
        static constexpr auto permute = spelt_in_permute_##type;                                   \
        static constexpr auto broadcast = spelt_broadcast_##type;                                  \
    };                                                                                             \
    template <> struct c_views<SPELT_ELEMENT_##type> {                                             \
        using view = spelt_out_##type;                                                             \
        static constexpr auto from_1d = spelt_out_1d_##type;                                       \
        static constexpr auto from_nd = spelt_out_nd_##type;                                       \
        static constexpr auto from_bytes = spelt_out_bytes_##type;                                 \
        static constexpr auto slice = spelt_out_slice_##type;                                      \
        static constexpr auto pick = spelt_out_pick_##type;                                        \
        static constexpr auto permute = spelt_out_permute_##type;                                  \
        static constexpr auto readonly = spelt_readonly_##type;                                    \
    };
SPELT_CXX_VIEWS(f32)
SPELT_CXX_VIEWS(f64)
SPELT_CXX_VIEWS(i8)
SPELT_CXX_VIEWS(i16)
SPELT_CXX_VIEWS(i32)
SPELT_CXX_VIEWS(i64)
SPELT_CXX_VIEWS(u8)
SPELT_CXX_VIEWS(u16)
SPELT_CXX_VIEWS(u32)
SPELT_CXX_VIEWS(u64)
SPELT_CXX_VIEWS(f16)
SPELT_CXX_VIEWS(bf16)
SPELT_CXX_VIEWS(c64)
SPELT_CXX_VIEWS(c128)
#undef SPELT_CXX_VIEWS

/* The C type of an element of type T. Integers go by width and sign, so that long long and size_t are
 * elements wherever they stand beside int64_t and uint64_t; char and bool are none. */
template <class T> struct typed {
    using type = T;
};
template <class T> constexpr bool is_integer()
{
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
        return sizeof(T) <= 8 && (std::is_same_v<T, std::make_signed_t<T>> ||
                                  std::is_same_v<T, std::make_unsigned_t<T>>);
    else
        return false;
}
template <class T, class Bytes1, class Bytes2, class Bytes4, class Bytes8>
using by_width = std::conditional_t<
    sizeof(T) == 1, Bytes1,
    std::conditional_t<sizeof(T) == 2, Bytes2, std::conditional_t<sizeof(T) == 4, Bytes4, Bytes8>>>;
template <class T> constexpr auto c_element()
{
    if constexpr (is_integer<T>() && std::is_signed_v<T>)
        return typed<by_width<T, std::int8_t, std::int16_t, std::int32_t, std::int64_t>>();
    else if constexpr (is_integer<T>())
        return typed<by_width<T, std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t>>();
    else if constexpr (std::is_same_v<T, std::complex<float>>)
        return typed<spelt_c64>();
    else if constexpr (std::is_same_v<T, std::complex<double>>)
        return typed<spelt_c128>();
    else
        return typed<T>();
}
template <class T> using c_t = typename decltype(c_element<T>())::type;

/* The same with T's const, and the C view of such elements. */
template <class T>
using c_element_t = std::conditional_t<std::is_const_v<T>, const c_t<std::remove_const_t<T>>,
                                       c_t<std::remove_const_t<T>>>;
template <class T> using c_view = typename c_views<c_element_t<T>>::view;

/* The same of a pointer, and of a number. */
template <class T> const c_t<T> *c_pointer(const T *p) noexcept
{
    return reinterpret_cast<const c_t<T> *>(p);
}
template <class T> c_t<T> *c_pointer(T *p) noexcept
{
    return reinterpret_cast<c_t<T> *>(p);
}
template <class T> c_t<T> c_number(const T &number) noexcept
{
    if constexpr (std::is_same_v<T, std::complex<float>> || std::is_same_v<T, std::complex<double>>)
        return {number.real(), number.imag()};
    else
        return number;
}

/* A C result as C++ has it. */
template <class T> T cxx(const T &number) noexcept
{
    return number;
}
inline std::complex<float> cxx(const spelt_c64 &number) noexcept
{
    return {number.re, number.im};
}
inline std::complex<double> cxx(const spelt_c128 &number) noexcept
{
    return {number.re, number.im};
}

} // namespace detail
} // namespace spelt

#endif
