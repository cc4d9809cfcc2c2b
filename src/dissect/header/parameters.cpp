#include "dissect/header/parameters.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

constexpr auto npos = std::string_view::npos;

// Takes `"quoted \" text"` or a token off the front of the text.
std::string take_value(std::string_view& text)
{
    std::string value;
    if (!text.starts_with('"')) {
        auto const end = std::min(text.find(';'), text.size());
        value = trim(text.substr(0, end));
        text.remove_prefix(end);
        return value;
    }
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        // RFC 9110 §5.6.4: quoted-pair. Browsers of old sent "C:\path" unescaped.
        bool const escape =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        value += text[escape ? ++i : i];
    }
    text.remove_prefix(std::min(i + 1, text.size()));
    return value;
}

// RFC 8187 §3.2.1: charset'language'percent-encoded
std::string decode_extended(std::string_view value)
{
    auto const first = value.find('\'');
    auto const second = first == npos ? npos : value.find('\'', first + 1);
    return decode_percent(second == npos ? value : value.substr(second + 1), Plus::is_plus);
}

} // namespace

std::string main_value(std::string_view value)
{
    return lower(trim(value.substr(0, value.find(';'))));
}

std::string parameter(std::string_view value, std::string_view name)
{
    std::string plain, extended, joined;
    auto const semicolon = value.find(';');
    auto rest = semicolon == npos ? std::string_view{} : value.substr(semicolon);
    while (!rest.empty()) {
        rest.remove_prefix(1); // the semicolon, or what stands after a closing quote
        auto const end = rest.find_first_of("=;");
        if (end == npos)
            break;
        auto const called = trim(rest.substr(0, end));
        rest.remove_prefix(end);
        if (rest.front() == ';')
            continue;
        rest.remove_prefix(1);
        while (rest.starts_with(' ') || rest.starts_with('\t'))
            rest.remove_prefix(1);
        auto found = take_value(rest);
        if (auto const next = rest.find(';'); next != npos)
            rest.remove_prefix(next);
        else
            rest = {};
        if (!equal_ignoring_case(called.substr(0, name.size()), name))
            continue;
        auto const suffix = called.substr(std::min(name.size(), called.size()));
        if (suffix.empty() && plain.empty())
            plain = std::move(found);
        else if (suffix == "*")
            extended = decode_extended(found);
        else if (suffix.size() >= 2 && suffix[0] == '*' && is_digit(suffix[1]))
            joined += !suffix.ends_with('*') ? found
                      : joined.empty()       ? decode_extended(found)
                                             : decode_percent(found, Plus::is_plus);
    }
    return !extended.empty() ? extended : !joined.empty() ? joined : plain;
}

} // namespace petze
