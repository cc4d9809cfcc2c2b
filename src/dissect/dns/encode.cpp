#include "dissect/dns/encode.h"

#include "base/text.h"

#include <array>
#include <ctime>

#include <arpa/inet.h>

namespace petze::dns {

namespace {

// RFC 4648: groups of `width` bits, each a character.
std::string in_groups(Bytes bytes, unsigned width, std::string_view alphabet)
{
    std::string text;
    std::uint32_t bits = 0;
    unsigned count = 0;
    auto const mask = (1u << width) - 1;
    for (auto byte : bytes) {
        bits = bits << 8 | byte;
        for (count += 8; count >= width; count -= width)
            text += alphabet[bits >> (count - width) & mask];
    }
    if (count > 0)
        text += alphabet[bits << (width - count) & mask];
    return text;
}

} // namespace

void append_escape(std::string& text, std::uint8_t byte)
{
    text += '\\';
    text += static_cast<char>('0' + byte / 100);
    text += static_cast<char>('0' + byte / 10 % 10);
    text += static_cast<char>('0' + byte % 10);
}

std::string escaped(Bytes bytes)
{
    std::string text;
    for (auto byte : bytes)
        if (byte == '"' || byte == '\\') {
            text += '\\';
            text += static_cast<char>(byte);
        } else if (byte < 0x20 || byte >= 0x7f)
            append_escape(text, byte);
        else
            text += static_cast<char>(byte);
    return text;
}

std::string quoted(Bytes bytes)
{
    return '"' + escaped(bytes) + '"';
}

std::string upper_hex(Bytes bytes)
{
    auto text = to_hex(bytes);
    for (auto& c : text)
        if (c >= 'a')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::string base64(Bytes bytes)
{
    auto text =
        in_groups(bytes, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::string base32hex(Bytes bytes)
{
    return in_groups(bytes, 5, "0123456789ABCDEFGHIJKLMNOPQRSTUV");
}

std::string address_text(Bytes bytes)
{
    if (bytes.size() != 4 && bytes.size() != 16)
        return {};
    std::array<char, INET6_ADDRSTRLEN> text{};
    auto const family = bytes.size() == 4 ? AF_INET : AF_INET6;
    return inet_ntop(family, bytes.data(), text.data(), text.size()) ? text.data() : "";
}

std::string signature_time(std::uint32_t seconds)
{
    std::time_t const time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, sizeof "YYYYMMDDHHMMSS"> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S", &parts)};
}

} // namespace petze::dns
