#pragma once

#include "base/tally.h"
#include "capture/apps.h"
#include "capture/frame.h"
#include "conversation/ip/fragments.h"
#include "conversation/link/wifi_reader.h"
#include "conversation/packet.h"
#include "conversation/quic_paths.h"

#include <deque>
#include <vector>

namespace petze {

/// The reader's second half: frame → packet. Link layer, tunnels (GRE, IP in IP, VXLAN, GTP-U,
/// Teredo) and fragments are undone here, in the order of packets, before anything is split over
/// shards. What is no IP, or cannot be read, is counted in the tally given. Packets point at apps
/// that live as long as this. Wi-Fi is opened where the passphrase of its network is given. QUIC
/// that goes on from another address is led to its conversation.
class PacketDecoder {
public:
    explicit PacketDecoder(Tally& tally, std::vector<WifiNetwork> wifi = {})
        : m_tally(tally)
        , m_fragments(tally)
        , m_wifi(std::move(wifi), tally)
        , m_quic(tally)
    {
    }

    /// Datagrams put together from fragments, Wi-Fi frames that were opened; packets point into
    /// them. Cleared by the caller with the packets.
    using Store = WifiKeys::Store;

    /// Appends the packets of a frame: one; none where it holds no IP, or a fragment of a packet;
    /// several where the link layer put them together (Wi-Fi).
    void decode(Frame const& frame, Store& store, std::vector<Packet>& packets);
    /// The end of the captures: fragments that still wait are counted.
    void finish()
    {
        m_fragments.finish();
        m_wifi.finish();
    }

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

    std::optional<Decoded<LinkPayload>> read_link(Frame const& frame, Store& store);
    void decode_payload(Frame const& frame, LinkPayload const& payload, std::uint32_t wire_length,
                        Store& store, std::vector<Packet>& packets);
    App const* app_of(Frame const& frame, LinkPayload const& payload);
    Outcome decode_network(Layer const& layer, Packet& packet, Store& store);
    Outcome decode_transport(IpHeader const& header, Packet& packet, Store& store, int depth);
    Outcome decode_datagram_tunnel(Packet& packet, Store& store, int depth);
    Outcome decode_gre(IpHeader const& header, Packet& packet, Store& store, int depth);
    Outcome decode_tunneled_ethernet(Bytes bytes, std::size_t wire_length, Packet& packet,
                                     Store& store, int depth);
    void flaw(char const* layer, Flaw const& flaw);

    Tally& m_tally;
    Fragments m_fragments;
    WifiReader m_wifi;
    QuicPaths m_quic;
    Apps m_apps; // that the link layer names
};

} // namespace petze
