#include "identify/operator/chain_check.h"

#include "testing/certificates.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using tls::ChainStanding;

tls::KeptChain chain_of(std::string const& file)
{
    auto const certificates =
        testing::certificates_of(std::string{PETZE_CERTIFICATES} + "/" + file);
    return {{certificates.begin(), certificates.end()}, file};
}

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t in_2014 = 1405930530 * second;
constexpr std::int64_t in_2017 = 1500000000 * second;

EndpointCertificate shown(std::string const& file, std::int64_t time_ns)
{
    EndpointCertificate out;
    out.fingerprint = file;
    out.chain = chain_of(file);
    out.first = {0, 1, time_ns};
    return out;
}

TEST(ChainCheck, SaysOfEachCertificateHowFarItReached)
{
    struct {
        char const* name;
        char const* file;
        std::int64_t time_ns;
        ChainStanding expected;
        char const* authority;
    } const cases[] = {
        {"verified", "verified.pem", in_2014, ChainStanding::verified,
         "Invented Root (Invented Trust)"},
        {"the same chain at another time", "verified.pem", in_2017, ChainStanding::expired, ""},
        {"and again at the first", "verified.pem", in_2014, ChainStanding::verified,
         "Invented Root (Invented Trust)"},
        {"its first moment", "verified.pem", 1388534400 * second, ChainStanding::verified,
         "Invented Root (Invented Trust)"},
        {"before it", "verified.pem", 1388534400 * second - 1, ChainStanding::expired, ""},
        {"its end", "verified.pem", 1451606400 * second, ChainStanding::expired, ""},
        {"unknown", "stranger.pem", in_2014, ChainStanding::unknown_issuer, ""},
        {"forged", "forged.pem", in_2014, ChainStanding::unfit, ""},
    };
    ChainCheck check{tls::TrustStore{testing::pem_file(PETZE_CERTIFICATES "/authorities.pem")}};
    Tally tally;
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Endpoint endpoint;
        endpoint.certificates = {shown(c.file, c.time_ns)};
        EXPECT_TRUE(has_chains({endpoint}));
        check.check(endpoint, tally);
        EXPECT_EQ(name_of(endpoint.certificates[0].standing), name_of(c.expected));
        EXPECT_EQ(endpoint.certificates[0].authority, c.authority);
        EXPECT_FALSE(has_chains({endpoint})); // forgotten
    }
    EXPECT_TRUE(tally.rows().empty());
}

TEST(ChainCheck, LeavesAloneWhatShowedNoChain)
{
    ChainCheck check{tls::TrustStore{testing::pem_file(PETZE_CERTIFICATES "/authorities.pem")}};
    Endpoint endpoint;
    endpoint.certificates.resize(1);
    Tally tally;
    check.check(endpoint, tally);
    EXPECT_EQ(endpoint.certificates[0], EndpointCertificate{});
}

TEST(ChainPool, KeepsEachChainOnceAndNoMoreThanFit)
{
    ChainPool pool;
    Tally tally;
    auto const first = pool.keep(chain_of("verified.pem"), "leaf", tally);
    auto const again = pool.keep(chain_of("verified.pem"), "leaf", tally);
    EXPECT_EQ(&first.certificates(), &again.certificates());
    EXPECT_TRUE(pool.keep({}, "leaf", tally).empty());

    for (auto const* file : {"forged.pem", "expired.pem", "stranger.pem"})
        EXPECT_FALSE(pool.keep(chain_of(file), "leaf", tally).empty()) << file;
    EXPECT_TRUE(tally.rows().empty());
    EXPECT_TRUE(pool.keep(chain_of("self_signed.pem"), "leaf", tally).empty());
    EXPECT_FALSE(tally.rows().empty()); // more chains with one leaf than anybody shows
}

TEST(ChainPool, IsBoundedInBytes)
{
    ChainPool pool;
    Tally tally;
    std::size_t kept = 0;
    std::vector<std::uint8_t> bytes(64u << 10);
    for (std::size_t i = 0; i < 1200; ++i) {
        bytes[0] = static_cast<std::uint8_t>(i);
        bytes[1] = static_cast<std::uint8_t>(i >> 8);
        auto const leaf = std::to_string(i);
        kept += pool.keep({{Bytes{bytes}}, leaf}, leaf, tally).empty() ? 0u : 1u;
    }
    EXPECT_EQ(kept, 1024u); // 64 MB
    EXPECT_FALSE(tally.rows().empty());
}

} // namespace
} // namespace petze
