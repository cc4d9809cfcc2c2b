#include "identify/sources/dates.h"
#include "identify/sources/reading_test.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::Read;

TEST(Rpsl, TakesTheHolderFromNamesAlone)
{
    Read const read{"% comment\n"
                    "\n"
                    "inetnum:        192.0.0.0 - 192.255.255.255\n"
                    "netname:        EXAMPLENIC-CN\n"
                    "descr:          China Internet Network Information Center\n"
                    "country:        CN\n"
                    "mnt-by:         APNIC-HM\n"
                    "mnt-lower:      MAINT-CNNIC-AP\n"
                    "status:         ALLOCATED PORTABLE\n"
                    "source:         APNIC\n"
                    "\n"
                    "inetnum:        192.0.2.0 - 192.0.2.255\n"
                    "netname:        EXAMPLE\n"
                    "descr:          Example Hosting Ltd\n"
                    "descr:          \xe4\xbe\x8b\xe5\xad\x90\n"
                    "descr:          No. 1, Example Road\n"
                    "country:        CN # a comment\n"
                    "admin-c:        XX1-AP\n"
                    "mnt-irt:        IRT-CNNIC-CN\n"
                    "abuse-c:        AC1-AP\n"
                    "mnt-by:         MAINT-EXAMPLE,\n"
                    "                MAINT-CNNIC-AP\n"
                    "status:         ASSIGNED NON-PORTABLE\n"
                    "last-modified:  2014-07-20T01:02:03Z\n"
                    "source:         APNIC\n"
                    "\n"
                    "person:         Nobody\n"
                    "netname:        NOT-A-NETWORK\n"
                    "\n"
                    "inet6num:       2001:db8::/32\r\n"
                    "netname:        EXAMPLE-SIX\r\n"
                    "country:        ZZ\r\n"
                    "changed:        hm@registry.example 20140721\r\n"
                    "org:            ORG-EXAMPLE-1\r\n"
                    "\r\n"
                    "organisation:   ORG-EXAMPLE-1\r\n"
                    "org-name:       Example Org\r\n"
                    "country:        HK\r\n"
                    "\r\n"
                    "aut-num:        AS64496\n"
                    "as-name:        EXAMPLE-AS\n"
                    "descr:          Example Networks\n"
                    "org:            ORG-EXAMPLE-1\n"};
    EXPECT_EQ(read.at("192.9.9.9"), "192.0.0.0/8 | China Internet Network Information Center/ | "
                                    "EXAMPLENIC-CN//ALLOCATED PORTABLE | CN | CNNIC | p");
    EXPECT_EQ(read.at("192.0.2.9"), "192.0.2.0/24 | Example Hosting Ltd/\xe4\xbe\x8b\xe5\xad\x90 | "
                                    "EXAMPLE//ASSIGNED NON-PORTABLE | CN | CNNIC | a");
    EXPECT_EQ(read.at("2001:db8::1"), "2001:db8::/32 |  | EXAMPLE-SIX/ORG-EXAMPLE-1 |  |  | ");
    EXPECT_EQ(read.set.organisation("ORG-EXAMPLE-1")->name, "Example Org");
    EXPECT_EQ(read.set.organisation("ORG-EXAMPLE-1")->country, "HK");
    EXPECT_EQ(read.set.system(64496)->name, "Example Networks");
    EXPECT_EQ(read.reading.newest, "2014-07-21");
    EXPECT_EQ(read.builder.info.source, "APNIC WHOIS data");
    EXPECT_EQ(read.trouble(), "");
}

TEST(Rpsl, KnowsPlaceholdersStubsAndOwnNetworks)
{
    struct Row {
        char const* name;
        char const* attributes;
        char const* expected; // registry and flags
    };
    constexpr std::array rows{
        Row{"filler of RIPE's",
            "netname: NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK\n"
            "descr: IPv4 address block not managed by the RIPE NCC\ncountry: EU # Country is "
            "really world wide\nstatus: ALLOCATED UNSPECIFIED\n",
            " | p"},
        Row{"the whole address space", "netname: IANA-BLK\ndescr: The whole IPv4 address space\n",
            " | p"},
        Row{"a registry's name in netname alone", "netname: KRNIC\nstatus: ALLOCATED PORTABLE\n",
            " | p"},
        Row{"assigned to the registry itself",
            "netname: RIPE-NCC\ndescr: RIPE Network Coordination Centre\nstatus: ASSIGNED PA\n",
            " | a"},
        Row{"allocated by a national registry to somebody",
            "netname: EXAMPLE-KR\ndescr: Example Telecom\nmnt-by: MNT-KRNIC-AP\nstatus: ALLOCATED "
            "PORTABLE\n",
            "KRNIC | "},
        Row{"moved away",
            "netname: STUB-192-0-2SLASH24\ndescr: Transferred to the RIPE region on "
            "2018-08-22T01:08:19Z.\ncountry: ZZ\nmnt-by: APNIC-STUB\n",
            "RIPE NCC | s"},
        Row{"moved away, said in a remark",
            "netname: STUB-192-0-2SLASH24\nremarks: Transferred to the ARIN region\ncountry: ZZ\n",
            "ARIN | s"},
        Row{"moved, nobody knows where", "netname: STUB-192-0-2SLASH24\ncountry: ZZ\n", " | s"},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        Read const read{std::string{"inetnum: 192.0.2.0 - 192.0.2.255\n"} + row.attributes};
        auto const all = read.at("192.0.2.1");
        auto const end = all.rfind(" | ", all.rfind(" | ") - 1);
        EXPECT_EQ(all.substr(end + 3), row.expected);
    }
}

