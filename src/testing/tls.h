#pragma once

#include "testing/hex.h"
#include "testing/packets.h"

#include <string_view>
#include <utility>
#include <vector>

/// Builders of TLS messages and records for tests.
namespace petze::testing {

using Numbers = std::vector<unsigned>;
using Extensions = std::vector<std::pair<unsigned, Buffer>>;

inline Buffer with_length8(Buffer const& content)
{
    Buffer out;
    put8(out, static_cast<unsigned>(content.size()));
    append(out, content);
    return out;
}
inline Buffer with_length16(Buffer const& content)
{
    Buffer out;
    put16(out, static_cast<unsigned>(content.size()));
    append(out, content);
    return out;
}
inline Buffer with_length24(Buffer const& content)
{
    Buffer out;
    put8(out, static_cast<unsigned>(content.size() >> 16));
    put16(out, static_cast<unsigned>(content.size() & 0xffff));
    append(out, content);
    return out;
}
inline Buffer numbers16(Numbers const& values)
{
    Buffer out;
    for (auto value : values)
        put16(out, value);
    return out;
}

inline Buffer server_name_data(std::string_view name)
{
    Buffer entry;
    put8(entry, 0);
    append(entry, with_length16(bytes_of(name)));
    return with_length16(entry);
}
inline Buffer alpn_data(std::vector<std::string_view> const& names)
{
    Buffer list;
    for (auto name : names)
        append(list, with_length8(bytes_of(name)));
    return with_length16(list);
}

inline Buffer extensions_block(Extensions const& extensions)
{
    Buffer block;
    for (auto const& [type, data] : extensions) {
        put16(block, type);
        append(block, with_length16(data));
    }
    return with_length16(block);
}

/// The body of a ClientHello; without extensions it ends as one of SSL 3.0 does.
inline Buffer client_hello(unsigned version, Numbers const& suites, Extensions const& extensions,
                           Buffer const& session_id = {})
{
    Buffer out;
    put16(out, version);
    out.insert(out.end(), 32, 0x11);
    append(out, with_length8(session_id));
    append(out, with_length16(numbers16(suites)));
    append(out, with_length8({0}));
    if (!extensions.empty())
        append(out, extensions_block(extensions));
    return out;
}

inline Buffer server_hello(unsigned version, unsigned suite, Extensions const& extensions,
                           Buffer const& session_id = {}, Buffer const& random = Buffer(32, 0x22))
{
    Buffer out;
    put16(out, version);
    append(out, random);
    append(out, with_length8(session_id));
    put16(out, suite);
    put8(out, 0);
    if (!extensions.empty())
        append(out, extensions_block(extensions));
    return out;
}

inline Buffer handshake(unsigned type, Buffer const& body)
{
    Buffer out;
    put8(out, type);
    append(out, with_length24(body));
    return out;
}
inline Buffer record(unsigned type, Buffer const& body, unsigned version = 0x0303)
{
    Buffer out;
    put8(out, type);
    put16(out, version);
    append(out, with_length16(body));
    return out;
}
inline Buffer handshake_record(unsigned type, Buffer const& body)
{
    return record(22, handshake(type, body));
}
inline Buffer certificate_message(std::vector<Buffer> const& chain)
{
    Buffer list;
    for (auto const& der : chain)
        append(list, with_length24(der));
    return with_length24(list);
}

inline Buffer joined(std::vector<Buffer> const& parts)
{
    Buffer out;
    for (auto const& part : parts)
        append(out, part);
    return out;
}

/// RFC 8448 section 3, "Simple 1-RTT Handshake": the bodies of its hellos.
inline Buffer rfc8448_client_hello()
{
    return from_hex(
        "0303 cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7 00",
        "0006 1301 1303 1302 0100 0091 0000000b0009000006736572766572 ff01000100",
        "000a00140012001d0017001800190100010101020103010400230000",
        "003300260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c",
        "002b0003020304 000d0020001e040305030603020308040805080604010501060102010402050206020202",
        "002d00020101 001c00024001");
}
inline Buffer rfc8448_server_hello()
{
    return from_hex(
        "0303 a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e26928 00 1301 00",
        "002e 00330024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f",
        "002b00020304");
}

/// A certificate made with OpenSSL for these tests. `openssl x509 -text` says of it:
/// CN=www.example.com, O=Invented, C=DE; issuer CN=Invented Test CA; DNS:www.example.com,
/// DNS:*.example.net, IP 192.0.2.7, IP 2001:db8::7; 2014-07-01 00:00:00 to 9999-12-31 23:59:59.
inline Buffer invented_certificate()
{
    return from_hex(
        "308201ee30820194a00302010202012a300a06082a8648ce3d040302301b3119301706035504030c10496e76",
        "656e74656420546573742043413020170d3134303730313030303030305a180f393939393132333132333539",
        "35395a303a310b30090603550406130244453111300f060355040a0c08496e76656e74656431183016060355",
        "04030c0f7777772e6578616d706c652e636f6d3059301306072a8648ce3d020106082a8648ce3d0301070342",
        "00040b53feb22d8d08f50671ceac615f4de367d1090e40476cb14361b43944a781135ef720c3d6523e0a4496",
        "65aa70ae7c9e96dd6f00e6115eb4d0267f9e9209cf8da381a73081a430410603551d11043a3038820f777777",
        "2e6578616d706c652e636f6d820d2a2e6578616d706c652e6e65748704c0000207871020010db80000000000",
        "00000000000007301d0603551d0e04160414342fe6f2c9388090744d9013af99301de55dfe4130400603551d",
        "2304393037a11fa41d301b3119301706035504030c10496e76656e746564205465737420434182144ba5f9b9",
        "0a72a8f85482b067d8cc397937506d88300a06082a8648ce3d040302034800304502210096a5de03f79bf01e",
        "158a9d6763b15c4b21c5e3639158c792294979ee24dde474022030d91ab992138adf52c5fdfb0b002c50b27a",
        "58fbfe15052e86747a9584a2af5c");
}
inline constexpr std::string_view invented_fingerprint =
    "e3a018fa1c185df1b0e83e1669837bcee218a593cbc252dfaffdbbefb4f5fa4a";

} // namespace petze::testing
