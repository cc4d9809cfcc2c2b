#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace petze::quic {

/// What differs between the versions of QUIC whose packets can be opened.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): rows of one table, read in this order
struct Version {
    std::uint32_t number{};
    std::string_view name; // as events tell it: "1", "draft-29"
    Bytes salt;            // RFC 9001 section 5.2
    bool second{};         // RFC 9369: packet types and labels of version 2
    bool google{};         // frames of Google's: CRYPTO has another number
};

/// Null where the version is not known, or is one of Google's own that cannot be opened.
Version const* find_version(std::uint32_t number);

/// "1", "2", "draft-29", "Q046", "T051"; "0x12345678" where nobody here knows it.
std::string version_name(std::uint32_t number);

/// RFC 9001 section 5.8: the key and nonce that seal a Retry; empty where the version has none.
struct RetrySeal {
    Bytes key;
    Bytes nonce;
};
RetrySeal retry_seal(Version const& version);

} // namespace petze::quic
