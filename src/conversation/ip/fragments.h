#pragma once

#include "base/origin.h"
#include "base/tally.h"
#include "conversation/ip/ip.h"

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <vector>

namespace petze {

/// A datagram put together from its fragments.
struct Reassembled {
    std::vector<std::uint8_t> payload;
    std::uint8_t protocol{};
    std::uint32_t earlier_packets{}; // fragments before the one that completed it
    std::uint64_t earlier_bytes{};   // lengths of their frames
};

/// Reassembly of IPv4 and IPv6 fragments (RFC 791 §3.2, RFC 8200 §4.5). The first copy of each
/// byte wins; an overlap that differs is counted (RFC 5722 would drop the datagram; here nothing
/// that was sent is dropped). Bounded by limits::fragment_*; what is given up is counted.
class Fragments {
public:
    explicit Fragments(Tally& tally)
        : m_tally(tally)
    {
    }

    /// The datagram, where this fragment completes it.
    std::optional<Reassembled> take(IpHeader const& header, std::uint32_t wire_length,
                                    std::int64_t time_ns);
    /// The end of the captures: what still waits is given up, and counted.
    void finish();

private:
    struct Key {
        Address source, destination;
        std::uint32_t identification{};
        std::uint8_t protocol{}; // IPv4 only: in IPv6 only the first fragment knows it

        auto operator<=>(Key const&) const = default;
    };
    struct Piece {
        std::uint32_t first{}, last{}; // last is one past the end
    };
    struct Pending {
        Key key;
        std::vector<std::uint8_t> payload;
        std::vector<Piece> pieces; // sorted, merged
        std::optional<std::uint32_t> length;
        std::optional<std::uint8_t> protocol;
        std::uint32_t packets{};
        std::uint64_t bytes{};
        std::int64_t first_ns{};
    };
    using Age = std::list<Pending>; // oldest first

    void insert(Pending& pending, std::uint32_t first, Bytes payload);
    void make_room(Age::iterator growing, std::size_t size);
    void expire(std::int64_t now_ns);
    void drop(Age::iterator pending, std::string_view why);

    Tally& m_tally;
    Age m_age;
    std::map<Key, Age::iterator> m_pending;
    std::size_t m_held = 0;
};

} // namespace petze
