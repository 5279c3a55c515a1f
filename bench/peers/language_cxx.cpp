// language_cxx.cpp - a call of dot_f64 in C++, for languages.c: a file of its own, which the bench loads.
#include <spelt/spelt.hpp>

extern "C" double spelt_bench_dots(const double *x, const double *y, std::size_t n, std::size_t calls)
{
    double result = 0;
    for (; calls > 0; calls--)
        result = spelt::dot(spelt::view<const double>(x, n), spelt::view<const double>(y, n));
    return result;
}
