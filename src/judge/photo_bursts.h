#pragma once

#include "conversation/flow.h"
#include "judge/budget.h"

#include <cstdint>
#include <string>
#include <vector>

namespace petze {

/// Data that went up unread and without a pause, as much of it as a photo of the profile makes
/// with its encryption. Consistent with that photo; never proof, since much else is as large.
struct PhotoBurst {
    Burst burst;
    std::string photo; // the nearest in size
    std::uint64_t photo_bytes{};
    std::uint64_t fitting{}; // photos that would make as much

    bool operator==(PhotoBurst const&) const = default;
};

/// Of bursts that nobody could read, by time. What encryption, HTTP and the handshake add is taken
/// as a twentieth at most (QUIC adds 30 bytes to each 1,200, TLS 29 to each record) and 4,096
/// bytes.
std::vector<PhotoBurst> photo_bursts(std::vector<Burst> const& bursts,
                                     std::vector<SizedItem> const& items);

/// Of the smallest photo, from which on bursts are measured; 0 where there is none. Below 8 KiB
/// nearly everything is as large as some photo.
std::uint64_t least_photo_burst(Profile const& profile);

} // namespace petze
