#include "identify/online/rdap.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

Address address(char const* text)
{
    return *Address::parse(text);
}

TEST(Rdap, AsksRegistriesAlone)
{
    struct {
        char const* name;
        char const* url;
        Reach reach;
        bool allowed;
    } const cases[] = {
        {"a regional registry", "https://rdap.apnic.net/", Reach::registries, true},
        {"a national registry", "https://rdap.registro.br/ip/1.2.3.4", Reach::registries, true},
        {"another port", "https://rdap.db.ripe.net:8443/", Reach::registries, true},
        {"in clear", "http://rdap.apnic.net/", Reach::registries, false},
        {"somebody else", "https://rdap.evil.example/", Reach::registries, false},
        {"a name that ends alike", "https://evilapnic.net/", Reach::registries, false},
        {"a name that begins alike", "https://apnic.net.evil.example/", Reach::registries, false},
        {"a user before the host", "https://apnic.net@evil.example/", Reach::registries, false},
        {"a user before a registry", "https://u:p@rdap.apnic.net/", Reach::registries, false},
        {"a backslash", "https://evil.example\\.apnic.net/", Reach::registries, false},
        {"a blank", "https://rdap.apnic.net/ HTTP", Reach::registries, false},
        {"a line end", "https://rdap.apnic.net/\r\nX: y", Reach::registries, false},
        {"a file", "file:///etc/passwd", Reach::registries, false},
        {"this machine, from outside", "https://127.0.0.1/", Reach::registries, false},
        {"this machine", "http://127.0.0.1:8080/", Reach::this_machine, true},
        {"this machine, IPv6", "http://[::1]:8080/", Reach::this_machine, true},
        {"from this machine to a neighbour", "http://192.168.1.1/", Reach::this_machine, false},
        {"from this machine to a registry", "https://rdap.apnic.net/", Reach::this_machine, false},
        {"from this machine to a name", "http://localhost/", Reach::this_machine, false},
        {"no URL", "rdap.apnic.net", Reach::registries, false},
        {"nothing", "", Reach::registries, false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(may_be_asked(c.url, c.reach), c.allowed);
    }
    EXPECT_TRUE(may_be_asked_whois("whois.lacnic.net", Reach::registries));
    EXPECT_TRUE(may_be_asked_whois("127.0.0.1:4343", Reach::this_machine));
    EXPECT_FALSE(may_be_asked_whois("whois.evil.example", Reach::registries));
    EXPECT_FALSE(may_be_asked_whois("127.0.0.1:25", Reach::registries));
}

TEST(Rdap, FindsTheServiceForAnAddress)
{
    // RFC 9224 section 5.1 has a file of this form.
    auto const bootstrap = parse_bootstrap(
        R"({"version":"1.0","publication":"2024-01-07T10:11:12Z","services":[
             [["42.0.0.0/8","43.0.0.0/8"],["https://rdap.apnic.net/","http://rdap.apnic.net/"]],
             [["42.62.0.0/16"],["https://rdap.cnnic.cn"]],
             [["8.0.0.0/8"],["https://rdap.evil.example/"]],
             [["9.0.0.0/8"],["http://127.0.0.1:1/"]],
             [["nonsense"],["https://rdap.arin.net/registry/"]],
             "nonsense", [[]], [["10.0.0.0/8"]]]})",
        BootstrapFrom::iana);
    ASSERT_TRUE(bootstrap);
    EXPECT_EQ(bootstrap->published, "2024-01-07");
    EXPECT_EQ(bootstrap->refused,
              (std::vector<std::string>{"https://rdap.evil.example/", "http://127.0.0.1:1/"}));
    struct {
        char const* name;
        char const* asked;
        char const* url;
    } const cases[] = {
        {"by the block", "43.1.2.3", "https://rdap.apnic.net/"},
        {"by the smaller block", "42.62.48.157", "https://rdap.cnnic.cn"},
        {"whose server was refused", "8.8.8.8", ""},
        {"whose server may not be named from outside", "9.9.9.9", ""},
        {"in no block", "1.1.1.1", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const* service = bootstrap->find(address(c.asked));
        EXPECT_EQ(service ? service->url : "", c.url);
    }
    EXPECT_EQ(rdap_url("https://rdap.cnnic.cn", address("42.62.48.157")),
              "https://rdap.cnnic.cn/ip/42.62.48.157");
    EXPECT_FALSE(parse_bootstrap("[]", BootstrapFrom::iana));
    EXPECT_FALSE(parse_bootstrap("", BootstrapFrom::iana));
}

