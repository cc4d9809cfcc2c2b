#include "decrypt/tls/certificate.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "decrypt/tls/x509.h"

#include <array>
#include <ctime>
#include <map>
#include <memory>
#include <optional>

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/x509v3.h>

namespace petze::tls {

namespace {

using BioPointer = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using NamesPointer = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;

std::string time_text(ASN1_TIME const* time)
{
    std::tm parts{};
    // Without this test OpenSSL takes an absent time for the present one.
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    std::array<char, sizeof "9999-12-31T23:59:59Z"> text{};
    auto const length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), length};
}

Bytes content(ASN1_STRING const* string)
{
    return {ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

std::string address_text(Bytes address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    auto const family = address.size() == 4 ? AF_INET : AF_INET6;
    if (address.size() != 4 && address.size() != 16)
        return {};
    return inet_ntop(family, address.data(), text.data(), text.size()) ? text.data() : "";
}

std::vector<std::string> alternative_names(X509 const* certificate)
{
    std::vector<std::string> texts;
    NamesPointer const names{static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))};
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
        auto const* const name = sk_GENERAL_NAME_value(names.get(), i);
        std::string text;
        if (name->type == GEN_DNS)
            text = as_text(content(name->d.dNSName));
        else if (name->type == GEN_IPADD)
            text = address_text(content(name->d.iPAddress));
        if (!text.empty() && texts.size() < limits::certificate_names)
            texts.push_back(std::move(text));
    }
    return texts;
}

} // namespace

std::string name_text(X509_NAME const* name)
{
    BioPointer const out{BIO_new(BIO_s_mem())};
    // Letters beyond ASCII stand as UTF-8 rather than as \XX for each byte.
    constexpr unsigned long flags =
        XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
    if (!out || !name || X509_NAME_print_ex(out.get(), name, 0, flags) < 0)
        return {};
    char* data = nullptr;
    auto const length = BIO_get_mem_data(out.get(), &data);
    return length > 0 ? std::string(data, static_cast<std::size_t>(length)) : std::string{};
}

Decoded<std::vector<Bytes>> decode_certificates(Bytes body, CertificateLayout layout)
{
    ByteReader in{body};
    std::vector<Bytes> chain;
    if (layout == CertificateLayout::tls13)
        in.skip(in.u8()); // certificate_request_context
    // A message that was cut off has less than it says; the leaf may be whole all the same.
    auto const length = in.u24();
    std::optional<Flaw> flaw = in.flaw();
    if (!flaw && length != in.remaining())
        flaw =
            Flaw{length > in.remaining() ? "truncated" : "bytes after the last field", in.offset()};
    ByteReader list{in.peek(length)};
    while (list.ok() && list.remaining() > 0) {
        if (chain.size() == limits::certificates) {
            list.fail("too many certificates");
            break;
        }
        auto const der = list.take(list.u24());
        if (!list.ok())
            break;
        chain.push_back(der);
        if (layout == CertificateLayout::tls13)
            list.skip(list.u16()); // extensions
    }
    return {std::move(chain), flaw ? flaw : list.flaw()};
}

namespace {

Decoded<Certificate> parse_certificate(Bytes der, Sha256Digest const& digest)
{
    QuietErrors const quiet;
    Certificate described;
    described.fingerprint = to_hex(digest);
    auto const* cursor = der.data();
    X509Pointer const certificate{d2i_X509(nullptr, &cursor, static_cast<long>(der.size()))};
    if (!certificate)
        return {std::move(described), Flaw{"no X.509 certificate", 0}};
    described.subject = name_text(X509_get_subject_name(certificate.get()));
    described.issuer = name_text(X509_get_issuer_name(certificate.get()));
    described.alternative_names = alternative_names(certificate.get());
    described.not_before = time_text(X509_get0_notBefore(certificate.get()));
    described.not_after = time_text(X509_get0_notAfter(certificate.get()));
    return {std::move(described), {}};
}

} // namespace

Decoded<Certificate> describe_certificate(Bytes der)
{
    // Phones talk to the same servers again and again, and OpenSSL takes 50 microseconds for the
    // public key alone. What is kept depends on the bytes only, so each thread may keep its own.
    constexpr std::size_t most_kept = 256;
    thread_local std::map<Sha256Digest, Decoded<Certificate>> kept;
    auto const digest = sha256(der);
    if (auto const found = kept.find(digest); found != kept.end())
        return found->second;
    if (kept.size() >= most_kept)
        kept.clear();
    return kept.emplace(digest, parse_certificate(der, digest)).first->second;
}

} // namespace petze::tls
