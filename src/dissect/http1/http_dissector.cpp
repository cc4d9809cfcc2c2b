#include "dissect/http1/http_dissector.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/http/body.h"
#include "dissect/http/dns_query.h"
#include "dissect/http/fields.h"
#include "dissect/http1/connection.h"
#include "dissect/http1/message_reader.h"
#include "dissect/http1/start_line.h"

#include <array>
#include <deque>
#include <memory>
#include <utility>

namespace petze {

namespace {

using namespace http1;
using http::Body;
using http::Exchange;
using http::FieldTeller;

/// What both sides do alike with a body.
class Side : public MessageSink {
public:
    Side(Connection& connection, Direction direction)
        : m_connection(connection)
        , m_direction(direction)
    {
    }

    void body(Bytes piece) override
    {
        if (m_body)
            m_body->take(piece);
    }
    void body_gap() override
    {
        if (m_body)
            m_body->gap();
    }
    void trailers(HeaderLines const& lines, FrameRange const& frames) override
    {
        teller().trailers(lines, frames);
    }
    void tunnel(Bytes piece) override { m_connection.tunnel(m_direction, piece); }
    void tunnel_gap(std::uint64_t count) override { m_connection.tunnel_gap(m_direction, count); }
    void stray(Bytes piece) override { m_connection.stray().take(m_direction, piece); }
    void stray_gap() override { m_connection.stray().gap(m_direction); }

protected:
    /// Also where a port alone led here.
    void recognised()
    {
        if (m_connection.layers().app_proto == "unknown")
            m_connection.layers().app_proto = "http";
    }
    FieldTeller teller() const
    {
        return {m_connection.layers(), m_connection.parent(), begin(), {m_direction, m_hostname}};
    }
    std::string_view begin() const
    {
        return m_direction == Direction::to_server ? "http:request:" : "http:response:";
    }
    void begin_body(HeaderLines const& head, std::string const& filename)
    {
        m_body = std::make_unique<Body>(m_connection.layers(), m_connection.parent(),
                                        std::string{begin()} + "body", head, filename,
                                        MessageContext{m_direction, m_hostname});
    }
    /// Nothing where the message had no body.
    std::optional<HttpBody> end_body(bool complete)
    {
        if (!m_body)
            return {};
        auto told = m_body->finish(complete);
        m_body.reset();
        return told;
    }

    Connection& m_connection;
    Direction m_direction;
    std::string m_hostname; // of the message at hand, for findings
    std::unique_ptr<Body> m_body;
};

class RequestSide final : public Side {
public:
    using Side::Side;

    Framing head(Head const& head) override
    {
        recognised();
        auto& waiting = m_connection.waiting();
        m_connection.client_has_spoken = true;
        // A client waits for its answers; those that a gap swallowed will not come.
        while (m_connection.responses_lost && !waiting.empty() && waiting.front().request_ended
               && m_connection.answering != &waiting.front())
            m_connection.tell_first();
        m_connection.responses_lost = false;
        if (waiting.size() >= limits::http_pipelined) {
            m_connection.layers().tally.count("http: limit of requests without an answer");
            m_connection.tell_first();
        }
        auto const line = parse_request_line(head.start_line);
        auto& exchange = m_early.empty() ? waiting.emplace_back() : adopt();
        auto const start = line.value_or(RequestLine{{}, head.start_line, "1.1"});
        exchange.begin_request({start.version, start.method, {}, start.target, head.headers});
        m_hostname = exchange.hostname();
        auto const target_frames = head.marks.frames(0, head.first_header);
        teller().target(exchange.told.url, target_frames);
        teller().headers(head.headers, head.marks, head.first_header);
        http::tell_dns_query(exchange.told.url, begin(), m_connection.parent(),
                             m_connection.layers());
        m_connect = exchange.told.method == "CONNECT";
        auto const framing = m_connect ? Framing{} : declared_framing(head.headers, {});
        if (framing.kind != Framing::Kind::none)
            begin_body(head.headers, exchange.filename());
        if (exchange.upload) {
            http::name_by_packet(*exchange.upload, m_connection.layers().now, 0);
            http::tell_upload_closed(*exchange.upload, m_connection.layers());
        }
        if (m_body && exchange.upload)
            m_body->join(*exchange.upload);
        return framing;
    }

    void end(bool complete) override
    {
        if (auto* exchange = current()) {
            exchange->told.request_body = end_body(complete);
            exchange->request_ended = true;
        }
        m_body.reset();
        m_connection.tell_complete();
    }

    bool begins_tunnel(Bytes first) override
    {
        if (m_switched)
            return true;
        if (!m_connect || m_refused)
            return false;
        // The answer to CONNECT was not seen yet, or never: another request tells.
        return looks_like_http(Direction::to_server, first) == Likeness::no;
    }

    /// The server's answer to what was asked for.
    void switch_protocols() { m_switched = true; }
    void refuse() { m_refused = true; }

