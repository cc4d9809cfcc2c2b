#include "decrypt/tls/handshake_stream.h"
#include "dissect/tls/tls_dissector.h"

namespace petze {

using tls::HandshakeType;

namespace {

// RFC 5246 appendix E.2: two bytes of length, msg_type, version, then three lengths that must
// agree.
Likeness looks_like_ssl2_hello(Bytes bytes)
{
    ByteReader in{bytes};
    std::size_t const record = in.u16() & 0x7fffu;
    auto const type = in.u8();
    auto const version = in.u16();
    std::size_t const suites = in.u16();
    std::size_t const session_id = in.u16();
    std::size_t const challenge = in.u16();
    constexpr std::size_t fixed = 9;
    if (bytes.size() >= 3 && type != 1)
        return Likeness::no;
    if (bytes.size() >= 5 && version != 0x0002 && (version < 0x0300 || version > 0x0303))
        return Likeness::no;
    if (!in.ok())
        return Likeness::maybe;
    auto const fits = suites > 0 && suites % 3 == 0 && (session_id == 0 || session_id == 16)
                      && challenge >= 16 && challenge <= 32
                      && record == fixed + suites + session_id + challenge;
    return fits ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness looks_like_tls(Bytes first_bytes)
{
    constexpr std::size_t header = 5;
    ByteReader in{first_bytes};
    if ((in.peek(1).empty() ? 0 : in.peek(1)[0]) & 0x80)
        return looks_like_ssl2_hello(first_bytes);
    auto const type = in.u8();
    if (in.ok() && (type < 20 || type > 23))
        return Likeness::no;
    if (auto const major = in.u8(); in.ok() && major != 3)
        return Likeness::no;
    if (first_bytes.size() < header)
        return Likeness::maybe;
    in.u8(); // minor version
    if (!tls::is_record_header(first_bytes.first(header)) || in.u16() == 0)
        return Likeness::no;
    if (type != static_cast<std::uint8_t>(tls::ContentType::handshake))
        return Likeness::yes;
    // A stream that is joined after its hello may have any message first, or an encrypted one; a
    // stream from its beginning has one of the two hellos.
    auto const message = static_cast<HandshakeType>(in.u8());
    if (!in.ok())
        return Likeness::maybe;
    return message == HandshakeType::client_hello || message == HandshakeType::server_hello
                   || message == HandshakeType::certificate
                   || message == HandshakeType::client_key_exchange
               ? Likeness::yes
               : Likeness::no;
}

} // namespace petze
