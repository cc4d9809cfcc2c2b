#include "dissect/http3/qpack.h"

#include "base/limits.h"
#include "testing/hex.h"
#include "testing/http3.h"

#include <gtest/gtest.h>

namespace petze::http3 {
namespace {

using Outcome = QpackDecoder::Outcome;
using Fields = std::vector<std::string>;

struct Decoded {
    Outcome outcome{};
    Fields fields;
};

Decoded decode(QpackDecoder& decoder, Bytes section, bool whole = true)
{
    Decoded out;
    HeaderLines lines;
    out.outcome = decoder.decode(section, whole, lines);
    for (auto const& line : lines.lines)
        out.fields.push_back(line.name + ": " + line.value);
    return out;
}

// RFC 9204 appendix B, one connection; the encoder's table has 220 bytes.
TEST(QpackDecoder, ReadsTheExamplesOfTheStandard)
{
    QpackDecoder decoder;
    decoder.announce(220);
    // B.1: no dynamic table.
    EXPECT_EQ(decode(decoder, from_hex("0000 510b 2f69 6e64 6578 2e68 746d 6c")).fields,
              (Fields{":path: /index.html"}));
    // B.2: the section comes before the inserts that it needs.
    auto const second = from_hex("0381 10 11");
    EXPECT_EQ(decode(decoder, second).outcome, Outcome::blocked);
    EXPECT_EQ(decoder.required(), 2u);
    EXPECT_TRUE(decoder.take_inserts(from_hex("3fbd01 c00f 7777 772e 6578 616d 706c 652e 636f 6d"
                                              "c10c 2f73 616d 706c 652f 7061 7468")));
    EXPECT_EQ(decoder.inserts(), 2u);
    EXPECT_EQ(decode(decoder, second).fields,
              (Fields{":authority: www.example.com", ":path: /sample/path"}));
    // B.3 and B.4: a speculative insert, and a duplicate of what would be evicted.
    EXPECT_TRUE(decoder.take_inserts(
        from_hex("4a63 7573 746f 6d2d 6b65 790c 6375 7374 6f6d 2d76 616c 7565")));
    EXPECT_TRUE(decoder.take_inserts(from_hex("02")));
    EXPECT_EQ(decode(decoder, from_hex("0500 80 c1 81")).fields,
              (Fields{":authority: www.example.com", ":path: /", "custom-key: custom-value"}));
}

TEST(QpackDecoder, SurvivesEveryPrefix)
{
    auto const inserts = from_hex("3fbd01 c00f 7777 772e 6578 616d 706c 652e 636f 6d"
                                  "c10c 2f73 616d 706c 652f 7061 7468");
    for (std::size_t length = 0; length <= inserts.size(); ++length) {
        QpackDecoder decoder;
        decoder.announce(220);
        EXPECT_TRUE(decoder.take_inserts(Bytes{inserts}.first(length)));
        EXPECT_TRUE(decoder.take_inserts(Bytes{inserts}.subspan(length)));
        auto const section = from_hex("0381 10 11");
        for (std::size_t cut = 0; cut < section.size(); ++cut)
            decode(decoder, Bytes{section}.first(cut), false);
        EXPECT_EQ(decode(decoder, section).fields.size(), 2u);
    }
}

TEST(QpackDecoder, ToleratesWhatItMustNot)
{
    struct {
        char const *name, *inserts, *section;
        Outcome outcome;
        Fields fields;
    } const cases[] = {
        {"an entry that was never there", "", "0000 d1 ff7f", Outcome::malformed, {":method: GET"}},
        {"a string longer than the section",
         "",
         "0000 d1 510b 2f",
         Outcome::malformed,
         {":method: GET"}},
        {"nothing", "", "", Outcome::malformed, {}},
        {"a table that nobody announced",
         "3fe1ffffff7f",
         "0000 d1",
         Outcome::whole,
         {":method: GET"}},
        {"needed, and lost with the encoder stream",
         "3fe1ffffff7f",
         "0200 80",
         Outcome::missing,
         {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        QpackDecoder decoder;
        decoder.announce(220);
        auto const inserts = from_hex(c.inserts);
        EXPECT_EQ(decoder.take_inserts(inserts), inserts.empty());
        auto const decoded = decode(decoder, from_hex(c.section));
        EXPECT_EQ(decoded.outcome, c.outcome);
        EXPECT_EQ(decoded.fields, c.fields);
        EXPECT_EQ(decode(decoder, from_hex("0000 d1")).fields, (Fields{":method: GET"}));
    }
}

// One large entry, and a byte for each time it is meant.
TEST(QpackDecoder, KeepsNoMoreThanItsLimit)
{
    testing::QpackEncoder encoder;
    QpackDecoder decoder;
    decoder.announce(4096);
    auto inserts = from_hex("3fe11f 41 61 7f a11c"); // 4096; "a" and a value of 127 + 33 + 28 * 128
    inserts.insert(inserts.end(), 127 + 33 + 28 * 128, 'x');
    ASSERT_TRUE(decoder.take_inserts(inserts));
    auto section = from_hex("0200");
    section.insert(section.end(), 16384, 0x80);
    HeaderLines lines;
    EXPECT_EQ(decoder.decode(section, true, lines), Outcome::over_limit);
    std::size_t kept = 0;
    for (auto const& line : lines.lines)
        kept += line.value.size();
    EXPECT_LE(kept, limits::http_header_bytes);
    EXPECT_GT(kept, limits::http_header_bytes / 2);
}

// What it would acknowledge does not pile up, however long a connection lasts.
TEST(QpackDecoder, GoesOnForLong)
{
    testing::QpackEncoder encoder;
    QpackDecoder decoder;
    decoder.announce(4096);
    for (int i = 0; i < 20'000; ++i) {
        auto const value = std::to_string(i % 7);
        auto const section = encoder.section(4 * i, {{":method", "GET"}, {"x-name", value}});
        if (!encoder.inserts.empty()) {
            ASSERT_TRUE(decoder.take_inserts(as_bytes(std::exchange(encoder.inserts, {}))));
        }
        ASSERT_EQ(decode(decoder, as_bytes(section)).fields,
                  (Fields{":method: GET", "x-name: " + value}));
    }
}

} // namespace
} // namespace petze::http3
