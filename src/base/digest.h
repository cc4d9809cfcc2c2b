#pragma once

#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace petze {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4) of bytes that arrive in pieces; OpenSSL underneath. Making one costs an
/// allocation, so one is made for each message body, never for each packet.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(Bytes bytes);
    /// The digest of everything so far; the object may go on being updated.
    Sha256Digest digest() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

Sha256Digest sha256(Bytes bytes);
std::array<std::uint8_t, 48> sha384(Bytes bytes);
std::array<std::uint8_t, 64> sha512(Bytes bytes);
std::array<std::uint8_t, 20> sha1(Bytes bytes); // Community ID asks for it, not for security
std::array<std::uint8_t, 16> md5(Bytes bytes);  // JA3 asks for it, not for security

} // namespace petze
