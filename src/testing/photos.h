#pragma once

#include "dissect/image/picture.h"
#include "testing/hex.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// The photos of tests/photos; PETZE_PHOTOS is that folder.
namespace petze::testing {

inline std::vector<std::uint8_t> read_photo(std::string const& name)
{
    std::ifstream file{std::string{PETZE_PHOTOS "/"} + name, std::ios::binary};
    if (!file)
        throw std::runtime_error{"no such photo: " + name};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// What another program (PIL) sees in each of them: expected.tsv.
struct ExpectedPicture {
    std::string name;
    Picture picture; // without the centre
};
inline std::vector<ExpectedPicture> expected_pictures()
{
    auto const table = read_photo("expected.tsv");
    std::istringstream in{std::string{table.begin(), table.end()}};
    std::vector<ExpectedPicture> out;
    ExpectedPicture row;
    std::string miniature;
    while (in >> row.name >> row.picture.width >> row.picture.height >> miniature) {
        auto const bytes = from_hex(miniature);
        std::copy_n(bytes.begin(), row.picture.whole.size(), row.picture.whole.begin());
        out.push_back(row);
    }
    return out;
}

/// The largest and the mean difference of two.
struct Difference {
    int largest{};
    double mean{};
};
inline Difference difference(Miniature const& a, Miniature const& b)
{
    Difference out;
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto const one = std::abs(int{a[i]} - int{b[i]});
        out.largest = std::max(out.largest, one);
        out.mean += static_cast<double>(one) / static_cast<double>(a.size());
    }
    return out;
}

} // namespace petze::testing
