#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <string>

namespace petze {

/// A Wi-Fi network whose passphrase the owner knows. Clauses are of IEEE 802.11-2020.
struct WifiNetwork {
    std::string ssid;
    std::array<std::uint8_t, 32> master_key{}; // §12.7.1.3: the pairwise one

    bool operator==(WifiNetwork const&) const = default;
};

/// "SSID:PASSPHRASE" as --wifi takes it: a passphrase of 8 to 63 printable characters (it may hold
/// colons), or the key itself as 64 hex digits (then the name may). Annex J.4.1. Takes some
/// milliseconds, on purpose of the standard.
Result<WifiNetwork> parse_wifi_network(std::string const& text);

} // namespace petze
