#include "dissect/tls/tls_dissector.h"

#include "decrypt/tls/handshake_stream.h"
#include "decrypt/tls/opened_side.h"
#include "dissect/layer_tools.h"
#include "dissect/tls/handshake.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace petze {

namespace {

using tls::HandshakeMessage;
using tls::Then;

/// One connection: its handshake as far as it stands in clear and, where the owner's keys open
/// what follows, that and what lies inside.
class TlsDissector final : public StreamDissector {
public:
    TlsDissector(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_origin{parent, "tls"}
        , m_schedule(context.keys && !context.keys->empty()
                         ? std::make_unique<tls::KeySchedule>(*context.keys)
                         : nullptr)
        , m_handshake(std::make_unique<Handshake>(context, parent, m_schedule != nullptr))
    {
    }

    void take(Direction direction, Bytes piece) override
    {
        if (!m_handshake)
            return;
        auto& side = side_of(direction);
        if (!side.opened && !side.clear.stopped()) {
            Clear sink{*this, direction};
            auto const used = side.clear.take(piece, m_context.data, sink);
            piece = piece.subspan(used);
            if (m_schedule) // else all of the connection counts as closed
                opened_bytes(direction) += used;
            if (side.clear.stopped() && m_schedule)
                begin_opened(direction);
        }
        if (side.opened) {
            Opened sink{*this, direction};
            side.opened->take(piece, m_context.data, sink);
        }
        if (side.opened && side.opened->closed())
            m_context.why_closed = side.opened->why_closed();
        look_around(opposite(direction));
    }

    void gap(Direction direction, std::uint64_t count) override
    {
        if (!m_handshake)
            return;
        auto& side = side_of(direction);
        if (!side.opened && !side.clear.stopped()) {
            Clear sink{*this, direction};
            side.clear.gap(count, sink);
            // From here on records are looked for; those in clear are read there too.
            if (m_schedule)
                side.opened = std::make_unique<tls::OpenedSide>(sender(direction), *m_schedule);
        }
        if (side.opened) {
            Opened sink{*this, direction};
            side.opened->gap(count, sink);
        }
        look_around(opposite(direction));
    }

    void finish(Direction direction) override
    {
        if (!m_handshake)
            return;
        auto& side = side_of(direction);
        if (side.opened) {
            Opened sink{*this, direction};
            side.opened->finish(sink);
        } else {
            Clear sink{*this, direction};
            side.clear.finish(sink);
        }
        side.finished = true;
        if (side_of(opposite(direction)).finished)
            give_up();
        look_around(opposite(direction));
    }

private:
    struct Side {
        tls::HandshakeStream clear;
        std::unique_ptr<tls::OpenedSide> opened; // null where nobody has keys
        bool finished = false;
        bool told_end = false; // to what is inside

        bool has_ended() const { return finished && !(opened && opened->is_holding()); }
        bool is_over() const
        {
            return has_ended() || (opened ? opened->closed() : clear.stopped());
        }
    };

    /// What stands in clear.
    class Clear final : public tls::HandshakeSink {
    public:
        Clear(TlsDissector& connection, Direction direction)
            : m_connection(connection)
            , m_direction(direction)
        {
        }
        Then message(HandshakeMessage const& message) override
        {
            return m_connection.message(m_direction, message);
        }
        Then change_cipher_spec() override
        {
            return m_connection.m_handshake->change_cipher_spec(m_direction);
        }
        Then encrypted() override { return m_connection.m_handshake->encrypted(m_direction); }
        void damaged(std::string_view reason) override
        {
            m_connection.m_handshake->damaged(reason);
        }

    private:
        TlsDissector& m_connection;
        Direction m_direction;
    };

    /// What keys opened.
    class Opened final : public tls::OpenedSink {
    public:
        Opened(TlsDissector& connection, Direction direction)
            : m_connection(connection)
            , m_direction(direction)
        {
        }
        Then message(HandshakeMessage const& message) override
        {
            m_connection.message(m_direction, message);
            return Then::read_on;
        }
        void damaged(std::string_view reason) override
        {
            m_connection.m_handshake->damaged(reason);
        }
        void application_data(Bytes text, Stamp const& stamp) override
        {
            m_connection.application_data(m_direction, text, stamp);
        }
        void application_gap(std::uint64_t count) override
        {
            m_connection.application_gap(m_direction, count);
        }
        void opened(std::size_t record_bytes) override
        {
            m_connection.m_handshake->opened();
            m_connection.opened_bytes(m_direction) += record_bytes;
        }
        void in_clear(std::size_t record_bytes) override
        {
            m_connection.opened_bytes(m_direction) += record_bytes;
        }

    private:
        TlsDissector& m_connection;
        Direction m_direction;
    };

    Side& side_of(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }
    std::uint64_t& opened_bytes(Direction direction)
    {
        return direction == Direction::to_server ? m_context.opened_to_server
                                                 : m_context.opened_to_client;
    }
    tls::Sender sender(Direction direction) const
    {
        return m_handshake->is_server(direction) ? tls::Sender::server : tls::Sender::client;
    }

    Then message(Direction direction, HandshakeMessage const& message)
    {
        auto const then = m_handshake->take(direction, message);
        if (m_schedule)
            m_schedule->take(sender(direction), message);
        return then;
    }

    // The record at whose head the stream in clear stopped is the first that may be encrypted.
    void begin_opened(Direction direction)
    {
        auto& side = side_of(direction);
        side.opened = std::make_unique<tls::OpenedSide>(sender(direction), *m_schedule);
        Opened sink{*this, direction};
        // Its header is counted with the whole record.
        opened_bytes(direction) -=
            std::min<std::uint64_t>(opened_bytes(direction), tls::record_header_bytes);
        side.opened->take(side.clear.last_header(), m_context.data, sink);
    }

    /// What waits for words of the other side waits in vain.
    void give_up()
    {
        for (auto const direction : {Direction::to_server, Direction::to_client})
            if (auto const& opened = side_of(direction).opened) {
                Opened sink{*this, direction};
                opened->give_up(sink);
            }
    }

    void tell_ends()
    {
        for (auto const direction : {Direction::to_server, Direction::to_client}) {
            auto& side = side_of(direction);
            if (!side.has_ended() || std::exchange(side.told_end, true) || !m_inner)
                continue;
            within(direction, [&] { m_inner->finish(direction); });
        }
    }

    /// One side's words may be what the other waited for. Tells the connection as soon as all is
    /// known about it, and lets go of what is of no more use.
    void look_around(Direction other)
    {
        if (auto const& opened = side_of(other).opened) {
            Opened sink{*this, other};
            opened->resume(sink);
        }
        tell_ends();
        auto const& [one, two] = m_sides;
        if (!m_schedule)
            m_handshake->tell_if_complete();
        else if (is_opened()) {
            // Until TLS 1.2 nothing that is told is encrypted.
            if (!m_handshake->is_tls13() && m_handshake->has_server_hello())
                m_handshake->tell();
            m_handshake->tell_if_complete();
        }
        if (!one.is_over() || !two.is_over())
            return;
        m_handshake->tell(why_closed());
        if (m_schedule && is_opened() && m_context.fields.searches())
            keep_secrets(m_context, m_schedule->secrets());
        if (m_inner && (!one.finished || !two.finished))
            return; // it is told the end when that comes
        m_inner.reset();
        for (auto& side : m_sides)
            side.opened.reset();
        m_schedule.reset();
        m_handshake.reset();
    }

    bool is_opened() const
    {
        return std::any_of(m_sides.begin(), m_sides.end(), [](Side const& side) {
            return side.opened && side.opened->has_opened();
        });
    }

    std::string_view why_closed() const
    {
        for (auto const& side : m_sides)
            if (side.opened && side.opened->closed())
                return side.opened->why_closed();
        return {};
    }

    void application_data(Direction direction, Bytes text, Stamp const& stamp)
    {
        if (text.empty())
            return;
        (direction == Direction::to_server ? m_context.decrypted_to_server
                                           : m_context.decrypted_to_client) += text.size();
        within(direction, [&] {
            if (!m_inner && m_context.next_stream)
                m_inner = m_context.next_stream(m_context, &m_origin, m_handshake->alpn());
            auto const data = std::exchange(m_context.data, stamp);
            if (m_inner)
                m_inner->take(direction, text);
            m_context.data = data;
        });
    }

    void application_gap(Direction direction, std::uint64_t count)
    {
        if (m_inner && count > 0)
            within(direction, [&] { m_inner->gap(direction, count); });
    }

    /// What is inside counts its own bytes as opened; here whole records are.
    template<typename Work>
    void within(Direction direction, Work work)
    {
        auto const opened = opened_bytes(direction);
        work();
        opened_bytes(direction) = opened;
    }

    LayerContext& m_context;
    Origin m_origin;
    std::unique_ptr<tls::KeySchedule> m_schedule; // null where nobody has keys
    std::unique_ptr<Handshake> m_handshake;       // null once nothing more can be read
    std::unique_ptr<StreamDissector> m_inner;
    std::array<Side, 2> m_sides;
};

} // namespace

std::unique_ptr<StreamDissector> make_tls_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<TlsDissector>(context, parent);
}

} // namespace petze
