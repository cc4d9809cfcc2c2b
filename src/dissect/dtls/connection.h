#pragma once

#include "decrypt/dtls/handshake_assembler.h"
#include "decrypt/dtls/opened_side.h"
#include "dissect/layer.h"
#include "dissect/tls/handshake.h"

#include <array>
#include <memory>
#include <string_view>

namespace petze {

/// One connection of DTLS: its handshake as far as it stands in clear and, where the owner's keys
/// open what follows, that and what it says.
class DtlsConnection {
public:
    DtlsConnection(LayerContext& context, Origin const* parent);
    DtlsConnection(DtlsConnection const&) = delete;
    DtlsConnection& operator=(DtlsConnection const&) = delete;

    void take(Direction direction, tls::Record const& record);
    /// An encrypted record of DTLS 1.3.
    void take_unified();
    /// Nothing more comes; what was not told yet is.
    void finish();

    /// Nothing more can be read, and it was told.
    bool is_over() const { return m_over; }

private:
    class Clear;
    class Opened;
    struct Side {
        dtls::HandshakeAssembler messages;
        std::unique_ptr<dtls::OpenedSide> opened; // null where nobody has keys
        std::unique_ptr<ContentSink> sink;        // of application data
        bool searched = false;                    // the sink was asked for
        bool encrypted = false;                   // an encrypted record was seen
        bool ended = false;                       // close_notify

        bool is_over() const { return ended || (encrypted && (!opened || opened->closed())); }
    };

    Side& side_of(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }
    tls::Sender sender(Direction direction) const
    {
        return m_handshake.is_server(direction) ? tls::Sender::server : tls::Sender::client;
    }
    void take_clear(Direction direction, tls::Record const& record);
    void take_encrypted(Direction direction, tls::Record const& record);
    void take_opened(Direction direction, tls::Record const& record,
                     tls::OpenedRecord const& opened);
    void application_data(Direction direction, Bytes text, Stamp const& stamp);
    void look_around(Direction other);
    void keep_own_secrets();
    bool is_opened() const;
    std::string_view why_closed() const;

    LayerContext& m_context;
    Origin m_origin;
    Origin m_datagram{&m_origin, "datagram"};
    std::unique_ptr<tls::KeySchedule> m_schedule; // null where nobody has keys
    Handshake m_handshake;
    std::array<Side, 2> m_sides;
    crypto::Secret m_client_random; // of the handshake at hand
    bool m_keys_exchanged = false;  // the client said what it does in a full handshake alone
    bool m_over = false;
};

} // namespace petze
