#include "dissect/http/stream_exchange.h"

#include "base/text.h"
#include "dissect/http/dns_query.h"
#include "dissect/http/stray.h"

#include <charconv>
#include <utility>

namespace petze::http {

namespace {

HeaderLine const* find_line(HeaderLines const& headers, std::string_view name)
{
    for (auto const& line : headers.lines)
        if (line.name == name)
            return &line;
    return nullptr;
}

std::string_view pseudo(HeaderLines const& headers, std::string_view name)
{
    auto const* line = find_line(headers, name);
    return line ? std::string_view{line->value} : std::string_view{};
}

/// 0 where there is none that can be read.
int status_of(HeaderLines const& headers)
{
    auto const text = pseudo(headers, ":status");
    int status = 0;
    auto const [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), status);
    bool const good = trouble == std::errc{} && end == text.data() + text.size();
    return good && status >= 100 && status < 1000 ? status : 0;
}

bool has_pseudo(HeaderLines const& headers)
{
    return !headers.lines.empty() && headers.lines[0].name.starts_with(':');
}

} // namespace

StreamExchange::StreamExchange(LayerContext& layers, Origin const* parent, Dialect const& dialect,
                               std::uint64_t stream)
    : m_layers(layers)
    , m_parent(parent)
    , m_dialect(dialect)
{
    m_exchange.told.version = dialect.version;
    m_exchange.told.stream = stream;
}

void StreamExchange::adopt(Exchange&& begun)
{
    auto const stream = m_exchange.told.stream;
    m_exchange = std::move(begun);
    m_exchange.told.stream = stream;
    m_exchange.told.status.reset(); // 101 was no answer to it
    m_exchange.told.response_headers.clear();
    m_hostname = m_exchange.hostname();
    side(Part::request).begun = side(Part::request).ended = true;
}

std::string StreamExchange::step(Part part) const
{
    return std::string{m_dialect.name} + (part == Part::request ? ":request:" : ":response:");
}

FieldTeller StreamExchange::teller(Part part) const
{
    return {m_layers, m_parent, step(part), {direction(part), m_hostname}};
}

void StreamExchange::section(Part part, HeaderLines const& lines, Marks const& marks,
                             std::size_t first)
{
    auto const& side = this->side(part);
    // Where the head was lost, what comes behind a body are its trailers.
    bool const trailers = side.begun || side.ended || (side.body && !has_pseudo(lines));
    if (trailers)
        teller(part).trailers(lines, marks.frames(0, static_cast<std::size_t>(-1)));
    else if (part == Part::request)
        request(lines, marks, first);
    else
        response(lines, marks, first);
}

void StreamExchange::request(HeaderLines const& lines, Marks const& marks, std::size_t first)
{
    auto const method = pseudo(lines, ":method");
    auto const authority = pseudo(lines, ":authority");
    auto const* const path = find_line(lines, ":path");
    m_connect = method == "CONNECT";
    m_protocol = lower(pseudo(lines, ":protocol"));
    // RFC 9113 §8.5: a plain CONNECT has no path.
    auto const target = path        ? std::string_view{path->value}
                        : m_connect ? authority
                                    : std::string_view{};
    m_exchange.begin_request({m_dialect.version, method, authority, target, lines});
    m_hostname = m_exchange.hostname();
    if (path) {
        auto const frames = marks.frames(first + path->begin, first + path->end);
        teller(Part::request).target(path->value, frames);
        tell_dns_query(path->value, step(Part::request), m_parent, m_layers);
    }
    teller(Part::request).headers(lines, marks, first);
    if (m_exchange.upload) {
        name_by_packet(*m_exchange.upload, m_layers.now, m_exchange.told.stream.value_or(0));
        tell_upload_closed(*m_exchange.upload, m_layers);
    }
    if (!m_connect && !side(Part::request).body)
        begin_body(Part::request, lines);
    side(Part::request).begun = true;
}

void StreamExchange::response(HeaderLines const& lines, Marks const& marks, std::size_t first)
{
    auto const status = status_of(lines);
    teller(Part::response).headers(lines, marks, first);
    if (m_exchange.upload) // an interim answer may name it, too
        tell_upload_location(*m_exchange.upload, m_hostname, lines, m_layers);
    if (status >= 100 && status < 200) // RFC 9110 §15.2: the final one follows
        return;
    side(Part::response).begun = true;
    m_exchange.begin_response(status, lines);
    if (m_connect && status / 100 == 2) {
        tell();
        return;
    }
    m_connect = false;
    if (!side(Part::response).body)
        begin_body(Part::response, lines);
}

void StreamExchange::begin_body(Part part, HeaderLines const& lines)
{
    auto const length = header_value(lines, "content-length");
    side(part).has_body = !length.empty() && length != "0";
    side(part).body =
        std::make_unique<Body>(m_layers, m_parent, step(part) + "body", lines,
                               m_exchange.filename(), MessageContext{direction(part), m_hostname});
    if (!m_exchange.upload)
        return;
    if (part == Part::request)
        side(part).body->join(*m_exchange.upload);
    else
        side(part).body->answer(*m_exchange.upload);
}

bool StreamExchange::data(Part part, Bytes piece)
{
    auto& side = this->side(part);
    if (side.ended)
        return false;
    if (m_connect) {
        // Also where the answer was not seen yet: who refuses has nothing sent to him.
        if (!m_tunnel && m_layers.next_stream)
            m_tunnel = m_layers.next_stream(m_layers, m_parent, m_protocol);
        if (!m_tunnel)
            return false;
        uncount(m_layers, direction(part), piece.size());
        m_tunnel->take(direction(part), piece);
        return true;
    }
    if (!side.body)
        begin_body(part, {});
    side.has_body = true;
    side.body->take(piece);
    return true;
}

void StreamExchange::gap(Part part, std::uint64_t count)
{
    auto& side = this->side(part);
    if (side.ended)
        return;
    if (m_tunnel) {
        m_tunnel->gap(direction(part), count);
        return;
    }
    if (!side.body && !m_connect)
        begin_body(part, {});
    if (!side.body)
        return;
    side.has_body = true;
    side.body->gap();
}

void StreamExchange::end(Part part, bool complete)
{
    auto& side = this->side(part);
    if (side.ended)
        return;
    side.ended = true;
    if (side.body) {
        auto told = side.body->finish(complete);
        side.body.reset();
        // Of a message that was cut off one cannot tell whether a body would have come.
        if (!side.has_body)
            told.reset();
        (part == Part::request ? m_exchange.told.request_body : m_exchange.told.response_body) =
            std::move(told);
    }
    if (m_tunnel)
        m_tunnel->finish(direction(part));
    if (part == Part::response && m_request_uncertain)
        end(Part::request, false);
    if (over())
        tell();
}

void StreamExchange::settle()
{
    if (m_request_uncertain && side(Part::response).ended)
        end(Part::request, false);
}

void StreamExchange::abandon()
{
    end(Part::request, false);
    end(Part::response, false);
}

void StreamExchange::tell()
{
    if (std::exchange(m_told, true))
        return;
    m_layers.messages(std::move(m_exchange.told));
    m_exchange.told = {};
}

} // namespace petze::http
