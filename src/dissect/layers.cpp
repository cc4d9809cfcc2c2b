#include "dissect/layers.h"

#include "base/limits.h"
#include "dissect/dhcp/dhcp.h"
#include "dissect/dns/dns_dissector.h"
#include "dissect/dtls/dtls_dissector.h"
#include "dissect/ftp/ftp_dissector.h"
#include "dissect/http1/http_dissector.h"
#include "dissect/http2/http2_dissector.h"
#include "dissect/imap/imap_dissector.h"
#include "dissect/mqtt/mqtt_dissector.h"
#include "dissect/pop3/pop3_dissector.h"
#include "dissect/quic/quic_dissector.h"
#include "dissect/smtp/smtp_dissector.h"
#include "dissect/socks/socks_dissector.h"
#include "dissect/ssdp/ssdp.h"
#include "dissect/tls/tls_dissector.h"
#include "dissect/websocket/websocket_dissector.h"
#include "dissect/xiaomi_push/xiaomi_push_dissector.h"
#include "dissect/xmpp/xmpp_dissector.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace petze {

namespace {

constexpr std::uint16_t dns_port = 53;

struct StreamLayer {
    std::string_view name;
    std::string_view agreed; // what ALPN or Upgrade calls it; empty: never agreed on
    std::uint16_t port;      // where the bytes alone tell nothing; 0: never by port
    Likeness (*looks)(Direction, Bytes);
    std::unique_ptr<StreamDissector> (*make)(LayerContext&, Origin const*);
};

Likeness looks_like_tls_either(Direction, Bytes first)
{
    return looks_like_tls(first);
}

Likeness never(Direction, Bytes)
{
    return Likeness::no;
}

// Asked in this order.
constexpr StreamLayer stream_layers[] = {
    {"tls", "", 0, looks_like_tls_either, make_tls_dissector},
    {"http2", "h2", 0, looks_like_http2, make_http2_dissector},
    {"http2", "h2c", 0, never, make_http2_dissector},
    {"http", "http/1.1", 0, looks_like_http, make_http_dissector},
    {"dns", "dot", dns_port, never, make_dns_dissector},
    {"dns", "", 853, never, make_dns_dissector}, // RFC 7858, inside TLS
    {"websocket", "websocket", 0, never, make_websocket_dissector},
    {"mqtt", "mqtt", 0, looks_like_mqtt, make_mqtt_dissector},
    {"socks", "", 0, looks_like_socks, make_socks_dissector},
    {"xiaomi-push", "", 0, looks_like_xiaomi_push, make_xiaomi_push_dissector},
    {"xmpp", "xmpp-client", 0, looks_like_xmpp, make_xmpp_dissector},
    {"imap", "imap", 0, looks_like_imap, make_imap_dissector},
    {"pop3", "pop3", 0, looks_like_pop3, make_pop3_dissector},
    {"ftp", "ftp", 0, looks_like_ftp, make_ftp_dissector},
    // By their ports before a greeting is asked: it need not name the protocol.
    {"", "", 21, never, make_ftp_dissector},
    {"", "", 110, never, make_pop3_dissector},
    {"", "", 143, never, make_imap_dissector},
    {"", "", 990, never, make_ftp_dissector}, // this and the next two inside TLS
    {"", "", 993, never, make_imap_dissector},
    {"", "", 995, never, make_pop3_dissector},
    {"", "", 25, never, make_smtp_dissector},
    {"", "", 465, never, make_smtp_dissector}, // RFC 8314, inside TLS
    {"", "", 587, never, make_smtp_dissector},
    {"smtp", "", 0, looks_like_smtp, make_smtp_dissector},
    // Joined in the middle of a body: it says "http" itself once it has found a message.
    {"", "", 80, never, make_http_dissector},
    {"", "", 8080, never, make_http_dissector},
    {"", "", 1883, never, make_mqtt_dissector},
};

struct DatagramLayer {
    std::string_view name;
    std::uint16_t port;
    void (*dissect)(Direction, Bytes, LayerContext&, Origin const*);
};

constexpr DatagramLayer datagram_layers[] = {
    {"dns", dns_port, dissect_dns}, {"mdns", 5353, dissect_dns}, {"llmnr", 5355, dissect_dns},
    {"dhcp", 67, dissect_dhcp},     {"dhcp", 68, dissect_dhcp},  {"ssdp", 1900, dissect_ssdp},
};

/// A protocol that nobody here knows.
class RawDissector : public StreamDissector {
public:
    RawDissector(LayerContext& context, Origin const* parent)
        : m_unknown(context, parent, "stream")
    {
    }

