#pragma once

#include "base/limits.h"
#include "base/tally.h"
#include "conversation/packet.h"

#include <array>
#include <cstdint>
#include <deque>
#include <unordered_map>

namespace petze {

/// Leads QUIC packets that come from another address or port to the conversation they belong to,
/// by their connection id (RFC 9000 section 9): after a NAT forgot a mapping, or where a client
/// moves. The ids are those that long headers tell in clear, and those that whoever opens the
/// conversation read in it.
///
/// A packet is led only where the end that chose the id stays where it was. What it answers on the
/// new path is led as well.
class QuicPaths {
public:
    explicit QuicPaths(Tally& tally, std::size_t most = limits::quic_roaming_ids)
        : m_tally(tally)
        , m_most(most)
    {
    }

    struct End {
        Address address;
        std::uint16_t port{};
        bool operator==(End const&) const = default;
    };

    /// Looks at a UDP packet, and gives it the key and hash of its conversation.
    void follow(Packet& packet);
    /// An id that `end` chose in a conversation that was followed.
    void learn(End const& end, Bytes id, FlowKey const& conversation, std::int64_t now_ns);

private:
    struct Id { // of whom
        End end;
        std::array<std::uint8_t, limits::quic_id_bytes> bytes{};
        std::uint8_t size{};
        bool operator==(Id const&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(FlowKey const& key) const { return key.hash(); }
    };
    struct IdHash {
        std::size_t operator()(Id const& id) const;
    };
    struct EndHash {
        std::size_t operator()(End const& end) const;
    };
    struct Path {
        FlowKey conversation; // another's, where the packets were led
        End stays;            // of those: the end that both have
        std::int64_t last_ns{};
        bool is_led{};
    };
    struct Sizes { // of the ids that an end chose
        std::uint32_t seen{};
        std::uint32_t ids{};
    };

    Path* path_of(FlowKey const& key);
    static End receiver(Packet const& packet);
    static End sender(Packet const& packet);
    void learn(Packet const& packet);
    void lead(Packet& packet);
    FlowKey const* find(End const& end, Bytes after_first) const;
    void keep(End const& end, Bytes bytes, FlowKey const& conversation);
    void forget_oldest(std::int64_t now_ns);
    static void redirect(Packet& packet, FlowKey const& conversation, End const& stays);

    Tally& m_tally;
    std::size_t m_most;
    std::unordered_map<FlowKey, Path, KeyHash> m_paths;
    FlowKey m_last_key{}; // packets of one conversation come in a row
    Path* m_last_path{};
    std::unordered_map<Id, FlowKey, IdHash> m_ids;
    std::unordered_map<End, Sizes, EndHash> m_ends;
    std::deque<Id> m_id_order; // oldest first
    std::deque<FlowKey> m_path_order;
};

} // namespace petze
