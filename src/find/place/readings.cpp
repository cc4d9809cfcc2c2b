#include "find/place/readings.h"

#include "base/text.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace petze {

namespace {

constexpr double most_degrees = 180;

using Sink = FunctionRef<void(Coordinate const&)>;

void scaled(std::int64_t integer, Sink sink)
{
    struct Scale {
        double divisor;
        int decimals;
        std::string_view step;
    };
    constexpr Scale scales[] = {{1e6, 6, "e6"}, {1e7, 7, "e7"}};
    // Below a tenth of a degree an integer may be anything.
    for (auto const& [divisor, decimals, step] : scales)
        if (auto const degrees = static_cast<double>(integer) / divisor;
            std::abs(degrees) <= most_degrees && std::abs(degrees) >= 0.1)
            sink({degrees, 1 / divisor, decimals, step});
}

template<typename Unsigned>
Unsigned swapped(Unsigned value)
{
    Unsigned out = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        out = static_cast<Unsigned>(out << 8 | (value >> (8 * i) & 0xff));
    return out;
}

void fraction(double degrees, Sink sink)
{
    if (std::abs(degrees) <= most_degrees && std::abs(degrees) >= 0.1)
        sink({degrees, 0, Coordinate::exact, "big-endian"});
}

void integers(std::uint64_t number, bool from_protobuf, Sink sink)
{
    constexpr std::uint64_t most_narrow = 0xffffffff;
    scaled(static_cast<std::int64_t>(number), sink);
    if (!from_protobuf)
        return;
    scaled(static_cast<std::int64_t>(number >> 1 ^ -(number & 1)), sink);
    if (number <= most_narrow) {
        auto const narrow = static_cast<std::uint32_t>(number);
        scaled(static_cast<std::int32_t>(narrow), sink);
        fraction(static_cast<double>(std::bit_cast<float>(swapped(narrow))), sink);
    } else {
        fraction(std::bit_cast<double>(swapped(number)), sink);
    }
}

std::optional<std::uint64_t> integer_of(std::string_view text)
{
    auto const* const end = text.data() + text.size();
    std::uint64_t number{};
    if (auto const [stop, failure] = std::from_chars(text.data(), end, number);
        failure == std::errc{} && stop == end)
        return number;
    std::int64_t negative{};
    if (auto const [stop, failure] = std::from_chars(text.data(), end, negative);
        failure == std::errc{} && stop == end)
        return static_cast<std::uint64_t>(negative);
    return {};
}

} // namespace

void read_coordinates(Coordinate const& number, Field const& field, Sink sink)
{
    auto const text = trim(field.value);
    bool const from_protobuf = field.origin && field.origin->step.starts_with("protobuf:");
    if (auto const integer = integer_of(text)) {
        integers(*integer, from_protobuf, sink);
        return;
    }
    if (std::abs(number.degrees) <= most_degrees)
        sink(number);
    if (!from_protobuf)
        return;
    float narrow{};
    auto const* const end = text.data() + text.size();
    if (auto const [stop, failure] = std::from_chars(text.data(), end, narrow);
        failure == std::errc{} && stop == end)
        scaled(std::bit_cast<std::int32_t>(narrow), sink);
}

} // namespace petze
