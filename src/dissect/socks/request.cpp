#include "dissect/socks/request.h"

#include "conversation/address.h"

#include <algorithm>

namespace petze::socks {

namespace {

/// Text that ends with NUL, without it.
std::string_view terminated(ByteReader& in)
{
    auto const ahead = as_text(in.peek(longest_text + 1));
    auto const end = ahead.find('\0');
    if (end == std::string_view::npos) {
        in.fail(ahead.size() > longest_text ? "too long" : "truncated");
        return {};
    }
    auto const text = as_text(in.take(end));
    in.skip(1);
    if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }))
        in.fail("not a text");
    return text;
}

std::string address_text(Bytes address)
{
    constexpr std::size_t v4_bytes = 4, v6_bytes = 16;
    if (address.size() == v4_bytes)
        return Address::v4(address).text();
    return address.size() == v6_bytes ? Address::v6(address).text() : std::string{};
}

} // namespace

Decoded<Request> decode_request_5(Bytes bytes)
{
    constexpr std::uint8_t ipv4 = 1, name = 3, ipv6 = 4;
    ByteReader in{bytes};
    Request request;
    if (in.u8() != version_5)
        in.fail("version");
    request.command = in.u8();
    in.skip(1); // reserved
    switch (in.u8()) {
    case ipv4:
        request.host = address_text(in.take(4));
        break;
    case ipv6:
        request.host = address_text(in.take(16));
        break;
    case name:
        request.host = as_text(in.take(in.u8()));
        break;
    default:
        in.fail("address type");
    }
    request.port = in.u16();
    request.bytes = in.offset();
    return {request, in.flaw()};
}

Decoded<Request> decode_request_4(Bytes bytes)
{
    ByteReader in{bytes};
    Request request;
    if (in.u8() != version_4)
        in.fail("version");
    request.command = in.u8();
    request.port = in.u16();
    auto const address = in.take(4);
    request.user = terminated(in);
    // 0.0.0.x, x not zero: the proxy is to look the name up.
    bool const named = address.size() == 4 && address[0] == 0 && address[1] == 0 && address[2] == 0
                       && address[3] != 0;
    request.host = named ? std::string{terminated(in)} : address_text(address);
    request.bytes = in.offset();
    return {request, in.flaw()};
}

Decoded<Credentials> decode_credentials(Bytes bytes)
{
    ByteReader in{bytes};
    Credentials credentials;
    if (in.u8() != credentials_version)
        in.fail("version");
    credentials.user = as_text(in.take(in.u8()));
    credentials.password = as_text(in.take(in.u8()));
    credentials.bytes = in.offset();
    return {credentials, in.flaw()};
}

std::string name_of_command(std::uint8_t command)
{
    constexpr std::string_view names[] = {"connect", "bind", "udp associate"};
    if (command >= 1 && command <= std::size(names))
        return std::string{names[command - 1]};
    return std::to_string(command);
}

} // namespace petze::socks