    /// Answers that came before their requests, because those had to wait for a segment.
    Exchange* early()
    {
        if (m_connection.client_has_spoken || m_early.size() >= limits::http_pipelined)
            return nullptr;
        return &m_early.emplace_back();
    }
    /// Requests may be missing: what came early may have answered those.
    void stray_gap() override
    {
        Side::stray_gap();
        for (auto const& early : m_early)
            if (m_connection.answering == &early)
                m_connection.answering = nullptr;
        m_early.clear();
        m_connection.client_has_spoken = true;
    }

private:
    Exchange& adopt()
    {
        auto& exchange = m_connection.waiting().emplace_back(std::move(m_early.front()));
        if (m_connection.answering == &m_early.front())
            m_connection.answering = &exchange;
        m_early.pop_front();
        return exchange;
    }
    // The request at hand is the last one that was added.
    Exchange* current()
    {
        auto& waiting = m_connection.waiting();
        return waiting.empty() || waiting.back().request_ended ? nullptr : &waiting.back();
    }

    std::deque<Exchange> m_early;
    bool m_connect = false;
    bool m_switched = false;
    bool m_refused = false;
};

class ResponseSide final : public Side {
public:
    ResponseSide(Connection& connection, RequestSide& requests)
        : Side(connection, Direction::to_client)
        , m_requests(requests)
    {
    }

    Framing head(Head const& head) override
    {
        recognised();
        auto const line = parse_status_line(head.start_line).value_or(StatusLine{"1.1", 0, {}});
        auto* const exchange = answered();
        m_hostname = exchange ? exchange->hostname() : std::string{};
        auto const first = head.marks.frames(0, head.first_header);
        teller().reason(line.reason, first);
        teller().headers(head.headers, head.marks, head.first_header);
        if (exchange && exchange->upload) // an interim answer may name it, too
            http::tell_upload_location(*exchange->upload, m_hostname, head.headers,
                                       m_connection.layers());
        // RFC 9110 §15.2: an interim answer; the final one follows. 101 is final.
        m_interim = line.status >= 100 && line.status < 200 && line.status != 101;
        if (m_interim)
            return {};
        if (exchange)
            exchange->begin_response(line.status, head.headers);
        auto const& method = exchange ? exchange->told.method : std::string{};
        bool const accepted = method == "CONNECT" && line.status / 100 == 2;
        if (accepted || line.status == 101) {
            m_connection.upgraded_to =
                accepted ? std::string{} : upgraded_to(head.headers, exchange);
            m_requests.switch_protocols();
            return {Framing::Kind::tunnel, 0};
        }
        if (method == "CONNECT")
            m_requests.refuse();
        if (method == "HEAD" || line.status == 204 || line.status == 304)
            return {};
        auto const framing = declared_framing(head.headers, {Framing::Kind::until_close, 0});
        if (framing.kind != Framing::Kind::none)
            begin_body(head.headers, exchange ? exchange->filename() : std::string{});
        if (m_body && exchange && exchange->upload)
            m_body->answer(*exchange->upload);
        return framing;
    }

    void end(bool complete) override
    {
        if (std::exchange(m_interim, false))
            return;
        auto body = end_body(complete);
        auto* const exchange = std::exchange(m_connection.answering, nullptr);
        if (!exchange)
            return;
        exchange->told.response_body = std::move(body);
        exchange->response_ended = true;
        m_connection.tell_complete();
    }
    bool begins_tunnel(Bytes) override { return false; }

    void stray_gap() override
    {
        Side::stray_gap();
        m_connection.responses_lost = true;
    }

private:
    /// RFC 9110 section 7.8: the server names the protocol; where it does not, the client's first.
    static std::string upgraded_to(HeaderLines const& head, Exchange const* exchange)
    {
        std::string_view names;
        if (auto const* chosen = find_header(head.lines, "upgrade"))
            names = *chosen;
        else if (exchange)
            for (auto const& header : exchange->told.request_headers)
                if (equal_ignoring_case(header.name, "upgrade"))
                    names = header.value;
        return lower(trim(names.substr(0, names.find(','))));
    }

    /// The exchange that this response belongs to, or null: its request was never seen.
    Exchange* answered()
    {
        for (auto& exchange : m_connection.waiting())
            if (!exchange.response_ended)
                return m_connection.answering = &exchange;
        return m_connection.answering = m_requests.early();
    }

    RequestSide& m_requests;
    bool m_interim = false;
};

class HttpDissector final : public StreamDissector {
public:
    HttpDissector(LayerContext& layers, Origin const* parent)
        : m_layers(layers)
        , m_connection(layers, parent)
        , m_requests(m_connection, Direction::to_server)
        , m_responses(m_connection, m_requests)
        , m_readers{MessageReader{Direction::to_server, m_requests, layers.tally},
                    MessageReader{Direction::to_client, m_responses, layers.tally}}
    {
    }

    void take(Direction direction, Bytes piece) override
    {
        m_connection.opened(direction) += piece.size();
        reader(direction).take(piece, m_layers.data);
    }

    void gap(Direction direction, std::uint64_t count) override { reader(direction).gap(count); }

    void finish(Direction direction) override
    {
        reader(direction).finish();
        m_connection.finish_tunnel(direction);
        m_connection.finished[static_cast<std::size_t>(direction)] = true;
        m_connection.tell_complete();
    }

private:
    MessageReader& reader(Direction direction)
    {
        return m_readers[static_cast<std::size_t>(direction)];
    }

    LayerContext& m_layers;
    Connection m_connection;
    RequestSide m_requests;
    ResponseSide m_responses;
    std::array<MessageReader, 2> m_readers;
};

} // namespace

std::unique_ptr<StreamDissector> make_http_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<HttpDissector>(context, parent);
}

} // namespace petze
