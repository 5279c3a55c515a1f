/* reach.cpp - calls every function of spelt.hpp for every type that it is there for, so that its symbols
 * are those of all C functions that C++ reaches. It is compiled, never run (reach.sh). */
#include <spelt/spelt.hpp>

#include <vector>

/* What C++ passes where a C function has a parameter of type P: a view of a view's elements, else itself.
 * Results are what a pointer leads to that is not const. */
template <class P, class = void> struct argument {
    using type = P;
};
template <class View> struct argument<const View *, std::void_t<decltype(View::data)>> {
    using type = spelt::view<std::remove_pointer_t<decltype(View::data)>>;
};
template <class P>
constexpr bool is_result = std::is_pointer_v<P> && !std::is_const_v<std::remove_pointer_t<P>>;

template <class Function> struct arguments;
template <> struct arguments<spelt_status()> {
    template <class Call, class... Before> static void to(Call call, Before &...before)
    {
        spelt_status stat;
        call(before...);
        call(before..., stat);
    }
};
template <class P, class... Rest> struct arguments<spelt_status(P, Rest...)> {
    template <class Call, class... Before> static void to(Call call, Before &...before)
    {
        if constexpr (is_result<P>) {
            arguments<spelt_status(Rest...)>::to(call, before...);
        } else {
            typename argument<P>::type value{};
            arguments<spelt_status(Rest...)>::to(call, before..., value);
        }
    }
};

/* The accumulator that a result names. */
template <class Result> Result accumulator(Result *);
float accumulator(spelt_partial_f32 *);
double accumulator(spelt_partial_f64 *);
template <class... Inputs>
using last = std::tuple_element_t<sizeof...(Inputs) - 1, std::tuple<Inputs...>>;
template <class... P>
auto accumulator_of(spelt_status (*)(P...)) -> decltype(accumulator(last<P...>()));

#define CALL(op, type)                                                                             \
    void op##_##type()                                                                             \
    {                                                                                              \
        arguments<decltype(spelt_##op##_##type)>::to(                                              \
            [](auto &...inputs) { spelt::op(inputs...); });                                        \
    }
