#include "decrypt/tls/fingerprint.h"

#include "base/digest.h"
#include "base/text.h"
#include "decrypt/tls/names.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace petze::tls {

namespace {

using Numbers = std::vector<std::uint16_t>;

Numbers without_grease(Numbers const& values)
{
    Numbers kept;
    std::copy_if(values.begin(), values.end(), std::back_inserter(kept),
                 [](std::uint16_t value) { return !is_grease(value); });
    return kept;
}

Numbers types_of(std::vector<Extension> const& extensions)
{
    Numbers types;
    for (auto const& e : extensions)
        types.push_back(e.type);
    return types;
}

template<typename Range>
void append_decimal(std::string& text, Range const& values)
{
    auto separator = "";
    for (auto value : values) {
        text += separator;
        text += std::to_string(value);
        separator = "-";
    }
}

std::string hex_list(Numbers const& values)
{
    std::string text;
    for (auto value : values) {
        std::uint8_t const bytes[] = {static_cast<std::uint8_t>(value >> 8),
                                      static_cast<std::uint8_t>(value & 0xff)};
        if (!text.empty())
            text += ',';
        text += to_hex(bytes);
    }
    return text;
}

std::string two_digits(std::size_t count)
{
    auto const shown = std::min<std::size_t>(count, 99);
    return {static_cast<char>('0' + shown / 10), static_cast<char>('0' + shown % 10)};
}

bool is_dtls(std::uint16_t version)
{
    return version >> 8 == 0xfe;
}

// "TLS and DTLS Version": the highest of supported_versions, else the protocol version. The
// numbers of DTLS count down.
std::string_view version_characters(ClientHello const& hello)
{
    auto const offered = without_grease(hello.versions);
    auto version = hello.version;
    if (!offered.empty()) {
        auto const [low, high] = std::minmax_element(offered.begin(), offered.end());
        version = is_dtls(*high) ? *low : *high;
    }
    switch (version) {
    case 0x0002:
        return "s2";
    case 0x0300:
        return "s3";
    case 0x0301:
        return "10";
    case 0x0302:
        return "11";
    case 0x0303:
        return "12";
    case 0x0304:
        return "13";
    case 0xfeff:
        return "d1";
    case 0xfefd:
        return "d2";
    case 0xfefc:
        return "d3";
    default:
        return "00";
    }
}

bool is_alphanumeric(char c)
{
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
}

// "ALPN Extension Value": first and last character of the first name; where either is not
// alphanumeric, first and last digit of the name in hex.
std::string alpn_characters(ClientHello const& hello)
{
    if (hello.alpn.empty() || hello.alpn.front().empty())
        return "00";
    auto const name = hello.alpn.front();
    if (is_alphanumeric(name.front()) && is_alphanumeric(name.back()))
        return {name.front(), name.back()};
    auto const digits = to_hex(as_bytes(name));
    return {digits.front(), digits.back()};
}

std::string short_hash(std::string const& list)
{
    constexpr std::size_t kept = 12;
    std::string hash(kept, '0');
    if (!list.empty())
        hash = to_hex(sha256(as_bytes(list))).substr(0, kept);
    return hash;
}

} // namespace

std::string ja3_text(ClientHello const& hello)
{
    auto text = std::to_string(hello.version);
    for (auto const& list : {hello.cipher_suites, types_of(hello.extensions), hello.groups}) {
        text += ',';
        append_decimal(text, without_grease(list));
    }
    text += ',';
    append_decimal(text, hello.point_formats);
    return text;
}

std::string ja3(ClientHello const& hello)
{
    return to_hex(md5(as_bytes(ja3_text(hello))));
}

std::string ja3s_text(ServerHello const& hello)
{
    auto text = std::to_string(hello.version) + ',' + std::to_string(hello.cipher_suite) + ',';
    append_decimal(text, types_of(hello.extensions));
    return text;
}

std::string ja3s(ServerHello const& hello)
{
    return to_hex(md5(as_bytes(ja3s_text(hello))));
}

std::string ja4(ClientHello const& hello, Transport transport)
{
    auto suites = without_grease(hello.cipher_suites);
    auto extensions = without_grease(types_of(hello.extensions));
    std::string text{static_cast<char>(transport)};
    text += version_characters(hello);
    text += hello.find(extension::server_name) ? 'd' : 'i';
    text += two_digits(suites.size()) + two_digits(extensions.size()) + alpn_characters(hello);

    std::sort(suites.begin(), suites.end());
    text += '_' + short_hash(hex_list(suites));

    std::erase_if(extensions, [](std::uint16_t type) {
        return type == extension::server_name || type == extension::alpn;
    });
    std::sort(extensions.begin(), extensions.end());
    auto list = hex_list(extensions);
    if (auto const algorithms = hex_list(without_grease(hello.signature_algorithms));
        !algorithms.empty())
        list += '_' + algorithms;
    text += '_' + short_hash(list);
    return text;
}

} // namespace petze::tls
