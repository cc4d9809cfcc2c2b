#pragma once

#include "decrypt/crypto/derive.h"
#include "testing/tls.h"

#include <string>

/// Builders of DTLS messages and records for tests.
namespace petze::testing {

/// RFC 6347 section 4.2.2: the bytes from `begin` to `end` of a handshake message's body.
inline Buffer dtls_fragment(unsigned type, unsigned sequence, Buffer const& body, std::size_t begin,
                            std::size_t end)
{
    auto const put24 = [](Buffer& out, std::size_t value) {
        put8(out, static_cast<unsigned>(value >> 16));
        put16(out, static_cast<unsigned>(value & 0xffff));
    };
    Buffer out;
    put8(out, type);
    put24(out, body.size());
    put16(out, sequence);
    put24(out, begin);
    put24(out, end - begin);
    out.insert(out.end(), body.begin() + static_cast<std::ptrdiff_t>(begin),
               body.begin() + static_cast<std::ptrdiff_t>(end));
    return out;
}
inline Buffer dtls_message(unsigned type, unsigned sequence, Buffer const& body)
{
    return dtls_fragment(type, sequence, body, 0, body.size());
}

/// RFC 6347 section 4.1.
inline Buffer dtls_record(unsigned type, unsigned epoch, std::uint32_t number, Buffer const& body,
                          unsigned version = 0xfefd)
{
    Buffer out;
    put8(out, type);
    put16(out, version);
    put16(out, epoch);
    put16(out, 0);
    put32(out, number);
    append(out, with_length16(body));
    return out;
}
inline Buffer dtls_handshake(unsigned type, unsigned sequence, Buffer const& body)
{
    return dtls_record(22, 0, sequence, dtls_message(type, sequence, body));
}

/// The body of a ClientHello with a cookie (RFC 6347 section 4.2.1).
inline Buffer dtls_client_hello(Numbers const& suites, Extensions const& extensions,
                                Buffer const& random = Buffer(32, 0x11), Buffer const& cookie = {})
{
    Buffer out;
    put16(out, 0xfefd);
    append(out, random);
    append(out, with_length8({}));
    append(out, with_length8(cookie));
    append(out, with_length16(numbers16(suites)));
    append(out, with_length8({0}));
    append(out, extensions_block(extensions));
    return out;
}

/// Records of TLS_RSA_WITH_NULL_SHA256 (RFC 5246 appendix A.5): whose text stands in clear, with a
/// MAC behind it that only the keys explain.
struct DtlsNullSuite {
    static constexpr unsigned number = 0x003b;
    Buffer client_random = Buffer(32, 0x11);
    Buffer server_random = Buffer(32, 0x22);
    Buffer master = Buffer(48, 0x33);

    std::string key_log_line() const
    {
        auto const hex = [](Buffer const& bytes) {
            std::string text;
            for (auto byte : bytes) {
                text += "0123456789abcdef"[byte >> 4];
                text += "0123456789abcdef"[byte & 15];
            }
            return text;
        };
        return "CLIENT_RANDOM " + hex(client_random) + ' ' + hex(master) + '\n';
    }

    /// RFC 5246 section 6.2.3.1 and 6.3, with the number of RFC 6347 section 4.1.2.1.
    Buffer seal(bool by_client, unsigned type, unsigned epoch, std::uint32_t record_number,
                Buffer const& text) const
    {
        constexpr std::size_t mac_bytes = 32;
        Buffer block(2 * mac_bytes);
        crypto::tls_prf(crypto::Hash::sha256, master, "key expansion",
                        joined({server_random, client_random}), block);
        auto const key = by_client ? Bytes{block}.first(mac_bytes) : Bytes{block}.last(mac_bytes);
        Buffer covered;
        put16(covered, epoch);
        put16(covered, 0);
        put32(covered, record_number);
        put8(covered, type);
        put16(covered, 0xfefd);
        append(covered, with_length16(text));
        auto const mac = crypto::hmac(crypto::Hash::sha256, key, covered);
        auto body = text;
        body.insert(body.end(), mac.bytes().begin(), mac.bytes().end());
        return dtls_record(type, epoch, record_number, body);
    }
};

} // namespace petze::testing
