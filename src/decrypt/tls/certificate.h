#pragma once

#include "base/byte_reader.h"

#include <string>
#include <vector>

namespace petze::tls {

/// How a Certificate message is laid out: until TLS 1.2 (RFC 5246 section 7.4.2) or since TLS 1.3
/// (RFC 8446 section 4.4.2), where each certificate has extensions.
enum class CertificateLayout { tls12, tls13 };

/// The chain as sent, the leaf first, each in DER; views into the body of the message.
Decoded<std::vector<Bytes>> decode_certificates(Bytes body, CertificateLayout layout);

/// Who a certificate says its holder is.
struct Certificate {
    std::string fingerprint; // SHA-256 of the DER, lower hex; there even where nothing else is
    std::string subject;     // RFC 4514: "CN=www.example.com,O=Invented"
    std::string issuer;
    std::vector<std::string> alternative_names; // DNS names and addresses, as they stand in it
    std::string not_before;                     // RFC 3339
    std::string not_after;

    bool operator==(Certificate const&) const = default;
};

/// One certificate in DER (RFC 5280); OpenSSL underneath. Nothing is verified.
Decoded<Certificate> describe_certificate(Bytes der);

} // namespace petze::tls
