#pragma once

#include "base/text.h"
#include "decrypt/quic/protection.h"
#include "testing/packets.h"
#include "testing/tls.h"

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <string>

/// Builders of QUIC packets for tests: sealed as a peer would (RFC 9001 section 5), with OpenSSL's
/// encryption, which Petze itself never uses.
namespace petze::testing {

inline Buffer variable(std::uint64_t value)
{
    Buffer out;
    if (value < 1u << 6)
        put8(out, static_cast<unsigned>(value));
    else if (value < 1u << 14)
        put16(out, 0x4000 | static_cast<unsigned>(value));
    else if (value < 1u << 30)
        put32(out, 0x80000000 | static_cast<std::uint32_t>(value));
    else {
        put32(out, 0xc0000000 | static_cast<std::uint32_t>(value >> 32));
        put32(out, static_cast<std::uint32_t>(value));
    }
    return out;
}

inline Buffer crypto_frame(std::uint64_t offset, Buffer const& data)
{
    return joined({{0x06}, variable(offset), variable(data.size()), data});
}
inline Buffer stream_frame(std::uint64_t stream, std::uint64_t offset, std::string_view data,
                           bool is_last = false)
{
    return joined({{static_cast<std::uint8_t>(0x0e | (is_last ? 1 : 0))},
                   variable(stream),
                   variable(offset),
                   variable(data.size()),
                   bytes_of(data)});
}

/// Seals one direction's packets at one level.
class Sealer {
public:
    Sealer(std::uint16_t suite, Buffer secret, std::uint32_t version = 1)
        : m_suite(*quic::find_suite(suite))
        , m_version(*quic::find_version(version))
        , m_secret(std::move(secret))
        , m_header_key(derive("hp", m_suite.cipher->key_bytes))
    {
    }

    /// `header` is as it is before protection, and ends with the packet number.
    Buffer seal(Buffer const& header, std::size_t number_bytes, std::uint64_t number,
                Buffer const& payload) const
    {
        auto packet = header;
        append(packet, encrypt(header, number, payload));
        auto const at = header.size() - number_bytes;
        auto mask = quic_mask(Bytes{packet}.subspan(at + 4, 16));
        packet[0] = static_cast<std::uint8_t>(packet[0] ^ (mask[0] & (packet[0] & 0x80 ? 15 : 31)));
        for (std::size_t i = 0; i < number_bytes; ++i)
            packet[at + i] = static_cast<std::uint8_t>(packet[at + i] ^ mask[i + 1]);
        return packet;
    }

    /// `bits` are those of the type (RFC 9000 table 5); an Initial is 0.
    Buffer long_packet(unsigned bits, Buffer const& destination_id, Buffer const& source_id,
                       std::uint64_t number, Buffer payload) const
    {
        pad(payload);
        auto const is_initial = bits == (m_version.second ? 1u : 0u);
        Buffer header;
        put8(header, 0xc1 | bits << 4);
        put32(header, m_version.number);
        append(header, with_length8(destination_id));
        append(header, with_length8(source_id));
        if (is_initial)
            put8(header, 0); // no token
        put16(header, 0x4000 | static_cast<unsigned>(2 + payload.size() + 16));
        put16(header, static_cast<unsigned>(number & 0xffff));
        return seal(header, 2, number, payload);
    }
    Buffer short_packet(Buffer const& destination_id, std::uint64_t number, Buffer payload,
                        bool phase = false) const
    {
        pad(payload);
        Buffer header;
        // RFC 9287: the fixed bit varies.
        put8(header, (phase ? 0x05u : 0x01u) | (number % 2 == 0 ? 0x40u : 0u));
        append(header, destination_id);
        put16(header, static_cast<unsigned>(number & 0xffff));
        return seal(header, 2, number, payload);
    }

    /// RFC 9001 section 6.1: of the next generation; the header key stays.
    Sealer next() const
    {
        auto out = *this;
        out.m_secret = derive("ku", m_secret.size());
        return out;
    }

    Buffer const& secret() const { return m_secret; }

private:
    // The sample needs 4 bytes of number and payload.
    static void pad(Buffer& payload) { payload.resize(std::max<std::size_t>(payload.size(), 4)); }

    Buffer derive(std::string_view what, std::size_t bytes) const
    {
        auto const label = (m_version.second ? "quicv2 " : "quic ") + std::string{what};
        auto const made = crypto::hkdf_expand_label(m_suite.hash, m_secret, label, bytes);
        return {made.bytes().begin(), made.bytes().end()};
    }

    std::array<std::uint8_t, 5> quic_mask(Bytes sample) const
    {
        return crypto::HeaderMask::make(*m_suite.cipher, m_header_key)->mask(sample);
    }

