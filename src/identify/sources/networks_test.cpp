#include "identify/sources/reading_test.h"

namespace petze {
namespace {

using testing::Read;

TEST(Networks, AreReadOfTables)
{
    Read const iptoasn{"42.62.0.0\t42.62.127.255\t23724\tCN\tCHINANET-IDC-BJ-AP IDC, China "
                       "Telecommunications Corporation\n"
                       "42.62.128.0\t42.62.255.255\t0\tNone\tNot routed\n"
                       "2001:db8::\t2001:db8:ffff:ffff:ffff:ffff:ffff:ffff\t64496\tZZ\tEXAMPLE\n"
                       "42.63.0.0\t42.62.0.0\t1\tCN\tBACKWARDS\n"
                       "42.63.0.0\n"};
    auto const hit = iptoasn.set.find(Address::parse("42.62.48.157").value());
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->fact.subject, 23724u);
    EXPECT_EQ(iptoasn.set.text(hit->fact.label),
              "CHINANET-IDC-BJ-AP IDC, China Telecommunications Corporation");
    EXPECT_EQ(unpack_country(hit->fact.country), "CN");
    EXPECT_EQ(iptoasn.set.find(Address::parse("42.62.200.1").value())->fact.flags, 0);
    EXPECT_EQ(iptoasn.set.find(Address::parse("2001:db8::1").value())->fact.subject, 64496u);
    EXPECT_EQ(iptoasn.trouble(),
              "4: no range, AS, country and name\n5: no range, AS, country and name\n");

    Read const pfx2as{"42.62.0.0\t17\t23724\n192.0.2.0\t24\t64496_64497\n2001:db8::\t32\t64498\n"
                      "192.0.2.0\t33\t1\n198.51.100.0\t24\tx\n"};
    EXPECT_EQ(pfx2as.set.find(Address::parse("42.62.48.157").value())->range.text(),
              "42.62.0.0/17");
    auto const several = pfx2as.set.find(Address::parse("192.0.2.1").value());
    EXPECT_EQ(several->fact.subject, 64496u);
    EXPECT_EQ(pfx2as.set.text(several->fact.label), "\t64496_64497");
    EXPECT_EQ(pfx2as.set.find(Address::parse("2001:db8::1").value())->fact.subject, 64498u);
    EXPECT_EQ(pfx2as.trouble(), "4: no prefix and AS\n5: no prefix and AS\n");

    Read const as2org{"# name:AS Org\n# format:org_id|changed|org_name|country|source\n"
                      "@aut-1|20140601|Example Org|US|ARIN\n"
                      "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
                      "64496|20140601|EXAMPLE-AS|@aut-1|x_ARIN|ARIN\n"
                      "sixty|1\n"};
    EXPECT_EQ(as2org.set.system(64496)->organisation, "@aut-1");
    EXPECT_EQ(as2org.set.organisation("@aut-1")->name, "Example Org");
    EXPECT_EQ(as2org.trouble(), "6: line with too few columns\n");
}

TEST(Sources, TellWhereEntriesContradictEachOther)
{
    struct {
        char const* name;
        char const* text;
        char const* trouble;
        char const* address;
        std::uint32_t counts; // the AS
    } const cases[] = {
        {"the same network, another AS",
         "192.0.2.0\t24\t64496\n198.51.100.0\t24\t1\n192.0.2.0\t24\t64497\n",
         "3: the same network as before, told otherwise\n", "192.0.2.1", 64497},
        {"the same again", "192.0.2.0\t24\t64496\n192.0.2.0\t24\t64496\n", "", "192.0.2.1", 64496},
        {"inside another", "192.0.2.0\t24\t64496\n192.0.2.0\t25\t64497\n", "", "192.0.2.1", 64497},
        {"IPv6", "2001:db8::\t32\t64496\n2001:db8::\t32\t64497\n",
         "2: the same network as before, told otherwise\n", "2001:db8::1", 64497},
        {"half inside another",
         "192.0.2.0\t192.0.2.99\t64496\tDE\tA\n\n192.0.2.50\t192.0.2.150\t64497\tDE\tB\n",
         "3: networks overlap, neither inside the other\n", "192.0.2.60", 64497},
        {"in the other order",
         "192.0.2.50\t192.0.2.150\t64497\tDE\tB\n192.0.2.0\t192.0.2.99\t64496\tDE\tA\n",
         "1: networks overlap, neither inside the other\n", "192.0.2.60", 64497},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Read const read{c.text};
        EXPECT_EQ(read.trouble(), c.trouble);
        EXPECT_EQ(read.set.find(Address::parse(c.address).value())->fact.subject, c.counts);
    }
}

// ARIN's blocks that were handed on whole, to be told as what they are.
TEST(Sources, TakeTheCustomerOfAWholeBlockForNoContradiction)
{
    Read const read{
        "NetHandle: NET-1\nNetRange: 198.51.100.0 - 198.51.100.255\nNetName: PROVIDER\n\n"
        "NetHandle: NET-2\nParent: NET-1\nNetRange: 198.51.100.0 - 198.51.100.255\n"
        "NetName: CUSTOMER\n"};
    EXPECT_EQ(read.trouble(), "");
}

// The shapes of CAIDA's own file: members in any order, a date or an opaque id missing.
TEST(Networks, AsAndOrganisationsInJson)
{
    Read const read{
        R"({"asn":"64496","changed":"20220418","name":"EXAMPLE-AS","opaqueId":"x_ARIN",)"
        R"("organizationId":"EX-1-ARIN","source":"ARIN","type":"ASN"})"
        "\n"
        R"({"country":"JP","name":"Invented \u4f8b Inc.","organizationId":"@aut-64497-JPNIC",)"
        R"("source":"JPNIC","type":"Organization"})"
        "\n"
        R"({"type":"Organization","source":"ARIN","organizationId":"EX-1-ARIN","name":"Example | Org",)"
        R"("country":"US","changed":"20121010"})"
        "\n"
        R"({"asn":64498,"name":"BY-NUMBER","organizationId":"EX-1-ARIN","type":"ASN"})"
        "\n"
        R"({"asn":"64499","name":"CUT OFF","organizationId":"EX-1-)"
        "\n"
        R"({"asn":"many","organizationId":"EX-1-ARIN","type":"ASN"})"
        "\n"
        R"({"asn":99999999999,"organizationId":"EX-1-ARIN","type":"ASN"})"
        "\n"
        R"({"name":"Nobody","type":"Organization"})"
        "\n"
        R"({"type":"Contact"})"
        "\n"
        "{}{}\n"
        R"({"asn":"64500","name":"LAST","organizationId":"","type":"ASN"})"};
    EXPECT_EQ(read.set.info.source, "CAIDA AS2Org");
    EXPECT_EQ(read.set.system(64496)->name, "EXAMPLE-AS");
    EXPECT_EQ(read.set.system(64496)->organisation, "EX-1-ARIN");
    EXPECT_EQ(read.set.system(64498)->name, "BY-NUMBER");
    EXPECT_EQ(read.set.system(64500)->name, "LAST");
    EXPECT_FALSE(read.set.system(64499));
    EXPECT_EQ(read.set.organisation("EX-1-ARIN")->name, "Example | Org");
    EXPECT_EQ(read.set.organisation("@aut-64497-JPNIC")->name, "Invented \u4f8b Inc.");
    EXPECT_EQ(read.trouble(), "5: line is no JSON object\n6: neither AS nor organisation\n"
                              "7: neither AS nor organisation\n8: neither AS nor organisation\n"
                              "9: neither AS nor organisation\n10: line is no JSON object\n");
}

} // namespace
} // namespace petze
