#pragma once

#include "base/bytes.h"
#include "dissect/layer.h"

#include <memory>
#include <vector>

namespace petze {

/// Whether a datagram may begin a QUIC connection, of whatever version.
bool looks_like_quic(Bytes datagram);

/// The QUIC of one conversation (RFC 9000): usually one connection, at times several one after the
/// other. Tells one QuicConnection for each: as soon as both hellos are read, or with the owner's
/// secrets once the first packet of the application was opened, else at the end. Streams go to
/// context.next_streams; where there is none they are searched as they pass.
class QuicDissector {
public:
    QuicDissector(LayerContext& context, Origin const* parent);
    ~QuicDissector();
    QuicDissector(QuicDissector const&) = delete;
    QuicDissector& operator=(QuicDissector const&) = delete;

    void take(Direction direction, Bytes datagram);
    /// The end of the conversation.
    void finish();

private:
    class Connections;

    std::unique_ptr<Connections> m_connections;
};

} // namespace petze
