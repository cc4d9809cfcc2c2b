#include "dissect/http/body.h"

#include "base/text.h"
#include "dissect/header/parameters.h"
#include "dissect/http/exchange.h"

#include <algorithm>
#include <array>
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

constexpr std::string_view aws_chunked = "aws-chunked";

/// Whether Amazon's tools sign the body chunk by chunk, or let trailers follow it. The encoding
/// that says so stands first as a rule, though it was applied last; and some leave it out.
bool has_aws_chunks(HeaderLines const& headers)
{
    constexpr std::string_view mark = "STREAMING-";
    auto const* const digest = find_header(headers.lines, "x-amz-content-sha256");
    return (digest && digest->starts_with(mark))
           || lower(content_encoding(headers)).find(aws_chunked) != npos;
}

std::string without_aws_chunks(std::string_view list)
{
    std::string out;
    while (!list.empty()) {
        auto const end = std::min(list.find(','), list.size());
        auto const name = trim(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (!name.empty() && !equal_ignoring_case(name, aws_chunked))
            out.append(out.empty() ? "" : ", ").append(name);
    }
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
    m_codings = m_told.encoding;
    if (has_aws_chunks(headers)) {
        m_codings = without_aws_chunks(m_codings);
        m_codings.append(m_codings.empty() ? "" : ", ").append(aws_chunked);
    }
    if (m_filename.empty())
        m_filename = filename;
}

void Body::join(UploadPlace const& upload)
{
    if (!m_layers.uploads)
        return;
    if (upload.lists_parts)
        m_note.emplace(m_layers, upload);
    else if (upload.has_bytes)
        m_upload = upload;
}

void Body::answer(UploadPlace const& upload)
{
    if (m_layers.uploads && upload.is_nameless)
        m_note.emplace(m_layers, upload);
}

void Body::begin_upload()
{
    auto piece = piece_of(std::move(*m_upload));
    piece.hostname = m_hostname;
    piece.path = path_of(&m_node);
    piece.content_type = m_type;
    piece.content_encoding = without_aws_chunks(m_codings);
    if (piece.content_encoding.size() != m_codings.size())
        m_unframed = make_decoder(Coding::aws_chunked);
    piece.filename = m_filename;
    m_upload.reset();
    m_upload_teller.emplace(m_layers, std::move(piece));
}

void Body::open()
{
    if (m_content)
        return;
    auto const form = m_upload && m_upload->is_in_form ? std::exchange(m_upload, {}) : std::nullopt;
    if (m_upload)
        begin_upload();
    if (m_layers.hashes)
        m_digest.emplace();
    m_content = make_content_dissector({.content_type = m_type,
                                        .content_encoding = m_codings,
                                        .message_encoding = m_message_encoding,
                                        .filename = m_filename,
                                        .parent = &m_node,
                                        .context = {m_direction, m_hostname},
                                        .digest = m_digest ? &*m_digest : nullptr,
                                        .form_upload = form ? &*form : nullptr},
                                       m_layers);
}

void Body::take(Bytes piece)
{
    if (piece.empty())
        return;
    open();
    m_told.length += piece.size();
    if (m_digest)
        m_digest->update(piece);
    m_content->take(piece);
    if (m_note)
        m_note->take(piece);
    if (m_upload_teller)
        pass_to_upload(piece);
}

void Body::pass_to_upload(Bytes piece)
{
    if (!m_unframed) {
        m_upload_teller->take(piece);
        return;
    }
    std::array<std::uint8_t, 4096> room{};
    while (!piece.empty()) {
        auto const step = m_unframed->decode(piece, room);
        piece = piece.subspan(step.taken);
        if (step.made > 0)
            m_upload_teller->take(Bytes{room}.first(step.made));
        if (step.state == Decoder::State::damaged)
            m_upload_teller->gap();
        if (step.state != Decoder::State::more)
            return; // nothing but trailers follows
    }
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
    if (m_note && m_told.complete)
        m_note->finish();
    m_note.reset();
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
    if (m_layers.hashes)
        m_told.sha256 = to_hex(m_digest ? m_digest->digest() : sha256({}));
    return std::move(m_told);
}

} // namespace petze::http
