#include "find/search/edges.h"

#include "base/text.h"

#include <optional>

namespace petze {

namespace {

Edge edge_of_ascii(char c)
{
    auto const letter = to_lower(c);
    if (is_digit(c))
        return Edge::digit;
    return letter >= 'a' && letter <= 'z' ? Edge::letter : Edge::other;
}

// By the first byte of a character. C2 begins signs ("no-break space", "«"), E2 punctuation
// ("“", "…"), E3 to ED the characters of East Asia; E1 letters of Vietnamese, Greek, Georgian.
Edge edge_of_lead(std::uint8_t byte)
{
    if (byte < 0x80)
        return edge_of_ascii(static_cast<char>(byte));
    return (byte >= 0xc3 && byte <= 0xdf) || byte == 0xe1 ? Edge::letter : Edge::other;
}

// The escape of that many hex digits at the end of a text: nothing where none stands there.
std::optional<std::uint32_t> escaped(std::string_view text, std::string_view prefix,
                                     std::size_t digits)
{
    auto const length = prefix.size() + digits;
    if (text.size() < length || text.substr(text.size() - length, prefix.size()) != prefix)
        return {};
    auto const bytes = decode_hex(text.substr(text.size() - digits));
    if (!bytes)
        return {};
    std::uint32_t code = 0;
    for (auto byte : *bytes)
        code = code << 8 | byte;
    return code;
}

// Of what "%41", "%C3%A9" or "\u00e9" at the end of a text stands for.
std::optional<Edge> edge_of_escape(std::string_view text)
{
    if (auto const byte = escaped(text, "%", 2)) {
        if (*byte < 0x80)
            return edge_of_ascii(static_cast<char>(*byte));
        auto const lead = escaped(text.substr(0, text.size() - 3), "%", 2);
        return lead && *lead >= 0xc3 && *lead <= 0xdf ? Edge::letter : Edge::other;
    }
    auto const code = escaped(text, "\\u", 4);
    if (!code)
        return {};
    if (*code < 0x80)
        return edge_of_ascii(static_cast<char>(*code));
    return (*code >= 0xc0 && *code <= 0x7ff) || (*code >= 0x1000 && *code <= 0x1fff) ? Edge::letter
                                                                                     : Edge::other;
}

} // namespace

Edge edge_at_begin(Bytes text)
{
    return text.empty() ? Edge::other : edge_of_lead(text[0]);
}

Edge edge_at_end(Bytes bytes)
{
    if (bytes.empty())
        return Edge::other;
    auto const text = as_text(bytes);
    if (auto const edge = edge_of_escape(text))
        return *edge;
    if (bytes.back() < 0x80) {
        bool const escape = bytes.size() > 1 && bytes[bytes.size() - 2] == '\\'
                            && std::string_view{"bfnrt"}.find(text.back()) != npos;
        return escape ? Edge::other : edge_of_ascii(text.back());
    }
    for (std::size_t length = 1; length <= 4 && length <= bytes.size(); ++length) {
        auto const byte = bytes[bytes.size() - length];
        if ((byte & 0xc0) != 0x80)
            return length > 1 ? edge_of_lead(byte) : Edge::other; // a lead alone is no character
    }
    return Edge::other;
}

} // namespace petze
