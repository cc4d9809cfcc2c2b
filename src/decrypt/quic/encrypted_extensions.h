#pragma once

#include "base/byte_reader.h"

#include <string_view>

namespace petze::quic {

/// What a server says in EncryptedExtensions (RFC 8446 section 4.3.1) that helps to read on. Views
/// point into the message.
struct EncryptedExtensions {
    std::string_view alpn{}; // the protocol chosen
    Bytes stateless_reset{}; // RFC 9000 section 18.2: the token, 16 bytes
    Bytes preferred_id{};    // the connection id that goes with the preferred address
    Bytes preferred_reset{}; // and its token
};

/// Takes the body of the handshake message.
Decoded<EncryptedExtensions> decode_encrypted_extensions(Bytes body);

} // namespace petze::quic