#define CALL_IN(op, type)                                                                          \
    void op##_##type()                                                                             \
    {                                                                                              \
        using named = decltype(accumulator_of(spelt_##op##_##type));                               \
        arguments<decltype(spelt_##op##_##type)>::to(                                              \
            [](auto &...inputs) { (void)spelt::op<named>(inputs...); });                           \
    }
#define CALL_ACC(op, type)                                                                         \
    void acc_add_##op##_##type()                                                                   \
    {                                                                                              \
        arguments<decltype(spelt_acc_add_##op##_##type)>::to([](auto &...inputs) {                 \
            spelt::acc acc;                                                                        \
            acc.add_##op(inputs...);                                                               \
        });                                                                                        \
    }
#define CALL_NPY(op, type)                                                                         \
    void npy_##op##_##type()                                                                       \
    {                                                                                              \
        spelt::npy file;                                                                           \
        std::vector<SPELT_ELEMENT_##type> memory;                                                  \
        (void)file.op(memory);                                                                     \
    }
#define SPELT_CXX_MAP1(op, types) types(CALL, op)
#define SPELT_CXX_MAP2(op, types) types(CALL, op)
#define SPELT_CXX_MAP3(op, types) types(CALL, op)
#define SPELT_CXX_BETWEEN(op, types) types(CALL, op)
#define SPELT_CXX_AXPY(op, types) types(CALL, op)
#define SPELT_CXX_AXPBY(op, types) types(CALL, op)
#define SPELT_CXX_SWAP(op, types) types(CALL, op)
#define SPELT_CXX_ROTATE(op, types) types(CALL, op)
#define SPELT_CXX_ROTATE_MODIFIED(op, types) types(CALL, op)
#define SPELT_CXX_AXIS1(op, types) types(CALL, op)
#define SPELT_CXX_AXIS2(op, types) types(CALL, op)
#define SPELT_CXX_AXIS1_DDOF(op, types) types(CALL, op)
#define SPELT_CXX_REDUCE1(op, types) types(CALL_IN, op)
#define SPELT_CXX_CHOOSE1(op, types) types(CALL, op)
#define SPELT_CXX_REDUCE2(op, types) types(CALL_IN, op)
#define SPELT_CXX_REDUCE1_DDOF(op, types) types(CALL_IN, op)
#define SPELT_CXX_TRUTH(op, types) types(CALL, op)
#define SPELT_CXX_BOTH(op, types) types(CALL, op)
#define SPELT_CXX_COMPRESS(op, types) types(CALL, op)
#define SPELT_CXX_PARTIAL1(op, types) types(CALL_IN, op)
#define SPELT_CXX_PARTIAL2(op, types) types(CALL_IN, op)
#define SPELT_CXX_ACC1(op, types) types(CALL_ACC, op)
#define SPELT_CXX_ACC2(op, types) types(CALL_ACC, op)
#define SPELT_CXX_NPY_VIEW(op, types) types(CALL_NPY, op)
#define SPELT_CXX_NPY_READ(op, types) types(CALL_NPY, op)
#define SPELT_CXX_NPY_SAVE(op, types) types(CALL, op)
#include <spelt/cxx/operations.def>

/* Views of a type. */
template <class View> void views_of_views(const View &x)
{
    (void)x.slice(0, 0, 1);
    (void)x.pick(0, 0);
    (void)x.permute({0});
    (void)x.broadcast({1, 1});
}
#define VIEWS(op, type)                                                                            \
    void op##_##type()                                                                             \
    {                                                                                              \
        using element = SPELT_ELEMENT_##type;                                                      \
        std::vector<element> array(1);                                                             \
        views_of_views(spelt::view<element>(array.data(), {1, 1}));                                \
        views_of_views(spelt::view<const element>(array.data(), {1, 1}, {1, 1}));                  \
        views_of_views(spelt::view<element>::bytes(array.data(), {1}, {1}));                       \
        views_of_views(spelt::view<const element>::bytes(array.data(), {1}, {1}));                 \
        views_of_views(spelt::view(array));                                                        \
        views_of_views(spelt::view<const element>(spelt::view<element>(array)));                   \
        (void)spelt::value(element(), 1).c();                                                      \
    }
SPELT_CXX_STORED(VIEWS, views)
VIEWS(views, bf16)

/* What is not of an operation and a type. */
template <class Accumulator> void partials()
{
    spelt::partial<Accumulator> partial;
    partial.merge(partial).finish();
}
void all_others()
{
    partials<float>();
    partials<double>();

    spelt::acc acc;
    acc.init().add(1.0F).add(1.0).merge(acc).subtract(acc).scale(1);
    (void)acc.round<float>(), (void)acc.round<double>();
    (void)acc.round<std::int64_t>(), (void)acc.round<std::uint64_t>(), (void)acc.count();
    acc = spelt::acc::load(acc.save());

    spelt::npy file("");
    file = spelt::npy::from_bytes("", 0);
    file = spelt::npy::from_descriptor(0).field("");
    spelt::npz archive("");
    file = archive.member(archive.name(0).c_str());
    spelt::npy_save_bool("", std::vector<std::uint8_t>());
    spelt::npy_save_unsynced_bool("", std::vector<std::uint8_t>());

    spelt::set_path(spelt::path()), spelt::set_isa(spelt::isa());
    (void)spelt::version(), (void)spelt::path_source(), (void)spelt::isa_source();
    spelt::set_num_threads(spelt::set_num_threads_local(spelt::get_num_threads()));
    (void)spelt::threads_source(), (void)spelt::grain_bytes(), (void)spelt::grain_source();
    (void)spelt::set_last_error(SPELT_OK, spelt::last_error()), (void)spelt::status_name(SPELT_OK);
    (void)spelt::type_name(SPELT_F32), (void)spelt::type_size(SPELT_F32);
}
