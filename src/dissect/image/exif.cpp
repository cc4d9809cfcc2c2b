#include "dissect/image/exif.h"

#include "base/byte_reader.h"
#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace petze {

namespace {

// CIPA DC-008, 4.6.2: types and their widths.
constexpr std::uint16_t type_ascii = 2, type_long = 4, type_rational = 5;

/// One directory of a TIFF structure (TIFF 6.0, section 2).
class Directory {
public:
    Directory(Bytes tiff, ByteOrder order, std::size_t offset)
        : m_tiff(tiff)
        , m_order(order)
        , m_begin(offset + 2)
    {
        auto in = reader(offset);
        m_entries = std::min<std::size_t>(in.u16(), limits::exif_entries);
    }

    /// Its value where it has that type; empty otherwise.
    Bytes value(std::uint16_t tag, std::uint16_t type) const
    {
        constexpr std::size_t entry_bytes = 12, inside = 4;
        for (std::size_t i = 0; i < m_entries; ++i) {
            auto in = reader(m_begin + entry_bytes * i);
            if (in.u16() != tag || in.u16() != type)
                continue;
            std::size_t const width = type == type_ascii ? 1 : type == type_long ? 4 : 8;
            auto const length = in.u32() * width;
            if (length <= inside)
                return in.take(length);
            return reader(in.u32()).take(length);
        }
        return {};
    }
    std::string text(std::uint16_t tag) const
    {
        auto const value_text = as_text(value(tag, type_ascii));
        return std::string{trim(value_text.substr(0, value_text.find('\0')))};
    }
    std::optional<Directory> directory(std::uint16_t tag) const
    {
        auto const pointer = value(tag, type_long);
        if (pointer.size() != 4)
            return {};
        return Directory{m_tiff, m_order, ByteReader{pointer, m_order}.u32()};
    }
    /// Degrees, minutes and seconds, each a fraction.
    std::optional<double> degrees(std::uint16_t tag) const
    {
        auto const fractions = value(tag, type_rational);
        if (fractions.empty())
            return {};
        ByteReader in{fractions, m_order};
        double sum = 0, unit = 1;
        for (int part = 0; part < 3 && in.remaining() > 0; ++part) {
            auto const above = in.u32(), below = in.u32();
            if (below == 0 && (above != 0 || part == 0))
                return {};
            sum += below == 0 ? 0 : static_cast<double>(above) / static_cast<double>(below) / unit;
            unit *= 60;
        }
        return sum;
    }

private:
    ByteReader reader(std::size_t offset) const
    {
        return ByteReader{m_tiff.subspan(std::min(offset, m_tiff.size())), m_order};
    }

    Bytes m_tiff;
    ByteOrder m_order;
    std::size_t m_begin;
    std::size_t m_entries = 0;
};

// CIPA DC-008, 4.6.6: GPSLatitudeRef, GPSLatitude, GPSLongitudeRef, GPSLongitude.
std::optional<Exif::Position> position_of(Directory const& gps)
{
    auto latitude = gps.degrees(2), longitude = gps.degrees(4);
    if (!latitude || !longitude)
        return {};
    if (gps.text(1) == "S")
        latitude = -*latitude;
    if (gps.text(3) == "W")
        longitude = -*longitude;
    bool const on_earth = std::abs(*latitude) <= 90 && std::abs(*longitude) <= 180;
    bool const unset = *latitude == 0 && *longitude == 0; // what cameras write that do not know
    if (!on_earth || unset)
        return {};
    return Exif::Position{*latitude, *longitude};
}

/// As many decimal digits as `width`, and nothing else.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width)
{
    if (text.size() < at + width)
        return {};
    int out{};
    auto const* const end = text.data() + at + width;
    auto const [stop, error] = std::from_chars(text.data() + at, end, out);
    return error == std::errc{} && stop == end && out >= 0 ? std::optional{out} : std::nullopt;
}

// CIPA DC-008, 4.6.5 D and G: "+08:00", "-03:30", "Z" as some cameras write it.
std::optional<std::chrono::minutes> offset_of(std::string_view text)
{
    constexpr int minutes_of_hour = 60, last_hour = 14;
    if (text == "Z")
        return std::chrono::minutes{0};
    auto const hours = digits(text, 1, 2), minutes = digits(text, 4, 2);
    bool const is_signed = text.starts_with('+') || text.starts_with('-');
    if (text.size() != 6 || !is_signed || text[3] != ':' || !hours || !minutes || *hours > last_hour
        || *minutes >= minutes_of_hour)
        return {};
    auto const all = *hours * minutes_of_hour + *minutes;
    return std::chrono::minutes{text.front() == '-' ? -all : all};
}

/// "2026:11:27 08:15:00", on the clock that is `offset` ahead of UTC.
std::optional<std::int64_t> time_of(std::string_view text, std::chrono::minutes offset)
{
    using namespace std::chrono;
    constexpr int last_hour = 23, last_minute = 59, last_second = 60, first_year = 1970;
    auto const year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    auto const hour = digits(text, 11, 2), minute = digits(text, 14, 2),
               second = digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second || *year < first_year
        || *hour > last_hour || *minute > last_minute || *second > last_second)
        return {};
    year_month_day const date{std::chrono::year{*year},
                              std::chrono::month{static_cast<unsigned>(*month)},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok())
        return {};
    auto const since = sys_days{date}.time_since_epoch() + hours{*hour} + minutes{*minute}
                       + seconds{*second} - offset;
    return duration_cast<nanoseconds>(since).count();
}

// DateTimeOriginal and OffsetTimeOriginal.
std::optional<std::int64_t> taken_of(Directory const& exif)
{
    constexpr std::uint16_t original = 0x9003, original_offset = 0x9011;
    auto const offset = offset_of(exif.text(original_offset));
    return offset ? time_of(exif.text(original), *offset) : std::nullopt;
}

// Cameras without a number write zeros or blanks.
bool is_serial(std::string_view text)
{
    constexpr std::size_t shortest = 4, longest = 64;
    return text.size() >= shortest && text.size() <= longest
           && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; })
           && text.find_first_not_of('0') != npos;
}

} // namespace

Exif read_exif(Bytes tiff)
{
    constexpr std::uint16_t exif_directory = 0x8769, gps_directory = 0x8825, body_serial = 0xa431,
                            dng_serial = 0xc62f;
    auto const order = as_text(tiff).starts_with("II") ? ByteOrder::little : ByteOrder::big;
    ByteReader in{tiff, order};
    in.skip(4);
    Directory const first{tiff, order, in.u32()};
    Exif out;
    if (auto const gps = first.directory(gps_directory))
        out.position = position_of(*gps);
    auto serial = first.text(dng_serial);
    if (auto const exif = first.directory(exif_directory)) {
        if (auto camera = exif->text(body_serial); !camera.empty())
            serial = std::move(camera);
        out.taken_ns = taken_of(*exif);
    }
    if (is_serial(serial))
        out.body_serial = std::move(serial);
    return out;
}

} // namespace petze
