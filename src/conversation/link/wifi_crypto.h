#pragma once

#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

struct evp_cipher_ctx_st;

/// The cryptography of WPA2 (IEEE 802.11-2020 §12), on OpenSSL.
namespace petze::wpa {

using Key = std::array<std::uint8_t, 16>;

/// How a handshake is protected (§12.7.2 b 1, key descriptor version).
enum class Version : std::uint8_t {
    sha1 = 2,   // HMAC-SHA-1-128: WPA2 with a passphrase
    sha256 = 3, // AES-128-CMAC: the same with 802.11w's key management
};

/// §12.7.1.3: what both sides derive from the master key and what they told each other.
struct PairwiseKeys {
    Key confirmation{}, encryption{}, data{};
};
PairwiseKeys derive_keys(Version version, Bytes master_key, Bytes one_address, Bytes other_address,
                         Bytes one_nonce, Bytes other_nonce);

/// §12.7.2 h: over a whole EAPOL frame whose own MIC is zero.
std::array<std::uint8_t, 16> integrity_code(Version version, Key const& confirmation, Bytes frame);

/// RFC 3394, with the default initial value. Nothing where the check fails.
std::optional<std::vector<std::uint8_t>> unwrap(Key const& encryption, Bytes wrapped);

/// CCMP-128 (§12.5.3) under one key.
class Ccmp {
public:
    static constexpr std::size_t header_bytes = 8, tag_bytes = 8, nonce_bytes = 13;

    explicit Ccmp(Key const& key);

    /// `sealed` ends with the tag. Writes sealed.size() - tag_bytes to `out`; false where the tag
    /// does not fit.
    bool open(Bytes nonce, Bytes associated, Bytes sealed, std::span<std::uint8_t> out);

private:
    struct Free {
        void operator()(evp_cipher_ctx_st* context) const;
    };
    std::unique_ptr<evp_cipher_ctx_st, Free> m_context;
};

} // namespace petze::wpa
