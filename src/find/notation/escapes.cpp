#include "find/notation/escapes.h"

#include "base/text.h"
#include "find/notation/letter_case.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <span>
#include <utility>

namespace petze {

namespace {

enum class HexCase { lower, upper };

std::string hex(Bytes bytes, HexCase hex_case)
{
    auto digits = to_hex(bytes);
    if (hex_case == HexCase::upper)
        for (auto& c : digits)
            c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    return digits;
}

std::string percent(std::string_view text, std::string_view kept, HexCase hex_case)
{
    std::string out;
    out.reserve(text.size() * 3);
    for (char c : text) {
        auto const letter = to_lower(c);
        if (is_digit(c) || (letter >= 'a' && letter <= 'z') || kept.find(c) != npos) {
            out += c;
        } else {
            auto const byte = static_cast<std::uint8_t>(c);
            out += '%' + hex(Bytes{&byte, 1}, hex_case);
        }
    }
    return out;
}

// RFC 3986 §2.3.
constexpr std::string_view unreserved = "-._~";
// ECMA-262, encodeURIComponent: what the browsers' own function leaves.
constexpr std::string_view component = "-._~!*'()";
// WHATWG URL §5.2, application/x-www-form-urlencoded: java.net.URLEncoder and every form.
constexpr std::string_view form_set = "-._*";

std::string form_encoded(std::string_view text, HexCase hex_case)
{
    std::string kept{form_set};
    kept += ' ';
    auto out = percent(text, kept, hex_case);
    std::replace(out.begin(), out.end(), ' ', '+');
    return out;
}

struct JsonStyle {
    HexCase hex_case = HexCase::lower;
    bool ascii = false;      // what is beyond ASCII as \u escapes
    std::string_view more{}; // escaped as \u too, though RFC 8259 does not ask for it
    bool slashes = false;    // "\/"
};

// RFC 8259 §7.
std::string json(std::string_view text, JsonStyle const& style)
{
    constexpr std::string_view short_ones = "\b\f\n\r\t";
    constexpr std::string_view short_names = "bfnrt";
    std::string out;
    out.reserve(text.size() + 16);
    auto const unit = [&](std::uint32_t code) {
        std::array<std::uint8_t, 2> const bytes{static_cast<std::uint8_t>(code >> 8),
                                                static_cast<std::uint8_t>(code & 0xff)};
        out += "\\u" + hex(bytes, style.hex_case);
    };
    while (!text.empty()) {
        auto const [code, length] = first_character(text);
        auto const character = text.substr(0, length);
        text.remove_prefix(length);
        if (code >= 0x80 && style.ascii) {
            if (code >= 0x10000) {
                unit(0xd800 + ((code - 0x10000) >> 10));
                unit(0xdc00 + ((code - 0x10000) & 0x3ff));
            } else {
                unit(code);
            }
        } else if (code >= 0x80) {
            out += character;
        } else if (auto const at = short_ones.find(character[0]); at != npos) {
            out += '\\';
            out += short_names[at];
        } else if (code < 0x20 || style.more.find(character[0]) != npos) {
            unit(code);
        } else {
            if (code == '"' || code == '\\' || (code == '/' && style.slashes))
                out += '\\';
            out += character;
        }
    }
    return out;
}

struct XmlStyle {
    std::string_view quote = "\"";
    std::string_view apostrophe = "'";
    bool numbers =
        false; // for line ends and tabs, and two for a character beyond the BMP: its surrogates
    std::string_view beyond_ascii{}; // what precedes the number of any other: "#" or "#x"
};

std::string number(std::uint32_t code, std::string_view mark)
{
    std::array<char, 8> text{};
    auto const base = mark.ends_with('x') ? 16 : 10;
    auto const end = std::to_chars(text.data(), text.data() + text.size(), code, base).ptr;
    return {text.data(), end};
}

// XML 1.0 §2.4, §4.6.
std::string xml(std::string_view text, XmlStyle const& style)
{
    std::string out;
    out.reserve(text.size() + 16);
    auto const reference = [&](std::uint32_t code) { out += "&#" + std::to_string(code) + ';'; };
    while (!text.empty()) {
        auto const [code, length] = first_character(text);
        if (code == '&')
            out += "&amp;";
        else if (code == '<')
            out += "&lt;";
        else if (code == '>')
            out += "&gt;";
        else if (code == '"')
            out += style.quote;
        else if (code == '\'')
            out += style.apostrophe;
        else if (style.numbers && (code == '\n' || code == '\r' || code == '\t'))
            reference(code);
        else if (style.numbers && code >= 0x10000) {
            reference(0xd800 + ((code - 0x10000) >> 10));
            reference(0xdc00 + ((code - 0x10000) & 0x3ff));
        } else if (code >= 0x80 && !style.beyond_ascii.empty())
            out += '&' + std::string{style.beyond_ascii} + number(code, style.beyond_ascii) + ';';
        else
            out += text.substr(0, length);
        text.remove_prefix(length);
    }
    return out;
}

// RFC 2045 §6.7, without the line ends that depend on what stands before; RFC 2047 §4.2 where
// blanks are underscores.
std::string quoted_printable(std::string_view text, bool mime_word)
{
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<std::uint8_t>(c);
        bool const special = byte == '=' || (mime_word && (byte == '?' || byte == '_'));
        if (mime_word && c == ' ')
            out += '_';
        else if (special || byte > '~' || (byte < ' ' && c != '\r' && c != '\n' && c != '\t'))
            out += '=' + hex(Bytes{&byte, 1}, HexCase::upper);
        else
            out += c;
    }
    return out;
}

std::string percent_twice(std::string_view text)
{
    return percent(percent(text, component, HexCase::upper), unreserved, HexCase::upper);
}

/// One row for each way to escape a text. A further one is a further row.
struct Row {
    char const* name;
    std::string (*escaped)(std::string_view text);
};
constexpr Row rows[] = {
    {"percent, twice", percent_twice},
    {"form, then percent",
     [](auto text) {
         return percent(form_encoded(text, HexCase::upper), unreserved, HexCase::upper);
     }},
    {"JSON", [](auto text) { return json(text, {}); }},
    {"JSON, slashes", [](auto text) { return json(text, {.slashes = true}); }},
    {"JSON in ASCII", [](auto text) { return json(text, {.ascii = true}); }},
    {"JSON in ASCII, upper hex",
     [](auto text) { return json(text, {.hex_case = HexCase::upper, .ascii = true}); }},
    {"JSON in ASCII, slashes: PHP",
     [](auto text) { return json(text, {.ascii = true, .slashes = true}); }},
    {"JSON safe in HTML: Go", [](auto text) { return json(text, {.more = "<>&"}); }},
    {"JSON safe in HTML: Gson", [](auto text) { return json(text, {.more = "<>&='"}); }},
    {"XML text", [](auto text) { return xml(text, {}); }},
    {"XML attribute", [](auto text) { return xml(text, {.quote = "&quot;"}); }},
    {"XML", [](auto text) { return xml(text, {.quote = "&quot;", .apostrophe = "&apos;"}); }},
    {"HTML", [](auto text) { return xml(text, {.quote = "&quot;", .apostrophe = "&#39;"}); }},
    {"HTML, numbers", [](auto text) { return xml(text, {.beyond_ascii = "#"}); }},
    {"HTML, hex numbers", [](auto text) { return xml(text, {.beyond_ascii = "#x"}); }},
    {"quoted-printable", [](auto text) { return quoted_printable(text, false); }},
    {"MIME word", [](auto text) { return quoted_printable(text, true); }},
    {"SMS Backup & Restore",
     [](auto text) {
         return xml(text, {.quote = "&quot;", .apostrophe = "&apos;", .numbers = true});
     }},
    {"Android's XmlSerializer",
     [](auto text) { return xml(text, {.quote = "&quot;", .numbers = true}); }},
};

constexpr Row percent_rows[] = {
    {"percent", [](auto text) { return percent(text, unreserved, HexCase::upper); }},
    {"form", [](auto text) { return form_encoded(text, HexCase::upper); }},
    {"percent, lower hex", [](auto text) { return percent(text, unreserved, HexCase::lower); }},
    {"form, lower hex", [](auto text) { return form_encoded(text, HexCase::lower); }},
    {"encodeURIComponent", [](auto text) { return percent(text, component, HexCase::upper); }},
};

void apply(std::span<Row const> table, std::string_view text, std::vector<std::string>& out)
{
    for (auto const& row : table) {
        auto form = row.escaped(text);
        if (form != text && std::find(out.begin(), out.end(), form) == out.end())
            out.push_back(std::move(form));
    }
}

// What no row of either table escapes: most of what is looked for has nothing else.
bool is_left_alone(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        auto const letter = to_lower(c);
        return is_digit(c) || (letter >= 'a' && letter <= 'z') || c == '-' || c == '.';
    });
}

} // namespace

std::vector<std::string> escaped_forms(std::string_view text)
{
    if (is_left_alone(text))
        return {};
    auto out = percent_forms(text);
    apply(rows, text, out);
    return out;
}

std::vector<std::string> percent_forms(std::string_view bytes)
{
    std::vector<std::string> out;
    if (!is_left_alone(bytes))
        apply(percent_rows, bytes, out);
    return out;
}

} // namespace petze
