#include "identify/sources/data_file.h"

#include "testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace petze {
namespace {

std::string whole_file(std::string const& path)
{
    std::ostringstream out;
    out << std::ifstream{path, std::ios::binary}.rdbuf();
    return out.str();
}

std::string at(DataSet const& set, char const* text)
{
    auto const hit = set.find(Address::parse(text).value());
    if (!hit)
        return "-";
    return hit->range.text() + " AS" + std::to_string(hit->fact.subject) + " "
           + std::string{set.text(hit->fact.label)} + " " + unpack_country(hit->fact.country);
}

// Expected values: what mmdblookup says of the same file (tests/mmdb/make_mmdb.py).
TEST(Mmdb, SaysWhatLibmaxminddbSays)
{
    auto const read = read_data_file(PETZE_MMDB, {});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->set.info.format, DataFormat::mmdb);
    EXPECT_EQ(read->set.info.source, "Example-ASN");
    EXPECT_EQ(read->set.info.as_of, "2014-07-21");
    EXPECT_EQ(read->dated_by, "stated");
    EXPECT_EQ(at(read->set, "192.0.2.9"), "192.0.2.0/24 AS64496 Example Networks ");
    EXPECT_EQ(at(read->set, "198.51.100.1"), "198.51.100.0/25 AS0  HK");
    EXPECT_EQ(at(read->set, "198.51.100.200"), "-");
    EXPECT_EQ(at(read->set, "203.0.113.7"), "203.0.113.0/24 AS64497 Example Lite DE");
    EXPECT_EQ(at(read->set, "2001:db8::5"), "2001:db8::/32 AS64498 Example Six ");
    EXPECT_EQ(at(read->set, "2002:c000:201::"),
              "-"); // 6to4 leads to IPv4's part, which is kept once
    EXPECT_EQ(read->set.rows(DataSet::v4) + read->set.rows(DataSet::v6), 4u);
    EXPECT_EQ(read->troubles.count(), 0u);
}

// Absurd pointers, loops, cut off anywhere: an error, or what is good.
TEST(Mmdb, SurvivesDamage)
{
    testing::TemporaryFolder const folder;
    auto const good = whole_file(PETZE_MMDB);
    auto const path = (folder.path() / "damaged.mmdb").string();
    std::size_t unreadable = 0;
    for (std::size_t i = 0; i < good.size(); i += 3) {
        auto damaged = good;
        damaged[i] = static_cast<char>(~damaged[i]);
        if (i % 2 == 0)
            damaged.resize(i);
        std::ofstream{path, std::ios::binary} << damaged;
        if (!read_data_file(path, {}))
            ++unreadable;
    }
    EXPECT_GT(unreadable, 0u);
}

} // namespace
} // namespace petze
