#include "conversation/link/wifi_keys.h"

#include "base/limits.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t generations_kept = 3;

template<std::size_t size>
std::array<std::uint8_t, size> copy_of(Bytes bytes)
{
    std::array<std::uint8_t, size> out{};
    std::copy_n(bytes.begin(), std::min(size, bytes.size()), out.begin());
    return out;
}

std::optional<wpa::Version> version_of(EapolKey const& message)
{
    constexpr std::uint8_t rsn = 2;
    if (message.descriptor == rsn && message.version() == 2)
        return wpa::Version::sha1;
    if (message.descriptor == rsn && message.version() == 3)
        return wpa::Version::sha256;
    return {};
}

bool fits(EapolKey const& message, wpa::Version version, wpa::PairwiseKeys const& keys)
{
    auto const code = wpa::integrity_code(version, keys.confirmation, message.without_code());
    return std::ranges::equal(code, message.code);
}

// §12.5.3.3.4: priority, sender, packet number. `header` is of CCMP.
std::array<std::uint8_t, wpa::Ccmp::nonce_bytes> nonce_of(WifiFrame const& frame, Bytes header)
{
    std::array<std::uint8_t, wpa::Ccmp::nonce_bytes> out{};
    out[0] = frame.traffic_id;
    std::copy_n(frame.transmitter.begin(), 6, out.begin() + 1);
    constexpr std::size_t number[] = {7, 6, 5, 4, 1, 0}; // §12.5.3.2: PN5 … PN0
    for (std::size_t i = 0; i < std::size(number); ++i)
        out[7 + i] = header[number[i]];
    return out;
}

/// §12.5.3.3.3: the header of a frame without what may change on its way.
class AssociatedData {
public:
    explicit AssociatedData(WifiFrame const& frame)
    {
        constexpr std::uint8_t kept_of_control = 0x8f, retry_power_more = 0x38, order = 0x80;
        auto flags = static_cast<std::uint8_t>(frame.flags & ~retry_power_more);
        if (frame.has_qos())
            flags &= static_cast<std::uint8_t>(~order);
        put(frame.control & kept_of_control);
        put(flags);
        for (auto address : {frame.receiver, frame.transmitter, frame.third})
            put(address);
        put(frame.fragment);
        put(0);
        put(frame.fourth);
        if (frame.has_qos()) {
            put(frame.traffic_id);
            put(0);
        }
    }
    Bytes bytes() const { return Bytes{m_bytes}.first(m_size); }

private:
    void put(int byte) { m_bytes[m_size++] = static_cast<std::uint8_t>(byte); }
    void put(Bytes bytes)
    {
        for (auto byte : bytes)
            put(byte);
    }

    std::array<std::uint8_t, 30> m_bytes{};
    std::size_t m_size = 0;
};

} // namespace

WifiKeys::WifiKeys(std::vector<WifiNetwork> networks, Tally& tally)
    : m_networks(std::move(networks))
    , m_tally(tally)
{
}

WifiKeys::Pairing* WifiKeys::pairing(Pair const& who)
{
    auto const found = m_pairings.find(who);
    if (found != m_pairings.end())
        return &found->second;
    if (m_pairings.size() >= limits::wifi_stations) {
        m_tally.count("link: limit of Wi-Fi stations");
        return nullptr;
    }
    return &m_pairings[who];
}

void WifiKeys::take_handshake(WifiFrame const& frame, Bytes eapol)
{
    if (m_networks.empty())
        return;
    auto const [message, flaw] = decode_eapol_key(eapol);
    if (flaw) {
        m_tally.count("link: Wi-Fi handshake is malformed");
        return;
    }
    if (message.descriptor == 0)
        return;
    if (!version_of(message)) {
        m_tally.count("link: Wi-Fi handshake of another kind than WPA2 is not read");
        return;
    }
    // The access point is the one that asks, whichever way the frame goes.
    Pair const who{copy_of<6>(message.asks() ? frame.transmitter : frame.receiver),
                   copy_of<6>(message.asks() ? frame.receiver : frame.transmitter)};
    auto* const found = pairing(who);
    if (!found)
        return;
    if (message.is_pairwise())
        take_pairwise(message, who, *found);
    else if (message.asks() && message.has_code())
        take_group_key(message, who, *found);
}