    void take(Direction direction, Bytes piece) override { m_unknown.take(direction, piece); }
    void gap(Direction direction, std::uint64_t) override { m_unknown.gap(direction); }
    void finish(Direction direction) override { m_unknown.finish(direction); }

private:
    UnknownProtocol m_unknown;
};

/// Holds the first bytes back until they tell what they are.
class DetectingDissector : public StreamDissector {
public:
    DetectingDissector(LayerContext& context, Origin const* parent, std::string_view protocol)
        : m_context(context)
        , m_parent(parent)
        , m_agreed(find_agreed(protocol))
        , m_depth(context.depth + 1)
    {
    }
    DetectingDissector(DetectingDissector const&) = delete;
    DetectingDissector& operator=(DetectingDissector const&) = delete;

    void take(Direction direction, Bytes piece) override
    {
        Inside const inside{*this};
        if (m_inner) {
            m_inner->take(direction, piece);
            return;
        }
        auto const& held = m_held[static_cast<std::size_t>(direction)];
        if (held.bytes.empty() && decide(direction, piece)) {
            replay();
            m_inner->take(direction, piece);
            return;
        }
        hold(direction, piece);
        if (decide(direction, held.bytes) || held.bytes.size() >= most_held)
            settle();
    }
    void gap(Direction direction, std::uint64_t count) override
    {
        Inside const inside{*this};
        settle();
        m_inner->gap(direction, count);
    }
    void finish(Direction direction) override
    {
        Inside const inside{*this};
        if (!m_inner)
            settle();
        m_inner->finish(direction);
    }

private:
    static constexpr std::size_t most_held = 64; // longer than any request's method and target
    /// While it works, layers that are made lie this deep; side by side they do not add up.
    class Inside {
    public:
        explicit Inside(DetectingDissector& dissector)
            : m_depth(dissector.m_context.depth)
            , m_outer(std::exchange(m_depth, dissector.m_depth))
        {
        }
        ~Inside() { m_depth = m_outer; }
        Inside(Inside const&) = delete;
        Inside& operator=(Inside const&) = delete;

    private:
        int& m_depth;
        int m_outer;
    };
    struct Held {
        std::vector<std::uint8_t> bytes;
        std::vector<std::pair<std::size_t, Stamp>> pieces; // end of each piece, and its packet
    };

    void hold(Direction direction, Bytes piece)
    {
        auto& held = m_held[static_cast<std::size_t>(direction)];
        held.bytes.insert(held.bytes.end(), piece.begin(), piece.end());
        held.pieces.emplace_back(held.bytes.size(), m_context.data);
    }

    // Makes the dissector where the first bytes tell which.
    bool decide(Direction direction, Bytes first)
    {
        if (m_depth > limits::layer_depth)
            return false;
        if (m_agreed) {
            make(*m_agreed);
            return true;
        }
        for (auto const& layer : stream_layers) {
            bool const by_port = layer.port != 0 && layer.port == m_context.server_port;
            auto const likeness = by_port ? Likeness::yes : layer.looks(direction, first);
            if (likeness == Likeness::maybe)
                return false;
            if (likeness == Likeness::no)
                continue;
            make(layer);
            return true;
        }
        m_inner = std::make_unique<RawDissector>(m_context, m_parent);
        return true;
    }

