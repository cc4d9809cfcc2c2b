#pragma once

#include "base/byte_reader.h"
#include "dissect/layer.h"

#include <array>
#include <memory>

namespace petze {

/// Whether a datagram is DTLS, by its content alone.
bool looks_like_dtls(Bytes datagram);
/// Whether one that stands among others of DTLS is it too.
bool belongs_to_dtls(Bytes datagram);

class DtlsConnection;

/// The DTLS of one conversation (RFC 4347, RFC 6347; of RFC 9147 nothing but its name): usually one
/// connection, at times several one after the other. Tells one TlsConnection for each, as soon as
/// all that stands in clear is here, or with the owner's keys once a record was opened, else at the
/// end. What a record of application data holds is searched as one datagram.
class DtlsDissector {
public:
    DtlsDissector(LayerContext& context, Origin const* parent);
    ~DtlsDissector();
    DtlsDissector(DtlsDissector const&) = delete;
    DtlsDissector& operator=(DtlsDissector const&) = delete;

    void take(Direction direction, Bytes datagram);
    /// The end of the conversation.
    void finish();

private:
    bool take_record(Direction direction, ByteReader& in);
    bool begins_another(Bytes fragments);
    void end_connection();

    LayerContext& m_context;
    Origin const* m_parent;
    std::unique_ptr<DtlsConnection> m_connection; // null once nothing more can be read
    std::array<std::uint8_t, 32> m_client_random{};
    bool m_has_client_random = false;
    bool m_begun = false; // there was a connection to be told
};

} // namespace petze
