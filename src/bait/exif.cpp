#include "bait/exif.h"

#include "base/text.h"

#include <cmath>
#include <vector>

namespace petze::bait {

namespace {

// TIFF 6.0 section 2; CIPA DC-008 tables 7, 9 and 15.
enum class Type : std::uint8_t { byte = 1, ascii = 2, unsigned_long = 4, rational = 5 };
enum class Tag : std::uint16_t {
    make = 0x010f,
    model = 0x0110,
    exif = 0x8769,
    gps = 0x8825,
    date_time_original = 0x9003,
    offset_time_original = 0x9011,
    body_serial = 0xa431,
    gps_version = 0,
    latitude_ref = 1,
    latitude = 2,
    longitude_ref = 3,
    longitude = 4
};
constexpr std::size_t header_bytes = 8, entry_bytes = 12, inline_bytes = 4;

void put(std::string& out, std::uint32_t value, std::size_t bytes)
{
    for (std::size_t i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xff);
}

struct Entry {
    Tag tag{};
    Type type{};
    std::uint32_t count{};
    std::string data;
};

Entry text(Tag tag, std::string value)
{
    value += '\0';
    auto const count = static_cast<std::uint32_t>(value.size());
    return {tag, Type::ascii, count, std::move(value)};
}

Entry number(Tag tag, std::uint32_t value)
{
    std::string data;
    put(data, value, 4);
    return {tag, Type::unsigned_long, 1, std::move(data)};
}

// Degrees, minutes and seconds with four places: a centimetre.
Entry angle(Tag tag, double degrees)
{
    constexpr std::uint32_t parts = 10'000;
    auto const all = static_cast<std::uint64_t>(std::llround(std::fabs(degrees) * 3600 * parts));
    std::string data;
    put(data, static_cast<std::uint32_t>(all / (3600ull * parts)), 4);
    put(data, 1, 4);
    put(data, static_cast<std::uint32_t>(all / (60ull * parts) % 60), 4);
    put(data, 1, 4);
    put(data, static_cast<std::uint32_t>(all % (60ull * parts)), 4);
    put(data, parts, 4);
    return {tag, Type::rational, 3, std::move(data)};
}

// One directory that begins at `offset` of the file, with what its entries point to behind it.
std::string directory(std::vector<Entry> const& entries, std::size_t offset)
{
    std::string out;
    std::string behind;
    auto const end = offset + 2 + entries.size() * entry_bytes + 4;
    put(out, static_cast<std::uint32_t>(entries.size()), 2);
    for (auto const& entry : entries) {
        put(out, static_cast<std::uint32_t>(entry.tag), 2);
        put(out, static_cast<std::uint32_t>(entry.type), 2);
        put(out, entry.count, 4);
        if (entry.data.size() <= inline_bytes) {
            out += entry.data + std::string(inline_bytes - entry.data.size(), '\0');
            continue;
        }
        put(out, static_cast<std::uint32_t>(end + behind.size()), 4);
        behind += entry.data;
        if (behind.size() % 2 != 0) // words begin at even offsets
            behind += '\0';
    }
    put(out, 0, 4); // no further directory
    return out + behind;
}

// "2024:04:01 10:00:00"
std::string exif_time(std::int64_t time_s)
{
    auto out = rfc3339(time_s * 1'000'000'000).substr(0, 19);
    out[4] = out[7] = ':';
    out[10] = ' ';
    return out;
}

} // namespace

std::string exif_segment(ExifData const& data)
{
    auto const main = [&](std::size_t exif, std::size_t gps) {
        return directory({text(Tag::make, data.make), text(Tag::model, data.model),
                          number(Tag::exif, static_cast<std::uint32_t>(exif)),
                          number(Tag::gps, static_cast<std::uint32_t>(gps))},
                         header_bytes);
    };
    auto const exif_at = header_bytes + main(0, 0).size();
    auto const exif = directory({text(Tag::date_time_original, exif_time(data.time_s)),
                                 text(Tag::offset_time_original, "+00:00"),
                                 text(Tag::body_serial, data.body_serial)},
                                exif_at);
    auto const gps_at = exif_at + exif.size();
    auto const gps = directory({{Tag::gps_version, Type::byte, 4, std::string{"\2\3\0\0", 4}},
                                text(Tag::latitude_ref, data.latitude < 0 ? "S" : "N"),
                                angle(Tag::latitude, data.latitude),
                                text(Tag::longitude_ref, data.longitude < 0 ? "W" : "E"),
                                angle(Tag::longitude, data.longitude)},
                               gps_at);
    std::string out{"Exif\0\0II*\0", 10};
    put(out, header_bytes, 4);
    return out + main(exif_at, gps_at) + exif + gps;
}

} // namespace petze::bait