TEST(Rpsl, ReadsLacnicAndLatin1AndTellsWhatIsWrong)
{
    Read const read{"inetnum:     200.160/20\n"
                    "status:      allocated\n"
                    "owner:       N\xfa"
                    "cleo de Exemplo\n"
                    "ownerid:     BR-EXEM-LACNIC\n"
                    "country:     BR\n"
                    "source:      LACNIC\n"
                    "\n"
                    "inetnum:     300.1.2.3 - 4\n"
                    "netname:     BROKEN\n"
                    "\n"
                    "no colon here\n"
                    "inetnum:     2001:12f0::/32\n"
                    "owner:       Exemplo\n"};
    EXPECT_EQ(read.at("200.160.15.255"), "200.160.0.0/20 | N\xc3\xba"
                                         "cleo de Exemplo/ | //allocated | BR |  | ");
    EXPECT_EQ(read.at("2001:12f0::1"), "2001:12f0::/32 | Exemplo/ |  |  |  | ");
    EXPECT_EQ(read.trouble(), "11: line that is no attribute\n8: no range of addresses\n");
    EXPECT_EQ(read.builder.info.source, "LACNIC WHOIS data");
}

constexpr std::string_view arin_text = R"(OrgID:          EXAMPLE-1
OrgName:        Example Corp
Country:        US
RegDate:        1990-01-01
Updated:        2014-06-30

NetHandle:      NET-192-0-2-0-1
OrgID:          EXAMPLE-1
Parent:         NET-192-0-0-0-0
NetName:        EXAMPLE-NET
NetRange:       192.0.2.0 - 192.0.2.255
NetType:        direct allocation
Updated:        2014-07-01

NetHandle:      NET-42-0-0-0-1
OrgID:          APNIC
NetName:        APNIC-42
NetRange:       42.0.0.0 - 42.255.255.255
NetType:        allocated to APNIC

NetHandle:      NET-198-51-100-0-1
OrgID:          ARIN
NetName:        ARIN-OFFICE
NetRange:       198.51.100.0 - 198.51.100.255
NetType:        direct assignment

V6NetHandle:    NET6-2001-DB8-1
OrgID:          EXAMPLE-1
NetName:        EXAMPLE-SIX
NetRange:       2001:db8:: - 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
NetType:        reassignment

ASHandle:       AS64496
OrgID:          EXAMPLE-1
ASName:         EXAMPLE-AS
ASNumber:       64496 - 64497
)";

constexpr std::string_view arin_xml = R"(<?xml version="1.0" encoding="UTF-8"?>
<bulkwhois xmlns="http://www.arin.net/bulkwhois/core/v1">
<org><city>Example</city><handle>EXAMPLE-1</handle><iso3166-1><code2>US</code2><name>United States</name></iso3166-1>
<name>Example Corp</name><updateDate>2014-06-30T00:00:00-04:00</updateDate></org>
<net><endAddress>192.0.2.255</endAddress><handle>NET-192-0-2-0-1</handle><name>EXAMPLE-NET</name>
<netBlocks><netBlock><cidrLength>24</cidrLength><endAddress>192.0.2.255</endAddress><startAddress>192.0.2.0</startAddress><type>DA</type></netBlock></netBlocks>
<orgHandle>EXAMPLE-1</orgHandle><startAddress>192.0.2.0</startAddress><updateDate>2014-07-01T00:00:00-04:00</updateDate><version>4</version></net>
<net><handle>NET-42-0-0-0-1</handle><name>APNIC-42</name>
<netBlocks><netBlock><endAddress>42.255.255.255</endAddress><startAddress>42.0.0.0</startAddress><type>AP</type></netBlock></netBlocks><orgHandle>APNIC</orgHandle></net>
<net><handle>NET-198-51-100-0-1</handle><name>ARIN-OFFICE</name>
<netBlocks><netBlock><endAddress>198.51.100.255</endAddress><startAddress>198.51.100.0</startAddress><type>DS</type></netBlock></netBlocks><orgHandle>ARIN</orgHandle></net>
<net><handle>NET6-2001-DB8-1</handle><name>EXAMPLE-SIX</name>
<netBlocks><netBlock><endAddress>2001:db8:ffff:ffff:ffff:ffff:ffff:ffff</endAddress><startAddress>2001:db8::</startAddress><type>S</type></netBlock></netBlocks><orgHandle>EXAMPLE-1</orgHandle></net>
<asn><endAsNumber>64497</endAsNumber><handle>AS64496</handle><name>EXAMPLE-AS</name><orgHandle>EXAMPLE-1</orgHandle><startAsNumber>64496</startAsNumber></asn>
</bulkwhois>
)";

