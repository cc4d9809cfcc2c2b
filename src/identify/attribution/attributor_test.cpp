#include "identify/attribution/attributor.h"

#include "identify/registry/registries.h"
#include "identify/sources/data_file.h"
#include "identify/sources/reading.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace petze {
namespace {

/// An index of some of the files in tests/attribution/.
class Imported {
public:
    explicit Imported(std::vector<std::string> const& files)
    {
        for (auto const& file : files) {
            auto read = read_data_file(std::string{PETZE_ATTRIBUTION} + "/" + file, {});
            EXPECT_TRUE(read) << file;
            if (!read)
                continue;
            EXPECT_EQ(read->troubles.count(), 0u) << file;
            m_files.push_back(std::move(*read));
        }
        std::vector<DataSet> sets;
        for (auto const& file : m_files)
            sets.push_back(file.set);
        EXPECT_TRUE(write_index(sets, [&](std::string_view bytes) -> Result<void> {
            m_bytes += bytes;
            return {};
        }));
    }

    Attributor attributor(std::string const& asked) const
    {
        return Attributor{DataIndex::of_bytes(as_bytes(m_bytes), "test").value(), {}, asked};
    }

private:
    std::vector<ImportedFile> m_files;
    std::string m_bytes;
};

Imported const& everything()
{
    static Imported const all{{"apnic.db.20140721.txt", "ripe.db.20240101.txt",
                               "afrinic.db.20240101.txt", "lacnic.db.20240101.txt",
                               "arin_db.20240101.txt", "delegated-apnic-extended.txt",
                               "delegated-lacnic-extended.txt", "ip2asn-combined-20140721.tsv"}};
    return all;
}

Address address(std::string const& text)
{
    return Address::parse(text).value();
}

std::set<std::string_view> keys(Attribution const& attribution)
{
    std::set<std::string_view> out;
    for (auto const& remark : attribution.remarks)
        out.insert(remark.key);
    return out;
}

struct Row {
    char const* address;
    char const* registry;
    char const* holder; // empty: not registered
};

// What the registries' own WHOIS services say of these networks.
constexpr std::array rows{
    // China, through CNNIC
    Row{"42.62.48.157", "APNIC/CNNIC", "Forest Eternal Communication Tech"},
    Row{"116.85.18.55", "APNIC/CNNIC", "Beijing Xiaoju Technology"},
    Row{"180.76.76.76", "APNIC/CNNIC", "Beijing Baidu Netcom Science and Technology Co., Ltd."},
    Row{"223.5.5.5", "APNIC/CNNIC", "Aliyun Computing Co., LTD"},
    Row{"119.29.29.29", "APNIC/CNNIC", "Tencent Cloud Computing (Beijing) Co., Ltd"},
    Row{"114.114.114.114", "APNIC/CNNIC", "NanJing XinFeng Information Technologies, Inc."},
    Row{"203.208.50.1", "APNIC/CNNIC", "Beijing Gu Xiang Information Technology Co.Ltd."},
    Row{"202.112.0.36", "APNIC/CNNIC", "China Education and Research Network"},
    Row{"203.119.25.1", "APNIC/CNNIC", "China Internet Network Information Center"},
    Row{"218.241.97.1", "APNIC/CNNIC", ""},
    Row{"2400:da00::6666", "APNIC/CNNIC", "Beijing Baidu Netcom Science and Technology Co., Ltd."},
    Row{"2400:3200::1", "APNIC/CNNIC", "Hangzhou Alibaba Advertising Co.,Ltd."},
    Row{"2001:da8::1", "APNIC/CNNIC", "China Education and Research Network"},
    // Japan, Korea, Taiwan, Vietnam, India, Indonesia
    Row{"133.11.1.1", "APNIC/JPNIC", "The University of Tokyo"},
    Row{"133.200.1.1", "APNIC/JPNIC", ""},
    Row{"210.130.1.1", "APNIC/JPNIC", "Internet Initiative Japan Inc."},
    Row{"203.119.1.1", "APNIC/JPNIC", "Japan Registry Services Co., Ltd."},
    Row{"2001:200::8803", "APNIC/JPNIC", "WIDE Project"},
    Row{"168.126.63.1", "APNIC/KRNIC", "Korea Telecom"},
    Row{"223.130.195.200", "APNIC/KRNIC", "NAVER Cloud Corp."},
    Row{"211.233.1.1", "APNIC/KRNIC", ""},
    Row{"168.95.1.1", "APNIC/TWNIC", "Data Communication Business Group, Chunghwa Telecom"},
    Row{"203.66.1.1", "APNIC/TWNIC", ""},
    Row{"2001:b000:168::1", "APNIC/TWNIC", "Chunghwa Telecom Co., Ltd."},
    Row{"203.162.4.191", "APNIC/VNNIC", "Vietnam Posts and Telecommunications Group"},
    Row{"203.119.9.1", "APNIC/VNNIC", "Vietnam Internet Network Information Center"},
    Row{"164.100.78.1", "APNIC/IRINN", "National Informatics Centre"},
    Row{"14.139.1.1", "APNIC/IRINN", "National Knowledge Network"},
    Row{"202.134.0.155", "APNIC/IDNIC", "PT Telekomunikasi Indonesia"},
    Row{"203.142.82.222", "APNIC/IDNIC", "Biznet ISP"},
    // APNIC itself
    Row{"1.1.1.1", "APNIC", "APNIC Research and Development"},
    Row{"202.12.29.1", "APNIC", "APNIC Pty Ltd"},
    Row{"139.130.4.5", "APNIC", "Telstra Internet"},
    Row{"203.80.96.10", "APNIC", "Hong Kong Cable Television Ltd"},
    Row{"42.1.2.3", "APNIC", ""},
    // moved away from APNIC
    Row{"43.224.12.9", "RIPE NCC", "Example Hosting B.V. (invented)"},
    Row{"103.1.236.9", "ARIN", "Example Cloud Inc. (invented)"},
    // RIPE NCC
    Row{"193.0.6.139", "RIPE NCC", "Reseaux IP Europeens Network Coordination Centre (RIPE NCC)"},
    Row{"193.0.14.129", "RIPE NCC", "Reseaux IP Europeens Network Coordination Centre (RIPE NCC)"},
    Row{"193.99.1.1", "RIPE NCC", ""},
    Row{"77.88.8.8", "RIPE NCC", "Yandex enterprise network"},
    Row{"87.240.190.67", "RIPE NCC", "VKontakte Ltd"},
    Row{"5.9.200.1", "RIPE NCC", "Hetzner Online GmbH"},
    Row{"5.9.1.5", "RIPE NCC", "Hetzner Online GmbH"},
    Row{"51.15.1.1", "RIPE NCC", "Scaleway S.a.s."},
    Row{"185.70.42.1", "RIPE NCC", "Proton AG"},
    Row{"91.198.174.192", "RIPE NCC", "Wikimedia Foundation, Inc."},
    Row{"194.109.6.66", "RIPE NCC", "XS4ALL Internet BV"},
    Row{"31.13.71.36", "RIPE NCC", "Facebook Ireland Ltd"},
    Row{"2001:67c:2e8:22::c100:68b", "RIPE NCC",
        "Reseaux IP Europeens Network Coordination Centre (RIPE NCC)"},
    Row{"2a02:6b8::feed:ff", "RIPE NCC", "YANDEX LLC"},
    Row{"2a03:2880:f12f:83:face:b00c:0:25de", "RIPE NCC", "Facebook Ireland Ltd"},
    Row{"2a00:1450:4001::200e", "RIPE NCC", "Google Ireland Limited"},
    // ARIN
    Row{"8.8.8.8", "ARIN", "Google LLC"},
    Row{"17.253.144.10", "ARIN", "Apple Inc."},
    Row{"18.9.22.69", "ARIN", "Massachusetts Institute of Technology"},
    Row{"157.240.1.35", "ARIN", "Facebook, Inc."},
    Row{"104.16.132.229", "ARIN", "Cloudflare, Inc."},
    Row{"192.149.252.76", "ARIN", "American Registry for Internet Numbers"},
    Row{"208.80.154.224", "ARIN", "Wikimedia Foundation Inc."},
    Row{"13.77.161.179", "ARIN", "Microsoft Corporation"},
    Row{"54.72.1.1", "ARIN", "Amazon Technologies Inc."},
    Row{"198.41.0.4", "ARIN", "VeriSign Global Registry Services"},
    Row{"2001:4860:4860::8888", "ARIN", "Google LLC"},
    Row{"2606:4700::6810:84e5", "ARIN", "Cloudflare, Inc."},
    Row{"2620:0:860:ed1a::1", "ARIN", "Wikimedia Foundation Inc."},
    // LACNIC
    Row{"200.221.11.101", "LACNIC/NIC.br", "Universo Online S.A."},
    Row{"200.147.3.157", "LACNIC/NIC.br", "Universo Online S.A."},
    Row{"132.248.10.44", "LACNIC/NIC Mexico", "Universidad Nacional Autonoma de Mexico"},
    Row{"148.204.1.1", "LACNIC/NIC Mexico",
        "Instituto Polit\xc3\xa9"
        "cnico Nacional"},
    Row{"200.7.84.1", "LACNIC", "LACNIC - Latin American and Caribbean IP address"},
    Row{"200.45.191.35", "LACNIC", "Telecom Argentina S.A."},
    Row{"190.98.200.1", "LACNIC", "Telefonica Empresas"},
    Row{"2001:1280::1", "LACNIC/NIC.br", ""},
    Row{"2800:a0::1", "LACNIC", "Administracion Nacional de Telecomunicaciones"},
    // AFRINIC
    Row{"41.1.1.1", "AFRINIC", "Vodacom"},
    Row{"41.200.1.1", "AFRINIC", ""},
    Row{"196.25.1.1", "AFRINIC", "Telkom SA Ltd."},
    Row{"196.216.2.6", "AFRINIC", "African Network Information Center - ( AfriNIC )"},
    Row{"137.158.1.1", "AFRINIC", "University of Cape Town"},
    Row{"146.141.1.1", "AFRINIC", "University of the Witwatersrand"},
    Row{"2001:43f8:110::1", "AFRINIC", "African Network Information Center - ( AfriNIC )"},
    Row{"2001:4200::1", "AFRINIC", "Tertiary Education and Research Network of South Africa"},
    // nobody's
    Row{"192.168.1.1", "IANA", ""},
    Row{"203.0.113.7", "IANA", ""},
    Row{"fe80::1", "IANA", ""},
    Row{"ff02::fb", "IANA", ""},
};
static_assert(rows.size() >= 60);

TEST(Attributor, KnowsRegistryAndHolder)
{
    auto const attributor = everything().attributor("2014-07-21");
    for (auto const& row : rows) {
        SCOPED_TRACE(row.address);
        auto const found = attributor.attribute(address(row.address));
        EXPECT_EQ(found.registry ? found.registry->name : "", row.registry);
        EXPECT_EQ(found.holder ? found.holder->name : "", row.holder);
        EXPECT_FALSE(found.operator_);
    }
}

// A registry holds what was assigned to it, and is told so; it never holds what it allocates.
TEST(Attributor, GivesARegistryAsHolderOfItsOwnNetworksAlone)
{
    auto const attributor = everything().attributor("");
    std::set<std::string> own;
    for (auto const& row : rows) {
        auto const found = attributor.attribute(address(row.address));
        if (!found.holder || !registry_of_name(found.holder->name))
            continue;
        EXPECT_EQ(found.holder->because.key, "holder.own_network") << row.address;
        own.insert(row.address);
    }
    EXPECT_EQ(own.size(), 11u);
    EXPECT_TRUE(own.contains("193.0.6.139"));
    auto const allocated = attributor.attribute(address("218.241.97.1"));
    EXPECT_TRUE(keys(allocated).contains("holder.not_registered"));
}

TEST(Attributor, AnswersTheCaseOf2014)
{
    auto const found = everything().attributor("2014-07-21").attribute(address("42.62.48.157"));
    EXPECT_EQ(found.registry,
              (Attributed{.name = "APNIC/CNNIC",
                          .country = "CN",
                          .because = {"registry.delegated",
                                      {{"block", "42.62.0.0/17"}, {"registry", "APNIC/CNNIC"}}},
                          .source = "APNIC delegated statistics",
                          .as_of = "2014-07-21"}));
    EXPECT_EQ(found.holder,
              (Attributed{.name = "Forest Eternal Communication Tech",
                          .country = "CN",
                          .because = {"holder.network",
                                      {{"block", "42.62.0.0/17"}, {"network", "FECT-NET"}}},
                          .source = "APNIC WHOIS data",
                          .as_of = "2014-07-21",
                          .original = "\xe5\x8c\x97\xe4\xba\xac\xe6\xa3\xae\xe5\x8d\x8e\xe6\x98\x93"
                                      "\xe8\x85\xbe\xe9\x80\x9a\xe4\xbf\xa1\xe6\x8a\x80\xe6\x9c\xaf"
                                      "\xe6\x9c\x89\xe9\x99\x90\xe5\x85\xac\xe5\x8f\xb8"}));
    ASSERT_TRUE(found.network);
    EXPECT_EQ(found.network->asn, 23724u);
    EXPECT_EQ(found.network->prefix, "42.62.0.0/17");
    EXPECT_TRUE(found.network->hosting);
    EXPECT_EQ(keys(found), (std::set<std::string_view>{"registry.says_nothing"}));
    EXPECT_TRUE(found.disagreements.empty());
}

TEST(Attributor, KnowsTheRegionWithNothingInstalled)
{
    Attributor const bare{{}, {}, "2014-07-21"};
    auto const found = bare.attribute(address("42.62.48.157"));
    ASSERT_TRUE(found.registry);
    EXPECT_EQ(found.registry->name, "APNIC");
    EXPECT_EQ(found.registry->because.key, "registry.iana");
    EXPECT_FALSE(found.holder || found.network);
    EXPECT_TRUE(found.remarks.empty());
}

TEST(Attributor, SaysThatDataAreOfAnotherYear)
{
    auto const in_time = everything().attributor("2014-12-01").attribute(address("42.62.48.157"));
    EXPECT_FALSE(in_time.registry->distant || in_time.holder->distant || in_time.network->distant);
    auto const late = everything().attributor("2024-01-01").attribute(address("42.62.48.157"));
    EXPECT_TRUE(late.registry->distant && late.holder->distant && late.network->distant);
    EXPECT_FALSE(everything().attributor("").attribute(address("42.62.48.157")).holder->distant);
}

DataSet of_text(DataSetBuilder& builder, DataFormat format, char const* date, std::string_view text)
{
    DataTroubles troubles;
    DataReading reading{builder, troubles};
    EXPECT_TRUE(read_text(format, memory_source(as_bytes(text)), reading));
    EXPECT_EQ(troubles.count(), 0u);
    builder.info.format = format;
    builder.info.as_of = date;
    return builder.finish(troubles);
}

std::string index_of(std::vector<DataSet> const& sets)
{
    std::string bytes;
    EXPECT_TRUE(write_index(sets, [&](std::string_view part) -> Result<void> {
        bytes += part;
        return {};
    }));
    return bytes;
}

TEST(Attributor, TakesTheImportNearestToTheDate)
{
    std::array<DataSetBuilder, 2> builders;
    auto const bytes =
        index_of({of_text(builders[0], DataFormat::rpsl, "2014-06-01",
                          "inetnum: 42.62.0.0 - 42.62.127.255\ndescr: Then\nsource: APNIC\n"),
                  of_text(builders[1], DataFormat::rpsl, "2024-06-01",
                          "inetnum: 42.62.0.0 - 42.62.127.255\ndescr: Now\nsource: APNIC\n")});
    struct Asked {
        char const* date;
        char const* holder;
    };
    for (auto const& row :
         {Asked{"2014-07-21", "Then"}, Asked{"2018-01-01", "Then"}, Asked{"2021-01-01", "Now"},
          Asked{"2030-01-01", "Now"}, Asked{"", "Now"}}) {
        Attributor const attributor{
            DataIndex::of_bytes(as_bytes(bytes), "test").value(), {}, row.date};
        EXPECT_EQ(attributor.attribute(address("42.62.48.157")).holder->name, row.holder)
            << row.date;
    }
}

TEST(Attributor, TellsWhatSourcesDisagreeOn)
{
    std::array<DataSetBuilder, 5> builders;
    auto const bytes = index_of(
        {of_text(builders[0], DataFormat::iptoasn, "2014-07-21",
                 "8.8.8.0\t8.8.8.255\t15169\tUS\tGOOGLE\n"),
         of_text(builders[1], DataFormat::pfx2as, "2014-07-20", "8.8.8.0\t24\t64496_64497\n"),
         of_text(builders[2], DataFormat::arin, "2014-07-01",
                 "OrgID: EX\nOrgName: Example One\nCountry: CA\n\nNetHandle: N\nOrgID: EX\n"
                 "NetRange: 8.8.8.0 - 8.8.8.255\nNetType: direct assignment\n"),
         of_text(builders[3], DataFormat::rpsl, "2014-07-01",
                 "inetnum: 8.8.8.0 - 8.8.8.255\ndescr: Example Two\nsource: RIPE\n"),
         of_text(builders[4], DataFormat::as2org, "2014-07-01",
                 "# format:org_id|changed|org_name|country|source\n@o|1|Example Org|US|ARIN\n"
                 "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
                 "64496|1|EXAMPLE-AS|@o|x|ARIN\n15169|1|GOOGLE|@none|x|ARIN\n")});
    Attributor const attributor{
        DataIndex::of_bytes(as_bytes(bytes), "test").value(), {}, "2014-07-20"};
    auto const found = attributor.attribute(address("8.8.8.8"));
    EXPECT_EQ(found.holder->name, "Example One"); // ARIN's own block
    EXPECT_EQ(found.network->asn, 64496u);        // nearer to the date
    EXPECT_EQ(found.network->name, "Example Org");
    EXPECT_TRUE(keys(found).contains("network.several"));
    ASSERT_EQ(found.disagreements.size(), 3u);
    EXPECT_EQ(found.disagreements[0].about, "holder");
    EXPECT_EQ(found.disagreements[0].sayings[1].value, "Example Two");
    EXPECT_EQ(found.disagreements[1],
              (Disagreement{"asn",
                            {{"CAIDA pfx2as", "2014-07-20", "AS64496, AS64497"},
                             {"iptoasn.com", "2014-07-21", "AS15169"}}}));
    EXPECT_EQ(found.disagreements[2], (Disagreement{"country",
                                                    {{"ARIN WHOIS data", "2014-07-01", "CA"},
                                                     {"iptoasn.com", "2014-07-21", "US"}}}));
}

TEST(Attributor, SaysWhereOtherAddressesHaveOtherHolders)
{
    auto const attributor = everything().attributor("2014-07-21");
    auto const found = attributor.attribute(
        {address("8.8.8.8"), address("8.8.8.9"), address("17.1.1.1"), address("17.1.1.2")});
    ASSERT_EQ(found.remarks.size(), 1u);
    EXPECT_EQ(found.remarks[0], (Reason{"holder.of_other_addresses",
                                        {{"address", "8.8.8.8"}, {"holders", "Apple Inc."}}}));
    EXPECT_FALSE(attributor.attribute(std::vector<Address>{}).registry);
}

TEST(Attributor, UsesLiblocWhereItIsInstalled)
{
    auto location = LocationDatabase::open(installed_location);
    if (!location)
        GTEST_SKIP() << "libloc-database is not installed";
    Attributor const attributor{{}, std::move(*location), "2014-07-21"};
    auto const found = attributor.attribute(address("8.8.8.8"));
    ASSERT_TRUE(found.network);
    EXPECT_EQ(found.network->asn, 15169u);
    EXPECT_EQ(found.network->country, "US");
    EXPECT_TRUE(found.network->distant);
    EXPECT_FALSE(attributor.attribute(address("192.168.1.1")).network);
}

} // namespace
} // namespace petze
