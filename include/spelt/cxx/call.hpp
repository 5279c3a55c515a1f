/* call.hpp - how a C++ function finds its C function: by the types of what is passed. With spelt.hpp. */
#ifndef SPELT_CXX_CALL_HPP
#define SPELT_CXX_CALL_HPP

#include <spelt/cxx/partial.hpp>
#include <spelt/cxx/view.hpp>

#include <cstddef>
#include <tuple>

namespace spelt
{
namespace detail
{

/* The C functions of one name, behind a nullptr: by(typed<its type>()) is the function of this very type,
 * or nullptr. */
template <auto Function> struct function_by_type {
    static constexpr auto by(typed<std::remove_const_t<decltype(Function)>>) noexcept
    {
        return Function;
    }
};
template <auto... Functions> struct functions;
template <auto... Functions>
struct functions<nullptr, Functions...> : function_by_type<Functions>... {
    using function_by_type<Functions>::by...;
    static constexpr std::nullptr_t by(...) noexcept
    {
        return nullptr;
    }
};

/* Calls the one that takes these arguments. */
template <class Functions, class... Arguments>
spelt_status call(Functions, Arguments... arguments) noexcept
{
    constexpr auto function = Functions::by(typed<spelt_status (*)(Arguments...)>());
    if constexpr (std::is_null_pointer_v<std::remove_const_t<decltype(function)>>) {
        static_assert(sizeof(Functions) == 0,
                      "spelt has no function of this name for these elements");
        return SPELT_ERR_ARG;
    } else {
        return function(arguments...);
    }
}

/* The type of the result that the first function has which takes these arguments and a pointer to a
 * result behind them: of type Named, unless that is void. */
template <class Function> struct result_of;
template <class... Parameters> struct result_of<spelt_status (*)(Parameters...)> {
    using type = std::remove_pointer_t<
        std::tuple_element_t<sizeof...(Parameters) - 1, std::tuple<Parameters...>>>;
};
template <class Named, class... Arguments> constexpr auto result_type(functions<nullptr>)
{
    static_assert(sizeof...(Arguments) == 0,
                  "spelt has no function of this name for these elements and this accumulator");
    return typed<int>();
}
template <class Named, class... Arguments, auto First, auto... Rest>
constexpr auto result_type(functions<nullptr, First, Rest...>)
{
    using function = std::remove_const_t<decltype(First)>;
    using result = typename result_of<function>::type;
    if constexpr (std::is_same_v<function, spelt_status (*)(Arguments..., result *)> &&
                  (std::is_void_v<Named> || std::is_same_v<Named, result>))
        return typed<result>();
    else
        return result_type<Named, Arguments...>(functions<nullptr, Rest...>());
}

/* Whether a number is made of elements that name its type: halves have no sum of their own. */
template <class Argument>
constexpr bool is_half = std::is_same_v<Argument, const spelt_in_f16 *> ||
                         std::is_same_v<Argument, const spelt_in_bf16 *>;

/* A result and its status. */
template <class Result> struct outcome {
    spelt_status status;
    Result result;

    template <class... Status> auto finish(Status &...stat) const
    {
        detail::finish(status, stat...);
        return cxx(result);
    }
};

/* Calls the function with a result of type Named, a C type or void. A result is 0 where it fails. */
template <class Named, class Functions, class... Arguments>
auto choose(Functions all, Arguments... arguments) noexcept
{
    using result = typename decltype(result_type<Named, Arguments...>(all))::type;
    outcome<result> made{SPELT_OK, result()};
    made.status = call(all, arguments..., &made.result);
    return made;
}
template <class Named, class Functions, class... Arguments>
auto reduce(Functions all, Arguments... arguments) noexcept
{
    static_assert(!std::is_void_v<Named> || !(is_half<Arguments> || ...),
                  "the accumulator of f16 and bf16 is named: spelt::sum<float>(x)");
    return choose<Named>(all, arguments...);
}

} // namespace detail
} // namespace spelt

#endif
