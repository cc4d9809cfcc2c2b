#include "identify/operator/certificate.h"

#include "base/text.h"
#include "conversation/host.h"
#include "identify/operator/domain.h"

#include <algorithm>

namespace petze {

namespace {

// One value of a distinguished name, and where the next attribute begins.
std::pair<std::string, std::size_t> value_at(std::string_view text, std::size_t at)
{
    std::string value;
    while (at < text.size() && text[at] != ',' && text[at] != '+') {
        if (text[at] != '\\' || at + 1 == text.size()) {
            value += text[at++];
            continue;
        }
        // RFC 4514 section 2.4: two hex digits, or the character itself.
        if (auto const byte = decode_hex(text.substr(at + 1, 2)); byte && byte->size() == 1) {
            value += static_cast<char>(byte->front());
            at += 3;
        } else {
            value += text[at + 1];
            at += 2;
        }
    }
    return {std::move(value), at + 1};
}

} // namespace

std::string attribute_of(std::string_view distinguished_name, std::string_view attribute)
{
    std::size_t at = 0;
    while (at < distinguished_name.size()) {
        auto const equals = distinguished_name.find('=', at);
        if (equals == std::string_view::npos)
            break;
        auto const name = trim(distinguished_name.substr(at, equals - at));
        auto [value, next] = value_at(distinguished_name, equals + 1);
        if (equal_ignoring_case(name, attribute))
            return std::string{trim(value)};
        at = next;
    }
    return {};
}

EndpointCertificate describe_certificate(ShownCertificate const& shown, std::string_view asked,
                                         Stamp const& told)
{
    constexpr std::size_t date_length = 10; // of an RFC 3339 time
    EndpointCertificate out;
    out.fingerprint = shown.fingerprint;
    out.organisation = attribute_of(shown.subject, "O");
    out.country = attribute_of(shown.subject, "C");
    out.issuer = attribute_of(shown.issuer, "O");
    if (out.issuer.empty())
        out.issuer = attribute_of(shown.issuer, "CN");
    out.valid_from = shown.not_before.substr(0, date_length);
    out.self_signed = shown.subject == shown.issuer;
    out.name = normal_host(asked);
    // RFC 9525 section 6.4.4 counts the subject's own name no more; clients of 2014 did.
    auto names = shown.san;
    if (names.empty())
        names.push_back(attribute_of(shown.subject, "CN"));
    out.made_for = normal_host(names.front());
    out.covers = std::any_of(names.begin(), names.end(), [&](std::string const& name) {
        return covers(normal_host(name), out.name);
    });
    out.flows = 1;
    out.first = told;
    return out;
}

} // namespace petze