TEST(Arin, SaysTheSameInBothForms)
{
    for (auto const& text : {arin_text, arin_xml}) {
        SCOPED_TRACE(text.substr(0, 5));
        Read const read{text};
        EXPECT_EQ(read.at("192.0.2.9"),
                  "192.0.2.0/24 |  | EXAMPLE-NET/EXAMPLE-1/direct allocation |  |  | ");
        EXPECT_EQ(read.at("42.62.48.157"),
                  "42.0.0.0/8 |  | APNIC-42/APNIC/allocated to APNIC |  |  | p");
        EXPECT_EQ(read.at("198.51.100.1"),
                  "198.51.100.0/24 |  | ARIN-OFFICE/ARIN/direct assignment |  |  | a");
        EXPECT_EQ(read.at("2001:db8::1"),
                  "2001:db8::/32 |  | EXAMPLE-SIX/EXAMPLE-1/reassignment |  |  | a");
        EXPECT_EQ(read.set.organisation("EXAMPLE-1")->name, "Example Corp");
        EXPECT_EQ(read.set.organisation("EXAMPLE-1")->country, "US");
        EXPECT_EQ(read.set.system(64497)->name, "EXAMPLE-AS");
        EXPECT_EQ(read.reading.newest, "2014-07-01");
        EXPECT_EQ(read.trouble(), "");
    }
}

TEST(Arin, StopsAtBrokenXmlAndKeepsWhatStoodBefore)
{
    auto const whole = arin_xml.size();
    for (std::size_t length = 60; length < whole; length += 7) {
        Read const read{arin_xml.substr(0, length)};
        EXPECT_GE(read.troubles.count(), 1u) << length;
    }
    Read const bomb{"<?xml version=\"1.0\"?><!DOCTYPE bulkwhois [<!ENTITY a "
                    "\"aaaa\">]><bulkwhois>&a;</bulkwhois>"};
    EXPECT_EQ(bomb.trouble(), "1: no well-formed XML from here on\n");
}

TEST(Delegated, SaysWhoAllocatedAndNeverWhoHolds)
{
    Read const read{"2|apnic|20140721|34551|19830613|20140720|+1000\n"
                    "# comment\n"
                    "apnic|*|ipv4|*|31000|summary\n"
                    "apnic|CN|asn|4134|1|20020801|allocated|A9162E3D\n"
                    "apnic|CN|ipv4|42.62.0.0|32768|20110310|allocated|A9162E3D\n"
                    "apnic|JP|ipv6|2001:200::|35|19990813|allocated|A91A7381\n"
                    "apnic|AU|ipv4|1.1.1.0|256|20110811|assigned|A91872ED\n"
                    "apnic||ipv4|1.2.3.0|256||available|\n"
                    "apnic|HK|ipv4|192.0.2.0|384|20110811|assigned|A9000000\n"
                    "lacnic|BR|ipv4|200.160.0.0|4096|19991213|allocated|1\n"
                    "apnic|CN|ipv4|42.62.0.0|0|20110310|allocated|x\n"
                    "apnic|CN|ipv4|255.255.255.0|512|20110310|allocated|x\n"
                    "apnic|CN|ipx|1|2|20110310|allocated|x\n"
                    "nonsense\n"
                    "mars|CN|ipv4|42.62.0.0|1|20110310|allocated|x\n"};
    EXPECT_EQ(read.at("42.62.48.157"), "42.62.0.0/17 |  | APNIC | CN | CNNIC | ");
    EXPECT_EQ(read.at("2001:200::1"), "2001:200::/35 |  | APNIC | JP | JPNIC | ");
    EXPECT_EQ(read.at("1.1.1.1"), "1.1.1.0/24 |  | APNIC | AU | APNIC | a");
    EXPECT_EQ(read.at("1.2.3.4"), "-");
    EXPECT_EQ(read.at("192.0.3.127"), "192.0.2.0 - 192.0.3.127 |  | APNIC | HK | APNIC | a");
    EXPECT_EQ(read.at("200.160.2.3"), "200.160.0.0/20 |  | LACNIC | BR | NIC.br | ");
    EXPECT_EQ(read.reading.stated, "2014-07-21");
    EXPECT_EQ(read.builder.info.source, "APNIC delegated statistics");
    EXPECT_EQ(read.trouble(), "11: no range of addresses\n12: no range of addresses\n"
                              "13: line of a kind that is not known\n"
                              "14: line with too few columns\n15: no registry that is known\n");
}

