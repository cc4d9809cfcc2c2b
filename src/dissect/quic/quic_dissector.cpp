#include "dissect/quic/quic_dissector.h"

#include "base/limits.h"
#include "decrypt/quic/google.h"
#include "decrypt/quic/packet.h"
#include "dissect/quic/connection_layer.h"

#include <algorithm>
#include <utility>

namespace petze {

namespace {

using quic::Packet;
using quic::PacketType;

constexpr std::string_view unopened = "quic: a packet's authentication tag does not fit";

bool is_not_zero(std::uint8_t byte)
{
    return byte != 0;
}

/// What is left of a connection of which nothing more can be read: enough to know its packets.
struct Past {
    quic::ConnectionIds server_ids;
    crypto::Secret client_random;
};

} // namespace

class QuicDissector::Connections {
public:
    Connections(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_parent(parent)
    {
    }

    void take(Direction direction, Bytes datagram);
    void finish();

private:
    /// A datagram that came before the first packet of its connection.
    struct Early {
        std::vector<std::uint8_t> bytes;
        Direction direction{};
        Stamp stamp;
    };

    void read(Direction direction, Bytes datagram);
    void read_early();
    void end_datagram();
    bool take_google(Bytes datagram);
    void take_packet(Packet const& packet, Direction direction, bool is_first);
    void take_short(Packet packet, Direction direction);
    void begin(Packet const& packet, Direction direction);
    bool is_past(Packet const& packet) const;
    void forget(std::size_t index);
    void finish(QuicConnectionLayer& layer);

    LayerContext& m_context;
    Origin const* m_parent;
    std::vector<std::unique_ptr<QuicConnectionLayer>> m_open; // oldest first
    std::vector<Past> m_past;
    std::vector<Early> m_early;
    Stamp m_stamp; // of the datagram at hand
    std::size_t m_attempts = 0;
    std::uint32_t m_version = 0; // of the first packet
    bool m_begun = false;        // there was a connection to be told
    bool m_closed = false;       // nothing in it can be read
};

void QuicDissector::Connections::take(Direction direction, Bytes datagram)
{
    if (m_closed || datagram.empty())
        return;
    // Without keys nothing but the beginning of another connection is of interest, and nearly all
    // of a phone's QUIC comes here.
    constexpr std::uint8_t long_header = 0xc0;
    auto const is_early = m_open.empty() && !m_begun;
    auto const follows =
        m_begun ? datagram[0] >= long_header : !m_early.empty() || looks_like_quic(datagram);
    if (m_open.empty() && !follows)
        return;
    if (is_early && take_google(datagram))
        return;
    m_stamp = m_context.now;
    read(direction, datagram);
    if (is_early && !m_open.empty())
        read_early();
    else if (is_early && m_early.size() < limits::quic_early_datagrams)
        m_early.push_back({{datagram.begin(), datagram.end()}, direction, m_context.now});
    end_datagram();
}

/// The connection's first packet came late into the capture: now what came before it can be opened.
void QuicDissector::Connections::read_early()
{
    for (auto const& early : std::exchange(m_early, {})) {
        m_stamp = early.stamp;
        read(early.direction, early.bytes);
    }
}

void QuicDissector::Connections::read(Direction direction, Bytes datagram)
{
    ByteReader in{datagram};
    for (bool first = true; in.remaining() > 0; first = false) {
        auto const [packet, flaw] = quic::next_packet(in);
        if (flaw) {
            m_context.tally.count("quic: packet cut off or malformed");
            break;
        }
        take_packet(packet, direction, first);
    }
}

void QuicDissector::Connections::end_datagram()
{
    for (auto const& layer : m_open)
        layer->end_datagram();
    for (std::size_t i = m_open.size(); i-- > 0;)
        if (!m_open[i]->connection().wants_more())
            forget(i);
}

/// Google's versions that are not the IETF's: nothing but a name in clear.
bool QuicDissector::Connections::take_google(Bytes datagram)
{
    ByteReader in{datagram};
    in.u8();
    auto const version = quic::early_google_version(datagram).value_or(in.u32());
    if (!quic::is_google_version(version) || quic::find_version(version))
        return false;
    QuicConnection told;
    told.version = quic::version_name(version);
    told.sni = quic::google_server_name(datagram);
    told.why_not = "version unknown";
    if (!told.sni.empty()) {
        Origin const origin{m_parent, "quic:sni"};
        auto const& at = m_context.now;
        m_context.fields.take({told.sni,
                               &origin,
                               {at.capture, at.frame, at.frame},
                               {Direction::to_server, told.sni}});
    }
    m_context.messages(std::move(told));
    m_begun = m_closed = true;
    return true;
}

void QuicDissector::Connections::take_packet(Packet const& packet, Direction direction,
                                             bool is_first)
{
    if (m_version == 0)
        m_version = packet.version;
    if (packet.type == PacketType::one_rtt) {
        // Behind another packet: zeros that fill the datagram up. The fixed bit tells nothing: RFC
        // 9287 lets it vary.
        if (is_first || std::any_of(packet.bytes.begin(), packet.bytes.end(), is_not_zero))
            take_short(packet, direction);
        return;
    }
    for (std::size_t i = m_open.size(); i-- > 0;)
        if (m_open[i]->connection().owns(packet, direction)) {
            m_open[i]->take(packet, direction, m_stamp);
            return;
        }
    if (packet.type != PacketType::initial || is_past(packet))
        return;
    auto const takes = [&](auto const& layer) {
        return layer->connection().may_own(packet, direction)
               && layer->take(packet, direction, m_stamp);
    };
    if (std::none_of(m_open.rbegin(), m_open.rend(), takes))
        begin(packet, direction);
}

void QuicDissector::Connections::take_short(Packet packet, Direction direction)
{
    if (m_open.empty())
        return;
    auto* layer = m_open.back().get();
    std::optional<std::size_t> number;
    for (auto one = m_open.rbegin(); one != m_open.rend() && !number; ++one) {
        number = (*one)->connection().find_number(packet.bytes, direction);
        if (number)
            layer = one->get();
    }
    packet.number_offset = number.value_or(0);
    layer->take(packet, direction, m_stamp);
}

/// An Initial of nobody we know: of a new connection if it opens as one.
void QuicDissector::Connections::begin(Packet const& packet, Direction direction)
{
    if (m_attempts++ >= limits::quic_attempts) {
        if (m_attempts == limits::quic_attempts + 1)
            m_context.tally.count("quic: limit of connections tried");
        return;
    }
    auto layer = std::make_unique<QuicConnectionLayer>(m_context, m_parent, packet, direction);
    if (!layer->take(packet, direction, m_stamp)) {
        if (m_begun) // else it waits for the first packet
            m_context.tally.count(unopened);
        return;
    }
    std::erase_if(m_open, [](auto const& open) { return open->connection().is_refused(); });
    if (m_open.size() >= limits::quic_connections) {
        m_context.tally.count("quic: limit of connections tried");
        finish(*m_open.front());
        m_open.erase(m_open.begin());
    }
    m_begun = true;
    m_open.push_back(std::move(layer));
}

bool QuicDissector::Connections::is_past(Packet const& packet) const
{
    return std::any_of(m_past.begin(), m_past.end(), [&](Past const& past) {
        return past.server_ids.contains(packet.destination_id)
               || past.server_ids.contains(packet.source_id);
    });
}

void QuicDissector::Connections::forget(std::size_t index)
{
    auto& layer = *m_open[index];
    if (m_past.size() >= limits::quic_connections)
        m_past.erase(m_past.begin());
    m_past.push_back(
        {layer.connection().server_ids(), crypto::Secret{layer.connection().client_random()}});
    finish(layer);
    m_open.erase(m_open.begin() + static_cast<std::ptrdiff_t>(index));
}

/// The same hello under another id was its second try, after a Retry that was not captured.
void QuicDissector::Connections::finish(QuicConnectionLayer& layer)
{
    auto const random = layer.connection().client_random();
    auto const is_same = [&](Bytes other) {
        return !random.empty() && crypto::equal(random, other);
    };
    auto const again = std::any_of(m_open.begin(), m_open.end(), [&](auto const& other) {
        return other.get() != &layer && is_same(other->connection().client_random());
    });
    auto const before = std::any_of(m_past.begin(), m_past.end(), [&](Past const& past) {
        return is_same(past.client_random.bytes());
    });
    if (layer.connection().wants_more() && (again || before))
        layer.keep_silent();
    layer.finish();
}

void QuicDissector::Connections::finish()
{
    while (!m_open.empty()) {
        finish(*m_open.front());
        m_open.erase(m_open.begin());
    }
    // QUIC it was, though no beginning of a connection was seen.
    if (std::exchange(m_begun, true))
        return;
    if (!m_early.empty())
        m_context.tally.count(unopened);
    QuicConnection told;
    told.version = quic::version_name(m_version);
    told.why_not = quic::find_version(m_version) ? "handshake not seen" : "version unknown";
    m_context.messages(std::move(told));
}

bool looks_like_quic(Bytes datagram)
{
    return quic::may_begin_connection(datagram);
}

QuicDissector::QuicDissector(LayerContext& context, Origin const* parent)
    : m_connections(std::make_unique<Connections>(context, parent))
{
}

QuicDissector::~QuicDissector() = default;

void QuicDissector::take(Direction direction, Bytes datagram)
{
    m_connections->take(direction, datagram);
}

void QuicDissector::finish()
{
    m_connections->finish();
}

} // namespace petze
