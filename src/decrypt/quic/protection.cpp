#include "decrypt/quic/protection.h"

#include <algorithm>
#include <utility>

namespace petze::quic {

namespace {

using crypto::Hash;

constexpr Suite suites[] = {
    {0x1301, &crypto::aes_128_gcm, Hash::sha256},
    {0x1302, &crypto::aes_256_gcm, Hash::sha384},
    {0x1303, &crypto::chacha20_poly1305, Hash::sha256},
    {0x1304, &crypto::aes_128_ccm, Hash::sha256},
};

constexpr std::size_t sample_bytes = 16;
constexpr std::uint8_t phase_bit = 0x04;

struct Labels {
    std::string_view key, nonce, header, update;
};
Labels const& labels(Version const& version)
{
    static constexpr Labels first{"quic key", "quic iv", "quic hp", "quic ku"},
        second{"quicv2 key", "quicv2 iv", "quicv2 hp", "quicv2 ku"};
    return version.second ? second : first;
}

} // namespace

Suite const* find_suite(std::uint16_t number)
{
    auto const* const found =
        std::find_if(std::begin(suites), std::end(suites),
                     [&](Suite const& suite) { return suite.number == number; });
    return found == std::end(suites) ? nullptr : found;
}

std::vector<Suite const*> suites_with_secret(std::size_t secret_bytes)
{
    std::vector<Suite const*> found;
    for (auto const& suite : suites)
        if (crypto::digest_bytes(suite.hash) == secret_bytes)
            found.push_back(&suite);
    return found;
}

Protection::Protection(Suite const& suite, Bytes secret, Version const& version,
                       crypto::HeaderMask mask, Key key)
    : m_suite(&suite)
    , m_version(&version)
    , m_secret(secret)
    , m_mask(std::move(mask))
    , m_key(std::move(key))
{
}

std::optional<Protection::Key> Protection::make_key(Suite const& suite, Bytes secret,
                                                    Version const& version)
{
    auto const& label = labels(version);
    auto const key =
        crypto::hkdf_expand_label(suite.hash, secret, label.key, suite.cipher->key_bytes);
    auto const nonce = crypto::hkdf_expand_label(suite.hash, secret, label.nonce, 12);
    auto cipher = crypto::Decipher::make(*suite.cipher, key.bytes());
    if (!cipher)
        return {};
    Key made{std::move(*cipher), {}};
    std::copy_n(nonce.bytes().begin(), made.nonce.size(), made.nonce.begin());
    return made;
}

std::optional<Protection> Protection::make(Suite const& suite, Bytes secret, Version const& version)
{
    if (secret.size() != crypto::digest_bytes(suite.hash))
        return {};
    auto const header_key = crypto::hkdf_expand_label(suite.hash, secret, labels(version).header,
                                                      suite.cipher->key_bytes);
    auto mask = crypto::HeaderMask::make(*suite.cipher, header_key.bytes());
    auto key = make_key(suite, secret, version);
    if (!mask || !key)
        return {};
    return Protection{suite, secret, version, std::move(*mask), std::move(*key)};
}

InitialProtection make_initial_protection(Version const& version, Bytes client_destination_id)
{
    // Section 5.2: always AES-128-GCM with SHA-256.
    auto const secret = crypto::hkdf_extract(Hash::sha256, version.salt, client_destination_id);
    auto const of = [&](std::string_view label) {
        auto const side = crypto::hkdf_expand_label(Hash::sha256, secret.bytes(), label, 32);
        return Protection::make(suites[0], side.bytes(), version);
    };
    return {of("client in"), of("server in")};
}

OpenedPacket Protection::open(Bytes packet, std::size_t number_offset,
                              std::vector<std::uint8_t>& buffer)
{
    OpenedPacket opened;
    // Section 5.4.2: the sample begins where a packet number of 4 bytes would end.
    if (packet.size() < number_offset + 4 + sample_bytes)
        return opened;
    if (buffer.size() < packet.size())
        buffer.resize(packet.size());
    auto const header = unmask(packet, number_offset, buffer);
    opened.number = decode_packet_number(m_expected, header.truncated, header.number_bytes);
    opened.fits = open_phase(opened.number, header, packet, buffer);
    // A long gap in the capture hides how often the low bytes of the number went round.
    auto const round = std::uint64_t{1} << (8 * header.number_bytes);
    for (int more = 0; !opened.fits && header.number_bytes < 3 && more < 3; ++more) {
        unmask(packet, number_offset, buffer);
        opened.number += round;
        opened.fits = open_phase(opened.number, header, packet, buffer);
    }
    if (!opened.fits)
        return opened;
    m_expected = std::max(m_expected, opened.number + 1);
    opened.payload = Bytes{buffer}.subspan(header.bytes, packet.size() - header.bytes
                                                             - m_suite->cipher->tag_bytes);
    return opened;
}

/// Writes the header as it was before section 5.4.1 to `out`.
Protection::Header Protection::unmask(Bytes packet, std::size_t number_offset,
                                      std::span<std::uint8_t> out)
{
    auto const mask = m_mask.mask(packet.subspan(number_offset + 4, sample_bytes));
    auto const is_long = (packet[0] & long_header_bit) != 0;
    Header header;
    header.first = static_cast<std::uint8_t>(packet[0] ^ (mask[0] & (is_long ? 0x0f : 0x1f)));
    header.number_bytes = (header.first & 3u) + 1;
    header.bytes = number_offset + header.number_bytes;
    std::copy_n(packet.begin(), number_offset, out.begin());
    out[0] = header.first;
    for (std::size_t i = 0; i < header.number_bytes; ++i) {
        auto const byte = static_cast<std::uint8_t>(packet[number_offset + i] ^ mask[i + 1]);
        out[number_offset + i] = byte;
        header.truncated = header.truncated << 8 | byte;
    }
    return header;
}

bool Protection::open_with(Key& key, std::uint64_t number, Header const& header, Bytes packet,
                           std::span<std::uint8_t> buffer)
{
    // Section 5.3: the number, left-padded to the length of the IV.
    auto nonce = key.nonce;
    for (std::size_t i = 0; i < 8; ++i)
        nonce[nonce.size() - 1 - i] =
            static_cast<std::uint8_t>(nonce[nonce.size() - 1 - i] ^ (number >> (8 * i) & 0xff));
    return key.cipher.open(nonce, buffer.first(header.bytes), packet.subspan(header.bytes),
                           buffer.subspan(header.bytes));
}

bool Protection::open_phase(std::uint64_t number, Header const& header, Bytes packet,
                            std::span<std::uint8_t> buffer)
{
    // Section 6: long headers have no key phase.
    auto const is_long = (header.first & long_header_bit) != 0;
    if (is_long || ((header.first & phase_bit) != 0) == m_phase)
        return open_with(m_key, number, header, packet, buffer);
    if (number >= m_phase_begin)
        return open_next(number, header, packet, buffer);
    return m_previous && open_with(*m_previous, number, header, packet, buffer);
}

/// Section 6.1: the other side has gone to the next generation, if this packet fits it.
bool Protection::open_next(std::uint64_t number, Header const& header, Bytes packet,
                           std::span<std::uint8_t> buffer)
{
    if (!m_next) {
        m_next_secret = crypto::hkdf_expand_label(
            m_suite->hash, m_secret.bytes(), labels(*m_version).update, m_secret.bytes().size());
        m_next = make_key(*m_suite, m_next_secret.bytes(), *m_version);
    }
    if (!m_next || !open_with(*m_next, number, header, packet, buffer))
        return false;
    m_previous = std::exchange(m_key, std::move(*m_next));
    m_next.reset();
    m_secret = m_next_secret;
    m_phase = !m_phase;
    m_phase_begin = number;
    return true;
}

bool retry_fits(Packet const& retry, Bytes original_destination_id)
{
    constexpr std::size_t tag_bytes = 16;
    if (retry.token.size() < tag_bytes || !retry.known)
        return false;
    auto const seal = retry_seal(*retry.known);
    if (seal.key.empty())
        return true;
    auto cipher = crypto::Decipher::make(crypto::aes_128_gcm, seal.key);
    if (!cipher)
        return false;
    // RFC 9001 figure 8.
    std::vector<std::uint8_t> pseudo{static_cast<std::uint8_t>(original_destination_id.size())};
    pseudo.insert(pseudo.end(), original_destination_id.begin(), original_destination_id.end());
    pseudo.insert(pseudo.end(), retry.bytes.begin(), retry.bytes.end() - tag_bytes);
    return cipher->open(seal.nonce, pseudo, retry.bytes.last(tag_bytes), {});
}

} // namespace petze::quic
