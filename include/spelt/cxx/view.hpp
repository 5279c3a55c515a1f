/* view.hpp - views as C++ has them, of an array that is somebody else's. With spelt.hpp. */
#ifndef SPELT_CXX_VIEW_HPP
#define SPELT_CXX_VIEW_HPP

#include <spelt/cxx/element.hpp>

#include <iterator>
#include <utility>

namespace spelt
{
namespace detail
{

/* Up to SPELT_MAX_NDIM extents, strides or axes, from {2, n} with integers of any types, or from an
 * array of them. Of more, only how many there are is kept, for the call to refuse. */
template <class Number> struct numbers {
    std::size_t count = 0;
    Number at[SPELT_MAX_NDIM] = {};

    template <class... Integers, std::enable_if_t<(std::is_integral_v<Integers> && ...), int> = 0>
    numbers(Integers... integers) noexcept
    {
        (push(integers), ...);
    }
    template <class Array,
              class Integer =
                  std::remove_reference_t<decltype(std::data(std::declval<const Array &>())[0])>,
              std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
    numbers(const Array &array) noexcept
    {
        const auto n = static_cast<std::size_t>(std::size(array));
        for (std::size_t i = 0; i < n; i++)
            push(std::data(array)[i]);
    }

  private:
    template <class Integer> void push(Integer integer) noexcept
    {
        if (count < SPELT_MAX_NDIM)
            at[count] = static_cast<Number>(integer);
        count++;
    }
};

/* What std::mdspan has, whoever's it is. */
template <class M, class = void> struct is_mdspan : std::false_type {
};
template <class M>
struct is_mdspan<M, std::void_t<decltype(std::declval<const M &>().data_handle()),
                                decltype(M::is_always_strided())>> : std::true_type {
};

template <class A, class = void> struct is_array : std::false_type {
};
template <class A>
struct is_array<A, std::void_t<decltype(std::data(std::declval<A &>())),
                               decltype(std::size(std::declval<A &>()))>> : std::true_type {
};

/* The type of a view of what is passed: const where its elements are. */
template <class A, class = void> struct element_of {
    static_assert(sizeof(A) == 0, "an operand of spelt:: is a view or has data() and size()");
};
template <class A> struct element_of<A, std::enable_if_t<is_array<A>::value>> {
    using type = std::remove_pointer_t<decltype(std::data(std::declval<A &>()))>;
};
template <class A> struct element_of<A, std::enable_if_t<is_mdspan<A>::value>> {
    using type = typename A::element_type;
};
template <class A> using element_t = typename element_of<std::remove_reference_t<A>>::type;

template <class A> struct is_view : std::false_type {
};
template <class A> struct is_value : std::false_type {
};

/* Whether a view<T> is made of an A that is no view itself. */
template <class T, class A> constexpr bool is_array_of()
{
    using array = std::remove_cv_t<std::remove_reference_t<A>>;
    if constexpr (is_view<array>::value || !(is_array<array>::value || is_mdspan<array>::value))
        return false;
    else
        return std::is_same_v<element_t<A>, T> || std::is_same_v<const element_t<A>, T>;
}

/* The C view of such an A. Nothing is checked: the call that uses it does. */
template <class T, class View, class A> View of_array(A &array) noexcept
{
    if constexpr (is_mdspan<A>::value) {
        static_assert(A::rank() <= SPELT_MAX_NDIM, "a view has at most SPELT_MAX_NDIM dimensions");
        static_assert(A::is_always_strided(), "the layout of this mdspan has no strides");
        static_assert(std::is_same_v<typename A::reference, typename A::element_type &>,
                      "this mdspan's accessor makes its elements");
        View view;
        view.data = c_pointer(static_cast<T *>(array.data_handle()));
        view.ndim = A::rank();
        if constexpr (A::rank() > 0)
            for (std::size_t i = 0; i < A::rank(); i++) {
                view.shape[i] = static_cast<std::size_t>(array.extent(i));
                view.stride[i] = static_cast<std::ptrdiff_t>(array.stride(i));
            }
        return view;
    } else {
        return c_views<c_element_t<T>>::from_1d(c_pointer(static_cast<T *>(std::data(array))),
                                                static_cast<std::size_t>(std::size(array)));
    }
}

} // namespace detail

/* The classes stand in a namespace of their own, so that swap(a, b) and copy(a, b) without spelt::
 * never mean the functions of spelt:: (which exchange and copy elements). */
namespace values
{

/* Where the elements of an array lie: spelt::view<const double> reads them, spelt::view<double> writes
 * them too. It is a spelt_in_f64 or spelt_out_f64 (view.h), owns nothing, copies nothing, and is good as
 * long as the elements stay where they are.
 *
 *     spelt::view<const double> a(p, {rows, cols});    elements in C order without gaps
 *     spelt::view<double> b(p, {rows, cols}, {1, ld});    strides in elements: a Fortran matrix
 *     spelt::view c = vector;                          anything with data() and size(), a std::mdspan
 *     a.slice(0, 1, SPELT_END)    rows from 1 on       a[2], a.pick(0, 2)    row 2
 *     a.slice(1, -1, SPELT_END, -1)  backwards         a.pick(1, -1)         the last column
 *     a.permute({1, 0}), a.transposed()                c.broadcast({100, c.size()})
 *
 * What each does, and its errors, are those of spelt_in_nd_f64, spelt_in_slice_f64 and their sisters in
 * view.h. A view that could not be made is thrown as spelt::error, or has no elements where a
 * spelt::status is passed as the last argument. Nothing is allocated. */
template <class T> class view
{
    using element = std::remove_const_t<T>;
    using functions = detail::c_views<detail::c_element_t<T>>;

  public:
    using value_type = element;
    using c_type = typename functions::view;

    /* No elements. */
    view() noexcept : view(nullptr, 0)
    {
    }

    /* n elements one after the other: spelt_in_1d_f64. Cannot fail. */
    template <class Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
    view(T *data, Integer n) noexcept
        : view_(functions::from_1d(detail::c_pointer(data), static_cast<std::size_t>(n)))
    {
    }

    /* Elements in C order without gaps, and with strides that count elements: spelt_in_nd_f64.
     * SPELT_ERR_ARG where there are not as many strides as extents. */
    template <class... Status, detail::if_status<Status...> = 0>
    view(T *data, const detail::numbers<std::size_t> &shape, Status &...stat) : view()
    {
        detail::finish(
            functions::from_nd(detail::c_pointer(data), shape.count, shape.at, nullptr, &view_),
            stat...);
    }
    template <class... Status>
    view(T *data, const detail::numbers<std::size_t> &shape,
         const detail::numbers<std::ptrdiff_t> &stride, Status &...stat)
        : view()
    {
        detail::finish(shape.count != stride.count
                           ? detail::refuse("spelt::view: not as many strides as extents")
                           : functions::from_nd(detail::c_pointer(data), shape.count, shape.at,
                                                stride.at, &view_),
                       stat...);
    }

    /* With strides in bytes: spelt_in_bytes_f64. */
    template <class... Status>
    static view bytes(T *data, const detail::numbers<std::size_t> &shape,
                      const detail::numbers<std::ptrdiff_t> &bytes, Status &...stat)
    {
        view result;
        detail::finish(shape.count != bytes.count
                           ? detail::refuse("spelt::view: not as many strides as extents")
                           : functions::from_bytes(detail::c_pointer(data), shape.count, shape.at,
                                                   bytes.at, &result.view_),
                       stat...);
        return result;
    }

    /* All elements of anything with data() and size(), of one dimension, and of a std::mdspan. Cannot
     * fail; the call that uses the view checks it. */
    template <class Array, std::enable_if_t<detail::is_array_of<T, Array>(), int> = 0>
    view(Array &&array) noexcept : view_(detail::of_array<T, c_type>(array))
    {
    }

    /* The read-only view of the same elements: spelt_readonly_f64. Cannot fail. */
    template <class Element, std::enable_if_t<std::is_same_v<const Element, T>, int> = 0>
    view(const view<Element> &other) noexcept
        : view_(detail::c_views<detail::c_t<Element>>::readonly(other.c()))
    {
    }

    /* From a C view, and as one, for the functions of spelt.h; they may make another one of it. */
    view(const c_type &c) noexcept : view_(c)
    {
    }
    c_type *c() noexcept
    {
        return &view_;
    }
    const c_type *c() const noexcept
    {
        return &view_;
    }

    T *data() const noexcept
    {
        return reinterpret_cast<T *>(view_.data);
    }
    std::size_t ndim() const noexcept
    {
        return view_.ndim;
    }
    std::size_t extent(std::size_t axis) const noexcept
    {
        return view_.shape[axis];
    }
    std::ptrdiff_t stride(std::size_t axis) const noexcept
    {
        return view_.stride[axis];
    }

    /* The number of elements; that they can be addressed is checked by the call that uses the view. */
    std::size_t size() const noexcept
    {
        std::size_t n = 1;
        for (std::size_t i = 0; i < view_.ndim; i++)
            n *= view_.shape[i];
        return n;
    }

    /* The element at as many indexes as there are dimensions, each from 0 up. Nothing is checked. */
    template <class... Indexes> T &operator()(Indexes... indexes) const noexcept
    {
        std::ptrdiff_t offset = 0;
        std::size_t axis = 0;
        ((offset += static_cast<std::ptrdiff_t>(indexes) * view_.stride[axis++]), ...);
        return data()[offset];
    }

    /* The indexes of an axis from start to stop in steps: spelt_in_slice_f64. A stop of SPELT_END is the
     * end; a negative number counts from the end. */
    template <class... Status, detail::if_status<Status...> = 0>
    view slice(std::size_t axis, std::ptrdiff_t start, std::ptrdiff_t stop, std::ptrdiff_t step,
               Status &...stat) const
    {
        view result;
        detail::finish(functions::slice(&view_, axis, start, stop, step, &result.view_), stat...);
        return result;
    }
    template <class... Status, detail::if_status<Status...> = 0>
    view slice(std::size_t axis, std::ptrdiff_t start, std::ptrdiff_t stop, Status &...stat) const
    {
        return slice(axis, start, stop, 1, stat...);
    }

    /* The elements at one index of an axis, without that axis: spelt_in_pick_f64; [index] of the first
     * axis. A negative index counts from the end. */
    template <class... Status>
    view pick(std::size_t axis, std::ptrdiff_t index, Status &...stat) const
    {
        view result;
        detail::finish(functions::pick(&view_, axis, index, &result.view_), stat...);
        return result;
    }
    view operator[](std::ptrdiff_t index) const
    {
        return pick(0, index);
    }

    /* Axis k of the result is axis axes[k] of this view: spelt_in_permute_f64. SPELT_ERR_ARG where there
     * are not as many as dimensions. */
    template <class... Status>
    view permute(const detail::numbers<std::size_t> &axes, Status &...stat) const
    {
        view result;
        detail::finish(axes.count != view_.ndim
                           ? detail::refuse("spelt::view: not as many axes as dimensions")
                           : functions::permute(&view_, axes.at, &result.view_),
                       stat...);
        return result;
    }

    /* The axes in reverse. Cannot fail. */
    view transposed() const noexcept
    {
        view result;
        result.view_.data = view_.data;
        result.view_.ndim = view_.ndim;
        for (std::size_t i = 0; i < view_.ndim; i++) {
            result.view_.shape[i] = view_.shape[view_.ndim - 1 - i];
            result.view_.stride[i] = view_.stride[view_.ndim - 1 - i];
        }
        return result;
    }

    /* The view stretched to a shape by NumPy's rule, read-only: spelt_broadcast_f64. */
    template <class... Status>
    view<const element> broadcast(const detail::numbers<std::size_t> &shape, Status &...stat) const
    {
        view<const element> result(*this);
        const spelt_status failed = result.stretch(shape);
        detail::finish(failed, stat...);
        return failed == SPELT_OK ? result : view<const element>();
    }

  private:
    friend class view<element>;

    spelt_status stretch(const detail::numbers<std::size_t> &shape) noexcept
    {
        return functions::broadcast(&view_, shape.count, shape.at, &view_);
    }

    c_type view_;
};

template <class Array> view(Array &&) -> view<detail::element_t<Array>>;

/* One value as an operand that has it everywhere: spelt::value(2.5, n), spelt::value(2.5f, {rows, cols}).
 * It holds the value itself. spelt_value_f64 in view.h; SPELT_ERR_SHAPE from the call that uses it
 * where there are over SPELT_MAX_NDIM extents. */
template <class T> class value
{
    using functions = detail::c_views<detail::c_element_t<const T>>;

  public:
    value(T number, const detail::numbers<std::size_t> &shape) noexcept
        : number_(number), shape_(shape)
    {
    }

    /* The C view of it, good as long as this object. */
    typename functions::view c() const noexcept
    {
        typename functions::view view = functions::from_value(detail::c_pointer(&number_), 1);
        view.ndim = shape_.count;
        for (std::size_t i = 0; i < SPELT_MAX_NDIM; i++) {
            view.shape[i] = shape_.at[i];
            view.stride[i] = 0;
        }
        return view;
    }

  private:
    T number_;
    detail::numbers<std::size_t> shape_;
};

template <class T> value(T, const detail::numbers<std::size_t> &) -> value<T>;

} // namespace values

using values::value;
using values::view;

namespace detail
{

template <class T> struct is_view<view<T>> : std::true_type {
};
template <class T> struct is_value<value<T>> : std::true_type {
};
template <class T> struct element_of<value<T>> {
    using type = const T;
};

/* The read-only view of the elements of a writable one, of which no more is copied than there is. */
template <class T> c_view<const T> read_only(const c_view<T> &view) noexcept
{
    c_view<const T> result;
    result.data = view.data;
    result.ndim = view.ndim;
    for (std::size_t i = 0; i < view.ndim && i < SPELT_MAX_NDIM; i++) {
        result.shape[i] = view.shape[i];
        result.stride[i] = view.stride[i];
    }
    return result;
}

/* What is passed, as the C view that a function takes: of a spelt::view its own, else a new one. */
template <class A> decltype(auto) in(const A &a) noexcept
{
    if constexpr (is_value<A>::value) {
        return a.c();
    } else {
        using element = std::remove_const_t<element_t<const A>>;
        if constexpr (std::is_same_v<A, view<const element>>)
            return *a.c();
        else if constexpr (std::is_same_v<A, view<element>>)
            return read_only<element>(*a.c());
        else
            return of_array<const element, c_view<const element>>(a);
    }
}
template <class A> decltype(auto) out(A &a) noexcept
{
    using element = element_t<A>;
    static_assert(!std::is_const_v<element>, "the elements of an output are const");
    if constexpr (is_view<std::remove_const_t<A>>::value)
        return *a.c();
    else
        return of_array<element, c_view<element>>(a);
}

} // namespace detail
} // namespace spelt

#endif
