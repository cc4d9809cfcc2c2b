#pragma once

#include "base/tally.h"
#include "capture/frame.h"
#include "conversation/ip/fragments.h"
#include "conversation/packet.h"

#include <deque>
#include <optional>
#include <vector>

namespace petze {

/// The reader's second half: frame → packet. Link layer, tunnels (GRE, IP in IP, VXLAN) and
/// fragments are undone here, in the order of packets, before anything is split over shards.
/// What is no IP, or cannot be read, is counted in the tally given.
class PacketDecoder {
public:
    explicit PacketDecoder(Tally& tally)
        : m_tally(tally)
        , m_fragments(tally)
    {
    }

    /// Datagrams put together from fragments; packets point into them. Cleared by the caller
    /// with the packets.
    using Store = std::deque<std::vector<std::uint8_t>>;

    /// Nothing where the frame holds no IP packet of its own, or a fragment of one.
    std::optional<Packet> decode(Frame const& frame, Store& store);
    /// The end of the captures: fragments that still wait are counted.
    void finish() { m_fragments.finish(); }

private:
    struct Layer { // what is being looked at, from the link inwards
        std::uint16_t type{};
        Bytes bytes;
        std::size_t wire_length{};
        int depth{};
    };

    enum class Outcome {
        packet,     // there it is
        waiting,    // a fragment: it is told with the one that completes the datagram
        unreadable, // no IP, or none that can be read
    };

    Outcome decode_network(Layer const& layer, Packet& packet, Store& store);
    Outcome decode_transport(IpHeader const& header, Packet& packet, Store& store, int depth);
    Outcome decode_gre(IpHeader const& header, Packet& packet, Store& store, int depth);
    Outcome decode_tunneled_ethernet(Bytes bytes, std::size_t wire_length, Packet& packet,
                                     Store& store, int depth);
    void flaw(char const* layer, Flaw const& flaw);

    Tally& m_tally;
    Fragments m_fragments;
};

} // namespace petze
