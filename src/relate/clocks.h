#pragma once

#include "base/origin.h"
#include "relate/phone_state.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace petze {

struct HttpExchange;

/// Seconds since 1970 of a time as HTTP writes it (IMF-fixdate, RFC 9110 section 5.6.7): "Sun, 06
/// Nov 1994 08:49:37 GMT".
std::optional<std::int64_t> http_date(std::string_view text);

/// Learns from the Date of HTTP answers how far a capture's clock is off. A few servers may be
/// wrong and caches answer late, so the median counts, and fewer than five answers say nothing.
class Clocks {
public:
    void answered(Stamp const& stamp, HttpExchange const& exchange);
    std::optional<ClockOffset> of(std::uint32_t capture) const;

private:
    std::map<std::uint32_t, std::vector<std::int64_t>> m_offsets; // by capture
};

} // namespace petze