    static StreamLayer const* find_agreed(std::string_view protocol)
    {
        auto const* const found =
            std::find_if(std::begin(stream_layers), std::end(stream_layers),
                         [&](StreamLayer const& layer) { return layer.agreed == protocol; });
        return protocol.empty() || found == std::end(stream_layers) ? nullptr : found;
    }

    void make(StreamLayer const& layer)
    {
        if (m_context.app_proto == "unknown" && !layer.name.empty())
            m_context.app_proto = layer.name;
        m_inner = layer.make(m_context, m_parent);
    }

    // Decides now, with what there is, and hands on what was held.
    void settle()
    {
        if (!m_inner)
            choose_without_content();
        replay();
    }

    void choose_without_content()
    {
        for (auto const& layer : stream_layers)
            if (layer.port != 0 && layer.port == m_context.server_port
                && m_depth <= limits::layer_depth) {
                m_inner = layer.make(m_context, m_parent);
                return;
            }
        m_inner = std::make_unique<RawDissector>(m_context, m_parent);
    }

    void replay()
    {
        auto const data = m_context.data;
        for (auto direction : {Direction::to_server, Direction::to_client}) {
            auto held = std::move(m_held[static_cast<std::size_t>(direction)]);
            m_held[static_cast<std::size_t>(direction)] = {};
            std::size_t begin = 0;
            for (auto const& [end, stamp] : held.pieces) {
                m_context.data = stamp;
                m_inner->take(direction, Bytes{held.bytes}.subspan(begin, end - begin));
                begin = end;
            }
        }
        m_context.data = data;
    }

    LayerContext& m_context;
    Origin const* m_parent;
    StreamLayer const* m_agreed;
    int m_depth;
    std::unique_ptr<StreamDissector> m_inner;
    Held m_held[2];
};

} // namespace

std::unique_ptr<StreamDissector>
make_detecting_dissector(LayerContext& context, Origin const* parent, std::string_view protocol)
{
    return std::make_unique<DetectingDissector>(context, parent, protocol);
}

DatagramDissector::DatagramDissector(LayerContext& context)
    : m_context(context)
    , m_unknown(context, nullptr, "datagram")
{
}

DatagramDissector::~DatagramDissector() = default;

void DatagramDissector::take(Direction direction, Bytes datagram)
{
    if (m_quic) {
        m_quic->take(direction, datagram);
        return;
    }
    for (auto const& layer : datagram_layers)
        if (layer.port == m_context.server_port) {
            m_context.app_proto = layer.name;
            layer.dissect(direction, datagram, m_context, nullptr);
            return;
        }
    // The client's first packet need not be the first that was captured.
    if (looks_like_quic(datagram)) {
        m_context.app_proto = "quic";
        m_quic = std::make_unique<QuicDissector>(m_context, nullptr);
        m_quic->take(direction, datagram);
        return;
    }
    // With STUN and RTP between its datagrams (RFC 7983).
    if (m_dtls ? belongs_to_dtls(datagram) : looks_like_dtls(datagram)) {
        m_context.app_proto = "dtls";
        if (!m_dtls)
            m_dtls = std::make_unique<DtlsDissector>(m_context, nullptr);
        m_dtls->take(direction, datagram);
        return;
    }
    if (m_closed)
        return;
    m_real_time.take(direction, datagram, m_context);
    m_unknown.take(direction, datagram);
    if (!m_unknown.is_wanted()) {
        // Nobody searches: a few are looked at for the name of their protocol.
        constexpr std::uint8_t enough = 4;
        m_closed = ++m_named_by >= enough || m_context.app_proto != "unknown";
        return;
    }
    m_unknown.end_message(direction); // datagrams are no stream: nothing spans two of them
}

void DatagramDissector::finish()
{
    if (m_quic)
        m_quic->finish();
    if (m_dtls)
        m_dtls->finish();
}

} // namespace petze
