#include "decrypt/quic/encrypted_extensions.h"

#include "base/text.h"
#include "decrypt/quic/variable_integer.h"
#include "decrypt/tls/hello.h"

namespace petze::quic {

namespace {

constexpr std::uint16_t draft_transport_parameters = 0xffa5;
constexpr std::size_t token_bytes = 16;

// RFC 9000 section 18.2: addresses and ports of both families, then the id and its token.
void read_preferred_address(Bytes value, EncryptedExtensions& out)
{
    ByteReader in{value};
    in.skip(4 + 2 + 16 + 2);
    out.preferred_id = in.take(in.u8());
    out.preferred_reset = in.take(token_bytes);
}

void read_transport_parameters(Bytes data, EncryptedExtensions& out)
{
    constexpr std::uint64_t stateless_reset_token = 0x02, preferred_address = 0x0d;
    ByteReader in{data};
    while (in.ok() && in.remaining() > 0) {
        auto const id = read_variable(in);
        auto const value = take_variable(in);
        if (id == stateless_reset_token && value.size() == token_bytes)
            out.stateless_reset = value;
        else if (id == preferred_address)
            read_preferred_address(value, out);
    }
}

std::string_view read_alpn(Bytes data)
{
    ByteReader in{data};
    in.u16(); // length of the list, which holds one
    return as_text(in.take(in.u8()));
}

} // namespace

Decoded<EncryptedExtensions> decode_encrypted_extensions(Bytes body)
{
    ByteReader in{body};
    EncryptedExtensions out;
    ByteReader list{in.take(in.u16())};
    while (list.ok() && list.remaining() > 0) {
        auto const type = list.u16();
        auto const data = list.take(list.u16());
        if (type == tls::extension::alpn)
            out.alpn = read_alpn(data);
        else if (type == tls::extension::quic_transport_parameters
                 || type == draft_transport_parameters)
            read_transport_parameters(data, out);
    }
    return {out, in.ok() ? list.flaw() : in.flaw()};
}

} // namespace petze::quic
