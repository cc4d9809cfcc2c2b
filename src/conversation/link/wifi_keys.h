#pragma once

#include "base/tally.h"
#include "conversation/link/eapol.h"
#include "conversation/link/wifi.h"
#include "conversation/link/wifi_crypto.h"
#include "conversation/link/wifi_network.h"

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace petze {

/// The keys of Wi-Fi stations, out of the passphrases given and the handshakes in the capture, and
/// what they open: WPA2 with a passphrase and CCMP-128 (IEEE 802.11-2020 §12). To be told every
/// handshake in the order of frames; keys of before a rekey stay for what comes late.
class WifiKeys {
public:
    /// Bytes that were opened; cleared by the caller when nobody looks at them any more.
    using Store = std::deque<std::vector<std::uint8_t>>;

    WifiKeys(std::vector<WifiNetwork> networks, Tally& tally);

    bool knows_network() const { return !m_networks.empty(); }
    /// `eapol` is the payload of `frame`: learns from it what there is to learn.
    void take_handshake(WifiFrame const& frame, Bytes eapol);
    /// The body of an encrypted frame in clear, appended to `store`. Checked by its tag.
    Decoded<Bytes> open(WifiFrame const& frame, Store& store);

private:
    using MacAddress = std::array<std::uint8_t, 6>;
    using Nonce = std::array<std::uint8_t, 32>;
    struct Generation {
        wpa::Version version{};
        wpa::PairwiseKeys keys;
        wpa::Ccmp cipher;
    };
    struct Pairing { // of an access point and a station
        std::optional<Nonce> access_nonce, station_nonce;
        std::deque<Generation> generations; // the newest first
    };
    struct GroupGeneration {
        wpa::Key key{};
        wpa::Ccmp cipher;
    };
    using Pair = std::pair<MacAddress, MacAddress>;               // access point, station
    using GroupKeys = std::array<std::deque<GroupGeneration>, 4>; // by number, the newest first

    Pairing* pairing(Pair const& who);
    void take_pairwise(EapolKey const& message, Pair const& who, Pairing& pairing);
    bool agree(EapolKey const& message, Pair const& who, Pairing& pairing);
    void take_group_key(EapolKey const& message, Pair const& who, Pairing& pairing);
    std::vector<wpa::Ccmp*> ciphers_for(WifiFrame const& frame, unsigned key_number);

    std::vector<WifiNetwork> m_networks;
    Tally& m_tally;
    std::map<Pair, Pairing> m_pairings;
    std::map<MacAddress, GroupKeys> m_groups; // by access point
};

} // namespace petze
