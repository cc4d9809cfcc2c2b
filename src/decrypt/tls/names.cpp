#include "decrypt/tls/names.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace petze::tls {

namespace {

struct SuiteName {
    std::uint16_t number;
    std::string_view name;
};

constexpr SuiteName suites[] = {
#include "decrypt/tls/cipher_suites.inc"
};

std::string hex16(std::uint16_t value)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "0x";
    for (int shift = 12; shift >= 0; shift -= 4)
        text += digits[value >> shift & 0xf];
    return text;
}

} // namespace

std::string cipher_suite_name(std::uint16_t suite)
{
    auto const* const found = std::lower_bound(
        std::begin(suites), std::end(suites), suite,
        [](SuiteName const& row, std::uint16_t number) { return row.number < number; });
    if (found == std::end(suites) || found->number != suite)
        return hex16(suite);
    return "TLS_" + std::string{found->name};
}

std::string version_name(std::uint16_t version)
{
    switch (version) {
    case 0x0002:
        return "SSL 2.0";
    case 0x0300:
        return "SSL 3.0";
    case 0x0301:
        return "TLS 1.0";
    case 0x0302:
        return "TLS 1.1";
    case 0x0303:
        return "TLS 1.2";
    case 0x0304:
        return "TLS 1.3";
    case 0xfeff:
        return "DTLS 1.0";
    case 0xfefd:
        return "DTLS 1.2";
    case 0xfefc:
        return "DTLS 1.3";
    default:
        break;
    }
    // RFC 8446's drafts, section 4.2.1.1: 0x7f00 and the number of the draft.
    if (is_tls13(version))
        return "TLS 1.3 draft-" + std::to_string(version & 0xff);
    return hex16(version);
}

} // namespace petze::tls
