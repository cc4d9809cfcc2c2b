#pragma once

#include "conversation/flow.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace petze {

/// Bytes of payload that stayed closed, and why: a literal of the list in why_closed().
struct ClosedBytes {
    std::string_view why;
    std::uint64_t bytes{};

    bool operator==(ClosedBytes const&) const = default;
};

/// Payload of both directions that nobody could read.
inline std::uint64_t closed_bytes(FlowRecord const& record)
{
    auto const of = [](FlowRecord::Side const& side, std::uint64_t opened) {
        return side.payload - std::min(opened, side.payload);
    };
    return of(record.to_server, record.opened_to_server)
           + of(record.to_client, record.opened_to_client);
}

/// Why: "no key", "handshake not seen", "cipher unknown", "tag failed" or "version unknown", as
/// TLS, DTLS and QUIC say it; "protocol unknown" where no layer knew what was spoken;
/// "not understood" for what a known protocol does not explain.
inline std::string_view why_closed(FlowRecord const& record)
{
    if (!record.why_closed.empty())
        return record.why_closed;
    return record.app_proto == "unknown" ? "protocol unknown" : "not understood";
}

/// Adds up by reason, the list sorted.
inline void add_closed(std::vector<ClosedBytes>& sums, std::string_view why, std::uint64_t bytes)
{
    if (bytes == 0)
        return;
    auto const place = std::lower_bound(
        sums.begin(), sums.end(), why,
        [](ClosedBytes const& sum, std::string_view wanted) { return sum.why < wanted; });
    if (place != sums.end() && place->why == why)
        place->bytes += bytes;
    else
        sums.insert(place, {why, bytes});
}

} // namespace petze