// §12.7.6: the four messages. The first two tell nonces; the second and third can be checked.
void WifiKeys::take_pairwise(EapolKey const& message, Pair const& who, Pairing& pairing)
{
    if (message.asks())
        pairing.access_nonce = copy_of<32>(message.nonce);
    else if (!message.data.empty()) // the fourth has none
        pairing.station_nonce = copy_of<32>(message.nonce);
    if (!message.has_code() || (!message.asks() && message.data.empty()))
        return;
    if (!pairing.access_nonce || !pairing.station_nonce)
        return;
    if (!agree(message, who, pairing))
        m_tally.count("link: Wi-Fi handshake fits no passphrase that was given");
    else if (message.asks() && message.is_wrapped())
        take_group_key(message, who, pairing);
}

bool WifiKeys::agree(EapolKey const& message, Pair const& who, Pairing& pairing)
{
    auto const version = *version_of(message);
    for (auto const& network : m_networks) {
        auto const keys = wpa::derive_keys(version, network.master_key, who.first, who.second,
                                           *pairing.access_nonce, *pairing.station_nonce);
        if (!fits(message, version, keys))
            continue;
        auto& generations = pairing.generations;
        if (generations.empty() || generations.front().keys.data != keys.data)
            generations.push_front({version, keys, wpa::Ccmp{keys.data}});
        if (generations.size() > generations_kept)
            generations.pop_back();
        return true;
    }
    return false;
}

void WifiKeys::take_group_key(EapolKey const& message, Pair const& who, Pairing& pairing)
{
    for (auto const& generation : pairing.generations) {
        if (!fits(message, generation.version, generation.keys))
            continue;
        auto const data = wpa::unwrap(generation.keys.encryption, message.data);
        auto const group = data ? find_group_key(*data) : GroupKey{};
        if (group.key.size() != std::tuple_size_v<wpa::Key>) {
            m_tally.count(group.key.empty() ? "link: Wi-Fi handshake is malformed"
                                            : "link: Wi-Fi encryption TKIP is not read");
            return;
        }
        auto const key = copy_of<16>(group.key);
        auto& kept = m_groups[who.first][group.number]; // no more than there are pairings
        if (kept.empty() || kept.front().key != key)
            kept.push_front({key, wpa::Ccmp{key}});
        if (kept.size() > generations_kept)
            kept.pop_back();
        return;
    }
}

std::vector<wpa::Ccmp*> WifiKeys::ciphers_for(WifiFrame const& frame, unsigned key_number)
{
    std::vector<wpa::Ccmp*> out;
    auto const receiver = copy_of<6>(frame.receiver), transmitter = copy_of<6>(frame.transmitter);
    if ((receiver[0] & 1) != 0) { // to several
        auto const group = m_groups.find(transmitter);
        if (group != m_groups.end())
            for (auto& generation : group->second[key_number])
                out.push_back(&generation.cipher);
        return out;
    }
    for (auto const& who : {Pair{transmitter, receiver}, Pair{receiver, transmitter}})
        if (auto const found = m_pairings.find(who); found != m_pairings.end())
            for (auto& generation : found->second.generations)
                out.push_back(&generation.cipher);
    return out;
}

Decoded<Bytes> WifiKeys::open(WifiFrame const& frame, Store& store)
{
    constexpr std::size_t checksum = 4;
    constexpr std::uint8_t extended = 0x20;
    ByteReader in{frame.body};
    auto const header = in.take(wpa::Ccmp::header_bytes);
    auto const sealed = in.rest();
    if (!in.ok() || sealed.size() <= wpa::Ccmp::tag_bytes)
        return {{}, Flaw{"truncated", in.offset()}};
    if ((header[3] & extended) == 0)
        return {{}, Flaw{"Wi-Fi encryption WEP is not read", 0}};
    if (header[2] != 0) // §12.5.3.2: reserved in CCMP
        return {{}, Flaw{"Wi-Fi encryption TKIP is not read", 0}};
    auto const ciphers = ciphers_for(frame, header[3] >> 6);
    if (ciphers.empty())
        return {{}, Flaw{"Wi-Fi handshake is not in the capture", 0}};
    auto const nonce = nonce_of(frame, header);
    AssociatedData const associated{frame};
    store.emplace_back(sealed.size() - wpa::Ccmp::tag_bytes);
    // Some captures end with the frame's checksum and do not say so.
    for (auto const extra : {std::size_t{0}, checksum}) {
        if (sealed.size() <= wpa::Ccmp::tag_bytes + extra)
            break;
        for (auto* const cipher : ciphers) {
            store.back().resize(sealed.size() - wpa::Ccmp::tag_bytes - extra);
            if (cipher->open(nonce, associated.bytes(), sealed.first(sealed.size() - extra),
                             store.back()))
                return {store.back(), {}};
        }
    }
    store.pop_back();
    return {{}, Flaw{"Wi-Fi frame fails its check", 0}};
}

} // namespace petze
