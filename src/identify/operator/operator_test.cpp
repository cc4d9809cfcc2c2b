#include "identify/operator/operator.h"

#include <gtest/gtest.h>

#include <sstream>

namespace petze {
namespace {

/// Invented owners: a phone maker, an advertiser, a landlord.
DomainKnowledge known()
{
    DomainKnowledge out(2);
    auto& own = out[0];
    auto const paper = own.add_source({"A paper", "2014"});
    auto const maker = own.add_owner({"Maker", "CN"});
    auto const ads = own.add_owner({"Adverts", "US"});
    auto const house = own.add_owner({"Bighouse", "US"});
    own.add("maker.example", "services", maker, paper);
    own.add("photos.maker.example", "photo_backup", maker, paper);
    own.add("sister.example", "push", maker, paper);
    own.add("adverts.example", "ads", ads, paper);
    own.add("bighouse.example", "hosting", house, paper);
    auto& list = out[1];
    auto const tracker = list.add_source({"A list", "2026-01-01"});
    auto const makers = list.add_owner({"Maker Inc.", ""});
    auto const nobody = list.add_owner({"", ""});
    auto const other = list.add_owner({"Somebody Else", ""});
    list.add("maker.example", "analytics", makers, tracker);
    list.add("tracker.example", "ads", nobody, tracker);
    list.add("photos.maker.example", "", other, tracker);
    return out;
}

EndpointName name(char const* text, char const* source)
{
    return {text, source, 1, {0, 1, 0}};
}

EndpointCertificate shown(char const* asked, char const* made_for, bool covers,
                          char const* organisation = "", bool self_signed = false)
{
    EndpointCertificate out;
    out.name = asked;
    out.made_for = made_for;
    out.covers = covers;
    out.organisation = organisation;
    out.country = organisation[0] ? "DE" : "";
    out.self_signed = self_signed;
    out.issuer = "Example Trust";
    out.valid_from = "2014-01-01";
    return out;
}

EndpointCertificate shown(char const* asked, char const* made_for, tls::ChainStanding standing,
                          char const* organisation = "")
{
    auto out = shown(asked, made_for, true, organisation);
    out.standing = standing;
    out.authority = standing == tls::ChainStanding::verified ? "Example Root" : "";
    return out;
}

/// "Maker (CN) because operator.tls; remark; push,photo_backup; DNS a says B | SNI c says D".
std::string told(Attribution const& attribution)
{
    std::ostringstream out;
    if (attribution.operator_)
        out << attribution.operator_->name << " (" << attribution.operator_->country << ") because "
            << attribution.operator_->because.key;
    for (auto const& remark : attribution.remarks) {
        out << "; " << remark.key;
        for (auto const& [place, text] : remark.arguments)
            out << ' ' << place << '=' << text;
    }
    for (auto const role : attribution.roles)
        out << "; " << role;
    for (auto const& one : attribution.disagreements)
        for (auto const& saying : one.sayings)
            out << "; " << saying.source << " says " << saying.value;
    return out.str();
}

TEST(Operator, IsWhomTheCaptureProves)
{
    struct {
        char const* name;
        char const* id;
        std::vector<EndpointName> names;
        std::vector<EndpointCertificate> certificates;
        char const* expected;
    } const cases[] = {
        {"by the name asked for in TLS",
         "api.maker.example",
         {name("api.maker.example", "tls")},
         {},
         "Maker (CN) because operator.tls; analytics"},
        {"by the name asked for in QUIC",
         "sister.example",
         {name("sister.example", "quic")},
         {},
         "Maker (CN) because operator.quic; push"},
        {"by the host of a request",
         "x.adverts.example",
         {name("x.adverts.example", "http")},
         {},
         "Adverts (US) because operator.http; ads"},
        {"by a DNS answer, where the connection named nobody",
         "203.0.113.7",
         {name("sister.example", "dns")},
         {},
         "Maker (CN) because operator.dns; push"},
        {"what was asked for weighs more than what DNS said",
         "sister.example",
         {name("sister.example", "dns"), name("sister.example", "http")},
         {},
         "Maker (CN) because operator.http; push"},
        {"a certificate for the name weighs most",
         "sister.example",
         {name("sister.example", "tls")},
         {shown("sister.example", "*.sister.example", true)},
         "Maker (CN) because operator.certificate; push"},
        {"a certificate of its own making weighs nothing",
         "sister.example",
         {name("sister.example", "tls")},
         {shown("sister.example", "sister.example", true, "Maker", true)},
         "Maker (CN) because operator.tls; operator.self_signed name=sister.example; push"},
        {"a certificate that was made for somebody else",
         "sister.example",
         {name("sister.example", "tls")},
         {shown("sister.example", "proxy.example", false)},
         "; operator.certificate_other name=sister.example other=proxy.example"},
        {"a certificate that was made for another name of the same",
         "sister.example",
         {name("sister.example", "tls")},
         {shown("sister.example", "*.maker.example", false)},
         "Maker (CN) because operator.tls; push"},
        {"a certificate where nobody asked for a name",
         "203.0.113.7",
         {name("*.sister.example", "certificate")},
         {shown("", "*.sister.example", false)},
         "Maker (CN) because operator.certificate_name; push"},
        {"a chain up to an authority weighs more",
         "sister.example",
         {name("sister.example", "tls")},
         {shown("sister.example", "sister.example", tls::ChainStanding::verified)},
         "Maker (CN) because operator.certificate; operator.chain_verified name=sister.example "
         "authority=Example Root; push"},
        {"than one that nobody checked",
         "203.0.113.7",
         {name("sister.example", "tls"), name("adverts.example", "tls")},
         {shown("adverts.example", "adverts.example", true),
          shown("sister.example", "sister.example", tls::ChainStanding::verified)},
         "Maker (CN) because operator.certificate; operator.chain_verified name=sister.example "
         "authority=Example Root; ads; push; certificate sister.example (A paper) says Maker; "
         "certificate adverts.example (A paper) says Adverts"},
        {"that was too old is told, and still a certificate",
         "sister.example",
         {name("sister.example", "tls")},
         {shown("sister.example", "sister.example", tls::ChainStanding::expired)},
         "Maker (CN) because operator.certificate; operator.chain_expired name=sister.example; "
         "push"},
        {"to nobody known proves no more than what was asked for",
         "sister.example",
         {name("sister.example", "tls")},
         {shown("sister.example", "sister.example", tls::ChainStanding::unknown_issuer)},
         "Maker (CN) because operator.tls; operator.chain_unknown_issuer name=sister.example "
         "issuer=Example Trust; push"},
        {"that does not hold together neither",
         "sister.example",
         {name("sister.example", "tls")},
         {shown("sister.example", "sister.example", tls::ChainStanding::unfit)},
         "Maker (CN) because operator.tls; operator.chain_unfit name=sister.example; push"},
        {"a name nobody asked for, by nobody known",
         "203.0.113.7",
         {name("*.sister.example", "certificate")},
         {shown("", "*.sister.example", tls::ChainStanding::unknown_issuer)},
         "; operator.chain_unknown_issuer name=*.sister.example issuer=Example Trust; "
         "operator.no_name"},
        {"an organisation that an authority has looked at",
         "shop.example",
         {name("shop.example", "tls")},
         {shown("shop.example", "shop.example", tls::ChainStanding::verified, "Invented Shop")},
         "Invented Shop (DE) because operator.organisation; operator.chain_verified "
         "name=shop.example authority=Example Root"},
        {"an organisation by its own word",
         "shop.example",
         {name("shop.example", "tls")},
         {shown("shop.example", "shop.example", tls::ChainStanding::unknown_issuer, "Bank")},
         "; operator.chain_unknown_issuer name=shop.example issuer=Example Trust; "
         "operator.unlisted name=shop.example"},
        {"the organisation in a certificate, where no table knows the name",
         "shop.example",
         {name("shop.example", "tls")},
         {shown("shop.example", "shop.example", true, "Invented Shop GmbH")},
         "Invented Shop GmbH (DE) because operator.organisation"},
        {"but not that of a landlord",
         "shop.example",
         {name("shop.example", "tls")},
         {shown("shop.example", "shop.example", true, "Bighouse, Inc.")},
         "; operator.unlisted name=shop.example"},
        {"no name at all", "203.0.113.7", {}, {}, "; operator.no_name"},
        {"a name of no table",
         "www.shop.example",
         {name("www.shop.example", "http")},
         {},
         "; operator.unlisted name=shop.example"},
        {"a name on a list that knows no owners",
         "x.tracker.example",
         {name("x.tracker.example", "http")},
         {},
         "; operator.unlisted name=tracker.example"},
        {"rented",
         "shop.bighouse.example",
         {name("shop.bighouse.example", "tls")},
         {},
         "; operator.hosted name=shop.bighouse.example owner=Bighouse"},
        {"reverse DNS alone proves nothing",
         "203.0.113.7",
         {name("push.sister.example", "reverse_dns")},
         {},
         "; operator.reverse_only name=push.sister.example"},
        {"reverse DNS of the landlord says nothing against the tenant",
         "sister.example",
         {name("sister.example", "tls"), name("h1.bighouse.example", "reverse_dns")},
         {},
         "Maker (CN) because operator.tls; push"},
        {"reverse DNS that names somebody else is told",
         "sister.example",
         {name("sister.example", "tls"), name("h1.adverts.example", "reverse_dns")},
         {},
         "Maker (CN) because operator.tls; push; SNI sister.example (A paper) says Maker; "
         "reverse DNS h1.adverts.example (A paper) says Adverts"},
        {"an address that many share was called otherwise too",
         "sister.example",
         {name("adverts.example", "dns"), name("sister.example", "tls")},
         {},
         "Maker (CN) because operator.tls; push"},
        {"two names by DNS, of two owners: nobody is proven",
         "203.0.113.7",
         {name("adverts.example", "dns"), name("sister.example", "dns")},
         {},
         "; operator.contradictory; DNS adverts.example (A paper) says Adverts; "
         "DNS sister.example (A paper) says Maker"},
        {"a list that says otherwise is told, our own table counts",
         "photos.maker.example",
         {name("photos.maker.example", "http")},
         {},
         "Maker (CN) because operator.http; photo_backup; "
         "HTTP Host photos.maker.example (A paper) says Maker; "
         "HTTP Host photos.maker.example (A list) says Somebody Else"},
    };
    auto const knowledge = known();
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Endpoint endpoint;
        endpoint.id = c.id;
        endpoint.names = c.names;
        endpoint.certificates = c.certificates;
        Attribution attribution;
        attribute_operator(endpoint, knowledge, attribution);
        EXPECT_EQ(told(attribution), c.expected);
    }
}

TEST(Operator, OfANameThatSomebodyAsksAbout)
{
    struct {
        char const* name;
        char const* asked;
        char const* expected;
    } const cases[] = {
        {"known", "Photos.Maker.example.", "Maker (CN) because operator.given; photo_backup"},
        {"unknown", "shop.example", "; operator.unlisted name=shop.example"},
        {"rented", "a.bighouse.example",
         "; operator.hosted name=a.bighouse.example owner=Bighouse"},
    };
    auto knowledge = known();
    knowledge.pop_back();
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Attribution attribution;
        attribute_operator(c.asked, knowledge, attribution);
        EXPECT_EQ(told(attribution), c.expected);
    }
}

