// threads.cpp - a dot product on threads of one's own: each makes the partial of its slice, and these,
// merged from left to right, give the bits of the single call.
#include <spelt/spelt.hpp>

#include <algorithm>
#include <iostream>
#include <thread>
#include <vector>

int main()
{
    const std::size_t workers = 3, n = 1000003;
    std::vector<double> x(n), y(n);
    for (std::size_t i = 0; i < n; i++) {
        x[i] = 1 / double(i + 1);
        y[i] = double(i % 97) - 48;
    }
    // A slice begins at a multiple of the block.
    const std::size_t blocks = n / SPELT_PARTIAL_BLOCK_F64 / workers + 1;
    const std::size_t length = blocks * SPELT_PARTIAL_BLOCK_F64;

    std::vector<spelt::partial<double>> partials(workers);
    std::vector<std::thread> team;
    for (std::size_t i = 0; i < workers; i++)
        team.emplace_back([&, i] {
            const spelt::local_threads one(1);
            const std::size_t first = std::min(i * length, n), end = std::min(first + length, n);
            partials[i] = spelt::partial_dot(spelt::view(x.data() + first, end - first),
                                             spelt::view(y.data() + first, end - first), first);
        });
    for (std::thread &worker : team)
        worker.join();
    for (std::size_t i = 1; i < workers; i++)
        partials[0].merge(partials[i]);
    std::cout << partials[0].finish() << '\n';
    return partials[0].count() == n && partials[0].finish() == spelt::dot(x, y) ? 0 : 1;
}
