#include "dissect/json/cut.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/json/follower.h"
#include "dissect/json/path.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace petze::json {

namespace {

// The last document of the text: what is before it is whole.
std::size_t last_begin(std::string_view text, Follower& follower)
{
    std::size_t begin = 0;
    while (true) {
        auto const rest = text.substr(begin);
        auto const length = follower.follow(rest);
        if (length == rest.size())
            return begin;
        begin += length;
        follower = {};
    }
}

void add_utf8(std::string& out, unsigned code)
{
    auto const add = [&](unsigned byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xc0 | code >> 6);
        add(0x80 | (code & 0x3f));
    } else {
        add(0xe0 | code >> 12);
        add(0x80 | (code >> 6 & 0x3f));
        add(0x80 | (code & 0x3f));
    }
}

constexpr std::size_t unicode_length = 6; // \u20ac

// What an escape stands for, half a pair of surrogates for '?'; the escape itself where it is none.
void undo_escape(std::string_view escape, std::string& out)
{
    constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (auto const at = letters.find(escape[1]); at != npos) {
        out += meanings[at];
        return;
    }
    unsigned code = 0;
    auto const* const end = escape.data() + escape.size();
    if (escape.size() != unicode_length
        || std::from_chars(escape.data() + 2, end, code, 16).ptr != end)
        out += escape;
    else if (code >= 0xd800 && code < 0xe000)
        out += '?';
    else
        add_utf8(out, code);
}

} // namespace

Cut cut(std::string_view document)
{
    Follower whole;
    auto const begin = last_begin(document, whole);
    auto const last = document.substr(begin);
    if (whole.levels().empty() && !whole.in_string())
        return {.at = document.size(), .opening = {}, .is_string = false, .path = {}};
    bool const is_value = whole.in_string() && !whole.in_key() && !whole.levels().empty();
    Cut out;
    out.is_string = is_value && last.size() - whole.string_begin() > document.size() / 2;
    auto const at = out.is_string ? whole.string_begin() : whole.behind_comma();
    Follower before;
    before.follow(last.substr(0, at));
    if (before.levels().size() > static_cast<std::size_t>(limits::json_depth))
        return {};
    Path path;
    for (auto const& level : before.levels()) {
        bool const is_object = level.closing == '}';
        out.opening += is_object ? '{' : '[';
        auto const key = last.substr(level.key_begin, level.key_end - level.key_begin);
        if (is_object && level.has_key)
            out.opening.append("\"").append(key).append("\":");
        if (!is_object)
            path.element();
        else if (level.has_key)
            path.member(key);
    }
    if (out.is_string) {
        out.opening += "\"\"";
        out.path = path.text();
    }
    out.at = begin + at;
    return out;
}

std::size_t PassingString::take(std::string_view piece, std::string& out)
{
    std::size_t at = 0;
    while (at < piece.size() && !m_ended) {
        if (m_escape.empty()) {
            auto const stop = std::min(piece.find_first_of("\"\\", at), piece.size());
            out += piece.substr(at, stop - at);
            at = stop;
            if (at == piece.size())
                break;
            m_ended = piece[at] == '"';
            if (!m_ended)
                m_escape = '\\';
            ++at;
            continue;
        }
        auto const is_unicode = [&] { return m_escape.size() > 1 && m_escape[1] == 'u'; };
        if (is_unicode() && !is_hex_digit(piece[at])) { // it is none
            out += std::exchange(m_escape, {});
            continue;
        }
        m_escape += piece[at++];
        if (!is_unicode() || m_escape.size() == unicode_length)
            undo_escape(std::exchange(m_escape, {}), out);
    }
    return at;
}

} // namespace petze::json
