#include "dissect/http1/exchange.h"

#include "base/text.h"
#include "dissect/header/parameters.h"

#include <algorithm>

namespace petze::http1 {

namespace {

constexpr auto npos = std::string_view::npos;

std::string value_of(HeaderLines const& head, std::string_view name)
{
    auto const* value = find_header(head.lines, name);
    return value ? *value : std::string{};
}

std::vector<HttpHeader> told_headers(HeaderLines const& head)
{
    std::vector<HttpHeader> out;
    out.reserve(head.lines.size());
    for (auto const& line : head.lines)
        out.push_back({line.name, line.value});
    return out;
}

// RFC 9110 §8.4: one list, though it may stand in several fields.
std::string content_encoding(HeaderLines const& head)
{
    std::string out;
    for (auto const& line : head.lines)
        if (equal_ignoring_case(line.name, "content-encoding"))
            out += (out.empty() ? "" : ", ") + line.value;
    return out;
}

} // namespace

void Exchange::begin_request(RequestLine const& line, HeaderLines const& head)
{
    told.version = line.version;
    told.method = line.method;
    told.url = line.target;
    told.hostname = value_of(head, "host");
    told.user_agent = value_of(head, "user-agent");
    if (told.content_type.empty())
        told.content_type = value_of(head, "content-type");
    told.request_headers = told_headers(head);
}

void Exchange::begin_response(StatusLine const& line, HeaderLines const& head)
{
    if (line.status != 0)
        told.status = line.status;
    if (auto type = value_of(head, "content-type"); !type.empty())
        told.content_type = std::move(type);
    told.response_headers = told_headers(head);
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

Body::Body(LayerContext& layers, Origin const* parent, std::string step, HeaderLines const& head,
           std::string const& filename, MessageContext const& context)
    : m_step(std::move(step))
    , m_node{parent, m_step}
{
    m_told.encoding = content_encoding(head);
    auto const type = value_of(head, "content-type");
    auto const given = parameter(value_of(head, "content-disposition"), "filename");
    m_content = make_content_dissector({.content_type = type,
                                        .content_encoding = m_told.encoding,
                                        .filename = given.empty() ? filename : given,
                                        .parent = &m_node,
                                        .context = context,
                                        .digest = &m_digest},
                                       layers);
}

void Body::take(Bytes piece)
{
    m_told.length += piece.size();
    m_digest.update(piece);
    m_content->take(piece);
}

void Body::gap()
{
    m_gap = true;
    m_content->gap();
}

std::optional<HttpBody> Body::finish(bool complete)
{
    m_told.complete = complete && !m_gap;
    if (!complete && !m_gap)
        m_content->gap(); // nothing of it may be told as a whole file
    m_content->finish();
    if (m_told.length == 0 && m_told.complete)
        return {};
    m_told.sha256 = to_hex(m_digest.digest());
    return std::move(m_told);
}

} // namespace petze::http1
