#pragma once

#include "base/byte_reader.h"

#include <cstdint>
#include <vector>

namespace petze::tls {

/// The Certificate message that a CompressedCertificate holds (RFC 8879: zlib, Brotli, Zstandard),
/// as far as it could be unpacked and as long as limits::tls_handshake_bytes allows.
Decoded<std::vector<std::uint8_t>> decompress_certificate(Bytes body);

} // namespace petze::tls
