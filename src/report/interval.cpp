#include "report/interval.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace petze::page {

namespace {

/// One decimal: enough for a figure of 144 units, and the same everywhere.
std::string place(double at)
{
    std::array<char, 32> text{};
    auto const written =
        std::to_chars(text.data(), text.data() + text.size(), at, std::chars_format::fixed, 1);
    return {text.data(), written.ptr};
}

} // namespace

std::string interval(Rate const& rate, double scale)
{
    constexpr double left = 6, width = 132;
    auto const at = [&](double value) {
        return place(left + std::min(value / scale, 1.0) * width);
    };
    std::string out{R"(<svg class="ci" viewBox="0 0 144 14" aria-hidden="true">)"
                    R"(<line class="ci-axis" x1="6" x2="138" y1="7" y2="7"/>)"};
    out += R"(<line class="ci-bar" x1=")" + at(rate.low) + R"(" x2=")" + at(rate.high);
    out += R"(" y1="7" y2="7"/><circle class=")";
    out += rate.count > 0 ? "ci-seen" : "ci-none";
    out += R"(" cx=")" + at(rate.per_hour) + R"(" cy="7" r="4.5"/></svg>)";
    return out;
}

} // namespace petze::page
