#include "decrypt/quic/frame.h"

#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

#include <string>

namespace petze::quic {
namespace {

std::string all_frames(Bytes payload, FrameNumbers numbers = FrameNumbers::ietf)
{
    constexpr std::string_view kinds[] = {"other", "crypto", "stream",  "reset",
                                          "id",    "close",  "datagram"};
    std::string out;
    ByteReader in{payload};
    while (in.ok() && in.remaining() > 0) {
        auto const [frame, flaw] = next_frame(in, numbers);
        if (flaw)
            return out + std::string{flaw->what};
        out += std::string{kinds[static_cast<std::size_t>(frame.kind)]};
        if (frame.kind == FrameKind::stream || frame.kind == FrameKind::reset_stream)
            out += " #" + std::to_string(frame.stream);
        if (frame.kind != FrameKind::other && frame.kind != FrameKind::connection_close)
            out += " @" + std::to_string(frame.offset) + " " + to_hex(frame.data);
        out += std::string{frame.fin ? " fin" : ""} + "; ";
    }
    return out;
}

struct Case {
    std::string_view name;
    std::string_view hex;
    std::string_view expected;
};

// RFC 9000 section 19, RFC 9221.
Case const cases[] = {
    {"PADDING is one", "000000 01", "other; other; "},
    {"ACK of two ranges", "02 0a 05 01 02 03 04 01", "other; other; "},
    {"ACK with ECN", "03 0a 05 00 02 01 02 03 01", "other; other; "},
    {"CRYPTO", "06 4005 03 aabbcc", "crypto @5 aabbcc; "},
    {"STREAM to the end", "08 04 aabb", "stream #4 @0 aabb; "},
    {"STREAM with all", "0f 04 4100 02 aabb 01", "stream #4 @256 aabb fin; other; "},
    {"STREAM, only its end", "0b 04 00", "stream #4 @0  fin; "},
    {"RESET_STREAM", "04 08 01 09 01", "reset #8 @9 ; other; "},
    {"RESET_STREAM_AT", "24 08 01 09 05 01", "reset #8 @9 ; other; "},
    {"NEW_CONNECTION_ID", "18 01 00 02 aabb 000102030405060708090a0b0c0d0e0f 01",
     "id @0 aabb; other; "},
    {"CONNECTION_CLOSE", "1c 0a 06 02 6869 1d 0a 00", "close; close; "},
    {"DATAGRAM", "31 02 aabb 30 ccdd", "datagram @0 aabb; datagram @0 ccdd; "},
    {"those that only steer",
     "05 04 01 07 01 aa 10 01 11 04 01 12 01 13 01 14 01 15 04 01 16 01 17 01 19 01"
     "1a 0001020304050607 1b 0001020304050607 1e 1f 40af 01 02 03 04 42f5 09",
     "other; other; other; other; other; other; other; other; other; other; other; other; other; "
     "other; other; other; other; "},
    {"unknown", "01 40ff 01", "other; unknown frame"},
    {"cut off", "06 00 05 aabb", "truncated"},
    {"a length of 2^62", "06 00 ffffffffffffffff aabb", "truncated"},
};

TEST(QuicFrame, ReadsFrames)
{
    for (auto const& row : cases) {
        SCOPED_TRACE(row.name);
        auto const bytes = from_hex(row.hex);
        EXPECT_EQ(all_frames(bytes), row.expected);
        for (std::size_t length = 0; length < bytes.size(); ++length)
            all_frames(Bytes{bytes}.first(length));
    }
}

TEST(QuicFrame, CountsRangesOnlyAsFarAsThereAreBytes)
{
    EXPECT_EQ(all_frames(from_hex("02 0a 05 ffffffffffffffff 01 02")), "truncated");
}

TEST(QuicFrame, KnowsGooglesNumberOfCrypto)
{
    EXPECT_EQ(all_frames(from_hex("08 00 02 aabb"), FrameNumbers::google), "crypto @0 aabb; ");
}

} // namespace
} // namespace petze::quic
