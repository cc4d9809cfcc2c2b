#include "dissect/content/layers.h"

#include "base/text.h"
#include "dissect/protobuf/protobuf.h"

#include <algorithm>
#include <array>

namespace petze::content {

namespace {

constexpr std::size_t shortest = 16;     // shorter words are base64 by chance
constexpr std::size_t long_enough = 256; // no word is that long
constexpr std::size_t looked_at = 256;   // of a text that is longer

enum : std::uint8_t { base64_character = 1, hex_digit = 2, line_end = 4 };

constexpr std::array<std::uint8_t, 256> make_classes()
{
    std::array<std::uint8_t, 256> classes{};
    for (std::size_t c = 0; c < 128; ++c) {
        auto const lower = to_lower(static_cast<char>(c));
        if (is_digit(lower) || (lower >= 'a' && lower <= 'f'))
            classes[c] = base64_character | hex_digit;
        else if ((lower >= 'g' && lower <= 'z') || c == '+' || c == '/' || c == '-' || c == '_')
            classes[c] = base64_character;
    }
    classes['\r'] = classes['\n'] = line_end;
    return classes;
}
constexpr auto classes = make_classes();

/// The classes that all characters have, with line ends ignored.
std::uint8_t common_class(std::string_view text)
{
    std::uint8_t common = base64_character | hex_digit;
    for (char const c : text) {
        auto const one = classes[static_cast<std::uint8_t>(c)];
        if (one == line_end)
            continue;
        common &= one;
        if (common == 0)
            break;
    }
    return common;
}

// C's strings end with a zero, and fields of a fixed width with many.
Bytes without_zeros_behind(Bytes bytes)
{
    while (!bytes.empty() && bytes.back() == 0)
        bytes = bytes.first(bytes.size() - 1);
    return bytes;
}

// In either order: half of it has a zero as its upper byte and a sign of ASCII as its lower one,
// and the rest is letters of one script.
bool is_utf16_text(Bytes bytes)
{
    constexpr std::size_t least = 8;
    constexpr unsigned scripts = 0x30; // the upper bytes of CJK from there on, and full width
    if (bytes.size() < least || bytes.size() % 2 != 0)
        return false;
    for (std::size_t const high : {0u, 1u}) {
        std::size_t ascii = 0;
        std::size_t script = 0;
        for (std::size_t at = 0; at < bytes.size(); at += 2) {
            auto const upper = bytes[at + high];
            auto const lower = bytes[at + 1 - high];
            if (upper == 0 && lower >= ' ' && lower != 0x7f)
                ++ascii;
            else if (upper < 0x06 || (upper >= scripts && upper < 0xa0) || upper == 0xff)
                ++script;
        }
        auto const units = bytes.size() / 2;
        if (ascii + script == units && (ascii * 2 >= units || script == units))
            return true;
    }
    return false;
}

bool plausible(Coding coding, std::string_view text)
{
    if (text.size() >= long_enough)
        return true;
    auto const first = text.substr(0, looked_at);
    auto const decoded = coding == Coding::hex ? decode_hex(first) : decode_base64(first);
    if (!decoded || decoded->empty())
        return false;
    Bytes const bytes = *decoded;
    return file_type_of(bytes) || coding_of(bytes) || is_text(without_zeros_behind(bytes))
           || is_utf16_text(bytes) || protobuf::looks_like_message(bytes)
           || !xor_key_of(bytes).empty();
}

// RFC 4648 section 6, in one case: what comes out must be text, since its alphabet is that of
// words.
bool is_base32(std::string_view text)
{
    if (text.size() < shortest)
        return false;
    bool const small = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a'; });
    char const first = small ? 'a' : 'A';
    bool const in_alphabet = std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= first && c < first + 26) || (c >= '2' && c <= '7');
    });
    if (!in_alphabet)
        return false;
    std::array<std::uint8_t, looked_at> room{};
    auto const decoder = make_decoder(Coding::base32);
    auto const step = decoder->decode(as_bytes(text.substr(0, looked_at)), room);
    auto const bytes = Bytes{room}.first(step.made);
    return step.state == Decoder::State::more && (begins_as_text(bytes) || coding_of(bytes));
}

// RFC 2397: data:image/jpeg;base64,…
std::optional<Wrapped> data_url(std::string_view text)
{
    constexpr std::size_t media_type_bytes = 200;
    constexpr std::string_view mark = ";base64,";
    if (text.size() < 5 || !equal_ignoring_case(text.substr(0, 5), "data:"))
        return {};
    auto const found = text.substr(0, media_type_bytes).find(mark);
    if (found == npos)
        return {};
    return Wrapped{Coding::base64, text.substr(found + mark.size())};
}

// In no text, whatever its character set.
constexpr bool is_strange(char c)
{
    return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
}

} // namespace

bool is_text(Bytes bytes)
{
    auto text = as_text(bytes);
    text.remove_prefix(printable_length(text));
    return std::none_of(text.begin(), text.end(), is_strange) && is_utf8(text);
}

bool begins_as_text(Bytes first)
{
    constexpr std::size_t longest_character = 4;
    // What cutting the last character cannot mend is no text: of noise one byte in eight.
    auto const text = as_text(first);
    auto const whole = text.substr(0, text.size() - std::min(text.size(), longest_character - 1));
    if (std::any_of(whole.begin(), whole.end(), is_strange))
        return false;
    for (std::size_t cut = 0; cut < longest_character && cut <= first.size(); ++cut)
        if (is_text(first.first(first.size() - cut)))
            return true;
    return false;
}

std::optional<Wrapped> wrapped_in(std::string_view text)
{
    if (text.size() < shortest)
        return {};
    if (auto const url = data_url(text))
        return url;
    auto body = trim(text);
    while (body.ends_with('='))
        body.remove_suffix(1);
    if (has_uuid_form(body)) // of the same characters
        return {};
    if (is_base32(body))
        return Wrapped{Coding::base32, body};
    auto const common = common_class(body);
    if (common & hex_digit && body.size() % 2 == 0 && plausible(Coding::hex, body)
        && body.find_first_of("\r\n") == npos)
        return Wrapped{Coding::hex, body};
    if (common & base64_character && plausible(Coding::base64, body))
        return Wrapped{Coding::base64, body};
    return {};
}

} // namespace petze::content