TEST(Operator, SaysFromWhereAndWhenAndHowFarFromTheCapture)
{
    Attribution attribution;
    attribution.asked = "2026-07-21";
    attribute_operator("photos.maker.example", {known()[0]}, attribution);
    ASSERT_TRUE(attribution.operator_);
    EXPECT_EQ(attribution.operator_->source, "A paper");
    EXPECT_EQ(attribution.operator_->as_of, "2014");
    EXPECT_TRUE(attribution.operator_->distant);
    EXPECT_EQ(attribution.operator_->because.arguments,
              (std::vector<std::pair<std::string_view, std::string>>{
                  {"name", "photos.maker.example"}, {"domain", "photos.maker.example"}}));
}

TEST(Operator, MoreThanAYearAway)
{
    struct {
        char const* name;
        char const* as_of;
        char const* asked;
        bool distant;
    } const cases[] = {
        {"the same day", "2014-07-21", "2014-07-21", false},
        {"a year later", "2014-07-21", "2015-07-21", false},
        {"a year and a day later", "2014-07-21", "2015-07-22", true},
        {"a year earlier", "2014-07-21", "2013-07-21", false},
        {"a year and a day earlier", "2014-07-21", "2013-07-20", true},
        {"a year alone: its last day counts", "2014", "2015-12-31", false},
        {"a year alone, later", "2014", "2016-01-01", true},
        {"a year alone, earlier: its first day counts", "2014", "2013-01-01", false},
        {"a year alone, much earlier", "2014", "2012-12-31", true},
        {"a month alone", "2014-07", "2015-08-01", true},
        {"nobody asked", "2014", "", false},
        {"no date", "", "2014-07-21", false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(is_distant(c.as_of, c.asked), c.distant);
    }
}

} // namespace
} // namespace petze