// Answers in the shapes of the five regional registries; the holders are invented but for APNIC's.
TEST(Rdap, ReadsWhoHoldsABlock)
{
    struct {
        char const* name;
        std::string json;
        char const* asked;
        RegisteredNetwork expected;
    } const cases[] = {
        {"APNIC: in the remark called description, not the contacts",
         R"({"objectClassName":"ip network","handle":"42.62.0.0 - 42.62.127.255",
             "startAddress":"42.62.0.0","endAddress":"42.62.127.255","name":"FECT","country":"CN",
             "events":[{"eventAction":"registration","eventDate":"2011-02-01T00:00:00Z"},
                       {"eventAction":"last changed","eventDate":"2014-05-06T07:08:09Z"}],
             "entities":[{"roles":["abuse"],"vcardArray":["vcard",[["fn",{},"text","IRT-CNNIC-CN"]]]}],
             "remarks":[{"title":"remarks","description":["CNNIC is not an ISP"]},
                        {"title":"description","description":["Forest Eternal Communication Tech",
                         "Beijing"]}],
             "links":[{"rel":"self","href":"https://rdap.apnic.net/ip/42.62.0.0/17"}]})",
         "42.62.48.157",
         {*parse_range("42.62.0.0/17"), "42.62.0.0 - 42.62.127.255", "FECT",
          "Forest Eternal Communication Tech", "CN", "2014-05-06", ""}},
        {"ARIN: an entity inside the network, org before fn",
         R"({"objectClassName":"ip network","handle":"NET-8-0-0-0-1","startAddress":"8.0.0.0",
             "endAddress":"8.127.255.255","name":"INVENTED-1","parentHandle":"NET-8-0-0-0-0",
             "entities":[{"handle":"INV","roles":["registrant"],"vcardArray":["vcard",
               [["version",{},"text","4.0"],["fn",{},"text","Invented, Inc."],
                ["kind",{},"text","org"]]],
               "entities":[{"roles":["abuse"],"vcardArray":["vcard",[["fn",{},"text","Abuse"]]]}]}],
             "events":[{"eventAction":"last changed","eventDate":"2018-04-23T00:00:00-04:00"}]})",
         "8.8.8.8",
         {*parse_range("8.0.0.0/9"), "NET-8-0-0-0-1", "INVENTED-1", "Invented, Inc.", "",
          "2018-04-23", ""}},
        {"RIPE: the registrant's organisation",
         R"({"objectClassName":"ip network","handle":"5.1.0.0 - 5.1.0.255",
             "startAddress":"5.1.0.0","endAddress":"5.1.0.255","name":"INV-NET","country":"DE",
             "entities":[{"roles":["administrative"],"vcardArray":["vcard",[["fn",{},"text","A Person"]]]},
                         {"roles":["registrant","technical"],"vcardArray":["vcard",
                          [["org",{},"text","Erfunden GmbH"],["fn",{},"text","ORG-E1-RIPE"]]]}]})",
         "5.1.0.9",
         {*parse_range("5.1.0.0/24"), "5.1.0.0 - 5.1.0.255", "INV-NET", "Erfunden GmbH", "DE", "",
          ""}},
        {"LACNIC: a link to the national registry",
         R"({"objectClassName":"ip network","handle":"200.160.0.0/20","startAddress":"200.160.0.0",
             "endAddress":"200.160.15.255","country":"BR",
             "links":[{"rel":"related","type":"application/rdap+json",
                       "href":"https://rdap.registro.br/ip/200.160.0.0/20"}]})",
         "200.160.2.3",
         {*parse_range("200.160.0.0/20"), "200.160.0.0/20", "", "", "BR", "",
          "https://rdap.registro.br/ip/200.160.0.0/20"}},
        {"AFRINIC: IPv6, remarks without a title",
         R"({"objectClassName":"ip network","handle":"x","startAddress":"2c0f:f248::",
             "endAddress":"2c0f:f248:ffff:ffff:ffff:ffff:ffff:ffff","name":"INV6","country":"MU",
             "remarks":[{"description":["Invented Africa Ltd"]}]})",
         "2c0f:f248::1",
         {*parse_range("2c0f:f248::/32"), "x", "INV6", "Invented Africa Ltd", "MU", "", ""}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const network = parse_rdap(c.json, address(c.asked));
        ASSERT_TRUE(network);
        EXPECT_EQ(*network, c.expected);
        for (std::size_t length = 0; length + 1 < c.json.size(); ++length)
            EXPECT_FALSE(parse_rdap(std::string_view{c.json}.substr(0, length), address(c.asked)));
        EXPECT_FALSE(parse_rdap(c.json, address("203.0.113.7"))) << "of another block";
    }
    for (auto const* nonsense :
         {"", "{}", "[]", R"({"objectClassName":"domain"})",
          R"({"errorCode":404,"title":"Not Found"})",
          R"({"objectClassName":"ip network","startAddress":7,"endAddress":[]})"})
        EXPECT_FALSE(parse_rdap(nonsense, address("8.8.8.8"))) << nonsense;
}

} // namespace
} // namespace petze
