#include "decrypt/tls/certificate.h"

#include "testing/tls.h"

#include <gtest/gtest.h>

namespace petze::tls {
namespace {

using namespace petze::testing;

// Expected values as `openssl x509 -nameopt RFC2253` prints them.
TEST(DescribeCertificate, SaysWhatOpensslSays)
{
    auto const [certificate, flaw] = describe_certificate(invented_certificate());
    EXPECT_FALSE(flaw);
    EXPECT_EQ(certificate.fingerprint, invented_fingerprint);
    EXPECT_EQ(certificate.subject, "CN=www.example.com,O=Invented,C=DE");
    EXPECT_EQ(certificate.issuer, "CN=Invented Test CA");
    EXPECT_EQ(
        certificate.alternative_names,
        (std::vector<std::string>{"www.example.com", "*.example.net", "192.0.2.7", "2001:db8::7"}));
    EXPECT_EQ(certificate.not_before, "2014-07-01T00:00:00Z");
    EXPECT_EQ(certificate.not_after, "9999-12-31T23:59:59Z");
}

TEST(DescribeCertificate, FingerprintsWhatIsNoCertificate)
{
    auto const der = invented_certificate();
    for (std::size_t length = 0; length < der.size(); ++length) {
        auto const [certificate, flaw] = describe_certificate(Bytes{der}.first(length));
        EXPECT_TRUE(flaw) << length;
        EXPECT_EQ(certificate.fingerprint.size(), 64u);
        EXPECT_EQ(certificate.subject, "");
    }
}

TEST(DecodeCertificates, ReadsTheChain)
{
    struct {
        char const* name;
        char const* body;
        CertificateLayout layout;
        std::vector<testing::Buffer> expected;
        std::string_view flaw;
    } const cases[] = {
        {"none", "000000", CertificateLayout::tls12, {}, ""},
        {"two",
         "000009 000002 aabb 000001 cc",
         CertificateLayout::tls12,
         {{0xaa, 0xbb}, {0xcc}},
         ""},
        {"TLS 1.3, with extensions",
         "00 000009 000002 aabb 0002 1122",
         CertificateLayout::tls13,
         {{0xaa, 0xbb}},
         ""},
        {"TLS 1.3, with a context",
         "01 07 000006 000001 cc 0000",
         CertificateLayout::tls13,
         {{0xcc}},
         ""},
        {"the leaf is whole, the next cut off",
         "000009 000002 aabb 0000",
         CertificateLayout::tls12,
         {{0xaa, 0xbb}},
         "truncated"},
        {"bytes left over",
         "000004 000001 cc dd",
         CertificateLayout::tls12,
         {{0xcc}},
         "bytes after the last field"},
        {"a list that ends inside a certificate",
         "000004 000009 cc dd",
         CertificateLayout::tls12,
         {},
         "bytes after the last field"},
        {"empty", "", CertificateLayout::tls12, {}, "truncated"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const body = from_hex(c.body);
        auto const [chain, flaw] = decode_certificates(body, c.layout);
        std::vector<testing::Buffer> owned;
        for (auto der : chain)
            owned.emplace_back(der.begin(), der.end());
        EXPECT_EQ(owned, c.expected);
        EXPECT_EQ(flaw ? flaw->what : "", c.flaw);
    }
}

} // namespace
} // namespace petze::tls
