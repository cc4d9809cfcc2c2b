#include "dissect/coding/coding.h"

#include "base/text.h"
#include "dissect/coding/decoders.h"

#include <array>

namespace petze {

namespace {

/// One row for each coding, in the order of the enum.
struct Row {
    std::string_view name;
    bool declared; // a header may name it
    std::unique_ptr<Decoder> (*make)();
};
constexpr Row rows[] = {
    {"gzip", true, decoders::gzip},
    {"deflate", true, decoders::deflate},
    {"br", true, decoders::brotli},
    {"zstd", true, decoders::zstd},
    {"lz4", true, decoders::lz4},
    {"snappy", true, decoders::snappy},
    {"base64", true, decoders::base64},
    {"base32", false, decoders::base32},
    {"hex", false, decoders::hex},
    {"quoted-printable", true, decoders::quoted_printable},
    {"entities", false, decoders::entities},
    {"aws-chunked", true, decoders::aws_chunked},
};

// RFC 1950 §2.2: of two bytes that fit by chance once in a thousand times; so what they begin must
// inflate as far as it goes.
bool is_zlib(Bytes first)
{
    constexpr std::size_t least = 8;
    if (first.size() < least || first[0] != 0x78 || (first[0] << 8 | first[1]) % 31 != 0)
        return false;
    std::array<std::uint8_t, 512> room{};
    auto const decoder = decoders::deflate();
    auto const step = decoder->decode(first, room);
    return step.state != Decoder::State::damaged && (step.made > 0 || first.size() < room.size());
}

/// "10000;chunk-signature=…"
bool is_signed_chunk(std::string_view text)
{
    constexpr std::size_t digits = 16;
    auto const end = text.substr(0, digits + 1).find(';');
    return end != npos && end > 0 && text.substr(end).starts_with(";chunk-signature=")
           && text.find_first_not_of("0123456789abcdefABCDEF") == end;
}

// What coding_of() knows begins with one of these: it is asked at every byte of what is not known.
constexpr auto beginnings = [] {
    std::array<bool, 256> out{};
    for (auto const first : {0x1fu, 0x28u, 0x04u, 0x4cu, 0xffu, 0x78u})
        out[first] = true;
    for (std::size_t c = 0; c < 0x80; ++c)
        out[c] |= is_hex_digit(static_cast<char>(c));
    return out;
}();

Row const& row(Coding coding)
{
    return rows[static_cast<std::size_t>(coding)];
}

} // namespace

std::string_view name_of(Coding coding)
{
    return row(coding).name;
}

std::optional<Coding> coding_named(std::string_view name)
{
    if (name.size() > 2 && equal_ignoring_case(name.substr(0, 2), "x-"))
        name.remove_prefix(2); // RFC 9110 §8.4.1.3: "x-gzip" is "gzip"
    for (std::size_t i = 0; i < std::size(rows); ++i)
        if (rows[i].declared && equal_ignoring_case(name, rows[i].name))
            return static_cast<Coding>(i);
    return {};
}

std::optional<Coding> coding_of(Bytes first)
{
    using namespace std::string_view_literals;
    if (first.empty() || !beginnings[first[0]])
        return {};
    auto const text = as_text(first);
    if (text.starts_with("\x1f\x8b\x08"sv))
        return Coding::gzip; // RFC 1952 §2.3.1: ID1, ID2, CM
    if (text.starts_with("\x28\xb5\x2f\xfd"sv))
        return Coding::zstd; // RFC 8878 §3.1.1
    if (text.starts_with("\x04\x22\x4d\x18"sv) || text.starts_with("LZ4Block"sv))
        return Coding::lz4;
    if (text.starts_with("\xff\x06\0\0sNaPpY"sv))
        return Coding::snappy;
    if (is_zlib(first))
        return Coding::deflate;
    if (is_signed_chunk(text))
        return Coding::aws_chunked;
    return {};
}

std::string undo(Coding coding, std::string_view coded)
{
    auto const decoder = make_decoder(coding);
    std::array<std::uint8_t, 4096> room{};
    std::string out;
    auto in = as_bytes(coded);
    while (!in.empty()) {
        auto const step = decoder->decode(in, room);
        out += as_text(Bytes{room}.first(step.made));
        in = in.subspan(step.taken);
        if (step.state != Decoder::State::more || (step.taken == 0 && step.made == 0))
            return out;
    }
    out += as_text(Bytes{room}.first(decoder->finish(room)));
    return out;
}

std::unique_ptr<Decoder> make_raw_inflater()
{
    return decoders::raw_deflate();
}

std::unique_ptr<Decoder> make_decoder(Coding coding)
{
    return row(coding).make();
}

} // namespace petze
