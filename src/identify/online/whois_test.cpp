#include "identify/online/whois.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// In the shapes of the registries; holders are invented but for the known cases of facts.
TEST(Whois, ReadsWhatRegistriesWrite)
{
    struct {
        char const* name;
        std::string text;
        char const* asked;
        RegisteredNetwork expected;
    } const cases[] = {
        {"APNIC: descr, never the maintainer",
         "% [whois.apnic.net]\n\n% Information related to '116.85.0.0 - 116.85.255.255'\n\n"
         "inetnum:        116.85.0.0 - 116.85.255.255\nnetname:        XJKJ\n"
         "descr:          Beijing Xiaoju Technology\ndescr:          Beijing\ncountry:        CN\n"
         "mnt-by:         MAINT-CNNIC-AP\nlast-modified:  2021-06-15T08:05:20Z\nsource: APNIC\n\n"
         "irt:            IRT-CNNIC-CN\naddress:        Beijing\n",
         "116.85.18.55",
         {*parse_range("116.85.0.0/16"), "", "XJKJ", "Beijing Xiaoju Technology", "CN",
          "2021-06-15", ""}},
        {"RIPE: the organisation that follows",
         "inetnum:        5.1.0.0 - 5.1.0.255\r\nnetname:        INV-NET\r\ncountry:        DE\r\n"
         "org:            ORG-E1-RIPE\r\n\r\norganisation:   ORG-E1-RIPE\r\n"
         "org-name:       Erfunden GmbH\r\n",
         "5.1.0.9",
         {*parse_range("5.1.0.0/24"), "", "INV-NET", "Erfunden GmbH", "DE", "", ""}},
        {"ARIN: the smaller of two, its customer",
         "#\n# ARIN\n#\n\nNetRange:       8.0.0.0 - 8.255.255.255\nNetName:        BIG\n"
         "OrgName:        Invented Carrier\n\n# end\n\n# start\n\n"
         "NetRange:       8.8.8.0 - 8.8.8.255\nCIDR:           8.8.8.0/24\nNetName:        SMALL\n"
         "NetHandle:      NET-8-8-8-0-1\nCustName:       Invented Customer\nUpdated:  2014-03-14\n",
         "8.8.8.8",
         {*parse_range("8.8.8.0/24"), "NET-8-8-8-0-1", "SMALL", "Invented Customer", "",
          "2014-03-14", ""}},
        {"LACNIC and NIC.br: owner, and octets that are left out",
         "% Copyright LACNIC\n\ninetnum:     200.160/20\nstatus:      assigned\n"
         "owner:       Inventado S.A.\ncountry:     BR\nchanged:     20140701\n",
         "200.160.2.3",
         {*parse_range("200.160.0.0/20"), "", "", "Inventado S.A.", "BR", "2014-07-01", ""}},
        {"JPNIC: in brackets",
         "[ JPNIC database ]\n\nNetwork Information:\na. [Network Number]     202.12.30.0/24\n"
         "b. [Network Name]       INVENT-NET\ng. [Organization]       Invented Network Centre\n",
         "202.12.30.115",
         {*parse_range("202.12.30.0/24"), "", "INVENT-NET", "Invented Network Centre", "", "", ""}},
        {"KRNIC: the length behind the range",
         "IPv4 Address       : 175.45.0.0 - 175.45.127.255 (/17)\nNetwork Name : INV-KR\n"
         "Organization Name  : Invented Telecom\n",
         "175.45.1.2",
         {*parse_range("175.45.0.0/17"), "", "INV-KR", "Invented Telecom", "", "", ""}},
        {"TWNIC",
         "   Netname: INV-TW\n   Netblock: 210.61.0.0/24\n   Organization Name: Invented Taiwan\n",
         "210.61.0.1",
         {*parse_range("210.61.0.0/24"), "", "", "Invented Taiwan", "", "", ""}},
        {"IANA: whom to ask",
         "% IANA WHOIS server\n\nrefer:        whois.apnic.net\n\ninetnum:      42.0.0.0 - "
         "42.255.255.255\norganisation: APNIC\nwhois:        whois.apnic.net\n",
         "42.62.48.157",
         {*parse_range("42.0.0.0/8"), "", "", "", "", "", "whois.apnic.net"}},
        {"ARIN: a referral to another registry",
         "ReferralServer:  whois://whois.ripe.net:43\n",
         "5.1.0.9",
         {{}, "", "", "", "", "", "whois.ripe.net:43"}},
        {"bytes of Latin-1",
         "inetnum: 5.1.0.0 - 5.1.0.255\nnetname: X\ndescr: Erfunden f\xfcr alle\n",
         "5.1.0.9",
         {*parse_range("5.1.0.0/24"), "", "X", "Erfunden f\xef\xbf\xbdr alle", "", "", ""}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const asked = *Address::parse(c.asked);
        auto const network = parse_whois(c.text, asked);
        ASSERT_TRUE(network);
        EXPECT_EQ(*network, c.expected);
        for (std::size_t length = 0; length < c.text.size(); ++length)
            parse_whois(std::string_view{c.text}.substr(0, length), asked);
    }
    for (auto const* nothing : {"", "%ERROR:101: no entries found\n", "No match found.\n",
                                "inetnum: 9.0.0.0 - 9.255.255.255\nnetname: ELSEWHERE\n"})
        EXPECT_FALSE(parse_whois(nothing, *Address::parse("5.1.0.9"))) << nothing;
}

TEST(Whois, AsksEachRegistryInItsWay)
{
    auto const address = *Address::parse("8.8.8.8");
    EXPECT_EQ(whois_server("RIPE NCC"), "whois.ripe.net");
    EXPECT_EQ(whois_server(""), "whois.iana.org");
    EXPECT_EQ(whois_question("whois.ripe.net", address), "8.8.8.8");
    EXPECT_EQ(whois_question("whois.arin.net", address), "n + 8.8.8.8");
    EXPECT_EQ(whois_question("whois.nic.ad.jp", address), "8.8.8.8/e");
}

} // namespace
} // namespace petze
