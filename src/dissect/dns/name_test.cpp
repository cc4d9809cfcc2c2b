#include "dissect/dns/name.h"

#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze::dns {
namespace {

// The example of RFC 1035 section 4.1.4, 20 bytes earlier: F.ISI.ARPA at 0, FOO.F.ISI.ARPA at 20,
// ARPA at 44, the root at 72.
std::vector<std::uint8_t> rfc1035()
{
    auto bytes = from_hex("0146 03495349 0441525041 00");
    bytes.resize(20);
    auto const add = [&](std::size_t at, std::vector<std::uint8_t> const& more) {
        bytes.resize(at);
        bytes.insert(bytes.end(), more.begin(), more.end());
    };
    add(20, from_hex("03464f4f c000"));
    add(44, from_hex("c006"));
    add(72, from_hex("00"));
    return bytes;
}

TEST(ReadName, ReadsThoseOfRfc1035)
{
    struct {
        std::size_t at;
        char const* text;
        char const* joined;
        std::size_t labels;
        std::size_t end;
    } const cases[] = {
        {0, "F.ISI.ARPA", "FISIARPA", 3, 12},
        {20, "FOO.F.ISI.ARPA", "FOOFISIARPA", 4, 26},
        {44, "ARPA", "ARPA", 1, 46},
        {72, ".", "", 0, 73},
    };
    auto const message = rfc1035();
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        ByteReader in{message};
        in.skip(c.at);
        std::optional<Flaw> flaw;
        auto const name = read_name(in, message, flaw);
        EXPECT_EQ(name.text(), c.text);
        EXPECT_EQ(name.joined(), c.joined);
        EXPECT_EQ(name.labels(), c.labels);
        EXPECT_EQ(in.offset(), c.end);
        EXPECT_TRUE(in.ok());
        EXPECT_FALSE(flaw);
    }
}

TEST(ReadName, BoundsWhatIsHostile)
{
    auto const label63 = "3f" + std::string(126, '6');
    auto const long_name = label63 + label63 + label63 + label63 + "01 62 00";
    struct {
        char const* name;
        std::string bytes;
        std::size_t at;
        std::string text;
        std::string_view flaw;   // the name's own
        std::string_view broken; // of the reader: nothing can be read after it
        std::size_t end;
    } const cases[] = {
        {"pointer to itself", "0161 c002", 0, "a", "pointer that does not point back", "", 4},
        {"pointer forward", "0161 c006 0000 0162 00", 0, "a", "pointer that does not point back",
         "", 4},
        {"two pointers at each other", "c002 c000", 2, ".", "pointer that does not point back", "",
         4},
        {"pointer into its own labels", "0161 0162 c002", 0, "a.b",
         "pointer that does not point back", "", 6},
        {"label of a withdrawn type", "0161 41 00", 0, "a", "", "label of unknown type", 3},
        {"cut off in a label", "0161 0562 63", 0, "a.bc", "", "truncated", 3},
        {"cut off in a pointer", "0161 c0", 0, "a", "", "truncated", 3},
        {"cut off before the root", "0161", 0, "a", "", "truncated", 2},
        {"256 bytes and more: the rest is skipped", long_name, 0,
         std::string(63, 'f') + '.' + std::string(63, 'f') + '.' + std::string(63, 'f'),
         "name too long", "", 4 * 64 + 3},
        {"control bytes and backslash", "05 01 5c 7f 2e 20 00", 0, "\\001\\\\\\127. ", "", "", 7},
        {"UTF-8 stands as it is", "02 c3bc 00", 0, "\xc3\xbc", "", "", 4},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const message = from_hex(c.bytes);
        ByteReader in{message};
        in.skip(c.at);
        std::optional<Flaw> flaw;
        auto const name = read_name(in, message, flaw);
        EXPECT_EQ(name.text().substr(0, c.text.size()), c.text);
        EXPECT_EQ(flaw ? flaw->what : "", c.flaw);
        EXPECT_EQ(in.flaw() ? in.flaw()->what : "", c.broken);
        EXPECT_EQ(in.offset(), c.end);
        EXPECT_LE(name.dotted().size(), 253u);
    }
}

TEST(ReadName, EndsALongChainOfPointers)
{
    auto message = from_hex("016100");
    for (unsigned i = 0; i < 1000; ++i) {
        auto const target = i == 0 ? 0 : 1 + 2 * i;
        message.push_back(static_cast<std::uint8_t>(0xc0 | target >> 8));
        message.push_back(static_cast<std::uint8_t>(target));
    }
    ByteReader in{message};
    in.skip(message.size() - 2);
    std::optional<Flaw> flaw;
    read_name(in, message, flaw);
    EXPECT_EQ(flaw ? flaw->what : "", "pointer that does not point back");
}

} // namespace
} // namespace petze::dns
