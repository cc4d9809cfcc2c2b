#include "decrypt/tls/chain.h"

#include "testing/certificates.h"

#include <gtest/gtest.h>

namespace petze::tls {
namespace {

std::string text_of(std::string const& file)
{
    return testing::pem_file(std::string{PETZE_CERTIFICATES} + "/" + file);
}

ShownChain chain_of(std::string const& file)
{
    return testing::certificates_of(std::string{PETZE_CERTIFICATES} + "/" + file);
}

constexpr std::int64_t in_2014 = 1405930530; // 2014-07-21T08:15:30Z

// What `openssl verify -purpose sslserver -attime` says of the same files.
TEST(TlsChain, ReachesAsFarAsOpensslSays)
{
    struct {
        char const* name;
        char const* file;
        std::int64_t seconds;
        ChainStanding expected;
    } const cases[] = {
        {"up to the authority", "verified.pem", in_2014, ChainStanding::verified},
        {"with the authority sent along", "with_root.pem", in_2014, ChainStanding::verified},
        {"too old, then", "expired.pem", in_2014, ChainStanding::expired},
        {"not too old earlier", "expired.pem", 1325376001, ChainStanding::verified},
        {"too old, later", "verified.pem", 1451606401, ChainStanding::expired},
        {"too new", "verified.pem", 1388534399, ChainStanding::expired},
        {"its last second", "verified.pem", 1451606400 - 1, ChainStanding::verified},
        {"before there were clocks", "verified.pem", -1, ChainStanding::expired},
        {"a link that was not sent", "link_missing.pem", in_2014, ChainStanding::unknown_issuer},
        {"an authority nobody knows", "stranger.pem", in_2014, ChainStanding::unknown_issuer},
        {"of its own making", "self_signed.pem", in_2014, ChainStanding::self_signed},
        {"forged", "forged.pem", in_2014, ChainStanding::unfit},
        {"forged and too old", "forged_expired.pem", in_2014, ChainStanding::unfit},
        {"signed by who may not sign", "signed_by_server.pem", in_2014, ChainStanding::unfit},
    };
    TrustStore const authorities{text_of("authorities.pem")};
    ASSERT_EQ(authorities.authorities(), 1u);
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const checked = authorities.check(chain_of(c.file), c.seconds);
        EXPECT_EQ(name_of(checked.standing), name_of(c.expected));
        if (c.expected == ChainStanding::verified) {
            EXPECT_EQ(checked.authority, "CN=Invented Root,O=Invented Trust");
        } else {
            EXPECT_EQ(checked.authority, "");
        }
    }
}

TEST(TlsChain, SaysHowLongWhatItSaysHolds)
{
    TrustStore const authorities{text_of("authorities.pem")};
    auto const checked = authorities.check(chain_of("verified.pem"), in_2014);
    EXPECT_EQ(checked.from, 1388534400);  // 2014-01-01, of the leaf
    EXPECT_EQ(checked.until, 1451606400); // 2016-01-01
}

TEST(TlsChain, IsNotCheckedWithoutAuthorities)
{
    for (auto const* pem : {"", "no certificates", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
        SCOPED_TRACE(pem);
        TrustStore const nobody{pem};
        EXPECT_EQ(nobody.authorities(), 0u);
        EXPECT_EQ(nobody.check(chain_of("verified.pem"), in_2014).standing,
                  ChainStanding::unchecked);
    }
}

TEST(TlsChain, PassesOverWhatIsNoCertificateAmongAuthorities)
{
    auto const good = text_of("authorities.pem");
    auto const broken =
        "-----BEGIN CERTIFICATE-----\nTm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n" + good;
    EXPECT_EQ(TrustStore{broken}.authorities(), 1u);
    EXPECT_EQ(TrustStore{"# a comment\n" + good}.authorities(), 1u);
}

TEST(TlsChain, SurvivesEveryPrefixOfACertificate)
{
    TrustStore const authorities{text_of("authorities.pem")};
    auto const whole = chain_of("verified.pem");
    for (std::size_t length = 0; length < whole[0].size(); ++length) {
        auto cut = whole;
        cut[0].resize(length);
        EXPECT_EQ(authorities.check(cut, in_2014).standing, ChainStanding::unfit) << length;
    }
    for (std::size_t length = 0; length < whole[1].size(); ++length) {
        auto cut = whole;
        cut[1].resize(length);
        EXPECT_EQ(authorities.check(cut, in_2014).standing, ChainStanding::unknown_issuer)
            << length;
    }
}

TEST(TlsChain, IsKeptOnceAndNotWhereItIsTooLong)
{
    auto const whole = chain_of("verified.pem");
    std::vector<Bytes> const views{whole.begin(), whole.end()};
    KeptChain const first{views, "a leaf"};
    KeptChain const second{views, "a leaf"};
    EXPECT_EQ(&first.certificates(), &second.certificates());
    EXPECT_EQ(first.certificates(), whole);
    KeptChain const other{{views[0]}, "a leaf"};
    EXPECT_FALSE(other == first);
    EXPECT_FALSE(KeptChain{} == first);
    EXPECT_EQ((KeptChain{views, "another name for it"}), first);

    EXPECT_TRUE((KeptChain{{}, "nothing"}.empty()));
    EXPECT_FALSE((KeptChain{std::vector<Bytes>(12, views[0]), "twelve"}.empty()));
    EXPECT_TRUE((KeptChain{std::vector<Bytes>(13, views[0]), "thirteen"}.empty()));
    std::vector<std::uint8_t> const large((64u << 10) + 1);
    EXPECT_TRUE((KeptChain{{Bytes{large}}, "large"}.empty()));
}

} // namespace
} // namespace petze::tls
