// chunks.cpp - the exact mean of each column of an .npy file, row by row of it, as of a file that is larger
// than memory; and the file itself, which closes itself.
#include <spelt/spelt.hpp>

#include <cstdio>
#include <iostream>
#include <vector>

int main()
{
    const std::size_t rows = 1000, columns = 3;
    std::vector<double> written(rows * columns);
    for (std::size_t i = 0; i < rows; i++)
        for (std::size_t j = 0; j < columns; j++)
            written[i * columns + j] = (i % 2 == 0 ? 1e17 : -1e17) + double(i * j);
    spelt::npy_save("chunks.npy", spelt::view<const double>(written.data(), {rows, columns}));

    int wrong = 0;
    try {
        const spelt::npy file("chunks.npy");
        const spelt::view<const double> table = file.view<double>();
        for (std::ptrdiff_t j = 0; j < std::ptrdiff_t(columns); j++) {
            spelt::acc column;
            for (std::ptrdiff_t i = 0; i < std::ptrdiff_t(rows); i += 100)
                column.add_sum(table.pick(1, j).slice(0, i, i + 100));
            const double mean = column.round<double>() / double(column.count());
            std::cout << mean << '\n';
            wrong += mean != spelt::mean_exact(table.pick(1, j));
        }
        spelt::npy("none.npy");
    } catch (const spelt::error &error) {
        std::cout << error.what() << '\n'; // spelt_npy_open: none.npy: cannot open: ...
        wrong += error.status() != SPELT_ERR_IO;
    }
    return std::remove("chunks.npy") == 0 && wrong == 0 ? 0 : 1;
}
