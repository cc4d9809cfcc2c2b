#include "conversation/link/wifi_reader.h"

#include "base/limits.h"

#include <algorithm>

namespace petze {

WifiReader::WifiReader(std::vector<WifiNetwork> networks, Tally& tally)
    : m_tally(tally)
    , m_keys(std::move(networks), tally)
{
}

std::optional<Decoded<LinkPayload>> WifiReader::read(LinkType link, Bytes bytes,
                                                     WifiKeys::Store& store)
{
    auto const [frame, flaw] = find_wifi_frame(link, bytes);
    if (flaw || !frame.has_data())
        return Decoded<LinkPayload>{{}, flaw};
    auto body = frame.body;
    if (frame.is_protected()) {
        if (!m_keys.knows_network())
            return Decoded<LinkPayload>{{}, Flaw{"Wi-Fi frame is encrypted", 0}};
        auto const opened = m_keys.open(frame, store);
        if (opened.flaw)
            return Decoded<LinkPayload>{{}, opened.flaw};
        body = opened.value;
    }
    if ((frame.more_fragments() || frame.fragment > 0) && !put_together(frame, body, store))
        return {};
    auto out = decode_wifi_body(frame, body);
    if (out.value.type == ether_type::eapol)
        m_keys.take_handshake(frame, out.value.bytes);
    return out;
}

// `body` becomes the whole, in `store`, with the last of its fragments.
bool WifiReader::put_together(WifiFrame const& frame, Bytes& body, WifiKeys::Store& store)
{
    auto waiting = find(frame);
    if (frame.fragment == 0) {
        if (waiting != m_waiting.end())
            m_waiting.erase(waiting); // sent again
        if (m_waiting.size() >= limits::wifi_fragmented)
            give_up(m_waiting.begin());
        m_waiting.emplace_back();
        waiting = std::prev(m_waiting.end());
        std::copy_n(frame.transmitter.begin(), waiting->transmitter.size(),
                    waiting->transmitter.begin());
        std::copy_n(frame.receiver.begin(), waiting->receiver.size(), waiting->receiver.begin());
        waiting->sequence = frame.sequence;
        waiting->traffic_id = frame.traffic_id;
    }
    if (waiting == m_waiting.end()) {
        m_tally.count("link: Wi-Fi fragments without the rest");
        return false;
    }
    if (frame.fragment < waiting->next)
        return false; // sent again
    if (frame.fragment > waiting->next
        || waiting->bytes.size() + body.size() > limits::wifi_payload_bytes) {
        give_up(waiting);
        return false;
    }
    waiting->bytes.insert(waiting->bytes.end(), body.begin(), body.end());
    ++waiting->next;
    if (frame.more_fragments())
        return false;
    store.push_back(std::move(waiting->bytes));
    m_waiting.erase(waiting);
    body = store.back();
    return true;
}

std::list<WifiReader::Waiting>::iterator WifiReader::find(WifiFrame const& frame)
{
    return std::ranges::find_if(m_waiting, [&](Waiting const& waiting) {
        return waiting.sequence == frame.sequence && waiting.traffic_id == frame.traffic_id
               && std::ranges::equal(waiting.transmitter, frame.transmitter)
               && std::ranges::equal(waiting.receiver, frame.receiver);
    });
}

void WifiReader::give_up(std::list<Waiting>::iterator waiting)
{
    m_tally.count("link: Wi-Fi fragments without the rest",
                  std::max<std::uint64_t>(waiting->next, 1));
    m_waiting.erase(waiting);
}

void WifiReader::finish()
{
    while (!m_waiting.empty())
        give_up(m_waiting.begin());
}

} // namespace petze
