#include "find/profile/content_line.h"

#include "base/bytes.h"
#include "base/text.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <optional>

namespace petze {

namespace {

// The value of the parameter of that name; also where 2.1 leaves out the name:
// ";QUOTED-PRINTABLE:".
std::string_view parameter(ContentLine const& line, std::string_view name)
{
    for (std::string_view text : line.parameters) {
        auto const equals = text.find('=');
        if (equals != npos && equal_ignoring_case(text.substr(0, equals), name)) {
            auto value = text.substr(equals + 1);
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
                value = value.substr(1, value.size() - 2);
            return value;
        }
    }
    return {};
}

bool has_encoding(ContentLine const& line, std::string_view encoding)
{
    return equal_ignoring_case(parameter(line, "ENCODING"), encoding)
           || std::any_of(line.parameters.begin(), line.parameters.end(),
                          [&](std::string_view p) { return equal_ignoring_case(p, encoding); });
}

ContentLine parse_content_line(std::string_view line)
{
    ContentLine out;
    std::vector<std::string> parts{""};
    bool quoted = false;
    std::size_t i = 0;
    for (; i < line.size() && (quoted || line[i] != ':'); ++i) {
        if (line[i] == '"')
            quoted = !quoted;
        if (line[i] == ';' && !quoted)
            parts.emplace_back();
        else
            parts.back() += line[i];
    }
    std::string_view name = parts.front();
    if (auto const dot = name.find('.'); dot != npos)
        name.remove_prefix(dot + 1);
    for (char c : trim(name))
        out.name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    out.parameters.assign(parts.begin() + 1, parts.end());
    if (i < line.size())
        out.value = line.substr(i + 1);
    return out;
}

// RFC 2045 §6.7.
std::string decode_quoted_printable(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '=' && i + 2 < text.size())
            if (auto const byte = decode_hex(text.substr(i + 1, 2))) {
                out += static_cast<char>((*byte)[0]);
                i += 2;
                continue;
            }
        out += text[i];
    }
    return out;
}

// Nothing where the C library does not know the character set or the text is none of it.
std::optional<std::string> to_utf8_from(std::string const& charset, std::string text)
{
    auto const converter = iconv_open("UTF-8", charset.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) // NOLINT: what iconv_open() says
        return {};
    std::string out;
    char* from = text.data();
    auto left = text.size();
    std::array<char, 256> buffer{};
    bool whole = true;
    while (whole && left > 0) {
        char* to = buffer.data();
        auto space = buffer.size();
        auto const before = left;
        iconv(converter, &from, &left, &to, &space);
        out.append(buffer.data(), buffer.size() - space);
        whole = left < before;
    }
    iconv_close(converter);
    if (!whole)
        return {};
    return out;
}

// Whether the next line belongs to this one, and how much of it does.
std::optional<std::string_view> continuation(std::string& line, bool quoted_printable,
                                             bool keeps_blank, std::string_view next)
{
    if (quoted_printable && line.ends_with('=')) {
        line.pop_back();
        return next;
    }
    if (next.empty() || (next[0] != ' ' && next[0] != '\t'))
        return {};
    return keeps_blank ? next : next.substr(1);
}

} // namespace

std::vector<ContentLine> read_content_lines(std::string_view text)
{
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    std::vector<ContentLine> lines;
    std::string line;
    bool quoted_printable = false;
    bool keeps_blank = false;
    auto const append = [&](std::string_view more) {
        bool const named = line.find(':') != npos;
        line += more;
        if (!named)
            quoted_printable = has_encoding(parse_content_line(line), "QUOTED-PRINTABLE");
    };
    auto const end_line = [&] {
        auto& parsed = lines.emplace_back(parse_content_line(line));
        if (parsed.name == "VERSION")
            keeps_blank = trim(parsed.value) == "2.1" || trim(parsed.value) == "1.0";
        line.clear();
    };
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto physical = text.substr(0, end);
        text.remove_prefix(end == npos ? text.size() : end + 1);
        if (physical.ends_with('\r'))
            physical.remove_suffix(1);
        auto const more = continuation(line, quoted_printable, keeps_blank, physical);
        if (!more && !line.empty())
            end_line();
        append(more.value_or(physical));
    }
    if (!line.empty())
        end_line();
    return lines;
}

std::string decoded_value(ContentLine const& line)
{
    auto value = line.value;
    if (has_encoding(line, "QUOTED-PRINTABLE"))
        value = decode_quoted_printable(value);
    else if (has_encoding(line, "BASE64") || has_encoding(line, "B"))
        if (auto const bytes = decode_base64(trim(value)))
            value = as_text(*bytes);
    if (std::string const charset{parameter(line, "CHARSET")}; !charset.empty())
        if (auto converted = to_utf8_from(charset, value); converted && is_utf8(*converted))
            return *converted;
    if (!is_utf8(value))
        value = to_utf8_from("ISO-8859-1", value).value_or(to_utf8(value));
    return value;
}

std::string unescape_text(std::string_view value)
{
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size()) {
            char const next = value[++i];
            out += next == 'n' || next == 'N' ? '\n' : next;
        } else {
            out += value[i];
        }
    }
    return out;
}

} // namespace petze
