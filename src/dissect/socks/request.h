#pragma once

#include "base/byte_reader.h"
#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

/// What SOCKS says before the tunnel begins. All flaws but "truncated", which asks for more, mean
/// that it is another protocol.
namespace petze::socks {

struct Request {
    std::uint8_t command{};
    std::string host{}; // name or address
    std::uint16_t port{};
    std::string user{};  // version 4
    std::size_t bytes{}; // of the request
};

/// RFC 1928 section 4; replies (section 6) have the same form.
Decoded<Request> decode_request_5(Bytes bytes);
/// Version 4, and 4a, where the name follows an address that cannot be.
Decoded<Request> decode_request_4(Bytes bytes);

struct Credentials {
    std::string_view user{};
    std::string_view password{};
    std::size_t bytes{};
};
/// RFC 1929 section 2.
Decoded<Credentials> decode_credentials(Bytes bytes);

/// "connect", "bind", "udp associate"; of others the number.
std::string name_of_command(std::uint8_t command);

inline constexpr std::uint8_t version_4 = 4, version_5 = 5, credentials_version = 1;
inline constexpr std::size_t longest_text = 255; // also of version 4, which has no bound

} // namespace petze::socks
