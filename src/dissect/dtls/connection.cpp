#include "dissect/dtls/connection.h"

#include "decrypt/dtls/record.h"
#include "dissect/layer_tools.h"

#include <algorithm>

namespace petze {

using tls::ContentType;

/// Handshake messages of one direction, in clear or opened.
class DtlsConnection::Clear final : public tls::MessageSink {
public:
    Clear(DtlsConnection& connection, Direction direction)
        : m_connection(connection)
        , m_direction(direction)
    {
    }
    tls::Then message(tls::HandshakeMessage const& message) override
    {
        if (message.type == tls::HandshakeType::client_key_exchange)
            m_connection.m_keys_exchanged = true;
        m_connection.m_handshake.take(m_direction, message);
        if (m_connection.m_schedule)
            m_connection.m_schedule->take(m_connection.sender(m_direction), message);
        return tls::Then::read_on;
    }
    void damaged(std::string_view reason) override { m_connection.m_handshake.damaged(reason); }

private:
    DtlsConnection& m_connection;
    Direction m_direction;
};

class DtlsConnection::Opened final : public dtls::OpenedSink {
public:
    Opened(DtlsConnection& connection, Direction direction)
        : m_connection(connection)
        , m_direction(direction)
    {
    }
    void opened(tls::Record const& record, tls::OpenedRecord const& text) override
    {
        m_connection.take_opened(m_direction, record, text);
    }
    void damaged(std::string_view reason) override { m_connection.m_context.tally.count(reason); }

private:
    DtlsConnection& m_connection;
    Direction m_direction;
};

DtlsConnection::DtlsConnection(LayerContext& context, Origin const* parent)
    : m_context(context)
    , m_origin{parent, "dtls"}
    , m_schedule(context.keys && !context.keys->empty()
                     ? std::make_unique<tls::KeySchedule>(*context.keys)
                     : nullptr)
    , m_handshake(context, parent, m_schedule != nullptr, tls::Transport::dtls)
{
}

void DtlsConnection::take(Direction direction, tls::Record const& record)
{
    if (dtls::epoch_of(record) == 0)
        take_clear(direction, record);
    else
        take_encrypted(direction, record);
    look_around(opposite(direction));
}

void DtlsConnection::take_unified()
{
    for (auto& side : m_sides)
        side.encrypted = true;
    m_over = true;
    m_handshake.tell("version unknown");
}

void DtlsConnection::take_clear(Direction direction, tls::Record const& record)
{
    auto& side = side_of(direction);
    if (record.type == ContentType::handshake) {
        if (auto const hello = dtls::find_client_hello(record.body))
            m_client_random = crypto::Secret{hello->client_random};
        Clear sink{*this, direction};
        side.messages.take(record.body, record.stamp, sink);
    } else if (record.type == ContentType::change_cipher_spec && !side.messages.is_waiting()) {
        // Where it comes from the server right behind the hello, a session was taken up again:
        // unless what was between them is missing.
        if (m_keys_exchanged)
            m_handshake.encrypted(direction);
        else
            m_handshake.change_cipher_spec(direction);
    }
}

void DtlsConnection::take_encrypted(Direction direction, tls::Record const& record)
{
    auto& side = side_of(direction);
    if (!side.encrypted) {
        side.encrypted = true;
        Clear sink{*this, direction};
        side.messages.flush(sink);
        m_handshake.encrypted(direction);
    }
    if (!m_schedule)
        return;
    if (!side.opened)
        side.opened = std::make_unique<dtls::OpenedSide>(sender(direction), *m_schedule);
    Opened sink{*this, direction};
    side.opened->take(record, sink);
}

void DtlsConnection::take_opened(Direction direction, tls::Record const& record,
                                 tls::OpenedRecord const& opened)
{
    m_handshake.opened();
    opened_bytes(m_context, direction) += record.header.size() + record.body.size();
    auto& side = side_of(direction);
    if (opened.type == ContentType::application_data) {
        application_data(direction, opened.text, record.stamp);
        return;
    }
    constexpr std::uint8_t close_notify = 0; // RFC 5246 section 7.2: level, description
    if (opened.type == ContentType::alert && opened.text.size() == 2
        && opened.text[1] == close_notify)
        side.ended = true;
    if (opened.type != ContentType::handshake)
        return;
    // RFC 6347 section 4.2.2: a handshake anew counts its messages anew.
    if (auto const hello = dtls::find_client_hello(opened.text);
        hello && hello->sequence == 0
        && !crypto::equal(hello->client_random, m_client_random.bytes())) {
        m_client_random = crypto::Secret{hello->client_random};
        for (auto& one : m_sides)
            one.messages.restart();
    }
    Clear sink{*this, direction};
    side.messages.take(opened.text, record.stamp, sink);
}

void DtlsConnection::application_data(Direction direction, Bytes text, Stamp const& stamp)
{
    if (text.empty())
        return;
    (direction == Direction::to_server ? m_context.decrypted_to_server
                                       : m_context.decrypted_to_client) += text.size();
    auto& side = side_of(direction);
    if (!side.searched) {
        side.searched = true;
        side.sink = m_context.fields.open(&m_datagram, {direction, {}});
    }
    if (!side.sink)
        return;
    side.sink->take(text, stamp);
    side.sink->gap(); // nothing spans two of them
}

/// One side's words may be what the other waited for. Tells the connection as soon as all is known
/// about it.
void DtlsConnection::look_around(Direction other)
{
    if (auto const& opened = side_of(other).opened) {
        Opened sink{*this, other};
        opened->resume(sink);
    }
    if (m_handshake.is_tls13()) {
        take_unified();
        return;
    }
    if (!m_schedule)
        m_handshake.tell_if_complete();
    else if (is_opened() && m_handshake.has_server_hello())
        m_handshake.tell();
    auto const& [one, two] = m_sides;
    if (!one.is_over() || !two.is_over())
        return;
    m_handshake.tell(why_closed());
    keep_own_secrets();
    m_over = true;
}

void DtlsConnection::keep_own_secrets()
{
    if (m_schedule && is_opened() && m_context.fields.searches())
        keep_secrets(m_context, m_schedule->secrets());
}

void DtlsConnection::finish()
{
    for (auto const direction : {Direction::to_server, Direction::to_client}) {
        auto& side = side_of(direction);
        Clear sink{*this, direction};
        side.messages.flush(sink);
    }
    for (auto const direction : {Direction::to_server, Direction::to_client})
        if (auto const& opened = side_of(direction).opened) {
            Opened sink{*this, direction};
            opened->finish(sink);
        }
    m_handshake.tell(why_closed());
    keep_own_secrets();
}

bool DtlsConnection::is_opened() const
{
    return std::any_of(m_sides.begin(), m_sides.end(),
                       [](Side const& side) { return side.opened && side.opened->has_opened(); });
}

std::string_view DtlsConnection::why_closed() const
{
    for (auto const& side : m_sides)
        if (side.opened && side.opened->closed())
            return side.opened->why_closed();
    return {};
}

} // namespace petze
