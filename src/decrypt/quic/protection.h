#pragma once

#include "decrypt/crypto/cipher.h"
#include "decrypt/crypto/derive.h"
#include "decrypt/quic/packet.h"
#include "decrypt/quic/version.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace petze::quic {

/// What a cipher suite of TLS 1.3 means for packets (RFC 9001 section 5.3).
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): rows of one table, read in this order
struct Suite {
    std::uint16_t number{}; // IANA
    crypto::CipherKind const* cipher{};
    crypto::Hash hash{};
};
/// Null for a suite that QUIC does not use.
Suite const* find_suite(std::uint16_t number);
/// Those whose secrets have this length: what to try where no ServerHello was seen.
std::vector<Suite const*> suites_with_secret(std::size_t secret_bytes);

/// A packet whose protection was removed.
struct OpenedPacket {
    std::uint64_t number{};
    Bytes payload{}; // frames; points into the buffer given
    bool fits{};     // the tag did; else the rest is of no worth
};

/// Removes the protection of one direction's packets at one level (RFC 9001 section 5), packet
/// numbers and key updates included. Nothing is allocated for a packet.
class Protection {
public:
    /// `secret` is a traffic secret of TLS. Nothing where this machine has no such cipher.
    static std::optional<Protection> make(Suite const& suite, Bytes secret, Version const& version);

    /// `number_offset` is where the packet number stands, `buffer` holds what is opened until the
    /// next call.
    OpenedPacket open(Bytes packet, std::size_t number_offset, std::vector<std::uint8_t>& buffer);

private:
    struct Key {
        crypto::Decipher cipher;
        std::array<std::uint8_t, 12> nonce{};
    };
    struct Header {
        std::uint8_t first{};
        std::size_t bytes{}; // with the packet number
        std::size_t number_bytes{};
        std::uint32_t truncated{};
    };

    Protection(Suite const& suite, Bytes secret, Version const& version, crypto::HeaderMask mask,
               Key key);
    static std::optional<Key> make_key(Suite const& suite, Bytes secret, Version const& version);
    Header unmask(Bytes packet, std::size_t number_offset, std::span<std::uint8_t> out);
    bool open_with(Key& key, std::uint64_t number, Header const& header, Bytes packet,
                   std::span<std::uint8_t> buffer);
    bool open_phase(std::uint64_t number, Header const& header, Bytes packet,
                    std::span<std::uint8_t> buffer);
    bool open_next(std::uint64_t number, Header const& header, Bytes packet,
                   std::span<std::uint8_t> buffer);

    Suite const* m_suite;
    Version const* m_version;
    crypto::Secret m_secret; // of the generation at hand
    crypto::HeaderMask m_mask;
    Key m_key;
    std::optional<Key> m_previous;
    std::optional<Key> m_next;
    crypto::Secret m_next_secret;
    std::uint64_t m_expected = 0;    // one more than the largest packet number
    std::uint64_t m_phase_begin = 0; // lowest packet number of the generation at hand
    bool m_phase = false;
};

/// Both directions of the Initial packets of a connection (section 5.2).
struct InitialProtection {
    std::optional<Protection> client;
    std::optional<Protection> server;
};
/// `client_destination_id` is that of the client's first packet; after a Retry that of its next.
InitialProtection make_initial_protection(Version const& version, Bytes client_destination_id);

/// Whether a Retry was made for a client that sent its first packet to this id (RFC 9001 section
/// 5.8). True as well where the version has no seal.
bool retry_fits(Packet const& retry, Bytes original_destination_id);

} // namespace petze::quic
