#include "identify/data/data_index.h"
#include "identify/data/data_set_builder.h"

#include "base/limits.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace petze {
namespace {

Address address(std::string const& text)
{
    return Address::parse(text).value();
}

void add(DataSetBuilder& builder, std::string_view range, std::string_view name,
         DataTroubles& troubles)
{
    RangeFact fact;
    fact.subject = builder.keep(name);
    builder.add(parse_range(range).value(), fact, 1, troubles);
}

std::string found(DataSet const& set, std::string const& where)
{
    auto const hit = set.find(address(where));
    return hit ? std::string{set.text(hit->fact.subject)} : "-";
}

std::string written(std::vector<DataSet> const& sets)
{
    std::string out;
    EXPECT_TRUE(write_index(sets, [&](std::string_view bytes) -> Result<void> {
        out += bytes;
        return {};
    }));
    return out;
}

TEST(AddressRange, ReadsWhatRegistriesWrite)
{
    struct Row {
        char const* text;
        char const* read; // empty: none
    };
    constexpr std::array rows{
        Row{"42.62.0.0 - 42.62.127.255", "42.62.0.0/17"},
        Row{"42.62.0.0-42.62.128.255", "42.62.0.0 - 42.62.128.255"},
        Row{"2001:db8::/32", "2001:db8::/32"},
        Row{"2001:db8::1/32", "2001:db8::/32"},
        Row{"200.160/20", "200.160.0.0/20"},
        Row{"200.160.1.9/20", "200.160.0.0/20"},
        Row{"0.0.0.0/0", "0.0.0.0/0"},
        Row{"::/0", "::/0"},
        Row{"192.0.2.1", "192.0.2.1/32"},
        Row{"2001:db8:: - 2001:db8::2", "2001:db8:: - 2001:db8::2"},
        Row{"192.0.2.9 - 192.0.2.1", ""},
        Row{"192.0.2.0/33", ""},
        Row{"192.0.2.256", ""},
        Row{"192.0.2", ""},
        Row{"192.0.2.0 - 2001:db8::", ""},
        Row{"1.2.3.4.5/8", ""},
        Row{"2001:db8::/129", ""},
        Row{"", ""},
        Row{"/", ""},
        Row{"-", ""},
    };
    for (auto const& row : rows) {
        auto const read = parse_range(row.text);
        EXPECT_EQ(read ? read->text() : "", row.read) << row.text;
    }
}

TEST(AddressRange, KnowsTheLargestBlockAroundAnAddress)
{
    auto const range = parse_range("192.0.2.64 - 192.0.2.255").value();
    EXPECT_EQ(range.block_around(address("192.0.2.200")).text(), "192.0.2.128/25");
    EXPECT_EQ(range.block_around(address("192.0.2.65")).text(), "192.0.2.64/26");
    std::string blocks;
    each_block(parse_range("2001:db8::1 - 2001:db8::6").value(),
               [&](AddressRange const& block) { blocks += block.text() + " "; });
    EXPECT_EQ(blocks, "2001:db8::1/128 2001:db8::2/127 2001:db8::4/127 2001:db8::6/128 ");
    std::size_t count = 0;
    each_block(parse_range("::1 - ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").value(),
               [&](AddressRange const&) { ++count; });
    EXPECT_EQ(count, 254u);
}

TEST(DataSet, FindsTheMostSpecific)
{
    DataTroubles troubles;
    DataSetBuilder builder;
    add(builder, "192.0.2.0/24", "wide", troubles);
    add(builder, "192.0.2.128/25", "half", troubles);
    add(builder, "192.0.2.130 - 192.0.2.140", "office", troubles);
    add(builder, "2001:db8::/32", "six", troubles);
    add(builder, "2001:db8:1::/48", "site", troubles);
    add(builder, "192.0.2.0/24", "the same again", troubles);
    auto const set = builder.finish(troubles);
    EXPECT_EQ(found(set, "192.0.2.1"), "the same again");
    EXPECT_EQ(found(set, "192.0.2.129"), "half");
    EXPECT_EQ(found(set, "192.0.2.130"), "office");
    EXPECT_EQ(found(set, "192.0.2.140"), "office");
    EXPECT_EQ(found(set, "192.0.2.141"), "half");
    EXPECT_EQ(found(set, "192.0.3.0"), "-");
    EXPECT_EQ(found(set, "192.0.1.255"), "-");
    EXPECT_EQ(found(set, "2001:db8:1::1"), "site");
    EXPECT_EQ(found(set, "2001:db8:2::1"), "six");
    EXPECT_EQ(found(set, "2001:db9::"), "-");
    auto hit = set.find(address("192.0.2.135"));
    std::string chain;
    for (; hit; hit = set.around(*hit, address("192.0.2.135")))
        chain += std::string{set.text(hit->fact.subject)} + ", ";
    EXPECT_EQ(chain, "office, half, the same again, wide, ");
    ASSERT_EQ(troubles.count(), 1u);
    EXPECT_EQ(troubles.first()[0].what, "the same network as before, told otherwise");
}

TEST(DataSet, FindsWhatOverlaps)
{
    DataTroubles troubles;
    DataSetBuilder builder;
    add(builder, "192.0.2.0 - 192.0.2.100", "a", troubles);
    add(builder, "192.0.2.50 - 192.0.2.150", "b", troubles);
    add(builder, "192.0.2.120 - 192.0.2.130", "c", troubles);
    add(builder, "192.0.0.0/16", "all", troubles);
    auto const set = builder.finish(troubles);
    EXPECT_EQ(found(set, "192.0.2.10"), "a");
    EXPECT_EQ(found(set, "192.0.2.60"), "b");
    EXPECT_EQ(found(set, "192.0.2.125"), "c");
    EXPECT_EQ(found(set, "192.0.2.140"), "b");
    EXPECT_EQ(found(set, "192.0.2.151"), "all");
    ASSERT_EQ(troubles.first().size(), 1u);
    EXPECT_EQ(troubles.first()[0].what, "networks overlap, neither inside the other");
}

TEST(DataSet, AnswersLikeALookThroughAllOfIt)
{
    std::srand(1); // NOLINT(cert-msc51-cpp): the same every time
    DataTroubles troubles;
    DataSetBuilder builder;
    std::vector<AddressRange> ranges;
    for (int i = 0; i < 1000; ++i) {
        auto const length = static_cast<unsigned>(8 + std::rand() % 25);
        std::array<std::uint8_t, 4> const octets{
            static_cast<std::uint8_t>(std::rand() % 8), static_cast<std::uint8_t>(std::rand() % 4),
            static_cast<std::uint8_t>(std::rand()), static_cast<std::uint8_t>(std::rand())};
        ranges.push_back(make_block(Address::v4(octets), length).value());
        add(builder, ranges.back().text(), ranges.back().text(), troubles);
    }
    auto const set = builder.finish(troubles);
    EXPECT_EQ(troubles.count(), 0u);
    for (int i = 0; i < 5000; ++i) {
        std::array<std::uint8_t, 4> const octets{
            static_cast<std::uint8_t>(std::rand() % 9), static_cast<std::uint8_t>(std::rand() % 4),
            static_cast<std::uint8_t>(std::rand()), static_cast<std::uint8_t>(std::rand())};
        auto const wanted = Address::v4(octets);
        AddressRange const* best = nullptr;
        for (auto const& range : ranges)
            if (range.contains(wanted) && (best == nullptr || best->contains(range.first)))
                if (best == nullptr || range.last <= best->last)
                    best = &range;
        ASSERT_EQ(found(set, wanted.text()), best == nullptr ? "-" : best->text()) << wanted.text();
    }
}

TEST(DataSet, LeavesOutWhatLiesTooDeep)
{
    DataTroubles troubles;
    DataSetBuilder builder;
    for (std::size_t i = 0; i < limits::data_depth + 10; ++i)
        add(builder, "192.0.2.0/24", std::to_string(i), troubles);
    auto const set = builder.finish(troubles);
    EXPECT_EQ(set.rows(DataSet::v4), limits::data_depth);
    // Each of the others told otherwise than the one before it.
    EXPECT_EQ(troubles.count(), limits::data_depth - 1 + 10);
}

TEST(DataSetBuilder, KeepsNamesAsUtf8)
{
    DataSetBuilder builder;
    EXPECT_EQ(builder.text(builder.keep("T\xe9l\xe9"
                                        "com")),
              "T\xc3\xa9l\xc3\xa9"
              "com");
    EXPECT_EQ(builder.text(builder.keep("\xe5\x8c\x97\xe4\xba\xac")), "\xe5\x8c\x97\xe4\xba\xac");
    EXPECT_EQ(builder.text(builder.keep("a\x1b[2Jb")), "a [2Jb");
    EXPECT_EQ(builder.text(builder.keep(std::string(1000, 'x'))),
              std::string(limits::data_text_bytes, 'x'));
    EXPECT_EQ(builder.keep("same"), builder.keep("same"));
    EXPECT_EQ(builder.keep(""), 0u);
}

TEST(DataIndex, GivesBackWhatWasWritten)
{
    DataTroubles troubles;
    DataSetBuilder one;
    one.info = {DataFormat::rpsl, "APNIC WHOIS data", "2014-07-21", "apnic.db.inetnum", "00ff"};
    for (int i = 0; i < 1000; ++i)
        add(one, "10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".0/24",
            std::to_string(i), troubles);
    DataSetBuilder other;
    other.info = {DataFormat::as2org, "CAIDA AS2Org", "2014-07-01", "as-org2info.txt", "01"};
    other.add_system({23724, other.keep("CHINANET-IDC-BJ-AP"), other.keep("@org"), 0});
    other.add_system({1, other.keep("LVLT-1"), 0, pack_country("us")});
    other.add_organisation(
        {other.keep("@org"), other.keep("IDC, China Telecom"), pack_country("CN")});
    auto const bytes = written({one.finish(troubles), other.finish(troubles)});
    auto const index = DataIndex::of_bytes(as_bytes(bytes), "test");
    ASSERT_TRUE(index);
    ASSERT_EQ(index->sets().size(), 2u);
    EXPECT_EQ(index->sets()[0].info, one.info);
    EXPECT_EQ(found(index->sets()[0], "10.3.5.77"), "773");
    EXPECT_EQ(found(index->sets()[0], "10.4.0.0"), "-");
    auto const system = index->sets()[1].system(23724);
    ASSERT_TRUE(system);
    EXPECT_EQ(system->name, "CHINANET-IDC-BJ-AP");
    auto const organisation = index->sets()[1].organisation(system->organisation);
    ASSERT_TRUE(organisation);
    EXPECT_EQ(organisation->name, "IDC, China Telecom");
    EXPECT_EQ(organisation->country, "CN");
    EXPECT_EQ(index->sets()[1].system(1)->country, "US");
    EXPECT_FALSE(index->sets()[1].system(2));
    EXPECT_FALSE(index->sets()[1].organisation("@other"));
}

TEST(DataIndex, RefusesWhatIsNone)
{
    DataTroubles troubles;
    DataSetBuilder builder;
    add(builder, "192.0.2.0/24", "a", troubles);
    auto const good = written({builder.finish(troubles)});
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(DataIndex::of_bytes(as_bytes(good).first(length), "test")) << length;
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto broken = good;
        broken[i] = static_cast<char>(~broken[i]);
        auto const index = DataIndex::of_bytes(as_bytes(broken), "test");
        if (!index)
            continue;
        for (auto const& set : index->sets())
            found(set, "192.0.2.1"); // whatever it says
    }
    EXPECT_TRUE(DataIndex::open("/nowhere/at/all")->sets().empty());
    EXPECT_FALSE(DataIndex::open("/"));
}

} // namespace
} // namespace petze
