#include "find/place/geohash.h"

#include "base/text.h"

namespace petze {

namespace {

constexpr std::string_view alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";
constexpr unsigned bits_a_character = 5;

struct Range {
    double low{}, high{};

    double middle() const { return (low + high) / 2; }
    double width() const { return high - low; }
};

} // namespace

std::optional<GeohashCell> read_geohash(std::string_view text)
{
    if (text.empty() || text.size() > geohash_most)
        return {};
    Range latitude{-90, 90}, longitude{-180, 180};
    bool east = true; // bits of the two take turns
    for (char const c : text) {
        auto const code = alphabet.find(to_lower(c));
        if (code == npos)
            return {};
        for (unsigned bit = bits_a_character; bit-- > 0; east = !east) {
            auto& range = east ? longitude : latitude;
            ((code >> bit & 1U) != 0 ? range.low : range.high) = range.middle();
        }
    }
    return GeohashCell{
        {latitude.middle(), longitude.middle()}, latitude.width(), longitude.width()};
}

std::string geohash_of(Position const& position, std::size_t length)
{
    Range latitude{-90, 90}, longitude{-180, 180};
    std::string out;
    bool east = true;
    while (out.size() < length) {
        std::size_t code = 0;
        for (unsigned bit = 0; bit < bits_a_character; ++bit, east = !east) {
            auto& range = east ? longitude : latitude;
            bool const upper = (east ? position.longitude : position.latitude) >= range.middle();
            (upper ? range.low : range.high) = range.middle();
            code = code << 1 | (upper ? 1U : 0U);
        }
        out += alphabet[code];
    }
    return out;
}

} // namespace petze
