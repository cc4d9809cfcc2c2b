#include "dissect/http/exchange.h"

#include "base/text.h"

#include <utility>

namespace petze::http {

namespace {

std::vector<HttpHeader> told_headers(HeaderLines const& headers)
{
    std::vector<HttpHeader> out;
    out.reserve(headers.lines.size());
    for (auto const& line : headers.lines)
        if (!line.name.starts_with(':')) // RFC 9113 §8.3
            out.push_back({line.name, line.value});
    return out;
}

} // namespace

std::string header_value(HeaderLines const& headers, std::string_view name)
{
    auto const* value = find_header(headers.lines, name);
    return value ? *value : std::string{};
}

void Exchange::begin_request(RequestHead const& head)
{
    told.version = head.version;
    told.method = head.method;
    told.url = head.target;
    told.hostname =
        head.authority.empty() ? header_value(head.headers, "host") : std::string{head.authority};
    told.user_agent = header_value(head.headers, "user-agent");
    if (told.content_type.empty())
        told.content_type = header_value(head.headers, "content-type");
    told.request_headers = told_headers(head.headers);
    upload = upload_place(told.method, hostname(), told.url, head.headers);
}

void Exchange::begin_response(int status, HeaderLines const& headers)
{
    if (status != 0)
        told.status = status;
    if (auto type = header_value(headers, "content-type"); !type.empty())
        told.content_type = std::move(type);
    told.response_headers = told_headers(headers);
}

std::string Exchange::hostname() const
{
    if (!told.hostname.empty())
        return told.hostname;
    if (told.method == "CONNECT")
        return told.url;
    std::string_view target = told.url;
    if (target.size() < 7 || !equal_ignoring_case(target.substr(0, 7), "http://"))
        return {};
    target.remove_prefix(7);
    target = target.substr(0, target.find_first_of("/?#"));
    return std::string{target.substr(target.find('@') == npos ? 0 : target.find('@') + 1)};
}

std::string Exchange::filename() const
{
    auto path = std::string_view{told.url};
    path = path.substr(0, path.find_first_of("?#"));
    path.remove_prefix(path.rfind('/') == npos ? 0 : path.rfind('/') + 1);
    return path.find('.') == npos ? std::string{} : decode_percent(path, Plus::is_plus);
}

} // namespace petze::http
