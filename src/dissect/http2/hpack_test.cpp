#include "dissect/http2/hpack.h"

#include "base/limits.h"
#include "dissect/http2/hpack_block.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze::http2 {
namespace {

using Outcome = HpackDecoder::Outcome;
using Fields = std::vector<std::string>;

struct Decoded {
    Outcome outcome{};
    Fields fields;
};

Decoded decode(HpackDecoder& decoder, Bytes block, bool whole = true)
{
    Decoded out;
    HeaderLines lines;
    out.outcome = decoder.decode(block, whole, lines);
    for (auto const& line : lines.lines)
        out.fields.push_back(line.name + ": " + line.value);
    return out;
}

struct Row {
    char const* name;
    std::string block;
    Fields fields;
};

std::vector<std::vector<Row>> const connections{
    {
        {"RFC 7541 C.3.1",
         "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
         {":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"}},
        {"C.3.2",
         "8286 84be 5808 6e6f 2d63 6163 6865",
         {":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com",
          "cache-control: no-cache"}},
        {"C.3.3",
         "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
         {":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com",
          "custom-key: custom-value"}},
    },
    {
        {"RFC 7541 C.4.1",
         "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
         {":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"}},
        {"C.4.2",
         "8286 84be 5886 a8eb 1064 9cbf",
         {":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com",
          "cache-control: no-cache"}},
        {"C.4.3",
         "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
         {":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com",
          "custom-key: custom-value"}},
    },
    {
        // With a table of 256 bytes: entries are evicted, and the encoder knows.
        {"RFC 7541 C.6.1",
         "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff"
         "6e91 9d29 ad17 1863 c78f 0b97 c8e9 ae82 ae43 d3",
         {":status: 302", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT",
          "location: https://www.example.com"}},
        {"C.6.2",
         "4883 640e ffc1 c0bf",
         {":status: 307", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT",
          "location: https://www.example.com"}},
    },
};

TEST(HpackDecoder, ReadsTheExamplesOfTheStandard)
{
    for (auto const& connection : connections) {
        HpackDecoder decoder;
        for (auto const& row : connection) {
            SCOPED_TRACE(row.name);
            auto const decoded = decode(decoder, from_hex(row.block));
            EXPECT_EQ(decoded.outcome, Outcome::whole);
            EXPECT_EQ(decoded.fields, row.fields);
        }
    }
}

TEST(HpackDecoder, SurvivesEveryPrefix)
{
    for (auto const& connection : connections)
        for (auto const& row : connection) {
            SCOPED_TRACE(row.name);
            auto const block = from_hex(row.block);
            for (std::size_t length = 0; length < block.size(); ++length) {
                HpackDecoder decoder;
                auto const decoded = decode(decoder, Bytes{block}.first(length), false);
                // What is told of a cut block is the front of what was sent.
                EXPECT_LE(decoded.fields.size(), row.fields.size());
            }
        }
}

// C.3.1 was never seen: what C.3.2 and C.3.3 refer to is left out, what they add is found.
TEST(HpackDecoder, FindsWhatWasAddedAfterALoss)
{
    HpackDecoder decoder;
    decoder.lose();
    auto const second = decode(decoder, from_hex("8286 84be 5808 6e6f 2d63 6163 6865"));
    EXPECT_EQ(second.outcome, Outcome::in_part);
    EXPECT_EQ(second.fields,
              (Fields{":method: GET", ":scheme: http", ":path: /", "cache-control: no-cache"}));
    // be is now "cache-control: no-cache", bf the authority, which is not known.
    auto const third = decode(decoder, from_hex("82 be bf"));
    EXPECT_EQ(third.outcome, Outcome::in_part);
    EXPECT_EQ(third.fields, (Fields{":method: GET", "cache-control: no-cache"}));
    // A literal whose name is the authority's entry; it is added, so that be is this one.
    auto const fourth = decode(decoder, from_hex("7f00 03 616263 be"));
    EXPECT_EQ(fourth.outcome, Outcome::in_part);
    EXPECT_EQ(fourth.fields, (Fields{"?: abc", "?: abc"}));
}

TEST(HpackDecoder, GoesOnAfterAMalformedBlock)
{
    struct {
        char const *name, *block;
        Fields fields;
    } const cases[] = {
        {"index 0", "82 80", {":method: GET"}},
        {"an index beyond the table", "82 ff00", {":method: GET"}},
        {"an integer without an end", "82 ffffffffffffffffffff", {":method: GET"}},
        {"a string longer than the block", "82 410f 7777", {":method: GET"}},
        {"Huffman padding of a whole byte", "82 4182 f1ff", {":method: GET"}},
        {"a table larger than any limit", "3fffffff7f 82", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        HpackDecoder decoder;
        auto const decoded = decode(decoder, from_hex(c.block));
        EXPECT_EQ(decoded.outcome, Outcome::malformed);
        EXPECT_EQ(decoded.fields, c.fields);
        EXPECT_EQ(decode(decoder, from_hex("82")).fields, (Fields{":method: GET"}));
    }
}

// One large entry, and a byte for each time it is meant: 16 KiB would be 64 MiB.
TEST(HpackDecoder, KeepsNoMoreThanItsLimit)
{
    auto block = from_hex("40 01 61 7f a11e"); // "a", and a value of 127 + 33 + 30 * 128 bytes
    block.insert(block.end(), 127 + 33 + 30 * 128, 'x');
    block.insert(block.end(), 16384, 0xbe);
    HpackDecoder decoder;
    HeaderLines lines;
    EXPECT_EQ(decoder.decode(block, true, lines), Outcome::over_limit);
    std::size_t kept = 0;
    for (auto const& line : lines.lines)
        kept += line.value.size();
    EXPECT_LE(kept, limits::http_header_bytes);
    EXPECT_GT(kept, limits::http_header_bytes / 2);
    EXPECT_EQ(decode(decoder, from_hex("82")).outcome, Outcome::whole);
}

TEST(MendBlock, LeavesWhatIsKnownAsItIs)
{
    for (auto const& connection : connections)
        for (auto const& row : connection) {
            SCOPED_TRACE(row.name);
            auto const block = from_hex(row.block);
            auto const mended = mend_block(block, 200);
            EXPECT_EQ(mended.bytes, block);
            EXPECT_EQ(mended.unknown, 0u);
            for (std::size_t length = 0; length < block.size(); ++length)
                mend_block(Bytes{block}.first(length), 61);
        }
}

} // namespace
} // namespace petze::http2
