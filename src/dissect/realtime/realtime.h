#pragma once

#include "dissect/layer.h"

#include <array>
#include <cstdint>

namespace petze {

/// Names what calls are made of, by content alone, because their ports are anybody's: STUN and
/// TURN (RFC 8489, 8656), whose user name is told as a field, RTP and RTCP (RFC 3550). Datagrams
/// are searched as they are by whoever asks.
class RealTimeNamer {
public:
    /// Sets context.app_proto to "stun", "rtp" or "rtcp" where nobody else has set it.
    void take(Direction direction, Bytes datagram, LayerContext& context);

private:
    /// What two datagrams of one source have in common. One alone could be anything.
    struct Source {
        std::uint32_t id{}; // SSRC
        std::uint16_t sequence{};
        std::uint8_t payload_type{};
        bool seen{};
    };
    bool looks_like_rtp(Direction direction, Bytes datagram);

    std::array<Source, 2> m_sources;
};

/// RFC 8489 section 5.
bool looks_like_stun(Bytes datagram);
/// RFC 3550 section 6.4: a report first, and lengths that fit.
bool looks_like_rtcp(Bytes datagram);

} // namespace petze
