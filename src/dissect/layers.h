#pragma once

#include "dissect/content/unknown_protocol.h"
#include "dissect/layer.h"
#include "dissect/realtime/realtime.h"

#include <cstdint>
#include <memory>

namespace petze {

/// The table of protocols that are recognised by what is said, and by their port where that is
/// all there is. A new protocol is one folder and one row in layers.cpp.
///
/// Returns the dissector that finds out by itself what the stream holds: it waits for the first
/// bytes of either side, hands everything on to the dissector of the protocol they tell, and to
/// find/ as a raw stream where they tell none. Where `protocol` names one of the table's
/// (see NextStream), that one. Bounded by limits::layer_depth.
std::unique_ptr<StreamDissector> make_detecting_dissector(LayerContext& context,
                                                          Origin const* parent,
                                                          std::string_view protocol = {});

/// What the streams of one QUIC connection hold, by its ALPN: HTTP/3, DNS over QUIC, and for
/// anything else a detecting dissector for each.
std::unique_ptr<StreamsDissector>
make_streams_dissector(LayerContext& context, Origin const* parent, std::string_view protocol);

class DtlsDissector;
class QuicDissector;

/// The datagram protocols likewise, one datagram at a time. `stream` keeps what an unknown
/// protocol's datagrams are searched through.
class DatagramDissector {
public:
    explicit DatagramDissector(LayerContext& context);
    ~DatagramDissector();

    void take(Direction direction, Bytes datagram);
    /// The end of the conversation.
    void finish();
    /// Whether anything of this conversation is read or searched.
    bool reads_content() const { return !m_closed; }

private:
    LayerContext& m_context;
    UnknownProtocol m_unknown;
    RealTimeNamer m_real_time;
    std::unique_ptr<QuicDissector> m_quic; // null until its first packet
    std::unique_ptr<DtlsDissector> m_dtls; // likewise
    std::uint8_t m_named_by = 0;           // datagrams, where nobody searches
    bool m_closed = false;                 // nothing more is read
};

} // namespace petze
