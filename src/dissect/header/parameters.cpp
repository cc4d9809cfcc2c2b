#include "dissect/header/parameters.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace petze {

namespace {

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

namespace {

struct Parameter {
    std::string_view name;
    std::string value;
};

// Takes the next `; name=value` off the front of the text; nothing at its end.
std::optional<Parameter> take_parameter(std::string_view& rest)
{
    while (!rest.empty()) {
        rest.remove_prefix(1); // the semicolon, or what stands after a closing quote
        auto const end = rest.find_first_of("=;");
        if (end == npos)
            return {};
        Parameter out{trim(rest.substr(0, end)), {}};
        bool const has_value = rest[end] == '=';
        rest.remove_prefix(end);
        if (!has_value)
            continue;
        rest.remove_prefix(1);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        out.value = take_value(rest);
        rest.remove_prefix(std::min(rest.find(';'), rest.size()));
        return out;
    }
    return {};
}

} // namespace

std::string parameter(std::string_view value, std::string_view name)
{
    std::string plain, extended, joined;
    auto rest = value.substr(std::min(value.find(';'), value.size()));
    while (auto found = take_parameter(rest)) {
        if (!equal_ignoring_case(found->name.substr(0, name.size()), name))
            continue;
        auto const suffix = found->name.substr(std::min(name.size(), found->name.size()));
        if (suffix.empty() && plain.empty())
            plain = std::move(found->value);
        else if (suffix == "*")
            extended = decode_extended(found->value);
        else if (suffix.size() >= 2 && suffix[0] == '*' && is_digit(suffix[1]))
            joined += !suffix.ends_with('*') ? found->value
                      : joined.empty()       ? decode_extended(found->value)
                                             : decode_percent(found->value, Plus::is_plus);
    }
    return !extended.empty() ? extended : !joined.empty() ? joined : plain;
}

} // namespace petze
