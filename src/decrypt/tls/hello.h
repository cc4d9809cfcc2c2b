#pragma once

#include "base/byte_reader.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace petze::tls {

/// RFC 8446 section 4.2: one extension of a hello, undecoded.
struct Extension {
    std::uint16_t type{};
    Bytes data{};
};

/// IANA, TLS ExtensionType Values: those that Petze reads.
namespace extension {
inline constexpr std::uint16_t server_name = 0, supported_groups = 10, ec_point_formats = 11,
                               signature_algorithms = 13, alpn = 16, encrypt_then_mac = 22,
                               extended_master_secret = 23, session_ticket = 35,
                               pre_shared_key = 41, early_data = 42, supported_versions = 43,
                               quic_transport_parameters = 57, encrypted_client_hello = 0xfe0d;
}

/// What a client offers (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2), of every version since
/// SSL 3.0, over TCP and QUIC. Lists stand in the order sent, GREASE included. All views point into
/// the message that was decoded.
struct ClientHello {
    std::uint16_t version{}; // legacy_version
    Bytes random{};
    Bytes session_id{};
    std::vector<std::uint16_t> cipher_suites;
    std::vector<Extension> extensions;

    std::string_view server_name{};
    std::vector<std::string_view> alpn;
    std::vector<std::uint16_t> groups;
    std::vector<std::uint16_t> signature_algorithms;
    std::vector<std::uint16_t> versions; // supported_versions
    Bytes point_formats{};
    bool ssl2_framed{}; // RFC 5246 appendix E.2: has no extensions and no fingerprint

    Extension const* find(std::uint16_t type) const;
};

/// What the server chose (RFC 8446 section 4.1.3). All views point into the message.
struct ServerHello {
    std::uint16_t version{}; // legacy_version
    Bytes random{};
    Bytes session_id{};
    std::uint16_t cipher_suite{};
    std::vector<Extension> extensions;

    std::optional<std::uint16_t> selected_version; // supported_versions
    std::string_view alpn{};

    Extension const* find(std::uint16_t type) const;
    /// What both sides speak from here on.
    std::uint16_t negotiated() const { return selected_version.value_or(version); }
    /// RFC 8446 section 4.1.3: not an answer but the request for a second ClientHello.
    bool is_retry_request() const;
};

/// Both take the body of a handshake message, without its four bytes of type and length.
Decoded<ClientHello> decode_client_hello(Bytes body);
Decoded<ServerHello> decode_server_hello(Bytes body);

/// RFC 8446 section 4.3.1: only `extensions` and `alpn` are filled in.
Decoded<ServerHello> decode_encrypted_extensions(Bytes body);

/// RFC 5246 appendix E.2, from `msg_type` on: how clients of the last century still open a TLS
/// connection.
Decoded<ClientHello> decode_ssl2_client_hello(Bytes body);

} // namespace petze::tls
