#include "dissect/http1/start_line.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

namespace http1 {

namespace {

constexpr std::size_t longest_method = 24;

// RFC 9110 §5.6.2, and upper case: all methods that are in use.
bool is_method(std::string_view text)
{
    return !text.empty() && text.size() <= longest_method
           && std::all_of(text.begin(), text.end(),
                          [](char c) { return (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; });
}

// "HTTP/1.0", "HTTP/1.1"; a higher minor version reads like 1.1 (RFC 9110 §2.5).
std::string_view version_of(std::string_view text)
{
    if (text.size() != 8 || !text.starts_with("HTTP/1.") || !is_digit(text[7]))
        return {};
    return text[7] == '0' ? "1.0" : "1.1";
}

} // namespace

std::optional<RequestLine> parse_request_line(std::string_view line)
{
    line = trim(line);
    auto const first = line.find(' ');
    auto const last = line.rfind(' ');
    if (first == npos || last <= first)
        return {};
    // RFC 9112 §3.2: no blanks in a target; those who send them anyway are understood.
    RequestLine out{line.substr(0, first), trim(line.substr(first, last - first)),
                    version_of(line.substr(last + 1))};
    if (!is_method(out.method) || out.target.empty() || out.version.empty())
        return {};
    return out;
}

std::optional<StatusLine> parse_status_line(std::string_view line)
{
    line = trim(line);
    StatusLine out{version_of(line.substr(0, 8)), 0, {}};
    if (out.version.empty() || line.size() < 12 || line[8] != ' ')
        return {};
    for (char const digit : line.substr(9, 3)) {
        if (!is_digit(digit))
            return {};
        out.status = out.status * 10 + (digit - '0');
    }
    if (out.status < 100 || (line.size() > 12 && line[12] != ' '))
        return {};
    out.reason = trim(line.substr(12));
    return out;
}

bool is_start_line(Direction direction, std::string_view line)
{
    return direction == Direction::to_server ? parse_request_line(line).has_value()
                                             : parse_status_line(line).has_value();
}

} // namespace http1

Likeness looks_like_http(Direction direction, Bytes first)
{
    using namespace http1;
    auto text = as_text(first);
    while (text.starts_with('\r') || text.starts_with('\n')) // RFC 9112 §2.2
        text.remove_prefix(1);
    if (auto const end = text.find('\n'); end != npos)
        return is_start_line(direction, text.substr(0, end)) ? Likeness::yes : Likeness::no;
    if (direction == Direction::to_client) {
        constexpr std::string_view begin = "HTTP/1.";
        if (text.size() < begin.size())
            return begin.starts_with(text) ? Likeness::maybe : Likeness::no;
        return text.starts_with(begin) ? Likeness::yes : Likeness::no;
    }
    auto const blank = text.find(' ');
    if (blank == npos)
        return text.empty() || is_method(text) ? Likeness::maybe : Likeness::no;
    auto const method = text.substr(0, blank);
    if (!is_method(method) || method == "PRI") // RFC 9113 §3.4: that is HTTP/2
        return Likeness::no;
    // Other protocols have lines of the same form (RTSP, SIP); a target like these is HTTP's.
    auto const target = text.substr(blank + 1);
    constexpr std::size_t telling = 8;
    bool const usual =
        target.starts_with('/') || target.starts_with("http:") || method == "CONNECT";
    return usual && target.size() >= telling ? Likeness::yes : Likeness::maybe;
}

} // namespace petze
