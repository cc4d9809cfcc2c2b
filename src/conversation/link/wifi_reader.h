#pragma once

#include "conversation/link/wifi_keys.h"

#include <list>
#include <tuple>

namespace petze {

/// Wi-Fi frames in their order: opens what the keys open, learns keys from handshakes, and puts
/// fragments together (IEEE 802.11-2020 §10.5).
class WifiReader {
public:
    WifiReader(std::vector<WifiNetwork> networks, Tally& tally);

    /// The payload, which points into `bytes` or into `store`; nothing where it is a fragment that
    /// waits for the others.
    std::optional<Decoded<LinkPayload>> read(LinkType link, Bytes bytes, WifiKeys::Store& store);
    /// The end of the captures: fragments that still wait are counted.
    void finish();

private:
    struct Waiting {
        std::array<std::uint8_t, 6> transmitter{}, receiver{};
        std::uint16_t sequence{};
        std::uint8_t traffic_id{};
        std::uint8_t next{}; // number of the fragment that comes next
        std::vector<std::uint8_t> bytes;
    };

    bool put_together(WifiFrame const& frame, Bytes& body, WifiKeys::Store& store);
    std::list<Waiting>::iterator find(WifiFrame const& frame);
    void give_up(std::list<Waiting>::iterator waiting);

    Tally& m_tally;
    WifiKeys m_keys;
    std::list<Waiting> m_waiting; // the oldest first
};

} // namespace petze
