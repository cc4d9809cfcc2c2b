#include "dissect/content/layers.h"
#include "dissect/header/encoded_word.h"

#include "base/text.h"

#include <algorithm>

namespace petze::content {

namespace {

// Every sign stands before two digits: else it is just a sign.
bool has_percent(std::string_view text)
{
    auto at = text.find('%');
    bool const some = at != npos;
    for (; at != npos; at = text.find('%', at + 1))
        if (at + 2 >= text.size() || !is_hex_digit(text[at + 1]) || !is_hex_digit(text[at + 2]))
            return false;
    return some;
}
std::string without_percent(std::string_view text)
{
    return decode_percent(text, Plus::is_plus);
}

// What a string of JSON looks like inside of another: {\"a\":\"b\"}. Every backslash must be one
// of an escape, and one of them of a kind that nothing else has.
bool has_json_escapes(std::string_view text)
{
    bool sure = false;
    for (auto at = text.find('\\'); at != npos; at = text.find('\\', at + 2)) {
        auto const next = text.substr(at + 1, 1);
        if (next.empty() || std::string_view{"\"\\/bfnrtu"}.find(next) == npos)
            return false;
        auto const digits = text.substr(at + 2, 4);
        bool const number = next == "u" && digits.size() == 4
                            && std::all_of(digits.begin(), digits.end(), is_hex_digit);
        if (next == "u" && !number)
            return false;
        sure = sure || next == "\"" || next == "/" || number;
    }
    return sure;
}
std::string without_json_escapes(std::string_view text)
{
    constexpr std::string_view letters = "bfnrt";
    constexpr std::string_view meant = "\b\f\n\r\t";
    std::string out;
    std::string wide; // UTF-16 of escapes in a row
    auto const flush = [&] {
        out += from_utf16(as_bytes(wide), ByteOrder::big);
        wide.clear();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && text[at + 1] == 'u') {
            auto const unit = decode_hex(text.substr(at + 2, 4));
            wide += as_text(*unit);
            at += 5;
            continue;
        }
        flush();
        if (text[at] != '\\') {
            out += text[at];
            continue;
        }
        auto const letter = letters.find(text[++at]);
        out += letter == npos ? text[at] : meant[letter];
    }
    flush();
    return out;
}

// RFC 2045 section 6.7: soft line breaks, or several characters beyond ASCII; "a=1B&c=2D" is none.
bool has_quoted_printable(std::string_view text)
{
    std::size_t beyond = 0;
    std::size_t breaks = 0;
    for (auto at = text.find('='); at != npos; at = text.find('=', at + 1)) {
        auto const next = text.substr(at + 1, 2);
        if (next.starts_with("\n") || next == "\r\n") {
            ++breaks;
            continue;
        }
        if (next.size() < 2 || !is_hex_digit(next[0]) || !is_hex_digit(next[1]))
            return false;
        beyond += next[0] >= '8' ? 1u : 0u;
    }
    return breaks + beyond >= 2;
}
std::string without_quoted_printable(std::string_view text)
{
    return undo(Coding::quoted_printable, text);
}

bool has_encoded_words(std::string_view text)
{
    auto const begin = text.find("=?");
    return begin != npos && text.find("?=", begin + 2) != npos;
}

/// A way to write characters so that something else can carry them: undone all at once, so that
/// nothing is told twice.
struct Escapes {
    std::string_view step;
    bool (*used)(std::string_view text);
    std::string (*undo)(std::string_view text);
};
constexpr Escapes all_escapes[] = {
    {"percent", has_percent, without_percent},
    {"json-escapes", has_json_escapes, without_json_escapes},
    {"encoded-words", has_encoded_words, decode_encoded_words},
    {"quoted-printable", has_quoted_printable, without_quoted_printable},
};

} // namespace

bool tell_unescaped(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    for (auto const& escapes : all_escapes) {
        if (!escapes.used(text) || !scope.may_open(origin))
            continue;
        auto const plain = escapes.undo(text);
        if (plain == text || !is_text(as_bytes(plain)))
            continue;
        Origin const node{origin, escapes.step};
        tell_string(scope, plain, &node, place);
        return true;
    }
    return false;
}

} // namespace petze::content
