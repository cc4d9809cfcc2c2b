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

void Body::join(UploadPlace const& upload)
{
    if (m_layers.uploads && upload.has_bytes)
        m_upload = upload;
}

void Body::begin_upload()
{
    UploadPiece piece;
    piece.key = std::move(m_upload->key);
    piece.scheme = m_upload->scheme;
    piece.part = m_upload->part;
    piece.offset = m_upload->offset;
    piece.total = m_upload->total;
    piece.is_last = m_upload->is_last;
    piece.hostname = m_hostname;
    piece.path = path_of(&m_node);
    piece.content_type = m_type;
    piece.content_encoding = m_told.encoding;
    piece.filename = m_filename;
    m_upload.reset();
    m_upload_teller.emplace(m_layers, std::move(piece));
}

void Body::open()
{
    if (m_content)
        return;
    if (m_upload)
        begin_upload();
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
    if (m_upload_teller)
        m_upload_teller->take(piece);
}

void Body::gap()
{
    open();
    m_gap = true;
    m_content->gap();
    if (m_upload_teller)
        m_upload_teller->gap();
}

std::optional<HttpBody> Body::finish(bool complete)
{
    m_told.complete = complete && !m_gap;
    if (m_content) {
        if (m_upload_teller)
            m_upload_teller->flush();
        if (!complete && !m_gap)
            m_content->gap(); // nothing of it may be told as a whole file
        m_content->finish();
        m_content.reset();
        if (m_upload_teller)
            m_upload_teller->finish(complete);
    } else if (m_told.complete) {
        return {};
    }
    m_told.sha256 = to_hex(m_digest ? m_digest->digest() : sha256({}));
    return std::move(m_told);
}

} // namespace petze::http
