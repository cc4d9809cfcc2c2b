#pragma once

#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

/// The cryptography that protocols are made of; OpenSSL underneath, and met nowhere else.
namespace petze::crypto {

/// How a cipher protects what it is given.
enum class Mode : std::uint8_t { none, stream, cbc, aead, ecb, counter };

/// One row of the table of ciphers.
struct CipherKind {
    std::string_view name; // as OpenSSL calls it: "AES-128-GCM"
    Mode mode{};
    std::uint8_t key_bytes{};
    std::uint8_t block_bytes{}; // of CBC: also the length of its IV
    std::uint8_t tag_bytes{};   // of AEAD
    bool legacy{};              // only OpenSSL's legacy provider has it
};

/// CipherKind::key_bytes of a cipher whose keys differ in length: from 1 to 64 bytes here.
inline constexpr std::uint8_t any_length = 0xff;

/// Of the counter that Mode::counter begins with (NIST SP 800-38A section 6.5).
inline constexpr std::size_t counter_bytes = 16;

inline constexpr CipherKind cipher_null{"", Mode::none, 0, 0, 0, false},
    aes_128_gcm{"AES-128-GCM", Mode::aead, 16, 16, 16, false},
    aes_192_gcm{"AES-192-GCM", Mode::aead, 24, 16, 16, false},
    aes_256_gcm{"AES-256-GCM", Mode::aead, 32, 16, 16, false},
    aes_128_ccm{"AES-128-CCM", Mode::aead, 16, 16, 16, false},
    aes_256_ccm{"AES-256-CCM", Mode::aead, 32, 16, 16, false},
    aes_128_ccm_8{"AES-128-CCM", Mode::aead, 16, 16, 8, false},
    aes_256_ccm_8{"AES-256-CCM", Mode::aead, 32, 16, 8, false},
    aria_128_gcm{"ARIA-128-GCM", Mode::aead, 16, 16, 16, false},
    aria_256_gcm{"ARIA-256-GCM", Mode::aead, 32, 16, 16, false},
    chacha20_poly1305{"ChaCha20-Poly1305", Mode::aead, 32, 1, 16, false},
    aes_128_cbc{"AES-128-CBC", Mode::cbc, 16, 16, 0, false},
    aes_192_cbc{"AES-192-CBC", Mode::cbc, 24, 16, 0, false},
    aes_256_cbc{"AES-256-CBC", Mode::cbc, 32, 16, 0, false},
    camellia_128_cbc{"CAMELLIA-128-CBC", Mode::cbc, 16, 16, 0, false},
    camellia_256_cbc{"CAMELLIA-256-CBC", Mode::cbc, 32, 16, 0, false},
    aria_128_cbc{"ARIA-128-CBC", Mode::cbc, 16, 16, 0, false},
    aria_256_cbc{"ARIA-256-CBC", Mode::cbc, 32, 16, 0, false},
    triple_des_cbc{"DES-EDE3-CBC", Mode::cbc, 24, 8, 0, false},
    aes_128_ecb{"AES-128-ECB", Mode::ecb, 16, 16, 0, false},
    aes_192_ecb{"AES-192-ECB", Mode::ecb, 24, 16, 0, false},
    aes_256_ecb{"AES-256-ECB", Mode::ecb, 32, 16, 0, false},
    aes_128_ctr{"AES-128-CTR", Mode::counter, 16, 1, 0, false},
    aes_192_ctr{"AES-192-CTR", Mode::counter, 24, 1, 0, false},
    aes_256_ctr{"AES-256-CTR", Mode::counter, 32, 1, 0, false},
    seed_cbc{"SEED-CBC", Mode::cbc, 16, 16, 0, true},
    idea_cbc{"IDEA-CBC", Mode::cbc, 16, 8, 0, true}, des_cbc{"DES-CBC", Mode::cbc, 8, 8, 0, true},
    rc4_128{"RC4", Mode::stream, 16, 1, 0, true}, rc4{"RC4", Mode::stream, any_length, 1, 0, true};

/// Undoes one direction's encryption under one key. The key schedule is made once.
class Decipher {
public:
    /// Nothing where this machine's OpenSSL has no such cipher (see CipherKind::legacy) or the key
    /// has another length. `nonce_bytes` counts for AEAD alone.
    static std::optional<Decipher> make(CipherKind const& kind, Bytes key,
                                        std::size_t nonce_bytes = 12);
    ~Decipher();
    Decipher(Decipher&&) noexcept;
    Decipher& operator=(Decipher&&) noexcept;

    /// AEAD: `sealed` ends with the tag. Writes sealed.size() - tag bytes to `out`, which may be
    /// where `sealed` is; false where the tag does not fit, and `out` then holds nothing of worth.
    bool open(Bytes nonce, Bytes associated, Bytes sealed, std::span<std::uint8_t> out);
    /// CBC: whole blocks, padding kept. False where `sealed` is no multiple of the block.
    bool open_blocks(Bytes initialisation_vector, Bytes sealed, std::span<std::uint8_t> out);
    /// ECB: as open_blocks, but each block stands alone.
    bool open_single_blocks(Bytes sealed, std::span<std::uint8_t> out);
    /// Counter mode: from where `counter` (of counter_bytes) says.
    bool open_counted(Bytes counter, Bytes sealed, std::span<std::uint8_t> out);
    /// Stream cipher: goes on from where it stopped.
    bool open_stream(Bytes sealed, std::span<std::uint8_t> out);

private:
    struct State;
    explicit Decipher(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// QUIC's header protection (RFC 9001 §5.4): the mask for one packet out of 16 bytes of it.
class HeaderMask {
public:
    /// For AEAD ciphers of QUIC: AES-128-GCM, AES-256-GCM, AES-128-CCM, ChaCha20-Poly1305.
    static std::optional<HeaderMask> make(CipherKind const& kind, Bytes key);
    ~HeaderMask();
    HeaderMask(HeaderMask&&) noexcept;
    HeaderMask& operator=(HeaderMask&&) noexcept;

    std::array<std::uint8_t, 5> mask(Bytes sample);

private:
    struct State;
    explicit HeaderMask(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Whether OpenSSL's legacy provider (RC4, SEED, IDEA, single DES) is installed.
bool has_legacy_ciphers();

} // namespace petze::crypto
