#pragma once

#include "dissect/http/body.h"
#include "dissect/http/exchange.h"
#include "dissect/http/fields.h"
#include "dissect/layer.h"
#include "dissect/marks.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace petze::http {

/// How a version of HTTP is called: in events ("2") and in paths ("http2").
struct Dialect {
    std::string_view version;
    std::string_view name;
};

enum class Part : std::uint8_t { request, response };

/// One request with its answer on a stream of their own, as HTTP/2 (RFC 9113 §8) and HTTP/3
/// (RFC 9114 §4) have them. Either part may come first, and any of it may be missing: it is told
/// once, as far as it was seen. What CONNECT opens (RFC 8441 too) goes to layers.next_stream.
class StreamExchange {
public:
    StreamExchange(LayerContext& layers, Origin const* parent, Dialect const& dialect,
                   std::uint64_t stream);

    /// The request was made in HTTP/1.1 (Upgrade: h2c), and is whole.
    void adopt(Exchange&& begun);
    /// The request is the server's own (PUSH_PROMISE).
    void pushed() { m_request_direction = Direction::to_client; }

    /// A field section: the head of the part, an interim response, or trailers. Of a section that
    /// could not be read the lines are empty. Their offsets count from `first` of the marks.
    void section(Part part, HeaderLines const& lines, Marks const& marks, std::size_t first);
    /// False where this belongs to nothing any more.
    bool data(Part part, Bytes piece);
    void gap(Part part, std::uint64_t count);
    /// Tells the exchange where both parts have ended now.
    void end(Part part, bool complete);
    /// The end of the request may have been in bytes that are missing: it is not waited for once
    /// the response has ended.
    void request_may_be_over() { m_request_uncertain = true; }
    /// Nothing more of the request can come, where that was uncertain.
    void settle();
    bool request_begun() const { return m_sides[0].begun; }
    /// As far as it goes: a stream was reset, or its connection ended.
    void abandon();

    /// Nothing more is expected.
    bool over() const { return m_sides[0].ended && m_sides[1].ended; }

private:
    struct Side {
        bool begun = false; // its head was there
        bool ended = false;
        bool has_body = false; // declared, or seen in part
        std::unique_ptr<Body> body;
    };

    Side& side(Part part) { return m_sides[static_cast<std::size_t>(part)]; }
    Direction direction(Part part) const
    {
        return part == Part::request ? m_request_direction : Direction::to_client;
    }
    FieldTeller teller(Part part) const;
    std::string step(Part part) const;
    void request(HeaderLines const& lines, Marks const& marks, std::size_t first);
    void response(HeaderLines const& lines, Marks const& marks, std::size_t first);
    void begin_body(Part part, HeaderLines const& lines);
    void tell();

    LayerContext& m_layers;
    Origin const* m_parent;
    Dialect m_dialect;
    Exchange m_exchange;
    std::string m_hostname;
    std::string m_protocol; // RFC 8441: what CONNECT asks for
    Direction m_request_direction = Direction::to_server;
    Side m_sides[2];
    std::unique_ptr<StreamDissector> m_tunnel;
    bool m_connect = false;
    bool m_request_uncertain = false;
    bool m_told = false;
};

} // namespace petze::http