TEST(Recognize, TellsFormsByTheirContent)
{
    struct Row {
        char const* text;
        DataFormat format;
    };
    constexpr std::array rows{
        Row{"\n% RIPE\n\ninetnum: 192.0.2.0 - 192.0.2.255\n", DataFormat::rpsl},
        Row{"#\n# comment | with | bars\n\nas-set: AS-EXAMPLE\n", DataFormat::rpsl},
        Row{"NetHandle: NET-1\n", DataFormat::arin},
        Row{"  <?xml version=\"1.0\"?>\n<bulkwhois xmlns=\"x\">", DataFormat::arin_xml},
        Row{"<?xml version=\"1.0\"?><html>", DataFormat::unknown},
        Row{"<!DOCTYPE html><html>", DataFormat::unknown},
        Row{"2.3|ripencc|1405900799|1|19830705|20140720|+0200\n", DataFormat::delegated},
        Row{"arin|US|ipv4|8.0.0.0|16777216|19921201|allocated|x\n", DataFormat::delegated},
        Row{"1.0.0.0\t1.0.0.255\t13335\tUS\tCLOUDFLARENET\n", DataFormat::iptoasn},
        Row{"1.0.0.0\t24\t13335\n", DataFormat::pfx2as},
        Row{"2001::\t32\t6939\n", DataFormat::pfx2as},
        Row{"# format:org_id|changed|org_name|country|source\n", DataFormat::as2org},
        Row{R"({"asn":"1","organizationId":"X","type":"ASN"})", DataFormat::as2org},
        Row{"\n{\"type\":\"Organization\",\"organizationId\":\"X\"}\n", DataFormat::as2org},
        Row{R"({"objectClassName":"ip network","type":"ASN"})", DataFormat::unknown},
        Row{"{", DataFormat::unknown},
        Row{"LOCDBXX\x01", DataFormat::location},
        Row{"a|b|c\n", DataFormat::unknown},
        Row{"1|", DataFormat::unknown},
        Row{"|||||", DataFormat::unknown},
        Row{"Hello: World\n", DataFormat::unknown},
        Row{"root:x:0:0:root:/root:/bin/bash\n", DataFormat::unknown},
        Row{"nothing at all", DataFormat::unknown},
        Row{"", DataFormat::unknown},
    };
    for (auto const& row : rows)
        EXPECT_EQ(name_of(recognize_data(as_bytes(row.text))), name_of(row.format)) << row.text;
}

TEST(Dates, AreFoundInNamesAndTexts)
{
    EXPECT_EQ(date_in("routeviews-rv2-20140721-1200.pfx2as.gz"), "2014-07-21");
    EXPECT_EQ(date_in("apnic.db.inetnum.2014-07-21.gz"), "2014-07-21");
    EXPECT_EQ(date_in("ip2asn-v4.tsv"), std::nullopt);
    EXPECT_EQ(date_in("x-20141399"), std::nullopt);
    EXPECT_EQ(date_in("12345678901234"), std::nullopt);
    EXPECT_EQ(leading_date("20150229"), std::nullopt);
    EXPECT_EQ(leading_date("20160229"), "2016-02-29");
    EXPECT_EQ(day_number("1980-01-02"), 3653);
    EXPECT_EQ(days_apart("2014-07-21", "2015-07-22"), 366);
    EXPECT_EQ(days_apart("2015-07-22", "2014-07-21"), 366);
    EXPECT_EQ(days_apart("", "2014-07-21"), std::nullopt);
}

TEST(LineReader, CutsLongLinesAndTheLastOneNeedsNoEnd)
{
    std::string const text = "a\r\n\n" + std::string(3'000'000, 'x') + "\nlast";
    LineReader lines{memory_source(as_bytes(text))};
    EXPECT_EQ(lines.next(), "a");
    EXPECT_EQ(lines.next(), "");
    EXPECT_EQ(lines.next()->size(), std::size_t{64} << 10);
    EXPECT_TRUE(lines.was_cut());
    EXPECT_EQ(lines.next(), "last");
    EXPECT_FALSE(lines.was_cut());
    EXPECT_EQ(lines.number(), 4u);
    EXPECT_EQ(lines.next(), std::nullopt);
}

} // namespace
} // namespace petze