    Buffer encrypt(Buffer const& header, std::uint64_t number, Buffer const& payload) const
    {
        auto const key = derive("key", m_suite.cipher->key_bytes);
        auto nonce = derive("iv", 12);
        for (std::size_t i = 0; i < 8; ++i)
            nonce[11 - i] = static_cast<std::uint8_t>(nonce[11 - i] ^ (number >> (8 * i) & 0xff));
        std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> const cipher{
            EVP_CIPHER_fetch(nullptr, m_suite.cipher->name.data(), nullptr), EVP_CIPHER_free};
        std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const context{
            EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
        auto* const c = context.get();
        auto const ccm = m_suite.cipher->name.ends_with("CCM");
        EVP_EncryptInit_ex2(c, cipher.get(), nullptr, nullptr, nullptr);
        EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, 12, nullptr);
        if (ccm)
            EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, 16, nullptr);
        EVP_EncryptInit_ex2(c, nullptr, key.data(), nonce.data(), nullptr);
        Buffer out(payload.size() + 16);
        int made = 0;
        if (ccm)
            EVP_EncryptUpdate(c, nullptr, &made, nullptr, static_cast<int>(payload.size()));
        EVP_EncryptUpdate(c, nullptr, &made, header.data(), static_cast<int>(header.size()));
        EVP_EncryptUpdate(c, out.data(), &made, payload.data(), static_cast<int>(payload.size()));
        EVP_EncryptFinal_ex(c, out.data() + payload.size(), &made);
        EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, 16, out.data() + payload.size());
        return out;
    }

    quic::Suite const& m_suite;
    quic::Version const& m_version;
    Buffer m_secret;
    Buffer m_header_key;
};

/// The secret of one side's Initial packets (RFC 9001 section 5.2).
inline Buffer initial_secret(std::uint32_t version, Buffer const& client_destination_id,
                             std::string_view label)
{
    auto const secret = crypto::hkdf_extract(
        crypto::Hash::sha256, quic::find_version(version)->salt, client_destination_id);
    auto const made = crypto::hkdf_expand_label(crypto::Hash::sha256, secret.bytes(), label, 32);
    return {made.bytes().begin(), made.bytes().end()};
}

/// One connection as both its ends see it: who wants a packet of it asks for it here.
struct QuicTalk {
    Buffer original_id = from_hex("8394c8f03e515708"); // of the client's first packet
    Buffer client_id = from_hex("c1c2c3c4");
    Buffer server_id = from_hex("5051525354");
    std::uint16_t suite = 0x1301;
    std::uint32_t version = 1;

    Buffer secret(unsigned seed) const
    {
        return Buffer(suite == 0x1302 ? 48 : 32, static_cast<std::uint8_t>(seed));
    }
    Sealer initial(std::string_view label) const
    {
        return {0x1301, initial_secret(version, original_id, label), version};
    }
    Sealer sealer(unsigned seed) const { return {suite, secret(seed), version}; }
    Sealer client_early() const { return sealer(1); }
    Sealer client_handshake() const { return sealer(2); }
    Sealer server_handshake() const { return sealer(3); }
    Sealer client_traffic() const { return sealer(4); }
    Sealer server_traffic() const { return sealer(5); }

    /// testing::client_hello() has this random.
    static Buffer random() { return Buffer(32, 0x11); }
    Buffer hello() const
    {
        return handshake(1, client_hello(0x0303, {0x1301, 0x1302},
                                         {{0, server_name_data("www.example.com")},
                                          {16, alpn_data({"hq-interop"})},
                                          {43, {2, 3, 4}}}));
    }
    Buffer answer() const { return handshake(2, server_hello(0x0303, suite, {{43, {3, 4}}})); }
    static Buffer extensions(std::string_view alpn)
    {
        return handshake(8, extensions_block({{16, alpn_data({alpn})}}));
    }

    unsigned bits(unsigned of_version_1) const
    {
        return quic::find_version(version)->second ? (of_version_1 + 1) & 3 : of_version_1;
    }
    Buffer first(Buffer const& payload, std::uint64_t number = 0) const
    {
        auto padded = payload;
        padded.resize(std::max<std::size_t>(padded.size(), 1162));
        return initial("client in").long_packet(bits(0), original_id, client_id, number, padded);
    }
    Buffer server_initial(Buffer const& payload, std::uint64_t number = 0) const
    {
        return initial("server in").long_packet(bits(0), client_id, server_id, number, payload);
    }
    Buffer early(Buffer const& payload, std::uint64_t number = 0) const
    {
        return client_early().long_packet(bits(1), original_id, client_id, number, payload);
    }
    Buffer server_handshake(Buffer const& payload, std::uint64_t number = 0) const
    {
        return server_handshake().long_packet(bits(2), client_id, server_id, number, payload);
    }
    Buffer to_server(Buffer const& payload, std::uint64_t number = 0) const
    {
        return client_traffic().short_packet(server_id, number, payload);
    }
    Buffer to_client(Buffer const& payload, std::uint64_t number = 0) const
    {
        return server_traffic().short_packet(client_id, number, payload);
    }

    /// As a client would log it (NSS key log format).
    std::string key_log() const
    {
        auto const line = [&](std::string_view label, unsigned seed) {
            return std::string{label} + " " + to_hex(random()) + " " + to_hex(secret(seed)) + "\n";
        };
        return line("CLIENT_EARLY_TRAFFIC_SECRET", 1) + line("CLIENT_HANDSHAKE_TRAFFIC_SECRET", 2)
               + line("SERVER_HANDSHAKE_TRAFFIC_SECRET", 3) + line("CLIENT_TRAFFIC_SECRET_0", 4)
               + line("SERVER_TRAFFIC_SECRET_0", 5);
    }
};

} // namespace petze::testing
