#include "dissect/http/body.h"

#include "base/text.h"
#include "dissect/header/parameters.h"
#include "dissect/http/exchange.h"

#include <utility>

namespace petze::http {

namespace {

// RFC 9110 §8.4: one list, though it may stand in several fields.
std::string content_encoding(HeaderLines const& headers)
{
    std::string out;
    for (auto const& line : headers.lines)
        if (equal_ignoring_case(line.name, "content-encoding"))
            out += (out.empty() ? "" : ", ") + line.value;
    return out;
}

} // namespace

Body::Body(LayerContext& layers, Origin const* parent, std::string step, HeaderLines const& headers,
           std::string const& filename, MessageContext const& context)
    : m_layers(layers)
    , m_step(std::move(step))
    , m_node{parent, m_step}
    , m_type(header_value(headers, "content-type"))
    , m_message_encoding(header_value(headers, "grpc-encoding"))
    , m_filename(parameter(header_value(headers, "content-disposition"), "filename"))
    , m_hostname(context.hostname)
    , m_direction(context.direction)
{
    m_told.encoding = content_encoding(headers);
    if (m_filename.empty())
        m_filename = filename;
}

void Body::open()
{
    if (m_content)
        return;
    m_digest.emplace();
    m_content = make_content_dissector({.content_type = m_type,
                                        .content_encoding = m_told.encoding,
                                        .message_encoding = m_message_encoding,
                                        .filename = m_filename,
                                        .parent = &m_node,
                                        .context = {m_direction, m_hostname},
                                        .digest = &*m_digest},
                                       m_layers);
}

void Body::take(Bytes piece)
{
    if (piece.empty())
        return;
    open();
    m_told.length += piece.size();
    m_digest->update(piece);
    m_content->take(piece);
}

void Body::gap()
{
    open();
    m_gap = true;
    m_content->gap();
}

std::optional<HttpBody> Body::finish(bool complete)
{
    m_told.complete = complete && !m_gap;
    if (m_content) {
        if (!complete && !m_gap)
            m_content->gap(); // nothing of it may be told as a whole file
        m_content->finish();
    } else if (m_told.complete) {
        return {};
    }
    m_told.sha256 = to_hex(m_digest ? m_digest->digest() : sha256({}));
    return std::move(m_told);
}

} // namespace petze::http
