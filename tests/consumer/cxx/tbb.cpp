// tbb.cpp - a dot product in TBB's parallel_reduce, by partials: the bits of the single call.
#include <spelt/spelt.hpp>

#include <algorithm>
#include <iostream>
#include <optional>
#include <tbb/blocked_range.h>
#include <tbb/parallel_reduce.h>
#include <vector>

using partial = std::optional<spelt::partial<double>>; // nothing yet, or that of a run of blocks

static partial join(partial left, const partial &right)
{
    if (left && right)
        left->merge(*right);
    return left ? left : right;
}

int main()
{
    const std::size_t n = 1000003, block = SPELT_PARTIAL_BLOCK_F64;
    std::vector<double> x(n, 0.1), y(n);
    for (std::size_t i = 0; i < n; i++)
        y[i] = double(i % 97) - 48;

    using range = tbb::blocked_range<std::size_t>; // of blocks, of which a slice has whole ones
    const partial dot = tbb::parallel_reduce(
        range(0, n / block + 1), partial(),
        [&](const range &run, const partial &left) {
            const spelt::local_threads one(1);
            const std::size_t first = run.begin() * block, end = std::min(run.end() * block, n);
            return join(left, spelt::partial_dot(spelt::view(&x[first], end - first),
                                                 spelt::view(&y[first], end - first), first));
        },
        join);
    std::cout << dot->finish() << '\n';
    return dot->count() == n && dot->finish() == spelt::dot(x, y) ? 0 : 1;
}
