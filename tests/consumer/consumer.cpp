/* consumer.cpp - a C++ program that links an installed or embedded Spelt and checks what it gets.
 */
#include <spelt/spelt.h>

#include <complex>
#include <iostream>
#include <string>
#include <vector>

int main()
{
    const std::vector<double> x = {1, 2, 3}, y = {4, 5, 6};
    double dot = 0;
    if (spelt_dot_f64(SPELT_IN(f64, x.data(), x.size()), SPELT_IN(f64, y.data(), y.size()), &dot) !=
            SPELT_OK ||
        dot != 32)
        return 1;

    const std::vector<int32_t> a = {INT32_MAX, 1}, b = {1, 1};
    std::vector<int32_t> sum(2);
    if (spelt_add_i32(SPELT_IN(i32, a.data(), a.size()), SPELT_IN(i32, b.data(), b.size()),
                      SPELT_OUT(i32, sum.data(), sum.size())) != SPELT_ERR_OVERFLOW ||
        sum[0] != INT32_MIN || sum[1] != 2)
        return 2;

    const std::vector<std::complex<float>> z = {{1, 2}, {3, -1}};
    const spelt_c64 *numbers = reinterpret_cast<const spelt_c64 *>(z.data());
    spelt_c64 total;
    if (spelt_sum_c64(SPELT_IN(c64, numbers, z.size()), &total) != SPELT_OK || total.re != 4 ||
        total.im != 1)
        return 4;

    if (std::string(spelt_version()) != SPELT_VERSION)
        return 3;
    std::cout << "spelt " << spelt_version() << ", " << spelt_isa() << ": " << dot << "; "
              << spelt_last_error() << '\n';
    return 0;
}
